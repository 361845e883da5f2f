//! What waits: the texts that the person at the desk can do something about, in piles.
//!
//! Invariant: every text with a task stands in one pile, the one that asks most of this person.

use std::collections::BTreeSet;

use serde::Serialize;

use super::paper::{Frame, Paper};
use super::{Room, seat};
use crate::article::front::Urgency;
use crate::base::lang::Lang;
use crate::base::name::Topic;
use crate::desk::remarks::Thread;
use crate::diagnostic::refusal::Refusal;
use crate::gate::{Folder, Verdict};
use crate::overview::words::detail;
use crate::overview::{State, Task, Text};
use crate::trust::words::Role;

/// The most rows of a pile, unless all are asked for.
const MOST_ROWS: usize = 100;

/// Which texts one wants to see.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Those in this language.
    pub lang: Option<Lang>,
    /// Those of this topic.
    pub topic: Option<Topic>,
    /// Those that wait for this role.
    pub role: Option<Role>,
    /// However many there are.
    pub all: bool,
}

/// The piles, in the order of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Pile {
    /// A remark asks for an answer.
    Answer,
    /// It can be signed now.
    Sign,
    /// It is to be read again.
    Soon,
    /// Somebody has to write first.
    Write,
    /// Others have to sign.
    Others,
    /// It was taken off the site.
    Withdrawn,
}

/// The page.
#[derive(Debug, Serialize)]
struct Home {
    piles: Vec<Shown>,
    languages: Vec<Choice>,
    topics: Vec<Choice>,
    roles: Vec<Choice>,
    narrowed: bool,
    count: usize,
    day: String,
    nobody: Option<String>,
}

/// A pile.
#[derive(Debug, Serialize)]
struct Shown {
    title: &'static str,
    about: &'static str,
    count: usize,
    more: usize,
    rows: Vec<Row>,
}

/// A text in a pile.
#[derive(Debug, Serialize)]
struct Row {
    name: String,
    title: String,
    topic: Option<String>,
    language: Option<String>,
    demonstration: bool,
    why: Vec<Why>,
    ticked: bool,
    first: bool,
}

/// Why a text is in its pile.
#[derive(Debug, Serialize)]
struct Why {
    task: &'static str,
    detail: String,
}

/// Something to choose in a filter.
#[derive(Debug, Serialize)]
struct Choice {
    value: String,
    chosen: bool,
}

impl Paper {
    /// Makes the first page: what waits for the person at the desk.
    pub fn home(&self, room: &Room<'_>, frame: &Frame<'_>, filter: &Filter) -> Result<String, Refusal> {
        let mut piles: Vec<(Pile, Vec<&Text>)> =
            [Pile::Answer, Pile::Sign, Pile::Soon, Pile::Write, Pile::Others, Pile::Withdrawn]
                .map(|pile| (pile, Vec::new()))
                .into();
        for text in room.overview.texts.iter().filter(|text| filter.keeps(text)) {
            let Some(pile) = pile(room, text, filter.role) else { continue };
            if let Some((_, texts)) = piles.iter_mut().find(|(other, _)| *other == pile) {
                texts.push(text);
            }
        }
        for (_, texts) in &mut piles {
            texts.sort_by_cached_key(|text| (haste(room, text), text.topic.clone(), text.folder.clone()));
        }
        piles.retain(|(_, texts)| !texts.is_empty());
        let home = Home {
            piles: shown(room, &piles, filter),
            languages: choices(room.ground.config.languages.iter(), filter.lang.as_ref()),
            topics: choices(topics(room).iter(), filter.topic.as_ref()),
            roles: choices(Role::ALL.iter(), filter.role.as_ref()),
            narrowed: filter.lang.is_some() || filter.topic.is_some() || filter.role.is_some(),
            count: room.overview.texts.len(),
            day: room.overview.as_of.to_string(),
            nobody: room.seat.person.as_ref().err().cloned(),
        };
        self.page("home.html", (frame, room.seat), &home)
    }
}

impl Filter {
    fn keeps(&self, text: &Text) -> bool {
        self.lang.as_ref().is_none_or(|lang| text.folder.lang() == Some(lang))
            && self.topic.as_ref().is_none_or(|topic| text.topic.as_ref() == Some(topic))
    }
}

/// Finds the pile of a text; what asks nothing of anybody is in none.
fn pile(room: &Room<'_>, text: &Text, only: Option<Role>) -> Option<Pile> {
    let roles = room.roles(text);
    let can_sign = roles.iter().any(|role| only.is_none_or(|only| *role == only));
    let has = |wanted: fn(&Task) -> bool| text.tasks.iter().any(wanted);
    let asks_signature =
        has(|task| matches!(task, Task::Sign | Task::Edited(_) | Task::Begin | Task::Released(_)));
    if text.tasks.is_empty() {
        (text.state == State::Judged(Verdict::Withdrawn)).then_some(Pile::Withdrawn)
    } else if has(|task| matches!(task, Task::Remarked(_))) && room.has_to_answer(text) {
        Some(Pile::Answer)
    } else if asks_signature && can_sign && text.errors == 0 && !room.has_signed(text) {
        Some(Pile::Sign)
    } else if has(|task| matches!(task, Task::Review)) && can_sign && text.errors == 0 && !asks_signature {
        Some(Pile::Soon)
    } else if text.errors > 0 || has(|task| matches!(task, Task::Behind(_) | Task::Translate(_))) {
        only.is_none().then_some(Pile::Write)
    } else {
        only.is_none().then_some(Pile::Others)
    }
}

