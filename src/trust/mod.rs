//! Whom the site believes, and the forms in which they speak: reviewers, policy, keys, notes and signatures.
//!
//! One file in, one typed value out; what the values mean together is for `gate` to say.
//!
//! Invariant: nothing here decides what is published, and no reader here knows an article.

pub mod allowed_signers;
pub mod key;
mod lines;
pub mod note;
pub mod policy;
pub mod reviewers;
pub mod revoked;
pub mod signature;
pub mod words;

use crate::base::lang::Lang;
use crate::base::name::SiteId;
use crate::base::path::SourcePath;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::project::{File, Project};
use crate::source::Source;

use allowed_signers::AllowedSigners;
use policy::Policy;
use reviewers::Reviewers;
use revoked::Revoked;
use words::Role;

pub use signature::sign;

/// All that `trust/` says.
#[derive(Clone, Debug)]
pub struct Trust {
    /// Who may sign.
    pub reviewers: Reviewers,
    /// What a text needs.
    pub policy: Policy,
    /// The keys that never count again.
    pub revoked: Revoked,
}

impl Trust {
    /// Reads the four files of `trust/` for a site and its languages. A fault in any of them is pushed, all in one run,
    /// and then there is no `Trust`: without it nothing may be judged.
    pub fn read(
        project: &Project,
        site: &SiteId,
        languages: &[Lang],
        found: &mut Diagnostics,
    ) -> Option<Self> {
        let policy = text(project, "trust/policy.toml", found);
        let policy = policy.and_then(|source| Policy::parse(source, found));
        let reviewers = text(project, "trust/reviewers.toml", found);
        let reviewers = reviewers.and_then(|source| Reviewers::parse(source, languages, found));
        let revoked = text(project, "trust/revoked", found);
        let revoked = revoked.and_then(|source| Revoked::parse(source, found));
        let signers = text(project, "trust/allowed_signers", found);
        let signers = signers.and_then(|source| AllowedSigners::parse(source, found));
        let trust = Self { reviewers: reviewers?, policy: policy?, revoked: revoked? };
        signers?.agree(&trust.reviewers, site, found).then_some(trust)
    }
}

/// Returns the namespace in which notes of a role are signed on a site.
pub fn namespace(role: Role, site: &SiteId) -> String {
    format!("{role}.{site}")
}

/// Returns a file of `trust/` that must be there, as text.
fn text<'a>(project: &'a Project, path: &str, found: &mut Diagnostics) -> Option<&'a Source> {
    let place = SourcePath::parse(path)?;
    match project.file(&place) {
        Some(File::Text(source)) => return Some(source),
        Some(File::Binary(_)) => {
            found.push(Diagnostic::error(Code::TextNotUtf8, "this file is not text").at(&place, ""));
        }
        None => found.push(
            Diagnostic::error(Code::FileMissing, format!("`{path}` is missing"))
                .at(&place, "")
                .help("`vetted init` makes a first one; an empty list is fine, a missing one is not"),
        ),
    }
    None
}
