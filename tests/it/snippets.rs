//! The JSON that bots and workers read: it keeps its schema, its codes and its counts.

use std::collections::BTreeSet;

use serde_json::Value;
use vetted::trust::words::Role;

use crate::base::{Base, article, article_with, day};

fn json(base: &Base, path: &str) -> Value {
    serde_json::from_slice(&base.site()[path]).unwrap()
}

fn base() -> Base {
    let mut base = Base::new();
    base.freeze("en/first", 1, &article("first", "alpha"));
    base.approve("en/first", "veins", 1);
    base.freeze("ru/first", 1, &article_with("first", "бета", "source_language = \"en\""));
    base.approve_translation("ru/first", "veins", 1, 1);
    base.freeze("en/second", 1, &article("second", "gamma"));
    base.approve("en/second", "veins", 1);
    base.withdraw(("en/second", "veins"), 1, "dr-ada", vetted::trust::words::Reach::EveryLanguage);
    base
}

#[test]
fn every_file_keeps_the_schema_that_is_published() {
    let site = base().site();
    let schema: Value = serde_json::from_slice(&site["snippets/schema.json"]).unwrap();
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    for path in ["snippets/en.json", "snippets/ru.json", "snippets/en/first.json", "snippets/en/second.json"]
    {
        let file: Value = serde_json::from_slice(&site[path]).unwrap();
        let faults: Vec<_> = validator.iter_errors(&file).map(|fault| fault.to_string()).collect();
        assert!(faults.is_empty(), "{path}: {faults:?}");
        assert!(!file["snippets"].as_array().unwrap().is_empty(), "{path}");
    }
    let mut broken: Value = serde_json::from_slice(&site["snippets/en/first.json"]).unwrap();
    broken["snippets"][0].as_object_mut().unwrap().remove("code");
    assert!(!validator.is_valid(&broken), "a schema that takes anything proves nothing");
}

#[test]
fn a_message_says_all_that_counts() {
    let snippet = json(&base(), "snippets/en/first.json")["snippets"][0].clone();
    let part = &snippet["formats"]["plain"]["parts"][0];
    let code = snippet["code"].as_str().unwrap();
    let expected = format!(
        "Urgent: See a doctor today, if you have:\n- signalpha\n\nWhat is alpha?\n\nCall 103 (Russia). It is leadalpha.\n\n\
         Checked: dr-ada in public; ed-eve in public, until 20 November 2027 · code {code}"
    );
    assert_eq!(part["text"], expected);
    assert_eq!(snippet["status"], "verified");
    assert_eq!(snippet["red_flags"][0]["text"], "signalpha");
    assert_eq!(snippet["links"]["canonical"], "https://test.example/en/first.html#what");
    let russian =
        json(&base(), "snippets/ru/first.json")["snippets"][0]["formats"]["plain"]["parts"][0].clone();
    let text = russian["text"].as_str().unwrap();
    assert_eq!(russian["chars"], text.chars().count());
    assert_eq!(russian["utf16"], text.encode_utf16().count());
    assert_eq!(russian["bytes"], text.len());
}

#[test]
fn a_code_names_signed_words_and_nothing_else() {
    let code = |base: &Base| {
        json(base, "snippets/en/first.json")["snippets"][0]["code"].as_str().unwrap().to_owned()
    };
    let first = code(&base());
    let mut facts = base();
    let changed = String::from_utf8(facts.files["record/facts/here/1/facts.toml"].clone())
        .unwrap()
        .replace("103", "112");
    facts.put("record/facts/here/1/facts.toml", &changed);
    facts.approve_facts(1, "ed-eve", Role::Service);
    assert_eq!(code(&facts), first, "facts are not part of it");
    let mut later = base();
    later.as_of = day("2026-12-20");
    assert_eq!(code(&later), first, "nor is the day");
    let mut other = base();
    other.freeze("en/first", 2, &article("first", "alpha").replace("leadalpha", "leadalpha indeed"));
    other.approve("en/first", "veins", 2);
    assert_ne!(code(&other), first);
    let codes: BTreeSet<String> = json(&base(), "snippets/index.json")["snippets"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| entry["code"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(codes.len(), 2);
}
