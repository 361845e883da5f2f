//! Any article as HTML: well-formed, with nothing that runs or loads, and every word of the text in its order.
#![no_main]

use std::collections::BTreeMap;
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use vetted::article::Article;
use vetted::article::tree::{Block, Body, Inline};
use vetted::base::day::Day;
use vetted::base::name::{FactKey, ThemeName};
use vetted::base::wording::Wording;
use vetted::diagnostic::Diagnostics;
use vetted::facts::{Fact, FactKind};
use vetted::project::{File, Project, checked_text};
use vetted::render::{Citations, Destination, Picture, Place, Surroundings, body};
use vetted::theme::Theme;
use vetted_fuzz::markup::Page;
use vetted_fuzz::site::HOSTILE;
use vetted_fuzz::{lang, path};

static THEME: LazyLock<Theme> = LazyLock::new(|| {
    let project = Project::new(BTreeMap::new(), Diagnostics::new(), Day::parse("2026-11-20").expect("a day"));
    let name = ThemeName::parse("default").expect("a name");
    Theme::compile(&project, &name, &[lang("en"), lang("ru")], &mut Diagnostics::new()).expect("a theme")
});

fuzz_target!(|bytes: &[u8]| {
    let path = path("content/en/veins/rest.md");
    let file = File::new(&path, bytes.to_vec());
    let Some(source) = checked_text(&path, &file, &mut Diagnostics::new()) else { return };
    let Some(article) = Article::parse(source, &lang("en"), &mut Diagnostics::new()) else { return };
    let tree = article.body();
    own_page(&article, &tree);
    around(&article, &tree, Place::Shared(article.id()), |around| {
        let parts = body::sos(&tree, around);
        read(&parts.iter().map(|part| part.as_str().expect("HTML")).collect::<String>());
    });
});

fn own_page(article: &Article, tree: &Body) {
    around(article, tree, Place::Own, |around| {
        let rendered = body::body(tree, around);
        let parts = [&rendered.lead, &rendered.sections]
            .into_iter()
            .chain(rendered.notes.iter().map(|note| &note.html));
        let page = read(&parts.map(|part| part.as_str().expect("HTML")).collect::<String>());
        let mut words = String::new();
        told(&tree.lead, around, &mut words);
        for section in &tree.sections {
            said(&section.title, around, &mut words);
            told(&section.blocks, around, &mut words);
        }
        tree.footnotes.iter().for_each(|(_, blocks)| told(blocks, around, &mut words));
        assert_eq!(squeezed(&page.words()), squeezed(&words));
    });
}

/// Reads a body as it would stand on a page.
fn read(html: &str) -> Page {
    Page::read(&format!("<!doctype html><html><head><title>t</title></head><body>{html}</body></html>"))
}

fn squeezed(words: &str) -> String {
    words.split_whitespace().collect()
}

/// The words of blocks, without any of the code under test.
fn told(blocks: &[Block], around: &Surroundings<'_>, out: &mut String) {
    for block in blocks {
        match block {
            Block::Paragraph(inlines) => said(inlines, around, out),
            Block::List { items, .. } => items.iter().for_each(|item| told(item, around, out)),
            Block::Card { blocks, .. } | Block::Quote(blocks) => told(blocks, around, out),
            Block::Code(text) => out.push_str(text),
            Block::Table { head, rows } => {
                head.iter().chain(rows.iter().flatten()).for_each(|cell| said(cell, around, out));
            }
            Block::Rule => {}
        }
    }
}

/// The words of a line; blanks are not the text's.
fn said(inlines: &[Inline], around: &Surroundings<'_>, out: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text(text) | Inline::Code(text) => out.push_str(text),
            Inline::Fact(key) => out.push_str(around.facts[key].text(around.lang).expect("words")),
            Inline::Strong(inner) | Inline::Emphasis(inner) | Inline::Strike(inner) => {
                said(inner, around, out);
            }
            Inline::Link { text, .. } => said(text, around, out),
            Inline::Picture { alt, .. } => said(alt, around, out),
            Inline::Blank(_) | Inline::Cite(_) => {}
            Inline::SoftBreak | Inline::HardBreak => out.push(' '),
        }
    }
}

/// Calls `then` with a fact for every key, a picture for every name, and links that lead somewhere or nowhere.
fn around(article: &Article, tree: &Body, place: Place<'_>, then: impl Fn(&Surroundings<'_>)) {
    let labels = THEME.labels(article.lang());
    let fact = |key: &FactKey| {
        let (kind, words) = match key.as_str().len() % 3 {
            0 => (FactKind::Phone, "+7 (812) 103"),
            1 => (FactKind::Block, "one & <two>\nthree"),
            _ => (FactKind::Text, HOSTILE),
        };
        let wording = Some(Wording::Same(words.to_owned()));
        let country = Some("RU".to_owned());
        Fact { kind, wording, country, source: "s".to_owned(), checked: None, range: 0..0 }
    };
    let outline = article.outline();
    let facts = outline.facts.iter().map(|(key, _)| (key.clone(), fact(key))).collect();
    let picture = |name: &str| Picture { src: format!("a/{name}"), size: Some((1, 1)) };
    let pictures = outline.pictures.iter().map(|(name, _)| (name.clone(), picture(name))).collect();
    for destination in [Destination::Href("b.html#c".to_owned()), Destination::Withheld] {
        then(&Surroundings {
            lang: article.lang(),
            labels,
            facts: &facts,
            links: &|_| destination.clone(),
            pictures: &pictures,
            citations: &Citations::new(&article.front().sources, &tree.footnotes),
            snippets: &article.front().snippets,
            place,
        });
    }
}
