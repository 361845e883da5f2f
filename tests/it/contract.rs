//! The client's contract, on every page: nothing is loaded, nothing is kept, every link leads somewhere.

use std::collections::{BTreeMap, BTreeSet};

use vetted::base::digest::Digest;
use vetted::trust::words::Reach;

use crate::base::{Base, SERVICES, article, article_with};

/// A site with every sort of page there is.
pub fn site() -> BTreeMap<String, Vec<u8>> {
    base().site()
}

/// The knowledge base of that site.
pub fn base() -> Base {
    let mut base = Base::new();
    let urgent =
        article_with("first", "alpha", "next = [\"second\"]").replace("\"routine\"", "\"emergency\"");
    let linked = urgent
        .replace("It is leadalpha.", "[More](second.md#what), [less](gone.md), [web](https://example.org/).");
    base.freeze("en/first", 1, &linked.replace("{#what .snippet}", "{#what .snippet .sos}"));
    base.approve("en/first", "veins", 1);
    base.freeze("en/second", 1, &article_with("second", "beta", "aliases = [\"former\", \"third\"]"));
    base.approve("en/second", "veins", 1);
    base.freeze("ru/second", 1, &article_with("second", "gamma", "source_language = \"en\""));
    base.approve_translation("ru/second", "veins", 1, 1);
    base.freeze("en/third", 1, &article("third", "delta"));
    base.approve("en/third", "veins", 1);
    base.withdraw(("en/third", "veins"), 1, "dr-ada", Reach::EveryLanguage);
    base.publish_services(1, SERVICES);
    base
}

/// Every page that a client meets, by path; the workers' console has a contract of its own.
fn pages(site: &BTreeMap<String, Vec<u8>>) -> Vec<(&str, &str)> {
    let pages = site.iter().filter(|(path, _)| path.ends_with(".html") && !path.ends_with("/answers.html"));
    pages.map(|(path, bytes)| (path.as_str(), std::str::from_utf8(bytes).unwrap())).collect()
}

/// Those of them that carry no script but the theme's: all but the search, which also asks for a file.
fn quiet_pages(site: &BTreeMap<String, Vec<u8>>) -> Vec<(&str, &str)> {
    pages(site).into_iter().filter(|(path, _)| !path.ends_with("/search.html")).collect()
}

/// The values of an attribute, as they are written.
fn attributes<'a>(page: &'a str, name: &str) -> Vec<&'a str> {
    let begins = format!(" {name}=\"");
    page.split(&begins).skip(1).map(|rest| rest.split('"').next().unwrap()).collect()
}

#[test]
fn a_page_loads_nothing_and_keeps_nothing() {
    let site = site();
    for (path, page) in quiet_pages(&site) {
        for forbidden in [
            "<script ",
            "<iframe",
            "<form",
            "<object",
            "<embed",
            "<svg",
            "@import",
            "url(",
            "stylesheet",
            "preload",
            "cookie",
            "serviceWorker",
            "manifest",
            "localStorage",
            "sessionStorage",
            "indexedDB",
            "fetch(",
            "XMLHttpRequest",
            "sendBeacon",
            "setTimeout",
            "setInterval",
            "eval(",
        ] {
            assert!(!page.contains(forbidden), "{path} holds {forbidden}");
        }
        for source in attributes(page, "src") {
            assert!(!source.contains(':') && !source.starts_with('/'), "{path} loads {source}");
        }
        assert!(page.contains("<link rel=\"icon\" href=\"data:,\">"), "{path}");
        assert!(page.contains("<meta name=\"referrer\" content=\"no-referrer\">"), "{path}");
    }
}

/// What stands between every `<name>` and its end.
fn contents<'a>(page: &'a str, name: &str) -> Vec<&'a str> {
    let (begin, end) = (format!("<{name}>"), format!("</{name}>"));
    page.split(&begin).skip(1).map(|rest| rest.split(&end).next().unwrap()).collect()
}

fn hash(text: &str) -> String {
    format!("'sha256-{}'", Digest::of(text.as_bytes()).to_base64())
}

/// A script of the theme as pages carry it: without its comments.
fn script(name: &str) -> String {
    let path = format!("{}/themes/default/assets/{name}", env!("CARGO_MANIFEST_DIR"));
    let code = std::fs::read_to_string(path).unwrap();
    code.split_inclusive('\n').filter(|line| !line.trim_start().starts_with("//")).collect()
}

#[test]
fn the_policy_of_a_page_allows_its_style_and_the_scripts_of_the_theme_and_nothing_else() {
    let site = site();
    for (path, page) in quiet_pages(&site) {
        let mut known = vec![script("page.js")];
        if path.ends_with("/services.html") {
            known.insert(0, script("services.js"));
        }
        assert_eq!(contents(page, "script"), known, "{path}");
        let style = contents(page, "style")[0];
        let policy = page
            .split("http-equiv=\"Content-Security-Policy\" content=\"")
            .nth(1)
            .unwrap()
            .split('"')
            .next()
            .unwrap();
        let scripts: Vec<String> = known.iter().map(|script| hash(script)).collect();
        let expected = format!(
            "default-src 'none'; style-src {}; script-src {}; img-src 'self' data:; base-uri 'none'; form-action 'none'",
            hash(style),
            scripts.join(" ")
        );
        assert_eq!(policy, expected, "{path}");
        assert!(!page.contains(" style=\"") && !page.contains(" onclick"), "{path}");
    }
}

