//! Packs what waits for a reviewer far away.
//!
//! Invariant: a knowledge base made of the pack alone judges the texts that wait as the whole one does, and what is signed
//! there is the same, byte for byte.

use std::collections::{BTreeMap, BTreeSet};

use super::needs::Needs;
use super::{Kind, MOST_BYTES, MOST_FILES, Parcel};
use crate::base::day::Period;
use crate::base::name::ReviewerId;
use crate::base::path::SourcePath;
use crate::diagnostic::refusal::Refusal;
use crate::diagnostic::{Diagnostic, Diagnostics, did_you_mean};
use crate::gate::{Cleared, Folder, Judged, NoteStanding};
use crate::overview::{Filter, Overview, Task, Text};
use crate::pipeline::{self, Ground, Survey};
use crate::project::Project;
use crate::trust::reviewers::Reviewer;

/// Packs the texts that wait: new, edited, to be signed, due within `soon`, behind their source. For a reviewer, those that
/// this one may sign.
///
/// Refuses where nothing waits, where the record cannot be read whole, and what is larger than a pack may be.
pub fn pack(
    project: &Project,
    ground: &Ground,
    for_whom: Option<&ReviewerId>,
    soon: Period,
) -> Result<Parcel, Refusal> {
    is_whole(project)?;
    let reviewer = for_whom.map(|id| known(id, ground)).transpose()?;
    let Survey { judged, desk, overview } = pipeline::survey(project, ground, soon);
    let waiting = waiting(&overview, reviewer, &judged);
    if waiting.is_empty() {
        return Err(Refusal::usage(
            match for_whom {
                Some(id) => format!("nothing waits for `{id}`: there is nothing to pack"),
                None => "nothing waits for anybody: there is nothing to pack".to_owned(),
            },
            "`vetted status` tells how every text stands",
        ));
    }
    let mut needs =
        Needs { project, desk: &desk, judged: &judged, reviewer: for_whom, files: BTreeMap::new() };
    everything(&mut needs, ground, &waiting);
    let files = needs.files;
    fits(&files)?;
    let site = ground.config.site.clone();
    Ok(Parcel { kind: Kind::Pack, site, made: project.as_of(), by: for_whom.cloned(), files })
}

/// A record that cannot be read whole may hide a withdrawal, and the pack would not know it.
fn is_whole(project: &Project) -> Result<(), Refusal> {
    let in_record = |fault: &&Diagnostic| {
        let mut places = fault.labels.iter().map(|label| label.place.path());
        places.any(|path| path.parts().next() == Some("record"))
    };
    let faults: Vec<Diagnostic> = project.faults().iter().filter(in_record).cloned().collect();
    if faults.is_empty() {
        return Ok(());
    }
    let refusal =
        Refusal::content("the record cannot be read whole", "put right what is said above, then pack again");
    Err(refusal.because(faults))
}

fn known<'a>(id: &ReviewerId, ground: &'a Ground) -> Result<&'a Reviewer, Refusal> {
    let reviewers = &ground.trust.reviewers;
    reviewers.get(id).ok_or_else(|| {
        let near = did_you_mean(id.as_str(), reviewers.iter().map(|reviewer| reviewer.id.as_str()));
        Refusal::usage(
            format!("trust/reviewers.toml does not know `{id}`"),
            near.unwrap_or_else(|| "write the id as it stands there in brackets".to_owned()),
        )
    })
}

/// Returns the texts about which something can be done by signing; by this reviewer, if one is named.
fn waiting(overview: &Overview, reviewer: Option<&Reviewer>, judged: &Judged) -> BTreeSet<Folder> {
    let waits = |text: &&Text| text.tasks.iter().any(|task| !matches!(task, Task::Translate(_)));
    let Some(reviewer) = reviewer else {
        return overview.texts.iter().filter(waits).map(|text| text.folder.clone()).collect();
    };
    let may_sign = |text: &&Text| {
        let topic = text.moved_to.as_ref().or(text.topic.as_ref());
        topic.is_none_or(|topic| reviewer.topics.covers(topic))
            && text.folder.lang().is_none_or(|lang| reviewer.languages.covers(lang))
            && !has_signed(text, &reviewer.id, judged)
    };
    let mut folders = BTreeSet::new();
    for role in &reviewer.roles {
        let mut own = overview.clone();
        own.narrow(&Filter { role: Some(*role), ..Filter::default() });
        folders.extend(own.texts.iter().filter(may_sign).map(|text| text.folder.clone()));
    }
    folders
}

/// Whether all that a text waits for are others: this reviewer has signed the version that waits.
fn has_signed(text: &Text, reviewer: &ReviewerId, judged: &Judged) -> bool {
    let standing = judged.standings.iter().find(|standing| standing.folder == text.folder);
    let notes =
        standing.and_then(|standing| standing.versions.first()).into_iter().flat_map(|last| &last.notes);
    let own = |note: &NoteStanding| note.counts && note.reviewer.as_ref() == Some(reviewer);
    text.tasks.iter().all(|task| *task == Task::Sign) && notes.into_iter().any(own)
}

/// Gathers the settings, the trust, the theme, the tables, and each text with what it needs.
fn everything(needs: &mut Needs<'_>, ground: &Ground, waiting: &BTreeSet<Folder>) {
    let config = &ground.config;
    for path in ["vetted.toml"].into_iter().filter_map(SourcePath::parse) {
        needs.file(&path);
    }
    needs.under("trust");
    needs.under(&format!("themes/{}", config.theme));
    for folder in ["content/facts", "content/services", "content/lexicon", "content/lint", "record/lexicon"] {
        needs.under(folder);
    }
    for folder in [Folder::Facts(config.region.clone()), Folder::Services(config.region.clone())] {
        needs.under(&folder.path());
    }
    for folder in waiting {
        needs.text(folder);
        if let Folder::Facts(_) = folder {
            changed_by_facts(needs, ground, folder);
        }
    }
}

/// Whoever signs facts is shown each live sentence that they change, and may not drop a key in use.
fn changed_by_facts(needs: &mut Needs<'_>, ground: &Ground, folder: &Folder) {
    let Folder::Facts(region) = folder else { return };
    let left_out = needs.desk.facts.get(region).map(|(_, facts)| facts.leave_out.clone()).unwrap_or_default();
    let mut ground = ground.clone();
    ground.config.region = region.clone();
    let judged = pipeline::judge(needs.project, &ground, &mut Diagnostics::new());
    let articles = judged.cleared.iter().map(Cleared::article);
    let touched =
        articles.filter(|article| !article.outline().facts.is_empty() || left_out.contains(article.id()));
    let ids: BTreeSet<_> = touched.map(|article| article.id().clone()).collect();
    ids.iter().for_each(|id| needs.family(id));
}

/// Refuses what no messenger would carry.
fn fits(files: &BTreeMap<SourcePath, Vec<u8>>) -> Result<(), Refusal> {
    let bytes: usize = files.values().map(Vec::len).sum();
    if bytes <= MOST_BYTES && files.len() <= MOST_FILES {
        return Ok(());
    }
    Err(Refusal::usage(
        format!(
            "the pack would have {} files with {} MiB, and {MOST_FILES} files with {} MiB are the most",
            files.len(),
            bytes >> 20,
            MOST_BYTES >> 20
        ),
        "make one pack for each reviewer, or sign some of the texts first",
    ))
}
