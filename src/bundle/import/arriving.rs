//! Finds the place of each file of a bundle, and what stands in the way there.
//!
//! Invariant: what is to be written has a free place, and each text among it is listed by a note of the same bundle.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::digest::Digest;
use crate::base::name::{Region, ReviewerId};
use crate::base::path::SourcePath;
use crate::bundle::Parcel;
use crate::bundle::place::{Place, is_signature, number, other_half};
use crate::diagnostic::Diagnostics;
use crate::diagnostic::refusal::Refusal;
use crate::gate::Folder;
use crate::pipeline::Ground;
use crate::project::{File, Project, checked_text};
use crate::trust::note::{FileName, Note, Statement};

/// Files of a bundle on their way to their places.
pub(super) struct Arriving<'a> {
    parcel: &'a Parcel,
    project: &'a Project,
    /// What is to be written.
    pub(super) files: Vec<(SourcePath, Vec<u8>)>,
    /// The places of the notes among it.
    pub(super) notes: Vec<SourcePath>,
    /// The versions that come with their text, each with a note on it.
    pub(super) frozen: Vec<(Folder, u32, Note)>,
    /// What was there already, and remarks.
    pub(super) said: Vec<String>,
    /// The approvals of reviewers in the bundle, by version, as far as they can be read.
    approvals: BTreeMap<(Folder, u32), Vec<Note>>,
    /// The versions that come with a file.
    versions: BTreeMap<Folder, BTreeSet<u32>>,
}

/// The most bytes of a remark, which nobody signs.
const MOST_OF_A_REMARK: usize = 64 * 1024;

impl<'a> Arriving<'a> {
    /// Finds the places.
    pub(super) fn new(parcel: &'a Parcel, project: &'a Project, ground: &Ground) -> Result<Self, Refusal> {
        let (files, notes, frozen, said) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let (approvals, versions) = (BTreeMap::new(), BTreeMap::new());
        let mut arriving = Self { parcel, project, files, notes, frozen, said, approvals, versions };
        let mut places = Vec::with_capacity(parcel.files.len());
        for (path, bytes) in &parcel.files {
            let Some(place) = Place::of(path) else {
                return Err(Refusal::usage(
                    format!("`{path}` does not belong into a bundle"),
                    "have the bundle made anew by `vetted review`",
                ));
            };
            arriving.announce(&place, (path, bytes), ground);
            places.push(place);
        }
        for ((path, bytes), place) in parcel.files.iter().zip(places) {
            let is_signature = is_signature(path);
            match place {
                Place::Frozen(folder, version) => arriving.text(&folder, version, (path, bytes))?,
                Place::Remark(folder, reviewer) => {
                    arriving.remark((&folder, &reviewer), (path, bytes), ground)?;
                }
                _ if is_signature => arriving.has_note(path)?,
                Place::Approval(folder, version, reviewer) => {
                    arriving.approval((&folder, version, &reviewer), (path, bytes))?;
                }
                Place::Withdrawal(folder, _, reviewer) => {
                    arriving.withdrawal(&folder, &reviewer, (path, bytes))?;
                }
            }
        }
        Ok(arriving)
    }

    /// Returns the regions whose facts are signed among what arrives.
    pub(super) fn regions(&self) -> BTreeSet<Region> {
        let places = self.notes.iter().filter_map(Place::of);
        let region = |place| match place {
            Place::Approval(Folder::Facts(region), ..) => Some(region),
            _ => None,
        };
        places.filter_map(region).collect()
    }

    /// Takes down what the others must know of a file: that its version comes, and what its note approves.
    fn announce(&mut self, place: &Place, (path, bytes): (&SourcePath, &Vec<u8>), ground: &Ground) {
        match place {
            Place::Frozen(folder, version) => {
                self.versions.entry(folder.clone()).or_default().insert(*version);
            }
            Place::Approval(folder, version, reviewer) if !is_signature(path) => {
                let is_known = ground.trust.reviewers.get(reviewer).is_some();
                if let (true, File::Text(source)) = (is_known, File::new(path, bytes.clone())) {
                    let note = Note::parse(&source, &mut Diagnostics::new());
                    self.approvals.entry((folder.clone(), *version)).or_default().extend(note);
                }
            }
            Place::Approval(..) | Place::Withdrawal(..) | Place::Remark(..) => {}
        }
    }

