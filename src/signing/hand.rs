//! Who signs: a reviewer, a role, and an unlocked key that is theirs.
//!
//! Invariant: whoever takes a pen in the hand is known to the trust, may speak in the role, and holds a key of their own.

use std::collections::BTreeSet;

use ssh_key::{HashAlg, PrivateKey};

use super::key;
use crate::base::name::{ReviewerId, Topic};
use crate::diagnostic::did_you_mean;
use crate::diagnostic::refusal::Refusal;
use crate::gate::{Folder, Standing};
use crate::pipeline::Ground;
use crate::trust::Trust;
use crate::trust::reviewers::Reviewer;
use crate::trust::words::Role;

/// A reviewer with a pen in the hand.
#[derive(Debug)]
pub struct Hand {
    /// Who signs.
    pub reviewer: ReviewerId,
    /// In which role.
    pub role: Role,
    /// With which key, unlocked.
    pub key: PrivateKey,
}

impl Hand {
    /// Gives a reviewer the pen. Without a `role` it is their only one.
    ///
    /// Refuses a reviewer whom the trust does not know, a role that is not theirs, and a key that is not theirs or is
    /// still locked.
    pub fn new(
        reviewer: &ReviewerId,
        role: Option<Role>,
        key: PrivateKey,
        ground: &Ground,
    ) -> Result<Self, Refusal> {
        let reviewer = known(reviewer, &ground.trust)?;
        let role = self::role(reviewer, role.map(Role::as_str))?;
        key::belongs(&key, reviewer, &key.fingerprint(HashAlg::Sha256).to_string())?;
        if key.is_encrypted() {
            return Err(Refusal::usage("the key is still locked by its passphrase", "unlock it, then sign"));
        }
        Ok(Self { reviewer: reviewer.id.clone(), role, key })
    }
}

/// Returns a reviewer whom the trust knows.
pub fn known<'a>(reviewer: &ReviewerId, trust: &'a Trust) -> Result<&'a Reviewer, Refusal> {
    let reviewers = &trust.reviewers;
    reviewers.get(reviewer).ok_or_else(|| {
        let near = did_you_mean(reviewer.as_str(), reviewers.iter().map(|reviewer| reviewer.id.as_str()));
        Refusal::usage(
            format!("trust/reviewers.toml does not know `{reviewer}`"),
            near.unwrap_or_else(|| {
                "have yourself added there, with the lines that `vetted key new` prints".to_owned()
            }),
        )
    })
}

/// Returns the role that a reviewer names in a word, or their only one where they name none.
pub fn role(reviewer: &Reviewer, word: Option<&str>) -> Result<Role, Refusal> {
    let own = || reviewer.roles.iter().map(|role| format!("`{role}`")).collect::<Vec<_>>().join(", ");
    match word {
        Some(word) => Role::parse(word).filter(|role| reviewer.roles.contains(role)).ok_or_else(|| {
            Refusal::usage(
                format!("`{}` may not sign as `{word}`", reviewer.id),
                format!("the roles are: {}", own()),
            )
        }),
        None => match reviewer.roles.iter().collect::<Vec<_>>()[..] {
            [only] => Ok(*only),
            _ => {
                Err(Refusal::usage("it is not said in which role to sign", format!("add --role: {}", own())))
            }
        },
    }
}

/// Returns the roles in which a reviewer could sign a text. `topic` is the one of an article: without it nobody can sign an
/// article at all.
///
/// A role may be among them that the policy does not ask for.
pub fn roles(reviewer: &Reviewer, folder: &Folder, topic: Option<&Topic>) -> BTreeSet<Role> {
    let topic = match folder {
        Folder::Article(..) => topic,
        Folder::Facts(_) | Folder::Services(_) | Folder::Lexicon(_) => None,
    };
    if matches!(folder, Folder::Article(..)) && topic.is_none() {
        return BTreeSet::new();
    }
    let is_entitled = |role: &Role| reviewer.is_entitled(*role, topic, folder.lang());
    reviewer.roles.iter().copied().filter(is_entitled).collect()
}

/// Returns the highest version of a text that a reviewer has signed with a note that stands: the one whose changes they
/// want to see.
pub fn last_signed(standing: &Standing, reviewer: &ReviewerId) -> Option<u32> {
    let signed = standing.versions.iter().filter(|version| {
        version.notes.iter().any(|note| note.reviewer.as_ref() == Some(reviewer) && note.faults.is_empty())
    });
    signed.map(|version| version.version).max()
}
