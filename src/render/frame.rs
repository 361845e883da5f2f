//! What stands around the content of every page: the site's name, the way to help, the way out, the languages.
//!
//! Invariant: what all pages of a language share is turned into template values once.

use serde::Serialize;
use tera::Value;

use super::escape::escape;
use super::view::Link;
use crate::base::day::Day;
use crate::base::lang::Lang;
use crate::base::path::OutPath;
use crate::theme::{Labels, Theme};

/// A day, for machines and for readers.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Dated {
    /// `2026-11-20`.
    pub iso: String,
    /// `20 November 2026`, as the language writes it.
    pub text: String,
}

impl Dated {
    /// Writes a day with the labels of a language.
    pub fn new(day: Day, labels: &Labels) -> Self {
        Self { iso: day.to_string(), text: labels.date(day) }
    }
}

/// What is true of the site in one language.
#[derive(Clone, Debug, Serialize)]
pub struct SiteView {
    /// Its name.
    pub name: String,
    /// The number to call in an emergency and its `tel:` address, where the region's facts know it.
    pub emergency: Option<Link>,
    /// Where the quick exit leads; without it there is none.
    pub exit: Option<String>,
    /// Its address in Tor Browser, printed as text; a build for Tor leaves it out.
    pub onion: Option<String>,
    /// Its own address without `https://`, printed as text in copies that have grown old.
    pub address: String,
    /// Where it says how to leave fewer traces, from the root of the site.
    pub traces: Option<String>,
    /// What the law wants said on every page.
    pub notices: Vec<String>,
}

/// What a copy of a page says once a day is past that was still to come when the page was made.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Old {
    /// Whether the site itself takes the text off after that day.
    pub lapses: bool,
    /// The last day on which the text is fresh.
    pub due: Dated,
    /// Whether it stands behind the text.
    pub last: bool,
}

/// What all pages of one language share; cloning shares it.
#[derive(Clone, Debug)]
pub struct Shared {
    pub(super) site: Value,
    pub(super) labels: Value,
    pub(super) style: Value,
    pub(super) scripts: Value,
    pub(super) lang: Lang,
    /// What a page must say where it rests on demonstration signatures, as HTML.
    pub(super) mark: String,
}

impl Shared {
    /// Prepares the values that all pages in `lang` share.
    pub fn new(theme: &Theme, lang: &Lang, site: &SiteView) -> Self {
        let mut mark = String::new();
        escape(&mut mark, theme.labels(lang).get("demonstration"));
        Self {
            mark,
            site: Value::from_serializable(site),
            labels: theme.labels(lang).value(),
            style: theme.style().value(),
            scripts: theme.pages().value(),
            lang: lang.clone(),
        }
    }
}

/// A language that a page can be read in.
#[derive(Clone, Debug, Serialize)]
pub struct LanguageLink {
    /// Its tag.
    pub lang: String,
    /// Its direction, `ltr` or `rtl`.
    pub dir: &'static str,
    /// Its own name for itself.
    pub name: String,
    /// The address of the page in it, relative to this one.
    pub href: String,
    /// Whether this page is in it.
    pub current: bool,
    /// Where the link leads instead, in its own language: there is no such page.
    pub lacking: Option<String>,
}

impl LanguageLink {
    /// Describes the way from a page to its twin in `lang`, which stands at `href`.
    pub fn new(theme: &Theme, lang: &Lang, href: String, current: bool) -> Self {
        let name = theme.labels(lang).get("language_name").to_owned();
        Self { lang: lang.to_string(), dir: lang.direction(), name, href, current, lacking: None }
    }

    /// Describes the way from a page that `lang` lacks to the home of `lang`, which stands at `href`.
    pub fn home(theme: &Theme, lang: &Lang, href: String) -> Self {
        let lacking = Some(theme.labels(lang).get("lacking").to_owned());
        Self { lacking, ..Self::new(theme, lang, href, false) }
    }
}

/// What stands around one page.
#[derive(Clone, Debug)]
pub struct Frame {
    /// What it shares with all pages of its language.
    pub shared: Shared,
    /// Where the page stands.
    pub page: OutPath,
    /// What leads from the page to the site's root: `../`, nothing at the root, the base URL with its slash on `404.html`.
    pub root: String,
    /// The languages it can be read in, its own among them; with fewer than two, none are shown.
    pub languages: Vec<LanguageLink>,
    /// The exact address of this page in Tor Browser; a build for Tor leaves it out.
    pub onion_location: Option<String>,
    /// Whether anything on it rests on demonstration signatures.
    pub demonstration: bool,
    /// Whether somebody may read it beside a person in danger: then what is no help stands at the end.
    pub urgent: bool,
    /// What it says when it has grown old.
    pub old: Vec<Old>,
}

impl Frame {
    /// Begins the frame of the page at `page`, with relative addresses and nothing more.
    pub fn new(shared: &Shared, page: &OutPath) -> Self {
        Self {
            shared: shared.clone(),
            page: page.clone(),
            root: page.to_root(),
            languages: Vec::new(),
            onion_location: None,
            demonstration: false,
            urgent: false,
            old: Vec::new(),
        }
    }

    /// Returns the language of the page.
    pub fn lang(&self) -> &Lang {
        &self.shared.lang
    }
}
