//! Which texts have to do with which: those that share topic, need or words that people search by.
//!
//! Each text is compared with a bounded number of others, so that the work grows with the texts and not with their square.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::article::front::Need;
use crate::base::name::{ArticleId, Topic};
use crate::gate::Cleared;

/// The most texts that are named beside one.
const MOST: usize = 4;

/// With how many others that share a thing a text is compared: those that come after it, and from the first again.
const NEIGHBOURS: usize = 32;

/// What a shared word counts for; a shared need or topic counts [`FOR_KIND`].
const FOR_WORD: usize = 3;
const FOR_KIND: usize = 2;

/// What texts can share.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Trait<'a> {
    Both(&'a Topic, Need),
    Topic(&'a Topic),
    Need(Need),
    Word(String),
}

/// The texts that share a thing, by their places.
type Circle = Vec<usize>;

/// Returns, for each of the texts of one language, at most four others, nearest first: never one that it sends its readers
/// to as the next.
pub(super) fn related(texts: &[&Cleared]) -> Vec<Vec<ArticleId>> {
    let mut circles: BTreeMap<Trait<'_>, Circle> = BTreeMap::new();
    for (place, text) in texts.iter().enumerate() {
        for shared in traits(text) {
            circles.entry(shared).or_default().push(place);
        }
    }
    let of = |place: usize| nearest(texts, place, &circles).into_iter().map(|other| texts[other]);
    let ids = |place| of(place).map(|other| other.article().id().clone()).collect();
    (0..texts.len()).into_par_iter().map(ids).collect()
}

fn traits(text: &Cleared) -> impl Iterator<Item = Trait<'_>> {
    let (topic, front) = (text.topic(), text.article().front());
    let mut words: Vec<String> = front.search_terms.iter().map(|word| word.to_lowercase()).collect();
    words.sort_unstable();
    words.dedup();
    let kinds = [Trait::Both(topic, front.need), Trait::Topic(topic), Trait::Need(front.need)];
    kinds.into_iter().chain(words.into_iter().map(Trait::Word))
}

fn nearest(texts: &[&Cleared], place: usize, circles: &BTreeMap<Trait<'_>, Circle>) -> Vec<usize> {
    let own = texts[place];
    let front = own.article().front();
    // How many words each text met shares with this one.
    let mut met: BTreeMap<usize, usize> = BTreeMap::new();
    for shared in traits(own) {
        let Some(circle) = circles.get(&shared) else { continue };
        let words = usize::from(matches!(shared, Trait::Word(_)));
        for other in neighbours(circle, place) {
            *met.entry(other).or_default() += words;
        }
    }
    let is_next = |other: &Cleared| front.next.iter().any(|(id, _)| id == other.article().id());
    let mut ranked: Vec<_> = met
        .into_iter()
        .filter(|(other, _)| !is_next(texts[*other]))
        .map(|(other, words)| {
            let there = texts[other];
            let need = usize::from(there.article().front().need == front.need);
            let topic = usize::from(there.topic() == own.topic());
            let score = FOR_WORD * words + FOR_KIND * (need + topic);
            // Where all else is equal, each text names others than its neighbours do.
            let distance = (other + texts.len() - place) % texts.len();
            (Reverse(score), there.article().front().urgency, distance, other)
        })
        .collect();
    ranked.sort_unstable();
    ranked.into_iter().take(MOST).map(|(.., other)| other).collect()
}

/// The others of a circle that come after a text, and from the first again.
fn neighbours(circle: &Circle, place: usize) -> impl Iterator<Item = usize> {
    let at = circle.partition_point(|other| *other <= place);
    let (before, after) = circle.split_at(at);
    let around = after.iter().chain(before).copied().take(NEIGHBOURS + 1);
    around.filter(move |other| *other != place).take(NEIGHBOURS)
}
