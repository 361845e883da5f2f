//! What we say, in the reader's language: the English words stay where they are said, and are looked up here when shown.
//!
//! The catalogue `ru.toml` has one line for each English pattern, written as the source writes it: `{name}` stands for
//! an argument. The Russian line may take the arguments in any order, and a word in the form that a number asks for:
//! `{count} {count:файл|файла|файлов}`. An argument that is itself in the catalogue is translated too, unless it stands
//! in backticks: what a person has typed is shown as it is. A text without a line stays English.
//!
//! Invariant: the same text always gives the same words, and what is not ours is never changed.

mod catalogue;
mod pattern;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use super::{Diagnostic, Label};

use catalogue::Catalogue;

/// The language in which people are told things.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tongue {
    /// As everything is written.
    English,
    /// By the catalogue.
    Russian,
}

impl Tongue {
    /// The tags of all tongues.
    pub const TAGS: [&str; 2] = ["en", "ru"];

    /// Reads one of [`Self::TAGS`].
    pub fn parse(tag: &str) -> Option<Self> {
        match tag {
            "en" => Some(Self::English),
            "ru" => Some(Self::Russian),
            _ => None,
        }
    }

    /// Returns its tag.
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Russian => "ru",
        }
    }

    fn catalogue(self) -> Option<&'static Catalogue> {
        match self {
            Self::English => None,
            Self::Russian => Some(catalogue::russian()),
        }
    }

    /// Returns one thing said: a message, a remedy, a word.
    pub fn phrase(self, english: &str) -> Cow<'_, str> {
        let said = self.catalogue().and_then(|catalogue| catalogue.phrase(english));
        said.map_or(Cow::Borrowed(english), Cow::Owned)
    }

    /// Returns a text of several lines, each of which may be put together of phrases: `record/en/rest: live, version 2`.
    /// A line that begins with `|` quotes somebody's words, and stays as it is.
    pub fn report(self, english: &str) -> Cow<'_, str> {
        let said = self.catalogue().map(|catalogue| catalogue.report(english));
        said.map_or(Cow::Borrowed(english), Cow::Owned)
    }

    /// Returns findings with all their words in this tongue.
    pub fn told(self, found: &[Diagnostic]) -> Cow<'_, [Diagnostic]> {
        match self {
            Self::English => Cow::Borrowed(found),
            Self::Russian => Cow::Owned(found.iter().map(|diagnostic| self.tell(diagnostic)).collect()),
        }
    }

    fn tell(self, diagnostic: &Diagnostic) -> Diagnostic {
        let words = |english: &str| self.phrase(english).into_owned();
        let label = |label: &Label| Label { place: label.place.clone(), text: words(&label.text) };
        Diagnostic {
            code: diagnostic.code,
            severity: diagnostic.severity,
            message: words(&diagnostic.message),
            labels: diagnostic.labels.iter().map(label).collect(),
            notes: diagnostic.notes.iter().map(|note| words(note)).collect(),
            help: diagnostic.help.as_deref().map(words),
        }
    }
}
