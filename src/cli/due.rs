//! `due`: what must be read again soon, the longest overdue first.

use std::fmt::Write as _;

use super::Outcome;
use super::survey::{self, columns};
use crate::base::day::Period;
use crate::diagnostic::Tongue;
use crate::gate::Verdict;
use crate::overview::words::when;
use crate::overview::{Overview, State, Text};
use crate::pipeline::Ground;
use crate::project::Project;

/// Tells what falls due within a period from today.
pub(super) fn run(within: Period, tongue: Tongue, project: &Project, ground: &Ground) -> Outcome {
    let (_, overview) = survey::survey(project, ground, within);
    let texts = overview.due();
    let overdue = texts.iter().filter(|text| text.due.is_some_and(|due| due < overview.as_of)).count();
    let result = serde_json::json!({
        "as_of": overview.as_of.to_string(),
        "due_until": overview.until.to_string(),
        "overdue": overdue,
        "texts": texts.iter().map(|text| survey::json(text, overview.as_of)).collect::<Vec<_>>(),
    });
    let said = if texts.is_empty() { nothing(&overview) } else { words(&overview, &texts, overdue, tongue) };
    Outcome { said, result: Some(result), ..Outcome::default() }
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
