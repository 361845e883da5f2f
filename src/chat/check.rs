//! Looks, at the desk, for snippets that could not be sent as they stand: told to their editor, at their place.
//!
//! The facts of every region are tried, because a message is as long as the facts in it.
//!
//! Invariant: a snippet of an emergency that passes is one message in every format but `signal` and `sms`, whoever signs it
//! and whichever opening stands before it, as long as the reviewers' public names fit into [`ROOM_FOR_NAMES`].

use std::ops::Range;

use rayon::prelude::*;

use super::message::{Line, Link, Run};
use super::split::COUNTER;
use super::{Formats, MOST_ENTITIES, Message, Stamp, Voice, formats, sent, telegram_entities};
use crate::article::Article;
use crate::article::front::Urgency;
use crate::article::outline::SnippetOutline;
use crate::article::tree::{Block, Body, Section, Target};
use crate::base::day::Day;
use crate::base::name::{ArticleId, Region, SectionId};
use crate::catalog;
use crate::config::Config;
use crate::desk::Desk;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::facts::Facts;
use crate::project::Project;
use crate::theme::{Labels, Theme};

/// The characters kept free for the public names of the reviewers, who are not known before they sign.
const ROOM_FOR_NAMES: usize = 200;

/// The longest word, in UTF-16 code units, that no format has to cut: one that fills a text message.
const LONGEST_WORD: usize = 600;

/// The most parts of a message in an emergency: in Signal, in text messages, and in everything else.
const MOST_PARTS: (usize, usize, usize) = (2, 10, 1);

/// Looks at the snippets of every working text that has no fault of its own. Where the theme is faulty there is nothing to
/// write with; that is told elsewhere.
pub fn check(project: &Project, config: &Config, desk: &Desk, found: &mut Diagnostics) {
    let theme = Theme::compile(project, &config.theme, &config.languages, &mut Diagnostics::new());
    let Some(theme) = theme else { return };
    let articles: Vec<&Article> =
        desk.articles.values().filter_map(|text| text.article.as_deref().ok()).collect();
    let told: Vec<Vec<Diagnostic>> = articles
        .into_par_iter()
        .map(|article| {
            let labels = theme.labels(article.lang());
            Desktop { article, labels, config, desk, as_of: project.as_of() }.look()
        })
        .collect();
    found.extend(told.into_iter().flatten());
}

/// A working text, and what its messages are written with.
struct Desktop<'a> {
    article: &'a Article,
    labels: &'a Labels,
    config: &'a Config,
    desk: &'a Desk,
    as_of: Day,
}

impl Desktop<'_> {
    fn look(&self) -> Vec<Diagnostic> {
        let outlines: Vec<SnippetOutline> = self.article.outline().snippets().collect();
        if outlines.is_empty() {
            return Vec::new();
        }
        let body = self.article.body();
        outlines.iter().filter_map(|outline| self.snippet(&body, outline)).collect()
    }

    /// Returns what is wrong with a snippet: one fault is enough, because the others may come from it.
    fn snippet(&self, body: &Body, outline: &SnippetOutline) -> Option<Diagnostic> {
        let id = self.article.id();
        let regions = self.desk.facts.iter().filter(|(_, (_, facts))| !facts.leave_out.contains(id));
        let mut regions: Vec<_> = regions.map(|(region, (_, facts))| (Some(region), Some(facts))).collect();
        if regions.is_empty() {
            regions.push((None, None));
        }
        regions.into_iter().find_map(|(region, facts)| self.in_region(body, outline, region, facts))
    }

    fn in_region(
        &self,
        body: &Body,
        outline: &SnippetOutline,
        region: Option<&Region>,
        facts: Option<&Facts>,
    ) -> Option<Diagnostic> {
        let address = |target: &Target| self.address(target);
        let picture = |file: &str| Some(self.of_picture(file));
        let voice = Voice {
            lang: self.article.lang(),
            labels: self.labels,
            facts,
            address: &address,
            picture: &picture,
        };
        let cards: Vec<&Block> = body.warnings().collect();
        let stamp = self.stamp();
        let message = Message {
            cards: &cards,
            opening: self.opening(outline),
            sections: body.section_range(&outline.section)?,
            notes: &body.footnotes,
            stamp: &stamp,
        };
        let fault = self.fault(&message, &voice)?;
        let fault = fault.at(self.article.source().span(self.heading(&outline.range)), "");
        Some(match region {
            Some(region) => fault.note(format!("this is so with the facts of `{region}`")),
            None => fault,
        })
    }

    /// Returns what is wrong with a message, the simplest first.
    fn fault(&self, message: &Message<'_>, voice: &Voice<'_>) -> Option<Diagnostic> {
        let bare = Message { cards: &[], opening: "", stamp: "", ..*message };
        let is_emergency = self.article.front().urgency == Urgency::Emergency;
        let lines = || sent::lines(message, voice);
        content(&sent::lines(&bare, voice))
            .or_else(|| form(&lines()))
            .or_else(|| length(&formats::of_lines(&lines())).filter(|_| is_emergency))
            .or_else(|| beginning(message, voice))
    }

    /// The first line of a section.
    fn heading(&self, section: &Range<usize>) -> Range<usize> {
        let text = self.article.source().text().get(section.clone()).unwrap_or_default();
        section.start..section.start + text.lines().next().unwrap_or_default().len()
    }

    /// The longest words that may stand between the red flags and the section.
    fn opening(&self, outline: &SnippetOutline) -> &str {
        let settings = self.article.front().snippets.get(&outline.section);
        let openings = settings.into_iter().flat_map(|settings| settings.openings.values());
        openings.max_by_key(|opening| opening.len()).map_or("", String::as_str)
    }

    /// The end of the message, as long as it can be.
    fn stamp(&self) -> String {
        let names = "x".repeat(ROOM_FOR_NAMES);
        let end = |overdue| {
            let (names, base_url) = (&[names.as_str()], &self.config.base_url);
            let stamp =
                Stamp { names, due: self.as_of, overdue, demonstration: overdue, code: "000000", base_url };
            stamp.text(self.labels)
        };
        [end(false), end(true)].into_iter().max_by_key(String::len).unwrap_or_default()
    }

    /// An address as long as the one that the published text will have.
    fn address(&self, target: &Target) -> Option<String> {
        let page = |id: &ArticleId, section: Option<&SectionId>| {
            let path = catalog::page(self.article.lang(), id)?;
            let anchor = section.map(|section| format!("#{section}")).unwrap_or_default();
            Some(format!("{}{path}{anchor}", self.config.base_url))
        };
        match target {
            Target::Article { id, section, .. } => page(id, section.as_ref()),
            Target::Section(section) => page(self.article.id(), Some(section)),
            Target::Web(address) => Some(address.clone()),
            Target::Phone(_) => None,
        }
    }

    fn of_picture(&self, file: &str) -> String {
        let Config { base_url, .. } = self.config;
        format!("{base_url}record/{}/{}/100/{file}", self.article.lang(), self.article.id())
    }
}