#[test]
fn every_link_leads_somewhere() {
    let site = site();
    let ids: BTreeMap<&str, BTreeSet<&str>> = pages(&site)
        .into_iter()
        .map(|(path, page)| (path, attributes(page, "id").into_iter().collect()))
        .collect();
    for (path, page) in pages(&site).into_iter().filter(|(path, _)| *path != "404.html") {
        for href in attributes(page, "href") {
            if href.starts_with("https:") || href.starts_with("tel:") || href == "data:," {
                continue;
            }
            let (file, anchor) = href.split_once('#').unwrap_or((href, ""));
            let target = if file.is_empty() { path.to_owned() } else { follow(path, file) };
            assert!(site.contains_key(&target), "{path} leads to {href}, which is not there");
            if !anchor.is_empty() {
                assert!(
                    ids[target.as_str()].contains(anchor),
                    "{path} leads to {href}, where no such place is"
                );
            }
        }
    }
}

fn follow(from: &str, reference: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in reference.split('/') {
        match part {
            ".." => assert!(parts.pop().is_some(), "{from} leads out of the site: {reference}"),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[test]
fn only_the_page_for_lost_addresses_uses_the_base_url() {
    let site = site();
    for (path, page) in pages(&site) {
        assert_eq!(page.contains("https://test.example/"), path == "404.html", "{path}");
        let outside = attributes(page, "href").into_iter().filter(|href| href.starts_with("https:"));
        for href in outside.filter(|href| !href.starts_with("https://test.example/")) {
            let at = page.find(&format!("href=\"{href}\"")).unwrap();
            let element = &page[page[..at].rfind('<').unwrap()..at + page[at..].find('>').unwrap()];
            assert!(element.contains("noreferrer"), "{path}: {element}");
        }
    }
}

#[test]
fn a_link_to_a_text_that_is_not_published_is_words_alone() {
    let site = site();
    let page = String::from_utf8(site["en/first.html"].clone()).unwrap();
    assert!(!page.contains("gone.html") && page.contains("less"), "{page}");
    assert!(page.contains("href=\"../en/second.html#what\""), "{page}");
}

#[test]
fn a_former_id_leads_on_and_never_takes_the_place_of_another_text() {
    let site = site();
    let page = String::from_utf8(site["en/former.html"].clone()).unwrap();
    assert!(page.contains("content=\"0; url=../en/second.html\"") && page.contains("About beta"), "{page}");
    assert!(String::from_utf8_lossy(&site["en/third.html"]).contains("This text was withdrawn"));
}

#[test]
fn a_withdrawn_text_leaves_a_page_that_says_so() {
    let site = site();
    let page = String::from_utf8(site["en/third.html"].clone()).unwrap();
    assert!(page.contains("This text was withdrawn") && page.contains("there was an error in it"), "{page}");
    assert!(!page.contains("delta"));
    let snippets: serde_json::Value = serde_json::from_slice(&site["snippets/en/third.json"]).unwrap();
    let left = snippets["snippets"][0].as_object().unwrap();
    assert_eq!(left.keys().collect::<Vec<_>>(), ["id", "code", "status"]);
    assert_eq!(left["status"], "withdrawn");
    assert!(site.contains_key("record/en/third/withdrawn.1.dr-ada.note"));
    assert!(!site.keys().any(|path| path.starts_with("record/en/third/1/")));
}

#[test]
fn a_picture_keeps_its_room_before_it_comes() {
    let mut base = Base::new();
    let shows = article("shows", "alpha") + "\n![A hand](hand.png) ![An arm](arm.png)\n";
    base.freeze("en/shows", 1, &shows);
    for (name, broken) in [("hand", false), ("arm", true)] {
        let path = format!("record/en/shows/1/{name}.png");
        base.put_picture(&path, name);
        let bytes = base.files.get_mut(&path).unwrap();
        // Width and height stand behind the signature and the head of the first chunk.
        bytes[16..24].copy_from_slice(&[0, 0, 1, 0x40, 0, 0, 0, 0xC8]);
        if broken {
            bytes.truncate(12);
        }
    }
    base.approve("en/shows", "veins", 1);
    let site = base.site();
    let page = std::str::from_utf8(&site["en/shows.html"]).unwrap();
    let folder = "../record/en/shows/1";
    assert!(
        page.contains(&format!(
            "<img src=\"{folder}/hand.png\" alt=\"A hand\" width=\"320\" height=\"200\">"
        )),
        "{page}"
    );
    assert!(
        page.contains(&format!("<img src=\"{folder}/arm.png\" alt=\"An arm\">")),
        "no size is better than a wrong one"
    );
}
