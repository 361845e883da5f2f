//! What pages say that changes with the day: the way out, old copies, what is open, where to go, notices.

use std::collections::BTreeMap;

use vetted::trust::words::Role;

use crate::base::{Base, SERVICES, article_with, day};

/// A site with this directory, an article that people are sent somewhere from, and one that tells of traces.
fn base(services: &str) -> Base {
    let mut base = Base::new();
    let sent = article_with("first", "alpha", "delivery = \"offline\"\nescalate_to = [\"lawyer\", \"unit\"]");
    base.freeze("en/first", 1, &sent.replace("need = \"information\"", "need = \"supplies\""));
    base.approve("en/first", "veins", 1);
    base.freeze("en/leave-fewer-traces", 1, &article_with("leave-fewer-traces", "beta", ""));
    base.approve("en/leave-fewer-traces", "veins", 1);
    let emergency = article_with("second", "gamma", "delivery = \"partial\"\nescalate_to = [\"doctor\"]")
        .replace("\"routine\"", "\"emergency\"")
        .replace("\"information\"", "\"overdose\"");
    base.freeze("en/second", 1, &emergency);
    base.approve("en/second", "doses", 1);
    base.publish_services(1, services);
    base
}

fn text(site: &BTreeMap<String, Vec<u8>>, path: &str) -> String {
    String::from_utf8(site[path].clone()).unwrap()
}

/// What stands from `begin` to the `end` behind it.
fn between<'a>(page: &'a str, begin: &str, end: &str) -> &'a str {
    let rest = page.split_once(begin).unwrap_or_else(|| panic!("no {begin} in {page}")).1;
    rest.split_once(end).unwrap().0
}

/// Every page that a client meets.
fn pages(site: &BTreeMap<String, Vec<u8>>) -> Vec<(&str, String)> {
    let pages = site.keys().filter(|path| path.ends_with(".html") && !path.ends_with("/answers.html"));
    pages.map(|path| (path.as_str(), text(site, path))).collect()
}

#[test]
fn a_site_may_have_no_quick_exit() {
    let mut base = base(SERVICES);
    for (path, page) in pages(&base.site()) {
        assert!(page.contains("class=\"exit\""), "{path}");
    }
    let settings = String::from_utf8(base.files["vetted.toml"].clone()).unwrap();
    let settings: String =
        settings.split_inclusive('\n').filter(|line| !line.contains("exit_target")).collect();
    base.put("vetted.toml", &settings);
    for (path, page) in pages(&base.site()) {
        assert!(!page.contains("class=\"exit\"") && page.contains("class=\"skip\""), "{path}");
        assert!(!page.contains("does not delete"), "{path}: of what, if nobody can leave?");
    }
}

#[test]
fn every_page_leads_to_the_text_on_traces_where_there_is_one() {
    let site = base(SERVICES).site();
    let said =
        "Leaving does not delete the history of the browser: <a href=\"../en/leave-fewer-traces.html\">";
    assert!(text(&site, "en/first.html").contains(said) && text(&site, "en/sos.html").contains(said));
    assert!(text(&site, "index.html").contains("<a href=\"en/leave-fewer-traces.html\">"));
    assert!(!text(&site, "ru/index.html").contains("traces"));
}

#[test]
fn a_copy_knows_the_day_after_which_it_is_old() {
    let mut base = base(SERVICES);
    let site = base.site();
    let banner = "<div class=\"mark\" role=\"note\" data-due=\"2027-11-20\" hidden>";
    let strong = "<div class=\"mark lapsed\" role=\"note\" data-due=\"2027-11-20\" hidden>";
    for (path, quiet, loud) in [
        ("en/first.html", 1, 0),
        ("en/second.html", 0, 1),
        ("en/sos.html", 0, 1),
        ("en/services.html", 1, 0),
        ("en/index.html", 0, 0),
    ] {
        let page = text(&site, path);
        assert_eq!((page.matches(banner).count(), page.matches(strong).count()), (quiet, loud), "{path}");
        assert_eq!(page.matches(" data-due=\"").count(), quiet + loud, "{path}");
    }
    let page = text(&site, "en/first.html");
    let old = between(&page, banner, "</div>");
    assert!(old.contains("a new check of its text has been due since"), "{old}");
    assert!(old.contains("<code dir=\"ltr\">test.example</code>"), "{old}");
    assert!(between(&text(&site, "en/second.html"), strong, "</div>").contains("too old"));

    let emergency = text(&site, "en/second.html");
    assert!(
        emergency.find(strong).unwrap() < emergency.find("<h1>").unwrap(),
        "nobody follows what was taken off"
    );
    assert!(
        text(&site, "en/sos.html").find(strong).unwrap() > text(&site, "en/sos.html").find("<h1>").unwrap()
    );

    // Once it is overdue the page says so to everybody, and needs no script.
    base.as_of = day("2027-11-21");
    let page = text(&base.site(), "en/first.html");
    assert!(page.contains("A new check of this text has been due since") && !page.contains(" data-due=\""));
}

