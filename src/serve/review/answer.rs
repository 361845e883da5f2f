//! What a request gets: a page, another address to look at, or a word why not.
//!
//! Invariant: no answer is kept by a browser, and none may be shown inside a page of another site.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::diagnostic::refusal::{Blame, Refusal};
use crate::review::Paper;
use crate::serve::page::Page;

/// An answer.
pub(super) enum Answer {
    /// A page of the desk, with the status of HTTP.
    Desk(StatusCode, String),
    /// A page of the site.
    Site(Page),
    /// A file to keep: its name, and its text.
    File(String, String),
    /// Look there.
    Go(String),
    /// A word.
    Words(StatusCode, String),
}

/// Returns the status that fits why something was refused.
pub(super) fn status(refusal: &Refusal) -> StatusCode {
    match refusal.blame {
        Blame::Content | Blame::Use => StatusCode::UNPROCESSABLE_ENTITY,
        Blame::Ours => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

impl Answer {
    /// A page of the desk, as it was asked for.
    pub(super) fn page(html: String) -> Self {
        Self::Desk(StatusCode::OK, html)
    }
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        let common = [
            (header::CACHE_CONTROL, "no-store"),
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
            // The forms of the desk must name their origin, and nobody else may learn the token.
            (header::REFERRER_POLICY, "same-origin"),
        ];
        match self {
            Self::Desk(status, html) => {
                let own = [
                    (header::CONTENT_TYPE, "text/html; charset=utf-8".to_owned()),
                    (header::CONTENT_SECURITY_POLICY, Paper::policy()),
                ];
                (status, common, own, html).into_response()
            }
            Self::Site(page) => crate::serve::web::send(page),
            Self::File(name, text) => {
                let own = [
                    (header::CONTENT_TYPE, "text/plain; charset=utf-8".to_owned()),
                    (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
                ];
                (StatusCode::OK, common, own, text).into_response()
            }
            Self::Go(to) => (StatusCode::SEE_OTHER, common, [(header::LOCATION, to)]).into_response(),
            Self::Words(status, words) => {
                let own = [(header::CONTENT_TYPE, "text/plain; charset=utf-8")];
                (status, common, own, words + "\n").into_response()
            }
        }
    }
}
