//! What of a change may be dangerous.
//!
//! Invariant: a changed digit, unit, negation, medicine, link target, phone number, fact or blank is always marked.

mod beside;
mod counted;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use serde::Serialize;

use super::Change;
use super::atom::{Atom, atoms};
use super::passage::Side;
use super::place::{Kind, Place};
use super::rows;

/// What may be dangerous, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Mark {
    /// What may be dangerous.
    pub kind: MarkKind,
    /// Where it stands in the old words of the passage, in bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old: Option<Range<usize>>,
    /// Where it stands in the new words of the passage, in bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new: Option<Range<usize>>,
}

/// What may be dangerous about a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum MarkKind {
    /// A number, in digits or in words.
    Number,
    /// A unit.
    Unit,
    /// A word that turns the meaning over, or a list that does.
    Negation,
    /// A medicine or a drug.
    Medicine,
    /// Where a link leads.
    Link,
    /// A phone number.
    Phone,
    /// A sign beside a negation, or a question mark.
    Punctuation,
    /// A fact of the region.
    Fact,
    /// What the worker fills in.
    Blank,
    /// A picture.
    Picture,
    /// The order of steps.
    Order,
    /// How urgent or how binding it is.
    Urgency,
    /// Whether a number is the least or the most.
    Limit,
    /// A part of the body that became another.
    Body,
    /// A word that became its opposite.
    Opposite,
    /// A step, a red flag, a thing to do or not to do that came or went.
    Item,
    /// Letters of another alphabet that look the same.
    Lookalike,
    /// A setting that steers who meets the text.
    Setting,
}

/// The kinds that count one by one in the order of the text.
const IN_ORDER: [MarkKind; 7] = [
    MarkKind::Negation,
    MarkKind::Medicine,
    MarkKind::Link,
    MarkKind::Phone,
    MarkKind::Fact,
    MarkKind::Blank,
    MarkKind::Picture,
];

/// Returns the marks of a passage, given which tokens both sides share.
pub(super) fn marks(old: &Side, new: &Side, pairs: &[(usize, usize)], change: Change) -> Vec<Mark> {
    let kind = new.place.as_ref().or(old.place.as_ref()).map(|place| place.kind);
    let one_sided = matches!(change, Change::Added | Change::Removed);
    let mut marks = Marks { old, new, found: BTreeSet::new() };
    match kind {
        Some(Kind::Finding | Kind::Check) => {}
        Some(Kind::Source) if one_sided => {}
        Some(Kind::Setting) => marks.whole(MarkKind::Setting),
        _ => {
            marks.place(change);
            if kind == Some(Kind::Fact) {
                marks.whole(MarkKind::Fact);
            }
            if change != Change::Moved {
                marks.words(pairs);
            }
        }
    }
    marks.finish()
}

/// What both sides share, by atoms.
struct Sides {
    old: Vec<Atom>,
    new: Vec<Atom>,
    /// The tokens that stand in both texts.
    kept_old: BTreeSet<usize>,
    kept_new: BTreeSet<usize>,
}

impl Sides {
    fn of(&self, kind: MarkKind) -> [Vec<&Atom>; 2] {
        [&self.old, &self.new].map(|atoms| atoms.iter().filter(|atom| atom.kind == kind).collect())
    }
}

/// Where a range begins and ends; a range itself has no order.
type Ends = (usize, usize);

struct Marks<'a> {
    old: &'a Side,
    new: &'a Side,
    found: BTreeSet<(MarkKind, Option<Ends>, Option<Ends>)>,
}