/// Looks for a section that has nothing to send.
fn content(lines: &[Line]) -> Option<Diagnostic> {
    let mut below = lines.iter().skip(1).filter(|line| !line.heads).flat_map(|line| &line.runs).peekable();
    if below.peek().is_none() {
        let fault = Diagnostic::error(Code::SnippetMessage, "this snippet says nothing");
        return Some(fault.help("write below the heading what to send, or take `.snippet` out of it"));
    }
    below.all(|run| matches!(run.link, Some(Link::Picture(_)))).then(|| {
        Diagnostic::error(
            Code::SnippetMessage,
            "this snippet is only a picture, and most chats show words alone",
        )
        .help("write below the heading what the picture shows")
    })
}

/// Looks for what no format can carry.
fn form(lines: &[Line]) -> Option<Diagnostic> {
    let longest = lines.iter().flat_map(|line| {
        line.words().split_whitespace().map(|word| word.encode_utf16().count()).collect::<Vec<_>>()
    });
    if let Some(length) = longest.max().filter(|length| *length > LONGEST_WORD) {
        let message = format!("a word has {length} characters, and a text message holds {LONGEST_WORD}");
        let fault = Diagnostic::error(Code::SnippetMessage, message);
        return Some(fault.help("divide the word, or give a shorter address"));
    }
    let (_, entities) = telegram_entities::write(lines);
    (entities.len() > MOST_ENTITIES).then(|| {
        let message = format!(
            "the message has {} pieces in bold, italic and links, and Telegram keeps {MOST_ENTITIES}",
            entities.len()
        );
        Diagnostic::error(Code::SnippetMessage, message)
            .help("take some of them out, those of the red flags too, or make two snippets of the section")
    })
}

/// Looks for a format in which the message of an emergency has too many parts.
fn length(formats: &Formats) -> Option<Diagnostic> {
    let (signal, sms, others) = MOST_PARTS;
    let most = |name| match name {
        "signal" => signal,
        "sms" => sms,
        _ => others,
    };
    let mut counted = formats.all().into_iter().map(|(name, format)| (name, format.parts.len()));
    let (name, parts) = counted.find(|(name, parts)| *parts > most(*name))?;
    let message = format!(
        "the message has {parts} parts in the format `{name}`, and in an emergency {} are the most",
        most(name)
    );
    Some(
        Diagnostic::error(Code::SnippetMessage, message)
            .help("shorten the section or the red flags of the article"),
    )
}

/// Looks for a format in which the red flags and the heading do not fit into one part: what is urgent would come late.
fn beginning(message: &Message<'_>, voice: &Voice<'_>) -> Option<Diagnostic> {
    let heading =
        message.sections.first().map(|section| Section { blocks: Vec::new(), ..section.clone() })?;
    let sections = [heading];
    let mut lines = sent::lines(&Message { sections: &sections, notes: &[], stamp: "", ..*message }, voice);
    // The part begins with its number.
    lines.push(Line::new(vec![Run::new("x".repeat(COUNTER))]));
    let formats = formats::of_lines(&lines);
    // A text message holds so little that they may fill more than one.
    let mut formats = formats.all().into_iter().filter(|(name, _)| *name != "sms");
    let (name, _) = formats.find(|(_, format)| format.parts.len() > 1)?;
    let message =
        format!("the red flags and the heading do not fit into the first part in the format `{name}`");
    Some(Diagnostic::error(Code::SnippetMessage, message).help("shorten the red flags of the article"))
}
