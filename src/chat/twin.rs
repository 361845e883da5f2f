//! A whole text without markup: for bad lines, for copying, for whoever cannot use a page.

use std::collections::BTreeMap;

use super::compose::{Composer, Setting};
use super::message::Gap;
use super::{Voice, plain};
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
    let mut composer = Composer::new(voice, whole);
    let mut lead = Vec::new();
    for block in &tree.lead {
        composer.block(block);
        lead.push(written(&mut composer));
    }
    let mut sections = Vec::new();
    for section in &tree.sections {
        composer.section(section, false);
        let text = written(&mut composer);
        // Where nothing is larger or bolder, room tells a heading from the words before it.
        sections.push(if section.level == 2 { format!("\n{text}") } else { text });
    }
    let mut notes = Vec::new();
    for (label, blocks) in &tree.footnotes {
        let Some(number) = numbers.get(label) else { continue };
        composer.blocks(blocks, Gap::Blank);
        notes.push(format!("{number}. {}", written(&mut composer)));
    }
    Twin { lead, sections, notes }
}

/// Returns what was written since the last time.
fn written<'a>(composer: &mut Composer<'a, Whole<'a>>) -> String {
    plain::write(&plain::prepared(composer.take()))
}

/// What a whole text has and a message has not: labels in the place of blanks, and sources to cite.
struct Whole<'a> {
    snippets: &'a BTreeMap<SectionId, Box<SnippetSettings>>,
    numbers: &'a BTreeMap<String, usize>,
    /// The snippet we stand in, and the level of its heading.
    snippet: Option<(u8, &'a SectionId)>,
}

impl<'a> Setting<'a> for Whole<'a> {
    fn enter(&mut self, section: &'a Section) {
        self.snippet = self.snippet.filter(|(level, _)| section.level > *level);
        if let (true, Some(id)) = (section.snippet, &section.id) {
            self.snippet = Some((section.level, id));
        }
    }

    fn blank(&self, name: &BlankName) -> String {
        let settings = self.snippet.and_then(|(_, snippet)| self.snippets.get(snippet));
        let label = settings.and_then(|settings| settings.blanks.get(name));
        format!("[{}]", label.map_or(name.as_str(), |blank| &blank.label))
    }

    fn number(&mut self, key: &'a str) -> Option<usize> {
        self.numbers.get(key).copied()
    }
}
