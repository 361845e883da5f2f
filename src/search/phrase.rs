//! The words of a lexicon in a query.
//!
//! Invariant: no word of a query belongs to two of them.

use crate::search::How;
use crate::search::index::{Index, Phrase};
use crate::search::resolve::{Candidate, Read};

/// A word that is less sure speaks for no phrase.
const LEAST: u32 = 6;
/// Common words that may stand between the words of a phrase.
const MOST_BETWEEN: usize = 2;
/// What it takes off when a word stands in another form than in the lexicon.
const OTHER_FORM: u32 = 3;

/// Words of a lexicon that stand in a query.
pub(super) struct Match<'a> {
    pub(super) phrase: &'a Phrase,
    /// The places of the words in the query.
    pub(super) places: Vec<usize>,
    /// How many of them stand there as in the lexicon.
    same: usize,
    /// How sure the least sure of them is, of 16.
    pub(super) quality: u32,
    pub(super) how: How,
}

impl Match<'_> {
    fn rank(&self) -> (usize, usize, u32) {
        (self.places.len(), self.same, self.quality)
    }

    /// Whether these are the words of the lexicon, but for an ending or a slip.
    pub(super) fn is_sure(&self) -> bool {
        self.quality >= 11
    }
}

impl Index {
    /// Finds the words of the lexicon in a query: from each place on the most words, then those that were typed as they
    /// stand in the lexicon.
    pub(super) fn matches(&self, read: &Read) -> Vec<Match<'_>> {
        let mut matches = Vec::new();
        let mut at = 0;
        while at < read.len() {
            let phrases = read[at].iter().filter_map(|first| self.phrases_of.get(&first.group)).flatten();
            let found = phrases
                .filter_map(|place| self.fits(&self.phrases[*place], read, at))
                .reduce(|best, next| if next.rank() > best.rank() { next } else { best });
            at = found.as_ref().and_then(|found| found.places.iter().max()).map_or(at, |last| *last) + 1;
            matches.extend(found);
        }
        matches
    }

    /// Whether the words of a phrase stand from a place on: in its order, with common words between them at most, or in any
    /// order with nothing between.
    fn fits<'a>(&self, phrase: &'a Phrase, read: &Read, at: usize) -> Option<Match<'a>> {
        let start = Match { phrase, places: Vec::new(), same: 0, quality: 16, how: How::Exact };
        self.in_order(start, read, at).or_else(|| {
            let start = Match { phrase, places: Vec::new(), same: 0, quality: 16, how: How::Exact };
            self.in_any_order(start, read, at)
        })
    }

    fn in_order<'a>(&self, mut found: Match<'a>, read: &Read, at: usize) -> Option<Match<'a>> {
        let (mut place, mut between) = (at, 0);
        for form in &found.phrase.forms {
            let candidate = loop {
                let candidates = read.get(place)?;
                if let Some(candidate) = self.of(*form, candidates) {
                    break candidate;
                }
                between += 1;
                if place == at || between > MOST_BETWEEN || !self.is_common(candidates) {
                    return None;
                }
                place += 1;
            };
            found.add(place, *form, candidate);
            place += 1;
        }
        Some(found)
    }

    fn in_any_order<'a>(&self, mut found: Match<'a>, read: &Read, at: usize) -> Option<Match<'a>> {
        let mut left = found.phrase.forms.clone();
        for place in at..at + left.len() {
            let candidates = read.get(place)?;
            let fits = |form: &u32| self.of(*form, candidates).is_some();
            let form = left.remove(left.iter().position(fits)?);
            found.add(place, form, self.of(form, candidates)?);
        }
        Some(found)
    }

    /// Returns the candidate that is of the group of a form.
    fn of<'a>(&self, form: u32, candidates: &'a [Candidate]) -> Option<&'a Candidate> {
        let group = self.forms[form as usize].group;
        candidates.iter().find(|candidate| candidate.group == group && candidate.quality >= LEAST)
    }

    /// Whether a word is one that stands in every question.
    pub(super) fn is_common(&self, candidates: &[Candidate]) -> bool {
        candidates.first().is_some_and(|first| self.groups[first.group as usize].common)
    }
}

impl Match<'_> {
    fn add(&mut self, place: usize, form: u32, candidate: &Candidate) {
        let same = candidate.form == form;
        self.places.push(place);
        self.same += usize::from(same);
        self.quality = self.quality.min(candidate.quality - if same { 0 } else { OTHER_FORM });
        self.how = self.how.max(candidate.how);
    }
}
