//! The format `telegram_mdv2`: a bot sends it with `parse_mode=MarkdownV2` (field guide 3.2).
//!
//! One reserved character without its backslash, and the whole message is lost.
//!
//! Invariant: no underline is ever written, nor an underscore beside another: a style that ends and begins again has
//! something else between.

use super::markup::{self, Markup, ROUND, Span};
use super::message::{Gap, Line, Quote, Run, Style};

/// Writes the lines of a part.
pub(super) fn write(lines: &[Line]) -> String {
    markup::write(lines, &mut Markdown { after_quote: false })
}

struct Markdown {
    /// Whether the line above was the last of a quote.
    after_quote: bool,
}

/// What stands on both sides of a span.
fn sign(span: Span<'_>) -> &'static str {
    match span {
        Span::Style(Style::BOLD) => "*",
        Span::Style(Style::ITALIC) => "_",
        Span::Style(Style::STRIKE) => "~",
        Span::Style(Style::CODE) => "`",
        Span::Style(_) => "```",
        Span::Link(_) => "",
    }
}

fn escape(text: &str, is_reserved: fn(char) -> bool, out: &mut String) {
    let mut rest = text;
    while let Some(at) = rest.find(is_reserved) {
        let (plain, reserved) = rest.split_at(at);
        out.push_str(plain);
        out.push('\\');
        // What is reserved is ASCII: one byte.
        let (reserved, after) = reserved.split_at(1);
        out.push_str(reserved);
        rest = after;
    }
    out.push_str(rest);
}

/// What must be escaped in words.
fn in_words(character: char) -> bool {
    matches!(
        character,
        '_' | '*'
            | '['
            | ']'
            | '('
            | ')'
            | '~'
            | '`'
            | '>'
            | '#'
            | '+'
            | '-'
            | '='
            | '|'
            | '{'
            | '}'
            | '.'
            | '!'
            | '\\'
    )
}

/// What must be escaped in literal words.
fn in_literal(character: char) -> bool {
    matches!(character, '`' | '\\')
}

/// What must be escaped in the address of a link.
fn in_address(character: char) -> bool {
    matches!(character, ')' | '\\')
}

impl Markup for Markdown {
    fn open(&mut self, span: Span<'_>, out: &mut String) {
        match span {
            Span::Link(_) => out.push('['),
            // Without a line end, the first word would be taken for the name of a language.
            Span::Style(Style::PRE) => out.push_str("```\n"),
            Span::Style(_) => out.push_str(sign(span)),
        }
    }

    fn close(&mut self, span: Span<'_>, out: &mut String) {
        match span {
            Span::Link(address) => {
                out.push_str("](");
                escape(address, in_address, out);
                out.push(')');
            }
            Span::Style(_) => out.push_str(sign(span)),
        }
    }

    fn words(&mut self, run: &Run, out: &mut String) {
        escape(&run.words, if run.style.is_literal() { in_literal } else { in_words }, out);
    }

    fn mark(&mut self, line: &Line, out: &mut String) {
        self.after_quote &= line.quote.is_some();
        escape(&markup::mark(line, &ROUND), in_words, out);
    }

    fn open_quote(&mut self, quote: Quote, out: &mut String) {
        // An empty bold divides two quotes, and begins one that can be folded.
        out.push_str(if self.after_quote || quote.folds { "**>" } else { ">" });
    }

    fn close_quote(&mut self, quote: Quote, out: &mut String) {
        self.after_quote = true;
        out.push_str(if quote.folds { "||" } else { "" });
    }

    fn gap(&mut self, gap: Gap, within: Option<Quote>, out: &mut String) {
        let end = if within.is_some() { "\n>" } else { "\n" };
        out.push_str(end);
        if gap == Gap::Blank {
            // An empty line ends a quote.
            self.after_quote &= within.is_some();
            out.push_str(end);
        }
    }
}
