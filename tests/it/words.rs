//! Every message can be read in Russian: the sources and the catalogue say the same things.

mod literals;
mod templates;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use vetted::article::front::Frame;
use vetted::diagnostic::Tongue;
use vetted::trust::words::{Role, Scope};

use crate::repository::root;
use literals::Literal;

/// The Russian catalogue.
const CATALOGUE: &str = "src/diagnostic/words/ru.toml";

/// Where the texts are made that go to readers: their words come from the theme, and what stands in quotes is markup.
const MAKERS: [&str; 4] = ["src/chat/", "src/emit/", "src/render/", "src/serve/page.rs"];

/// Texts of the sources that nobody is told.
const NOT_SAID: &[&str] = &[
    // What reviewers declare, which is signed.
    "I read all that has changed since the version before, as readers see it",
    "I read the whole text as readers see it",
    "I read the whole text as readers see it; no earlier version may be shown",
    "this text must not be shown",
    // What the desk writes into the history of Git.
    "record: {message}",
    "sign {}",
    "withdraw {place}/{name}",
    "remark on {}",
    "bring in what was signed far away",
    // What browsers are told about the pages of the desk.
    "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; connect-src 'self'; frame-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "text/html; charset=utf-8",
    "text/plain; charset=utf-8",
    "attachment; filename=\"{name}\"",
    // The lines that a new reviewer is to add to a file, and the commands that check a note.
    "public = \"…\"",
    "roles = [\"medical\"]",
    "topics = [\"*\"]",
    "languages = [\"*\"]",
    "keys = [\"{public}\"]",
    "ssh-keygen -Y verify -f ../../../../trust/allowed_signers -r ../../../../trust/revoked -I {reviewer} -n {} -Overify-time={}Z -s {note}.sig < {note}",
    "sha256sum -c --strict {note}",
    // Beginnings of files that are always in English, and lines of notes.
    "# Keys of the reviewers, for `ssh-keygen -Y verify`.\n# Made from reviewers.toml by `vetted key signers`; never edited.\n",
    "# kind: withdrawal",
    "# vetted-export: 1, made by `vetted export`; the whole folder is replaced at every export\n",
    "# vetted-site: 1, made by `vetted build`; the whole folder is replaced at every build\n",
    "{} sha256:{}",
    "{} {} {} sha256:{}",
    // What browsers may do with the pages of `serve`.
    "default-src 'none'; base-uri 'none'; form-action 'none'",
    "{policy}; sandbox; frame-ancestors 'self'",
    "frame-ancestors 'self'",
    // Lines of servers' settings, and what their headers say.
    "add_header Onion-Location http://{onion}$request_uri always;",
    "header Onion-Location \"http://{onion}{{uri}}\"",
    "Header always set Onion-Location \"expr=http://{onion}%{{REQUEST_URI}}\"",
    "add_header {name} \"{value}\" always;",
    "add_header {name} $site_origin always;",
    "location ~ \"{pattern}\" {{ types {{ }} default_type {kind}; }}",
    "header {name} \"{value}\"",
    "header {matcher} {name} \"{value}\"",
    "Header always set {name} \"{value}\"",
    "ForceType \"{value}\"",
    "max-age=0, no-cache, no-store, must-revalidate",
    "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
    // Lines of bundles and packs, which are always in English.
    "Texts that wait for a reviewer, with all that is needed to judge them.",
    "Give this file to the reviewer, who runs: vetted review FILE",
    "Nobody has signed these texts yet: show them to nobody else.",
    "What a reviewer has signed, and the texts that it is about.",
    "Give this file to your editor, who runs: vetted import FILE",
    "What anybody changes in it will be noticed.",
    "format: {FORMAT}",
    "site: {}",
    "made: {}",
    "files: {}",
    "{count} in {}/",
    "size: {}",
    "sha256: {}",
    "form: {form}",
    // A mark in a new text, in the language of that text.
    "{{? what people type in this language: slang, misspellings}}",
    // What others say, and we look for.
    " (os error",
    ". Available ",
    "duplicate key",
    "extra `=`",
    "invalid basic string",
    "invalid date",
    "invalid literal string",
    "invalid multi-line",
    "invalid unquoted key",
    "key with no value",
    "missing comma",
    "missing value",
    "extra comma",
    "string values must be quoted",
    "unclosed array",
    "unclosed array table",
    "unclosed inline table",
    "unclosed table",
    "unexpected `=` in array",
    "unexpected key or value",
    "unquoted keys cannot be empty",
    "{words} here",
    "not a git repository",
    "Unable to create '",
    "File exists",
    "Permission denied",
    "Read-only file system",
    "insufficient permission",
    "dubious ownership",
    // A slip of a programmer, met in tests alone.
    "`{{name}}` is not in the master list of labels",
    "{{about-with-newline}}\n{}: {{usage}}",
];

