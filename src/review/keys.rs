//! The keys that were found on this machine, and the card of one: what to read out by phone, and what to send.
//!
//! Invariant: nothing of a private key is on a page but where its file lies.

use serde::Serialize;

use super::paper::{Frame, Paper};
use super::seat::Seat;
use crate::diagnostic::refusal::Refusal;

/// How many characters of a fingerprint are read out in one breath.
const GROUP: usize = 4;

/// A key that was found.
#[derive(Clone, Debug, Serialize)]
pub struct Key {
    /// Its file.
    pub file: String,
    /// Its kind, in a word of OpenSSH: `ssh-ed25519`.
    pub kind: String,
    /// Whom it belongs to by `trust/reviewers.toml`.
    pub owner: Option<String>,
    /// The name that its card has: that of its owner, else the one that it gives itself.
    pub name: String,
    /// Whether it has a passphrase.
    pub locked: bool,
    /// Whether it is the one that signs here.
    pub chosen: bool,
    /// `SHA256:…`, as `ssh-keygen -l` prints it.
    pub fingerprint: String,
    /// The line to give away.
    pub public: String,
    /// Whether notes can be signed with a key of its kind.
    pub fits: bool,
}

/// The page.
#[derive(Debug, Serialize)]
struct Page<'a> {
    keys: Vec<Card<'a>>,
    site: &'a str,
    reviewer: &'a str,
    file: &'a str,
}

/// A key and its fingerprint in groups.
#[derive(Debug, Serialize)]
struct Card<'a> {
    #[serde(flatten)]
    key: &'a Key,
    groups: Vec<&'a str>,
}

/// What was typed into the forms of the page and was refused.
#[derive(Clone, Debug, Default)]
pub struct KeyForms {
    /// The name for a new key.
    pub reviewer: String,
    /// The file of another key.
    pub file: String,
}

impl Paper {
    /// Makes the page of the keys; `site` is the name that every signature is bound to.
    pub fn keys(
        &self,
        (frame, seat): (&Frame<'_>, &Seat),
        (keys, site): (&[Key], &str),
        typed: &KeyForms,
    ) -> Result<String, Refusal> {
        let keys = keys.iter().map(|key| Card { key, groups: groups(&key.fingerprint) }).collect();
        self.page(
            "keys.html",
            (frame, seat),
            &Page { keys, site, reviewer: &typed.reviewer, file: &typed.file },
        )
    }
}

/// Cuts a fingerprint, which is ASCII, into groups.
fn groups(fingerprint: &str) -> Vec<&str> {
    let digits = fingerprint.strip_prefix("SHA256:").unwrap_or(fingerprint);
    (0..digits.len()).step_by(GROUP).filter_map(|at| digits.get(at..digits.len().min(at + GROUP))).collect()
}

#[cfg(test)]
mod tests {
    use super::groups;

    #[test]
    fn a_fingerprint_is_read_out_in_groups_of_four() {
        let fingerprint = "SHA256:p4yStRfPmzqIEyPJ7vYu9KOGkv8Wq5Lh0zZyXxw1abc";
        let groups = groups(fingerprint);
        assert_eq!(groups.concat(), fingerprint.trim_start_matches("SHA256:"));
        assert!(groups.iter().rev().skip(1).all(|group| group.len() == 4));
    }
}
