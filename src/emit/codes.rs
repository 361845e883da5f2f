//! The pages that say whether a message is genuine: its code is current, replaced or withdrawn.

use std::collections::BTreeSet;

use super::{Frames, Made, Press};
use crate::base::code::CheckCode;
use crate::base::lang::Lang;
use crate::base::path::OutPath;
use crate::catalog::{self, codes_page, has_page};
use crate::gate::{Cleared, SnippetCode, Tombstone};
use crate::render::view::{CodeText, CodeView, CodesHeading, CodesView, Letter, Link};
use crate::render::{LanguageLink, page};

/// Makes one page for every first character, and one that leads to them.
pub(super) fn emit(press: &Press<'_>, frames: &Frames) -> Made {
    let codes = Codes::gather(press);
    let mut made = Made::default();
    for first in std::iter::once(None).chain(CheckCode::first_characters().map(Some)) {
        let Some((path, lang)) = codes_page(first).zip(press.config.languages.first()) else { continue };
        let Some(mut frame) = frames.frame(press, lang, &path) else { continue };
        // The page speaks all languages at once.
        frame.languages = press.config.languages.iter().map(|lang| home(press, lang)).collect();
        frame.demonstration |= press.catalog.articles().any(|cleared| cleared.clearance().is_demonstration());
        let view =
            CodesView { headings: headings(press), letters: letters(first), codes: codes.of(press, first) };
        made.page(press, path, page::codes(press.theme, &frame, &view));
    }
    made
}

/// What a code says of a text.
#[derive(Clone, Copy)]
enum Stands<'a> {
    /// It is the code of what is live.
    Current(&'a Cleared),
    /// It was the code of what stood there before.
    Replaced(&'a Cleared),
    /// It was the code of what has ended.
    Withdrawn(&'a Tombstone),
}

/// Every code and what it says, sorted by code. Words are made a page at a time: those of all would take more memory than
/// anything else.
struct Codes<'a> {
    stands: Vec<(CheckCode, Stands<'a>)>,
}

impl<'a> Codes<'a> {
    fn gather(press: &Press<'a>) -> Self {
        let mut stands = Vec::new();
        for cleared in press.catalog.articles() {
            let article = cleared.article();
            let snippets = article.outline().snippets();
            let current: BTreeSet<CheckCode> =
                snippets.map(|snippet| article.code(&press.config.site, &snippet)).collect();
            let former = cleared.former().iter().map(|former| former.code);
            let replaced = former.filter(|code| !current.contains(code));
            stands.extend(replaced.map(|code| (code, Stands::Replaced(cleared))));
            stands.extend(current.iter().map(|code| (*code, Stands::Current(cleared))));
        }
        for stone in press.catalog.tombstones() {
            let all = stone.snippets().iter().chain(stone.former());
            stands.extend(all.map(|SnippetCode { code, .. }| (*code, Stands::Withdrawn(stone))));
        }
        stands.sort_by_key(|(code, _)| *code);
        Self { stands }
    }

    /// Returns the codes that begin with a character.
    fn of(&self, press: &Press<'_>, first: Option<char>) -> Vec<CodeView> {
        let own = self.stands.chunk_by(|(one, _), (other, _)| one == other).filter_map(|same| {
            let (code, _) = same.first().filter(|(code, _)| Some(code.first_character()) == first)?;
            let texts: BTreeSet<CodeText> = same.iter().map(|(_, stands)| stands.tell(press)).collect();
            Some(CodeView { code: code.to_string(), texts: texts.into_iter().collect() })
        });
        own.collect()
    }
}

impl Stands<'_> {
    /// Says of the text what it is, and leads to its page where it has one.
    fn tell(self, press: &Press<'_>) -> CodeText {
        let (lang, id, status) = match self {
            Self::Current(cleared) => (cleared.article().lang(), cleared.article().id(), "code_current"),
            Self::Replaced(cleared) => (cleared.article().lang(), cleared.article().id(), "code_replaced"),
            Self::Withdrawn(stone) => (stone.lang(), stone.id(), "code_withdrawn"),
        };
        let labels = press.theme.labels(lang);
        let (title, is_demonstration) = match self {
            Self::Current(cleared) | Self::Replaced(cleared) => (
                has_page(cleared).then_some(&*cleared.article().front().title),
                cleared.clearance().is_demonstration(),
            ),
            Self::Withdrawn(_) => (Some(labels.get("withdrawn")), false),
        };
        let page = title.zip(catalog::page(lang, id));
        CodeText {
            lang: lang.to_string(),
            dir: lang.direction(),
            status: labels.get(status).to_owned(),
            demonstration: is_demonstration.then(|| labels.get("demonstration").to_owned()),
            link: page.map(|(title, path)| Link { text: title.to_owned(), href: from_codes(&path) }),
        }
    }
}

fn home(press: &Press<'_>, lang: &Lang) -> LanguageLink {
    let home = LanguageLink::new(press.theme, lang, format!("../{lang}/index.html"), false);
    LanguageLink { lacking: Some(press.theme.labels(lang).get("home").to_owned()), ..home }
}

/// The address of a page from the folder of the codes.
fn from_codes(path: &OutPath) -> String {
    format!("../{path}")
}

fn headings(press: &Press<'_>) -> Vec<CodesHeading> {
    let headings = press.config.languages.iter().map(|lang| {
        let labels = press.theme.labels(lang);
        CodesHeading {
            lang: lang.to_string(),
            dir: lang.direction(),
            title: labels.get("codes").to_owned(),
            absent: labels.get("codes_absent").to_owned(),
        }
    });
    headings.collect()
}

fn letters(current: Option<char>) -> Vec<Letter> {
    let letters = CheckCode::first_characters().filter_map(|letter| {
        let path = codes_page(Some(letter))?;
        let href = path.as_str().rsplit('/').next().unwrap_or_default().to_owned();
        Some(Letter { text: letter.to_string(), href, current: current == Some(letter) })
    });
    letters.collect()
}