    /// Takes a text or a picture: into a version that is not there yet, the next one, by a note that lists it.
    fn text(
        &mut self,
        folder: &Folder,
        version: u32,
        (path, bytes): (&SourcePath, &Vec<u8>),
    ) -> Result<(), Refusal> {
        if self.project.file(path).is_some_and(|there| there.bytes() == bytes) {
            return Ok(());
        }
        let (name, digest) = (path.file_name(), Digest::of(bytes));
        let notes = self.approvals.get(&(folder.clone(), version));
        let signed = notes.into_iter().flatten().find(|note| lists(note, name, digest)).cloned();
        let Some(signed) = signed else {
            return Err(Refusal::content(
                format!("`{path}` comes without a note of a reviewer that signs it"),
                "ask for a bundle with the note; a text that nobody has signed is not placed",
            ));
        };
        if versions(self.project, folder).contains(&version) {
            return Err(frozen_meanwhile(folder, version, &signed.reviewer));
        }
        self.is_next(folder, version)?;
        if name == folder.file_name() {
            self.frozen.push((folder.clone(), version, signed));
        }
        self.files.push((path.clone(), bytes.clone()));
        Ok(())
    }

    /// Numbers of versions leave no gaps: whoever left one could use up all that the record has.
    fn is_next(&self, folder: &Folder, version: u32) -> Result<(), Refusal> {
        let mut known = versions(self.project, folder);
        known.extend(self.versions.get(folder).into_iter().flatten());
        let before = known.range(..version).next_back().copied().unwrap_or(0);
        if version == before + 1 {
            return Ok(());
        }
        Err(Refusal::content(
            format!(
                "version {version} of {} does not follow version {before}, the last one here",
                folder.name()
            ),
            "import first what came between; if there is nothing, ask for a new pack to be signed",
        ))
    }

    fn approval(
        &mut self,
        (folder, version, reviewer): (&Folder, u32, &ReviewerId),
        (path, bytes): (&SourcePath, &Vec<u8>),
    ) -> Result<(), Refusal> {
        match self.project.file(path) {
            None => self.note((path, bytes), path),
            // Its signature may be another one of the same key: one is enough.
            Some(there) if there.bytes() == bytes => {
                self.said.push(format!("`{path}` is there already"));
                Ok(())
            }
            Some(_) => Err(Refusal::content(
                format!("another note of `{reviewer}` on version {version} of {} is there", folder.name()),
                "import the rest without it: the one that is there stays",
            )),
        }
    }

    /// Takes a withdrawal. Its number says nothing, so that it goes to the next one where its own is taken.
    fn withdrawal(
        &mut self,
        folder: &Folder,
        reviewer: &ReviewerId,
        (path, bytes): (&SourcePath, &Vec<u8>),
    ) -> Result<(), Refusal> {
        let folder = folder.path();
        let is_same = |(other, file): (&SourcePath, &File)| {
            matches!(Place::of(other), Some(Place::Withdrawal(_, _, by)) if by == *reviewer)
                && file.bytes() == bytes
        };
        if self.project.under(&folder).any(is_same) {
            self.said.push(format!("`{path}` is there already"));
            return Ok(());
        }
        let is_free = |path: &SourcePath| {
            self.project.file(path).is_none() && self.files.iter().all(|(other, _)| other != path)
        };
        let are_free =
            |note: &SourcePath| is_free(note) && other_half(note).is_some_and(|half| is_free(&half));
        let others = (1..=999_999_999_u32)
            .filter_map(|number| SourcePath::parse(&format!("{folder}/withdrawn.{number}.{reviewer}.note")));
        let mut others = others.filter(|other| !self.parcel.files.contains_key(other));
        let free = Some(path.clone()).filter(are_free).or_else(|| others.find(are_free));
        let free = free.ok_or_else(|| Refusal::ours("a path of ours is no path"))?;
        self.note((path, bytes), &free)
    }

