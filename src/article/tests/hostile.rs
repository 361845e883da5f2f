//! Texts made to hurt: each gets an answer in seconds, in bounded memory, and never overflows the stack.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use super::*;
use crate::article::tree::DEEPEST;
use crate::project::text::LARGEST_ARTICLE;

/// Reads a text, and gives what is said about it; five seconds are far more than any should take.
fn in_time(name: &str, text: &str) -> Vec<String> {
    let (said, took) = timed(text);
    assert!(took < Duration::from_secs(30), "{name}: {took:?}");
    said
}

#[expect(clippy::disallowed_methods, reason = "the time is what is tested")]
fn timed(text: &str) -> (Vec<String>, Duration) {
    let start = Instant::now();
    let said = read(text).1;
    (said, start.elapsed())
}

fn body_in_time(name: &str, body: &str) -> Vec<String> {
    in_time(name, &format!("{FRONT}+++\n\n[^who14]\n\n{body}\n"))
}

fn filled_with(pattern: &str) -> String {
    pattern.repeat(LARGEST_ARTICLE / 2 / pattern.len())
}

#[test]
fn nesting_has_an_end_that_is_told_once() {
    let deep = |depth: usize| ">".repeat(depth) + "x";
    assert_eq!(body_in_time("fine", &deep(DEEPEST)), [""; 0]);
    assert_eq!(
        body_in_time("deep", &format!("{}\n\n{}", deep(DEEPEST + 1), deep(50))),
        ["17:17 too-much: the text is nested deeper than 16 levels here"]
    );
    assert_eq!(
        body_in_time("deeper", &deep(10_000)),
        ["17:1 too-much: the text is nested deeper than 16 levels here"]
    );
    let emphasis = |depth: usize| format!("{}x{}", "*a ".repeat(depth), " b*".repeat(depth));
    assert_eq!(body_in_time("fine", &emphasis(DEEPEST)), [""; 0]);
    assert_eq!(body_in_time("emphasis", &emphasis(10_000)).len(), 1);
    assert_eq!(body_in_time("lists", &"- ".repeat(10_000)).len(), 1);
    // The worst found: every line is compared with every quote that is open.
    let lazy = format!("{}x{}", ">".repeat(200_000), "\ny".repeat(200_000));
    assert_eq!(body_in_time("lazy", &lazy).len(), 1);
    let mut stairs = String::new();
    for step in 0..700 {
        let _ = writeln!(stairs, "{}- a", " ".repeat(2 * step));
    }
    stairs.push_str(&"y\n".repeat(200_000));
    assert_eq!(body_in_time("stairs", &stairs).len(), 1);
}

#[test]
fn a_text_holds_no_more_than_a_text_may() {
    let links = body_in_time("links", &"[a](b.md) ".repeat(100_000));
    assert_eq!(links, ["17:50011 too-much: the text has more than 5000 links"]);
    let nodes = body_in_time("nodes", &"*a* ".repeat(100_000));
    assert_eq!(
        nodes,
        ["17:79989 too-much: the text has more than 20000 paragraphs, words in bold and other parts"]
    );
    assert!(body_in_time("braces", &filled_with("{")).iter().any(|line| line.contains("too-much")));
    assert!(body_in_time("html", &filled_with("<b>")).iter().any(|line| line.contains("too-much")));
    assert!(body_in_time("attributes", &format!("## a {{{}}}", filled_with(".x "))).len() <= 51);
}

