//! The labels of a language: one flat table, of which the embedded English file is the master list.
//!
//! Labels name things; they advise nothing and hold no number, because nobody signs them.
//!
//! Invariant: a `Labels` has a text for every name of the master list; no text holds a digit or is longer than
//! [`LONGEST_LABEL`] characters.

use std::collections::BTreeMap;

use tera::Value;

use super::files::Files;
use crate::base::alphabet::Alphabet;
use crate::base::day::Day;
use crate::base::lang::Lang;
use crate::base::name::Topic;
use crate::base::path::SourcePath;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, did_you_mean};
use crate::source::Source;
use crate::toml_file::{Placed, Table};

/// The longest label, in characters: anything longer is advice.
pub const LONGEST_LABEL: usize = 120;

/// Labels that a site cannot reword where the default theme has words: what a text must admit, it must admit plainly.
const FIXED: [&str; 4] = ["answers_unchecked", "demonstration", "service_example", "unconfirmed"];

/// What the labels of topics begin with: a site has topics that the master list does not know.
const TOPIC: &str = "topic_";

/// The file of the master list.
const MASTER: &str = "en.toml";

/// The labels of one language.
#[derive(Clone, Debug)]
pub struct Labels {
    texts: BTreeMap<String, String>,
    value: Value,
}

impl Labels {
    /// Reads the embedded English labels: the master list.
    pub(super) fn english(files: &Files, faults: &mut Diagnostics) -> Self {
        let embedded = files.strings.get(MASTER).and_then(|layers| layers.first());
        Self::of(embedded.map(|source| read(source, None, faults)).unwrap_or_default())
    }

    /// Reads the labels of a language, the site's own over the embedded ones. Each that is missing is an error; a
    /// language without any file is one error.
    pub(super) fn read(lang: &Lang, files: &Files, english: &Self, faults: &mut Diagnostics) -> Self {
        let file = format!("{lang}.toml");
        let layers = files.strings.get(&file);
        let mut texts = BTreeMap::new();
        for source in layers.into_iter().flatten() {
            let mut own = read(source, Some(english), faults);
            for name in FIXED {
                let reworded = |text: &String| texts.get(name).is_some_and(|fixed| fixed != text);
                if own.get(name).is_some_and(reworded) {
                    own.remove(name);
                    faults.push(fixed(source, name));
                }
            }
            texts.extend(own);
        }
        let missing: Vec<&String> = english.texts.keys().filter(|name| !texts.contains_key(*name)).collect();
        let path = files.path_of(&format!("strings/{file}"));
        if layers.is_none() {
            faults.push(no_labels(lang, path.as_ref()));
        } else {
            faults.extend(missing.into_iter().map(|name| no_label(name, lang, path.as_ref())));
        }
        Self::of(texts)
    }

    fn of(texts: BTreeMap<String, String>) -> Self {
        let value = Value::from_serializable(&texts);
        Self { texts, value }
    }

    /// Returns the label of this name, which must be one of the master list.
    pub fn get(&self, name: &str) -> &str {
        let text = self.texts.get(name);
        debug_assert!(text.is_some(), "`{name}` is not in the master list of labels");
        text.map_or("", String::as_str)
    }

    /// Returns the name of a country (ISO 3166-1, two capital letters); its code where the theme has no name for it.
    pub fn country<'a>(&'a self, code: &'a str) -> &'a str {
        self.texts.get(&format!("country_{code}")).map_or(code, String::as_str)
    }

    /// Returns the name of a topic; where the theme has none for it, the words of its own.
    pub fn topic(&self, topic: &Topic) -> String {
        self.texts.get(&format!("{TOPIC}{topic}")).cloned().unwrap_or_else(|| readable(topic))
    }

    /// Returns the alphabet of the language.
    pub fn alphabet(&self) -> Alphabet {
        Alphabet::parse(self.get("alphabet"))
    }

    /// Returns whether words under "do not" say so by themselves, as an item copied alone must.
    pub fn says_dont(&self, words: &str) -> bool {
        let words = words.to_lowercase();
        let begins = |word: &str| {
            words.strip_prefix(word).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
        };
        self.get("advice_dont_words").split('|').any(begins)
    }

