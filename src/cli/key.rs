//! `key new` and `key signers`: a reviewer's key, and the file that stock tools know the keys by.

use std::path::Path;

use ssh_key::rand_core::OsRng;

use super::Outcome;
use super::failure::Failure;
use super::passphrase::Asking;
use crate::base::name::ReviewerId;
use crate::base::path::SourcePath;
use crate::config::Config;
use crate::diagnostic::Diagnostics;
use crate::disk;
use crate::project::{File, Project};
use crate::signing::key;
use crate::trust::allowed_signers;
use crate::trust::reviewers::Reviewers;

/// Makes an encrypted Ed25519 key in OpenSSH format and tells what to do with it.
pub(super) fn new(reviewer: &ReviewerId, file: &Path, asking: &Asking<'_>) -> Result<Outcome, Failure> {
    // Nobody types a passphrase twice to hear then that the file is taken.
    disk::is_free(file)?;
    let key = key::make(reviewer, &asking.new_one()?, &mut OsRng)?;
    let public_file = disk::write_key_pair(file, &key.private, &key.public)?;
    let made = format!(
        "made {file} (keep it, and remember its passphrase) and {public_file} (to give away)",
        file = file.display(),
        public_file = public_file.display(),
    );
    Ok(Outcome::said(format!("{made}\n\n{}", key::card(reviewer, &key))))
}

/// Writes `trust/allowed_signers` anew.
pub(super) fn signers(root: &Path, config: &Config, project: &Project) -> Result<Outcome, Failure> {
    let mut found = Diagnostics::new();
    let reviewers = match project.file_at("trust/reviewers.toml") {
        Some(File::Text(source)) => Reviewers::parse(source, &config.languages, &mut found),
        _ => {
            return Err(Failure::usage(
                "trust/reviewers.toml is not there",
                "`vetted init` makes a first one",
            ));
        }
    };
    let Some(reviewers) = reviewers else { return Ok(Outcome::no_ground(found)) };
    let path = SourcePath::parse("trust/allowed_signers")
        .ok_or_else(|| Failure::ours("a path of ours is no path"))?;
    disk::replace_file(
        &root.join(path.as_str()),
        allowed_signers::generate(&reviewers, &config.site).as_bytes(),
    )?;
    Ok(Outcome::said(format!(
        "wrote {path}; check a reviewer's fingerprint with `grep -oE '(ssh-ed|ecdsa).*' {path} | ssh-keygen -lf -`"
    )))
}
