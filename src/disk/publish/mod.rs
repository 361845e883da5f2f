//! Publishes a site in one step: made beside the target, synced, exchanged with the old one.
//!
//! ```text
//! public              the site, ours by its file `.vetted`
//! .public.vetted-new  the next one in the making; after the exchange the old one, until it is removed
//! .public.vetted-old  the old one, where a file system cannot exchange folders
//! .public.vetted-lock held while a run works on `public`
//! ```
//!
//! Invariant: at every moment, also when the run is killed, the target is wholly the old site or wholly the new one.

mod exchange;
mod fault;
mod growing;
mod manifest;
mod target;

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use walkdir::WalkDir;

use self::growing::GrowingFile;
use self::target::{Old, Target};
use super::durable::{folder_of, sync_folder, sync_tree};
use super::read::open_file;
use crate::base::digest::Digest;
use crate::base::path::OutPath;
use crate::site::{Content, Growing, Shelf, Site};

pub use self::exchange::Exchange;
pub use self::fault::{Blame, PublishFault};
pub use self::manifest::Kind;

/// What publishing did to the target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// The site is the first one there.
    First,
    /// The site took the place of another one.
    Replaced,
    /// The very same site stood there, and was left alone.
    Nothing,
}

/// What publishing did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Published {
    /// To the target.
    pub change: Change,
    /// How many files were written.
    pub written: usize,
    /// How many files were taken over from the old site, as they had not changed.
    pub reused: usize,
}

/// A site in the making, beside its target. Dropped before it is published, it leaves nothing behind.
pub struct Staging {
    target: Target,
    staged: PathBuf,
    exchange: Exchange,
    ledger: Mutex<Ledger>,
}

/// What was kept so far, and the first fault in keeping it.
#[derive(Default)]
struct Ledger {
    kept: BTreeMap<OutPath, Kept>,
    fault: Option<PublishFault>,
}

/// A file that was kept.
struct Kept {
    digest: Digest,
    how: How,
}

/// How a file gets into the new site.
#[derive(Clone, Copy, PartialEq, Eq)]
enum How {
    /// It is written.
    Written,
    /// It is taken over from the old site, once it is clear that anything changed.
    Reused,
}

impl Staging {
    /// Begins a site of the knowledge base at `root` that is to stand at `target`.
    ///
    /// Refuses a target that is not ours, lies among the sources, or on which another run is at work, before anything
    /// is written.
    pub fn begin(root: &Path, target: &Path) -> Result<Self, PublishFault> {
        Self::of(Kind::Site, root, target)
    }

    /// Begins a folder of another kind in the same way.
    pub fn of(kind: Kind, root: &Path, target: &Path) -> Result<Self, PublishFault> {
        let target = Target::take(root, target, kind)?;
        target.old()?;
        let staged = target.staged();
        fs::create_dir(&staged).map_err(PublishFault::system(&staged))?;
        Ok(Self { target, staged, exchange: Exchange::default(), ledger: Mutex::default() })
    }

    /// Chooses how the folders change places.
    #[must_use]
    pub fn exchanging(mut self, exchange: Exchange) -> Self {
        self.exchange = exchange;
        self
    }

    /// Publishes `site`, whose files were kept here; those it holds in memory are written now.
    ///
    /// Where the same site is published already, nothing is done. A fault leaves the old site where it is.
    pub fn publish(mut self, site: &Site) -> Result<Published, PublishFault> {
        let kept = self.settle(site)?;
        let reused: Vec<_> = kept.iter().filter(|(_, kept)| kept.how == How::Reused).collect();
        let (written, reusable) = (kept.len() - reused.len(), reused.len());
        if written == 0 && self.is_published(site) {
            return Ok(Published { change: Change::Nothing, written, reused: reusable });
        }
        reused.into_iter().try_for_each(|(path, _)| self.take_over(path))?;
        let marker = self.staged.join(manifest::NAME);
        let made = create_new(&marker)
            .and_then(|file| manifest::write(site, self.target.kind(), BufWriter::new(file)));
        made.map_err(PublishFault::system(&marker))?;
        sync_tree(&self.staged).map_err(PublishFault::system(&self.staged))?;
        // Looked at again: what was put there since the beginning is not ours to remove.
        let change = match self.target.old()? {
            Old::Nothing => exchange::place_first(&self.target).map(|()| Change::First)?,
            Old::Empty => exchange::replace(&self.target, self.exchange).map(|()| Change::First)?,
            Old::Site => exchange::replace(&self.target, self.exchange).map(|()| Change::Replaced)?,
        };
        let parent = folder_of(self.target.path());
        sync_folder(parent).map_err(PublishFault::system(parent))?;
        self.target.clear().map_err(|(path, source)| PublishFault::OldRemains { path, source })?;
        Ok(Published { change, written, reused: reusable })
    }

