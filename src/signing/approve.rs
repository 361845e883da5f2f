//! Freezes a working text as the next version, or joins the waiting one, and signs it.
//!
//! Invariant: nothing is given out to be written before the gate has said that the new note counts.

use super::draft::{self, Draft};
use super::hand::Hand;
use super::{Signed, clock, facts, working};
use crate::base::day::Day;
use crate::base::digest::Digest;
use crate::base::path::SourcePath;
use crate::desk::Desk;
use crate::diagnostic::refusal::Refusal;
use crate::diagnostic::{Diagnostics, Severity};
use crate::gate::{Folder, Judged, NoteStanding, VersionStanding, VersionState};
use crate::pipeline::{self, Ground};
use crate::project::Project;
use crate::trust;
use crate::trust::note::{Approval, Declaration, Note, Statement};
use crate::trust::words::Scope;

/// What a reviewer signs upon: the files and the day, whom the site believes, the working texts, and what is wrong with
/// them.
#[derive(Clone, Copy, Debug)]
pub struct Workplace<'a> {
    /// The files of record and desk, and the day.
    pub project: &'a Project,
    /// Settings and trust.
    pub ground: &'a Ground,
    /// The working texts.
    pub desk: &'a Desk,
    /// All that `check` finds on the desk.
    pub found: &'a Diagnostics,
}

/// An approval that somebody asks for.
#[derive(Clone, Debug)]
pub struct Approving {
    /// The text.
    pub folder: Folder,
    /// What was read of it.
    pub scope: Scope,
    /// The last day on which it is to hold; without one, as long as the policy lets it.
    pub review_by: Option<Day>,
    /// Whether it is meant that the text stands in another topic than before, under another policy.
    pub new_topic: bool,
    /// Whether the withdrawals of the text are to be lifted.
    pub lift: bool,
    /// The [`sight`](super::sight) of what was read, where the text may have changed since.
    pub seen: Option<Digest>,
}

/// Approves each text in turn, all of them or none.
pub fn approve(asked: &[Approving], hand: &Hand, place: &Workplace<'_>) -> Result<Signed, Refusal> {
    for approving in asked {
        is_as_seen(approving, place)?;
        is_fit(&approving.folder, place)?;
    }
    let Workplace { ground, desk, .. } = *place;
    let mut project = place.project.clone();
    let mut judged = pipeline::judge(&project, ground, &mut Diagnostics::new());
    let mut all = Signed::default();
    for approving in asked {
        clock::is_right(&approving.folder, &judged, &project)?;
        if let Folder::Facts(region) = &approving.folder {
            all.said.extend(facts::changes(region, desk, &project, ground)?);
        }
        let asked = draft::Asked { approving, hand, project: &project, ground, judged: &judged };
        let draft = Draft::new(&approving.folder, desk, &asked)?;
        let new = signed(&draft, &asked)?;
        project = project.with(new.clone());
        judged = pipeline::judge(&project, ground, &mut Diagnostics::new());
        all.said.push(result(&approving.folder, &draft, hand, &new, &judged)?);
        all.files.extend(new);
    }
    Ok(all)
}

/// Nobody signs what they have not seen: the text that was open is the one that is signed, byte for byte.
fn is_as_seen(approving: &Approving, place: &Workplace<'_>) -> Result<(), Refusal> {
    let now = working::sight(&approving.folder, place.desk, place.project);
    match (approving.seen, now) {
        (Some(seen), Some(now)) if seen != now => Err(Refusal::content(
            format!("the text `{}` was changed while it was open", approving.folder.name()),
            "look at the change, then sign again",
        )),
        _ => Ok(()),
    }
}

/// Refuses a text that has no working text, or one that `check` calls wrong: that is not frozen.
pub fn is_fit(folder: &Folder, place: &Workplace<'_>) -> Result<(), Refusal> {
    let errors = place.found.iter().filter(|fault| fault.severity == Severity::Error);
    let is_its_file = |path: &SourcePath| working::is_its_file(folder, place.desk, path);
    let own =
        errors.filter(|fault| fault.labels.first().is_some_and(|label| is_its_file(label.place.path())));
    let mut faults = Diagnostics::new();
    faults.extend(own.cloned());
    if faults.is_empty() {
        return working::is_there(folder, place.desk);
    }
    Err(Refusal::content(
        "this text cannot be signed as it stands",
        "put right what is said above, then approve it again",
    )
    .because(faults.into_sorted()))
}

