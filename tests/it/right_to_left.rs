//! A site in a language that runs from right to left: its messages in every format, its JSON, its pages as files. How the pages
//! look is tried in a browser, in `tests/browser/`.

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;
use std::sync::LazyLock;

use serde_json::Value;
use walkdir::WalkDir;

use crate::repository;

/// The knowledge base that `tests/right-to-left/make` signs, built.
static SITE: LazyLock<BTreeMap<String, Vec<u8>>> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let made = Command::new(repository::root().join("tests/right-to-left/make"))
        .arg(env!("CARGO_BIN_EXE_vetted"))
        .arg(folder.path())
        .status()
        .unwrap();
    assert!(made.success());
    let built = repository::program()
        .args(["--as-of", "2026-11-20", "-C"])
        .arg(folder.path())
        .args(["build", "--strict"])
        .output()
        .unwrap();
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    let root = folder.path().join("public");
    let files =
        WalkDir::new(&root).into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file());
    let files = files.map(|entry| {
        let path = entry.path().strip_prefix(&root).unwrap().to_str().unwrap().to_owned();
        (path, fs::read(entry.path()).unwrap())
    });
    files.collect()
});

fn text(path: &str) -> &'static str {
    std::str::from_utf8(&SITE[path]).unwrap()
}

fn json(path: &str) -> Value {
    serde_json::from_str(text(path)).unwrap()
}

/// The pages of the language that runs from the right.
fn pages() -> impl Iterator<Item = (&'static str, &'static str)> {
    let is_page = |path: &&String| path.starts_with("fa/") && path.ends_with(".html");
    SITE.keys().filter(is_page).map(|path| (path.as_str(), text(path)))
}

#[test]
fn every_page_says_which_way_it_runs() {
    let mut count = 0;
    for (path, page) in pages() {
        assert!(page.contains("<html lang=\"fa\" dir=\"rtl\">"), "{path}");
        count += 1;
    }
    assert!(count > 12, "{count}");
    for path in ["en/vein-care.html", "ru/index.html"] {
        assert!(text(path).contains(" dir=\"ltr\">"), "{path}");
    }
    assert!(text("index.html").contains("<html lang=\"fa\" dir=\"rtl\">"));
}

#[test]
fn every_sort_of_page_is_there() {
    let says = |path: &str, words: &str| assert!(text(path).contains(words), "{path} does not say {words}");
    says("fa/old-veins.html", "content=\"0; url=../fa/vein-care.html\"");
    says("fa/tests.html", "این متن پس گرفته شد");
    says("fa/withdrawal.html", "بررسی تازهٔ این متن عقب افتاده است");
    says("fa/vein-care.html", "متن اصلی این ترجمه عوض شده است");
    says("fa/abscess.html", "<table>");
    says("fa/abscess.html", "class=\"advice dont\"");
    says("fa/services.html", "<span dir=\"ltr\">https://lantern-house.example/fa/</span>");
    assert!(!SITE.contains_key("fa/call-offer.html"), "a text for workers has no page");
    let index = text("fa/a-z.html");
    let at = |words: &str| index.find(words).unwrap_or_else(|| panic!("the index lacks {words}"));
    assert!(
        at(">آبسه<") < at(">اوردوز<")
            && at(">اوردوز<") < at(">پوست داغ<")
            && at(">هروئین<") < at(">naloxone<")
    );
}

/// What a message sets apart from its line: never one in another, across lines, half of a pair of brackets, or a blank.
fn set_apart(words: &str) -> Vec<&str> {
    let directions = |one: char| {
        matches!(one, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2067}' | '\u{2068}')
    };
    assert!(!words.contains(directions), "{words}");
    let mut apart = Vec::new();
    for line in words.lines() {
        let (before, pieces) = line.split_once('\u{2066}').unwrap_or((line, ""));
        assert!(!before.contains('\u{2069}'), "closed and never opened: {line}");
        for piece in pieces.split_terminator('\u{2066}') {
            let (inside, after) = piece.split_once('\u{2069}').unwrap_or_else(|| panic!("left open: {line}"));
            let count = |sign: char| inside.matches(sign).count();
            assert!(!after.contains('\u{2069}') && !inside.contains(['{', '}']), "{line}");
            assert_eq!(count('('), count(')'), "a pair of brackets is parted: {line}");
            apart.push(inside);
        }
    }
    apart
}

