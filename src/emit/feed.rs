//! The feed of each language: what was checked, changed and withdrawn, newest first.

use std::cmp::Reverse;

use super::entry::whole;
use super::tombstone::Told;
use super::{Made, Press};
use crate::base::day::Day;
use crate::base::lang::Lang;
use crate::base::name::ArticleId;
use crate::base::path::OutPath;
use crate::catalog::{self, has_page};
use crate::gate::{Cleared, Ending, Tombstone};
use crate::render::feed::{self, Feed, FeedEntry};

/// The most changes that a feed tells of: more than a large site makes in a week, and some tens of kilobytes.
const MOST: usize = 100;

/// The year in the names of entries: a `tag:` URI (RFC 4151) names one in which its authority held its name.
const YEAR: &str = "2026";

/// What has happened, and in which order of one day it is told: nothing pushes a withdrawal out of the feed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum What {
    Withdrawn,
    Changed,
    Checked,
}

/// A text that a feed tells of.
enum Subject<'a> {
    Live(&'a Cleared),
    Ended(&'a Tombstone),
}

/// Makes the feed of every language.
pub(super) fn emit(press: &Press<'_>) -> Made {
    let mut made = Made::default();
    for lang in &press.config.languages {
        let xml = feed::write(&of_lang(press, lang));
        made.file(press, OutPath::parse(&format!("feed.{lang}.xml")), xml.into_bytes());
    }
    made
}

fn of_lang(press: &Press<'_>, lang: &Lang) -> Feed {
    let live =
        press.catalog.articles().filter(|cleared| cleared.article().lang() == lang && has_page(cleared));
    let live = live.filter_map(|cleared| {
        // A first version was checked; a later one has changed since.
        let what = if cleared.clearance().version() == 1 { What::Checked } else { What::Changed };
        Some((cleared.clearance().reviewed()?, what, cleared.article().id(), Subject::Live(cleared)))
    });
    let ended = press.catalog.tombstones().filter(|stone| stone.lang() == lang);
    let ended = ended
        .filter_map(|stone| Some((ended_on(stone)?, What::Withdrawn, stone.id(), Subject::Ended(stone))));
    let mut changes: Vec<_> = live.chain(ended).collect();
    changes.sort_by_key(|(day, what, id, _)| (Reverse(*day), *what, *id));
    let labels = press.theme.labels(lang);
    let demonstration = changes.iter().any(|(.., subject)| is_demonstration(subject));
    let base = &press.config.base_url;
    Feed {
        id: tag(press, &format!("feed.{lang}")),
        lang: lang.to_string(),
        title: format!("{} – {}", press.config.name(lang), labels.get("feed")),
        subtitle: demonstration.then(|| labels.get("demonstration").to_owned()),
        author: press.config.name(lang).to_owned(),
        own: format!("{base}feed.{lang}.xml"),
        home: format!("{base}{lang}/index.html"),
        updated: changes.first().map(|(day, ..)| *day),
        entries: changes
            .iter()
            .take(MOST)
            .filter_map(|(day, what, id, subject)| entry(press, (lang, id), (*day, *what), subject))
            .collect(),
    }
}

/// The day on which a text ended; one whose end nobody can date is not told of until somebody has looked.
fn ended_on(stone: &Tombstone) -> Option<Day> {
    match stone.ending() {
        Ending::Withdrawn { day, .. } => Some(*day),
        Ending::Expired { due } => Some(due.plus_days(1)),
        Ending::Held | Ending::Corrected => None,
    }
}

fn is_demonstration(subject: &Subject<'_>) -> bool {
    matches!(subject, Subject::Live(cleared) if cleared.clearance().is_demonstration())
}

fn tag(press: &Press<'_>, name: &str) -> String {
    format!("tag:{},{YEAR}:{name}", press.config.site)
}

fn entry(
    press: &Press<'_>,
    (lang, id): (&Lang, &ArticleId),
    (updated, what): (Day, What),
    subject: &Subject<'_>,
) -> Option<FeedEntry> {
    let labels = press.theme.labels(lang);
    let (word, label) = match what {
        What::Withdrawn => ("withdrawn", labels.get("withdrawn")),
        What::Changed => ("changed", labels.get("feed_changed")),
        What::Checked if is_demonstration(subject) => ("demonstration", labels.get("review_demonstration")),
        What::Checked => ("verified", labels.get("feed_checked")),
    };
    let (title, summary) = match subject {
        Subject::Live(cleared) => (cleared.article().front().title.as_str(), summary(press, cleared)),
        Subject::Ended(stone) => (id.as_str(), reason(press, stone)),
    };
    Some(FeedEntry {
        id: tag(press, &format!("{lang}/{id}")),
        what: word,
        title: format!("{label}: {title}"),
        href: format!("{}{}", press.config.base_url, catalog::page(lang, id)?),
        updated,
        summary,
    })
}

/// What a live text must admit, then its own summary.
fn summary(press: &Press<'_>, cleared: &Cleared) -> String {
    let labels = press.theme.labels(cleared.article().lang());
    let clearance = cleared.clearance();
    let mut parts = Vec::new();
    if clearance.is_demonstration() {
        parts.push(format!("[{}]", labels.get("demonstration")));
    }
    if clearance.is_overdue() {
        parts.push(format!("[{}: {}]", labels.get("expired"), labels.date(clearance.due())));
    }
    parts.push(cleared.article().front().summary.clone());
    parts.join(" ")
}

/// Why a text ended, and what to read instead.
fn reason(press: &Press<'_>, stone: &Tombstone) -> String {
    let labels = press.theme.labels(stone.lang());
    let told = Told::of(press, stone);
    let reason = format!("{}: {}.", labels.get("withdrawn_reason"), told.reason);
    let instead = told.instead.and_then(|instead| whole(press, instead));
    instead.map_or_else(
        || reason.clone(),
        |instead| format!("{reason} {}: {instead}", labels.get("withdrawn_instead")),
    )
}
