//! Where a line may be cut, and how well: behind a sentence, behind a word, between two letters.
//!
//! Invariant: time grows with the length of the line alone; a cut never falls within what a reader sees as one letter, up to
//! [`LONGEST_LETTER`].

use unicode_segmentation::UnicodeSegmentation as _;

use super::message::{Line, Run, Sort};

/// How well a line can be cut at a place, the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Seam {
    /// Within a link, a number, a blank, an address or literal words.
    Torn,
    /// Between two letters.
    Letter,
    /// Behind a word.
    Word,
    /// Behind a sentence.
    Sentence,
}

/// A place where a line may be cut.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    /// Where it is, in bytes of the line's words.
    pub(super) at: usize,
    /// How well it can be cut there.
    pub(super) seam: Seam,
}

/// The longest letter, in bytes, that is kept whole: no script has a longer one, but a hostile text may.
const LONGEST_LETTER: usize = 200;

/// Returns every place where a line may be cut, in order, its end included.
pub(super) fn places(line: &Line) -> Vec<Place> {
    let text = line.words();
    let whole = whole(&line.runs);
    let mut whole = whole.iter().peekable();
    let mut before = Before::default();
    let mut places = Vec::new();
    for (start, letter) in text.grapheme_indices(true) {
        if start > 0 {
            while whole.next_if(|(_, end)| *end <= start).is_some() {}
            let inside = whole.peek().is_some_and(|(from, end)| *from < start && start < *end);
            let seam = match (inside, text[..start].ends_with('\n')) {
                (true, true) => Seam::Letter,
                (true, false) => Seam::Torn,
                (false, _) => before.seam(letter),
            };
            if !(inside && is_within_escape(&text.as_bytes()[..start])) {
                places.push(Place { at: start, seam });
            }
        }
        if letter.len() > LONGEST_LETTER {
            let inner = letter.char_indices().skip(1);
            places.extend(inner.map(|(at, _)| Place { at: start + at, seam: Seam::Torn }));
        }
        before.read(letter);
    }
    places.push(Place { at: text.len(), seam: Seam::Sentence });
    places
}

/// Returns whether the next character belongs to one that an address writes as `%28`.
fn is_within_escape(before: &[u8]) -> bool {
    matches!(before, [.., b'%'] | [.., b'%', _])
}

/// Returns the stretches that must stay in one piece: a link's words, and what stands behind words to say where they lead,
/// together with the colon before it.
fn whole(runs: &[Run]) -> Vec<(usize, usize)> {
    let mut whole: Vec<(usize, usize)> = Vec::new();
    let mut at = 0;
    for (place, run) in runs.iter().enumerate() {
        let end = at + run.words.len();
        let previous = place.checked_sub(1).map(|before| &runs[before]);
        let goes_on = run.link.is_some() && previous.is_some_and(|before| before.link == run.link);
        let follows = matches!(run.sort, Sort::Address | Sort::Blank | Sort::Whole)
            && previous.is_some_and(|before| before.words.ends_with(": "));
        match whole.last_mut() {
            Some(last) if goes_on => last.1 = end,
            _ if run.is_whole() => whole.push((at - if follows { ": ".len() } else { 0 }, end)),
            _ => {}
        }
        at = end;
    }
    whole
}

/// What was read of a line so far, as far as it says whether a cut may follow.
#[derive(Default)]
struct Before {
    /// The last character that is no space.
    last: Option<char>,
    /// Whether a space follows it.
    space: bool,
    /// Whether a sentence ends with it.
    ends: bool,
}

impl Before {
    fn read(&mut self, letter: &str) {
        let Some(character) = letter.chars().next_back() else { return };
        // A space that must not break holds both sides together.
        if character.is_whitespace() && !matches!(character, '\u{A0}' | '\u{202F}' | '\u{2007}') {
            self.space = true;
            return;
        }
        self.space = false;
        self.ends = match character {
            '.' | '!' | '?' | '…' | '。' | '؟' => true,
            ')' | ']' | '"' | '”' | '»' | '\'' | '’' => self.ends,
            _ => false,
        };
        self.last = Some(character);
    }

    /// Returns how well the line can be cut before the next letter.
    fn seam(&self, next: &str) -> Seam {
        let next = next.chars().next().unwrap_or(' ');
        if !self.space || next.is_whitespace() {
            return Seam::Letter;
        }
        // A number stays with its unit, with what it counts, and with the rest of a phone number.
        let numbers = self.last.is_some_and(|last| last.is_ascii_digit() || "№+-–<>≤≥≈~(".contains(last));
        let goes_on = next.is_ascii_digit() && self.last == Some(')');
        match (numbers || goes_on, self.ends) {
            (true, _) => Seam::Letter,
            (false, true) => Seam::Sentence,
            (false, false) => Seam::Word,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chat::message::{Link, Style};

    fn told(runs: Vec<Run>) -> String {
        let line = Line::new(runs);
        let mut text = line.words();
        for place in places(&line).iter().rev() {
            match place.seam {
                Seam::Sentence => text.insert(place.at, '/'),
                Seam::Word => text.insert(place.at, '|'),
                Seam::Letter => {}
                Seam::Torn => text.insert(place.at, '!'),
            }
        }
        text
    }

    #[test]
    fn numbers_stay_with_their_units() {
        assert_eq!(
            told(vec![Run::new("Дайте 0,4 мг. «Ждите!» Ещё раз?")]),
            "Дайте |0,4 мг. /«Ждите!» /Ещё |раз?/"
        );
        assert_eq!(
            told(vec![Run::new("call +7 (812) 123-45-67 or № 5 at 5\u{A0}am")]),
            "call |+7 (812) 123-45-67 or |№ 5 at |5\u{A0}am/"
        );
    }

    #[test]
    fn links_and_blanks_stay_whole() {
        let link = Some(Link::Page("https://a.example/".into()));
        let runs = vec![
            Run::new("see "),
            Run { link: link.clone(), ..Run::new("a b ") },
            Run { link, style: Style::BOLD, ..Run::new("c") },
            Run::new(" x: "),
            Run { sort: Sort::Address, ..Run::new("h") },
            Run::new(" y"),
        ];
        assert_eq!(told(runs), "see |a! !b! !c |x:! !h |y/");
    }

    #[test]
    fn an_escape_is_one_letter_of_an_address() {
        let address = Run { sort: Sort::Address, ..Run::new("h%5Fa") };
        assert_eq!(told(vec![address]), "h!%5F!a/");
    }

    #[test]
    fn a_letter_of_many_characters_is_one() {
        let family = "👨\u{200D}👩\u{200D}👧\u{200D}👦";
        let line = Line::new(vec![Run::new(family.repeat(3))]);
        let cuts: Vec<usize> = places(&line).iter().map(|place| place.at).collect();
        assert_eq!(cuts, [family.len(), 2 * family.len(), 3 * family.len()]);
    }
}
