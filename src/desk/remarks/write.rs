//! A new saying, as the file that it will be.
//!
//! Invariant: what is made here is read back as it was said.

use std::fmt::{Display, Write as _};

use unicode_normalization::UnicodeNormalization as _;

use super::{FOLDER, LONGEST_SENTENCE, LONGEST_TEXT, Name, read};
use crate::base::day::Day;
use crate::base::digest::Digest;
use crate::base::name::ReviewerId;
use crate::base::path::SourcePath;
use crate::diagnostic::Diagnostics;
use crate::diagnostic::refusal::Refusal;
use crate::gate::Folder;
use crate::project::{Project, text};

/// Something that a person says beside a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Saying {
    /// A remark.
    Remark {
        /// The words that it is about.
        sentence: Option<String>,
        /// The digest of the text that the person had before them.
        seen: Option<Digest>,
        /// What is to be changed, and why.
        text: String,
    },
    /// An answer.
    Answer {
        /// The remark.
        to: Name,
        /// What is said to it; may be empty where it settles the remark.
        text: String,
        /// Whether it settles the remark.
        closes: bool,
    },
}

/// Makes the file of a saying about `folder`, under the next free number of its author.
///
/// Line ends and the spelling of letters are made the ones of the knowledge base. Refuses words that are missing, too many
/// or hold something unseen, and an answer to nothing or to what is settled.
pub fn write(
    folder: &Folder,
    by: &ReviewerId,
    day: Day,
    saying: &Saying,
    project: &Project,
) -> Result<(SourcePath, Vec<u8>), Refusal> {
    let mut out = String::new();
    line(&mut out, "day", day);
    match saying {
        Saying::Remark { sentence, seen, text } => {
            let sentence =
                sentence.as_deref().map(|sentence| words(sentence, LONGEST_SENTENCE)).transpose()?;
            if let Some(sentence) = sentence.filter(|sentence| !sentence.is_empty()) {
                line(&mut out, "sentence", quoted(&sentence));
            }
            if let Some(seen) = seen {
                line(&mut out, "seen", quoted(&format!("sha256:{seen}")));
            }
            line(&mut out, "text", quoted(&said(text)?));
        }
        Saying::Answer { to, text, closes } => {
            must_be_open(folder, to, project)?;
            line(&mut out, "to", quoted(&to.to_string()));
            if *closes {
                line(&mut out, "closes", true);
            }
            let text = if *closes { words(text, LONGEST_TEXT)? } else { said(text)? };
            if !text.is_empty() {
                line(&mut out, "text", quoted(&text));
            }
        }
    }
    let path = Name { number: next_number(folder, by, project), by: by.clone() }.path(folder);
    let path = path.ok_or_else(|| Refusal::ours("our name of a remark is none"))?;
    Ok((path, out.into_bytes()))
}

fn line(out: &mut String, key: &str, value: impl Display) {
    let _ = writeln!(out, "{key} = {value}");
}

/// A text as TOML writes it; one of several lines stays one of several lines.
fn quoted(text: &str) -> toml::Value {
    toml::Value::from(text)
}

/// Takes words as the files of the knowledge base write them, or refuses them.
fn words(text: &str, most: usize) -> Result<String, Refusal> {
    let words: String = text.replace("\r\n", "\n").nfc().collect();
    let words = words.trim();
    let count = words.chars().count();
    if count > most {
        let message = format!("this has {count} characters, and {most} are the most");
        return Err(Refusal::usage(message, "make it shorter, or split it"));
    }
    match text::hidden("the remark", words) {
        Some(fault) => Err(Refusal::usage(fault.message, fault.help.unwrap_or_default())),
        None => Ok(words.to_owned()),
    }
}

/// The same, of what must not be empty.
fn said(text: &str) -> Result<String, Refusal> {
    let words = words(text, LONGEST_TEXT)?;
    if words.is_empty() {
        return Err(Refusal::usage("the remark says nothing", "write what is to be changed, and why"));
    }
    Ok(words)
}

fn must_be_open(folder: &Folder, to: &Name, project: &Project) -> Result<(), Refusal> {
    let remarks = read(project, &mut Diagnostics::new());
    let thread = remarks.of(folder).iter().find(|thread| thread.name == *to);
    match thread.map(|thread| &thread.closed) {
        Some(None) => Ok(()),
        Some(Some((by, day))) => {
            let message = format!("the remark was settled on {day} by `{by}`");
            Err(Refusal::usage(message, "make a new remark"))
        }
        None => {
            let message = format!("there is no remark `{to}` here to answer");
            Err(Refusal::usage(message, "look at the remarks again: it may have been taken away meanwhile"))
        }
    }
}

/// The number after the highest that the author has used here, whether or not its file can be read.
fn next_number(folder: &Folder, by: &ReviewerId, project: &Project) -> u32 {
    let place = format!("{FOLDER}/{}", folder.name());
    let names =
        project.under(&place).filter_map(|(path, _)| Name::parse(path.file_name().strip_suffix(".toml")?));
    let used = names.filter(|name| name.by() == by).map(|name| name.number).max();
    used.unwrap_or_default().saturating_add(1)
}
