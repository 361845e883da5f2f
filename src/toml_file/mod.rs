//! A TOML text, read with its places and with all its faults at once.
//!
//! A reader takes the keys it knows, each as the type it must have, and at the end `finish` names the keys that nobody
//! asked for. Whatever is wrong on the way is pushed, and the reader goes on.
//!
//! Invariant: a text of any size and shape is answered in bounded time, memory and stack; every span lies in the file.

mod syntax;
mod value;
mod weight;
mod words;

use std::ops::Range;

use toml::de::{DeTable, DeValue};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, did_you_mean};
use crate::source::{Source, Span};

pub use value::{Read, Value};
pub use words::Words;

/// The most characters of a text that a message repeats.
const LONGEST_QUOTE: usize = 60;

/// A value and where it stands in its file.
#[derive(Clone, Debug)]
pub struct Placed<T> {
    /// The value.
    pub value: T,
    /// Its place: quotes and brackets included; of a table with a heading, the heading.
    pub span: Span,
}

impl Placed<String> {
    /// Reads the text as something that `what` describes ("an id such as `vein-care`"); else pushes that it is not.
    pub fn parse_as<T>(
        self,
        what: &str,
        parse: impl FnOnce(&str) -> Option<T>,
        found: &mut Diagnostics,
    ) -> Option<Placed<T>> {
        if let Some(value) = parse(&self.value) {
            return Some(Placed { value, span: self.span });
        }
        found.push(if self.value.is_empty() {
            nothing(self.span).help(format!("write {what}"))
        } else {
            let message = format!("{} is not {what}", quoted(&self.value));
            Diagnostic::error(Code::WrongValue, message).at(self.span, "")
        });
        None
    }

    /// Reads the text as one of `words`; else pushes which there are, the nearest first.
    pub fn one_of<T>(
        self,
        words: &[&str],
        parse: impl FnOnce(&str) -> Option<T>,
        found: &mut Diagnostics,
    ) -> Option<Placed<T>> {
        if let Some(value) = parse(&self.value) {
            return Some(Placed { value, span: self.span });
        }
        let nearest = did_you_mean(&self.value, words.iter().copied());
        let words = listed(words);
        let help = match nearest {
            Some(nearest) => format!("{nearest} write one of {words}"),
            None => format!("write one of {words}"),
        };
        let fault = if self.value.is_empty() {
            nothing(self.span)
        } else {
            let message = format!("{} is not one of the words known here", quoted(&self.value));
            Diagnostic::error(Code::WrongValue, message).at(self.span, "")
        };
        found.push(fault.help(help));
        None
    }
}

fn nothing(span: Span) -> Diagnostic {
    Diagnostic::error(Code::WrongValue, "there is nothing between the quotes").at(span, "")
}

/// The file a value comes from, and where in it the TOML begins.
#[derive(Clone, Copy)]
struct Origin<'a> {
    source: &'a Source,
    offset: usize,
    /// Whether the text was understood to its end: else a key that seems to be missing may be there.
    whole: bool,
}

impl Origin<'_> {
    fn span(self, range: Range<usize>) -> Span {
        self.source.span(range.start + self.offset..range.end + self.offset)
    }
}

/// Returns whether the bytes `range` of a file may be given to the TOML parser; else pushes what is too much about them.
///
/// The parser and its tables take memory of up to a thousand times the text, and a stack frame for every level, so no
/// text of a stranger may reach it unweighed.
fn is_bearable(source: &Source, range: Range<usize>, found: &mut Diagnostics) -> bool {
    let text = source.span(range);
    let fault = weight::too_heavy(text.text());
    let bearable = fault.is_none();
    let offset = text.range().start;
    found.extend(fault.map(|(at, fault)| fault.at(source.span(at.start + offset..at.end + offset), "")));
    bearable
}

/// A table of a TOML text, from which a reader takes the keys it knows.
pub struct Table<'a> {
    origin: Origin<'a>,
    entries: DeTable<'a>,
    span: Span,
    known: Vec<&'static str>,
}

impl<'a> Table<'a> {
    /// Parses the bytes `range` of a file as TOML. Every syntax fault is pushed and what could be understood comes back,
    /// so that the rest is checked in the same run; a text that is not bearable gives nothing.
    pub fn parse(source: &'a Source, range: Range<usize>, found: &mut Diagnostics) -> Option<Self> {
        if !is_bearable(source, range.clone(), found) {
            return None;
        }
        let span = source.span(range);
        let Range { start: offset, end } = span.range();
        let text = &source.text()[offset..end];
        let mut origin = Origin { source, offset, whole: true };
        let (root, faults) = DeTable::parse_recoverable(text);
        origin.whole = syntax::tell(faults, origin, found);
        Some(Self { origin, entries: root.into_inner(), span: origin.span(0..0), known: Vec::new() })
    }

