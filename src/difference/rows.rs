//! What two rows of things have in common, in order.
//!
//! Invariant: the time is at most [`BLOCK`] times the length of the rows; the answer depends on nothing else.

use std::collections::BTreeMap;
use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// The longest stretches that are compared as a whole, thing by thing.
const BLOCK: usize = 512;

/// Returns the places that two rows have in common: pairs of equal things, rising on both sides.
pub(super) fn common(old: &[u32], new: &[u32]) -> Vec<(usize, usize)> {
    let first = old.iter().zip(new).take_while(|(one, other)| one == other).count();
    let last =
        old[first..].iter().rev().zip(new[first..].iter().rev()).take_while(|(one, other)| one == other);
    let last = last.count();
    let (old_end, new_end) = (old.len() - last, new.len() - last);
    let mut pairs: Vec<_> = (0..first).map(|at| (at, at)).collect();
    between(old, new, &(first..old_end), &(first..new_end), &mut pairs);
    pairs.extend((old_end..old.len()).zip(new_end..new.len()));
    pairs
}

fn between(
    old: &[u32],
    new: &[u32],
    old_range: &Range<usize>,
    new_range: &Range<usize>,
    pairs: &mut Vec<(usize, usize)>,
) {
    if old_range.len() <= BLOCK && new_range.len() <= BLOCK {
        block(old, new, old_range, new_range, pairs);
        return;
    }
    // Long rows are parted at things that stand once on each side, then, where there are none, at equal shares.
    let (mut from, mut to) = (old_range.start, new_range.start);
    let anchors = anchors(old, new, old_range, new_range);
    for (one, other) in anchors.into_iter().chain([(old_range.end, new_range.end)]) {
        shares(old, new, &(from..one), &(to..other), pairs);
        if one < old_range.end && other < new_range.end {
            pairs.push((one, other));
        }
        (from, to) = (one + 1, other + 1);
    }
}

fn shares(
    old: &[u32],
    new: &[u32],
    old_range: &Range<usize>,
    new_range: &Range<usize>,
    pairs: &mut Vec<(usize, usize)>,
) {
    let parts = old_range.len().max(new_range.len()).div_ceil(BLOCK).max(1);
    let share = |range: &Range<usize>, part: usize| range.start + range.len() * part / parts;
    for part in 0..parts {
        let old_share = share(old_range, part)..share(old_range, part + 1);
        let new_share = share(new_range, part)..share(new_range, part + 1);
        block(old, new, &old_share, &new_share, pairs);
    }
}

fn block(
    old: &[u32],
    new: &[u32],
    old_range: &Range<usize>,
    new_range: &Range<usize>,
    pairs: &mut Vec<(usize, usize)>,
) {
    if old_range.is_empty() || new_range.is_empty() {
        return;
    }
    let steps = capture_diff_slices(Algorithm::Myers, &old[old_range.clone()], &new[new_range.clone()]);
    for step in steps {
        if let DiffOp::Equal { old_index, new_index, len } = step {
            pairs.extend(
                (0..len).map(|at| (old_range.start + old_index + at, new_range.start + new_index + at)),
            );
        }
    }
}

/// Returns the longest rising row of things that stand exactly once on each side.
fn anchors(
    old: &[u32],
    new: &[u32],
    old_range: &Range<usize>,
    new_range: &Range<usize>,
) -> Vec<(usize, usize)> {
    let old_places = once(old, old_range);
    let new_places = once(new, new_range);
    let mut shared: Vec<(usize, usize)> =
        old_places.iter().filter_map(|(thing, at)| Some((*at, *new_places.get(thing)?))).collect();
    shared.sort_unstable();
    // Patience sorting: of all rising rows of a length, the one that ends lowest.
    let mut lowest: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(shared.len());
    for (at, (_, place)) in shared.iter().enumerate() {
        let length = lowest.partition_point(|other| shared[*other].1 < *place);
        before.push(length.checked_sub(1).map(|shorter| lowest[shorter]));
        if length == lowest.len() {
            lowest.push(at);
        } else {
            lowest[length] = at;
        }
    }
    let mut row = Vec::new();
    let mut at = lowest.last().copied();
    while let Some(place) = at {
        row.push(shared[place]);
        at = before[place];
    }
    row.reverse();
    row
}

/// Returns the things that stand exactly once in a range, with their places.
fn once(row: &[u32], range: &Range<usize>) -> BTreeMap<u32, usize> {
    let mut places: BTreeMap<u32, Option<usize>> = BTreeMap::new();
    for at in range.clone() {
        places.entry(row[at]).and_modify(|place| *place = None).or_insert(Some(at));
    }
    places.into_iter().filter_map(|(thing, place)| Some((thing, place?))).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn is_sound(old: &[u32], new: &[u32], pairs: &[(usize, usize)]) -> bool {
        let equal = pairs.iter().all(|(one, other)| old[*one] == new[*other]);
        equal && pairs.windows(2).all(|two| two[0].0 < two[1].0 && two[0].1 < two[1].1)
    }

    #[test]
    fn long_rows_keep_what_they_share() {
        let old: Vec<u32> = (0..20_000).collect();
        let mut new = old.clone();
        new.swap(3_000, 3_001);
        new.insert(10_000, 99_999);
        let pairs = common(&old, &new);
        assert!(is_sound(&old, &new, &pairs));
        assert_eq!(pairs.len(), 19_999);
        let backwards: Vec<u32> = old.iter().rev().copied().collect();
        assert!(is_sound(&old, &backwards, &common(&old, &backwards)));
        let (same, more) = (vec![7; 30_000], vec![7; 29_000]);
        assert!(common(&same, &more).len() == 29_000);
    }

    proptest! {
        #[test]
        fn what_is_common_is_equal_and_in_order(
            old in prop::collection::vec(0u32..40, 0..700),
            new in prop::collection::vec(0u32..40, 0..700),
        ) {
            prop_assert!(is_sound(&old, &new, &common(&old, &new)));
            prop_assert_eq!(common(&old, &old).len(), old.len());
        }
    }
}
