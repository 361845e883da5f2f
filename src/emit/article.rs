//! Everything one cleared article gives: its page, its snippets, its version of the record.

use std::collections::BTreeMap;

use super::{
    Frames, Made, Press, ages, answers, languages, messages, record, search, services, snippets, topics,
    twin, where_now,
};
use crate::article::front::Urgency;
use crate::article::tree::{Body, Target};
use crate::base::path::OutPath;
use crate::catalog::{self, Destination, has_page};
use crate::facts::Fact;
use crate::gate::Cleared;
use crate::render::view::{ArticleView, ForeignLink, Link, ReviewView, SourceView};
use crate::render::{self, Citations, Dated, Picture, Place, Surroundings, body, page};

/// Makes the files of one article.
pub(super) fn emit(press: &Press<'_>, frames: &Frames, cleared: &Cleared) -> Made {
    let mut made = Made::default();
    let tree = cleared.article().body();
    if has_page(cleared)
        && let Some(path) = catalog::page(cleared.article().lang(), cleared.article().id())
        && let Some(mut frame) = frames.frame(press, cleared.article().lang(), &path)
    {
        frame.demonstration |= cleared.clearance().is_demonstration();
        frame.languages = twins(press, cleared, &path);
        let urgent = cleared.article().front().urgency == Urgency::Emergency;
        frame.urgent = urgent;
        // What its own site has taken off is to be followed by nobody, in no haste.
        let lapses = cleared.lapses();
        ages(press, &mut frame, cleared.clearance(), (lapses, urgent && !lapses));
        made.list(cleared.article().lang(), path.as_str(), cleared.clearance().reviewed());
        let words = twin::body(press, cleared, &tree);
        made.sought.push(search::of_article(cleared, &words));
        let plain = twin::of_article(press, cleared, words, (&path, frame.demonstration));
        made.file(press, catalog::twin(cleared.article().lang(), cleared.article().id()), plain);
        if let Some(view) = view(press, cleared, &tree, &path) {
            let directory = press.services.filter(|_| view.where_now.is_some());
            frame.demonstration |= directory.is_some_and(|live| live.clearance().is_demonstration());
            made.page(press, path, page::article(press.theme, &frame, &view));
        }
    }
    let snippets = messages::all(press, cleared, &tree);
    made.pieces.extend(answers::of_article(press, cleared, &snippets));
    made.append(snippets::of_article(press, cleared, snippets));
    made.append(record::version(press, cleared));
    made
}

fn twins(press: &Press<'_>, cleared: &Cleared, path: &OutPath) -> Vec<render::LanguageLink> {
    let own = std::iter::once(cleared);
    let all = own.chain(press.catalog.translations(cleared)).filter_map(|twin| {
        let lang = twin.article().lang();
        Some((lang, catalog::page(lang, twin.article().id())?))
    });
    languages(press, cleared.article().lang(), path, all)
}

