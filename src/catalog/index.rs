//! The index of a language, as at the back of a book: titles, headings and the readers' own words, in alphabetical order.

use std::borrow::Cow;
use std::cmp::Ordering;

use rayon::prelude::*;

use super::Catalog;
use crate::article::front::Urgency;
use crate::base::alphabet::{Alphabet, Key};
use crate::base::lang::Lang;
use crate::base::name::{ArticleId, FactKey};
use crate::facts::Facts;
use crate::gate::Cleared;

/// The most texts that may share a heading: one that more of them have, such as "Do not", tells nothing of any.
const MOST_SHARED: usize = 3;

/// What the words of an index are taken from; the first is preferred where several say the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// The title of the text.
    Title,
    /// A heading in it.
    Heading,
    /// What people search for when they need it.
    Term,
}

/// Words of the index, and one place they lead to.
#[derive(Clone, Debug)]
pub struct Line<'a> {
    /// Where the words stand in the order; lines with one key are one entry.
    pub key: Key,
    /// The words.
    pub words: Cow<'a, str>,
    /// What they are taken from.
    pub origin: Origin,
    /// The text they lead to.
    pub cleared: &'a Cleared,
    /// The section of it that they head, counted from 0.
    pub section: Option<usize>,
}

impl<'a> Line<'a> {
    fn id(&self) -> &'a ArticleId {
        self.cleared.article().id()
    }

    /// The order of the index. Where words are the same, the urgent come first; each text is named once.
    fn place(&self) -> (&Key, Urgency, &'a ArticleId, Origin, Option<usize>) {
        (&self.key, self.cleared.article().front().urgency, self.id(), self.origin, self.section)
    }

    fn order(&self, other: &Self) -> Ordering {
        self.place().cmp(&other.place())
    }
}

/// Returns the index of one language: every line once, those of one entry side by side.
pub(super) fn lines<'a>(catalog: &'a Catalog, lang: &'a Lang, alphabet: &Alphabet) -> Vec<Line<'a>> {
    let facts = catalog.facts().map(|facts| &**facts.facts());
    let pages: Vec<&Cleared> = catalog.pages(lang).collect();
    let of_pages = pages.par_iter().flat_map_iter(|cleared| of_article(cleared, alphabet, facts));
    let mut lines: Vec<Line<'a>> = of_pages.collect();
    lines.par_sort_unstable_by(Line::order);
    thin(&mut lines);
    lines
}

fn of_article<'a>(cleared: &'a Cleared, alphabet: &Alphabet, facts: Option<&Facts>) -> Vec<Line<'a>> {
    let article = cleared.article();
    let line = |words: Cow<'a, str>, origin, section| Line {
        key: alphabet.key(&words),
        words,
        origin,
        cleared,
        section,
    };
    let front = article.front();
    let title = line(Cow::Borrowed(&front.title), Origin::Title, None);
    let headings = article.outline().sections.iter().enumerate().filter_map(|(place, section)| {
        Some(line(filled(&section.title, facts, article.lang())?, Origin::Heading, Some(place)))
    });
    let terms = front.search_terms.iter().map(|term| line(Cow::Borrowed(term), Origin::Term, None));
    std::iter::once(title).chain(headings).chain(terms).collect()
}

/// Fills the facts into a heading; one with a blank, or with a fact that nobody could confirm, is left out.
fn filled<'a>(heading: &'a str, facts: Option<&Facts>, lang: &Lang) -> Option<Cow<'a, str>> {
    let Some((before, rest)) = heading.split_once('{') else { return Some(Cow::Borrowed(heading)) };
    let (key, after) = rest.split_once('}')?;
    let fact = facts?.facts.get(&FactKey::parse(key)?)?.text(lang)?;
    Some(Cow::Owned(format!("{before}{fact}{}", filled(after, facts, lang)?)))
}

/// Takes out headings that too many texts share, and names each text once an entry.
fn thin(lines: &mut Vec<Line<'_>>) {
    let mut kept = Vec::with_capacity(lines.len());
    for entry in lines.chunk_by(|one, other| one.key == other.key) {
        let headings = entry.iter().filter(|line| line.origin == Origin::Heading);
        let mut sharing: Vec<&ArticleId> = headings.map(Line::id).collect();
        sharing.dedup();
        let mut last = None;
        for line in entry {
            let says_nothing = line.origin == Origin::Heading && sharing.len() > MOST_SHARED;
            let is_kept = !says_nothing && last != Some(line.id());
            kept.push(is_kept);
            if is_kept {
                last = Some(line.id());
            }
        }
    }
    let mut kept = kept.into_iter();
    lines.retain(|_| kept.next().unwrap_or(true));
}
