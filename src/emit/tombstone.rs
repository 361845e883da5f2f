//! The page that stands where an article stood that has ended: HTTP 200, and no word of the article.

use super::{Frames, Made, Press, snippets};
use crate::base::name::ArticleId;
use crate::base::path::OutPath;
use crate::catalog::{self, has_page};
use crate::gate::{Ending, Tombstone};
use crate::render::view::{Link, TombstoneView};
use crate::render::{Dated, page};

/// Makes the tombstone and what is left of its snippets.
pub(super) fn emit(press: &Press<'_>, frames: &Frames, stone: &Tombstone) -> Made {
    let mut made = snippets::of_tombstone(press, stone);
    let Some(path) = catalog::page(stone.lang(), stone.id()) else { return made };
    let Some(frame) = frames.frame(press, stone.lang(), &path) else { return made };
    let labels = press.theme.labels(stone.lang());
    let (reason, day, instead) = match stone.ending() {
        Ending::Withdrawn { reason, day, instead, .. } => (reason.as_str(), Some(*day), instead.as_ref()),
        Ending::Expired { due } => ("expired", Some(*due), None),
        Ending::Held => ("held", None, None),
        Ending::Corrected => ("corrected", None, None),
    };
    let view = TombstoneView {
        reason: labels.get(&format!("reason_{reason}")).to_owned(),
        day: day.map(|day| Dated::new(day, labels)),
        instead: instead.and_then(|id| link(press, stone, id, &path)),
    };
    made.page(press, path, page::tombstone(press.theme, &frame, &view));
    made
}

/// What to read instead, where that is published.
fn link(press: &Press<'_>, stone: &Tombstone, id: &ArticleId, from: &OutPath) -> Option<Link> {
    let other = press.catalog.article(stone.lang(), id).filter(|other| has_page(other))?;
    let path = catalog::page(other.article().lang(), other.article().id())?;
    Some(Link { text: other.article().front().title.clone(), href: format!("{}{path}", from.to_root()) })
}
