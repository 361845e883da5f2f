//! The body of an article as HTML: the whole on its own page, the emergency parts on the page for those.
//!
//! Invariant: the text of the page is the text of the article, nothing hidden and nothing reordered; footnotes alone
//! move to the end.

use std::collections::BTreeMap;

use serde::Serialize;
use tera::Value;

use super::inline::{cite_id, plain};
use super::surroundings::Surroundings;
use super::writer::{Writer, section_id, unwrapped};
use crate::article::tree::{Block, Body, CardKind, Inline};

/// A body as HTML, in the pieces a template arranges.
#[derive(Clone, Debug, Serialize)]
pub struct Rendered {
    /// What stands before the first heading.
    pub lead: Value,
    /// The sections.
    pub sections: Value,
    /// The headings of level 2.
    pub contents: Vec<Heading>,
    /// The footnotes that the text defines itself.
    pub notes: Vec<NoteView>,
    #[serde(skip)]
    cited: BTreeMap<usize, usize>,
}

impl Rendered {
    /// Returns the ids of the places that cite the source or footnote with this number.
    pub fn cited_at(&self, number: usize) -> Vec<String> {
        cited_at(&self.cited, number)
    }
}

fn cited_at(cited: &BTreeMap<usize, usize>, number: usize) -> Vec<String> {
    let times = cited.get(&number).copied().unwrap_or(0);
    (1..=times).map(|count| cite_id(number, count)).collect()
}

/// A heading in the list of contents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Heading {
    /// Its id.
    pub id: String,
    /// Its words, plain.
    pub text: String,
}

/// A footnote of the text's own.
#[derive(Clone, Debug, Serialize)]
pub struct NoteView {
    /// Its number, after those of the sources.
    pub number: usize,
    /// Its content.
    pub html: Value,
    /// The ids of the places that cite it.
    pub cited_at: Vec<String>,
}

/// Writes the body of an article for its own page.
pub fn body(body: &Body, around: &Surroundings<'_>) -> Rendered {
    let mut writer = Writer::new(around);
    writer.blocks(&body.lead);
    let lead = safe(&writer.take());
    let mut contents = Vec::new();
    for (section, place) in body.sections.iter().zip(1..) {
        writer.section(section, place);
        if section.level == 2 {
            let id = section_id(section.id.as_ref(), place, around.place);
            contents.push(Heading { id, text: plain(&section.title, around, writer.snippet_id()) });
        }
    }
    let sections = safe(&writer.take());
    let notes: Vec<_> = body
        .footnotes
        .iter()
        .filter_map(|(label, blocks)| {
            let number = *around.citations.numbers.get(label)?;
            writer.blocks(blocks);
            Some((number, safe(&writer.take())))
        })
        .collect();
    let cited = writer.cited;
    let note = |(number, html)| NoteView { number, html, cited_at: cited_at(&cited, number) };
    Rendered { lead, sections, contents, notes: notes.into_iter().map(note).collect(), cited }
}

/// Writes blocks by themselves.
pub fn blocks(blocks: &[Block], around: &Surroundings<'_>) -> String {
    let mut writer = Writer::new(around);
    writer.blocks(blocks);
    writer.take()
}

/// Writes the words of a line by themselves; words that are strong as a whole are left as they are.
pub fn line(inlines: &[Inline], around: &Surroundings<'_>) -> Value {
    let mut writer = Writer::new(around);
    writer.inlines(unwrapped(inlines));
    safe(&writer.take())
}

/// Writes what the emergency page shows of an article, in the order of the text: its `CAUTION` cards, and the sections
/// marked `{.sos}` with their subsections.
pub fn sos(body: &Body, around: &Surroundings<'_>) -> Vec<Value> {
    let mut parts = cards(&body.lead, around);
    let mut shown: Option<u8> = None;
    let mut writer = Writer::new(around);
    for (section, place) in body.sections.iter().zip(1..) {
        shown = shown.filter(|level| section.level > *level).or(section.sos.then_some(section.level));
        if shown.is_some() {
            writer.section(section, place);
            parts.push(safe(&writer.take()));
        } else {
            parts.extend(cards(&section.blocks, around));
        }
    }
    parts
}

fn cards(blocks: &[Block], around: &Surroundings<'_>) -> Vec<Value> {
    let is_caution = |block: &&Block| matches!(block, Block::Card { kind: CardKind::Emergency, .. });
    let card = |block: &Block| safe(&self::blocks(std::slice::from_ref(block), around));
    blocks.iter().filter(is_caution).map(card).collect()
}

fn safe(html: &str) -> Value {
    Value::safe_string(html)
}
