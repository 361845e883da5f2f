//! Reads the files of a knowledge base, once, into a `Project`.
//!
//! Nothing here is trusted: a link, a pipe, a folder named like a file, an odd name or a giant is told as a fault of
//! the project and left alone.
//!
//! Invariant: no link is followed, no more of a file is read than its kind may hold, and the reading always ends.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, FileType, Metadata, OpenOptions};
use std::io::{self, Read as _};
use std::ops::RangeInclusive;
use std::os::unix::fs::{FileTypeExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use rayon::iter::{IntoParallelRefIterator as _, ParallelIterator as _};
use rustix::fs::OFlags;
use walkdir::{DirEntry, WalkDir};

use super::reason::reason;
use crate::base::day::Day;
use crate::base::path::SourcePath;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::project::text::{LARGEST_ARTICLE, LARGEST_TEXT};
use crate::project::{File, Project};

/// The file that makes a folder a knowledge base.
const SETTINGS: &str = "vetted.toml";
/// The most files and folders of a knowledge base.
pub(super) const MOST_FILES: usize = 1_000_000;
/// The most bytes of a knowledge base; all of them are held in memory.
const MOST_BYTES: u64 = 4 << 30;
/// So many files or folders are taken at once before anyone counts.
const AT_A_TIME: usize = 512;
/// The most bytes of a picture.
const MOST_OF_A_PICTURE: u64 = 2 << 20;

/// What a command looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Settings, trust, record and themes: what `build` may know.
    Record,
    /// The desk as well.
    Everything,
}

impl Scope {
    /// What belongs to it at the root.
    fn tops(self) -> impl Iterator<Item = SourcePath> {
        let desk = (self == Self::Everything).then_some("content");
        desk.into_iter().chain(["record", "themes", "trust", SETTINGS]).filter_map(SourcePath::parse)
    }
}

/// Why there is no knowledge base to read; the reader named the wrong folder.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// There is no such folder.
    #[error("there is no folder `{}`", .0.display())]
    NotThere(PathBuf),
    /// There is no such folder, and none of a knowledge base was asked for.
    #[error("there is no folder `{}`", .0.display())]
    NoFolder(PathBuf),
    /// The folder has no settings.
    #[error("`{}` is not a knowledge base: it has no `{SETTINGS}`", .0.display())]
    NoSettings(PathBuf),
    /// The folder cannot be looked into.
    #[error("`{}` cannot be read: {}", path.display(), reason(source))]
    Unreadable {
        /// The folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// More files than a knowledge base may have. A part of them is no answer: a withdrawal might be in the rest.
    #[error("`{}` holds more than {MOST_FILES} files and folders", .0.display())]
    TooMany(PathBuf),
    /// More bytes than a knowledge base may have.
    #[error("the files of `{}` have more than {} GiB together", .0.display(), MOST_BYTES >> 30)]
    TooLarge(PathBuf),
}

impl Refused {
    /// Says how to put it right, as an imperative.
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::NotThere(_) | Self::NoSettings(_) => {
                "name the folder of a knowledge base with `-C DIR`, or begin one with `vetted init DIR`"
            }
            Self::NoFolder(_) => "name the folder of a finished site",
            Self::Unreadable { .. } => "give yourself the right to read this folder",
            Self::TooMany(_) | Self::TooLarge(_) => "move what is no part of the knowledge base elsewhere",
        }
    }
}

/// Reads the knowledge base at `root` as of the day `as_of`.
///
/// What is wrong with single files is in the project's faults. An error means that there is nothing to read, or that
/// not all of it could be known.
pub fn read(root: &Path, scope: Scope, as_of: Day) -> Result<Project, Refused> {
    check_root(root)?;
    let found = walk(root, scope, MOST_FILES)?;
    let mut faults = found.faults;
    let files = read_files(root, &found.files, &mut faults, MOST_BYTES)?;
    Ok(Project::new(files, faults, as_of))
}

