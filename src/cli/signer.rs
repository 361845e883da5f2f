//! Who signs: a reviewer, a role, and an unlocked key that is theirs.

use ssh_key::PrivateKey;

use super::args::Signer;
use super::failure::Failure;
use super::passphrase::Asking;
use crate::base::name::ReviewerId;
use crate::diagnostic::{Tongue, did_you_mean};
use crate::disk;
use crate::pipeline::Ground;
use crate::trust::key::PublicKey;
use crate::trust::reviewers::Reviewer;
use crate::trust::words::Role;

/// The largest key file, in bytes; an encrypted Ed25519 key has about 500.
const LARGEST_KEY: u64 = 64 * 1024;

/// A reviewer with a pen in the hand.
pub(super) struct Hand {
    /// Who signs.
    pub(super) reviewer: ReviewerId,
    /// In which role.
    pub(super) role: Role,
    /// With which key.
    pub(super) key: PrivateKey,
}

impl Hand {
    /// Finds the reviewer, reads the key, asks for its passphrase.
    pub(super) fn take(signer: &Signer, tongue: Tongue, ground: &Ground) -> Result<Self, Failure> {
        let reviewer = reviewer(signer, ground)?;
        let role = role(signer, reviewer)?;
        let key = key(signer, tongue)?;
        let public = PublicKey::new(key.public_key()).ok_or_else(|| {
            Failure::usage("a key of this kind cannot sign notes", "use an Ed25519 or ECDSA P-256 key")
        })?;
        if !reviewer.keys.iter().any(|own| own.key == public) {
            return Err(Failure::usage(
                format!("the key {} is not one of the keys of `{}`", signer.key.display(), reviewer.id),
                "name the right key file, or have the key added to trust/reviewers.toml",
            ));
        }
        Ok(Self { reviewer: reviewer.id.clone(), role, key })
    }
}

fn reviewer<'a>(signer: &Signer, ground: &'a Ground) -> Result<&'a Reviewer, Failure> {
    let reviewers = &ground.trust.reviewers;
    reviewers.get(&signer.reviewer).ok_or_else(|| {
        let near =
            did_you_mean(signer.reviewer.as_str(), reviewers.iter().map(|reviewer| reviewer.id.as_str()));
        Failure::usage(
            format!("trust/reviewers.toml does not know `{}`", signer.reviewer),
            near.unwrap_or_else(|| {
                "have yourself added there, with the lines that `vetted key new` prints".to_owned()
            }),
        )
    })
}

fn role(signer: &Signer, reviewer: &Reviewer) -> Result<Role, Failure> {
    let own = || reviewer.roles.iter().map(|role| format!("`{role}`")).collect::<Vec<_>>().join(", ");
    match &signer.role {
        Some(word) => Role::parse(word).filter(|role| reviewer.roles.contains(role)).ok_or_else(|| {
            Failure::usage(
                format!("`{}` may not sign as `{word}`", reviewer.id),
                format!("the roles are: {}", own()),
            )
        }),
        None => match reviewer.roles.iter().collect::<Vec<_>>()[..] {
            [only] => Ok(*only),
            _ => {
                Err(Failure::usage("it is not said in which role to sign", format!("add --role: {}", own())))
            }
        },
    }
}

fn key(signer: &Signer, tongue: Tongue) -> Result<PrivateKey, Failure> {
    let file = signer.key.display();
    let bytes = disk::read_small(&signer.key, LARGEST_KEY)?;
    let key = PrivateKey::from_openssh(&bytes).map_err(|_| {
        Failure::usage(
            format!("{file} is not a private key in OpenSSH format"),
            "name the file without `.pub`; `ssh-keygen -p -f FILE` turns older formats into this one",
        )
    })?;
    if !key.is_encrypted() {
        return Ok(key);
    }
    let asking = Asking { file: signer.passphrase_file.as_deref(), descriptor: signer.passphrase_fd, tongue };
    let passphrase = asking.existing(&format!("passphrase of {file}"))?;
    key.decrypt(passphrase)
        .map_err(|_| Failure::usage(format!("this is not the passphrase of {file}"), "try again"))
}
