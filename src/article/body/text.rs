//! Text, and the facts and blanks in it.
//!
//! Invariant: a brace is a fact, a blank or an error, and what an entity such as `&#8203;` stands for is checked like any
//! other character.

use std::ops::Range;

use super::Builder;
use super::frame::Kind;
use crate::article::run::Run;
use crate::article::tree::Inline;
use crate::article::{WRITE_IT, shown, unwritten};
use crate::base::name::{BlankName, FactKey};
use crate::diagnostic::Code;
use crate::project::text;

impl Builder<'_> {
    /// Takes a piece of text.
    pub(super) fn take_text(&mut self, words: &str, range: &Range<usize>) {
        if let Some(Kind::Code(code)) = self.frames.last_mut().map(|frame| &mut frame.kind) {
            code.push_str(words);
            return;
        }
        self.run.push(self.source.text(), words, range);
    }

    /// Turns the text gathered so far into words, facts and blanks.
    pub(super) fn flush(&mut self) {
        let run = std::mem::take(&mut self.run);
        let words = run.words();
        self.check_decoded(&run);
        self.check_citations(&run);
        let mut done = 0;
        while let Some(open) = words[done..].find(['{', '}']).map(|at| done + at) {
            self.push_words(&run, done..open);
            let close = words[open + 1..].find(['{', '}']).map(|at| open + 1 + at);
            let pair =
                close.filter(|close| words[open..].starts_with('{') && words[*close..].starts_with('}'));
            done = pair.map_or(open + 1, |close| close + 1);
            if self.is_full(&run.in_file(&(open..done))) {
                return;
            }
            match pair {
                Some(close) if run.is_written(open) && run.is_written(close) => {
                    self.placeholder(&run, open..done);
                }
                _ => self.stray_brace(&run.in_file(&(open..done))),
            }
        }
        self.push_words(&run, done..words.len());
    }

    fn push_words(&mut self, run: &Run, range: Range<usize>) {
        if !range.is_empty() {
            self.push_inline(Inline::Text(run.words()[range.clone()].to_owned()), &run.in_file(&range));
        }
    }

    fn stray_brace(&mut self, at: &Range<usize>) {
        let help =
            "write `{group.key}` for a fact, `{word}` for a blank, and anything else as code, in backticks";
        self.fault(Code::UnknownPlaceholder, at, "a brace stands alone or is escaped".to_owned(), help);
    }

    fn placeholder(&mut self, run: &Run, range: Range<usize>) {
        let at = run.in_file(&range);
        let inner = &run.words()[range.start + 1..range.end - 1];
        if let Some(key) = FactKey::parse(inner) {
            self.reading.outline.facts.push((key.clone(), at.clone()));
            self.push_inline(Inline::Fact(key), &at);
        } else if let Some(name) = BlankName::parse(inner) {
            self.check_blank_place(&name, &at);
            self.reading.blanks.push((name.clone(), at.clone()));
            self.push_inline(Inline::Blank(name), &at);
        } else if let Some(message) = unwritten(inner) {
            self.fault(Code::UnknownPlaceholder, &at, message, WRITE_IT);
            // The text has its form already: nothing else is missing here.
            self.push_words(run, range);
        } else {
            let help = if inner.starts_with(['#', '.']) {
                "put id and classes at the very end of the heading's line"
            } else {
                "write `{group.key}` for a fact, `{word}` for a blank, in lower-case letters, digits and `_`"
            };
            self.fault(
                Code::UnknownPlaceholder,
                &at,
                format!("`{{{}}}` is neither a fact nor a blank", shown(inner)),
                help,
            );
        }
    }

    /// Red flags and footnotes go out with several messages, and a blank belongs to one: it has no place there.
    fn check_blank_place(&mut self, name: &BlankName, at: &Range<usize>) {
        let outside = |kind: &Kind| {
            matches!(kind, Kind::Footnote(_)) || matches!(kind, Kind::Card(card) if card.is_red_flag())
        };
        if self.is_within(outside) {
            let message = format!("the blank `{{{name}}}` stands in a footnote or in a card with red flags");
            self.fault(Code::UnknownPlaceholder, at, message, "put it into the text of a snippet");
        }
    }

    /// What looks like a citation and was not taken for one would be printed as it stands.
    fn check_citations(&mut self, run: &Run) {
        for (at, _) in run.words().match_indices("[^") {
            if run.is_written(at) {
                let range = run.in_file(&(at..at + 2));
                if self.is_full(&range) {
                    return;
                }
                let help = "cite a source as `[^key]`, in letters, digits, `-` and `_`; a bracket alone is written `\\[`";
                self.fault(Code::UndefinedFootnote, &range, "this is not a citation".to_owned(), help);
            }
        }
    }

    /// Checks what entities stand for: the check of the file saw only their names.
    fn check_decoded(&mut self, run: &Run) {
        if run.is_verbatim() {
            return;
        }
        for (at, character) in text::refused(run.words()) {
            let range = run.in_file(&(at..at + character.len_utf8()));
            if self.is_full(&range) {
                return;
            }
            let message = format!("this stands for {}", text::name(character));
            self.fault(Code::TextCharacter, &range, message, "delete it");
        }
        if !unicode_normalization::is_nfc(run.words()) {
            let message = "this is not in normalisation form C (NFC) when entities are read".to_owned();
            self.fault(
                Code::TextNotNfc,
                &run.in_file(&(0..run.words().len())),
                message,
                "type the letter itself",
            );
        }
    }
}
