//! Every state of a text, joined by hand: what the gate said with what lies on the desk.

mod charts;

use std::collections::BTreeMap;

use super::*;
use crate::base::day::Period;
use crate::base::name::{ArticleId, Region};
use crate::config;
use crate::desk::{self, remarks};
use crate::diagnostic::Diagnostics;
use crate::gate::{NoteStanding, Standing, VersionStanding, VersionState};
use crate::project::{File, Project};
use crate::source::Source;
use crate::trust::policy::Policy;

const SETTINGS: &str = "site = \"s.example\"\nname = \"S\"\nlanguages = [\"en\", \"ru\"]\nregion = \"here\"\nbase_url = \"https://s.example/\"\nexit_target = \"https://e.example/\"\n";
const POLICY: &str = "[default]\nmedical = 1\neditor = 1\nreview-every = \"12 months\"\non-expiry = \"banner\"\n[topic.overdose]\nmedical = 2\n";

fn article(id: &str, words: &str) -> String {
    format!(
        "+++\nid = \"{id}\"\ntitle = \"Title\"\nsummary = \"What this is about.\"\nneed = \"information\"\nurgency = \"routine\"\naudience = [\"client\"]\n[[sources]]\nkey = \"who14\"\ntitle = \"Guide\"\norg = \"WHO\"\nyear = 2014\n+++\n\n{words} [^who14]\n"
    )
}

/// A base in the making: its files, and what the gate says of its record.
#[derive(Default)]
struct Base {
    files: BTreeMap<String, String>,
    standings: Vec<Standing>,
}

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn folder(name: &str) -> Folder {
    let (first, second) = name.split_once('/').unwrap();
    match first {
        "facts" => Folder::Facts(Region::parse(second).unwrap()),
        lang => Folder::Article(Lang::parse(lang).unwrap(), ArticleId::parse(second).unwrap()),
    }
}

impl Base {
    /// Lays an article on the desk.
    fn desk(mut self, topic: &str, name: &str, words: &str) -> Self {
        let (lang, id) = name.split_once('/').unwrap();
        self.files.insert(format!("content/{lang}/{topic}/{id}.md"), article(id, words));
        self
    }

    /// Lays an article into the record.
    fn frozen(mut self, name: &str, version: u32, words: &str) -> Self {
        let (_, id) = name.split_once('/').unwrap();
        self.files.insert(format!("record/{name}/{version}/article.md"), article(id, words));
        self
    }

    /// Adds what the gate says of a text: its versions from the highest, each with its state.
    fn judged(mut self, name: &str, verdict: Verdict, states: &[(u32, VersionState)]) -> Self {
        let versions = states.iter().map(|(version, state)| VersionStanding {
            version: *version,
            state: state.clone(),
            topic: Topic::parse("veins").filter(|_| !name.starts_with("facts")),
            due: Some(day("2027-05-01")),
            faults: Vec::new(),
            notes: Vec::new(),
        });
        let live = states.iter().find(|(_, state)| *state == VersionState::Live).map(|(version, _)| *version);
        self.standings.push(Standing {
            folder: folder(name),
            verdict,
            live,
            due: live.map(|_| day("2027-05-01")),
            demonstration: false,
            behind: None,
            released: Vec::new(),
            versions: versions.collect(),
            withdrawals: Vec::new(),
        });
        self
    }

    /// Changes what the gate said last.
    fn but(mut self, change: impl Fn(&mut Standing)) -> Self {
        change(self.standings.last_mut().unwrap());
        self
    }

    fn overview(&self) -> Overview {
        let settings = [("vetted.toml".to_owned(), SETTINGS.to_owned())];
        let files = self.files.clone().into_iter().chain(settings).map(|(path, text)| {
            let path = SourcePath::parse(&path).unwrap();
            (path.clone(), File::new(&path, text.into_bytes()))
        });
        let project = Project::new(files.collect(), Diagnostics::new(), day("2027-01-01"));
        let mut found = Diagnostics::new();
        let config = config::read(&project, &mut found).unwrap();
        let policy = Source::new(SourcePath::parse("trust/policy.toml").unwrap(), POLICY.to_owned());
        let desk = desk::read(&project, &config, &mut found);
        let known = Known {
            project: &project,
            standings: &self.standings,
            desk: &desk,
            remarks: &remarks::read(&project, &mut found),
            found: &found,
            policy: &Policy::parse(&policy, &mut Diagnostics::new()).unwrap(),
            languages: &config.languages,
            soon: Period::Days(30),
        };
        known.overview()
    }

    /// Everything in lines: `en/a: live 1, same, due 2027-05-01: sign`.
    fn lines(&self) -> Vec<String> {
        let line = |text: &Text| {
            let live = text.live.map(|live| format!(" {live}")).unwrap_or_default();
            let due = text.due.map(|due| format!(", due {due}")).unwrap_or_default();
            let tasks: Vec<_> = text.tasks.iter().map(Task::as_str).collect();
            let name = text.folder.name();
            let (state, working) = (text.state.as_str(), text.working.as_str());
            format!("{name}: {state}{live}, {working}{due}: {}", tasks.join(" "))
        };
        self.overview().texts.iter().map(line).collect()
    }
}

