//! The stems of words, for the languages that have a stemmer; in the others a word is its own stem.
//!
//! Invariant: stems are made while an index is built, never while somebody searches.

use std::borrow::Cow;

use rust_stemmers::{Algorithm, Stemmer};

use crate::base::lang::Lang;

/// What makes stems in one language.
pub(super) struct Stems(Option<Stemmer>);

impl Stems {
    /// Returns what makes stems in a language.
    pub(super) fn of(lang: &Lang) -> Self {
        let algorithm = match lang.as_str().split('-').next().unwrap_or_default() {
            "ar" => Algorithm::Arabic,
            "da" => Algorithm::Danish,
            "de" => Algorithm::German,
            "el" => Algorithm::Greek,
            "en" => Algorithm::English,
            "es" => Algorithm::Spanish,
            "fi" => Algorithm::Finnish,
            "fr" => Algorithm::French,
            "hu" => Algorithm::Hungarian,
            "it" => Algorithm::Italian,
            "nb" | "nn" | "no" => Algorithm::Norwegian,
            "nl" => Algorithm::Dutch,
            "pt" => Algorithm::Portuguese,
            "ro" => Algorithm::Romanian,
            "ru" => Algorithm::Russian,
            "sv" => Algorithm::Swedish,
            "ta" => Algorithm::Tamil,
            "tr" => Algorithm::Turkish,
            _ => return Self(None),
        };
        Self(Some(Stemmer::create(algorithm)))
    }

    /// Returns the stem of a word.
    pub(super) fn stem<'a>(&self, word: &'a str) -> Cow<'a, str> {
        self.0.as_ref().map_or(Cow::Borrowed(word), |stemmer| stemmer.stem(word))
    }
}
