//! All lines of a language, and how a text is found among them.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::pattern::{Pattern, plain};

/// The longest text that is looked up, in bytes: no message of ours is longer, and a hostile one costs nothing.
const LONGEST: usize = 4_000;

/// How deep arguments are looked into: a remedy within a reason within a report.
const DEEPEST: usize = 4;

/// What stands between the phrases of a list.
const BETWEEN: [&str; 2] = ["; ", ", "];

/// The lines of a language.
pub(super) struct Catalogue {
    /// Texts without arguments.
    plain: BTreeMap<String, String>,
    /// The others, those with the most words of their own first.
    patterns: Vec<Pattern>,
}

/// Returns the Russian catalogue, read when it is first asked for.
pub(super) fn russian() -> &'static Catalogue {
    static RUSSIAN: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::read(include_str!("ru.toml")));
    &RUSSIAN
}

impl Catalogue {
    /// Reads a table of texts; a line that is none is left out, and the tests say so.
    pub(super) fn read(toml: &str) -> Self {
        let lines: BTreeMap<String, String> = toml::from_str(toml).unwrap_or_default();
        let mut catalogue = Self { plain: BTreeMap::new(), patterns: Vec::new() };
        for (english, translation) in &lines {
            match plain(english).zip(plain(translation)) {
                Some((english, translation)) => {
                    catalogue.plain.insert(english, translation);
                }
                None => catalogue.patterns.extend(Pattern::new(english, translation)),
            }
        }
        // A stable sort of sorted lines: of two that know a text equally well, always the same one is taken.
        catalogue.patterns.sort_by_key(|pattern| Reverse(pattern.weight()));
        catalogue
    }

    /// Returns the translation of one phrase.
    pub(super) fn phrase(&self, english: &str) -> Option<String> {
        self.find(english, DEEPEST)
    }

    /// Returns a text with every line translated as far as it is known.
    pub(super) fn report(&self, english: &str) -> String {
        let line = |line: &str| {
            let words = line.trim_start_matches(' ');
            let words = words.strip_prefix("- ").unwrap_or(words);
            if words.starts_with('|') {
                return line.to_owned();
            }
            format!("{}{}", &line[..line.len() - words.len()], self.part(words, DEEPEST))
        };
        english.split('\n').map(line).collect::<Vec<_>>().join("\n")
    }

    fn find(&self, english: &str, depth: usize) -> Option<String> {
        let depth = depth.checked_sub(1).filter(|_| english.len() <= LONGEST)?;
        if let Some(known) = self.plain.get(english) {
            return Some(known.clone());
        }
        self.patterns.iter().find_map(|pattern| pattern.translate(english, |part| self.part(part, depth)))
    }

    /// Translates what may be put together of several phrases; what is not known stays.
    fn part(&self, english: &str, depth: usize) -> String {
        let words = english.trim_matches(' ');
        let Some(translated) = self.find(words, depth).or_else(|| self.pieces(words, depth)) else {
            return english.to_owned();
        };
        let start = english.len() - english.trim_start_matches(' ').len();
        format!("{}{translated}{}", &english[..start], &english[start + words.len()..])
    }

    /// Translates the phrases of a line one by one: `live, version 2`, `counts (reviewed 2026-11-20)`.
    fn pieces(&self, english: &str, depth: usize) -> Option<String> {
        let depth = depth.checked_sub(1)?;
        let mut sides = cut(english, ": ");
        if let (Some(subject), Some(_)) = (sides.next(), sides.next()) {
            let rest = &english[subject.len() + 2..];
            return Some(format!("{}: {}", self.part(subject, depth), self.part(rest, depth)));
        }
        if let Some(between) = BETWEEN.into_iter().find(|between| cut(english, between).nth(1).is_some()) {
            let pieces = cut(english, between).map(|piece| self.part(piece, depth));
            return Some(pieces.collect::<Vec<_>>().join(between));
        }
        let (before, inner) = english.strip_suffix(')')?.split_once(" (")?;
        Some(format!("{} ({})", self.part(before, depth), self.part(inner, depth)))
    }
}

/// Cuts a text at `between`, but not within backticks or brackets.
fn cut<'t>(text: &'t str, between: &'t str) -> impl Iterator<Item = &'t str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let count = |at: usize, mark: char| text[..at].matches(mark).count();
        let apart = |(at, _): &(usize, _)| count(*at, '`') % 2 == 0 && count(*at, '(') == count(*at, ')');
        match text.match_indices(between).find(apart) {
            Some((at, _)) => {
                rest = Some(&text[at + between.len()..]);
                Some(&text[..at])
            }
            None => rest.take(),
        }
    })
}
