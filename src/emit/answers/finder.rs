//! What the console can find its snippets by: their words, the words that people use for them, and the lexicon.

use std::collections::BTreeMap;

use super::{Piece, Told};
use crate::base::lang::Lang;
use crate::base::name::ArticleId;
use crate::emit::Press;
use crate::lexicon::Meaning;
use crate::search::{Document, Draft, Word};

/// A term that means several articles means the first snippet of each, then the second of each, and so on, so many times.
const ROUNDS: usize = 4;

/// An index in the making; a hit names a snippet by its place in the page.
pub(super) struct Finder {
    lang: Lang,
    draft: Draft,
    /// The sections of each article with their places.
    places: BTreeMap<ArticleId, Vec<(String, usize)>>,
    count: usize,
}

impl Finder {
    pub(super) fn new(lang: &Lang) -> Self {
        Self { lang: lang.clone(), draft: Draft::new(lang), places: BTreeMap::new(), count: 0 }
    }

    /// Adds the snippets of an article. Of a withdrawn one there is nothing but its id.
    pub(super) fn add(&mut self, press: &Press<'_>, piece: Piece) {
        let front = press.catalog.article(&self.lang, &piece.id).map(|cleared| cleared.article().front());
        for Told { title, text, .. } in &piece.told {
            self.draft.add(&match front {
                Some(front) => Document {
                    title,
                    headings: vec![&front.title],
                    terms: front.search_terms.iter().map(String::as_str).collect(),
                    body: text,
                },
                None => Document { title: piece.id.as_str(), ..Document::default() },
            });
        }
        let sections = piece.told.into_iter().zip(self.count..).map(|(told, place)| (told.section, place));
        let sections: Vec<_> = sections.collect();
        self.count += sections.len();
        self.places.insert(piece.id, sections);
    }

    /// Adds the lexicon, and packs the index.
    pub(super) fn finish(mut self, press: &Press<'_>) -> String {
        let terms = press.lexicons.get(&self.lang).into_iter().flat_map(|live| &live.lexicon().terms);
        for term in terms {
            let meant = term.means.iter().map(|(meaning, _)| self.meant(meaning));
            let meant: Vec<Vec<usize>> = meant.collect();
            let rounds = (0..ROUNDS).flat_map(|round| meant.iter().filter_map(move |own| own.get(round)));
            let documents = rounds.copied().collect();
            self.draft.mean(&Word { text: &term.term, documents, emergency: term.emergency });
        }
        self.draft.finish().packed()
    }

    /// The snippets that a term means: the one that it names, or those of the article.
    fn meant(&self, meaning: &Meaning) -> Vec<usize> {
        let is_meant = |section: &str| meaning.section.as_ref().is_none_or(|one| one.as_str() == section);
        let sections = self.places.get(&meaning.article).into_iter().flatten();
        sections.filter(|(section, _)| is_meant(section)).map(|(_, place)| *place).collect()
    }
}
