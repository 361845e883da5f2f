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

/// A snippet with everything that its settings can say.
fn rich() -> Base {
    let mut base = Base::new();
    let settings = "ask_first = [\"Where is it?\"]\nescalate_to = [\"doctor\"]\ndelivery = \"partial\"\n\
        [snippets.what]\nsensitivity = \"private\"\ninvite = \"May I write to you?\"\nchannels = [\"dm\", \"sms\"]\n\
        [snippets.what.openings]\ncasual = \"Hey, I'm here.\"\npractical = \"Do this:\"\n\
        [snippets.what.blanks.when]\nlabel = \"when we come\"\nkind = \"time\"\n\
        [[snippets.what.sequence]]\nafter_s = 120\nsection = \"then\"\n";
    let text = article_with("first", "alpha", settings)
        + "\nWe come at {when}.\n\n## Then {#then .snippet}\n\nWait.\n";
    base.freeze("en/first", 1, &text);
    base.approve("en/first", "veins", 1);
    base
}

#[test]
fn a_variant_is_its_core_behind_an_opening() {
    let base = rich();
    let file = json(&base, "snippets/en/first.json");
    let ids: Vec<_> =
        file["snippets"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["first.what", "first.what.practical", "first.what.casual", "first.then"]);
    let (core, casual) = (&file["snippets"][0], &file["snippets"][2]);
    assert_eq!((core["frame"].as_str(), core["variant_of"].as_str()), (None, None));
    assert_eq!(
        (casual["frame"].as_str(), casual["variant_of"].as_str()),
        (Some("casual"), Some("first.what"))
    );
    for (key, value) in core.as_object().unwrap() {
        let own = ["id", "frame", "variant_of", "openings", "formats"].contains(&key.as_str());
        assert_eq!(*value != casual[key], own, "{key}");
    }
    for (name, format) in core["formats"].as_object().unwrap() {
        let (bare, opened) = (&format["parts"][0], &casual["formats"][name]["parts"][0]);
        let (bare, opened) = (bare["text"].as_str().unwrap(), opened["text"].as_str().unwrap());
        let opening = if name == "telegram_mdv2" { "Hey, I'm here\\." } else { "Hey, I'm here." };
        assert_eq!(opened.replace(&format!("{opening}\n\n"), ""), bare, "{name}");
        assert!(opened.find("signalpha").unwrap() < opened.find(opening).unwrap(), "red flags come first");
    }
    for path in ["snippets/en.json", "snippets/index.json"] {
        assert_eq!(json(&base, path)["snippets"].as_array().unwrap().len(), 2, "{path}");
    }
}

#[test]
fn every_field_of_the_contract_is_told() {
    let snippet = json(&rich(), "snippets/en/first.json")["snippets"][0].clone();
    let expected = serde_json::json!({
        "article": "first", "anchor": "what", "lang": "en", "region": "here", "title": "What is alpha?",
        "search_terms": ["termalpha"], "aliases": [], "need": "information", "delivery": "partial",
        "urgency": "routine", "audience": ["client"], "voice": "medical", "sensitivity": "private",
        "channel_fit": { "group": false, "dm": true, "phone": false, "sms": true },
        "invite": "May I write to you?",
        "red_flags": [{ "text": "signalpha", "level": "urgent", "action": "See a doctor today, if you have:" }],
        "ask_first": ["Where is it?"], "escalate_to": ["doctor"], "next": [], "related": [],
        "sequence": [{ "step": 1, "after_s": 120, "name": "first.then" }],
        "placeholders": [{
            "name": "when", "label": "when we come", "kind": "time", "required": true, "default": null,
            "from": "worker", "max_chars": 40,
        }],
        "medical_review": {
            "status": "verified", "reviewer": "dr-ada in public", "role": "medical", "on": "2026-11-20",
            "until": "2027-11-20", "record": "record/en/first/1",
        },
        "sources": [{ "title": "A guideline", "org": "WHO", "year": 2014 }],
        "links": {
            "canonical": "https://test.example/en/first.html#what",
            "text": "https://test.example/en/first.txt",
        },
    });
    for (key, value) in expected.as_object().unwrap() {
        assert_eq!(snippet[key], *value, "{key}");
    }
    let translated = &json(&base(), "snippets/ru/first.json")["snippets"][0];
    assert_eq!(translated["translation_review"]["role"], "editor");
    assert_eq!(translated["legal_review"], Value::Null);
}

#[test]
fn another_message_has_another_content_hash() {
    let hash = |base: &Base| json(base, "snippets/en/first.json")["snippets"][0]["content_hash"].clone();
    let mut base = base();
    let first = hash(&base);
    base.as_of = day("2026-12-20");
    assert_eq!(hash(&base), first);
    let facts = String::from_utf8(base.files["record/facts/here/1/facts.toml"].clone()).unwrap();
    base.put("record/facts/here/1/facts.toml", &facts.replace("103", "112"));
    base.approve_facts(1, "ed-eve", Role::Service);
    assert_ne!(hash(&base), first);
}

#[test]
fn an_expired_message_says_where_to_ask() {
    let mut base = base();
    base.as_of = day("2028-01-01");
    let snippet = json(&base, "snippets/en/first.json")["snippets"][0].clone();
    assert_eq!(snippet["status"], "expired");
    let code = snippet["code"].as_str().unwrap();
    let page = format!("v/{}.html", code[..1].to_lowercase());
    let expected = format!(
        "\n\nA new check of this text has been due since 20 November 2027\n\
         Does it still hold? https://test.example/{page}#{code} · code {code}"
    );
    let text = snippet["formats"]["plain"]["parts"][0]["text"].as_str().unwrap();
    assert!(text.ends_with(&expected), "{text}");
    assert!(base.site().contains_key(&page));
}
