//! What the targets share: a text from any bytes, what must hold for all that is said about one, and a site to build.
//!
//! Invariant: whatever fails here fails by a panic, which is a finding.

pub mod markup;
pub mod site;

use vetted::base::lang::Lang;
use vetted::base::path::SourcePath;
use vetted::diagnostic::terminal::{self, Colour, Look};
use vetted::diagnostic::{Diagnostics, MOST_OF_A_KIND, Place, Tongue, json};
use vetted::project::File;
use vetted::source::Source;

/// Takes bytes for the text at `path`; what is not UTF-8 is none.
pub fn source(path: &str, bytes: &[u8]) -> Option<Source> {
    match File::new(&self::path(path), bytes.to_vec()) {
        File::Text(source) => Some(source),
        File::Binary(_) => None,
    }
}

/// Returns a path that is known to be one.
pub fn path(text: &str) -> SourcePath {
    SourcePath::parse(text).expect("a path of the knowledge base")
}

/// Returns a language that is known to be one.
pub fn lang(tag: &str) -> Lang {
    Lang::parse(tag).expect("a language")
}

/// Checks all that was said: places lie in their texts, words are found in both languages and can be printed, both
/// renderers have an answer of bounded size.
pub fn told(found: Diagnostics) {
    let mut sorted = found.into_sorted();
    assert!(sorted.len() <= MOST_OF_A_KIND * vetted::diagnostic::Code::ALL.len());
    // The first few say as much as all of them, and leave time for other inputs.
    sorted.truncate(8);
    for finding in &sorted {
        assert!(!finding.message.is_empty());
        let words = finding.notes.iter().chain(&finding.help).chain([&finding.message]);
        for words in words.chain(finding.labels.iter().map(|label| &label.text)) {
            assert!(words.len() < 2_000, "{words}");
        }
        for label in &finding.labels {
            if let Place::Text(span) = &label.place {
                // Cuts the text, so that a place between two halves of a character is a panic.
                let (line, column) = span.position();
                assert!(line > 0 && column > 0 && span.text().len() <= span.source().text().len());
            }
        }
    }
    // Words are looked up in the other language, whatever they quote: none is lost.
    assert_eq!(Tongue::Russian.told(&sorted).iter().count(), sorted.len());
    for (width, tongue) in [(1, Tongue::Russian), (terminal::USUAL_WIDTH, Tongue::English)] {
        let text = terminal::render(&sorted, Look { colour: Colour::Plain, width, tongue });
        text.lines().for_each(printable);
        assert!(text.len() < (1 + sorted.len()) * 16_000, "{} bytes of report", text.len());
    }
    let array: Vec<serde_json::Value> = serde_json::from_str(&json::render(&sorted)).expect("JSON");
    assert_eq!(array.len(), sorted.len());
}

/// A terminal obeys control characters, and a text could forge or turn round lines of a report with them.
fn printable(words: &str) {
    for character in words.chars() {
        let obeyed =
            character.is_control() || matches!(character, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
        assert!(!obeyed, "{character:?} reaches the terminal in {words:?}");
    }
}
