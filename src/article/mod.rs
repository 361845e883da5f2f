//! One file in, one article out: its settings, its outline, and on demand its tree of blocks.
//!
//! Invariant: an article knows no other article, no note, no region and no HTML; spans are bytes of the file.

mod body;
mod check;
pub mod front;
pub mod outline;
pub mod passage;
mod run;
#[cfg(test)]
mod tests;
pub mod tree;

use std::ops::Range;

use crate::base::code::CheckCode;
use crate::base::digest::Digest;
use crate::base::lang::Lang;
use crate::base::name::{ArticleId, SiteId};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::source::Source;

use front::Front;
use outline::{Outline, SnippetOutline};
use tree::Body;

/// An article, read and found free of faults of its own.
#[derive(Clone, Debug)]
pub struct Article {
    source: Source,
    digest: Digest,
    lang: Lang,
    front: Front,
    outline: Outline,
    /// Where the text below the settings begins, in bytes of the file.
    start: usize,
}

/// The most bytes that the settings of an article may have.
const LARGEST_FRONT: usize = 64 << 10;

/// What the settings begin and end with, alone on a line.
const FENCE: &str = "+++";

impl Article {
    /// Reads an article. What is wrong is pushed to `found`, all of it; with an error among that there is no article.
    pub fn parse(source: &Source, lang: &Lang, found: &mut Diagnostics) -> Option<Self> {
        Self::attempt(source, lang, found).ok()
    }

    /// Reads an article as [`parse`](Self::parse) does. The error is the outline of a faulty text: others may still ask
    /// which sections it has, and where its links lead.
    pub fn attempt(source: &Source, lang: &Lang, found: &mut Diagnostics) -> Result<Self, Box<Outline>> {
        let before = found.len();
        let (toml, start) = split(source, found).ok_or_else(Box::<Outline>::default)?;
        let draft = front::read(source, toml, lang, found);
        let reading = body::read(source, start, found);
        check::check(source, &draft, &reading, found);
        let faultless = found.iter().skip(before).all(|finding| finding.severity == Severity::Warning);
        let Some(front) = draft.front.filter(|_| faultless) else { return Err(Box::new(reading.outline)) };
        let digest = Digest::of(source.text().as_bytes());
        Ok(Self {
            source: source.clone(),
            digest,
            lang: lang.clone(),
            front,
            outline: reading.outline,
            start,
        })
    }

    /// Returns the text.
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// Returns the digest of the file's bytes: what reviewers sign.
    pub fn digest(&self) -> Digest {
        self.digest
    }

    /// Returns the language.
    pub fn lang(&self) -> &Lang {
        &self.lang
    }

    /// Returns the id.
    pub fn id(&self) -> &ArticleId {
        &self.front.id
    }

    /// Returns the settings between the `+++` lines.
    pub fn front(&self) -> &Front {
        &self.front
    }

    /// Returns sections, facts, links and pictures, with their places.
    pub fn outline(&self) -> &Outline {
        &self.outline
    }

    /// Returns the tree of blocks, read anew from the text: trees of all articles at once would fill the memory.
    pub fn body(&self) -> Body {
        body::read(&self.source, self.start, &mut Diagnostics::new()).body
    }

    /// Returns the check code of a snippet: the first characters of its [core](Self::core).
    pub fn code(&self, site: &SiteId, snippet: &SnippetOutline) -> CheckCode {
        CheckCode::of(&self.core(site, snippet))
    }

    /// Returns the digest of a snippet's signed core: site, language, id and every signed word of the message (title,
    /// red flags, section, footnotes), facts unfilled.
    pub fn core(&self, site: &SiteId, snippet: &SnippetOutline) -> Digest {
        let id = format!("{}.{}", self.front.id, snippet.section);
        let text =
            |range: &Range<usize>| self.source.text().get(range.clone()).unwrap_or_default().trim_end();
        let cards = self.outline.cards.iter().filter(|(kind, _)| kind.is_red_flag());
        let words = ["vetted-code-1", site.as_str(), self.lang.as_str(), &id, &self.front.title];
        let places: Vec<&Range<usize>> = cards.map(|(_, range)| range).chain([&snippet.range]).collect();
        let cited = |place: &Range<usize>| {
            let place = place.clone();
            self.outline.notes.iter().filter(move |(at, _)| place.contains(at)).map(|(_, range)| range)
        };
        let notes = places.iter().flat_map(|place| cited(place));
        let pieces = words.into_iter().chain(places.iter().copied().chain(notes).map(text));
        Digest::of_pieces(pieces.map(str::as_bytes))
    }
}

/// Finds the settings between their `+++` lines, and where the text below begins.
fn split(source: &Source, found: &mut Diagnostics) -> Option<(Range<usize>, usize)> {
    let text = source.text();
    // A byte order mark is a fault of its own, told by the check of characters.
    let first = text.split_inclusive('\n').next().unwrap_or_default();
    if first.trim_start_matches('\u{FEFF}').trim_end() != FENCE {
        let finding = Diagnostic::error(Code::FrontMatter, "the article does not begin with its settings")
            .at(source.span(0..first.trim_end().len()), "")
            .help("write `+++` alone on the first line, then the settings, then `+++` again");
        found.push(finding);
        return None;
    }
    let mut at = first.len();
    for line in text[first.len()..].split_inclusive('\n') {
        if line.trim_end() == FENCE {
            return is_small(source, first.len()..at, found).then(|| (first.len()..at, at + line.len()));
        }
        at += line.len();
    }
    let finding = Diagnostic::error(Code::FrontMatter, "the settings do not end")
        .at(source.span(0..FENCE.len()), "they begin here")
        .help("write `+++` alone on a line below the settings");
    found.push(finding);
    None
}

fn is_small(source: &Source, toml: Range<usize>, found: &mut Diagnostics) -> bool {
    let size = toml.len();
    if size > LARGEST_FRONT {
        let message = format!("the settings have {size} bytes, and {LARGEST_FRONT} are the most");
        let finding = Diagnostic::error(Code::TooMuch, message).at(source.span(0..FENCE.len()), "");
        found.push(finding.help("shorten them"));
    }
    size <= LARGEST_FRONT
}

/// Returns the beginning of words of the author's, safe to print in a message.
fn shown(words: &str) -> String {
    const MOST: usize = 80;
    let mut shown = String::new();
    for character in words.chars().take(MOST) {
        if character.is_control() {
            shown.extend(character.escape_unicode());
        } else {
            shown.push(character);
        }
    }
    if words.chars().nth(MOST).is_some() {
        shown.push('…');
    }
    shown
}

/// What to do about a mark for words that are still to be written.
const WRITE_IT: &str = "write it in place of the mark, and take the braces away";

/// Reads a mark for words that are still to be written, as `vetted new` leaves them: `{? what belongs here}`. Returns what
/// to say about it, given what stands between the braces.
fn unwritten(inner: &str) -> Option<String> {
    Some(format!("still to be written: “{}”", shown(inner.strip_prefix('?')?.trim())))
}

/// Writes words as a list: `a`, `b`, `c`.
fn ticked(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}
