//! The definitions of links, `[name]: address`, of which a page shows nothing.
//!
//! Invariant: what stands in a definition is the address of a link of the text, or is told as unused.

use std::collections::BTreeSet;
use std::ops::Range;

use pulldown_cmark::{Event, LinkType, RefDefs, Tag};

/// What the events say about definitions, gathered one by one.
#[derive(Debug, Default)]
pub(super) struct Definitions {
    /// Where the definitions begin that links use.
    used: BTreeSet<usize>,
    /// The stretches that events stand for, in order and apart from each other.
    told: Vec<Range<usize>>,
}

impl Definitions {
    /// Takes an event and its range in the parsed text.
    pub(super) fn note(&mut self, event: &Event<'_>, range: &Range<usize>, known: &RefDefs<'_>) {
        if let Event::Start(Tag::Link { link_type, id, .. } | Tag::Image { link_type, id, .. }) = event
            && matches!(link_type, LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut)
        {
            self.used.extend(known.get(id).map(|definition| definition.span.start));
        }
        // Definitions stand between blocks, and so within those that hold blocks.
        let told = match event {
            Event::End(_) | Event::Start(Tag::BlockQuote(_) | Tag::List(_) | Tag::Item) => return,
            Event::Start(Tag::FootnoteDefinition(label)) => {
                range.start..range.start + label.len() + "[^]:".len()
            }
            _ => range.clone(),
        };
        match self.told.last_mut().filter(|last| told.start <= last.end) {
            Some(last) => last.end = last.end.max(told.end),
            None => self.told.push(told),
        }
    }

    /// Returns the places in `text` of the definitions that no link uses. The parser knows only the first of a name: the
    /// others are found as what looks like one where no event stands.
    pub(super) fn unused(&self, text: &str, known: &RefDefs<'_>) -> Vec<Range<usize>> {
        let mut spans: Vec<_> = known.iter().map(|(_, definition)| definition.span.clone()).collect();
        spans.sort_by_key(|span| span.start);
        let untold = text.match_indices("]:").map(|(at, _)| at);
        let untold = untold.filter(|at| !holds(&self.told, *at) && !holds(&spans, *at));
        let again = untold.filter_map(|at| {
            let mut opens = text[..at].rmatch_indices('[').map(|(open, _)| open);
            let open = opens.find(|open| !text[..*open].ends_with('\\'))?;
            let line = text[at..].find('\n').map_or(text.len(), |end| at + end);
            Some(open..line)
        });
        let mut unused: Vec<_> = again.collect();
        unused.extend(spans.into_iter().filter(|span| !self.used.contains(&span.start)));
        unused.sort_by_key(|span| span.start);
        unused
    }
}

/// Returns whether one of the ranges, which are in order and apart, holds the place.
fn holds(ranges: &[Range<usize>], at: usize) -> bool {
    let before = ranges.partition_point(|range| range.start <= at);
    before.checked_sub(1).is_some_and(|last| ranges[last].contains(&at))
}
