//! Nothing that is not cleared leaves a trace in the site, in any file or name.

use std::collections::BTreeMap;

use rayon::prelude::*;
use vetted::base::path::OutPath;
use vetted::diagnostic::{Code, Diagnostic, Diagnostics};
use vetted::emit::export::Target;
use vetted::pipeline::{self, Memo};
use vetted::site::InMemory;
use vetted::trust::words::{Reach, Role, Scope};

use crate::base::{Base, article, article_with, path};

/// Returns the files of a site whose name or content holds the word.
fn holding_in(site: &BTreeMap<String, Vec<u8>>, word: &str) -> Vec<String> {
    let has = |bytes: &[u8]| String::from_utf8_lossy(bytes).contains(word);
    site.iter()
        .filter(|(name, bytes)| has(name.as_bytes()) || has(bytes))
        .map(|(name, _)| name.clone())
        .collect()
}

/// The same of the site that is built from a base.
fn holding(base: &Base, word: &str) -> Vec<String> {
    holding_in(&base.site(), word)
}

/// A site with a live text, and beside it texts in every state that must not be seen.
fn full() -> Base {
    let mut base = Base::new();
    let text = article("live", "kestrel") + "\n## How it looks\n\n![A needle, flat on the skin](flat.png)\n";
    base.freeze("en/live", 1, &text);
    base.put_picture("record/en/live/1/flat.png", "plumage");
    base.approve("en/live", "veins", 1);

    base.freeze("en/unsigned", 1, &article("unsigned", "canaryunsigned"));
    base.freeze("en/waiting", 1, &article("waiting", "canarywaiting"));
    base.approve_with(("en/waiting", "veins"), 1, ("dr-ada", Role::Medical), |_| {});

    base.freeze("en/updated", 1, &article("updated", "canaryreplaced"));
    base.approve("en/updated", "veins", 1);
    base.freeze("en/updated", 2, &article("updated", "heron"));
    base.approve("en/updated", "veins", 2);
    base.freeze("en/updated", 3, &article("updated", "canarynext"));
    base.approve_with(("en/updated", "veins"), 3, ("ed-eve", Role::Editor), |_| {});

    base.freeze("en/withdrawn", 1, &article("withdrawn", "canarywithdrawn"));
    base.approve("en/withdrawn", "veins", 1);
    base.freeze("ru/withdrawn", 1, &article_with("withdrawn", "canarytwin", "source_language = \"en\""));
    base.approve_translation("ru/withdrawn", "veins", 1, 1);
    base.withdraw(("en/withdrawn", "veins"), 1, "dr-bob", Reach::EveryLanguage);

    base.freeze("en/corrected", 1, &article("corrected", "canarybarred"));
    base.approve("en/corrected", "veins", 1);
    base.freeze("en/corrected", 2, &article("corrected", "canarydamaged"));
    for who in [("dr-ada", Role::Medical), ("ed-eve", Role::Editor)] {
        base.approve_with(("en/corrected", "veins"), 2, who, |approval| approval.scope = Scope::Correction);
    }
    base.put("record/en/corrected/2/article.md", &article("corrected", "canarydamage"));

    base.freeze("en/doses", 1, &article("doses", "canaryexpired"));
    for who in [("dr-ada", Role::Medical), ("ed-eve", Role::Editor)] {
        base.approve_with(("en/doses", "doses"), 1, who, |approval| {
            approval.review_by = crate::base::day("2026-11-19");
        });
    }

    base.put("record/facts/here/2/facts.toml", "[contacts.ambulance]\nkind = \"text\"\ntext = \"canaryfact\"\nsource = \"x\"\nchecked = 2026-11-01\n");
    base.put("record/en/live/1/stray.md", "canarystray");
    base.put_picture("record/en/live/1/unlisted.png", "canarypicture");
    base.put_picture("content/en/veins/flat.png", "canarydraft");
    base.put("content/en/veins/live.md", &article("live", "canarydesk"));
    base.put("content/en/veins/canaryname.md", &article("canaryname", "canarynew"));
    let remark = "day = 2026-11-19\nsentence = \"canarysentence\"\ntext = \"canaryremark\"\n";
    base.put("content/remarks/en/live/1.canary-author.toml", remark);
    base
}

