//! A text of the knowledge base, its place, and how to point into it.
//!
//! Invariant: a span lies within its text and on character boundaries, so that it can always be shown.

use std::fmt;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use crate::base::path::SourcePath;

/// A text and its path; cloning shares it.
#[derive(Clone)]
pub struct Source(Arc<Inner>);

struct Inner {
    path: SourcePath,
    text: String,
    line_starts: OnceLock<Vec<usize>>,
}

impl Source {
    /// Takes a text under its path.
    pub fn new(path: SourcePath, text: String) -> Self {
        Self(Arc::new(Inner { path, text, line_starts: OnceLock::new() }))
    }

    /// Returns whether both share one text.
    pub fn is_shared_with(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// Returns where the text stands.
    pub fn path(&self) -> &SourcePath {
        &self.0.path
    }

    /// Returns the text.
    pub fn text(&self) -> &str {
        &self.0.text
    }

    /// Returns the span of `range` (bytes), cut to the text and widened to whole characters.
    pub fn span(&self, range: Range<usize>) -> Span {
        let text = self.text();
        let start =
            (0..=range.start.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        let end = range.end.clamp(start, text.len());
        let end = (end..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len());
        Span { source: self.clone(), start, end }
    }

    /// Returns the span of the whole text.
    pub fn whole(&self) -> Span {
        self.span(0..self.text().len())
    }

    /// Returns line and column, both from 1, the column in characters, of the byte at `offset`.
    pub fn position(&self, offset: usize) -> (usize, usize) {
        let line = self.line_of(offset);
        let start = self.line_range(line).start;
        let before = self.text().get(start..offset.min(self.text().len())).unwrap_or_default();
        (line + 1, before.chars().count() + 1)
    }

    /// Returns the index (from 0) of the line that holds the byte at `offset`.
    pub fn line_of(&self, offset: usize) -> usize {
        self.line_starts().partition_point(|start| *start <= offset).saturating_sub(1)
    }

    /// Returns the byte range of the line with this index (from 0), without its line feed.
    pub fn line_range(&self, line: usize) -> Range<usize> {
        let starts = self.line_starts();
        let start = starts.get(line).copied().unwrap_or(self.text().len());
        let end = starts.get(line + 1).map_or(self.text().len(), |next| next - 1);
        start..end.max(start)
    }

    fn line_starts(&self) -> &[usize] {
        self.0.line_starts.get_or_init(|| {
            let feeds = self.text().bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
            std::iter::once(0).chain(feeds.map(|(at, _)| at + 1)).collect()
        })
    }
}

impl fmt::Debug for Source {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Source({})", self.0.path)
    }
}

/// A stretch of a text, in bytes of the file.
#[derive(Clone)]
pub struct Span {
    source: Source,
    start: usize,
    end: usize,
}

impl Span {
    /// Returns the text that this points into.
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// Returns the range in bytes of the file.
    pub fn range(&self) -> Range<usize> {
        self.start..self.end
    }

    /// Returns the words it covers.
    pub fn text(&self) -> &str {
        &self.source.text()[self.start..self.end]
    }

    /// Returns line and column of its beginning, both from 1.
    pub fn position(&self) -> (usize, usize) {
        self.source.position(self.start)
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (line, column) = self.position();
        write!(out, "{}:{line}:{column}", self.source.path())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_cut_to_characters_and_knows_its_line() {
        let source = Source::new(SourcePath::parse("a.md").unwrap(), "да\nнет\n".to_owned());
        let span = source.span(6..99);
        assert_eq!(span.text(), "нет\n");
        assert_eq!(span.position(), (2, 1));
        assert_eq!(source.position(7), (2, 2));
        assert_eq!(source.line_range(0), 0..4);
        assert_eq!(source.line_range(9), 12..12);
    }
}
