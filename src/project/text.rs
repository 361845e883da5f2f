//! Which characters a text of the knowledge base may hold, so that what a reviewer sees is what was signed.
//!
//! Unseen characters can turn words round, split a number or hide a difference, and two spellings of one letter make two
//! signatures of one text: all of them are refused, here and in the record.
//!
//! Invariant: a text that passes is UTF-8 in normalisation form C, and each of its characters can be seen or is a space,
//! a tab, a line feed, a variation selector, or a joiner where its script needs one.

use std::fmt::Write as _;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::File;
use crate::base::path::SourcePath;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, MOST_OF_A_KIND};
use crate::source::Source;

/// The largest article, in bytes: some 150,000 words.
pub const LARGEST_ARTICLE: usize = 1 << 20;

/// The largest other text, in bytes.
pub const LARGEST_TEXT: usize = 4 << 20;

/// Returns the most bytes that the text at `path` may have.
pub fn largest(path: &SourcePath) -> usize {
    if path.file_name().rsplit('.').next() == Some("md") { LARGEST_ARTICLE } else { LARGEST_TEXT }
}

/// Takes a file as a text, or says why it cannot be one: too large, not UTF-8, a character that may not stand in a text,
/// not in normalisation form C.
///
/// A text with a fault is `None`. Whoever wants to tell the author everything at once can still read the source of a
/// `File::Text` for further faults, as long as nothing is made of it.
pub fn checked_text<'a>(path: &SourcePath, file: &'a File, found: &mut Diagnostics) -> Option<&'a Source> {
    let (size, most) = (file.bytes().len(), largest(path));
    if size > most {
        let message = format!("the text has {size} bytes, and {most} are the most it may have");
        found.push(Diagnostic::error(Code::FileTooLarge, message).at(path, "").help("split it"));
        return None;
    }
    match file {
        File::Binary(bytes) => {
            found.push(not_utf8(path, bytes));
            None
        }
        File::Text(source) => is_clean(source, found).then_some(source),
    }
}

/// Names the first byte that is not UTF-8, and its place.
fn not_utf8(path: &SourcePath, bytes: &[u8]) -> Diagnostic {
    let at = std::str::from_utf8(bytes).err().map_or(0, |fault| fault.valid_up_to());
    let line = bytes[..at].split(|byte| *byte == b'\n').count();
    let byte = bytes.get(at).copied().unwrap_or_default();
    let message = format!("the text is not UTF-8: byte 0x{byte:02X} at offset {at}, in line {line}");
    let wide = bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF");
    let help = if wide { "save it as UTF-8; it looks like UTF-16" } else { "save it as UTF-8" };
    Diagnostic::error(Code::TextNotUtf8, message).at(path, "").help(help)
}

fn is_clean(source: &Source, found: &mut Diagnostics) -> bool {
    let text = source.text();
    if text.bytes().all(|byte| matches!(byte, b'\n' | b'\t' | b' '..=b'~')) {
        return true;
    }
    // One message serves for all line ends of a file.
    let (returns, others): (Vec<_>, Vec<_>) = refused(text).partition(|(_, character)| *character == '\r');
    found.extend(returns.first().map(|(at, character)| unseen(source, *at, *character)));
    for (index, (at, character)) in others.iter().take(MOST_OF_A_KIND).enumerate() {
        let finding = unseen(source, *at, *character);
        let more = others.len() - index - 1;
        let last = index + 1 == MOST_OF_A_KIND && more > 0;
        found.push(if last {
            finding.note(format!("{more} more such characters are not shown"))
        } else {
            finding
        });
    }
    let composed = push_not_composed(source, found);
    returns.is_empty() && others.is_empty() && composed
}

fn unseen(source: &Source, at: usize, character: char) -> Diagnostic {
    Diagnostic::error(Code::TextCharacter, format!("the text holds {}", name(character)))
        .at(source.span(at..at + character.len_utf8()), "")
        .help(remedy(character, at))
}

