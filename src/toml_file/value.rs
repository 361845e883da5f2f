//! One value of a TOML text, and the types it can be read as.

use toml::de::DeValue;

use super::{Origin, Placed, Table, kind};
use crate::base::day::Day;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::Span;

/// A value whose type is still open.
pub struct Value<'a> {
    origin: Origin<'a>,
    /// What messages call it.
    subject: String,
    span: Span,
    node: DeValue<'a>,
}

/// A type that a value can be read as.
pub trait Read<'a>: Sized {
    /// What the value must be, in a reader's words.
    const WHAT: &'static str;

    /// Reads the value, or pushes why it cannot be read.
    fn read(value: Value<'a>, found: &mut Diagnostics) -> Option<Self>;
}

impl<'a> Value<'a> {
    /// Takes a value as it was parsed; one that only stands in for a syntax fault, already told, is nothing.
    pub(super) fn new(
        origin: Origin<'a>,
        subject: String,
        value: toml::Spanned<DeValue<'a>>,
    ) -> Option<Self> {
        let stand_in = value.span() == (0..0);
        let span = origin.span(value.span());
        (!stand_in).then(|| Self { origin, subject, span, node: value.into_inner() })
    }

    /// Returns what messages call it: its key, or "an entry of" the key of its list.
    pub fn subject(&self) -> &str {
        &self.subject
    }

    /// Returns where it stands.
    pub fn span(&self) -> &Span {
        &self.span
    }

    /// Reads it as the type it must have, or pushes what it is instead.
    pub fn read<T: Read<'a>>(self, found: &mut Diagnostics) -> Option<Placed<T>> {
        let span = self.span.clone();
        T::read(self, found).map(|value| Placed { value, span })
    }

    /// Reads it as a text that says something, or pushes that it does not and must be `what`.
    pub fn read_filled(self, what: &str, found: &mut Diagnostics) -> Option<Placed<String>> {
        let empty = format!("{} is empty", self.subject);
        let text = self.read::<String>(found)?;
        if !text.value.trim().is_empty() {
            return Some(text);
        }
        let empty = Diagnostic::error(Code::WrongValue, empty).at(text.span, "");
        found.push(empty.help(format!("write {what}")));
        None
    }

    /// Returns whether it is a text in quotes.
    pub fn is_text(&self) -> bool {
        matches!(self.node, DeValue::String(_))
    }

    /// Returns whether it is a table.
    pub fn is_table(&self) -> bool {
        matches!(self.node, DeValue::Table(_))
    }

    /// Returns whether it is a table that has this key.
    pub fn has_key(&self, key: &str) -> bool {
        matches!(&self.node, DeValue::Table(entries) if entries.contains_key(key))
    }

    /// Pushes that the value is not what it must be, and how to make it so.
    pub(super) fn refuse<T>(&self, what: &str, found: &mut Diagnostics) -> Option<T> {
        let is = kind(&self.node);
        let fault = Diagnostic::error(Code::WrongValue, format!("{} must be {what}", self.subject))
            .at(&self.span, format!("this is {is}"));
        let remedy = remedy(what, &self.node);
        found.push(fault.help(remedy.map_or_else(|| format!("write {what}"), ToOwned::to_owned)));
        None
    }
}

/// The commonest slips, and how to put them right.
fn remedy(what: &str, is: &DeValue<'_>) -> Option<&'static str> {
    Some(match is {
        _ if what == Day::WHAT => "write the date alone, without quotes",
        _ if what == i64::WHAT => "write the number without quotes",
        _ if what == bool::WHAT => "write it without quotes",
        _ if what == Table::WHAT => "write `{ key = … }`, or the keys below a heading in brackets",
        DeValue::Table(_) if what == LIST => {
            "put the heading in double brackets, `[[…]]`, once for each entry"
        }
        _ if what == LIST => "put it in square brackets",
        DeValue::Array(_) | DeValue::Table(_) if what == String::WHAT => "write one text, without brackets",
        _ if what == String::WHAT => "put it in quotes",
        _ => return None,
    })
}

/// What a list of anything must be.
const LIST: &str = "a list";

/// A value whose type the reader looks at later.
impl<'a> Read<'a> for Value<'a> {
    const WHAT: &'static str = "a value";

    fn read(value: Self, _: &mut Diagnostics) -> Option<Self> {
        Some(value)
    }
}

impl<'a> Read<'a> for String {
    const WHAT: &'static str = "a text in quotes";

    fn read(value: Value<'a>, found: &mut Diagnostics) -> Option<Self> {
        match value.node {
            DeValue::String(text) => Some(text.into_owned()),
            _ => value.refuse(Self::WHAT, found),
        }
    }
}

impl<'a> Read<'a> for bool {
    const WHAT: &'static str = "`true` or `false`";

    fn read(value: Value<'a>, found: &mut Diagnostics) -> Option<Self> {
        match value.node {
            DeValue::Boolean(whether) => Some(whether),
            _ => value.refuse(Self::WHAT, found),
        }
    }
}

impl<'a> Read<'a> for i64 {
    const WHAT: &'static str = "a whole number";

    fn read(value: Value<'a>, found: &mut Diagnostics) -> Option<Self> {
        match &value.node {
            DeValue::Integer(digits) => Self::from_str_radix(digits.as_str(), digits.radix())
                .ok()
                .or_else(|| value.refuse("a number of at most 18 digits", found)),
            _ => value.refuse(Self::WHAT, found),
        }
    }
}

impl<'a> Read<'a> for Day {
    const WHAT: &'static str = "a date like 2026-11-20";

    fn read(value: Value<'a>, found: &mut Diagnostics) -> Option<Self> {
        let DeValue::Datetime(moment) = &value.node else {
            return value.refuse(Self::WHAT, found);
        };
        match (moment.date, moment.time) {
            // A date that is none (2026-02-31) was told as a fault of syntax.
            (None, None) => None,
            (Some(date), None) => Self::parse(&date.to_string())
                .or_else(|| value.refuse("a date of the years 2000 to 2199", found)),
            _ => value.refuse(Self::WHAT, found),
        }
    }
}

impl<'a, T: Read<'a>> Read<'a> for Vec<Placed<T>> {
    const WHAT: &'static str = LIST;

    /// Reads every entry; where one cannot be read, there is no list.
    fn read(value: Value<'a>, found: &mut Diagnostics) -> Option<Self> {
        let Value { origin, subject, node: DeValue::Array(entries), .. } = value else {
            return value.refuse(Self::WHAT, found);
        };
        let each = format!("an entry of {subject}");
        let read: Vec<_> =
            entries.into_iter().map(|entry| Value::new(origin, each.clone(), entry)?.read(found)).collect();
        read.into_iter().collect()
    }
}

impl<'a> Read<'a> for Table<'a> {
    const WHAT: &'static str = "a table";

    fn read(value: Value<'a>, found: &mut Diagnostics) -> Option<Self> {
        match value.node {
            DeValue::Table(entries) => {
                Some(Self { origin: value.origin, entries, span: value.span, known: Vec::new() })
            }
            _ => value.refuse(Self::WHAT, found),
        }
    }
}
