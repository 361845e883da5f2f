//! The clients' search as files: what can be found in them, and what they let a browser do. How the page behaves is tried in a
//! browser, in `tests/browser/`.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::Value;
use vetted::base::digest::Digest;
use vetted::trust::words::Reach;

use crate::base::{Base, article, article_with};
use crate::links::starter;
use crate::weight::gzipped;

type Site = BTreeMap<String, Vec<u8>>;

fn text<'a>(site: &'a Site, path: &str) -> &'a str {
    std::str::from_utf8(&site[path]).unwrap()
}

fn between<'a>(text: &'a str, begin: &str, end: &str) -> &'a str {
    text.split_once(begin).unwrap().1.split_once(end).unwrap().0
}

/// The path of the file that the page of a language asks for, and what it tells.
pub fn index(site: &Site, lang: &str) -> (String, Value) {
    let begins = format!("{lang}/search-{lang}.");
    let mut files = site.keys().filter(|path| path.starts_with(&begins));
    let path = files.next().unwrap().clone();
    assert_eq!(files.next(), None);
    let told = text(site, &path).strip_prefix("vettedTexts(").unwrap().strip_suffix(");\n").unwrap();
    let told = serde_json::from_str(told).unwrap();
    (path, told)
}

/// A base with a text, one for workers, one that is withdrawn, and one in another language.
fn base() -> Base {
    let mut base = Base::new();
    let long = format!("A summary of alpha: {}end.", "words and more ".repeat(12));
    let first = article("first", "alpha");
    let summary = between(&first, "summary = \"", "\"").to_owned();
    base.freeze("en/first", 1, &first.replace(&summary, &long));
    base.approve("en/first", "veins", 1);
    base.freeze("en/second", 1, &article_with("second", "betaword", "").replace("\"client\"", "\"worker\""));
    base.approve("en/second", "veins", 1);
    base.freeze("en/third", 1, &article("third", "deltaword"));
    base.approve("en/third", "veins", 1);
    base.withdraw(("en/third", "veins"), 1, "dr-ada", Reach::EveryLanguage);
    base.freeze("ru/first", 1, &article_with("first", "гамма", "source_language = \"en\""));
    base.approve_translation("ru/first", "veins", 1, 1);
    base
}

#[test]
fn what_can_be_found_are_the_texts_that_have_a_page() {
    let site = base().site();
    assert!(!site.contains_key("en/second.html"), "a text for workers has no page");
    let (path, told) = index(&site, "en");
    let texts = told["texts"].as_array().unwrap();
    assert_eq!(texts.len(), 1);
    assert_eq!(
        [&texts[0][0], &texts[0][1], &texts[0][2]],
        ["About alpha", "first.html", "routine"].map(Value::from).each_ref()
    );
    let excerpt = texts[0][3].as_str().unwrap();
    assert!(excerpt.starts_with("A summary of alpha: words") && excerpt.chars().count() <= 161, "{excerpt}");
    assert!(["words…", "and…", "more…"].iter().any(|end| excerpt.ends_with(end)), "{excerpt}");
    for gone in ["beta", "delta", "second", "third", "гамма"] {
        assert!(!text(&site, &path).contains(gone), "{gone}");
    }
    assert_eq!(index(&site, "ru").1["texts"][0][1], "first.html");
}

#[test]
fn the_name_of_the_file_tells_its_content() {
    let site = base().site();
    for lang in ["en", "ru"] {
        let (path, _) = index(&site, lang);
        let hash = Digest::of(&site[&path]).to_string();
        assert_eq!(path, format!("{lang}/search-{lang}.{}.js", &hash[..16]));
        let name = path.rsplit('/').next().unwrap();
        assert!(
            text(&site, &format!("{lang}/search.html")).contains(&format!("<script defer src=\"{name}\""))
        );
    }
}

#[test]
fn the_page_lets_in_its_own_scripts_and_the_file_beside_it() {
    let site = base().site();
    let page = text(&site, "en/search.html");
    let policy = between(page, "http-equiv=\"Content-Security-Policy\" content=\"", "\"");
    let hash = |text: &str| format!("'sha256-{}'", Digest::of(text.as_bytes()).to_base64());
    let scripts: Vec<&str> =
        page.split("<script>").skip(1).map(|rest| rest.split_once("</script>").unwrap().0).collect();
    assert!(scripts.len() == 3 && scripts[0].contains("function vettedSearch"));
    let mut expected = format!(
        "default-src 'none'; style-src {}; script-src 'self' file:",
        hash(between(page, "<style>", "</style>"))
    );
    scripts.iter().for_each(|script| write!(expected, " {}", hash(script)).unwrap());
    expected += "; img-src 'self' data:; base-uri 'none'; form-action 'none'";
    assert_eq!(policy, expected);
    assert_eq!(page.matches(" src=").count(), 1);
    for forbidden in [
        "<form",
        "fetch(",
        "XMLHttpRequest",
        "sendBeacon",
        "torage",
        "indexedDB",
        "cookie",
        "innerHTML",
        "eval(",
    ] {
        assert!(!page.contains(forbidden), "{forbidden}");
    }
    for address in ["location", "pushState", "replaceState", "document.title", " name=\"q"] {
        // The last is that of every page, which knows the way out.
        assert!(!scripts[..2].concat().contains(address), "{address}");
    }
    assert!(page.contains("<meta name=\"robots\" content=\"noindex\">"));
}

#[test]
fn every_page_leads_to_it() {
    let site = base().site();
    for (path, bytes) in &site {
        if path.ends_with(".html") && !path.ends_with("answers.html") {
            assert!(String::from_utf8_lossy(bytes).contains("/search.html\""), "{path}");
        }
    }
}

#[test]
fn what_the_starter_asks_for_is_small() {
    let (site, _) = starter();
    for lang in ["en", "ru"] {
        let (path, _) = index(site, lang);
        let (index, page) = (gzipped(&site[&path]), gzipped(&site[&format!("{lang}/search.html")]));
        eprintln!("{lang}, gzip: {path} {index}, search.html {page}");
        assert!(index <= 60_000 && page <= 14_000, "{lang}: {index} and {page} bytes");
    }
}