/// Words that Russian texts use as they are.
const FOREIGN: &[&str] = &[
    "BBCode",
    "C",
    "Ctrl",
    "Ed",
    "Excel",
    "Exif",
    "Git",
    "Markdown",
    "MarkdownV",
    "OpenSSH",
    "Signal",
    "Telegram",
    "Tor",
    "Unix",
    "WebP",
    "WhatsApp",
    "Windows",
];

/// Returns the English side of the catalogue, but for what libraries say.
fn catalogue() -> Vec<String> {
    let text = fs::read_to_string(root().join(CATALOGUE)).unwrap();
    let (ours, _) = text.split_once("\n# Слова библиотек: ").unwrap();
    toml::from_str::<BTreeMap<String, String>>(ours).unwrap().into_keys().collect()
}

#[test]
fn every_message_of_the_sources_is_in_the_catalogue() {
    let mut missing: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut asked = BTreeSet::new();
    for literal in literals::of_sources() {
        let made = MAKERS.iter().any(|maker| literal.file.starts_with(maker));
        if made && is_markup(&literal.pattern) || NOT_SAID.contains(&literal.pattern.as_str()) {
            continue;
        }
        for line in lines(&literal.pattern).filter(|line| !NOT_SAID.contains(line)) {
            if is_prose(line) && !english_left(line).is_empty() && asked.insert(line.to_owned()) {
                let Literal { file, line: number, .. } = &literal;
                let missing = missing.entry(format!("# {file}")).or_default();
                missing.push(format!("{} = \"\"  # line {number}", toml::Value::from(line)));
            }
        }
    }
    let missing: Vec<_> =
        missing.into_iter().map(|(file, lines)| format!("{file}\n{}", lines.join("\n"))).collect();
    assert!(missing.is_empty(), "these have no Russian line in {CATALOGUE}:\n\n{}\n", missing.join("\n\n"));
}

/// Functions of the desk whose words its templates look up one by one.
const WORDS_OF_THE_DESK: [(&str, &str); 11] = [
    ("src/review/changes.rs", "fn change_word"),
    ("src/review/changes.rs", "fn kind_word"),
    ("src/review/changes.rs", "fn mark_word"),
    ("src/review/withdraw.rs", "fn word"),
    ("src/review/home.rs", "fn words"),
    ("src/review/home.rs", "fn short"),
    ("src/overview/words.rs", "fn version_state"),
    ("src/overview/words.rs", "fn when"),
    ("src/overview/mod.rs", "impl State"),
    ("src/overview/mod.rs", "impl Working"),
    ("src/gate/standing.rs", "impl Verdict"),
];

#[test]
fn every_word_of_the_desk_is_in_the_catalogue() {
    let mut missing = Vec::new();
    let mut look = |literal: Literal| {
        if !english_left(&literal.pattern).is_empty() {
            missing.push(format!("{}:{}: {}", literal.file, literal.line, literal.pattern));
        }
    };
    for (file, text) in templates::all() {
        templates::said(&file, &text).into_iter().for_each(&mut look);
    }
    for (file, function) in WORDS_OF_THE_DESK {
        let text = fs::read_to_string(root().join(file)).unwrap();
        let body = text.split(function).nth(1).unwrap().split("\n}\n").next().unwrap();
        let words = literals::of_text(&format!("{file}, {function}"), body);
        assert!(words.len() > 1, "{file}: {function}");
        words.into_iter().for_each(&mut look);
    }
    let roles =
        Role::ALL.iter().map(|role| role.as_str()).chain(Scope::ALL.iter().map(|scope| scope.as_str()));
    for word in roles.chain(Frame::WORDS.iter().copied()) {
        look(Literal { file: "a word of notes or settings".to_owned(), line: 1, pattern: word.to_owned() });
    }
    assert!(missing.is_empty(), "these have no Russian line in {CATALOGUE}:\n\n{}\n", missing.join("\n"));
}

