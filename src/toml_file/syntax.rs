//! The parser's findings, in a reader's words.

use toml::de::Error;

use super::{Origin, quoted};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::Span;

/// What the parser says, what that means, and how to put it right.
const WORDS: &[(&str, &str, &str)] = &[
    (
        SWALLOWED,
        "a list is not closed before this line",
        "close the list above with `]`; what follows is read then",
    ),
    ("invalid date", "this is no day of the calendar", "write it like 2026-11-20"),
    ("string values must be quoted", "a text must stand in quotes", "write it like this: \"…\""),
    ("key with no value", "a key has no value", "write it like this: key = \"…\""),
    ("missing value", "a key has no value", "write the value behind the `=`"),
    ("unclosed array table", "a heading is not closed", "end it with `]]`"),
    ("unclosed table", "a heading is not closed", "end it with `]`"),
    ("unclosed array", "a list is not closed", "end it with `]`"),
    ("unclosed inline table", "a table in braces is not closed", "end it with `}`"),
    ("missing comma", "a comma is missing", "put a comma between the entries"),
    ("extra comma", "there is a comma too many", "take the comma out"),
    ("extra `=`", "there is a `=` too many", "take the `=` out"),
    (
        "unquoted keys cannot be empty",
        "a key is missing",
        "write a name before the `=`, or between the brackets",
    ),
    (
        "invalid unquoted key",
        "a key holds a character that it may not",
        "use letters, digits, `-` and `_` only",
    ),
    (
        "invalid basic string",
        "a text in quotes is not right",
        "end it with a quote in the same line; write `\\` twice, and a quote within as `\\\"`",
    ),
    ("invalid literal string", "a text in quotes is not right", "end it with a quote in the same line"),
    (
        "invalid multi-line",
        "a text in three quotes is not right",
        "end it with three quotes; write `\\` twice",
    ),
    ("unexpected key or value", "there is more on this line than one key and its value", "begin a new line"),
];

/// What the parser says when a list that was never closed swallows the next key; what it says from there on is noise.
const SWALLOWED: &str = "unexpected `=` in array";

/// Pushes the parser's faults, the first of each line, and returns whether the text was understood to its end: a key
/// given twice leaves the rest clear.
pub(super) fn tell(mut faults: Vec<Error>, origin: Origin<'_>, found: &mut Diagnostics) -> bool {
    let place = |fault: &Error| origin.span(fault.span().unwrap_or_default());
    let line = |fault: &Error| origin.source.line_of(place(fault).range().start);
    let swallows = |fault: &Error| fault.message().starts_with(SWALLOWED);
    if let Some(first) = faults.iter().find(|fault| swallows(fault)).map(line) {
        faults.retain(|fault| line(fault) < first || line(fault) == first && swallows(fault));
    }
    faults.sort_by_key(|fault| place(fault).range().start);
    faults.dedup_by_key(|fault| line(fault));
    found.extend(faults.iter().map(|fault| explain(fault.message(), place(fault))));
    faults.iter().all(|fault| fault.message() == TWICE)
}

/// What the parser says of a key given twice.
const TWICE: &str = "duplicate key";

/// Turns a fault of the parser into a finding.
fn explain(said: &str, span: Span) -> Diagnostic {
    if said == TWICE {
        return Diagnostic::error(
            Code::TomlSyntax,
            format!("the key {} is given twice", quoted(span.text())),
        )
        .at(span, "")
        .help("keep one of the two");
    }
    match WORDS.iter().find(|(start, ..)| said.starts_with(start)) {
        Some((_, meaning, remedy)) => {
            Diagnostic::error(Code::TomlSyntax, *meaning).at(span, "").help(*remedy)
        }
        None => Diagnostic::error(Code::TomlSyntax, format!("this is not TOML: {said}"))
            .at(span, "")
            .help("write `key = \"value\"`, with straight quotes"),
    }
}
