//! Which sentence of the new text is which of the old one.
//!
//! Equal sentences in equal places are found first; what has a name is found by its name; between them, sentences are
//! paired by the words they share, one with one, or one with two where an edit split or joined them; equal sentences that are
//! still left over have moved.
//!
//! Invariant: every sentence of both texts is in exactly one step; seen from the new text to the old one the steps are the
//! same; the time grows with the texts alone.

use std::borrow::Cow;
use std::collections::{BTreeMap, VecDeque};
use std::ops::Range;

use super::form;
use super::place::Kind;
use super::rows;
use super::sentence::{Look, Sentence, Sort};

/// The most sentences on a side that are paired with each other by their words; longer stretches are cut.
const BLOCK: usize = 24;

/// Of what two sentences have together, this share in a thousand must be in both to make one of the other.
const LIKENESS: usize = 300;

/// Sentences that belong together: one on each side, one with two, or one alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Step {
    pub(super) old: Range<usize>,
    pub(super) new: Range<usize>,
    pub(super) moved: bool,
}

/// A pair of ranges, of the old and of the new sentences.
type Pair = (Range<usize>, Range<usize>);

/// Aligns two texts. The steps are in the order of the new text; what is gone stands where it was.
pub(super) fn sentences(old: &[Sentence], new: &[Sentence]) -> Vec<Step> {
    // Of two equally good answers the one that is found depends on the side one comes from; so it is always the same side.
    let [old_texts, new_texts] = [old, new].map(|side| side.iter().map(|sentence| &sentence.text));
    if old_texts.le(new_texts) {
        in_order(old, new, paired(old, new))
    } else {
        let pairs = paired(new, old).into_iter().map(|(new, old)| (old, new)).collect();
        in_order(old, new, pairs)
    }
}

fn paired(old: &[Sentence], new: &[Sentence]) -> Vec<Pair> {
    let mut pairs = Vec::new();
    let [old_ids, new_ids] = ids([old, new], |sentence, _| (sentence.place.role(), what_is_said(sentence)));
    let [old_names, new_names] = ids([old, new], |sentence, at| name(sentence, at));
    let words = words(old, new);
    let (mut from, mut to) = (0, 0);
    for (one, other) in rows::common(&old_ids, &new_ids).into_iter().chain([(old.len(), new.len())]) {
        let named = rows::common(&old_names[from..one], &new_names[to..other]);
        let named = named.into_iter().map(|(named, as_named)| (named + from, as_named + to));
        let (mut after, mut behind) = (from, to);
        for (named, as_named) in named.collect::<Vec<_>>().into_iter().chain([(one, other)]) {
            let hunk = Hunk { old, new, words: &words };
            hunk.pair(after..named, behind..as_named, &mut pairs);
            if named < one && as_named < other {
                pairs.push((named..named + 1, as_named..as_named + 1));
            }
            (after, behind) = (named + 1, as_named + 1);
        }
        if one < old.len() && other < new.len() {
            pairs.push((one..one + 1, other..other + 1));
        }
        (from, to) = (one + 1, other + 1);
    }
    pairs
}

/// Numbers the sentences of both sides: equal numbers for equal keys.
fn ids<'a, K: Ord>(sides: [&'a [Sentence]; 2], key: impl Fn(&'a Sentence, usize) -> K) -> [Vec<u32>; 2] {
    let mut known: BTreeMap<K, u32> = BTreeMap::new();
    let mut at = 0;
    sides.map(|side| {
        let mut row = Vec::with_capacity(side.len());
        for sentence in side {
            at += 1;
            let next = u32::try_from(known.len()).unwrap_or(u32::MAX);
            row.push(*known.entry(key(sentence, at)).or_insert(next));
        }
        row
    })
}

