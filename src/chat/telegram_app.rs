//! The format `telegram_app`: a worker pastes it into the app by hand (field guide 3.2).
//!
//! Its signs are two characters, not one and not three, and there is no escape: characters that look like a sign get a
//! joiner between them, and addresses are percent-encoded.

use unicode_normalization::char::is_combining_mark;

use super::clean::{JOINER, without_commands};
use super::markup::{self, Markup, ROUND, Span};
use super::message::{Line, Quote, Run, Sort, Style, map_runs, spelled_out};

/// Prepares lines for the app and for bots: what would become a command is broken.
pub(super) fn without_commands_in(lines: Vec<Line>) -> Vec<Line> {
    let change_line = |mut line: Line| {
        let mut before = None;
        for run in &mut line.runs {
            without_commands(run, before);
            before = run.words.chars().next_back();
        }
        line
    };
    lines.into_iter().map(change_line).collect()
}

/// Prepares lines: links are written out, and literal words that hold a backtick are words like others.
pub(super) fn prepared(lines: Vec<Line>) -> Vec<Line> {
    let lines = spelled_out(without_commands_in(lines), true);
    let backticks: usize = lines.iter().flat_map(|line| &line.runs).map(backticks).sum();
    map_runs(lines, |mut run, runs| {
        encode_address(&mut run);
        if run.style.is_literal() && run.words.contains('`') {
            run.style = Style::default();
        }
        // One alone begins nothing.
        if backticks > 1 && run.words.contains('`') {
            run.words = run.words.replace('`', LOOKS_LIKE_BACKTICK);
        }
        runs.push(run);
    })
}

/// Counts the backticks that the app would see.
fn backticks(run: &Run) -> usize {
    run.words.matches('`').count() + usize::from(run.style.is_literal())
}

/// The modifier letter grave accent.
pub(super) const LOOKS_LIKE_BACKTICK: &str = "\u{2CB}";

/// What chats read as markup.
const SIGNS: &str = "()*~|`_";

/// Percent-encodes what chats would read as markup within an address (RFC 3986, 2.1).
pub(super) fn encode_address(run: &mut Run) {
    if run.sort != Sort::Address {
        return;
    }
    let mut out = String::with_capacity(run.words.len());
    let mut rest = run.words.chars().peekable();
    let mut before = None;
    while let Some(character) = rest.next() {
        // One underscore alone is no sign within an address, and many addresses have one.
        let doubled = before == Some('_') || rest.peek() == Some(&'_');
        let begins = before.is_none_or(|before: char| !before.is_alphanumeric());
        match character {
            // A mark cannot stand on a sign that was encoded: it would join its last letter.
            mark if is_combining_mark(mark) && before.is_some_and(|before| SIGNS.contains(before)) => {
                continue;
            }
            '(' => out.push_str("%28"),
            ')' => out.push_str("%29"),
            '*' => out.push_str("%2A"),
            '~' => out.push_str("%7E"),
            '|' => out.push_str("%7C"),
            '`' => out.push_str("%60"),
            '_' if doubled || begins => out.push_str("%5F"),
            other => out.push(other),
        }
        before = Some(character);
    }
    run.words = out;
}

/// Writes prepared lines.
pub(super) fn write(lines: &[Line]) -> String {
    markup::write(lines, &mut App)
}

struct App;

/// The characters that are a sign when there are two of them.
const DOUBLED: &str = "*_~|";

impl App {
    /// Writes a character apart from an equal one before it, and from a bracket that would make a link.
    fn push(character: char, out: &mut String) {
        let joins = DOUBLED.contains(character) && out.ends_with(character);
        let links = character == '(' && out.ends_with(']');
        if joins || links {
            out.push(JOINER);
        }
        out.push(character);
    }

    fn sign(span: Span<'_>, out: &mut String) {
        let sign = match span {
            Span::Style(Style::BOLD) => "**",
            Span::Style(Style::ITALIC) => "__",
            Span::Style(Style::STRIKE) => "~~",
            Span::Style(Style::CODE) => "`",
            Span::Style(Style::PRE) => "```",
            Span::Style(_) | Span::Link(_) => "",
        };
        if sign.chars().next().is_some_and(|first| out.ends_with(first)) {
            out.push(JOINER);
        }
        out.push_str(sign);
    }
}

impl Markup for App {
    fn open(&mut self, span: Span<'_>, out: &mut String) {
        Self::sign(span, out);
    }

    fn close(&mut self, span: Span<'_>, out: &mut String) {
        Self::sign(span, out);
    }

    fn words(&mut self, run: &Run, out: &mut String) {
        if run.style.is_literal() {
            out.push_str(&run.words);
        } else {
            run.words.chars().for_each(|character| Self::push(character, out));
        }
    }

    fn mark(&mut self, line: &Line, out: &mut String) {
        out.push_str(&markup::mark(line, &ROUND));
    }

    fn open_quote(&mut self, _quote: Quote, out: &mut String) {
        out.push('«');
    }

    fn close_quote(&mut self, _quote: Quote, out: &mut String) {
        out.push('»');
    }
}
