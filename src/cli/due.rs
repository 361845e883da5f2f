//! `due`: what must be read again soon, the longest overdue first; and every day of it as a calendar.

use std::fmt::Write as _;
use std::path::Path;

use super::Outcome;
use super::failure::Failure;
use super::survey::{self, columns};
use crate::base::day::Period;
use crate::diagnostic::Tongue;
use crate::disk;
use crate::gate::Verdict;
use crate::overview::calendar::{Calendar, HEAD};
use crate::overview::words::when;
use crate::overview::{Overview, State, Text};
use crate::pipeline::Ground;
use crate::project::Project;

/// The most bytes of a calendar that is replaced: that of 100,000 texts.
const LARGEST: u64 = 64 << 20;

/// Tells what falls due within a period from today, and writes the calendar where one is asked for.
pub(super) fn run(
    within: Period,
    ics: Option<&Path>,
    tongue: Tongue,
    (project, ground): (&Project, &Ground),
) -> Result<Outcome, Failure> {
    let (_, overview) = survey::survey(project, ground, within);
    let texts = overview.due();
    let overdue = texts.iter().filter(|text| text.due.is_some_and(|due| due < overview.as_of)).count();
    let mut result = serde_json::json!({
        "as_of": overview.as_of.to_string(),
        "due_until": overview.until.to_string(),
        "overdue": overdue,
        "texts": texts.iter().map(|text| survey::json(text, overview.as_of)).collect::<Vec<_>>(),
    });
    let mut said =
        if texts.is_empty() { nothing(&overview) } else { words(&overview, &texts, overdue, tongue) };
    if let Some(file) = ics {
        let calendar = overview.calendar(&ground.config.site, tongue).ok_or_else(|| {
            Failure::content(
                "no text has a day on which it is due, so there is no calendar to write",
                "sign a text first: `vetted approve`",
            )
        })?;
        write(file, &calendar)?;
        let _ = write!(said, "\nwrote {}, a calendar; events in it: {}", file.display(), calendar.events);
        result["calendar"] = serde_json::json!({ "file": file, "events": calendar.events });
    }
    Ok(Outcome { said, result: Some(result), ..Outcome::default() })
}

/// Writes the calendar, also in the place of an earlier one, and of nothing else.
fn write(file: &Path, calendar: &Calendar) -> Result<(), Failure> {
    if file.symlink_metadata().is_ok() && !disk::read_small(file, LARGEST)?.starts_with(HEAD.as_bytes()) {
        return Err(Failure::usage(
            format!("`{}` is there already, and is no calendar of ours", file.display()),
            "choose another name, or take the present file away yourself",
        ));
    }
    Ok(disk::replace_file(file, calendar.text.as_bytes())?)
}

/// Nothing is due: then the next one is good to know.
fn nothing(overview: &Overview) -> String {
    let mut out = format!("nothing is due by {}", overview.until);
    let next = overview.texts.iter().filter_map(|text| Some((text.due?, text.folder.name()))).min();
    if let Some((due, name)) = next {
        let _ = write!(out, "; the next is {name}, on {due}");
    }
    out
}

fn words(overview: &Overview, texts: &[&Text], overdue: usize, tongue: Tongue) -> String {
    let mut out = format!("due by {}: {}, of which overdue: {overdue}", overview.until, texts.len());
    let (with_facts, own): (Vec<&Text>, Vec<&Text>) = texts.iter().partition(|text| text.due_by_facts);
    let rows: Vec<[String; 4]> = own.iter().filter_map(|text| row(overview, text, tongue)).collect();
    out.push_str(&columns(&rows, "  "));
    if !with_facts.is_empty() {
        let _ = write!(out, "\n  texts that are due with the facts they show: {}", with_facts.len());
    }
    out.push_str("\nread them again and sign them: `vetted approve`");
    out
}

fn row(overview: &Overview, text: &Text, tongue: Tongue) -> Option<[String; 4]> {
    let due = text.due?;
    let gone = if text.state == State::Judged(Verdict::Expired) { "off the site" } else { "" };
    let [when, gone] = [&*when(overview.as_of, due), gone].map(|words| tongue.phrase(words).into_owned());
    Some([due.to_string(), when, text.folder.name(), gone])
}
