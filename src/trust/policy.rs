//! Which notes a text needs, how long it stays fresh, and what happens then: `trust/policy.toml`.
//!
//! Invariant: every rule asks for at least one person.

mod read;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use super::words::{OnExpiry, Role};
use crate::base::day::Period;
use crate::base::name::Topic;
use crate::diagnostic::Diagnostics;
use crate::source::Source;

/// The policy of a site.
#[derive(Clone, Debug)]
pub struct Policy {
    default: Rule,
    topics: BTreeMap<Topic, Rule>,
    facts: Rule,
    services: Rule,
    lexicon: Rule,
}

/// What one sort of text needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// How many people must sign in each role; a role that is not needed is not there.
    pub needs: BTreeMap<Role, u32>,
    /// How long a review lasts at most.
    pub review_every: Period,
    /// What happens then.
    pub on_expiry: OnExpiry,
    /// Whether one person may count in two roles of one version (by default not).
    pub one_person_two_roles: bool,
}

impl Policy {
    /// Reads `policy.toml`; with an error in it there is no policy.
    pub fn parse(source: &Source, found: &mut Diagnostics) -> Option<Self> {
        read::policy(source, found)
    }

    /// Returns the rule for articles of a topic.
    pub fn article(&self, topic: &Topic) -> &Rule {
        self.topics.get(topic).unwrap_or(&self.default)
    }

    /// Returns the rule for facts of these groups: `contacts` needs service, `clinical` medical, any other both, and so
    /// does a file without groups. More roles, or more people, where `[facts]` says so.
    pub fn facts<'a>(&self, groups: impl IntoIterator<Item = &'a str>) -> Rule {
        let mut roles = BTreeSet::new();
        for group in groups {
            match group {
                "contacts" => roles.extend([Role::Service]),
                "clinical" => roles.extend([Role::Medical]),
                _ => roles.extend([Role::Medical, Role::Service]),
            }
        }
        if roles.is_empty() {
            roles.extend([Role::Medical, Role::Service]);
        }
        let mut rule = self.facts.clone();
        rule.needs.retain(|role, _| roles.contains(role) || !matches!(role, Role::Medical | Role::Service));
        rule
    }

    /// Returns the rule for the directory of services.
    pub fn services(&self) -> &Rule {
        &self.services
    }

    /// Returns the rule for lexicons.
    pub fn lexicon(&self) -> &Rule {
        &self.lexicon
    }
}