/// Pushes one finding for each line that is not in form C, and returns whether there is none.
fn push_not_composed(source: &Source, found: &mut Diagnostics) -> bool {
    if unicode_normalization::is_nfc(source.text()) {
        return true;
    }
    let mut start = 0;
    let mut shown = 0;
    for line in source.text().split('\n') {
        if shown < MOST_OF_A_KIND && !unicode_normalization::is_nfc(line) {
            shown += 1;
            let at = line.char_indices().zip(line.nfc()).find(|((_, one), other)| one != other);
            let at = at.map_or(0, |((at, _), _)| at);
            let mut names = String::new();
            for character in line[at..].chars().take(2) {
                let _ = write!(names, " U+{:04X}", u32::from(character));
            }
            let message = format!("the text is not in normalisation form C (NFC) at{names}");
            let finding = Diagnostic::error(Code::TextNotNfc, message)
                .at(source.span(start + at..start + at + 1), "")
                .help("type the letter anew as one character, or normalise the text to NFC");
            found.push(finding);
        }
        start += line.len() + 1;
    }
    false
}

/// Returns the characters of `text` that no text may hold, each with its offset in bytes.
///
/// What stands next to a joiner decides whether it may stay: U+200D inside an emoji, U+200C between letters of scripts
/// that need it.
pub fn refused(text: &str) -> impl Iterator<Item = (usize, char)> {
    let mut before = None;
    let mut rest = text.char_indices().peekable();
    std::iter::from_fn(move || {
        let (at, character) = rest.next()?;
        let after = rest.peek().map(|(_, next)| *next);
        let refused = match character {
            '\u{200C}' => !(before.is_some_and(needs_non_joiner) && after.is_some_and(needs_non_joiner)),
            '\u{200D}' => !(before.is_some_and(ends_emoji) && after.is_some_and(is_emoji)),
            other => is_unseen(other),
        };
        before = Some(character);
        Some(refused.then_some((at, character)))
    })
    .flatten()
}

/// Returns what keeps `words` from being plain words that may be printed anywhere, without its place: markup, or what
/// [`hidden`] finds. `subject` is what a message calls them.
pub fn flaw(subject: &str, words: &str) -> Option<Diagnostic> {
    let Some(mark) = markup(words) else { return hidden(subject, words) };
    let message = format!("`{mark}` is markup, and {subject} is plain text");
    Some(Diagnostic::error(Code::WrongValue, message).help("write plain words here"))
}

/// Returns what of `words` cannot be seen, without its place: a character, or a spelling that is not in normalisation form C.
///
/// An escape such as `\u202E` in TOML passes the check of the file, which sees only the escape.
pub fn hidden(subject: &str, words: &str) -> Option<Diagnostic> {
    if let Some((_, character)) = refused(words).next() {
        let message = format!("{subject} holds {}", name(character));
        return Some(Diagnostic::error(Code::TextCharacter, message).help("delete it"));
    }
    let message = format!("{subject} is not in normalisation form C (NFC)");
    let spelled = Diagnostic::error(Code::TextNotNfc, message);
    (!unicode_normalization::is_nfc(words))
        .then(|| spelled.help("type the letters anew, each as one character"))
}

/// Returns the first mark that Markdown, HTML or a placeholder would take for its own, in what is to be plain words.
fn markup(words: &str) -> Option<&'static str> {
    const MARKS: [&str; 10] = ["{", "}", "`", "**", "__", "](", "[^", "</", "<!", "&#"];
    let tag = words.as_bytes().windows(2).any(|pair| pair[0] == b'<' && pair[1].is_ascii_alphabetic());
    MARKS.into_iter().find(|mark| words.contains(mark)).or(tag.then_some("<"))
}

/// Returns a character's number and, where it is one that texts are refused for, its name in Unicode.
pub fn name(character: char) -> String {
    let number = u32::from(character);
    match NAMES.iter().find(|(known, _)| *known == character) {
        Some((_, name)) => format!("U+{number:04X} {name}"),
        None if character.is_control() => format!("the control character U+{number:04X}"),
        None => format!("the unseen character U+{number:04X}"),
    }
}

