//! The end of a message: who checked it, until when, and its code; where that day is past, how to find out what holds.
//!
//! It is the same in every format. The desk measures with the same words that the site prints.
//!
//! Invariant: the code is the last thing a message says.

use crate::base::day::Day;
use crate::catalog;
use crate::theme::Labels;

/// What the end of a message is made of.
#[derive(Clone, Copy)]
pub struct Stamp<'a> {
    /// The public names of those who signed.
    pub names: &'a [&'a str],
    /// The last day on which the text is fresh.
    pub due: Day,
    /// Whether that day is past.
    pub overdue: bool,
    /// Whether no doctor has checked it.
    pub demonstration: bool,
    /// The check code.
    pub code: &'a str,
    /// Where the site stands; it ends with a slash.
    pub base_url: &'a str,
}

impl Stamp<'_> {
    /// Returns the end of the message, of one line or two.
    pub fn text(&self, labels: &Labels) -> String {
        let due = labels.date(self.due);
        let (expired, code) = (labels.get("expired"), format!("{} {}", labels.get("stamp_code"), self.code));
        let first = match (self.demonstration, self.overdue) {
            (true, false) => labels.get("demonstration").to_owned(),
            (true, true) => format!("{}. {expired} {due}", labels.get("demonstration")),
            (false, true) => format!("{expired} {due}"),
            (false, false) => {
                let (checked, until) = (labels.get("stamp_checked"), labels.get("stamp_until"));
                format!("{checked} {}, {until} {due}", self.names.join("; "))
            }
        };
        let asked = catalog::codes_page(self.code.chars().next()).filter(|_| self.overdue);
        match asked {
            Some(page) => {
                let ask = labels.get("stamp_ask");
                format!("{first}\n{ask} {}{page}#{} · {code}", self.base_url, self.code)
            }
            None => format!("{first} · {code}"),
        }
    }
}
