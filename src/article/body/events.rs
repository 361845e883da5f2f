//! The events of Markdown with their places in the file, over a parser that is told which footnotes there are.
//!
//! `pulldown-cmark` takes `[^key]` for a citation only where a footnote of that name is defined, and prints it as text
//! otherwise. The sources of an article are defined in its settings, so the parser gets a few lines in front of the body
//! that define every label the body cites; whether it *may* cite it is checked afterwards, with its place.
//!
//! Invariant: no event lies outside the body, and no body takes more than a moment: what would nest the parser's
//! containers too deep is refused before it is read.

use std::collections::BTreeSet;
use std::ops::Range;

use pulldown_cmark::{BrokenLink, CowStr, Event, LinkType, Options, Parser};

use super::definition::Definitions;

/// The most quotes, lists and footnotes that one line may open or continue. The parser takes time by depth for every
/// line: 200,000 nested quotes and as many lines after them took it a minute.
const MOST_MARKERS: usize = 100;

/// The longest label of a footnote that is looked for, in bytes.
const LONGEST_LABEL: usize = 100;

/// What a text is written in: CommonMark with tables, footnotes, strikethrough, heading attributes and GitHub's alerts.
const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_HEADING_ATTRIBUTES)
    .union(Options::ENABLE_GFM);

/// Calls `each` for every event of `body` with its range, in bytes of the file, where `body` begins at `base`; stops when
/// `each` says so. Returns what no event tells of.
pub(in crate::article) fn read(
    body: &str,
    base: usize,
    mut each: impl FnMut(Event<'_>, Range<usize>) -> Flow,
) -> Untold {
    let prefix = definitions(body);
    let text = format!("{prefix}{body}");
    let in_file = |range: Range<usize>| range.start - prefix.len() + base..range.end - prefix.len() + base;
    let mut broken = Vec::new();
    let mut note = |link: BrokenLink<'_>| -> Option<(CowStr<'_>, CowStr<'_>)> {
        if matches!(link.link_type, LinkType::Reference | LinkType::Collapsed) {
            broken.push(in_file(link.span));
        }
        None
    };
    let parser = Parser::new_with_broken_link_callback(&text, OPTIONS, Some(&mut note));
    let mut events = parser.into_offset_iter();
    let mut links = Definitions::default();
    let mut whole = true;
    while whole && let Some((event, range)) = events.next() {
        links.note(&event, &range, events.reference_definitions());
        whole = range.start < prefix.len() || each(event, in_file(range)) == Flow::Go;
    }
    let unused = if whole { links.unused(&text, events.reference_definitions()) } else { Vec::new() };
    drop(events);
    Untold { broken, unused: unused.into_iter().map(in_file).collect() }
}

/// What no event tells of, with its places in the file.
#[derive(Debug)]
pub(in crate::article) struct Untold {
    /// Links by reference, `[words][name]`, whose name has no address.
    pub(super) broken: Vec<Range<usize>>,
    /// Definitions, `[name]: address`, that no link uses.
    pub(super) unused: Vec<Range<usize>>,
}

/// Whether to go on reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::article) enum Flow {
    /// More, please.
    Go,
    /// Enough.
    Stop,
}

/// Defines every label that the body may cite. The rule at the end closes the last definition, so that the body begins
/// as if nothing stood before it.
fn definitions(body: &str) -> String {
    let mut labels = BTreeSet::new();
    let mut rest = body;
    while let Some(at) = rest.find("[^") {
        rest = &rest[at + 2..];
        let end = rest.bytes().take(LONGEST_LABEL).position(|byte| matches!(byte, b']' | b'[' | b'\n'));
        let label = end.and_then(|end| rest.get(..end)).unwrap_or_default();
        let plain = |character: char| character.is_alphanumeric() || "-_.:".contains(character);
        if !label.is_empty() && label.chars().all(plain) {
            labels.insert(label);
        }
    }
    let mut definitions = String::new();
    for label in labels {
        definitions.extend(["[^", label, "]: x\n\n"]);
    }
    definitions + "***\n\n"
}

/// Returns the offset of the first line of `body` that opens or continues more containers than a text may have.
pub(in crate::article) fn too_deep(body: &str) -> Option<usize> {
    let mut at = 0;
    body.split_inclusive('\n').find_map(|line| {
        let start = at;
        at += line.len();
        (markers(line) > MOST_MARKERS).then_some(start)
    })
}

/// Counts the marks of quotes, list items and footnotes at the beginning of a line.
fn markers(line: &str) -> usize {
    let mut rest = line.trim_start();
    let mut count = 0;
    while let Some(after) = after_marker(rest) {
        count += 1;
        rest = after.trim_start();
    }
    count
}

fn after_marker(text: &str) -> Option<&str> {
    if let Some(after) = text.strip_prefix('>') {
        return Some(after);
    }
    if let Some(label) = text.strip_prefix("[^") {
        return label.split_once("]:").map(|(_, after)| after);
    }
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let after = if digits > 0 {
        text[digits..].strip_prefix(['.', ')'])?
    } else {
        text.strip_prefix(['-', '+', '*'])?
    };
    after.starts_with([' ', '\t', '\n']).then_some(after)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_body_begins_as_if_nothing_stood_before_it() {
        let mut events = Vec::new();
        let untold = read("    code [^a]\n\n[^a] [^b c] [d][e]\n", 10, |event, range| {
            events.push((format!("{event:?}"), range));
            Flow::Go
        });
        assert_eq!(events[0], ("Start(CodeBlock(Indented))".to_owned(), 14..24));
        assert!(events.contains(&("FootnoteReference(Borrowed(\"a\"))".to_owned(), 25..29)));
        assert_eq!(untold.broken, vec![37..43]);
        assert!(untold.unused.is_empty());
    }

    #[test]
    fn markers_are_counted_before_anything_is_parsed() {
        assert_eq!(markers("> - 1. [^a]: x - y"), 4);
        assert_eq!(markers("***"), 0);
        assert_eq!(too_deep(&format!("a\n{}", ">".repeat(MOST_MARKERS + 1))), Some(2));
        assert_eq!(too_deep(&">".repeat(MOST_MARKERS)), None);
    }
}