/// Reads these files of a project again. `None` where only reading everything tells how it stands: something is new, is no
/// file any longer, or was at fault before.
pub fn read_again(root: &Path, project: &Project, paths: &BTreeSet<SourcePath>) -> Option<Project> {
    let mut changed = Vec::with_capacity(paths.len());
    for path in paths {
        let is_known = project.file(path).is_some();
        let there = fs::symlink_metadata(root.join(path.as_str()));
        match there {
            Ok(found) if found.is_file() && is_known => {
                changed.push((path.clone(), Some(read_file(root, path).ok()?)));
            }
            // A draft that came and went.
            Err(error) if error.kind() == io::ErrorKind::NotFound => changed.push((path.clone(), None)),
            _ => return None,
        }
    }
    project.faults().is_empty().then(|| project.changed(changed))
}

/// Reads the files at `paths`, which may have `most` bytes together.
fn read_files(
    root: &Path,
    paths: &[SourcePath],
    faults: &mut Diagnostics,
    most: u64,
) -> Result<BTreeMap<SourcePath, File>, Refused> {
    let mut files = BTreeMap::new();
    let mut total = 0;
    for some in paths.chunks(AT_A_TIME) {
        let read: Vec<_> = some.par_iter().map(|path| read_file(root, path)).collect();
        for (path, file) in some.iter().zip(read) {
            match file {
                Ok(file) => {
                    total += file.bytes().len() as u64;
                    files.insert(path.clone(), file);
                }
                Err(fault) => faults.push(fault),
            }
        }
        if total > most {
            return Err(Refused::TooLarge(root.to_owned()));
        }
    }
    Ok(files)
}

fn check_root(root: &Path) -> Result<(), Refused> {
    let unreadable = |source| Refused::Unreadable { path: root.to_owned(), source };
    match fs::metadata(root) {
        Ok(folder) if folder.is_dir() => {}
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => return Err(unreadable(error)),
        _ => return Err(Refused::NotThere(root.to_owned())),
    }
    match fs::symlink_metadata(root.join(SETTINGS)) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err(Refused::NoSettings(root.to_owned())),
        Err(error) => Err(unreadable(error)),
    }
}

/// What a walk found.
#[derive(Default)]
struct Found {
    seen: usize,
    files: Vec<SourcePath>,
    /// The folders at the end of its reach, which it did not go into.
    unentered: Vec<SourcePath>,
    faults: Diagnostics,
}

impl Found {
    fn append(&mut self, mut other: Self) {
        self.seen += other.seen;
        self.files.append(&mut other.files);
        self.unentered.append(&mut other.unentered);
        self.faults.append(other.faults);
    }
}

/// Walks everything of a scope: first down to the folders of single articles, then through many of those at once.
/// More than `most` files and folders are refused.
fn walk(root: &Path, scope: Scope, most: usize) -> Result<Found, Refused> {
    let mut found = Found::default();
    for top in scope.tops() {
        found.append(walk_below(root, &top, 0..=2, most));
    }
    let folders = std::mem::take(&mut found.unentered);
    for some in folders.chunks(AT_A_TIME) {
        let walk_one = |folder| walk_below(root, folder, 1..=usize::MAX, most);
        let walked: Vec<_> = some.par_iter().map(walk_one).collect();
        for one in walked {
            found.append(one);
        }
        if found.seen > most {
            break;
        }
    }
    if found.seen > most {
        return Err(Refused::TooMany(root.to_owned()));
    }
    found.files.sort_unstable();
    Ok(found)
}

