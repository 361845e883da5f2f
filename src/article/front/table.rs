//! Reading a TOML table key by key, so that every fault in it is found and has its place.
//!
//! Invariant: a key that nobody asked for is an error, and no finding points outside the text.

use std::collections::BTreeSet;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::article::{shown, ticked};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, MOST_OF_A_KIND, did_you_mean};
use crate::project::text;
use crate::source::Source;

/// A value and its place in the file.
#[derive(Clone, Debug)]
pub(super) struct Value<'a, 'i> {
    value: &'a DeValue<'i>,
    /// Where it stands, in bytes of the file.
    pub(super) range: Range<usize>,
}

impl Value<'_, '_> {
    /// Returns whether this is a list without items.
    pub(super) fn is_empty_list(&self) -> bool {
        matches!(self.value, DeValue::Array(items) if items.is_empty())
    }
}

/// A table, and the keys that were asked for.
#[derive(Clone, Debug)]
pub(super) struct Table<'a, 'i> {
    entries: &'a DeTable<'i>,
    /// Where it begins, in bytes of the file: the place of what is missing in it.
    pub(super) range: Range<usize>,
    known: Vec<&'static str>,
}

impl<'a, 'i> Table<'a, 'i> {
    /// Wraps the entries of a table; what is missing among them is shown at `range` of the file.
    pub(super) fn new(entries: &'a DeTable<'i>, range: Range<usize>) -> Self {
        Self { entries, range, known: Vec::new() }
    }
}

/// Reads values and gathers what is wrong with them.
#[derive(Debug)]
pub(super) struct Reader<'r> {
    source: &'r Source,
    base: usize,
    found: &'r mut Diagnostics,
    /// The lines that are not TOML: what was salvaged from them is not judged again.
    broken_lines: BTreeSet<usize>,
    /// Whether a fault of syntax may have swallowed keys, so that none can be called missing.
    torn: bool,
}

impl<'r> Reader<'r> {
    /// Begins to read the TOML that stands at `base` in the file.
    pub(super) fn new(source: &'r Source, base: usize, found: &'r mut Diagnostics) -> Self {
        Self { source, base, found, broken_lines: BTreeSet::new(), torn: false }
    }

    /// Pushes the faults of syntax, and returns whether the TOML is whole in spite of them.
    pub(super) fn push_syntax(&mut self, faults: &[toml::de::Error]) -> bool {
        for fault in faults.iter().take(MOST_OF_A_KIND) {
            let at = fault.span().unwrap_or(0..0);
            let span = self.source.span(self.base + at.start..self.base + at.end);
            self.broken_lines.insert(self.source.line_of(span.range().start));
            let twice = fault.message().starts_with("duplicate key");
            self.torn |= !twice;
            let message = if twice {
                format!("`{}` is given twice", shown(span.text()))
            } else {
                let first = fault.message().lines().next().unwrap_or_default();
                format!("the settings are not TOML here: {first}")
            };
            let help =
                if twice { "keep one of the two" } else { "write `key = \"value\"`, with straight quotes" };
            self.found.push(Diagnostic::error(Code::TomlSyntax, message).at(span, "").help(help));
        }
        !self.torn
    }

    /// Pushes an error at a place of the file.
    pub(super) fn fault(&mut self, code: Code, at: &Range<usize>, message: String, help: impl Into<String>) {
        if self.broken_lines.contains(&self.source.line_of(at.start)) {
            return;
        }
        let span = self.source.span(at.clone());
        self.found.push(Diagnostic::error(code, message).at(span, "").help(help));
    }

    /// Pushes that a value is not what it should be.
    pub(super) fn wrong(&mut self, at: &Range<usize>, message: String, help: &str) {
        self.fault(Code::WrongValue, at, message, help);
    }

    fn place<T>(&self, spanned: &Spanned<T>) -> Range<usize> {
        self.base + spanned.span().start..self.base + spanned.span().end
    }

    /// Returns the value of a key that may be missing.
    pub(super) fn optional<'a, 'i>(
        &self,
        table: &mut Table<'a, 'i>,
        key: &'static str,
    ) -> Option<Value<'a, 'i>> {
        table.known.push(key);
        let value = table.entries.get(key)?;
        Some(Value { value: value.get_ref(), range: self.place(value) })
    }

    /// Returns the value of a key; without it, that is an error at the table.
    pub(super) fn required<'a, 'i>(
        &mut self,
        table: &mut Table<'a, 'i>,
        key: &'static str,
    ) -> Option<Value<'a, 'i>> {
        let value = self.optional(table, key);
        if value.is_none() && !self.torn {
            let at = table.range.clone();
            self.fault(Code::MissingKey, &at, format!("`{key}` is missing"), format!("add `{key}`"));
        }
        value
    }

    /// Returns the keys and values of a table whose keys are names of the author's choice, in the order of the file.
    pub(super) fn named<'a, 'i>(&self, table: &Table<'a, 'i>) -> Vec<(&'a str, Range<usize>, Value<'a, 'i>)> {
        let entry = |(key, value): (&'a Spanned<_>, &'a Spanned<DeValue<'i>>)| {
            let name: &'a std::borrow::Cow<'i, str> = key.get_ref();
            let range = self.place(key);
            (name.as_ref(), range, Value { value: value.get_ref(), range: self.place(value) })
        };
        let mut entries: Vec<_> = table.entries.iter().map(entry).collect();
        entries.sort_by_key(|(_, range, _)| range.start);
        entries
    }

    /// Pushes an error for each key that nobody asked for.
    pub(super) fn close(&mut self, table: &Table<'_, '_>) {
        for (name, range, _) in self.named(table) {
            if !table.known.contains(&name) {
                let help = did_you_mean(name, table.known.iter().copied())
                    .unwrap_or_else(|| format!("delete it; known here: {}", ticked(&table.known)));
                self.fault(Code::UnknownKey, &range, format!("unknown key `{}`", shown(name)), help);
            }
        }
    }

