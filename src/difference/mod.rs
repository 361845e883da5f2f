//! What an edit changed since a signature: sentence by sentence as readers meet the text, with marks at what may be
//! dangerous.
//!
//! A mark is a hint for the eye. What has none is shown all the same, and nobody asks for fewer signatures because of it.
//! What is marked and what is not is told in `docs/safety-diff.md`.
//!
//! Invariant: the runs of all passages hold every word of both texts, the time grows with the texts alone, and the same two
//! texts always give the same answer.

mod align;
mod atom;
mod form;
mod list;
mod mark;
mod passage;
mod place;
mod rows;
mod sentence;
mod sheet;
#[cfg(test)]
mod tests;
mod text;

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Serialize;

use crate::article::Article;
use crate::base::digest::Digest;
use crate::facts::Facts;
use crate::lexicon::Lexicon;
use crate::services::Services;

pub use mark::{Mark, MarkKind};
pub use place::{Kind, Place};
pub use sentence::{Look, What};

use sentence::Sentence;

/// What changed between two texts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The passages in the order of the new text; a removed one stands where it was.
    pub passages: Vec<Passage>,
}

/// A sentence, a heading, a cell, a setting: what is read without a break. Where an edit split a sentence or joined two, all
/// of them are one passage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Passage {
    /// What became of it.
    pub change: Change,
    /// Where it stands: in the new text, or in the old one where it was removed.
    pub place: Place,
    /// Where it stood in the old text, if that is another sort of place, or if it moved.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Place>,
    /// Its words: kept and removed runs are the old text, kept and added runs the new one, to the byte.
    pub runs: Vec<Run>,
    /// What may be dangerous, in the order of the text.
    pub marks: Vec<Mark>,
}

/// What became of a passage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// It is as it was.
    Same,
    /// Its words or the sort of its place changed.
    Changed,
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// Its words are as they were, elsewhere.
    Moved,
}

/// Words of a passage that share a fate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Run {
    /// What became of them.
    pub fate: Fate,
    /// What they are.
    pub what: What,
    /// How they look.
    pub look: Look,
    /// The words. Of what is not words: a fact or a blank as `{name}`, a link's target as `<target>` behind its words, a
    /// citation as `[key]`, a picture as `<file digest>` behind the words for those who do not see it.
    pub text: String,
}

/// What became of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fate {
    /// They stand in both texts.
    Kept,
    /// They stand in the old text only.
    Removed,
    /// They stand in the new text only.
    Added,
}

/// How many passages met each fate, and how many have a mark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Passages as they were.
    pub same: usize,
    /// Changed passages.
    pub changed: usize,
    /// New passages.
    pub added: usize,
    /// Passages that are gone.
    pub removed: usize,
    /// Passages that moved.
    pub moved: usize,
    /// Passages with a mark.
    pub marked: usize,
}

/// An article and the digests of its pictures by file name: those are not in the text, but signed with it.
#[derive(Clone, Copy, Debug)]
pub struct Edition<'a> {
    /// The article.
    pub article: &'a Article,
    /// Its pictures.
    pub pictures: &'a BTreeMap<String, Digest>,
}

/// Returns what changed from one edition of an article to another. A picture without a digest counts by its name alone.
pub fn articles(old: Edition<'_>, new: Edition<'_>) -> Difference {
    compare(&text::sentences(old), &text::sentences(new))
}

/// Returns what changed from one file of facts to another, fact by fact.
pub fn facts(old: &Facts, new: &Facts) -> Difference {
    compare_by_name(sheet::facts(old), sheet::facts(new))
}

/// Returns what changed from one directory to another, service by service.
pub fn services(old: &Services, new: &Services) -> Difference {
    compare_by_name(sheet::services(old), sheet::services(new))
}

/// Returns what changed from one list of search words to another, term by term.
pub fn lexicons(old: &Lexicon, new: &Lexicon) -> Difference {
    compare_by_name(sheet::lexicon(old), sheet::lexicon(new))
}

fn compare(old: &[Sentence], new: &[Sentence]) -> Difference {
    let steps = align::sentences(old, new);
    Difference { passages: steps.into_iter().map(|step| passage::of(old, new, step)).collect() }
}

/// The order of a table says nothing, so both are put into the order of their names.
fn compare_by_name(mut old: Vec<Sentence>, mut new: Vec<Sentence>) -> Difference {
    for sheet in [&mut old, &mut new] {
        sheet.sort_by(|one, other| one.place.name.cmp(&other.place.name));
    }
    compare(&old, &new)
}

impl Difference {
    /// Returns whether nothing changed that a reader, a worker or a program could meet.
    pub fn is_empty(&self) -> bool {
        self.passages.iter().all(|passage| passage.change == Change::Same)
    }

    /// Returns how many passages met each fate.
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for passage in &self.passages {
            *match passage.change {
                Change::Same => &mut counts.same,
                Change::Changed => &mut counts.changed,
                Change::Added => &mut counts.added,
                Change::Removed => &mut counts.removed,
                Change::Moved => &mut counts.moved,
            } += 1;
            counts.marked += usize::from(!passage.marks.is_empty());
        }
        counts
    }

    /// Returns the stretches of unchanged passages that a page may fold, as ranges of [`passages`](Self::passages):
    /// `context` passages on each side of a change stay in sight.
    pub fn folds(&self, context: usize) -> Vec<Range<usize>> {
        let mut folds = Vec::new();
        let mut at = 0;
        for stretch in self.passages.chunk_by(|one, other| is_same(one) == is_same(other)) {
            let end = at + stretch.len();
            let first = if at == 0 { 0 } else { at + context };
            let last = if end == self.passages.len() { end } else { end.saturating_sub(context) };
            if stretch.first().is_some_and(is_same) && first < last {
                folds.push(first..last);
            }
            at = end;
        }
        folds
    }
}

fn is_same(passage: &Passage) -> bool {
    passage.change == Change::Same
}

impl Passage {
    /// Returns the words of the old text; none of an added passage.
    pub fn before(&self) -> String {
        self.without(Fate::Added)
    }

    /// Returns the words of the new text; none of a removed passage.
    pub fn after(&self) -> String {
        self.without(Fate::Removed)
    }

    fn without(&self, fate: Fate) -> String {
        self.runs.iter().filter(|run| run.fate != fate).map(|run| run.text.as_str()).collect()
    }
}
