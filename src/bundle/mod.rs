//! Reviewing without Git and without a server: what waits goes to a reviewer as a pack, and what was signed comes back as
//! a bundle. Both are one text file that can travel by any messenger; `docs/bundle-format.md` describes it.
//!
//! A parcel is believed in nothing but its shape. Its checksum finds what was damaged on the way; whether anybody signed
//! what is in it, the gate alone says.
//!
//! Invariant: what is read from a parcel is a list of files with plain names that stay below their root, and it has at
//! most [`MOST_BYTES`], however few bytes the parcel has.

mod gzip;
mod import;
mod needs;
mod pack;
mod place;
mod read;
#[cfg(test)]
mod tests;
mod write;

use std::collections::BTreeMap;

use crate::base::day::Day;
use crate::base::name::{ReviewerId, SiteId};
use crate::base::path::SourcePath;
use crate::diagnostic::Diagnostics;
use crate::diagnostic::refusal::Refusal;
use crate::project::{File, Project};

pub use import::{Imported, import};
pub use pack::pack;

/// The most bytes of all files together.
pub const MOST_BYTES: usize = 64 << 20;

/// The most bytes of the text of a parcel: base 64 takes four for three, and names and line ends the rest.
pub const MOST_OF_A_TEXT: usize = 96 << 20;

/// The most files.
pub const MOST_FILES: usize = 20_000;

/// The most bytes of one file: what the largest text of a knowledge base may have.
pub const MOST_OF_A_FILE: usize = crate::project::text::LARGEST_TEXT;

/// The columns of a line: what every messenger and mail program leaves alone, and what `base64` writes.
const COLUMNS: usize = 76;

/// Which way a parcel goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// To a reviewer: texts that wait, and what is needed to judge them.
    Pack,
    /// Back to the knowledge base: notes, and the texts that they are about.
    Bundle,
}

/// Files of a knowledge base that travel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parcel {
    /// Which way they go.
    pub kind: Kind,
    /// The site they belong to.
    pub site: SiteId,
    /// The day on which the parcel was made.
    pub made: Day,
    /// The reviewer: whom a bundle comes from, whom a pack is for. Only said, not proved.
    pub by: Option<ReviewerId>,
    /// The files. Their names hold ASCII letters, digits, `.`, `_` and `-`, and none is hidden.
    pub files: BTreeMap<SourcePath, Vec<u8>>,
}

impl Parcel {
    /// Reads the text of a parcel, as a messenger has left it: with CRLF line ends, a BOM, spaces at the ends of lines,
    /// and other text before and after. What was changed, cut off or is something else is refused.
    pub fn read(bytes: &[u8]) -> Result<Self, Refusal> {
        read::parcel(bytes)
    }

    /// Returns the text, in ASCII, with lines of at most 76 columns.
    pub fn write(&self) -> String {
        write::parcel(self)
    }

    /// Refuses a parcel that goes the other way.
    pub fn must_be(&self, kind: Kind) -> Result<(), Refusal> {
        match (self.kind, kind) {
            (Kind::Pack, Kind::Bundle) => Err(Refusal::usage(
                "this is a pack: texts for a reviewer to read, and nothing that was signed",
                "open it with `vetted review FILE`",
            )),
            (Kind::Bundle, Kind::Pack) => Err(Refusal::usage(
                "this is a bundle: what a reviewer has signed, on its way back",
                "give it to your editor, who runs `vetted import FILE`",
            )),
            _ => Ok(()),
        }
    }

    /// Opens a pack as a knowledge base of its own, on the day `as_of`.
    pub fn open(self, as_of: Day) -> Result<Project, Refusal> {
        self.must_be(Kind::Pack)?;
        let files = self.files.into_iter().map(|(path, bytes)| {
            let file = File::new(&path, bytes);
            (path, file)
        });
        Ok(Project::new(files.collect(), Diagnostics::new(), as_of))
    }
}

impl Kind {
    const ALL: [Self; 2] = [Self::Pack, Self::Bundle];

    /// The line before a parcel.
    fn begin(self) -> &'static str {
        match self {
            Self::Pack => "-----BEGIN VETTED PACK-----",
            Self::Bundle => "-----BEGIN VETTED BUNDLE-----",
        }
    }

    /// The line behind it.
    fn end(self) -> &'static str {
        match self {
            Self::Pack => "-----END VETTED PACK-----",
            Self::Bundle => "-----END VETTED BUNDLE-----",
        }
    }

    /// What a person is told who opens the file.
    fn prose(self) -> [&'static str; 3] {
        match self {
            Self::Pack => [
                "Texts that wait for a reviewer, with all that is needed to judge them.",
                "Give this file to the reviewer, who runs: vetted review FILE",
                "Nobody has signed these texts yet: show them to nobody else.",
            ],
            Self::Bundle => [
                "What a reviewer has signed, and the texts that it is about.",
                "Give this file to your editor, who runs: vetted import FILE",
                "What anybody changes in it will be noticed.",
            ],
        }
    }

    /// The key of the line that names the reviewer.
    fn person(self) -> &'static str {
        match self {
            Self::Pack => "for",
            Self::Bundle => "from",
        }
    }
}

/// The name of a file that any system can hold, that no reader of a knowledge base passes over, and that needs no escape.
fn is_plain(path: &SourcePath) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
    path.parts().all(|part| !part.starts_with('.') && part.bytes().all(plain))
}
