//! The vectors of Telegram: each input gives the text and entities that it should.

use serde_json::Value;
use vetted::article::Article;
use vetted::article::tree::{Advice, Block, Inline, Section, Target};
use vetted::base::lang::Lang;
use vetted::base::name::ArticleId;
use vetted::base::path::SourcePath;
use vetted::chat::Formats;
use vetted::diagnostic::Diagnostics;
use vetted::source::Source;

use super::{only, section, shown, written};
use crate::telegram::{Shown, as_seen, html, mdv2, of_json};

const VALID: &str = include_str!("../../vectors/telegram.json");
const INVALID: &str = include_str!("../../vectors/telegram-invalid.json");

fn rows(text: &str) -> Vec<Value> {
    serde_json::from_str(text).unwrap()
}

/// Reads Markdown as the section of an article. What stands before its first heading has none.
fn read(markdown: &str) -> Vec<Section> {
    let front = "+++\nid = \"a\"\ntitle = \"A\"\nsummary = \"A.\"\nneed = \"overdose\"\nurgency = \"routine\"\n\
                 audience = [\"client\"]\nsources = []\n+++\n\n";
    let source = Source::new(SourcePath::parse("content/en/a/a.md").unwrap(), format!("{front}{markdown}\n"));
    let mut found = Diagnostics::new();
    let article = Article::parse(&source, &Lang::parse("en").unwrap(), &mut found);
    let article = article.unwrap_or_else(|| panic!("{markdown}: {:?}", found.into_sorted()));
    let body = article.body();
    if body.sections.is_empty() { vec![section(body.lead)] } else { body.sections }
}

fn text(words: &str) -> Inline {
    Inline::Text(words.to_owned())
}

fn web(address: &str, words: &str) -> Inline {
    Inline::Link { target: Target::Web(address.to_owned()), text: vec![text(words)] }
}

/// What an article cannot say, as the tree that it would be.
fn tree(name: &str) -> Option<Vec<Block>> {
    let line = match name {
        // Markdown reads these otherwise; the row is about two neighbours.
        "adjacent bold" => {
            vec![Inline::Strong(vec![text("a")]), Inline::Strong(vec![text("b")])]
        }
        "all MDV2 reserved" => vec![text("_*[]()~`>#+-=|{}.!\\")],
        "mailto link" => vec![web("mailto:doc@example.org", "write")],
        "relative link" => vec![Inline::Link {
            target: Target::Article {
                lang: None,
                topic: None,
                id: ArticleId::parse("abscess").unwrap(),
                section: None,
            },
            text: vec![text("abscess")],
        }],
        "placeholder" => {
            vec![text("in "), Inline::Blank(vetted::base::name::BlankName::parse("city").unwrap())]
        }
        "double brace" => vec![text("{{x}}")],
        "image" => {
            vec![Inline::Picture { file: "rp.png".to_owned(), alt: vec![text("Recovery position")] }]
        }
        // The row writes a space that breaks; what it is about is the one that does not.
        "nbsp" => vec![text("5\u{A0}мг")],
        "raw html" => vec![text("x")],
        "footnote" => vec![text("dose"), Inline::Cite("1".to_owned())],
        "two blockquotes" => {
            let quote = |words: &str| Block::Quote(vec![Block::Paragraph(vec![text(words)])]);
            return Some(vec![quote("a"), quote("b")]);
        }
        _ => return None,
    };
    Some(vec![Block::Paragraph(line)])
}

fn formats(row: &Value) -> Formats {
    let name = row["name"].as_str().unwrap();
    match tree(name) {
        // The footnote of the row says nothing, and so is not listed.
        Some(blocks) => written(&[section(blocks)], &[("1".to_owned(), Vec::new())]),
        None => written(&read(row["markdown"].as_str().unwrap()), &[]),
    }
}

/// An article has no block that unfolds; `src/chat/tests.rs` writes this row from its lines.
const NOT_IN_A_TREE: &str = "expandable quote";

#[test]
fn every_row_gives_its_text_and_entities_in_both_markups() {
    let rows = rows(VALID);
    assert_eq!(rows.len(), 53);
    for row in &rows {
        let expected = Shown {
            text: row["text"].as_str().unwrap().to_owned(),
            entities: as_seen(of_json(&row["entities"])),
        };
        let name = row["name"].as_str().unwrap();
        let given = [
            html::parse(row["telegram_html"].as_str().unwrap()),
            mdv2::parse(row["telegram_mdv2"].as_str().unwrap()),
        ];
        for shown in given {
            let shown = shown.unwrap_or_else(|reason| panic!("{name}: {reason}"));
            assert_eq!(Shown { entities: as_seen(shown.entities), ..shown }, expected, "the parser, {name}");
        }
        if name == NOT_IN_A_TREE {
            continue;
        }
        let formats = formats(row);
        assert_eq!(shown(&formats), [expected], "{name}");
        for (format, name_of_format) in
            [(&formats.telegram_app, "telegram_app"), (&formats.whatsapp, "whatsapp")]
        {
            if let Some(expected) = row[name_of_format].as_str() {
                assert_eq!(only(format).text, expected, "{name}, {name_of_format}");
            }
        }
    }
}

#[test]
fn what_telegram_refuses_the_parsers_refuse() {
    let rows = rows(INVALID);
    assert_eq!(rows.len(), 27);
    for row in rows {
        let input = row["input"].as_str().unwrap();
        let parsed = if row["mode"] == "html" { html::parse(input) } else { mdv2::parse(input) };
        assert!(parsed.is_err(), "{input:?} is accepted: {parsed:?}");
    }
}

#[test]
fn advice_turns_round_for_nobody() {
    let items =
        vec![vec![Block::Paragraph(vec![text("leave")])], vec![Block::Paragraph(vec![text("never cry")])]];
    let list = Block::List { start: None, items };
    let dont = Section { advice: Some(Advice::Dont), ..section(vec![list]) };
    assert_eq!(only(&written(&[dont], &[]).plain).text, "- do not leave\n- never cry");
}
