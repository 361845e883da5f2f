//! What can be shown at one moment: the two editions, and everything there is to say about them.
//!
//! Invariant: a fault never takes a page away that could be shown before it.

use std::sync::Arc;

use crate::base::lang::Lang;
use crate::base::path::OutPath;
use crate::diagnostic::Diagnostic;
use crate::emit::Edition;
use crate::pipeline::Shown;

/// What can be shown.
#[derive(Debug, Default)]
pub(super) struct Scene {
    live: Option<Arc<Edition>>,
    draft: Option<Arc<Edition>>,
    stopping: Vec<Diagnostic>,
    record: Vec<Diagnostic>,
    desk: Vec<Diagnostic>,
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
    /// Takes what was made; what could not be made stays as it was in the scene `before`.
    pub(super) fn new(shown: &Shown, before: &Self) -> Self {
        Self {
            live: shown.live.clone().or_else(|| before.live.clone()),
            draft: shown.draft.clone().or_else(|| before.draft.clone()),
            stopping: shown.stopping.clone(),
            record: shown.record.clone(),
            desk: shown.faults.clone(),
        }
    }

    /// Returns the same scene with more that is to be said about the desk.
    pub(super) fn with(&self, remarks: Vec<Diagnostic>) -> Self {
        let Self { live, draft, stopping, record, desk } = self;
        Self {
            live: live.clone(),
            draft: draft.clone(),
            stopping: stopping.clone(),
            record: record.clone(),
            desk: desk.iter().cloned().chain(remarks).collect(),
        }
    }

    /// Returns the site of a stage.
    pub(super) fn edition(&self, stage: Stage) -> Option<&Edition> {
        match stage {
            Stage::Live => self.live.as_deref(),
            Stage::Draft => self.draft.as_deref(),
        }
    }

    /// Returns everything there is to say.
    pub(super) fn findings(&self) -> Vec<Diagnostic> {
        self.stopping.iter().chain(&self.record).chain(&self.desk).cloned().collect()
    }

    /// Returns what stands in the way of a page: what stops the whole build, and of the desk what is wrong with its text.
    pub(super) fn about(&self, stage: Stage, page: &OutPath) -> Vec<Diagnostic> {
        let own = self.desk.iter().filter(|found| stage == Stage::Draft && concerns(found, page));
        self.stopping.iter().chain(own).cloned().collect()
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
