//! Whether the day may be believed on which somebody is about to sign.
//!
//! Invariant: nobody signs as of a day before what the record already holds of the text, but for the width of the time
//! zones.

use crate::diagnostic::Code;
use crate::diagnostic::refusal::Refusal;
use crate::gate::{Folder, Judged, NoteStanding};
use crate::project::Project;

/// Refuses to sign a text when a note of it is dated more than a day ahead: a clock is wrong, here or there.
///
/// Only a note that would stand but for its day says something about clocks: what nobody signed stops nobody.
pub(super) fn is_right(folder: &Folder, judged: &Judged, project: &Project) -> Result<(), Refusal> {
    let today = project.as_of();
    let would_stand = |note: &&NoteStanding| note.faults.iter().all(|fault| fault.code == Code::NoteTooEarly);
    let standings = judged.standings.iter().filter(|standing| standing.folder == *folder);
    let notes = standings.flat_map(|standing| &standing.versions).flat_map(|version| &version.notes);
    let signed = notes.filter(would_stand).filter_map(|note| Some((note.reviewed?, note.reviewer.as_ref()?)));
    match signed.max() {
        Some((day, reviewer)) if day > today.plus_days(1) => Err(Refusal::usage(
            format!("the clock of this machine says {today}, and `{reviewer}` signed this text on {day}"),
            "set the clock, then sign again",
        )),
        _ => Ok(()),
    }
}