/// What a sentence says: its words, and what of them looks or is otherwise than plain words.
fn what_is_said(sentence: &Sentence) -> (&str, Vec<(usize, Sort, Look)>) {
    let special = sentence
        .tokens
        .iter()
        .filter(|token| token.look != Look::default() || matches!(token.sort, Sort::Other(_)));
    (&sentence.text, special.map(|token| (token.range.start, token.sort, token.look)).collect())
}

/// The name of what stands once under a name; anything else is like nothing.
fn name(sentence: &Sentence, at: usize) -> (Option<Kind>, Option<&str>, usize) {
    match sentence.place.kind {
        kind if kind.stands_once() => (Some(kind), sentence.place.name.as_deref(), 0),
        _ => (None, None, at),
    }
}

/// The words of each sentence of both sides, as sorted numbers.
fn words(old: &[Sentence], new: &[Sentence]) -> [Vec<Vec<u32>>; 2] {
    let mut known: BTreeMap<String, u32> = BTreeMap::new();
    [old, new].map(|side| {
        let of = |sentence: &Sentence| {
            let told = sentence.tokens.iter().filter(|token| token.sort != Sort::Sign);
            let mut row: Vec<u32> = told
                .map(|token| {
                    let next = u32::try_from(known.len()).unwrap_or(u32::MAX);
                    let word = sentence.text.get(token.range.clone()).unwrap_or_default();
                    *known.entry(form::plain(word)).or_insert(next)
                })
                .collect();
            row.sort_unstable();
            row
        };
        side.iter().map(of).collect()
    })
}

/// Sentences between those that are known to be the same.
struct Hunk<'a> {
    old: &'a [Sentence],
    new: &'a [Sentence],
    words: &'a [Vec<Vec<u32>>; 2],
}

/// How a pair of sentences ends at a place of the table: how many of each side it takes.
type Taken = (usize, usize);

const WAYS: [Taken; 5] = [(1, 1), (1, 2), (2, 1), (1, 0), (0, 1)];

impl Hunk<'_> {
    fn pair(&self, old: Range<usize>, new: Range<usize>, pairs: &mut Vec<Pair>) {
        let parts = old.len().max(new.len()).div_ceil(BLOCK).max(1);
        let share = |range: &Range<usize>, part: usize| range.start + range.len() * part / parts;
        for part in 0..parts {
            let old = share(&old, part)..share(&old, part + 1);
            self.block(&old, &(share(&new, part)..share(&new, part + 1)), pairs);
        }
    }

    /// Finds the pairs that share the most words.
    fn block(&self, old: &Range<usize>, new: &Range<usize>, pairs: &mut Vec<Pair>) {
        if old.is_empty() || new.is_empty() {
            return;
        }
        let width = new.len() + 1;
        let mut best: Vec<(usize, Taken)> = vec![(0, (0, 0)); (old.len() + 1) * width];
        for one in 0..=old.len() {
            for other in 0..=new.len() {
                let ways = WAYS.into_iter().filter(|(a, b)| *a <= one && *b <= other);
                let scores = ways.filter_map(|way| {
                    let before = best[(one - way.0) * width + other - way.1].0;
                    let end = (old.start + one, new.start + other);
                    Some((before + self.score(end.0 - way.0..end.0, end.1 - way.1..end.1)?, way))
                });
                // The first of the best, so that the order of `WAYS` decides.
                let found = scores.fold(None, |best: Option<(usize, Taken)>, next| match best {
                    Some(best) if best.0 >= next.0 => Some(best),
                    _ => Some(next),
                });
                best[one * width + other] = found.unwrap_or_default();
            }
        }
        let (mut one, mut other) = (old.len(), new.len());
        let mut found = Vec::new();
        while one > 0 || other > 0 {
            let (a, b) = best[one * width + other].1;
            if a > 0 && b > 0 {
                found.push((old.start + one - a..old.start + one, new.start + other - b..new.start + other));
            }
            (one, other) = (one - a, other - b);
        }
        pairs.extend(found.into_iter().rev());
    }

    /// Returns how many words the sentences share, twice; nothing where they cannot be the same passage.
    fn score(&self, old: Range<usize>, new: Range<usize>) -> Option<usize> {
        if old.is_empty() || new.is_empty() {
            return Some(0);
        }
        let (first, as_first) = (&self.old[old.start].place, &self.new[new.start].place);
        let of_one_unit =
            |side: &[Sentence]| side.windows(2).all(|two| two[0].place.unit == two[1].place.unit);
        if !as_first.may_follow(first)
            || !of_one_unit(&self.old[old.clone()])
            || !of_one_unit(&self.new[new.clone()])
        {
            return None;
        }
        let (mine, theirs) = (&self.words[0][old.clone()], &self.words[1][new.clone()]);
        let (all, others) = (joined(mine), joined(theirs));
        let shared = shared(&all, &others);
        // Each part of a split sentence must bring a third of its own words.
        let brings = |part: usize, parts: &[Vec<u32>], whole: &[u32]| {
            let rest = &parts[1 - part];
            10 * (shared - self::shared(rest, whole)) >= 3 * parts[part].len().max(1)
        };
        let split = theirs.len() < 2 || (0..2).all(|part| brings(part, theirs, &all));
        let joins = mine.len() < 2 || (0..2).all(|part| brings(part, mine, &others));
        // The same cell of a table is the same passage, whatever stands in it.
        let is_cell =
            first.kind == Kind::Cell && first.number == as_first.number && first.path == as_first.path;
        let like = is_cell || 2 * shared * 1000 >= LIKENESS * (all.len() + others.len());
        (split && joins && like).then_some(2 * shared + 1)
    }
}

