//! The words of one line, as they are gathered.
//!
//! Invariant: neighbouring runs differ; a finished line begins and ends with something to be seen.

use super::bidi;
use super::clean::{move_marks, numbered};
use super::message::{Link, Run, Sort, Style};
use crate::base::address::is_within_tor;

/// The runs of a line that is being written.
#[derive(Default)]
pub(super) struct Words {
    runs: Vec<Run>,
}

impl Words {
    /// Adds words of the text: web addresses in them are found, and numbers that look like a hashtag written out.
    pub(super) fn push_text(&mut self, words: &str, style: Style, link: Option<&Link>, sort: Sort) {
        let mut rest = words;
        while let Some(at) = find_address(rest).filter(|_| link.is_none() && sort == Sort::Words) {
            self.push_numbered(&rest[..at], style, link, sort);
            let end = address_end(&rest[at..]);
            let address = &rest[at..at + end];
            if is_within_tor(address) {
                self.push(address, Style::CODE, None, Sort::Words);
            } else {
                self.push(address, Style::default(), None, Sort::Address);
            }
            rest = &rest[at + end..];
        }
        self.push_numbered(rest, style, link, sort);
    }

    fn push_numbered(&mut self, words: &str, style: Style, link: Option<&Link>, sort: Sort) {
        let before = self.runs.last().and_then(|run| run.words.chars().next_back());
        self.push(&numbered(words, before), style, link, sort);
    }

    /// Adds words as they are, to the last run where they look and are like it.
    pub(super) fn push(&mut self, words: &str, style: Style, link: Option<&Link>, sort: Sort) {
        let words = move_marks(self.runs.last_mut().map(|last| &mut last.words), words);
        if words.is_empty() {
            return;
        }
        match self.runs.last_mut() {
            Some(last)
                if last.style == style
                    && last.link.as_ref() == link
                    && last.sort == Sort::Words
                    && sort == Sort::Words =>
            {
                last.words.push_str(words);
            }
            _ => self.runs.push(Run { words: words.to_owned(), style, link: link.cloned(), sort }),
        }
    }

    /// Returns whether a space stands last, or nothing at all.
    pub(super) fn ends_in_space(&self) -> bool {
        self.runs.last().is_none_or(|run| run.words.ends_with(char::is_whitespace))
    }

    /// Takes the spaces at the end away.
    pub(super) fn trim_end(&mut self) {
        while let Some(last) = self.runs.last_mut() {
            last.words.truncate(last.words.trim_end().len());
            if !last.words.is_empty() {
                break;
            }
            self.runs.pop();
        }
    }

    /// Returns the finished line; `None` where nothing is to be seen in it.
    pub(super) fn take(&mut self, right_to_left: bool) -> Option<Vec<Run>> {
        self.trim_end();
        let empty = self.runs.iter().take_while(|run| run.words.trim_start().is_empty()).count();
        self.runs.drain(..empty);
        if let Some(first) = self.runs.first_mut() {
            let spaces = first.words.len() - first.words.trim_start().len();
            first.words.drain(..spaces);
        }
        let mut runs = std::mem::take(&mut self.runs);
        bidi::isolate(&mut runs, right_to_left);
        (!runs.is_empty()).then_some(runs)
    }
}

/// Returns where the first web address begins.
fn find_address(words: &str) -> Option<usize> {
    let mut starts = words.match_indices("http").map(|(at, _)| at);
    starts.find(|at| ["https://", "http://"].iter().any(|scheme| words[*at..].starts_with(scheme)))
}

/// Returns where an address ends: before a space, and before the sign that ends the sentence.
fn address_end(words: &str) -> usize {
    let signs = ['.', ',', ';', ':', '!', '?', '»', '”', '"', '\'', ')', ']', '…'];
    let end = words.find(char::is_whitespace).unwrap_or(words.len());
    let bare = words[..end].trim_end_matches(signs).len();
    // A bracket that the address opened itself belongs to it.
    let closes = words[bare..end].starts_with(')') && words[..bare].contains('(');
    bare + usize::from(closes)
}
