//! Reads the settings of an article from TOML.
//!
//! Invariant: every fault is pushed with its place; what could be read is returned even where the whole could not, so that
//! the text below can still be checked against it.

use std::collections::BTreeMap;
use std::ops::Range;

use toml::de::DeTable;

use super::shapes::{is_doi, is_isbn, web_fault};
use super::snippets::{SnippetDraft, read_snippets};
use super::table::{NAME_SHAPE, Reader, Table, Value};
use super::{Audience, Delivery, Escalation, Front, Need, Reference, Urgency, is_reserved};
use crate::article::{shown, ticked};
use crate::base::lang::Lang;
use crate::base::name::{ArticleId, SectionId};
use crate::diagnostic::{Code, Diagnostics, Severity};
use crate::source::Source;

/// The longest title, in characters.
const LONGEST_TITLE: usize = 120;
/// The longest summary, invite, opening or title of a source, in characters.
const LONGEST_SENTENCE: usize = 300;
/// The longest search term or label, in characters.
const LONGEST_TERM: usize = 80;

/// What could be read of the settings.
#[derive(Debug, Default)]
pub(in crate::article) struct Draft {
    /// The settings, where none is missing or wrong.
    pub(in crate::article) front: Option<Front>,
    /// Whether the TOML could be read to its end, so that what is not in it is truly missing.
    pub(in crate::article) complete: bool,
    /// The urgency, with its place.
    pub(in crate::article) urgency: Option<(Urgency, Range<usize>)>,
    /// The keys of the sources, with their places.
    pub(in crate::article) sources: Vec<(String, Range<usize>)>,
    /// The settings of snippets, with their places.
    pub(in crate::article) snippets: BTreeMap<SectionId, SnippetDraft>,
}

/// Reads the TOML at `toml` (bytes of the file) of an article in `lang`.
pub(in crate::article) fn read(
    source: &Source,
    toml: Range<usize>,
    lang: &Lang,
    found: &mut Diagnostics,
) -> Draft {
    let text = source.text().get(toml.clone()).unwrap_or_default();
    let (root, faults) = DeTable::parse_recoverable(text);
    let before = found.len();
    let mut reader = Reader::new(source, toml.start, found);
    let mut draft = Draft { complete: reader.push_syntax(&faults), ..Draft::default() };
    // The first `+++` is the place of what is missing.
    let front = read_front(&mut reader, Table::new(root.get_ref(), 0..3), lang, &mut draft);
    let faultless = found.iter().skip(before).all(|finding| finding.severity == Severity::Warning);
    draft.front = front.filter(|_| faultless);
    draft
}

fn read_front(reader: &mut Reader, mut table: Table, lang: &Lang, draft: &mut Draft) -> Option<Front> {
    let table = &mut table;
    let id = reader.required(table, "id").and_then(|value| article_id(reader, &value));
    let title = reader.required(table, "title").and_then(|value| reader.line(&value, LONGEST_TITLE));
    let summary = reader.required(table, "summary").and_then(|value| reader.line(&value, LONGEST_SENTENCE));
    let need = reader.required(table, "need").and_then(|value| reader.word(&value, Need::WORDS, Need::parse));
    let urgency = reader.required(table, "urgency").and_then(|value| {
        let word = reader.word(&value, Urgency::WORDS, Urgency::parse)?;
        Some((word, value.range))
    });
    let audience = reader.required(table, "audience");
    let audience = some_words(reader, audience, Audience::WORDS, Audience::parse);
    let search_terms = reader.optional(table, "search_terms");
    let search_terms = reader.lines(search_terms, LONGEST_TERM);
    let delivery = reader.optional(table, "delivery");
    let delivery = delivery.and_then(|value| reader.word(&value, Delivery::WORDS, Delivery::parse));
    let ask_first = reader.optional(table, "ask_first");
    let ask_first = reader.lines(ask_first, LONGEST_SENTENCE);
    let escalate_to = reader.optional(table, "escalate_to");
    let escalate_to = words(reader, escalate_to, Escalation::WORDS, Escalation::parse);
    let next = reader.optional(table, "next");
    let next = other_ids(reader, next, id.as_ref());
    let aliases = reader.optional(table, "aliases");
    let aliases = other_ids(reader, aliases, id.as_ref());
    let source_language = reader.optional(table, "source_language");
    let source_language = source_language.and_then(|value| other_lang(reader, &value, lang));
    let sources = reader.required(table, "sources");
    let sources = reader.list(sources, |reader, item| reference(reader, item, &mut draft.sources));
    if let Some(snippets) = reader.optional(table, "snippets").and_then(|value| reader.table(&value)) {
        draft.snippets = read_snippets(reader, &snippets);
    }
    reader.close(table);
    for (alias, range) in id.iter().chain(&aliases) {
        refuse_reserved(reader, alias, range);
    }
    draft.urgency = urgency;
    Some(Front {
        id: id?.0,
        title: title?,
        summary: summary?,
        need: need?,
        urgency: draft.urgency.as_ref()?.0,
        audience,
        search_terms,
        delivery,
        ask_first,
        escalate_to,
        next,
        aliases,
        source_language,
        sources,
        snippets: draft.snippets.iter().map(|(id, snippet)| (id.clone(), snippet.settings.clone())).collect(),
    })
}

fn article_id(reader: &mut Reader, value: &Value) -> Option<(ArticleId, Range<usize>)> {
    let id = reader.name(value, ArticleId::parse, "an id", NAME_SHAPE)?;
    Some((id, value.range.clone()))
}

