//! `approve`: freezes a working text as the next version, or joins the waiting one, and signs it.
//!
//! Invariant: nothing is written before the gate has said that the new note counts.

mod draft;

use std::path::Path;

use super::Outcome;
use super::args::{Approve, ApproveScope};
use super::facts_in_use;
use super::failure::Failure;
use super::signer::Hand;
use crate::base::path::SourcePath;
use crate::chat;
use crate::desk::{self, Desk};
use crate::diagnostic::{Diagnostics, Severity, Tongue};
use crate::disk;
use crate::gate::{Folder, Judged, NoteStanding, VersionStanding, VersionState};
use crate::lint;
use crate::pipeline::{self, Ground};
use crate::project::Project;
use crate::trust;
use crate::trust::note::{Approval, Declaration, Note, Statement};
use crate::trust::words::Scope;

use draft::Draft;

/// Approves each text in turn; all files are written at the end, or none.
pub(super) fn run(
    root: &Path,
    options: &Approve,
    tongue: Tongue,
    project: &Project,
    ground: &Ground,
) -> Result<Outcome, Failure> {
    let mut found = Diagnostics::new();
    found.extend(project.faults().iter().cloned());
    let desk = desk::read(project, &ground.config, &mut found);
    lint::check(project, &ground.config.languages, &desk, &mut found);
    chat::check::check(project, &ground.config, &desk, &mut found);
    let folders = options.subjects.iter().map(|subject| folder(subject)).collect::<Result<Vec<_>, _>>()?;
    for folder in &folders {
        refuse_what_check_refuses(folder, &desk, &found)?;
    }
    let hand = Hand::take(&options.signer, tongue, ground)?;
    let mut project = project.clone();
    let (mut files, mut said) = (Vec::new(), Vec::new());
    for folder in &folders {
        let judged = pipeline::judge(&project, ground, &mut Diagnostics::new());
        if let Folder::Facts(region) = folder {
            said.extend(facts_in_use::changes(region, &desk, &project, ground)?);
        }
        let asked = draft::Asked { options, hand: &hand, project: &project, ground, judged: &judged };
        let draft = Draft::new(folder, &desk, &asked)?;
        let new = signed(&draft, options, &hand, &project, ground)?;
        project = project.with(new.clone());
        said.push(result(
            folder,
            &draft,
            &hand,
            &new,
            &pipeline::judge(&project, ground, &mut Diagnostics::new()),
        )?);
        files.extend(new);
    }
    disk::write_new_files(root, &files)?;
    Ok(Outcome::said(said.join("\n")))
}

fn folder(subject: &str) -> Result<Folder, Failure> {
    subject.split_once('/').and_then(|(place, name)| Folder::parse(place, name)).ok_or_else(|| {
        Failure::usage(
            format!("`{subject}` names no text"),
            "write LANG/ID, such as en/overdose-now, or facts/REGION, services/REGION, lexicon/LANG",
        )
    })
}

/// What `check` calls wrong is not frozen.
fn refuse_what_check_refuses(folder: &Folder, desk: &Desk, found: &Diagnostics) -> Result<(), Failure> {
    let belongs = |path: &SourcePath| match folder {
        Folder::Article(lang, id) => {
            let known = desk.articles.get(&(lang.clone(), id.clone()));
            known.is_some_and(|text| text.path == *path)
                || (path.as_str().starts_with(&format!("content/{lang}/"))
                    && path.file_name() == format!("{id}.md"))
        }
        Folder::Facts(_) | Folder::Services(_) | Folder::Lexicon(_) => {
            path.as_str() == draft::desk_path(folder)
        }
    };
    let errors = found.iter().filter(|fault| fault.severity == Severity::Error);
    let own = errors.filter(|fault| fault.labels.first().is_some_and(|label| belongs(label.place.path())));
    let mut faults = Diagnostics::new();
    faults.extend(own.cloned());
    if faults.is_empty() {
        return draft::is_on_the_desk(folder, desk);
    }
    Err(Failure::content(
        "this text cannot be signed as it stands",
        "put right what is said above, then approve it again",
    )
    .because(faults.into_sorted()))
}

/// Makes the files of the approval: the frozen version where it is new, the note and its signature.
fn signed(
    draft: &Draft,
    options: &Approve,
    hand: &Hand,
    project: &Project,
    ground: &Ground,
) -> Result<Vec<(SourcePath, Vec<u8>)>, Failure> {
    let (scope, declaration) = match options.scope {
        ApproveScope::Full => (Scope::Full, "I read the whole text as readers see it"),
        ApproveScope::Changes => {
            (Scope::Changes, "I read all that has changed since the version before, as readers see it")
        }
        ApproveScope::Correction => {
            (Scope::Correction, "I read the whole text as readers see it; no earlier version may be shown")
        }
    };
    let note = Note {
        site: ground.config.site.clone(),
        version: draft.version,
        role: hand.role,
        reviewer: hand.reviewer.clone(),
        reviewed: project.as_of(),
        declaration: Declaration::parse(declaration)
            .ok_or_else(|| Failure::ours("our declaration is none"))?,
        statement: Statement::Approve(Approval {
            subject: draft.subject.clone(),
            scope,
            review_by: options.review_by.unwrap_or_else(|| project.as_of().plus(draft.review_every)),
            previous: draft.previous,
            translation_of: draft.translation_of.clone(),
            lifts: draft.lifts.clone(),
            text: draft.text.digest(),
            pictures: draft.pictures.iter().map(|(name, file)| (name.clone(), file.digest())).collect(),
        }),
    };
    let (text, signature) = trust::sign(&note, &hand.key).map_err(Failure::ours)?;
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
) -> Result<String, Failure> {
    let standing = judged.standings.iter().find(|standing| standing.folder == *folder);
    let version = standing
        .and_then(|standing| standing.versions.iter().find(|version| version.version == draft.version));
    let version = version.ok_or_else(|| Failure::ours("the new version is not found again"))?;
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

fn would_not_count(note: Option<&NoteStanding>, version: &VersionStanding) -> Failure {
    let message = match note.map(|note| note.held.join("; ")).filter(|held| !held.is_empty()) {
        Some(held) => format!("this note would not count, and was not written: {held}"),
        None => "this note would not count, and was not written".to_owned(),
    };
    let mut faults = Diagnostics::new();
    faults.extend(note.into_iter().flat_map(|note| note.faults.clone()).chain(version.faults.clone()));
    Failure::content(message, "put right what stands in its way, then approve it again")
        .because(faults.into_sorted())
}
