//! What can be shown at one moment: the two editions, and everything there is to say about them.
//!
//! Invariant: a fault never takes a page away that could be shown before it.

use std::sync::{Arc, OnceLock};

use crate::base::lang::Lang;
use crate::base::path::OutPath;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::emit::Edition;
use crate::overview::{Known, Overview, SOON};
use crate::pipeline::Shown;
use crate::project::Project;

/// What can be shown.
#[derive(Clone, Debug)]
pub(super) struct Scene {
    project: Project,
    shown: Shown,
    remarks: Option<Vec<Diagnostic>>,
    overview: Arc<OnceLock<Option<Overview>>>,
}

/// Which of the two sites a page belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// What is signed.
    Live,
    /// What lies on the desk.
    Draft,
}

impl Scene {
    /// Takes what was made of a project; what could not be made stays as it was in the scene `before`.
    pub(super) fn new(project: Project, shown: Shown, before: Option<&Self>) -> Self {
        let mut shown = shown;
        shown.live = shown.live.or_else(|| before?.shown.live.clone());
        shown.draft = shown.draft.or_else(|| before?.shown.draft.clone());
        Self { project, shown, remarks: None, overview: Arc::default() }
    }

    /// Returns the same scene with the rest that is to be said about the desk.
    pub(super) fn with(&self, remarks: Vec<Diagnostic>) -> Self {
        Self { remarks: Some(remarks), overview: Arc::default(), ..self.clone() }
    }

    /// Returns the files that it was made of.
    pub(super) fn project(&self) -> &Project {
        &self.project
    }

    /// Returns what was made of them.
    pub(super) fn shown(&self) -> &Shown {
        &self.shown
    }

    /// Returns whether everything there is to say about the desk is known.
    pub(super) fn is_complete(&self) -> bool {
        self.remarks.is_some()
    }

    /// Returns how everything stands, found out when it is first asked for; `None` with a fault in settings or trust.
    pub(super) fn overview(&self) -> Option<&Overview> {
        self.overview.get_or_init(|| self.surveyed()).as_ref()
    }

    fn surveyed(&self) -> Option<Overview> {
        let (ground, desk) = self.shown.ground.as_ref().zip(self.shown.desk.as_ref())?;
        let mut found = Diagnostics::new();
        found.extend(self.desk().cloned());
        let known = Known {
            project: &self.project,
            standings: &self.shown.standings,
            desk,
            remarks: &self.shown.remarks,
            found: &found,
            policy: &ground.trust.policy,
            languages: &ground.config.languages,
            soon: SOON,
        };
        Some(known.overview())
    }

    /// Returns the site of a stage.
    pub(super) fn edition(&self, stage: Stage) -> Option<&Arc<Edition>> {
        match stage {
            Stage::Live => self.shown.live.as_ref(),
            Stage::Draft => self.shown.draft.as_ref(),
        }
    }

    /// Returns everything there is to say about the desk.
    pub(super) fn desk(&self) -> impl Iterator<Item = &Diagnostic> {
        self.shown.faults.iter().chain(self.remarks.iter().flatten())
    }

    /// Returns everything there is to say.
    pub(super) fn findings(&self) -> Vec<Diagnostic> {
        self.shown.stopping.iter().chain(&self.shown.record).chain(self.desk()).cloned().collect()
    }

    /// Returns what stands in the way of a page: what stops the whole build, and of the desk what is wrong with its text.
    pub(super) fn about(&self, stage: Stage, page: &OutPath) -> Vec<Diagnostic> {
        let own = self.desk().filter(|found| stage == Stage::Draft && concerns(found, page));
        self.shown.stopping.iter().chain(own).cloned().collect()
    }
}

/// Whether a finding is about the working text of a page: `content/<lang>/<topic>/<id>.md`.
fn concerns(found: &Diagnostic, page: &OutPath) -> bool {
    let page: Vec<&str> = page.as_str().split('/').collect();
    let [lang, name] = page[..] else { return false };
    let id = name.strip_suffix(".html").filter(|_| Lang::parse(lang).is_some());
    let main = found.labels.first().map(|label| label.place.path().as_str());
    let parts: Vec<&str> = main.unwrap_or_default().split('/').collect();
    matches!(parts[..], ["content", of, _, file] if of == lang && file.strip_suffix(".md") == id && id.is_some())
}
