//! Writes the few files that a command makes: a version and its note, a key, the settings of a new knowledge base.
//!
//! Invariant: no existing file is written into, no link is followed, and what fails leaves nothing of itself behind.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use rustix::fs::{CWD, RenameFlags, renameat_with};

use super::durable::{folder_of, is_unsupported, sync_folder};
use super::reason::{reason, remedy};
use crate::base::path::SourcePath;

/// Readable and writable for its owner, and nobody else.
const PRIVATE: u32 = 0o600;
/// The same of a folder.
const PRIVATE_FOLDER: u32 = 0o700;
/// What a new file may be, less what the umask takes.
const ORDINARY: u32 = 0o666;

/// Why a file could not be written; nothing of it is left.
#[derive(Debug, thiserror::Error)]
pub enum WriteFault {
    /// A file stands there already, and is left as it is.
    #[error("`{}` is there already", .0.display())]
    Taken(PathBuf),
    /// A symbolic link stands in the way.
    #[error("`{}` is a symbolic link, which is never followed", .0.display())]
    Link(PathBuf),
    /// Something else stands where a folder must be.
    #[error("`{}` is not a folder", .0.display())]
    NotAFolder(PathBuf),
    /// The system refused.
    #[error("`{}` cannot be written: {}", path.display(), reason(source))]
    System {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl WriteFault {
    /// Says how to put it right, as an imperative.
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::Taken(_) => "choose another name, or take the present file away yourself",
            Self::Link(_) => "put the folder or file itself in its place",
            Self::NotAFolder(_) => "take it away, or choose another folder",
            Self::System { source, .. } => remedy(source),
        }
    }

    fn system(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        |source| match source.kind() {
            io::ErrorKind::AlreadyExists => Self::Taken(path),
            _ => Self::System { path, source },
        }
    }
}

/// Why a file that the person named could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadFault {
    /// The system refused.
    #[error("`{}` cannot be read: {}", path.display(), reason(source))]
    System {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// It holds more than such a file may.
    #[error("`{}` holds more than {most} bytes", path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// The most bytes it may hold.
        most: u64,
    },
}

impl ReadFault {
    /// Says how to put it right, as an imperative.
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::System { .. } => "name a file that is there and that you may read",
            Self::TooLarge { .. } => "look whether this is the file you meant",
        }
    }
}

/// Reads a file or descriptor that the person named, links and pipes included, of `most` bytes at most.
pub fn read_small(path: &Path, most: u64) -> Result<Vec<u8>, ReadFault> {
    let fault = |source| ReadFault::System { path: path.to_owned(), source };
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(fault)?;
    file.take(most + 1).read_to_end(&mut bytes).map_err(fault)?;
    if bytes.len() as u64 > most {
        return Err(ReadFault::TooLarge { path: path.to_owned(), most });
    }
    Ok(bytes)
}

/// Writes new files below `root`, and the folders they need, `root` included: all of them or, where one fails, none.
///
/// All are complete and synced before the first gets its name, and they get their names in the order given: whoever
/// looks on meanwhile sees the first few of them whole.
pub fn write_new_files(root: &Path, files: &[(SourcePath, Vec<u8>)]) -> Result<(), WriteFault> {
    let mut made = Made::default();
    for (path, _) in files {
        is_free(&root.join(path.as_str()))?;
        make_folders(root, path, &mut made)?;
    }
    let mut drafts = Vec::new();
    for (path, bytes) in files {
        let path = root.join(path.as_str());
        let draft = write_draft(&path, bytes, ORDINARY)?;
        made.paths.push(draft.clone());
        drafts.push((draft, path));
    }
    for (draft, path) in &drafts {
        rename_to_free(draft, path).map_err(WriteFault::system(path))?;
        made.paths.push(path.clone());
    }
    made.sync_folders()?;
    made.paths.clear();
    Ok(())
}

/// Writes a new file that only its owner may read: a private key.
fn write_private_file(path: &Path, bytes: &[u8]) -> Result<(), WriteFault> {
    let mut made = Made::default();
    write_synced(path, bytes, PRIVATE).map_err(WriteFault::system(path))?;
    made.paths.push(path.to_owned());
    made.sync_folders()?;
    made.paths.clear();
    Ok(())
}

/// Writes a private key to `file` and its public half beside it, with the ending `.pub`; returns where that lies. The folder
/// is made, for its owner alone, where it is missing.
pub fn write_key_pair(file: &Path, private: &str, public: &str) -> Result<PathBuf, WriteFault> {
    let public_file = file.with_added_extension("pub");
    is_free(file)?;
    is_free(&public_file)?;
    let folder = folder_of(file);
    fs::DirBuilder::new()
        .recursive(true)
        .mode(PRIVATE_FOLDER)
        .create(folder)
        .map_err(WriteFault::system(folder))?;
    write_private_file(file, private.as_bytes())?;
    write_private_file(&public_file, format!("{public}\n").as_bytes()).inspect_err(|_| {
        // Without its public half the new key is of no use, and it would stand in the way of the next attempt.
        let _ = fs::remove_file(file);
    })?;
    Ok(public_file)
}

