//! Telegram's MarkdownV2.

use super::{Reading, Shown};

/// Reads a message with `parse_mode=MarkdownV2`.
pub fn parse(text: &str) -> Result<Shown, String> {
    let mut parser = Parser { letters: text.chars().collect(), at: 0, reading: Reading::default() };
    while parser.at < parser.letters.len() {
        parser.step()?;
    }
    if parser.reading.innermost() == Some(QUOTE) {
        parser.reading.close(QUOTE, None);
    }
    match parser.reading.innermost() {
        Some(open) => Err(format!("can't find end of {open}")),
        None => parser.reading.finish(),
    }
}

const QUOTE: &str = "blockquote";
const FOLDED: &str = "expandable_blockquote";

/// What must stand behind a backslash, or mean something.
const RESERVED: &str = "_*[]()~`>#+-=|{}.!";

struct Parser {
    letters: Vec<char>,
    at: usize,
    reading: Reading,
}

impl Parser {
    fn sees(&self, wanted: &str) -> bool {
        self.letters[self.at..]
            .iter()
            .copied()
            .zip(wanted.chars())
            .filter(|(one, other)| one == other)
            .count()
            == wanted.chars().count()
    }

    fn escaped(&self) -> Option<char> {
        let next = *self.letters.get(self.at + 1)?;
        (self.letters[self.at] == '\\' && (1..=126).contains(&u32::from(next))).then_some(next)
    }

    fn step(&mut self) -> Result<(), String> {
        if self.at == 0 || self.letters[self.at - 1] == '\n' && !self.is_literal() {
            self.begin_line()?;
            if self.at == self.letters.len() {
                return Ok(());
            }
        }
        if let Some(letter) = self.escaped() {
            self.reading.push(letter);
            self.at += 2;
            return Ok(());
        }
        if self.is_literal() {
            return self.literal();
        }
        let signs = [
            ("__", "underline"),
            ("||", "spoiler"),
            ("_", "italic"),
            ("*", "bold"),
            ("~", "strikethrough"),
            ("```", "pre"),
            ("`", "code"),
        ];
        if self.sees("||") && self.ends_folded() {
            self.at += 2;
            self.reading.close(FOLDED, None);
            return Ok(());
        }
        if let Some((sign, kind)) = signs.into_iter().find(|(sign, _)| self.sees(sign)) {
            self.at += sign.len();
            return self.toggle(kind);
        }
        let letter = self.letters[self.at];
        match letter {
            '[' => self.reading.open("text_link"),
            ']' if self.reading.innermost() == Some("text_link") => return self.address(),
            reserved if RESERVED.contains(reserved) => {
                return Err(format!("character {reserved:?} is reserved"));
            }
            '\n' if self.quote_ends() => {
                if self.reading.innermost() != Some(QUOTE) {
                    return Err(format!("can't find end of {:?}", self.reading.innermost()));
                }
                self.reading.close(QUOTE, None);
                self.reading.push('\n');
            }
            other => self.reading.push(other),
        }
        self.at += 1;
        Ok(())
    }

    fn is_literal(&self) -> bool {
        self.reading.has("code") || self.reading.has("pre")
    }

    /// A quote is left where the next line does not begin with its sign; an empty bold begins another.
    fn quote_ends(&self) -> bool {
        self.reading.has(QUOTE) && self.letters.get(self.at + 1) != Some(&'>')
    }

    fn begin_line(&mut self) -> Result<(), String> {
        if self.sees("**>") {
            self.at += 3;
        } else if self.sees(">") {
            self.at += 1;
            if self.reading.has(QUOTE) {
                return Ok(());
            }
        } else {
            return Ok(());
        }
        if let Some(open) = self.reading.innermost() {
            return Err(format!("a quote begins within {open}"));
        }
        self.reading.open(QUOTE);
        Ok(())
    }

    fn ends_folded(&self) -> bool {
        let after = self.letters.get(self.at + 2);
        let last = after.is_none() || after == Some(&'\n') && self.letters.get(self.at + 3) != Some(&'>');
        self.reading.innermost() == Some(QUOTE) && last
    }

    fn toggle(&mut self, kind: &'static str) -> Result<(), String> {
        if self.reading.innermost() == Some(kind) {
            self.reading.close(kind, None);
            return Ok(());
        }
        if self.reading.has(kind) {
            return Err(format!("can't find end of {:?}", self.reading.innermost()));
        }
        self.reading.open(kind);
        if kind == "pre" {
            // What stands behind the sign, up to the end of the line, is the name of a language.
            let name = self.letters[self.at..]
                .iter()
                .take_while(|letter| !letter.is_whitespace() && **letter != '`');
            let end = self.at + name.count();
            if self.letters.get(end) == Some(&'\n') {
                self.at = end + 1;
            }
        }
        Ok(())
    }

    fn literal(&mut self) -> Result<(), String> {
        let (sign, kind) = if self.reading.has("pre") { ("```", "pre") } else { ("`", "code") };
        if self.sees(sign) {
            self.at += sign.len();
            self.reading.close(kind, None);
            return Ok(());
        }
        if self.letters[self.at] == '`' {
            return Err("character '`' is reserved".to_owned());
        }
        self.reading.push(self.letters[self.at]);
        self.at += 1;
        Ok(())
    }

    fn address(&mut self) -> Result<(), String> {
        self.at += 1;
        if self.letters.get(self.at) != Some(&'(') {
            return Err("a link without an address".to_owned());
        }
        self.at += 1;
        let mut url = String::new();
        while self.at < self.letters.len() {
            if let Some(letter) = self.escaped() {
                url.push(letter);
                self.at += 2;
                continue;
            }
            let letter = self.letters[self.at];
            self.at += 1;
            if letter == ')' {
                self.reading.close("text_link", Some(url));
                return Ok(());
            }
            url.push(letter);
        }
        Err("can't find end of a URL".to_owned())
    }
}
