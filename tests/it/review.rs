//! The program `vetted review`, asked over its socket: strangers are turned away, nothing of a draft gets out, and what goes
//! wrong at a desk leaves nothing half done.

mod desk;
mod faults;
mod pages;

use std::io::{Read as _, Write as _};

use self::desk::Desk;
use crate::determinism::tree;
use crate::socket;
use crate::story::{Story, TEXT};

/// A base with a text that both have signed, and another wording of it on the desk.
fn edited() -> Story {
    let story = Story::with_people();
    story.write("content/en/veins/rest.md", TEXT);
    story.approve(0, ("ed-eve", "service"), "facts/my-region", &[]);
    story.publish("en/rest");
    story.write("content/en/veins/rest.md", &TEXT.replace("Let the vein rest", "Let the vein unsaid"));
    story
}

const HOST: &str = "the desk is shown under the address of this machine alone\n";
const ORIGIN: &str = "this was asked from a page of another site, and was not done\n";
const TOKEN: &str =
    "this address is not the one of the desk: open the one that `vetted review` has printed\n";
const METHOD: &str = "here one can look, and send the forms of the desk\n";

/// A request of a stranger, and what it is told.
struct Attack {
    method: &'static str,
    path: String,
    host: String,
    more: String,
    words: &'static str,
}

/// The requests of strangers: without the token, from other sites, under other names, with other methods.
fn attacks(desk: &Desk) -> Vec<Attack> {
    let (own, token, port) = (desk.address.to_string(), &desk.token, desk.address.port());
    let signing = format!("/{token}/en/sign/en/rest");
    let same = format!("Origin: http://{own}\r\nSec-Fetch-Site: same-origin\r\n");
    let wrong: String = token.chars().rev().map(|letter| if letter == '0' { '1' } else { '0' }).collect();
    let far = "Origin: https://evil.example\r\n";
    let (cut, long, big) = (&token[1..], format!("{token}0"), token.to_ascii_uppercase());
    let attacks: [(_, String, String, &str, _); 26] = [
        // Without the token, or with another.
        ("GET", "/".to_owned(), own.clone(), "", TOKEN),
        ("GET", "/en/".to_owned(), own.clone(), "", TOKEN),
        ("GET", "//en/".to_owned(), own.clone(), "", TOKEN),
        ("GET", "/_page/_draft/en/rest.html".to_owned(), own.clone(), "", TOKEN),
        ("GET", format!("/{wrong}/en/text/en/rest"), own.clone(), "", TOKEN),
        ("GET", format!("/{cut}/en/text/en/rest"), own.clone(), "", TOKEN),
        ("GET", format!("/{long}/en/text/en/rest"), own.clone(), "", TOKEN),
        ("GET", format!("/{big}/en/text/en/rest"), own.clone(), "", TOKEN),
        ("GET", format!("/en/text/en/rest?token={token}"), own.clone(), "", TOKEN),
        ("POST", "/en/sign/en/rest".to_owned(), own.clone(), &same, TOKEN),
        ("POST", format!("/{wrong}/en/sign/en/rest"), own.clone(), &same, TOKEN),
        ("PUT", "/content/en/veins/rest.md".to_owned(), own.clone(), &same, TOKEN),
        // From a page of another site, which got hold of the token.
        ("POST", signing.clone(), own.clone(), "", ORIGIN),
        ("POST", signing.clone(), own.clone(), far, ORIGIN),
        ("POST", signing.clone(), own.clone(), "Origin: null\r\n", ORIGIN),
        ("POST", signing.clone(), own.clone(), "Origin: http://127.0.0.1:1\r\n", ORIGIN),
        ("POST", signing.clone(), own.clone(), "Sec-Fetch-Site: same-origin\r\n", ORIGIN),
        // Under a name that leads here (DNS rebinding).
        ("GET", format!("/{token}/en/"), "evil.example".to_owned(), "", HOST),
        ("GET", format!("/{token}/en/"), format!("127.0.0.1.evil.example:{port}"), "", HOST),
        ("GET", format!("/{token}/en/"), format!("10.0.0.7:{port}"), "", HOST),
        ("GET", format!("/{token}/en/"), String::new(), "", HOST),
        ("POST", signing.clone(), format!("evil.example:{port}"), &same, HOST),
        // What nobody does here.
        ("PUT", signing.clone(), own.clone(), &same, METHOD),
        ("DELETE", signing.clone(), own.clone(), &same, METHOD),
        ("PATCH", signing.clone(), own.clone(), &same, METHOD),
        ("OPTIONS", signing.clone(), own.clone(), &same, METHOD),
    ];
    let attack = |(method, path, host, more, words): (_, _, _, &str, _)| Attack {
        method,
        path,
        host,
        more: more.to_owned(),
        words,
    };
    attacks.into_iter().map(attack).collect()
}

