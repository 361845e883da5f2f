//! Whatever settings an author can mean, in whatever way TOML lets them be written: they are read as they were meant.

use std::fmt::Write as _;

use proptest::prelude::*;
use proptest::sample::{Index, select, subsequence};

use super::*;
use crate::article::front::{Audience, Escalation, Front, Need, Reference, Urgency};

/// Settings as an author means them.
#[derive(Clone, Debug)]
struct Meant {
    title: String,
    summary: String,
    need: &'static str,
    urgency: &'static str,
    audience: Vec<&'static str>,
    search_terms: Vec<String>,
    ask_first: Vec<String>,
    escalate_to: Vec<&'static str>,
    next: Vec<&'static str>,
    sources: Vec<(String, String, i64)>,
    /// How each value is written, and where each line stands.
    ways: Vec<Index>,
    order: Vec<u32>,
}

const WORDS: [&str; 12] =
    ["Что", "делать", "now?", "it's", "\"so\"", "100 %", "a\\b", "é", "—", "5 < 6", "# no", "['x']"];

fn words() -> impl Strategy<Value = String> {
    prop::collection::vec(select(&WORDS), 1..6).prop_map(|words| words.join(" "))
}

fn distinct() -> impl Strategy<Value = Vec<String>> {
    prop::collection::btree_set(words(), 0..4).prop_map(|words| words.into_iter().collect())
}

fn meant() -> impl Strategy<Value = Meant> {
    let sorts = (select(Need::WORDS), select(Urgency::WORDS), subsequence(Audience::WORDS.to_vec(), 1..=4));
    let lists = (distinct(), distinct(), subsequence(Escalation::WORDS.to_vec(), 0..=5));
    let next = subsequence(vec!["b", "overdose-now", "c-2"], 0..=3);
    let sources = prop::collection::vec((words(), words(), 1800_i64..2200), 1..4);
    let writing = (prop::collection::vec(any::<Index>(), 40), prop::collection::vec(any::<u32>(), 10));
    (words(), words(), sorts, lists, next, sources, writing).prop_map(
        |(title, summary, sorts, lists, next, sources, (ways, order))| Meant {
            title,
            summary,
            need: sorts.0,
            urgency: sorts.1,
            audience: sorts.2,
            search_terms: lists.0,
            ask_first: lists.1,
            escalate_to: lists.2,
            next,
            sources,
            ways,
            order,
        },
    )
}

/// Writes a text in one of the ways of TOML 1.0.
fn text(words: &str, way: Index) -> String {
    let basic = || words.replace('\\', "\\\\").replace('"', "\\\"");
    match way.index(6) {
        0 if !words.contains('\'') => format!("'{words}'"),
        1 if !words.contains("''") && !words.ends_with('\'') => format!("'''{words}'''"),
        2 => format!("\"\"\"\n{}\"\"\"", basic()),
        3 => format!("\"\"\"\\\n   {}\"\"\"", basic()),
        4 => {
            words.chars().fold("\"".to_owned(), |mut all, one| {
                write!(all, "\\U{:08X}", u32::from(one)).unwrap();
                all
            }) + "\""
        }
        _ => format!("\"{}\"", basic()),
    }
}

fn strings(list: &[String]) -> Vec<&str> {
    list.iter().map(String::as_str).collect()
}

impl Meant {
    /// The settings in TOML, with the lines that come before the tables in any order.
    fn toml(&self) -> String {
        let mut ways = self.ways.iter().cycle();
        let mut list = |entries: &[&str]| {
            let entries: Vec<String> =
                entries.iter().map(|entry| text(entry, *ways.next().unwrap())).collect();
            format!("[ {} ]", entries.join(",\n "))
        };
        let lists = [
            ("audience", list(&self.audience)),
            ("search_terms", list(&strings(&self.search_terms))),
            ("ask_first", list(&strings(&self.ask_first))),
            ("escalate_to", list(&self.escalate_to)),
            ("next", list(&self.next)),
        ];
        let mut one = |words: &str| text(words, *ways.next().unwrap());
        let ones = [
            ("id", one("a")),
            ("title", one(&self.title)),
            ("summary", one(&self.summary)),
            ("need", one(self.need)),
            ("urgency", one(self.urgency)),
        ];
        let mut lines: Vec<(u32, String)> = self
            .order
            .iter()
            .copied()
            .zip(ones.into_iter().chain(lists).map(|(key, value)| format!("{key} = {value}\n")))
            .collect();
        lines.sort();
        let mut toml: String = lines.into_iter().map(|(_, line)| line).collect();
        for (number, (title, org, year)) in self.sources.iter().enumerate() {
            let (title, org) = (one(title), one(org));
            write!(toml, "[[sources]]\nkey = \"k{number}\"\ntitle = {title}\norg = {org}\nyear = {year}\n")
                .unwrap();
        }
        toml
    }

    /// The whole article; it cites every source and has a red flag.
    fn article(&self, toml: &str) -> String {
        let cited: Vec<String> = (0..self.sources.len()).map(|number| format!("[^k{number}]")).collect();
        let cited = cited.join(" ");
        format!(
            "+++\n{toml}+++\n\n> [!CAUTION]\n> **Call, if:**\n> - no breath\n\n## What {{#what .sos}}\n\nWords. {cited}\n"
        )
    }

    fn is(&self, front: &Front) {
        let ids: Vec<&str> = front.next.iter().map(|(id, _)| id.as_str()).collect();
        assert_eq!(
            (front.title.as_str(), front.summary.as_str()),
            (self.title.as_str(), self.summary.as_str())
        );
        assert_eq!((front.need.as_str(), front.urgency.as_str()), (self.need, self.urgency));
        assert_eq!(front.audience.iter().map(|one| one.as_str()).collect::<Vec<_>>(), self.audience);
        assert_eq!(front.escalate_to.iter().map(|one| one.as_str()).collect::<Vec<_>>(), self.escalate_to);
        assert_eq!(
            (&front.search_terms, &front.ask_first, ids),
            (&self.search_terms, &self.ask_first, self.next.clone())
        );
        let sources = front
            .sources
            .iter()
            .map(|Reference { title, org, year, .. }| (title.clone(), org.clone(), *year));
        assert_eq!(sources.collect::<Vec<_>>(), self.sources);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn settings_are_read_as_they_are_meant(meant in meant()) {
        let toml = meant.toml();
        let (article, said) = read(&meant.article(&toml));
        let article = article.unwrap_or_else(|| panic!("{said:#?}\n{toml}"));
        meant.is(article.front());
    }

    #[test]
    fn a_key_that_is_missing_unknown_or_doubled_is_told(
        meant in meant(), key in select(&["id", "title", "summary", "need", "urgency", "audience"])
    ) {
        let toml = meant.toml();
        let begins = format!("{key} = ");
        let at = if toml.starts_with(&begins) { 0 } else { toml.find(&format!("\n{begins}")).unwrap() + 1 };
        let with = |name: &str| format!("{}{name}{}", &toml[..at], &toml[at + key.len()..]);
        let told = |toml: &str| {
            let (article, said) = read(&meant.article(toml));
            assert!(article.is_none());
            said
        };
        let unknown = told(&with("unknown"));
        prop_assert!(unknown.iter().any(|line| line.contains(&format!("the key `{key}` is missing"))), "{:?}", unknown);
        prop_assert!(unknown.iter().any(|line| line.contains("`unknown`")), "{:?}", unknown);
        let doubled = told(&format!("{key} = 1\n{toml}"));
        prop_assert!(doubled.iter().any(|line| line.contains(key)), "{:?}", doubled);
    }
}