/// Walks the files and folders that are so many steps below `start`, and stops when there are more than `most`.
fn walk_below(root: &Path, start: &SourcePath, steps: RangeInclusive<usize>, most: usize) -> Found {
    let mut found = Found::default();
    let entries = WalkDir::new(root.join(start.as_str())).follow_root_links(false);
    let entries = entries.min_depth(*steps.start()).max_depth(*steps.end()).into_iter();
    let mut entries = entries.filter_entry(|entry| !is_leftover(entry));
    while let Some(entry) = entries.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                found.faults.extend(unwalkable(root, start, &error));
                continue;
            }
        };
        found.seen += 1;
        if found.seen > most {
            break;
        }
        let place = place(root, entry.path()).unwrap_or_else(|| start.clone());
        match judge(&place, &entry) {
            Ok(()) if entry.file_type().is_file() => found.files.push(place),
            Ok(()) if entry.depth() == *steps.end() => found.unentered.push(place),
            Ok(()) => {}
            Err(fault) => {
                found.faults.push(fault);
                if entry.file_type().is_dir() {
                    entries.skip_current_dir();
                }
            }
        }
    }
    found
}

/// Hidden files, and what editors and file managers leave behind.
fn is_leftover(entry: &DirEntry) -> bool {
    let name = entry.file_name().as_encoded_bytes();
    name.starts_with(b".")
        || name.ends_with(b"~")
        || name.ends_with(b".swp")
        || (name.starts_with(b"#") && name.ends_with(b"#"))
}

/// Says what is wrong with a file that is not to be read or a folder that is not to be gone into.
fn judge(place: &SourcePath, entry: &DirEntry) -> Result<(), Diagnostic> {
    if let Some(odd) = odd_character(entry.file_name()) {
        return Err(Diagnostic::error(Code::FileName, format!("the name of `{place}` holds {odd}"))
            .at(place, "")
            .help("rename it with letters a to z, digits, `.`, `_` and `-`"));
    }
    let (is, expected) = (entry.file_type(), expected(place, entry.depth()));
    let fits = is.is_file() && expected != "a folder" || is.is_dir() && expected != "a file";
    if fits { Ok(()) } else { Err(wrong_kind(place, is, expected)) }
}

/// Returns what belongs in a place `depth` steps below the top, by its name.
fn expected(place: &SourcePath, depth: usize) -> &'static str {
    match () {
        () if is_name_of_a_file(place) => "a file",
        () if depth == 0 => "a folder",
        () => "a file or a folder",
    }
}

pub(super) fn wrong_kind(place: &SourcePath, is: FileType, expected: &str) -> Diagnostic {
    let is = match () {
        () if is.is_file() => "a file",
        () if is.is_dir() => "a folder",
        () if is.is_symlink() => "a symbolic link, which is never followed",
        () if is.is_fifo() => "a named pipe",
        () if is.is_socket() => "a socket",
        () => "a device",
    };
    Diagnostic::error(Code::FileKind, format!("`{place}` is {is}; {expected} should be here"))
        .at(place, "")
        .help(format!("put {expected} here, or take this away"))
}

/// Returns whether a folder of this name would be a mistake: only files have such names.
fn is_name_of_a_file(place: &SourcePath) -> bool {
    matches!(place.as_str(), "trust/allowed_signers" | "trust/revoked")
        || is_picture(place)
        || ends_in(place, &["md", "toml", "note", "sig", "html", "css", "js"])
}

fn is_picture(place: &SourcePath) -> bool {
    ends_in(place, &["png", "jpg", "jpeg", "gif", "webp", "avif", "svg"])
}

fn ends_in(place: &SourcePath, endings: &[&str]) -> bool {
    let ending = place.file_name().rsplit_once('.').map(|(_, ending)| ending);
    ending.is_some_and(|ending| endings.iter().any(|known| ending.eq_ignore_ascii_case(known)))
}

