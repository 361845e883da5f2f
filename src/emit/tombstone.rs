//! The page that stands where an article stood that has ended: HTTP 200, and no word of the article.

use super::entry::{entry, whole};
use super::{Frames, Made, Press, answers, languages, snippets, twin};
use crate::base::day::Day;
use crate::base::path::OutPath;
use crate::catalog::{self, has_page};
use crate::gate::{Cleared, Ending, Tombstone};
use crate::render::view::{Link, TombstoneView};
use crate::render::{Dated, page};

/// What is told of an ending.
pub(super) struct Told<'a> {
    /// The label of the reason.
    pub(super) reason: &'a str,
    /// The day; one that nobody can date has none.
    pub(super) day: Option<Day>,
    /// What to read instead, where that is published.
    pub(super) instead: Option<&'a Cleared>,
}

impl<'a> Told<'a> {
    pub(super) fn of(press: &Press<'a>, stone: &Tombstone) -> Self {
        let (reason, day) = match stone.ending() {
            Ending::Withdrawn { reason, day, .. } => (reason.as_str(), Some(*day)),
            Ending::Expired { due } => ("expired", Some(*due)),
            Ending::Held => ("held", None),
            Ending::Corrected => ("corrected", None),
        };
        let reason = press.theme.labels(stone.lang()).get(&format!("reason_{reason}"));
        Self { reason, day, instead: press.catalog.successor(stone) }
    }
}

/// Makes the tombstone, its plain twin, and what is left of its snippets.
pub(super) fn emit(press: &Press<'_>, frames: &Frames, stone: &Tombstone) -> Made {
    let mut made = snippets::of_tombstone(press, stone);
    made.pieces.extend(answers::of_tombstone(stone));
    let Some(path) = catalog::page(stone.lang(), stone.id()) else { return made };
    let Some(mut frame) = frames.frame(press, stone.lang(), &path) else { return made };
    frame.languages = languages(press, stone.lang(), &path, twins(press, stone));
    let labels = press.theme.labels(stone.lang());
    let told = Told::of(press, stone);
    let instead = told.instead.and_then(|instead| entry(instead, &path));
    let view = TombstoneView {
        reason: told.reason.to_owned(),
        day: told.day.map(|day| Dated::new(day, labels)),
        instead: instead.map(|entry| Link { text: entry.title, href: entry.href }),
        twin: format!("{}.txt", stone.id()),
    };
    made.file(press, catalog::twin(stone.lang(), stone.id()), plain(press, stone, &told, &path));
    made.page(press, path, page::tombstone(press.theme, &frame, &view));
    made
}

/// What stands at the same address in each language: the text, or another tombstone.
fn twins<'a>(
    press: &'a Press<'_>,
    stone: &'a Tombstone,
) -> impl Iterator<Item = (&'a crate::base::lang::Lang, OutPath)> {
    press.config.languages.iter().filter_map(|lang| {
        let live = press.catalog.article(lang, stone.id()).is_some_and(has_page);
        let stands = live || press.catalog.tombstone(lang, stone.id()).is_some();
        Some((lang, catalog::page(lang, stone.id()).filter(|_| stands)?))
    })
}

fn plain(press: &Press<'_>, stone: &Tombstone, told: &Told<'_>, path: &OutPath) -> Vec<u8> {
    let labels = press.theme.labels(stone.lang());
    let mut text = vec![labels.get("withdrawn").to_owned()];
    text.push(format!("{}: {}", labels.get("withdrawn_reason"), told.reason));
    text.extend(told.day.map(|day| format!("{}: {}", labels.get("withdrawn_day"), labels.date(day))));
    let instead = told.instead.and_then(|instead| whole(press, instead));
    text.extend(instead.map(|instead| format!("{}: {instead}", labels.get("withdrawn_instead"))));
    text.push(format!("{}: {}{path}", labels.get("plain_page"), press.config.base_url));
    twin::bytes(&text)
}
