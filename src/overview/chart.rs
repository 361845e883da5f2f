//! The overview as numbers that can be drawn: how many texts stand how, wait for whom, were read when and fall due when.
//!
//! Invariant: whatever is counted is counted once, in the order in which it is drawn; labels are the words of reports, which
//! [`Tongue`](crate::diagnostic::Tongue) translates.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{Overview, State, Text};
use crate::base::day::{Day, Period};
use crate::base::lang::Lang;
use crate::gate::Folder;
use crate::trust::words::Role;

/// The label of an article whose topic nobody can tell.
const NO_TOPIC: &str = "-";

/// All charts of an overview.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Charts {
    /// The articles, by topic and state.
    pub topics: Grid,
    /// The articles and lexicons, by language and state.
    pub languages: Grid,
    /// The texts about which somebody in a role can do something; a text may wait for several.
    pub roles: Vec<Bar>,
    /// The texts on the site, by the age of the last review of the whole text.
    pub reviewed: Vec<Bar>,
    /// The texts that have a day, by how far it is off.
    pub due: Vec<Bar>,
}

/// How many texts there are of each of something, in each state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Grid {
    /// The states that occur, the words of [`State::as_str`].
    pub states: Vec<&'static str>,
    /// One row for each, sorted by its label.
    pub rows: Vec<Row>,
}

/// One row of a grid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// What it counts: a topic, the tag of a language.
    pub label: String,
    /// How many there are in each state, in the order of the grid's states.
    pub counts: Vec<usize>,
}

/// One bar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Bar {
    /// What it counts.
    pub label: &'static str,
    /// How many there are.
    pub count: usize,
}

/// The ages of a review that are told apart, in months: each bar ends where the next begins.
const AGES: [(i32, &str); 3] = [(3, "under 3 months"), (6, "3 to 6 months"), (12, "6 to 12 months")];

/// How far off a day is at most, in days.
const AHEAD: [(i32, &str); 3] = [(-1, "overdue"), (30, "within 30 days"), (90, "within 90 days")];

impl Overview {
    /// Counts everything that can be drawn.
    pub fn charts(&self) -> Charts {
        let is_article = |text: &&Text| matches!(text.folder, Folder::Article(..));
        let topic =
            |text: &Text| text.topic.as_ref().map_or_else(|| NO_TOPIC.to_owned(), ToString::to_string);
        let articles = self.texts.iter().filter(is_article);
        let spoken =
            self.texts.iter().filter_map(|text| Some((text.folder.lang().map(Lang::to_string)?, text.state)));
        let live = self.texts.iter().filter(|text| text.live.is_some());
        Charts {
            topics: grid(articles.map(|text| (topic(text), text.state)).collect()),
            languages: grid(spoken.collect()),
            roles: Role::ALL.iter().map(|role| self.waiting_for(*role)).collect(),
            reviewed: bars(live.map(|text| self.age(text)), ages()),
            due: bars(self.texts.iter().filter_map(|text| Some(self.ahead(text.due?))), ahead()),
        }
    }

    fn waiting_for(&self, role: Role) -> Bar {
        let concerns = |text: &&Text| text.tasks.iter().any(|task| text.concerns(role, task));
        Bar { label: role.as_str(), count: self.texts.iter().filter(concerns).count() }
    }

    fn age(&self, text: &Text) -> &'static str {
        let Some(reviewed) = text.reviewed else { return NEVER };
        let younger = |(months, _): &&(i32, &str)| self.as_of < reviewed.plus(Period::Months(*months));
        AGES.iter().find(younger).map_or(OLDEST, |(_, label)| *label)
    }

    fn ahead(&self, due: Day) -> &'static str {
        let days = self.as_of.days_to(due);
        AHEAD.iter().find(|(most, _)| days <= *most).map_or(LATER, |(_, label)| *label)
    }
}

const OLDEST: &str = "over 12 months";
const NEVER: &str = "never";
const LATER: &str = "later";

fn ages() -> impl Iterator<Item = &'static str> {
    AGES.into_iter().map(|(_, label)| label).chain([OLDEST, NEVER])
}

fn ahead() -> impl Iterator<Item = &'static str> {
    AHEAD.into_iter().map(|(_, label)| label).chain([LATER])
}

fn grid(cells: Vec<(String, State)>) -> Grid {
    let states: BTreeSet<State> = cells.iter().map(|(_, state)| *state).collect();
    let mut rows: BTreeMap<String, BTreeMap<State, usize>> = BTreeMap::new();
    for (label, state) in cells {
        *rows.entry(label).or_default().entry(state).or_default() += 1;
    }
    let row = |(label, counts): (String, BTreeMap<State, usize>)| Row {
        label,
        counts: states.iter().map(|state| counts.get(state).copied().unwrap_or_default()).collect(),
    };
    Grid {
        rows: rows.into_iter().map(row).collect(),
        states: states.iter().map(|state| state.as_str()).collect(),
    }
}

/// One bar for each label, also where nothing is counted.
fn bars(counted: impl Iterator<Item = &'static str>, labels: impl Iterator<Item = &'static str>) -> Vec<Bar> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for label in counted {
        *counts.entry(label).or_default() += 1;
    }
    labels.map(|label| Bar { label, count: counts.get(label).copied().unwrap_or_default() }).collect()
}
