//! What the pages must be, tried on hand-made articles.

mod articles;
mod body;
mod dom;
mod pages;
mod sample;

use dom::Page;

use crate::base::digest::Digest;

#[test]
fn a_browser_finds_nothing_to_forgive_in_any_page() {
    for (path, html) in pages::all() {
        let page = Page::parse(&html);
        assert_eq!(page.faults(), Vec::<String>::new(), "{path}");
        let headings = page.elements().iter().filter(|element| element.is("h1")).count();
        assert_eq!(headings, 1, "{path}");
    }
}

#[test]
fn the_parser_of_these_tests_does_notice_faults() {
    let html = "<!doctype html><title>a</title><p id=a id=b>a</b><ul></p></ul>";
    assert!(Page::parse(html).faults().len() > 2);
}

#[test]
fn every_id_is_given_once_and_every_way_within_a_page_leads_somewhere() {
    for (path, html) in pages::all() {
        let elements = Page::parse(&html).elements();
        let mut ids: Vec<String> = elements.iter().filter_map(|element| element.attribute("id")).collect();
        let count = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), count, "{path}: {ids:?}");
        for href in elements.iter().filter_map(|element| element.attribute("href")) {
            if let Some(fragment) = href.strip_prefix('#') {
                assert!(ids.iter().any(|id| id == fragment), "{path}: {href}");
            }
        }
    }
}

/// All pages but the search, which has rules of its own.
fn but_the_search() -> impl Iterator<Item = (String, String)> {
    pages::all().into_iter().filter(|(path, _)| !path.ends_with("/search.html"))
}

#[test]
fn a_page_asks_for_nothing_but_its_pictures() {
    for (path, html) in but_the_search() {
        let page = Page::parse(&html);
        for element in page.elements() {
            assert!(
                !["svg", "form", "iframe", "object", "base"].iter().any(|name| element.is(name)),
                "{path}"
            );
            for attribute in element.attributes.borrow().iter() {
                let name = &*attribute.name.local;
                assert!(!name.starts_with("on") && name != "style" && name != "srcset", "{path}: {name}");
                assert!(!element.is("script"), "{path}: a script with `{name}`");
            }
            if element.is("link") {
                // Neither makes a browser ask for anything.
                let (rel, href) = (element.attribute("rel").unwrap(), element.attribute("href").unwrap());
                let is_quiet = ["alternate", "sitemap"].contains(&&*rel) || href == "data:,";
                assert!(is_quiet, "{path}: {rel} {href}");
            }
            if element.is("img") {
                assert_eq!(element.attribute("src").as_deref(), Some("hand.png"), "{path}");
            }
            let href = element.attribute("href").filter(|href| href.starts_with("http"));
            assert!(
                href.is_none() || element.attribute("rel").as_deref() == Some("noreferrer noopener"),
                "{path}: {href:?}"
            );
        }
    }
}

/// The hashes of what stands in all elements of a name, as a policy writes them.
fn hashes(page: &Page, name: &str) -> Vec<String> {
    let elements = page.elements();
    let own = elements.iter().filter(|element| element.is(name)).map(|element| {
        let mut text = String::new();
        element.words(&mut text);
        format!("'sha256-{}'", Digest::of(text.as_bytes()).to_base64())
    });
    own.collect()
}

#[test]
fn the_policy_of_a_page_knows_its_style_and_the_scripts_of_the_theme_and_nothing_else() {
    for (path, html) in but_the_search() {
        let page = Page::parse(&html);
        let elements = page.elements();
        let policy = elements
            .iter()
            .find(|element| element.attribute("http-equiv").as_deref() == Some("Content-Security-Policy"))
            .and_then(|element| element.attribute("content"));
        let (styles, scripts) = (hashes(&page, "style"), hashes(&page, "script"));
        let is_directory = path.ends_with("/services.html") || path.ends_with("/examples.html");
        assert_eq!((styles.len(), scripts.len()), (1, if is_directory { 2 } else { 1 }), "{path}");
        // The script of every page comes last in the page and in the policy.
        let known = ["services.js", "page.js"].into_iter().rev().take(scripts.len()).rev().map(|name| {
            let code = sample::theme().script(name).unwrap().to_owned();
            let code: String =
                code.split_inclusive('\n').filter(|line| !line.trim_start().starts_with("//")).collect();
            format!("'sha256-{}'", Digest::of(code.as_bytes()).to_base64())
        });
        assert_eq!(scripts, known.collect::<Vec<_>>(), "{path}");
        let scripts = scripts.join(" ");
        let expected = format!(
            "default-src 'none'; style-src {}; script-src {scripts}; img-src 'self' data:; base-uri 'none'; form-action 'none'",
            styles[0]
        );
        assert_eq!(policy, Some(expected), "{path}");
        assert!(html.contains("<meta name=\"referrer\" content=\"no-referrer\">"), "{path}");
    }
}

