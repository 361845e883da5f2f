//! The words by which scripts ask for something or keep something: a hint, for a script can hide what it does.
//!
//! The wall is the policy of the page, which lets no script through that does not stand in it and lets none ask for
//! anything. This scan finds what was put there in good faith.
//!
//! Invariant: a word counts wherever it stands, in a comment too, for telling comments apart needs a whole parser.

use std::ops::Range;

use super::{Findings, shown};
use crate::diagnostic::Code;

/// Names that ask for something or send something.
const ASKS: [&str; 13] = [
    "XMLHttpRequest",
    "WebSocket",
    "WebTransport",
    "EventSource",
    "sendBeacon",
    "RTCPeerConnection",
    "importScripts",
    "SharedWorker",
    "geolocation",
    "getUserMedia",
    "PushManager",
    "pushManager",
    "fetchLater",
];

/// Names that keep something or tell others later.
const KEEPS: [&str; 9] = [
    "localStorage",
    "sessionStorage",
    "indexedDB",
    "cookieStore",
    "serviceWorker",
    "Notification",
    "CacheStorage",
    "BroadcastChannel",
    "showSaveFilePicker",
];

/// The same, for words that people also write: only where they are called or taken from something.
const ASKS_CALLED: [&str; 3] = ["fetch", "import", "Worker"];
const KEEPS_CALLED: [&str; 2] = ["caches", "cookie"];

/// Looks through the script that stands at `range` of a file.
pub(super) fn scan(text: &str, range: Range<usize>, findings: &mut Findings) {
    let script = &text[range.clone()];
    let bytes = script.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if !is_name(bytes[at]) {
            at += 1;
            continue;
        }
        let length = bytes[at..].iter().position(|byte| !is_name(*byte)).unwrap_or(bytes.len() - at);
        let word = &script[at..at + length];
        let place = range.start + at..range.start + at + length;
        let used = is_used(&bytes[..at], &bytes[at + length..]);
        if ASKS.contains(&word) || ASKS_CALLED.contains(&word) && used {
            let message = format!(
                "the script names `{}`, by which scripts ask for something or send something",
                shown(word)
            );
            findings.add(
                Code::PrivacyRequest,
                place,
                message,
                "take it out; what the script needs stands in the page",
            );
        } else if KEEPS.contains(&word) || KEEPS_CALLED.contains(&word) && used {
            let message = format!("the script names `{}`, by which scripts keep something", shown(word));
            findings.add(
                Code::PrivacyTrace,
                place,
                message,
                "take it out; nothing may stay behind on the phone",
            );
        }
        at += length;
    }
}

/// Every byte of a letter beyond ASCII counts as part of a name, so that a cut is always between letters.
fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$') || !byte.is_ascii()
}

/// Whether a word is called, or stands behind or before a dot.
fn is_used(before: &[u8], after: &[u8]) -> bool {
    let space = |byte: &&u8| !byte.is_ascii_whitespace();
    let next = after.iter().take(100).find(space).copied();
    let last = before.iter().rev().take(100).find(space).copied();
    let taken = after.first() == Some(&b'.') && after.get(1).is_some_and(u8::is_ascii_alphabetic);
    next == Some(b'(') || taken || last == Some(b'.') && before.last() == Some(&b'.')
}
