//! The cleared articles as a web: who stands at which address, in which languages, and where links lead.
//!
//! Invariant: everything in it was cleared by the gate; a link to anything else is withheld.

mod index;
mod related;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::article::front::{Audience, Need, Urgency};
use crate::article::tree::Target;
use crate::base::alphabet::Alphabet;
use crate::base::lang::Lang;
use crate::base::name::{ArticleId, SectionId, Topic};
use crate::base::path::OutPath;
use crate::gate::{Cleared, ClearedFacts, Ending, Tombstone};

pub use index::{Line, Origin};

/// An article in one language.
pub type Key = (Lang, ArticleId);

/// The cleared articles, and what is left of withdrawn ones.
#[derive(Debug)]
pub struct Catalog {
    articles: BTreeMap<Key, Cleared>,
    tombstones: BTreeMap<Key, Tombstone>,
    /// Former ids, each with the article that bore it.
    former: BTreeMap<Key, ArticleId>,
    related: BTreeMap<Key, Vec<ArticleId>>,
    facts: Option<ClearedFacts>,
    languages: Vec<Lang>,
}

/// What the catalogue holds of one article.
#[derive(Clone, Copy, Debug)]
pub enum Text<'a> {
    /// It may be shown.
    Live(&'a Cleared),
    /// It was shown once.
    Ended(&'a Tombstone),
}

/// Where a link leads from a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Destination {
    /// A page of this site: its path, and a section of it.
    Page(OutPath, Option<SectionId>),
    /// A section of the same page.
    Section(SectionId),
    /// An address elsewhere.
    Elsewhere(String),
    /// A number to call.
    Phone(String),
    /// Nothing that is published.
    Withheld,
}

impl Catalog {
    /// Takes what the gate has cleared.
    pub fn new(
        cleared: Vec<Cleared>,
        tombstones: Vec<Tombstone>,
        facts: Option<ClearedFacts>,
        languages: Vec<Lang>,
    ) -> Self {
        let articles: BTreeMap<Key, Cleared> =
            cleared.into_iter().map(|cleared| (key_of(&cleared), cleared)).collect();
        let tombstones =
            tombstones.into_iter().map(|stone| ((stone.lang().clone(), stone.id().clone()), stone)).collect();
        let related = languages.iter().flat_map(|lang| related(&articles, lang)).collect();
        let former = former(&articles);
        Self { articles, tombstones, former, related, facts, languages }
    }

    /// Returns the languages of the site, the default first.
    pub fn languages(&self) -> &[Lang] {
        &self.languages
    }

    /// Returns the cleared facts of the region.
    pub fn facts(&self) -> Option<&ClearedFacts> {
        self.facts.as_ref()
    }

    /// Returns every cleared article, sorted by language and id.
    pub fn articles(&self) -> impl Iterator<Item = &Cleared> {
        self.articles.values()
    }

    /// Returns every tombstone, sorted by language and id.
    pub fn tombstones(&self) -> impl Iterator<Item = &Tombstone> {
        self.tombstones.values()
    }

    /// Returns every cleared article and every tombstone, sorted by language and id.
    pub fn texts(&self) -> Vec<Text<'_>> {
        let live = self.articles.iter().map(|(key, cleared)| (key, Text::Live(cleared)));
        let ended = self.tombstones.iter().map(|(key, stone)| (key, Text::Ended(stone)));
        let mut texts: Vec<(&Key, Text<'_>)> = live.chain(ended).collect();
        texts.sort_by_key(|(key, _)| *key);
        texts.into_iter().map(|(_, text)| text).collect()
    }

    /// Returns what is left of the article of this language and id, where it has ended.
    pub fn tombstone(&self, lang: &Lang, id: &ArticleId) -> Option<&Tombstone> {
        self.tombstones.get(&(lang.clone(), id.clone()))
    }

