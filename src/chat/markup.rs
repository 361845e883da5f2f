//! What all formats do alike: goes through the lines of one part, opens and closes what begins and ends.
//!
//! A style is open only within its line, so that it can never reach into another quote, item or part.
//!
//! Invariant: what is opened is closed, in the opposite order.

use super::message::{Gap, Line, Link, Mark, Quote, Run, Style};

/// What words stand in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Span<'a> {
    /// One style.
    Style(Style),
    /// A link to this address.
    Link(&'a str),
}

/// One format's way of writing.
pub(super) trait Markup {
    /// Writes what begins a span.
    fn open(&mut self, span: Span<'_>, out: &mut String);
    /// Writes what ends a span.
    fn close(&mut self, span: Span<'_>, out: &mut String);
    /// Writes words.
    fn words(&mut self, run: &Run, out: &mut String);
    /// Writes what stands before the words of a line.
    fn mark(&mut self, _line: &Line, _out: &mut String) {}
    /// Writes what begins a quote.
    fn open_quote(&mut self, _quote: Quote, _out: &mut String) {}
    /// Writes what ends a quote.
    fn close_quote(&mut self, _quote: Quote, _out: &mut String) {}
    /// Writes what divides two lines, within a quote or not.
    fn gap(&mut self, gap: Gap, _within: Option<Quote>, out: &mut String) {
        out.push_str(if gap == Gap::Line { "\n" } else { "\n\n" });
    }
}

/// Writes the lines of a part.
pub(super) fn write(lines: &[Line], markup: &mut impl Markup) -> String {
    let mut out = String::new();
    let mut quote: Option<Quote> = None;
    for (place, line) in lines.iter().enumerate() {
        let goes_on = quote == line.quote;
        if let Some(quote) = quote.filter(|_| !goes_on) {
            markup.close_quote(quote, &mut out);
        }
        if place > 0 {
            markup.gap(line.gap, quote.filter(|_| goes_on), &mut out);
        }
        if let Some(quote) = line.quote.filter(|_| !goes_on) {
            markup.open_quote(quote, &mut out);
        }
        quote = line.quote;
        markup.mark(line, &mut out);
        runs(&line.runs, markup, &mut out);
    }
    if let Some(quote) = quote {
        markup.close_quote(quote, &mut out);
    }
    out
}

/// Writes the runs of a line. Of the spans that begin together, the one that ends last is the outermost.
pub(super) fn runs(runs: &[Run], markup: &mut impl Markup, out: &mut String) {
    let mut open: Vec<Span<'_>> = Vec::new();
    for (place, run) in runs.iter().enumerate() {
        let wanted = spans(run);
        let kept = open.iter().take_while(|span| wanted.contains(span)).count();
        open.drain(kept..).rev().for_each(|span| markup.close(span, out));
        let mut new: Vec<(usize, Span<'_>)> = wanted
            .into_iter()
            .filter(|span| !open.contains(span))
            .map(|span| (runs[place..].iter().take_while(|run| is_in(run, span)).count(), span))
            .collect();
        new.sort_by_key(|(length, _)| std::cmp::Reverse(*length));
        for (_, span) in new {
            markup.open(span, out);
            open.push(span);
        }
        markup.words(run, out);
    }
    open.into_iter().rev().for_each(|span| markup.close(span, out));
}

/// Returns what a run stands in; literal words stand in nothing else.
fn spans(run: &Run) -> Vec<Span<'_>> {
    let styles = Style::ALL.into_iter().filter(|style| run.style.has(*style)).map(Span::Style);
    let link = match &run.link {
        Some(Link::Page(address)) => Some(Span::Link(address)),
        Some(Link::Picture(_)) | None => None,
    };
    styles.chain(link).collect()
}

fn is_in(run: &Run, span: Span<'_>) -> bool {
    match span {
        Span::Style(style) => run.style.has(style),
        Span::Link(address) => matches!(&run.link, Some(Link::Page(other)) if **other == *address),
    }
}

/// The mark of a line as text, with the bullets and the sign of alarm that a format has.
pub(super) fn mark(line: &Line, signs: &Signs) -> String {
    let room = signs.indent.repeat(line.depth);
    match line.mark {
        Mark::None => String::new(),
        Mark::Alarm => signs.alarm.to_owned(),
        Mark::Bullet if line.depth == 0 => signs.bullet.to_owned(),
        Mark::Bullet => room + signs.inner_bullet,
        Mark::Number(number) => format!("{room}{number}. "),
        Mark::Continued => room + "  ",
    }
}

/// The signs that stand before lines.
pub(super) struct Signs {
    pub(super) alarm: &'static str,
    pub(super) bullet: &'static str,
    pub(super) inner_bullet: &'static str,
    /// The room before an inner list, for each list around it.
    pub(super) indent: &'static str,
}

/// For chats that show every character.
pub(super) const ROUND: Signs = Signs { alarm: "🚨 ", bullet: "• ", inner_bullet: "◦ ", indent: "   " };
/// For text that may end anywhere.
pub(super) const PLAIN: Signs = Signs { alarm: "", bullet: "- ", inner_bullet: "- ", indent: "  " };
