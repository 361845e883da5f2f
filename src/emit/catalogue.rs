//! The pages about all articles: home, the emergency page, the page for addresses that lead nowhere.

use super::article::{behind, with_surroundings};
use super::entry::{entry, whole};
use super::topics::Topics;
use super::{Frames, Made, Press, ages, home, languages, twin};
use crate::base::lang::Lang;
use crate::base::name::ArticleId;
use crate::base::path::OutPath;
use crate::catalog;
use crate::gate::Cleared;
use crate::render::view::{Entry, Link, MovedView, SosEntry, SosView};
use crate::render::{Dated, Place, body, page};

/// Makes the pages, each once for every language and once at the root in the default language.
pub(super) fn emit(press: &Press<'_>, frames: &Frames, topics: &Topics<'_>) -> Made {
    let mut made = Made::default();
    let roots = press.config.languages.first().map(|lang| (lang, String::new()));
    let folders = press.config.languages.iter().map(|lang| (lang, format!("{lang}/")));
    for (lang, folder) in roots.into_iter().chain(folders) {
        home::emit(press, frames, (lang, &folder), topics, &mut made);
        sos(press, frames, lang, &folder, &mut made);
        if !folder.is_empty() {
            let reviewed = |cleared: &Cleared| cleared.clearance().reviewed();
            let of_home = press.catalog.pages(lang).filter_map(reviewed).max();
            let of_sos = press.catalog.emergencies(lang).into_iter().filter_map(reviewed).max();
            made.list(lang, &format!("{folder}index.html"), of_home);
            made.list(lang, &format!("{folder}sos.html"), of_sos);
        }
    }
    not_found(press, frames, &mut made);
    for ((lang, alias), cleared) in press.catalog.former_ids() {
        moved(press, frames, (lang, alias), cleared, &mut made);
    }
    made
}

/// The page under a former id: it leads to the article that has taken its place.
fn moved(
    press: &Press<'_>,
    frames: &Frames,
    (lang, alias): (&Lang, &ArticleId),
    cleared: &Cleared,
    made: &mut Made,
) {
    let Some(path) = catalog::page(lang, alias) else { return };
    let Some(mut frame) = frames.frame(press, lang, &path) else { return };
    let to = std::iter::once(cleared).chain(press.catalog.translations(cleared));
    let twins = to.filter_map(|twin| {
        Some((twin.article().lang(), catalog::page(twin.article().lang(), twin.article().id())?))
    });
    frame.languages = languages(press, lang, &path, twins);
    let Some(Entry { title, href, .. }) = entry(cleared, &path) else { return };
    let view = MovedView { to: Link { text: title, href } };
    let plain = [Some(press.theme.labels(lang).get("moved").to_owned()), whole(press, cleared)];
    let plain: Vec<String> = plain.into_iter().flatten().collect();
    made.file(press, catalog::twin(lang, alias), twin::bytes(&plain));
    made.page(press, path, page::moved(press.theme, &frame, &view));
}

/// The same page in every language; the default language's at the root is its own twin.
pub(super) fn twins(
    press: &Press<'_>,
    own: (&Lang, &OutPath),
    name: &str,
) -> Vec<crate::render::LanguageLink> {
    let all = press.config.languages.iter().filter_map(|lang| {
        let path =
            if lang == own.0 { Some(own.1.clone()) } else { OutPath::parse(&format!("{lang}/{name}")) };
        Some((lang, path?))
    });
    languages(press, own.0, own.1, all)
}

fn sos(press: &Press<'_>, frames: &Frames, lang: &Lang, folder: &str, made: &mut Made) {
    let Some(path) = OutPath::parse(&format!("{folder}sos.html")) else { return };
    let Some(mut frame) = frames.frame(press, lang, &path) else { return };
    let emergencies = press.catalog.emergencies(lang);
    frame.languages = twins(press, (lang, &path), "sos.html");
    frame.demonstration |= emergencies.iter().any(|cleared| cleared.clearance().is_demonstration());
    frame.urgent = true;
    for cleared in &emergencies {
        ages(press, &mut frame, cleared.clearance(), (cleared.lapses(), true));
    }
    // The first to grow old stands for all, and the first that is taken off.
    frame.old.sort();
    frame.old.dedup_by_key(|old| old.lapses);
    let labels = press.theme.labels(lang);
    let entries = emergencies.into_iter().filter_map(|cleared| {
        let tree = cleared.article().body();
        let place = Place::Shared(cleared.article().id());
        let parts =
            with_surroundings(press, cleared, &tree, (&path, place), |around| body::sos(&tree, around));
        let Entry { title, href, .. } = entry(cleared, &path)?;
        let clearance = cleared.clearance();
        let expired = clearance.is_overdue().then(|| Dated::new(clearance.due(), labels));
        let behind = behind(press, cleared, &path);
        Some(SosEntry { title, href, expired, behind, parts })
    });
    let view = SosView { entries: entries.collect() };
    made.page(press, path, page::sos(press.theme, &frame, &view));
}

/// The server shows this page at any address, so it alone uses the base URL.
fn not_found(press: &Press<'_>, frames: &Frames, made: &mut Made) {
    let Some(lang) = press.config.languages.first() else { return };
    let Some(path) = OutPath::parse("404.html") else { return };
    let Some(mut frame) = frames.frame(press, lang, &path) else { return };
    frame.root.clone_from(&press.config.base_url);
    frame.onion_location = None;
    made.page(press, path, page::not_found(press.theme, &frame));
}
