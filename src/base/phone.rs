//! Phone numbers as people write them, and the countries they belong to.
//!
//! Invariant: what passes here holds digits and the few signs that part them, and nothing that could be read as words.

/// Returns whether `text` is a phone number: digits, spaces, `-`, brackets, and perhaps a `+` at the beginning.
pub fn is_phone(text: &str) -> bool {
    let plain = |character: char| character.is_ascii_digit() || " -()".contains(character);
    let rest = text.strip_prefix('+').unwrap_or(text);
    rest.chars().all(plain) && rest.contains(|character: char| character.is_ascii_digit())
}

/// Returns what is dialled of a phone number: its digits and its `+`.
pub fn dialled(text: &str) -> String {
    text.chars().filter(|character| character.is_ascii_digit() || *character == '+').collect()
}

/// Reads a country: two capital letters, as in ISO 3166-1 alpha-2.
pub fn country(text: &str) -> Option<String> {
    (text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_uppercase())).then(|| text.to_owned())
}
