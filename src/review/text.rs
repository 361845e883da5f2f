//! One text before it is signed: as readers and workers will meet it, what it rests on, what changed, who must still sign.
//!
//! Invariant: what is shown is made of the very files whose digest the form of this page carries.

use std::collections::BTreeMap;

use serde::Serialize;

use super::changes::Changes;
use super::chats::{self, Chat};
use super::history::{self, Event};
use super::home::short;
use super::paper::{self, Frame, Paper};
use super::{Room, edition, threads};
use crate::article::front::Reference;
use crate::base::digest::Digest;
use crate::base::name::ReviewerId;
use crate::catalog::has_page;
use crate::diagnostic::refusal::Refusal;
use crate::diagnostic::{Severity, Tongue};
use crate::emit::Edition;
use crate::gate::{Folder, Standing, Verdict, VersionState};
use crate::overview::words::detail;
use crate::overview::{Text, Working};
use crate::signing;
use crate::trust::words::Role;

/// Which text is asked for, and how.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The text.
    pub folder: Folder,
    /// The version to compare it with; else the last one that this person signed.
    pub since: Option<u32>,
    /// What was typed and could not be kept.
    pub typed: Typed,
}

/// What a person has typed into the forms for remarks.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Typed {
    /// The words that a new remark is about.
    pub sentence: Option<String>,
    /// A new remark.
    pub text: Option<String>,
    /// Answers, by the names of their remarks.
    pub answers: BTreeMap<String, String>,
}

/// The page.
#[derive(Debug, Serialize)]
struct Page {
    name: String,
    title: String,
    language: Option<String>,
    topic: Option<String>,
    summary: Option<String>,
    state: &'static str,
    live: Option<u32>,
    due: Option<String>,
    demonstration: bool,
    why: Vec<Why>,
    /// The addresses of the pages below those of the site.
    draft: Option<String>,
    shown: Option<String>,
    table: Option<String>,
    /// The text that a translation follows.
    follows: Option<String>,
    /// What new facts do to live texts, or why they must not.
    consequences: Vec<String>,
    chats: Vec<Chat>,
    sources: Vec<Source>,
    report: String,
    errors: usize,
    warnings: usize,
    changes: Option<Changes>,
    own: bool,
    versions: Vec<u32>,
    threads: Vec<threads::Shown>,
    typed: Typed,
    history: Vec<Event>,
    can_withdraw: bool,
    sign: Sign,
}

/// What is to be done about it.
#[derive(Debug, Serialize)]
struct Why {
    task: &'static str,
    detail: String,
}

/// What the text rests on.
#[derive(Debug, Serialize)]
struct Source {
    key: String,
    title: String,
    org: String,
    year: i64,
    url: Option<String>,
    doi: Option<String>,
    isbn: Option<String>,
}

/// The form that signs.
#[derive(Debug, Serialize)]
struct Sign {
    /// Why nothing can be signed now.
    hindrance: Option<String>,
    remedy: Option<&'static str>,
    seen: Option<String>,
    roles: Vec<&'static str>,
    /// The version whose changes can be approved alone.
    previous: Option<u32>,
    today: String,
    review_by: String,
    withdrawn: bool,
    moved_from: Option<String>,
    moved_to: Option<String>,
    renews: bool,
    /// What was declared, where the text is ticked already.
    ticked: Option<&'static str>,
}

impl Paper {
    /// Makes the page of one text; `None` where there is no such text.
    pub fn text(&self, room: &Room<'_>, frame: &Frame<'_>, asked: &Asked) -> Result<Option<String>, Refusal> {
        let Some(text) = room.text(&asked.folder) else { return Ok(None) };
        let page = page(room, text, (asked, frame.tongue));
        self.page("text.html", (frame, room.seat), &page).map(Some)
    }
}

