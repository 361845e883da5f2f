//! What of a sentence may be dangerous to change: its numbers, units, negations, medicines, links and the like.
//!
//! Invariant: every digit, fact, blank, link and picture of a sentence is in an atom.

use std::ops::Range;

use super::form;
use super::list::{Meaning, Sense, lists};
use super::mark::MarkKind;
use super::passage::Side;
use super::sentence::{Sort, Token, What};

/// A word or a few that mean something that must not change unseen.
#[derive(Clone, Debug)]
pub(super) struct Atom {
    pub(super) kind: MarkKind,
    /// What it means: equal in all ways to write it.
    pub(super) key: String,
    /// Where it stands in the text.
    pub(super) range: Range<usize>,
    /// The token it begins with.
    pub(super) token: usize,
    /// Of a number, what it counts; of an opposite, which of the two it is.
    pub(super) bound: String,
}

/// Numbers of three digits that are dialled when life is at stake, in the countries of these languages.
const SHORT_PHONES: &[&str] = &[
    "000", "101", "102", "103", "104", "110", "111", "112", "113", "115", "116", "118", "119", "911", "988",
    "999",
];

/// What the atom of an opposite is bound to: the first of the two, or the second.
pub(super) const FIRST: &str = "first";
pub(super) const SECOND: &str = "second";

/// The fewest digits of a phone number that has no other sign of being one.
const PHONE_DIGITS: usize = 7;

/// So many numbers and signs are looked through for a phone number: fifteen digits (ITU-T E.164), each by itself, need no more.
const LONGEST_PHONE: usize = 40;

/// Returns the atoms of a side, in the order of the text.
pub(super) fn atoms(side: &Side) -> Vec<Atom> {
    let plain: Vec<String> = side.tokens.iter().map(|token| form::plain(side.words(token))).collect();
    let mut reading = Reading { side, plain, found: Vec::new() };
    let mut at = 0;
    while at < side.tokens.len() {
        at = reading.read(at).max(at + 1);
    }
    limits_stand_beside_numbers(&mut reading.found);
    reading.found
}

/// `over` and `more` say how much is meant only where a number or a unit is near.
fn limits_stand_beside_numbers(found: &mut Vec<Atom>) {
    const NEAR: usize = 3;
    let counted =
        found.iter().filter(|atom| matches!(atom.kind, MarkKind::Number | MarkKind::Unit | MarkKind::Fact));
    let places: Vec<usize> = counted.map(|atom| atom.token).collect();
    let is_near = |token: usize| {
        let next = places.partition_point(|place| *place < token);
        let around = next.saturating_sub(1)..(next + 1).min(places.len());
        places[around].iter().any(|place| place.abs_diff(token) <= NEAR)
    };
    found.retain(|atom| atom.kind != MarkKind::Limit || is_near(atom.token));
}

struct Reading<'a> {
    side: &'a Side,
    plain: Vec<String>,
    found: Vec<Atom>,
}