fn joined(sentences: &[Vec<u32>]) -> Cow<'_, [u32]> {
    if let [one] = sentences {
        return Cow::Borrowed(one);
    }
    let mut all = sentences.concat();
    all.sort_unstable();
    Cow::Owned(all)
}

/// Returns how many words two sorted rows share.
fn shared(one: &[u32], other: &[u32]) -> usize {
    let (mut at, mut count) = (0, 0);
    for word in one {
        while other.get(at).is_some_and(|next| next < word) {
            at += 1;
        }
        if other.get(at) == Some(word) {
            count += 1;
            at += 1;
        }
    }
    count
}

/// Puts the pairs and what is between them in order, and finds what has moved.
fn in_order(old: &[Sentence], new: &[Sentence], pairs: Vec<Pair>) -> Vec<Step> {
    let mut steps = Vec::new();
    let (mut from, mut to) = (0, 0);
    for (one, other) in pairs.into_iter().chain([(old.len()..old.len(), new.len()..new.len())]) {
        steps.extend((from..one.start).map(|at| Step {
            old: at..at + 1,
            new: other.start..other.start,
            moved: false,
        }));
        steps.extend((to..other.start).map(|at| Step {
            old: one.start..one.start,
            new: at..at + 1,
            moved: false,
        }));
        (from, to) = (one.end, other.end);
        if !one.is_empty() {
            steps.push(Step { old: one, new: other, moved: false });
        }
    }
    let mut gone: BTreeMap<_, VecDeque<usize>> = BTreeMap::new();
    for step in steps.iter().filter(|step| step.new.is_empty()) {
        gone.entry(what_is_said(&old[step.old.start])).or_default().push_back(step.old.start);
    }
    let mut elsewhere = vec![false; old.len()];
    for step in steps.iter_mut().filter(|step| step.old.is_empty()) {
        let sentence = &new[step.new.start];
        let Some(places) = gone.get_mut(&what_is_said(sentence)) else { continue };
        let fits = places.front().is_some_and(|at| sentence.place.may_follow(&old[*at].place));
        if let Some(at) = places.pop_front().filter(|_| fits) {
            elsewhere[at] = true;
            *step = Step { old: at..at + 1, new: step.new.clone(), moved: true };
        }
    }
    steps.retain(|step| !step.new.is_empty() || !elsewhere[step.old.start]);
    steps
}
