//! `why`: how one text stands, version by version and note by note.

use std::fmt::Write as _;

use super::Outcome;
use super::failure::Failure;
use crate::diagnostic::{Diagnostic, Diagnostics, did_you_mean};
use crate::gate::{Folder, NoteStanding, Standing, VersionStanding, VersionState};
use crate::pipeline::{self, Ground};
use crate::project::Project;
use crate::trust::words::{Role, Scope};

/// Tells why a text is on the site, or why not.
pub(super) fn run(lang: &str, id: &str, project: &Project, ground: &Ground) -> Result<Outcome, Failure> {
    let folder = Folder::parse(lang, id).ok_or_else(|| {
        Failure::usage(
            format!("`{lang} {id}` names no text"),
            "write a language and an id, such as `vetted why en overdose-now`",
        )
    })?;
    let mut found = Diagnostics::new();
    let judged = pipeline::judge(project, ground, &mut found);
    let Some(standing) = judged.standings.iter().find(|standing| standing.folder == folder) else {
        return Err(never_signed(&folder, &judged.standings));
    };
    let result = json(standing);
    Ok(Outcome { said: words(standing), result: Some(result), ..Outcome::default() })
}

fn never_signed(folder: &Folder, standings: &[Standing]) -> Failure {
    let path = folder.path();
    let known: Vec<String> = standings.iter().map(|standing| standing.folder.path()).collect();
    let near = did_you_mean(&path, known.iter().map(String::as_str));
    Failure::content(
        format!("{path} is not there: nobody has signed this text yet"),
        near.unwrap_or_else(|| "sign it with `vetted approve`".to_owned()),
    )
}

fn words(standing: &Standing) -> String {
    let mut out = format!("{}: {}", standing.folder.path(), standing.verdict.as_str());
    if let Some(live) = standing.live {
        let _ = write!(out, ", version {live}");
    }
    for note in &standing.withdrawals {
        tell_note(&mut out, note, if note.counts { "holds" } else { "does not count" });
    }
    for version in &standing.versions {
        tell_version(&mut out, version);
    }
    out
}

fn tell_version(out: &mut String, version: &VersionStanding) {
    let _ = write!(out, "\n\nversion {}: {}", version.version, state(&version.state));
    if let Some(topic) = &version.topic {
        let _ = write!(out, "\n  topic {topic}");
    }
    if let Some(due) = version.due {
        let _ = write!(out, "\n  review due {due}");
    }
    tell_faults(out, &version.faults, "  ");
    for note in &version.notes {
        tell_note(out, note, if note.counts { "counts" } else { "does not count" });
    }
}

fn state(state: &VersionState) -> String {
    match state {
        VersionState::Live => "live".to_owned(),
        VersionState::Replaced => "replaced by a higher version".to_owned(),
        VersionState::Outranked => "signed for demonstration only; what others signed comes first".to_owned(),
        VersionState::Waiting(lacks) if lacks.is_empty() => "waiting".to_owned(),
        VersionState::Waiting(lacks) => {
            let lacks = lacks.iter().map(|lack| format!("{} of {} {}", lack.has, lack.needs, lack.role));
            format!("waiting for notes: {} so far", lacks.collect::<Vec<_>>().join(", "))
        }
        VersionState::Unusable => "approved, but it cannot be used".to_owned(),
        VersionState::Barred => "barred by a correction".to_owned(),
        VersionState::Withdrawn => "held by a withdrawal".to_owned(),
        VersionState::Expired => {
            "past its review date, and the policy takes such texts off the site".to_owned()
        }
        VersionState::LeftOut => "left out by the region".to_owned(),
    }
}

fn tell_note(out: &mut String, note: &NoteStanding, verdict: &str) {
    let _ = write!(out, "\n  {}: {verdict}", note.path.file_name());
    if let Some(day) = note.reviewed {
        let _ = write!(out, " (reviewed {day})");
    }
    for held in &note.held {
        let _ = write!(out, "\n    - {held}");
    }
    tell_faults(out, &note.faults, "    ");
}

fn tell_faults(out: &mut String, faults: &[Diagnostic], indent: &str) {
    for fault in faults {
        let _ = write!(out, "\n{indent}- {}", fault.message);
        for note in &fault.notes {
            let _ = write!(out, "\n{indent}  {note}");
        }
        if let Some(help) = &fault.help {
            let _ = write!(out, "\n{indent}  help: {help}");
        }
    }
}

fn json(standing: &Standing) -> serde_json::Value {
    let faults = |faults: &[Diagnostic]| faults.iter().map(|fault| fault.message.clone()).collect::<Vec<_>>();
    let note = |note: &NoteStanding| {
        serde_json::json!({
            "note": note.path.as_str(),
            "reviewer": note.reviewer.as_ref().map(ToString::to_string),
            "role": note.role.map(Role::as_str),
            "reviewed": note.reviewed.map(|day| day.to_string()),
            "scope": note.scope.map(Scope::as_str),
            "counts": note.counts,
            "held": note.held,
            "faults": faults(&note.faults),
        })
    };
    let version = |version: &VersionStanding| {
        serde_json::json!({
            "version": version.version,
            "state": state(&version.state),
            "topic": version.topic.as_ref().map(ToString::to_string),
            "due": version.due.map(|day| day.to_string()),
            "faults": faults(&version.faults),
            "notes": version.notes.iter().map(note).collect::<Vec<_>>(),
        })
    };
    serde_json::json!({
        "text": standing.folder.path(),
        "verdict": standing.verdict.as_str(),
        "live": standing.live,
        "versions": standing.versions.iter().map(version).collect::<Vec<_>>(),
        "withdrawals": standing.withdrawals.iter().map(note).collect::<Vec<_>>(),
    })
}
