//! The clients' search: `<lang>/search.html`, and beside it one file with all that the page must know.
//!
//! That file is asked for by its name alone, whatever somebody searches for: a server learns that a search was opened, and
//! no more.
//!
//! Invariant: what can be found are the cleared articles that have a page, and nothing else.

use std::collections::BTreeMap;

use serde::Serialize;

use super::catalogue::twins;
use super::{Frames, Made, Press};
use crate::article::front::Urgency;
use crate::base::digest::Digesting;
use crate::base::lang::Lang;
use crate::base::name::ArticleId;
use crate::base::path::OutPath;
use crate::chat::twin::Twin;
use crate::gate::Cleared;
use crate::render::page;
use crate::search::{Document, Draft, Word};

/// The most characters of what is shown below a title.
const LONGEST_EXCERPT: usize = 160;
/// So many characters of a digest tell one state of the file from another.
const HASH: usize = 16;
/// The name of the page.
const NAME: &str = "search.html";

/// What the search is told of one article.
pub(super) struct Sought {
    lang: Lang,
    id: ArticleId,
    body: String,
}

/// Tells the search of an article that has a page.
pub(super) fn of_article(cleared: &Cleared, words: &Twin) -> Sought {
    let article = cleared.article();
    let summary = std::iter::once(&article.front().summary);
    let paragraphs = summary.chain(&words.lead).chain(&words.sections).chain(&words.notes);
    // Nobody searches for the address of a link, and every address shares its words with all others.
    let said = paragraphs.flat_map(|text| text.split_whitespace()).filter(|word| !word.contains("://"));
    let body = said.collect::<Vec<_>>().join(" ");
    Sought { lang: article.lang().clone(), id: article.id().clone(), body }
}

/// The searches of all languages, as they grow.
pub(super) struct Searches {
    searches: Vec<Search>,
}

/// The search of one language.
struct Search {
    lang: Lang,
    draft: Draft,
    /// What is shown of each article: a line of JSON each, in the order of the draft.
    shown: Vec<String>,
    places: BTreeMap<ArticleId, usize>,
    is_demonstration: bool,
}

/// What is shown of an article; a list of four, because the names would stand in the file as often as there are texts.
#[derive(Serialize)]
struct Shown<'a>(&'a str, String, Urgency, String);

impl Searches {
    /// Begins the search of each language.
    pub(super) fn begin(press: &Press<'_>) -> Self {
        let begun = press.config.languages.iter().map(|lang| Search {
            lang: lang.clone(),
            draft: Draft::new(lang),
            shown: Vec::new(),
            places: BTreeMap::new(),
            is_demonstration: false,
        });
        Self { searches: begun.collect() }
    }

    /// Adds the next articles.
    pub(super) fn add(&mut self, press: &Press<'_>, sought: Vec<Sought>) {
        for one in sought {
            let own = self.searches.iter_mut().find(|search| search.lang == one.lang);
            if let Some((own, cleared)) = own.zip(press.catalog.article(&one.lang, &one.id)) {
                own.add(cleared, one);
            }
        }
    }

    /// Makes the files.
    pub(super) fn finish(self, press: &Press<'_>, frames: &Frames) -> Made {
        let mut made = Made::default();
        self.searches.into_iter().for_each(|search| search.finish(press, frames, &mut made));
        made
    }
}

impl Search {
    fn add(&mut self, cleared: &Cleared, sought: Sought) {
        let article = cleared.article();
        let front = article.front();
        self.draft.add(&Document {
            title: &front.title,
            headings: article.outline().sections.iter().map(|section| section.title.as_str()).collect(),
            terms: front.search_terms.iter().map(String::as_str).collect(),
            body: &sought.body,
        });
        // The page stands in the folder of its texts.
        let href = format!("{}.html", sought.id);
        let shown = Shown(&front.title, href, front.urgency, excerpt(&front.summary));
        self.places.insert(sought.id, self.shown.len());
        self.shown.push(serde_json::to_string(&shown).unwrap_or_default());
        self.is_demonstration |= cleared.clearance().is_demonstration();
    }

    fn finish(mut self, press: &Press<'_>, frames: &Frames, made: &mut Made) {
        self.mean(press);
        // A packed index may stand in any quotes as it is.
        let packed = self.draft.finish().packed();
        let before = std::iter::once("\n").chain(std::iter::repeat(",\n"));
        let texts = before.zip(&self.shown).flat_map(|(before, shown)| [before, shown]);
        let begin = std::iter::once("vettedTexts({\"texts\":[");
        // Read twice instead of held once more: its name comes from all of it.
        let index = begin.chain(texts).chain(["\n],\n\"search\":\"", &packed, "\"});\n"]);
        let mut digesting = Digesting::default();
        index.clone().for_each(|piece| digesting.add(piece.as_bytes()));
        let hash = digesting.finish().to_string();
        let name = format!("search-{}.{}.js", self.lang, hash.get(..HASH).unwrap_or(&hash));
        if let Some(path) = OutPath::parse(&format!("{}/{name}", self.lang)) {
            let mut file = press.shelf.grow(&path);
            index.for_each(|piece| file.add(piece.as_bytes()));
            made.files.push((path, file.finish()));
        }
        let Some(path) = OutPath::parse(&format!("{}/{NAME}", self.lang)) else { return };
        let Some(mut frame) = frames.frame(press, &self.lang, &path) else { return };
        frame.languages = twins(press, (&self.lang, &path), NAME);
        frame.demonstration |= self.is_demonstration;
        made.page(press, path, page::search(press.theme, &frame, &name));
    }

    /// Adds the lexicon, with the words that mean texts without a page as well: what is known to mean something else must not
    /// be taken for a slip of a word that stands somewhere.
    fn mean(&mut self, press: &Press<'_>) {
        let terms = press.lexicons.get(&self.lang).into_iter().flat_map(|live| &live.lexicon().terms);
        for term in terms {
            let places = term.means.iter().filter_map(|(meaning, _)| self.places.get(&meaning.article));
            let documents = places.copied().collect();
            self.draft.mean(&Word { text: &term.term, documents, emergency: term.emergency });
        }
    }
}

/// Returns the beginning of a text, cut behind a word.
fn excerpt(text: &str) -> String {
    if text.chars().count() <= LONGEST_EXCERPT {
        return text.to_owned();
    }
    let start: String = text.chars().take(LONGEST_EXCERPT).collect();
    let words = start.rsplit_once(char::is_whitespace).map_or(&*start, |(words, _)| words);
    format!("{}…", words.trim_end_matches(|last: char| !last.is_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_is_cut_behind_a_word() {
        assert_eq!(excerpt("Short."), "Short.");
        let long = excerpt(&"пять слов, ".repeat(20));
        assert!(long.ends_with("слов…") || long.ends_with("пять…"), "{long}");
        assert!((LONGEST_EXCERPT - 12..=LONGEST_EXCERPT).contains(&long.chars().count()), "{long}");
        assert_eq!(excerpt(&"字".repeat(300)).chars().count(), LONGEST_EXCERPT + 1);
    }
}
