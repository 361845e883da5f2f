//! What the text of an article needs from outside to become a page: facts, links, pictures, numbers of citations.
//!
//! Invariant: nothing here decides; whoever calls has judged which facts and links may be shown.

use std::collections::BTreeMap;

use crate::article::front::{Reference, SnippetSettings};
use crate::article::tree::{Block, Target, citation_numbers};
use crate::base::lang::Lang;
use crate::base::name::{ArticleId, FactKey, SectionId};
use crate::facts::Fact;
use crate::theme::Labels;

/// Everything around a body.
#[derive(Clone, Copy)]
pub struct Surroundings<'a> {
    /// The language of the text.
    pub lang: &'a Lang,
    /// The labels in that language.
    pub labels: &'a Labels,
    /// The facts of the region.
    pub facts: &'a BTreeMap<FactKey, Fact>,
    /// Where links to articles and sections lead; never asked for web addresses and phone numbers.
    pub links: &'a dyn Fn(&Target) -> Destination,
    /// The pictures beside the article, by file name.
    pub pictures: &'a BTreeMap<String, Picture>,
    /// The numbers of sources and footnotes.
    pub citations: &'a Citations,
    /// The settings of the article's snippets, for the labels of their blanks.
    pub snippets: &'a BTreeMap<SectionId, Box<SnippetSettings>>,
    /// Whose page it is.
    pub place: Place<'a>,
}

/// Whose page a body stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place<'a> {
    /// The article's own: headings keep level and id, citations lead to the list of sources.
    Own,
    /// One it shares with others: headings go one level down, ids begin with the article's, citations are left out.
    Shared(&'a ArticleId),
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Destination {
    /// To this address, relative to the page.
    Href(String),
    /// To a text that may not be shown: the words stand without a link, with a quiet note.
    Withheld,
}

/// A picture of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Its address, relative to the page.
    pub src: String,
    /// Its width and height in pixels, where the file tells them: the page keeps the room, and nothing moves later.
    pub size: Option<(usize, usize)>,
}

/// The numbers by which a text cites, as [`citation_numbers`] gives them.
#[derive(Clone, Debug, Default)]
pub struct Citations {
    pub(super) numbers: BTreeMap<String, usize>,
    pub(super) sources: usize,
}

impl Citations {
    /// Numbers the sources and footnotes of an article, from 1.
    pub fn new(sources: &[Reference], footnotes: &[(String, Vec<Block>)]) -> Self {
        Self { numbers: citation_numbers(sources, footnotes), sources: sources.len() }
    }

    /// Returns the id of the list entry with this number: `source_1` or `note_4`.
    pub(super) fn entry_id(&self, number: usize) -> String {
        let list = if number <= self.sources { "source" } else { "note" };
        format!("{list}_{number}")
    }
}
