//! What the console can find its snippets by: their titles, the words that people use for them, and the lexicon.

use std::collections::BTreeMap;

use crate::base::lang::Lang;
use crate::base::name::ArticleId;
use crate::emit::Press;
use crate::search::{Document, Index, Word};

/// The snippets of one article: the id of each section, and its title.
pub(super) type Titles = (ArticleId, Vec<(String, String)>);

/// Makes the packed index of a language; a hit names a snippet by its place in the page.
pub(super) fn packed(press: &Press<'_>, lang: &Lang, articles: &[Titles]) -> String {
    let documents: Vec<Document<'_>> =
        articles.iter().flat_map(|article| documents(press, lang, article)).collect();
    Index::build(lang, &documents, &words(press, lang, articles)).packed()
}

fn documents<'a>(
    press: &'a Press<'_>,
    lang: &Lang,
    (id, titles): &'a Titles,
) -> impl Iterator<Item = Document<'a>> + use<'a> {
    let front = press.catalog.article(lang, id).map(|cleared| cleared.article().front());
    titles.iter().map(move |(_, title)| match front {
        Some(front) => Document {
            title,
            headings: vec![&front.title],
            terms: front.search_terms.iter().map(String::as_str).collect(),
            body: &front.summary,
        },
        None => Document { title: id.as_str(), ..Document::default() },
    })
}

/// The terms of the lexicon, each with the places of the snippets that it means.
fn words<'a>(press: &'a Press<'_>, lang: &Lang, articles: &[Titles]) -> Vec<Word<'a>> {
    let mut places: BTreeMap<&ArticleId, Vec<(&str, usize)>> = BTreeMap::new();
    let sections =
        articles.iter().flat_map(|(id, titles)| titles.iter().map(move |(section, _)| (id, section)));
    for (place, (id, section)) in sections.enumerate() {
        places.entry(id).or_default().push((section, place));
    }
    let Some(live) = press.lexicons.get(lang) else { return Vec::new() };
    let terms = live.lexicon().terms.iter().map(|term| {
        let mut documents = Vec::new();
        for (meaning, _) in &term.means {
            let sections = places.get(&meaning.article).into_iter().flatten();
            let meant = sections
                .filter(|(section, _)| meaning.section.as_ref().is_none_or(|one| one.as_str() == *section));
            documents.extend(meant.map(|(_, place)| *place));
        }
        Word { text: &term.term, documents, emergency: term.emergency }
    });
    terms.collect()
}
