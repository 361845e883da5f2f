//! What somebody can do who may write files but has no key, and what a mishap can do: no text comes up, none comes back,
//! and the site is never emptied by mistake.

use std::fs;

use vetted::diagnostic::{Code, Diagnostic, Diagnostics};
use vetted::pipeline;
use vetted::site::InMemory;
use vetted::trust::words::{Reach, Role};

use crate::base::{Base, article, article_with, day, path};
use crate::repository::program;

/// A live text in both languages, and another in English.
fn live() -> Base {
    let mut base = Base::new();
    base.freeze("en/first", 1, &article("first", "kestrel"));
    base.approve("en/first", "veins", 1);
    base.freeze("ru/first", 1, &article_with("first", "kestrel", "source_language = \"en\""));
    base.approve_translation("ru/first", "veins", 1, 1);
    base.freeze("en/second", 1, &article("second", "heron"));
    base.approve("en/second", "veins", 1);
    base
}

fn page(base: &Base, path: &str) -> String {
    base.site().get(path).map(|bytes| String::from_utf8(bytes.clone()).unwrap()).unwrap_or_default()
}

#[test]
fn junk_beside_nothing_signed_leaves_no_trace_and_stops_nothing() {
    let clean = live();
    for id in ["sos", "index", "call-now", "a-z"] {
        let mut base = clean.clone();
        base.freeze(&format!("en/{id}"), 1, "junk");
        base.put(&format!("record/en/{id}/withdrawn.1.ed-eve.note"), "junk");
        let built = base.build();
        assert!(built.stopping.is_empty(), "{id}: {:?}", built.stopping);
        assert!(built.record.has_errors(), "{id} is told");
        assert_eq!(base.site(), clean.site(), "{id}");
        base.withdraw(("en/first", "veins"), 1, "dr-bob", Reach::EveryLanguage);
        assert!(page(&base, "en/first.html").contains("withdrawn"), "{id}");
    }
}

#[test]
fn a_folder_that_cannot_be_read_holds_what_a_withdrawal_in_it_would() {
    let base = live();
    let build = |place: &str| {
        let mut faults = Diagnostics::new();
        let fault = Diagnostic::error(Code::FileKind, "a symbolic link").at(&path(place), "");
        faults.push(fault);
        pipeline::build(&base.project_with(faults), None, &InMemory).site.unwrap()
    };
    for place in ["record/ru/first", "record/ru", "record/uk"] {
        let site = build(place);
        for page in ["en/first.html", "ru/first.html"] {
            let page = String::from_utf8_lossy(site.bytes(page).unwrap()).into_owned();
            let says = page.contains("has to be checked") || page.contains("может быть отзывом");
            assert!(says && !page.contains("kestrel"), "{place}: {page}");
        }
    }
    let held = build("record/ru/first");
    assert!(String::from_utf8_lossy(held.bytes("en/second.html").unwrap()).contains("heron"));
    let elsewhere = build("record/facts/there");
    assert!(String::from_utf8_lossy(elsewhere.bytes("en/first.html").unwrap()).contains("kestrel"));
}

#[test]
fn a_new_language_takes_nothing_from_the_others() {
    let mut base = live();
    let settings = String::from_utf8(base.files["vetted.toml"].clone()).unwrap();
    base.put("vetted.toml", &settings.replace("[\"en\", \"ru\"]", "[\"en\", \"ru\", \"kk\"]"));
    let english = include_str!("../../themes/default/strings/en.toml");
    base.put("themes/default/strings/kk.toml", english);
    let by_language = "text = { en = \"103\", ru = \"103\" }";
    let facts = String::from_utf8(base.files["record/facts/here/1/facts.toml"].clone()).unwrap();
    base.put("record/facts/here/1/facts.toml", &facts.replace("text = \"103\"", by_language));
    base.approve_facts(1, "ed-eve", Role::Service);
    assert!(page(&base, "en/first.html").contains("kestrel"));
    assert!(base.site().contains_key("kk/index.html"));
}

#[test]
fn a_text_is_as_fresh_as_its_facts() {
    let mut base = live();
    base.as_of = day("2027-12-01");
    let fresh = |approval: &mut vetted::trust::note::Approval| approval.review_by = day("2028-12-01");
    base.freeze("en/first", 2, &article("first", "kestrel"));
    base.approve_with(("en/first", "veins"), 2, ("dr-ada", Role::Medical), fresh);
    base.approve_with(("en/first", "veins"), 2, ("ed-eve", Role::Editor), fresh);
    assert!(page(&base, "en/first.html").contains("has been due since"), "the facts were due in November");
    base.approve_facts(1, "ed-eve", Role::Service);
    let snippets: serde_json::Value = serde_json::from_slice(&base.site()["snippets/en/first.json"]).unwrap();
    assert_eq!(snippets["snippets"][0]["medical_review"]["until"], "2027-11-20");
    assert_eq!(snippets["snippets"][0]["status"], "expired");
}

#[test]
fn a_number_from_demonstration_facts_is_marked_on_every_page_that_shows_it() {
    let mut base = live();
    let reviewers = String::from_utf8(base.files["trust/reviewers.toml"].clone()).unwrap();
    let shown = reviewers.replace(
        "roles = [\"editor\", \"service\"]",
        "roles = [\"editor\", \"service\"]\ndemonstration = true",
    );
    base.put("trust/reviewers.toml", &shown);
    for (path, bytes) in base.site().iter().filter(|(path, _)| path.ends_with(".html")) {
        let page = String::from_utf8_lossy(bytes);
        assert!(
            page.contains("no doctor has checked") || page.contains("врач этот текст не проверял"),
            "{path}"
        );
    }
}

#[test]
fn a_missing_record_or_an_unknown_region_leaves_the_old_site() {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in &live().files {
        let file = folder.path().join(name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, bytes).unwrap();
    }
    let build = |arguments: &[&str]| {
        let mut command = program();
        command
            .args(["--as-of", "2026-11-20", "build"])
            .args(arguments)
            .current_dir(folder.path())
            .output()
            .unwrap()
    };
    assert!(build(&[]).status.success());
    let before = crate::determinism::tree(&folder.path().join("public"));
    let done = build(&["--region", "nowhere"]);
    assert_eq!(done.status.code(), Some(2), "{}", String::from_utf8_lossy(&done.stderr));
    fs::rename(folder.path().join("record"), folder.path().join("elsewhere")).unwrap();
    let done = build(&[]);
    assert_eq!(done.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&done.stderr).contains("there is no folder"));
    std::os::unix::fs::symlink("elsewhere", folder.path().join("record")).unwrap();
    assert_eq!(build(&[]).status.code(), Some(2));
    assert_eq!(crate::determinism::tree(&folder.path().join("public")), before);
}
