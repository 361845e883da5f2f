//! Reads `reviewers.toml`.
//!
//! Invariant: every fault of the file is told in one run.

use std::collections::{BTreeMap, BTreeSet};

use super::{Extent, PublicName, Reviewer, ReviewerKey, Reviewers};
use crate::base::day::Day;
use crate::base::lang::Lang;
use crate::base::name::{ReviewerId, Topic};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::{Source, Span};
use crate::toml_file::{Placed, Read, Table, Value, Words};
use crate::trust::key::PublicKey;
use crate::trust::words::Role;

pub(super) fn reviewers(source: &Source, languages: &[Lang], found: &mut Diagnostics) -> Option<Reviewers> {
    let mut own = Diagnostics::new();
    let by_id = all(source, languages, &mut own).filter(|_| !own.has_errors());
    found.append(own);
    Some(Reviewers { by_id: by_id? })
}

fn all(
    source: &Source,
    languages: &[Lang],
    found: &mut Diagnostics,
) -> Option<BTreeMap<ReviewerId, Reviewer>> {
    let mut by_id = BTreeMap::new();
    for (name, value) in Table::of_file(source, found)?.into_entries() {
        let id = name.parse_as("a pseudonym of small letters, such as `dr-ada`", ReviewerId::parse, found);
        let table = value.read::<Table>(found);
        let reviewer = id.zip(table).and_then(|(id, table)| reviewer(id, table.value, languages, found));
        by_id.extend(reviewer.map(|reviewer| (reviewer.id.clone(), reviewer)));
    }
    one_owner_each(&by_id, found);
    Some(by_id)
}

fn reviewer(
    id: Placed<ReviewerId>,
    mut table: Table<'_>,
    languages: &[Lang],
    found: &mut Diagnostics,
) -> Option<Reviewer> {
    let public = table.take::<Words>("public", found);
    let roles = table.take::<Vec<Placed<String>>>("roles", found);
    let topics = table.take::<Vec<Placed<String>>>("topics", found);
    let tongues = table.take::<Vec<Placed<String>>>("languages", found);
    let keys = table.take::<Vec<Placed<KeyEntry>>>("keys", found);
    let demonstration = table.take_optional::<bool>("demonstration", found);
    table.finish(found);
    let public = public.map(|public| public_name(&public, languages, found));
    let roles = roles.map(|roles| words_of_roles(roles, found));
    let topics = topics.map(|topics| extent(topics, "a topic, or `*` alone", Topic::parse, found));
    let tongues =
        tongues.map(|tags| extent(tags, "a language such as `en`, or `*` alone", Lang::parse, found));
    let keys = keys
        .map(|keys| keys.value.into_iter().filter_map(|key| own_key(key.value, &id.value, found)).collect());
    Some(Reviewer {
        id: id.value,
        public: public?,
        roles: roles?,
        topics: topics?,
        languages: tongues?,
        keys: keys?,
        demonstration: demonstration.is_some_and(|whether| whether.value),
        span: id.span,
    })
}

fn fault(message: impl Into<String>, span: &Span) -> Diagnostic {
    Diagnostic::error(Code::Reviewers, message).at(span, "")
}

fn public_name(words: &Placed<Words>, languages: &[Lang], found: &mut Diagnostics) -> PublicName {
    words.must_speak(languages, found);
    for text in words.value.texts() {
        if text.value.trim().is_empty() || text.value.chars().any(char::is_control) {
            found.push(fault("`public` says nothing that a reader can read", &text.span));
        }
        if text.value.contains('@') {
            found.push(
                fault("`public` looks like an address", &text.span)
                    .help("say what the reviewer is, such as `physician, infectious diseases`"),
            );
        }
    }
    match &words.value {
        Words::Same(text) => PublicName::Same(text.value.clone()),
        Words::ByLang(texts) => {
            PublicName::ByLang(texts.iter().map(|(lang, text)| (lang.clone(), text.value.clone())).collect())
        }
    }
}

