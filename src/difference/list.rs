//! The words that may be dangerous to change, as `words.toml` lists them.
//!
//! Both languages are looked up in every text: their alphabets differ, and Russian texts use Latin names.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

/// The most letters of an ending that a form with `*` leaves open.
const LONGEST_ENDING: usize = 6;

/// What a list says of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sense {
    Medicine,
    Number,
    Unit,
    /// A unit behind a number only.
    UnitBehind,
    Negation,
    Urgency,
    Limit,
    Body,
    /// One of two opposites: the first of them, or the second.
    Opposite(bool),
}

/// A sense of a word, and which.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Meaning {
    pub(super) sense: Sense,
    pub(super) key: String,
}

/// All lists.
#[derive(Debug, Default)]
pub(super) struct Lists {
    /// Forms as they are.
    whole: HashMap<String, Vec<Meaning>>,
    /// Beginnings of words.
    stems: HashMap<String, Vec<Meaning>>,
    /// Phrases by their first word.
    phrases: HashMap<String, Vec<(Vec<String>, Meaning)>>,
}

/// Returns the lists, read when they are first asked for.
pub(super) fn lists() -> &'static Lists {
    static LISTS: LazyLock<Lists> = LazyLock::new(|| Lists::read(include_str!("words.toml")));
    &LISTS
}

impl Lists {
    /// Reads the lists; what is no list is left out, and the tests say so.
    fn read(toml: &str) -> Self {
        let tables: BTreeMap<String, BTreeMap<String, String>> = toml::from_str(toml).unwrap_or_default();
        let mut lists = Self::default();
        for (name, table) in tables {
            let Some(sense) = sense(&name) else { continue };
            for (key, forms) in table {
                for (half, forms) in forms.split(" / ").enumerate() {
                    let sense = if name == "opposite" { Sense::Opposite(half == 0) } else { sense };
                    forms
                        .split_whitespace()
                        .for_each(|form| lists.add(form, Meaning { sense, key: key.clone() }));
                }
            }
        }
        lists
    }

    fn add(&mut self, form: &str, meaning: Meaning) {
        if let Some((first, rest)) = form.split_once(['_', '-']) {
            let rest = rest.split(['_', '-']).map(str::to_owned).collect();
            self.phrases.entry(first.to_owned()).or_default().push((rest, meaning));
        } else if let Some(stem) = form.strip_suffix('*') {
            self.stems.entry(stem.to_owned()).or_default().push(meaning);
        } else {
            self.whole.entry(form.to_owned()).or_default().push(meaning);
        }
    }

    /// Returns what a word may mean, given in its plain form.
    pub(super) fn word(&self, plain: &str) -> Vec<&Meaning> {
        let mut found: Vec<&Meaning> = self.whole.get(plain).into_iter().flatten().collect();
        let ends = std::iter::once(plain.len()).chain(plain.char_indices().rev().map(|(at, _)| at));
        // The longest beginning is the one that is meant: `carfentanil` is not `car`.
        let stem = ends.take(LONGEST_ENDING + 1).find_map(|end| self.stems.get(&plain[..end]));
        if let Some(meanings) = stem {
            found.extend(meanings);
        }
        found
    }

    /// Returns what the longest phrase that begins with `first` means, and how many words of `rest` belong to it.
    pub(super) fn phrase<'a>(
        &self,
        first: &str,
        rest: impl Fn(usize) -> Option<&'a str>,
    ) -> Option<(&Meaning, usize)> {
        let phrases = self.phrases.get(first)?.iter();
        let fitting = phrases.filter(|(words, _)| {
            words.iter().enumerate().all(|(at, word)| match word.strip_suffix('*') {
                Some(stem) => rest(at).is_some_and(|other| other.starts_with(stem)),
                None => rest(at) == Some(word.as_str()),
            })
        });
        fitting.map(|(words, meaning)| (meaning, words.len())).max_by_key(|(_, length)| *length)
    }
}

fn sense(table: &str) -> Option<Sense> {
    Some(match table {
        "medicine" => Sense::Medicine,
        "number" => Sense::Number,
        "unit" => Sense::Unit,
        "unit_behind_number" => Sense::UnitBehind,
        "negation" => Sense::Negation,
        "urgency" => Sense::Urgency,
        "limit" => Sense::Limit,
        "body" => Sense::Body,
        "opposite" => Sense::Opposite(true),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::difference::form::plain;

    #[test]
    fn every_table_is_read_and_every_form_is_plain() {
        let text = include_str!("words.toml");
        let tables: BTreeMap<String, BTreeMap<String, String>> = toml::from_str(text).unwrap();
        assert_eq!(tables.len(), 9);
        for (name, table) in &tables {
            assert!(sense(name).is_some(), "{name}");
            for form in table.values().flat_map(|forms| forms.split_whitespace()) {
                let is_sign = !form.chars().all(char::is_alphabetic);
                assert!(name == "unit_behind_number" || is_sign || plain(form) == form, "{form}");
            }
        }
    }

    #[test]
    fn endings_and_phrases_are_known() {
        let keys =
            |word: &str| lists().word(word).iter().map(|meaning| meaning.key.clone()).collect::<Vec<_>>();
        assert_eq!(keys("налоксоном"), ["naloxone"]);
        assert_eq!(keys("methadone"), ["methadone"]);
        assert_eq!(keys("двумя"), ["2"]);
        assert!(keys("трамвай").is_empty() && keys("").is_empty());
        let words = ["than", "the"];
        let phrase = lists().phrase("more", |at| words.get(at).copied()).unwrap();
        assert_eq!((phrase.0.key.as_str(), phrase.1), ("more", 1));
    }
}