fn page(room: &Room<'_>, text: &Text, (asked, tongue): (&Asked, Tongue)) -> Page {
    let standing = room.standing(&text.folder);
    let person = room.seat.reviewer();
    let own = standing.zip(person).and_then(|(standing, person)| signing::last_signed(standing, person));
    let since = asked.since.or(own).or(text.live);
    let changes =
        since.and_then(|since| Some(Changes::new(&edition::difference(room, &text.folder, since)?, since)));
    let findings = room.findings(text);
    let count = |severity| findings.get(&severity).map_or(0, Vec::len);
    let all: Vec<_> = findings.values().flatten().cloned().collect();
    let why = text
        .tasks
        .iter()
        .map(|task| Why { task: short(task), detail: detail(text, task, room.overview.as_of) });
    let front = working_front(room, &text.folder);
    let sight = signing::sight(&text.folder, room.desk, room.project);
    Page {
        name: text.folder.name(),
        title: room.title(&text.folder),
        language: text.folder.lang().map(ToString::to_string),
        topic: text.topic.as_ref().map(ToString::to_string),
        summary: front.map(|front| front.summary.clone()),
        state: text.state.as_str(),
        live: text.live,
        due: text.due.map(|due| due.to_string()),
        demonstration: text.demonstration,
        why: why.collect(),
        draft: draft_page(room, &text.folder),
        shown: live_page(room, &text.folder),
        table: table(room, &text.folder),
        follows: follows(room, &text.folder),
        consequences: consequences(room, &text.folder),
        chats: messages(room, &text.folder),
        sources: front.iter().flat_map(|front| &front.sources).map(source).collect(),
        report: paper::report(&all, tongue),
        errors: count(Severity::Error),
        warnings: count(Severity::Warning),
        own: changes.as_ref().is_some_and(|changes| own == Some(changes.since)),
        changes,
        versions: standing.iter().flat_map(|standing| &standing.versions).map(|one| one.version).collect(),
        threads: threads::of(room, &text.folder, sight),
        typed: asked.typed.clone(),
        history: standing.map(history::of).unwrap_or_default(),
        can_withdraw: can_withdraw(text, standing),
        sign: sign(room, text, (standing, sight)),
    }
}

fn working_front<'a>(room: &Room<'a>, folder: &Folder) -> Option<&'a crate::article::front::Front> {
    let Folder::Article(lang, id) = folder else { return None };
    room.desk.articles.get(&(lang.clone(), id.clone()))?.front()
}

/// The address of the page of the working text below the desk; a text for workers alone has none.
fn draft_page(room: &Room<'_>, folder: &Folder) -> Option<String> {
    match folder {
        Folder::Article(lang, id) => {
            let text = room.draft?.catalog().article(lang, id)?;
            has_page(text).then(|| format!("_draft/{lang}/{id}.html"))
        }
        Folder::Services(_) => {
            Some(format!("_draft/{}/services.html", room.ground.config.languages.first()?))
        }
        Folder::Facts(_) | Folder::Lexicon(_) => None,
    }
}

/// The same of what readers see today, a tombstone included.
fn live_page(room: &Room<'_>, folder: &Folder) -> Option<String> {
    match folder {
        Folder::Article(lang, id) => {
            let catalog = room.live?.catalog();
            let shown = catalog.article(lang, id).is_some_and(has_page);
            (shown || catalog.tombstone(lang, id).is_some()).then(|| format!("{lang}/{id}.html"))
        }
        Folder::Services(_) => {
            room.standing(folder)?.live?;
            Some(format!("{}/services.html", room.ground.config.languages.first()?))
        }
        Folder::Facts(_) | Folder::Lexicon(_) => None,
    }
}

/// The words of facts and lexicons, which have no page of their own.
fn table(room: &Room<'_>, folder: &Folder) -> Option<String> {
    let is_table = matches!(folder, Folder::Facts(_) | Folder::Lexicon(_) | Folder::Services(_));
    is_table.then(|| edition::working(room, folder)).flatten().map(|source| source.text().to_owned())
}

fn follows(room: &Room<'_>, folder: &Folder) -> Option<String> {
    let Folder::Article(_, id) = folder else { return None };
    let (lang, _) = working_front(room, folder)?.source_language.as_ref()?;
    Some(Folder::Article(lang.clone(), id.clone()).name())
}

/// What the facts on the desk do to the texts that are live with the old ones.
fn consequences(room: &Room<'_>, folder: &Folder) -> Vec<String> {
    let Folder::Facts(region) = folder else { return Vec::new() };
    let Some((_, new)) = room.desk.facts.get(region) else { return Vec::new() };
    let told = match room.live.map(Edition::catalog).filter(|_| *region == room.ground.config.region) {
        Some(live) => signing::consequences_for(live.articles(), (region, live.facts()), new),
        // What is live elsewhere is judged when somebody asks.
        None => signing::consequences(region, room.desk, room.project, room.ground),
    };
    match told {
        Ok(changes) => changes,
        Err(refusal) => {
            let found = refusal.found.into_iter().map(|found| found.message);
            [refusal.message].into_iter().chain(found).collect()
        }
    }
}

