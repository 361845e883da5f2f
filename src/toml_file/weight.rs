//! How much a TOML text holds, found before it is parsed: a parser and its tables cost up to a thousand times the text,
//! and a table is dropped by recursion, one stack frame for every level.

use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic};

/// The longest text, in bytes: ten times the largest services list.
pub(super) const LONGEST: usize = 1 << 20;

/// The most keys, entries and lines: each may cost a table of its own (1 KB).
pub(super) const MOST_PARTS: usize = 50_000;

/// The deepest nesting, counting every bracket and every dot of a key; articles need 4.
pub(super) const DEEPEST: usize = 16;

/// Returns where a text holds too much, and what is too much about it.
///
/// Tokens are cut exactly as `toml_parser` cuts them: were a stretch a string here and not there, nesting could hide in it.
pub(super) fn too_heavy(text: &str) -> Option<(Range<usize>, Diagnostic)> {
    if text.len() > LONGEST {
        let message = format!("these settings have {} bytes; at most {LONGEST} are read", text.len());
        return Some((0..0, Diagnostic::error(Code::FileTooLarge, message).help("shorten them")));
    }
    deeper_or_more(text, DEEPEST)
}

fn deeper_or_more(text: &str, deepest: usize) -> Option<(Range<usize>, Diagnostic)> {
    let bytes = text.as_bytes();
    let mut at = if bytes.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
    let mut nesting = Nesting::default();
    let mut parts = 0;
    while at < bytes.len() {
        let end = at + token(&bytes[at..]);
        nesting.step(bytes[at]);
        if nesting.depth() > deepest {
            let message = format!("these settings are nested deeper than {deepest} levels");
            let fault = Diagnostic::error(Code::TooMuch, message);
            return Some((at..end, fault.help("write them with fewer brackets and dots")));
        }
        parts += usize::from(b".=,[{\n\r".contains(&bytes[at]));
        if parts > MOST_PARTS {
            let message = format!("these settings hold more than {MOST_PARTS} keys, entries and lines");
            return Some((at..end, Diagnostic::error(Code::TooMuch, message).help("shorten them")));
        }
        at = end;
    }
    None
}

/// The brackets that are open, each with the dots of the key before it, and the dots since.
#[derive(Default)]
struct Nesting {
    open: Vec<(u8, usize)>,
    sum: usize,
    dots: usize,
}

impl Nesting {
    fn step(&mut self, byte: u8) {
        match byte {
            b'.' => self.dots += 1,
            b',' | b'\n' | b'\r' => self.dots = 0,
            b'[' | b'{' => {
                let levels = 1 + std::mem::take(&mut self.dots);
                self.open.push((byte, levels));
                self.sum += levels;
            }
            // Only the right bracket closes, so that a text with wrong ones is never thought shallower than it is.
            b']' | b'}' => {
                if let Some((_, levels)) = self.open.pop_if(|(open, _)| *open == byte - 2) {
                    self.sum -= levels;
                    self.dots = 0;
                }
            }
            _ => {}
        }
    }

    fn depth(&self) -> usize {
        self.sum + self.dots
    }
}

/// Returns the length of the token that `rest` begins with, at least 1.
fn token(rest: &[u8]) -> usize {
    let until = |ends: &[u8]| rest.iter().position(|byte| ends.contains(byte)).unwrap_or(rest.len());
    match rest {
        [b'.' | b'=' | b',' | b'[' | b']' | b'{' | b'}' | b' ' | b'\t' | b'\r' | b'\n', ..] => 1,
        [b'#', ..] => until(b"\r\n"),
        [b'\'' | b'"', ..] => string(rest),
        _ => until(b".=,[]{} \t#\r\n"),
    }
}

/// Returns the length of the string that `rest` begins with; one that is never closed ends with its line, or the text.
fn string(rest: &[u8]) -> usize {
    let quote = rest[0];
    let triple = [quote; 3];
    let many_lines = rest.starts_with(&triple);
    let mut at = if many_lines { 3 } else { 1 };
    while at < rest.len() {
        match rest[at] {
            b'\\' if quote == b'"' => {
                let escaped = matches!(rest.get(at + 1), Some(b'\\' | b'"'));
                at += 1 + usize::from(escaped);
            }
            b'\n' if !many_lines => return at,
            byte if byte == quote && !many_lines => return at + 1,
            _ if many_lines && rest[at..].starts_with(&triple) => {
                let more = rest[at + 3..].iter().take(2).take_while(|byte| **byte == quote).count();
                return at + 3 + more;
            }
            _ => at += 1,
        }
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use toml::de::{DeTable, DeValue};

    use super::*;

    fn depth(value: &DeValue<'_>) -> usize {
        match value {
            DeValue::Table(table) => 1 + deepest(table),
            DeValue::Array(list) => 1 + list.iter().map(|entry| depth(entry.get_ref())).max().unwrap_or(0),
            _ => 0,
        }
    }

    fn deepest(table: &DeTable<'_>) -> usize {
        table.values().map(|value| depth(value.get_ref())).max().unwrap_or(0)
    }

    #[test]
    fn nesting_does_not_hide() {
        for text in [
            "a = [[[[1]]]]",
            "a.a.a.a.a = 1",
            "{a.a = {a.a = 1}}",
            "a = ['''x'''', [[[1]]]]",
            "a = [\"\\\"\", [[[1]]]]",
            "a = \"open\n[[[[",
            "# a\ra = [[[[1]]]]",
            "\u{feff}''' ''' = [[[[1]]]]",
            "a = [ } [ } [ } [ } 1",
        ] {
            assert!(deeper_or_more(text, 3).is_some(), "{text:?}");
            assert!(deeper_or_more(text, 4).is_none(), "{text:?}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 20_000, failure_persistence: None, ..ProptestConfig::default() })]

        /// A heading and the keys below it may each go as deep as the weight allows.
        #[test]
        fn nothing_is_deeper_than_its_weight(
            pieces in prop::collection::vec(
                prop::sample::select(vec![
                    "[", "]", "}", ".", ",", "\n", "\r", " ", "a", "'", "\"", "''''", "\"\"\"\"", "\\", "\\\"",
                    "#", "\u{feff}", "\na = [", "\na.a.a = ", "{a.a.a = ", "[[[[[[1]]]]]]",
                ]),
                0..12,
            ),
            most in 0_usize..3,
        ) {
            let text = pieces.concat();
            if deeper_or_more(&text, most).is_none() {
                let (table, _) = DeTable::parse_recoverable(&text);
                prop_assert!(deepest(table.get_ref()) <= 2 * most + 1, "{text:?}");
            }
        }
    }
}