/// Reads ids of other articles, each once.
fn other_ids(
    reader: &mut Reader,
    value: Option<Value>,
    own: Option<&(ArticleId, Range<usize>)>,
) -> Vec<(ArticleId, Range<usize>)> {
    let mut seen = Vec::new();
    reader.list(value, |reader, item| {
        let (id, range) = article_id(reader, item)?;
        if own.is_some_and(|(own, _)| *own == id) {
            reader.wrong(&range, format!("`{id}` is this article itself"), "delete it");
            return None;
        }
        once(reader, &mut seen, id, &range)
    })
}

/// Lets a value pass that was not there before.
fn once<T: Clone + PartialEq + std::fmt::Debug>(
    reader: &mut Reader,
    seen: &mut Vec<T>,
    value: T,
    range: &Range<usize>,
) -> Option<(T, Range<usize>)> {
    if seen.contains(&value) {
        reader.wrong(range, "this is given twice".to_owned(), "delete one of the two");
        return None;
    }
    seen.push(value.clone());
    Some((value, range.clone()))
}

/// Reads a list of words, each once.
pub(super) fn words<T: Copy + PartialEq + std::fmt::Debug>(
    reader: &mut Reader,
    value: Option<Value>,
    known: &[&str],
    parse: fn(&str) -> Option<T>,
) -> Vec<T> {
    let mut seen = Vec::new();
    reader.list(value, |reader, item| {
        let word = reader.word(item, known, parse)?;
        once(reader, &mut seen, word, &item.range).map(|(word, _)| word)
    })
}

/// Reads a list of words that must not be empty.
fn some_words<T: Copy + PartialEq + std::fmt::Debug>(
    reader: &mut Reader,
    value: Option<Value>,
    known: &[&str],
    parse: fn(&str) -> Option<T>,
) -> Vec<T> {
    if let Some(value) = value.as_ref().filter(|value| value.is_empty_list()) {
        reader.wrong(
            &value.range,
            "this is empty".to_owned(),
            &format!("name at least one of {}", ticked(known)),
        );
    }
    words(reader, value, known, parse)
}

fn other_lang(reader: &mut Reader, value: &Value, own: &Lang) -> Option<(Lang, Range<usize>)> {
    let lang = reader.name(value, Lang::parse, "a language", "write a language tag such as `en`")?;
    if lang == *own {
        let help = "name the language it was translated from, or delete the key";
        reader.wrong(&value.range, format!("`{lang}` is the language of this text itself"), help);
        return None;
    }
    Some((lang, value.range.clone()))
}

fn refuse_reserved(reader: &mut Reader, id: &ArticleId, range: &Range<usize>) {
    if is_reserved(id) {
        let message = format!("the site itself uses the name `{id}`");
        reader.fault(Code::ReservedName, range, message, "choose another id");
    }
}

fn reference(reader: &mut Reader, item: &Value, keys: &mut Vec<(String, Range<usize>)>) -> Option<Reference> {
    let mut table = reader.table(item)?;
    let table = &mut table;
    let key = reader.required(table, "key").and_then(|value| source_key(reader, &value, keys));
    let title = reader.required(table, "title").and_then(|value| reader.line(&value, LONGEST_SENTENCE));
    let org = reader.required(table, "org").and_then(|value| reader.line(&value, LONGEST_SENTENCE));
    let year = reader.required(table, "year").and_then(|value| reader.number(&value, 1800, 2199));
    let url = reader.optional(table, "url").and_then(|value| {
        let text = reader.string(&value)?;
        let Some(fault) =
            web_fault(text).or_else(|| text.starts_with("http:").then_some("it is not encrypted"))
        else {
            return Some(text.to_owned());
        };
        let message = format!("`{}` cannot be the address of a source: {fault}", shown(text));
        reader.wrong(&value.range, message, "write an `https://` address");
        None
    });
    let doi = reader.optional(table, "doi");
    let doi = doi.and_then(|value| {
        shaped(reader, &value, is_doi, "a DOI", "write it as `10.1000/xyz`, without a resolver")
    });
    let isbn = reader.optional(table, "isbn");
    let isbn = isbn.and_then(|value| {
        shaped(reader, &value, is_isbn, "an ISBN", "look it up: a digit is missing, too many or mistyped")
    });
    reader.close(table);
    Some(Reference { key: key?, title: title?, org: org?, year: year?, url, doi, isbn })
}

fn shaped(
    reader: &mut Reader,
    value: &Value,
    fits: fn(&str) -> bool,
    what: &str,
    help: &str,
) -> Option<String> {
    reader.name(value, |text| fits(text).then(|| text.to_owned()), what, help)
}

/// Reads the key of a source: what stands behind `[^` in the text.
fn source_key(reader: &mut Reader, value: &Value, keys: &mut Vec<(String, Range<usize>)>) -> Option<String> {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_');
    let parse =
        |text: &str| ((1..=64).contains(&text.len()) && text.bytes().all(plain)).then(|| text.to_owned());
    let help = "use lower-case letters, digits, `-` and `_`, at most 64";
    let key = reader.name(value, parse, "a key", help)?;
    if keys.iter().any(|(known, _)| *known == key) {
        let message = format!("two sources have the key `{key}`");
        reader.fault(Code::DuplicateName, &value.range, message, "give one of them another key");
        return None;
    }
    keys.push((key.clone(), value.range.clone()));
    Some(key)
}