#[test]
fn the_way_out_comes_first_and_the_way_to_the_text_second() {
    for (path, html) in pages::all() {
        let page = Page::parse(&html);
        let links: Vec<_> = page.elements().into_iter().filter(|element| element.is("a")).collect();
        let (exit, skip) = (&links[0], &links[1]);
        assert!(exit.has_class("exit") && skip.has_class("skip"), "{path}");
        assert_eq!(exit.attribute("rel").as_deref(), Some("noreferrer noopener"), "{path}");
        assert_eq!(exit.attribute("target"), None, "{path}: a second tab stays open");
    }
}

#[test]
fn an_onion_address_is_printed_and_never_linked() {
    let onion = format!("http://{}.onion/", "a".repeat(56));
    for (path, html) in pages::all().into_iter().filter(|(path, _)| path.ends_with("/services.html")) {
        assert!(html.contains(&format!("<span dir=\"ltr\">{onion}</span>")), "{path}");
        assert!(!html.contains(&format!("href=\"{onion}")), "{path}");
    }
}

#[test]
fn what_is_no_help_stands_behind_the_text_of_an_emergency() {
    for (path, html) in pages::all() {
        let (text, end) = (html.find("<h1").unwrap(), html.find("</main>").unwrap());
        let notice = html.find("class=\"notices\"").unwrap();
        let [old, lapsed] =
            ["data-due=\"2027-05-20\"", "data-due=\"2027-06-20\""].map(|old| html.find(old).unwrap());
        assert!(html.contains("A &lt;mark&gt; that the law wants"), "{path}");
        let is_last = path.ends_with("/sos.html") || path.ends_with("/overdose-now.html");
        assert_eq!((notice > end, old > text), (is_last, is_last), "{path}");
        assert_eq!(lapsed > text, path.ends_with("/sos.html"), "{path}: nobody follows what was taken off");
        assert_eq!(
            html.matches("<div class=\"mark lapsed\" role=\"note\" data-due=\"2027-06-20\" hidden>").count(),
            1
        );
    }
}

#[test]
fn help_and_the_way_out_are_one_tap_away_on_every_page() {
    for (path, html) in pages::all() {
        for needed in
            ["href=\"tel:103\"", "/sos.html\"", "class=\"exit\" href=\"https://example.org/weather\""]
        {
            assert!(html.contains(needed), "{path}: {needed}");
        }
    }
}

#[test]
fn a_demonstration_says_so_on_every_page_and_on_the_emergency_page_below_the_first_instruction() {
    for (path, html) in pages::all() {
        let mark = html.find("class=\"mark\"").unwrap_or_else(|| panic!("{path}"));
        let words = ["no doctor has checked this text", "врач этот текст не проверял"];
        assert!(words.iter().any(|words| html.contains(words)), "{path}");
        if path.ends_with("sos.html") {
            assert!(html.find("</section>").unwrap() < mark, "{path}");
            assert!(mark < html.find("<ol>").unwrap(), "{path}");
        }
    }
}

#[test]
fn no_theme_can_leave_the_demonstration_mark_out() {
    let theme = sample::theme_with(&[("themes/mine/templates/not-found.html", "<p>fine</p>")]);
    let faults: Vec<_> = pages::not_found(&theme).into_iter().filter_map(Result::err).collect();
    assert_eq!(faults.len(), 2);
    assert_eq!(faults[0].message, "the page does not say `demonstration: no doctor has checked this text`");
    assert_eq!(format!("{:?}", faults[0].labels[0].place), "Text(themes/mine/templates/not-found.html:1:1)");
}

#[test]
fn days_are_written_as_the_language_writes_them() {
    let page = |path: &str| pages::all().into_iter().find(|(name, _)| name == path).unwrap().1;
    assert!(page("en/tombstone.html").contains("<time datetime=\"2026-11-20\">20 November 2026</time>"));
    assert!(page("ru/tombstone.html").contains("<time datetime=\"2026-11-20\">20 ноября 2026 г.</time>"));
}

#[test]
fn no_page_is_taken_for_a_card() {
    for (path, html) in pages::all() {
        let elements = Page::parse(&html).elements();
        let body = elements.iter().find(|element| element.is("body")).unwrap();
        for card in elements.iter().filter(|element| element.has_class("card")) {
            let class = card.attribute("class").unwrap().replace("card ", "");
            assert!(!body.has_class(&class), "{path}: {class}");
        }
    }
}

#[test]
fn a_page_is_small() {
    for (path, html) in but_the_search() {
        assert!(html.len() < 26_000, "{path}: {} bytes", html.len());
    }
}