/// Makes the files of the approval: the frozen version where it is new, the note and its signature.
fn signed(draft: &Draft, asked: &draft::Asked<'_>) -> Result<Vec<(SourcePath, Vec<u8>)>, Refusal> {
    let draft::Asked { approving, hand, project, ground, .. } = *asked;
    let declaration = match approving.scope {
        Scope::Full => "I read the whole text as readers see it",
        Scope::Changes => "I read all that has changed since the version before, as readers see it",
        Scope::Correction => "I read the whole text as readers see it; no earlier version may be shown",
    };
    let note = Note {
        site: ground.config.site.clone(),
        version: draft.version,
        role: hand.role,
        reviewer: hand.reviewer.clone(),
        reviewed: project.as_of(),
        declaration: Declaration::parse(declaration)
            .ok_or_else(|| Refusal::ours("our declaration is none"))?,
        statement: Statement::Approve(Approval {
            subject: draft.subject.clone(),
            scope: approving.scope,
            review_by: approving.review_by.unwrap_or_else(|| project.as_of().plus(draft.review_every)),
            previous: draft.previous,
            translation_of: draft.translation_of.clone(),
            lifts: draft.lifts.clone(),
            text: draft.text.digest(),
            pictures: draft.pictures.iter().map(|(name, file)| (name.clone(), file.digest())).collect(),
        }),
    };
    let (text, signature) = trust::sign(&note, &hand.key).map_err(Refusal::ours)?;
    let mut files = Vec::new();
    if !draft.joins {
        files.push((draft.path(draft.subject.file_name())?, draft.text.bytes().to_vec()));
        for (name, file) in &draft.pictures {
            files.push((draft.path(name.as_str())?, file.bytes().to_vec()));
        }
    }
    let name = Draft::note_name(hand);
    files.push((draft.path(&name)?, text.into_bytes()));
    files.push((draft.path(&format!("{name}.sig"))?, signature.into_bytes()));
    Ok(files)
}

/// Says what the new note has brought about, or why it would not count.
fn result(
    folder: &Folder,
    draft: &Draft,
    hand: &Hand,
    new: &[(SourcePath, Vec<u8>)],
    judged: &Judged,
) -> Result<String, Refusal> {
    let standing = judged.standings.iter().find(|standing| standing.folder == *folder);
    let version = standing
        .and_then(|standing| standing.versions.iter().find(|version| version.version == draft.version));
    let version = version.ok_or_else(|| Refusal::ours("the new version is not found again"))?;
    let note = version.notes.iter().find(|note| new.iter().any(|(path, _)| *path == note.path));
    match note {
        // A spare one waits with the version: once somebody else signs, its person may be counted in that role.
        Some(note) if note.counts || note.spare => {}
        _ => return Err(would_not_count(note, version)),
    }
    let (path, number, role) = (folder.path(), draft.version, hand.role);
    let signed = match draft.subject.topic() {
        Some(topic) => format!("signed {path} version {number} (topic {topic}) as {role}"),
        None => format!("signed {path} version {number} as {role}"),
    };
    Ok(match &version.state {
        VersionState::Live => format!("{signed}: it is live with the next `vetted build`"),
        VersionState::Waiting(lacks) if !lacks.is_empty() => {
            let missing =
                lacks.iter().map(|lack| format!("{} {}", lack.needs.saturating_sub(lack.has), lack.role));
            let missing = missing.collect::<Vec<_>>().join(", ");
            let own = |note: &NoteStanding| note.reviewer.as_ref() == Some(&hand.reviewer);
            if version.notes.iter().any(|note| note.spare && own(note)) {
                format!("{signed}: still to sign: {missing} (another person: you count in one role only)")
            } else {
                format!("{signed}: still to sign: {missing}")
            }
        }
        _ => {
            let reasons = version.faults.iter().map(|fault| fault.message.as_str());
            let tells = std::iter::once("it is not live yet; `vetted why` tells more").chain(reasons);
            format!("{signed}: {}", tells.collect::<Vec<_>>().join("\n  "))
        }
    })
}

fn would_not_count(note: Option<&NoteStanding>, version: &VersionStanding) -> Refusal {
    let message = match note.map(|note| note.held.join("; ")).filter(|held| !held.is_empty()) {
        Some(held) => format!("this note would not count, and was not written: {held}"),
        None => "this note would not count, and was not written".to_owned(),
    };
    let mut faults = Diagnostics::new();
    faults.extend(note.into_iter().flat_map(|note| note.faults.clone()).chain(version.faults.clone()));
    Refusal::content(message, "put right what stands in its way, then approve it again")
        .because(faults.into_sorted())
}
