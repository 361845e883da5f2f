//! Who signs, a reviewer with a role and a key file, and how what was signed is written.

use std::path::Path;

use super::Outcome;
use super::args::Signer;
use super::failure::Failure;
use super::passphrase::Asking;
use crate::diagnostic::Tongue;
use crate::disk::{self, WriteFault};
use crate::pipeline::Ground;
use crate::signing::{self, Hand, Signed, key};

/// The largest key file, in bytes; an encrypted Ed25519 key has about 500.
const LARGEST_KEY: u64 = 64 * 1024;

/// Finds the reviewer, reads the key, asks for its passphrase.
pub(super) fn hand(signer: &Signer, tongue: Tongue, ground: &Ground) -> Result<Hand, Failure> {
    let reviewer = signing::known(&signer.reviewer, &ground.trust)?;
    let role = signing::role(reviewer, signer.role.as_deref())?;
    let file = signer.key.display().to_string();
    let mut key = key::read(&disk::read_small(&signer.key, LARGEST_KEY)?, &file)?;
    key::belongs(&key, reviewer, &file)?;
    if key.is_encrypted() {
        let asking =
            Asking { file: signer.passphrase_file.as_deref(), descriptor: signer.passphrase_fd, tongue };
        let passphrase = asking.existing(&format!("passphrase of {file}"))?;
        key = key::unlock(&key, &passphrase, &file)?;
    }
    Hand::new(&reviewer.id, Some(role), key, ground)
}

/// Writes what was signed, all of it or nothing, and tells what comes of it.
pub(super) fn write(root: &Path, signed: &Signed) -> Result<Outcome, Failure> {
    disk::write_new_files(root, &signed.files).map_err(|fault| match fault {
        WriteFault::Taken(path) => signing::overtaken(&path),
        other => other.into(),
    })?;
    Ok(Outcome::said(signed.said.join("\n")))
}
