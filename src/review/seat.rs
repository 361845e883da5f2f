//! Who sits at the desk, and what they have ticked so far.
//!
//! Invariant: a tick is for the very bytes that were seen; it holds no passphrase and signs nothing.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::day::Day;
use crate::base::digest::Digest;
use crate::base::name::ReviewerId;
use crate::gate::Folder;
use crate::overview::Text;
use crate::signing;
use crate::trust::reviewers::Reviewer;
use crate::trust::words::{Role, Scope};

/// Who sits at the desk.
#[derive(Clone, Debug)]
pub struct Seat {
    /// The reviewer whose key was found, or why there is nobody to sign.
    pub person: Result<Person, String>,
    /// What was read and ticked, to be signed with one passphrase.
    pub ticked: BTreeMap<Folder, Ticked>,
    /// Whether the knowledge base is in a Git work tree, where the desk can commit.
    pub git: bool,
    /// The file that takes what is signed far away from the knowledge base.
    pub bundle: Option<String>,
}

impl Seat {
    /// Returns who signs here, if anybody does.
    pub fn reviewer(&self) -> Option<&ReviewerId> {
        self.person.as_ref().ok().map(|person| &person.reviewer)
    }
}

/// A reviewer with a key.
#[derive(Clone, Debug)]
pub struct Person {
    /// The pseudonym.
    pub reviewer: ReviewerId,
    /// Whether the key has a passphrase.
    pub locked: bool,
}

/// A text that was read and ticked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ticked {
    /// By what the text that was seen is known.
    pub seen: Digest,
    /// In which role it is to be signed.
    pub role: Role,
    /// What was read.
    pub scope: Scope,
    /// Until when the approval is to hold, where that is not what the policy says.
    pub review_by: Option<Day>,
    /// Whether withdrawals are lifted.
    pub lift: bool,
    /// Whether the text is meant to stand in another topic than before.
    pub new_topic: bool,
}

/// Returns the roles in which a reviewer may sign a text and in which it needs somebody, those first where people are
/// still missing.
pub(super) fn roles(reviewer: &Reviewer, text: &Text) -> Vec<Role> {
    let topic = text.moved_to.as_ref().or(text.topic.as_ref());
    let own = signing::roles(reviewer, &text.folder, topic);
    let missing = text.waiting.iter().flat_map(|waiting| &waiting.missing).map(|lack| lack.role);
    let mut roles: Vec<Role> = missing.filter(|role| own.contains(role)).collect();
    roles.extend(text.needs.keys().filter(|role| own.contains(role)));
    let mut seen = BTreeSet::new();
    roles.retain(|role| seen.insert(*role));
    roles
}
