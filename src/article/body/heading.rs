//! The attributes at the end of a heading: one id and known classes.
//!
//! The parser takes whatever stands in braces at the end of a heading for attributes, and drops what it does not
//! understand: a fact would vanish there. So the braces are read here again, from the text itself.
//!
//! Invariant: what the parser read and what is read here agree, or the heading is refused.

use std::ops::Range;

use super::Builder;
use super::frame::Kind;
use crate::article::tree::{Advice, Inline};
use crate::article::{WRITE_IT, shown, ticked, unwritten};
use crate::base::name::{BlankName, FactKey, SectionId};
use crate::diagnostic::{Code, MOST_OF_A_KIND, did_you_mean};

/// The classes that a heading may have.
const CLASSES: [&str; 4] = ["snippet", "sos", "do", "dont"];

/// What a heading says about its section.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Heading {
    /// Its level, 2 to 6.
    pub(super) level: u8,
    /// The id.
    pub(super) id: Option<SectionId>,
    /// Whether it is also a chat message.
    pub(super) snippet: bool,
    /// Whether it stands on the emergency page.
    pub(super) sos: bool,
    /// Whether it heads a list of things to do or not to do.
    pub(super) advice: Option<Advice>,
}

impl Builder<'_> {
    /// Opens a heading; `id` and `classes` are those that the parser saw.
    pub(super) fn open_heading(
        &mut self,
        level: u8,
        id: Option<&str>,
        classes: &[&str],
        range: Range<usize>,
    ) {
        if !self.frames.is_empty() {
            let message = "a heading stands in a quote, a list or a footnote".to_owned();
            self.fault(
                Code::HeadingStructure,
                &range,
                message,
                "begin the heading at the margin, or make it bold text",
            );
            return self.skip();
        }
        self.check_level(level, &range);
        let text = self.source.text().get(range.clone()).unwrap_or_default();
        let mut seen = Vec::new();
        if let Some(braces) = braces(text) {
            let inner = braces.start + 1..braces.end - 1;
            if let Some(message) = unwritten(&text[inner.clone()]) {
                let at = range.start + braces.start..range.start + braces.end;
                self.fault(Code::UnknownPlaceholder, &at, message, WRITE_IT);
                let heading = Heading { level: level.max(2), ..Heading::default() };
                self.push_frame(Kind::Heading(heading), range.clone());
                return self.push_inline(Inline::Text(text[braces].to_owned()), &at);
            }
            seen.extend(
                words(text, inner).map(|(word, at)| (word, range.start + at.start..range.start + at.end)),
            );
            if seen.is_empty() {
                let at = range.start + braces.start..range.start + braces.end;
                self.fault(Code::HeadingAttribute, &at, "these braces are empty".to_owned(), "delete them");
            }
        }
        let before = self.found.len();
        let mut heading = Heading { level: level.max(2), ..Heading::default() };
        for (word, at) in seen.iter().take(MOST_OF_A_KIND) {
            if let Err((message, help)) = heading.take(word) {
                self.fault(Code::HeadingAttribute, at, message, &help);
            }
        }
        let ids: Vec<&str> = seen.iter().filter_map(|(word, _)| word.strip_prefix('#')).collect();
        let dotted: Vec<&str> = seen.iter().filter_map(|(word, _)| word.strip_prefix('.')).collect();
        let agree = ids.last().copied() == id && dotted == classes;
        if !agree && self.found.len() == before {
            let message = "the attributes of this heading can be read in two ways".to_owned();
            self.fault(
                Code::HeadingAttribute,
                &range,
                message,
                "write them once, at the end: `## Words {#id .snippet}`",
            );
        }
        self.push_frame(Kind::Heading(heading), range);
    }

    fn check_level(&mut self, level: u8, range: &Range<usize>) {
        let last = self.reading.body.sections.last().map_or(1, |section| section.level);
        if level == 1 {
            let message = "a heading of level 1 stands in the text".to_owned();
            self.fault(
                Code::HeadingStructure,
                range,
                message,
                "begin it with `##`: the title stands in the settings",
            );
        } else if level > last + 1 {
            let message = format!("a heading of level {level} follows one of level {last}");
            let help = format!("begin it with `{}`", "#".repeat(usize::from(last) + 1));
            self.fault(Code::HeadingStructure, range, message, &help);
        }
    }
}

impl Heading {
    /// Takes one word of the braces, or says what is wrong with it and how to put it right.
    fn take(&mut self, word: &str) -> Result<(), (String, String)> {
        if let Some(id) = word.strip_prefix('#') {
            self.take_id(id)
        } else if let Some(class) = word.strip_prefix('.') {
            self.take_class(class)
        } else if FactKey::parse(word).is_some() || BlankName::parse(word).is_some() {
            let message =
                format!("`{{{word}}}` at the end of a heading would vanish: it is read as an attribute");
            Err((message, "put words behind it, or put it into the text below".to_owned()))
        } else {
            let help = "a heading has an id, `#id`, and classes, `.class`".to_owned();
            Err((format!("unknown attribute `{}`", shown(word)), help))
        }
    }

    fn take_id(&mut self, name: &str) -> Result<(), (String, String)> {
        let Some(id) = SectionId::parse(name) else {
            let help = "use lower-case letters, digits and single hyphens, a letter first".to_owned();
            return Err((format!("`{}` is not an id", shown(name)), help));
        };
        match self.id.replace(id) {
            None => Ok(()),
            Some(_) => Err((format!("`#{name}` is one too many"), "give one id".to_owned())),
        }
    }

    fn take_class(&mut self, class: &str) -> Result<(), (String, String)> {
        let before = match class {
            "snippet" => std::mem::replace(&mut self.snippet, true),
            "sos" => std::mem::replace(&mut self.sos, true),
            "do" => self.advice.replace(Advice::Do).is_some(),
            "dont" => self.advice.replace(Advice::Dont).is_some(),
            _ => {
                let help = did_you_mean(class, CLASSES)
                    .unwrap_or_else(|| format!("known here: {}", ticked(&CLASSES)));
                return Err((format!("unknown class `.{}`", shown(class)), help));
            }
        };
        if before {
            return Err((
                format!("`.{class}` is one too many"),
                "give each class once, and one piece of advice".to_owned(),
            ));
        }
        Ok(())
    }
}

/// Returns the range of the braces at the end of a heading, given its whole text, as the parser looks for them.
fn braces(text: &str) -> Option<Range<usize>> {
    let hashes = text.bytes().take_while(|byte| *byte == b'#').count();
    let underlined = !(1..=6).contains(&hashes) || !text[hashes..].starts_with([' ', '\t', '\n']);
    let lines = text.trim_end_matches(['\n', '\r']);
    let line = if underlined { lines.rsplit_once('\n').map_or("", |(above, _)| above) } else { lines };
    let line = line.trim_end_matches([' ', '\t', '\n', '\r']);
    let inner = line.strip_suffix('}')?;
    let open = inner.rfind(['{', '}', '<', '>', '\\', '\n', '\r'])?;
    inner[open..].starts_with('{').then_some(open..line.len())
}

/// Splits the words of `text` within `range`, each with its place.
fn words(text: &str, range: Range<usize>) -> impl Iterator<Item = (&str, Range<usize>)> {
    let base = text.as_ptr() as usize;
    text[range].split_ascii_whitespace().map(move |word| {
        let start = word.as_ptr() as usize - base;
        (word, start..start + word.len())
    })
}
