//! Reads `policy.toml`.
//!
//! Invariant: every fault of the file is told in one run.

use std::collections::BTreeMap;

use super::{Policy, Rule};
use crate::base::day::Period;
use crate::base::name::Topic;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::{Source, Span};
use crate::toml_file::Table;
use crate::trust::words::{OnExpiry, Role};

/// The most people that a role can be asked for.
const MOST_PEOPLE: i64 = 9;

/// What stands in where `[default]` is missing, which is a fault already.
const NOTHING: Rule = Rule {
    needs: BTreeMap::new(),
    review_every: Period::Months(12),
    on_expiry: OnExpiry::Withdraw,
    one_person_two_roles: false,
};

pub(super) fn policy(source: &Source, found: &mut Diagnostics) -> Option<Policy> {
    let mut own = Diagnostics::new();
    let policy = all(source, &mut own).filter(|_| !own.has_errors());
    found.append(own);
    policy
}

fn all(source: &Source, found: &mut Diagnostics) -> Option<Policy> {
    let mut root = Table::of_file(source, found)?;
    let default = match root.take::<Table>("default", found) {
        Some(table) => {
            let span = table.span;
            rule(table.value, &span, None, found)
        }
        None => NOTHING,
    };
    let mut topics = BTreeMap::new();
    if let Some(table) = root.take_optional::<Table>("topic", found) {
        for (name, value) in table.value.into_entries() {
            let topic = name.parse_as("a topic", Topic::parse, found);
            let table = value.read::<Table>(found);
            if let Some((topic, table)) = topic.zip(table) {
                topics.insert(topic.value, rule(table.value, &topic.span, Some(&default), found));
            }
        }
    }
    let mut sort = |key, needs: &[Role]| {
        let base = Rule { needs: needs.iter().map(|role| (*role, 1)).collect(), ..default.clone() };
        match root.take_optional::<Table>(key, found) {
            Some(table) => {
                let span = table.span;
                rule(table.value, &span, Some(&base), found)
            }
            None => base,
        }
    };
    let mut facts = sort("facts", &[Role::Medical, Role::Service]);
    // Which of the two are needed is said by the groups in the file; here only stands how many.
    for role in [Role::Medical, Role::Service] {
        facts.needs.entry(role).or_insert(1);
    }
    let services = sort("services", &[Role::Service]);
    let lexicon = sort("lexicon", &[Role::Editor]);
    root.finish(found);
    Some(Policy { default, topics, facts, services, lexicon })
}

/// Reads one rule: on top of `base`, or complete where there is none.
fn rule(mut table: Table<'_>, span: &Span, base: Option<&Rule>, found: &mut Diagnostics) -> Rule {
    let mut rule = base.cloned().unwrap_or(NOTHING);
    for role in Role::ALL {
        if let Some(people) = table.take_optional::<i64>(role.as_str(), found) {
            match u32::try_from(people.value) {
                Ok(0) => {
                    rule.needs.remove(role);
                }
                Ok(count) if people.value <= MOST_PEOPLE => {
                    rule.needs.insert(*role, count);
                }
                _ => found.push(
                    Diagnostic::error(
                        Code::WrongValue,
                        format!("`{role}` must be from 0 to {MOST_PEOPLE} people"),
                    )
                    .at(people.span, ""),
                ),
            }
        }
    }
    let whole = base.is_none();
    let period = if whole {
        table.take::<String>("review-every", found)
    } else {
        table.take_optional::<String>("review-every", found)
    };
    let expiry = if whole {
        table.take::<String>("on-expiry", found)
    } else {
        table.take_optional::<String>("on-expiry", found)
    };
    let both = table.take_optional::<bool>("one-person-two-roles", found);
    table.finish(found);
    let period = period.and_then(|text| text.parse_as("a period such as `12 months`", Period::parse, found));
    let words: Vec<&str> = OnExpiry::ALL.iter().map(|word| word.as_str()).collect();
    let expiry = expiry.and_then(|text| text.one_of(&words, OnExpiry::parse, found));
    rule.review_every = period.map_or(rule.review_every, |period| period.value);
    rule.on_expiry = expiry.map_or(rule.on_expiry, |expiry| expiry.value);
    rule.one_person_two_roles = both.map_or(rule.one_person_two_roles, |both| both.value);
    if rule.needs.is_empty() {
        found.push(
            Diagnostic::error(Code::Policy, "this asks for nobody: such texts would be published unsigned")
                .at(span, "")
                .help("ask for at least one person, such as `medical = 1`"),
        );
    }
    rule
}
