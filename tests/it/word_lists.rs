//! The lists beside the texts: words that people search by, and words that we do not use.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use toml::{Table, Value};

use crate::determinism::tree;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

fn list(path: &str, key: &str) -> Vec<Table> {
    let text = fs::read_to_string(Path::new(ROOT).join(path)).unwrap();
    let mut file: Table = text.parse().unwrap_or_else(|fault| panic!("{path}: {fault}"));
    let Some(Value::Array(rows)) = file.remove(key) else { panic!("{path} has no list `{key}`") };
    assert!(file.is_empty(), "{path} holds more than `{key}`");
    rows.into_iter().map(|row| row.try_into().unwrap()).collect()
}

fn text<'a>(row: &'a Table, key: &str) -> &'a str {
    row.get(key).and_then(Value::as_str).unwrap_or_else(|| panic!("no `{key}` in {row:?}"))
}

fn texts<'a>(row: &'a Table, key: &str) -> Vec<&'a str> {
    let list = row.get(key).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    list.iter().map(|value| value.as_str().unwrap()).collect()
}

/// The ids of articles and snippets of a language.
fn ids(lang: &str) -> BTreeSet<String> {
    let mut ids = BTreeSet::new();
    for (path, bytes) in tree(&Path::new(ROOT).join("content").join(lang)) {
        let Some(id) = path.strip_suffix(".md").and_then(|path| path.rsplit('/').next()) else { continue };
        ids.insert(id.to_owned());
        let article = String::from_utf8(bytes).unwrap();
        let headings = article.lines().filter(|line| line.starts_with("##") && line.contains(".snippet"));
        let sections = headings.filter_map(|line| line.split("{#").nth(1)?.split([' ', '}']).next());
        ids.extend(sections.map(|section| format!("{id}.{section}")));
    }
    ids
}

#[test]
fn every_search_word_leads_to_a_text_that_is_there() {
    let kinds = ["slang", "misspelling", "transliteration", "layout", "clinical", "plain"];
    for lang in ["en", "ru"] {
        let (ids, terms) = (ids(lang), list(&format!("content/lexicon/{lang}.toml"), "terms"));
        assert!(terms.len() >= 250, "{lang} has {} terms", terms.len());
        let mut last = "";
        let mut reached: BTreeMap<&str, usize> = BTreeMap::new();
        for row in &terms {
            let term = text(row, "term");
            assert!(last < term, "{lang}: `{term}` stands after `{last}`: sorted, and each once");
            assert!(term == term.trim() && term == term.to_lowercase(), "{lang}: `{term}`");
            assert!(kinds.contains(&text(row, "kind")), "{lang}: `{term}`");
            let means = texts(row, "means");
            assert!(!means.is_empty(), "{lang}: `{term}` means nothing");
            for id in means {
                assert!(ids.contains(id), "{lang}: `{term}` leads to `{id}`, which is not there");
                *reached.entry(id.split('.').next().unwrap()).or_default() += 1;
            }
            last = term;
        }
        let articles = ids.iter().filter(|id| !id.contains('.'));
        let missed: Vec<_> = articles.filter(|id| !reached.contains_key(id.as_str())).collect();
        assert!(missed.is_empty(), "{lang}: no word leads to {missed:?}");
        assert!(
            terms.iter().any(|row| row.get("emergency").is_some_and(|value| value.as_bool() == Some(true)))
        );
    }
}

/// Whether each rule keeps its own word is told by `check`, which is silent on them.
#[test]
fn each_language_has_a_list_of_words_to_avoid() {
    for lang in ["en", "ru"] {
        let rules = list(&format!("content/lint/{lang}.toml"), "rules");
        assert!(rules.len() >= 30, "{lang} has {} rules", rules.len());
    }
}
