//! Tells an open page when its own bytes have changed, by server-sent events (HTML Living Standard, 9.2).
//!
//! Invariant: a page that has not changed is told nothing, however much else has.

use std::convert::Infallible;
use std::ops::Range;
use std::sync::Arc;

use axum::response::sse::Event;
use tokio::sync::mpsc;

use super::Scenes;
use super::page::Showing;
use crate::base::digest::{Digest, Digesting};

/// What a browser knows of the page that it shows.
pub(super) struct Seen {
    /// The page's address.
    pub(super) address: String,
    /// The mark of its bytes.
    pub(super) mark: Mark,
}

/// By what the bytes of a page are known: its style apart from all the rest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    style: String,
    rest: String,
}

impl Mark {
    /// Returns the mark of some bytes, in which the style stands at `style`.
    pub(super) fn of(bytes: &[u8], style: &Range<usize>) -> Self {
        let mut rest = Digesting::default();
        rest.add(bytes.get(..style.start).unwrap_or_default());
        rest.add(bytes.get(style.end..).unwrap_or_default());
        let style = bytes.get(style.clone()).unwrap_or_default();
        Self { style: Digest::of(style).to_string(), rest: rest.finish().to_string() }
    }

    /// Reads a mark as a page brought it here.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (style, rest) = text.split_once('-')?;
        Some(Self { style: style.to_owned(), rest: rest.to_owned() })
    }
}

impl std::fmt::Display for Mark {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{}-{}", self.style, self.rest)
    }
}

/// Tells a browser of every change to the page it shows, until it goes away.
pub(super) async fn tell(
    site: Arc<Showing>,
    mut scenes: Scenes,
    mut seen: Seen,
    browser: mpsc::Sender<Result<Event, Infallible>>,
) {
    loop {
        let scene = scenes.borrow_and_update().clone();
        let (site, address) = (Arc::clone(&site), seen.address.clone());
        let made = tokio::task::spawn_blocking(move || site.page(&scene, &address)).await;
        let Ok(page) = made else { return };
        let mark = page.mark.clone();
        if mark != seen.mark {
            let event = if mark.rest == seen.mark.rest {
                let style = page.bytes.get(page.style.clone()).unwrap_or_default();
                // An event is text in lines; as JSON it is one.
                Event::default()
                    .event("style")
                    .data(serde_json::json!(String::from_utf8_lossy(style)).to_string())
            } else {
                Event::default().event("page").data("changed")
            };
            seen.mark = mark;
            if browser.send(Ok(event)).await.is_err() {
                return;
            }
        }
        tokio::select! {
            changed = scenes.changed() => if changed.is_err() { return },
            () = browser.closed() => return,
        }
    }
}
