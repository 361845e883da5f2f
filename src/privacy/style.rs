//! What a style may not hold: anything that loads.
//!
//! Invariant: escapes and comments hide nothing (CSS Syntax 3, 4.3); strings are never taken for more.

use std::ops::Range;

use super::{Findings, shown};
use crate::diagnostic::Code;

/// Functions that load what they name.
const LOADS: [&str; 6] = ["url", "src", "image", "image-set", "-webkit-image-set", "cross-fade"];

/// The longest name that is compared.
const LONGEST: usize = 40;

/// Looks through the style that stands at `range` of a file.
pub(super) fn scan(text: &str, range: Range<usize>, findings: &mut Findings) {
    each(text, range, |word, place| match word {
        Word::Rule(name) => rule(&name, place, findings),
        Word::Load(name) => loaded(&name, place, findings),
    });
}

/// Whether a value asks for something.
pub(super) fn loads(value: &str) -> bool {
    let mut loads = false;
    each(value, 0..value.len(), |word, _| loads |= matches!(word, Word::Load(_)));
    loads
}

/// What a style may say that matters here.
enum Word {
    /// A rule that begins with `@`.
    Rule(String),
    /// A function that loads what it names.
    Load(String),
}

fn each(text: &str, range: Range<usize>, mut see: impl FnMut(Word, Range<usize>)) {
    let mut reader = Reader { text: &text[..range.end], at: range.start };
    while let Some(byte) = reader.peek() {
        let start = reader.at;
        match byte {
            b'/' if reader.rest().starts_with("/*") => reader.skip_comment(),
            b'"' | b'\'' => reader.skip_string(byte),
            b'@' => {
                reader.at += 1;
                let name = reader.name();
                see(Word::Rule(name), start..reader.at);
            }
            _ if is_name(byte) => {
                let name = reader.name();
                let loads = LOADS.contains(&name.as_str()) && reader.peek() == Some(b'(');
                // A function of several pictures says nothing by its first.
                let is_one = matches!(name.as_str(), "url" | "src");
                if loads && !(is_one && is_inside(&reader.rest()[1..])) {
                    see(Word::Load(name), start..reader.at);
                }
            }
            _ => reader.at += reader.rest().chars().next().map_or(1, char::len_utf8),
        }
    }
}

fn rule(name: &str, range: Range<usize>, findings: &mut Findings) {
    match name {
        "import" => findings.add(
            Code::PrivacyRequest,
            range,
            "the style asks for another one by `@import`",
            "put its rules into the page itself",
        ),
        "font-face" => findings.add(
            Code::PrivacyReach,
            range,
            "the style has a font of its own, which Tor Browser does not load",
            "take it out, and use the fonts that the reader's system has",
        ),
        _ => {}
    }
}

fn loaded(name: &str, range: Range<usize>, findings: &mut Findings) {
    let message = format!("the style asks for something by `{}(…)`", shown(name));
    findings.add(
        Code::PrivacyRequest,
        range,
        message,
        "take it out; a picture stands in the page as `<img>`",
    );
}

/// Whether what a function names is within the page: a place of its own, or bytes that stand there.
fn is_inside(rest: &str) -> bool {
    let rest =
        rest.trim_start_matches(|letter: char| letter.is_ascii_whitespace() || matches!(letter, '"' | '\''));
    rest.starts_with('#') || rest.get(..5).is_some_and(|begin| begin.eq_ignore_ascii_case("data:"))
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'\\') || !byte.is_ascii()
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip_comment(&mut self) {
        self.at += self.rest()[2..].find("*/").map_or(self.rest().len(), |end| end + 4);
    }

    /// A string ends at its quote, or at a line end that is not escaped.
    fn skip_string(&mut self, quote: u8) {
        self.at += 1;
        while let Some(byte) = self.peek() {
            self.at += 1;
            match byte {
                b'\\' => self.at += self.rest().chars().next().map_or(0, char::len_utf8),
                b'\n' => return,
                byte if byte == quote => return,
                _ => {}
            }
        }
    }

    /// Reads a name in small letters, its escapes resolved.
    fn name(&mut self) -> String {
        let mut name = String::new();
        while let Some(letter) = self.rest().chars().next() {
            let first = self.peek().unwrap_or_default();
            if !is_name(first) {
                break;
            }
            self.at += letter.len_utf8();
            let letter = if letter == '\\' { self.escape() } else { letter };
            if name.len() < LONGEST {
                name.push(letter.to_ascii_lowercase());
            }
        }
        name
    }

    fn escape(&mut self) -> char {
        let hex = self.rest().bytes().take(6).take_while(u8::is_ascii_hexdigit).count();
        if hex == 0 {
            let letter = self.rest().chars().next().unwrap_or(char::REPLACEMENT_CHARACTER);
            self.at += self.rest().chars().next().map_or(0, char::len_utf8);
            return letter;
        }
        let code = u32::from_str_radix(&self.rest()[..hex], 16).ok().and_then(char::from_u32);
        self.at += hex;
        let space = self.rest().starts_with("\r\n").then_some(2);
        let one = self.peek().is_some_and(|byte| byte.is_ascii_whitespace()).then_some(1);
        self.at += space.or(one).unwrap_or(0);
        code.unwrap_or(char::REPLACEMENT_CHARACTER)
    }
}