impl Reading<'_> {
    /// Reads the token at `at`; returns where to go on.
    fn read(&mut self, at: usize) -> usize {
        let side = self.side;
        let token = &side.tokens[at];
        let words = side.words(token);
        match token.sort {
            Sort::Other(What::Fact) => self.add(MarkKind::Fact, words, at..at + 1),
            Sort::Other(What::Blank) => self.add(MarkKind::Blank, words, at..at + 1),
            Sort::Other(What::Target) => self.add(MarkKind::Link, words, at..at + 1),
            Sort::Other(What::Picture) => self.add(MarkKind::Picture, words, at..at + 1),
            Sort::Other(_) => at + 1,
            Sort::Number => self.phone(at).unwrap_or_else(|| self.number(at)),
            Sort::Sign if words == "+" => self.phone(at).unwrap_or(at + 1),
            Sort::Sign => self.unit_behind(at).unwrap_or(at + 1),
            Sort::Word => self.word(at),
        }
    }

    fn add(&mut self, kind: MarkKind, key: &str, tokens: Range<usize>) -> usize {
        self.push(kind, key.to_owned(), tokens, String::new())
    }

    fn push(&mut self, kind: MarkKind, key: String, tokens: Range<usize>, bound: String) -> usize {
        let start = self.side.tokens[tokens.start].range.start;
        let end = self.side.tokens[tokens.end - 1].range.end;
        self.found.push(Atom { kind, key, range: start..end, token: tokens.start, bound });
        tokens.end
    }

    /// A chain of digits, spaces and the signs that people write between the digits of a phone number.
    fn phone(&mut self, at: usize) -> Option<usize> {
        let side = self.side;
        let belongs = |token: &&Token| {
            token.sort == Sort::Number || matches!(side.words(token), "+" | "-" | "(" | ")" | "‑" | "–")
        };
        let chain: Vec<&Token> = side.tokens[at..].iter().take(LONGEST_PHONE).take_while(belongs).collect();
        let last = chain.iter().rposition(|token| token.sort == Sort::Number)?;
        let chain = &chain[..=last];
        let numbers = chain.iter().filter(|token| token.sort == Sort::Number).count();
        let digits: String = chain
            .iter()
            .flat_map(|token| side.words(token).chars())
            .filter(|sign| sign.is_ascii_digit() || *sign == '+')
            .collect();
        let is_short = numbers == 1 && SHORT_PHONES.contains(&digits.as_str()) && !self.counts(at);
        let is_long =
            digits.len() >= PHONE_DIGITS && (numbers == 1 || numbers > 2 || digits.starts_with('+'));
        (is_short || is_long).then(|| self.push(MarkKind::Phone, digits, at..at + last + 1, String::new()))
    }

    /// Whether a unit stands behind the number.
    fn counts(&self, at: usize) -> bool {
        let Some(next) = self.side.tokens.get(at + 1) else { return false };
        let is_unit = |meaning: &&Meaning| matches!(meaning.sense, Sense::Unit | Sense::UnitBehind);
        let lists = lists();
        lists.word(self.side.words(next)).iter().any(is_unit)
            || lists.word(&self.plain[at + 1]).iter().any(is_unit)
    }

    fn number(&mut self, at: usize) -> usize {
        let side = self.side;
        let tokens = &side.tokens;
        let mut key = digits(side.words(&tokens[at]));
        let mut range = at..at + 1;
        if let Some(sign) = at.checked_sub(1).filter(|sign| self.is_minus(*sign)) {
            key.insert(0, '-');
            range.start = sign;
        } else if at
            .checked_sub(1)
            .is_some_and(|dot| touches(tokens, dot) && matches!(side.words(&tokens[dot]), "." | ","))
        {
            // A point without a zero before it is read over: it is another way to write the number, and a worse one.
            key.insert(0, '.');
            range.start = at - 1;
        }
        // Letters that touch the digits are part of the number, but for units: `2nd`, `1О`.
        let touching = tokens.get(at + 1).filter(|next| next.sort == Sort::Word && touches(tokens, at));
        if let Some(word) = touching.filter(|_| !self.counts(at)) {
            key.push_str(side.words(word));
            range.end += 1;
        }
        let bound = self.counted(range.end);
        self.push(MarkKind::Number, key, range, bound)
    }

    /// Whether a dash makes the number behind it a negative one: it touches the number, and nothing before it.
    fn is_minus(&self, at: usize) -> bool {
        let tokens = &self.side.tokens;
        let dash = matches!(self.side.words(&tokens[at]), "-" | "−" | "–");
        dash && touches(tokens, at) && at.checked_sub(1).is_none_or(|before| !touches(tokens, before))
    }

    /// Returns what is counted by the number before `at`: the unit, or the stem of the next word.
    fn counted(&self, at: usize) -> String {
        let tokens = &self.side.tokens[at..];
        let passed = |token: &&Token| {
            token.sort == Sort::Number
                || token.sort == Sort::Sign && matches!(self.side.words(token), "-" | "–" | "—" | "−")
        };
        let skipped = tokens.iter().take(4).take_while(passed).count();
        let Some(next) = tokens.get(skipped) else { return String::new() };
        let lists = lists();
        let is_unit = |meaning: &&&Meaning| matches!(meaning.sense, Sense::Unit | Sense::UnitBehind);
        let plain = &self.plain[at + skipped];
        let (as_written, as_plain) = (lists.word(self.side.words(next)), lists.word(plain));
        let unit = as_written.iter().chain(&as_plain).find(is_unit).map(|meaning| meaning.key.clone());
        unit.unwrap_or_else(|| if next.sort == Sort::Word { form::stem(plain) } else { String::new() })
    }

    /// Reads a unit that is one behind a number only; case matters there.
    fn unit_behind(&mut self, at: usize) -> Option<usize> {
        let side = self.side;
        if !self.is_behind_number(at) {
            return None;
        }
        let words = side.words(&side.tokens[at]);
        let unit = |word: &str| {
            let meanings = lists().word(word).into_iter();
            meanings
                .filter(|meaning| meaning.sense == Sense::UnitBehind)
                .map(|meaning| meaning.key.clone())
                .next()
        };
        let key = match unit(words) {
            Some(degree) if degree == "degree" => {
                let scale = side
                    .tokens
                    .get(at + 1)
                    .filter(|next| next.sort == Sort::Word && touches(&side.tokens, at));
                return Some(match scale {
                    Some(scale) => {
                        self.push(MarkKind::Unit, degree + side.words(scale), at..at + 2, String::new())
                    }
                    None => self.add(MarkKind::Unit, &degree, at..at + 1),
                });
            }
            Some(unit) => unit,
            // In other letter case it may be another unit.
            None => unit(&words.to_lowercase()).map(|_| words.to_owned())?,
        };
        Some(self.add(MarkKind::Unit, &key, at..at + 1))
    }

    fn is_behind_number(&self, at: usize) -> bool {
        let Some(last) = self.found.last() else { return false };
        let side = self.side;
        let end = side.tokens[..at].partition_point(|token| token.range.end <= last.range.end);
        let slash = end + 1 == at && side.words(&side.tokens[end]) == "/";
        last.kind == MarkKind::Number && end == at || last.kind == MarkKind::Unit && slash
    }

    fn word(&mut self, at: usize) -> usize {
        let lists = lists();
        let places: Vec<usize> = self.words_behind(at);
        let rest = |word: usize| places.get(word).map(|place| self.plain[*place].as_str());
        let phrase =
            lists.phrase(&self.plain[at], rest).map(|(meaning, length)| (meaning, places[length - 1] + 1));
        if let Some((meaning, end)) = phrase {
            self.mean(meaning, at..end);
            return end;
        }
        if let Some(end) = self.unit_behind(at) {
            return end;
        }
        if let Some(letter) = self.letter_of_a_name(at) {
            return self.push(MarkKind::Medicine, letter, at..at + 1, String::new());
        }
        let mut end = at + 1;
        for meaning in lists.word(&self.plain[at]) {
            end = end.max(self.mean(meaning, at..at + 1));
        }
        if self.plain[at].ends_with("nt") && self.side.words(&self.side.tokens[at]).contains(['\'', '’']) {
            let known =
                self.found.last().is_some_and(|last| last.token == at && last.kind == MarkKind::Negation);
            if !known {
                self.add(MarkKind::Negation, "not", at..at + 1);
            }
        }
        end
    }

    /// Returns the letter that tells one hepatitis or vitamin from another, in Latin or in the letter that looks like it.
    fn letter_of_a_name(&self, at: usize) -> Option<String> {
        let letter = self.plain[at].chars().next().filter(|_| self.plain[at].chars().nth(1).is_none())?;
        let before = self.plain.get(at.checked_sub(1)?)?;
        let has_letters =
            ["hepatit", "гепатит", "vitamin", "витамин"].iter().any(|name| before.starts_with(name));
        has_letters.then(|| form::latin(letter).to_string())
    }

    /// The next few words of the same phrase: nothing but hyphens stands between them.
    fn words_behind(&self, at: usize) -> Vec<usize> {
        let tokens = self.side.tokens.iter().enumerate().skip(at + 1).take(6);
        let same = tokens.take_while(|(_, token)| token.sort == Sort::Word || self.side.words(token) == "-");
        same.filter(|(_, token)| token.sort == Sort::Word).map(|(place, _)| place).collect()
    }

    fn mean(&mut self, meaning: &Meaning, tokens: Range<usize>) -> usize {
        let key = meaning.key.clone();
        match meaning.sense {
            Sense::Medicine => self.push(MarkKind::Medicine, key, tokens, String::new()),
            Sense::Unit => self.push(MarkKind::Unit, key, tokens, String::new()),
            Sense::UnitBehind => tokens.end,
            Sense::Negation => self.push(MarkKind::Negation, key, tokens, String::new()),
            Sense::Urgency => self.push(MarkKind::Urgency, key, tokens, String::new()),
            Sense::Limit => self.push(MarkKind::Limit, key, tokens, String::new()),
            Sense::Body => self.push(MarkKind::Body, key, tokens, String::new()),
            Sense::Opposite(first) => {
                let which = if first { FIRST } else { SECOND };
                self.push(MarkKind::Opposite, key, tokens, which.to_owned())
            }
            Sense::Number => self.number_word(&key, tokens),
        }
    }

    /// Puts tens and ones together: `twenty-four`, «двадцать четыре».
    fn number_word(&mut self, key: &str, tokens: Range<usize>) -> usize {
        let ones = |place: usize| {
            let meanings = lists().word(self.plain.get(place)?).into_iter();
            let number = meanings
                .filter(|meaning| meaning.sense == Sense::Number)
                .find_map(|number| number.key.parse::<u32>().ok());
            number.filter(|number| (1..10).contains(number))
        };
        let tens = key.parse::<u32>().ok().filter(|tens| (20..100).contains(tens));
        let next = self.words_behind(tokens.start).first().copied();
        let (key, tokens) = match (tens, next.and_then(ones).zip(next)) {
            (Some(tens), Some((ones, next))) => ((tens + ones).to_string(), tokens.start..next + 1),
            _ => (key.to_owned(), tokens),
        };
        let bound = self.counted(tokens.end);
        self.push(MarkKind::Number, key, tokens, bound)
    }
}

/// Whether nothing stands between a token and the next.
fn touches(tokens: &[Token], at: usize) -> bool {
    tokens.get(at).is_some_and(|token| token.end == token.range.end)
}

/// Returns digits in one way to write them. A comma is a point, but for three digits behind it: that may be a thousand.
fn digits(words: &str) -> String {
    match words {
        "½" => return "half".to_owned(),
        "¼" => return "quarter".to_owned(),
        "⅓" => return "third".to_owned(),
        _ => {}
    }
    match words.split_once(',') {
        Some((whole, part)) if part.len() != 3 && !whole.is_empty() => words.replacen(',', ".", 1),
        _ => words.to_owned(),
    }
}