fn messages(room: &Room<'_>, folder: &Folder) -> Vec<Chat> {
    match (folder, room.draft) {
        (Folder::Article(lang, id), Some(draft)) => chats::of(draft, lang, id),
        _ => Vec::new(),
    }
}

fn source(reference: &Reference) -> Source {
    Source {
        key: reference.key.clone(),
        title: reference.title.clone(),
        org: reference.org.clone(),
        year: reference.year,
        url: reference.url.clone(),
        doi: reference.doi.clone(),
        isbn: reference.isbn.clone(),
    }
}

/// Whether there is anything that a withdrawal could take away.
fn can_withdraw(text: &Text, standing: Option<&Standing>) -> bool {
    let is_article = matches!(text.folder, Folder::Article(..));
    let verdict = standing.map(|standing| standing.verdict);
    is_article && matches!(verdict, Some(Verdict::Live | Verdict::Expired | Verdict::LeftOut))
}

fn sign(room: &Room<'_>, text: &Text, (standing, seen): (Option<&Standing>, Option<Digest>)) -> Sign {
    let (hindrance, remedy) = hindrance(room, text, seen.is_some()).unzip();
    let rule = match (&text.folder, text.moved_to.as_ref().or(text.topic.as_ref())) {
        (Folder::Article(..), Some(topic)) => Some(room.ground.trust.policy.article(topic).review_every),
        _ => None,
    };
    let day = room.overview.as_of;
    Sign {
        hindrance,
        remedy,
        seen: seen.map(|seen| seen.to_string()),
        roles: room.roles(text).into_iter().map(Role::as_str).collect(),
        previous: text.live,
        today: day.to_string(),
        review_by: rule.map(|period| day.plus(period).to_string()).unwrap_or_default(),
        withdrawn: standing.is_some_and(is_withdrawn),
        moved_from: text.moved_to.as_ref().and(text.topic.as_ref()).map(ToString::to_string),
        moved_to: text.moved_to.as_ref().map(ToString::to_string),
        renews: text.live.is_some_and(|live| text.working == Working::Same(live)),
        ticked: room.seat.ticked.get(&text.folder).map(|ticked| ticked.scope.as_str()),
    }
}

fn is_withdrawn(standing: &Standing) -> bool {
    let highest = standing.versions.first();
    standing.verdict == Verdict::Withdrawn
        || !standing.released.is_empty()
        || highest.is_some_and(|version| version.state == VersionState::Withdrawn)
}

/// Why the person at the desk cannot sign this text now, and what to do about it.
fn hindrance(room: &Room<'_>, text: &Text, is_readable: bool) -> Option<(String, &'static str)> {
    let told = |message: &str, remedy| Some((message.to_owned(), remedy));
    let person = match &room.seat.person {
        Ok(person) => person,
        Err(why) => return Some((why.clone(), "open “keys”, and make one or choose yours")),
    };
    if text.working == Working::Nothing {
        return told("there is no working text", "put the text on the desk, or withdraw it");
    }
    if text.errors > 0 || !is_readable {
        return told("it has faults that must be put right first", "look at what the checks say");
    }
    if room.roles(text).is_empty() {
        return Some((not_entitled(room, &person.reviewer, text), "others can sign it; remarks are welcome"));
    }
    if room.has_signed(text) {
        return told("you have signed this very text", "who must still sign stands above");
    }
    None
}

fn not_entitled(room: &Room<'_>, person: &ReviewerId, text: &Text) -> String {
    let Some(reviewer) = room.ground.trust.reviewers.get(person) else {
        return format!("`{person}` is not in trust/reviewers.toml");
    };
    let topic = text.moved_to.as_ref().or(text.topic.as_ref());
    match (topic, text.folder.lang()) {
        (Some(topic), _) if !reviewer.topics.covers(topic) => {
            format!("`{person}` is not entered for the topic `{topic}`")
        }
        (_, Some(lang)) if !reviewer.languages.covers(lang) => {
            format!("`{person}` is not entered for the language `{lang}`")
        }
        _ => format!("this text needs no signature in a role of `{person}`"),
    }
}