    /// Parses a whole file.
    pub fn of_file(source: &'a Source, found: &mut Diagnostics) -> Option<Self> {
        Self::parse(source, 0..source.text().len(), found)
    }

    /// Returns the place of the table: its heading or braces, or the beginning of the text.
    pub fn span(&self) -> &Span {
        &self.span
    }

    /// Gives the table another place, at which missing keys are told.
    #[must_use]
    pub fn at(self, span: Span) -> Self {
        Self { span, ..self }
    }

    /// Returns whether the text was understood to its end, so that what is not in it is truly missing.
    pub fn is_whole(&self) -> bool {
        self.origin.whole
    }

    /// Returns the place of a key that is still there.
    pub fn key_span(&self, key: &str) -> Option<Span> {
        let (key, _) = self.entries.get_key_value(key)?;
        Some(self.origin.span(key.span()))
    }

    /// Takes a key that must be there; pushes that it is missing or of the wrong type.
    pub fn take<T: Read<'a>>(&mut self, key: &'static str, found: &mut Diagnostics) -> Option<Placed<T>> {
        if !self.entries.contains_key(key) && self.origin.whole {
            let missing = Diagnostic::error(Code::MissingKey, format!("the key `{key}` is missing"))
                .at(&self.span, "")
                .help(format!("add `{key} = …` here: {}", T::WHAT));
            found.push(missing);
        }
        self.take_optional(key, found)
    }

    /// Takes a key that may be absent; pushes where it has the wrong type.
    pub fn take_optional<T: Read<'a>>(
        &mut self,
        key: &'static str,
        found: &mut Diagnostics,
    ) -> Option<Placed<T>> {
        self.take_value(key)?.read(found)
    }

    /// Takes a key whose type is still open.
    pub fn take_value(&mut self, key: &'static str) -> Option<Value<'a>> {
        self.known.push(key);
        let (key, value) = self.entries.remove_entry(key)?;
        Value::new(self.origin, quoted(key.get_ref()), value)
    }

    /// Pushes every key that nobody took, with the nearest of those that are known.
    pub fn finish(self, found: &mut Diagnostics) {
        for (key, _) in &self.entries {
            let nearest = did_you_mean(key.get_ref(), self.known.iter().copied());
            let unknown = Diagnostic::error(
                Code::UnknownKey,
                format!("the key {} is not known here", quoted(key.get_ref())),
            )
            .at(self.origin.span(key.span()), "")
            .help(nearest.unwrap_or_else(|| format!("the keys known here are {}", listed(&self.known))));
            found.push(unknown);
        }
    }

    /// Returns all that nobody took, in the order of the text: for tables whose keys are names.
    pub fn into_entries(self) -> Vec<(Placed<String>, Value<'a>)> {
        let origin = self.origin;
        let mut entries: Vec<_> = self
            .entries
            .into_iter()
            .filter_map(|(key, value)| {
                let value = Value::new(origin, quoted(key.get_ref()), value)?;
                let span = origin.span(key.span());
                Some((Placed { value: key.into_inner().into_owned(), span }, value))
            })
            .collect();
        entries.sort_by_key(|(key, _)| key.span.range().start);
        entries
    }
}

/// Says what a value is, in a reader's words.
fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text in quotes",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a number with a fraction",
        DeValue::Boolean(_) => "`true` or `false`",
        DeValue::Datetime(_) => "a date or a time",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// Words of a text as a message quotes them: one line, not too long, without characters that steer a terminal.
fn quoted(words: &str) -> String {
    let line = words.lines().next().unwrap_or_default();
    let (end, more) = line.char_indices().nth(LONGEST_QUOTE).map_or((line.len(), ""), |(end, _)| (end, "…"));
    let plain: String = line[..end].chars().filter(|character| !character.is_control()).collect();
    format!("`{plain}{more}`")
}

/// Words in a row, as a sentence lists them.
fn listed(words: &[&str]) -> String {
    let quoted: Vec<_> = words.iter().map(|word| format!("`{word}`")).collect();
    quoted.join(", ")
}

#[cfg(test)]
mod tests;
