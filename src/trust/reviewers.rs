//! Who may sign what, with which keys: `trust/reviewers.toml`.
//!
//! The file is published, and in some countries a list of signers is a list of targets: a reviewer is a pseudonym and
//! what the board chooses to say, never an address, and a key carries no comment but the pseudonym.
//!
//! Invariant: no key belongs to two reviewers.

mod read;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use super::key::PublicKey;
use super::words::Role;
use crate::base::day::Day;
use crate::base::lang::Lang;
use crate::base::name::{ReviewerId, Topic};
use crate::diagnostic::Diagnostics;
use crate::source::{Source, Span};

/// All reviewers of a site.
#[derive(Clone, Debug, Default)]
pub struct Reviewers {
    by_id: BTreeMap<ReviewerId, Reviewer>,
}

/// A reviewer.
#[derive(Clone, Debug)]
pub struct Reviewer {
    /// The pseudonym.
    pub id: ReviewerId,
    /// What readers are told.
    pub public: PublicName,
    /// The capacities in which the reviewer may speak.
    pub roles: BTreeSet<Role>,
    /// The topics.
    pub topics: Extent<Topic>,
    /// The languages.
    pub languages: Extent<Lang>,
    /// The keys, present and retired.
    pub keys: Vec<ReviewerKey>,
    /// Whether the reviewer only shows how the program works, and is no doctor or editor.
    pub demonstration: bool,
    /// Where the reviewer's name stands.
    pub span: Span,
}

/// A reviewer's key and the days of review for which it holds, both ends included (as OpenSSH 9.2 has it).
#[derive(Clone, Debug)]
pub struct ReviewerKey {
    /// The key.
    pub key: PublicKey,
    /// The first day, if any.
    pub valid_after: Option<Day>,
    /// The last day, if any: a retired key has one.
    pub valid_before: Option<Day>,
    /// Where the key stands.
    pub span: Span,
}

/// What readers are told of a reviewer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PublicName {
    /// The same in every language.
    Same(String),
    /// One for each language of the site.
    ByLang(BTreeMap<Lang, String>),
}

/// Everything of its kind, or only some.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Extent<T> {
    /// `["*"]`
    All,
    /// Those named.
    Only(BTreeSet<T>),
}

impl<T: Ord> Extent<T> {
    /// Returns whether `one` belongs to it.
    pub fn covers(&self, one: &T) -> bool {
        match self {
            Self::All => true,
            Self::Only(some) => some.contains(one),
        }
    }
}

impl PublicName {
    /// Returns the words in `lang`; empty where there are none, which the reader of the file has refused.
    pub fn text(&self, lang: &Lang) -> &str {
        match self {
            Self::Same(text) => text,
            Self::ByLang(texts) => texts.get(lang).map(String::as_str).unwrap_or_default(),
        }
    }
}

impl Reviewer {
    /// Returns whether they may speak in this role, on this topic and in this language, each as far as the text has one.
    pub fn is_entitled(&self, role: Role, topic: Option<&Topic>, lang: Option<&Lang>) -> bool {
        self.roles.contains(&role)
            && topic.is_none_or(|topic| self.topics.covers(topic))
            && lang.is_none_or(|lang| self.languages.covers(lang))
    }
}

impl ReviewerKey {
    /// Returns whether a review of `day` may be signed with it: `ssh-keygen -Overify-time=<day>Z` counts both ends in.
    pub fn holds_on(&self, day: Day) -> bool {
        self.valid_after.is_none_or(|first| first <= day) && self.valid_before.is_none_or(|last| day <= last)
    }
}

impl Reviewers {
    /// Reads `reviewers.toml` of a site in these languages; with an error in it there is no list.
    pub fn parse(source: &Source, languages: &[Lang], found: &mut Diagnostics) -> Option<Self> {
        read::reviewers(source, languages, found)
    }

    /// Returns a reviewer.
    pub fn get(&self, id: &ReviewerId) -> Option<&Reviewer> {
        self.by_id.get(id)
    }

    /// Returns all, sorted by pseudonym.
    pub fn iter(&self) -> impl Iterator<Item = &Reviewer> {
        self.by_id.values()
    }

    /// Returns whose key this is.
    pub fn owner(&self, key: &PublicKey) -> Option<&Reviewer> {
        self.iter().find(|reviewer| reviewer.keys.iter().any(|own| own.key == *key))
    }
}
