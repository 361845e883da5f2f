//! `status`: how every text stands, and what is to be done, by whom.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::Outcome;
use super::args::Status;
use super::survey::{self, columns};
use crate::base::name::Topic;
use crate::diagnostic::{Tongue, did_you_mean};
use crate::gate::Folder;
use crate::overview::words::{detail, heading, missing};
use crate::overview::{Filter, Overview, SOON, State, Task, Text};
use crate::pipeline::Ground;
use crate::project::Project;

/// The most texts that are listed for one task, unless all are asked for.
const MOST_OF_A_TASK: usize = 20;
/// The most rows of the table, unless all are asked for.
const MOST_ROWS: usize = 100;

/// Tells how everything stands.
pub(super) fn run(options: &Status, tongue: Tongue, project: &Project, ground: &Ground) -> Outcome {
    let (_, mut overview) = survey::survey(project, ground, SOON);
    let known = overview.texts.len();
    let has_articles = overview.texts.iter().any(|text| matches!(text.folder, Folder::Article(..)));
    let unknown = unknown_topic(options, &overview);
    let filter = Filter { lang: options.language.clone(), topic: options.topic.clone(), role: options.role };
    overview.narrow(&filter);
    let result = json(&overview);
    let said = if overview.texts.is_empty() && known > 0 {
        let known = texts(known);
        match unknown {
            Some(near) => format!("nothing of {known} matches what you ask for; {near}"),
            None => format!("nothing of {known} matches what you ask for"),
        }
    } else {
        words(&overview, has_articles, options.all, tongue)
    };
    Outcome { said, result: Some(result), ..Outcome::default() }
}

/// Names the nearest topic where the one that was asked for is not known.
fn unknown_topic(options: &Status, overview: &Overview) -> Option<String> {
    let asked = options.topic.as_ref()?;
    let topics = || overview.texts.iter().filter_map(|text| text.topic.as_ref());
    if topics().any(|topic| topic == asked) {
        return None;
    }
    did_you_mean(asked.as_str(), topics().map(Topic::as_str))
}

fn words(overview: &Overview, has_articles: bool, all: bool, tongue: Tongue) -> String {
    let mut out = summary(overview);
    if !has_articles {
        out.push_str(
            "\nbegin an article with `vetted new LANG/TOPIC/ID`, such as `vetted new en/veins/vein-care`",
        );
    }
    for tasks in Task::WORDS.map(|word| overview.tasks(word).collect::<Vec<_>>()) {
        let Some((_, first)) = tasks.first() else { continue };
        let row = |(text, task): &(&Text, &Task)| {
            [text.folder.name(), tongue.report(&detail(text, task, overview.as_of)).into_owned()]
        };
        let rows: Vec<[String; 2]> = tasks.iter().map(row).collect();
        let _ = write!(out, "\n\n{}", heading(first));
        out.push_str(&listed(&rows, MOST_OF_A_TASK, all));
    }
    if !overview.texts.is_empty() {
        out.push('\n');
        out.push_str(&table(overview, all, tongue));
    }
    out
}

/// The first lines: how many texts stand how, and how much is to be done.
fn summary(overview: &Overview) -> String {
    let mut states: BTreeMap<State, usize> = BTreeMap::new();
    for text in &overview.texts {
        *states.entry(text.state).or_default() += 1;
    }
    let states: Vec<String> =
        states.into_iter().map(|(state, count)| format!("{count} {}", state.as_str())).collect();
    let tasks = Task::WORDS.into_iter().filter_map(|word| {
        let (_, first) = overview.tasks(word).next()?;
        Some(format!("{} {}", overview.tasks(word).count(), short(first)))
    });
    let tasks: Vec<String> = tasks.collect();
    let (count, day) = (overview.texts.len(), overview.as_of);
    let mut out = if count == 1 { format!("1 text on {day}") } else { format!("{count} texts on {day}") };
    if !states.is_empty() {
        let _ = write!(out, ": {}", states.join(", "));
    }
    let demonstrations = overview.texts.iter().filter(|text| text.demonstration).count();
    if demonstrations > 0 {
        let _ = write!(out, "\ndemonstration, checked by no doctor: {demonstrations}");
    }
    let next = overview.texts.iter().filter_map(|text| text.due).min();
    if !tasks.is_empty() {
        let _ = write!(out, "\nto do: {}", tasks.join(", "));
    } else if let Some(due) = next.filter(|due| *due > overview.until) {
        let _ = write!(out, "\nnothing is to be done before {due}");
    }
    out
}

/// What a task is called in the summary.
fn short(task: &Task) -> &'static str {
    match task {
        Task::Released(_) => "shown against a withdrawal",
        Task::Repair(_) => "not usable",
        Task::Review => "due within 30 days",
        Task::Remarked(_) => "with open remarks",
        Task::Sign => "to sign",
        Task::Edited(_) => "edited since",
        Task::Begin => "never signed",
        Task::Behind(_) => "behind the source",
        Task::Translate(_) => "not translated",
    }
}

fn texts(count: usize) -> String {
    if count == 1 { "1 text".to_owned() } else { format!("{count} texts") }
}

