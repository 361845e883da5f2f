//! Words that run against the direction of the message, set apart so that what stands beside them keeps its place.
//!
//! U+202A–U+202E would do the same, but Telegram deletes them; it keeps isolates (field guide 3.2).
//!
//! Invariant: every isolate is closed within its line and parts no pair of brackets, and none stands inside literal words, an
//! address or a blank.

use Way::{Against, Along, Edge, Neutral};

use super::message::{Run, Sort};

const LEFT_TO_RIGHT: char = '\u{2066}';
const RIGHT_TO_LEFT: char = '\u{2067}';
const END: char = '\u{2069}';

/// Sets apart what runs against the direction of a line, where its neighbours would otherwise change places with it.
pub(super) fn isolate(runs: &mut Vec<Run>, right_to_left: bool) {
    let needed = |run: &Run| right_to_left || run.words.chars().any(runs_left);
    if !runs.iter().any(needed) {
        return;
    }
    let opens = if right_to_left { LEFT_TO_RIGHT } else { RIGHT_TO_LEFT };
    let letters = letters(runs, right_to_left);
    let mut places = Vec::new();
    let (mut at, mut end, mut farthest) = (0, 0, 0);
    while let Some(first) = letters[at..].iter().position(|letter| letter.way == Against).map(|on| at + on) {
        if first >= end {
            let edge = letters[first..].iter().position(|letter| matches!(letter.way, Along | Edge));
            end = edge.map_or(letters.len(), |on| first + on);
            let against = letters[first..end].iter().rposition(|letter| letter.way == Against);
            farthest = first + against.unwrap_or(0);
        }
        let last = keep_brackets(&letters[..end], first, farthest);
        if is_unsteady(&letters, first, last, right_to_left) {
            let (from, to) = (&letters[first], &letters[last]);
            places.push((from.run, from.at, opens));
            places.push((to.run, to.at + to.character.len_utf8(), END));
        }
        at = last + 1;
    }
    insert(runs, &places);
    if right_to_left {
        *runs = std::mem::take(runs).into_iter().flat_map(around_literal).collect();
    }
}

/// Puts characters into the words of runs, each at its place in bytes; the places rise.
fn insert(runs: &mut [Run], places: &[(usize, usize, char)]) {
    for of_run in places.chunk_by(|(one, ..), (other, ..)| one == other) {
        let words = &mut runs[of_run[0].0].words;
        let mut marked = String::with_capacity(words.len() + of_run.len() * END.len_utf8());
        let mut done = 0;
        for (_, at, character) in of_run {
            marked.push_str(&words[done..*at]);
            marked.push(*character);
            done = *at;
        }
        marked.push_str(&words[done..]);
        *words = marked;
    }
}

/// So many brackets may be open at once; what opens more is not looked through for their ends again and again.
const DEEPEST: usize = 8;

/// Returns where a stretch ends that parts no pair of brackets: a bracket that it opened is closed in it, or it ends before.
fn keep_brackets(letters: &[Letter], first: usize, last: usize) -> usize {
    let before = |at: usize| {
        let end = letters[first..at].iter().rposition(|letter| letter.way == Against);
        first + end.unwrap_or(0)
    };
    let mut open: Vec<(usize, char)> = Vec::new();
    let mut end = last;
    for (at, letter) in letters.iter().enumerate().skip(first) {
        let closes = open.last().is_some_and(|(_, closing)| *closing == letter.character);
        if at > last && !closes {
            break;
        }
        if closes {
            open.pop();
            end = at.max(last);
        } else if let Some((_, closing)) = BRACKETS.iter().find(|(opening, _)| *opening == letter.character) {
            open.push((at, *closing));
            if open.len() > DEEPEST {
                break;
            }
        } else if BRACKETS.iter().any(|(_, closing)| *closing == letter.character) {
            end = before(at);
            break;
        }
    }
    open.first().map_or(end, |(at, _)| before(*at))
}

/// Signs that are mirrored in pairs.
const BRACKETS: [(char, char); 5] = [('(', ')'), ('[', ']'), ('{', '}'), ('«', '»'), ('‹', '›')];

/// An address and literal words run from the left.
fn around_literal(run: Run) -> Vec<Run> {
    if run.sort == Sort::Address || run.style.is_literal() {
        vec![Run::new(String::from(LEFT_TO_RIGHT)), run, Run::new(String::from(END))]
    } else {
        vec![run]
    }
}

/// A character of a line, and what it does there.
struct Letter {
    run: usize,
    at: usize,
    character: char,
    way: Way,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    /// Runs with the message.
    Along,
    /// Runs against it.
    Against,
    /// Follows its neighbours.
    Neutral,
    /// The end of what may be looked at.
    Edge,
}

