//! A whole text without markup: for bad lines, for copying, for whoever cannot use a page.

use std::collections::BTreeMap;

use super::Voice;
use super::plain::Writer;
use crate::article::front::{Front, SnippetSettings};
use crate::article::tree::{Body, Section, citation_numbers};
use crate::base::name::{BlankName, SectionId};

/// The body of a text as paragraphs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Twin {
    /// What stands before the first heading.
    pub lead: Vec<String>,
    /// The sections.
    pub sections: Vec<String>,
    /// The footnotes that the text defines itself, with their numbers.
    pub notes: Vec<String>,
}

/// Writes the body of a text. Facts are filled in, blanks show their labels, and citations their numbers.
pub fn body(tree: &Body, front: &Front, voice: &Voice<'_>) -> Twin {
    let numbers = citation_numbers(&front.sources, &tree.footnotes);
    let whole = Whole { snippets: &front.snippets, numbers: &numbers, snippet: None };
    let mut writer = Writer::of_whole(voice, whole);
    let lead = tree.lead.iter().map(|block| writer.blocks(std::slice::from_ref(block))).collect();
    let mut sections = Vec::new();
    for section in &tree.sections {
        let mut paragraphs = writer.section(section);
        // Where nothing is larger or bolder, room tells a heading from the words before it.
        if let Some(first) = paragraphs.first_mut().filter(|_| section.level == 2) {
            first.insert(0, '\n');
        }
        sections.extend(paragraphs);
    }
    let notes = tree
        .footnotes
        .iter()
        .filter_map(|(label, blocks)| Some(format!("{}. {}", numbers.get(label)?, writer.blocks(blocks))));
    let notes = notes.collect();
    Twin { lead, sections, notes }
}

/// What a whole text has and a message has not: labels in the place of blanks, and sources to cite.
pub(super) struct Whole<'a> {
    snippets: &'a BTreeMap<SectionId, Box<SnippetSettings>>,
    numbers: &'a BTreeMap<String, usize>,
    /// The snippet we stand in, and the level of its heading.
    snippet: Option<(u8, &'a SectionId)>,
}

impl<'a> Whole<'a> {
    /// Goes on to the next section.
    pub(super) fn enter(&mut self, section: &'a Section) {
        self.snippet = self.snippet.filter(|(level, _)| section.level > *level);
        if let (true, Some(id)) = (section.snippet, &section.id) {
            self.snippet = Some((section.level, id));
        }
    }

    /// Returns what a blank asks for.
    pub(super) fn blank<'n>(&'n self, name: &'n BlankName) -> &'n str {
        let settings = self.snippet.and_then(|(_, snippet)| self.snippets.get(snippet));
        settings.and_then(|settings| settings.blanks.get(name)).map_or(name.as_str(), |blank| &blank.label)
    }

    /// Returns the number under which a source or footnote is cited.
    pub(super) fn number(&self, key: &str) -> Option<usize> {
        self.numbers.get(key).copied()
    }
}
