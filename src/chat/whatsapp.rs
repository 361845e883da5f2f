//! The format `whatsapp` (field guide 3.2).
//!
//! Its signs work only at the edge of a word and with no space inside, and there is no escape: emphasis within a word is
//! dropped, and a character that would be read as a sign gives way to one that looks like it.

use super::clean::JOINER;
use super::markup::{self, Markup, PLAIN, ROUND, Signs, Span};
use super::message::{Line, Run, Sort, Style, map_runs, spelled_out};
use super::telegram_app::{LOOKS_LIKE_BACKTICK, encode_address};

/// Prepares lines: links are written out, and emphasis that could not be shown is dropped.
pub(super) fn prepared(lines: Vec<Line>) -> Vec<Line> {
    let lines = map_runs(spelled_out(lines, true), |mut run, runs| {
        encode_address(&mut run);
        if run.style.is_literal() && run.words.contains('`') {
            run.style = Style::default();
        }
        runs.push(run);
    });
    let change_line = |mut line: Line| {
        for style in [Style::BOLD, Style::ITALIC, Style::STRIKE] {
            drop_within_words(style, &mut line.runs);
        }
        line
    };
    lines.into_iter().map(change_line).collect()
}

/// Takes a style from the stretches that have it but do not begin and end at the edge of a word.
fn drop_within_words(style: Style, runs: &mut [Run]) {
    let mut at = 0;
    while let Some(first) = runs[at..].iter().position(|run| run.style.has(style)).map(|on| at + on) {
        let end = runs[first..].iter().position(|run| !run.style.has(style));
        let end = end.map_or(runs.len(), |on| first + on);
        let (inside, before) = (&runs[first..end], &runs[..first]);
        let outer_before = before.last().and_then(|run| run.words.chars().next_back());
        let outer_after = runs.get(end).and_then(|run| run.words.chars().next());
        let inner_first = inside.first().and_then(|run| run.words.chars().next());
        let inner_last = inside.last().and_then(|run| run.words.chars().next_back());
        let at_edges = [outer_before, outer_after].into_iter().flatten().all(|near| !near.is_alphanumeric());
        let tight = [inner_first, inner_last].into_iter().flatten().all(|near| !near.is_whitespace());
        if !(at_edges && tight) {
            runs[first..end].iter_mut().for_each(|run| run.style = run.style.without(style));
        }
        at = end;
    }
}

/// Writes prepared lines.
pub(super) fn write(lines: &[Line]) -> String {
    markup::write(lines, &mut WhatsApp)
}

/// Bullets as WhatsApp knows them, and the alarm of chats that show every character.
const SIGNS: Signs = Signs { alarm: ROUND.alarm, ..PLAIN };

struct WhatsApp;

fn sign(span: Span<'_>) -> &'static str {
    match span {
        Span::Style(Style::BOLD) => "*",
        Span::Style(Style::ITALIC) => "_",
        Span::Style(Style::STRIKE) => "~",
        Span::Style(Style::CODE) => "`",
        Span::Style(Style::PRE) => "```",
        Span::Style(_) | Span::Link(_) => "",
    }
}

/// Returns what looks like a sign and is none.
fn look_alike(character: char) -> Option<&'static str> {
    match character {
        '*' => Some("\u{2217}"),
        '_' => Some("\u{FF3F}"),
        '~' => Some("\u{223C}"),
        '`' => Some(LOOKS_LIKE_BACKTICK),
        _ => None,
    }
}

impl Markup for WhatsApp {
    fn open(&mut self, span: Span<'_>, out: &mut String) {
        out.push_str(sign(span));
    }

    fn close(&mut self, span: Span<'_>, out: &mut String) {
        out.push_str(sign(span));
    }

    fn words(&mut self, run: &Run, out: &mut String) {
        if run.style.is_literal() || run.sort == Sort::Address {
            out.push_str(&run.words);
            return;
        }
        // What begins a line as a quote does must not begin it.
        if run.words.starts_with("> ") && (out.is_empty() || out.ends_with('\n')) {
            out.push(JOINER);
        }
        let mut characters = run.words.chars().peekable();
        while let Some(character) = characters.next() {
            // A sign is one where a word can begin behind it, and anywhere within emphasis, which it would end.
            let begins = !out.ends_with(char::is_alphanumeric)
                && characters.peek().is_none_or(|next| !next.is_whitespace());
            match look_alike(character).filter(|_| begins || run.style != Style::default()) {
                Some(other) => out.push_str(other),
                None => out.push(character),
            }
        }
    }

    fn mark(&mut self, line: &Line, out: &mut String) {
        if line.quote.is_some() {
            out.push_str("> ");
        }
        out.push_str(&markup::mark(line, &SIGNS));
    }
}
