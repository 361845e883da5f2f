//! The snippets as JSON: one file an article, one a language, and an index to search in.
//!
//! A snippet is turned to JSON once; the files share its text.

use serde_json::value::RawValue;

use super::snippet::{
    ChannelFit, Entry, IndexEntry, Links, Placeholder, RedFlag, Review, SCHEMA, SCHEMA_VERSION, SequenceStep,
    Signature, Snippet, SnippetFile, SourceEntry, Status, Withdrawn, WithdrawnStatus,
};
use super::{Made, Press, record, schema};
use crate::article::front::{Channel, SnippetSettings};
use crate::article::outline::SnippetOutline;
use crate::article::tree::{Block, Body, Target, plain_text};
use crate::base::lang::Lang;
use crate::base::path::OutPath;
use crate::catalog::{self, Destination};
use crate::chat::{self, Message, Voice};
use crate::gate::{Cleared, Tombstone};
use crate::site::{Content, Growing, Shelf};
use crate::trust::words::Role;

/// A snippet as JSON, for the files that gather many.
pub(super) struct Told {
    lang: Lang,
    json: Box<RawValue>,
    /// Its line of the index; a withdrawn one is not to be found.
    index: Option<Box<RawValue>>,
}

/// The files that gather the snippets of all articles, as they grow.
pub(super) struct Gathering<'p> {
    /// One for each language, and the index, which is for all.
    lists: Vec<(Option<Lang>, Array<'p>)>,
}

/// A file with one long list.
struct Array<'p> {
    path: OutPath,
    file: Box<dyn Growing + 'p>,
    is_empty: bool,
}

/// How a file ends whose last value is a list.
const END_OF_LIST: &[u8] = b"]}\n";

/// The most characters of a blank (DESIGN 3).
const LONGEST_BLANK: usize = 40;

/// Makes the snippets of one article.
pub(super) fn all(press: &Press<'_>, cleared: &Cleared, tree: &Body) -> Vec<Snippet> {
    cleared.article().outline().snippets().map(|outline| snippet(press, cleared, tree, &outline)).collect()
}

/// Makes the file of one article's snippets.
pub(super) fn of_article(press: &Press<'_>, cleared: &Cleared, snippets: Vec<Snippet>) -> Made {
    let mut told = Vec::new();
    for snippet in snippets {
        let index = serde_json::value::to_raw_value(&index_entry(&snippet)).ok();
        told.extend(tell(cleared.article().lang(), &Entry::Published(Box::new(snippet)), index));
    }
    file(press, cleared.article().lang(), cleared.article().id().as_str(), told)
}

/// Makes the file of a withdrawn article's snippets: ids, codes and the word "withdrawn".
pub(super) fn of_tombstone(press: &Press<'_>, stone: &Tombstone) -> Made {
    let mut told = Vec::new();
    for snippet in stone.snippets() {
        let (id, code) = (format!("{}.{}", stone.id(), snippet.section), snippet.code.to_string());
        let entry = Entry::Withdrawn(Withdrawn { id, code, status: WithdrawnStatus::Withdrawn });
        told.extend(tell(stone.lang(), &entry, None));
    }
    file(press, stone.lang(), stone.id().as_str(), told)
}

fn tell(lang: &Lang, entry: &Entry, index: Option<Box<RawValue>>) -> Option<Told> {
    let json = serde_json::value::to_raw_value(entry).ok()?;
    Some(Told { lang: lang.clone(), json, index })
}

fn file(press: &Press<'_>, lang: &Lang, id: &str, told: Vec<Told>) -> Made {
    let mut made = Made::default();
    let path = OutPath::parse(&format!("snippets/{lang}/{id}.json"));
    made.file(press, path, json(&snippet_file(told.iter())));
    made.told = told;
    made
}

fn snippet_file<'a>(told: impl Iterator<Item = &'a Told>) -> SnippetFile<&'a RawValue> {
    SnippetFile {
        schema: SCHEMA,
        schema_version: SCHEMA_VERSION,
        snippets: told.map(|told| &*told.json).collect(),
    }
}

