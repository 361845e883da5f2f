//! The pages that say whether a message is genuine: its code is current, replaced or withdrawn.

use std::collections::{BTreeMap, BTreeSet};

use super::{Frames, Made, Press};
use crate::base::code::CheckCode;
use crate::base::lang::Lang;
use crate::base::name::ArticleId;
use crate::base::path::OutPath;
use crate::catalog::{self, codes_page, has_page};
use crate::gate::SnippetCode;
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
        let view = CodesView { headings: headings(press), letters: letters(first), codes: codes.of(first) };
        made.page(press, path, page::codes(press.theme, &frame, &view));
    }
    made
}

/// Every code, with the texts it stands for.
#[derive(Default)]
struct Codes {
    texts: BTreeMap<CheckCode, BTreeSet<CodeText>>,
}

impl Codes {
    fn gather(press: &Press<'_>) -> Self {
        let mut codes = Self::default();
        for cleared in press.catalog.articles() {
            let article = cleared.article();
            let page = has_page(cleared).then(|| article.front().title.as_str());
            let labels = press.theme.labels(article.lang());
            let shown =
                cleared.clearance().is_demonstration().then(|| labels.get("demonstration").to_owned());
            let text = |status| CodeText {
                demonstration: shown.clone(),
                ..text(press, (article.lang(), article.id()), status, page)
            };
            let current: BTreeSet<CheckCode> = article
                .outline()
                .snippets()
                .map(|snippet| article.code(&press.config.site, &snippet))
                .collect();
            let replaced = cleared.former().iter().map(|former| former.code);
            codes.add(replaced.filter(|code| !current.contains(code)), &text("code_replaced"));
            codes.add(current.iter().copied(), &text("code_current"));
        }
        for stone in press.catalog.tombstones() {
            let labels = press.theme.labels(stone.lang());
            let text =
                text(press, (stone.lang(), stone.id()), "code_withdrawn", Some(labels.get("withdrawn")));
            let all = stone.snippets().iter().chain(stone.former());
            codes.add(all.map(|SnippetCode { code, .. }| *code), &text);
        }
        codes
    }

    fn add(&mut self, codes: impl Iterator<Item = CheckCode>, text: &CodeText) {
        for code in codes {
            self.texts.entry(code).or_default().insert(text.clone());
        }
    }

    /// Returns the codes that begin with a character.
    fn of(&self, first: Option<char>) -> Vec<CodeView> {
        let own = self.texts.iter().filter(|(code, _)| Some(code.first_character()) == first);
        own.map(|(code, texts)| CodeView { code: code.to_string(), texts: texts.iter().cloned().collect() })
            .collect()
    }
}

/// Says of a text what it is, and leads to its page where it has one.
fn text(press: &Press<'_>, (lang, id): (&Lang, &ArticleId), status: &str, title: Option<&str>) -> CodeText {
    let page = title.zip(catalog::page(lang, id));
    CodeText {
        lang: lang.to_string(),
        dir: lang.direction(),
        status: press.theme.labels(lang).get(status).to_owned(),
        demonstration: None,
        link: page.map(|(title, path)| Link { text: title.to_owned(), href: from_codes(&path) }),
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