#[test]
fn every_line_of_the_catalogue_is_said_somewhere() {
    let mut sources = literals::of_sources();
    sources.extend(templates::all().iter().flat_map(|(file, text)| templates::said(file, text)));
    let phrases = sources.iter().flat_map(|literal| phrases(&literal.pattern));
    let said: BTreeSet<String> = phrases
        .chain(literals::docs_of("src/cli/args.rs"))
        .chain([env!("CARGO_PKG_DESCRIPTION").to_owned()])
        .collect();
    let idle: Vec<_> = catalogue().into_iter().filter(|line| !said.contains(line)).collect();
    assert!(idle.is_empty(), "nobody says these lines of {CATALOGUE}:\n{}", idle.join("\n"));
}

/// Returns the lines of a pattern, without what only moves them in or puts them in brackets.
fn lines(pattern: &str) -> impl Iterator<Item = &str> {
    pattern.split('\n').map(|line| {
        let line = line.trim_start_matches("{indent}").trim_start_matches([';', ',']).trim();
        line.strip_prefix('(').and_then(|line| line.strip_suffix(')')).unwrap_or(line)
    })
}

/// Whether a pattern is a sentence or a part of one: two words or more, apart from what stands in backticks.
fn is_prose(pattern: &str) -> bool {
    let words = bare(&sample(pattern));
    pattern.trim().contains(' ')
        && words.split(|character: char| !character.is_ascii_alphabetic()).any(|word| word.len() > 1)
}

fn is_markup(pattern: &str) -> bool {
    pattern.contains("=\"") || pattern.starts_with(['<', '>', '"'])
}

/// Returns the English words that a Russian reader would meet.
fn english_left(pattern: &str) -> Vec<String> {
    latin(&Tongue::Russian.report(&sample(pattern)))
}

/// A text as the pattern makes it, with 7 for every argument.
fn sample(pattern: &str) -> String {
    let mut out = String::new();
    let mut rest = pattern.chars().peekable();
    while let Some(character) = rest.next() {
        match character {
            '{' | '}' if rest.next_if_eq(&character).is_some() => out.push(character),
            '{' => {
                rest.by_ref().find(|character| *character == '}');
                out.push('7');
            }
            other => out.push(other),
        }
    }
    out
}

/// A text without what stands in backticks, or in the quotes that Russian has for what somebody typed.
fn bare(text: &str) -> String {
    let plain = text.split('`').step_by(2).collect::<Vec<_>>().join(" ");
    let pieces = plain.split('«').map(|piece| piece.split_once('»').map_or(piece, |(_, rest)| rest));
    pieces.collect::<Vec<_>>().join(" ")
}

/// Returns the Latin words of a text, apart from what is the same in every language: quotations, names, paths and options.
pub(crate) fn latin(text: &str) -> Vec<String> {
    let bare = bare(text);
    let tokens = bare.split_whitespace().map(|token| {
        token.trim_matches(|character: char| !character.is_alphanumeric() && !"-/<".contains(character))
    });
    let is_name = |token: &str| {
        let letters = token.chars().filter(char::is_ascii_alphabetic);
        token.contains(['/', '.', '_', '=', '+', '@'])
            || token.starts_with("--")
            || token.starts_with('<')
            || letters.clone().all(|letter| letter.is_ascii_uppercase())
            || token
                .split(|character: char| !character.is_ascii_alphabetic())
                .all(|word| word.len() < 2 || FOREIGN.contains(&word))
    };
    tokens.filter(|token| !is_name(token)).map(str::to_owned).collect()
}

/// Returns a pattern, its lines, and the phrases that these are put together of.
fn phrases(pattern: &str) -> Vec<String> {
    let lines = pattern.split('\n').map(|line| line.trim().trim_start_matches("- ").to_owned());
    let mut phrases: Vec<String> = [pattern.to_owned()].into_iter().chain(lines).collect();
    let mut at = 0;
    while let Some(phrase) = phrases.get(at).cloned() {
        let trimmed = phrase.trim_matches([' ', ',', ';', ':']);
        let inner = trimmed.strip_prefix('(').and_then(|inner| inner.strip_suffix(')'));
        let cut = [": ", "; ", ", ", " ("].into_iter().flat_map(|between| trimmed.split(between));
        let parts: Vec<_> =
            cut.chain(inner).chain([trimmed, trimmed.trim_end_matches(')')]).map(str::to_owned).collect();
        for part in parts {
            if !phrases.contains(&part) {
                phrases.push(part);
            }
        }
        at += 1;
    }
    phrases
}
