//! The examples on the pages of `explain`: what is called wrong is found, and what is called right is not.

use std::collections::BTreeSet;
use std::fs;

use vetted::chat;
use vetted::config;
use vetted::desk;
use vetted::diagnostic::{Code, Diagnostic, Diagnostics, Tongue};
use vetted::lint;
use vetted::pipeline;
use vetted::site::InMemory;
use vetted::source::Source;
use vetted::trust::reviewers::Reviewers;

use crate::base::{Base, article};
use crate::repository::root;

/// Codes whose pages have no example that can be tried: it would need a broken disk, bytes that are no text, two pages, a finished site, or
/// a record with signatures, which the tests of the gate have.
const IN_WORDS: [Code; 23] = [
    Code::FileUnreadable,
    Code::FileKind,
    Code::FileTooLarge,
    Code::TextNotUtf8,
    Code::TooMuch,
    Code::NoteSyntax,
    Code::NoteMismatch,
    Code::SignatureSyntax,
    Code::SignatureInvalid,
    Code::NoteIncomplete,
    Code::NotEntitled,
    Code::KeyNotValid,
    Code::NoteTooEarly,
    Code::VersionChanged,
    Code::VersionFiles,
    Code::PinMismatch,
    Code::VersionUnusable,
    Code::AllowedSigners,
    Code::AddressTaken,
    Code::PrivacyRequest,
    Code::PrivacyPolicy,
    Code::PrivacyTrace,
    Code::PrivacyReach,
];

/// The settings of the article that examples are put into.
const SETTINGS: &str = "id = \"{id}\"\ntitle = \"A test\"\nsummary = \"What a test is.\"\nneed = \"information\"\n\
    urgency = \"routine\"\naudience = [\"client\"]\n\n[[sources]]\nkey = \"who14\"\ntitle = \"A guideline\"\n\
    org = \"WHO\"\nyear = 2014\n";

/// The text of that article, before the example.
const TEXT: &str = "\n## What to do first {#steps .snippet}\n\nRest. [^who14]\n\n";

/// A word list with one rule.
const LIST: &str = "[[rules]]\nid = \"person\"\npattern = '{word}'\nprefer = [\"person\"]\nlevel = \"error\"\n\
    why = \"A person is more than that.\"\nsource = \"style\"\ncatches = \"{word}\"\npasses = \"person\"\n";

/// A fenced block ```` ```wrong PATH KIND ```` or ```` ```right … ````.
struct Example {
    wrong: bool,
    path: String,
    /// What it is of an article: the text below, its `settings`, or the `whole` file.
    kind: String,
    text: String,
}

fn examples(page: &str) -> Vec<Example> {
    let fences = page.split("\n```").skip(1).step_by(2);
    let example = |fence: &str| {
        let (info, text) = fence.split_once('\n')?;
        let mut words = info.split(' ');
        let wrong = match words.next()? {
            "wrong" => true,
            "right" => false,
            _ => return None,
        };
        let (path, kind) = (words.next().unwrap().to_owned(), words.next().unwrap_or_default().to_owned());
        Some(Example { wrong, path, kind, text: format!("{text}\n") })
    };
    fences.filter_map(example).collect()
}

/// Puts settings into others: each takes the place of what has its name.
fn merged(settings: &str, more: &str) -> String {
    let blocks = |text: &str| -> Vec<String> {
        let mut blocks = vec![String::new()];
        for line in text.lines() {
            if line.starts_with('[') {
                blocks.push(String::new());
            }
            let block = blocks.last_mut().unwrap();
            *block += line;
            block.push('\n');
        }
        blocks
    };
    let name = |line: &str| line.split(" =").next().unwrap().to_owned();
    let (own, more) = (blocks(settings), blocks(more));
    let replaced: BTreeSet<String> = more[0].lines().map(name).collect();
    let tables: BTreeSet<String> =
        more[1..].iter().map(|block| block.lines().next().unwrap().to_owned()).collect();
    let kept = own[0].lines().filter(|line| !replaced.contains(&name(line))).map(|line| format!("{line}\n"));
    let kept_tables = own[1..].iter().filter(|block| !tables.contains(block.lines().next().unwrap()));
    kept.chain([more[0].clone()]).chain(kept_tables.cloned()).chain(more[1..].to_vec()).collect()
}