#[test]
fn texts_that_are_not_cleared_occur_nowhere() {
    let site = full().site();
    assert_eq!(holding_in(&site, "canary"), Vec::<String>::new());
    assert_eq!(holding_in(&site, "plumage"), ["record/en/live/1/flat.png"]);
    assert!(holding_in(&site, "record/en/live/1/flat.png").contains(&"en/live.html".to_owned()));
    for live in ["kestrel", "heron"] {
        let files = holding_in(&site, live);
        assert!(files.iter().any(|file| file.ends_with(".html")), "{live}: {files:?}");
        assert!(files.iter().any(|file| file.starts_with("snippets/")), "{live}: {files:?}");
    }
}

#[test]
fn what_people_say_beside_a_text_is_on_no_page_of_the_preview_and_in_no_export() {
    let mut base = full();
    base.put(
        "content/facts/here.toml",
        &String::from_utf8(base.files["record/facts/here/1/facts.toml"].clone()).unwrap(),
    );
    let shown = pipeline::shown(&base.project(), &mut Memo::default());
    let draft = shown.draft.unwrap();
    let pages = base.site().into_keys().chain(["en/canaryname.html".to_owned()]);
    let pages: Vec<String> = pages
        .filter_map(|path| draft.file(&OutPath::parse(&path).unwrap()).unwrap())
        .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
        .collect();
    assert!(pages.iter().any(|page| page.contains("canarydesk")), "the working texts are shown");
    let mut files: Vec<String> = pages;
    for target in [Target::Espanso, Target::Csv, Target::Text, Target::Bbcode] {
        let built = pipeline::export(&base.project(), None, &InMemory, (target, None));
        files.extend(
            crate::base::files(built).into_values().map(|bytes| String::from_utf8_lossy(&bytes).into_owned()),
        );
    }
    assert!(files.len() > 20, "{}", files.len());
    for word in ["canaryremark", "canarysentence", "canary-author"] {
        assert!(files.iter().all(|file| !file.contains(word)), "{word}");
    }
}

/// How many articles the gate clears.
fn cleared(base: &Base) -> usize {
    let (project, mut found) = (base.project(), Diagnostics::new());
    let ground = pipeline::ground(&project, None, &mut found).unwrap();
    pipeline::judge(&project, &ground, &mut found).cleared.len()
}

/// Of how many changed bytes one is looked for in the whole site; odd, so that every bit has its turn.
const LOOKED_FOR: usize = 17;

/// The very bytes of the version: each one, changed by itself. The gate clears the text with none of them, and emitters can hold
/// only what it clears: that none of their files has it is seen from some.
#[test]
fn any_byte_changed_in_a_cleared_version_takes_it_out_of_every_output() {
    let mut base = full();
    let folder = "record/en/live/1/";
    base.files.retain(|path, _| !path.starts_with("record/en/") || path.starts_with("record/en/live/"));
    base.files.retain(|path, _| {
        !path.starts_with("record/ru/") && !path.contains("stray") && !path.contains("unlisted")
    });
    let signed: Vec<String> = base.files.keys().filter(|path| path.starts_with(folder)).cloned().collect();
    assert!(signed.len() >= 6 && !holding(&base, "kestrel").is_empty(), "{signed:?}");
    assert_eq!(cleared(&base), 1);
    let bytes: Vec<(&String, usize)> =
        signed.iter().flat_map(|file| (0..base.files[file].len()).map(move |at| (file, at))).collect();
    assert!(bytes.len() > 2_000);
    let is_in = |site: &BTreeMap<String, Vec<u8>>| {
        let names = site.keys().any(|path| path == "en/live.html" || path.starts_with(folder));
        names || site.values().any(|bytes| String::from_utf8_lossy(bytes).contains("kestrel"))
    };
    let left: Vec<String> = bytes
        .par_iter()
        .filter_map(|(file, at)| {
            let mut changed = base.clone();
            changed.files.get_mut(*file).unwrap()[*at] ^= 1 << (at % 8);
            let is_left = cleared(&changed) > 0 || at.is_multiple_of(LOOKED_FOR) && is_in(&changed.site());
            is_left.then(|| format!("{file}, byte {at}"))
        })
        .collect();
    assert_eq!(left, Vec::<String>::new());
}

