//! Cuts what readers meet into sentences, and sentences into words, numbers and signs.
//!
//! A sentence ends at `.`, `!`, `?` or `…` before a space and what may begin another one: not behind an abbreviation, an
//! initial or inside a number. Where that is wrong it is wrong in both texts, and nothing is lost.
//!
//! Invariant: the words of the tokens, joined, are the words of the sentence; no word that readers see as one is cut.

use std::ops::Range;

use serde::Serialize;
use unicode_segmentation::UnicodeSegmentation;

use super::place::Place;

/// What words are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum What {
    /// Words of the author's.
    Words,
    /// A fact of the region.
    Fact,
    /// A field that the worker fills in.
    Blank,
    /// Where the link before it leads.
    Target,
    /// A citation.
    Cite,
    /// A picture.
    Picture,
}

/// How words look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a thing that a text does to words")]
pub struct Look {
    /// Strong emphasis.
    pub strong: bool,
    /// Emphasis.
    pub emphasis: bool,
    /// Struck out.
    pub strike: bool,
    /// Literal.
    pub code: bool,
}

impl Look {
    fn with(self, other: Self) -> Self {
        Self {
            strong: self.strong || other.strong,
            emphasis: self.emphasis || other.emphasis,
            strike: self.strike || other.strike,
            code: self.code || other.code,
        }
    }
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Sort {
    /// Letters.
    Word,
    /// Digits, with the signs that belong to the number.
    Number,
    /// Any other sign.
    Sign,
    /// No words of the author's.
    Other(What),
}

/// A word, a number or a sign, with the space behind it.
#[derive(Clone, Debug)]
pub(super) struct Token {
    pub(super) sort: Sort,
    pub(super) look: Look,
    /// Where it stands in the sentence, without the space.
    pub(super) range: Range<usize>,
    /// Where the space behind it ends.
    pub(super) end: usize,
}

/// A sentence.
#[derive(Clone, Debug)]
pub(super) struct Sentence {
    pub(super) place: Place,
    pub(super) text: String,
    pub(super) tokens: Vec<Token>,
}

/// Words that are read without a break, as they are put together.
#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    text: String,
    /// The ends of the stretches of one look and sort.
    stretches: Vec<(usize, What, Look)>,
}

impl Line {
    pub(super) fn push(&mut self, words: &str, what: What, look: Look) {
        self.text.push_str(words);
        match self.stretches.last_mut() {
            Some((end, last, same)) if what == What::Words && *last == what && *same == look => {
                *end = self.text.len();
            }
            _ => self.stretches.push((self.text.len(), what, look)),
        }
    }

    /// Cuts the line into its sentences, all at one place.
    pub(super) fn sentences(&self, place: &Place, out: &mut Vec<Sentence>) {
        let tokens = self.tokens();
        let mut first = 0;
        for at in 0..tokens.len() {
            if at + 1 == tokens.len() || ends(&self.text, &tokens, at) {
                out.push(self.sentence(place, &tokens[first..=at]));
                first = at + 1;
            }
        }
    }

    /// Takes the line as one sentence, whatever stands in it.
    pub(super) fn whole(&self, place: &Place, out: &mut Vec<Sentence>) {
        let tokens = self.tokens();
        if !tokens.is_empty() {
            out.push(self.sentence(place, &tokens));
        }
    }

    fn sentence(&self, place: &Place, tokens: &[Token]) -> Sentence {
        let start = tokens.first().map_or(0, |token| token.range.start);
        let end = tokens.last().map_or(0, |token| token.range.end);
        let moved = |token: &Token| Token {
            range: token.range.start - start..token.range.end - start,
            end: token.end.min(end) - start,
            ..token.clone()
        };
        let text = self.text.get(start..end).unwrap_or_default().to_owned();
        Sentence { place: place.clone(), text, tokens: tokens.iter().map(moved).collect() }
    }