fn letters(runs: &[Run], right_to_left: bool) -> Vec<Letter> {
    let mut letters = Vec::new();
    for (place, run) in runs.iter().enumerate() {
        if matches!(run.sort, Sort::Address | Sort::Blank) || run.style.is_literal() {
            letters.push(Letter { run: place, at: 0, character: ' ', way: Edge });
            continue;
        }
        letters.extend(run.words.char_indices().map(|(at, character)| Letter {
            run: place,
            at,
            character,
            way: way(character, right_to_left),
        }));
    }
    letters
}

fn way(character: char, right_to_left: bool) -> Way {
    // The sign and the digits of a phone number must keep their order in a line that runs from the right.
    let number = right_to_left && (character.is_ascii_digit() || character == '+');
    match (character.is_alphabetic(), runs_left(character)) {
        (true, left) if left == right_to_left => Along,
        (true, _) => Against,
        (false, _) if number => Against,
        (false, _) => Neutral,
    }
}

/// Returns whether a letter belongs to a script that is written from the right, by the blocks that Unicode keeps for them.
fn runs_left(character: char) -> bool {
    let block = matches!(
        character,
        '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}' | '\u{10800}'..='\u{10FFF}'
            | '\u{1E800}'..='\u{1EFFF}'
    );
    block && character.is_alphabetic()
}

/// Returns whether a stretch may change places with a number or a sign: its own, or one beside it.
fn is_unsteady(letters: &[Letter], first: usize, last: usize, right_to_left: bool) -> bool {
    let signs = letters[first..=last].iter().any(|letter| !letter.character.is_alphanumeric());
    let is_sign = |letter: &Letter| letter.way == Neutral;
    let seen = |letter: &&Letter| !letter.character.is_whitespace();
    let before = letters[..first].iter().rev().take(NEAR).find(seen);
    let after = letters[last + 1..].iter().take(NEAR).find(seen);
    right_to_left && signs || before.is_some_and(is_sign) || after.is_some_and(is_sign)
}

/// So many characters beside a stretch are looked at.
const NEAR: usize = 8;

#[cfg(test)]
mod tests {
    use super::*;

    fn told(words: &str, right_to_left: bool) -> String {
        let mut runs = vec![Run::new(words)];
        isolate(&mut runs, right_to_left);
        let words: String = runs.iter().map(|run| run.words.as_str()).collect();
        words.replace([LEFT_TO_RIGHT, RIGHT_TO_LEFT], "⟨").replace(END, "⟩")
    }

    #[test]
    fn only_what_would_move_is_set_apart() {
        assert_eq!(told("call طوارئ now", false), "call طوارئ now");
        assert_eq!(told("call طوارئ 112 now", false), "call ⟨طوارئ⟩ 112 now");
        assert_eq!(told("(طوارئ, نجدة)", false), "(⟨طوارئ, نجدة⟩)");
        assert_eq!(told("call 103", false), "call 103");
        assert_eq!(told("اتصل +7 (812) 123-45-67 الآن", true), "اتصل ⟨+7 (812) 123-45-67⟩ الآن");
    }

    #[test]
    fn a_pair_of_brackets_is_never_parted() {
        assert_eq!(told("اتصل 115 (IR)، الآن", true), "اتصل ⟨115 (IR)⟩، الآن");
        assert_eq!(told("اتصل 115 (IR، إيران)", true), "اتصل ⟨115⟩ (⟨IR⟩، إيران)");
        assert_eq!(told("عيادة (clinic) 24 ساعة", true), "عيادة (⟨clinic⟩) ⟨24⟩ ساعة");
        assert_eq!(told("عيادة (clinic [24])، هنا", true), "عيادة (⟨clinic [24]⟩)، هنا");
        assert_eq!(told("call طوارئ (نجدة), now", false), "call ⟨طوارئ (نجدة)⟩, now");
        assert_eq!(told("رقم 1) و 2) ثم (", true), "رقم ⟨1⟩) و ⟨2⟩) ثم (");
        assert_eq!(told("هنا a (b] c) هنا", true), "هنا ⟨a⟩ (⟨b⟩] ⟨c⟩) هنا");
    }

    #[test]
    fn brackets_in_masses_are_looked_through_in_time() {
        for mass in ["(x ", "x) ", "(x) ", "((((x ", "x (] "] {
            let line = format!("هنا {}", mass.repeat((1 << 18) / mass.len()));
            // What grows with the square would take minutes.
            assert!(told(&line, true).contains('⟨'), "{mass}");
        }
    }

    #[test]
    fn a_blank_stays_as_it_is_written() {
        let blank = Run { sort: Sort::Blank, ..Run::new("{city}") };
        let mut runs = vec![Run::new("في "), blank, Run::new(" HIV (AB)")];
        isolate(&mut runs, true);
        assert_eq!(runs[1].words, "{city}");
        assert_eq!(runs[2].words, " \u{2066}HIV (AB)\u{2069}");
    }
}
