//! What is wrong with a template, said with its place.
//!
//! The engine reports faults found in loading, and the way through includes, as prepared text only; [`reports`] is the
//! one place that reads it, and its test fails when the engine changes that text.
//!
//! Invariant: a fault of a template names the template, and the line and column where the engine knows them.

use std::collections::BTreeMap;

use tera::{Error, ErrorKind};

use crate::base::path::OutPath;
use crate::diagnostic::{Code, Diagnostic, did_you_mean};
use crate::source::{Source, Span};

/// A place in a template: its name, line and column, both from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Spot {
    template: String,
    line: usize,
    column: usize,
}

/// One fault as the engine tells it.
#[derive(Debug, PartialEq, Eq)]
struct Report {
    message: String,
    spot: Option<Spot>,
    /// How the template was reached: what the engine says, and where.
    way: Vec<(String, Spot)>,
}

/// Returns the faults that hinder loading the templates.
pub(super) fn of_load(error: &Error, templates: &BTreeMap<String, Source>) -> Vec<Diagnostic> {
    reports(error).iter().map(|report| diagnostic(report, templates, "")).collect()
}

/// Returns the fault met in making `page`.
pub(super) fn of_page(error: &Error, templates: &BTreeMap<String, Source>, page: &OutPath) -> Diagnostic {
    let met = format!("met in making `{page}`");
    let first = reports(error).into_iter().next();
    first.map_or_else(
        || Diagnostic::error(Code::Template, met.clone()),
        |report| diagnostic(&report, templates, &met),
    )
}

/// Returns the fault of a template that leaves out what no page may lack.
pub(super) fn of_lack(
    template: &str,
    what: &str,
    templates: &BTreeMap<String, Source>,
    page: &OutPath,
) -> Diagnostic {
    let spot = Some(Spot { template: template.to_owned(), line: 0, column: 0 });
    let report = Report { message: format!("the page does not say `{what}`"), spot, way: Vec::new() };
    diagnostic(&report, templates, &format!("met in making `{page}`"))
        .help("include `mark.html` or `status.html` where the template of the default theme does")
}

fn diagnostic(report: &Report, templates: &BTreeMap<String, Source>, met: &str) -> Diagnostic {
    let (message, near) = nearest(&report.message);
    let mut fault = Diagnostic { help: near, ..Diagnostic::error(Code::Template, message) };
    fault = match report.spot.as_ref().and_then(|spot| spot.span(templates)) {
        Some(span) => fault.at(span, met),
        None if met.is_empty() => fault,
        None => fault.note(met),
    };
    for (words, spot) in &report.way {
        fault = match spot.span(templates) {
            Some(span) => fault.at(span, words.clone()),
            None => fault,
        };
    }
    fault
}

/// Cuts the list of all known names, which may be long, from a message, and offers the nearest one instead.
fn nearest(message: &str) -> (&str, Option<String>) {
    let Some((said, known)) = message.split_once(". Available ") else { return (message, None) };
    let unknown = said.split('`').nth(1).unwrap_or_default();
    let names = known.split_once(": ").map_or("", |(_, names)| names);
    (said, did_you_mean(unknown, names.split(", ")))
}

impl Spot {
    /// Finds the place in the text of its template; line 0 is the template as a whole.
    fn span(&self, templates: &BTreeMap<String, Source>) -> Option<Span> {
        let source = templates.get(&self.template)?;
        let Some(line) = self.line.checked_sub(1) else { return Some(source.span(0..0)) };
        let line = source.line_range(line);
        let words = source.text().get(line.clone())?;
        let before =
            words.char_indices().nth(self.column.saturating_sub(1)).map_or(words.len(), |(at, _)| at);
        Some(source.span(line.start + before..line.end))
    }
}

/// Reads what the engine says of an error: several faults at once where they were found in loading.
///
/// The text of one fault is `error: MESSAGE`, ` --> TEMPLATE:LINE:COLUMN`, and lines of source; then
/// `note: WORDS TEMPLATE:LINE:COLUMN` for each step of the way. Errors without a place name their template only.
fn reports(error: &Error) -> Vec<Report> {
    let text = error.to_string();
    let mut found: Vec<Report> = Vec::new();
    for line in text.lines() {
        let last = found.last_mut();
        if let Some(message) = line.strip_prefix("error: ") {
            found.push(Report { message: lower(message), spot: None, way: Vec::new() });
        } else if let (Some(place), Some(last)) = (line.trim_start().strip_prefix("--> "), last) {
            last.spot = last.spot.take().or(spot(place));
        } else if let (Some(note), Some(last)) = (line.strip_prefix("note: "), found.last_mut()) {
            let step = note
                .rsplit_once(' ')
                .and_then(|(words, place)| Some((format!("{words} here"), spot(place)?)));
            last.way.extend(step);
        }
    }
    if found.is_empty() {
        let whole = named(error.kind()).map(|template| Spot { template, line: 0, column: 0 });
        found.push(Report { message: lower(&text), spot: whole, way: Vec::new() });
    }
    found
}

/// Reads `TEMPLATE:LINE:COLUMN`.
fn spot(place: &str) -> Option<Spot> {
    let (rest, column) = place.rsplit_once(':')?;
    let (template, line) = rest.rsplit_once(':')?;
    Some(Spot { template: template.to_owned(), line: line.parse().ok()?, column: column.parse().ok()? })
}

/// Returns the template that an error without a place is about.
fn named(kind: &ErrorKind) -> Option<String> {
    match kind {
        ErrorKind::CircularExtend { tpl, .. } | ErrorKind::CircularInclude { tpl, .. } => Some(tpl.clone()),
        ErrorKind::MissingParent { current, .. } => Some(current.clone()),
        _ => None,
    }
}

/// Begins a sentence of the engine as ours begin.
fn lower(message: &str) -> String {
    let mut characters = message.chars();
    let first = characters.next().map(|first| first.to_lowercase().to_string()).unwrap_or_default();
    first + characters.as_str().trim_end_matches('.')
}
