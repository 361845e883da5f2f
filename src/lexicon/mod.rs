//! Words that people search by, and the texts that answer them: slang, misspellings, transliteration, keyboard slips.
//!
//! Invariant: a term is in small letters, stands once, and means something.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::base::lang::Lang;
use crate::base::name::{ArticleId, SectionId};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::project::text;
use crate::source::{Source, Span};
use crate::toml_file::{Placed, Table};

/// The most characters of a term: what somebody types into a search field.
const LONGEST_TERM: usize = 80;

/// The terms of one language.
#[derive(Clone, Debug)]
pub struct Lexicon {
    /// The language.
    pub lang: Lang,
    /// The terms in the order of the file.
    pub terms: Vec<Term>,
}

/// Words that somebody may type.
#[derive(Clone, Debug)]
pub struct Term {
    /// The words, in small letters.
    pub term: String,
    /// Why they stand here.
    pub kind: TermKind,
    /// What answers them, best first, each with its place in the file.
    pub means: Vec<(Meaning, Range<usize>)>,
    /// Whether the words alone may mean that a life is at stake now.
    pub emergency: bool,
}

/// A text that answers: an article, or one of its sections that is a snippet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meaning {
    /// The article.
    pub article: ArticleId,
    /// The section.
    pub section: Option<SectionId>,
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $variant:ident = $word:literal,)*) => {
        /// Why a term is searched for.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum TermKind { $($(#[$doc])* $variant,)* }

        impl TermKind {
            /// The words for them in a file.
            pub const WORDS: &[&str] = &[$($word,)*];
            /// Reads the word.
            pub fn parse(word: &str) -> Option<Self> { match word { $($word => Some(Self::$variant),)* _ => None } }
        }
    };
}

kinds! {
    /// What people say among themselves.
    Slang = "slang",
    /// A slip of spelling.
    Misspelling = "misspelling",
    /// A word in the letters of another script.
    Transliteration = "transliteration",
    /// Typed with another keyboard layout than was meant.
    Layout = "layout",
    /// What doctors say.
    Clinical = "clinical",
    /// What everybody says.
    Plain = "plain",
}

impl Lexicon {
    /// Reads `lexicon.toml` of a language. What is wrong is pushed to `found`, all of it; with an error among that there is
    /// no lexicon. Whether there are such texts can only be seen from outside.
    pub fn parse(source: &Source, lang: &Lang, found: &mut Diagnostics) -> Option<Self> {
        let mut own = Diagnostics::new();
        let terms = Table::of_file(source, &mut own).map(|mut file| {
            let list = file.take::<Vec<Placed<Table<'_>>>>("terms", &mut own);
            file.finish(&mut own);
            let list = list.map(|list| list.value).unwrap_or_default();
            let mut seen = BTreeMap::new();
            list.into_iter().filter_map(|table| term(table, &mut seen, &mut own)).collect()
        });
        let sound = !own.has_errors();
        found.append(own);
        terms.filter(|_| sound).map(|terms| Self { lang: lang.clone(), terms })
    }
}

impl Meaning {
    /// Reads the id of an article, or of a snippet: `article.section`.
    fn parse(text: &str) -> Option<Self> {
        let (article, section) = match text.split_once('.') {
            Some((article, section)) => (article, Some(SectionId::parse(section)?)),
            None => (text, None),
        };
        Some(Self { article: ArticleId::parse(article)?, section })
    }
}

fn term(
    Placed { value: table, span }: Placed<Table<'_>>,
    seen: &mut BTreeMap<String, Span>,
    found: &mut Diagnostics,
) -> Option<Term> {
    let mut table = table.at(span);
    let term = table.take::<String>("term", found).and_then(|term| words(term, seen, found));
    let kind = table.take::<String>("kind", found);
    let kind = kind.and_then(|word| word.one_of(TermKind::WORDS, TermKind::parse, found));
    let means = table.take::<Vec<Placed<String>>>("means", found);
    let emergency = table.take_optional::<bool>("emergency", found);
    table.finish(found);
    let means = means.map(|list| meanings(list, found));
    Some(Term {
        term: term?,
        kind: kind?.value,
        means: means?,
        emergency: emergency.is_some_and(|emergency| emergency.value),
    })
}

/// Reads a term; pushes one that cannot be searched for, or that stands there twice.
fn words(term: Placed<String>, seen: &mut BTreeMap<String, Span>, found: &mut Diagnostics) -> Option<String> {
    let Placed { value, span } = term;
    let length = value.chars().count();
    let fault = if value.trim().is_empty() {
        wrong("there are no words between the quotes".to_owned(), "write what people type")
    } else if value.trim() != value || value.contains(['\n', '\t']) {
        wrong("a term has words and single spaces between them".to_owned(), "take out the other spaces")
    } else if value.to_lowercase() != value {
        wrong("a term is in small letters".to_owned(), "write it without capital letters")
    } else if length > LONGEST_TERM {
        let message = format!("a term has at most {LONGEST_TERM} characters, and this one has {length}");
        wrong(message, "keep what people type")
    } else if let Some(flaw) = text::hidden("a term", &value) {
        flaw
    } else if let Some(before) = seen.get(&value) {
        Diagnostic::error(Code::DuplicateName, "this term stands here twice")
            .at(&span, "")
            .at(before, "here before")
            .help("join the two, with all that they mean")
    } else {
        seen.insert(value.clone(), span);
        return Some(value);
    };
    found.push(if fault.labels.is_empty() { fault.at(&span, "") } else { fault });
    None
}

fn wrong(message: String, help: &str) -> Diagnostic {
    Diagnostic::error(Code::WrongValue, message).help(help)
}

fn meanings(list: Placed<Vec<Placed<String>>>, found: &mut Diagnostics) -> Vec<(Meaning, Range<usize>)> {
    if list.value.is_empty() {
        let nothing = Diagnostic::error(Code::WrongValue, "this term means nothing").at(list.span, "");
        found.push(nothing.help("name an article or a snippet that answers it"));
    }
    let what = "the id of an article, or of a snippet: `article.section`";
    let read = list.value.into_iter().filter_map(|text| {
        let Placed { value, span } = text.parse_as(what, Meaning::parse, found)?;
        Some((value, span.range()))
    });
    read.collect()
}

#[cfg(test)]
mod tests;
