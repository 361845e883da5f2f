//! The index: words to groups, groups to documents.
//!
//! Invariant: forms are sorted by their UTF-16 units, as the script compares them, and groups by their first form.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::ops::Range;

use crate::base::lang::Lang;
use crate::search::draft::Draft;
use crate::search::postings::Postings;
use crate::search::swap::Swap;
use crate::search::{Document, Word};

/// Where every word of some documents stands, in one language.
#[derive(Clone, Debug)]
pub struct Index {
    /// How many documents there are.
    pub(super) documents: u32,
    /// What is tried when a word is unknown.
    pub(super) swaps: Vec<Swap>,
    /// What words of this language end in, sorted.
    pub(super) endings: Vec<String>,
    /// Every word, sorted.
    pub(super) forms: Vec<Form>,
    /// What words of one stem share.
    pub(super) groups: Vec<Group>,
    /// The words that mean certain documents, sorted.
    pub(super) phrases: Vec<Phrase>,
    /// The places of the phrases that hold a word of a group.
    pub(super) phrases_of: BTreeMap<u32, Vec<usize>>,
}

/// A word as it stands somewhere.
#[derive(Clone, Debug)]
pub(super) struct Form {
    pub(super) text: Box<str>,
    pub(super) group: u32,
    /// Its length in UTF-16 units.
    pub(super) units: u32,
    /// What it is made of, see [`letters`].
    pub(super) letters: u32,
}

/// The words of one stem.
#[derive(Clone, Debug, Default)]
pub(super) struct Group {
    pub(super) postings: Postings,
    pub(super) common: bool,
}

/// What words mean, wherever they stand.
#[derive(Clone, Debug, Default)]
pub(super) struct Phrase {
    /// The words, as places of forms.
    pub(super) forms: Vec<u32>,
    /// Best first.
    pub(super) documents: Vec<u32>,
    pub(super) emergency: bool,
}

impl Index {
    /// Builds the index of `documents` in the language `lang`, with the `words` that mean some of them. A hit names a
    /// document by its place in the list.
    pub fn build(lang: &Lang, documents: &[Document<'_>], words: &[Word<'_>]) -> Self {
        let mut draft = Draft::new(lang);
        documents.iter().for_each(|document| draft.add(document));
        words.iter().for_each(|word| draft.mean(word));
        draft.finish()
    }

    /// Returns the places of the forms that begin with `start`.
    pub(super) fn beginning(&self, start: &str) -> Range<usize> {
        let from = self.forms.partition_point(|form| by_units(&form.text, start) == Ordering::Less);
        let more = self.forms[from..].iter().take_while(|form| form.text.starts_with(start)).count();
        from..from + more
    }
}

/// Compares two words as a script does.
pub(super) fn by_units(a: &str, b: &str) -> Ordering {
    a.encode_utf16().cmp(b.encode_utf16())
}
