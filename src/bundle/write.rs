//! Writes a parcel as text.
//!
//! Invariant: ASCII, lines of at most [`COLUMNS`] columns that end with a line feed and never with a space; the same parcel
//! always gives the same text.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use base64ct::{Base64, Encoding as _};

use super::{COLUMNS, Parcel, gzip};
use crate::base::digest::Digest;

/// The number of the format.
pub(super) const FORMAT: u32 = 1;

/// The key of a line that goes on with the one above.
pub(super) const MORE: &str = "more";

/// The word for a file that stands there as it is.
pub(super) const PLAIN: &str = "plain";

/// The word for one that is compressed.
pub(super) const GZIP: &str = "gzip";

/// Bytes so few that a compressed form gains nothing.
const SHORT: usize = 128;

/// Writes the whole text.
pub(super) fn parcel(parcel: &Parcel) -> String {
    let mut text = format!("{}\n", parcel.kind.begin());
    for line in head(parcel) {
        push(&mut text, &line);
    }
    for (path, bytes) in &parcel.files {
        text.push('\n');
        for line in folded("file", path.as_str()) {
            push(&mut text, &line);
        }
        body(&mut text, bytes);
    }
    text.push('\n');
    let sum = format!("sha256: {}", Digest::of(text.as_bytes()));
    push(&mut text, &sum);
    push(&mut text, parcel.kind.end());
    text
}

fn push(text: &mut String, line: &str) {
    text.push_str(line);
    text.push('\n');
}

/// Returns the lines at the top, which follow from the rest: they cannot say what is not in it.
pub(super) fn head(parcel: &Parcel) -> Vec<String> {
    let kind = parcel.kind;
    let mut lines: Vec<String> = kind.prose().into_iter().map(str::to_owned).collect();
    lines.push(String::new());
    lines.push(format!("format: {FORMAT}"));
    lines.push(format!("site: {}", parcel.site));
    let person = parcel.by.as_ref().map_or("-", |person| person.as_str());
    lines.push(format!("{}: {person}", kind.person()));
    lines.push(format!("made: {}", parcel.made));
    lines.push(format!("files: {}", parcel.files.len()));
    let mut folders: BTreeMap<&str, usize> = BTreeMap::new();
    for path in parcel.files.keys() {
        *folders.entry(path.folder()).or_default() += 1;
    }
    for (folder, count) in folders {
        lines.extend(folded(
            "inside",
            &format!("{count} in {}/", if folder.is_empty() { "." } else { folder }),
        ));
    }
    lines
}

/// Returns `key: value`, on as many lines as it needs.
pub(super) fn folded(key: &str, value: &str) -> Vec<String> {
    let (mut lines, mut key, mut rest) = (Vec::new(), key, value);
    loop {
        let room = COLUMNS - key.len() - ": ".len();
        let (here, more) = rest.split_at_checked(room).unwrap_or((rest, ""));
        lines.push(format!("{key}: {here}"));
        if more.is_empty() {
            return lines;
        }
        (key, rest) = (MORE, more);
    }
}

/// Writes the bytes of a file, in the shorter of two forms.
fn body(text: &mut String, bytes: &[u8]) {
    let packed = (bytes.len() > SHORT).then(|| gzip::pack(bytes)).filter(|packed| packed.len() < bytes.len());
    let (form, shown) = match &packed {
        Some(packed) => (GZIP, packed.as_slice()),
        None => (PLAIN, bytes),
    };
    let _ = writeln!(text, "size: {}\nsha256: {}\nform: {form}", bytes.len(), Digest::of(bytes));
    // So many bytes fill a line.
    for chunk in shown.chunks(COLUMNS / 4 * 3) {
        push(text, &Base64::encode_string(chunk));
    }
}