/// Returns, in words, the first character of a name that cannot stand in a path, an address and a note alike.
fn odd_character(name: &std::ffi::OsStr) -> Option<String> {
    let bytes = name.as_encoded_bytes();
    let at = bytes.iter().position(|byte| !byte.is_ascii_alphanumeric() && !b"._-".contains(byte))?;
    let Some(odd) = name.to_str().and_then(|name| name.get(at..)?.chars().next()) else {
        return Some(format!("bytes that are no text: 0x{:02X} is not ASCII", bytes[at]));
    };
    let code = u32::from(odd);
    Some(match odd {
        ' ' => "a space".to_owned(),
        odd if odd.is_ascii_graphic() => format!("`{odd}`"),
        odd if odd.is_alphanumeric() => format!("`{odd}` (U+{code:04X}), which is not ASCII"),
        _ => format!("the character U+{code:04X}"),
    })
}

/// Returns the path below the root as it can be shown: what would disturb a line is written as its code. The root
/// itself has none.
pub(super) fn place(root: &Path, path: &Path) -> Option<SourcePath> {
    let mut shown = String::new();
    for letter in path.strip_prefix(root).unwrap_or(path).to_string_lossy().chars() {
        if letter.is_alphanumeric() || letter.is_ascii_graphic() || letter == ' ' {
            shown.push(letter);
        } else {
            shown.extend(letter.escape_unicode());
        }
    }
    SourcePath::parse(&shown)
}

/// A folder that could not be read; one of the top that is not there is missed by whoever needs it.
fn unwalkable(root: &Path, start: &SourcePath, error: &walkdir::Error) -> Option<Diagnostic> {
    let why = error.io_error()?;
    let absent = error.depth() == 0 && why.kind() == io::ErrorKind::NotFound;
    let place = error.path().and_then(|path| place(root, path)).unwrap_or_else(|| start.clone());
    (!absent).then(|| unreadable(&place, why))
}

pub(super) fn unreadable(place: &SourcePath, error: &io::Error) -> Diagnostic {
    Diagnostic::error(Code::FileUnreadable, format!("`{place}` cannot be read: {}", reason(error)))
        .at(place, "")
        .help("give yourself the right to read it, or take it away")
}

/// Opens what is at `path`, and says what it is: what was a file may be a pipe by now. No link is followed, and nothing
/// is waited for.
pub(super) fn open_file(path: &Path) -> io::Result<(fs::File, Metadata)> {
    let careful = (OFlags::NOFOLLOW | OFlags::NONBLOCK).bits().cast_signed();
    let file = OpenOptions::new().read(true).custom_flags(careful).open(path)?;
    let found = file.metadata()?;
    Ok((file, found))
}

fn read_file(root: &Path, path: &SourcePath) -> Result<File, Diagnostic> {
    let fault = |error: io::Error| unreadable(path, &error);
    let (file, found) = open_file(&root.join(path.as_str())).map_err(fault)?;
    if !found.is_file() {
        return Err(wrong_kind(path, found.file_type(), "a file"));
    }
    let (what, most) = limit(path);
    let mut bytes = Vec::with_capacity(usize::try_from(found.len().min(most) + 1).unwrap_or(0));
    file.take(most + 1).read_to_end(&mut bytes).map_err(fault)?;
    let size = found.len().max(bytes.len() as u64);
    if size > most {
        return Err(too_large(path, what, size, most));
    }
    Ok(File::new(path, bytes))
}

pub(super) fn too_large(path: &SourcePath, what: &str, size: u64, most: u64) -> Diagnostic {
    let words = format!("`{path}` has {size} bytes; {what} may have {most} ({} MiB)", most >> 20);
    Diagnostic::error(Code::FileTooLarge, words).at(path, "").help("make it smaller, or divide it")
}

/// Returns what a file is called and how many bytes it may have.
fn limit(path: &SourcePath) -> (&'static str, u64) {
    match () {
        () if ends_in(path, &["md"]) => ("an article", LARGEST_ARTICLE as u64),
        () if is_picture(path) => ("a picture", MOST_OF_A_PICTURE),
        () => ("a file of this kind", LARGEST_TEXT as u64),
    }
}

#[cfg(test)]
mod tests;