/// One article, live in both languages.
fn live() -> Base {
    let base = ["en/a", "ru/a"].iter().fold(Base::default(), |base, name| {
        let base = base.desk("veins", name, "First words.").frozen(name, 1, "First words.");
        base.judged(name, Verdict::Live, &[(1, VersionState::Live)])
    });
    assert_eq!(
        base.lines(),
        ["en/a: live 1, same, due 2027-05-01: ", "ru/a: live 1, same, due 2027-05-01: "]
    );
    base
}

fn lack(role: Role, has: u32, needs: u32) -> Lack {
    Lack { role, needs, has }
}

#[test]
fn nothing_is_an_overview_too() {
    assert_eq!(Base::default().lines(), [""; 0]);
}

#[test]
fn a_new_text_is_to_be_begun_by_all_whom_its_policy_asks_for() {
    let base = Base::default().desk("overdose", "en/a", "Words.").desk("veins", "en/b", "<b>Raw.</b>");
    assert_eq!(base.lines(), ["en/a: never signed, new: begin", "en/b: never signed, new: begin"]);
    let overview = base.overview();
    let needs = |at: usize| overview.texts[at].needs.clone().into_iter().collect::<Vec<_>>();
    assert_eq!(needs(0), [(Role::Medical, 2), (Role::Editor, 1)]);
    assert_eq!(needs(1), [(Role::Medical, 1), (Role::Editor, 1)]);
    assert_eq!((overview.texts[0].errors, overview.texts[1].errors > 0), (0, true));
}

#[test]
fn a_waiting_version_is_signed_only_where_it_is_the_text_on_the_desk() {
    let waits = |desk: &str, lacks: &[Lack]| {
        let base = live().desk("veins", "ru/a", desk).frozen("ru/a", 2, "Second words.");
        let mut base = base.judged(
            "ru/a",
            Verdict::Live,
            &[(2, VersionState::Waiting(lacks.to_vec())), (1, VersionState::Live)],
        );
        base.standings.swap_remove(1);
        base
    };
    let base = waits("Second words.", &[lack(Role::Editor, 0, 1)]);
    assert_eq!(base.lines()[1], "ru/a: live 1, same, due 2027-05-01: sign");
    let waiting = base.overview().texts[1].waiting.clone().unwrap();
    assert_eq!((waiting.version, waiting.missing), (2, vec![lack(Role::Editor, 0, 1)]));
    assert_eq!(waits("Third words.", &[]).lines()[1], "ru/a: live 1, edited, due 2027-05-01: edited");
    assert_eq!(waits("First words.", &[]).lines()[1], "ru/a: live 1, same, due 2027-05-01: ");
    let unsigned = waits("Second words.", &[]).overview().texts[1].waiting.clone().unwrap();
    assert_eq!(unsigned.missing, [lack(Role::Medical, 0, 1), lack(Role::Editor, 0, 1)]);
}

#[test]
fn whoever_counts_in_one_role_only_is_named() {
    let base = live().but(|standing| {
        standing.versions[0].state = VersionState::Waiting(vec![lack(Role::Editor, 0, 1)]);
        standing.versions[0].notes = vec![NoteStanding {
            path: SourcePath::parse("record/ru/a/1/editor.both.note").unwrap(),
            reviewer: ReviewerId::parse("both"),
            role: Some(Role::Editor),
            reviewed: None,
            scope: None,
            reach: None,
            counts: false,
            spare: true,
            faults: Vec::new(),
            held: Vec::new(),
        }];
    });
    assert_eq!(base.overview().texts[1].waiting.clone().unwrap().spare[0].as_str(), "both");
}

#[test]
fn a_text_that_moved_to_another_topic_is_edited() {
    let mut base = live();
    base.files.remove("content/ru/veins/a.md");
    let base = base.desk("overdose", "ru/a", "First words.");
    assert_eq!(base.lines()[1], "ru/a: live 1, edited, due 2027-05-01: edited");
    let overview = base.overview();
    let text = &overview.texts[1];
    let topics = (text.topic.as_ref().unwrap().as_str(), text.moved_to.as_ref().unwrap().as_str());
    assert_eq!((topics, text.needs[&Role::Medical]), (("veins", "overdose"), 2));
}

#[test]
fn soon_begins_thirty_days_ahead_and_facts_make_their_texts_due_and_no_task_of_them() {
    let due = |text: &'static str| live().but(move |standing| standing.due = Some(day(text)));
    assert_eq!(due("2027-01-31").overview().due().len(), 1);
    assert_eq!(due("2027-02-01").overview().due().len(), 0);
    assert_eq!(due("2027-01-31").lines()[1], "ru/a: live 1, same, due 2027-01-31: ");
    let own = due("2026-12-01").but(|standing| standing.versions[0].due = Some(day("2026-12-01")));
    assert_eq!(own.lines()[1], "ru/a: live 1, same, due 2026-12-01: review");
    let facts = own.judged("facts/here", Verdict::Live, &[(1, VersionState::Live)]).but(|standing| {
        standing.due = Some(day("2026-11-01"));
        standing.versions[0].due = standing.due;
    });
    assert_eq!(facts.lines()[2], "facts/here: live 1, nothing, due 2026-11-01: review");
    let names: Vec<_> = facts.overview().due().iter().map(|text| text.folder.name()).collect();
    assert_eq!(names, ["facts/here", "ru/a"], "the longest overdue first");
}

