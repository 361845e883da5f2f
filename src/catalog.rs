//! The cleared articles as a web: who stands at which address, in which languages, and where links lead.
//!
//! Invariant: everything in it was cleared by the gate; a link to anything else is withheld.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::article::front::{Audience, Need, Urgency};
use crate::article::tree::Target;
use crate::base::lang::Lang;
use crate::base::name::{ArticleId, SectionId};
use crate::base::path::OutPath;
use crate::gate::{Cleared, ClearedFacts, Tombstone};

/// An article in one language.
pub type Key = (Lang, ArticleId);

/// The cleared articles, and what is left of withdrawn ones.
#[derive(Debug)]
pub struct Catalog {
    articles: BTreeMap<Key, Cleared>,
    tombstones: BTreeMap<Key, Tombstone>,
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
        let articles = cleared.into_iter().map(|cleared| (key_of(&cleared), cleared)).collect();
        let tombstones =
            tombstones.into_iter().map(|stone| ((stone.lang().clone(), stone.id().clone()), stone)).collect();
        Self { articles, tombstones, facts, languages }
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

    /// Returns the former ids that lead to a live page, each with the article it leads to: sorted, and none that is an id
    /// of its own. Where two articles claim one, the first has it.
    pub fn former_ids(&self) -> impl Iterator<Item = (Key, &Cleared)> {
        let mut former: BTreeMap<Key, &Cleared> = BTreeMap::new();
        for cleared in self.articles().filter(|cleared| has_page(cleared)) {
            for (alias, _) in &cleared.article().front().aliases {
                let key = (cleared.article().lang().clone(), alias.clone());
                if !self.articles.contains_key(&key) && !self.tombstones.contains_key(&key) {
                    former.entry(key).or_insert(cleared);
                }
            }
        }
        former.into_iter()
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
        let steps = |cleared: &Cleared| {
            cleared.article().outline().sections.iter().filter(|section| section.sos).count()
        };
        found.sort_by_key(|cleared| {
            (cleared.article().front().need != Need::Overdose, Reverse(steps(cleared)))
        });
        found
    }

    /// Returns the same text in the other languages of the site, in the order of the settings.
    pub fn translations<'a>(&'a self, of: &'a Cleared) -> impl Iterator<Item = &'a Cleared> {
        let own = of.article().lang();
        let others = self.languages.iter().filter(move |lang| *lang != own);
        others.filter_map(|lang| self.article(lang, of.article().id())).filter(|cleared| has_page(cleared))
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

/// Returns where the codes that begin with a character stand: `v/k.html`; without one the page that leads to them.
///
/// The code itself stands behind a `#`, which no server learns (DESIGN 6).
pub fn codes_page(first: Option<char>) -> Option<OutPath> {
    let name = first.map_or_else(|| "index".to_owned(), |first| first.to_ascii_lowercase().to_string());
    OutPath::parse(&format!("v/{name}.html"))
}

/// An article for workers alone has no page: it lives in the console and in the JSON.
pub fn has_page(cleared: &Cleared) -> bool {
    cleared.article().front().audience.iter().any(|audience| *audience != Audience::Worker)
}

fn has_section(cleared: &Cleared, wanted: &SectionId) -> bool {
    cleared.article().outline().sections.iter().any(|section| section.id.as_ref() == Some(wanted))
}

fn key_of(cleared: &Cleared) -> Key {
    (cleared.article().lang().clone(), cleared.article().id().clone())
}
