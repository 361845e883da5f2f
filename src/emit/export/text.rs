//! One file for each answer: what stands in it is what is sent, and nothing else.
//!
//! Invariant: what no group may see stands in a folder that says so.

use super::Export;
use crate::chat::{Format, Formats};

/// Makes the files, with the text of one format.
pub(super) fn files(export: &Export<'_>, format: fn(&Formats) -> &Format) -> Vec<(String, Vec<u8>)> {
    let lang = export.lang;
    let mut about = export.about();
    about.push(format!("{lang}/private/: {}", export.labels.get("export_private")));
    let mut files = vec![(format!("{lang}/README.txt"), lines(&about))];
    for answer in &export.answers {
        let folder = if answer.is_private() { "private/" } else { "" };
        let parts: Vec<&str> =
            format(&answer.snippet.formats).parts.iter().map(|part| part.text.as_str()).collect();
        // Each part begins with its number.
        let text = format!("{}\n", parts.join("\n\n"));
        files.push((format!("{lang}/{folder}{}.txt", answer.snippet.id), text.into_bytes()));
    }
    files
}

/// Joins lines to the bytes of a file.
pub(super) fn lines(lines: &[String]) -> Vec<u8> {
    format!("{}\n", lines.join("\n")).into_bytes()
}