const NAMES: &[(char, &str)] = &[
    ('\0', "NUL"),
    ('\u{8}', "BACKSPACE"),
    ('\u{B}', "VERTICAL TAB"),
    ('\u{C}', "FORM FEED"),
    ('\r', "CARRIAGE RETURN"),
    ('\u{1B}', "ESCAPE"),
    ('\u{7F}', "DELETE"),
    ('\u{85}', "NEXT LINE"),
    ('\u{AD}', "SOFT HYPHEN"),
    ('\u{34F}', "COMBINING GRAPHEME JOINER"),
    ('\u{61C}', "ARABIC LETTER MARK"),
    ('\u{180E}', "MONGOLIAN VOWEL SEPARATOR"),
    ('\u{200B}', "ZERO WIDTH SPACE"),
    ('\u{200C}', "ZERO WIDTH NON-JOINER"),
    ('\u{200D}', "ZERO WIDTH JOINER"),
    ('\u{200E}', "LEFT-TO-RIGHT MARK"),
    ('\u{200F}', "RIGHT-TO-LEFT MARK"),
    ('\u{2028}', "LINE SEPARATOR"),
    ('\u{2029}', "PARAGRAPH SEPARATOR"),
    ('\u{202A}', "LEFT-TO-RIGHT EMBEDDING"),
    ('\u{202B}', "RIGHT-TO-LEFT EMBEDDING"),
    ('\u{202C}', "POP DIRECTIONAL FORMATTING"),
    ('\u{202D}', "LEFT-TO-RIGHT OVERRIDE"),
    ('\u{202E}', "RIGHT-TO-LEFT OVERRIDE"),
    ('\u{2060}', "WORD JOINER"),
    ('\u{2066}', "LEFT-TO-RIGHT ISOLATE"),
    ('\u{2067}', "RIGHT-TO-LEFT ISOLATE"),
    ('\u{2068}', "FIRST STRONG ISOLATE"),
    ('\u{2069}', "POP DIRECTIONAL ISOLATE"),
    ('\u{FEFF}', "ZERO WIDTH NO-BREAK SPACE (byte order mark)"),
];

fn remedy(character: char, at: usize) -> &'static str {
    match character {
        '\r' => "save the file with LF line ends",
        '\u{FEFF}' if at == 0 => "save the file as UTF-8 without a byte order mark (BOM)",
        '\u{200C}' => "delete it: it may stand only between letters of a script that needs it",
        '\u{200D}' => "delete it: it may stand only inside an emoji",
        '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => {
            "delete it: the direction of a text follows from its language"
        }
        _ => "delete it: nobody can see that it is there",
    }
}

/// Controls, marks of direction, characters without a shape, and numbers that are no characters.
fn is_unseen(character: char) -> bool {
    match character {
        '\n' | '\t' => false,
        '\u{AD}'
        | '\u{34F}'
        | '\u{61C}'
        | '\u{115F}'
        | '\u{1160}'
        | '\u{17B4}'
        | '\u{17B5}'
        | '\u{180E}'
        | '\u{200B}'
        | '\u{200E}'
        | '\u{200F}'
        | '\u{2028}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}'
        | '\u{3164}'
        | '\u{FE00}'..='\u{FE0D}'
        | '\u{FEFF}'
        | '\u{FFA0}'
        | '\u{FFF0}'..='\u{FFFB}'
        | '\u{FDD0}'..='\u{FDEF}'
        | '\u{1BCA0}'..='\u{1BCA3}'
        | '\u{1D173}'..='\u{1D17A}'
        | '\u{E0000}'..='\u{E0FFF}' => true,
        other => other.is_control() || u32::from(other) & 0xFFFE == 0xFFFE,
    }
}

/// Letters and marks of the scripts whose spelling uses U+200C (Unicode 16, 9.2 and 12.1).
fn needs_non_joiner(character: char) -> bool {
    let script = matches!(character,
        '\u{0600}'..='\u{085F}' | '\u{0860}'..='\u{08FF}' | '\u{0900}'..='\u{0DFF}' | '\u{1780}'..='\u{18AF}'
        | '\u{A8E0}'..='\u{A8FF}' | '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}' | '\u{11000}'..='\u{11FFF}');
    script && (character.is_alphabetic() || is_combining_mark(character))
}

fn is_emoji(character: char) -> bool {
    matches!(character,
        '\u{A9}' | '\u{AE}' | '\u{203C}' | '\u{2049}' | '\u{2122}' | '\u{2139}' | '\u{2190}'..='\u{21FF}'
        | '\u{2300}'..='\u{23FF}' | '\u{25A0}'..='\u{27BF}' | '\u{2900}'..='\u{297F}' | '\u{2B00}'..='\u{2BFF}'
        | '\u{1F000}'..='\u{1FAFF}')
}

