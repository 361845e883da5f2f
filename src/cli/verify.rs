//! `verify`: looks into a finished site, whoever made it.

use std::path::Path;

use rayon::iter::{IntoParallelRefIterator as _, ParallelIterator as _};

use super::failure::Failure;
use super::{Exit, Outcome, below};
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::disk::{Folder, Listed};
use crate::privacy::{self, Sort};

/// So many files are held at once.
const AT_A_TIME: usize = 16;
/// The most findings of a run: whoever has so many has a site of another sort.
const MOST_FINDINGS: usize = 2_000;
/// The most bytes of files that are held to show what was found in them.
const MOST_HELD: usize = 256 << 20;

/// Checks the client's contract on every file of a folder.
pub(super) fn run(root: &Path, folder: &Path) -> Result<Outcome, Failure> {
    let folder = below(root, folder);
    let Folder { files, mut faults } = Folder::list(&folder)?;
    let (mut pages, mut held, mut read) = (0, 0, 0);
    for some in files.chunks(AT_A_TIME) {
        let looked: Vec<Looked> = some.par_iter().map(look).collect();
        for Looked { sort, found } in looked {
            pages += usize::from(sort == Sort::Page);
            held += shown_bytes(&found);
            faults.append(found);
        }
        read += some.len();
        if faults.len() > MOST_FINDINGS || held > MOST_HELD {
            break;
        }
    }
    let mut found = faults.into_sorted();
    if pages == 0 && found.is_empty() {
        let message = format!("there is no page in `{}`", folder.display());
        return Err(Failure::usage(message, "name the folder of a finished site"));
    }
    if let Some(last) = found.last_mut().filter(|_| read < files.len()) {
        let left = files.len() - read;
        last.notes.push(format!("{left} more files were not looked into"));
    }
    let result =
        serde_json::json!({ "files": read, "of": files.len(), "pages": pages, "findings": found.len() });
    let (said, verdict) = if found.is_empty() {
        (format!("the client's contract holds: {read} files, of them {pages} pages"), Exit::Fine)
    } else {
        (String::new(), Exit::Content)
    };
    Ok(Outcome { said, result: Some(result), found, verdict, ..Outcome::default() })
}

/// What one file has come to.
struct Looked {
    sort: Sort,
    found: Diagnostics,
}

fn look(file: &Listed) -> Looked {
    let mut found = Diagnostics::new();
    // Most files are nothing that a browser runs: their first bytes say so.
    let begin = match file.begin(64) {
        Ok(begin) => begin,
        Err(fault) => {
            found.push(fault);
            return Looked { sort: Sort::of(&file.shown, b""), found };
        }
    };
    let sort = Sort::of(&file.shown, &begin);
    let bytes = if sort.is_read() { file.read(privacy::LARGEST) } else { Ok(begin) };
    match bytes {
        Ok(bytes) => drop(privacy::check(&file.shown, &bytes, &mut found)),
        Err(fault) => found.push(fault),
    }
    Looked { sort, found }
}

/// Returns how many bytes of the file are held by what was found in it.
fn shown_bytes(found: &Diagnostics) -> usize {
    let place = |one: &Diagnostic| one.labels.first().map(|label| label.place.clone());
    match found.iter().find_map(place) {
        Some(Place::Text(span)) => span.source().text().len(),
        _ => 0,
    }
}
