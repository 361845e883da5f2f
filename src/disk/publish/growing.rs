//! A file of the next site that is written piece by piece.
//!
//! Invariant: a file that was not finished is not in the ledger, and a fault in writing it keeps the site from being
//! published.

use std::fs::{self, File};
use std::io::{self, BufRead as _, BufReader, BufWriter, Read as _, Write as _};
use std::path::{Path, PathBuf};

use super::fault::PublishFault;
use super::{How, Staging, create_new, in_its_folder, not_written};
use crate::base::digest::Digesting;
use crate::base::path::OutPath;
use crate::disk::read::open_file;
use crate::site::{Content, Growing};

/// So many bytes are compared at once.
const AT_ONCE: usize = 64 << 10;

/// A file in the staging folder, open.
pub(super) struct GrowingFile<'s> {
    staging: &'s Staging,
    path: OutPath,
    to: PathBuf,
    /// The open file, until the first fault.
    file: Result<BufWriter<File>, PublishFault>,
    digesting: Digesting,
}

impl<'s> GrowingFile<'s> {
    pub(super) fn begin(staging: &'s Staging, path: &OutPath) -> Self {
        let to = staging.staged.join(path.as_str());
        let file = in_its_folder(&to, create_new).map(BufWriter::new);
        let file = file.map_err(|source| not_written(path, to.clone(), source));
        Self { staging, path: path.clone(), to, file, digesting: Digesting::default() }
    }

    /// Ends the file; where the old site has the same bytes they are taken over, as every other file is.
    fn close(file: BufWriter<File>, to: &Path, old: &Path) -> io::Result<How> {
        file.into_inner().map_err(io::IntoInnerError::into_error)?;
        if !same(to, old).unwrap_or(false) {
            return Ok(How::Written);
        }
        fs::remove_file(to)?;
        Ok(How::Reused)
    }
}

impl Growing for GrowingFile<'_> {
    fn add(&mut self, piece: &[u8]) {
        self.digesting.add(piece);
        if let Ok(file) = &mut self.file
            && let Err(source) = file.write_all(piece)
        {
            self.file = Err(not_written(&self.path, self.to.clone(), source));
        }
    }

    fn finish(self: Box<Self>) -> Content {
        let Self { staging, path, to, file, digesting } = *self;
        let digest = digesting.finish();
        let old = staging.target.path().join(path.as_str());
        let made = file.and_then(|file| {
            Self::close(file, &to, &old).map_err(|source| not_written(&path, to.clone(), source))
        });
        staging.note(&path, digest, made);
        Content::Written(digest)
    }
}

/// Returns whether two files have the same bytes; neither is held.
fn same(one: &Path, other: &Path) -> io::Result<bool> {
    let ((one, first), (mut other, second)) = (open_file(one)?, open_file(other)?);
    if !second.is_file() || first.len() != second.len() {
        return Ok(false);
    }
    let mut one = BufReader::with_capacity(AT_ONCE, one);
    let mut there = Vec::new();
    loop {
        let here = one.fill_buf()?;
        if here.is_empty() {
            return Ok(true);
        }
        there.resize(here.len(), 0);
        other.read_exact(&mut there)?;
        if here != there {
            return Ok(false);
        }
        let seen = here.len();
        one.consume(seen);
    }
}
