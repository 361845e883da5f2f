//! The keys of whoever sits at the desk: found where keys usually lie, chosen, or made here.
//!
//! Invariant: a key is kept as locked as its file is; it is unlocked for one signing and then forgotten.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use ssh_key::rand_core::OsRng;
use ssh_key::{HashAlg, PrivateKey};

use super::shown;
use crate::base::name::ReviewerId;
use crate::diagnostic::refusal::Refusal;
use crate::disk;
use crate::review::{Key, Person};
use crate::signing::key;
use crate::trust::Trust;
use crate::trust::key::PublicKey;

/// The largest key file, in bytes; an encrypted Ed25519 key has about 500.
const LARGEST: u64 = 64 * 1024;

/// Where keys lie.
#[derive(Clone, Debug, Default)]
pub struct Places {
    /// The files that may be keys, those first that are most probably meant.
    pub files: Vec<PathBuf>,
    /// The folder that new keys go to.
    pub new: PathBuf,
}

/// The keys that were found.
pub(super) struct Keyring {
    places: Places,
    reviewer: Option<ReviewerId>,
    keys: Vec<Found>,
    chosen: Option<PathBuf>,
}

/// A key and its file.
pub(super) struct Found {
    /// The file.
    pub(super) path: PathBuf,
    /// The key, locked as it lies there.
    pub(super) key: PrivateKey,
}

impl Keyring {
    /// Looks for keys; `reviewer` is who is to sign, where somebody has said so.
    pub(super) fn new(places: Places, reviewer: Option<ReviewerId>) -> Self {
        let mut ring = Self { places, reviewer, keys: Vec::new(), chosen: None };
        ring.look();
        ring
    }

    /// Reads every file that may be a key, and passes over those that are none.
    fn look(&mut self) {
        for path in self.places.files.clone() {
            // A file that is no key is no fault: nobody has named it.
            let _ = self.take(&path);
        }
    }

    /// Reads a key and returns it; one that was read before is read anew.
    fn take(&mut self, path: &Path) -> Result<(), Refusal> {
        let bytes = disk::read_small(path, LARGEST)
            .map_err(|fault| Refusal::usage(fault.to_string(), fault.remedy()))?;
        let key = key::read(&bytes, &path.display().to_string())?;
        self.keys.retain(|found| found.path != path);
        self.keys.push(Found { path: path.to_owned(), key });
        Ok(())
    }

    /// Takes the key of this file.
    pub(super) fn choose(&mut self, path: &Path) -> Result<(), Refusal> {
        self.take(path)?;
        self.chosen = Some(path.to_owned());
        // Whoever takes another key may be somebody else.
        self.reviewer = None;
        Ok(())
    }

    /// Returns the keys as the pages show them.
    pub(super) fn cards(&self, trust: Option<&Trust>) -> Vec<Key> {
        let chosen = trust.and_then(|trust| self.of(trust)).map(|(found, _)| found.path.clone());
        let card = |found: &Found| {
            let public = found.key.public_key();
            let owner = trust.and_then(|trust| key::owners(&found.key, trust).into_iter().next());
            let name = owner.clone().or_else(|| called(found));
            Key {
                file: shown(&found.path),
                kind: found.key.algorithm().to_string(),
                owner: owner.map(|owner| owner.to_string()),
                name: name.map_or_else(|| "your-name".to_owned(), |name| name.to_string()),
                locked: found.key.is_encrypted(),
                chosen: chosen.as_ref() == Some(&found.path),
                fingerprint: found.key.fingerprint(HashAlg::Sha256).to_string(),
                public: public.to_openssh().unwrap_or_default(),
                fits: PublicKey::new(public).is_some(),
            }
        };
        self.keys.iter().map(card).collect()
    }

    /// Returns the key that signs, and whose it is: the chosen one, else the first that belongs to a reviewer.
    pub(super) fn of(&self, trust: &Trust) -> Option<(&Found, ReviewerId)> {
        let candidates =
            self.keys.iter().filter(|found| self.chosen.as_ref().is_none_or(|chosen| *chosen == found.path));
        let is_meant = |owner: &ReviewerId| self.reviewer.as_ref().is_none_or(|reviewer| reviewer == owner);
        let mut owned = candidates
            .flat_map(|found| key::owners(&found.key, trust).into_iter().map(move |owner| (found, owner)));
        owned.find(|(_, owner)| is_meant(owner))
    }

    /// Returns who can sign, or why nobody can.
    pub(super) fn person(&self, trust: &Trust) -> Result<Person, String> {
        let (found, reviewer) = self.of(trust).ok_or_else(|| self.why_nobody(trust))?;
        Ok(Person { reviewer, locked: found.key.is_encrypted() })
    }

    /// Returns why nobody can sign.
    pub(super) fn why_nobody(&self, trust: &Trust) -> String {
        let chosen =
            self.chosen.as_ref().and_then(|chosen| self.keys.iter().find(|found| found.path == *chosen));
        match (chosen.or(self.keys.first()), &self.reviewer) {
            (None, _) => "no key of yours was found on this computer".to_owned(),
            (Some(_), Some(reviewer)) if trust.reviewers.get(reviewer).is_none() => {
                format!("trust/reviewers.toml does not know `{reviewer}`")
            }
            (Some(_), Some(reviewer)) => {
                format!("no key that was found here belongs to `{reviewer}`")
            }
            (Some(found), None) => {
                format!("the key {} belongs to nobody in trust/reviewers.toml yet", shown(&found.path))
            }
        }
    }

    /// Makes a new key for a reviewer and takes it; returns its file.
    pub(super) fn make(&mut self, reviewer: &ReviewerId, passphrase: &str) -> Result<PathBuf, Refusal> {
        let new = key::make(reviewer, passphrase, &mut OsRng)?;
        let path = self.places.new.join(format!("{reviewer}.key"));
        disk::write_key_pair(&path, &new.private, &new.public)
            .map_err(|fault| Refusal::usage(fault.to_string(), fault.remedy()))?;
        self.choose(&path)?;
        Ok(path)
    }
}

/// Returns whose key it says it is. A locked key keeps its comment locked as well, but its file is called by it.
fn called(found: &Found) -> Option<ReviewerId> {
    let file = found.path.file_stem().and_then(OsStr::to_str);
    [Some(found.key.comment()), file].into_iter().flatten().find_map(ReviewerId::parse)
}