#[test]
fn a_picture_that_a_note_does_not_list_is_never_published() {
    let unlisted = "record/en/live/1/unlisted.png";
    let told = full().build().record.into_sorted();
    let places: Vec<_> =
        told.iter().flat_map(|fault| &fault.labels).map(|label| label.place.path()).collect();
    assert!(places.contains(&&path(unlisted)), "{places:?}");

    // Neither when the text shows it, nor when a note lists what the text does not show.
    let text = article("shown", "ostrich") + "\n![A needle](bare.png)\n";
    let mut shown = full();
    shown.freeze("en/shown", 1, &text);
    shown.approve("en/shown", "veins", 1);
    shown.put_picture("record/en/shown/1/bare.png", "canarybare");
    let mut listed = full();
    listed.freeze("en/shown", 1, &article("shown", "ostrich"));
    listed.put_picture("record/en/shown/1/bare.png", "canarybare");
    listed.approve("en/shown", "veins", 1);
    for base in [shown, listed] {
        assert_eq!(holding(&base, "canary"), Vec::<String>::new());
        assert_eq!(holding(&base, "ostrich"), Vec::<String>::new());
    }
}

#[test]
fn an_edit_on_the_desk_changes_no_byte_of_the_site() {
    let base = full();
    let mut edited = base.clone();
    edited.put("content/en/veins/live.md", "+++\nthis is no article\n<b>");
    edited.put("content/facts/here.toml", "[[[");
    assert_eq!(base.site(), edited.site());
}

#[test]
fn a_damaged_version_leaves_the_older_one_in_its_place() {
    let mut base = full();
    base.put("record/en/updated/2/article.md", &article("updated", "canaryforged"));
    assert_eq!(holding(&base, "canaryforged"), Vec::<String>::new());
    let page = String::from_utf8(base.site()["en/updated.html"].clone()).unwrap();
    assert!(page.contains("canaryreplaced"), "version 1 is the highest that is whole");
    let fault = base.build().record.into_sorted();
    let place = path("record/en/updated/2/article.md");
    assert!(
        fault.iter().any(|fault| fault.labels.iter().any(|label| *label.place.path() == place)),
        "{fault:#?}"
    );
}

#[test]
fn a_withdrawal_that_cannot_be_read_still_holds() {
    let mut base = full();
    base.freeze("en/second", 1, &article("second", "wagtail"));
    base.approve("en/second", "veins", 1);
    let fault = |name: &str| {
        let place = path(&format!("record/en/second/{name}"));
        let mut faults = Diagnostics::new();
        faults.push(Diagnostic::error(Code::FileUnreadable, "it cannot be read").at(&place, ""));
        let built = pipeline::build(&base.project_with(faults), None, &InMemory);
        built.site.unwrap().bytes("en/second.html").map(<[u8]>::to_vec).unwrap_or_default()
    };
    let says = |page: Vec<u8>, word: &str| String::from_utf8(page).unwrap().contains(word);
    assert!(says(fault("withdrawn.1.nobody.note"), "wagtail"));
    let held = fault("withdrawn.1.dr-bob.note");
    assert!(!says(held.clone(), "wagtail") && says(held, "withdrawn"));
}

#[test]
fn a_withdrawal_goes_through_while_other_things_are_broken() {
    let mut base = full();
    base.freeze("en/second", 1, &article("second", "wagtail"));
    base.approve("en/second", "veins", 1);
    assert!(!holding(&base, "wagtail").is_empty());
    // Another text is damaged, a fact is missing, and the theme has a file that it does not need.
    base.put("record/en/updated/2/article.md", "damaged");
    base.freeze(
        "en/factless",
        1,
        &article("factless", "ostrich").replace("contacts.ambulance", "contacts.gone"),
    );
    base.approve("en/factless", "veins", 1);
    base.put("themes/default/readme.txt", "nothing reads this");
    base.withdraw(("en/second", "veins"), 1, "dr-ada", Reach::ThisLanguage);
    assert_eq!(holding(&base, "wagtail"), Vec::<String>::new());
    let tombstone = String::from_utf8(base.site()["en/second.html"].clone()).unwrap();
    assert!(tombstone.contains("withdrawn"), "{tombstone}");
}
