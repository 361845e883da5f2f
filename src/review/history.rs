//! How a text came to stand as it does: its versions, who signed them, and its withdrawals.
//!
//! Invariant: a note that does not count stands there with the reason.

use serde::Serialize;

use crate::gate::{NoteStanding, Standing};
use crate::overview::words::version_state;
use crate::trust::words::Reach;

/// A version or a withdrawal.
#[derive(Debug, Serialize)]
pub(super) struct Event {
    version: Option<u32>,
    state: String,
    due: Option<String>,
    faults: Vec<String>,
    notes: Vec<Signed>,
}

/// A note.
#[derive(Debug, Serialize)]
struct Signed {
    reviewer: Option<String>,
    role: Option<&'static str>,
    scope: Option<&'static str>,
    on: Option<String>,
    counts: bool,
    reasons: Vec<String>,
}

/// Returns what happened to a text, the latest first.
pub(super) fn of(standing: &Standing) -> Vec<Event> {
    let withdrawals = standing.withdrawals.iter().map(|note| Event {
        version: None,
        state: match note.reach {
            Some(Reach::ThisLanguage) => "withdrawn in this language".to_owned(),
            _ => "withdrawn in every language".to_owned(),
        },
        due: None,
        faults: Vec::new(),
        notes: vec![signed(note)],
    });
    let versions = standing.versions.iter().map(|version| Event {
        version: Some(version.version),
        state: version_state(&version.state),
        due: version.due.map(|due| due.to_string()),
        faults: version.faults.iter().map(|fault| fault.message.clone()).collect(),
        notes: version.notes.iter().map(signed).collect(),
    });
    withdrawals.chain(versions).collect()
}

fn signed(note: &NoteStanding) -> Signed {
    let faults = note.faults.iter().map(|fault| fault.message.clone());
    Signed {
        reviewer: note.reviewer.as_ref().map(ToString::to_string),
        role: note.role.map(crate::trust::words::Role::as_str),
        scope: note.scope.map(crate::trust::words::Scope::as_str),
        on: note.reviewed.map(|day| day.to_string()),
        counts: note.counts,
        reasons: faults.chain(note.held.iter().cloned()).collect(),
    }
}
