//! The snippets as JSON: one file an article, one a language, and an index to search in.
//!
//! A snippet is turned to JSON once; the files share its text.

use serde_json::value::RawValue;

use super::snippet::{
    Entry, IndexEntry, SCHEMA, SCHEMA_VERSION, Snippet, SnippetFile, Withdrawn, WithdrawnStatus,
};
use super::{Made, Press, schema};
use crate::base::lang::Lang;
use crate::base::path::OutPath;
use crate::gate::{Cleared, Tombstone};
use crate::site::{Content, Growing, Shelf};

/// A snippet as JSON, for the files that gather many.
pub(super) struct Told {
    lang: Lang,
    json: Box<RawValue>,
    /// Whether it is a variant: those stand in the file of their article alone, or the others would grow threefold.
    is_variant: bool,
    /// Its line of the index; a withdrawn one is not to be found, and a variant is found with its core.
    index: Option<Box<RawValue>>,
}

/// The files that gather the snippets of all articles, as they grow.
pub(super) struct Gathering<'p> {
    /// One for each language, and the index, which is for all.
    lists: Vec<(Option<Lang>, Array<'p>)>,
}

/// A file with one long list.
struct Array<'p> {
    path: OutPath,
    file: Box<dyn Growing + 'p>,
    is_empty: bool,
}

/// How a file ends whose last value is a list.
const END_OF_LIST: &[u8] = b"]}\n";

/// Makes the file of one article's snippets.
pub(super) fn of_article(press: &Press<'_>, cleared: &Cleared, snippets: Vec<Snippet>) -> Made {
    let mut told = Vec::new();
    for snippet in snippets {
        let is_variant = snippet.variant_of.is_some();
        let index = serde_json::value::to_raw_value(&index_entry(&snippet)).ok().filter(|_| !is_variant);
        let json = serde_json::value::to_raw_value(&Entry::Published(Box::new(snippet))).ok();
        let lang = cleared.article().lang();
        told.extend(json.map(|json| Told { lang: lang.clone(), json, is_variant, index }));
    }
    file(press, cleared.article().lang(), cleared.article().id().as_str(), told)
}

/// Makes the file of a withdrawn article's snippets: ids, codes and the word "withdrawn".
pub(super) fn of_tombstone(press: &Press<'_>, stone: &Tombstone) -> Made {
    let mut told = Vec::new();
    for snippet in stone.snippets() {
        let (id, code) = (format!("{}.{}", stone.id(), snippet.section), snippet.code.to_string());
        let entry = Entry::Withdrawn(Withdrawn { id, code, status: WithdrawnStatus::Withdrawn });
        let json = serde_json::value::to_raw_value(&entry).ok();
        told.extend(json.map(|json| Told {
            lang: stone.lang().clone(),
            json,
            is_variant: false,
            index: None,
        }));
    }
    file(press, stone.lang(), stone.id().as_str(), told)
}

fn file(press: &Press<'_>, lang: &Lang, id: &str, told: Vec<Told>) -> Made {
    let mut made = Made::default();
    let path = OutPath::parse(&format!("snippets/{lang}/{id}.json"));
    made.file(press, path, json(&snippet_file(told.iter())));
    // Kept are those that other files gather.
    made.told = told.into_iter().filter(|told| !told.is_variant).collect();
    made
}

fn snippet_file<'a>(told: impl Iterator<Item = &'a Told>) -> SnippetFile<&'a RawValue> {
    SnippetFile {
        schema: SCHEMA,
        schema_version: SCHEMA_VERSION,
        snippets: told.map(|told| &*told.json).collect(),
    }
}

fn json(value: &impl serde::Serialize) -> Vec<u8> {
    let mut bytes = serde_json::to_vec(value).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

impl<'p> Gathering<'p> {
    /// Begins the file of each language and the index.
    pub(super) fn begin(press: &Press<'p>) -> Self {
        let languages = press.config.languages.iter().map(|lang| (Some(lang.clone()), lang.as_str()));
        let lists = languages.chain([(None, "index")]).filter_map(|(lang, name)| {
            let path = OutPath::parse(&format!("snippets/{name}.json"))?;
            Some((lang, Array::begin(press.shelf, path)))
        });
        Self { lists: lists.collect() }
    }

    /// Adds the snippets of the next article.
    pub(super) fn add(&mut self, told: &[Told]) {
        for (lang, list) in &mut self.lists {
            let lines = told.iter().filter_map(|told| match lang {
                Some(lang) => (*lang == told.lang).then_some(&told.json),
                None => told.index.as_ref(),
            });
            lines.for_each(|line| list.add(line));
        }
    }

    /// Ends the files, and adds the schema of what stands in them.
    pub(super) fn finish(self, press: &Press<'_>) -> Made {
        let mut made = Made::default();
        made.files.extend(self.lists.into_iter().map(|(_, list)| list.finish()));
        made.file(press, OutPath::parse("snippets/schema.json"), schema::json());
        made
    }
}

impl<'p> Array<'p> {
    fn begin(shelf: &'p dyn Shelf, path: OutPath) -> Self {
        let mut file = shelf.grow(&path);
        // The same list without anything in it, but for its end.
        let empty = json(&snippet_file(std::iter::empty()));
        file.add(empty.strip_suffix(END_OF_LIST).unwrap_or(&empty));
        Self { path, file, is_empty: true }
    }

    fn add(&mut self, value: &RawValue) {
        if !std::mem::take(&mut self.is_empty) {
            self.file.add(b",");
        }
        self.file.add(value.get().as_bytes());
    }

    fn finish(mut self) -> (OutPath, Content) {
        self.file.add(END_OF_LIST);
        (self.path, self.file.finish())
    }
}

fn index_entry(snippet: &Snippet) -> IndexEntry {
    IndexEntry {
        id: snippet.id.clone(),
        title: snippet.title.clone(),
        search_terms: snippet.search_terms.clone(),
        need: snippet.need,
        urgency: snippet.urgency,
        lang: snippet.lang.clone(),
        code: snippet.code.clone(),
        status: snippet.status,
        until: snippet.medical_review.until.clone(),
    }
}
