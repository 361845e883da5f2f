//! A reviewer's private key: read, told apart, unlocked, and made.
//!
//! Invariant: no key is made whose file is of use without a passphrase of eight characters or more.

use ssh_key::rand_core::CryptoRngCore;
use ssh_key::{Algorithm, HashAlg, Kdf, LineEnding, PrivateKey};

use crate::base::name::ReviewerId;
use crate::diagnostic::refusal::Refusal;
use crate::trust::Trust;
use crate::trust::key::PublicKey;
use crate::trust::reviewers::Reviewer;

/// The fewest characters of a new passphrase.
const SHORTEST: usize = 8;

/// The most rounds of bcrypt that a key may ask for, some seconds of work; `ssh-keygen` writes 24, and a hostile file may ask
/// for years.
const MOST_ROUNDS: u32 = 1000;

/// A key that was just made.
#[derive(Clone, Debug)]
pub struct NewKey {
    /// The file to keep, in OpenSSH format, encrypted by the passphrase.
    pub private: String,
    /// The line to give away, without its line feed: `ssh-ed25519 AAAA… <reviewer>`.
    pub public: String,
    /// What is read out by phone: `SHA256:…`, as `ssh-keygen -l` prints it.
    pub fingerprint: String,
}

/// Reads a private key in OpenSSH format, which may still be locked. `name` is what messages call it.
///
/// Refuses what is none, and a key that it would take too long to unlock.
pub fn read(bytes: &[u8], name: &str) -> Result<PrivateKey, Refusal> {
    let key = PrivateKey::from_openssh(bytes).map_err(|_| {
        Refusal::usage(
            format!("{name} is not a private key in OpenSSH format"),
            "name the file without `.pub`; `ssh-keygen -p -f FILE` turns older formats into this one",
        )
    })?;
    match key.kdf() {
        Kdf::Bcrypt { rounds, .. } if *rounds > MOST_ROUNDS => Err(Refusal::usage(
            format!("{name} would take too long to unlock: it asks for {rounds} rounds"),
            "write it anew with `ssh-keygen -p -a 100 -f FILE`",
        )),
        _ => Ok(key),
    }
}

/// Unlocks a key by its passphrase; one that is not locked is given back as it is. `name` is what messages call it.
pub fn unlock(key: &PrivateKey, passphrase: &str, name: &str) -> Result<PrivateKey, Refusal> {
    if !key.is_encrypted() {
        return Ok(key.clone());
    }
    key.decrypt(passphrase)
        .map_err(|_| Refusal::usage(format!("this is not the passphrase of {name}"), "try again"))
}

/// Returns the reviewers whose key this is, also while it is locked: none, or one.
pub fn owners(key: &PrivateKey, trust: &Trust) -> Vec<ReviewerId> {
    let public = PublicKey::new(key.public_key());
    let owner = public.and_then(|public| trust.reviewers.owner(&public));
    owner.into_iter().map(|owner| owner.id.clone()).collect()
}

/// Refuses a key, locked or not, that cannot sign notes or is not one of this reviewer. `name` is what messages call it.
pub fn belongs(key: &PrivateKey, reviewer: &Reviewer, name: &str) -> Result<(), Refusal> {
    let public = PublicKey::new(key.public_key()).ok_or_else(|| {
        Refusal::usage("a key of this kind cannot sign notes", "use an Ed25519 or ECDSA P-256 key")
    })?;
    if reviewer.keys.iter().any(|own| own.key == public) {
        return Ok(());
    }
    Err(Refusal::usage(
        format!("the key {name} is not one of the keys of `{}`", reviewer.id),
        "name the right key file, or have the key added to trust/reviewers.toml",
    ))
}

/// Refuses a new passphrase that is too short.
pub fn is_long_enough(passphrase: &str) -> Result<(), Refusal> {
    if passphrase.chars().count() >= SHORTEST {
        return Ok(());
    }
    Err(Refusal::usage(
        "the passphrase is too short",
        "take at least eight characters; four words are better",
    ))
}

/// Makes an Ed25519 key for a reviewer, encrypted by a passphrase of at least eight characters.
pub fn make(
    reviewer: &ReviewerId,
    passphrase: &str,
    random: &mut impl CryptoRngCore,
) -> Result<NewKey, Refusal> {
    is_long_enough(passphrase)?;
    let broken = |fault: ssh_key::Error| Refusal::ours(format!("the key cannot be made: {fault}"));
    let mut key = PrivateKey::random(random, Algorithm::Ed25519).map_err(broken)?;
    key.set_comment(reviewer.as_str());
    let public = key.public_key().to_openssh().map_err(broken)?;
    let fingerprint = key.fingerprint(HashAlg::Sha256).to_string();
    let encrypted = key.encrypt(random, passphrase).map_err(broken)?;
    let private = encrypted.to_openssh(LineEnding::LF).map_err(broken)?.to_string();
    Ok(NewKey { private, public, fingerprint })
}