    fn tokens(&self) -> Vec<Token> {
        let mut tokens: Vec<Token> = Vec::new();
        let (mut at, mut start) = (0, 0);
        for group in
            self.stretches.chunk_by(|(_, one, _), (_, other, _)| (*one, *other) == (What::Words, What::Words))
        {
            // A word may change its look in the middle, and is one word all the same.
            let limit = group.last().map_or(at, |(end, ..)| *end);
            for (end, what, look) in group {
                if let Some(last) = tokens.last_mut().filter(|last| last.range.end > start) {
                    last.look = last.look.with(*look);
                }
                while at < *end {
                    at = match what {
                        What::Words => cut(&self.text[at..limit], at, *look, &mut tokens),
                        what => {
                            tokens.push(Token {
                                sort: Sort::Other(*what),
                                look: *look,
                                range: at..*end,
                                end: *end,
                            });
                            *end
                        }
                    };
                }
                start = *end;
            }
        }
        tokens
    }
}

/// Cuts one token off the beginning of `rest`, which stands at `at`; returns where it ends. A space is the end of the token
/// before it; one at the beginning of a line belongs to none.
fn cut(rest: &str, at: usize, look: Look, tokens: &mut Vec<Token>) -> usize {
    let first = rest.chars().next().unwrap_or(' ');
    let space = rest.len() - rest.trim_start().len();
    if space > 0 {
        if let Some(last) = tokens.last_mut() {
            last.end = at + space;
        }
        return at + space;
    }
    let (sort, length) = if first.is_numeric() {
        (Sort::Number, number(rest))
    } else if first.is_alphabetic() {
        (Sort::Word, word(rest))
    } else {
        (Sort::Sign, rest.graphemes(true).next().map_or(first.len_utf8(), str::len))
    };
    tokens.push(Token { sort, look, range: at..at + length, end: at + length });
    at + length
}

/// Digits, and between digits a sign that belongs to a number, a fraction or a time.
fn number(rest: &str) -> usize {
    let mut end = 0;
    let mut characters = rest.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let joins = matches!(character, '.' | ',' | ':' | '/' | '⁄')
            && characters.peek().is_some_and(|(_, next)| next.is_numeric());
        if !character.is_numeric() && !joins {
            break;
        }
        end = at + character.len_utf8();
    }
    end
}

/// Letters, with their marks and with what stands between letters of one word.
fn word(rest: &str) -> usize {
    let mut end = 0;
    let mut characters = rest.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let joins = is_joint(character) && characters.peek().is_some_and(|(_, next)| next.is_alphabetic());
        if !character.is_alphabetic() && !is_mark(character) && !joins {
            break;
        }
        end = at + character.len_utf8();
    }
    end
}

/// Whether a sign between two letters leaves them one word.
fn is_joint(character: char) -> bool {
    matches!(character, '\'' | '’' | 'ʼ' | '\u{ad}' | '\u{200c}' | '\u{200d}')
}

fn is_mark(character: char) -> bool {
    unicode_normalization::char::is_combining_mark(character)
}

/// Abbreviations that a point belongs to, in small letters; single letters are none of a sentence's ends anyway.
const ABBREVIATIONS: &[&str] = &[
    "approx",
    "dr",
    "e.g",
    "eg",
    "etc",
    "fig",
    "i.e",
    "ie",
    "max",
    "mr",
    "mrs",
    "ms",
    "no",
    "nr",
    "prof",
    "st",
    "tel",
    "vs",
    "гл",
    "др",
    "им",
    "кв",
    "мин",
    "напр",
    "обл",
    "пер",
    "пл",
    "пос",
    "пр",
    "просп",
    "проф",
    "рис",
    "руб",
    "сек",
    "см",
    "ст",
    "стр",
    "табл",
    "тел",
    "тыс",
    "ул",
    "ч",
];