#[test]
fn every_message_keeps_its_order_its_counts_and_its_limits() {
    let file = json("snippets/fa.json");
    let live = file["snippets"].as_array().unwrap().iter().filter(|one| one["status"] != "withdrawn");
    let (mut messages, mut apart) = (0, Vec::new());
    for snippet in live {
        let formats = snippet["formats"].as_object().unwrap();
        assert_eq!(formats.len(), 9, "{}", snippet["id"]);
        for (name, format) in formats {
            let parts = format["parts"].as_array().unwrap();
            let whole: String = parts.iter().map(|part| within_limits(name, part)).collect();
            let bare = whole.replace('\\', "");
            for blank in snippet["placeholders"].as_array().unwrap() {
                let written = format!("{{{}}}", blank["name"].as_str().unwrap());
                assert!(bare.contains(&written), "{name} {} lacks {written}", snippet["id"]);
            }
            if name == "plain" {
                apart.extend(set_apart(&whole).into_iter().map(str::to_owned));
            }
            messages += parts.len();
        }
    }
    assert!(messages >= 60, "{messages}");
    for expected in ["115 (IR)", "naloxone", "+0 (21) 000-00-01 (IR)", "clinic 24", "2 mg"] {
        assert!(apart.iter().any(|words| words == expected), "{expected} is not among {apart:?}");
    }
}

/// Looks at one message in one format, and gives its words.
fn within_limits<'a>(format: &str, part: &'a Value) -> &'a str {
    let words = part["text"].as_str().unwrap();
    set_apart(words);
    assert_eq!(part["chars"], words.chars().count(), "{part}");
    assert_eq!(part["utf16"], words.encode_utf16().count(), "{part}");
    assert_eq!(part["bytes"], words.len(), "{part}");
    let within = match format {
        "signal" => words.len() <= 2_000,
        "sms" => part["encoding"] == "ucs-2" && part["segments"] == segments(words),
        _ => words.encode_utf16().count() <= 4_096,
    };
    assert!(within, "{format}: {part}");
    words
}

/// How many text messages carry these words (3GPP TS 23.040): 70 units in one, 67 in each of several.
fn segments(words: &str) -> usize {
    let mut count = 1;
    let mut units = 0;
    if words.encode_utf16().count() <= 70 {
        return 1;
    }
    for letter in words.chars() {
        if units + letter.len_utf16() > 67 {
            count += 1;
            units = 0;
        }
        units += letter.len_utf16();
    }
    count
}

#[test]
fn the_json_keeps_its_schema_and_the_twins_their_numbers() {
    let schema = json("snippets/schema.json");
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    let files = SITE.keys().filter(|path| path.starts_with("snippets/fa") && path.ends_with(".json"));
    let mut checked = 0;
    for path in files {
        let faults: Vec<_> = validator.iter_errors(&json(path)).map(|fault| fault.to_string()).collect();
        assert!(faults.is_empty(), "{path}: {faults:?}");
        checked += 1;
    }
    assert!(checked > 6, "{checked}");
    assert!(text("fa/overdose-now.txt").contains("\u{2066}115 (IR)\u{2069}"));
    let withdrawn = &json("snippets/fa/tests.json")["snippets"][0];
    assert_eq!(withdrawn.as_object().unwrap().keys().collect::<Vec<_>>(), ["id", "code", "status"]);
    assert!(text("feed.fa.xml").contains("xml:lang=\"fa\""));
}
