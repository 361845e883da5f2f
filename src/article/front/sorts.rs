//! The sorts of values that settings are made of: lines of text, names, numbers and lists.
//!
//! Invariant: a value that was read keeps the rule of its sort; lines are plain text, in one line, of characters that can
//! be seen.

use super::shapes::{is_doi, is_isbn, web_fault};
use crate::article::{WRITE_IT, shown, unwritten};
use crate::base::lang::Lang;
use crate::base::name::{ArticleId, SectionId};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::project::text;
use crate::source::Span;
use crate::toml_file::{Placed, Read, Value};

/// How the ids of articles and sections look.
pub(super) const NAME_SHAPE: &str =
    "use small letters, digits and single hyphens, a letter first, at most 64 in all";

/// The latest follow-up, in seconds: a week.
const LATEST_STEP: i64 = 7 * 24 * 60 * 60;

/// Makes a finding about a value.
pub(super) fn wrong(at: &Span, message: impl Into<String>, help: impl Into<String>) -> Diagnostic {
    Diagnostic::error(Code::WrongValue, message).at(at, "").help(help)
}

macro_rules! lines {
    ($($(#[$doc:meta])* $name:ident: $longest:literal, $what:literal;)*) => {
        $(
            $(#[$doc])*
            pub(super) struct $name(pub(super) String);

            impl<'a> Read<'a> for $name {
                const WHAT: &'static str = $what;

                fn read(value: Value<'a>, found: &mut Diagnostics) -> Option<Self> {
                    line(value, Self::WHAT, $longest, found).map(Self)
                }
            }
        )*
    };
}

// Each with the most characters it may have, and what belongs there.
lines! {
    /// The title of an article.
    Title: 120, "the title of the article, in plain words";
    /// What an article says in short.
    Summary: 300, "one or two sentences: what happens, what to do";
    /// A client's own words.
    SearchTerm: 80, "a word that clients use, or delete the entry";
    /// What to ask first.
    Question: 300, "a question to a client, or delete the entry";
    /// The title of a source.
    SourceTitle: 300, "the title of the source, as it stands on it";
    /// Who published a source.
    Publisher: 300, "who published the source";
    /// What a group sees in place of a private snippet.
    Invite: 300, "a sentence that moves the talk to a private chat and reveals nothing";
    /// An opening.
    Opening: 300, "the words to begin the message with, or delete the key";
    /// What a blank asks for.
    Label: 80, "what the worker fills in here, in a few words";
}

/// Reads a single line of plain text.
fn line(value: Value<'_>, what: &str, longest: usize, found: &mut Diagnostics) -> Option<String> {
    let subject = value.subject().to_owned();
    let Placed { value: text, span } = value.read_filled(what, found)?;
    let length = text.chars().count();
    let mark = text.find("{?").map(|open| text[open + 1..].split('}').next().unwrap_or_default());
    let fault = if let Some(message) = mark.and_then(unwritten) {
        Diagnostic::error(Code::UnknownPlaceholder, message).at(&span, "").help(WRITE_IT)
    } else if text.trim() != text {
        wrong(&span, format!("{subject} begins or ends with a space"), "delete the space")
    } else if text.contains(['\n', '\r', '\t']) {
        wrong(&span, format!("{subject} must be a single line"), "write it on one line, without tabs")
    } else if length > longest {
        let message = format!("{subject} has {length} characters, and {longest} are the most");
        wrong(&span, message, "say it in fewer words")
    } else if let Some(flaw) = text::flaw(&subject, &text) {
        flaw.at(&span, "")
    } else {
        return Some(text);
    };
    found.push(fault);
    None
}

/// The key of a source: what stands behind `[^` in the text.
pub(super) struct SourceKey(pub(super) String);

/// A DOI.
pub(super) struct Doi(pub(super) String);

/// An ISBN.
pub(super) struct Isbn(pub(super) String);

macro_rules! names {
    ($($name:ident = $what:literal, $parse:expr, $help:expr;)*) => {
        $(
            impl<'a> Read<'a> for $name {
                const WHAT: &'static str = $what;

                fn read(value: Value<'a>, found: &mut Diagnostics) -> Option<Self> {
                    let text = value.read_filled(Self::WHAT, found)?;
                    Some(named(text, Self::WHAT, $parse, $help, found)?.value)
                }
            }
        )*
    };
}

// Each with what a message calls it, how it is read, and how it looks.
names! {
    ArticleId = "an id such as `vein-care`", Self::parse, NAME_SHAPE;
    SectionId = "the id of a section such as `steps`", Self::parse, NAME_SHAPE;
    Lang = "a language such as `en` or `pt-br`", Self::parse, "write its tag, in small letters";
    SourceKey = "a key such as `who-2014`, which the text cites as `[^who-2014]`",
        |text| is_source_key(text).then(|| Self(text.to_owned())),
        "use small letters, digits, `-` and `_`, at most 64";
    Doi = "a DOI such as `10.1000/xyz`",
        |text| is_doi(text).then(|| Self(text.to_owned())),
        "write it without a resolver: it begins with `10.`";
    Isbn = "an ISBN such as `978-92-4-154881-6`",
        |text| is_isbn(text).then(|| Self(text.to_owned())),
        "look it up: a digit is missing, too many or mistyped";
}

/// Reads a name with `parse`; `what` says what it should be, `help` how that looks.
pub(super) fn named<T>(
    text: Placed<String>,
    what: &str,
    parse: impl FnOnce(&str) -> Option<T>,
    help: &str,
    found: &mut Diagnostics,
) -> Option<Placed<T>> {
    let read = parse(&text.value);
    if read.is_none() {
        found.push(wrong(&text.span, format!("`{}` is not {what}", shown(&text.value)), help));
    }
    Some(Placed { value: read?, span: text.span })
}

fn is_source_key(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_');
    (1..=64).contains(&text.len()) && text.bytes().all(plain)
}

/// The address of a source.
pub(super) struct WebAddress(pub(super) String);

impl<'a> Read<'a> for WebAddress {
    const WHAT: &'static str = "an `https://` address";

    fn read(value: Value<'a>, found: &mut Diagnostics) -> Option<Self> {
        let Placed { value: text, span } = value.read_filled(Self::WHAT, found)?;
        // An onion service is no place that a reader could look a source up.
        let fault = web_fault(&text).or_else(|| text.starts_with("http:").then_some("it is not encrypted"));
        let Some(fault) = fault else { return Some(Self(text)) };
        let message = format!("`{}` cannot be the address of a source: {fault}", shown(&text));
        found.push(wrong(&span, message, "write an `https://` address"));
        None
    }
}

/// The year of a source.
pub(super) struct Year(pub(super) i64);

impl<'a> Read<'a> for Year {
    const WHAT: &'static str = "the year of the source";

    fn read(value: Value<'a>, found: &mut Diagnostics) -> Option<Self> {
        number(value, 1800, 2199, found).map(Self)
    }
}

/// A time after the first message.
pub(super) struct Seconds(pub(super) u32);

impl<'a> Read<'a> for Seconds {
    const WHAT: &'static str = "the seconds after the first message";

    fn read(value: Value<'a>, found: &mut Diagnostics) -> Option<Self> {
        u32::try_from(number(value, 1, LATEST_STEP, found)?).ok().map(Self)
    }
}

fn number(value: Value<'_>, least: i64, most: i64, found: &mut Diagnostics) -> Option<i64> {
    let subject = value.subject().to_owned();
    let Placed { value: number, span } = value.read::<i64>(found)?;
    if (least..=most).contains(&number) {
        return Some(number);
    }
    let help = format!("write a number from {least} to {most}");
    found.push(wrong(&span, format!("{subject} cannot be {number}"), help));
    None
}

/// A list of at least `LEAST` entries that differ; those with a fault are told and left out.
pub(super) struct Distinct<T, const LEAST: usize = 0>(pub(super) Vec<Placed<T>>);

impl<'a, T: Read<'a> + PartialEq, const LEAST: usize> Read<'a> for Distinct<T, LEAST> {
    const WHAT: &'static str = "a list";

    fn read(value: Value<'a>, found: &mut Diagnostics) -> Option<Self> {
        let subject = value.subject().to_owned();
        let Placed { value: entries, span } = value.read::<Vec<Placed<Value<'a>>>>(found)?;
        if entries.len() < LEAST {
            found.push(wrong(&span, format!("{subject} is empty"), format!("name at least {}", T::WHAT)));
        }
        let mut distinct: Vec<Placed<T>> = Vec::new();
        for entry in entries {
            let Some(entry) = entry.value.read::<T>(found) else { continue };
            if distinct.iter().any(|other| other.value == entry.value) {
                let message =
                    format!("`{}` is given twice", shown(entry.span.text().trim_matches(['"', '\''])));
                found.push(wrong(&entry.span, message, "delete one of the two"));
            } else {
                distinct.push(entry);
            }
        }
        Some(Self(distinct))
    }
}
