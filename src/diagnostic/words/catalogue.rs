//! All lines of a language, and how a text is found among them.

use std::cell::Cell;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::pattern::{Pattern, cut, plain};

/// The longest text that is looked up, in bytes: no message of ours is longer, and a hostile one costs nothing.
const LONGEST: usize = 4_000;

/// How deep arguments are looked into: a remedy within a reason within a report.
const DEEPEST: usize = 4;

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
        self.find(english, DEEPEST).map(|told| told.words)
    }

    /// Returns a text with every line translated as far as it is known.
    pub(super) fn report(&self, english: &str) -> String {
        let line = |line: &str| {
            let words = line.trim_start_matches(' ');
            let words = words.strip_prefix("- ").unwrap_or(words);
            if words.starts_with('|') {
                return line.to_owned();
            }
            format!("{}{}", &line[..line.len() - words.len()], self.told(words, DEEPEST).words)
        };
        english.split('\n').map(line).collect::<Vec<_>>().join("\n")
    }

    /// Translates one phrase: by the pattern that knows it best and leaves no argument over, else by the one that knows it
    /// best.
    fn find(&self, english: &str, depth: usize) -> Option<Told> {
        let depth = depth.checked_sub(1).filter(|_| english.len() <= LONGEST)?;
        if let Some(known) = self.plain.get(english) {
            return Some(Told { words: known.clone(), whole: true });
        }
        let mut found = self.patterns.iter().filter_map(|pattern| {
            let whole = Cell::new(true);
            let argument = |argument: &str| {
                let told = self.told(argument, depth);
                whole.set(whole.get() && told.whole);
                told.words
            };
            let words = pattern.translate(english, argument)?;
            Some(Told { words, whole: whole.get() })
        });
        let first = found.next()?;
        Some(if first.whole { first } else { found.find(|told| told.whole).unwrap_or(first) })
    }

    /// Translates what may be put together of several phrases; what is not known stays.
    fn told(&self, english: &str, depth: usize) -> Told {
        let words = english.trim_matches(' ');
        let found = self.find(words, depth);
        let told = match found {
            Some(Told { whole: true, .. }) => found,
            _ => self.pieces(words, depth).filter(|pieces| pieces.whole || found.is_none()).or(found),
        };
        let Some(told) = told else {
            // A single word that is in no catalogue is a name.
            return Told { words: english.to_owned(), whole: !words.contains(' ') };
        };
        let start = english.len() - english.trim_start_matches(' ').len();
        let (before, after) = (&english[..start], &english[start + words.len()..]);
        Told { words: format!("{before}{}{after}", told.words), ..told }
    }

    /// Translates the phrases of a line one by one: `live, version 2`, `counts (reviewed 2026-11-20)`. Of the ways to cut
    /// it, the first is taken that leaves nothing over.
    fn pieces(&self, english: &str, depth: usize) -> Option<Told> {
        let depth = depth.checked_sub(1)?;
        let mut best: Option<Told> = None;
        for way in WAYS {
            let Some((pieces, between, end)) = way.cut(english) else { continue };
            let told: Vec<Told> = pieces.into_iter().map(|piece| self.told(piece, depth)).collect();
            let whole = told.iter().all(|told| told.whole);
            if whole || best.is_none() {
                let words: Vec<String> = told.into_iter().map(|told| told.words).collect();
                best = Some(Told { words: words.join(between) + end, whole });
            }
            if whole {
                return best;
            }
        }
        // So the phrase needs no form of its own for each number.
        let (count, counted) = english.split_once(' ')?;
        let counted =
            count.bytes().all(|byte| byte.is_ascii_digit()).then(|| self.find(counted, depth)).flatten();
        counted.map(|told| Told { words: format!("{} — {count}", told.words), ..told }).or(best)
    }
}

/// A text with its phrases translated, and whether all of them were known.
struct Told {
    words: String,
    whole: bool,
}

/// How a line may be put together.
#[derive(Clone, Copy)]
enum Way {
    /// A subject and what is said of it: `record/en/rest: live`.
    Subject,
    /// Several phrases with this between them.
    List(&'static str),
    /// A phrase with another one in brackets.
    Brackets,
}

/// The ways, in the order in which they are tried.
const WAYS: [Way; 4] = [Way::Subject, Way::List("; "), Way::List(", "), Way::Brackets];

impl Way {
    /// Cuts a line; gives its pieces, what stands between them, and what stands behind the last.
    fn cut(self, line: &str) -> Option<(Vec<&str>, &'static str, &'static str)> {
        let (pieces, between, end) = match self {
            Self::Subject => {
                let subject = cut(line, ": ").next()?;
                (vec![subject, line.get(subject.len() + 2..)?], ": ", "")
            }
            Self::List(between) => (cut(line, between).collect(), between, ""),
            Self::Brackets => {
                let (before, inner) = line.strip_suffix(')')?.split_once(" (")?;
                (vec![before, inner], " (", ")")
            }
        };
        (pieces.len() > 1).then_some((pieces, between, end))
    }
}