    /// Takes a note and its signature, to `place`.
    fn note(&mut self, (path, bytes): (&SourcePath, &Vec<u8>), place: &SourcePath) -> Result<(), Refusal> {
        self.notes.push(place.clone());
        self.files.push((place.clone(), bytes.clone()));
        let signature = other_half(path).and_then(|path| self.parcel.files.get(&path));
        if let (Some(signature), Some(place)) = (signature, other_half(place)) {
            match self.project.file(&place) {
                None => self.files.push((place, signature.clone())),
                Some(there) if there.bytes() == signature => {}
                Some(_) => return Err(taken(&place)),
            }
        }
        Ok(())
    }

    fn has_note(&self, path: &SourcePath) -> Result<(), Refusal> {
        match other_half(path) {
            Some(note) if self.parcel.files.contains_key(&note) => Ok(()),
            _ => Err(Refusal::content(
                format!("`{path}` is a signature without its note"),
                "have the bundle made anew by `vetted review`",
            )),
        }
    }

    fn remark(
        &mut self,
        (folder, reviewer): (&Folder, &ReviewerId),
        (path, bytes): (&SourcePath, &Vec<u8>),
        ground: &Ground,
    ) -> Result<(), Refusal> {
        if ground.trust.reviewers.get(reviewer).is_none() {
            return Err(Refusal::content(
                format!("the remark `{path}` is by `{reviewer}`, who is not a reviewer of this site"),
                "have the reviewer added to trust/reviewers.toml, or take the remark as a message of anybody",
            ));
        }
        let file = File::new(path, bytes.clone());
        let is_plain = checked_text(path, &file, &mut Diagnostics::new()).is_some();
        if !is_plain || bytes.len() > MOST_OF_A_REMARK {
            return Err(Refusal::content(
                format!(
                    "the remark `{path}` is not a text that can be shown, of at most {MOST_OF_A_REMARK} bytes"
                ),
                "ask for a new bundle, made by `vetted review`",
            ));
        }
        match self.project.file(path) {
            None => {
                self.said.push(format!("remark of {reviewer} on {}: {path}", folder.name()));
                self.files.push((path.clone(), bytes.clone()));
            }
            Some(there) if there.bytes() == bytes => self.said.push(format!("`{path}` is there already")),
            Some(_) => return Err(taken(path)),
        }
        Ok(())
    }
}

/// The versions that the record has of a text.
fn versions(project: &Project, folder: &Folder) -> BTreeSet<u32> {
    let folder = folder.path();
    let below = project.under(&folder).filter(|(path, _)| path.parts().count() > 4);
    below.filter_map(|(path, _)| number(path.parts().nth(3)?)).collect()
}

/// Whether a note lists a file with these bytes.
fn lists(note: &Note, name: &str, digest: Digest) -> bool {
    let Statement::Approve(approval) = &note.statement else { return false };
    let picture = FileName::parse(name).and_then(|name| approval.pictures.get(&name));
    name == approval.subject.file_name() && approval.text == digest || picture == Some(&digest)
}

fn frozen_meanwhile(folder: &Folder, version: u32, reviewer: &ReviewerId) -> Refusal {
    Refusal::content(
        format!("version {version} of {} was frozen meanwhile with another text", folder.name()),
        format!("ask `{reviewer}` to look at the new text and sign it again"),
    )
}

fn taken(path: &SourcePath) -> Refusal {
    Refusal::content(
        format!("`{path}` is there already, and is another one"),
        "look at both of them, and ask who wrote them",
    )
}
