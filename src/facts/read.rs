//! Reading `facts.toml`: tables `[group.key]`, each a fact, and the articles that the region leaves out.

use std::collections::{BTreeMap, BTreeSet};

use super::{Fact, FactKind, Facts};
use crate::base::day::Day;
use crate::base::lang::Lang;
use crate::base::name::{ArticleId, FactKey, Region, is_fact_word};
use crate::base::phone::{country, dialled, is_phone};
use crate::base::wording::Wording;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, did_you_mean};
use crate::project::text;
use crate::source::{Source, Span};
use crate::toml_file::{Placed, Table, Value, Words};

/// The only key at the top that is no group.
const LEAVE_OUT: &str = "leave_out";

/// See [`Facts::parse`].
pub(super) fn facts(
    source: &Source,
    region: &Region,
    languages: &[Lang],
    found: &mut Diagnostics,
) -> Option<Facts> {
    let mut own = Diagnostics::new();
    let facts = Table::of_file(source, &mut own).map(|mut table| {
        let leave_out = table.take_optional(LEAVE_OUT, &mut own);
        let leave_out = leave_out.map(|list: Placed<Vec<_>>| articles(list.value, &mut own));
        let mut facts = BTreeMap::new();
        for (group, value) in table.into_entries() {
            for (key, table) in group_facts(&group, value, &mut own) {
                facts.extend(key.zip(fact(table, languages, &mut own)));
            }
        }
        Facts { region: region.clone(), leave_out: leave_out.unwrap_or_default(), facts }
    });
    let sound = !own.has_errors();
    found.append(own);
    facts.filter(|_| sound)
}

fn articles(list: Vec<Placed<String>>, found: &mut Diagnostics) -> BTreeSet<ArticleId> {
    let ids = list.into_iter().map(|text| text.parse_as("the id of an article", ArticleId::parse, found));
    ids.flatten().map(|id| id.value).collect()
}

/// Reads the names of a group and of its facts, and that both are tables; a fact of a wrong name is still looked at.
fn group_facts<'a>(
    group: &Placed<String>,
    value: Value<'a>,
    found: &mut Diagnostics,
) -> Vec<(Option<FactKey>, Placed<Table<'a>>)> {
    if !value.is_table() {
        let unknown =
            Diagnostic::error(Code::UnknownKey, format!("the key `{}` is not known here", group.value))
                .at(&group.span, "")
                .help(did_you_mean(&group.value, [LEAVE_OUT]).unwrap_or_else(|| {
                    "write a fact as a table: `[group.key]`, then `kind`, `text`, `source`, `checked`"
                        .to_owned()
                }));
        found.push(unknown);
        return Vec::new();
    }
    must_be_word(group, found);
    let Some(table) = value.read::<Table<'a>>(found) else { return Vec::new() };
    let mut facts = Vec::new();
    for (key, value) in table.value.into_entries() {
        must_be_word(&key, found);
        let key = FactKey::parse(&format!("{}.{}", group.value, key.value));
        facts.extend(value.read(found).map(|table| (key, table)));
    }
    facts
}

fn must_be_word(name: &Placed<String>, found: &mut Diagnostics) {
    let what = "a name for facts: small letters, digits and `_`, beginning with a letter";
    name.clone().parse_as(what, |word| is_fact_word(word).then_some(()), found);
}

