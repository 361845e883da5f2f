//! The snippets of one article: what the signed text, its settings and its signatures say, put together.
//!
//! Invariant: a variant differs from its core in its id and in what stands before the section, and in nothing else.

use std::collections::BTreeMap;

use super::snippet::{
    ChannelFit, Links, Placeholder, RedFlag, Review, SequenceStep, Signature, Snippet, SourceEntry, Speaker,
    Status,
};
use super::{Press, record};
use crate::article::front::{Audience, Channel, SnippetSettings};
use crate::article::outline::SnippetOutline;
use crate::article::tree::{Block, Body, Target, plain_text};
use crate::base::digest::Digest;
use crate::catalog::{self, Destination};
use crate::chat::{self, Formats, Message, Stamp, Voice};
use crate::gate::{Approver, Cleared};
use crate::trust::words::Role;

/// The most characters of a blank.
const LONGEST_BLANK: usize = 40;

/// Makes the snippets of one article, each followed by its variants.
pub(super) fn all(press: &Press<'_>, cleared: &Cleared, tree: &Body) -> Vec<Snippet> {
    cleared
        .article()
        .outline()
        .snippets()
        .flat_map(|outline| with_variants(press, cleared, tree, &outline))
        .collect()
}

/// Makes one snippet, and the same behind each of its openings.
fn with_variants(
    press: &Press<'_>,
    cleared: &Cleared,
    tree: &Body,
    outline: &SnippetOutline,
) -> Vec<Snippet> {
    let article = cleared.article();
    let empty = SnippetSettings::default();
    let settings = article.front().snippets.get(&outline.section).map_or(&empty, |settings| &**settings);
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
    let message = Message { cards: &cards, opening: "", sections, notes: &tree.footnotes, stamp: &stamp };
    let said = Said {
        title: sections.first().map(|section| plain_text(&section.title)).unwrap_or_default(),
        red_flags: red_flags(tree, &voice),
        formats: chat::write(&message, &voice),
        code,
    };
    let core = snippet(press, cleared, (settings, outline), said);
    let variants = settings.openings.iter().map(|(frame, opening)| Snippet {
        id: format!("{}.{}", core.id, frame.as_str()),
        frame: Some(*frame),
        variant_of: Some(core.id.clone()),
        openings: BTreeMap::new(),
        formats: chat::write(&Message { opening, ..message }, &voice),
        ..core.clone()
    });
    let variants: Vec<Snippet> = variants.collect();
    std::iter::once(core).chain(variants).collect()
}

/// What is written with the words of a language.
struct Said {
    code: String,
    title: String,
    red_flags: Vec<RedFlag>,
    formats: Formats,
}

/// Makes one snippet without an opening.
fn snippet(
    press: &Press<'_>,
    cleared: &Cleared,
    (settings, outline): (&SnippetSettings, &SnippetOutline),
    said: Said,
) -> Snippet {
    let article = cleared.article();
    let front = article.front();
    Snippet {
        id: format!("{}.{}", article.id(), outline.section),
        code: said.code,
        status: status(cleared),
        article: article.id().to_string(),
        anchor: outline.section.to_string(),
        lang: article.lang().to_string(),
        region: press.config.region.to_string(),
        title: said.title,
        search_terms: front.search_terms.clone(),
        aliases: front.aliases.iter().map(|(alias, _)| alias.to_string()).collect(),
        need: front.need,
        delivery: front.delivery,
        urgency: front.urgency,
        audience: front.audience.clone(),
        voice: speaker(cleared),
        frame: None,
        variant_of: None,
        openings: settings.openings.clone(),
        core_hash: format!("sha256:{}", article.core(&press.config.site, outline)),
        sensitivity: settings.sensitivity,
        channel_fit: channel_fit(settings),
        invite: settings.invite.clone(),
        red_flags: said.red_flags,
        ask_first: front.ask_first.clone(),
        sequence: sequence(cleared, settings),
        escalate_to: front.escalate_to.clone(),
        next: front.next.iter().map(|(id, _)| id.to_string()).collect(),
        related: press.catalog.related(cleared).map(|other| other.article().id().to_string()).collect(),
        formats: said.formats,
        placeholders: placeholders(settings),
        medical_review: review(cleared, Role::Medical),
        legal_review: signed(cleared, Role::Legal).map(|_| review(cleared, Role::Legal)),
        translation_review: cleared.translation().map(|_| review(cleared, Role::Editor)),
        reviews: signatures(cleared),
        sources: sources(cleared),
        links: links(press, cleared, outline),
        content_hash: format!("sha256:{}", content_hash(press, cleared)),
    }
}

/// The digest of what the message is made of: the signed file, and the facts in it.
fn content_hash(press: &Press<'_>, cleared: &Cleared) -> Digest {
    let article = cleared.article();
    let facts = press.catalog.facts().map(|facts| &facts.facts().facts);
    let filled = article.outline().facts.iter().flat_map(|(key, _)| {
        let fact = facts.and_then(|facts| facts.get(key));
        let country = fact.and_then(|fact| fact.country.clone()).unwrap_or_default();
        [
            key.to_string(),
            fact.and_then(|fact| fact.text(article.lang())).unwrap_or_default().to_owned(),
            country,
        ]
    });
    let filled: Vec<String> = filled.collect();
    let pieces = [article.source().text()].into_iter().chain(filled.iter().map(String::as_str));
    Digest::of_pieces(pieces.map(str::as_bytes))
}

/// A text that no doctor has to sign says how a service works, and not what happens in a body.
fn speaker(cleared: &Cleared) -> Speaker {
    signed(cleared, Role::Medical).map_or(Speaker::Service, |_| Speaker::Medical)
}

fn status(cleared: &Cleared) -> Status {
    match (cleared.clearance().is_demonstration(), cleared.clearance().is_overdue()) {
        (true, _) => Status::Demonstration,
        (false, true) => Status::Expired,
        (false, false) => Status::Verified,
    }
}

/// The end of a message.
fn stamp(press: &Press<'_>, cleared: &Cleared, code: &str) -> String {
    let (clearance, lang) = (cleared.clearance(), cleared.article().lang());
    let mut names: Vec<&str> =
        clearance.approvers().iter().map(|approver| approver.public.text(lang)).collect();
    names.dedup();
    let stamp = Stamp {
        names: &names,
        due: clearance.due(),
        overdue: clearance.is_overdue(),
        demonstration: clearance.is_demonstration(),
        code,
        base_url: &press.config.base_url,
    };
    stamp.text(press.theme.labels(lang))
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
        default: None,
        from: Audience::Worker.as_str(),
        max_chars: LONGEST_BLANK,
    });
    blanks.collect()
}

/// The first note of a role that counts.
fn signed(cleared: &Cleared, role: Role) -> Option<&Approver> {
    cleared.clearance().approvers().iter().find(|approver| approver.role == role)
}

fn review(cleared: &Cleared, role: Role) -> Review {
    let signed = signed(cleared, role);
    Review {
        status: status(cleared),
        reviewer: signed.map(|approver| approver.public.text(cleared.article().lang()).to_owned()),
        role: role.as_str(),
        on: signed.map(|approver| approver.reviewed.to_string()),
        until: cleared.clearance().due().to_string(),
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
    let plain = catalog::twin(cleared.article().lang(), cleared.article().id())?;
    let at = |base: &str| format!("{base}{path}#{}", outline.section);
    catalog::has_page(cleared).then(|| Links {
        canonical: at(&press.config.base_url),
        text: format!("{}{plain}", press.config.base_url),
        onion: press.config.onion.as_deref().map(at),
    })
}
