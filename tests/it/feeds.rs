//! What programs read of a site: feeds of what was checked, changed and withdrawn, and the list of its pages.

use vetted::trust::words::Reach;

use crate::base::{Base, article, article_with, day};
use crate::links::addresses;
use crate::lists::{between, publish, russian, text};

#[test]
fn a_feed_tells_what_was_checked_changed_and_withdrawn_newest_first() {
    let mut base = Base::new();
    for id in ["early", "edited", "gone"] {
        publish(&mut base, &format!("en/{id}"), "veins", &article(id, id).replace("About", "A & B:"));
    }
    publish(
        &mut base,
        "en/inside",
        "veins",
        &article("inside", "inside").replace("[\"client\"]", "[\"worker\"]"),
    );
    base.as_of = day("2026-12-01");
    base.freeze("en/edited", 2, &article("edited", "newer"));
    base.approve("en/edited", "veins", 2);
    base.as_of = day("2026-12-02");
    base.withdraw(("en/gone", "veins"), 1, "dr-ada", Reach::EveryLanguage);
    base.as_of = day("2026-12-24");
    let site = base.site();
    let feed = text(&site, "feed.en.xml");
    let entries: Vec<&str> = feed.split("<entry>").skip(1).collect();
    let ids: Vec<&str> = entries.iter().map(|entry| between(entry, "<id>", "</id>")).collect();
    assert_eq!(
        ids,
        [
            "tag:test.example,2026:en/gone",
            "tag:test.example,2026:en/edited",
            "tag:test.example,2026:en/early"
        ]
    );
    for (entry, (title, updated, term)) in entries.iter().zip([
        ("This text was withdrawn: gone", "2026-12-02T00:00:00Z", "withdrawn"),
        ("Changed: About newer", "2026-12-01T00:00:00Z", "changed"),
        ("Checked: A &amp; B: early", "2026-11-20T00:00:00Z", "verified"),
    ]) {
        assert_eq!(between(entry, "<title>", "</title>"), title);
        assert_eq!(between(entry, "<updated>", "</updated>"), updated);
        assert_eq!(between(entry, "<category term=\"", "\"/>"), term);
    }
    assert!(
        entries[0].contains("<summary>Reason: there was an error in it.</summary>")
            && !entries[0].contains("What gone")
    );
    assert_eq!(between(feed, "<updated>", "</updated>"), "2026-12-02T00:00:00Z");
    assert!(!feed.contains("2026-12-24"), "the day of the build is in no feed");
    assert_eq!(addresses(feed.as_bytes())[2], "https://test.example/en/gone.html");
    let empty = text(&site, "feed.ru.xml");
    assert!(empty.contains("<updated>1970-01-01T00:00:00Z</updated>") && !empty.contains("<entry>"));
    assert!(text(&site, "en/early.html").contains("<link rel=\"alternate\" type=\"application/atom+xml\" title=\"Feed of changes\" href=\"../feed.en.xml\">"));
    assert!(text(&site, "en/index.html").contains("<p><a href=\"../feed.en.xml\""));
}

#[test]
fn a_feed_is_not_endless_and_nothing_pushes_a_withdrawal_out_of_it() {
    let mut base = Base::new();
    for n in 100..202 {
        publish(&mut base, &format!("en/t{n}"), "veins", &article(&format!("t{n}"), "word"));
    }
    base.withdraw(("en/t201", "veins"), 1, "dr-ada", Reach::EveryLanguage);
    let site = base.site();
    let feed = text(&site, "feed.en.xml");
    assert_eq!(feed.matches("<entry>").count(), 100);
    assert!(feed.split("<entry>").nth(1).unwrap().contains("en/t201</id>"));
}

#[test]
fn the_sitemap_has_every_page_with_its_twins_and_nothing_that_was_withdrawn() {
    let mut base = Base::new();
    publish(&mut base, "en/first", "veins", &article("first", "alpha"));
    base.freeze("ru/first", 1, &russian("first", "gamma", ""));
    base.approve_translation("ru/first", "veins", 1, 1);
    publish(&mut base, "en/gone", "veins", &article_with("gone", "beta", "aliases = [\"old\"]"));
    publish(&mut base, "en/kept", "veins", &article_with("kept", "beta", "aliases = [\"former\"]"));
    base.withdraw(("en/gone", "veins"), 1, "dr-ada", Reach::EveryLanguage);
    let site = base.site();
    let sitemap = text(&site, "sitemap.xml");
    let urls: Vec<&str> = sitemap
        .split("<url>")
        .skip(1)
        .map(|url| between(url, "<loc>https://test.example/", "</loc>"))
        .collect();
    assert_eq!(
        urls,
        [
            "en/a-z.html",
            "ru/a-z.html",
            "en/first.html",
            "ru/first.html",
            "en/index.html",
            "ru/index.html",
            "en/kept.html",
            "en/sos.html",
            "ru/sos.html",
            "en/topic-veins.html",
            "ru/topic-veins.html",
        ]
    );
    let first = between(sitemap, "<loc>https://test.example/ru/first.html</loc>", "</url>");
    assert_eq!(
        first.trim(),
        "<lastmod>2026-11-20</lastmod>\n\
         <xhtml:link rel=\"alternate\" hreflang=\"en\" href=\"https://test.example/en/first.html\"/>\n\
         <xhtml:link rel=\"alternate\" hreflang=\"ru\" href=\"https://test.example/ru/first.html\"/>\n\
         <xhtml:link rel=\"alternate\" hreflang=\"x-default\" href=\"https://test.example/en/first.html\"/>"
    );
    assert_eq!(addresses(sitemap.as_bytes()).len(), 11 + 10 * 2 + 1 + 11);
}
