//! What a text takes of the bytes that its page may have.
//!
//! Invariant: a text that is not refused here makes a page of at most 20,000 bytes compressed, pictures apart: what the
//! page adds to it takes less than 6,000, which the tests of the pages measure.

use super::WorkingText;
use crate::article::front::Audience;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};

/// How hard to try, from 0 to 9: what `gzip -9` does, and the servers that compress ahead.
const BEST: u8 = 9;
/// What gzip puts around what it has compressed (RFC 1952, 2.3), in bytes.
const AROUND: u64 = 18;

/// The most bytes of a text, its settings too, when it is compressed.
const MOST: u64 = 14_000;

/// Refuses a text whose page would come late on a slow line. One for workers alone has no page.
pub(super) fn look(text: &WorkingText, found: &mut Diagnostics) {
    let words = text.source.text();
    let has_page = text.front().is_none_or(|front| front.audience.iter().any(|one| *one != Audience::Worker));
    // What has no more bytes than that needs no reckoning.
    if !has_page || words.len() as u64 <= MOST {
        return;
    }
    let size = compressed(words.as_bytes());
    if size > MOST {
        let message =
            format!("compressed, the text takes about {size} bytes on the line, and {MOST} are the most");
        found.push(
            Diagnostic::error(Code::FileTooLarge, message)
                .at(text.source.span(0..0), "")
                .help("divide it into two texts that lead to each other with `next`, or take out what readers do not need"),
        );
    }
}

/// Returns how many bytes a text takes on the line, where servers send it compressed.
pub fn compressed(text: &[u8]) -> u64 {
    miniz_oxide::deflate::compress_to_vec(text, BEST).len() as u64 + AROUND
}
