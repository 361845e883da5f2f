//! The format `telegram_html`: a bot sends it with `parse_mode=HTML` (field guide 3.2).
//!
//! Only tags that Telegram knows, and no named entity but the four it reads: any other tag and the whole message is lost.

use super::markup::{self, Markup, ROUND, Span};
use super::message::{Line, Quote, Run, Style};

/// Writes the lines of a part.
pub(super) fn write(lines: &[Line]) -> String {
    markup::write(lines, &mut Html)
}

struct Html;

fn tag(span: Span<'_>) -> &'static str {
    match span {
        Span::Link(_) => "a",
        Span::Style(Style::BOLD) => "b",
        Span::Style(Style::ITALIC) => "i",
        Span::Style(Style::STRIKE) => "s",
        Span::Style(Style::PRE) => "pre",
        Span::Style(_) => "code",
    }
}

fn escape(text: &str, out: &mut String) {
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            other => out.push(other),
        }
    }
}

impl Markup for Html {
    fn open(&mut self, span: Span<'_>, out: &mut String) {
        out.extend(["<", tag(span)]);
        if let Span::Link(address) = span {
            out.push_str(" href=\"");
            escape(address, out);
            out.push('"');
        }
        out.push('>');
    }

    fn close(&mut self, span: Span<'_>, out: &mut String) {
        out.extend(["</", tag(span), ">"]);
    }

    fn words(&mut self, run: &Run, out: &mut String) {
        escape(&run.words, out);
    }

    fn mark(&mut self, line: &Line, out: &mut String) {
        out.push_str(&markup::mark(line, &ROUND));
    }

    fn open_quote(&mut self, quote: Quote, out: &mut String) {
        out.push_str(if quote.folds { "<blockquote expandable>" } else { "<blockquote>" });
    }

    fn close_quote(&mut self, _quote: Quote, out: &mut String) {
        out.push_str("</blockquote>");
    }
}