fn fact(table: Placed<Table<'_>>, languages: &[Lang], found: &mut Diagnostics) -> Option<Fact> {
    let Placed { value: mut table, span } = table;
    let kind = table.take("kind", found).and_then(|word: Placed<String>| {
        word.one_of(FactKind::WORDS, FactKind::parse, found).map(|kind| kind.value)
    });
    let unknown = table.take_optional::<bool>("unknown", found).filter(|unknown| unknown.value);
    let (words, source, checked) = match &unknown {
        Some(unknown) => {
            let words = table.take_optional::<Words>("text", found);
            must_not_be_both(unknown, words.as_ref(), found);
            (None, table.take_optional("source", found), table.take_optional::<Day>("checked", found))
        }
        None => {
            (table.take::<Words>("text", found), table.take("source", found), table.take("checked", found))
        }
    };
    let source: Option<Placed<String>> = source;
    for source in source.iter().filter(|source| source.value.trim().is_empty()) {
        found.push(nothing_said(&source.span));
    }
    if kind == Some(FactKind::Phone) && words.is_some() && table.key_span("country").is_none() {
        let missing = Diagnostic::error(Code::MissingKey, "a phone number needs its `country`")
            .at(&span, "")
            .help("add the country in two capital letters: `country = \"KZ\"`");
        found.push(missing);
    }
    let country = table.take_optional("country", found).and_then(|text: Placed<String>| {
        text.parse_as("a country in two capital letters, such as `KZ`", country, found)
    });
    table.finish(found);
    let wording = words.map(|words| wording(&words, kind, languages, found));
    Some(Fact {
        kind: kind?,
        wording,
        country: country.map(|country| country.value),
        source: source.map(|source| source.value).unwrap_or_default(),
        checked: checked.map(|checked| checked.value),
        range: span.range(),
    })
}

fn must_not_be_both(unknown: &Placed<bool>, words: Option<&Placed<Words>>, found: &mut Diagnostics) {
    if let Some(words) = words {
        let both = Diagnostic::error(Code::WrongValue, "a fact cannot have words and be unknown")
            .at(&unknown.span, "")
            .at(&words.span, "the words")
            .help("take out one of the two");
        found.push(both);
    }
}

fn nothing_said(span: &Span) -> Diagnostic {
    Diagnostic::error(Code::WrongValue, "there are no words between the quotes").at(span, "")
}

/// Checks the words in every language, and takes them without the space around them.
fn wording(
    words: &Placed<Words>,
    kind: Option<FactKind>,
    languages: &[Lang],
    found: &mut Diagnostics,
) -> Wording {
    words.must_speak(languages, found);
    for text in words.value.texts() {
        must_fit(text, kind, found);
    }
    let texts = words.value.texts();
    let numbers: BTreeSet<_> = texts.into_iter().map(|text| dialled(&text.value)).collect();
    if kind == Some(FactKind::Phone) && numbers.len() > 1 {
        let differ = Diagnostic::error(Code::WrongValue, "the number differs from language to language")
            .at(&words.span, "")
            .help("write one number for all: `text = \"…\"`");
        found.push(differ);
    }
    words.value.trimmed()
}

/// Pushes what a text of this kind may not be; of a kind that is not known, what none may be.
fn must_fit(text: &Placed<String>, kind: Option<FactKind>, found: &mut Diagnostics) {
    let words = text.value.trim();
    if words.is_empty() {
        found.push(nothing_said(&text.span));
        return;
    }
    let mut wrong = |message: String, help: &str| {
        found.push(Diagnostic::error(Code::WrongValue, message).at(&text.span, "").help(help));
    };
    if let Some(flaw) = text::flaw("a fact", words) {
        found.push(flaw.at(&text.span, ""));
        return;
    }
    if kind.is_some_and(|kind| kind != FactKind::Block) && words.contains('\n') {
        wrong(
            "this fact must stand on one line".to_owned(),
            "write it on one line, or give it `kind = \"block\"`",
        );
    }
    if kind == Some(FactKind::Number) && !words.starts_with(|first: char| first.is_ascii_digit()) {
        wrong(
            "a number must begin with a digit".to_owned(),
            "begin with a digit, or give it `kind = \"text\"`",
        );
    }
    if kind == Some(FactKind::Phone) && !is_phone(words) {
        wrong(
            "this is not a phone number".to_owned(),
            "use 2 to 15 digits, with spaces, `-`, pairs of brackets and a `+` at the beginning; more words belong into the article",
        );
    }
}
