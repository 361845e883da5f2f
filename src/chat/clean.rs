//! The characters of a message: those that messengers delete or turn into something else never get into one.
//!
//! Source: field guide 3.2, "What Telegram does to the text afterwards".
//!
//! Invariant: what comes out is in Unicode normalisation form C.

use std::borrow::Cow;

use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{UnicodeNormalization as _, is_nfc};

use super::message::Run;

/// Joins two characters without being seen: it keeps a messenger from taking them for markup or a command.
pub(super) const JOINER: char = '\u{2060}';

/// Returns the text in normalisation form C, without characters that a messenger deletes; `\n` is the only line end and the
/// only control character.
pub(super) fn clean(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| byte == b'\n' || (b' '..=b'~').contains(&byte)) {
        return Cow::Borrowed(text);
    }
    // Marks at the beginning belong to the words before them, and may make one letter with their last.
    let (marks, rest) = text.split_at(marks(text));
    let mut out = marks.to_owned();
    out.push_str(&without_deleted(rest));
    Cow::Owned(out)
}

/// Returns how many bytes of combining marks a text begins with.
fn marks(text: &str) -> usize {
    text.find(|character| !is_combining_mark(character)).unwrap_or(text.len())
}

fn without_deleted(text: &str) -> String {
    let kept: String = text.nfc().filter_map(kept).collect();
    // What was deleted may have stood between two characters that make one.
    if is_nfc(&kept) { kept } else { kept.nfc().collect() }
}

fn kept(character: char) -> Option<char> {
    match character {
        '\n' | '\u{2028}' | '\u{2029}' => Some('\n'),
        '\r'
        | '\u{200E}'
        | '\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{FEFF}'
        | '\u{30A}'
        | '\u{333}'
        | '\u{33F}' => None,
        control if control.is_control() => Some(' '),
        other => Some(other),
    }
}

/// The most bytes of a letter and its marks that more marks can join: no script has more, but a hostile text may.
const LONGEST_LETTER: usize = 200;

/// Moves marks at the beginning of `words` to the end of `before`, whose last letter they belong to; without a letter before
/// them they are dropped.
pub(super) fn move_marks<'a>(before: Option<&mut String>, words: &'a str) -> &'a str {
    let (marks, rest) = words.split_at(marks(words));
    if let Some(before) = before.filter(|_| !marks.is_empty()) {
        let letter = before.rfind(|character| !is_combining_mark(character)).unwrap_or(0);
        if before.len() - letter <= LONGEST_LETTER {
            let joined = without_deleted(&format!("{}{marks}", &before[letter..]));
            before.truncate(letter);
            before.push_str(&joined);
        }
    }
    rest
}

/// Writes "№ 1" for "#1", which a messenger would make a link of; `before` is the character before the words.
pub(super) fn numbered(words: &str, mut before: Option<char>) -> Cow<'_, str> {
    if !words.contains('#') {
        return Cow::Borrowed(words);
    }
    let mut out = String::with_capacity(words.len());
    let mut characters = words.chars().peekable();
    while let Some(character) = characters.next() {
        let numbers = character == '#'
            && !before.is_some_and(|before| before.is_alphanumeric() || before == '&')
            && characters.peek().is_some_and(char::is_ascii_digit);
        if numbers {
            out.push_str("№\u{A0}");
        } else {
            out.push(character);
        }
        before = Some(character);
    }
    Cow::Owned(out)
}

/// Keeps Telegram from making commands of `/112` and mentions of `@name`.
pub(super) fn without_commands(run: &mut Run, before: Option<char>) {
    if !run.words.contains(['/', '@']) || run.is_whole() {
        return;
    }
    let mut out = String::with_capacity(run.words.len());
    let mut before = before;
    let mut characters = run.words.chars().peekable();
    while let Some(character) = characters.next() {
        out.push(character);
        let begins = !before.is_some_and(|before| before.is_alphanumeric() || "_/".contains(before));
        let goes_on = characters.peek().is_none_or(|next| next.is_alphanumeric() || *next == '_');
        if matches!(character, '/' | '@') && begins && goes_on {
            out.push(JOINER);
        }
        before = Some(character);
    }
    run.words = out;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deleted_characters_never_get_in() {
        let cases = [
            ("a\r\nb\tc\u{7}d", "a\nb c d"),
            ("a\u{2028}b\u{202B}c\u{202C}", "a\nbc"),
            ("и\u{306}", "й"),
            ("a\u{30A}", "å"),
            ("x\u{30A}y", "xy"),
            ("a\u{333}\u{301}", "á"),
            ("\u{FEFF}1\u{A0}мг\u{202F}\u{2067}x\u{2069}", "1\u{A0}мг\u{202F}\u{2067}x\u{2069}"),
        ];
        for (text, expected) in cases {
            assert_eq!(clean(text), expected, "{text:?}");
        }
    }

    #[test]
    fn marks_join_the_letter_before_them() {
        let mut before = "a".to_owned();
        assert_eq!(move_marks(Some(&mut before), "\u{30A}\u{301}b"), "b");
        assert_eq!(before, "ǻ");
        assert_eq!(move_marks(None, "\u{301}b"), "b");
    }

    #[test]
    fn numbers_and_commands() {
        assert_eq!(numbered("#1, a#2 #overdose &#3", None), "№\u{A0}1, a#2 #overdose &#3");
        let told = |words: &str| {
            let mut run = Run::new(words);
            without_commands(&mut run, None);
            run.words.replace(JOINER, "|")
        };
        assert_eq!(told("/112 or/and @doctor a@b 1/2 / x"), "/|112 or/and @|doctor a@b 1/2 / x");
    }
}
