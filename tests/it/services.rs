//! The directory of services: from the desk through approval and gate to its page.

use std::collections::BTreeMap;
use std::process::Command;

use vetted::trust::words::Role;

use crate::base::{Base, SERVICES, article};
use crate::determinism::tree;
use crate::story::{Story, TEXT};

fn text(site: &BTreeMap<String, Vec<u8>>, path: &str) -> String {
    String::from_utf8(site[path].clone()).unwrap()
}

/// A page without its elements and scripts, each run of spaces as one.
fn words(page: &str) -> String {
    let mut words = String::new();
    let still =
        page.split("<script>").map(|piece| piece.split_once("</script>").map_or(piece, |(_, rest)| rest));
    for piece in still.collect::<String>().split('<').skip(1) {
        words += " ";
        words += piece.split_once('>').unwrap().1;
    }
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A site with an article and this directory.
fn base(services: &str) -> Base {
    let mut base = Base::new();
    base.freeze("en/first", 1, &article("first", "alpha"));
    base.approve("en/first", "veins", 1);
    base.publish_services(1, services);
    base
}

#[test]
fn the_page_says_who_helps_where_and_when() {
    let site = base(SERVICES).site();
    let page = text(&site, "en/services.html");
    let said = words(&page);
    for words in [
        "Somewhere, Russia. Hours in local time: Europe/Moscow .",
        "Needle exchange The bus open late · Harbour Mon–Fri: 18:00–20:00 Sat: 22:00–02:00 (next day) \
         The house open late · by appointment Mon–Thu: 09:00–12:00, 13:00–17:00 Sun: day and night",
        "Lawyer The lawyer Open: we could not confirm this here",
        "The bus Needle exchange · Naloxone · Bus or van",
        "Phone +7 (812) 000-00-00",
        "Stops The gate Mon–Fri 18:00–20:00 The market Sat 22:00–02:00 (next day)",
        "What to bring we could not confirm this here",
        "Open by appointment Mon–Thu 09:00–12:00, 13:00–17:00 Fri, Sat closed Sun day and night",
        "What there is Tests &amp; tea",
        "Last checked: 1 November 2026 The house",
        "Last checked: 1 April 2026 . This is long ago: something may have changed",
        "Where we could not confirm this here",
        "ed-eve in public – check of services, 20 November 2026",
    ] {
        assert!(said.contains(words), "{words}\n{said}");
    }
    assert!(page.contains("<a class=\"tel\" dir=\"ltr\" href=\"tel:+78120000000\">+7 (812) 000-00-00</a>"));
    assert!(page.contains("href=\"https://house.test/\" rel=\"noreferrer noopener\""));
    assert!(page.contains("href=\"#kind_needle-exchange\"") && page.contains("id=\"kind_needle-exchange\""));
    assert!(!said.contains("Detox") && !said.contains("demonstration") && !said.contains("does not exist"));
    let russian = words_of(&site, "ru/services.html");
    assert!(russian.contains("Автобус допоздна · Гавань пн–пт: 18:00–20:00 сб: 22:00–02:00"), "{russian}");
}

fn words_of(site: &BTreeMap<String, Vec<u8>>, path: &str) -> String {
    words(&text(site, path))
}

#[test]
fn every_page_leads_to_it_where_it_is_and_nowhere_where_it_is_not() {
    let site = base(SERVICES).site();
    assert!(text(&site, "index.html").contains("href=\"en/services.html\""));
    assert!(text(&site, "ru/index.html").contains("href=\"../ru/services.html\""));
    assert!(text(&site, "en/services.html").contains("href=\"../ru/services.html\" hreflang=\"ru\""));

    let mut none = base(SERVICES);
    none.files.retain(|path, _| !path.contains("ed-eve.note.sig") || !path.contains("/services/"));
    assert_absent(&none.site(), &["en", "ru"]);

    // Without words in a language there is no page in it; nothing is filled in from another.
    let english = base(&SERVICES.replace(", ru = \"Ворота\"", "")).site();
    assert_absent(&english, &["ru"]);
    assert!(english.contains_key("en/services.html"));
}

fn assert_absent(site: &BTreeMap<String, Vec<u8>>, languages: &[&str]) {
    for lang in languages {
        assert!(!site.contains_key(&format!("{lang}/services.html")));
        let lead = format!("{lang}/services.html");
        for (path, bytes) in site.iter().filter(|(path, _)| path.ends_with(".html")) {
            assert!(!String::from_utf8_lossy(bytes).contains(&lead), "{path} leads to {lead}");
        }
    }
}

#[test]
fn a_new_version_waits_and_a_faulty_one_never_comes() {
    let mut base = base(SERVICES);
    let shows = |base: &Base, word: &str| {
        let site = base.site();
        site.values().any(|bytes| String::from_utf8_lossy(bytes).contains(word))
    };
    base.put("record/services/here/2/services.toml", &SERVICES.replace("The bus", "canarywaiting"));
    assert!(shows(&base, "The bus") && !shows(&base, "canarywaiting"));
    assert!(base.site().contains_key("record/services/here/1/services.toml"));
    base.publish_services(
        2,
        &SERVICES.replace("The bus", "canaryfaulty").replace("22:00-02:00", "22:00-22:00"),
    );
    assert!(shows(&base, "The bus") && !shows(&base, "canaryfaulty"));
    let told = base.build().record.into_sorted();
    assert!(told.iter().any(|fault| fault.message == "these hours end when they begin"), "{told:?}");
    base.publish_services(3, &SERVICES.replace("The bus", "newbus"));
    assert!(shows(&base, "newbus") && !shows(&base, "The bus"));
    assert!(!base.site().keys().any(|path| path.starts_with("record/services/here/1/")));
    base.put("record/services/here/3/services.toml", &SERVICES.replace("The bus", "canarychanged"));
    assert!(shows(&base, "The bus") && !shows(&base, "canary"));
    base.put("content/services/here.toml", &SERVICES.replace("The bus", "canarydesk"));
    assert!(!shows(&base, "canary"));
}

#[test]
fn a_lexicon_is_published_in_the_record() {
    let mut base = base(SERVICES);
    let terms = "[[terms]]\nterm = \"od\"\nkind = \"slang\"\nmeans = [\"first\"]\n";
    base.put("record/lexicon/en/1/lexicon.toml", terms);
    assert!(!base.site().keys().any(|path| path.starts_with("record/lexicon/")));
    base.approve_table("lexicon/en", 1, ("ed-eve", Role::Editor));
    let site = base.site();
    assert_eq!(text(&site, "record/lexicon/en/1/lexicon.toml"), terms);
    assert!(site.contains_key("record/lexicon/en/1/editor.ed-eve.note.sig"));
}

#[test]
fn every_example_says_so_and_a_theme_cannot_leave_it_out() {
    let example = SERVICES.replace("+7 (812)", "+0 (812)").replace("house.test", "house.example");
    let mut base = base(&format!("example = true\n{example}"));
    let site = base.site();
    for (lang, mark) in [("en", "example: this place does not exist"), ("ru", "пример: такого места нет")]
    {
        let page = text(&site, &format!("{lang}/services.html"));
        for entry in page.split("<section class=\"service\"").skip(1) {
            assert!(entry.contains(mark), "{entry}");
        }
        assert!(page.contains("+0 (812) 000-00-00") && page.contains("https://house.example/"));
        assert_eq!(page.matches("tel:").count(), 1, "the number for emergencies alone");
        assert!(!page.contains("href=\"https://house.example/"));
    }
    let settings = String::from_utf8(base.files["vetted.toml"].clone()).unwrap();
    base.put("vetted.toml", &format!("{settings}theme = \"mine\"\n"));
    let page = include_str!("../../themes/default/templates/services.html");
    base.put("themes/mine/templates/services.html", &page.replace("directory.example", "directory.city"));
    let built = base.build();
    assert!(built.site.is_none() && built.stopping.iter().any(|fault| fault.message.contains("example")));
}

#[test]
fn a_directory_that_nobody_reviews_any_more_is_marked_or_taken_off() {
    let mut base = base(SERVICES);
    base.as_of = crate::base::day("2028-01-01");
    let page = text(&base.site(), "en/services.html");
    assert!(page.contains("A new check of this text has been due since"), "{page}");
    let policy = String::from_utf8(base.files["trust/policy.toml"].clone()).unwrap();
    base.put("trust/policy.toml", &format!("{policy}\n[services]\non-expiry = \"withdraw\"\n"));
    assert_absent(&base.site(), &["en", "ru"]);
}

const LEXICON: &str = "[[terms]]\nterm = \"sore\"\nkind = \"plain\"\nmeans = [\"rest\", \"rest.today\"]\n";

#[test]
fn services_and_lexicons_are_approved_from_the_desk() {
    let story = Story::with_people();
    story.write("content/services/my-region.toml", &SERVICES.replace(", ru = \"Рынок\"", ""));
    let said = story.approve(0, ("ed-eve", "service"), "services/my-region", &[]);
    assert!(said.contains("signed record/services/my-region version 1 as service: it is live"), "{said}");
    assert_eq!(
        story.read("record/services/my-region/1/services.toml"),
        story.read("content/services/my-region.toml")
    );
    assert!(story.told(0, &["why", "services", "my-region"]).contains("live, version 1"));
    story.told(0, &["build"]);
    assert!(story.read("public/en/services.html").contains("The bus"));

    story.write("content/en/veins/rest.md", TEXT);
    story.write("content/lexicon/en.toml", LEXICON);
    let said = story.approve(0, ("ed-eve", "editor"), "lexicon/en", &[]);
    assert!(said.contains("signed record/lexicon/en version 1 as editor: it is live"), "{said}");
}

#[test]
fn what_check_calls_wrong_is_not_approved() {
    let story = Story::with_people();
    let said = story.approve(1, ("ed-eve", "service"), "services/my-region", &[]);
    assert!(said.contains("there is no content/services/my-region.toml"), "{said}");
    let said = story.approve(1, ("ed-eve", "editor"), "lexicon/en", &[]);
    assert!(said.contains("there is no content/lexicon/en.toml"), "{said}");
    for (from, to, fault) in [
        ("mon-fri = \"18:00-20:00\"", "mon-fri = \"18:00-18:00\"", "these hours end when they begin"),
        ("2026-11-01\nsource = \"a c", "2026-12-01\nsource = \"a c", "is yet to come"),
    ] {
        story.write("content/services/my-region.toml", &SERVICES.replace(from, to));
        let said = story.approve(1, ("ed-eve", "service"), "services/my-region", &[]);
        assert!(said.contains(fault) && said.contains("cannot be signed"), "{said}");
        assert!(story.told(1, &["check"]).contains(fault));
    }
    story.write("content/services/my-region.toml", SERVICES);
    assert!(story.told(0, &["check"]).contains("nobody has checked this service since 2026-04-01"));

    story.write("content/en/veins/rest.md", TEXT);
    for (from, to, fault) in [
        ("\"rest\",", "\"rset\",", "there is no article `rset` in `en`"),
        ("rest.today", "rest.tody", "the article has no snippet `tody`"),
    ] {
        story.write("content/lexicon/en.toml", &LEXICON.replace(from, to));
        let said = story.approve(1, ("ed-eve", "editor"), "lexicon/en", &[]);
        assert!(said.contains(fault) && said.contains("did you mean"), "{said}");
    }
}

/// The starter: a made-up city, each kind of service, and no number but real ones for emergencies that can be dialled.
#[test]
fn the_directory_of_the_starter_is_an_example_of_every_kind() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("site");
    let root = env!("CARGO_MANIFEST_DIR");
    let done = Command::new(env!("CARGO_BIN_EXE_vetted"))
        .args(["-C", root, "--as-of", "2026-11-22", "build", "--strict", "--out", out.to_str().unwrap()])
        .output()
        .unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let site = tree(&out);
    for lang in ["en", "ru"] {
        let page = text(&site, &format!("{lang}/services.html"));
        for kind in vetted::services::Kind::WORDS {
            assert!(page.contains(&format!("id=\"kind_{kind}\"")), "{lang}: {kind}");
        }
        assert!(page.matches("<section class=\"service\"").count() >= 8);
        assert_eq!(page.matches("tel:").count(), 1, "{lang}");
        assert!(page.to_lowercase().contains(if lang == "en" {
            "no doctor has"
        } else {
            "врач этот"
        }));
        assert!(site.contains_key(&format!("record/lexicon/{lang}/1/lexicon.toml")));
    }
    let block = text(&site, "en/services.html");
    let block = block.split("<pre dir=\"ltr\"><code>").nth(1).unwrap().split("</code>").next().unwrap();
    assert_eq!(block.lines().count(), 2);
    for command in block.lines() {
        let command = command.replace("&lt;", "<");
        let place = out.join("record/services/ru-spb/1");
        let done = Command::new("sh").args(["-ec", &command]).current_dir(place).output().unwrap();
        assert!(done.status.success(), "{command}: {}", String::from_utf8_lossy(&done.stderr));
    }
}