    /// Returns the former ids that lead to a live page, each with the article it leads to: sorted, and none under which a
    /// tombstone stands, because readers must learn that what they look for was withdrawn.
    pub fn former_ids(&self) -> impl Iterator<Item = (&Key, &Cleared)> {
        let free = self.former.iter().filter(|(key, _)| !self.tombstones.contains_key(key));
        free.filter_map(|(key, id)| Some((key, self.article(&key.0, id)?)))
    }

    /// Returns the article to read instead of one that has ended, where it is published: the one its withdrawal names, else
    /// the one that once bore its id.
    pub fn successor(&self, stone: &Tombstone) -> Option<&Cleared> {
        let named = match stone.ending() {
            Ending::Withdrawn { instead, .. } => instead.as_ref(),
            Ending::Expired { .. } | Ending::Held | Ending::Corrected => None,
        };
        let named = named.and_then(|id| self.article(stone.lang(), id)).filter(|named| has_page(named));
        let claims = || self.former.get(&(stone.lang().clone(), stone.id().clone()));
        named.or_else(|| self.article(stone.lang(), claims()?))
    }

    /// Returns the cleared article of this language and id.
    pub fn article(&self, lang: &Lang, id: &ArticleId) -> Option<&Cleared> {
        self.articles.get(&(lang.clone(), id.clone()))
    }

    /// Returns the articles of one language that have a page, sorted by id.
    pub fn pages<'a>(&'a self, lang: &'a Lang) -> impl Iterator<Item = &'a Cleared> {
        self.articles().filter(move |cleared| cleared.article().lang() == lang && has_page(cleared))
    }

    /// Returns the emergency articles of one language: overdose first, then those with the most steps for the emergency
    /// page, then by id.
    pub fn emergencies<'a>(&'a self, lang: &'a Lang) -> Vec<&'a Cleared> {
        let mut found: Vec<&Cleared> = self
            .pages(lang)
            .filter(|cleared| cleared.article().front().urgency == Urgency::Emergency)
            .collect();
        found.sort_by_key(|cleared| haste(cleared));
        found
    }

    /// Returns the same text in the other languages of the site, in the order of the settings.
    pub fn translations<'a>(&'a self, of: &'a Cleared) -> impl Iterator<Item = &'a Cleared> {
        let own = of.article().lang();
        let others = self.languages.iter().filter(move |lang| *lang != own);
        others.filter_map(|lang| self.article(lang, of.article().id())).filter(|cleared| has_page(cleared))
    }

    /// Returns up to four texts that have to do with this one, nearest first; none that it sends its readers to as the next.
    pub fn related<'a>(&'a self, to: &Cleared) -> impl Iterator<Item = &'a Cleared> {
        let ids = self.related.get(&key_of(to)).into_iter().flatten();
        let lang = to.article().lang().clone();
        ids.filter_map(move |id| self.article(&lang, id))
    }

    /// Returns the texts of one language that have a page, by topic: in the order of their haste, then by title as
    /// the alphabet has it.
    pub fn topics<'a>(
        &'a self,
        lang: &'a Lang,
        alphabet: &Alphabet,
    ) -> BTreeMap<&'a Topic, Vec<&'a Cleared>> {
        let mut topics: BTreeMap<&Topic, Vec<&Cleared>> = BTreeMap::new();
        for cleared in self.pages(lang) {
            topics.entry(cleared.topic()).or_default().push(cleared);
        }
        for articles in topics.values_mut() {
            articles.sort_by_cached_key(|cleared| {
                (haste(cleared), alphabet.key(&cleared.article().front().title))
            });
        }
        topics
    }

    /// Returns the index of one language, in the order of its alphabet.
    pub fn index<'a>(&'a self, lang: &'a Lang, alphabet: &Alphabet) -> Vec<Line<'a>> {
        index::lines(self, lang, alphabet)
    }

    /// Says where a link in a text of language `from` leads.
    pub fn destination(&self, from: &Lang, target: &Target) -> Destination {
        match target {
            Target::Section(section) => Destination::Section(section.clone()),
            Target::Web(address) => Destination::Elsewhere(address.clone()),
            Target::Phone(number) => Destination::Phone(number.clone()),
            Target::Article { lang, id, section, .. } => {
                let key = (lang.clone().unwrap_or_else(|| from.clone()), id.clone());
                let live = self.articles.get(&key).filter(|cleared| has_page(cleared));
                match live {
                    Some(cleared) => {
                        let there = section.clone().filter(|section| has_section(cleared, section));
                        page(&key.0, id).map_or(Destination::Withheld, |path| Destination::Page(path, there))
                    }
                    None => Destination::Withheld,
                }
            }
        }
    }
}