/// Marks that begin something, close something, or make a parser look far ahead; `␣` is a space, `⏎` a line end.
const MARKS: &str = r"
    [ ] [] [a]( ![ ![[ [![a](b)]( [a][ [a][b] [\ [a⏎ >␣[a⏎ -␣[a](⏎ * *a *a_ **a␣*b␣ ***a _␣a ~a ` `a <
    <!-- <? <a␣b= <![CDATA[ <!A␣ <https: >␣<a⏎ & &amp; \ | |⏎ |a|⏎|-|⏎ [^ [^a] [^a]: [^a]:␣x⏎⏎ [a]:⏎ [a]:␣u⏎
    [a]:␣u␣(⏎ >␣ -␣ 1.␣ >␣-␣ #␣ #␣{#a}⏎ ##␣{#a␣.snippet}⏎ a⏎=⏎ ⏎⏎ a⏎ *⏎         - >␣[!NOTE]⏎ >␣[! {a.b}
    {a} } ([^a](b)) &#x301; é +++⏎
";

#[test]
fn every_mark_in_masses_is_read_in_time() {
    for pattern in MARKS.split_whitespace() {
        let pattern = pattern.replace('␣', " ").replace('⏎', "\n");
        let mass = pattern.repeat(LARGEST_ARTICLE / 8 / pattern.len());
        let text = format!("{FRONT}+++\n\n[^who14]\n\n{mass}\n");
        // An eighth of an article takes a fortieth of this; were the time to grow with the square, a whole one would take
        // a minute. A busy machine gets four more tries.
        let late = || timed(&text).1 > Duration::from_secs(1);
        assert!(!(0..5).all(|_| late()), "{pattern:?}");
    }
}

#[test]
fn long_chains_are_read_in_time() {
    let mut ticks = String::new();
    let mut labels = String::new();
    let mut references = String::new();
    for number in 1..1_400 {
        ticks.push_str(&"`".repeat(number));
        ticks.push('a');
    }
    for number in 0..60_000 {
        let _ = write!(labels, "[^n{number}] ");
        let _ = write!(references, "[a{number}]: b.md\n[a{number}] ");
    }
    body_in_time("ticks", &ticks);
    body_in_time("labels", &labels);
    body_in_time("references", &references);
    body_in_time(
        "table",
        &format!("{}\n{}\n{}", "|a".repeat(10_000), "|-".repeat(10_000), "|\n".repeat(50_000)),
    );
    body_in_time("brackets", &format!("{}{}", "[".repeat(400_000), "]".repeat(400_000)));
    body_in_time("links", &format!("{}a{}", "[".repeat(100_000), "](b.md)".repeat(100_000)));
}

/// The same for TOML.
const TOML_MARKS: &str = r#"
    [ ] { a. [a. [[a]]⏎ a={ a=[ " ''' """ a=1⏎ = # \u [a]⏎[a]⏎ a.b=1⏎ a=1979-05-27⏎
    a␣=␣99999999999999999999⏎ sources␣=␣[[[ [[sources]]⏎ [snippets.a]⏎ title=⏎ ⏎ x
"#;

#[test]
fn settings_in_masses_are_read_in_time() {
    let front = |toml: &str| in_time(&toml[..20.min(toml.len())], &format!("+++\n{toml}\n+++\n"));
    assert_eq!(
        front(&"a".repeat(70_000)),
        ["1:1 too-much: the settings have 70001 bytes, and 65536 are the most"]
    );
    for pattern in TOML_MARKS.split_whitespace() {
        let pattern = pattern.replace('␣', " ").replace('⏎', "\n");
        front(&pattern.repeat(65_000 / pattern.len()));
    }
    let mut keys = String::new();
    let mut sources = String::new();
    for number in 0..5_000 {
        let _ = writeln!(keys, "key{number} = 1");
    }
    for number in 0..1_000 {
        let _ = writeln!(sources, "[[sources]]\nkey=\"k{number}\"\ntitle=\"t\"\norg=\"o\"\nyear=2000");
    }
    assert_eq!(front(&keys).len(), 7 + crate::diagnostic::MOST_OF_A_KIND);
    in_time("cites", &format!("+++\n{sources}+++\n{}", "[^x1000] ".repeat(100_000)));
}

#[test]
fn deep_settings_end_before_the_stack_does() {
    let deep = |open: &str, close: &str| format!("{}1{}", open.repeat(16), close.repeat(16));
    for (name, value) in [("lists", deep("[", "]")), ("tables", deep("{a=", "}"))] {
        let said = in_time(name, &format!("+++\nb.c = {value}\n+++\n"));
        assert!(said.iter().any(|line| line.contains("too-much: these settings are nested")), "{said:?}");
    }
    // Each level of braces is a hundred levels of tables, and each of those a stack frame when it is dropped.
    let bomb = format!("a = {}1{}", format!("{{{}a = ", "a.".repeat(100)).repeat(64), "}".repeat(64));
    assert_eq!(
        in_time("bomb", &format!("+++\n{bomb}\n+++\n")),
        ["2:37 too-much: these settings are nested deeper than 16 levels"]
    );
}
