//! Cuts a text into words as people who type in a hurry write them: small letters, no marks that may be left out.
//!
//! Invariant: the script cuts a text into the same words.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{IsNormalized, is_nfc_quick};

/// The most characters of a word; a longer one is nothing that anybody searches for.
pub(super) const LONGEST: usize = 48;

/// Returns a text in small letters and in the composed form.
pub(super) fn small(text: &str) -> String {
    let small = text.to_lowercase();
    match is_nfc_quick(small.chars()) {
        IsNormalized::Yes => small,
        _ => small.nfc().collect(),
    }
}

/// Gives each word of a text to `each`.
pub(super) fn for_each_word(text: &str, mut each: impl FnMut(&str)) {
    if text.chars().all(is_plain) {
        split(text.chars().map(small_plain), &mut each);
    } else {
        split(small(text).chars(), &mut each);
    }
}

fn split(characters: impl Iterator<Item = char>, each: &mut impl FnMut(&str)) {
    let mut word = String::new();
    for character in characters.chain([' ']) {
        match character {
            'a'..='z' | 'а'..='я' => word.push(character),
            'ё' => word.push('е'),
            // One letter on two keyboards: Persian and Arabic.
            'ی' => word.push('ي'),
            'ک' => word.push('ك'),
            _ if is_dropped(character) => {}
            _ if character.is_alphanumeric() || is_combining_mark(character) => word.push(character),
            _ if word.is_empty() => {}
            _ => {
                if word.len() <= LONGEST || word.chars().count() <= LONGEST {
                    each(&word);
                }
                word.clear();
            }
        }
    }
}

/// Whether a character is one of those that most texts are made of, which have no composed form: the others take longer.
fn is_plain(character: char) -> bool {
    matches!(character, '\0'..='\x7f' | '«' | '»' | '\u{a0}' | 'Ѐ'..='џ' | '\u{2010}'..='\u{2026}')
}

/// Returns a plain character as a small letter.
fn small_plain(character: char) -> char {
    let way = match character {
        'A'..='Z' | 'А'..='Я' => 32,
        'Ѐ'..='Џ' => 80,
        _ => 0,
    };
    char::from_u32(u32::from(character) + way).unwrap_or(character)
}

/// Returns the words of a text.
pub(super) fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    for_each_word(text, |word| words.push(word.to_owned()));
    words
}

/// Whether a character stands inside a word and is left out as often as not: an apostrophe, a soft hyphen, a stress mark, a
/// vowel point, what joins or dresses other characters.
fn is_dropped(character: char) -> bool {
    matches!(
        character,
        '\'' | '`' | '\u{ad}' | '\u{2bc}' | '\u{2018}' | '\u{2019}' | '\u{640}'
            | '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{652}' | '\u{200b}'..='\u{200f}'
            | '\u{2060}' | '\u{20d0}'..='\u{20ff}' | '\u{fe00}'..='\u{fe0f}'
    )
}

#[cfg(test)]
mod tests {
    use unicode_normalization::UnicodeNormalization;

    use super::{is_plain, small, small_plain, words};

    #[test]
    fn plain_characters_are_made_small_as_all_others_are() {
        for character in (0..0x3000).filter_map(char::from_u32).filter(|character| is_plain(*character)) {
            let text = character.to_string();
            assert_eq!(small(&text), small_plain(character).to_string(), "{text}");
            assert_eq!(
                small(&format!("и{text}\u{301}")),
                format!("и{}\u{301}", small_plain(character)).nfc().collect::<String>()
            );
        }
    }

    #[test]
    fn a_text_becomes_its_words() {
        assert_eq!(words("HIV/ВИЧ: 72 часа — «Ещё»"), ["hiv", "вич", "72", "часа", "еще"]);
        assert_eq!(words("don’t don't нало́ксон со\u{ad}сед"), ["dont", "dont", "налоксон", "сосед"]);
        assert_eq!(words("и\u{306}од U=U"), ["йод", "u", "u"]);
        assert_eq!(words("❤\u{fe0f} 👨\u{200d}👩 …"), Vec::<String>::new());
        assert_eq!(words("جُرْعَة زائدة"), ["جرعة", "زائدة"]);
        assert_eq!(words("نفس نمی‌کشد"), words("نفس نميكشد"));
        assert_eq!(words("დოზა, ΝΑΛΟΞΌΝΗΣ"), ["დოზა", "ναλοξόνης"]);
        assert_eq!(words(&"ж".repeat(49)), Vec::<String>::new());
    }
}
