//! The search itself: how much each document answers a query.
//!
//! Invariant: all sums are of whole numbers and ties go to the earlier document, so that every machine agrees.

use crate::search::index::Index;
use crate::search::phrase::Match;
use crate::search::postings::MOST_TIMES;
use crate::search::resolve::{Candidate, Read};
use crate::search::{Answer, Hit, How};

/// What words of a lexicon count beyond the words that they are made of.
const MEANT: u32 = 10;
/// What they count more when they may mean that a life is at stake.
const URGENT: u32 = 20;

/// How much of a query there is to be found.
#[derive(Clone, Copy, Default)]
struct Asked {
    /// In words that stand somewhere.
    known: u64,
    /// In words that stand nowhere.
    unknown: u64,
}

/// How much a document answers.
#[derive(Clone, Copy, Default)]
struct Tally {
    points: u64,
    /// How much of the query it holds.
    covered: u64,
    /// How many words of the query speak for it, but for common ones.
    words: u32,
    how: Option<How>,
    /// Whether a word of the query stands around the text, where it says what the text is about.
    named: bool,
    /// Whether words of the lexicon mean it.
    meant: bool,
    /// Whether they cannot but mean it: several of them, or such as may mean that a life is at stake.
    surely: bool,
}

/// How much one word of a query speaks for a document.
#[derive(Clone, Copy, Default)]
struct Share {
    points: u64,
    covers: u32,
    how: Option<How>,
    named: bool,
}

impl Index {
    /// Returns the documents that answer a query, best first, at most `limit` of them. Only the first 400 characters are
    /// read. An answer without hits means that nothing here is about it.
    pub fn find(&self, query: &str, limit: usize) -> Answer {
        let read = self.read(query);
        let matches = self.matches(&read);
        let emergency = matches.iter().any(|found| found.phrase.emergency && found.is_sure());
        let mut tallies = vec![Tally::default(); self.documents as usize];
        let asked = self.tally(&read, &matches, &mut tallies);
        let all = (asked.known + asked.unknown).max(1);
        let answers = tallies.iter().enumerate().filter(|(_, tally)| tally.answers(asked));
        let ranked = answers.filter_map(|(document, tally)| {
            Some((tally.points * tally.covered / all, Hit { document, how: tally.how? }))
        });
        let mut ranked: Vec<(u64, Hit)> = ranked.collect();
        ranked.sort_unstable_by(|(a, left), (b, right)| b.cmp(a).then(left.document.cmp(&right.document)));
        Answer { emergency, hits: ranked.into_iter().take(limit).map(|(_, hit)| hit).collect() }
    }

    /// Adds up what each word of the query says; returns how much there is to be found.
    fn tally(&self, read: &Read, matches: &[Match<'_>], tallies: &mut [Tally]) -> Asked {
        let all_common = read.iter().all(|candidates| self.is_common(candidates));
        let mut asked = Asked::default();
        let mut weights = Vec::new();
        let mut shares = vec![Share::default(); tallies.len()];
        for (place, candidates) in read.iter().enumerate() {
            let common = !all_common && self.is_common(candidates);
            for candidate in candidates {
                self.share(*candidate, common, &mut shares);
            }
            let mut weight = self.weight(candidates);
            for found in matches.iter().filter(|found| found.places.contains(&place)) {
                weight = if weight == 0 { self.rarity(1) } else { weight };
                for document in &found.phrase.documents {
                    let share = &mut shares[*document as usize];
                    share.covers = share.covers.max(covers(found.how));
                }
            }
            let weight = if common { 0 } else { weight };
            asked.known += u64::from(weight * 16);
            // A word that stands in no document and means none is as good as unknown.
            let known = weight > 0 || self.is_common(candidates);
            asked.unknown += if known { 0 } else { u64::from(self.rarity(1) * 16) };
            for (tally, share) in tallies.iter_mut().zip(&mut shares) {
                if share.covers > 0 {
                    tally.add(std::mem::take(share), weight, common);
                }
            }
            weights.push(weight);
        }
        for found in matches {
            let weight = found.places.iter().map(|place| weights[*place]).sum::<u32>();
            let weight = MEANT + if weight == 0 { self.rarity(1) } else { weight };
            let weight = weight + if found.phrase.emergency { URGENT } else { 0 };
            for (rank, document) in found.phrase.documents.iter().enumerate() {
                tallies[*document as usize].mean(found, weight, rank);
            }
        }
        asked
    }

    /// Lets one candidate of a word speak.
    fn share(&self, candidate: Candidate, common: bool, shares: &mut [Share]) {
        let postings = &self.groups[candidate.group as usize].postings;
        let rarity = self.rarity(postings.count());
        for (document, strength) in postings.documents() {
            let points = u64::from(candidate.quality * rarity * strength) / if common { 4 } else { 1 };
            let share = &mut shares[document as usize];
            share.covers = share.covers.max(covers(candidate.how));
            share.named |= strength > MOST_TIMES;
            if points > share.points {
                share.points = points;
                share.how = Some(candidate.how);
            }
        }
    }

    /// How much of a query a word is: the rarest of its candidates decides; 0 when it stands in no document.
    fn weight(&self, candidates: &[Candidate]) -> u32 {
        let counts =
            candidates.iter().map(|candidate| self.groups[candidate.group as usize].postings.count());
        counts.filter(|count| *count > 0).map(|count| self.rarity(count)).max().unwrap_or_default()
    }

    /// How much it says that a document is one of `count`: about four times the logarithm of the part that they are.
    fn rarity(&self, count: u32) -> u32 {
        let times = u64::from(self.documents.max(1)) * 8 / u64::from(count.max(1));
        let log = times.max(8).ilog2();
        log * 4 + (times.max(8) >> (log - 2) & 3) as u32 - 11
    }
}

impl Tally {
    /// Takes in what one word of the query says.
    fn add(&mut self, share: Share, weight: u32, common: bool) {
        self.points += share.points;
        self.covered += u64::from(weight * share.covers);
        if !common {
            self.words += 1;
            self.how = self.how.max(share.how);
            self.named |= share.named;
        }
    }

    /// Takes in what words of the lexicon say; the document is the `rank`th that they mean.
    fn mean(&mut self, found: &Match<'_>, weight: u32, rank: usize) {
        let strength = 24_usize.saturating_sub(2 * rank).max(10) as u64;
        self.points += u64::from(weight * found.quality) * strength;
        self.how = self.how.max(Some(found.how));
        self.meant |= found.is_sure();
        self.surely |= found.is_sure() && (found.phrase.emergency || found.places.len() > 1);
    }

    /// Whether it answers at all. A word that stands nowhere speaks against an answer, less against one that several words
    /// or the lexicon speak for; a word that stands elsewhere speaks against it less; and a text that only mentions a word
    /// is not about it.
    fn answers(&self, asked: Asked) -> bool {
        let sure = if self.words > 1 { 3 } else { 2 };
        let enough = self.covered * sure > asked.unknown * 2 && self.covered * 5 >= asked.known * 2;
        let about = self.named || self.covered * 4 >= asked.known * 3;
        self.surely || self.meant && self.covered * 2 > asked.unknown || enough && about
    }
}

/// How much of a word is found, of 16.
fn covers(how: How) -> u32 {
    if how == How::Close { 12 } else { 16 }
}
