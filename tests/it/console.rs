//! The workers' console: what it carries, and what it does not. How it behaves is tried in a browser, in `tests/browser/`.

use std::collections::BTreeMap;

use serde_json::Value;
use vetted::base::digest::Digest;
use vetted::trust::words::Reach;

use crate::base::{Base, article, article_with};
use crate::contract;

/// A base with texts in two languages, one of them withdrawn.
fn base() -> Base {
    let mut base = Base::new();
    base.freeze(
        "en/first",
        1,
        &article("first", "alpha").replace("It is lead", "`</script><!--` It is lead"),
    );
    base.approve("en/first", "veins", 1);
    base.freeze("en/second", 1, &article("second", "beta"));
    base.approve("en/second", "veins", 1);
    base.freeze("en/third", 1, &article("third", "delta"));
    base.approve("en/third", "veins", 1);
    base.withdraw(("en/third", "veins"), 1, "dr-ada", Reach::EveryLanguage);
    base.freeze("ru/first", 1, &article_with("first", "гамма", "source_language = \"en\""));
    base.approve_translation("ru/first", "veins", 1, 1);
    base
}

fn page<'a>(site: &'a BTreeMap<String, Vec<u8>>, lang: &str) -> &'a str {
    std::str::from_utf8(&site[&format!("{lang}/answers.html")]).unwrap()
}

fn between<'a>(text: &'a str, begin: &str, end: &str) -> &'a str {
    text.split_once(begin).unwrap().1.split_once(end).unwrap().0
}

fn texts(page: &str) -> Value {
    serde_json::from_str(between(page, "<script type=\"application/json\" id=\"texts\">", "</script>"))
        .unwrap()
}

#[test]
fn its_messages_are_those_of_the_json() {
    let site = base().site();
    for lang in ["en", "ru"] {
        let told: Value = serde_json::from_slice(&site[&format!("snippets/{lang}.json")]).unwrap();
        let console = texts(page(&site, lang));
        let mut compared = 0;
        for snippet in told["snippets"].as_array().unwrap() {
            let articles = console["articles"].as_array().unwrap();
            let own =
                articles.iter().find(|own| Some(own["id"].as_str().unwrap()) == snippet["article"].as_str());
            let Some(own) = own else {
                assert_eq!(snippet["status"], "withdrawn");
                continue;
            };
            let part =
                own["snippets"].as_array().unwrap().iter().find(|part| part["anchor"] == snippet["anchor"]);
            for (format, parts) in part.unwrap()["formats"].as_object().unwrap() {
                let line = |place: &Value| {
                    own["lines"][usize::try_from(place.as_u64().unwrap()).unwrap()].as_str().unwrap()
                };
                let texts =
                    parts.as_array().unwrap().iter().map(|lines| {
                        lines.as_array().unwrap().iter().map(line).collect::<Vec<_>>().join("\n")
                    });
                let wanted = snippet["formats"][format]["parts"].as_array().unwrap();
                let wanted: Vec<&str> = wanted.iter().map(|part| part["text"].as_str().unwrap()).collect();
                assert_eq!(texts.collect::<Vec<_>>(), wanted, "{lang} {format}");
                compared += 1;
            }
        }
        assert!(compared >= 6, "{lang}: {compared}");
    }
}

#[test]
fn of_a_withdrawn_text_there_is_its_id_and_its_codes() {
    let site = base().site();
    let english = page(&site, "en");
    assert!(!english.contains("delta"));
    let console = texts(english);
    let third = console["articles"].as_array().unwrap().iter().find(|own| own["id"] == "third").unwrap();
    let keys: Vec<&String> = third.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["id", "status", "snippets"], "{third}");
    let keys: Vec<&String> = third["snippets"][0].as_object().unwrap().keys().collect();
    assert_eq!(keys, ["anchor", "code"], "{third}");
}

#[test]
fn no_text_ends_the_page_and_no_script_is_without_its_hash() {
    let site = base().site();
    let english = page(&site, "en");
    let data = between(english, "<script type=\"application/json\" id=\"texts\">", "</script>");
    assert!(
        !data.contains('<') && data.contains("\\u003c/script>\\u003c!--") && data.trim_end().ends_with('}'),
        "{data}"
    );
    let policy = between(english, "http-equiv=\"Content-Security-Policy\" content=\"", "\"");
    assert!(policy.starts_with("default-src 'none';") && !policy.contains("unsafe"), "{policy}");
    let scripts: Vec<&str> =
        english.split("<script>").skip(1).map(|rest| rest.split_once("</script>").unwrap().0).collect();
    assert!(scripts.len() >= 6 && scripts[0].contains("function vettedSearch"), "{}", scripts.len());
    let style = between(english, "<style>", "</style>");
    for text in scripts.iter().chain([&style]) {
        let hash = format!("'sha256-{}'", Digest::of(text.as_bytes()).to_base64());
        assert!(policy.contains(&hash), "{policy}");
    }
    for forbidden in [
        "fetch(",
        "XMLHttpRequest",
        "localStorage",
        "sessionStorage",
        "indexedDB",
        "cookie",
        "innerHTML",
        "eval(",
    ] {
        assert!(!scripts.iter().any(|script| script.contains(forbidden)), "{forbidden}");
    }
}

#[test]
fn nothing_that_a_client_meets_leads_there() {
    let site = contract::site();
    for (path, bytes) in site.iter().filter(|(path, _)| !path.ends_with("answers.html")) {
        assert!(!String::from_utf8_lossy(bytes).contains("answers.html"), "{path}");
    }
    let console = page(&site, "en");
    assert!(console.contains("<meta name=\"robots\" content=\"noindex\">"));
    assert!(!console.contains("href=\"../"), "a page that is carried away leads nowhere");
}

#[test]
fn a_theme_of_its_own_must_leave_room_for_the_texts() {
    for (template, found) in
        [("<p>", true), ("{{ page.texts }}{{ page.texts }}", true), ("{{ page.texts }}", false)]
    {
        let mut base = base();
        let settings = String::from_utf8(base.files["vetted.toml"].clone()).unwrap();
        base.put("vetted.toml", &format!("{settings}theme = \"mine\"\n"));
        base.put("themes/mine/templates/answers.html", template);
        let built = base.build();
        let told = format!("{:?}", built.stopping);
        assert_eq!(told.contains("page.texts"), found, "{template}: {told}");
        assert_eq!(built.site.is_none(), found);
    }
}
