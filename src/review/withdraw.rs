//! Takes a text off the site in three steps: why, what to read instead, and the signature.
//!
//! Invariant: every step carries what the steps before it have said, and the last one shows all of it.

use serde::Serialize;

use super::Room;
use super::paper::{Frame, Paper};
use crate::base::lang::Lang;
use crate::base::name::ArticleId;
use crate::diagnostic::refusal::Refusal;
use crate::gate::{Folder, Verdict};
use crate::signing;
use crate::trust::words::{Reach, Reason, Role};

/// What is known of a withdrawal in the making.
#[derive(Clone, Debug)]
pub struct Leaving {
    /// The language of the page that asks.
    pub lang: Lang,
    /// The text.
    pub id: ArticleId,
    /// Why, once that is said.
    pub reason: Option<Reason>,
    /// What to read instead, and how far it reaches, once that is said.
    pub rest: Option<(Option<ArticleId>, Reach)>,
}

/// The page.
#[derive(Debug, Serialize)]
struct Page {
    name: String,
    title: String,
    language: String,
    step: usize,
    steps: [&'static str; 3],
    reasons: Vec<Choice>,
    reason: Option<&'static str>,
    reason_word: Option<&'static str>,
    others: Vec<Text>,
    instead: Option<String>,
    instead_title: Option<String>,
    reach: Option<&'static str>,
    languages: Vec<String>,
    roles: Vec<&'static str>,
}

/// Something to choose.
#[derive(Debug, Serialize)]
struct Choice {
    value: &'static str,
    word: &'static str,
}

/// A text to read instead.
#[derive(Debug, Serialize)]
struct Text {
    id: String,
    title: String,
    near: bool,
}

impl Paper {
    /// Makes the page of the next step.
    pub fn withdraw(&self, room: &Room<'_>, frame: &Frame<'_>, leaving: &Leaving) -> Result<String, Refusal> {
        let step = match (leaving.reason, &leaving.rest) {
            (None, _) => 1,
            (Some(_), None) => 2,
            (Some(_), Some(_)) => 3,
        };
        let folder = Folder::Article(leaving.lang.clone(), leaving.id.clone());
        let (instead, reach) =
            leaving.rest.clone().map_or((None, None), |(instead, reach)| (instead, Some(reach)));
        let titled = |id: &ArticleId| room.title(&Folder::Article(leaving.lang.clone(), id.clone()));
        let page = Page {
            name: folder.name(),
            title: room.title(&folder),
            language: leaving.lang.to_string(),
            step,
            steps: ["why", "what to read instead", "sign"],
            reasons: Reason::ALL
                .iter()
                .map(|reason| Choice { value: reason.as_str(), word: word(*reason) })
                .collect(),
            reason: leaving.reason.map(Reason::as_str),
            reason_word: leaving.reason.map(word),
            others: others(room, leaving),
            instead_title: instead.as_ref().map(titled),
            instead: instead.map(|id| id.to_string()),
            reach: reach.map(Reach::as_str),
            languages: languages(room, &leaving.id),
            roles: roles(room, &folder),
        };
        self.page("withdraw.html", (frame, room.seat), &page)
    }
}

/// What people call a reason.
fn word(reason: Reason) -> &'static str {
    match reason {
        Reason::Error => "something in it is wrong",
        Reason::GuidanceChanged => "the guidance it rests on has changed",
        Reason::Law => "the law",
        Reason::Other => "something else",
    }
}

/// The other texts that readers of this language have, those of the same topic first.
fn others(room: &Room<'_>, leaving: &Leaving) -> Vec<Text> {
    let Some(live) = room.live else { return Vec::new() };
    let own = room.text(&Folder::Article(leaving.lang.clone(), leaving.id.clone()));
    let topic = own.and_then(|text| text.topic.as_ref());
    let pages = live.catalog().pages(&leaving.lang).filter(|cleared| *cleared.article().id() != leaving.id);
    let mut others: Vec<Text> = pages
        .map(|cleared| Text {
            id: cleared.article().id().to_string(),
            title: cleared.article().front().title.clone(),
            near: Some(cleared.topic()) == topic,
        })
        .collect();
    others.sort_by(|one, other| (!one.near, &one.title).cmp(&(!other.near, &other.title)));
    others
}

/// The languages in which readers have the text.
fn languages(room: &Room<'_>, id: &ArticleId) -> Vec<String> {
    let shown =
        room.standings.iter().filter(|standing| matches!(standing.verdict, Verdict::Live | Verdict::Expired));
    let own = shown.filter_map(|standing| match &standing.folder {
        Folder::Article(lang, other) if other == id => Some(lang.to_string()),
        _ => None,
    });
    own.collect()
}

/// The roles in which the person at the desk may take the text away.
fn roles(room: &Room<'_>, folder: &Folder) -> Vec<&'static str> {
    let reviewer = room.seat.reviewer().and_then(|person| room.ground.trust.reviewers.get(person));
    let topic = room.text(folder).and_then(|text| text.topic.as_ref());
    let roles = reviewer.map(|reviewer| signing::roles(reviewer, folder, topic)).unwrap_or_default();
    roles.into_iter().map(Role::as_str).collect()
}