impl Room<'_> {
    /// Returns the roles in which the person at the desk may sign a text.
    pub(super) fn roles(&self, text: &Text) -> Vec<Role> {
        let reviewer = self.seat.reviewer().and_then(|person| self.ground.trust.reviewers.get(person));
        reviewer.map(|reviewer| seat::roles(reviewer, text)).unwrap_or_default()
    }

    /// Returns whether an open remark was last spoken of by somebody else than the person at the desk.
    fn has_to_answer(&self, text: &Text) -> bool {
        let person = self.seat.reviewer();
        let open = self.remarks.of(&text.folder).iter().filter(|thread| thread.closed.is_none());
        let last =
            |thread: &Thread| thread.answers.last().map_or(thread.by.clone(), |answer| answer.by.clone());
        open.map(last).any(|last| person != Some(&last))
    }

    /// Returns whether the person at the desk has signed the version that waits, and it is the text on the desk.
    pub(super) fn has_signed(&self, text: &Text) -> bool {
        let Some(person) = self.seat.reviewer() else { return false };
        let waits = text.tasks.contains(&Task::Sign);
        let version = self.standing(&text.folder).and_then(|standing| standing.versions.first());
        let mut notes = version.iter().flat_map(|version| &version.notes);
        waits && notes.any(|note| (note.counts || note.spare) && note.reviewer.as_ref() == Some(person))
    }
}

/// What saves lives comes first.
fn haste(room: &Room<'_>, text: &Text) -> Urgency {
    let Folder::Article(lang, id) = &text.folder else { return Urgency::Routine };
    let working = room.desk.articles.get(&(lang.clone(), id.clone()));
    working.and_then(|working| working.front()).map_or(Urgency::Routine, |front| front.urgency)
}

fn shown(room: &Room<'_>, piles: &[(Pile, Vec<&Text>)], filter: &Filter) -> Vec<Shown> {
    let mut first = true;
    let piles = piles.iter().map(|(pile, texts)| {
        let most = if filter.all { texts.len() } else { MOST_ROWS };
        let rows = texts.iter().take(most).map(|text| row(room, text, std::mem::take(&mut first)));
        let rows: Vec<Row> = rows.collect();
        let (title, about) = pile.words();
        Shown { title, about, count: texts.len(), more: texts.len() - rows.len(), rows }
    });
    piles.collect()
}

impl Pile {
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Answer => ("remarks to answer", "somebody asks for a change, or answers you"),
            Self::Sign => ("waits for you", "read, tick, sign"),
            Self::Soon => ("due soon", "nothing has changed: read it again, and say that it still holds"),
            Self::Write => (
                "somebody has to write first",
                "these have faults to put right, or follow a text that has moved on",
            ),
            Self::Others => ("waits for others", "nothing is left for you to sign here"),
            Self::Withdrawn => {
                ("taken off the site", "a text comes back when everyone who must sign says so")
            }
        }
    }
}

fn row(room: &Room<'_>, text: &Text, first: bool) -> Row {
    let why = text
        .tasks
        .iter()
        .map(|task| Why { task: short(task), detail: detail(text, task, room.overview.as_of) });
    Row {
        name: text.folder.name(),
        title: room.title(&text.folder),
        topic: text.topic.as_ref().map(ToString::to_string),
        language: text.folder.lang().map(ToString::to_string),
        demonstration: text.demonstration,
        why: why.collect(),
        ticked: room.seat.ticked.contains_key(&text.folder),
        first,
    }
}

/// What is to be done, in a word or two.
pub(super) fn short(task: &Task) -> &'static str {
    match task {
        Task::Released(_) => "shown although it was withdrawn",
        Task::Repair(_) => "signed, and cannot be used",
        Task::Review => "due for review",
        Task::Remarked(_) => "remarks",
        Task::Sign => "to sign",
        Task::Edited(_) => "edited",
        Task::Begin => "new",
        Task::Behind(_) => "its source has moved on",
        Task::Translate(_) => "not translated yet",
    }
}

fn topics(room: &Room<'_>) -> BTreeSet<Topic> {
    room.overview.texts.iter().filter_map(|text| text.topic.clone()).collect()
}

fn choices<'a, T: ToString + PartialEq + 'a>(
    all: impl Iterator<Item = &'a T>,
    chosen: Option<&T>,
) -> Vec<Choice> {
    all.map(|one| Choice { value: one.to_string(), chosen: chosen == Some(one) }).collect()
}