fn words_of_roles(roles: Placed<Vec<Placed<String>>>, found: &mut Diagnostics) -> BTreeSet<Role> {
    let words: Vec<&str> = Role::ALL.iter().map(|role| role.as_str()).collect();
    if roles.value.is_empty() {
        found.push(fault("a reviewer has at least one role", &roles.span));
    }
    roles.value.into_iter().filter_map(|role| Some(role.one_of(&words, Role::parse, found)?.value)).collect()
}

/// Reads `["*"]` or a list of names.
fn extent<T: Ord>(
    names: Placed<Vec<Placed<String>>>,
    what: &str,
    parse: impl Fn(&str) -> Option<T>,
    found: &mut Diagnostics,
) -> Extent<T> {
    if names.value.is_empty() {
        found.push(fault("this list is empty: the reviewer could sign nothing", &names.span));
    }
    if matches!(names.value.as_slice(), [only] if only.value == "*") {
        return Extent::All;
    }
    let some = names.value.into_iter().filter_map(|name| Some(name.parse_as(what, &parse, found)?.value));
    Extent::Only(some.collect())
}

/// A key as the file gives it: a text, or a table with its window.
struct KeyEntry {
    text: Placed<String>,
    valid_after: Option<Placed<Day>>,
    valid_before: Option<Placed<Day>>,
}

impl<'a> Read<'a> for KeyEntry {
    const WHAT: &'static str = "a public key in quotes, or a table with `key`, `valid-after`, `valid-before`";

    fn read(value: Value<'a>, found: &mut Diagnostics) -> Option<Self> {
        if !value.is_table() {
            return Some(Self { text: value.read(found)?, valid_after: None, valid_before: None });
        }
        let mut table = value.read::<Table>(found)?.value;
        let text = table.take("key", found);
        let valid_after = table.take_optional("valid-after", found);
        let valid_before = table.take_optional("valid-before", found);
        table.finish(found);
        Some(Self { text: text?, valid_after, valid_before })
    }
}

fn own_key(entry: KeyEntry, id: &ReviewerId, found: &mut Diagnostics) -> Option<ReviewerKey> {
    let KeyEntry { text, valid_after, valid_before } = entry;
    let (key, comment) = match PublicKey::parse(&text.value) {
        Ok(parsed) => parsed,
        Err(reason) => {
            let help = "paste the line of the `.pub` file that `vetted key new` made";
            found.push(fault(reason, &text.span).help(help));
            return None;
        }
    };
    if !comment.is_empty() && comment != id.as_str() {
        found.push(
            fault(format!("the key's comment is not `{id}`"), &text.span)
                .note("this file is published, and a comment may name a person or a machine")
                .help(format!("end the key with `{id}`, or with nothing")),
        );
    }
    if let (Some(first), Some(last)) = (&valid_after, &valid_before)
        && last.value < first.value
    {
        found.push(fault("the key ends before it begins", &last.span).at(&first.span, "it begins here"));
    }
    let (valid_after, valid_before) = (valid_after.map(|day| day.value), valid_before.map(|day| day.value));
    Some(ReviewerKey { key, valid_after, valid_before, span: text.span })
}

fn one_owner_each(by_id: &BTreeMap<ReviewerId, Reviewer>, found: &mut Diagnostics) {
    let mut seen = BTreeMap::new();
    for reviewer in by_id.values() {
        for key in &reviewer.keys {
            if let Some((owner, first)) = seen.insert(&key.key, (&reviewer.id, &key.span)) {
                let message = if *owner == reviewer.id {
                    format!("`{owner}` has this key twice")
                } else {
                    format!("`{owner}` and `{}` have the same key", reviewer.id)
                };
                found.push(
                    fault(message, &key.span)
                        .at(first, "it stands here, too")
                        .help("give every reviewer a key of their own: `vetted key new`"),
                );
            }
        }
    }
}
