//! Findings as JSON, for programs.
//!
//! Invariant: it says all that a report for a person says, in the same order, with keys in a stable order.

use serde::Serialize;

use super::{Diagnostic, Label, Place};

/// A finding as it is written.
#[derive(Serialize)]
struct Finding<'a> {
    code: &'static str,
    severity: &'static str,
    message: &'a str,
    labels: Vec<At<'a>>,
    notes: &'a [String],
    help: Option<&'a str>,
}

/// A place as it is written; only the path where a file has no text.
#[derive(Serialize)]
struct At<'a> {
    path: &'a str,
    #[serde(flatten)]
    stretch: Option<Stretch>,
    text: &'a str,
}

/// Lines and columns (in characters) from 1, and bytes from 0; the end is the first that no longer belongs.
#[derive(Serialize)]
struct Stretch {
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    start: usize,
    end: usize,
}

/// Writes findings as one JSON array, in the order they have, with a line feed at the end.
pub fn render(diagnostics: &[Diagnostic]) -> String {
    // Strings and numbers under fixed keys are always JSON.
    let array = serde_json::to_string_pretty(&findings(diagnostics)).unwrap_or_default();
    array + "\n"
}

/// Returns findings as a value that goes into a larger document.
pub fn findings(diagnostics: &[Diagnostic]) -> impl Serialize + '_ {
    diagnostics.iter().map(finding).collect::<Vec<_>>()
}

fn finding(diagnostic: &Diagnostic) -> Finding<'_> {
    Finding {
        code: diagnostic.code.as_str(),
        severity: diagnostic.severity.as_str(),
        message: &diagnostic.message,
        labels: diagnostic.labels.iter().map(at).collect(),
        notes: &diagnostic.notes,
        help: diagnostic.help.as_deref(),
    }
}

fn at(label: &Label) -> At<'_> {
    let stretch = match &label.place {
        Place::File(_) => None,
        Place::Text(span) => {
            let range = span.range();
            let (line, column) = span.position();
            let (end_line, end_column) = span.source().position(range.end);
            Some(Stretch { line, column, end_line, end_column, start: range.start, end: range.end })
        }
    };
    At { path: label.place.path().as_str(), stretch, text: &label.text }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::path::SourcePath;
    use crate::diagnostic::Code;
    use crate::source::Source;

    #[test]
    fn a_finding_is_written_with_columns_in_characters_and_offsets_in_bytes() {
        let source = Source::new(SourcePath::parse("a.md").unwrap(), "да\nнет\n".to_owned());
        let picture = SourcePath::parse("a.png").unwrap();
        let fault = Diagnostic::error(Code::RawHtml, "raw \"HTML\"")
            .at(source.span(7..12), "here")
            .at(&picture, "")
            .note("one")
            .help("two");
        let expected = r#"[
  {
    "code": "raw-html",
    "severity": "error",
    "message": "raw \"HTML\"",
    "labels": [
      {
        "path": "a.md",
        "line": 2,
        "column": 2,
        "end_line": 3,
        "end_column": 1,
        "start": 7,
        "end": 12,
        "text": "here"
      },
      {
        "path": "a.png",
        "text": ""
      }
    ],
    "notes": [
      "one"
    ],
    "help": "two"
  }
]
"#;
        assert_eq!(render(&[fault]), expected);
        assert_eq!(render(&[]), "[]\n");
    }
}
