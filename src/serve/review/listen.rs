//! Open pages of texts that wait to hear of a change.
//!
//! Invariant: the page of a text hears once that its text is no longer the one it shows, and nothing else.

use std::convert::Infallible;
use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;

use super::Session;
use super::forms::Fields;
use crate::base::digest::Digest;
use crate::gate::Folder;
use crate::serve::scene::Scene;
use crate::serve::web::BEAT;
use crate::signing;

/// Answers a page that wants to hear of changes; nothing where something else is asked for.
pub(super) fn ask(session: &Arc<Session>, below: &str, query: &Fields) -> Option<Response> {
    (below == "_changes")
        .then(|| text(session, query).unwrap_or_else(|| StatusCode::BAD_REQUEST.into_response()))
}

fn text(session: &Arc<Session>, query: &Fields) -> Option<Response> {
    let (place, name) = query.text("text")?.split_once('/')?;
    let folder = Folder::parse(place, name)?;
    let seen = query.digest("seen")?;
    let (send, receive) = mpsc::channel(1);
    tokio::spawn(tell(Arc::clone(session), folder, seen, send));
    let events = Sse::new(ReceiverStream::new(receive));
    Some(events.keep_alive(KeepAlive::new().interval(BEAT)).into_response())
}

/// Waits until a text is no longer as it was seen, and says so.
async fn tell(
    session: Arc<Session>,
    folder: Folder,
    seen: Digest,
    browser: mpsc::Sender<Result<Event, Infallible>>,
) {
    let mut scenes = session.scenes.clone();
    loop {
        let scene = scenes.borrow_and_update().clone();
        if sight(&scene, &folder) != Some(seen) {
            let _ = browser.send(Ok(Event::default().event("text").data("changed"))).await;
            return;
        }
        tokio::select! {
            changed = scenes.changed() => if changed.is_err() { return },
            () = browser.closed() => return,
        }
    }
}

fn sight(scene: &Scene, folder: &Folder) -> Option<Digest> {
    signing::sight(folder, scene.shown().desk.as_ref()?, scene.project())
}
