//! `import`: checks bundles of reviewers far away, and places what is in them.
//!
//! Invariant: all files of all bundles are placed, or none; only a withdrawal waits for nothing.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use super::failure::Failure;
use super::{Exit, Outcome};
use crate::bundle::{self, MOST_OF_A_TEXT, Parcel};
use crate::disk::{self, ReadFault};
use crate::pipeline::Ground;
use crate::project::Project;

/// What stands for the standard input.
const STANDARD_INPUT: &str = "-";

/// Imports each bundle into what the ones before it have made of the knowledge base.
pub(super) fn run(
    root: &Path,
    files: &[PathBuf],
    project: &Project,
    ground: &Ground,
) -> Result<Outcome, Failure> {
    let mut project = project.clone();
    let (mut new, mut said) = (Vec::new(), Vec::new());
    for file in files {
        let arrived = arrived(file, &project, ground);
        let imported =
            arrived.map_err(|failure| if files.len() > 1 { of_file(failure, file) } else { failure })?;
        if let Some(refusal) = imported.refused {
            disk::write_new_files(root, &imported.files)?;
            return Ok(pulled_only(imported.said, refusal));
        }
        project = project.with(imported.files.clone());
        new.extend(imported.files);
        said.extend(imported.said);
    }
    disk::write_new_files(root, &new)?;
    Ok(Outcome::said(said.join("\n")))
}

fn arrived(file: &Path, project: &Project, ground: &Ground) -> Result<bundle::Imported, Failure> {
    let most = MOST_OF_A_TEXT as u64;
    let bytes = if file == Path::new(STANDARD_INPUT) {
        let mut bytes = Vec::new();
        // One byte more than there may be: the reader of the bundle says so.
        let read = std::io::stdin().lock().take(most + 1).read_to_end(&mut bytes);
        read.map_err(|source| ReadFault::System { path: file.to_owned(), source })?;
        bytes
    } else {
        disk::read_small(file, most)?
    };
    bundle::import(&Parcel::read(&bytes)?, project, ground)
}

/// Tells of a bundle whose withdrawals alone were placed.
fn pulled_only(mut said: Vec<String>, refusal: Failure) -> Outcome {
    said.push(format!("nothing else was placed: {refusal}"));
    said.extend(refusal.help);
    Outcome { said: said.join("\n"), found: refusal.found, verdict: Exit::Content, ..Outcome::default() }
}

/// Says which of several files it is.
fn of_file(mut failure: Failure, file: &Path) -> Failure {
    failure.message = format!("in {}: {failure}", file.display());
    failure
}
