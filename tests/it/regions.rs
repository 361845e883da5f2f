//! A second region: other facts, fewer texts, no services.

use std::collections::BTreeMap;
use std::process::Command;

use vetted::trust::words::Role;

use crate::base::{Base, SERVICES, article, article_with, files};
use crate::determinism::tree;

const FACT: &str =
    "kind = \"phone\"\ntext = \"112\"\ncountry = \"GB\"\nsource = \"s\"\nchecked = 2026-11-01\n";

/// A site for `here`, where everything is, and for `there`, whose facts leave one article out, do not know one thing and
/// lack another.
fn base() -> Base {
    let mut base = Base::new();
    base.put(
        "record/facts/here/2/facts.toml",
        &["ambulance", "bus", "only_here"].map(|key| format!("[contacts.{key}]\n{FACT}")).concat(),
    );
    base.approve_facts(2, "ed-eve", Role::Service);
    base.put(
        "record/facts/there/1/facts.toml",
        &format!(
            "leave_out = [\"absent\"]\n[contacts.ambulance]\n{FACT}[contacts.bus]\nkind = \"phone\"\nunknown = true\n"
        ),
    );
    base.approve_table("facts/there", 1, ("ed-eve", Role::Service));
    base.publish_services(1, SERVICES);
    let texts = [
        article_with("everywhere", "kestrel", "next = [\"absent\"]") + "\nRead [on](absent.md).\n",
        article("absent", "heron")
            .replace("\"routine\"", "\"emergency\"")
            .replace(".snippet}", ".snippet .sos}"),
        article("unsure", "wagtail").replace("{contacts.ambulance}", "{contacts.bus}"),
        article("lacking", "ostrich").replace("{contacts.ambulance}", "{contacts.only_here}"),
    ];
    for (id, text) in ["everywhere", "absent", "unsure", "lacking"].into_iter().zip(texts) {
        base.freeze(&format!("en/{id}"), 1, &text);
        base.approve(&format!("en/{id}"), "veins", 1);
    }
    base
}

/// The files whose name or content holds the word.
fn holding(site: &BTreeMap<String, Vec<u8>>, word: &str) -> Vec<String> {
    let has = |bytes: &[u8]| String::from_utf8_lossy(bytes).contains(word);
    let files = site.iter().filter(|(name, bytes)| has(name.as_bytes()) || has(bytes));
    files.map(|(name, _)| name.clone()).collect()
}

#[test]
fn what_a_region_leaves_out_or_lacks_occurs_nowhere() {
    let base = base();
    let here = files(base.build_for(None));
    for word in ["kestrel", "heron", "wagtail", "ostrich"] {
        for place in ["en/", "snippets/index.json", "record/en/"] {
            assert!(holding(&here, word).iter().any(|file| file.starts_with(place)), "{word} in {place}");
        }
    }
    assert!(holding(&here, "en/absent.html").contains(&"index.html".to_owned()));
    assert!(holding(&here, "heron").contains(&"en/sos.html".to_owned()));

    let there = files(base.build_for(Some("there")));
    for (word, link) in [("heron", "absent.html"), ("ostrich", "lacking.html")] {
        assert_eq!(holding(&there, word), Vec::<String>::new());
        assert_eq!(holding(&there, link), Vec::<String>::new());
    }
    assert!(!there.keys().any(|path| path.contains("absent") || path.contains("lacking")));
    // The words of a link to it stay, without the link.
    let page = String::from_utf8(there["en/everywhere.html"].clone()).unwrap();
    assert!(page.contains("kestrel") && page.contains("on<span class=\"added withheld\""), "{page}");
    assert!(page.contains("href=\"tel:112\"") && page.contains("United Kingdom"));
}

#[test]
fn what_a_region_does_not_know_is_said_to_be_unknown() {
    let there = files(base().build_for(Some("there")));
    let page = String::from_utf8(there["en/unsure.html"].clone()).unwrap();
    assert!(page.contains("wagtail") && page.contains("we could not confirm this here"), "{page}");
    let snippets = String::from_utf8(there["snippets/en/unsure.json"].clone()).unwrap();
    assert!(snippets.contains("we could not confirm this here"), "{snippets}");
}

#[test]
fn a_region_without_services_has_no_page_of_them_and_no_link() {
    let there = files(base().build_for(Some("there")));
    assert_eq!(holding(&there, "services.html"), Vec::<String>::new());
    assert_eq!(holding(&there, "record/services"), Vec::<String>::new());
    assert!(there.contains_key("record/facts/there/1/facts.toml"));
    assert!(!there.keys().any(|path| path.starts_with("record/facts/here")));
}

#[test]
fn a_fact_that_a_region_lacks_is_told_and_what_is_left_out_is_not() {
    let told = base().build_for(Some("there")).record.into_sorted();
    let told: Vec<&str> = told.iter().map(|fault| fault.message.as_str()).collect();
    assert_eq!(told, ["the live facts of `there` have no `contacts.only_here`"; 1]);
}

#[test]
fn the_starter_stands_in_london_too() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("site");
    let done = Command::new(env!("CARGO_BIN_EXE_vetted"))
        .args(["-C", env!("CARGO_MANIFEST_DIR"), "--as-of", "2026-11-22"])
        .args(["build", "--strict", "--region", "gb-london", "--out", out.to_str().unwrap()])
        .output()
        .unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let site = tree(&out);
    assert!(holding(&site, "href=\"tel:999\"").contains(&"sos.html".to_owned()));
    assert_eq!(holding(&site, "/services.html"), Vec::<String>::new());
    assert!(!site.keys().any(|path| path.starts_with("record/services/")));
}