/// Returns all that is found when an example is put into a knowledge base without faults.
fn found(example: &Example) -> Vec<Diagnostic> {
    let mut base = Base::new();
    for lang in ["en", "ru"] {
        let place = format!("{lang}/bleeding");
        base.freeze(&place, 1, &article("bleeding", "bleeding"));
        base.approve(&place, "veins", 1);
        base.put(&format!("content/{lang}/veins/bleeding.md"), &article("bleeding", "bleeding"));
    }
    base.put("content/facts/here.toml", &text(&base, "record/facts/here/1/facts.toml"));
    for (lang, word) in [("en", "addict"), ("ru", "наркоман")] {
        base.put(&format!("content/lint/{lang}.toml"), &LIST.replace("{word}", word));
    }
    put(&mut base, example);
    let project = base.project();
    let mut found = Diagnostics::new();
    if let Some(config) = config::read(&project, &mut Diagnostics::new()) {
        let desk = desk::read(&project, &config, &mut found);
        lint::check(&project, &config.languages, &desk, &mut found);
        chat::check::check(&project, &config, &desk, &mut found);
    }
    let built = pipeline::build(&project, None, &InMemory);
    found.extend(project.faults().iter().cloned());
    found.append(built.stopping);
    found.append(built.record);
    found.into_sorted()
}

/// Returns what is found in all the examples of a language that are wrong.
pub(crate) fn faults(tag: &str) -> Vec<Diagnostic> {
    let pages = Code::ALL.iter().map(|code| format!("docs/explain/{tag}/{}.md", code.as_str()));
    let pages = pages.map(|page| fs::read_to_string(root().join(page)).unwrap());
    let examples = pages.flat_map(|page| examples(&page)).filter(|example| example.wrong);
    examples.flat_map(|example| found(&example)).collect()
}

fn text(base: &Base, path: &str) -> String {
    String::from_utf8(base.files[path].clone()).unwrap()
}

fn put(base: &mut Base, example: &Example) {
    let Example { path, kind, text: words, .. } = example;
    let name = path.rsplit('/').next().unwrap();
    if words.contains("hand.png") {
        base.put_picture(&path.replace(name, "hand.png"), "x");
    }
    if let Some(id) = name.strip_suffix(".md") {
        let settings = SETTINGS.replace("{id}", id);
        let whole = match kind.as_str() {
            "whole" => words.clone(),
            "settings" => format!("+++\n{}+++\n{TEXT}", merged(&settings, words)),
            _ => format!("+++\n{settings}+++\n{TEXT}{words}"),
        };
        base.put(path, &whole);
    } else if path.ends_with(".toml") {
        base.put(path, &merged(&text(base, path), words));
    } else {
        base.put(path, words);
    }
    if let Some(theme) = path.strip_prefix("themes/") {
        let theme = theme.split('/').next().unwrap();
        let settings = merged(&text(base, "vetted.toml"), &format!("theme = \"{theme}\"\n"));
        base.put("vetted.toml", &settings);
    }
    let reviewers = Source::new(crate::base::path(path), text(base, path));
    if path == "trust/reviewers.toml" && Reviewers::parse(&reviewers, &[], &mut Diagnostics::new()).is_some()
    {
        base.signers();
    }
}

#[test]
fn what_a_page_calls_wrong_is_found_and_what_it_calls_right_is_not() {
    let mut wrong = Vec::new();
    for (tag, code) in Tongue::TAGS.iter().flat_map(|tag| Code::ALL.iter().map(move |code| (tag, *code))) {
        let place = format!("docs/explain/{tag}/{}.md", code.as_str());
        let examples = examples(&fs::read_to_string(root().join(&place)).unwrap_or_default());
        let kinds: Vec<_> = examples.iter().map(|example| example.wrong).collect();
        let expected: &[bool] = if IN_WORDS.contains(&code) { &[] } else { &[true, false] };
        if kinds != expected {
            wrong.push(format!("{place} needs one example that is wrong and one that is right: {kinds:?}"));
        }
        for example in examples {
            let found: Vec<Code> = found(&example).iter().map(|fault| fault.code).collect();
            if found.contains(&code) != example.wrong {
                let what = if example.wrong { "wrong" } else { "right" };
                wrong.push(format!("{place}: what is called {what} gives {found:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_base_that_examples_are_put_into_has_no_fault() {
    let text = "## Why\n\nIt helps.\n".to_owned();
    for lang in ["en", "ru"] {
        let path = format!("content/{lang}/veins/example.md");
        let fine = Example { wrong: false, path, kind: String::new(), text: text.clone() };
        let found = found(&fine);
        assert!(found.is_empty(), "{lang}: {found:?}");
    }
}
