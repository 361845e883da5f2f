//! A table with a row for each part of each answer (RFC 4180).
//!
//! Every cell is in quotes, so that none can be taken for anything but text. Excel reads the letters of a table right only
//! behind a mark, and takes a cell that begins with `=` for a formula all the same: its flavour has the mark, and an
//! apostrophe before such a cell (field guide 3.9).
//!
//! Invariant: a table has as many cells in each row as in the first.

use super::{Answer, Export, text};

/// For whom a table is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Flavour {
    /// For programs.
    Plain,
    /// For Excel and its like.
    Excel,
}

/// Tells Excel that the letters are UTF-8.
const MARK_OF_UTF_8: &str = "\u{FEFF}";

/// The columns: the names are those of the JSON contract.
const COLUMNS: [&str; 18] = [
    "id",
    "part",
    "parts",
    "lang",
    "status",
    "code",
    "title",
    "need",
    "urgency",
    "audience",
    "channels",
    "sensitivity",
    "invite",
    "placeholders",
    "search_terms",
    "exported",
    "until",
    "text",
];

/// Makes the table, and beside it what is to be known.
pub(super) fn files(export: &Export<'_>, flavour: Flavour) -> Vec<(String, Vec<u8>)> {
    let mut table = String::from(if flavour == Flavour::Excel { MARK_OF_UTF_8 } else { "" });
    row(&COLUMNS.map(str::to_owned), flavour, &mut table);
    for answer in &export.answers {
        let parts = &answer.snippet.formats.plain.parts;
        for (part, number) in parts.iter().zip(1..) {
            row(&cells((export, answer), (number, parts.len()), &part.text), flavour, &mut table);
        }
    }
    let lang = export.lang;
    let readme = (format!("{lang}/README.txt"), text::lines(&export.about()));
    vec![(format!("{lang}/snippets.csv"), table.into_bytes()), readme]
}

fn cells(
    (export, answer): (&Export<'_>, &Answer),
    (number, count): (usize, usize),
    text: &str,
) -> [String; 18] {
    let snippet = &answer.snippet;
    let audience: Vec<&str> = snippet.audience.iter().map(|audience| audience.as_str()).collect();
    let fit = &snippet.channel_fit;
    let channels = [("group", fit.group), ("dm", fit.dm), ("phone", fit.phone), ("sms", fit.sms)];
    let channels = channels.into_iter().filter(|(_, fits)| *fits).map(|(name, _)| name);
    let blanks = snippet.placeholders.iter().map(|blank| format!("{{{}}}: {}", blank.name, blank.label));
    [
        snippet.id.clone(),
        number.to_string(),
        count.to_string(),
        snippet.lang.clone(),
        snippet.status.as_str().to_owned(),
        snippet.code.clone(),
        snippet.title.clone(),
        snippet.need.as_str().to_owned(),
        snippet.urgency.as_str().to_owned(),
        audience.join(" "),
        channels.collect::<Vec<_>>().join(" "),
        snippet.sensitivity.as_str().to_owned(),
        snippet.invite.clone().unwrap_or_default(),
        blanks.collect::<Vec<_>>().join("; "),
        snippet.search_terms.join("; "),
        export.day.to_string(),
        answer.until.to_string(),
        text.to_owned(),
    ]
}

fn row(cells: &[String], flavour: Flavour, out: &mut String) {
    for (place, cell) in cells.iter().enumerate() {
        let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
        let apostrophe = if formula && flavour == Flavour::Excel { "'" } else { "" };
        let comma = if place == 0 { "" } else { "," };
        out.extend([comma, "\"", apostrophe, &cell.replace('"', "\"\""), "\""]);
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(cells: &[&str], flavour: Flavour) -> String {
        let mut out = String::new();
        row(&cells.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>(), flavour, &mut out);
        out
    }

    #[test]
    fn excel_alone_is_kept_from_formulas() {
        assert_eq!(told(&["a\"b", "=1+1", ""], Flavour::Plain), "\"a\"\"b\",\"=1+1\",\"\"\r\n");
        for cell in ["=cmd", "+7 812", "-1", "@a", "\ta"] {
            assert_eq!(told(&[cell], Flavour::Excel), format!("\"'{cell}\"\r\n"));
        }
        assert_eq!(told(&["a=1"], Flavour::Excel), "\"a=1\"\r\n");
    }
}
