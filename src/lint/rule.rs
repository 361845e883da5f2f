//! One rule of a word list: what it looks for, where that may stand, and its own two tests.

use std::borrow::Cow;
use std::ops::Range;

use regex::{Regex, RegexBuilder};

use crate::article::passage::Voice;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::toml_file::{Placed, Read, Table, Value};

/// The largest pattern, in bytes of its compiled form; those of the starter take a tenth of it.
const LARGEST_PATTERN: usize = 4 << 20;

/// What to look for, and what to say then.
#[derive(Debug)]
pub(super) struct Rule {
    /// Its name in the list.
    pub(super) id: Placed<String>,
    /// How grave a find is.
    pub(super) level: Severity,
    /// What may stand instead, best first.
    pub(super) prefer: Vec<String>,
    /// One sentence for the editor.
    pub(super) why: String,
    /// Where the advice comes from.
    pub(super) source: String,
    /// What it looks for.
    pub(super) pattern: Pattern,
    except: Vec<Pattern>,
    allowed: Vec<Place>,
}

/// A place where a rule may let its words stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    SearchTerms,
    Quote,
    Source,
}

impl Rule {
    /// Reads a rule. What is wrong is pushed; a rule that cannot be used is none.
    pub(super) fn read(mut table: Table<'_>, found: &mut Diagnostics) -> Option<Self> {
        let id = table.take::<Said>("id", found);
        let pattern = table.take::<Pattern>("pattern", found);
        let prefer = table.take::<Vec<Placed<Said>>>("prefer", found);
        let level = table.take::<Severity>("level", found);
        let why = table.take::<Said>("why", found);
        let source = table.take::<Said>("source", found);
        let except = table.take_optional::<Vec<Placed<Pattern>>>("except", found);
        let allowed = table.take_optional::<Vec<Placed<Place>>>("allow_in", found);
        let catches = table.take::<Said>("catches", found);
        let passes = table.take::<Said>("passes", found);
        table.finish(found);
        let (id, prefer) = (id?, prefer?.value);
        let rule = Self {
            id: Placed { value: id.value.0, span: id.span },
            level: level?.value,
            prefer: prefer.iter().map(|better| better.value.0.clone()).collect(),
            why: why?.value.0,
            source: source?.value.0,
            pattern: pattern?.value,
            except: values(except),
            allowed: values(allowed),
        };
        rule.try_on(&catches?, &passes?, &prefer, found);
        Some(rule)
    }

    /// Pushes which of the rule's own sentences prove it wrong.
    fn try_on(
        &self,
        catches: &Placed<Said>,
        passes: &Placed<Said>,
        prefer: &[Placed<Said>],
        found: &mut Diagnostics,
    ) {
        let id = &self.id.value;
        let finds = |said: &Placed<Said>| !self.finds(&Words::new(&said.value.0)).is_empty();
        let mut wrong = |said: &Placed<Said>, message: String, help: &str| {
            found.push(Diagnostic::error(Code::WrongValue, message).at(&said.span, "").help(help));
        };
        if !finds(catches) {
            let message = format!("the rule `{id}` does not find what it must catch");
            wrong(catches, message, "correct the pattern or its exceptions, or write another sentence");
        }
        if finds(passes) {
            let message = format!("the rule `{id}` finds something in what it must let pass");
            wrong(passes, message, "correct the pattern, add an exception, or write another sentence");
        }
        for better in prefer.iter().filter(|better| finds(better)) {
            let message = format!("the rule `{id}` finds the very words that it prefers");
            wrong(better, message, "correct the pattern, or prefer other words");
        }
    }

    /// Returns whether the rule looks at words of this voice.
    pub(super) fn hears(&self, voice: Voice) -> bool {
        match voice {
            Voice::Ours => true,
            Voice::Client => !self.allowed.contains(&Place::SearchTerms),
            Voice::Publisher => !self.allowed.contains(&Place::Source),
        }
    }

    /// Returns where its words stand, in order.
    pub(super) fn finds(&self, words: &Words<'_>) -> Vec<Range<usize>> {
        let mut finds: Vec<_> = self.pattern.0.find_iter(&words.folded).map(|find| find.range()).collect();
        if finds.is_empty() {
            return finds;
        }
        let around =
            self.except.iter().flat_map(|except| except.0.find_iter(&words.folded)).map(|find| find.range());
        let mut excepted: Vec<_> = around.collect();
        if self.allowed.contains(&Place::Quote) {
            excepted.extend(quotes(&words.folded));
        }
        let excepted = Excepted::new(excepted);
        finds.retain(|find| !find.is_empty() && !excepted.holds(find));
        finds
    }
}

fn values<T>(list: Option<Placed<Vec<Placed<T>>>>) -> Vec<T> {
    let entries = list.map(|list| list.value).unwrap_or_default();
    entries.into_iter().map(|entry| entry.value).collect()
}

/// Words as patterns see them: every `ё` is an `е`, as most people write it; both take two bytes.
pub(super) struct Words<'a> {
    pub(super) folded: Cow<'a, str>,
}

impl<'a> Words<'a> {
    pub(super) fn new(words: &'a str) -> Self {
        let folded = if words.contains(['ё', 'Ё']) {
            words.replace('ё', "е").replace('Ё', "Е").into()
        } else {
            words.into()
        };
        Self { folded }
    }
}

