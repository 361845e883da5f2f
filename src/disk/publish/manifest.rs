//! The file `.vetted` at the root of a published site: the mark that the folder is ours, and what stands in it.
//!
//! It is in the form that `sha256sum -c --strict` reads, so that anyone can check a copy of the site. We ourselves
//! believe only the mark: what a file of an old site holds is read from the file.
//!
//! Invariant: the same site has the same manifest, byte for byte.

use std::io::{self, Read as _, Write};
use std::path::Path;

use crate::disk::read::open_file;
use crate::site::Site;

/// The name of the file.
pub(super) const NAME: &str = ".vetted";

/// What a folder of ours holds: each kind is replaced by its own kind alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A site.
    Site,
    /// The answers for another program.
    Export,
}

impl Kind {
    /// The line by which we know our own folders; `sha256sum` takes it for a comment.
    fn first_line(self) -> &'static str {
        match self {
            Self::Site => {
                "# vetted-site: 1, made by `vetted build`; the whole folder is replaced at every build\n"
            }
            Self::Export => {
                "# vetted-export: 1, made by `vetted export`; the whole folder is replaced at every export\n"
            }
        }
    }
}

/// Lists the files of a site, sorted by path.
pub(super) fn write(site: &Site, kind: Kind, mut to: impl Write) -> io::Result<()> {
    to.write_all(kind.first_line().as_bytes())?;
    site.files().iter().try_for_each(|(path, file)| writeln!(to, "{}  {path}", file.digest()))?;
    to.flush()
}

/// Returns whether the file at `path` is a manifest of ours and of this kind, whole or damaged.
pub(super) fn is_at(path: &Path, kind: Kind) -> bool {
    let mut begins = Vec::new();
    let first = kind.first_line().as_bytes();
    let read = open_file(path).and_then(|(file, found)| {
        let most = if found.is_file() { first.len() } else { 0 };
        file.take(most as u64).read_to_end(&mut begins)
    });
    read.is_ok() && begins == first
}
