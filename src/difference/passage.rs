//! Puts old and new words of a passage side by side.

use std::collections::BTreeMap;
use std::ops::Range;

use super::align::Step;
use super::mark;
use super::place::Place;
use super::rows;
use super::sentence::{Look, Sentence, Sort, Token, What};
use super::{Change, Fate, Passage, Run};

/// The words of one side: one sentence, or a few that were split or joined.
#[derive(Debug, Default)]
pub(super) struct Side {
    pub(super) text: String,
    pub(super) tokens: Vec<Token>,
    pub(super) place: Option<Place>,
}

impl Side {
    pub(super) fn of(sentences: &[Sentence]) -> Self {
        let mut side =
            Self { place: sentences.first().map(|sentence| sentence.place.clone()), ..Self::default() };
        for sentence in sentences {
            if let Some(last) = side.tokens.last_mut() {
                side.text.push(' ');
                last.end = side.text.len();
            }
            let start = side.text.len();
            side.text.push_str(&sentence.text);
            side.tokens.extend(sentence.tokens.iter().map(|token| Token {
                range: token.range.start + start..token.range.end + start,
                end: token.end + start,
                ..token.clone()
            }));
        }
        side
    }

    pub(super) fn words(&self, token: &Token) -> &str {
        self.text.get(token.range.clone()).unwrap_or_default()
    }

    fn space(&self, token: &Token) -> &str {
        self.text.get(token.range.end..token.end).unwrap_or_default()
    }
}

/// Returns the passage of one step of the alignment.
pub(super) fn of(old: &[Sentence], new: &[Sentence], step: Step) -> Passage {
    let (old, new) = (Side::of(&old[step.old]), Side::of(&new[step.new]));
    let pairs = common(&old, &new);
    let runs = runs(&old, &new, &pairs);
    let is_kept = runs.iter().all(|run| run.fate == Fate::Kept);
    let like = old.place.as_ref().zip(new.place.as_ref()).is_none_or(|(old, new)| new.is_like(old));
    let change = match (&old.place, &new.place) {
        (None, _) => Change::Added,
        (_, None) => Change::Removed,
        _ if step.moved => Change::Moved,
        _ if is_kept && like => Change::Same,
        _ => Change::Changed,
    };
    let marks = if change == Change::Same { Vec::new() } else { mark::marks(&old, &new, &pairs, change) };
    let (place, from) = match (old.place, new.place) {
        (Some(old), Some(new)) => (new, (step.moved || !like).then_some(old)),
        (old, new) => (new.or(old).unwrap_or_else(|| Place::named(super::Kind::Paragraph, "", 0)), None),
    };
    Passage { change, place, from, runs, marks }
}

/// Returns the words that both sides share, as pairs of tokens.
fn common(old: &Side, new: &Side) -> Vec<(usize, usize)> {
    let mut known: BTreeMap<(Sort, Look, &str), u32> = BTreeMap::new();
    let [old, new] = [old, new].map(|side| {
        let mut row = Vec::with_capacity(side.tokens.len());
        for token in &side.tokens {
            let next = u32::try_from(known.len()).unwrap_or(u32::MAX);
            row.push(*known.entry((token.sort, token.look, side.words(token))).or_insert(next));
        }
        row
    });
    rows::common(&old, &new)
}

fn runs(old: &Side, new: &Side, pairs: &[(usize, usize)]) -> Vec<Run> {
    let mut runs = Runs::default();
    let (mut from, mut to) = (0, 0);
    for (one, other) in pairs.iter().copied().chain([(old.tokens.len(), new.tokens.len())]) {
        runs.tokens(old, from..one, Fate::Removed);
        runs.tokens(new, to..other, Fate::Added);
        if let (Some(before), Some(after)) = (old.tokens.get(one), new.tokens.get(other)) {
            runs.push(Fate::Kept, before, old.words(before));
            let (gone, come) = (old.space(before), new.space(after));
            if gone == come {
                runs.push(Fate::Kept, before, gone);
            } else {
                runs.push(Fate::Removed, before, gone);
                runs.push(Fate::Added, after, come);
            }
        }
        (from, to) = (one + 1, other + 1);
    }
    runs.0
}

#[derive(Default)]
struct Runs(Vec<Run>);

impl Runs {
    fn tokens(&mut self, side: &Side, tokens: Range<usize>, fate: Fate) {
        for token in side.tokens.get(tokens).unwrap_or_default() {
            self.push(fate, token, side.words(token));
            self.push(fate, token, side.space(token));
        }
    }

    fn push(&mut self, fate: Fate, token: &Token, words: &str) {
        let what = match token.sort {
            Sort::Other(what) => what,
            _ => What::Words,
        };
        let what = if words.trim().is_empty() { What::Words } else { what };
        match self.0.last_mut() {
            _ if words.is_empty() => {}
            Some(last)
                if last.fate == fate
                    && last.what == what
                    && last.look == token.look
                    && what == What::Words =>
            {
                last.text.push_str(words);
            }
            _ => self.0.push(Run { fate, what, look: token.look, text: words.to_owned() }),
        }
    }
}
