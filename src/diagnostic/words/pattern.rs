//! One line of a catalogue: an English pattern, and what it becomes.

use std::iter::Peekable;
use std::str::Chars;

/// A line of the catalogue whose English text has arguments.
pub(super) struct Pattern {
    english: Vec<English>,
    translation: Vec<Piece>,
    weight: usize,
}

/// A part of the English text.
enum English {
    Words(String),
    Hole(Hole),
}

/// A place for an argument.
struct Hole {
    /// Its name, where it has one.
    name: String,
    /// Whether it stands apart, as a word of the sentence: not in quotes, and not as a part of a name or path.
    apart: bool,
}

/// A part of the translation.
enum Piece {
    Words(String),
    /// The argument of this number.
    Argument(usize),
    /// The form of a word for one, for few and for many, as the argument of this number asks for.
    Form(usize, [String; 3]),
}

/// A part of a text in the notation of `format!`.
enum Token {
    Words(String),
    /// What stands between braces.
    Braced(String),
}

impl Pattern {
    /// Reads a line; `None` where its notation is broken, two holes have nothing between them, or the translation asks
    /// for an argument that is not there.
    pub(super) fn new(english: &str, translation: &str) -> Option<Self> {
        let english = holes(tokens(english)?)?;
        let translation = pieces(tokens(translation)?, &english)?;
        let words = english.iter().map(|part| match part {
            English::Words(words) => words.chars().count(),
            English::Hole(_) => 0,
        });
        Some(Self { weight: words.sum(), english, translation })
    }

    /// Returns how many characters of a text are its own: the pattern with most of them knows the text best.
    pub(super) fn weight(&self) -> usize {
        self.weight
    }

    /// Returns the translation of `text`, where it has this pattern, with numbers where words are counted; `part`
    /// translates an argument.
    pub(super) fn translate(&self, text: &str, part: impl Fn(&str) -> String) -> Option<String> {
        let arguments = self.arguments(text)?;
        if matches!(self.english.first(), Some(English::Hole(_))) && joins_phrases(arguments[0].0) {
            return None;
        }
        let mut out = String::new();
        for piece in &self.translation {
            match piece {
                Piece::Words(words) => out.push_str(words),
                Piece::Argument(at) => match arguments[*at] {
                    (argument, Hole { apart: true, .. }) => out.push_str(&part(argument)),
                    (argument, _) => out.push_str(argument),
                },
                Piece::Form(at, forms) => out.push_str(&forms[form(arguments[*at].0.parse().ok()?)]),
            }
        }
        Some(out)
    }

    /// Cuts a text at the words of the pattern: each hole takes as little as it can, the last one the rest.
    fn arguments<'t>(&self, text: &'t str) -> Option<Vec<(&'t str, &Hole)>> {
        let mut found = Vec::new();
        let mut open = None;
        let mut rest = text;
        for (at, part) in self.english.iter().enumerate() {
            match part {
                English::Hole(hole) => open = Some(hole),
                English::Words(words) => {
                    let is_last = at + 1 == self.english.len();
                    let start = match open {
                        None => rest.starts_with(words).then_some(0),
                        Some(_) if is_last => rest.strip_suffix(words.as_str()).map(str::len),
                        Some(_) => rest.find(words.as_str()),
                    }?;
                    found.extend(open.take().map(|hole| (&rest[..start], hole)));
                    rest = &rest[start + words.len()..];
                }
            }
        }
        match open {
            Some(hole) => found.push((rest, hole)),
            None if rest.is_empty() => {}
            None => return None,
        }
        Some(found)
    }
}

/// Whether the beginning of a line holds more than one phrase: then only its last one has the pattern.
fn joins_phrases(beginning: &str) -> bool {
    let joins = |between| cut(beginning, between).nth(1).is_some();
    joins(": ") || joins("; ") || beginning.ends_with([':', ';'])
}

/// Cuts a text at `between`, but not within backticks or brackets.
pub(super) fn cut<'t>(text: &'t str, between: &'t str) -> impl Iterator<Item = &'t str> {
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

/// Returns a text in the notation of `format!` that has no holes, as it is shown.
pub(super) fn plain(text: &str) -> Option<String> {
    match &mut tokens(text)?[..] {
        [] => Some(String::new()),
        [Token::Words(words)] => Some(std::mem::take(words)),
        _ => None,
    }
}

/// Cuts a text into words and what stands in braces; `{{` and `}}` are braces of the text itself.
fn tokens(text: &str) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut words = String::new();
    let mut rest = text.chars().peekable();
    while let Some(character) = rest.next() {
        match character {
            '{' | '}' if rest.next_if_eq(&character).is_some() => words.push(character),
            '{' => {
                if !words.is_empty() {
                    tokens.push(Token::Words(std::mem::take(&mut words)));
                }
                tokens.push(Token::Braced(braced(&mut rest)?));
            }
            '}' => return None,
            other => words.push(other),
        }
    }
    if !words.is_empty() {
        tokens.push(Token::Words(words));
    }
    Some(tokens)
}

fn braced(rest: &mut Peekable<Chars<'_>>) -> Option<String> {
    let mut inner = String::new();
    loop {
        match rest.next()? {
            '}' => return Some(inner),
            other => inner.push(other),
        }
    }
}

fn holes(tokens: Vec<Token>) -> Option<Vec<English>> {
    let mut parts: Vec<English> = Vec::new();
    for token in tokens {
        match (token, parts.last_mut()) {
            (Token::Braced(_), Some(English::Hole(_))) => return None,
            (Token::Braced(inner), last) => {
                let apart = match last {
                    Some(English::Words(words)) => words.ends_with([' ', '(']),
                    _ => true,
                };
                let name = inner.split(':').next().unwrap_or_default().to_owned();
                parts.push(English::Hole(Hole { name, apart }));
            }
            (Token::Words(words), last) => {
                if let Some(English::Hole(hole)) = last {
                    hole.apart &= words.starts_with([' ', ',', ';', ':', ')']);
                }
                parts.push(English::Words(words));
            }
        }
    }
    Some(parts)
}

/// Finds the argument of every pair of braces: by its name, by its number among all, or as the next one without a name.
fn pieces(tokens: Vec<Token>, english: &[English]) -> Option<Vec<Piece>> {
    let names = english.iter().filter_map(|part| match part {
        English::Hole(hole) => Some(hole.name.as_str()),
        English::Words(_) => None,
    });
    let names: Vec<&str> = names.collect();
    let mut nameless = (0..names.len()).filter(|at| names[*at].is_empty());
    let mut argument = |name: &str| match name {
        "" => nameless.next(),
        name => names
            .iter()
            .position(|known| *known == name)
            .or_else(|| name.parse().ok().filter(|at| *at < names.len())),
    };
    let piece = |token| {
        let inner = match token {
            Token::Words(words) => return Some(Piece::Words(words)),
            Token::Braced(inner) => inner,
        };
        let Some((name, forms)) = inner.split_once(':') else { return argument(&inner).map(Piece::Argument) };
        let forms: Vec<String> = forms.split('|').map(str::to_owned).collect();
        Some(Piece::Form(argument(name)?, forms.try_into().ok()?))
    };
    tokens.into_iter().map(piece).collect()
}

/// Returns which form of a Russian word a number asks for (Unicode CLDR, plural rules): 1 файл, 2 файла, 5 файлов.
fn form(number: u64) -> usize {
    match (number % 10, number % 100) {
        (1, last) if last != 11 => 0,
        (2..=4, last) if !(12..=14).contains(&last) => 1,
        _ => 2,
    }
}