/// Returns where the page of an article stands: `<lang>/<id>.html`.
pub fn page(lang: &Lang, id: &ArticleId) -> Option<OutPath> {
    OutPath::parse(&format!("{lang}/{id}.html"))
}

/// Returns where the plain twin of an article stands: `<lang>/<id>.txt`.
pub fn twin(lang: &Lang, id: &ArticleId) -> Option<OutPath> {
    OutPath::parse(&format!("{lang}/{id}.txt"))
}

/// Returns where the page of a topic stands: `<lang>/topic-<topic>.html`.
pub fn topic_page(lang: &Lang, topic: &Topic) -> Option<OutPath> {
    OutPath::parse(&format!("{lang}/topic-{topic}.html"))
}

/// Returns where the codes that begin with a character stand: `v/k.html`; without one the page that leads to them.
///
/// The code itself stands behind a `#`, which no server learns.
pub fn codes_page(first: Option<char>) -> Option<OutPath> {
    let name = first.map_or_else(|| "index".to_owned(), |first| first.to_ascii_lowercase().to_string());
    OutPath::parse(&format!("v/{name}.html"))
}

/// The order in which readers must find texts: by urgency; of the emergencies overdose first, then those with the most steps
/// for the emergency page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Haste(Urgency, bool, Reverse<usize>);

/// Returns how soon readers must find a text; the lesser the sooner.
pub fn haste(cleared: &Cleared) -> Haste {
    let (front, outline) = (cleared.article().front(), cleared.article().outline());
    if front.urgency != Urgency::Emergency {
        return Haste(front.urgency, true, Reverse(0));
    }
    let steps = outline.sections.iter().filter(|section| section.sos).count();
    Haste(front.urgency, front.need != Need::Overdose, Reverse(steps))
}

/// An article for workers alone has no page: it lives in the console and in the JSON.
pub fn has_page(cleared: &Cleared) -> bool {
    cleared.article().front().audience.iter().any(|audience| *audience != Audience::Worker)
}

/// The former ids of articles that have a page. One that is the id of a live article in any language stays that article's,
/// because an id is the same in every language and never reused; where two claim one, the first has it.
fn former(articles: &BTreeMap<Key, Cleared>) -> BTreeMap<Key, ArticleId> {
    let ids: BTreeSet<&ArticleId> = articles.keys().map(|(_, id)| id).collect();
    let mut former = BTreeMap::new();
    for ((lang, id), cleared) in articles.iter().filter(|(_, cleared)| has_page(cleared)) {
        let aliases = cleared.article().front().aliases.iter().map(|(alias, _)| alias);
        for alias in aliases.filter(|alias| !ids.contains(alias)) {
            former.entry((lang.clone(), alias.clone())).or_insert_with(|| id.clone());
        }
    }
    former
}

fn related<'a>(
    articles: &'a BTreeMap<Key, Cleared>,
    lang: &'a Lang,
) -> impl Iterator<Item = (Key, Vec<ArticleId>)> + 'a {
    let texts: Vec<&Cleared> =
        articles.values().filter(|cleared| cleared.article().lang() == lang && has_page(cleared)).collect();
    let related = related::related(&texts);
    texts.into_iter().map(key_of).zip(related)
}

fn has_section(cleared: &Cleared, wanted: &SectionId) -> bool {
    cleared.article().outline().sections.iter().any(|section| section.id.as_ref() == Some(wanted))
}

fn key_of(cleared: &Cleared) -> Key {
    (cleared.article().lang().clone(), cleared.article().id().clone())
}
