//! What the words of a query may be: known words, beginnings of words, slips of the pen.
//!
//! Invariant: each step is taken only where the steps before it found nothing.

use crate::search::How;
use crate::search::fold::{small, words};
use crate::search::index::Index;
use crate::search::near::{letters, slips};

/// The most characters of a query that are read.
const LONGEST_QUERY: usize = 400;
/// The most words of a query that are read.
const MOST_WORDS: usize = 32;
/// The most words of a query that are searched for slips, which costs most.
const MOST_SLIPS: usize = 8;

/// A group that a word of a query may be of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Candidate {
    pub(super) group: u32,
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
        if known.iter().all(|candidates| !candidates.is_empty()) {
            return known;
        }
        let meant: Vec<Vec<String>> = self.swaps.iter().map(|swap| words(&swap.of(chunk))).collect();
        for words in meant.iter().filter(|words| !words.is_empty() && **words != typed) {
            let read: Read = words.iter().map(|word| self.known(word, false)).collect();
            if read.iter().all(|candidates| !candidates.is_empty()) {
                return read;
            }
        }
        if *left == 0 {
            return known;
        }
        *left -= 1;
        let close = |words: &[String]| -> Read {
            let either = |word: &String| Some(self.known(word, false)).filter(|known| !known.is_empty());
            words.iter().map(|word| either(word).unwrap_or_else(|| self.close(word))).collect()
        };
        let read = close(&typed);
        if read.iter().all(|candidates| !candidates.is_empty()) {
            return read;
        }
        let meant =
            meant.iter().filter(|words| words.len() == 1 && **words != typed).map(|words| close(words));
        meant.into_iter().find(|read| read.iter().all(|candidates| !candidates.is_empty())).unwrap_or(read)
    }

    /// Returns the groups that hold a word, or forms of it, or words that begin with it.
    fn known(&self, word: &str, last: bool) -> Vec<Candidate> {
        let units = units(word);
        let range = self.beginning(word);
        let mut found = Vec::new();
        let exact = range.clone().next().map(|at| &self.forms[at]).filter(|form| *form.text == *word);
        if let Some(form) = exact {
            found.push(Candidate { group: form.group, quality: 16, how: How::Exact });
        } else {
            self.ended(word, &mut found);
        }
        let (least, most) = if found.is_empty() { (if last { 2 } else { 4 }, 14) } else { (2, 7) };
        if units >= least && (found.is_empty() || last) {
            for form in &self.forms[range] {
                offer(
                    &mut found,
                    Candidate {
                        group: form.group,
                        quality: (most * units / form.units).max(1),
                        how: How::Prefix,
                    },
                );
            }
        }
        found
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
            for form in &self.forms[self.beginning(start)] {
                let ending = &form.text[length..];
                if ending.is_empty() || self.endings.iter().any(|known| known == ending) {
                    offer(found, Candidate { group: form.group, quality: 14, how: How::Prefix });
                }
            }
            if !found.is_empty() {
                return;
            }
        }
    }

    /// Returns the groups of the words that are nearest to a word, by one slip, or two in a long one.
    fn close(&self, word: &str) -> Vec<Candidate> {
        let own: Vec<u16> = word.encode_utf16().collect();
        let most = match own.len() {
            0..=3 => return Vec::new(),
            4..=7 => 1,
            _ => 2,
        };
        let own_letters = letters(&own);
        let mut best = most;
        let mut found = Vec::new();
        for form in &self.forms {
            if (form.units as usize).abs_diff(own.len()) > best
                || (form.letters ^ own_letters).count_ones() as usize > 2 * best
            {
                continue;
            }
            let units: Vec<u16> = form.text.encode_utf16().collect();
            let Some(slips) = slips(&own, &units, best) else { continue };
            if slips < best {
                best = slips;
                found.clear();
            }
            let quality = if slips < 2 { 11 } else { 8 };
            offer(&mut found, Candidate { group: form.group, quality, how: How::Close });
        }
        found
    }
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
    word.encode_utf16().count() as u32
}
