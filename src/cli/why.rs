//! `why`: how one text stands, version by version and note by note.

use std::fmt::Write as _;

use super::Outcome;
use super::failure::Failure;
use super::survey;
use crate::base::day::Day;
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::gate::{Folder, NoteStanding, Standing, Verdict, VersionStanding, VersionState};
use crate::overview::words::{detail, heading, version_state};
use crate::overview::{Overview, SOON, State, Text, Working};
use crate::pipeline::Ground;
use crate::project::Project;
use crate::trust::words::{Reach, Role, Scope};

/// Tells why a text is on the site, or why not. It is asked for as `LANG ID`, or in one word as `LANG/ID`.
pub(super) fn run(
    (first, second): (&str, Option<&str>),
    project: &Project,
    ground: &Ground,
) -> Result<Outcome, Failure> {
    let asked = second.map_or_else(|| first.to_owned(), |second| format!("{first}/{second}"));
    let (standings, overview) = survey::survey(project, ground, SOON);
    let text = overview.texts.iter().find(|text| text.folder.name() == asked);
    let text = text.ok_or_else(|| unknown(&asked, &overview))?;
    let standing = standings.iter().find(|standing| standing.folder == text.folder);
    let elsewhere = elsewhere(text, &standings);
    let own = standing.iter().flat_map(|standing| &standing.withdrawals);
    let is_withdrawn = !elsewhere.is_empty() || own.clone().any(|note| note.counts);
    let mut said = head(text, ground, (overview.as_of, is_withdrawn));
    for note in &elsewhere {
        tell_note(&mut said, note.path.as_str(), note, "holds");
    }
    for note in own {
        let verdict = if note.counts { "holds" } else { "does not count" };
        tell_note(&mut said, note.path.file_name(), note, verdict);
    }
    for version in standing.iter().flat_map(|standing| &standing.versions) {
        tell_version(&mut said, version);
    }
    Ok(Outcome { said, result: Some(json(text, standing, &elsewhere, overview.as_of)), ..Outcome::default() })
}

/// The withdrawals in the folders of other languages that reach this one.
fn elsewhere<'a>(text: &Text, standings: &'a [Standing]) -> Vec<&'a NoteStanding> {
    let Folder::Article(lang, id) = &text.folder else { return Vec::new() };
    let others = standings
        .iter()
        .filter(|other| matches!(&other.folder, Folder::Article(other, same) if same == id && other != lang));
    let notes = others.flat_map(|other| &other.withdrawals);
    notes.filter(|note| note.counts && note.reach == Some(Reach::EveryLanguage)).collect()
}

/// Names what was perhaps meant: the same name elsewhere, else the nearest one.
fn unknown(asked: &str, overview: &Overview) -> Failure {
    let names: Vec<String> = overview.texts.iter().map(|text| text.folder.name()).collect();
    let last = |name: &str| name.rsplit('/').next().unwrap_or_default().to_owned();
    let same: Vec<String> =
        names.iter().filter(|name| last(name) == last(asked)).map(|name| format!("`{name}`")).collect();
    let near = if same.is_empty() {
        did_you_mean(asked, names.iter().map(String::as_str))
    } else {
        Some(format!("did you mean {}?", same.join(", ")))
    };
    Failure::content(
        format!("there is no text `{asked}`, neither on the desk nor in the record"),
        near.unwrap_or_else(|| {
            "see all texts with `vetted status`, or begin one with `vetted new`".to_owned()
        }),
    )
}

/// What readers see, what lies on the desk, and what is to be done.
fn head(text: &Text, ground: &Ground, (as_of, is_withdrawn): (Day, bool)) -> String {
    let mut out = format!("{}: {}", text.folder.name(), text.state.as_str());
    if let Some(live) = text.live {
        let _ = write!(out, ", version {live}");
    }
    let _ = write!(out, "\n  {}", meaning(text, ground, (as_of, is_withdrawn)));
    if text.demonstration {
        out.push_str("\n  demonstration: no doctor has checked this text");
    }
    if let Some(path) = &text.path {
        let _ = match text.working {
            Working::Same(version) => write!(out, "\n  on the desk: {path}, the same as version {version}"),
            Working::Edited => write!(out, "\n  on the desk: {path}, which differs from every version"),
            Working::New | Working::Nothing => write!(out, "\n  on the desk: {path}, which was never frozen"),
        };
    }
    for task in &text.tasks {
        let _ = write!(out, "\n  {}\n    {}", heading(task), detail(text, task, as_of));
    }
    out
}

