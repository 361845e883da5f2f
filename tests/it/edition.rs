//! A site that is shown is the site that is published, file by file; and what is remembered changes nothing.

use std::sync::Arc;

use vetted::base::path::OutPath;
use vetted::emit::Edition;
use vetted::pipeline::Memo;
use vetted::pipeline::{self, Shown};

use crate::base::{Base, article, article_with, files};
use crate::contract;

fn shown(base: &Base, memo: &mut Memo) -> Shown {
    pipeline::shown(&base.project(), memo)
}

fn file(edition: Option<&Arc<Edition>>, path: &str) -> Option<Vec<u8>> {
    edition.unwrap().file(&OutPath::parse(path).unwrap()).unwrap()
}

fn text(edition: Option<&Arc<Edition>>, path: &str) -> String {
    String::from_utf8(file(edition, path).unwrap_or_else(|| panic!("{path} is not there"))).unwrap()
}

#[test]
fn every_file_is_the_one_of_the_whole_site() {
    let base = contract::base();
    let live = shown(&base, &mut Memo::default()).live;
    let site = files(base.build());
    assert!(site.len() > 60, "{}", site.len());
    for (path, bytes) in &site {
        assert!(file(live.as_ref(), path).as_ref() == Some(bytes), "{path} is not the same");
    }
    for nothing in ["en/nothing.html", "en/nothing/index.html", "nothing", "record/en/first/9/article.md"] {
        assert_eq!(file(live.as_ref(), nothing), None, "{nothing}");
    }
}

/// A base whose text `rest` is signed and lies on the desk too.
fn begun() -> Base {
    let mut base = Base::new();
    base.put(
        "content/facts/here.toml",
        &String::from_utf8(base.files["record/facts/here/1/facts.toml"].clone()).unwrap(),
    );
    base.freeze("en/rest", 1, &article("rest", "signed"));
    base.approve("en/rest", "veins", 1);
    base.put("content/en/veins/rest.md", &article("rest", "signed"));
    base
}

#[test]
fn a_working_text_is_shown_as_if_it_were_signed_and_the_live_one_stays() {
    let (mut base, mut memo) = (begun(), Memo::default());
    base.put("content/en/veins/rest.md", &article_with("rest", "edited", "next = [\"other\"]"));
    base.put("content/en/veins/other.md", &article("other", "fresh"));
    let now = shown(&base, &mut memo);
    assert!(now.stopping.is_empty() && now.record.is_empty(), "{now:?}");
    let (live, draft) = (now.live.as_ref(), now.draft.as_ref());
    assert!(text(live, "en/rest.html").contains("leadsigned"));
    assert!(text(draft, "en/rest.html").contains("leadedited"));
    assert!(text(draft, "en/rest.html").contains("href=\"../en/other.html\""));
    assert_eq!(file(live, "en/other.html"), None);
    assert!(text(draft, "en/a-z.html").contains("About fresh"));
    assert!(text(draft, "snippets/en/rest.json").contains("leadedited"));
    assert!(text(draft, "en/index.html").contains("en/other.html"));
}

#[test]
fn with_a_fault_a_text_is_shown_as_it_was_when_it_had_none() {
    let (mut base, mut memo) = (begun(), Memo::default());
    shown(&base, &mut memo);
    base.put("content/en/veins/rest.md", &article("rest", "edited").replace("need =", "needs ="));
    let faulty = shown(&base, &mut memo);
    assert!(text(faulty.draft.as_ref(), "en/rest.html").contains("leadsigned"));
    assert!(faulty.faults.iter().any(|fault| fault.message.contains("`needs`")), "{:?}", faulty.faults);
    // Whoever did not see it before has nothing to show.
    let fresh = shown(&base, &mut Memo::default());
    assert_eq!(file(fresh.draft.as_ref(), "en/rest.html"), None);
    base.files.remove("content/en/veins/rest.md");
    assert_eq!(file(shown(&base, &mut memo).draft.as_ref(), "en/rest.html"), None);
}

#[test]
fn with_a_memo_and_without_one_the_outcome_is_the_same() {
    let (mut base, mut memo) = (begun(), Memo::default());
    let steps: [fn(&mut Base); 8] = [
        |_| {},
        |base| base.put("content/en/veins/rest.md", &article("rest", "edited")),
        |base| {
            base.put("content/en/veins/more.md", &article_with("more", "more", "next = [\"rest\"]"));
        },
        |base| {
            let settings = String::from_utf8(base.files["vetted.toml"].clone()).unwrap();
            base.put("vetted.toml", &settings.replace("A test", "Another name"));
        },
        |base| {
            base.freeze("en/rest", 2, &article("rest", "edited"));
            base.approve("en/rest", "veins", 2);
        },
        |base| base.as_of = crate::base::day("2028-01-01"),
        |base| drop(base.files.remove("content/en/veins/more.md")),
        |base| {
            base.put(
                "trust/policy.toml",
                "[default]\nmedical = 2\nreview-every = \"1 month\"\non-expiry = \"withdraw\"\n",
            );
        },
    ];
    for (number, step) in steps.into_iter().enumerate() {
        step(&mut base);
        let (warm, cold) = (shown(&base, &mut memo), shown(&base, &mut Memo::default()));
        for path in [
            "en/index.html",
            "en/rest.html",
            "en/rest.txt",
            "en/more.html",
            "en/a-z.html",
            "snippets/en.json",
            "sitemap.xml",
        ] {
            for (warm, cold) in [(&warm.live, &cold.live), (&warm.draft, &cold.draft)] {
                let (warm, cold) = (file(warm.as_ref(), path), file(cold.as_ref(), path));
                assert!(warm == cold, "step {number}: {path}");
            }
        }
        assert_eq!(format!("{:?}", warm.faults), format!("{:?}", cold.faults), "step {number}");
        assert_eq!(format!("{:?}", warm.record), format!("{:?}", cold.record), "step {number}");
    }
}

#[test]
fn with_faulty_settings_or_theme_nothing_is_made_and_the_reason_is_told() {
    let (mut base, mut memo) = (begun(), Memo::default());
    base.put("vetted.toml", "site = 3\n");
    let now = shown(&base, &mut memo);
    assert!(now.live.is_none() && now.draft.is_none() && !now.stopping.is_empty());
    let mut base = begun();
    base.put("themes/default/templates/article.html", "{% if %}");
    let now = shown(&base, &mut memo);
    assert!(now.live.is_none() && now.draft.is_none());
    assert!(now.stopping.iter().any(|fault| fault.labels[0].place.path().as_str().ends_with("article.html")));
}
