//! The pages of topics: what there is on a subject, the urgent first; a large one on several pages.

use std::collections::BTreeMap;

use super::entry::entry;
use super::{Frames, Made, Press, languages, page_name};
use crate::base::lang::Lang;
use crate::base::name::Topic;
use crate::base::path::OutPath;
use crate::catalog::{haste, topic_page};
use crate::gate::Cleared;
use crate::render::page;
use crate::render::view::{Entry, Letter, Link, TopicView, UrgencyGroup};

/// The topics of each language, each with its texts.
pub(super) type Topics<'a> = BTreeMap<&'a Lang, BTreeMap<&'a Topic, Vec<&'a Cleared>>>;

/// Gathers the topics of all languages.
pub(super) fn gather<'a>(press: &Press<'a>) -> Topics<'a> {
    let of = |lang| press.catalog.topics(lang, &press.theme.labels(lang).alphabet());
    press.config.languages.iter().map(|lang| (lang, of(lang))).collect()
}

/// The most texts on a page: some fifteen kilobytes, compressed. A larger topic goes on on further pages.
const MOST: usize = 200;

/// Makes the pages.
pub(super) fn emit(press: &Press<'_>, frames: &Frames, topics: &Topics<'_>) -> Made {
    let mut made = Made::default();
    for (lang, topic, articles) in
        topics.iter().flat_map(|(lang, own)| own.iter().map(move |(topic, articles)| (lang, topic, articles)))
    {
        let demonstration = articles.iter().any(|cleared| cleared.clearance().is_demonstration());
        let reviewed = articles.iter().filter_map(|cleared| cleared.clearance().reviewed()).max();
        for (texts, number) in articles.chunks(MOST).zip(1..) {
            let Some(path) = numbered(lang, topic, number) else { continue };
            let Some(mut frame) = frames.frame(press, lang, &path) else { continue };
            let twins = topics.iter().filter(|(other, own)| other != &lang && own.contains_key(topic));
            let twins = twins.filter_map(|(lang, _)| Some((*lang, topic_page(lang, topic)?)));
            frame.languages = languages(press, lang, &path, twins);
            frame.demonstration |= demonstration;
            let view = TopicView {
                title: press.theme.labels(lang).topic(topic),
                groups: groups(texts, &path),
                pages: parts((lang, topic), articles, number),
            };
            if number == 1 {
                made.list(lang, path.as_str(), reviewed);
            }
            made.page(press, path, page::topic(press.theme, &frame, &view));
        }
    }
    made
}

/// Where a page of a topic stands. No topic has an underscore in its name, so none is another's further page.
fn numbered(lang: &Lang, topic: &Topic, number: usize) -> Option<OutPath> {
    if number == 1 {
        return topic_page(lang, topic);
    }
    OutPath::parse(&format!("{lang}/topic-{topic}_{number}.html"))
}

/// The way to each page of a topic from its page with this number; none where it has only that.
fn parts((lang, topic): (&Lang, &Topic), articles: &[&Cleared], current: usize) -> Vec<Letter> {
    if articles.len() <= MOST {
        return Vec::new();
    }
    let title = |cleared: Option<&&Cleared>| {
        cleared.map_or("", |cleared| &cleared.article().front().title).to_owned()
    };
    let part = |(texts, number): (&[&Cleared], usize)| {
        let href = numbered(lang, topic, number)?;
        let text = format!("{} – {}", title(texts.first()), title(texts.last()));
        Some(Letter { text, href: page_name(&href).to_owned(), current: number == current })
    };
    articles.chunks(MOST).zip(1..).filter_map(part).collect()
}

/// Returns the entries of texts in the order of their haste, by urgency.
pub(super) fn groups(articles: &[&Cleared], path: &OutPath) -> Vec<UrgencyGroup> {
    let urgency = |cleared: &&Cleared| cleared.article().front().urgency;
    let groups = articles.chunk_by(|one, other| urgency(one) == urgency(other)).map(|group| UrgencyGroup {
        urgency: urgency(&group[0]),
        entries: group.iter().filter_map(|cleared| entry(cleared, path)).collect::<Vec<Entry>>(),
    });
    groups.collect()
}

/// Returns the way from the page at `path` to each topic of a language: in the order of their most urgent texts, then as the
/// alphabet has their names.
pub(super) fn links(press: &Press<'_>, topics: &Topics<'_>, lang: &Lang, path: &OutPath) -> Vec<Link> {
    let labels = press.theme.labels(lang);
    let alphabet = labels.alphabet();
    let mut links: Vec<_> = topics
        .get(lang)
        .into_iter()
        .flatten()
        .filter_map(|(topic, articles)| {
            let link = Link { text: labels.topic(topic), href: from(path, &topic_page(lang, topic)?) };
            let first = articles.first().map(|cleared| haste(cleared));
            Some((first, alphabet.key(&link.text), link))
        })
        .collect();
    links.sort();
    links.into_iter().map(|(.., link)| link).collect()
}

/// Returns the way from a text's page to its topic.
pub(super) fn link(press: &Press<'_>, cleared: &Cleared, path: &OutPath) -> Option<Link> {
    let lang = cleared.article().lang();
    let text = press.theme.labels(lang).topic(cleared.topic());
    Some(Link { text, href: from(path, &topic_page(lang, cleared.topic())?) })
}

fn from(path: &OutPath, to: &OutPath) -> String {
    format!("{}{to}", path.to_root())
}
