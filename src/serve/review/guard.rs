//! Who is answered: the browser that was given the token, on this machine, and from a page of this desk.
//!
//! A page of a stranger can make a browser send things here (cross-site request forgery), under a name of its own that
//! leads here (DNS rebinding). The token keeps all of them out; host and origin are looked at all the same, and each is
//! refused in its own words.
//!
//! Invariant: nothing that changes anything is done for a request that one of the three does not fit.

use std::net::SocketAddr;

use axum::http::{HeaderMap, Method, StatusCode, header};

use crate::serve::web::is_here;

/// Why a request is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stranger {
    /// It names another host.
    Host,
    /// It comes from a page of another site.
    Origin,
    /// It does not know the token.
    Token,
    /// It wants something that nobody does here.
    Method,
}

impl Stranger {
    /// Returns its words, in English.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Host => "the desk is shown under the address of this machine alone",
            Self::Origin => "this was asked from a page of another site, and was not done",
            Self::Token => {
                "this address is not the one of the desk: open the one that `vetted review` has printed"
            }
            Self::Method => "here one can look, and send the forms of the desk",
        }
    }

    /// Returns the status of HTTP.
    pub(super) fn status(self) -> StatusCode {
        match self {
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            _ => StatusCode::FORBIDDEN,
        }
    }
}

/// Looks whether a request is one of the person's own browser: `address` is that of the desk, `path` what is asked for.
pub(super) fn look(
    (address, token): (SocketAddr, &str),
    method: &Method,
    path: &str,
    headers: &HeaderMap,
) -> Result<(), Stranger> {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let host = text(header::HOST).filter(|host| is_here(host, address.ip())).ok_or(Stranger::Host)?;
    let named = path.trim_start_matches('/').split('/').next().unwrap_or_default();
    if !is_same(named.as_bytes(), token.as_bytes()) {
        return Err(Stranger::Token);
    }
    match *method {
        Method::GET | Method::HEAD => Ok(()),
        // Browsers name the origin of every form that is sent.
        Method::POST => {
            let own = format!("http://{host}");
            let origin = text(header::ORIGIN).is_some_and(|origin| origin == own);
            let site = headers.get("sec-fetch-site").is_none_or(|site| site == "same-origin");
            if origin && site { Ok(()) } else { Err(Stranger::Origin) }
        }
        _ => Err(Stranger::Method),
    }
}

/// Compares without telling by the time where the first difference is.
fn is_same(one: &[u8], other: &[u8]) -> bool {
    let differs = one.iter().zip(other).fold(0, |all, (one, other)| all | (one ^ other));
    one.len() == other.len() && differs == 0
}
