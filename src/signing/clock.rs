//! Whether the day may be believed on which somebody is about to sign.
//!
//! Invariant: nobody signs as of a day before what the record already holds of the text, but for the width of the time
//! zones.

use crate::diagnostic::Code;
use crate::diagnostic::refusal::Refusal;
use crate::gate::{Folder, Judged, NoteStanding, Standing};
use crate::project::Project;

/// Refuses to sign a text when a note of it is dated more than a day ahead: a clock is wrong, here or there.
///
/// Only a note that would stand but for its day says something about clocks: what nobody signed stops nobody.
pub(super) fn is_right(folder: &Folder, judged: &Judged, project: &Project) -> Result<(), Refusal> {
    let today = project.as_of();
    let standings = judged.standings.iter().filter(|standing| standing.folder == *folder);
    let signed = standings.flat_map(ahead);
    let signed = signed.filter_map(|note| Some((note.reviewed?, note.reviewer.as_ref()?)));
    match signed.max() {
        Some((day, reviewer)) => Err(Refusal::usage(
            format!("the clock of this machine says {today}, and `{reviewer}` signed this text on {day}"),
            "set the clock, then sign again; if it is right, have that note taken out of the record and signed anew",
        )),
        None => Ok(()),
    }
}

/// Returns the approvals of a text that would stand if it were later: they are dated more than a day ahead, as the gate has
/// found, and nothing else is wrong with them.
pub(super) fn ahead(standing: &Standing) -> impl Iterator<Item = &NoteStanding> {
    let notes = standing.versions.iter().flat_map(|version| &version.notes);
    notes.filter(|note| {
        !note.faults.is_empty() && note.faults.iter().all(|fault| fault.code == Code::NoteTooEarly)
    })
}
