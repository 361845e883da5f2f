//! How everything stands: each text of record and desk, what is to be done about it, and by whom.
//!
//! Joins what the gate has said with what lies on the desk; `status`, `due` and `why` only print it.
//!
//! Invariant: every text is listed once, also one that is missing; nothing here decides what is published.

pub mod calendar;
pub mod chart;
mod known;
#[cfg(test)]
mod tests;
pub mod words;

use std::collections::BTreeMap;

use crate::base::day::{Day, Period};
use crate::base::lang::Lang;
use crate::base::name::{ReviewerId, Topic};
use crate::base::path::SourcePath;
use crate::gate::{Behind, Folder, Lack, Verdict};
use crate::trust::words::Role;

pub use known::Known;

/// How far ahead is soon, where nobody has said so: long enough to find a doctor.
pub const SOON: Period = Period::Days(30);

/// How everything stands on a day.
#[derive(Clone, Debug)]
pub struct Overview {
    /// The day.
    pub as_of: Day,
    /// The last day that counts as soon.
    pub until: Day,
    /// The texts, sorted: articles by language and id, then facts, services, lexicons.
    pub texts: Vec<Text>,
}

/// How one text stands.
#[derive(Clone, Debug)]
pub struct Text {
    /// The text.
    pub folder: Folder,
    /// Its topic: the one it was approved in, else that of its folder on the desk. Only articles have one.
    pub topic: Option<Topic>,
    /// The topic of its folder on the desk, where that is another one.
    pub moved_to: Option<Topic>,
    /// How it stands, in one word.
    pub state: State,
    /// The live version.
    pub live: Option<u32>,
    /// Whether that version is a demonstration: no doctor has checked it.
    pub demonstration: bool,
    /// The version that waits for signatures: the highest one, if it lacks some.
    pub waiting: Option<Waiting>,
    /// The last day on which what readers see is fresh.
    pub due: Option<Day>,
    /// Whether that day is the one of the facts it shows, and its own is later.
    pub due_by_facts: bool,
    /// The last day on which its own approval is fresh, whatever facts it shows.
    pub own_due: Option<Day>,
    /// The last day on which somebody whose approval counts read the whole text, this version or one before.
    pub reviewed: Option<Day>,
    /// What lies on the desk.
    pub working: Working,
    /// The file on the desk.
    pub path: Option<SourcePath>,
    /// How many errors `check` finds in that file.
    pub errors: usize,
    /// How many people must sign a new version, by role; empty where that cannot be known.
    pub needs: BTreeMap<Role, u32>,
    /// What is to be done, the most pressing first.
    pub tasks: Vec<Task>,
}

/// How a text stands, in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// What the gate says.
    Judged(Verdict),
    /// It is live in another language, and lies in this one neither on the desk nor in the record.
    NotWritten,
    /// It is in a language that the site does not speak: nobody is shown it.
    NotSpoken,
}

impl State {
    /// Returns the word for reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Judged(verdict) => verdict.as_str(),
            Self::NotWritten => "not written",
            Self::NotSpoken => "not spoken",
        }
    }
}

/// A version that waits for signatures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Its number.
    pub version: u32,
    /// Who is missing.
    pub missing: Vec<Lack>,
    /// The people who signed in a further role and count in one only.
    pub spare: Vec<ReviewerId>,
}

/// What lies on the desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Working {
    /// No working text.
    Nothing,
    /// A text that was never frozen.
    New,
    /// The same as this version, the highest one that is.
    Same(u32),
    /// A text that differs from every version.
    Edited,
}

impl Working {
    /// Returns the word for reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::New => "new",
            Self::Same(_) => "same",
            Self::Edited => "edited",
        }
    }
}

/// What is to be done about a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Task {
    /// It is shown although these withdrawals lie in the record, which do not count: somebody must look.
    Released(Vec<SourcePath>),
    /// This version is approved and cannot be used.
    Repair(u32),
    /// It is overdue, or soon due.
    Review,
    /// So many remarks about it are not settled.
    Remarked(usize),
    /// The waiting version is the text on the desk, and people must sign it.
    Sign,
    /// The text on the desk was changed since this version, the last one.
    Edited(u32),
    /// The text on the desk was never frozen.
    Begin,
    /// Its source has moved on.
    Behind(Behind),
    /// It is live in these languages, and is to be written in this one.
    Translate(Vec<Lang>),
}

impl Task {
    /// The words of all tasks, the most pressing first.
    pub const WORDS: [&str; 9] =
        ["released", "repair", "review", "answer", "sign", "edited", "begin", "behind", "translate"];

    /// Returns the word for programs.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Released(_) => "released",
            Self::Repair(_) => "repair",
            Self::Review => "review",
            Self::Remarked(_) => "answer",
            Self::Sign => "sign",
            Self::Edited(_) => "edited",
            Self::Begin => "begin",
            Self::Behind(_) => "behind",
            Self::Translate(_) => "translate",
        }
    }
}

/// Which texts one wants to see; nothing asks for all of them.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Those in this language; facts and services have none.
    pub lang: Option<Lang>,
    /// The articles of this topic.
    pub topic: Option<Topic>,
    /// Those about which somebody in this role can do something.
    pub role: Option<Role>,
}

impl Text {
    /// Returns whether somebody in this role can do something for a task by signing, withdrawing or answering.
    fn concerns(&self, role: Role, task: &Task) -> bool {
        match task {
            Task::Released(_) => true,
            Task::Sign => {
                let missing = self.waiting.iter().flat_map(|waiting| &waiting.missing);
                missing.map(|lack| lack.role).any(|missing| missing == role)
            }
            Task::Review
            | Task::Remarked(_)
            | Task::Repair(_)
            | Task::Edited(_)
            | Task::Begin
            | Task::Behind(_) => self.needs.contains_key(&role),
            Task::Translate(_) => false,
        }
    }
}

impl Overview {
    /// Keeps the texts that are asked for; of a role, only its tasks.
    pub fn narrow(&mut self, filter: &Filter) {
        self.texts.retain(|text| {
            filter.lang.as_ref().is_none_or(|lang| text.folder.lang() == Some(lang))
                && filter.topic.as_ref().is_none_or(|topic| text.topic.as_ref() == Some(topic))
        });
        let Some(role) = filter.role else { return };
        for text in &mut self.texts {
            let mut tasks = std::mem::take(&mut text.tasks);
            tasks.retain(|task| text.concerns(role, task));
            text.tasks = tasks;
        }
        self.texts.retain(|text| !text.tasks.is_empty());
    }

    /// Returns the texts with a task of this word, each with the task.
    pub fn tasks<'a>(&'a self, word: &'a str) -> impl Iterator<Item = (&'a Text, &'a Task)> {
        let all = self.texts.iter().flat_map(|text| text.tasks.iter().map(move |task| (text, task)));
        all.filter(move |(_, task)| task.as_str() == word)
    }

    /// Returns the texts that fall due by the last day that counts as soon, the longest overdue first.
    pub fn due(&self) -> Vec<&Text> {
        let mut due: Vec<&Text> =
            self.texts.iter().filter(|text| text.due.is_some_and(|due| due <= self.until)).collect();
        due.sort_by_key(|text| (text.due, text.due_by_facts, &text.folder));
        due
    }
}