impl Marks<'_> {
    fn add(&mut self, kind: MarkKind, old: Option<&Range<usize>>, new: Option<&Range<usize>>) {
        let ends = |range: &Range<usize>| (range.start, range.end);
        self.found.insert((kind, old.map(ends), new.map(ends)));
    }

    /// Marks what is gone and what came, side by side as far as both go.
    fn exchange(&mut self, kind: MarkKind, old: &[&Range<usize>], new: &[&Range<usize>]) {
        for at in 0..old.len().max(new.len()) {
            self.add(kind, old.get(at).copied(), new.get(at).copied());
        }
    }

    fn whole(&mut self, kind: MarkKind) {
        let range = |side: &Side| (!side.text.is_empty()).then_some(0..side.text.len());
        let (old, new) = (range(self.old), range(self.new));
        self.add(kind, old.as_ref(), new.as_ref());
    }

    /// Marks what the place alone makes dangerous.
    fn place(&mut self, change: Change) {
        let (old, new) = (self.old.place.as_ref(), self.new.place.as_ref());
        if let (Some(old), Some(new)) = (old, new) {
            let is = |kind: Kind| (old.kind == kind, new.kind == kind);
            let differs = |(before, after): (bool, bool)| before != after;
            if differs(is(Kind::Dont)) {
                self.whole(MarkKind::Negation);
            }
            if old.card != new.card || differs(is(Kind::RedFlag)) {
                self.whole(MarkKind::Urgency);
            }
            let moved = change == Change::Moved && old.kind == Kind::Step;
            if differs(is(Kind::Step)) || moved {
                self.whole(MarkKind::Order);
            }
        } else if old.or(new).is_some_and(|place: &Place| place.is_instruction() || place.is_alarm()) {
            self.whole(MarkKind::Item);
        }
    }

    fn words(&mut self, pairs: &[(usize, usize)]) {
        let sides = Sides {
            old: atoms(self.old),
            new: atoms(self.new),
            kept_old: pairs.iter().map(|(old, _)| *old).collect(),
            kept_new: pairs.iter().map(|(_, new)| *new).collect(),
        };
        for kind in IN_ORDER {
            let [old, new] = sides.of(kind);
            self.in_order(kind, &old, &new, pairs);
        }
        self.numbers(&sides, pairs);
        self.counted(MarkKind::Urgency, &sides);
        self.counted(MarkKind::Limit, &sides);
        self.bodies(&sides);
        self.opposites(&sides);
        self.beside_negations(&sides);
        self.struck(&sides);
        self.prefixes(&sides);
        self.scopes(&sides);
        self.lookalikes(&sides);
    }

    /// Marks what is not in both rows. Whether anything is missing is seen from the rows; where, from the words around.
    fn in_order(&mut self, kind: MarkKind, old: &[&Atom], new: &[&Atom], pairs: &[(usize, usize)]) {
        let (lost, found) = unmatched(old, new, &[]);
        if lost.is_empty() && found.is_empty() {
            return;
        }
        let (lost, found) = one_by_one(kind, old, new).unwrap_or_else(|| unmatched(old, new, pairs));
        self.exchange(kind, &ranges(old, &lost), &ranges(new, &found));
    }

    fn finish(self) -> Vec<Mark> {
        let range = |ends: Option<Ends>| ends.map(|(start, end)| start..end);
        let found = self.found.into_iter();
        let mut marks: Vec<Mark> =
            found.map(|(kind, old, new)| Mark { kind, old: range(old), new: range(new) }).collect();
        let start = |mark: &Mark| mark.new.as_ref().or(mark.old.as_ref()).map_or(0, |range| range.start);
        marks.sort_by_key(|mark| (start(mark), mark.kind));
        marks
    }
}

fn ranges<'a>(atoms: &[&'a Atom], places: &[usize]) -> Vec<&'a Range<usize>> {
    places.iter().map(|place| &atoms[*place].range).collect()
}

/// Returns the places of atoms of a kind that gave way to others in their places, where only a few did: of `1 to 2` and `2 to
/// 3` each number became the next, and nobody would say that 1 became 3.
fn one_by_one(kind: MarkKind, old: &[&Atom], new: &[&Atom]) -> Option<(Vec<usize>, Vec<usize>)> {
    const FEW: usize = 3;
    let [old_places, new_places] =
        [old, new].map(|atoms| (0..atoms.len()).filter(|at| atoms[*at].kind == kind).collect::<Vec<_>>());
    let is_even = old_places.len() == new_places.len();
    let places = old_places.into_iter().zip(new_places);
    let exchanged: (Vec<_>, Vec<_>) = places.filter(|(one, other)| old[*one].key != new[*other].key).unzip();
    (is_even && (1..=FEW).contains(&exchanged.0.len())).then_some(exchanged)
}

/// Returns the places of atoms that the other side lacks. Atoms on tokens that both texts share belong together; between
/// those, equal ones in order.
fn unmatched(old: &[&Atom], new: &[&Atom], pairs: &[(usize, usize)]) -> (Vec<usize>, Vec<usize>) {
    let mut known: BTreeMap<&str, u32> = BTreeMap::new();
    let [old_row, new_row] = [old, new].map(|side| {
        let mut row = Vec::with_capacity(side.len());
        for atom in side {
            let next = u32::try_from(known.len()).unwrap_or(u32::MAX);
            row.push(*known.entry(&atom.key).or_insert(next));
        }
        row
    });
    let kept: BTreeMap<usize, usize> = pairs.iter().copied().collect();
    let places: BTreeMap<usize, usize> = new.iter().enumerate().map(|(at, atom)| (atom.token, at)).collect();
    let anchors = old.iter().enumerate().filter_map(|(at, atom)| {
        let place = *places.get(kept.get(&atom.token)?)?;
        (old_row[at] == new_row[place]).then_some((at, place))
    });
    let (mut lost, mut found) = (Vec::new(), Vec::new());
    let (mut from, mut to) = (0, 0);
    for (one, other) in anchors.collect::<Vec<_>>().into_iter().chain([(old.len(), new.len())]) {
        if one < from || other < to {
            continue;
        }
        let both = rows::common(&old_row[from..one], &new_row[to..other]);
        let (in_old, in_new): (BTreeSet<usize>, BTreeSet<usize>) =
            both.into_iter().map(|(a, b)| (a + from, b + to)).unzip();
        lost.extend((from..one).filter(|at| !in_old.contains(at)));
        found.extend((to..other).filter(|at| !in_new.contains(at)));
        (from, to) = (one + 1, other + 1);
    }
    (lost, found)
}
