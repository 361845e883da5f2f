//! What turns a meaning over without a negation coming or going: a sign beside one, its reach, a prefix, a line through
//! words, a letter that only looks right.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::{Atom, MarkKind, Marks, Sides};
use crate::difference::form;
use crate::difference::passage::Side;
use crate::difference::sentence::Sort;

/// A sign is beside a negation with at most so many words between them.
const BESIDE: usize = 1;

/// The most words behind a negation that it is taken to turn over.
const REACH: usize = 3;

/// How many words and signs behind a negation are looked at.
const FARTHEST: usize = 12;

/// A word this short says little by itself.
const SHORT: usize = 3;

/// Beginnings that turn a word over.
const PREFIXES: [&str; 9] = ["un", "in", "im", "non", "dis", "не", "без", "бес", "анти"];

impl Marks<'_> {
    /// Marks signs beside a negation that came or went, and questions that were none.
    pub(super) fn beside_negations(&mut self, sides: &Sides) {
        if self.old.tokens.is_empty() || self.new.tokens.is_empty() {
            return;
        }
        let lost = signs(self.old, &sides.old, &sides.kept_old);
        let found = signs(self.new, &sides.new, &sides.kept_new);
        let (lost, found) = (beyond(&lost, &found), beyond(&found, &lost));
        self.exchange(MarkKind::Punctuation, &lost, &found);
    }

    /// Marks words that a line was drawn through, or that lost it.
    pub(super) fn struck(&mut self, sides: &Sides) {
        let struck = |side: &Side, kept: &BTreeSet<usize>| {
            let tokens =
                side.tokens.iter().enumerate().filter(|(at, token)| token.look.strike && !kept.contains(at));
            tokens.map(|(_, token)| token.range.clone()).reduce(|all, next| all.start..next.end)
        };
        let (old, new) = (struck(self.old, &sides.kept_old), struck(self.new, &sides.kept_new));
        if old.is_some() || new.is_some() {
            self.add(MarkKind::Negation, old.as_ref(), new.as_ref());
        }
    }

    /// Marks a word that lost or got a beginning that turns it over: `safe`, `unsafe`.
    pub(super) fn prefixes(&mut self, sides: &Sides) {
        let (old, new) = (changed(self.old, &sides.kept_old), changed(self.new, &sides.kept_new));
        let stems = |words: &[(String, Range<usize>)]| -> BTreeMap<String, Range<usize>> {
            words.iter().map(|(word, range)| (form::stem(word), range.clone())).collect()
        };
        let (old_stems, new_stems) = (stems(&old), stems(&new));
        for (word, range) in &old {
            if let Some(other) = turned(word).and_then(|rest| new_stems.get(&rest)) {
                self.add(MarkKind::Negation, Some(range), Some(other));
            }
        }
        for (word, range) in &new {
            if let Some(other) = turned(word).and_then(|rest| old_stems.get(&rest)) {
                self.add(MarkKind::Negation, Some(other), Some(range));
            }
        }
    }

    /// Marks words that stand in both texts, and are turned over in one of them only.
    pub(super) fn scopes(&mut self, sides: &Sides) {
        // Where a negation itself came or went, or a prefix did, that says it all.
        if self.found.iter().any(|(kind, ..)| *kind == MarkKind::Negation) {
            return;
        }
        let old = reaches(self.old, &sides.old);
        let new = reaches(self.new, &sides.new);
        for (stem, before) in &old {
            let Some(after) = new.get(stem) else { continue };
            if before.count == after.count && before.turned != after.turned {
                self.add(MarkKind::Negation, Some(&before.first), Some(&after.first));
            }
        }
    }

    /// Marks new words with letters of two alphabets.
    pub(super) fn lookalikes(&mut self, sides: &Sides) {
        let tokens = self.new.tokens.iter().enumerate().filter(|(at, _)| !sides.kept_new.contains(at));
        let mixed =
            tokens.filter(|(_, token)| token.sort == Sort::Word && form::is_mixed(self.new.words(token)));
        for range in mixed.map(|(_, token)| token.range.clone()).collect::<Vec<_>>() {
            self.add(MarkKind::Lookalike, None, Some(&range));
        }
    }
}

/// A sign: its sort, and the words before and behind it.
type Sign = (char, String, String);

