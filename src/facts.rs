//! Facts of a region: what differs from place to place, kept as data and signed like a text.
//!
//! Invariant: a fact has words for every language it is asked for, or says that nobody could confirm it.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::base::day::Day;
use crate::base::lang::Lang;
use crate::base::name::{ArticleId, FactKey, Region};
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
    /// Its words; `None` where the file says `unknown = true`.
    pub wording: Option<Wording>,
    /// The country, two capital letters (ISO 3166-1), printed with a phone number.
    pub country: Option<String>,
    /// Where it is known from.
    pub source: String,
    /// When that was checked.
    pub checked: Option<Day>,
    /// Where it stands in its file.
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

/// The words of a fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wording {
    /// The same in every language.
    Same(String),
    /// One for each language.
    ByLang(BTreeMap<Lang, String>),
}

impl Fact {
    /// Returns the words in `lang`; `None` where the fact is unknown or lacks the language.
    pub fn text(&self, lang: &Lang) -> Option<&str> {
        match self.wording.as_ref()? {
            Wording::Same(text) => Some(text),
            Wording::ByLang(texts) => texts.get(lang).map(String::as_str),
        }
    }
}

impl Facts {
    /// Reads `facts.toml` of a region; `languages` are those of the site, which every fact must speak.
    pub fn parse(
        source: &Source,
        region: &Region,
        languages: &[Lang],
        found: &mut Diagnostics,
    ) -> Option<Self> {
        let _ = (source, region, languages, found);
        None
    }
}
