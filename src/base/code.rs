//! The check code at the end of every message: six characters that name the signed text it came from.
//!
//! Invariant: a code is six characters of Crockford's base 32 in upper case, and depends on signed words only.

use std::fmt;

use super::digest::Digest;

/// Six Crockford base-32 characters: the first 30 bits of a digest (`docs/record-format.md`).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CheckCode([u8; 6]);

/// Crockford's alphabet leaves out I, L, O and U, which are misread or misheard.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

impl CheckCode {
    /// Every character that a code may begin with, in order.
    pub fn first_characters() -> impl Iterator<Item = char> {
        ALPHABET.iter().map(|character| char::from(*character))
    }

    /// Returns the character that the code begins with.
    pub fn first_character(&self) -> char {
        char::from(self.0[0])
    }

    /// Returns the code of a digest over site, language, snippet id and signed core.
    pub fn of(digest: &Digest) -> Self {
        let bits = digest.as_bytes()[..4].iter().fold(0_u32, |all, byte| all << 8 | u32::from(*byte));
        let mut characters = [0; 6];
        for (place, character) in characters.iter_mut().enumerate() {
            *character = ALPHABET[((bits >> (27 - 5 * place)) & 31) as usize];
        }
        Self(characters)
    }
}

impl fmt::Display for CheckCode {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|character| write!(out, "{}", char::from(*character)))
    }
}

impl fmt::Debug for CheckCode {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_the_first_thirty_bits() {
        // e3b0c442 = 11100 01110 11000 01100 01000 10000 10
        assert_eq!(CheckCode::of(&Digest::of(b"")).to_string(), "WERC8G");
    }
}
