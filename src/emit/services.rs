//! The page of services: only where the region has a live directory that speaks the language.

use super::{Frames, Made, Press, ages, languages, record};
use crate::base::lang::Lang;
use crate::base::path::OutPath;
use crate::render::services::{DirectoryView, ServicesView};
use crate::render::{Dated, page};

/// Returns where the page of services stands in a language that has one: `<lang>/services.html`.
pub(super) fn place(press: &Press<'_>, lang: &Lang) -> Option<OutPath> {
    press.services.filter(|live| live.services().speaks(lang))?;
    OutPath::parse(&format!("{lang}/services.html"))
}

/// Makes the page in every language that has one.
pub(super) fn emit(press: &Press<'_>, frames: &Frames) -> Made {
    let mut made = Made::default();
    let Some(live) = press.services else { return made };
    let clearance = live.clearance();
    let region = &live.services().region;
    for lang in &press.config.languages {
        let Some(path) = place(press, lang) else { continue };
        let Some(mut frame) = frames.frame(press, lang, &path) else { continue };
        let twins = press.config.languages.iter().filter_map(|lang| Some((lang, place(press, lang)?)));
        frame.languages = languages(press, lang, &path, twins);
        frame.demonstration |= clearance.is_demonstration();
        ages(press, &mut frame, clearance, (live.lapses(), false));
        let labels = press.theme.labels(lang);
        let text = format!("record/services/{region}/{}/services.toml", clearance.version());
        let view = ServicesView {
            directory: DirectoryView::new(live.services(), lang, labels, press.project.as_of()),
            scripts: press.theme.services().value(),
            expired: clearance.is_overdue().then(|| Dated::new(clearance.due(), labels)),
            review: record::review(press, lang, clearance, &text),
        };
        made.list(lang, path.as_str(), clearance.reviewed());
        made.page(press, path, page::services(press.theme, &frame, &view));
    }
    made
}
