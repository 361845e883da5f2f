//! Reads the files of any folder one by one, for those who look into a site that somebody else has made.
//!
//! Invariant: no link is followed, no more of a file is read than asked for, and only what is asked for is held.

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::read::{MOST_FILES, Refused, open_file, place, too_large, unreadable, wrong_kind};
use crate::base::path::SourcePath;
use crate::diagnostic::{Diagnostic, Diagnostics};

/// A file of a folder: how its path is shown, and where it is.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The path below the folder; what would disturb a line is written as its code.
    pub shown: SourcePath,
    path: PathBuf,
}

/// The files of a folder.
#[derive(Debug)]
pub struct Folder {
    /// The files, sorted by path.
    pub files: Vec<Listed>,
    /// What is neither a file nor a folder, and what could not be looked into.
    pub faults: Diagnostics,
}

impl Folder {
    /// Lists every file below `root`, hidden ones too. An error means that there is no such folder, or that it holds more
    /// than anybody looks through.
    pub fn list(root: &Path) -> Result<Self, Refused> {
        match fs::metadata(root) {
            Ok(folder) if folder.is_dir() => {}
            Err(source) if source.kind() == std::io::ErrorKind::PermissionDenied => {
                return Err(Refused::Unreadable { path: root.to_owned(), source });
            }
            _ => return Err(Refused::NoFolder(root.to_owned())),
        }
        let mut folder = Self { files: Vec::new(), faults: Diagnostics::new() };
        for (seen, entry) in WalkDir::new(root).min_depth(1).into_iter().enumerate() {
            if seen >= MOST_FILES {
                return Err(Refused::TooMany(root.to_owned()));
            }
            match entry {
                Ok(entry) if entry.file_type().is_dir() => {}
                Ok(entry) => {
                    let Some(shown) = place(root, entry.path()) else { continue };
                    if entry.file_type().is_file() {
                        folder.files.push(Listed { shown, path: entry.into_path() });
                    } else {
                        folder.faults.push(wrong_kind(&shown, entry.file_type(), "a file"));
                    }
                }
                Err(error) if error.depth() == 0 => {
                    let source = error.into_io_error().unwrap_or_else(|| std::io::ErrorKind::Other.into());
                    return Err(Refused::Unreadable { path: root.to_owned(), source });
                }
                Err(error) => {
                    let shown = error.path().and_then(|path| place(root, path));
                    let fault = shown.zip(error.io_error()).map(|(shown, why)| unreadable(&shown, why));
                    folder.faults.extend(fault);
                }
            }
        }
        folder.files.sort_by(|one, other| (&one.shown, &one.path).cmp(&(&other.shown, &other.path)));
        Ok(folder)
    }
}

impl Listed {
    /// Reads the file, which may have `most` bytes; why it cannot be read comes as a finding.
    pub fn read(&self, most: usize) -> Result<Vec<u8>, Diagnostic> {
        let fault = |error| unreadable(&self.shown, &error);
        let (file, found) = open_file(&self.path).map_err(fault)?;
        if !found.is_file() {
            return Err(wrong_kind(&self.shown, found.file_type(), "a file"));
        }
        let most = most as u64;
        let mut bytes = Vec::new();
        file.take(most + 1).read_to_end(&mut bytes).map_err(fault)?;
        let size = found.len().max(bytes.len() as u64);
        if size > most { Err(too_large(&self.shown, "a file of this kind", size, most)) } else { Ok(bytes) }
    }

    /// Reads the first `count` bytes of the file.
    pub fn begin(&self, count: usize) -> Result<Vec<u8>, Diagnostic> {
        let fault = |error| unreadable(&self.shown, &error);
        let (file, _) = open_file(&self.path).map_err(fault)?;
        let mut bytes = Vec::new();
        file.take(count as u64).read_to_end(&mut bytes).map_err(fault)?;
        Ok(bytes)
    }
}
