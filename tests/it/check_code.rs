//! A stranger who has `docs/record-format.md` and Python comes to the same check codes as we do.

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;

use serde_json::Value;

use crate::base::{Base, SITE, article};
use crate::links;
use crate::repository::root;

/// Runs a program once for every four arguments behind it.
const RUNNER: &str = "import sys
program, *rest = sys.argv[1:]
for at in range(0, len(rest), 4):
    sys.argv[1:] = rest[at:at + 4]
    exec(program, {})";

/// The program that the documentation prints.
fn program() -> String {
    let text = fs::read_to_string(root().join("docs/record-format.md")).unwrap();
    let program = text.split("```python\n").nth(1).expect("the documentation has a program");
    program.split("```").next().unwrap().to_owned()
}

/// Whether there is a Python that reads TOML; says aloud where there is none.
fn has_python() -> bool {
    let there = Command::new("python3").args(["-c", "import tomllib"]).output();
    let there = there.is_ok_and(|done| done.status.success());
    if !there {
        eprintln!("skipped: there is no Python 3.11");
    }
    there
}

/// Compares the code and the digest of every snippet that a site publishes; returns how many there are.
fn compare(id: &str, site: &BTreeMap<String, Vec<u8>>) -> usize {
    let folder = tempfile::tempdir().unwrap();
    let mut arguments = vec!["-c".to_owned(), RUNNER.to_owned(), program()];
    let mut ours = Vec::new();
    for (path, text) in site {
        let parts: Vec<&str> = path.split('/').collect();
        let ["record", lang, article, _, "article.md"] = parts[..] else { continue };
        let file = folder.path().join(format!("{lang}-{article}.md"));
        fs::write(&file, text).unwrap();
        let Some(snippets) = site.get(&format!("snippets/{lang}/{article}.json")) else { continue };
        let snippets: Value = serde_json::from_slice(snippets).unwrap();
        for snippet in snippets["snippets"].as_array().unwrap() {
            if !snippet["variant_of"].is_null() {
                continue;
            }
            let [name, code, digest] = ["id", "code", "core_hash"].map(|key| snippet[key].as_str().unwrap());
            arguments.extend([id, lang, name, file.to_str().unwrap()].map(str::to_owned));
            ours.extend([code.to_owned(), digest.to_owned()]);
        }
    }
    let done = Command::new("python3").args(arguments).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let theirs: Vec<_> = String::from_utf8(done.stdout).unwrap().lines().map(str::to_owned).collect();
    assert_eq!(theirs, ours);
    ours.len() / 2
}

#[test]
fn the_documented_program_computes_our_codes() {
    if !has_python() {
        return;
    }
    let mut base = Base::new();
    let text = article("first", "alpha").replace("\"About alpha\"", "\"\\\"Альфа\\\"\"")
        + "\n### Below {#below}\n\nMore[^own].   \n\n> A quote.\n\n\n## Next {#next .snippet}\n\nThe last. [^who14]\n\n\
           > [!CAUTION]\n> - late\n>\n> **Call** {contacts.ambulance}.\n\n[^own]: A note\nof two lines. [^who14]\n\n    And more.\n\n";
    base.freeze("en/first", 1, &text);
    base.approve("en/first", "veins", 1);
    assert_eq!(compare(SITE, &base.site()), 2);
}

#[test]
fn it_computes_the_codes_of_the_starter() {
    if !has_python() {
        return;
    }
    assert!(compare("starter.example", links::starter().0) > 50);
}
