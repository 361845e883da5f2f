//! Whole numbers as a few plain characters.
//!
//! Invariant: what is written holds only `0-9`, `A-Z`, `a-z`, `-` and `_`, and tells by itself where it ends.

/// The digits: the first half ends a number, the second half goes on.
const DIGITS: &[u8; 64] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";

/// Writes a number, 31 to the digit, the lowest digit first.
pub(super) fn write(mut number: u32, out: &mut String) {
    while number >= 32 {
        out.push(char::from(DIGITS[32 + (number % 32) as usize]));
        number /= 32;
    }
    out.push(char::from(DIGITS[number as usize]));
}

/// Returns a count as one of the numbers of an index; no index comes near their end.
pub(super) fn of(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::write;

    #[test]
    fn a_number_is_written_from_its_lowest_digit() {
        let written = |number| {
            let mut out = String::new();
            write(number, &mut out);
            out
        };
        assert_eq!(["0", "V", "W1", "_V", "WW1"].map(str::to_owned), [0, 31, 32, 1023, 1024].map(written));
        assert_eq!(written(u32::MAX), "______3");
    }
}
