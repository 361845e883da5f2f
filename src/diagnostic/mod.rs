//! What we have to say about the inputs, as data; the renderers only turn it into text.
//!
//! Faults are collected, never thrown: a reader pushes what it found and goes on, so that one run tells all of it.
//! Wording: lower case, no full stop at the end, what is wrong in the reader's words; `help` says how to put it right.
//!
//! Invariant: this module knows neither articles nor reviews, and prints nothing.

mod code;
pub mod json;
pub mod refusal;
pub mod terminal;
mod words;

use crate::base::path::SourcePath;
use crate::source::Span;

pub use code::Code;
pub use words::Tongue;

/// How grave a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Something in the content, trust, settings or theme is wrong.
    Error,
    /// Something deserves a look and stops nothing.
    Warning,
}

impl Severity {
    /// Returns the word that reports begin with.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// Where a finding lies.
#[derive(Clone, Debug)]
pub enum Place {
    /// In a text, with its lines.
    Text(Span),
    /// In a file (or folder) that has no text to show: missing, unreadable, a picture.
    File(SourcePath),
}

impl Place {
    /// Returns the path of the file.
    pub fn path(&self) -> &SourcePath {
        match self {
            Self::Text(span) => span.source().path(),
            Self::File(path) => path,
        }
    }

    /// Returns the offset in bytes of the file, 0 where there is no text.
    fn offset(&self) -> usize {
        match self {
            Self::Text(span) => span.range().start,
            Self::File(_) => 0,
        }
    }
}

impl From<Span> for Place {
    fn from(span: Span) -> Self {
        Self::Text(span)
    }
}

impl From<&Span> for Place {
    fn from(span: &Span) -> Self {
        Self::Text(span.clone())
    }
}

impl From<&SourcePath> for Place {
    fn from(path: &SourcePath) -> Self {
        Self::File(path.clone())
    }
}

/// A place and what is to be said about it; the first label of a finding is its main place.
#[derive(Clone, Debug)]
pub struct Label {
    /// Where.
    pub place: Place,
    /// What, in a few words; may be empty.
    pub text: String,
}

/// One finding.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// Which kind of finding.
    pub code: Code,
    /// How grave.
    pub severity: Severity,
    /// What is wrong, in one line.
    pub message: String,
    /// Where: the main place first, then places that belong to it, perhaps in other files.
    pub labels: Vec<Label>,
    /// What else one should know.
    pub notes: Vec<String>,
    /// How to put it right, as an imperative.
    pub help: Option<String>,
}

impl Diagnostic {
    /// Begins an error.
    pub fn error(code: Code, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, message.into())
    }

    /// Begins a warning.
    pub fn warning(code: Code, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, message.into())
    }

    fn new(severity: Severity, code: Code, message: String) -> Self {
        Self { code, severity, message, labels: Vec::new(), notes: Vec::new(), help: None }
    }

    /// Adds a place: the main one first, then others.
    #[must_use]
    pub fn at(mut self, place: impl Into<Place>, text: impl Into<String>) -> Self {
        self.labels.push(Label { place: place.into(), text: text.into() });
        self
    }

    /// Adds something that one should know.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// Says how to put it right.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The order of reports: by file, offset, code, words.
    fn order(&self) -> (Option<&SourcePath>, usize, Code, &str) {
        let place = self.labels.first().map(|label| &label.place);
        (place.map(Place::path), place.map_or(0, Place::offset), self.code, &self.message)
    }
}

/// The most findings of one kind that are kept for one file; a hostile file cannot fill the memory or the screen.
pub const MOST_OF_A_KIND: usize = 50;

/// Findings, gathered in any order.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    found: Vec<Diagnostic>,
}

impl Diagnostics {
    /// Begins with nothing found.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a finding.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.found.push(diagnostic);
    }

    /// Adds all findings of another gathering.
    pub fn append(&mut self, mut other: Self) {
        self.found.append(&mut other.found);
    }

    /// Returns whether nothing was found.
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// Returns how many findings there are.
    pub fn len(&self) -> usize {
        self.found.len()
    }

    /// Returns whether anything found is an error.
    pub fn has_errors(&self) -> bool {
        self.found.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// Returns the findings as they came.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.found.iter()
    }

    /// Returns the findings sorted by file, place and kind, each once, and at most [`MOST_OF_A_KIND`] of a kind in a
    /// file; the last one kept says how many more there are.
    pub fn into_sorted(mut self) -> Vec<Diagnostic> {
        self.found.sort_by(|one, other| one.order().cmp(&other.order()));
        self.found.dedup_by(|one, other| one.order() == other.order());
        let mut counts = std::collections::BTreeMap::new();
        for diagnostic in &self.found {
            *counts.entry(kind(diagnostic)).or_insert(0_usize) += 1;
        }
        let mut seen = std::collections::BTreeMap::new();
        let mut kept = Vec::new();
        for mut diagnostic in self.found {
            let kind = kind(&diagnostic);
            let place = seen.entry(kind.clone()).or_insert(0_usize);
            *place += 1;
            if *place == MOST_OF_A_KIND && counts[&kind] > MOST_OF_A_KIND {
                let more = counts[&kind] - MOST_OF_A_KIND;
                diagnostic.notes.push(format!("{more} more of this kind in this file are not shown"));
            }
            if *place <= MOST_OF_A_KIND {
                kept.push(diagnostic);
            }
        }
        kept
    }
}

fn kind(diagnostic: &Diagnostic) -> (Option<SourcePath>, Code) {
    (diagnostic.labels.first().map(|label| label.place.path().clone()), diagnostic.code)
}

impl Extend<Diagnostic> for Diagnostics {
    fn extend<T: IntoIterator<Item = Diagnostic>>(&mut self, more: T) {
        self.found.extend(more);
    }
}

/// The longest word that is compared, in bytes: the work grows with its square, and no name is longer.
const LONGEST_WORD: usize = 100;

/// Returns a sentence that names the nearest of `known` to `word`, or nothing where none is near.
pub fn did_you_mean<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    if word.len() > LONGEST_WORD {
        return None;
    }
    let near = |name: &str| strsim::osa_distance(word, name);
    let nearest = known.into_iter().min_by_key(|name| (near(name), (*name).to_owned()))?;
    let reach = (word.chars().count().max(nearest.chars().count()) / 3).max(1);
    (near(nearest) <= reach).then(|| format!("did you mean `{nearest}`?"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Source;

    #[test]
    fn findings_are_sorted_and_capped() {
        let source = Source::new(SourcePath::parse("a.md").unwrap(), "x".repeat(200));
        let mut found = Diagnostics::new();
        for at in (0..120).rev() {
            found.push(Diagnostic::error(Code::RawHtml, "raw HTML").at(source.span(at..at + 1), ""));
        }
        let sorted = found.into_sorted();
        assert_eq!(sorted.len(), MOST_OF_A_KIND);
        assert_eq!(sorted[0].labels[0].place.offset(), 0);
        assert_eq!(sorted[49].notes, ["70 more of this kind in this file are not shown"]);
    }

    #[test]
    fn a_near_name_is_offered_and_a_far_one_is_not() {
        assert_eq!(did_you_mean("titel", ["title", "id"]).unwrap(), "did you mean `title`?");
        assert_eq!(did_you_mean("zzz", ["title", "id"]), None);
        assert_eq!(did_you_mean(&"a".repeat(101), [&*"a".repeat(100)]), None);
    }
}
