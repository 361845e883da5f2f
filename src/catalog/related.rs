//! Which texts have to do with which: those that share topic, need or words that people search by.
//!
//! Each text is compared with a bounded number of others, so that the work grows with the texts and not with their square.

use std::cmp::Reverse;
use std::collections::HashMap;

use rayon::prelude::*;

use crate::article::front::Need;
use crate::base::name::{ArticleId, Topic};
use crate::gate::Cleared;

/// The most texts that are named beside one.
const MOST: usize = 4;

/// With how many others that share a thing a text is compared: those that come after it, and from the first again.
const NEIGHBOURS: usize = 16;

/// What a shared word counts for; a shared need or topic counts [`FOR_KIND`].
const FOR_WORD: usize = 3;
const FOR_KIND: usize = 2;

/// What texts can share.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Trait<'a> {
    Both(&'a Topic, Need),
    Topic(&'a Topic),
    Need(Need),
    Word(String),
}

/// The texts that share a thing, by their places, in order.
#[derive(Default)]
struct Circle {
    is_word: bool,
    texts: Vec<usize>,
}

/// Returns, for each of the texts of one language, at most four others, nearest first: never one that it sends its readers
/// to as the next.
pub(super) fn related(texts: &[&Cleared]) -> Vec<Vec<ArticleId>> {
    let (circles, of_texts) = circles(texts);
    let ids = |place: usize| {
        let near = nearest(texts, place, of_texts[place].iter().map(|circle| &circles[*circle]));
        near.into_iter().map(|other| texts[other].article().id().clone()).collect()
    };
    (0..texts.len()).into_par_iter().map(ids).collect()
}

/// Returns the circles, and for each text those that it stands in.
fn circles(texts: &[&Cleared]) -> (Vec<Circle>, Vec<Vec<usize>>) {
    let mut known: HashMap<Trait<'_>, usize> = HashMap::new();
    let mut circles: Vec<Circle> = Vec::new();
    let mut of_texts = Vec::with_capacity(texts.len());
    for (place, text) in texts.iter().enumerate() {
        let mut own = Vec::new();
        for shared in traits(text) {
            let is_word = matches!(shared, Trait::Word(_));
            let circle = *known.entry(shared).or_insert(circles.len());
            if circle == circles.len() {
                circles.push(Circle { is_word, texts: Vec::new() });
            }
            // A text may name a word twice.
            if circles[circle].texts.last() != Some(&place) {
                circles[circle].texts.push(place);
                own.push(circle);
            }
        }
        of_texts.push(own);
    }
    (circles, of_texts)
}

fn traits(text: &Cleared) -> impl Iterator<Item = Trait<'_>> {
    let (topic, front) = (text.topic(), text.article().front());
    let kinds = [Trait::Both(topic, front.need), Trait::Topic(topic), Trait::Need(front.need)];
    kinds.into_iter().chain(front.search_terms.iter().map(|word| Trait::Word(word.to_lowercase())))
}

fn nearest<'c>(texts: &[&Cleared], place: usize, circles: impl Iterator<Item = &'c Circle>) -> Vec<usize> {
    let own = texts[place];
    let front = own.article().front();
    let mut met: Vec<(usize, bool)> =
        circles.flat_map(|circle| neighbours(circle, place).map(|other| (other, circle.is_word))).collect();
    met.sort_unstable();
    let is_next = |other: &Cleared| front.next.iter().any(|(id, _)| id == other.article().id());
    let met = met.chunk_by(|one, other| one.0 == other.0).filter(|met| !is_next(texts[met[0].0]));
    let mut ranked: Vec<_> = met
        .map(|met| {
            let other = met[0].0;
            let there = texts[other];
            let words = met.iter().filter(|(_, is_word)| *is_word).count();
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
    let at = circle.texts.partition_point(|other| *other <= place);
    let (before, after) = circle.texts.split_at(at);
    // The text itself stands last.
    after.iter().chain(before).copied().take(NEIGHBOURS.min(circle.texts.len() - 1))
}
