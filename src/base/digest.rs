//! SHA-256 digests, in the lower-case hexadecimal that `sha256sum` prints.
//!
//! Invariant: a `Digest` is always 32 bytes; its text is always 64 lower-case hexadecimal digits.

use std::fmt;

use sha2::{Digest as _, Sha256};

/// The digest of bytes that come one after another.
#[derive(Clone, Debug, Default)]
pub struct Digesting(Sha256);

impl Digesting {
    /// Adds more bytes.
    pub fn add(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// Returns the digest of all that was added.
    pub fn finish(self) -> Digest {
        Digest(self.0.finalize().into())
    }
}

/// The SHA-256 digest of some bytes (FIPS 180-4).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest([u8; 32]);

impl Digest {
    /// Returns the digest of `bytes`.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// Returns the digest of `pieces`, each preceded by its length, so that no two lists of pieces run together.
    pub fn of_pieces<'a>(pieces: impl IntoIterator<Item = &'a [u8]>) -> Self {
        let mut hasher = Sha256::new();
        for piece in pieces {
            hasher.update((piece.len() as u64).to_be_bytes());
            hasher.update(piece);
        }
        Self(hasher.finalize().into())
    }

    /// Reads 64 lower-case hexadecimal digits; anything else is `None`, as in the record's strict grammar.
    pub fn from_hex(text: &str) -> Option<Self> {
        let text = text.as_bytes();
        if text.len() != 64 {
            return None;
        }
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(text.chunks_exact(2)) {
            *byte = nibble(pair[0])? << 4 | nibble(pair[1])?;
        }
        Some(Self(bytes))
    }

    /// Returns the 32 bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Returns the bytes in standard base 64 with padding, as a `Content-Security-Policy` hash wants it (CSP 3, 2.3.1).
    pub fn to_base64(self) -> String {
        const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let mut out = String::with_capacity(44);
        for chunk in self.0.chunks(3) {
            let group =
                chunk.iter().fold(0_u32, |all, byte| all << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
            for place in 0..4 {
                let index = (group >> (18 - 6 * place)) & 63;
                out.push(if place <= chunk.len() { char::from(ALPHABET[index as usize]) } else { '=' });
            }
        }
        out
    }
}

fn nibble(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(out, "{byte:02x}"))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "sha256:{self}")
    }
}

#[cfg(test)]
mod tests {
    use super::Digest;

    #[test]
    fn the_text_is_what_sha256sum_prints_and_reads_back() {
        let empty = Digest::of(b"");
        assert_eq!(empty.to_string(), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assert_eq!(Digest::from_hex(&empty.to_string()), Some(empty));
        assert_eq!(Digest::from_hex(&empty.to_string().to_uppercase()), None);
        assert_eq!(empty.to_base64(), "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
    }

    #[test]
    fn bytes_that_come_one_after_another_have_the_digest_of_all() {
        let mut digesting = super::Digesting::default();
        [b"a".as_slice(), b"", b"bc"].into_iter().for_each(|bytes| digesting.add(bytes));
        assert_eq!(digesting.finish(), Digest::of(b"abc"));
    }

    #[test]
    fn pieces_do_not_run_together() {
        assert_ne!(Digest::of_pieces([b"ab".as_slice(), b"c"]), Digest::of_pieces([b"a".as_slice(), b"bc"]));
    }
}
