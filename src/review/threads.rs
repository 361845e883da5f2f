//! Remarks beside a text, with what was said to them.
//!
//! Invariant: what is settled stays in sight.

use serde::Serialize;

use super::Room;
use crate::base::digest::Digest;
use crate::desk::remarks::{Answer, Thread};
use crate::gate::Folder;

/// A remark.
#[derive(Debug, Serialize)]
pub(super) struct Shown {
    name: String,
    by: String,
    day: String,
    sentence: Option<String>,
    text: String,
    /// Whether the text has been changed since.
    changed: bool,
    answers: Vec<Said>,
    closed: Option<Closed>,
}

/// What was said to it.
#[derive(Debug, Serialize)]
struct Said {
    by: String,
    day: String,
    text: String,
    closes: bool,
}

/// Who settled it.
#[derive(Debug, Serialize)]
struct Closed {
    by: String,
    day: String,
}

/// Returns the remarks about a text, the open ones first; `sight` is by what the text is known now.
pub(super) fn of(room: &Room<'_>, folder: &Folder, sight: Option<Digest>) -> Vec<Shown> {
    let mut threads: Vec<&Thread> = room.remarks.of(folder).iter().collect();
    threads.sort_by_key(|thread| thread.closed.is_some());
    threads.into_iter().map(|thread| shown(thread, sight)).collect()
}

fn shown(thread: &Thread, sight: Option<Digest>) -> Shown {
    let closed = thread.closed.as_ref();
    Shown {
        name: thread.name.to_string(),
        by: thread.by.to_string(),
        day: thread.day.to_string(),
        sentence: thread.sentence.clone(),
        text: thread.text.clone(),
        changed: thread.seen.is_some() && thread.seen != sight,
        answers: thread.answers.iter().map(said).collect(),
        closed: closed.map(|(by, day)| Closed { by: by.to_string(), day: day.to_string() }),
    }
}

fn said(answer: &Answer) -> Said {
    Said {
        by: answer.by.to_string(),
        day: answer.day.to_string(),
        text: answer.text.clone(),
        closes: answer.closes,
    }
}