fn json(value: &impl serde::Serialize) -> Vec<u8> {
    let mut bytes = serde_json::to_vec(value).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

impl<'p> Gathering<'p> {
    /// Begins the file of each language and the index.
    pub(super) fn begin(press: &Press<'p>) -> Self {
        let languages = press.config.languages.iter().map(|lang| (Some(lang.clone()), lang.as_str()));
        let lists = languages.chain([(None, "index")]).filter_map(|(lang, name)| {
            let path = OutPath::parse(&format!("snippets/{name}.json"))?;
            Some((lang, Array::begin(press.shelf, path)))
        });
        Self { lists: lists.collect() }
    }

    /// Adds the snippets of the next article.
    pub(super) fn add(&mut self, told: &[Told]) {
        for (lang, list) in &mut self.lists {
            let lines = told.iter().filter_map(|told| match lang {
                Some(lang) => (*lang == told.lang).then_some(&told.json),
                None => told.index.as_ref(),
            });
            lines.for_each(|line| list.add(line));
        }
    }

    /// Ends the files, and adds the schema of what stands in them.
    pub(super) fn finish(self, press: &Press<'_>) -> Made {
        let mut made = Made::default();
        made.files.extend(self.lists.into_iter().map(|(_, list)| list.finish()));
        made.file(press, OutPath::parse("snippets/schema.json"), schema::json());
        made
    }
}

impl<'p> Array<'p> {
    fn begin(shelf: &'p dyn Shelf, path: OutPath) -> Self {
        let mut file = shelf.grow(&path);
        // The same list without anything in it, but for its end.
        let empty = json(&snippet_file(std::iter::empty()));
        file.add(empty.strip_suffix(END_OF_LIST).unwrap_or(&empty));
        Self { path, file, is_empty: true }
    }

    fn add(&mut self, value: &RawValue) {
        if !std::mem::take(&mut self.is_empty) {
            self.file.add(b",");
        }
        self.file.add(value.get().as_bytes());
    }

    fn finish(mut self) -> (OutPath, Content) {
        self.file.add(END_OF_LIST);
        (self.path, self.file.finish())
    }
}

fn index_entry(snippet: &Snippet) -> IndexEntry {
    IndexEntry {
        id: snippet.id.clone(),
        title: snippet.title.clone(),
        search_terms: snippet.search_terms.clone(),
        need: snippet.need,
        urgency: snippet.urgency,
        lang: snippet.lang.clone(),
        code: snippet.code.clone(),
        status: snippet.status,
        until: snippet.medical_review.until.clone(),
    }
}

/// Makes one snippet.
fn snippet(press: &Press<'_>, cleared: &Cleared, tree: &Body, outline: &SnippetOutline) -> Snippet {
    let article = cleared.article();
    let front = article.front();
    let empty = SnippetSettings::default();
    let settings = front.snippets.get(&outline.section).map_or(&empty, |settings| &**settings);
    let address = |target: &Target| absolute(press, cleared, target);
    let folder = record::folder(cleared);
    let picture = |file: &str| Some(format!("{}{folder}/{file}", press.config.base_url));
    let voice = Voice {
        lang: article.lang(),
        labels: press.theme.labels(article.lang()),
        facts: press.catalog.facts().map(|facts| &**facts.facts()),
        address: &address,
        picture: &picture,
    };
    let code = article.code(&press.config.site, outline).to_string();
    let sections = tree.section_range(&outline.section).unwrap_or_default();
    let cards: Vec<&Block> = tree.warnings().collect();
    let stamp = stamp(press, cleared, &code);
    let message = Message { cards: &cards, sections, notes: &tree.footnotes, stamp: &stamp };
    Snippet {
        id: format!("{}.{}", article.id(), outline.section),
        status: status(cleared),
        article: article.id().to_string(),
        anchor: outline.section.to_string(),
        lang: article.lang().to_string(),
        region: press.config.region.to_string(),
        title: sections.first().map(|section| plain_text(&section.title)).unwrap_or_default(),
        search_terms: front.search_terms.clone(),
        aliases: front.aliases.iter().map(|(alias, _)| alias.to_string()).collect(),
        need: front.need,
        delivery: front.delivery,
        urgency: front.urgency,
        audience: front.audience.clone(),
        openings: settings.openings.clone(),
        core_hash: format!("sha256:{}", article.core(&press.config.site, outline)),
        sensitivity: settings.sensitivity,
        channel_fit: channel_fit(settings),
        invite: settings.invite.clone(),
        red_flags: red_flags(tree, &voice),
        ask_first: front.ask_first.clone(),
        sequence: sequence(cleared, settings),
        escalate_to: front.escalate_to.clone(),
        next: front.next.iter().map(|(id, _)| id.to_string()).collect(),
        formats: chat::write(&message, &voice),
        placeholders: placeholders(settings),
        medical_review: medical_review(cleared),
        reviews: signatures(cleared),
        sources: sources(cleared),
        links: links(press, cleared, outline),
        content_hash: format!("sha256:{}", article.digest()),
        code,
    }
}

fn status(cleared: &Cleared) -> Status {
    match (cleared.clearance().is_demonstration(), cleared.clearance().is_overdue()) {
        (true, _) => Status::Demonstration,
        (false, true) => Status::Expired,
        (false, false) => Status::Verified,
    }
}

/// The last line of a message: who checked it, until when, and the code.
fn stamp(press: &Press<'_>, cleared: &Cleared, code: &str) -> String {
    let labels = press.theme.labels(cleared.article().lang());
    let code = format!("{} {code}", labels.get("stamp_code"));
    let due = labels.date(cleared.clearance().due());
    match status(cleared) {
        Status::Demonstration => format!("{} · {code}", labels.get("demonstration")),
        Status::Expired => format!("{} {due} · {code}", labels.get("expired")),
        Status::Verified => {
            let lang = cleared.article().lang();
            let mut who: Vec<&str> =
                cleared.clearance().approvers().iter().map(|approver| approver.public.text(lang)).collect();
            who.dedup();
            let (checked, until) = (labels.get("stamp_checked"), labels.get("stamp_until"));
            format!("{checked} {}, {until} {due} · {code}", who.join("; "))
        }
    }
}

/// Returns the whole address of what a link in a text leads to.
pub(super) fn absolute(press: &Press<'_>, cleared: &Cleared, target: &Target) -> Option<String> {
    let base = &press.config.base_url;
    let page = || catalog::page(cleared.article().lang(), cleared.article().id());
    match press.catalog.destination(cleared.article().lang(), target) {
        Destination::Page(path, section) => {
            Some(format!("{base}{path}{}", section.map(|section| format!("#{section}")).unwrap_or_default()))
        }
        Destination::Section(section) => Some(format!("{base}{}#{section}", page()?)),
        Destination::Elsewhere(address) => Some(address),
        // The number stands in the words of the link, or it would be printed twice.
        Destination::Phone(_) | Destination::Withheld => None,
    }
}

fn channel_fit(settings: &SnippetSettings) -> ChannelFit {
    let fits = |channel| settings.channels.is_empty() || settings.channels.contains(&channel);
    ChannelFit {
        group: fits(Channel::Group),
        dm: fits(Channel::Dm),
        phone: fits(Channel::Phone),
        sms: fits(Channel::Sms),
    }
}

fn red_flags(tree: &Body, voice: &Voice<'_>) -> Vec<RedFlag> {
    let flags = tree.red_flags().into_iter().map(|flag| RedFlag {
        text: chat::plain::line(flag.text, voice),
        level: flag.kind.as_str(),
        action: chat::plain::line(flag.action, voice),
    });
    flags.collect()
}

fn sequence(cleared: &Cleared, settings: &SnippetSettings) -> Vec<SequenceStep> {
    let steps = settings.sequence.iter().zip(1..).map(|(step, place)| SequenceStep {
        step: place,
        after_s: step.after_s,
        name: format!("{}.{}", cleared.article().id(), step.section),
    });
    steps.collect()
}

fn placeholders(settings: &SnippetSettings) -> Vec<Placeholder> {
    let blanks = settings.blanks.iter().map(|(name, blank)| Placeholder {
        name: name.to_string(),
        label: blank.label.clone(),
        kind: blank.kind,
        required: true,
        max_chars: LONGEST_BLANK,
    });
    blanks.collect()
}

fn medical_review(cleared: &Cleared) -> Review {
    let clearance = cleared.clearance();
    let medical = clearance.approvers().iter().find(|approver| approver.role == Role::Medical);
    Review {
        status: status(cleared),
        reviewer: medical.map(|approver| approver.public.text(cleared.article().lang()).to_owned()),
        role: Role::Medical.as_str(),
        on: medical.map(|approver| approver.reviewed.to_string()),
        until: clearance.due().to_string(),
        record: record::folder(cleared),
    }
}

fn signatures(cleared: &Cleared) -> Vec<Signature> {
    let approvers = cleared.clearance().approvers().iter().map(|approver| Signature {
        role: approver.role.as_str(),
        reviewer: approver.reviewer.to_string(),
        public: approver.public.text(cleared.article().lang()).to_owned(),
        on: approver.reviewed.to_string(),
    });
    approvers.collect()
}

fn sources(cleared: &Cleared) -> Vec<SourceEntry> {
    let sources = cleared.article().front().sources.iter().map(|source| SourceEntry {
        title: source.title.clone(),
        org: source.org.clone(),
        year: source.year,
        url: source.url.clone(),
        doi: source.doi.clone(),
        isbn: source.isbn.clone(),
    });
    sources.collect()
}

/// A text for workers alone has no page to link to.
fn links(press: &Press<'_>, cleared: &Cleared, outline: &SnippetOutline) -> Option<Links> {
    let path = catalog::page(cleared.article().lang(), cleared.article().id())?;
    let at = |base: &str| format!("{base}{path}#{}", outline.section);
    catalog::has_page(cleared).then(|| Links {
        canonical: at(&press.config.base_url),
        onion: press.config.onion.as_deref().map(at),
    })
}
