//! The starter knowledge base of this repository: it builds, and a stranger can check it with stock tools.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use crate::determinism::tree;
use crate::links;
use crate::repository::program;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

fn vetted(arguments: &[&str]) -> Output {
    program().args(["-C", ROOT, "--as-of", "2026-11-22"]).args(arguments).output().unwrap()
}

/// Builds the starter into a folder of its own.
fn built() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("site");
    let done = vetted(&["build", "--strict", "--out", out.to_str().unwrap()]);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    folder
}

#[test]
fn check_is_silent() {
    let done = vetted(&["check"]);
    assert_eq!(String::from_utf8_lossy(&done.stderr), "");
    assert_eq!(String::from_utf8_lossy(&done.stdout), "nothing is wrong\n");
    assert!(done.status.success());
}

/// The text of `article.md` of the highest version in the record, by language and id.
fn frozen() -> BTreeMap<(String, String), Vec<u8>> {
    let mut frozen = BTreeMap::new();
    for path in tree(&Path::new(ROOT).join("record")).into_keys() {
        let parts: Vec<&str> = path.split('/').collect();
        if let [lang, id, version, "article.md"] = parts[..] {
            let file = format!("{ROOT}/record/{lang}/{id}/{version}/article.md");
            frozen.insert((lang.to_owned(), id.to_owned()), fs::read(file).unwrap());
        }
    }
    frozen
}

/// The texts that have a page: those for workers alone have none.
fn with_pages() -> Vec<(String, String)> {
    let for_workers = |text: &[u8]| String::from_utf8_lossy(text).contains("\naudience = [\"worker\"]");
    frozen().into_iter().filter(|(_, text)| !for_workers(text)).map(|(key, _)| key).collect()
}

#[test]
fn desk_and_record_agree() {
    let mut desk = BTreeMap::new();
    for (path, bytes) in tree(&Path::new(ROOT).join("content")) {
        let parts: Vec<&str> = path.split('/').collect();
        if let [lang, _, name] = parts[..]
            && let Some(id) = name.strip_suffix(".md")
        {
            desk.insert((lang.to_owned(), id.to_owned()), bytes);
        }
    }
    assert!(desk.len() >= 4);
    assert!(
        desk == frozen(),
        "run scripts/sign-starter: the working texts have changed since they were signed"
    );
    for kind in ["facts", "services", "lexicon"] {
        let desk = tree(&Path::new(ROOT).join("content").join(kind));
        assert!(!desk.is_empty());
        for (file, bytes) in desk {
            let name = file.strip_suffix(".toml").unwrap();
            let frozen = fs::read(format!("{ROOT}/record/{kind}/{name}/1/{kind}.toml"));
            assert!(frozen.is_ok_and(|frozen| frozen == bytes), "run scripts/sign-starter: {kind}/{file}");
        }
    }
}

#[test]
fn every_page_and_record_of_it_says_that_no_doctor_has_checked_it() {
    let (site, _) = links::starter();
    let text = |path: &str| String::from_utf8(site[path].clone()).unwrap();
    let marks =
        [("en", "demonstration: no doctor has checked this text"), ("ru", "врач этот текст не проверял")];
    for (lang, mark) in marks {
        for (_, id) in with_pages().iter().filter(|key| key.0 == lang) {
            for twin in ["html", "txt"] {
                assert!(
                    text(&format!("{lang}/{id}.{twin}")).to_lowercase().contains(mark),
                    "{lang}/{id}.{twin}"
                );
            }
        }
        let feed = text(&format!("feed.{lang}.xml")).to_lowercase();
        assert_eq!(
            feed.matches(mark).count(),
            feed.matches("<entry>").count() + 1,
            "the feed itself says it as well"
        );
        for page in ["index.html", "sos.html", "a-z.html", "search.html", "topic-overdose.html"] {
            assert!(text(&format!("{lang}/{page}")).to_lowercase().contains(mark), "{lang}/{page}");
        }
        let snippets: serde_json::Value =
            serde_json::from_str(&text(&format!("snippets/{lang}.json"))).unwrap();
        for snippet in snippets["snippets"].as_array().unwrap() {
            assert_eq!(snippet["status"], "demonstration");
            let part = snippet["formats"]["plain"]["parts"][0]["text"].as_str().unwrap();
            assert!(part.to_lowercase().contains(mark), "{part}");
        }
    }
    for (path, _) in site.iter().filter(|(path, _)| path.starts_with("v/")) {
        assert!(text(path).contains("demonstration: no doctor has checked this text"), "{path}");
    }
    let sos = text("sos.html").to_lowercase();
    assert!(sos.find("call an ambulance now").unwrap() < sos.find("no doctor has checked").unwrap());
    // A reader's own search for the word may stand among the search terms, and in the index, which is made of them; the site
    // never says it of itself.
    let own_words = |path: &str| path.ends_with("schema.json") || path.ends_with("/a-z.html");
    for (path, bytes) in site.iter().filter(|(path, _)| !own_words(path)) {
        let said = match path.rsplit('.').next() {
            Some("html" | "txt" | "xml") => "verified",
            _ => "\"status\":\"verified\"",
        };
        assert!(!String::from_utf8_lossy(bytes).contains(said), "{path} says verified");
    }
}

#[test]
fn the_commands_that_pages_print_succeed() {
    let folder = built();
    let site = folder.path().join("site");
    let mut run = 0;
    for (lang, id) in with_pages() {
        let page = fs::read_to_string(site.join(format!("{lang}/{id}.html"))).unwrap();
        let block = page.split("<pre dir=\"ltr\"><code>").nth(1).unwrap().split("</code>").next().unwrap();
        let place = page.split("<code dir=\"ltr\">record/").nth(1).unwrap().split('<').next().unwrap();
        for command in block.lines() {
            let command = command
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&amp;", "&");
            let done = Command::new("sh")
                .args(["-ec", &command])
                .current_dir(site.join("record").join(place))
                .output()
                .unwrap();
            let told = String::from_utf8_lossy(&done.stdout);
            assert!(done.status.success(), "{command}: {told}{}", String::from_utf8_lossy(&done.stderr));
            assert!(told.contains("Good ") || told.contains(": OK"), "{command}: {told}");
            run += 1;
        }
    }
    let pages = with_pages().len();
    assert!(
        pages >= 50 && run == 4 * pages,
        "two commands for each of two notes of {pages} texts, and there were {run}"
    );
}
