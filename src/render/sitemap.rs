//! The list of pages for search engines (sitemaps.org), each with its twins in the other languages.

use std::fmt::Write as _;

use super::escape::escape_xml;
use crate::base::day::Day;

/// A page in all its languages.
#[derive(Clone, Debug)]
pub struct SitemapPage {
    /// The page in each language that has it.
    pub versions: Vec<Version>,
    /// The address for readers of any other language, whole.
    pub default: Option<String>,
}

/// A page in one language.
#[derive(Clone, Debug)]
pub struct Version {
    /// The language's tag.
    pub lang: String,
    /// The address, whole.
    pub href: String,
    /// The day of the last review of what it shows.
    pub reviewed: Option<Day>,
}

const BEGIN: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n";
const NAMESPACE: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";

/// Writes a list of pages.
pub fn write(pages: &[SitemapPage]) -> String {
    let mut out = String::from(BEGIN);
    let _ = writeln!(out, "<urlset xmlns=\"{NAMESPACE}\" xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">");
    for page in pages {
        let mut twins = String::new();
        for version in &page.versions {
            twin(&mut twins, &version.lang, &version.href);
        }
        if let Some(default) = &page.default {
            twin(&mut twins, "x-default", default);
        }
        for version in &page.versions {
            out.push_str("<url>\n<loc>");
            escape_xml(&mut out, &version.href);
            out.push_str("</loc>\n");
            if let Some(day) = version.reviewed {
                let _ = writeln!(out, "<lastmod>{day}</lastmod>");
            }
            out.push_str(&twins);
            out.push_str("</url>\n");
        }
    }
    out.push_str("</urlset>\n");
    out
}

fn twin(out: &mut String, lang: &str, href: &str) {
    out.push_str("<xhtml:link rel=\"alternate\" hreflang=\"");
    escape_xml(out, lang);
    out.push_str("\" href=\"");
    escape_xml(out, href);
    out.push_str("\"/>\n");
}

/// Writes a list of lists, by their whole addresses.
pub fn write_lists(lists: &[String]) -> String {
    let mut out = String::from(BEGIN);
    let _ = writeln!(out, "<sitemapindex xmlns=\"{NAMESPACE}\">");
    for list in lists {
        out.push_str("<sitemap>\n<loc>");
        escape_xml(&mut out, list);
        out.push_str("</loc>\n</sitemap>\n");
    }
    out.push_str("</sitemapindex>\n");
    out
}
