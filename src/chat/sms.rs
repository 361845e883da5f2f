//! The format `sms`: text in the seven-bit alphabet of GSM where it fits, in UCS-2 otherwise (3GPP TS 23.038).
//!
//! A part is what a phone sends as one message; on the way it travels in segments that are joined again.
//!
//! Invariant: neither a character of two septets nor a surrogate pair is cut in two by a segment.

use schemars::JsonSchema;
use serde::Serialize;

use super::message::{Line, map_runs};

/// How the characters of a text message travel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub enum Encoding {
    /// The seven-bit alphabet of GSM: 160 in one segment, 153 in each of several.
    #[serde(rename = "gsm-7")]
    Gsm7,
    /// UTF-16 code units: 70 in one segment, 67 in each of several.
    #[serde(rename = "ucs-2")]
    Ucs2,
}

impl Encoding {
    /// Returns the units of a message that travels alone, and of each segment where there are several.
    pub const fn segment(self) -> (usize, usize) {
        match self {
            Self::Gsm7 => (160, 153),
            Self::Ucs2 => (70, 67),
        }
    }

    /// Returns the units of a character.
    pub fn units(self, character: char) -> usize {
        match self {
            Self::Gsm7 => septets(character).unwrap_or(1),
            Self::Ucs2 => character.len_utf16(),
        }
    }
}

/// What the alphabet holds beyond ASCII (3GPP TS 23.038, 6.2.1).
const BEYOND_ASCII: &str = "£¥èéùìòÇØøÅåΔΦΓΛΩΠΨΣΘΞÆæßÉ¤¡ÄÖÑÜ§¿äöñüà";

/// Returns the septets of a character; `None` where the alphabet lacks it.
fn septets(character: char) -> Option<usize> {
    match character {
        '\u{c}' | '^' | '{' | '}' | '\\' | '[' | '~' | ']' | '|' | '€' => Some(2),
        '`' => None,
        '\n' | '\r' | ' '..='~' => Some(1),
        other => BEYOND_ASCII.contains(other).then_some(1),
    }
}

/// Returns how a text travels, and in how many segments.
pub fn segments(text: &str) -> (Encoding, usize) {
    let encoding = encoding(text.chars());
    let (alone, each) = encoding.segment();
    if text.chars().map(|character| encoding.units(character)).sum::<usize>() <= alone {
        return (encoding, 1);
    }
    let (mut segments, mut used) = (1, 0);
    for units in text.chars().map(|character| encoding.units(character)) {
        if used + units > each {
            segments += 1;
            used = 0;
        }
        used += units;
    }
    (encoding, segments)
}

fn encoding(mut characters: impl Iterator<Item = char>) -> Encoding {
    if characters.all(|character| septets(character).is_some()) { Encoding::Gsm7 } else { Encoding::Ucs2 }
}

/// Prepares the lines of plain text. Where its typographic signs alone stand in the way of the seven-bit alphabet, which
/// holds more than twice as much, they give way to plain ones.
pub(super) fn prepared(lines: Vec<Line>) -> (Vec<Line>, Encoding) {
    let words = || lines.iter().flat_map(|line| &line.runs).flat_map(|run| run.words.chars());
    let is_seven_bit = |character: char| plainer(character).is_some() || septets(character).is_some();
    if !words().all(is_seven_bit) {
        return (lines, Encoding::Ucs2);
    }
    let lines = map_runs(lines, |mut run, runs| {
        if run.words.chars().any(|character| plainer(character).is_some()) {
            let mut words = String::with_capacity(run.words.len());
            for character in run.words.chars() {
                match plainer(character) {
                    Some(plain) => words.push_str(plain),
                    None => words.push(character),
                }
            }
            run.words = words;
        }
        runs.push(run);
    });
    (lines, Encoding::Gsm7)
}

/// Returns what stands for a typographic sign where there are none.
fn plainer(character: char) -> Option<&'static str> {
    match character {
        '\u{A0}' | '\u{2009}' | '\u{202F}' => Some(" "),
        '‘' | '’' | 'ʼ' => Some("'"),
        '“' | '”' | '„' | '«' | '»' => Some("\""),
        '‐' | '‑' | '–' | '—' | '−' | '·' | '•' => Some("-"),
        '…' => Some("..."),
        '№' => Some("No."),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn segments_are_counted_as_phones_do() {
        use Encoding::{Gsm7, Ucs2};
        let cases = [
            ("a".repeat(160), Gsm7, 1),
            ("a".repeat(161), Gsm7, 2),
            ("a".repeat(306), Gsm7, 2),
            ("a".repeat(307), Gsm7, 3),
            // A bracket is two septets, and cannot be cut.
            ("a".repeat(158) + "[", Gsm7, 1),
            ("a".repeat(159) + "[", Gsm7, 2),
            ("a".repeat(152) + "[" + &"a".repeat(151), Gsm7, 2),
            ("a".repeat(152) + "[" + &"a".repeat(152), Gsm7, 3),
            ("€{}\\^|~]\u{c}".repeat(8) + &"a".repeat(16), Gsm7, 1),
            ("я".repeat(70), Ucs2, 1),
            ("я".repeat(71), Ucs2, 2),
            ("я".repeat(134), Ucs2, 2),
            ("я".repeat(135), Ucs2, 3),
            // A surrogate pair cannot be cut either.
            ("я".repeat(68) + "😀", Ucs2, 1),
            ("я".repeat(66) + "😀" + &"я".repeat(65), Ucs2, 2),
            ("я".repeat(66) + "😀" + &"я".repeat(66), Ucs2, 3),
            (String::new(), Gsm7, 1),
        ];
        for (text, encoding, count) in cases {
            assert_eq!(segments(&text), (encoding, count), "{text}");
        }
    }
}