#[test]
fn the_earliest_text_of_the_emergency_page_stands_for_all() {
    let mut base = base(SERVICES);
    let more = article_with("third", "delta", "").replace("\"routine\"", "\"emergency\"");
    for (id, days) in [("third", "2027-03-01"), ("fourth", "2027-02-01")] {
        base.freeze(&format!("en/{id}"), 1, &more.replace("\"third\"", &format!("\"{id}\"")));
        for who in [("dr-ada", Role::Medical), ("ed-eve", Role::Editor)] {
            base.approve_with((&format!("en/{id}"), "veins"), 1, who, |approval| {
                approval.review_by = day(days);
            });
        }
    }
    let page = text(&base.site(), "en/sos.html");
    assert!(page.contains("<div class=\"mark\" role=\"note\" data-due=\"2027-02-01\" hidden>"), "{page}");
    assert!(page.contains("<div class=\"mark lapsed\" role=\"note\" data-due=\"2027-11-20\" hidden>"));
    assert_eq!(page.matches(" data-due=\"").count(), 2);
}

#[test]
fn the_page_of_services_has_a_line_for_each_place_and_stop_with_known_hours() {
    let site = base(SERVICES).site();
    let page = text(&site, "en/services.html");
    let list = between(&page, "<section id=\"open\" hidden data-zone=\"Europe/Moscow\"", "</section>");
    let lines: Vec<&str> = list.split("<li ").skip(1).collect();
    let workdays = "1080-1200 2520-2640 3960-4080 5400-5520 6840-6960";
    let all_sunday =
        "540-720 780-1020 1980-2160 2220-2460 3420-3600 3660-3900 4860-5040 5100-5340 8640-10080";
    let expected = [
        (workdays, ["href=\"#bus\">The bus<", "The gate", "href=\"tel:+78120000000\""]),
        ("8520-8760", ["href=\"#bus\">The bus<", "The market", "Naloxone"]),
        (all_sunday, ["href=\"#house\">The house<", "by appointment", "This is long ago"]),
    ];
    assert_eq!(lines.len(), expected.len(), "{list}");
    for (line, (week, parts)) in lines.iter().zip(expected) {
        assert!(line.starts_with(&format!("data-open=\"{week}\" hidden>")), "{line}");
        for part in parts {
            assert!(line.contains(part), "{part}: {line}");
        }
    }
    let unknown = ["hours = { mon-fri", "hours = { sat"];
    let unknown = unknown
        .iter()
        .fold(SERVICES.to_owned(), |text, hours| text.replace(hours, "hours = { unknown = true } #"));
    let page = text(&base(&unknown).site(), "en/services.html");
    assert_eq!(page.matches(" data-open=\"").count(), 1, "{page}");
}

#[test]
fn an_article_says_where_to_go_and_an_emergency_says_it_last() {
    let mut base = base(SERVICES);
    let site = base.site();
    let page = text(&site, "en/first.html");
    let near = between(&page, "<section class=\"near\">", "</section>");
    let places: Vec<&str> =
        near.split("services.html#").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    assert_eq!(places, ["bus", "house", "lawyer"]);
    for said in [
        "<h2>Where to go with this</h2>",
        "Harbour",
        "Mon–Fri: <span class=\"span\">18:00–20:00</span>",
        "href=\"tel:+78120000000\"",
        "by appointment",
        "Last checked: <time datetime=\"2026-04-01\">1 April 2026</time>. <strong>This is long ago",
        "Open: we could not confirm this here",
        "<a href=\"../en/services.html\">All places</a>",
    ] {
        assert!(near.contains(said), "{said}: {near}");
    }
    assert!(!page.contains("demonstration") && !page.contains("does not exist"));
    let emergency = text(&site, "en/second.html");
    assert!(emergency.find("</article>").unwrap() < emergency.find("class=\"near\"").unwrap());
    assert!(emergency.contains("services.html#bus") && !emergency.contains("services.html#house"));
    assert!(!text(&site, "en/leave-fewer-traces.html").contains("class=\"near\""));

    base.files.retain(|path, _| !path.contains("ed-eve.note.sig") || !path.contains("/services/"));
    assert!(!text(&base.site(), "en/first.html").contains("class=\"near\""), "nobody has signed it");
}

