//! What stands around every page: the emergency number, the way out, notices, the other languages.
//!
//! Invariant: what all pages of a language share is made once, and everything in it was cleared.

use std::collections::BTreeMap;

use super::Press;
use crate::base::lang::Lang;
use crate::base::name::{ArticleId, FactKey};
use crate::base::path::OutPath;
use crate::catalog::{self, has_page};
use crate::gate::Clearance;
use crate::render::{self, Dated, Frame, LanguageLink, Old, Shared, SiteView, view::Link};

/// What all pages of each language share.
#[derive(Debug)]
pub(super) struct Frames {
    shared: Vec<Shared>,
}

impl Frames {
    pub(super) fn new(press: &Press<'_>) -> Self {
        let shared = press.config.languages.iter().map(|lang| {
            let site = SiteView {
                name: press.config.name(lang).to_owned(),
                emergency: emergency_number(press, lang),
                exit: press.config.exit_target.clone(),
                onion: press.config.onion_twin().map(str::to_owned),
                address: address(&press.config.base_url),
                traces: traces(press, lang),
                notices: notices(press, lang).map(str::to_owned).collect(),
            };
            Shared::new(press.theme, lang, &site)
        });
        Self { shared: shared.collect() }
    }

    /// Returns the frame of the page at `page`; none in a language that the site does not have.
    pub(super) fn frame(&self, press: &Press<'_>, lang: &Lang, page: &OutPath) -> Option<Frame> {
        let place = press.config.languages.iter().position(|known| known == lang)?;
        let mut frame = Frame::new(self.shared.get(place)?, page);
        // Every page shows a number from the facts, and the notices.
        frame.demonstration = press.catalog.facts().is_some_and(|facts| facts.clearance().is_demonstration())
            || notices(press, lang).next().is_some()
                && press.services.is_some_and(|live| live.clearance().is_demonstration());
        frame.onion_location = press.config.onion_twin().map(|onion| format!("{onion}{page}"));
        Some(frame)
    }
}

/// The fact that the emergency link on every page shows.
const EMERGENCY: &str = "contacts.ambulance";

fn emergency_number(press: &Press<'_>, lang: &Lang) -> Option<Link> {
    let facts = press.catalog.facts()?.facts();
    let number = facts.facts.get(&FactKey::parse(EMERGENCY)?)?.text(lang)?;
    Some(Link { text: number.to_owned(), href: render::phone_href(number)? })
}

/// The article on leaving fewer traces, where a site has one: pages lead to it from where they say what the quick exit cannot
/// do.
const TRACES: &str = "leave-fewer-traces";

fn traces(press: &Press<'_>, lang: &Lang) -> Option<String> {
    let cleared = press.catalog.article(lang, &ArticleId::parse(TRACES)?).filter(|live| has_page(live))?;
    Some(catalog::page(lang, cleared.article().id())?.to_string())
}

/// An address as people say it.
fn address(base_url: &str) -> String {
    let said = base_url.split_once("://").map_or(base_url, |(_, said)| said);
    said.trim_end_matches('/').to_owned()
}

/// What every page in a language must say today.
fn notices<'a>(press: &Press<'a>, lang: &'a Lang) -> impl Iterator<Item = &'a str> {
    let as_of = press.project.as_of();
    press.services.into_iter().flat_map(move |live| live.services().notices(lang, as_of))
}

/// Lets a page say, in a copy that is opened later, that this text has grown old: whether it lapses then, and whether that
/// stands `last` on the page. Of a text that is old already the page says it itself.
pub(super) fn ages(
    press: &Press<'_>,
    frame: &mut Frame,
    clearance: &Clearance,
    (lapses, last): (bool, bool),
) {
    let due = Dated::new(clearance.due(), press.theme.labels(frame.lang()));
    frame.old.extend((!clearance.is_overdue()).then_some(Old { lapses, due, last }));
}

/// Describes the languages of a page: its own, each that has a twin of it, and for each that has none the way to its home.
pub(super) fn languages<'a>(
    press: &Press<'_>,
    own: &Lang,
    page: &OutPath,
    twins: impl Iterator<Item = (&'a Lang, OutPath)>,
) -> Vec<LanguageLink> {
    let root = page.to_root();
    let twins: BTreeMap<_, _> = twins.collect();
    let links = press.config.languages.iter().map(|lang| match twins.get(lang) {
        _ if lang == own => LanguageLink::new(press.theme, lang, page_name(page).to_owned(), true),
        Some(twin) => LanguageLink::new(press.theme, lang, format!("{root}{twin}"), false),
        None => LanguageLink::home(press.theme, lang, format!("{root}{lang}/index.html")),
    });
    links.collect()
}

/// The address of a page relative to itself.
pub(super) fn page_name(page: &OutPath) -> &str {
    page.as_str().rsplit('/').next().unwrap_or_default()
}
