//! What the templates of the desk say: texts in quotes that are said, and letters that nobody could translate.

use std::fs;

use super::literals::Literal;
use crate::repository::root;

/// The templates of the desk.
const TEMPLATES: &str = "src/review/templates";

/// Elements whose words are the same in every language: code, keys, lines to copy.
const SAME: [&str; 5] = ["code", "kbd", "pre", "style", "script"];

/// Attributes that people read or hear.
const READ: [&str; 5] = ["alt", "aria-label", "placeholder", "summary", "title"];

/// Words in templates that are the same in every language: the switch of the language, and names.
const KNOWN: [&str; 9] =
    ["по-русски", "in English", "SHA256:", "SMS", "doi:", "ISBN", "zxx", "/home/ada/dr-ada.key", "dr-ada"];

/// A part of a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part<'t> {
    /// What goes out as it stands.
    Words(&'t str),
    /// What stands between `{{` and `}}`, or `{%` and `%}`.
    Braced(&'t str),
}

/// Returns the names and texts of all templates.
pub(crate) fn all() -> Vec<(String, String)> {
    let entries = fs::read_dir(root().join(TEMPLATES)).unwrap().map(|entry| entry.unwrap().file_name());
    let mut names: Vec<_> =
        entries.map(|name| format!("{TEMPLATES}/{}", name.into_string().unwrap())).collect();
    names.sort();
    names.into_iter().map(|name| (name.clone(), fs::read_to_string(root().join(&name)).unwrap())).collect()
}

/// Returns the texts of a template that are said.
pub(crate) fn said(file: &str, text: &str) -> Vec<Literal> {
    let mut found = Vec::new();
    let mut line = 1;
    for part in parts(text) {
        let words = match part {
            Part::Words(words) => words,
            Part::Braced(inner) => {
                let said = quoted(inner).into_iter().filter(|(_, rest)| is_said(rest));
                found.extend(said.map(|(words, _)| Literal {
                    file: file.to_owned(),
                    line,
                    pattern: words.to_owned(),
                }));
                inner
            }
        };
        line += words.matches('\n').count();
    }
    found
}

/// Returns what a template says in one language alone: words outside of braces, and texts that go out without `say`.
pub(crate) fn unsaid(text: &str) -> Vec<String> {
    let mut page = String::new();
    let mut found = Vec::new();
    for part in parts(text) {
        match part {
            Part::Words(words) => page.push_str(words),
            Part::Braced(inner) => {
                let first = quoted(inner).into_iter().next();
                let is_printed = inner.trim_start().starts_with('"');
                found.extend(
                    first.filter(|(_, rest)| is_printed && !is_said(rest)).map(|(words, _)| words.to_owned()),
                );
            }
        }
    }
    let mut words = visible(&page);
    for known in KNOWN {
        words = words.replace(known, " ");
    }
    found.extend(
        words
            .split_whitespace()
            .filter(|word| word.contains(|letter: char| letter.is_alphabetic()))
            .map(str::to_owned),
    );
    found
}

/// Returns what people read of markup: without tags, but for the attributes that are read, and without code.
fn visible(page: &str) -> String {
    let mut words = String::new();
    let mut rest = page;
    while let Some(at) = rest.find('<') {
        words.push_str(&rest[..at]);
        let end = rest[at..].find('>').map_or(rest.len(), |end| at + end + 1);
        let tag = &rest[at..end];
        for name in READ {
            let value = tag.split(&format!(" {name}=\"")).nth(1).and_then(|value| value.split('"').next());
            words.push(' ');
            words.push_str(value.unwrap_or_default());
        }
        let name = tag.trim_start_matches('<').split([' ', '>']).next().unwrap_or_default();
        rest = &rest[end..];
        if SAME.contains(&name) {
            rest = rest.split_once(&format!("</{name}>")).map_or("", |(_, rest)| rest);
        }
        words.push(' ');
    }
    words + rest
}

fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(at) = ["{{", "{%"].iter().filter_map(|open| rest.find(open)).min() {
        let close = if rest[at..].starts_with("{{") { "}}" } else { "%}" };
        let end = rest[at..].find(close).map_or(rest.len(), |end| at + end);
        parts.push(Part::Words(&rest[..at]));
        parts.push(Part::Braced(&rest[at + 2..end]));
        rest = rest.get(end + 2..).unwrap_or_default();
    }
    parts.push(Part::Words(rest));
    parts
}

/// Returns the texts in quotes, each with what follows it.
fn quoted(inner: &str) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    let mut rest = inner;
    while let Some((_, behind)) = rest.split_once('"') {
        let Some((words, behind)) = behind.split_once('"') else { break };
        found.push((words, behind));
        rest = behind;
    }
    found
}

fn is_said(behind: &str) -> bool {
    let filter = behind.trim_start().strip_prefix('|').map(str::trim_start);
    filter.is_some_and(|filter| filter.starts_with("say") || filter.starts_with("tell"))
}

#[test]
fn a_text_of_a_template_is_found() {
    let template = "{% if page.on == \"yes\" %}\n<p title=\"{{ \"a title\" | say }}\">{{ \"one {n}\" | say(n=page.n) }}</p>\n{{ page.words | say }} {{ \"lines\" | tell }}{% endif %}";
    let found: Vec<_> = said("a.html", template).into_iter().map(|said| (said.line, said.pattern)).collect();
    let expected = [(2, "a title"), (2, "one {n}"), (3, "lines")];
    assert_eq!(found, expected.map(|(line, words)| (line, words.to_owned())));
    assert_eq!(unsaid(template), [""; 0]);
}

#[test]
fn words_of_a_template_that_nobody_could_translate_are_found() {
    for (template, words) in [
        ("<p>open</p>", "open"),
        ("<p>{{ page.n }} текстов</p>", "текстов"),
        ("<p title=\"help\">{{ page.words }}</p>", "help"),
        ("<input placeholder=\"name\">", "name"),
        ("{{ \"open\" }}", "open"),
        ("<code>vetted</code> now", "now"),
    ] {
        assert_eq!(unsaid(template), [words], "{template}");
    }
    assert_eq!(unsaid("<p class=\"quiet\">… · <code>vetted review FILE</code> <kbd>j</kbd></p>"), [""; 0]);
    assert_eq!(unsaid("<a lang=\"ru\">по-русски</a>"), [""; 0]);
}

#[test]
fn no_template_of_the_desk_speaks_one_language_alone() {
    let found: Vec<_> = all().iter().map(|(file, text)| (file.clone(), unsaid(text))).collect();
    assert!(found.len() > 10, "{}", found.len());
    let left: Vec<_> = found.into_iter().filter(|(_, words)| !words.is_empty()).collect();
    assert_eq!(left, []);
}
