//! The folder that a site is published to: whether we may, what stands there, and our own names beside it.
//!
//! Invariant: while a `Target` lives no other run works on the same folder, and when it is dropped nothing of ours
//! stands beside the site but an old one that could not be put back.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use rustix::fs::{FlockOperation, OFlags, flock};
use rustix::io::Errno;

use super::fault::PublishFault;
use super::manifest::{self, Kind};
use crate::disk::durable::folder_of;

/// The folders of a knowledge base that a site must not stand in.
const SOURCES: [&str; 4] = ["content", "record", "themes", "trust"];

/// A folder for a site, locked.
pub(super) struct Target {
    path: PathBuf,
    kind: Kind,
    /// Held, never read; the lock ends with it.
    _lock: File,
}

/// What stands at the target.
pub(super) enum Old {
    /// Nothing.
    Nothing,
    /// A folder with nothing in it.
    Empty,
    /// A site that we made.
    Site,
}

impl Target {
    /// Takes the folder at `path` for the site of the knowledge base at `root`, once no other run has it, and clears
    /// away what a run left that was killed.
    pub(super) fn take(root: &Path, path: &Path, kind: Kind) -> Result<Self, PublishFault> {
        let name = path.file_name().ok_or_else(|| PublishFault::NoName(path.to_owned()))?;
        let parent = folder_of(path);
        let no_parent = |source| PublishFault::NoParent { path: parent.to_owned(), source };
        let path = parent.canonicalize().map_err(no_parent)?.join(name);
        check_apart(root, &path)?;
        let lock = lock(&path)?;
        let target = Self { path, kind, _lock: lock };
        target.mend()?;
        Ok(target)
    }

    /// Returns what is to stand there.
    pub(super) fn kind(&self) -> Kind {
        self.kind
    }

    /// Returns where the site is to stand.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Returns where the new site is made.
    pub(super) fn staged(&self) -> PathBuf {
        beside(&self.path, "new")
    }

    /// Returns where the old site waits while the new one takes its place.
    pub(super) fn aside(&self) -> PathBuf {
        beside(&self.path, "old")
    }

    /// Looks at what stands there; what we may not replace is a fault.
    pub(super) fn old(&self) -> Result<Old, PublishFault> {
        let fault = |source| PublishFault::System { path: self.path.clone(), source };
        match fs::symlink_metadata(&self.path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Old::Nothing),
            Err(error) => return Err(fault(error)),
            Ok(there) if there.is_symlink() => return Err(PublishFault::Link(self.path.clone())),
            Ok(there) if !there.is_dir() => return Err(PublishFault::NotAFolder(self.path.clone())),
            Ok(_) => {}
        }
        if fs::read_dir(&self.path).map_err(fault)?.next().is_none() {
            return Ok(Old::Empty);
        }
        let is_ours = manifest::is_at(&self.path.join(manifest::NAME), self.kind);
        is_ours.then_some(Old::Site).ok_or_else(|| PublishFault::NotOurs(self.path.clone()))
    }

    /// Puts back an old site that a killed run had put aside, and removes what else it left.
    fn mend(&self) -> Result<(), PublishFault> {
        let is_there = |path: &Path| fs::symlink_metadata(path).is_ok();
        if is_there(&self.aside()) && !is_there(&self.path) {
            fs::rename(self.aside(), &self.path).map_err(PublishFault::system(&self.path))?;
        }
        self.clear().map_err(|(path, source)| PublishFault::System { path, source })
    }

    /// Removes what stands beside the site.
    pub(super) fn clear(&self) -> Result<(), (PathBuf, io::Error)> {
        for path in [self.staged(), self.aside()] {
            match fs::remove_dir_all(&path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err((path, error)),
                _ => {}
            }
        }
        Ok(())
    }
}

impl Drop for Target {
    fn drop(&mut self) {
        // What cannot be removed now is removed by the next run. An old site that still stands aside could not be put
        // back, and is the only one there is.
        let _ = fs::remove_dir_all(self.staged());
        let _ = fs::remove_file(beside(&self.path, "lock"));
    }
}

/// Returns our own name beside the target: hidden, and fixed, so that the next run finds what this one may leave.
fn beside(path: &Path, what: &str) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(".vetted-");
    name.push(what);
    path.with_file_name(name)
}

/// Refuses a target that holds the knowledge base or lies among its sources.
fn check_apart(root: &Path, path: &Path) -> Result<(), PublishFault> {
    let root = root.canonicalize().map_err(PublishFault::system(root))?;
    if root.starts_with(path) {
        return Err(PublishFault::HoldsSources(path.to_owned()));
    }
    match SOURCES.into_iter().find(|folder| path.starts_with(root.join(folder))) {
        Some(folder) => Err(PublishFault::AmongSources { target: path.to_owned(), folder }),
        None => Ok(()),
    }
}

/// Takes the lock beside the target, or says that another run has it.
fn lock(path: &Path) -> Result<File, PublishFault> {
    let lock = beside(path, "lock");
    // To the reader, what cannot be written is the folder around the site.
    let fault = |source| PublishFault::System { path: folder_of(&lock).to_owned(), source };
    let careful = OFlags::NOFOLLOW.bits().cast_signed();
    loop {
        let mut options = OpenOptions::new();
        let file = options.write(true).create(true).truncate(false).custom_flags(careful).open(&lock);
        let file = file.map_err(fault)?;
        match flock(&file, FlockOperation::NonBlockingLockExclusive) {
            Err(Errno::WOULDBLOCK) => return Err(PublishFault::Busy(path.to_owned())),
            done => done.map_err(|error| fault(error.into()))?,
        }
        // The run that had the lock removes the file: what we locked may be a file without a name.
        let named = fs::symlink_metadata(&lock).map(|there| there.ino());
        if named.is_ok_and(|named| file.metadata().is_ok_and(|ours| ours.ino() == named)) {
            return Ok(file);
        }
    }
}
