//! The words of a language that stand in every question and say nothing about what it asks for.
//!
//! Invariant: what is common counts little, and nothing where the query holds any other word.

use crate::base::lang::Lang;

const EN: &str = include_str!("en.txt");
const RU: &str = include_str!("ru.txt");

/// Returns the common words of a language; none where we have no list.
pub(super) fn words(lang: &Lang) -> impl Iterator<Item = &'static str> {
    let list = match lang.as_str().split('-').next() {
        Some("en") => EN,
        Some("ru") => RU,
        _ => "",
    };
    list.split_whitespace()
}
