//! The files of this repository, for the tests that look at them.

use std::path::{Path, PathBuf};
use std::process::Command;

use walkdir::WalkDir;

/// Returns the root of the repository.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Returns the program, which speaks English whatever the machine speaks.
pub(crate) fn program() -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_vetted"));
    program.env("LC_ALL", "C");
    program
}

/// Returns the files below a folder, relative to the root and sorted; none where there is no such folder.
pub(crate) fn files_under(folder: &str) -> Vec<PathBuf> {
    let kept =
        |name: &str| ![".git", "target", "node_modules"].contains(&name) && !name.starts_with("public");
    WalkDir::new(root().join(folder))
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|entry| entry.depth() == 0 || entry.file_name().to_str().is_some_and(kept))
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_file())
        .filter_map(|entry| Some(entry.path().strip_prefix(root()).ok()?.to_owned()))
        .collect()
}
