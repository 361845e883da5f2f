//! A feed of changes as Atom (RFC 4287).

use std::fmt::Write as _;

use super::escape::escape_xml;
use crate::base::day::Day;

/// The moment of the last change where there was none: a feed must name one.
const NEVER: &str = "1970-01-01T00:00:00Z";

/// A feed.
#[derive(Clone, Debug)]
pub struct Feed {
    /// Its name for ever, a URI.
    pub id: String,
    /// The language's tag.
    pub lang: String,
    /// The title.
    pub title: String,
    /// What must be admitted of everything in it.
    pub subtitle: Option<String>,
    /// Who publishes it.
    pub author: String,
    /// Its own address, whole.
    pub own: String,
    /// The address of the pages it speaks of, whole.
    pub home: String,
    /// The day of the last change; none where nothing has happened yet.
    pub updated: Option<Day>,
    /// The changes, newest first.
    pub entries: Vec<FeedEntry>,
}

/// A text in a feed.
#[derive(Clone, Debug)]
pub struct FeedEntry {
    /// Its name for ever, a URI.
    pub id: String,
    /// What has happened to it, as a word for programs.
    pub what: &'static str,
    /// The title.
    pub title: String,
    /// The address of its page, whole.
    pub href: String,
    /// The day of the change.
    pub updated: Day,
    /// A few sentences, plain.
    pub summary: String,
}

/// Writes a feed. It holds no day but those of reviews and withdrawals, so that the same record gives the same bytes.
pub fn write(feed: &Feed) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    let lang = attribute(&feed.lang);
    let _ = writeln!(out, "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{lang}\">");
    element(&mut out, "id", &feed.id);
    element(&mut out, "title", &feed.title);
    if let Some(subtitle) = &feed.subtitle {
        element(&mut out, "subtitle", subtitle);
    }
    element(&mut out, "updated", &feed.updated.map_or_else(|| NEVER.to_owned(), moment));
    out.push_str("<author>\n");
    element(&mut out, "name", &feed.author);
    out.push_str("</author>\n");
    link(&mut out, "self", "application/atom+xml", &feed.own);
    link(&mut out, "alternate", "text/html", &feed.home);
    for entry in &feed.entries {
        out.push_str("<entry>\n");
        element(&mut out, "id", &entry.id);
        element(&mut out, "title", &entry.title);
        element(&mut out, "updated", &moment(entry.updated));
        link(&mut out, "alternate", "text/html", &entry.href);
        let _ = writeln!(out, "<category term=\"{}\"/>", attribute(entry.what));
        element(&mut out, "summary", &entry.summary);
        out.push_str("</entry>\n");
    }
    out.push_str("</feed>\n");
    out
}

/// A day as the moment it begins (RFC 3339): nobody signs an hour.
fn moment(day: Day) -> String {
    format!("{day}T00:00:00Z")
}

fn element(out: &mut String, name: &str, text: &str) {
    out.extend(["<", name, ">"]);
    escape_xml(out, text);
    out.extend(["</", name, ">\n"]);
}

fn link(out: &mut String, relation: &str, kind: &str, href: &str) {
    let href = attribute(href);
    let _ = writeln!(out, "<link rel=\"{relation}\" type=\"{kind}\" href=\"{href}\"/>");
}

fn attribute(text: &str) -> String {
    let mut out = String::new();
    escape_xml(&mut out, text);
    out
}
