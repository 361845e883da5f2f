//! Who may sign in random records: every sort of reviewer and of key that the rules tell apart.

use std::fmt::Write as _;
use std::sync::LazyLock;

use ssh_key::PrivateKey;
use vetted::base::lang::Lang;
use vetted::base::name::SiteId;
use vetted::diagnostic::Diagnostics;
use vetted::project::File;
use vetted::trust::allowed_signers;
use vetted::trust::reviewers::Reviewers;

use crate::base::{key, path};

pub const SITE: &str = "naive.example";

/// A reviewer; an empty list is everything.
#[derive(Debug)]
pub struct Person {
    pub id: &'static str,
    pub roles: &'static [&'static str],
    pub topics: &'static [&'static str],
    pub languages: &'static [&'static str],
    pub demonstration: bool,
    pub keys: &'static [Key],
}

/// A key with its first and last day; an empty day is none.
#[derive(Debug)]
pub struct Key {
    pub name: &'static str,
    pub after: &'static str,
    pub before: &'static str,
    pub revoked: bool,
}

const fn lasting(name: &'static str) -> Key {
    Key { name, after: "", before: "", revoked: false }
}

const fn person(id: &'static str, roles: &'static [&'static str], keys: &'static [Key]) -> Person {
    Person { id, roles, topics: &[], languages: &[], demonstration: false, keys }
}

pub const PEOPLE: [Person; 8] = [
    person(
        "ada",
        &["medical"],
        &[
            Key { name: "ada-2", after: "2026-01-10", before: "", revoked: false },
            Key { name: "ada-1", after: "", before: "2026-01-10", revoked: false },
        ],
    ),
    person("ed", &["editor"], &[lasting("ed-1")]),
    Person {
        topics: &["veins"],
        ..person(
            "bo",
            &["medical"],
            &[lasting("bo-1"), Key { name: "bo-2", after: "", before: "", revoked: true }],
        )
    },
    person("both", &["editor", "medical"], &[lasting("both-1")]),
    Person { languages: &["ru"], ..person("ron", &["editor"], &[lasting("ron-1")]) },
    person("sam", &["service"], &[lasting("sam-1")]),
    Person { demonstration: true, ..person("demo-med", &["medical", "service"], &[lasting("demo-1")]) },
    Person { demonstration: true, ..person("demo-ed", &["editor"], &[lasting("demo-2")]) },
];

pub fn known(id: &str) -> Option<&'static Person> {
    PEOPLE.iter().find(|person| person.id == id)
}

fn public(name: &str) -> String {
    let line = PrivateKey::public_key(&key(name)).to_openssh().unwrap();
    // Without its comment, which could name only one reviewer.
    line.rsplit_once(' ').unwrap().0.to_owned()
}

fn listed(words: &[&str]) -> String {
    if words.is_empty() { "\"*\"".to_owned() } else { format!("\"{}\"", words.join("\", \"")) }
}

/// The files of `trust/` but for the policy.
pub static FILES: LazyLock<Vec<(String, Vec<u8>)>> = LazyLock::new(files);

fn files() -> Vec<(String, Vec<u8>)> {
    let (mut reviewers, mut revoked) = (String::new(), String::new());
    for Person { id, roles, topics, languages, demonstration, keys } in &PEOPLE {
        let (topics, languages) = (listed(topics), listed(languages));
        write!(
            reviewers,
            "[{id}]\npublic = \"a reviewer\"\nroles = [{}]\ntopics = [{topics}]\nlanguages = [{languages}]\ndemonstration = {demonstration}\nkeys = [",
            listed(roles),
        )
        .unwrap();
        for Key { name, after, before, revoked: is_revoked } in *keys {
            let mut line = format!("{{ key = \"{}\"", public(name));
            for (word, day) in [("valid-after", after), ("valid-before", before)] {
                if !day.is_empty() {
                    write!(line, ", {word} = {day}").unwrap();
                }
            }
            writeln!(reviewers, "{line} }},").unwrap();
            if *is_revoked {
                writeln!(revoked, "{}", public(name)).unwrap();
            }
        }
        reviewers.push_str("]\n");
    }
    let File::Text(source) = File::new(&path("trust/reviewers.toml"), reviewers.clone().into()) else {
        panic!("reviewers are text")
    };
    let languages = ["en", "ru"].map(|tag| Lang::parse(tag).unwrap());
    let mut found = Diagnostics::new();
    let parsed = Reviewers::parse(&source, &languages, &mut found).unwrap_or_else(|| panic!("{found:?}"));
    let signers = allowed_signers::generate(&parsed, &SiteId::parse(SITE).unwrap());
    [("reviewers.toml", reviewers), ("allowed_signers", signers), ("revoked", revoked)]
        .map(|(name, text)| (format!("trust/{name}"), text.into_bytes()))
        .to_vec()
}