    /// Returns all labels, sorted by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.texts.iter().map(|(name, text)| (name.as_str(), text.as_str()))
    }

    /// Returns all labels as a value that templates share.
    pub fn value(&self) -> Value {
        self.value.clone()
    }

    /// Writes a day as the language does: the label `date` with its `{day}`, `{month}` and `{year}` filled in.
    pub fn date(&self, day: Day) -> String {
        let (year, month, day) = day.parts();
        self.get("date")
            .replace("{day}", &day.to_string())
            .replace("{month}", self.get(&format!("month_{month}")))
            .replace("{year}", &year.to_string())
    }
}

/// Reads a file of labels; with a master list, names outside it are errors.
fn read(source: &Source, master: Option<&Labels>, faults: &mut Diagnostics) -> BTreeMap<String, String> {
    let mut texts = BTreeMap::new();
    for (name, value) in Table::of_file(source, faults).into_iter().flat_map(Table::into_entries) {
        let is_topic = name.value.strip_prefix(TOPIC).is_some_and(|topic| Topic::parse(topic).is_some());
        if let Some(master) = master.filter(|master| !is_topic && !master.texts.contains_key(&name.value)) {
            faults.push(unknown(&name, master));
            continue;
        }
        let Some(text) = value.read::<String>(faults) else { continue };
        match wrong(&name.value, &text.value) {
            None => {
                texts.insert(name.value, text.value);
            }
            Some((message, help)) => {
                faults.push(Diagnostic::error(Code::WrongValue, message).at(text.span, "").help(help));
            }
        }
    }
    texts
}

/// Returns why a text is no label, and the remedy.
fn wrong(name: &str, text: &str) -> Option<(&'static str, &'static str)> {
    if text.trim().is_empty() {
        return Some(("a label is empty", "leave the line out to keep the label of the default theme"));
    }
    if text.chars().any(char::is_numeric) {
        let remedy = "keep numbers in facts and articles, where reviewers sign them";
        return Some(("a label holds a digit", remedy));
    }
    if name == "date" && !["{day}", "{month}", "{year}"].iter().all(|part| text.contains(part)) {
        return Some((
            "a part of the day is missing",
            "write `{day}`, `{month}` and `{year}` in the order you want",
        ));
    }
    let remedy = "shorten it, or say it in an article, where reviewers sign it";
    (text.chars().count() > LONGEST_LABEL).then_some(("a label is longer than a label may be", remedy))
}

/// The name of a topic as words: `hiv-care` is "Hiv care".
fn readable(topic: &Topic) -> String {
    let words = topic.as_str().replace('-', " ");
    let mut letters = words.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

fn unknown(name: &Placed<String>, master: &Labels) -> Diagnostic {
    let near = did_you_mean(&name.value, master.texts.keys().map(String::as_str));
    Diagnostic::error(Code::UnknownKey, format!("no label is called `{}`", name.value))
        .at(&name.span, "")
        .help(near.unwrap_or_else(|| "remove the line".to_owned()))
}

fn fixed(source: &Source, name: &str) -> Diagnostic {
    let begins_line = |at: &usize| source.text()[..*at].ends_with('\n');
    let at = source.text().match_indices(name).map(|(at, _)| at).find(begins_line).unwrap_or_default();
    Diagnostic::error(Code::WrongValue, format!("the label `{name}` cannot be reworded"))
        .at(source.span(at..at + name.len()), "")
        .help("remove the line")
}

fn no_label(name: &str, lang: &Lang, path: Option<&SourcePath>) -> Diagnostic {
    missing(format!("the label `{name}` is missing in `{lang}`"), path).help(format!("add `{name} = \"…\"`"))
}

fn no_labels(lang: &Lang, path: Option<&SourcePath>) -> Diagnostic {
    missing(format!("the theme has no labels in `{lang}`"), path)
        .help("translate `strings/en.toml` of the default theme and put it there")
}

fn missing(message: String, path: Option<&SourcePath>) -> Diagnostic {
    let fault = Diagnostic::error(Code::MissingLabel, message);
    match path {
        Some(path) => fault.at(path, ""),
        None => fault,
    }
}
