//! What the gate says of the knowledge base with the bundle in it.
//!
//! Invariant: every note that is placed counts, or will as soon as others have signed.

use std::collections::{BTreeMap, BTreeSet};

use super::arriving::Arriving;
use crate::base::name::ArticleId;
use crate::base::path::SourcePath;
use crate::diagnostic::Diagnostics;
use crate::diagnostic::refusal::Refusal;
use crate::gate::{Cleared, Folder, Judged, NoteStanding, Standing, Verdict, VersionStanding, VersionState};
use crate::pipeline::{self, Ground};
use crate::project::Project;
use crate::signing;

/// Says what each note has brought about, or why one would not count.
pub(super) fn told(arriving: &Arriving<'_>, before: &Judged, after: &Judged) -> Result<Vec<String>, Refusal> {
    let mut said = Vec::new();
    let mut touched = BTreeSet::new();
    let notes = notes(after);
    for path in &arriving.notes {
        let (standing, version, note) = *notes
            .get(path)
            .ok_or_else(|| Refusal::ours(format!("the new note `{path}` is not found again")))?;
        if !note.counts && !note.spare {
            return Err(would_not_count(note, version));
        }
        if let Folder::Article(_, id) = &standing.folder {
            touched.insert(id.clone());
        }
        said.push(match version {
            Some(version) => approved(standing, version, note),
            None => withdrawn(standing, note),
        });
    }
    said.extend(gone(before, after, &touched)?);
    Ok(said)
}

/// A note, its text, and the version that it is about; a withdrawal is about none.
type Found<'a> = (&'a Standing, Option<&'a VersionStanding>, &'a NoteStanding);

/// All notes of the record by their places.
fn notes(judged: &Judged) -> BTreeMap<&SourcePath, Found<'_>> {
    let notes = judged.standings.iter().flat_map(|standing| {
        let versions = standing.versions.iter();
        let approvals =
            versions.flat_map(|version| version.notes.iter().map(move |note| (Some(version), note)));
        let withdrawals = standing.withdrawals.iter().map(|note| (None, note));
        approvals.chain(withdrawals).map(move |(version, note)| (&note.path, (standing, version, note)))
    });
    notes.collect()
}

fn would_not_count(note: &NoteStanding, version: Option<&VersionStanding>) -> Refusal {
    let path = &note.path;
    let held = note.held.join("; ");
    let message = if held.is_empty() {
        format!("`{path}` would not count, so nothing of the bundle was placed")
    } else {
        format!("`{path}` would not count, so nothing of the bundle was placed: {held}")
    };
    let help = match &note.reviewer {
        Some(reviewer) => {
            format!("put right what stands in its way, or ask `{reviewer}` to sign what a new pack shows")
        }
        None => "have the bundle made anew by `vetted review`".to_owned(),
    };
    let mut faults = Diagnostics::new();
    faults.extend(note.faults.iter().chain(version.into_iter().flat_map(|version| &version.faults)).cloned());
    Refusal::content(message, help).because(faults.into_sorted())
}

/// Says what has come of a version, in the words of `approve`.
fn approved(standing: &Standing, version: &VersionStanding, note: &NoteStanding) -> String {
    let (path, number) = (standing.folder.path(), version.version);
    let reviewer = note.reviewer.as_ref().map_or("?", |reviewer| reviewer.as_str());
    let role = note.role.map_or("?", |role| role.as_str());
    let signed = match &version.topic {
        Some(topic) => format!("{reviewer} signed {path} version {number} (topic {topic}) as {role}"),
        None => format!("{reviewer} signed {path} version {number} as {role}"),
    };
    match &version.state {
        VersionState::Live => format!("{signed}: it is live with the next `vetted build`"),
        VersionState::Replaced => format!("{signed}: a later version is live"),
        VersionState::Waiting(lacks) if !lacks.is_empty() => {
            let missing =
                lacks.iter().map(|lack| format!("{} {}", lack.needs.saturating_sub(lack.has), lack.role));
            let missing = missing.collect::<Vec<_>>().join(", ");
            if note.spare {
                format!(
                    "{signed}: still to sign: {missing} (another person: everybody counts in one role only)"
                )
            } else {
                format!("{signed}: still to sign: {missing}")
            }
        }
        _ => {
            let reasons = version.faults.iter().map(|fault| fault.message.as_str());
            let tells = std::iter::once("it is not live yet; `vetted why` tells more").chain(reasons);
            format!("{signed}: {}", tells.collect::<Vec<_>>().join("\n  "))
        }
    }
}

fn withdrawn(standing: &Standing, note: &NoteStanding) -> String {
    let reviewer = note.reviewer.as_ref().map_or("?", |reviewer| reviewer.as_str());
    format!("{reviewer} withdrew {}: the next `vetted build` takes it off the site", standing.folder.path())
}

/// Says which other texts leave the site; facts that take away what such a text shows are refused.
fn gone(before: &Judged, after: &Judged, touched: &BTreeSet<ArticleId>) -> Result<Vec<String>, Refusal> {
    let mut said = Vec::new();
    let mut lost = Vec::new();
    let mut faults = Diagnostics::new();
    for old in before.standings.iter().filter(|standing| standing.live.is_some()) {
        let place = after.standings.binary_search_by(|standing| standing.folder.cmp(&old.folder));
        let new = place.ok().map(|place| &after.standings[place]);
        let Some(new) = new.filter(|new| new.live.is_none()) else { continue };
        let is_meant = matches!(&new.folder, Folder::Article(_, id) if touched.contains(id));
        let path = new.folder.path();
        if is_meant || new.verdict == Verdict::LeftOut {
            said.push(format!("{path} leaves the site with the next `vetted build`"));
        } else {
            faults.extend(new.versions.iter().flat_map(|version| version.faults.iter().cloned()));
            lost.push(path);
        }
    }
    if lost.is_empty() {
        return Ok(said);
    }
    Err(Refusal::content(
        format!("with this bundle, texts that it is not about would leave the site: {}", lost.join(", ")),
        "keep the facts that they use, with `unknown = true` if nobody can confirm them any more",
    )
    .because(faults.into_sorted()))
}

/// Says which sentences of the texts that stay live are changed by facts of the bundle, given the knowledge base before and
/// after: whoever signed them far away may have had fewer texts before them.
pub(super) fn consequences(
    arriving: &Arriving<'_>,
    [before, after]: [&Project; 2],
    ground: &Ground,
) -> Result<Vec<String>, Refusal> {
    let mut said = Vec::new();
    for region in arriving.regions() {
        let mut ground = ground.clone();
        ground.config.region = region.clone();
        let judge = |project| pipeline::judge(project, &ground, &mut Diagnostics::new());
        let (before, after) = (judge(before), judge(after));
        let Some(new) = &after.facts else { continue };
        let name = |cleared: &Cleared| {
            let article = cleared.article();
            (article.lang().clone(), article.id().clone(), cleared.clearance().version())
        };
        let stay: BTreeSet<_> = after.cleared.iter().map(name).collect();
        let live = before.cleared.iter().filter(|cleared| stay.contains(&name(cleared)));
        said.extend(signing::consequences_for(live, (&region, before.facts.as_ref()), new.facts())?);
    }
    Ok(said)
}
