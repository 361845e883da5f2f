//! Everything a build may know: the files of a knowledge base, read once, and the day.
//!
//! Invariant: a `Project` never touches a file system or a clock; `disk` or a test makes it.

pub mod text;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::day::Day;
use crate::base::digest::Digest;
use crate::base::path::SourcePath;
use crate::diagnostic::Diagnostics;
use crate::source::Source;

pub use text::checked_text;

/// The content of one file.
#[derive(Clone, Debug)]
pub enum File {
    /// Valid UTF-8; other faults of the text are still to be looked for by [`checked_text`].
    Text(Source),
    /// Anything else.
    Binary(Arc<[u8]>),
}

impl PartialEq for File {
    fn eq(&self, other: &Self) -> bool {
        let shared = match (self, other) {
            (Self::Text(one), Self::Text(other)) => one.is_shared_with(other),
            (Self::Binary(one), Self::Binary(other)) => Arc::ptr_eq(one, other),
            _ => false,
        };
        shared || self.bytes() == other.bytes()
    }
}

impl Eq for File {}

impl File {
    /// Takes the bytes of a file: a text where they are UTF-8.
    pub fn new(path: &SourcePath, bytes: Vec<u8>) -> Self {
        match String::from_utf8(bytes) {
            Ok(text) => Self::Text(Source::new(path.clone(), text)),
            Err(not_text) => Self::Binary(not_text.into_bytes().into()),
        }
    }

    /// Returns the bytes.
    pub fn bytes(&self) -> &[u8] {
        match self {
            Self::Text(source) => source.text().as_bytes(),
            Self::Binary(bytes) => bytes,
        }
    }

    /// Returns the SHA-256 digest of the bytes.
    pub fn digest(&self) -> Digest {
        Digest::of(self.bytes())
    }
}

/// The files of a knowledge base, what went wrong in reading them, and the day it is.
#[derive(Clone, Debug)]
pub struct Project {
    files: BTreeMap<SourcePath, File>,
    faults: Diagnostics,
    as_of: Day,
}

impl Project {
    /// Takes the files, the faults met in reading them, and the day on which the build stands.
    pub fn new(files: BTreeMap<SourcePath, File>, faults: Diagnostics, as_of: Day) -> Self {
        Self { files, faults, as_of }
    }

    /// Returns the day on which the build stands: the only clock.
    pub fn as_of(&self) -> Day {
        self.as_of
    }

    /// Returns what went wrong in reading: links, unreadable files, names that are not ASCII.
    pub fn faults(&self) -> &Diagnostics {
        &self.faults
    }

    /// Returns a file by its path.
    pub fn file(&self, path: &SourcePath) -> Option<&File> {
        self.files.get(path)
    }

    /// Returns a file by the text of its path.
    pub fn file_at(&self, path: &str) -> Option<&File> {
        self.files.get(&SourcePath::parse(path)?)
    }

    /// Returns the same project with these files in it as well: what would be if they were written.
    #[must_use]
    pub fn with(&self, files: impl IntoIterator<Item = (SourcePath, Vec<u8>)>) -> Self {
        let mut more = self.clone();
        more.files.extend(files.into_iter().map(|(path, bytes)| {
            let file = File::new(&path, bytes);
            (path, file)
        }));
        more
    }

    /// Returns the project as it is when these files have changed; `None` stands for one that is gone.
    #[must_use]
    pub fn changed(&self, files: impl IntoIterator<Item = (SourcePath, Option<File>)>) -> Self {
        let mut changed = self.clone();
        for (path, file) in files {
            match file {
                Some(file) => drop(changed.files.insert(path, file)),
                None => drop(changed.files.remove(&path)),
            }
        }
        changed
    }

    /// Returns the same files on another day.
    #[must_use]
    pub fn on(&self, as_of: Day) -> Self {
        Self { as_of, ..self.clone() }
    }

    /// Returns whether both hold the same files on the same day.
    pub fn is_like(&self, other: &Self) -> bool {
        self.as_of == other.as_of && self.files == other.files
    }

    /// Returns everything that a site is made from: all files but the desk's.
    pub fn signed(&self) -> impl Iterator<Item = (&SourcePath, &File)> {
        self.files.iter().filter(|(path, _)| path.parts().next() != Some("content"))
    }

    /// Returns the files below `folder`, sorted by path; none where `folder` is not a path.
    pub fn under<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = (&'a SourcePath, &'a File)> {
        let start = SourcePath::parse(folder);
        let below = move |path: &SourcePath| path.as_str().as_bytes().get(folder.len()) == Some(&b'/');
        start
            .map(|start| self.files.range(start..))
            .into_iter()
            .flatten()
            .take_while(move |(path, _)| path.as_str().starts_with(folder))
            .filter(move |(path, _)| below(path))
    }
}