    /// Reads a table.
    pub(super) fn table<'a, 'i>(&mut self, value: &Value<'a, 'i>) -> Option<Table<'a, 'i>> {
        if let DeValue::Table(entries) = value.value {
            return Some(Table::new(entries, value.range.clone()));
        }
        self.wrong_type(value, "a table");
        None
    }

    /// Reads the items of a list with `each`; items with a fault are left out.
    pub(super) fn list<'a, 'i, T>(
        &mut self,
        value: Option<Value<'a, 'i>>,
        mut each: impl FnMut(&mut Self, &Value<'a, 'i>) -> Option<T>,
    ) -> Vec<T> {
        let Some(value) = value else { return Vec::new() };
        let DeValue::Array(items) = value.value else {
            self.wrong_type(&value, "a list, in square brackets");
            return Vec::new();
        };
        let mut read = Vec::new();
        for item in items {
            read.extend(each(self, &Value { value: item.get_ref(), range: self.place(item) }));
        }
        read
    }

    /// Reads a list of single lines, each at most `longest` characters.
    pub(super) fn lines(&mut self, value: Option<Value<'_, '_>>, longest: usize) -> Vec<String> {
        self.list(value, |reader, item| reader.line(item, longest))
    }

    /// Reads any text, without a look at what it says.
    pub(super) fn string<'a>(&mut self, value: &Value<'a, '_>) -> Option<&'a str> {
        if let DeValue::String(text) = value.value {
            return Some(text);
        }
        self.wrong_type(value, "a text, in quotes");
        None
    }

    /// Reads a single line of plain text, at most `longest` characters.
    pub(super) fn line(&mut self, value: &Value<'_, '_>, longest: usize) -> Option<String> {
        let text = self.string(value)?;
        let length = text.chars().count();
        let fault = if text.trim().is_empty() {
            ("this is empty".to_owned(), "write a few words")
        } else if text.trim() != text {
            ("this begins or ends with a space".to_owned(), "delete the space")
        } else if text.contains(['\n', '\r', '\t']) {
            ("this must be a single line".to_owned(), "write it on one line, without tabs")
        } else if length > longest {
            (format!("this has {length} characters, and {longest} are the most"), "say it in fewer words")
        } else if let Some(mark) = markup(text) {
            (format!("`{mark}` is markup, and this is plain text"), "write plain words here")
        } else {
            // An escape such as `\u202E` passes the check of the file, which sees only the escape.
            return match text::refused(text).next() {
                None if unicode_normalization::is_nfc(text) => Some(text.to_owned()),
                None => {
                    let message = "this is not in normalisation form C (NFC)".to_owned();
                    let help = "type the letters anew, each as one character";
                    self.fault(Code::TextNotNfc, &value.range, message, help);
                    None
                }
                Some((_, character)) => {
                    let message = format!("this holds {}", text::name(character));
                    self.fault(Code::TextCharacter, &value.range, message, "delete it");
                    None
                }
            };
        };
        self.wrong(&value.range, fault.0, fault.1);
        None
    }

    /// Reads a whole number between `least` and `most`.
    pub(super) fn number(&mut self, value: &Value<'_, '_>, least: i64, most: i64) -> Option<i64> {
        let DeValue::Integer(number) = value.value else {
            self.wrong_type(value, "a whole number");
            return None;
        };
        let read = i64::from_str_radix(number.as_str(), number.radix()).ok();
        let sane = read.filter(|number| (least..=most).contains(number));
        if sane.is_none() {
            let help = format!("write a number from {least} to {most}");
            self.wrong(&value.range, format!("`{number}` cannot be right here"), &help);
        }
        sane
    }

    /// Reads a name with `parse`; `what` says what it should be, `help` how that looks.
    pub(super) fn name<T>(
        &mut self,
        value: &Value<'_, '_>,
        parse: impl Fn(&str) -> Option<T>,
        what: &str,
        help: &str,
    ) -> Option<T> {
        let text = self.string(value)?;
        let read = parse(text);
        if read.is_none() {
            self.wrong(&value.range, format!("`{}` is not {what}", shown(text)), help);
        }
        read
    }

    /// Reads one of `words` with `parse`.
    pub(super) fn word<T>(
        &mut self,
        value: &Value<'_, '_>,
        words: &[&str],
        parse: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let text = self.string(value)?;
        let read = parse(text);
        if read.is_none() {
            let near = did_you_mean(text, words.iter().copied()).map_or(String::new(), |near| near + " ");
            let help = format!("{near}write one of {}", ticked(words));
            self.wrong(&value.range, format!("`{}` is not known here", shown(text)), &help);
        }
        read
    }

    fn wrong_type(&mut self, value: &Value<'_, '_>, wanted: &str) {
        let given = match value.value {
            DeValue::String(_) => "a text",
            DeValue::Integer(_) | DeValue::Float(_) => "a number",
            DeValue::Boolean(_) => "true or false",
            DeValue::Datetime(_) => "a date",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        };
        self.wrong(&value.range, format!("this is {given}"), &format!("write {wanted}"));
    }
}

/// How the ids of articles and sections look.
pub(super) const NAME_SHAPE: &str =
    "use lower-case letters, digits and single hyphens, a letter first, at most 64 in all";

/// Returns a mark that only Markdown or HTML would use.
fn markup(text: &str) -> Option<&'static str> {
    ["**", "__", "`", "](", "[^", "{", "}", "</", "<!", "<b", "<i", "&#"]
        .into_iter()
        .find(|mark| text.contains(mark))
}