/// Stretches within which a find does not count.
struct Excepted {
    /// In the order of their starts.
    stretches: Vec<Range<usize>>,
    /// The furthest end of each stretch and those before it.
    reach: Vec<usize>,
}

impl Excepted {
    fn new(mut stretches: Vec<Range<usize>>) -> Self {
        stretches.sort_by_key(|stretch| stretch.start);
        let mut furthest = 0;
        let reach = stretches.iter().map(|stretch| {
            furthest = furthest.max(stretch.end);
            furthest
        });
        let reach = reach.collect();
        Self { stretches, reach }
    }

    /// Returns whether one stretch holds all of the find.
    fn holds(&self, find: &Range<usize>) -> bool {
        let before = self.stretches.partition_point(|stretch| stretch.start <= find.start);
        before.checked_sub(1).is_some_and(|last| self.reach[last] >= find.end)
    }
}

/// Returns what stands inside quotation marks: “…”, «…», „…“ and "…".
fn quotes(words: &str) -> Vec<Range<usize>> {
    let mut quotes = Vec::new();
    let mut open: Option<(usize, char)> = None;
    for (at, mark) in words.char_indices() {
        match (open, mark) {
            (Some((start, closing)), mark) if mark == closing => {
                quotes.push(start..at);
                open = None;
            }
            (None, '“' | '«' | '„' | '"') => {
                let closing = match mark {
                    '“' => '”',
                    '«' => '»',
                    '„' => '“',
                    other => other,
                };
                open = Some((at, closing));
            }
            _ => {}
        }
    }
    quotes
}

/// A pattern that finds something.
#[derive(Debug)]
pub(super) struct Pattern(pub(super) Regex);

impl Pattern {
    /// Returns a pattern that finds something wherever this one does, and perhaps elsewhere: it does not ask where a word
    /// begins and ends. That question keeps an automaton from reading letters beyond ASCII at full speed.
    pub(super) fn relaxed(&self) -> String {
        let mut relaxed = String::new();
        let mut rest = self.0.as_str();
        while let Some(at) = rest.find('\\') {
            let (before, escape) = rest.split_at(at);
            relaxed.push_str(before);
            let length = 1 + escape[1..].chars().next().map_or(0, char::len_utf8);
            let boundary = escape.starts_with("\\b") && !escape.starts_with("\\b{");
            relaxed.push_str(if boundary { "" } else { &escape[..length] });
            rest = &escape[length..];
        }
        relaxed + rest
    }
}

impl<'a> Read<'a> for Pattern {
    const WHAT: &'static str = "a pattern in the syntax of Rust's `regex` crate";

    fn read(value: Value<'a>, found: &mut Diagnostics) -> Option<Self> {
        let text = value.read_filled(Self::WHAT, found)?;
        let (message, help) = match RegexBuilder::new(&text.value).size_limit(LARGEST_PATTERN).build() {
            Ok(pattern) if pattern.is_match("") => {
                let message = "this pattern finds something where there is nothing".to_owned();
                (message, "write it so that it asks for a letter at least")
            }
            Ok(pattern) => return Some(Self(pattern)),
            Err(regex::Error::CompiledTooBig(_)) => {
                ("this pattern is too large".to_owned(), "ask for fewer repetitions in it, or split the rule")
            }
            Err(fault) => {
                let told = fault.to_string();
                let reason = told.lines().last().unwrap_or_default().trim_start_matches("error: ");
                let help =
                    "write it in the syntax of Rust's `regex` crate: no look-around, no back-references";
                (format!("this pattern cannot be read: {reason}"), help)
            }
        };
        found.push(Diagnostic::error(Code::WrongValue, message).at(text.span, "").help(help));
        None
    }
}

/// A text that says something.
struct Said(String);

impl<'a> Read<'a> for Said {
    const WHAT: &'static str = "words in quotes";

    fn read(value: Value<'a>, found: &mut Diagnostics) -> Option<Self> {
        Some(Self(value.read_filled(Self::WHAT, found)?.value))
    }
}

impl<'a> Read<'a> for Severity {
    const WHAT: &'static str = "one of `error`, `warning`";

    fn read(value: Value<'a>, found: &mut Diagnostics) -> Option<Self> {
        let level = [Self::Error, Self::Warning];
        let word = value.read_filled(Self::WHAT, found)?;
        let parse = |word: &str| level.into_iter().find(|level| level.as_str() == word);
        Some(word.one_of(&level.map(Self::as_str), parse, found)?.value)
    }
}

impl<'a> Read<'a> for Place {
    const WHAT: &'static str = "one of `search_terms`, `quote`, `source`";

    fn read(value: Value<'a>, found: &mut Diagnostics) -> Option<Self> {
        let parse = |word: &str| match word {
            "search_terms" => Some(Self::SearchTerms),
            "quote" => Some(Self::Quote),
            "source" => Some(Self::Source),
            _ => None,
        };
        let word = value.read_filled(Self::WHAT, found)?;
        Some(word.one_of(&["search_terms", "quote", "source"], parse, found)?.value)
    }
}