/// An emoji may end with the selector of its coloured form.
fn ends_emoji(character: char) -> bool {
    character == '\u{FE0F}' || is_emoji(character)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8]) -> (bool, Vec<Diagnostic>) {
        let path = SourcePath::parse("content/en/a/b.md").unwrap();
        let file = File::new(&path, bytes.to_vec());
        let mut found = Diagnostics::new();
        let clean = checked_text(&path, &file, &mut found).is_some();
        assert_eq!(clean, found.is_empty());
        (clean, found.into_sorted())
    }

    /// The findings as `line:column code message`.
    fn said(bytes: &[u8]) -> Vec<String> {
        let line = |finding: &Diagnostic| match &finding.labels[0].place {
            crate::diagnostic::Place::Text(span) => {
                let (line, column) = span.position();
                format!("{line}:{column} {}", finding.message)
            }
            crate::diagnostic::Place::File(_) => finding.message.clone(),
        };
        check(bytes).1.iter().map(line).collect()
    }

    #[test]
    fn what_is_not_utf8_is_named_by_byte_and_place() {
        assert_eq!(said(b"a\nb\xE9"), ["the text is not UTF-8: byte 0xE9 at offset 3, in line 2"]);
        let wide = check(b"\xFF\xFEa\0").1;
        assert_eq!(wide[0].code, Code::TextNotUtf8);
        assert_eq!(wide[0].help.as_deref(), Some("save it as UTF-8; it looks like UTF-16"));
    }

    #[test]
    fn unseen_characters_are_named_with_their_places_all_in_one_run() {
        assert_eq!(
            said("\u{FEFF}a\n\0b\u{200B}c\u{202E}\u{AD}\u{7}".as_bytes()),
            [
                "1:1 the text holds U+FEFF ZERO WIDTH NO-BREAK SPACE (byte order mark)",
                "2:1 the text holds U+0000 NUL",
                "2:3 the text holds U+200B ZERO WIDTH SPACE",
                "2:5 the text holds U+202E RIGHT-TO-LEFT OVERRIDE",
                "2:6 the text holds U+00AD SOFT HYPHEN",
                "2:7 the text holds the control character U+0007",
            ]
        );
        for direction in "\u{61C}\u{200E}\u{200F}\u{202A}\u{2066}\u{2069}\u{2060}\u{E0041}".chars() {
            assert_eq!(said(format!("a{direction}b").as_bytes()).len(), 1, "{}", name(direction));
        }
    }

    #[test]
    fn line_ends_are_told_once() {
        let found = check(b"a\r\nb\r\n").1;
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].help.as_deref(), Some("save the file with LF line ends"));
    }

    #[test]
    fn joiners_stay_where_they_are_needed() {
        for fine in [
            "می\u{200C}خواهم",
            "क्\u{200C}ष",
            "👩\u{200D}⚕\u{FE0F}",
            "👩🏽\u{200D}🔬",
            "❤\u{FE0F}\u{200D}🔥",
            "да\tё — «нет»\n",
        ] {
            assert!(check(fine.as_bytes()).0, "{fine}");
        }
        for wrong in [
            "a\u{200C}b",
            "م\u{200C} ",
            "\u{200C}م",
            "a\u{200D}b",
            "👩\u{200D}",
            "да\u{200D}нет",
            "م\u{200C}5",
        ] {
            assert_eq!(said(wrong.as_bytes()).len(), 1, "{wrong}");
        }
    }

    #[test]
    fn a_decomposed_letter_is_shown_where_it_stands() {
        assert_eq!(
            said("да\nне и\u{306}од e\u{301}\n".as_bytes()),
            ["2:4 the text is not in normalisation form C (NFC) at U+0438 U+0306"]
        );
    }

    #[test]
    fn a_text_has_a_size_and_a_flood_has_an_end() {
        assert_eq!(check(&vec![b'a'; LARGEST_ARTICLE + 1]).1[0].code, Code::FileTooLarge);
        assert!(check(&vec![b'a'; LARGEST_ARTICLE]).0);
        let flood = check("\u{200B}e\u{301}\n".repeat(100_000).as_bytes()).1;
        assert_eq!(flood.len(), 2 * MOST_OF_A_KIND);
        assert!(flood.iter().any(|finding| finding.notes == ["99950 more such characters are not shown"]));
    }
}
