//! A word without what does not change its meaning: case, `ё`, apostrophes, marks that nobody sees, letters of another
//! alphabet that look the same.

use rust_stemmers::{Algorithm, Stemmer};

/// Latin letters and the Russian ones that look like them.
const LOOKALIKES: &str = "aаcсeеoоpрxхyуkкmмtтhнbвiіjјsѕ";

/// Returns the word in its plain form.
pub(super) fn plain(word: &str) -> String {
    let mixed = is_mixed(word);
    let letters = word.chars().filter(|letter| !is_unseen(*letter)).flat_map(char::to_lowercase);
    letters.map(|letter| if mixed { russian(letter) } else { letter }).map(yo).collect()
}

/// Returns whether a word has letters of two alphabets that look alike.
pub(super) fn is_mixed(word: &str) -> bool {
    let is_russian = |letter: char| matches!(letter, 'а'..='я' | 'А'..='Я' | 'ё' | 'Ё');
    word.chars().any(|letter| letter.is_ascii_alphabetic()) && word.chars().any(is_russian)
}

/// Returns the stem of a word in its plain form: what it shares with its other endings.
pub(super) fn stem(plain: &str) -> String {
    let algorithm = if plain.is_ascii() { Algorithm::English } else { Algorithm::Russian };
    Stemmer::create(algorithm).stem(plain).into_owned()
}

fn is_unseen(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\'' | '’' | 'ʼ' | '\u{200c}' | '\u{200d}' | '\u{301}')
}

fn yo(letter: char) -> char {
    if letter == 'ё' { 'е' } else { letter }
}

fn russian(letter: char) -> char {
    let mut pairs = LOOKALIKES.chars();
    while let (Some(latin), Some(own)) = (pairs.next(), pairs.next()) {
        if latin == letter {
            return own;
        }
    }
    letter
}

/// Returns the Latin letter that a Russian one looks like.
pub(super) fn latin(letter: char) -> char {
    let mut pairs = LOOKALIKES.chars();
    while let (Some(latin), Some(own)) = (pairs.next(), pairs.next()) {
        if own == letter {
            return latin;
        }
    }
    letter
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_form_keeps_the_meaning() {
        for (word, form) in [
            ("Don’t", "dont"),
            ("НАЛО́КСОН", "налоксон"),
            ("со\u{ad}сед", "сосед"),
            ("Чeловек", "человек"),
            ("ещё", "еще"),
        ] {
            assert_eq!(plain(word), form);
        }
        assert!(is_mixed("чeловек") && !is_mixed("человек") && !is_mixed("person"));
        assert_eq!(stem("минуты"), stem("минут"));
        assert_eq!(stem("breaths"), stem("breath"));
    }
}
