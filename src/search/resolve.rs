//! What the words of a query may be: known words, beginnings of words, slips of the pen.
//!
//! Invariant: each step is taken only where the steps before it found nothing.

use std::ops::Range;

use crate::search::How;
use crate::search::fold::{small, words};
use crate::search::index::Index;
use crate::search::near::{are_near, letters};
use crate::search::number::of;

/// The most characters of a query that are read.
const LONGEST_QUERY: usize = 400;
/// The most words of a query that are read.
const MOST_WORDS: usize = 32;
/// How often all forms are looked through for slips, which costs most.
const MOST_SLIPS: usize = 16;

/// A group that a word of a query may be of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Candidate {
    pub(super) group: u32,
    /// The place of the form that it was found by.
    pub(super) form: u32,
    /// How sure it is, of 16.
    pub(super) quality: u32,
    pub(super) how: How,
}

/// What the words of a query may be, one after the other; an unknown word has no candidates.
pub(super) type Read = Vec<Vec<Candidate>>;

impl Index {
    /// Reads a query.
    pub(super) fn read(&self, query: &str) -> Read {
        let query = small(&query.chars().take(LONGEST_QUERY).collect::<String>());
        let chunks: Vec<&str> =
            query.split([' ', '\t', '\n', '\r', '\u{a0}']).filter(|chunk| !words(chunk).is_empty()).collect();
        let mut read = Vec::new();
        let mut left = MOST_SLIPS;
        for (place, chunk) in chunks.iter().enumerate() {
            read.append(&mut self.chunk(chunk, place + 1 == chunks.len(), &mut left));
        }
        read.truncate(MOST_WORDS);
        read
    }

    /// Reads what stands between two spaces: as it was typed, as it was meant, and then both with slips.
    fn chunk(&self, chunk: &str, last: bool, left: &mut usize) -> Read {
        let typed = words(chunk);
        let known: Read = typed
            .iter()
            .enumerate()
            .map(|(place, word)| self.known(word, last && place + 1 == typed.len()))
            .collect();
        if is_complete(&known) {
            return known;
        }
        let meant: Vec<Vec<String>> = self.swaps.iter().map(|swap| words(&swap.of(chunk))).collect();
        for words in meant.iter().filter(|words| !words.is_empty() && **words != typed) {
            let read: Read = words.iter().map(|word| self.known(word, false)).collect();
            if is_complete(&read) {
                return read;
            }
        }
        let read = self.forgiven(&typed, left);
        if is_complete(&read) {
            return read;
        }
        let mut single = meant.iter().filter(|words| words.len() == 1 && **words != typed);
        single.find_map(|words| Some(self.forgiven(words, left)).filter(is_complete)).unwrap_or(read)
    }

    /// Reads words with slips, where they are not known without.
    fn forgiven(&self, words: &[String], left: &mut usize) -> Read {
        let mut forgiven = |word: &String| {
            let known = self.known(word, false);
            if !known.is_empty() || *left == 0 {
                return known;
            }
            *left -= 1;
            self.close(word)
        };
        words.iter().map(&mut forgiven).collect()
    }

    /// Returns the groups that hold a word, or forms of it, or words that begin with it.
    fn known(&self, word: &str, last: bool) -> Vec<Candidate> {
        let units = units(word);
        let range = self.beginning(word);
        let mut found = Vec::new();
        if self.forms.get(range.start).is_some_and(|form| *form.text == *word) {
            found.push(self.candidate(range.start, 16, How::Exact));
        } else {
            self.ended(word, &mut found);
        }
        let (least, most) = if found.is_empty() { (if last { 2 } else { 4 }, 14) } else { (2, 7) };
        if units >= least && (found.is_empty() || last) {
            for place in range {
                let quality = most * units / self.forms[place].units;
                offer(&mut found, self.candidate(place, quality.max(1), How::Prefix));
            }
        }
        found
    }

    fn candidate(&self, place: usize, quality: u32, how: How) -> Candidate {
        Candidate { group: self.forms[place].group, form: of(place), quality, how }
    }

    /// Finds words that differ in their ending alone: the longest beginning that they share decides.
    fn ended(&self, word: &str, found: &mut Vec<Candidate>) {
        for cut in 0..=4 {
            let ending =
                self.endings.iter().find(|ending| units(ending) == cut && word.ends_with(ending.as_str()));
            let length = match ending {
                Some(ending) => word.len() - ending.len(),
                None if cut == 0 => word.len(),
                None => continue,
            };
            let start = &word[..length];
            if units(start) < 3 {
                return;
            }
            for place in self.beginning(start) {
                let ending = &self.forms[place].text[length..];
                if ending.is_empty() || self.endings.iter().any(|known| known == ending) {
                    offer(found, self.candidate(place, 14, How::Prefix));
                }
            }
            if !found.is_empty() {
                return;
            }
        }
    }

    /// Returns the groups of the words that are one slip away from a word; of a long one two slips, when its beginning is
    /// right.
    fn close(&self, word: &str) -> Vec<Candidate> {
        let units: Vec<u16> = word.encode_utf16().collect();
        let mut found = Vec::new();
        if units.len() > 4 {
            self.scan(&units, 1, 0..self.forms.len(), &mut found);
        }
        if units.len() > 7 && found.is_empty() {
            let first = word.chars().next().map(String::from).unwrap_or_default();
            self.scan(&units, 2, self.beginning(&first), &mut found);
        }
        found
    }

    /// Looks through some forms for those that are at most so many slips away.
    fn scan(&self, word: &[u16], most: usize, range: Range<usize>, found: &mut Vec<Candidate>) {
        let own = letters(word);
        for place in range {
            let form = &self.forms[place];
            if (form.units as usize).abs_diff(word.len()) > most
                || (form.letters ^ own).count_ones() as usize > 2 * most
            {
                continue;
            }
            let units: Vec<u16> = form.text.encode_utf16().collect();
            if are_near(word, &units, most) {
                let quality = if most < 2 { 11 } else { 8 };
                offer(found, self.candidate(place, quality, How::Close));
            }
        }
    }
}

/// Whether every word may be something.
fn is_complete(read: &Read) -> bool {
    read.iter().all(|candidates| !candidates.is_empty())
}

/// Adds a candidate, unless a better one of its group is there.
fn offer(found: &mut Vec<Candidate>, new: Candidate) {
    match found.iter_mut().find(|old| old.group == new.group) {
        Some(old) if old.quality < new.quality => *old = new,
        Some(_) => {}
        None => found.push(new),
    }
}

fn units(word: &str) -> u32 {
    of(word.encode_utf16().count())
}