    /// Completes what was kept to what `site` holds, and checks that both are the same.
    fn settle(&mut self, site: &Site) -> Result<BTreeMap<OutPath, Kept>, PublishFault> {
        for (path, content) in site.files() {
            let is_kept = self.ledger().kept.contains_key(path);
            if let (Content::Bytes(bytes), false) = (content, is_kept) {
                self.stage(path, bytes);
            }
        }
        let Ledger { kept, fault } = std::mem::take(&mut *self.ledger());
        if let Some(fault) = fault {
            return Err(fault);
        }
        let differs = |path: &&OutPath| {
            kept.get(*path).map(|kept| kept.digest) != site.files().get(*path).map(Content::digest)
        };
        match kept.keys().chain(site.files().keys()).find(differs) {
            Some(path) => Err(PublishFault::Differs(path.clone())),
            None => Ok(kept),
        }
    }

    /// Returns whether the target holds `site`, of which every file was found there, with its manifest and nothing more.
    fn is_published(&self, site: &Site) -> bool {
        let root = self.target.path();
        let mut files = 0;
        let mut is_ours = |entry: walkdir::Result<walkdir::DirEntry>| {
            let Ok(entry) = entry else { return false };
            if entry.file_type().is_dir() {
                return true;
            }
            files += 1;
            let path = entry.path().strip_prefix(root).ok().and_then(Path::to_str).unwrap_or_default();
            path == manifest::NAME
                || OutPath::parse(path).is_some_and(|path| site.files().contains_key(&path))
        };
        let mut manifest = Vec::new();
        manifest::write(site, self.target.kind(), &mut manifest).is_ok()
            && holds(&root.join(manifest::NAME), &manifest)
            && WalkDir::new(root).into_iter().all(&mut is_ours)
            && files == site.files().len() + 1
    }

    fn ledger(&self) -> std::sync::MutexGuard<'_, Ledger> {
        self.ledger.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes a file into the staging folder, unless the old site has it, and notes it in the ledger.
    fn stage(&self, path: &OutPath, bytes: &[u8]) -> Digest {
        let digest = Digest::of(bytes);
        if self.ledger().fault.is_some() {
            return digest;
        }
        // Neither its manifest nor the day of a file says what the old site holds: only its bytes do.
        let made = if holds(&self.target.path().join(path.as_str()), bytes) {
            Ok(How::Reused)
        } else {
            self.write(path, bytes).map(|()| How::Written)
        };
        self.note(path, digest, made);
        digest
    }

    /// Notes in the ledger how a file was kept, or why not.
    fn note(&self, path: &OutPath, digest: Digest, made: Result<How, PublishFault>) {
        let mut ledger = self.ledger();
        let noted = made.and_then(|how| match ledger.kept.insert(path.clone(), Kept { digest, how }) {
            Some(_) => Err(PublishFault::Twice(path.clone())),
            None => Ok(()),
        });
        if let Err(fault) = noted {
            ledger.fault.get_or_insert(fault);
        }
    }

    fn write(&self, path: &OutPath, bytes: &[u8]) -> Result<(), PublishFault> {
        let to = self.staged.join(path.as_str());
        in_its_folder(&to, |to| write_new(to, bytes)).map_err(|source| not_written(path, to, source))
    }

    /// Takes a file over from the old site: both share its bytes, where the file system can do that.
    fn take_over(&self, path: &OutPath) -> Result<(), PublishFault> {
        let from = self.target.path().join(path.as_str());
        let to = self.staged.join(path.as_str());
        let link = |to: &Path| fs::hard_link(&from, to);
        in_its_folder(&to, link)
            .or_else(|_| fs::copy(&from, &to).map(drop))
            .map_err(PublishFault::system(&to))
    }
}

impl Shelf for Staging {
    fn keep(&self, path: &OutPath, bytes: Vec<u8>) -> Content {
        Content::Written(self.stage(path, &bytes))
    }

    fn grow(&self, path: &OutPath) -> Box<dyn Growing + '_> {
        Box::new(GrowingFile::begin(self, path))
    }
}

/// Returns whether a file at `path` has these bytes and no more; of another length, it is not read.
fn holds(path: &Path, bytes: &[u8]) -> bool {
    let length = bytes.len() as u64;
    let same = |file: File| {
        let mut there = Vec::with_capacity(bytes.len() + 1);
        let read = file.take(length + 1).read_to_end(&mut there);
        read.is_ok() && there == bytes
    };
    open_file(path).is_ok_and(|(file, found)| found.is_file() && found.len() == length && same(file))
}

/// Says why a file could not be written into the staging folder.
fn not_written(path: &OutPath, to: PathBuf, source: io::Error) -> PublishFault {
    match source.kind() {
        io::ErrorKind::AlreadyExists => PublishFault::Twice(path.clone()),
        _ => PublishFault::System { path: to, source },
    }
}

/// Makes a file at `path`, and its folder first where that is missing.
fn in_its_folder<T>(path: &Path, make: impl Fn(&Path) -> io::Result<T>) -> io::Result<T> {
    match (make(path), path.parent()) {
        (Err(error), Some(folder)) if error.kind() == io::ErrorKind::NotFound => {
            fs::create_dir_all(folder)?;
            make(path)
        }
        (done, _) => done,
    }
}

fn create_new(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).open(path)
}

/// Writes a file that must not be there: what is there may share its bytes with the old site.
fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    create_new(path)?.write_all(bytes)
}
