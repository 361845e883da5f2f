//! How a text is named where another page leads to it.
//!
//! Invariant: an entry leads to a page that the site has.

use super::Press;
use crate::base::path::OutPath;
use crate::catalog;
use crate::gate::Cleared;
use crate::render::view::Entry;

/// Returns an article as a list on the page at `from` shows it.
pub(super) fn entry(cleared: &Cleared, from: &OutPath) -> Option<Entry> {
    let article = cleared.article();
    let path = catalog::page(article.lang(), article.id())?;
    Some(Entry {
        title: article.front().title.clone(),
        href: format!("{}{path}", from.to_root()),
        summary: article.front().summary.clone(),
    })
}

/// Returns the title of an article and its whole address, for plain text.
pub(super) fn whole(press: &Press<'_>, cleared: &Cleared) -> Option<String> {
    let article = cleared.article();
    let path = catalog::page(article.lang(), article.id())?;
    Some(format!("{}: {}{path}", article.front().title, press.config.base_url))
}