/// Calls `then` with what the body of an article needs from outside, on the page at `page`.
pub(super) fn with_surroundings<T>(
    press: &Press<'_>,
    cleared: &Cleared,
    tree: &Body,
    (page, place): (&OutPath, Place<'_>),
    then: impl FnOnce(&Surroundings<'_>) -> T,
) -> T {
    let article = cleared.article();
    let no_facts: BTreeMap<_, Fact> = BTreeMap::new();
    let links = |target: &Target| relative(press, cleared, page, target);
    let pictures = pictures(cleared, page);
    let around = Surroundings {
        lang: article.lang(),
        labels: press.theme.labels(article.lang()),
        facts: press.catalog.facts().map_or(&no_facts, |facts| &facts.facts().facts),
        links: &links,
        pictures: &pictures,
        citations: &Citations::new(&article.front().sources, &tree.footnotes),
        snippets: &article.front().snippets,
        place,
    };
    then(&around)
}

/// Where a link leads from the page at `page`.
fn relative(press: &Press<'_>, cleared: &Cleared, page: &OutPath, target: &Target) -> render::Destination {
    match press.catalog.destination(cleared.article().lang(), target) {
        Destination::Page(path, section) => {
            let anchor = section.map(|section| format!("#{section}")).unwrap_or_default();
            render::Destination::Href(format!("{}{path}{anchor}", page.to_root()))
        }
        Destination::Section(section) => render::Destination::Href(format!("#{section}")),
        Destination::Elsewhere(address) => render::Destination::Href(address),
        Destination::Phone(number) => render::Destination::Href(format!("tel:{number}")),
        Destination::Withheld => render::Destination::Withheld,
    }
}

/// Pictures are shown from the published record: the very bytes that were signed.
fn pictures(cleared: &Cleared, page: &OutPath) -> BTreeMap<String, Picture> {
    let folder = format!("{}{}", page.to_root(), record::folder(cleared));
    let sized = cleared.pictures().iter().map(|(name, file)| {
        let size = imagesize::blob_size(file.bytes()).ok().map(|size| (size.width, size.height));
        (name.to_string(), Picture { src: format!("{folder}/{name}"), size })
    });
    sized.collect()
}

fn view(press: &Press<'_>, cleared: &Cleared, tree: &Body, path: &OutPath) -> Option<ArticleView> {
    let front = cleared.article().front();
    let labels = press.theme.labels(cleared.article().lang());
    let body = with_surroundings(press, cleared, tree, (path, Place::Own), |around| body::body(tree, around));
    Some(ArticleView {
        title: front.title.clone(),
        summary: front.summary.clone(),
        urgency: front.urgency,
        sources: SourceView::list(&front.sources, &body),
        body,
        next: next(press, cleared, path),
        related: press.catalog.related(cleared).filter_map(|other| link(other, path)).collect(),
        topic: topics::link(press, cleared, path)?,
        ask: ask(press, cleared, path),
        twin: format!("{}.txt", cleared.article().id()),
        expired: cleared.clearance().is_overdue().then(|| Dated::new(cleared.clearance().due(), labels)),
        behind: behind(press, cleared, path),
        where_now: where_now::view(press, front, cleared.article().lang(), path),
        review: review(press, cleared),
    })
}

/// Where a reader goes whom no text has answered: no page is a dead end.
fn ask(press: &Press<'_>, cleared: &Cleared, path: &OutPath) -> Link {
    let lang = cleared.article().lang();
    let labels = press.theme.labels(lang);
    let root = path.to_root();
    services::place(press, lang).map_or_else(
        || Link { text: labels.get("sos").to_owned(), href: format!("{root}{lang}/sos.html") },
        |page| Link { text: labels.get("services").to_owned(), href: format!("{root}{page}") },
    )
}

/// The articles to go on with that are published.
fn next(press: &Press<'_>, cleared: &Cleared, path: &OutPath) -> Vec<Link> {
    let article = cleared.article();
    let live = article.front().next.iter().filter_map(|(id, _)| press.catalog.article(article.lang(), id));
    live.filter(|next| has_page(next)).filter_map(|next| link(next, path)).collect()
}

fn link(to: &Cleared, from: &OutPath) -> Option<Link> {
    let path = catalog::page(to.article().lang(), to.article().id())?;
    Some(Link { text: to.article().front().title.clone(), href: format!("{}{path}", from.to_root()) })
}

/// The text this one was translated from, where it has moved on.
pub(super) fn behind(press: &Press<'_>, cleared: &Cleared, path: &OutPath) -> Option<ForeignLink> {
    let source = &cleared.translation().filter(|translation| translation.behind)?.pin.lang;
    let Link { text, href } = link(press.catalog.article(source, cleared.article().id())?, path)?;
    Some(ForeignLink { lang: source.to_string(), dir: source.direction(), text, href })
}

fn review(press: &Press<'_>, cleared: &Cleared) -> ReviewView {
    let text = format!("{}/article.md", record::folder(cleared));
    record::review(press, cleared.article().lang(), cleared.clearance(), &text)
}
