//! The index of each language, on one page or, for a large site, on as many as keep each one small.

use std::collections::BTreeSet;

use tera::Value;

use super::catalogue::twins;
use super::{Frames, Made, Press};
use crate::base::lang::Lang;
use crate::base::path::OutPath;
use crate::catalog::{Line, Origin};
use crate::diagnostic::{Code, Diagnostic};
use crate::render::index::{IndexPage, IndexPlace, IndexWriter, letter_id};
use crate::render::view::{IndexView, Letter, Link};
use crate::render::{Place, page, section_id};

/// The bytes of entries after which an index goes on on another page: compressed some forty kilobytes, which a slow line
/// carries in a few seconds, and room for sixty texts or more with all their words.
const ENOUGH: usize = 250_000;

/// The name of the index, and of its first page where there is only one.
const NAME: &str = "a-z.html";

/// Makes the index of every language.
pub(super) fn emit(press: &Press<'_>, frames: &Frames) -> Made {
    // One after the other: the words of a whole language are held, and more memory is wanted nowhere else.
    let mut made = Made::default();
    for lang in &press.config.languages {
        made.append(index(press, frames, lang));
    }
    made
}

fn index(press: &Press<'_>, frames: &Frames, lang: &Lang) -> Made {
    let mut made = Made::default();
    let mut pages = written(press, lang);
    let letters = match letters(&pages) {
        Ok(letters) => letters,
        Err(error) => {
            made.faults.push(Diagnostic::error(Code::Template, format!("{NAME}: {error}")));
            return made;
        }
    };
    let reviewed = press.catalog.pages(lang).filter_map(|cleared| cleared.clearance().reviewed()).max();
    made.list(lang, &format!("{lang}/{NAME}"), reviewed);
    let demonstration = press.catalog.pages(lang).any(|cleared| cleared.clearance().is_demonstration());
    let mut put = |name: &str, view: &IndexView| {
        let Some(path) = OutPath::parse(&format!("{lang}/{name}")) else { return };
        let Some(mut frame) = frames.frame(press, lang, &path) else { return };
        // Where the pages of an index begin and end is another matter in every language.
        frame.languages = twins(press, (lang, &path), NAME);
        frame.demonstration |= demonstration;
        made.page(press, path, page::index(press.theme, &frame, view));
    };
    let view = |entries| IndexView {
        letters: letters.clone(),
        pages: Vec::new(),
        entries,
        range: None,
        before: None,
        after: None,
    };
    if pages.len() < 2 {
        let entries = pages.pop().map_or_else(|| Value::safe_string(""), |page| page.entries);
        put(NAME, &view(entries));
        return made;
    }
    let links: Vec<Link> = pages.iter().zip(1..).map(|(page, number)| link(page, number)).collect();
    let overview = IndexView { pages: links.clone(), ..view(Value::safe_string("")) };
    put(NAME, &overview);
    for (at, page) in pages.into_iter().enumerate() {
        let view = IndexView {
            range: Some(links[at].text.clone()),
            before: at.checked_sub(1).map(|before| links[before].clone()),
            after: links.get(at + 1).cloned(),
            ..view(page.entries)
        };
        put(&links[at].href, &view);
    }
    made
}

/// Writes the entries, in pages.
fn written(press: &Press<'_>, lang: &Lang) -> Vec<IndexPage> {
    let alphabet = press.theme.labels(lang).alphabet();
    let lines = press.catalog.index(lang, &alphabet);
    let mut writer = IndexWriter::new(ENOUGH);
    for entry in lines.chunk_by(|one, other| one.key == other.key) {
        let words = entry.iter().map(|line| (line.origin, &*line.words)).min();
        let places: Vec<IndexPlace<'_>> = entry.iter().map(place).collect();
        let letter = alphabet.letter(&entry[0].key);
        writer.entry(letter, words.map_or("", |(_, words)| words), &places);
    }
    writer.finish()
}

fn place<'a>(line: &Line<'a>) -> IndexPlace<'a> {
    let article = line.cleared.article();
    let section = line.section.and_then(|at| Some((article.outline().sections.get(at)?, at + 1)));
    let anchor = section.map(|(section, place)| section_id(section.id.as_ref(), place, Place::Own));
    IndexPlace {
        // The index stands in the folder of its texts.
        href: format!("{}.html{}", article.id(), anchor.map(|id| format!("#{id}")).unwrap_or_default()),
        title: &article.front().title,
        is_titled: line.origin == Origin::Heading,
    }
}

/// The way to each letter, from any page of the index: the first page on which it stands.
fn letters(pages: &[IndexPage]) -> tera::TeraResult<Value> {
    let file = |number: usize| if pages.len() < 2 { String::new() } else { file(number) };
    let mut known = BTreeSet::new();
    let mut letters = Vec::new();
    for (page, number) in pages.iter().zip(1..) {
        for letter in &page.letters {
            if known.insert(*letter) {
                let href = format!("{}#{}", file(number), letter_id(*letter));
                letters.push(Letter { text: letter.to_string(), href, current: false });
            }
        }
    }
    Value::try_from_serializable(&letters)
}

fn link(page: &IndexPage, number: usize) -> Link {
    Link { text: format!("{} – {}", page.first, page.last), href: file(number) }
}

fn file(number: usize) -> String {
    format!("a-z-{number}.html")
}
