//! Finds the place of each file of a bundle, and what stands in the way there.
//!
//! Invariant: what is to be written has a free place, and each text among it is listed by a note of the same bundle.

use std::collections::BTreeSet;

use crate::base::digest::Digest;
use crate::base::name::ReviewerId;
use crate::base::path::SourcePath;
use crate::bundle::Parcel;
use crate::bundle::place::{Place, is_signature, number, other_half};
use crate::diagnostic::Diagnostics;
use crate::diagnostic::refusal::Refusal;
use crate::gate::Folder;
use crate::pipeline::Ground;
use crate::project::{File, Project};
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
}

impl<'a> Arriving<'a> {
    /// Finds the places.
    pub(super) fn new(parcel: &'a Parcel, project: &'a Project, ground: &Ground) -> Result<Self, Refusal> {
        let (files, notes, frozen, said) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let mut arriving = Self { parcel, project, files, notes, frozen, said };
        for (path, bytes) in &parcel.files {
            let Some(place) = Place::of(path) else {
                return Err(Refusal::usage(
                    format!("`{path}` does not belong into a bundle"),
                    "have the bundle made anew by `vetted review`",
                ));
            };
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

    /// Takes a text or a picture: into a version that is not there yet, the next one, by a note that lists it.
    fn text(
        &mut self,
        folder: &Folder,
        version: u32,
        (path, bytes): (&SourcePath, &Vec<u8>),
    ) -> Result<(), Refusal> {
        match self.project.file(path) {
            Some(there) if there.bytes() == bytes => return Ok(()),
            None if !versions(self.project, folder).contains(&version) => {}
            _ => return Err(self.frozen_meanwhile(folder, version)),
        }
        let notes: Vec<Note> = self.notes_on(folder, version).collect();
        let name = path.file_name();
        if !notes.iter().any(|note| lists(note, name, Digest::of(bytes))) {
            return Err(Refusal::content(
                format!("`{path}` comes without a note that signs it"),
                "ask for a bundle with the note; a text that nobody has signed is not placed",
            ));
        }
        self.is_next(folder, version)?;
        if name == folder.file_name() {
            self.frozen.extend(notes.into_iter().next().map(|note| (folder.clone(), version, note)));
        }
        self.files.push((path.clone(), bytes.clone()));
        Ok(())
    }

    fn frozen_meanwhile(&self, folder: &Folder, version: u32) -> Refusal {
        let signed: BTreeSet<String> =
            self.notes_on(folder, version).map(|note| note.reviewer.to_string()).collect();
        let people: Vec<String> = signed.iter().map(|person| format!("`{person}`")).collect();
        Refusal::content(
            format!("version {version} of {} was frozen meanwhile with another text", folder.name()),
            format!("ask {} to look at the new text and sign it again", people.join(", ")),
        )
    }

    /// Numbers of versions leave no gaps: whoever left one could use up all that the record has.
    fn is_next(&self, folder: &Folder, version: u32) -> Result<(), Refusal> {
        let mut known = versions(self.project, folder);
        known.extend(self.parcel.files.keys().filter_map(|path| match Place::of(path)? {
            Place::Frozen(other, number) if other == *folder => Some(number),
            _ => None,
        }));
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
        let free = (1..=999_999_999_u32).find_map(|number| {
            let place = SourcePath::parse(&format!("{folder}/withdrawn.{number}.{reviewer}.note"))?;
            let signature = other_half(&place)?;
            let is_taken = |path: &SourcePath| {
                self.project.file(path).is_some() || self.files.iter().any(|(other, _)| other == path)
            };
            (!is_taken(&place) && !is_taken(&signature)).then_some(place)
        });
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

    /// The approvals in the bundle of one version, as far as they can be read.
    fn notes_on(&self, folder: &Folder, version: u32) -> impl Iterator<Item = Note> {
        let own = move |path: &SourcePath| {
            matches!(Place::of(path), Some(Place::Approval(other, number, _)) if other == *folder && number == version)
                && !is_signature(path)
        };
        let papers = self.parcel.files.iter().filter(move |(path, _)| own(path));
        papers.filter_map(|(path, bytes)| match File::new(path, bytes.clone()) {
            File::Text(source) => Note::parse(&source, &mut Diagnostics::new()),
            File::Binary(_) => None,
        })
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

fn taken(path: &SourcePath) -> Refusal {
    Refusal::content(
        format!("`{path}` is there already, and is another one"),
        "look at both of them, and ask who wrote them",
    )
}