/// The widths of the columns depend on the words, so these are put into the tongue first.
fn table(overview: &Overview, all: bool, tongue: Tongue) -> String {
    let head = ["text", "topic", "state", "live", "waiting", "due", "desk"];
    let head = head.map(|word| tongue.phrase(word).into_owned());
    let rows = overview.texts.iter().map(|text| row(text, tongue));
    let rows: Vec<[String; 7]> = [head].into_iter().chain(rows).collect();
    listed(&rows, MOST_ROWS + 1, all)
}

fn row(text: &Text, tongue: Tongue) -> [String; 7] {
    let words = |english: &str| tongue.report(english).into_owned();
    let dash = || "-".to_owned();
    let waiting = text.waiting.as_ref();
    [
        text.folder.name(),
        text.topic.as_ref().map_or_else(dash, ToString::to_string),
        words(text.state.as_str()),
        text.live.map_or_else(dash, |live| live.to_string()),
        waiting.map_or_else(dash, |waiting| {
            format!("{}: {}", waiting.version, words(&missing(&waiting.missing)))
        }),
        text.due.map_or_else(dash, |due| due.to_string()),
        words(text.working.as_str()),
    ]
}

/// Lays rows out in columns, and says how many more there are.
fn listed<const N: usize>(rows: &[[String; N]], most: usize, all: bool) -> String {
    let shown = if all { rows } else { &rows[..rows.len().min(most)] };
    let mut out = columns(shown, "  ");
    if shown.len() < rows.len() {
        let more = rows.len() - shown.len();
        let _ = write!(
            out,
            "\n  … and {more} more: --all shows them; --language, --topic and --role narrow the list"
        );
    }
    out
}

fn json(overview: &Overview) -> serde_json::Value {
    let mut states: BTreeMap<&str, usize> = BTreeMap::new();
    for text in &overview.texts {
        *states.entry(text.state.as_str()).or_default() += 1;
    }
    let tasks: BTreeMap<&str, usize> =
        Task::WORDS.into_iter().map(|task| (task, overview.tasks(task).count())).collect();
    serde_json::json!({
        "as_of": overview.as_of.to_string(),
        "due_until": overview.until.to_string(),
        "count": overview.texts.len(),
        "states": states,
        "tasks": tasks,
        "charts": overview.charts(),
        "texts": overview.texts.iter().map(|text| survey::json(text, overview.as_of)).collect::<Vec<_>>(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::day::Day;
    use crate::base::lang::Lang;
    use crate::base::name::ArticleId;
    use crate::gate::{Lack, Verdict};
    use crate::overview::{Waiting, Working};
    use crate::trust::words::Role;

    fn text(id: &str) -> Text {
        let lack = |has| Lack { role: Role::Editor, needs: 1, has };
        Text {
            folder: Folder::Article(Lang::parse("en").unwrap(), ArticleId::parse(id).unwrap()),
            topic: Topic::parse("veins"),
            moved_to: None,
            state: State::Judged(Verdict::Live),
            live: Some(1),
            demonstration: false,
            waiting: Some(Waiting { version: 2, missing: vec![lack(0)], spare: Vec::new() }),
            due: Day::parse("2026-12-01"),
            due_by_facts: false,
            own_due: None,
            reviewed: None,
            working: Working::Same(2),
            path: None,
            errors: 1,
            needs: BTreeMap::new(),
            tasks: vec![Task::Review, Task::Sign],
        }
    }

    fn overview(texts: Vec<Text>) -> Overview {
        let day = |text| Day::parse(text).unwrap();
        Overview { as_of: day("2026-11-20"), until: day("2026-12-20"), texts }
    }

    #[test]
    fn one_text_is_told_in_full() {
        let told = "1 text on 2026-11-20: 1 live\n\
            to do: 1 due within 30 days, 1 to sign\n\
            \n\
            due within 30 days: read again and approve\n\
            \x20 en/a  2026-12-01, in 11 days\n\
            \n\
            to sign: `vetted approve`\n\
            \x20 en/a  version 2: 1 editor; errors to put right first: 1 (`vetted check`)\n\
            \n\
            \x20 text  topic  state  live  waiting      due         desk\n\
            \x20 en/a  veins  live   1     2: 1 editor  2026-12-01  same";
        assert_eq!(words(&overview(vec![text("a")]), true, false, Tongue::English), told);
    }

    #[test]
    fn a_thousand_texts_fit_a_screen_or_two_and_all_can_be_had() {
        let texts = overview((0..1000).map(|number| text(&format!("text-{number:03}"))).collect());
        let told = words(&texts, true, false, Tongue::English);
        assert!(told.lines().count() < 160, "{}", told.lines().count());
        assert!(told.starts_with(
            "1000 texts on 2026-11-20: 1000 live\nto do: 1000 due within 30 days, 1000 to sign\n"
        ));
        assert_eq!(told.matches("… and 980 more: --all shows them").count(), 2);
        assert_eq!(told.matches("… and 900 more: --all shows them").count(), 1);
        let all = words(&texts, true, true, Tongue::English);
        assert_eq!(all.matches("en/text-999 ").count(), 3);
        assert!(!all.contains("more:"));
        let json = json(&texts);
        assert_eq!((json["texts"].as_array().unwrap().len(), &json["tasks"]["sign"]), (1000, &1000.into()));
    }
}
