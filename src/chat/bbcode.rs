//! The format `bbcode`, for forums.
//!
//! Numbers are written as they are: a numbered list of a forum begins at 1 again in every part.

use super::clean::JOINER;
use super::markup::{self, Markup, PLAIN, Span};
use super::message::{Gap, Line, Mark, Quote, Run, Style, pictures_spelled_out};

/// Prepares lines: the addresses of pictures are written out.
pub(super) fn prepared(lines: Vec<Line>) -> Vec<Line> {
    pictures_spelled_out(lines)
}

/// Writes prepared lines.
pub(super) fn write(lines: &[Line]) -> String {
    let mut page = Page::default();
    let mut quote: Option<Quote> = None;
    for (place, line) in lines.iter().enumerate() {
        let goes_on = line.quote == quote;
        page.close_lists(if goes_on { lists_around(line) } else { 0 });
        page.out.push_str(if quote.is_some() && !goes_on { "[/quote]" } else { "" });
        if place > 0 {
            page.out.push_str(if line.gap == Gap::Line { "\n" } else { "\n\n" });
        }
        page.out.push_str(if line.quote.is_some() && !goes_on { "[quote]" } else { "" });
        quote = line.quote;
        page.mark(line);
        markup::runs(&line.runs, &mut Forum, &mut page.out);
    }
    page.close_lists(0);
    page.out.push_str(if quote.is_some() { "[/quote]" } else { "" });
    page.out
}

/// Returns the depth below which lists stay open at a line.
fn lists_around(line: &Line) -> usize {
    match line.mark {
        Mark::Bullet | Mark::Continued => line.depth + 1,
        Mark::None | Mark::Alarm | Mark::Number(_) => line.depth,
    }
}

/// A part that grows.
#[derive(Default)]
struct Page {
    out: String,
    /// The depths of the lists that are open.
    lists: Vec<usize>,
}

impl Page {
    /// Closes the lists that are as deep as `depth`, or deeper.
    fn close_lists(&mut self, depth: usize) {
        while self.lists.pop_if(|open| *open >= depth).is_some() {
            self.out.push_str("\n[/list]");
        }
    }

    fn mark(&mut self, line: &Line) {
        match line.mark {
            Mark::Bullet => {
                if self.lists.last() != Some(&line.depth) {
                    self.lists.push(line.depth);
                    self.out.push_str("[list]\n");
                }
                self.out.push_str("[*]");
            }
            Mark::Number(_) => self.out.push_str(&markup::mark(line, &PLAIN)),
            Mark::None | Mark::Alarm | Mark::Continued => {}
        }
    }
}

struct Forum;

fn name(span: Span<'_>) -> &'static str {
    match span {
        Span::Style(Style::BOLD) => "b",
        Span::Style(Style::ITALIC) => "i",
        Span::Style(Style::STRIKE) => "s",
        Span::Style(_) => "code",
        Span::Link(_) => "url",
    }
}

impl Markup for Forum {
    fn open(&mut self, span: Span<'_>, out: &mut String) {
        out.extend(["[", name(span)]);
        if let Span::Link(address) = span {
            // RFC 3986 wants these two percent-encoded, and here they would end the tag.
            out.extend(["=", &address.replace('[', "%5B").replace(']', "%5D")]);
        }
        out.push(']');
    }

    fn close(&mut self, span: Span<'_>, out: &mut String) {
        out.extend(["[/", name(span), "]"]);
    }

    fn words(&mut self, run: &Run, out: &mut String) {
        for character in run.words.chars() {
            // Forums know no escape.
            if out.ends_with('[') && (character.is_ascii_alphabetic() || "/*".contains(character)) {
                out.push(JOINER);
            }
            out.push(character);
        }
    }
}
