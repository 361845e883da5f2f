//! Signatures over notes, in OpenSSH's own form (PROTOCOL.sshsig).
//!
//! Stock `ssh-keygen -Y verify` refuses some armour that other readers accept (carriage returns) and accepts some that
//! nobody wrote (words behind the end). Here only the one form that `ssh-keygen -Y sign` writes is read.
//!
//! Invariant: two readers never disagree about a signature that [`Signature::parse`] accepts.

use ssh_key::{HashAlg, LineEnding, PrivateKey, SshSig};

use super::key::PublicKey;
use super::note::Note;

/// The most bytes of armour; an Ed25519 signature has about 300.
const LARGEST: usize = 4096;

/// A signature in its one accepted form.
#[derive(Clone, Debug)]
pub struct Signature {
    inner: SshSig,
    key: PublicKey,
}

/// Why a signature does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Broken {
    /// It was made for another role, site or purpose.
    Namespace,
    /// The words or the signature were changed.
    Content,
}

impl Signature {
    /// Reads armour as `ssh-keygen -Y sign` writes it; gives what is wrong in words.
    pub fn parse(armour: &[u8]) -> Result<Self, &'static str> {
        if armour.len() > LARGEST {
            return Err("this is too long to be a signature");
        }
        if armour.contains(&b'\r') {
            return Err("the signature has carriage returns, which `ssh-keygen` refuses");
        }
        if !armour.starts_with(b"-----BEGIN SSH SIGNATURE-----\n") {
            return Err("this does not begin as an SSH signature does");
        }
        if !armour.ends_with(b"\n-----END SSH SIGNATURE-----\n") {
            return Err("this does not end as an SSH signature does");
        }
        let inner = SshSig::from_pem(armour).map_err(|_| "this is not a whole SSH signature")?;
        let key = PublicKey::new(&inner.public_key().clone().into())
            .ok_or("only signatures by Ed25519 and ECDSA P-256 keys are accepted")?;
        if inner.version() != SshSig::VERSION || !inner.reserved().is_empty() {
            return Err("this is another version of SSH signatures");
        }
        // Whatever else could be written in two ways is caught here.
        match inner.to_pem(LineEnding::LF) {
            Ok(again) if again.as_bytes() == armour => Ok(Self { inner, key }),
            _ => Err("this is not written as `ssh-keygen -Y sign` writes it"),
        }
    }

    /// Returns the key that it claims to be made with.
    pub fn key(&self) -> &PublicKey {
        &self.key
    }

    /// Returns the namespace that it claims to be made for.
    pub fn namespace(&self) -> &str {
        self.inner.namespace()
    }

    /// Checks it over `message` in `namespace`, with its own key: ask first whose that is.
    pub fn verify(&self, namespace: &str, message: &[u8]) -> Result<(), Broken> {
        if self.namespace() != namespace {
            return Err(Broken::Namespace);
        }
        self.key.inner().verify(namespace, message, &self.inner).map_err(|_| Broken::Content)
    }
}

/// Signs a note: gives the bytes of the note's file and of its signature's file.
///
/// Errors, in words, where the key is still encrypted, of a kind that is not accepted, or cannot sign.
pub fn sign(note: &Note, key: &PrivateKey) -> Result<(String, String), &'static str> {
    if key.is_encrypted() {
        return Err("the key is still locked by its passphrase");
    }
    PublicKey::new(key.public_key()).ok_or("only Ed25519 and ECDSA P-256 keys can sign notes")?;
    let text = note.write();
    let signature = key
        .sign(&note.namespace(), HashAlg::Sha512, text.as_bytes())
        .and_then(|signature| signature.to_pem(LineEnding::LF))
        .map_err(|_| "the key cannot sign")?;
    Ok((text, signature))
}

#[cfg(test)]
mod tests {
    use ssh_key::private::{Ed25519Keypair, KeypairData};

    use super::*;

    fn key() -> PrivateKey {
        PrivateKey::new(KeypairData::Ed25519(Ed25519Keypair::from_seed(&[7; 32])), "dr-ada").unwrap()
    }

    fn armour() -> String {
        key().sign("medical.s.example", HashAlg::Sha512, b"words").unwrap().to_pem(LineEnding::LF).unwrap()
    }

    #[test]
    fn a_signature_holds_for_its_words_and_namespace_only() {
        let signature = Signature::parse(armour().as_bytes()).unwrap();
        assert_eq!(signature.key(), &PublicKey::new(key().public_key()).unwrap());
        assert_eq!(signature.namespace(), "medical.s.example");
        assert_eq!(signature.verify("medical.s.example", b"words"), Ok(()));
        assert_eq!(signature.verify("medical.s.example", b"Words"), Err(Broken::Content));
        assert_eq!(signature.verify("editor.s.example", b"words"), Err(Broken::Namespace));
    }

    #[test]
    fn only_one_form_of_armour_is_read() {
        let good = armour();
        let lines: Vec<&str> = good.lines().collect();
        let rewrapped = format!(
            "{}
{}
{}
",
            lines[0],
            lines[1..lines.len() - 1].concat(),
            lines[lines.len() - 1]
        );
        let cases = [
            (good.replace('\n', "\r\n"), "the signature has carriage returns, which `ssh-keygen` refuses"),
            (
                format!(
                    "
{good}"
                ),
                "this does not begin as an SSH signature does",
            ),
            (
                format!(
                    "{good}junk
"
                ),
                "this does not end as an SSH signature does",
            ),
            (good.trim_end().to_owned(), "this does not end as an SSH signature does"),
            (good.replace('=', ""), "this is not a whole SSH signature"),
            (format!("{good}{good}"), "this is not a whole SSH signature"),
            (rewrapped, "this is not a whole SSH signature"),
            (good.repeat(20), "this is too long to be a signature"),
        ];
        for (text, reason) in cases {
            assert_eq!(Signature::parse(text.as_bytes()).unwrap_err(), reason, "{text}");
        }
    }

    /// Wraps as `ssh-keygen` does.
    fn wrapped(encoded: &str) -> String {
        let lines: Vec<&str> =
            encoded.as_bytes().chunks(70).map(|line| str::from_utf8(line).unwrap()).collect();
        format!("-----BEGIN SSH SIGNATURE-----\n{}\n-----END SSH SIGNATURE-----\n", lines.join("\n"))
    }

    #[test]
    fn other_versions_and_reserved_fields_are_refused() {
        // The name is chosen so that the reserved field begins with a group of base 64: at byte 87, character 116.
        let signature = key().sign("medical.ss.example", HashAlg::Sha512, b"words").unwrap();
        let armour = signature.to_pem(LineEnding::LF).unwrap();
        let encoded: String = armour.lines().filter(|line| !line.starts_with('-')).collect();
        assert_eq!(wrapped(&encoded), armour);
        let version_0 = encoded.replacen("U1NIU0lHAAAAAQAA", "U1NIU0lHAAAAAAAA", 1);
        let version_2 = encoded.replacen("U1NIU0lHAAAAAQAA", "U1NIU0lHAAAAAgAA", 1);
        assert_eq!(&encoded[116..124], "AAAAAAAA");
        let reserved = format!("{}AAAAAwAAAAAA{}", &encoded[..116], &encoded[124..]);
        for (text, reason) in [
            (version_0, "this is another version of SSH signatures"),
            (version_2, "this is not a whole SSH signature"),
            (reserved, "this is another version of SSH signatures"),
        ] {
            assert_eq!(Signature::parse(wrapped(&text).as_bytes()).unwrap_err(), reason);
        }
    }
}