/// Puts a file in the place of the one at `path`, if there is one, in one step; its permissions stay.
pub fn replace_file(path: &Path, bytes: &[u8]) -> Result<(), WriteFault> {
    let fault = |source| WriteFault::System { path: path.to_owned(), source };
    let permissions = match fs::symlink_metadata(path) {
        Ok(present) if present.is_symlink() => return Err(WriteFault::Link(path.to_owned())),
        Ok(present) => Some(present.permissions()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(fault(error)),
    };
    let draft = write_draft(path, bytes, permissions.as_ref().map_or(ORDINARY, |_| PRIVATE))?;
    let mut made = Made { paths: vec![draft.clone()] };
    if let Some(permissions) = permissions {
        fs::set_permissions(&draft, permissions).map_err(fault)?;
    }
    fs::rename(&draft, path).map_err(fault)?;
    made.sync_folders()?;
    made.paths.clear();
    Ok(())
}

/// What was made so far; whatever is still listed is taken away again, the last first.
#[derive(Default)]
struct Made {
    paths: Vec<PathBuf>,
}

impl Made {
    /// Syncs the folders in which something was made.
    fn sync_folders(&self) -> Result<(), WriteFault> {
        let mut folders: Vec<_> = self.paths.iter().map(|path| folder_of(path)).collect();
        folders.sort_unstable();
        folders.dedup();
        let sync = |folder: &Path| sync_folder(folder).map_err(WriteFault::system(folder));
        folders.into_iter().try_for_each(sync)
    }
}

impl Drop for Made {
    fn drop(&mut self) {
        for path in self.paths.iter().rev() {
            // A draft that got its name is gone, and a folder that somebody else uses by now stays.
            let _ = fs::remove_file(path).or_else(|_| fs::remove_dir(path));
        }
    }
}

/// Returns whether a name is free; where it is not, that is the fault.
pub fn is_free(path: &Path) -> Result<(), WriteFault> {
    match fs::symlink_metadata(path) {
        Ok(_) => Err(WriteFault::Taken(path.to_owned())),
        // A file where a folder must be is told when the folders are made.
        Err(_) => Ok(()),
    }
}

/// Makes the folders from the root down to the file at `path`.
fn make_folders(root: &Path, path: &SourcePath, made: &mut Made) -> Result<(), WriteFault> {
    if !fs::metadata(root).is_ok_and(|root| root.is_dir()) {
        make_folder(root, made)?;
    }
    let mut folder = root.to_owned();
    for part in Path::new(path.folder()) {
        folder.push(part);
        match fs::symlink_metadata(&folder) {
            Ok(there) if there.is_dir() => {}
            Ok(there) if there.is_symlink() => return Err(WriteFault::Link(folder)),
            Ok(_) => return Err(WriteFault::NotAFolder(folder)),
            Err(_) => make_folder(&folder, made)?,
        }
    }
    Ok(())
}

fn make_folder(folder: &Path, made: &mut Made) -> Result<(), WriteFault> {
    match fs::create_dir(folder) {
        Ok(()) => made.paths.push(folder.to_owned()),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            return Err(WriteFault::NotAFolder(folder.to_owned()));
        }
        Err(source) => return Err(WriteFault::System { path: folder.to_owned(), source }),
    }
    Ok(())
}

/// Writes the bytes beside `path`, under a hidden name that readers pass over.
fn write_draft(path: &Path, bytes: &[u8], mode: u32) -> Result<PathBuf, WriteFault> {
    let name = path.file_name().unwrap_or_default();
    let mut taken = 0_u32;
    loop {
        let mut hidden = OsString::from(".");
        hidden.push(name);
        hidden.push(format!(".{}-{taken}", std::process::id()));
        let draft = folder_of(path).join(hidden);
        match write_synced(&draft, bytes, mode) {
            Ok(()) => return Ok(draft),
            // Left by a run that was killed and had the same number.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && taken < 100 => taken += 1,
            Err(source) => return Err(WriteFault::System { path: path.to_owned(), source }),
        }
    }
}

/// Makes a file, which must not be there, and syncs it; one that cannot be finished is taken away.
fn write_synced(path: &Path, bytes: &[u8], mode: u32) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).mode(mode).open(path)?;
    let finished = file.write_all(bytes).and_then(|()| file.sync_all());
    finished.inspect_err(|_| drop(fs::remove_file(path)))
}

/// Renames a file to a name that must be free, also where the file system has no such call.
fn rename_to_free(from: &Path, to: &Path) -> io::Result<()> {
    match renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE) {
        Err(error) if is_unsupported(error) => link_and_unlink(from, to),
        done => Ok(done?),
    }
}

fn link_and_unlink(from: &Path, to: &Path) -> io::Result<()> {
    fs::hard_link(from, to)?;
    fs::remove_file(from)
}

#[cfg(test)]
mod tests;
