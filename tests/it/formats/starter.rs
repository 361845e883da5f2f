//! Every snippet of the starter, in both languages and with the facts of both regions.

use std::collections::BTreeSet;

use serde_json::Value;
use vetted::base::name::Region;
use vetted::disk::{self, Scope};
use vetted::pipeline;
use vetted::site::InMemory;

use crate::base::{day, files};
use crate::links;
use crate::repository::root;
use crate::telegram::{as_seen, html, mdv2, of_json};

/// What each format promises of a part, and what bots show of it.
fn keeps_limits(snippet: &Value) {
    let id = format!("{} {}", snippet["lang"], snippet["id"]);
    let formats = snippet["formats"].as_object().unwrap();
    assert_eq!(formats.len(), 9, "{id}");
    let parts = |name: &str| formats[name]["parts"].as_array().unwrap();
    let text = |part: &Value| part["text"].as_str().unwrap().to_owned();
    let emergency = snippet["urgency"] == "emergency";
    for name in formats.keys() {
        let most = match name.as_str() {
            "signal" => 2,
            "sms" => 10,
            _ => 1,
        };
        assert!(!emergency || parts(name).len() <= most, "{id} in {name}: {} parts", parts(name).len());
        assert!(!parts(name).is_empty());
        let stamp = text(parts(name).last().unwrap()).replace('\\', "");
        assert!(
            stamp.trim_end_matches("[/quote]").ends_with(snippet["code"].as_str().unwrap()),
            "{id}: {stamp}"
        );
    }
    for (place, part) in parts("telegram_entities").iter().enumerate() {
        let html = html::parse(&text(&parts("telegram_html")[place])).unwrap();
        let mdv2 = mdv2::parse(&text(&parts("telegram_mdv2")[place])).unwrap();
        assert_eq!(as_seen(html.entities.clone()), as_seen(mdv2.entities), "{id}");
        assert_eq!(as_seen(html.entities), as_seen(of_json(&part["entities"])), "{id}");
        assert_eq!((&html.text, &mdv2.text), (&text(part), &text(part)), "{id}");
    }
    for part in parts("signal") {
        assert!(part["bytes"].as_u64().unwrap() <= 2000, "{id}");
    }
    for part in parts("sms") {
        assert!(part["segments"].as_u64().unwrap() <= 10, "{id}");
    }
    // Bullets and emphasis aside, every format says the same.
    let letters = |name: &str| {
        let all: String = parts(name).iter().map(text).collect();
        all.chars().filter(|character| character.is_alphabetic()).collect::<String>()
    };
    let spelled = letters("plain");
    for name in ["signal", "whatsapp", "telegram_app"] {
        assert_eq!(letters(name), spelled, "{id} in {name}");
    }
    assert_eq!(letters("sms").replace("No", ""), spelled.replace("No", ""), "{id} in sms");
    for flag in snippet["red_flags"].as_array().unwrap() {
        for name in ["plain", "signal", "sms", "whatsapp", "telegram_app", "telegram_entities"] {
            let words = flag["text"].as_str().unwrap();
            let first = text(&parts(name)[0]);
            let found = first.contains(words)
                || name == "sms"
                || name == "telegram_entities" && words.contains("http");
            assert!(found, "{id} in {name}: {words}");
        }
    }
}

#[test]
fn every_snippet_keeps_every_limit() {
    let project = disk::read(root(), Scope::Record, day("2026-11-22")).unwrap();
    let region = Region::parse("gb-london").unwrap();
    let london = files(pipeline::build(&project, Some(&region), &InMemory));
    let mut checked = BTreeSet::new();
    // The settings name the other region.
    for site in [links::starter().0, &london] {
        let schema: Value = serde_json::from_slice(&site["snippets/schema.json"]).unwrap();
        let schema = jsonschema::draft202012::new(&schema).unwrap();
        let is_of_article = |path: &str| path.starts_with("snippets/en/") || path.starts_with("snippets/ru/");
        for (path, bytes) in site.iter().filter(|(path, _)| is_of_article(path)) {
            let file: Value = serde_json::from_slice(bytes).unwrap();
            assert!(schema.is_valid(&file), "{path}: {:?}", schema.iter_errors(&file).next());
            for snippet in file["snippets"].as_array().unwrap() {
                keeps_limits(snippet);
                checked.insert(format!("{} {}", snippet["lang"], snippet["id"]));
            }
        }
    }
    assert!(checked.len() > 1500, "{}", checked.len());
}
