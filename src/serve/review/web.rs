//! Takes requests in: the guard first, then a page or a deed.
//!
//! Invariant: a request that the guard refuses reaches nothing else.

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{Method, StatusCode, Uri};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};

use super::answer::Answer;
use super::forms::Fields;
use super::guard::{self, Stranger};
use super::pages::Address;
use super::{Session, listen};
use crate::diagnostic::Tongue;

/// The most bytes that a form may have: a bundle that is pasted, with what forms make of its signs.
const LARGEST_FORM: usize = 16 * 1024 * 1024;

/// Makes the answers to all requests.
pub(super) fn answers(session: Arc<Session>) -> Router {
    Router::new()
        .fallback(take)
        .layer(DefaultBodyLimit::max(LARGEST_FORM))
        .layer(middleware::from_fn_with_state(Arc::clone(&session), let_in))
        .with_state(session)
}

/// Lets in whom the guard knows: of the others, not even the body is read.
async fn let_in(State(session): State<Arc<Session>>, request: Request, next: Next) -> Response {
    let known = (session.address, session.token.as_str());
    match guard::look(known, request.method(), request.uri().path(), request.headers()) {
        Ok(()) => next.run(request).await,
        Err(stranger) => refuse(&session, stranger),
    }
}

async fn take(
    State(session): State<Arc<Session>>,
    method: Method,
    uri: Uri,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let body = match body {
        Ok(body) => body,
        Err(rejected) => {
            let words = session.tongue.phrase("this form is larger than any of the desk, or broke off");
            return Answer::Words(rejected.status(), words.into_owned()).into_response();
        }
    };
    let query = Fields::read(uri.query().unwrap_or_default().as_bytes());
    let path = uri.path().trim_start_matches('/');
    let below = path.split_once('/').map_or("", |(_, below)| below).to_owned();
    if let Some(heard) = listen::ask(&session, &below, &query) {
        return heard;
    }
    let form = (method == Method::POST).then(|| Fields::read(&body));
    let work = tokio::task::spawn_blocking(move || answer(&session, &below, &query, form));
    match work.await {
        Ok(answer) => answer.into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

fn refuse(session: &Session, stranger: Stranger) -> Response {
    // Whoever does not know the token is told no more than that.
    Answer::Words(stranger.status(), session.tongue.phrase(stranger.words()).into_owned()).into_response()
}

fn answer(session: &Session, below: &str, query: &Fields, form: Option<Fields>) -> Answer {
    let segments: Vec<&str> = below.split('/').collect();
    match segments[..] {
        ["" | "index.html"] => Answer::Go(format!("/{}/{}/", session.token, session.tongue.tag())),
        [tongue, ref place @ ..] if Tongue::parse(tongue).is_some() => {
            let tongue = Tongue::parse(tongue).unwrap_or(session.tongue);
            let address = Address { tongue, place };
            match form {
                Some(form) => session.act(&address, &form),
                None => session.page(&address, query),
            }
        }
        _ => session.site(below),
    }
}
