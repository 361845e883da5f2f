//! Answers what browsers ask, and nobody else.
//!
//! A page of a stranger can make a browser ask this machine for things, under a name of its own that leads here (DNS
//! rebinding). So only requests that name this machine are answered, and nothing here can be read from another origin.
//!
//! Invariant: no request changes anything.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{Query, Request, State};
use axum::http::{Method, StatusCode, Uri, header};
use axum::middleware::{self, Next};
use axum::response::sse::{KeepAlive, Sse};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;

use super::Scenes;
use super::events::{self, Mark, Seen};
use super::page::{DRAFT, EVENTS, Page, Showing};
use crate::diagnostic::Tongue;

/// So many events wait for a slow browser.
const WAITING: usize = 4;
/// How often an open page hears that we are still here.
pub(super) const BEAT: Duration = Duration::from_secs(15);

/// What every answer needs.
#[derive(Clone)]
struct Desk {
    showing: Arc<Showing>,
    scenes: Scenes,
    address: SocketAddr,
}

/// Makes the answers to all requests.
pub(super) fn answers(scenes: Scenes, address: SocketAddr, tongue: Tongue) -> Router {
    let desk = Desk { showing: Arc::new(Showing::new(tongue)), scenes, address };
    Router::new()
        .route(EVENTS, get(hear))
        .fallback(show)
        .layer(middleware::from_fn_with_state(desk.clone(), guard))
        .with_state(desk)
}

/// Turns away whoever does not name this machine, or wants more than to look.
async fn guard(State(desk): State<Desk>, request: Request, next: Next) -> Response {
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
    if !host.is_some_and(|host| is_here(host, desk.address.ip())) {
        return (StatusCode::FORBIDDEN, "this site is shown under the address of this machine alone\n")
            .into_response();
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let refused = desk.showing.tongue().phrase("here one can only look");
        return (StatusCode::METHOD_NOT_ALLOWED, format!("{refused}\n")).into_response();
    }
    next.run(request).await
}

/// Returns whether a `Host` names this machine: a loopback name, or the very address that was chosen.
pub(super) fn is_here(host: &str, address: IpAddr) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    match name.parse::<IpAddr>() {
        // Whoever listens on every address has chosen to be reached by any of them, but by no name.
        Ok(named) => named.is_loopback() || named == address || address.is_unspecified(),
        Err(_) => name.eq_ignore_ascii_case("localhost"),
    }
}

async fn show(State(desk): State<Desk>, uri: Uri) -> Response {
    if uri.path().trim_start_matches('/') == DRAFT {
        // Relative addresses of the page begin where it stands.
        return Redirect::permanent(&format!("/{DRAFT}/")).into_response();
    }
    let scene = desk.scenes.borrow().clone();
    let address = uri.path().to_owned();
    let showing = Arc::clone(&desk.showing);
    match tokio::task::spawn_blocking(move || showing.page(&scene, &address)).await {
        Ok(page) => send(page),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// Sends a page as it is.
pub(super) fn send(page: Page) -> Response {
    let status = StatusCode::from_u16(page.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = [
        (header::CONTENT_TYPE, page.media.to_owned()),
        (header::CONTENT_SECURITY_POLICY, page.policy),
        (header::CACHE_CONTROL, "no-store".to_owned()),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
        (header::REFERRER_POLICY, "no-referrer".to_owned()),
    ];
    (status, headers, page.bytes).into_response()
}

/// What a page says of itself when it begins to listen.
#[derive(serde::Deserialize)]
struct Listening {
    page: String,
    seen: String,
}

async fn hear(State(desk): State<Desk>, Query(Listening { page, seen }): Query<Listening>) -> Response {
    let Some(mark) = Mark::parse(&seen) else { return StatusCode::BAD_REQUEST.into_response() };
    let (send, receive) = mpsc::channel(WAITING);
    let seen = Seen { address: page, mark };
    tokio::spawn(events::tell(desk.showing, desk.scenes, seen, send));
    Sse::new(ReceiverStream::new(receive)).keep_alive(KeepAlive::new().interval(BEAT)).into_response()
}
