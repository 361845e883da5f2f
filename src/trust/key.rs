//! Public keys of the kinds that notes may be signed with.
//!
//! Invariant: a [`PublicKey`] is Ed25519 or ECDSA over P-256, and equal keys have equal text.

use std::fmt;

use ssh_key::{Algorithm, EcdsaCurve};

/// A public key, without its comment.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct PublicKey(ssh_key::PublicKey);

impl PublicKey {
    /// Reads `ssh-ed25519 AAAA… [comment]`; gives the key and its comment, or what is wrong in words.
    pub fn parse(text: &str) -> Result<(Self, &str), &'static str> {
        let mut words = text.splitn(3, ' ');
        let (kind, encoded) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let comment = words.next().unwrap_or_default();
        if !matches!(kind, "ssh-ed25519" | "ecdsa-sha2-nistp256") {
            return Err("only keys of the kinds `ssh-ed25519` and `ecdsa-sha2-nistp256` are accepted");
        }
        let key = format!("{kind} {encoded}");
        let parsed = ssh_key::PublicKey::from_openssh(&key).ok().and_then(|key| Self::new(&key));
        match parsed {
            Some(parsed) if parsed.to_string() == key => Ok((parsed, comment)),
            _ => Err("this is not a whole public key"),
        }
    }

    /// Takes a key of an accepted kind; any other is `None`.
    pub fn new(key: &ssh_key::PublicKey) -> Option<Self> {
        let accepted =
            matches!(key.algorithm(), Algorithm::Ed25519 | Algorithm::Ecdsa { curve: EcdsaCurve::NistP256 });
        accepted.then(|| Self(key.key_data().clone().into()))
    }

    /// Returns the key as `ssh-key` knows it.
    pub(super) fn inner(&self) -> &ssh_key::PublicKey {
        &self.0
    }
}

impl fmt::Display for PublicKey {
    /// Writes `ssh-ed25519 AAAA…`.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0.to_openssh().map_err(|_| fmt::Error)?)
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ED25519: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILM+rvN+ot98qgEN796jTiQfZfG1KaT0PtFDJ/XFSqti";

    #[test]
    fn a_key_has_one_text() {
        let line = format!("{ED25519} dr-ada");
        let (key, comment) = PublicKey::parse(&line).unwrap();
        assert_eq!(key.to_string(), ED25519);
        assert_eq!(comment, "dr-ada");
        assert_eq!(PublicKey::parse(ED25519).unwrap(), (key, ""));
    }

    #[test]
    fn other_kinds_and_broken_keys_are_refused() {
        assert!(PublicKey::parse("ssh-rsa AAAAB3NzaC1yc2E=").unwrap_err().contains("only keys of the kinds"));
        for broken in ["", "ssh-ed25519", "ssh-ed25519 AAAA", &ED25519[..ED25519.len() - 1]] {
            assert!(PublicKey::parse(broken).is_err(), "{broken}");
        }
        let doubled = ED25519.replace(' ', "  ");
        assert!(PublicKey::parse(&doubled).is_err());
    }
}
