//! Words that are the same in every language, or given for each.

use std::collections::BTreeMap;

use super::lang::Lang;

/// Words in the languages they were written in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wording {
    /// The same in every language.
    Same(String),
    /// One for each language.
    ByLang(BTreeMap<Lang, String>),
}

impl Wording {
    /// Returns the words in `lang`, or nothing where they lack the language.
    pub fn text(&self, lang: &Lang) -> Option<&str> {
        match self {
            Self::Same(text) => Some(text),
            Self::ByLang(texts) => texts.get(lang).map(String::as_str),
        }
    }
}
