//! What every page of the desk tells a browser: to keep nothing, to run nothing, to be shown in no page of another site.

use super::desk::Desk;
use super::edited;
use crate::socket::Answer;

fn is_guarded(answer: &Answer, path: &str) {
    for (name, value) in [
        ("cache-control", "no-store"),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
    ] {
        assert_eq!(answer.header(name), Some(value), "{path}: {}", answer.head);
    }
}

fn has_our_policy(answer: &Answer, path: &str) {
    is_guarded(answer, path);
    let policy =
        answer.header("content-security-policy").unwrap_or_else(|| panic!("{path}: {}", answer.head));
    for directive in ["default-src 'none'", "frame-ancestors 'none'", "form-action 'self'", "base-uri 'none'"]
    {
        assert!(policy.contains(directive), "{path}: {policy}");
    }
    assert!(
        !policy.contains("unsafe") && !policy.contains('*') && !policy.contains("http"),
        "{path}: {policy}"
    );
    assert_eq!(answer.body.matches("<script").count(), 1, "{path}");
    assert!(!answer.body.contains(" style=") && !answer.body.contains(" onclick="), "{path}");
}

#[test]
fn every_page_carries_the_policy_and_is_kept_by_nobody() {
    let story = edited();
    story.told(0, &["new", "en/veins/begun"]);
    let desk = Desk::of(&story, "dr-ada");
    let seen = desk.seen("en/rest");
    for tongue in ["en", "ru"] {
        for (page, status) in [
            ("", 200),
            ("?all=1&lang=en&role=medical", 200),
            ("text/en/rest", 200),
            ("text/en/rest?since=1", 200),
            ("text/en/begun", 200),
            ("text/facts/my-region", 200),
            ("text/en/nobody", 422),
            ("overview", 200),
            ("keys", 200),
            ("far", 200),
            ("sign", 200),
            ("withdraw/en/rest", 200),
            ("withdraw/en/rest?reason=error", 200),
            ("withdraw/en/rest?reason=error&reach=every-language", 200),
            ("withdraw/facts/my-region", 422),
            ("nowhere", 422),
        ] {
            let path = format!("{tongue}/{page}");
            let answer = desk.get(&path);
            assert_eq!(answer.status(), status, "{path}: {}", answer.body);
            has_our_policy(&answer, &path);
        }
        // Forms that come back, and files to keep.
        let kept =
            desk.post(&format!("{tongue}/remark/en/rest"), &[("seen", &seen), ("text", &"a".repeat(4001))]);
        assert_eq!(kept.status(), 422);
        has_our_policy(&kept, "remark");
        for file in ["pack?for=dr-ada", "overview.ics"] {
            let answer = desk.get(&format!("{tongue}/{file}"));
            is_guarded(&answer, file);
            assert!(answer.header("content-disposition").unwrap().starts_with("attachment"), "{file}");
        }
        is_guarded(&desk.post(&format!("{tongue}/untick/en/rest"), &[]), "untick");
    }
}

#[test]
fn a_draft_is_shown_as_readers_would_get_it_in_a_frame_that_can_do_nothing() {
    let story = edited();
    let desk = Desk::of(&story, "dr-ada");
    let text = desk.get("en/text/en/rest").body;
    assert_eq!(text.matches("<iframe ").count(), 2, "the draft, and what readers see");
    assert_eq!(text.matches(" sandbox").count(), 2, "{text}");
    for path in ["_page/_draft/en/rest.html", "_page/en/rest.html", "_page/_draft/en/answers.html"] {
        let page = desk.get(path);
        assert_eq!(page.status(), 200, "{path}");
        let own = page
            .body
            .split("Content-Security-Policy\" content=\"")
            .nth(1)
            .unwrap()
            .split('"')
            .next()
            .unwrap();
        let expected = format!("{own}; sandbox; frame-ancestors 'self'");
        assert_eq!(page.header("content-security-policy"), Some(expected.as_str()), "{path}");
        assert_eq!(page.header("cache-control"), Some("no-store"));
        assert_eq!(page.header("referrer-policy"), Some("no-referrer"));
        assert!(!page.body.contains(&desk.token), "no page of the site learns the token");
    }
    story.told(0, &["build"]);
    let live = desk.get("_page/en/rest.html").body;
    assert_eq!(live, story.read("public/en/rest.html"), "byte for byte what the site has");
}
