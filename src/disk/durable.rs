//! Makes sure that what was written outlives a power cut, where the system has the calls for it.
//!
//! Invariant: when a function of this module returns well, the disk has what it was asked to keep.

use std::fs::File;
use std::io;
use std::path::Path;

use rustix::io::Errno;
use walkdir::WalkDir;

/// Syncs the names that stand in `folder`; a file system that cannot sync folders has nothing to do here.
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    match File::open(folder)?.sync_all() {
        Err(error) if matches!(error.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported) => {
            Ok(())
        }
        done => done,
    }
}

/// Syncs `folder` and everything below it.
///
/// One call for the whole file system where there is one: ten thousand files synced singly take minutes on a disk.
pub(super) fn sync_tree(folder: &Path) -> io::Result<()> {
    #[cfg(target_os = "linux")]
    match rustix::fs::syncfs(File::open(folder)?) {
        Err(error) if is_unsupported(error) => {}
        done => return Ok(done?),
    }
    sync_each(folder)
}

fn sync_each(folder: &Path) -> io::Result<()> {
    for entry in WalkDir::new(folder) {
        let entry = entry?;
        if entry.file_type().is_dir() {
            sync_folder(entry.path())?;
        } else {
            File::open(entry.path())?.sync_all()?;
        }
    }
    Ok(())
}

/// Returns the folder that `path` stands in, as it must be named to be opened.
pub(super) fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Returns whether the system or the file system does not know the call, so that another way must be taken.
pub(super) fn is_unsupported(error: Errno) -> bool {
    matches!(error, Errno::NOSYS | Errno::INVAL | Errno::OPNOTSUPP)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_is_synced_file_by_file_where_it_must_be() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("a")).unwrap();
        std::fs::write(folder.path().join("a/b"), "b").unwrap();
        sync_each(folder.path()).unwrap();
        assert_eq!(sync_tree(&folder.path().join("gone")).unwrap_err().kind(), io::ErrorKind::NotFound);
    }
}
