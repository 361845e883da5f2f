//! The order of words in an index, as the readers of a language look for them.
//!
//! An alphabet is written as its letters in order, with spaces between; letters that stand together share a place, as `е`
//! and `ё` do in Russian.

use unicode_normalization::char::decompose_canonical;

/// The letters of a language in their order.
#[derive(Clone, Debug)]
pub struct Alphabet {
    /// Every letter with its place, sorted by letter.
    letters: Vec<(char, u8)>,
    /// The first letter of each place.
    heads: Vec<char>,
}

/// Where words stand in the order. Words that differ in nothing but case, signs, accents or letters of one place have the
/// same key.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key(Box<[u8]>);

/// What a key is made of: a place of the alphabet is one byte from `FIRST` on, below `FOREIGN`.
const GAP: u8 = 0;
const FIRST: u8 = 1;
const FOREIGN: u8 = 253;
const DIGIT: u8 = 254;
const SIGN: u8 = 255;

/// The letter under which numbers and signs stand.
const OTHERS: char = '#';

impl Alphabet {
    /// Reads an alphabet. A letter that is named twice keeps its first place, and places beyond the 252nd are not used.
    pub fn parse(text: &str) -> Self {
        let groups = text.split_whitespace().zip(FIRST..FOREIGN);
        let mut letters: Vec<(char, u8)> = Vec::new();
        let mut heads = Vec::new();
        for (group, place) in groups {
            heads.extend(group.chars().next());
            let known: Vec<char> = letters.iter().map(|(letter, _)| *letter).collect();
            letters
                .extend(group.chars().filter(|letter| !known.contains(letter)).map(|letter| (letter, place)));
        }
        letters.sort_unstable();
        Self { letters, heads }
    }

    /// Returns where words stand: letters of this alphabet first, then others, then digits; signs count as spaces.
    pub fn key(&self, words: &str) -> Key {
        let mut key = Vec::with_capacity(words.len());
        for letter in words.chars().flat_map(char::to_lowercase) {
            if let Some(place) = self.place(letter) {
                key.push(place);
            } else if letter.is_numeric() {
                key.push(DIGIT);
                key.extend(bytes(letter));
            } else if letter.is_alphabetic() {
                key.push(FOREIGN);
                key.extend(bytes(bare(letter)));
            } else if !is_mark(letter) && key.last().is_some_and(|last| *last != GAP) {
                key.push(GAP);
            }
        }
        if key.last() == Some(&GAP) {
            key.pop();
        }
        if key.is_empty() {
            // Signs alone, as some people write: each is itself.
            key.push(SIGN);
            key.extend(words.bytes());
        }
        Key(key.into())
    }

    /// Returns the letter under which a key stands, as a capital; `#` for numbers and signs.
    pub fn letter(&self, key: &Key) -> char {
        let letter = match *key.0 {
            [FOREIGN, a, b, c, ..] => char::from_u32(u32::from_be_bytes([0, a, b, c])),
            [place, ..] => place.checked_sub(FIRST).and_then(|at| self.heads.get(usize::from(at)).copied()),
            [] => None,
        };
        letter.map_or(OTHERS, capital)
    }

    /// Returns the place of a letter; one with an accent stands with its bare form unless it has a place of its own.
    fn place(&self, letter: char) -> Option<u8> {
        let find = |letter: char| {
            let at = self.letters.binary_search_by_key(&letter, |(known, _)| *known).ok()?;
            Some(self.letters[at].1)
        };
        find(letter).or_else(|| find(bare(letter)))
    }
}

/// Returns a letter as a capital, where no other letter has the same one.
fn capital(letter: char) -> char {
    let capital = letter.to_uppercase().next().unwrap_or(letter);
    if capital.to_lowercase().eq([letter]) { capital } else { letter }
}

/// Returns a letter without its accents.
fn bare(letter: char) -> char {
    let mut first = None;
    decompose_canonical(letter, |part| first = first.or(Some(part)));
    first.unwrap_or(letter)
}

/// Returns whether a character is an accent that stands by itself in the text.
fn is_mark(character: char) -> bool {
    unicode_normalization::char::is_combining_mark(character)
}

/// Returns the number of a character in three bytes, the highest first: none needs more.
fn bytes(character: char) -> [u8; 3] {
    let [_, high, middle, low] = u32::from(character).to_be_bytes();
    [high, middle, low]
}

#[cfg(test)]
mod tests {
    use super::*;

    const RUSSIAN: &str = "а б в г д её ж з и й к л м н о п р с т у ф х ц ч ш щ ъ ы ь э ю я";
    const ENGLISH: &str = "a b c d e f g h i j k l m n o p q r s t u v w x y z";

    fn sorted<'a>(alphabet: &str, mut words: Vec<&'a str>) -> Vec<&'a str> {
        let alphabet = Alphabet::parse(alphabet);
        words.sort_by_key(|words| (alphabet.key(words), *words));
        words
    }

    #[test]
    fn russian_words_stand_where_russians_look_and_foreign_ones_after_them() {
        let order = ["ежи", "ёж", "ёжик", "езда", "йод", "колет", "«Яд»", "od", "OST", "103"];
        let mut words = order.to_vec();
        words.reverse();
        assert_eq!(
            sorted(RUSSIAN, words),
            ["ёж", "ежи", "ёжик", "езда", "йод", "колет", "«Яд»", "od", "OST", "103"]
        );
    }

    #[test]
    fn signs_spaces_and_case_do_not_tear_words_apart() {
        assert_eq!(
            sorted(
                ENGLISH,
                vec!["naloxone", "Nalo xone", "café b", "cafe a", "u=u", "after", "After a break"]
            ),
            ["after", "After a break", "cafe a", "café b", "Nalo xone", "naloxone", "u=u"]
        );
        let alphabet = Alphabet::parse(ENGLISH);
        assert_eq!(alphabet.key("U = U!"), alphabet.key("u=u"));
        assert_ne!(alphabet.key("\u{1F489}"), alphabet.key("\u{1F48A}"));
    }

    #[test]
    fn every_word_has_a_letter() {
        let letter = |alphabet: &str, words: &str| {
            let alphabet = Alphabet::parse(alphabet);
            alphabet.letter(&alphabet.key(words))
        };
        for (words, capital) in [("ёжик", 'Е'), ("йод", 'Й'), ("«od»", 'O'), ("103", '#'), ("\u{1F489}", '#')]
        {
            assert_eq!(letter(RUSSIAN, words), capital, "{words}");
        }
        assert_eq!(letter(ENGLISH, "Éclair"), 'E');
        assert_eq!(
            (letter(RUSSIAN, "ßt"), letter(RUSSIAN, "\u{17F}t"), letter(RUSSIAN, "st")),
            ('ß', '\u{17F}', 'S')
        );
        assert_eq!(letter("", "x"), 'X');
        assert_eq!(letter(ENGLISH, ""), '#');
    }

    #[test]
    fn no_alphabet_is_too_much() {
        let long: String = (0x4E00..0x5000).filter_map(char::from_u32).flat_map(|one| [one, ' ']).collect();
        let alphabet = Alphabet::parse(&long);
        let last = alphabet.key("\u{4FFF}");
        assert_eq!((last.clone() > alphabet.key("\u{4E00}"), alphabet.letter(&last)), (true, '\u{4FFF}'));
        assert_eq!(Alphabet::parse("a a ab").letter(&Alphabet::parse("a a ab").key("b")), 'A');
    }
}
