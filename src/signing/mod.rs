//! What a signature would say, and whether it would count, before anything is written.
//!
//! The command line and the review desk sign through here, so that both refuse the same things in the same words. Whoever
//! asks reads the key and writes the files; all of the judging is done in between.
//!
//! Invariant: what is given out to be written was judged by the gate, and counts.

mod approve;
mod clock;
mod draft;
mod facts;
mod hand;
pub mod key;
mod withdraw;
mod working;

use std::path::Path;

use crate::base::path::SourcePath;
use crate::diagnostic::Diagnostics;
use crate::diagnostic::refusal::Refusal;
use crate::project::File;
use crate::trust::note::Note;

pub use approve::{Approving, Workplace, approve, is_fit};
pub use facts::{changes as consequences, changes_to as consequences_for};
pub use hand::{Hand, known, last_signed, role, roles};
pub use withdraw::{Withdrawing, is_withdrawable, withdraw};
pub use working::sight;

/// Refuses to write over what somebody else has signed meanwhile; `path` is the file that is there already.
pub fn overtaken(path: &Path) -> Refusal {
    let path = path.display();
    Refusal::usage(
        format!("somebody has signed the same text just now: `{path}` is there already"),
        "look at the text again, then sign again",
    )
}

/// What was signed.
#[derive(Clone, Debug, Default)]
pub struct Signed {
    /// The files to write, none of which is there yet: all of them, or none.
    pub files: Vec<(SourcePath, Vec<u8>)>,
    /// What comes of it, in words, one text after the other.
    pub said: Vec<String>,
}

/// Reads a note of the record; what is none is told elsewhere.
fn note(file: &File) -> Option<Note> {
    match file {
        File::Text(source) => Note::parse(source, &mut Diagnostics::new()),
        File::Binary(_) => None,
    }
}
