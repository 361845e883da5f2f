//! The lines of OpenSSH's lists that say something.
//!
//! Invariant: a line is trimmed at neither end, so that what OpenSSH would read otherwise is refused by the reader.

use std::ops::Range;

use crate::source::Source;

/// Returns the lines that are neither empty nor a comment, each with its place.
pub(super) fn lines(source: &Source) -> impl Iterator<Item = (&str, Range<usize>)> {
    let mut start = 0;
    let cut = move |line: &str| {
        let range = start..start + line.len();
        start = range.end + 1;
        range
    };
    let mut cut = cut;
    source
        .text()
        .split('\n')
        .map(move |line| (line, cut(line)))
        .filter(|(line, _)| !line.is_empty() && !line.starts_with('#'))
}