/// Returns whether a sentence ends with the token at `at`, which has another one behind it.
fn ends(text: &str, tokens: &[Token], at: usize) -> bool {
    let words = |token: &Token| text.get(token.range.clone()).unwrap_or_default();
    let (Some(token), Some(next)) = (tokens.get(at), tokens.get(at + 1)) else { return false };
    if text.get(token.range.end..token.end).is_some_and(|space| space.contains('\n')) {
        return true;
    }
    // Quotes and brackets behind the sign, and citations, belong to the sentence.
    let closing = |token: &Token| {
        matches!(words(token), "\"" | "'" | "»" | "”" | "’" | ")" | "]")
            || token.sort == Sort::Other(What::Cite)
    };
    let back = tokens[..=at].iter().rev().take(4).take_while(|token| closing(token)).count();
    let Some(sign) = (at + 1).checked_sub(back + 1) else { return false };
    let spaced = token.end > token.range.end;
    if !spaced || closing(next) {
        return false;
    }
    match words(&tokens[sign]) {
        "!" | "?" | "…" => !goes_on(words(next)),
        "." => {
            let before = sign.checked_sub(1).map_or("", |before| words(&tokens[before]));
            let touches =
                sign.checked_sub(1).is_some_and(|before| tokens[before].end == tokens[sign].range.start);
            let is_short = before.chars().nth(1).is_none() && before.chars().all(char::is_alphabetic);
            let abbreviated =
                touches && (is_short || ABBREVIATIONS.contains(&before.to_lowercase().as_str()));
            !abbreviated && !goes_on(words(next))
        }
        _ => false,
    }
}

/// Whether a sentence goes on with these words: a small letter, or the dash behind what somebody says.
fn goes_on(words: &str) -> bool {
    words.chars().next().is_some_and(|first| first.is_lowercase() || matches!(first, '-' | '–' | '—'))
}

#[cfg(test)]
mod tests {
    use super::super::place::Kind;
    use super::*;

    fn cut_up(text: &str) -> Vec<String> {
        let mut line = Line::default();
        line.push(text, What::Words, Look::default());
        let mut out = Vec::new();
        line.sentences(&Place::named(Kind::Title, "", 0), &mut out);
        out.into_iter().map(|sentence| sentence.text).collect()
    }

    fn words(text: &str) -> Vec<String> {
        let mut line = Line::default();
        line.push(text, What::Words, Look::default());
        line.tokens().iter().map(|token| text[token.range.clone()].to_owned()).collect()
    }

    #[test]
    fn sentences_end_where_readers_think_they_do() {
        for (text, sentences) in [
            ("Give 0.4 mg. Wait.", &["Give 0.4 mg.", "Wait."][..]),
            ("Come at 10 a.m. or so. Ask Dr. Ada!", &["Come at 10 a.m. or so.", "Ask Dr. Ada!"]),
            ("Don’t wait (call 103!). Now?  Yes…", &["Don’t wait (call 103!).", "Now?", "Yes…"]),
            (
                "Введите 0,4 мг, т. е. одну ампулу, и др. средства. Ждите.",
                &["Введите 0,4 мг, т. е. одну ампулу, и др. средства.", "Ждите."],
            ),
            ("Пишет А. С. Иванов. «Дышит?» Нет.", &["Пишет А. С. Иванов.", "«Дышит?»", "Нет."]),
            ("«Дышит?» — спросят вас. 5 секунд.", &["«Дышит?» — спросят вас.", "5 секунд."]),
            ("One line\nanother", &["One line", "another"]),
            ("", &[]),
            (" . . ", &[".", "."]),
        ] {
            assert_eq!(cut_up(text), sentences, "{text}");
        }
    }

    #[test]
    fn words_numbers_and_signs_are_told_apart() {
        assert_eq!(
            words("don’t give 0,4мг–1.5 at 10:30"),
            ["don’t", "give", "0,4", "мг", "–", "1.5", "at", "10:30"]
        );
        assert_eq!(
            words("со\u{ad}сед 38,5°C ½, 👨‍👩‍👧!"),
            ["со\u{ad}сед", "38,5", "°", "C", "½", ",", "👨‍👩‍👧", "!"]
        );
        assert_eq!(words("2-й нало́ксон .4"), ["2", "-", "й", "нало́ксон", ".", "4"]);
    }
}