#[test]
fn strangers_are_turned_away_each_in_its_own_words_and_nothing_is_read_or_written() {
    let story = edited();
    let desk = Desk::of(&story, "dr-ada");
    let (own, token) = (desk.address.to_string(), desk.token.clone());
    let before = tree(&story.root());
    let signing = format!("/{token}/en/sign/en/rest");
    let form = format!(
        "seen={}&role=medical&scope=full&do=sign&passphrase=four+words+in+here",
        desk.seen("en/rest")
    );
    for Attack { method, path, host, more, words } in &attacks(&desk) {
        let answer = desk.ask(&format!(
            "{method} {path} HTTP/1.1\r\nHost: {host}\r\n{more}Content-Type: application/x-www-form-urlencoded\r\n\
             Content-Length: {}\r\nConnection: close\r\n\r\n{form}",
            form.len()
        ));
        let name = format!("{method} {path} {host} {more}: {}\n{}", answer.head, answer.body);
        assert_eq!(answer.body, *words, "{name}");
        assert_eq!(answer.status(), if *words == METHOD { 405 } else { 403 }, "{name}");
        assert_eq!(answer.header("cache-control"), Some("no-store"), "{name}");
        assert!(!answer.head.contains(&token) && !answer.head.contains("access-control"), "{name}");
    }
    for site in ["cross-site", "same-site", "none"] {
        let answer = desk.ask(&format!(
            "POST {signing} HTTP/1.1\r\nHost: {own}\r\nOrigin: http://{own}\r\nSec-Fetch-Site: {site}\r\n\
             Content-Length: {}\r\nConnection: close\r\n\r\n{form}",
            form.len()
        ));
        assert_eq!((answer.status(), answer.body.as_str()), (403, ORIGIN), "{site}");
    }
    assert_eq!(tree(&story.root()), before, "nothing was written");
    assert!(desk.get("en/").body.contains("waits for you"), "and nothing was ticked or signed");
    // The very same form of the person's own browser is no stranger's.
    let signed = desk.deed(
        "en/sign/en/rest",
        &[
            ("seen", &desk.seen("en/rest")),
            ("role", "medical"),
            ("scope", "full"),
            ("do", "sign"),
            ("passphrase", "four words in here"),
        ],
    );
    assert!(signed.body.contains("still to sign: 1 editor"), "{}", signed.body);
}

#[test]
fn of_a_stranger_not_even_the_body_is_read() {
    let story = edited();
    let desk = Desk::of(&story, "dr-ada");
    desk.get("en/");
    let before = desk.peak();
    for _ in 0..8 {
        let mut stream = socket::connect(desk.address);
        let head = format!(
            "POST /0/en/import HTTP/1.1\r\nHost: {}\r\nOrigin: http://{}\r\nContent-Length: 20000000\r\n\r\n",
            desk.address, desk.address
        );
        stream.write_all(head.as_bytes()).unwrap();
        // The answer is there before the body is.
        let mut answer = [0; 4096];
        let length = stream.read(&mut answer).unwrap();
        let answer = String::from_utf8_lossy(&answer[..length]);
        assert!(answer.starts_with("HTTP/1.1 403"), "{answer}");
        // It may hang up while we go on.
        let _ = stream.write_all(&vec![b'a'; 20_000_000]);
    }
    assert!(desk.peak() - before < 16_000, "{} kB more than {before}", desk.peak() - before);
    assert!(desk.get("en/").body.contains("what waits"), "and the desk goes on");
}

#[test]
fn a_form_that_is_too_large_is_refused_in_our_words() {
    let story = edited();
    let desk = Desk::of(&story, "dr-ada");
    let answer = desk.post("en/import", &[("text", &"a".repeat(16 << 20))]);
    assert_eq!(answer.status(), 413, "{}", answer.head);
    assert!(answer.body.contains("this form is larger than any of the desk"), "{}", answer.body);
    assert_eq!(answer.header("cache-control"), Some("no-store"));
}

#[test]
fn nothing_climbs_out_of_the_site() {
    let story = edited();
    let desk = Desk::of(&story, "dr-ada");
    for below in ["_page", "_page/_draft"] {
        for path in [
            "../vetted.toml",
            "../../vetted.toml",
            "%2e%2e/%2e%2e/vetted.toml",
            "..%2f..%2fvetted.toml",
            "/etc/passwd",
            "en/../../vetted.toml",
            "en/%00",
            "content/en/veins/rest.md",
            "trust/../vetted.toml",
        ] {
            let answer = desk.get(&format!("{below}/{path}"));
            assert_eq!(answer.status(), 404, "{below}/{path}: {}", answer.head);
            assert!(!answer.body.contains("base_url") && !answer.body.contains("root:"), "{below}/{path}");
        }
    }
    for path in ["en/text/../../vetted", "en/text/en/..", "en/text/facts/..%2f..", "en/withdraw/en/../x"] {
        let answer = desk.get(path);
        assert!((400..500).contains(&answer.status()), "{path}: {}", answer.head);
    }
}

#[test]
fn nothing_of_a_draft_gets_into_the_site_while_the_desk_is_open() {
    let story = edited();
    let desk = Desk::of(&story, "dr-ada");
    let draft = desk.get("_page/_draft/en/rest.html").body;
    assert!(draft.contains("unsaid"), "the desk shows it: {draft}");
    let seen = desk.seen("en/rest");
    let ticked = desk
        .deed("en/sign/en/rest", &[("seen", &seen), ("role", "medical"), ("scope", "full"), ("do", "tick")]);
    assert!(ticked.body.contains("ticked: en/rest"), "{}", ticked.body);
    desk.deed("en/remark/en/rest", &[("seen", &seen), ("text", "say unsaid otherwise")]);
    assert!(story.root().join("content/remarks/en/rest/1.dr-ada.toml").exists());
    for _ in 0..2 {
        story.told(0, &["build"]);
        let public = tree(&story.root().join("public"));
        assert!(public.contains_key("en/rest.html"));
        for (path, bytes) in &public {
            assert!(!String::from_utf8_lossy(bytes).contains("unsaid"), "{path}");
            assert!(!path.contains("remark") && !path.contains("_draft"), "{path}");
        }
        // One signature of two is not enough either.
        let _ = desk.deed("en/sign", &[("passphrase", "four words in here")]);
    }
    assert!(story.told(0, &["why", "en", "rest"]).contains("1 editor"));
}