/// What the state means for readers; `is_withdrawn` says whether a withdrawal that can be read is the reason.
fn meaning(text: &Text, ground: &Ground, (as_of, is_withdrawn): (Day, bool)) -> String {
    let due = text.due.map(|due| due.to_string()).unwrap_or_default();
    let overdue = text.due.is_some_and(|due| due < as_of);
    let is_article = matches!(text.folder, Folder::Article(..));
    match text.state {
        State::NotWritten => "it is not written in this language".to_owned(),
        State::NotSpoken => "readers do not see it: the site does not speak its language".to_owned(),
        State::Judged(verdict) => match verdict {
            Verdict::Live if !is_article && overdue => {
                format!("it is in use, and its review was due on {due}")
            }
            Verdict::Live if !is_article => format!("it is in use; it is fresh until {due}"),
            Verdict::Live if overdue => {
                format!("readers see it, and are told that its review was due on {due}")
            }
            Verdict::Live if text.due_by_facts => {
                format!("readers see it; the facts it shows are fresh until {due}")
            }
            Verdict::Live => format!("readers see it; it is fresh until {due}"),
            Verdict::Waiting => "readers do not see it: no version can be used yet".to_owned(),
            Verdict::Expired => {
                format!("readers do not see it: its review was due on {due}, and its policy says `withdraw`")
            }
            Verdict::Withdrawn if is_withdrawn => "readers do not see it: it was withdrawn".to_owned(),
            Verdict::Withdrawn => {
                "readers do not see it: a file that may be a withdrawal cannot be checked".to_owned()
            }
            Verdict::Barred => {
                "readers do not see it: a correction bars every version that was approved".to_owned()
            }
            Verdict::NeverSigned => "readers do not see it: nobody has signed it".to_owned(),
            Verdict::LeftOut => {
                format!("readers do not see it: the region `{}` leaves it out", ground.config.region)
            }
        },
    }
}

fn tell_version(out: &mut String, version: &VersionStanding) {
    let _ = write!(out, "\n\nversion {}: {}", version.version, version_state(&version.state));
    if let Some(topic) = &version.topic {
        let _ = write!(out, "\n  topic {topic}");
    }
    if let Some(due) = version.due {
        let _ = write!(out, "\n  review due {due}");
    }
    tell_faults(out, &version.faults, "  ");
    for note in &version.notes {
        tell_note(out, note.path.file_name(), note, if note.counts { "counts" } else { "does not count" });
    }
}

fn tell_note(out: &mut String, name: &str, note: &NoteStanding, verdict: &str) {
    let _ = write!(out, "\n  {name}: {verdict}");
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

fn json(
    text: &Text,
    standing: Option<&Standing>,
    elsewhere: &[&NoteStanding],
    as_of: Day,
) -> serde_json::Value {
    let faults = |faults: &[Diagnostic]| faults.iter().map(|fault| fault.message.clone()).collect::<Vec<_>>();
    let note = |note: &NoteStanding| {
        serde_json::json!({
            "note": note.path.as_str(),
            "reviewer": note.reviewer,
            "role": note.role.map(Role::as_str),
            "reviewed": note.reviewed.map(|day| day.to_string()),
            "scope": note.scope.map(Scope::as_str).or(note.reach.map(Reach::as_str)),
            "counts": note.counts,
            "held": note.held,
            "faults": faults(&note.faults),
        })
    };
    let version = |version: &VersionStanding| {
        let missing = match &version.state {
            VersionState::Waiting(lacks) => survey::lacks(lacks),
            _ => Vec::new(),
        };
        serde_json::json!({
            "version": version.version,
            "state": version.state.as_str(),
            "missing": missing,
            "topic": version.topic,
            "due": version.due.map(|day| day.to_string()),
            "faults": faults(&version.faults),
            "notes": version.notes.iter().map(note).collect::<Vec<_>>(),
        })
    };
    let versions = standing.iter().flat_map(|standing| &standing.versions).map(version);
    let withdrawals = standing.iter().flat_map(|standing| &standing.withdrawals);
    let withdrawals = elsewhere.iter().copied().chain(withdrawals).map(note);
    let mut value = survey::json(text, as_of);
    value["versions"] = versions.collect();
    value["withdrawals"] = withdrawals.collect();
    value
}
