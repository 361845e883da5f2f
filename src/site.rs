//! The finished site: a sorted map from path to content.
//!
//! Invariant: no path is taken twice, and a path that is a file is never a folder.

use std::collections::BTreeMap;

use crate::base::digest::{Digest, Digesting};
use crate::base::path::OutPath;

/// What the site remembers of a finished file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// The bytes, where they are shown or compared.
    Bytes(Vec<u8>),
    /// Their digest, once they are written.
    Written(Digest),
}

impl Content {
    /// Returns the SHA-256 digest of the bytes.
    pub fn digest(&self) -> Digest {
        match self {
            Self::Bytes(bytes) => Digest::of(bytes),
            Self::Written(digest) => *digest,
        }
    }
}

/// Takes finished files as they are made, from many threads, and says what the site is to remember of each.
///
/// A shelf that cannot keep a file remembers that itself and says so when the site is published; the makers go on.
pub trait Shelf: Sync {
    /// Takes the bytes of the file at `path`.
    fn keep(&self, path: &OutPath, bytes: Vec<u8>) -> Content;

    /// Begins the file at `path`, which comes piece by piece because it is too large to be held.
    fn grow(&self, path: &OutPath) -> Box<dyn Growing + '_>;
}

/// A file that comes piece by piece. Dropped before it is finished, it is no part of the site.
pub trait Growing: Send {
    /// Adds the next piece.
    fn add(&mut self, piece: &[u8]);

    /// Says that the file is whole.
    fn finish(self: Box<Self>) -> Content;
}

/// Keeps every byte in memory: for tests and for showing.
#[derive(Clone, Copy, Debug, Default)]
pub struct InMemory;

impl Shelf for InMemory {
    fn keep(&self, _path: &OutPath, bytes: Vec<u8>) -> Content {
        Content::Bytes(bytes)
    }

    fn grow(&self, _path: &OutPath) -> Box<dyn Growing + '_> {
        Box::new(Vec::new())
    }
}

impl Growing for Vec<u8> {
    fn add(&mut self, piece: &[u8]) {
        self.extend_from_slice(piece);
    }

    fn finish(self: Box<Self>) -> Content {
        Content::Bytes(*self)
    }
}

/// Keeps nothing but digests: for `check`, which only wants to know whether a site can be made.
#[derive(Clone, Copy, Debug, Default)]
pub struct DigestsOnly;

impl Shelf for DigestsOnly {
    fn keep(&self, _path: &OutPath, bytes: Vec<u8>) -> Content {
        Content::Written(Digest::of(&bytes))
    }

    fn grow(&self, _path: &OutPath) -> Box<dyn Growing + '_> {
        Box::new(Digesting::default())
    }
}

impl Growing for Digesting {
    fn add(&mut self, piece: &[u8]) {
        self.add(piece);
    }

    fn finish(self: Box<Self>) -> Content {
        Content::Written((*self).finish())
    }
}

/// A finished site.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Site {
    files: BTreeMap<OutPath, Content>,
}

impl Site {
    /// Begins with nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file; a path that is taken stays as it is and comes back.
    pub fn insert(&mut self, path: OutPath, content: Content) -> Result<(), OutPath> {
        match self.files.entry(path) {
            std::collections::btree_map::Entry::Occupied(taken) => Err(taken.key().clone()),
            std::collections::btree_map::Entry::Vacant(free) => {
                free.insert(content);
                Ok(())
            }
        }
    }

    /// Returns the files, sorted by path.
    pub fn files(&self) -> &BTreeMap<OutPath, Content> {
        &self.files
    }

    /// Returns the bytes of a file that is kept in memory.
    pub fn bytes(&self, path: &str) -> Option<&[u8]> {
        match self.files.get(&OutPath::parse(path)?)? {
            Content::Bytes(bytes) => Some(bytes),
            Content::Written(_) => None,
        }
    }
}
