//! Are the files of a version still what its notes signed?
//!
//! Invariant: a note counts only where every file that it lists is there and has the digest that it lists.

use std::collections::BTreeMap;

use super::dossier::Filed;
use super::notes::Checked;
use super::version::Version;
use crate::base::digest::Digest;
use crate::base::path::SourcePath;
use crate::diagnostic::{Code, Diagnostic};
use crate::project::File;
use crate::trust::note::FileName;

/// Takes the count away from every note that lists other bytes than lie there; `main` is the name of the text's file.
pub(super) fn compare(version: &mut Version<'_>, main: &str) {
    let mut digests: BTreeMap<&SourcePath, Digest> = BTreeMap::new();
    let (text, bundle) = (version.text, version.bundle);
    for note in version.notes.iter_mut().filter(|note| note.counts) {
        let Some((_, approval)) = note.approval() else { continue };
        let mut faults = Vec::new();
        faults.extend(differs(note, None, main, approval.text, text));
        for (name, signed) in &approval.pictures {
            let here = bundle.file(name.as_str());
            let here = here.map(|filed| (filed, *digests.entry(filed.0).or_insert_with(|| filed.1.digest())));
            faults.extend(differs(note, Some(name), name.as_str(), *signed, here));
        }
        note.counts = faults.is_empty();
        note.faults.extend(faults);
    }
}

/// Says what is wrong with a file that a note lists, if anything.
fn differs(
    note: &Checked<'_>,
    picture: Option<&FileName>,
    name: &str,
    signed: Digest,
    here: Option<(Filed<'_>, Digest)>,
) -> Option<Diagnostic> {
    let (source, said) = note.read.as_ref()?;
    // Only asked where there is something to tell: it counts the lines of the note.
    let line = || said.listed_at(source, picture);
    let Some(((path, file), digest)) = here else {
        let fault = Diagnostic::error(Code::VersionFiles, format!("`{name}` was signed, and is not there"));
        return Some(fault.at(line(), "signed here").help("put the file back as it was signed"));
    };
    if digest == signed {
        return None;
    }
    let fault =
        Diagnostic::error(Code::VersionChanged, format!("`{name}` is not what `{}` signed", said.reviewer))
            .at(line(), "what was signed")
            .at(path, "what lies here");
    Some(if is_converted(file, signed) {
        fault.note("it is what was signed but for its line ends, which are CRLF").help(
            "set `record/** -text` in `.gitattributes` and check the file out again: nothing may convert it",
        )
    } else {
        fault
            .note("a merge, an editor or a conversion may have made a text that nobody signed")
            .help("put the file back as it was signed; a change needs a new version with notes of its own")
    })
}

/// Returns whether a text would be what was signed if its lines ended with line feeds alone.
fn is_converted(file: &File, signed: Digest) -> bool {
    match file {
        File::Text(source) => Digest::of(source.text().replace("\r\n", "\n").as_bytes()) == signed,
        File::Binary(_) => false,
    }
}
