//! The format `plain`: text that looks right without any markup (field guide 3.4, column "plain").
//!
//! `signal` and `sms` are the same text in other portions.

use super::Voice;
use super::compose::Composer;
use super::markup::{self, Markup, PLAIN, Span};
use super::message::{Line, Run, spelled_out};
use super::sent::Sent;
use crate::article::tree::Inline;

/// Prepares lines: links and nothing else are written out; a picture is its words.
pub(super) fn prepared(lines: Vec<Line>) -> Vec<Line> {
    spelled_out(lines, false)
}

/// Writes prepared lines.
pub(super) fn write(lines: &[Line]) -> String {
    markup::write(lines, &mut Plain)
}

/// Returns one line of text without markup, facts filled in: for titles, red flags and questions.
pub fn line(inlines: &[Inline], voice: &Voice<'_>) -> String {
    let mut composer = Composer::new(voice, Sent::default());
    composer.inlines(inlines);
    let lines = prepared(composer.take());
    lines.iter().map(Line::words).collect::<Vec<_>>().join(" ")
}

struct Plain;

impl Markup for Plain {
    fn open(&mut self, _span: Span<'_>, _out: &mut String) {}
    fn close(&mut self, _span: Span<'_>, _out: &mut String) {}

    fn words(&mut self, run: &Run, out: &mut String) {
        out.push_str(&run.words);
    }

    fn mark(&mut self, line: &Line, out: &mut String) {
        if line.quote.is_some() {
            out.push_str(PLAIN.indent);
        }
        out.push_str(&markup::mark(line, &PLAIN));
    }
}
