//! Words that a parser gave in pieces, and where each piece stands in the file.

use std::ops::Range;

/// Words in pieces.
#[derive(Clone, Debug, Default)]
pub(super) struct Run {
    words: String,
    pieces: Vec<Piece>,
}

#[derive(Clone, Debug)]
struct Piece {
    /// Where it begins in the words.
    at: usize,
    /// Where it stands in the file.
    range: Range<usize>,
    /// Whether the file has the same characters there: not an entity, not behind a backslash.
    verbatim: bool,
    escaped: bool,
}

impl Run {
    /// Adds words that stand at `range` of the file `text`.
    pub(super) fn push(&mut self, text: &str, words: &str, range: &Range<usize>) {
        let gap = self.pieces.last().is_none_or(|last| last.range.end < range.start);
        let piece = Piece {
            at: self.words.len(),
            verbatim: text.get(range.clone()) == Some(words),
            escaped: gap && range.start > 0 && text.as_bytes().get(range.start - 1) == Some(&b'\\'),
            range: range.clone(),
        };
        self.words.push_str(words);
        self.pieces.push(piece);
    }

    /// Returns the words.
    pub(super) fn words(&self) -> &str {
        &self.words
    }

    /// Returns whether the file has the same characters everywhere.
    pub(super) fn is_verbatim(&self) -> bool {
        self.pieces.iter().all(|piece| piece.verbatim)
    }

    fn piece(&self, at: usize) -> Option<&Piece> {
        self.pieces.get(self.pieces.partition_point(|piece| piece.at <= at).checked_sub(1)?)
    }

    /// Returns where the words at `range` stand in the file.
    pub(super) fn in_file(&self, range: &Range<usize>) -> Range<usize> {
        let place = |at: usize| match self.piece(at) {
            Some(piece) if piece.verbatim => piece.range.start + (at - piece.at),
            Some(piece) => piece.range.start,
            None => 0,
        };
        let last = range.end.saturating_sub(1).max(range.start);
        let end = match self.piece(last) {
            Some(piece) if piece.verbatim => piece.range.start + (last - piece.at) + 1,
            Some(piece) => piece.range.end,
            None => 0,
        };
        place(range.start)..end
    }

    /// Returns where one character stands in the file, the backslash before it included.
    pub(super) fn written(&self, character: Range<usize>) -> Range<usize> {
        let escaped =
            self.piece(character.start).is_some_and(|piece| piece.escaped && piece.at == character.start);
        let place = self.in_file(&character);
        place.start - usize::from(escaped)..place.end
    }

    /// Returns whether the ASCII character at `at` stands so in the file.
    pub(super) fn is_written(&self, at: usize) -> bool {
        self.piece(at).is_some_and(|piece| piece.verbatim && !(piece.escaped && piece.at == at))
    }
}
