//! What `status`, `due` and `why` have in common: the overview, and the same as JSON.

use std::fmt::Write as _;

use crate::base::day::{Day, Period};
use crate::base::lang::Lang;
use crate::base::path::SourcePath;
use crate::gate::{Behind, Lack, Standing};
use crate::overview::{Overview, Task, Text};
use crate::pipeline::{self, Ground, Survey};
use crate::project::Project;

/// Reads record and desk; gives how the texts of the record stand, and how everything does.
pub(super) fn survey(project: &Project, ground: &Ground, soon: Period) -> (Vec<Standing>, Overview) {
    let Survey { judged, overview, .. } = pipeline::survey(project, ground, soon);
    (judged.standings, overview)
}

/// Returns a text and what is to be done about it as JSON.
pub(super) fn json(text: &Text, as_of: Day) -> serde_json::Value {
    let waiting = text.waiting.as_ref().map(|waiting| {
        serde_json::json!({
            "version": waiting.version,
            "missing": lacks(&waiting.missing),
            "counts_in_another_role": waiting.spare,
        })
    });
    let needs: serde_json::Map<_, _> =
        text.needs.iter().map(|(role, needs)| (role.as_str().to_owned(), (*needs).into())).collect();
    serde_json::json!({
        "text": text.folder.name(),
        "kind": text.folder.kind().as_str(),
        "language": text.folder.lang().map(Lang::as_str),
        "topic": text.topic,
        "state": text.state.as_str(),
        "live": text.live,
        "demonstration": text.demonstration,
        "waiting": waiting,
        "due": text.due.map(|due| due.to_string()),
        "due_by_facts": text.due_by_facts,
        "overdue": text.due.is_some_and(|due| due < as_of),
        "desk": text.working.as_str(),
        "file": text.path.as_ref().map(SourcePath::as_str),
        "errors": text.errors,
        "needs": needs,
        "tasks": text.tasks.iter().map(task_json).collect::<Vec<_>>(),
    })
}

/// Returns who is missing as JSON.
pub(super) fn lacks(lacks: &[Lack]) -> Vec<serde_json::Value> {
    let lack =
        |lack: &Lack| serde_json::json!({ "role": lack.role.as_str(), "needs": lack.needs, "has": lack.has });
    lacks.iter().map(lack).collect()
}

fn task_json(task: &Task) -> serde_json::Value {
    let word = task.as_str();
    match task {
        Task::Released(notes) => {
            let notes: Vec<&str> = notes.iter().map(SourcePath::as_str).collect();
            serde_json::json!({ "task": word, "withdrawals": notes })
        }
        Task::Repair(version) | Task::Edited(version) => {
            serde_json::json!({ "task": word, "version": version })
        }
        Task::Remarked(open) => serde_json::json!({ "task": word, "open": open }),
        Task::Behind(Behind { lang, version, live }) => {
            serde_json::json!({ "task": word, "language": lang.as_str(), "version": version, "live": live })
        }
        Task::Translate(from) => {
            let from: Vec<&str> = from.iter().map(Lang::as_str).collect();
            serde_json::json!({ "task": word, "from": from })
        }
        Task::Review | Task::Sign | Task::Begin => serde_json::json!({ "task": word }),
    }
}

/// Lays lines of cells out in columns, without a space at the end of a line.
pub(super) fn columns<const N: usize>(rows: &[[String; N]], indent: &str) -> String {
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..N).map(width).collect();
    let mut out = String::new();
    for row in rows {
        let mut line = indent.to_owned();
        for (cell, width) in row.iter().zip(&widths) {
            let _ = write!(line, "{cell:<width$}  ");
        }
        out.push('\n');
        out.push_str(line.trim_end());
    }
    out
}
