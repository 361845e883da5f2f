//! What others must know of an article without its tree: sections, facts, links, pictures, and where they stand.
//!
//! Invariant: ranges are bytes of the file; order is the order of the text.

use std::ops::Range;

use super::tree::{CardKind, Target};
use crate::base::name::{FactKey, SectionId};

/// The outline of an article.
#[derive(Clone, Debug, Default)]
pub struct Outline {
    /// Headings of level 2 and below, in order.
    pub sections: Vec<SectionOutline>,
    /// Every `{group.key}`, with its place.
    pub facts: Vec<(FactKey, Range<usize>)>,
    /// Every link, with its place.
    pub links: Vec<(Target, Range<usize>)>,
    /// Every picture's file name, with its place.
    pub pictures: Vec<(String, Range<usize>)>,
    /// The footnotes that the text defines itself: where each is cited, and where it stands.
    pub notes: Vec<(usize, Range<usize>)>,
    /// Every card, with its place (the whole quote).
    pub cards: Vec<(CardKind, Range<usize>)>,
}

impl Outline {
    /// Returns the sections that are snippets.
    pub fn snippets(&self) -> impl Iterator<Item = SnippetOutline> + '_ {
        self.sections.iter().filter(|section| section.snippet).filter_map(|section| {
            Some(SnippetOutline { section: section.id.clone()?, range: section.range.clone() })
        })
    }
}

/// A section: a heading and all below it, up to the next heading of its level or higher.
#[derive(Clone, Debug)]
pub struct SectionOutline {
    /// The id where the text gives one.
    pub id: Option<SectionId>,
    /// The level, 2 to 6.
    pub level: u8,
    /// The heading as plain text.
    pub title: String,
    /// Whether it is also a chat message.
    pub snippet: bool,
    /// Whether it stands on the emergency page.
    pub sos: bool,
    /// Heading and content, subsections included.
    pub range: Range<usize>,
}

/// A section that is a chat message.
#[derive(Clone, Debug)]
pub struct SnippetOutline {
    /// Its section id.
    pub section: SectionId,
    /// Heading and content, subsections included.
    pub range: Range<usize>,
}
