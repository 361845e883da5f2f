//! Words that are the same in every language, or given for each.

use std::collections::BTreeMap;

use super::{Placed, Read, Table, Value};
use crate::base::lang::Lang;
use crate::base::wording::Wording;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};

/// A text in quotes, or a table with one for each language.
#[derive(Clone, Debug)]
pub enum Words {
    /// The same in every language.
    Same(Placed<String>),
    /// One for each language.
    ByLang(BTreeMap<Lang, Placed<String>>),
}

impl Words {
    /// Returns every text there is.
    pub fn texts(&self) -> Vec<&Placed<String>> {
        match self {
            Self::Same(text) => vec![text],
            Self::ByLang(texts) => texts.values().collect(),
        }
    }

    /// Returns the words without their places and without the space around them.
    pub fn trimmed(&self) -> Wording {
        let trimmed = |text: &Placed<String>| text.value.trim().to_owned();
        match self {
            Self::Same(text) => Wording::Same(trimmed(text)),
            Self::ByLang(texts) => {
                Wording::ByLang(texts.iter().map(|(lang, text)| (lang.clone(), trimmed(text))).collect())
            }
        }
    }
}

impl Placed<Words> {
    /// Pushes every one of `languages` that has no words.
    pub fn must_speak(&self, languages: &[Lang], found: &mut Diagnostics) {
        let Words::ByLang(texts) = &self.value else { return };
        for lang in languages.iter().filter(|lang| !texts.contains_key(lang)) {
            let silent =
                Diagnostic::error(Code::MissingKey, format!("there are no words for the language `{lang}`"))
                    .at(&self.span, "")
                    .help(format!("add `{lang} = \"…\"`"));
            found.push(silent);
        }
    }
}

impl<'a> Read<'a> for Words {
    const WHAT: &'static str = "a text in quotes, or a table with one for each language";

    fn read(value: Value<'a>, found: &mut Diagnostics) -> Option<Self> {
        if value.is_text() {
            return value.read(found).map(Self::Same);
        }
        if !value.is_table() {
            return value.refuse(Self::WHAT, found);
        }
        let table: Placed<Table<'a>> = value.read(found)?;
        let mut texts = BTreeMap::new();
        let mut whole = true;
        for (key, value) in table.value.into_entries() {
            let lang = key.parse_as("a language such as `en` or `pt-br`", Lang::parse, found);
            let text = value.read::<String>(found);
            whole &= lang.is_some() && text.is_some();
            texts.extend(lang.zip(text).map(|(lang, text)| (lang.value, text)));
        }
        whole.then_some(Self::ByLang(texts))
    }
}
