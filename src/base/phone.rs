//! Phone numbers as people write them, and the countries they belong to.
//!
//! Invariant: what passes here holds digits and the few signs that part them, and nothing that could be read as words.

/// Returns whether `text` can be a phone number: two to fifteen digits (ITU-T E.164, 6.2.1), with spaces, `-` and brackets
/// between them, and perhaps a `+` at the beginning.
pub fn is_phone(text: &str) -> bool {
    let plain = |character: char| character.is_ascii_digit() || " -()".contains(character);
    let rest = text.strip_prefix('+').unwrap_or(text);
    let digits = rest.bytes().filter(u8::is_ascii_digit).count();
    rest.chars().all(plain) && (2..=15).contains(&digits) && are_paired(rest)
}

/// Returns whether every bracket is closed before the next is opened.
fn are_paired(text: &str) -> bool {
    let mut brackets = text.chars().filter(|character| "()".contains(*character));
    std::iter::from_fn(|| brackets.next().map(|first| (first, brackets.next())))
        .all(|pair| pair == ('(', Some(')')))
}

/// Returns what is dialled of a phone number: its digits and its `+`.
pub fn dialled(text: &str) -> String {
    text.chars().filter(|character| character.is_ascii_digit() || *character == '+').collect()
}

/// Reads a country: two capital letters, as in ISO 3166-1 alpha-2.
pub fn country(text: &str) -> Option<String> {
    (text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_uppercase())).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::is_phone;

    #[test]
    fn a_number_is_told_from_what_is_none() {
        for right in ["103", "+7 (812) 000-00-00", "112", "8-800-2000-122", "(0)20 1", "+999999999999999"] {
            assert!(is_phone(right), "{right}");
        }
        for wrong in
            ["", "+", "1", "()", "7+7", "103a", "8 (800", "8) 800(", "((8) 8)", "1234567890123456", "доб. 12"]
        {
            assert!(!is_phone(wrong), "{wrong}");
        }
    }
}