/// Returns what a reviewer passes on about a new key: the fingerprint to read out, and the lines of `trust/reviewers.toml`.
pub fn card(reviewer: &ReviewerId, new: &NewKey) -> String {
    let NewKey { public, fingerprint, .. } = new;
    format!(
        "Card for {reviewer}. Read the fingerprint out by phone to whoever keeps trust/:\n\
         {fingerprint}\n\
         \n\
         They add this to trust/reviewers.toml, correct the roles, and run `vetted key signers`:\n\
         \n\
         [{reviewer}]\n\
         public = \"…\"\n\
         roles = [\"medical\"]\n\
         topics = [\"*\"]\n\
         languages = [\"*\"]\n\
         keys = [\"{public}\"]"
    )
}

#[cfg(test)]
mod tests {
    use ssh_key::rand_core::OsRng;

    use super::*;
    use crate::diagnostic::refusal::Blame;

    const PASSPHRASE: &str = "four words in here";

    fn ada() -> ReviewerId {
        ReviewerId::parse("dr-ada").unwrap()
    }

    #[test]
    fn a_new_key_is_locked_and_its_card_says_whose_it_is() {
        let new = make(&ada(), PASSPHRASE, &mut OsRng).unwrap();
        let key = read(new.private.as_bytes(), "the key").unwrap();
        assert!(key.is_encrypted());
        assert!(new.public.starts_with("ssh-ed25519 ") && new.public.ends_with(" dr-ada"), "{}", new.public);
        assert_eq!(key.fingerprint(HashAlg::Sha256).to_string(), new.fingerprint);
        let wrong = unlock(&key, "four words in hero", "the key").unwrap_err();
        assert_eq!(wrong.message, "this is not the passphrase of the key");
        let open = unlock(&key, PASSPHRASE, "the key").unwrap();
        assert_eq!(open.public_key().to_openssh().unwrap(), new.public);
        let card = card(&ada(), &new);
        for line in
            ["Card for dr-ada.", &*new.fingerprint, "[dr-ada]", &*format!("keys = [\"{}\"]", new.public)]
        {
            assert!(card.contains(line), "{line}: {card}");
        }
    }

    #[test]
    fn a_short_passphrase_makes_no_key() {
        for (passphrase, is_short) in [("", true), ("щука-ёж", true), ("щука-ёжь", false)] {
            let made = make(&ada(), passphrase, &mut OsRng);
            let refusal = made.err().map(|refusal| refusal.message);
            assert_eq!(refusal.as_deref(), is_short.then_some("the passphrase is too short"), "{passphrase}");
        }
    }

    #[test]
    fn a_file_that_is_no_key_is_told_by_its_name() {
        for bytes in [
            b"".as_slice(),
            b"ssh-ed25519 AAAA dr-ada",
            &[0xff; 100],
            b"-----BEGIN OPENSSH PRIVATE KEY-----\n",
        ] {
            let refusal = read(bytes, "my.key").unwrap_err();
            assert_eq!(refusal.message, "my.key is not a private key in OpenSSH format");
            assert_eq!(refusal.blame, Blame::Use);
        }
    }

    #[test]
    fn a_key_that_would_take_years_to_unlock_is_refused_at_once() {
        let new = make(&ada(), PASSPHRASE, &mut OsRng).unwrap();
        let key = read(new.private.as_bytes(), "my.key").unwrap();
        // The file says the number of rounds behind the salt; the highest one takes the same room.
        let bytes = key.to_bytes().unwrap();
        let Kdf::Bcrypt { salt, rounds } = key.kdf() else { panic!("{:?}", key.kdf()) };
        let told = [salt.as_slice(), &rounds.to_be_bytes()].concat();
        let at = bytes.windows(told.len()).position(|window| window == told).unwrap() + salt.len();
        let mut bytes = bytes.to_vec();
        bytes[at..at + 4].fill(0xff);
        let endless = PrivateKey::from_bytes(&bytes).unwrap().to_openssh(LineEnding::LF).unwrap();
        let refusal = read(endless.as_bytes(), "my.key").unwrap_err();
        assert!(refusal.message.contains("asks for 4294967295 rounds"), "{}", refusal.message);
    }
}
