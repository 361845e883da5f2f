//! What is to be done about a text, in words: the same in a report and at the desk.
//!
//! Invariant: every task says who can do it, or why nobody can yet.

use std::fmt::Write as _;

use super::{Task, Text};
use crate::base::day::Day;
use crate::base::lang::Lang;
use crate::gate::{Lack, VersionState};
use crate::trust::words::Role;

/// Returns what tells a reader of `status` what to do about the texts below it.
pub fn heading(task: &Task) -> &'static str {
    match task {
        Task::Released(_) => {
            "shown, although a withdrawal lies in the record that does not count: withdraw again, or approve with --lift"
        }
        Task::Repair(_) => "approved, but cannot be used: `vetted why` tells the reason",
        Task::Review => "due within 30 days: read again and approve",
        Task::Remarked(_) => "remarks that are not settled: change the text, or answer them",
        Task::Sign => "to sign: `vetted approve`",
        Task::Edited(_) => "edited since the last version: approve the new text",
        Task::Begin => "never signed: approve",
        Task::Behind(_) => "behind the source: bring up to date and approve",
        Task::Translate(_) => "not translated: `vetted new`",
    }
}

/// Says what is to be done about one text, and by whom.
pub fn detail(text: &Text, task: &Task, as_of: Day) -> String {
    let needs = || people(text.needs.iter().map(|(role, needs)| (*needs, *role)));
    let mut words = match task {
        Task::Released(notes) => {
            let notes = notes.iter().map(|note| note.as_str().trim_start_matches("record/"));
            notes.collect::<Vec<_>>().join(", ")
        }
        Task::Repair(version) => format!("version {version}"),
        Task::Review => text.due.map(|due| format!("{due}, {}", when(as_of, due))).unwrap_or_default(),
        Task::Remarked(1) => "1 remark".to_owned(),
        Task::Remarked(open) => format!("{open} remarks"),
        Task::Sign => text.waiting.as_ref().map_or_else(String::new, |waiting| {
            let words = format!("version {}: {}", waiting.version, missing(&waiting.missing));
            let spare = waiting.spare.iter();
            spare.fold(words, |words, person| format!("{words}; `{person}` counts in another role already"))
        }),
        Task::Edited(since) => format!("since version {since}: {}", needs()),
        Task::Begin => needs(),
        Task::Behind(behind) => {
            format!("made from {0} {1}, and {0} {2} is live", behind.lang, behind.version, behind.live)
        }
        Task::Translate(from) => {
            let from: Vec<&str> = from.iter().map(Lang::as_str).collect();
            format!("live in {}", from.join(", "))
        }
    };
    if let (Task::Edited(_), Some(topic)) = (task, &text.moved_to) {
        let _ = write!(words, "; it stands in the topic `{topic}` now");
    }
    if matches!(task, Task::Sign | Task::Edited(_) | Task::Begin) && text.errors > 0 {
        let _ = write!(words, "; errors to put right first: {} (`vetted check`)", text.errors);
    }
    words
}

/// Says how a version stands.
pub fn version_state(state: &VersionState) -> String {
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

/// Returns who is missing: `1 medical, 2 editor`.
pub fn missing(lacks: &[Lack]) -> String {
    people(lacks.iter().map(|lack| (lack.needs.saturating_sub(lack.has), lack.role)))
}

fn people(counts: impl Iterator<Item = (u32, Role)>) -> String {
    let words: Vec<String> = counts.map(|(count, role)| format!("{count} {role}")).collect();
    words.join(", ")
}

/// Returns how far off a day is.
pub fn when(as_of: Day, due: Day) -> String {
    match as_of.days_to(due) {
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        -1 => "yesterday".to_owned(),
        days if days > 0 => format!("in {days} days"),
        days => format!("{} days ago", days.unsigned_abs()),
    }
}
