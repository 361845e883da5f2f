//! Reads the settings of an article from TOML.
//!
//! Invariant: every fault is pushed with its place; what could be read is returned even where the whole could not, so that
//! the text below can still be checked against it.

use std::collections::BTreeMap;
use std::ops::Range;

use super::snippets::{SnippetDraft, read_snippets};
use super::sorts::{
    Distinct, Doi, Isbn, Publisher, Question, SearchTerm, SourceKey, SourceTitle, Summary, Title, WebAddress,
    Year, wrong,
};
use super::{Audience, Delivery, Escalation, Front, Need, Reference, Urgency, is_reserved};
use crate::article::FENCE;
use crate::base::lang::Lang;
use crate::base::name::{ArticleId, SectionId};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::source::Source;
use crate::toml_file::{Placed, Table, Value};

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
    let before = found.len();
    let mut draft = Draft::default();
    if let Some(table) = Table::parse(source, toml, found) {
        draft.complete = table.is_whole();
        let front = read_front(table.at(source.span(0..FENCE.len())), lang, &mut draft, found);
        let faultless = found.iter().skip(before).all(|finding| finding.severity == Severity::Warning);
        draft.front = front.filter(|_| faultless);
    }
    draft
}

fn read_front(
    mut table: Table<'_>,
    lang: &Lang,
    draft: &mut Draft,
    found: &mut Diagnostics,
) -> Option<Front> {
    let id = table.take::<ArticleId>("id", found);
    let title = table.take::<Title>("title", found);
    let summary = table.take::<Summary>("summary", found);
    let need = table.take::<Need>("need", found);
    let urgency = table.take::<Urgency>("urgency", found);
    let audience = table.take::<Distinct<Audience, 1>>("audience", found);
    let search_terms = table.take_optional::<Vec<Placed<SearchTerm>>>("search_terms", found);
    let delivery = table.take_optional::<Delivery>("delivery", found);
    let ask_first = table.take_optional::<Vec<Placed<Question>>>("ask_first", found);
    let escalate_to = table.take_optional::<Distinct<Escalation>>("escalate_to", found);
    let next = table.take_optional::<Distinct<ArticleId>>("next", found);
    let aliases = table.take_optional::<Distinct<ArticleId>>("aliases", found);
    let source_language = table.take_optional::<Lang>("source_language", found);
    let sources = table.take::<Vec<Placed<Value<'_>>>>("sources", found);
    let sources = references(sources, &mut draft.sources, found);
    if let Some(snippets) = table.take_optional::<Table<'_>>("snippets", found) {
        draft.snippets = read_snippets(snippets.value, found);
    }
    table.finish(found);
    let next = others(next, id.as_ref(), found);
    let aliases = others(aliases, id.as_ref(), found);
    id.iter().chain(&aliases).for_each(|id| refuse_reserved(id, found));
    let source_language = source_language.and_then(|other| other_lang(other, lang, found));
    draft.urgency = urgency.map(with_range);
    Some(Front {
        id: id?.value,
        title: title?.value.0,
        summary: summary?.value.0,
        need: need?.value,
        urgency: draft.urgency.as_ref()?.0,
        audience: all(audience?.value.0),
        search_terms: lines(search_terms, |term| term.0),
        delivery: delivery.map(|delivery| delivery.value),
        ask_first: lines(ask_first, |question| question.0),
        escalate_to: escalate_to.map_or_else(Vec::new, |list| all(list.value.0)),
        next: next.into_iter().map(with_range).collect(),
        aliases: aliases.into_iter().map(with_range).collect(),
        source_language: source_language.map(with_range),
        sources,
        snippets: draft
            .snippets
            .iter()
            .map(|(id, snippet)| (id.clone(), Box::new(snippet.settings.clone())))
            .collect(),
    })
}

/// Gives a value with its place in the file, in bytes.
fn with_range<T>(placed: Placed<T>) -> (T, Range<usize>) {
    (placed.value, placed.span.range())
}

/// Gives values without their places.
pub(super) fn all<T>(placed: Vec<Placed<T>>) -> Vec<T> {
    placed.into_iter().map(|placed| placed.value).collect()
}

fn lines<T>(list: Option<Placed<Vec<Placed<T>>>>, text: fn(T) -> String) -> Vec<String> {
    list.into_iter().flat_map(|list| all(list.value)).map(text).collect()
}

/// Lets ids of other articles pass.
fn others(
    ids: Option<Placed<Distinct<ArticleId>>>,
    own: Option<&Placed<ArticleId>>,
    found: &mut Diagnostics,
) -> Vec<Placed<ArticleId>> {
    let mut ids = ids.map_or_else(Vec::new, |ids| ids.value.0);
    ids.retain(|id| {
        let other = own.is_none_or(|own| own.value != id.value);
        if !other {
            found.push(wrong(&id.span, format!("`{}` is this article itself", id.value), "delete it"));
        }
        other
    });
    ids
}

fn other_lang(lang: Placed<Lang>, own: &Lang, found: &mut Diagnostics) -> Option<Placed<Lang>> {
    if lang.value == *own {
        let message = format!("`{own}` is the language of this text itself");
        let help = "name the language it was translated from, or delete the key";
        found.push(wrong(&lang.span, message, help));
        return None;
    }
    Some(lang)
}

fn refuse_reserved(id: &Placed<ArticleId>, found: &mut Diagnostics) {
    if is_reserved(&id.value) {
        let message = format!("the site itself uses the name `{}`", id.value);
        let reserved = Diagnostic::error(Code::ReservedName, message).at(&id.span, "");
        found.push(reserved.help("choose another id"));
    }
}

fn references(
    entries: Option<Placed<Vec<Placed<Value<'_>>>>>,
    keys: &mut Vec<(String, Range<usize>)>,
    found: &mut Diagnostics,
) -> Vec<Reference> {
    let entries = entries.map_or_else(Vec::new, |entries| entries.value);
    let tables: Vec<_> = entries.into_iter().filter_map(|entry| entry.value.read(found)).collect();
    tables.into_iter().filter_map(|table| reference(table.value, keys, found)).collect()
}

fn reference(
    mut table: Table<'_>,
    keys: &mut Vec<(String, Range<usize>)>,
    found: &mut Diagnostics,
) -> Option<Reference> {
    let key = table.take::<SourceKey>("key", found);
    let title = table.take::<SourceTitle>("title", found);
    let org = table.take::<Publisher>("org", found);
    let year = table.take::<Year>("year", found);
    let url = table.take_optional::<WebAddress>("url", found);
    let doi = table.take_optional::<Doi>("doi", found);
    let isbn = table.take_optional::<Isbn>("isbn", found);
    table.finish(found);
    let key = key.and_then(|key| new_key(key, keys, found));
    Some(Reference {
        key: key?,
        title: title?.value.0,
        org: org?.value.0,
        year: year?.value.0,
        url: url.map(|url| url.value.0),
        doi: doi.map(|doi| doi.value.0),
        isbn: isbn.map(|isbn| isbn.value.0),
    })
}

/// Lets a key pass that no source before has.
fn new_key(
    key: Placed<SourceKey>,
    keys: &mut Vec<(String, Range<usize>)>,
    found: &mut Diagnostics,
) -> Option<String> {
    let Placed { value: SourceKey(key), span } = key;
    if keys.iter().any(|(known, _)| *known == key) {
        let twice = Diagnostic::error(Code::DuplicateName, format!("two sources have the key `{key}`"));
        found.push(twice.at(&span, "").help("give one of them another key"));
        return None;
    }
    keys.push((key.clone(), span.range()));
    Some(key)
}
