//! Messages in every format: the vectors, made-up trees of blocks, and every snippet of the starter.

mod desk;
mod made_up;
mod parts;
mod starter;
mod vectors;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use vetted::article::tree::{Block, Section, Target};
use vetted::base::lang::Lang;
use vetted::base::name::ThemeName;
use vetted::chat::{self, Formats, Message, Part, Voice};
use vetted::diagnostic::Diagnostics;
use vetted::project::Project;
use vetted::theme::Theme;

use crate::base::day;
use crate::telegram::{Entity, Shown, as_seen, html, mdv2, of_json};

const BASE: &str = "https://example.org/";

/// The default theme, compiled once for all messages.
fn theme() -> &'static Theme {
    static THEME: OnceLock<Theme> = OnceLock::new();
    THEME.get_or_init(|| {
        let project = Project::new(BTreeMap::new(), Diagnostics::new(), day("2026-11-20"));
        let languages = ["en", "ru"].map(|lang| Lang::parse(lang).unwrap());
        let name = ThemeName::parse("default").unwrap();
        Theme::compile(&project, &name, &languages, &mut Diagnostics::new()).unwrap()
    })
}

/// Where links lead in these tests.
fn address(target: &Target) -> Option<String> {
    match target {
        Target::Article { id, .. } => Some(format!("{BASE}{id}/")),
        Target::Section(section) => Some(format!("{BASE}#{section}")),
        Target::Web(address) => Some(address.clone()),
        Target::Phone(_) => None,
    }
}

/// Writes sections as a message without red flags and stamp.
fn written(sections: &[Section], notes: &[(String, Vec<Block>)]) -> Formats {
    written_in("en", &[], sections, notes)
}

fn written_in(lang: &str, cards: &[&Block], sections: &[Section], notes: &[(String, Vec<Block>)]) -> Formats {
    let (theme, lang) = (theme(), Lang::parse(lang).unwrap());
    let voice = Voice {
        lang: &lang,
        labels: theme.labels(&Lang::parse("en").unwrap()),
        facts: None,
        address: &address,
        picture: &|file| Some(format!("{BASE}img/{file}")),
    };
    chat::write(&Message { cards, opening: "", sections, notes, stamp: "" }, &voice)
}

/// A section without a heading.
fn section(blocks: Vec<Block>) -> Section {
    Section { id: None, level: 2, title: Vec::new(), advice: None, snippet: true, sos: false, blocks }
}

fn only(format: &chat::Format) -> &Part {
    assert_eq!(format.parts.len(), 1);
    &format.parts[0]
}

/// What bots show of each part, the same in all three of their formats.
fn shown(formats: &Formats) -> Vec<Shown> {
    let count = formats.telegram_entities.parts.len();
    assert_eq!(count, formats.telegram_html.parts.len());
    assert_eq!(count, formats.telegram_mdv2.parts.len());
    let parts = formats.telegram_entities.parts.iter();
    let marked = formats.telegram_html.parts.iter().zip(&formats.telegram_mdv2.parts);
    parts.zip(marked).map(|(part, (html, mdv2))| same(part, &html.text, &mdv2.text)).collect()
}

fn same(part: &Part, html: &str, mdv2: &str) -> Shown {
    let seen = |shown: Shown| Shown { entities: as_seen(shown.entities), ..shown };
    let html = seen(html::parse(html).unwrap_or_else(|reason| panic!("{reason}: {html}")));
    let mdv2 = seen(mdv2::parse(mdv2).unwrap_or_else(|reason| panic!("{reason}: {mdv2}")));
    assert_eq!(html, mdv2);
    assert_eq!(html.text, part.text, "Telegram takes away spaces at the ends");
    let entities: Vec<Entity> = of_json(&serde_json::to_value(&part.entities).unwrap());
    assert!(entities.len() <= 100);
    assert_eq!(html.entities, as_seen(entities));
    html
}

/// What every part of every format keeps, whatever it says. Gives what bots show.
fn keeps_limits(formats: &Formats) -> Vec<Shown> {
    let shown = shown(formats);
    for (name, format) in formats.all() {
        for (part, number) in format.parts.iter().zip(1..) {
            let text = &part.text;
            assert_eq!(
                (part.chars, part.utf16, part.bytes),
                (text.chars().count(), text.encode_utf16().count(), text.len()),
                "{name}"
            );
            assert!(!text.trim().is_empty(), "{name}: a part is empty");
            let bots = ["telegram_html", "telegram_mdv2"].contains(&name);
            assert!(bots || part.utf16 <= 4096, "{name}: {} units", part.utf16);
            assert!(name != "signal" || part.bytes <= 2000, "{name}: {} bytes", part.bytes);
            assert_eq!(part.segments.is_some(), name == "sms");
            assert!(part.segments.is_none_or(|segments| segments <= 10), "{name}: {:?}", part.segments);
            let deleted = ['\t', '\r', '\u{200E}', '\u{200F}', '\u{FEFF}', '\u{30A}', '\u{333}', '\u{33F}'];
            let is_bad = |character: char| {
                deleted.contains(&character)
                    || ('\u{2028}'..='\u{202E}').contains(&character)
                    || character.is_control() && character != '\n'
            };
            assert!(!text.contains(is_bad), "{name}: {text:?}");
            assert!(unicode_normalization::is_nfc(text), "{name}: {text:?}");
            if format.parts.len() > 1 {
                let counter = format!("({number}/{})\n", format.parts.len());
                let counter = if name == "telegram_mdv2" {
                    counter.replace('(', "\\(").replace(')', "\\)")
                } else {
                    counter
                };
                assert!(text.starts_with(&counter), "{name}: {text}");
            }
        }
    }
    for part in &formats.bbcode.parts {
        tags_are_closed(&part.text);
    }
    shown
}

/// BBCode that a forum reads: every tag is closed, in the opposite order.
fn tags_are_closed(text: &str) {
    let mut open = Vec::new();
    for (at, _) in text.match_indices('[') {
        let Some(end) = text[at..].find(']') else { continue };
        let tag = &text[at + 1..at + end];
        let name = tag.split('=').next().unwrap();
        if ["b", "i", "s", "code", "url", "list", "quote"].contains(&name) {
            open.push(name);
        } else if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "{text}");
        }
    }
    assert!(open.is_empty(), "{open:?} in {text}");
}
