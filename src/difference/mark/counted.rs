//! What counts by how much of it there is: numbers with what they count, urgent words, limits, opposites.

use std::collections::{BTreeMap, BTreeSet};

use super::{MarkKind, Marks, Sides, one_by_one, ranges, unmatched};
use crate::difference::atom::{Atom, FIRST, SECOND};

impl Marks<'_> {
    /// Marks numbers and units. In another order they are the same where each counts the same thing in the same order: "2
    /// breaths every 5 seconds" may become "every 5 seconds 2 breaths", and not "5 breaths every 2 seconds".
    pub(super) fn numbers(&mut self, sides: &Sides, pairs: &[(usize, usize)]) {
        let is_number = |atom: &&Atom| matches!(atom.kind, MarkKind::Number | MarkKind::Unit);
        let [old, new] =
            [&sides.old, &sides.new].map(|atoms| atoms.iter().filter(is_number).collect::<Vec<_>>());
        let (lost, found) = unmatched(&old, &new, &[]);
        let in_order = lost.is_empty() && found.is_empty();
        let [counts, as_counted] = [&old, &new].map(|atoms| counts(atoms));
        let same = sorted(&old) == sorted(&new) && counts == as_counted && bare(&old) == bare(&new);
        let swapped = counts.iter().any(|(thing, numbers)| {
            !thing.is_empty() && as_counted.get(thing).is_some_and(|others| others != numbers)
        });
        if in_order && !swapped || same {
            return;
        }
        let (lost, found) = if in_order {
            let all =
                |atoms: &[&Atom]| (0..atoms.len()).filter(|at| atoms[*at].kind == MarkKind::Number).collect();
            (all(&old), all(&new))
        } else {
            unmatched(&old, &new, pairs)
        };
        for kind in [MarkKind::Number, MarkKind::Unit] {
            let of = |atoms: &[&Atom], places: &[usize]| -> Vec<usize> {
                places.iter().copied().filter(|at| atoms[*at].kind == kind).collect()
            };
            let (lost, found) = match one_by_one(kind, &old, &new) {
                Some(exchanged) if kind == MarkKind::Number && !in_order => exchanged,
                _ => (of(&old, &lost), of(&new, &found)),
            };
            self.exchange(kind, &ranges(&old, &lost), &ranges(&new, &found));
        }
    }

    /// Marks words of which there are more or fewer than before, wherever they stand.
    pub(super) fn counted(&mut self, kind: MarkKind, sides: &Sides) {
        let [old, new] = sides.of(kind);
        let lost = surplus(&old, &new, |atom| !sides.kept_old.contains(&atom.token));
        let found = surplus(&new, &old, |atom| !sides.kept_new.contains(&atom.token));
        self.exchange(kind, &ranges(&old, &lost), &ranges(&new, &found));
    }

    /// Marks parts of the body where one gave way to another.
    pub(super) fn bodies(&mut self, sides: &Sides) {
        let [old, new] = sides.of(MarkKind::Body);
        let lost = surplus(&old, &new, |atom| !sides.kept_old.contains(&atom.token));
        let found = surplus(&new, &old, |atom| !sides.kept_new.contains(&atom.token));
        if !lost.is_empty() && !found.is_empty() {
            self.exchange(MarkKind::Body, &ranges(&old, &lost), &ranges(&new, &found));
        }
    }

    /// Marks words that gave way to their opposite.
    pub(super) fn opposites(&mut self, sides: &Sides) {
        let [old, new] = sides.of(MarkKind::Opposite);
        let lost = surplus(&old, &new, |atom| !sides.kept_old.contains(&atom.token));
        let found = surplus(&new, &old, |atom| !sides.kept_new.contains(&atom.token));
        let sides = |atoms: &[&Atom], places: &[usize]| -> BTreeSet<(String, String)> {
            places.iter().map(|at| (atoms[*at].key.clone(), atoms[*at].bound.clone())).collect()
        };
        let (gone, come) = (sides(&old, &lost), sides(&new, &found));
        let other =
            |atom: &Atom| (atom.key.clone(), if atom.bound == FIRST { SECOND } else { FIRST }.to_owned());
        let turned: Vec<usize> = lost.into_iter().filter(|at| come.contains(&other(old[*at]))).collect();
        let into: Vec<usize> = found.into_iter().filter(|at| gone.contains(&other(new[*at]))).collect();
        self.exchange(MarkKind::Opposite, &ranges(&old, &turned), &ranges(&new, &into));
    }
}

/// Returns the numbers that are said of each thing, in order.
fn counts<'a>(atoms: &[&'a Atom]) -> BTreeMap<&'a str, Vec<&'a str>> {
    let mut counts: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for atom in atoms.iter().filter(|atom| atom.kind == MarkKind::Number) {
        counts.entry(&atom.bound).or_default().push(&atom.key);
    }
    counts
}

/// Returns the units that stand without a number, in order: `hours, not minutes`.
fn bare<'a>(atoms: &[&'a Atom]) -> Vec<&'a str> {
    let behind_number =
        |at: &usize| at.checked_sub(1).is_some_and(|before| atoms[before].kind == MarkKind::Number);
    let places = (0..atoms.len()).filter(|at| atoms[*at].kind == MarkKind::Unit && !behind_number(at));
    places.map(|at| atoms[at].key.as_str()).collect()
}

fn sorted<'a>(atoms: &[&'a Atom]) -> Vec<(MarkKind, &'a str)> {
    let mut keys: Vec<_> = atoms.iter().map(|atom| (atom.kind, atom.key.as_str())).collect();
    keys.sort_unstable();
    keys
}

/// Returns the places of the atoms that `more` has beyond those of `less`: first those whose words are not in both texts.
fn surplus(more: &[&Atom], less: &[&Atom], is_changed: impl Fn(&Atom) -> bool) -> Vec<usize> {
    let mut left: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for atom in less {
        *left.entry((&atom.key, &atom.bound)).or_default() += 1;
    }
    let mut places: Vec<usize> = (0..more.len()).collect();
    places.sort_by_key(|place| is_changed(more[*place]));
    places.retain(|place| match left.get_mut(&(more[*place].key.as_str(), more[*place].bound.as_str())) {
        Some(count) if *count > 0 => {
            *count -= 1;
            false
        }
        _ => true,
    });
    places.sort_unstable();
    places
}
