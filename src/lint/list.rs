//! The word list of a language.

use std::collections::BTreeMap;

use rayon::prelude::*;
use regex::{RegexSet, RegexSetBuilder};

use super::rule::{Rule, Words};
use crate::article::passage::Voice;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::Source;
use crate::toml_file::{Placed, Table, Value};

/// The most rules that a list may have; the starter's have fifty.
const MOST_RULES: usize = 1_000;

/// The memory for all patterns of a list together, and for what of their automaton has been worked out, in bytes each.
const LARGEST_SET: usize = 64 << 20;

/// The rules of a language.
#[derive(Debug)]
pub(super) struct List {
    /// The file's path, as messages name it.
    pub(super) path: String,
    /// The rules, in the order of the file.
    pub(super) rules: Vec<Rule>,
    /// All patterns relaxed, in the order of the rules; `None` where they are too many for one automaton.
    set: Option<RegexSet>,
}

impl List {
    /// Reads a list. What is wrong is pushed, all of it; a rule with a fault is left out and the others are used.
    pub(super) fn read(source: &Source, found: &mut Diagnostics) -> Option<Self> {
        let mut table = Table::of_file(source, found)?;
        let entries = table.take::<Vec<Placed<Value<'_>>>>("rules", found);
        table.finish(found);
        let mut entries = entries?.value;
        if let Some(first) = entries.get(MOST_RULES) {
            let message = format!("the list has {} rules, and {MOST_RULES} are the most", entries.len());
            found.push(
                Diagnostic::error(Code::TooMuch, message)
                    .at(&first.span, "")
                    .help("join rules, or take some out"),
            );
            entries.truncate(MOST_RULES);
        }
        let tables: Vec<_> =
            entries.into_iter().filter_map(|entry| entry.value.read::<Table<'_>>(found)).collect();
        let read: Vec<_> = tables
            .into_par_iter()
            .map(|table| {
                let mut faults = Diagnostics::new();
                let rule = Rule::read(table.value, &mut faults);
                (rule, faults)
            })
            .collect();
        let mut rules = Vec::new();
        for (rule, faults) in read {
            found.append(faults);
            rules.extend(rule);
        }
        tell_twins(&rules, found);
        let patterns: Vec<_> = rules.iter().map(|rule| rule.pattern.relaxed()).collect();
        let set = RegexSetBuilder::new(patterns).size_limit(LARGEST_SET).dfa_size_limit(LARGEST_SET).build();
        Some(Self { path: source.path().to_string(), rules, set: set.ok() })
    }

    /// Returns the rules that may find something in words of this voice.
    pub(super) fn candidates<'a>(&'a self, words: &Words<'_>, voice: Voice) -> Vec<&'a Rule> {
        let hearing = |rule: &&'a Rule| rule.hears(voice);
        if voice != Voice::Ours && !self.rules.iter().any(|rule| rule.hears(voice)) {
            return Vec::new();
        }
        match &self.set {
            Some(set) => {
                set.matches(&words.folded).into_iter().map(|at| &self.rules[at]).filter(hearing).collect()
            }
            None => self.rules.iter().filter(hearing).collect(),
        }
    }
}

/// Two rules of one name could not be told apart.
fn tell_twins(rules: &[Rule], found: &mut Diagnostics) {
    let mut first = BTreeMap::new();
    for rule in rules {
        let Placed { value: id, span } = &rule.id;
        if let Some(other) = first.insert(id, span) {
            let twins = Diagnostic::error(Code::DuplicateName, format!("two rules are called `{id}`"));
            found.push(twins.at(span, "").at(other, "the other").help("give one of the two another id"));
        }
    }
}
