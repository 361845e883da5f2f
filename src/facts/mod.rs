//! Facts of a region: what differs from place to place, kept as data and signed like a text.
//!
//! Invariant: a fact has words for every language it is asked for, or says that nobody could confirm it.

mod read;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::base::day::Day;
use crate::base::lang::Lang;
use crate::base::name::{ArticleId, FactKey, Region};
use crate::base::wording::Wording;
use crate::diagnostic::Diagnostics;
use crate::source::Source;

/// The facts of one region.
#[derive(Clone, Debug)]
pub struct Facts {
    /// The region.
    pub region: Region,
    /// The articles this region leaves out (top-level key `leave_out`).
    pub leave_out: BTreeSet<ArticleId>,
    /// The facts.
    pub facts: BTreeMap<FactKey, Fact>,
}

/// One fact.
#[derive(Clone, Debug)]
pub struct Fact {
    /// What sort of thing it is.
    pub kind: FactKind,
    /// Its words, without space around them; `None` where the file says `unknown = true`.
    pub wording: Option<Wording>,
    /// The country, two capital letters (ISO 3166-1), printed with a phone number.
    pub country: Option<String>,
    /// Where it is known from; may be empty where it is unknown.
    pub source: String,
    /// When that was checked.
    pub checked: Option<Day>,
    /// Where its table begins in the file, in bytes: the heading.
    pub range: Range<usize>,
}

/// What sort of thing a fact is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactKind {
    /// A number to call.
    Phone,
    /// Words within a sentence.
    Text,
    /// A number, perhaps with its unit.
    Number,
    /// Whole lines of their own.
    Block,
}

impl FactKind {
    /// The words for them in a file.
    pub const WORDS: &[&str] = &["phone", "text", "number", "block"];

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "phone" => Some(Self::Phone),
            "text" => Some(Self::Text),
            "number" => Some(Self::Number),
            "block" => Some(Self::Block),
            _ => None,
        }
    }
}

impl Fact {
    /// Returns the words in `lang`; `None` where the fact is unknown or lacks the language.
    pub fn text(&self, lang: &Lang) -> Option<&str> {
        self.wording.as_ref()?.text(lang)
    }
}

impl Facts {
    /// Reads `facts.toml` of a region; `languages` are those of the site, which every fact must speak. What is wrong is
    /// pushed to `found`, all of it; with an error among that there are no facts.
    pub fn parse(
        source: &Source,
        region: &Region,
        languages: &[Lang],
        found: &mut Diagnostics,
    ) -> Option<Self> {
        read::facts(source, region, languages, found)
    }

    /// Returns the groups that have a fact, by which the policy asks for roles.
    pub fn groups(&self) -> BTreeSet<&str> {
        self.facts.keys().map(FactKey::group).collect()
    }
}

#[cfg(test)]
mod tests;
