//! The search itself: how much each document answers a query.
//!
//! Invariant: all sums are of whole numbers and ties go to the earlier document, so that every machine agrees.

use crate::search::index::{Index, Phrase};
use crate::search::resolve::{Candidate, Read};
use crate::search::{Answer, Hit, How};

/// Of how many parts of a query a document must hold some that this many parts of it are found.
const ENOUGH: (u64, u64) = (1, 2);

/// Words of a lexicon that stand in a query.
struct Match<'a> {
    /// The first of the words, and how many.
    at: usize,
    length: usize,
    phrase: &'a Phrase,
    quality: u32,
    how: How,
}

/// How much a document answers.
#[derive(Clone, Copy, Default)]
struct Tally {
    points: u64,
    /// How much of the query it holds.
    covered: u64,
    how: Option<How>,
    /// Whether words that were typed as they stand in the lexicon mean it.
    meant: bool,
}

/// How much one word of a query speaks for a document.
#[derive(Clone, Copy, Default)]
struct Share {
    points: u64,
    covers: u32,
    how: Option<How>,
}

impl Index {
    /// Returns the documents that answer a query, best first, at most `limit` of them. Only the first 400 characters are
    /// read. An answer without hits means that nothing here is about it.
    pub fn find(&self, query: &str, limit: usize) -> Answer {
        let read = self.read(query);
        let matches = self.matches(&read);
        let emergency = matches.iter().any(|found| found.phrase.emergency && found.how != How::Prefix);
        let mut tallies = vec![Tally::default(); self.documents as usize];
        let total = self.tally(&read, &matches, &mut tallies);
        let mut ranked: Vec<(u64, usize, How)> = tallies
            .iter()
            .enumerate()
            .filter(|(_, tally)| tally.meant || tally.covered * ENOUGH.1 >= total * ENOUGH.0)
            .filter_map(|(document, tally)| {
                Some((tally.points * tally.covered / total.max(1), document, tally.how?))
            })
            .collect();
        ranked.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        let hits = ranked.iter().take(limit).map(|(_, document, how)| Hit { document: *document, how: *how });
        Answer { emergency, hits: hits.collect() }
    }

    /// Finds the words of the lexicon in a query: at each place the longest, and none inside of another.
    fn matches(&self, read: &Read) -> Vec<Match<'_>> {
        let mut matches = Vec::new();
        let mut at = 0;
        while at < read.len() {
            let found =
                read[at].iter().filter_map(|first| self.phrase(read, at, first)).reduce(|best, next| {
                    let better = (next.length, next.quality) > (best.length, best.quality);
                    if better { next } else { best }
                });
            at += found.as_ref().map_or(1, |found| found.length);
            matches.extend(found);
        }
        matches
    }

    /// Returns the longest phrase that begins with a candidate.
    fn phrase(&self, read: &Read, at: usize, first: &Candidate) -> Option<Match<'_>> {
        let mut best: Option<Match<'_>> = None;
        for (groups, phrase) in self.phrases.range(vec![first.group]..vec![first.group + 1]) {
            let (mut quality, mut how) = (first.quality, first.how);
            let fits = groups.iter().enumerate().skip(1).all(|(place, group)| {
                let there =
                    read.get(at + place).and_then(|known| known.iter().find(|known| known.group == *group));
                if let Some(candidate) = there {
                    quality = quality.min(candidate.quality);
                    how = how.max(candidate.how);
                }
                there.is_some()
            });
            if fits && best.as_ref().is_none_or(|best| best.length < groups.len()) {
                best = Some(Match { at, length: groups.len(), phrase, quality, how });
            }
        }
        best
    }

    /// Adds up what each word of the query says; returns how much a document would cover that holds all of them.
    fn tally(&self, read: &Read, matches: &[Match<'_>], tallies: &mut [Tally]) -> u64 {
        let all_common = read.iter().all(|candidates| self.is_common(candidates));
        let mut total = 0;
        let mut shares = vec![Share::default(); tallies.len()];
        for (place, candidates) in read.iter().enumerate() {
            let common = !all_common && self.is_common(candidates);
            let weight = if common { 0 } else { self.weight(candidates) };
            total += u64::from(weight) * 16;
            for candidate in candidates {
                self.share(*candidate, common, &mut shares);
            }
            for found in matches.iter().filter(|found| (found.at..found.at + found.length).contains(&place)) {
                for document in &found.phrase.documents {
                    let share = &mut shares[*document as usize];
                    share.covers = share.covers.max(covers(found.how));
                }
            }
            for (tally, share) in tallies.iter_mut().zip(&mut shares) {
                let share = std::mem::take(share);
                tally.points += share.points;
                tally.covered += u64::from(weight * share.covers);
                if !common {
                    tally.how = tally.how.max(share.how);
                }
            }
        }
        for found in matches {
            self.mean(found, tallies);
        }
        total
    }

    /// Lets one candidate of a word speak.
    fn share(&self, candidate: Candidate, common: bool, shares: &mut [Share]) {
        let postings = &self.groups[candidate.group as usize].postings;
        let rarity = self.rarity(postings.count());
        for (document, strength) in postings.documents() {
            let points = u64::from(candidate.quality * rarity * strength) / if common { 4 } else { 1 };
            let share = &mut shares[document as usize];
            share.covers = share.covers.max(covers(candidate.how));
            if points > share.points {
                share.points = points;
                share.how = Some(candidate.how);
            }
        }
    }

    /// Lets words of the lexicon speak for what they mean.
    fn mean(&self, found: &Match<'_>, tallies: &mut [Tally]) {
        let weight = self.rarity(1) * (found.length as u32 + 1) / 2 * found.quality;
        for (rank, document) in found.phrase.documents.iter().enumerate() {
            let tally = &mut tallies[*document as usize];
            tally.points += u64::from(weight) * 24_usize.saturating_sub(2 * rank).max(10) as u64;
            tally.meant |= found.how == How::Exact;
            tally.how = tally.how.max(Some(found.how));
        }
    }

    fn is_common(&self, candidates: &[Candidate]) -> bool {
        candidates.first().is_some_and(|first| self.groups[first.group as usize].common)
    }

    /// How much of a query a word is: the rarest of its candidates decides.
    fn weight(&self, candidates: &[Candidate]) -> u32 {
        let counts =
            candidates.iter().map(|candidate| self.groups[candidate.group as usize].postings.count());
        counts.map(|count| self.rarity(count)).max().unwrap_or_else(|| self.rarity(1))
    }

    /// How much it says that a document is one of `count`: about four times the logarithm of the part that they are.
    fn rarity(&self, count: u32) -> u32 {
        let times = u64::from(self.documents.max(1)) * 8 / u64::from(count.max(1));
        let log = times.max(8).ilog2();
        log * 4 + (times.max(8) >> (log - 2) & 3) as u32 - 11
    }
}

/// How much of a word is found, of 16.
fn covers(how: How) -> u32 {
    if how == How::Close { 12 } else { 16 }
}
