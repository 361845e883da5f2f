//! What was read and ticked, and is to be signed with one passphrase.
//!
//! Invariant: every text stands there with what is declared about it.

use serde::Serialize;

use super::Room;
use super::paper::{Frame, Paper};
use crate::diagnostic::refusal::Refusal;
use crate::trust::words::Scope;

/// The page.
#[derive(Debug, Serialize)]
struct Page {
    texts: Vec<Row>,
}

/// A text.
#[derive(Debug, Serialize)]
struct Row {
    name: String,
    title: String,
    language: Option<String>,
    role: &'static str,
    scope: &'static str,
    review_by: Option<String>,
    lift: bool,
}

impl Paper {
    /// Makes the page of all that is ticked.
    pub fn ticked(&self, room: &Room<'_>, frame: &Frame<'_>) -> Result<String, Refusal> {
        let texts = room.seat.ticked.iter().map(|(folder, ticked)| Row {
            name: folder.name(),
            title: room.title(folder),
            language: folder.lang().map(ToString::to_string),
            role: ticked.role.as_str(),
            scope: declared(ticked.scope),
            review_by: ticked.review_by.map(|day| day.to_string()),
            lift: ticked.lift,
        });
        self.page("ticked.html", (frame, room.seat), &Page { texts: texts.collect() })
    }
}

fn declared(scope: Scope) -> &'static str {
    match scope {
        Scope::Full => "I read the whole text as readers see it",
        Scope::Changes => "I read all that has changed since the version before, as readers see it",
        Scope::Correction => "I read the whole text as readers see it; no earlier version may be shown",
    }
}