#[test]
fn examples_are_examples_below_an_article_too() {
    let example = SERVICES.replace("+7 (812)", "+0 (812)").replace("house.test", "house.example");
    let mut base = base(&format!("example = true\n{example}"));
    let page = text(&base.site(), "en/first.html");
    let near = between(&page, "<section class=\"near\">", "</section>");
    assert!(near.contains("example: this place does not exist") && near.contains("+0 (812) 000-00-00"));
    assert!(!near.contains("tel:"), "{near}");
    let settings = String::from_utf8(base.files["vetted.toml"].clone()).unwrap();
    base.put("vetted.toml", &format!("{settings}theme = \"mine\"\n"));
    let template = include_str!("../../themes/default/templates/where-now.html");
    base.put("themes/mine/templates/where-now.html", &template.replace("{{ page.where_now.example }}", ""));
    let built = base.build();
    assert!(built.site.is_none() && built.stopping.iter().any(|fault| fault.message.contains("example")));
}

#[test]
fn a_directory_that_is_overdue_says_so_below_an_article() {
    let mut base = base(SERVICES);
    base.as_of = day("2027-11-21");
    let page = text(&base.site(), "en/first.html");
    let near = between(&page, "<section class=\"near\">", "</section>");
    assert!(near.contains("has been due since: <time datetime=\"2027-11-20\">"), "{near}");
}

/// One that holds still, and one whose last day was yesterday.
const NOTICES: &str = r#"
[notices.mark]
text = { en = "Marked & told", ru = "Метка" }
until = 2027-01-31
source = "law"

[notices.rules]
text = { en = "Stay in", ru = "Сидите дома" }
until = 2026-11-19
source = "order"
"#;

#[test]
fn a_notice_stands_on_every_page_until_its_day() {
    let mut base = base(&format!("{SERVICES}{NOTICES}"));
    for (path, page) in pages(&base.site()) {
        let mark = if path.starts_with("ru/") { "Метка" } else { "Marked &amp; told" };
        assert_eq!(page.matches(mark).count(), 1, "{path}");
        assert!(!page.contains("Stay in") && !page.contains("Сидите дома"), "{path}");
        let (notice, main) = (page.find("class=\"notices\"").unwrap(), page.find("</main>").unwrap());
        let is_last = path.ends_with("sos.html") || path == "en/second.html";
        assert_eq!(notice > main, is_last, "{path}");
    }
    base.as_of = day("2027-02-01");
    for (path, page) in pages(&base.site()) {
        assert!(!page.contains("class=\"notices\""), "{path}");
    }
    base.files.retain(|path, _| !path.contains("ed-eve.note.sig") || !path.contains("/services/"));
    base.as_of = day("2026-11-20");
    assert!(!text(&base.site(), "en/first.html").contains("Marked"), "nobody has signed it");
}

#[test]
fn a_notice_that_only_demonstration_reviewers_signed_marks_every_page() {
    let mut base = base(&format!("{SERVICES}{NOTICES}"));
    let reviewers = String::from_utf8(base.files["trust/reviewers.toml"].clone()).unwrap();
    let reviewers = format!("{}[de-mo]{}", reviewers, reviewers.rsplit_once("[ed-eve]").unwrap().1);
    let key = crate::base::key("de-mo").public_key().to_openssh().unwrap();
    let own = reviewers.rsplit_once("keys = [\"").unwrap().0.to_owned()
        + &format!("keys = [\"{key}\"]\ndemonstration = true\n");
    base.put("trust/reviewers.toml", &own.replace("[de-mo]\npublic = \"ed-eve", "[de-mo]\npublic = \"de-mo"));
    base.signers();
    base.files.retain(|path, _| !path.contains("/services/here/1/service.ed-eve"));
    base.approve_table("services/here", 1, ("de-mo", Role::Service));
    let site = base.site();
    for path in ["en/a-z.html", "en/leave-fewer-traces.html", "ru/index.html"] {
        let page = text(&site, path);
        assert!(page.contains("demonstration: no doctor") || page.contains("врач этот текст"), "{path}");
    }
}