/// Returns where the signs are that the others lack: another sort of dash at the same place is the same sign.
fn beyond<'a>(signs: &'a [(Sign, Range<usize>)], others: &[(Sign, Range<usize>)]) -> Vec<&'a Range<usize>> {
    let mut left: BTreeMap<&Sign, usize> = BTreeMap::new();
    others.iter().for_each(|(sign, _)| *left.entry(sign).or_default() += 1);
    let lacks = signs.iter().filter(|(sign, _)| match left.get_mut(sign) {
        Some(count) if *count > 0 => {
            *count -= 1;
            false
        }
        _ => true,
    });
    lacks.map(|(_, range)| range).collect()
}

/// Returns the signs that are not in both texts and stand beside a negation, or ask.
fn signs(side: &Side, atoms: &[Atom], kept: &BTreeSet<usize>) -> Vec<(Sign, Range<usize>)> {
    let negations: Vec<usize> =
        atoms.iter().filter(|atom| atom.kind == MarkKind::Negation).map(|atom| atom.token).collect();
    let is_beside = |at: usize| {
        let next = negations.partition_point(|negation| *negation < at);
        let around = next.saturating_sub(1)..(next + 1).min(negations.len());
        negations[around].iter().any(|negation| {
            let between = (at.min(*negation) + 1)..at.max(*negation);
            between.len() <= 2 * BESIDE + 1
                && side.tokens[between].iter().filter(|token| token.sort != Sort::Sign).count() <= BESIDE
        })
    };
    let word = |at: Option<usize>| {
        at.and_then(|at| side.tokens.get(at)).map_or_else(String::new, |token| form::plain(side.words(token)))
    };
    let signs =
        side.tokens.iter().enumerate().filter(|(at, token)| token.sort == Sort::Sign && !kept.contains(at));
    let classes = signs.filter_map(|(at, token)| Some((at, class(side.words(token))?, token.range.clone())));
    let marked = classes.filter(|(at, class, _)| *class == '?' || is_beside(*at));
    marked.map(|(at, class, range)| ((class, word(at.checked_sub(1)), word(Some(at + 1))), range)).collect()
}

/// Returns what sort of sign it is; quotes are none that matter.
fn class(sign: &str) -> Option<char> {
    match sign.chars().next()? {
        '-' | '‐' | '‑' | '–' | '—' | '−' => Some('-'),
        '"' | '\'' | '“' | '”' | '„' | '«' | '»' | '‘' | '’' => None,
        other => Some(other),
    }
}

/// Returns the words that are not in both texts, in their plain form.
fn changed(side: &Side, kept: &BTreeSet<usize>) -> Vec<(String, Range<usize>)> {
    let tokens =
        side.tokens.iter().enumerate().filter(|(at, token)| token.sort == Sort::Word && !kept.contains(at));
    tokens.map(|(_, token)| (form::plain(side.words(token)), token.range.clone())).collect()
}

/// Returns the stem of what a word with a prefix turns over.
fn turned(word: &str) -> Option<String> {
    let rests = PREFIXES.iter().filter_map(|prefix| word.strip_prefix(prefix));
    rests.filter(|rest| rest.chars().count() > SHORT).map(form::stem).next()
}

struct Reach {
    count: usize,
    turned: usize,
    first: Range<usize>,
}

/// Returns the stems of a side: how often each stands there, and how often behind a negation.
fn reaches(side: &Side, atoms: &[Atom]) -> BTreeMap<String, Reach> {
    let mut turned = BTreeSet::new();
    for negation in atoms.iter().filter(|atom| atom.kind == MarkKind::Negation) {
        let behind = side.tokens.iter().enumerate().skip(negation.token + 1).take(FARTHEST);
        let clause =
            behind.take_while(|(_, token)| token.sort != Sort::Sign || class(side.words(token)).is_none());
        let words = clause.filter(|(_, token)| says_something(side, token.sort, &token.range));
        turned.extend(words.take(REACH).map(|(at, _)| at));
    }
    let mut reaches: BTreeMap<String, Reach> = BTreeMap::new();
    for (at, token) in side.tokens.iter().enumerate() {
        if says_something(side, token.sort, &token.range) {
            let stem = form::stem(&form::plain(side.words(token)));
            let reach =
                reaches.entry(stem).or_insert(Reach { count: 0, turned: 0, first: token.range.clone() });
            reach.count += 1;
            if turned.contains(&at) {
                reach.turned += 1;
                reach.first = token.range.clone();
            }
        }
    }
    reaches
}

fn says_something(side: &Side, sort: Sort, range: &Range<usize>) -> bool {
    sort == Sort::Word && side.text.get(range.clone()).is_some_and(|word| word.chars().count() > SHORT)
}
