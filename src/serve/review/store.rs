//! Where the files of a desk lie: in a folder, or in a pack that came from far away.
//!
//! Invariant: what is placed is placed whole or not at all, and a file that is there is never changed.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Mutex;

use super::{lock, shown};
use crate::base::name::{ReviewerId, SiteId};
use crate::base::path::SourcePath;
use crate::bundle::{Kind, Parcel};
use crate::diagnostic::refusal::Refusal;
use crate::disk::{self, Scope, WriteFault};
use crate::project::Project;
use crate::serve::watch::{Teller, Watch};
use crate::serve::{Scenes, ServeFault, Today};

/// Files to be written.
pub(super) type Files = Vec<(SourcePath, Vec<u8>)>;

/// What lies on the desk.
pub enum Base {
    /// A knowledge base in a folder.
    Folder(PathBuf),
    /// A pack; what is signed goes to the file `out`, and what that holds already was signed before.
    Pack {
        /// What came, opened.
        project: Project,
        /// The site it belongs to.
        site: SiteId,
        /// What was signed before.
        before: Option<Parcel>,
        /// Where what is signed goes.
        out: PathBuf,
    },
}

/// Where the files of a desk lie.
pub(super) enum Store {
    Folder(PathBuf),
    Pack(Box<Pack>),
}

/// A pack on the desk.
pub(super) struct Pack {
    teller: Teller,
    out: PathBuf,
    state: Mutex<State>,
}

struct State {
    project: Project,
    signed: Parcel,
}

impl Store {
    /// Opens what is to lie on the desk.
    pub(super) fn open(base: Base, today: Today) -> Result<(Self, Scenes), ServeFault> {
        match base {
            Base::Folder(root) => {
                let watch = Watch::begin(root.clone(), today)?;
                Ok((Self::Folder(root), watch.scenes()))
            }
            Base::Pack { project, site, before, out } => {
                let day = project.as_of();
                let none =
                    || Parcel { kind: Kind::Bundle, site, made: day, by: None, files: BTreeMap::new() };
                let signed = before.unwrap_or_else(none);
                let project = project.with(signed.files.clone());
                let (watch, teller) = Watch::of(project.clone(), today);
                let state = Mutex::new(State { project, signed });
                Ok((Self::Pack(Box::new(Pack { teller, out, state })), watch.scenes()))
            }
        }
    }

    /// Returns whether the desk can commit for its person.
    pub(super) fn is_in_git(&self) -> bool {
        match self {
            Self::Folder(root) => disk::is_in_git(root),
            Self::Pack(_) => false,
        }
    }

    /// Returns the name of the file that takes what is signed far away.
    pub(super) fn bundle(&self) -> Option<String> {
        match self {
            Self::Folder(_) => None,
            Self::Pack(pack) => Some(shown(&pack.out)),
        }
    }

    /// Returns what was signed far away, as it travels; none where nothing was, or where the files lie here.
    pub(super) fn signed(&self) -> Option<Parcel> {
        let Self::Pack(pack) = self else { return None };
        let signed = lock(&pack.state).signed.clone();
        (!signed.files.is_empty()).then_some(signed)
    }

    /// Returns the files as they are this moment, on the day of `before`.
    pub(super) fn read(&self, before: &Project) -> Result<Project, Refusal> {
        match self {
            Self::Folder(root) => disk::read(root, Scope::Everything, before.as_of())
                .map_err(|fault| Refusal::usage(fault.to_string(), fault.remedy())),
            Self::Pack(pack) => Ok(lock(&pack.state).project.on(before.as_of())),
        }
    }

    /// Places new files.
    pub(super) fn place(&self, files: Files, by: &ReviewerId) -> Result<(), Refusal> {
        match self {
            Self::Folder(root) => disk::write_new_files(root, &files).map_err(|fault| match fault {
                WriteFault::Taken(path) => {
                    taken(path.strip_prefix(root).map_or_else(|_| shown(&path), shown).as_str())
                }
                fault => Refusal::usage(fault.to_string(), fault.remedy()),
            }),
            Self::Pack(pack) => pack.place(files, by),
        }
    }

    /// Commits files that were placed, where the person wants it; returns what came of it.
    pub(super) fn commit(
        &self,
        paths: &[SourcePath],
        by: &ReviewerId,
        message: &str,
    ) -> Result<Option<String>, Refusal> {
        let Self::Folder(root) = self else { return Ok(None) };
        disk::commit(root, paths, by, message)
            .map_err(|fault| Refusal::usage(fault.to_string(), fault.remedy()))
    }
}

impl Pack {
    fn place(&self, files: Files, by: &ReviewerId) -> Result<(), Refusal> {
        let mut state = lock(&self.state);
        if let Some((path, _)) = files.iter().find(|(path, _)| state.project.file(path).is_some()) {
            return Err(taken(path.as_str()));
        }
        let mut signed = state.signed.clone();
        signed.by = Some(by.clone());
        signed.made = state.project.as_of();
        signed.files.extend(files.iter().cloned());
        disk::replace_file(&self.out, signed.write().as_bytes())
            .map_err(|fault| Refusal::usage(fault.to_string(), fault.remedy()))?;
        state.project = state.project.with(files);
        state.signed = signed;
        self.teller.tell(state.project.clone());
        Ok(())
    }
}

/// Two have written at once: the first one's file stays, and the second has to see it before going on.
fn taken(file: &str) -> Refusal {
    Refusal::content(
        format!("somebody has written `{file}` at this very moment: nothing of yours was written"),
        "look at the text as it is now, then do it again",
    )
}
