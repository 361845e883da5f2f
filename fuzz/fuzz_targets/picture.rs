//! Any bytes as a picture of each kind, beside a text that shows it.
#![no_main]

use std::collections::BTreeMap;

use libfuzzer_sys::fuzz_target;
use vetted::base::day::Day;
use vetted::config;
use vetted::desk;
use vetted::diagnostic::Diagnostics;
use vetted::project::{File, Project};
use vetted_fuzz::{path, told};

const SETTINGS: &[u8] =
    b"site = \"fuzz.example\"\nname = \"A site\"\nlanguages = [\"en\"]\nregion = \"here\"\n\
    base_url = \"https://fuzz.example/\"\nexit_target = \"https://example.org/\"\n";

const TEXT: &[u8] =
    b"+++\nid = \"rest\"\ntitle = \"t\"\nsummary = \"s\"\nneed = \"information\"\nurgency = \"routine\"\n\
    audience = [\"client\"]\n[[sources]]\nkey = \"k\"\ntitle = \"t\"\norg = \"o\"\nyear = 2014\n+++\n\n\
    ![one](a.png) ![two](a.jpg) ![three](a.webp) [^k]\n";

fuzz_target!(|bytes: &[u8]| {
    let mut files = BTreeMap::new();
    let mut put = |name: &str, bytes: &[u8]| {
        files.insert(path(name), File::new(&path(name), bytes.to_vec()));
    };
    put("vetted.toml", SETTINGS);
    put("content/en/veins/rest.md", TEXT);
    for ending in ["png", "jpg", "webp"] {
        put(&format!("content/en/veins/a.{ending}"), bytes);
    }
    let project = Project::new(files, Diagnostics::new(), Day::parse("2026-11-20").expect("a day"));
    let config = config::read(&project, &mut Diagnostics::new()).expect("settings");
    let mut found = Diagnostics::new();
    desk::read(&project, &config, &mut found);
    let sorted = found.clone().into_sorted();
    let wrong =
        |ending: &str| sorted.iter().any(|finding| finding.message.contains(&format!("`a.{ending}`")));
    let fine = ["png", "jpg", "webp"].iter().filter(|ending| !wrong(ending)).count();
    assert!(fine <= 1, "a picture of two kinds: {sorted:?}");
    told(found);
});
