//! The reviewers' keys as stock OpenSSH wants them: `trust/allowed_signers`.
//!
//! `ssh-keygen -Y verify` reads this file, and we read `reviewers.toml`; so this file is generated from that one, and
//! whoever edits only one of them is told before anything is published. What OpenSSH would understand and we would not
//! (authorities, patterns, dates in local time) is refused.
//!
//! Invariant: every entry names its namespaces, because a key without them would be good for any purpose.

mod line;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Write as _};

use super::key::PublicKey;
use super::lines::lines;
use super::namespace;
use super::reviewers::{Reviewer, ReviewerKey, Reviewers};
use crate::base::day::Day;
use crate::base::name::{ReviewerId, SiteId};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, MOST_OF_A_KIND};
use crate::source::{Source, Span};

/// The first lines of a generated file.
const HEADER: &str = "\
# Keys of the reviewers, for `ssh-keygen -Y verify`.
# Made from reviewers.toml by `vetted key signers`; never edited.
";

/// The entries of the file.
#[derive(Clone, Debug)]
pub struct AllowedSigners {
    source: Source,
    entries: BTreeMap<(ReviewerId, PublicKey), (Grant, Span)>,
}

/// What a reviewer's key is good for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// The namespaces, `<role>.<site>`.
    pub namespaces: BTreeSet<String>,
    /// The first day.
    pub valid_after: Option<Day>,
    /// The last day.
    pub valid_before: Option<Day>,
}

impl Grant {
    /// Returns what `reviewers.toml` grants a key of `reviewer` on `site`.
    fn of(reviewer: &Reviewer, key: &ReviewerKey, site: &SiteId) -> Self {
        Self {
            namespaces: reviewer.roles.iter().map(|role| namespace(*role, site)).collect(),
            valid_after: key.valid_after,
            valid_before: key.valid_before,
        }
    }
}

impl fmt::Display for Grant {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let namespaces: Vec<&str> = self.namespaces.iter().map(String::as_str).collect();
        write!(out, "namespaces=\"{}\"", namespaces.join(","))?;
        for (option, day) in [("valid-after", self.valid_after), ("valid-before", self.valid_before)] {
            if let Some(day) = day {
                // Without the `Z` the day would begin at another moment in every time zone.
                write!(out, ",{option}=\"{}Z\"", day.compact())?;
            }
        }
        Ok(())
    }
}

/// Returns the one text of `allowed_signers` that says what `reviewers` says.
pub fn generate(reviewers: &Reviewers, site: &SiteId) -> String {
    let mut out = HEADER.to_owned();
    for reviewer in reviewers.iter() {
        for key in &reviewer.keys {
            let (id, grant) = (&reviewer.id, Grant::of(reviewer, key, site));
            // Writing to a string cannot fail.
            let _ = writeln!(out, "{id} {grant} {} {id}", key.key);
        }
    }
    out
}

impl AllowedSigners {
    /// Reads the file; with an error in it there are no entries.
    pub fn parse(source: &Source, found: &mut Diagnostics) -> Option<Self> {
        let mut entries = BTreeMap::new();
        let mut own = Diagnostics::new();
        for (text, range) in lines(source) {
            let span = source.span(range);
            match line::entry(text) {
                Ok((id, key, grant)) => {
                    if let Some((_, first)) = entries.insert((id, key), (grant, span.clone())) {
                        own.push(fault("this key is listed twice").at(&span, "").at(first, "first here"));
                    }
                }
                Err(reason) => own.push(fault(reason).at(span, "")),
            }
            if own.len() == MOST_OF_A_KIND {
                break;
            }
        }
        let sound = own.is_empty();
        found.append(own);
        sound.then(|| Self { source: source.clone(), entries })
    }

    /// Pushes where the file and `reviewers` disagree, showing both places; gives whether they agree.
    pub fn agree(&self, reviewers: &Reviewers, site: &SiteId, found: &mut Diagnostics) -> bool {
        let mut left: BTreeMap<_, _> = self.entries.iter().collect();
        let mut own = Diagnostics::new();
        for reviewer in reviewers.iter() {
            for key in &reviewer.keys {
                let wanted = Grant::of(reviewer, key, site);
                match left.remove(&(reviewer.id.clone(), key.key.clone())) {
                    Some((grant, _)) if *grant == wanted => {}
                    Some((_, span)) => own.push(
                        fault(format!("the key of `{}` is listed with other options", reviewer.id))
                            .at(span, "here for `ssh-keygen`")
                            .at(&key.span, "here for us")
                            .note(format!("by `reviewers.toml` it is `{wanted}`")),
                    ),
                    None => own.push(
                        fault(format!("a key of `{}` is not listed", reviewer.id))
                            .at(self.source.span(0..0), "")
                            .at(&key.span, "this key"),
                    ),
                }
            }
        }
        for ((id, _), (_, span)) in left {
            let stray = fault(format!("`{id}` has no such key in `reviewers.toml`")).at(span, "");
            own.push(match reviewers.get(id) {
                Some(reviewer) => stray.at(&reviewer.span, "the reviewer stands here"),
                None => stray,
            });
        }
        let agreed = own.is_empty();
        found.append(own);
        agreed
    }
}

fn fault(message: impl Into<String>) -> Diagnostic {
    Diagnostic::error(Code::AllowedSigners, message)
        .help("make this file anew from `reviewers.toml`: run `vetted key signers`")
}