#[test]
fn a_remark_is_to_be_answered_until_it_is_settled() {
    let say = |base: &mut Base, name: &str, text: &str| {
        base.files.insert(format!("content/remarks/ru/a/{name}.toml"), format!("day = 2026-12-01\n{text}\n"));
    };
    let mut base = live().desk("veins", "ru/a", "Other words.");
    say(&mut base, "1.dr-ada", "text = \"Is it so?\"");
    say(&mut base, "2.dr-ada", "text = \"And this?\"");
    assert_eq!(base.lines()[1], "ru/a: live 1, edited, due 2027-05-01: answer edited");
    assert_eq!(base.overview().texts[1].tasks[0], Task::Remarked(2));
    say(&mut base, "1.ed-eve", "to = \"1.dr-ada\"\ntext = \"It is.\"");
    say(&mut base, "2.ed-eve", "to = \"2.dr-ada\"\ncloses = true");
    assert_eq!(base.overview().texts[1].tasks[0], Task::Remarked(1));
    say(&mut base, "3.dr-ada", "to = \"1.dr-ada\"\ncloses = true");
    assert_eq!(base.overview().texts[1].tasks, [Task::Edited(1)]);
}

#[test]
fn what_ended_asks_for_nothing_until_the_desk_does() {
    for (verdict, state) in [
        (Verdict::Withdrawn, VersionState::Withdrawn),
        (Verdict::Barred, VersionState::Barred),
        (Verdict::LeftOut, VersionState::LeftOut),
    ] {
        let base = live().frozen("en/b", 1, "Words.").judged("en/b", verdict, &[(1, state.clone())]);
        let base = base.desk("veins", "en/b", "Words.");
        assert_eq!(base.lines()[1], format!("en/b: {}, same: ", verdict.as_str()));
        let base = base.desk("veins", "en/b", "Better words.");
        assert_eq!(base.lines()[1], format!("en/b: {}, edited: edited", verdict.as_str()));
    }
    let expired = live().but(|standing| {
        (standing.verdict, standing.live) = (Verdict::Expired, None);
        standing.versions[0].state = VersionState::Expired;
        standing.versions[0].due = Some(day("2026-05-01"));
        standing.due = standing.versions[0].due;
    });
    assert_eq!(expired.lines()[1], "ru/a: expired, same, due 2026-05-01: review");
}

#[test]
fn what_cannot_be_used_what_is_behind_and_what_came_back_is_told() {
    let unusable = live().but(|standing| standing.versions[0].state = VersionState::Unusable);
    assert_eq!(unusable.overview().texts[1].tasks, [Task::Repair(1)]);
    let behind = Behind { lang: Lang::parse("en").unwrap(), version: 1, live: 2 };
    let told = live().but(|standing| standing.behind = Some(behind.clone()));
    assert_eq!(told.overview().texts[1].tasks, [Task::Behind(behind.clone())]);
    let note = SourcePath::parse("record/en/a/withdrawn.1.dr-bo.note").unwrap();
    let told = live().but(|standing| standing.released = vec![note.clone()]);
    assert_eq!(told.overview().texts[1].tasks, [Task::Released(vec![note.clone()])]);
}

#[test]
fn a_language_that_lacks_a_text_and_one_that_the_site_lacks() {
    let mut base = live();
    base.files.retain(|path, _| !path.contains("/ru/"));
    base.standings[1].folder = folder("kk/a");
    let lines = [
        "en/a: live 1, same, due 2027-05-01: ",
        "kk/a: not spoken, nothing: ",
        "ru/a: not written, nothing: translate",
    ];
    assert_eq!(base.lines(), lines);
    let overview = base.overview();
    assert_eq!(overview.texts[2].tasks, [Task::Translate(vec![Lang::parse("en").unwrap()])]);
    assert_eq!(overview.texts[2].topic.as_ref().unwrap().as_str(), "veins");
}

#[test]
fn one_may_ask_for_a_language_a_topic_or_a_role() {
    let base = live().desk("overdose", "en/b", "Words.").desk("veins", "ru/a", "Other words.");
    let asked = |filter: Filter| {
        let mut overview = base.overview();
        overview.narrow(&filter);
        overview.texts.iter().map(|text| text.folder.name()).collect::<Vec<_>>()
    };
    assert_eq!(asked(Filter { lang: Lang::parse("en"), ..Filter::default() }), ["en/a", "en/b"]);
    assert_eq!(asked(Filter { topic: Topic::parse("veins"), ..Filter::default() }), ["en/a", "ru/a"]);
    assert_eq!(asked(Filter { role: Some(Role::Editor), ..Filter::default() }), ["en/b", "ru/a"]);
    assert_eq!(asked(Filter { role: Some(Role::Legal), ..Filter::default() }), [""; 0]);
}
