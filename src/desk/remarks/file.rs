//! The file of one saying, read.
//!
//! Invariant: a file with any fault gives no saying, and every fault of it is a warning.

use super::{LONGEST_SENTENCE, LONGEST_TEXT, Name};
use crate::base::day::Day;
use crate::base::digest::Digest;
use crate::base::path::SourcePath;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::project::{self, File, text};
use crate::source::Source;
use crate::toml_file::{Placed, Table};

/// The most bytes of the file: the longest text with every character escaped, and room for comments.
const LARGEST: usize = 64 << 10;

/// One saying.
pub(super) struct Said {
    pub(super) name: Name,
    pub(super) day: Day,
    pub(super) text: String,
    pub(super) what: What,
}

/// Whether something begins, or belongs to what was said before.
pub(super) enum What {
    Remark { sentence: Option<String>, seen: Option<Digest> },
    Answer { to: Name, closes: bool },
}

/// Reads a saying.
pub(super) fn read(path: &SourcePath, file: &File, name: Name, found: &mut Diagnostics) -> Option<Said> {
    let mut own = Diagnostics::new();
    let said = readable(path, file, &mut own).and_then(|source| parse(source, name, &mut own));
    let sound = own.is_empty();
    found.extend(own.into_sorted().into_iter().map(|fault| Diagnostic {
        severity: Severity::Warning,
        ..fault.note("nobody is shown this remark until its file is put right")
    }));
    said.filter(|_| sound)
}

fn readable<'a>(path: &SourcePath, file: &'a File, found: &mut Diagnostics) -> Option<&'a Source> {
    let size = file.bytes().len();
    if size > LARGEST {
        let message = format!("the text has {size} bytes, and {LARGEST} are the most it may have");
        found.push(Diagnostic::error(Code::FileTooLarge, message).at(path, "").help("split it"));
        return None;
    }
    project::checked_text(path, file, found)
}

fn parse(source: &Source, name: Name, found: &mut Diagnostics) -> Option<Said> {
    let mut table = Table::of_file(source, found)?;
    let day = table.take::<Day>("day", found);
    let to = table.take_optional::<String>("to", found);
    let closes = table.take_optional::<bool>("closes", found);
    let sentence = table.take_optional::<String>("sentence", found);
    let seen = table.take_optional::<String>("seen", found);
    let settles = closes.as_ref().is_some_and(|closes| closes.value);
    let text: Option<Placed<String>> =
        if settles { table.take_optional("text", found) } else { table.take("text", found) };
    table.finish(found);
    if to.is_none() && settles {
        found.extend(closes.as_ref().map(settles_nothing));
    }
    if let (Some(_), Some(placed)) = (&to, sentence.as_ref().or(seen.as_ref())) {
        found.push(not_in_an_answer(placed));
    }
    if !settles {
        found.extend(text.as_ref().filter(|text| text.value.trim().is_empty()).map(empty));
    }
    for (words, most) in [(&text, LONGEST_TEXT), (&sentence, LONGEST_SENTENCE)] {
        found.extend(words.as_ref().and_then(|words| flaw(words, most)));
    }
    let to = to.map(|to| to.parse_as("the name of a remark, such as `1.dr-ada`", Name::parse, found));
    let digest = |text: &str| Digest::from_hex(text.strip_prefix("sha256:")?);
    let seen = seen.map(|seen| seen.parse_as("a digest such as `sha256:…` with 64 digits", digest, found));
    let what = match to {
        Some(to) => What::Answer { to: to?.value, closes: settles },
        None => What::Remark {
            sentence: sentence.map(|sentence| sentence.value),
            seen: seen.flatten().map(|seen| seen.value),
        },
    };
    let text = text.map(|text| text.value.trim().to_owned()).unwrap_or_default();
    Some(Said { name, day: day?.value, text, what })
}

fn settles_nothing(closes: &Placed<bool>) -> Diagnostic {
    Diagnostic::error(Code::MissingKey, "only an answer can settle a remark, and this answers none")
        .at(&closes.span, "")
        .help("add `to = \"…\"` with the name of the remark, or take `closes` out")
}

fn not_in_an_answer(placed: &Placed<String>) -> Diagnostic {
    Diagnostic::error(Code::WrongValue, "an answer is about the same words as its remark")
        .at(&placed.span, "")
        .help("take `sentence` and `seen` out, or take `to` out and make it a remark of its own")
}

fn empty(text: &Placed<String>) -> Diagnostic {
    Diagnostic::error(Code::WrongValue, "the remark says nothing")
        .at(&text.span, "")
        .help("write what is to be changed, and why")
}

/// What keeps words from being shown: too many of them, or something unseen among them.
fn flaw(words: &Placed<String>, most: usize) -> Option<Diagnostic> {
    let count = words.value.chars().count();
    let fault = if count > most {
        let message = format!("this has {count} characters, and {most} are the most");
        Diagnostic::error(Code::WrongValue, message).help("make it shorter, or split it")
    } else {
        text::hidden("the remark", &words.value)?
    };
    Some(fault.at(&words.span, ""))
}
