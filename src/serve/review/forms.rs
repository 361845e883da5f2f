//! What a form of the desk has sent, field by field.
//!
//! Invariant: a field that says nothing we know is as if it were empty.

use crate::base::day::Day;
use crate::base::digest::Digest;

/// The fields of a form.
#[derive(Debug)]
pub(super) struct Fields(Vec<(String, String)>);

impl Fields {
    /// Reads the body of a form, or the query of an address (`application/x-www-form-urlencoded`, WHATWG URL, 5).
    pub(super) fn read(bytes: &[u8]) -> Self {
        // Forms end their lines with CR LF (HTML, 4.10.21.4); texts of ours do not.
        let fields = form_urlencoded::parse(bytes)
            .map(|(name, value)| (name.into_owned(), value.replace("\r\n", "\n")));
        Self(fields.collect())
    }

    /// Returns the words of a field; of one that is not there or empty, none.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        let field = self.0.iter().find(|(own, _)| own == name);
        field.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
    }

    /// Returns whether a box is ticked.
    pub(super) fn is_ticked(&self, name: &str) -> bool {
        self.text(name).is_some()
    }

    /// Returns a day.
    pub(super) fn day(&self, name: &str) -> Option<Day> {
        Day::parse(self.text(name)?)
    }

    /// Returns a digest.
    pub(super) fn digest(&self, name: &str) -> Option<Digest> {
        Digest::from_hex(self.text(name)?)
    }
}
