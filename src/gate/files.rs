//! Are the files of a version still what its notes signed?
//!
//! Invariant: a note counts only where every file that it lists is there and has the digest that it lists.

use std::collections::BTreeMap;

use super::dossier::Filed;
use super::notes::Checked;
use super::version::Version;
use crate::base::digest::Digest;
use crate::base::name::ReviewerId;
use crate::base::path::SourcePath;
use crate::diagnostic::{Code, Diagnostic};
use crate::project::File;
use crate::trust::note::{Approval, FileName};

/// Takes the count away from every note that lists other bytes than lie there; `main` is the name of the text's file.
pub(super) fn compare(version: &mut Version<'_>, main: &str) {
    let mut digests = BTreeMap::new();
    let faults = |note| faults(version, note, main, &mut digests);
    let faults: Vec<_> = version.notes.iter().map(faults).collect();
    for (note, faults) in version.notes.iter_mut().zip(faults) {
        note.counts &= faults.is_empty();
        note.faults.extend(faults);
    }
}

/// Returns what is wrong with the files that a note lists, as long as it counts. `digests` are those of the pictures.
fn faults<'a>(
    version: &Version<'a>,
    note: &Checked<'_>,
    main: &str,
    digests: &mut BTreeMap<&'a SourcePath, Digest>,
) -> Vec<Diagnostic> {
    let Some((_, approval)) = note.approval().filter(|_| note.counts) else { return Vec::new() };
    let text = Listed { picture: None, name: main, digest: approval.text };
    let mut faults = Vec::from_iter(differs(version, note, &text, version.text));
    for (name, signed) in &approval.pictures {
        let here = version.bundle.file(name.as_str());
        let here = here.map(|filed| (filed, *digests.entry(filed.0).or_insert_with(|| filed.1.digest())));
        let picture = Listed { picture: Some(name), name: name.as_str(), digest: *signed };
        faults.extend(differs(version, note, &picture, here));
    }
    faults
}

/// A file as a note lists it; the text is no picture.
struct Listed<'l> {
    picture: Option<&'l FileName>,
    name: &'l str,
    digest: Digest,
}

/// Says what is wrong with a file that a note lists, if anything.
fn differs(
    version: &Version<'_>,
    note: &Checked<'_>,
    listed: &Listed<'_>,
    here: Option<(Filed<'_>, Digest)>,
) -> Option<Diagnostic> {
    let (source, said) = note.read.as_ref()?;
    let Listed { picture, name, digest: signed } = *listed;
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
    Some(if let Some(other) = signer(version, picture, digest) {
        fault.note(format!("`{other}` signed what lies here: two were made at once under one number")).help(
            "bring both changes together in the working text, and have all approve that as a new version",
        )
    } else if is_merged(file) {
        fault.note("a merge has put two texts into one and marked where they differ: nobody signed that").help(
            "put back one of the two as it was signed; bring the changes together in the working text, and approve that",
        )
    } else if is_converted(file, signed) {
        fault.note("it is what was signed but for its line ends, which are CRLF").help(
            "set `record/** -text` in `.gitattributes` and check the file out again: nothing may convert it",
        )
    } else {
        fault
            .note("a merge, an editor or a conversion may have made a text that nobody signed")
            .help("put the file back as it was signed; a change needs a new version with notes of its own")
    })
}

/// Returns who signed these bytes as a picture of the version, or as its text.
fn signer<'v>(
    version: &'v Version<'_>,
    picture: Option<&FileName>,
    digest: Digest,
) -> Option<&'v ReviewerId> {
    let mut approvals = version.notes.iter().filter_map(Checked::approval);
    let lists = |approval: &Approval| match picture {
        Some(name) => approval.pictures.get(name) == Some(&digest),
        None => approval.text == digest,
    };
    approvals.find(|(_, approval)| lists(approval)).map(|(note, _)| &note.reviewer)
}

/// Returns whether a text would be what was signed if its lines ended with line feeds alone.
fn is_converted(file: &File, signed: Digest) -> bool {
    match file {
        File::Text(source) => Digest::of(source.text().replace("\r\n", "\n").as_bytes()) == signed,
        File::Binary(_) => false,
    }
}

/// Returns whether Git has left the marks of a conflict in a text.
fn is_merged(file: &File) -> bool {
    let File::Text(source) = file else { return false };
    let mut lines = source.text().lines();
    ["<<<<<<< ", "=======", ">>>>>>> "].into_iter().all(|mark| lines.any(|line| line.starts_with(mark)))
}
