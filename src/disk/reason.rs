//! Says in a reader's words why the operating system refused.
//!
//! Invariant: no number of an error and no capital letter reaches a message.

use std::io::{Error, ErrorKind};

/// Returns why, as the end of a sentence: `permission denied`.
pub(super) fn reason(error: &Error) -> String {
    let known = match error.kind() {
        ErrorKind::StorageFull => "the disk is full",
        ErrorKind::QuotaExceeded => "the quota of the disk is used up",
        ErrorKind::ReadOnlyFilesystem => "the file system is read-only",
        ErrorKind::PermissionDenied => "permission denied",
        ErrorKind::NotFound => "it is not there",
        ErrorKind::AlreadyExists => "it is there already",
        ErrorKind::InvalidFilename => "its path is too long",
        ErrorKind::ResourceBusy | ErrorKind::CrossesDevices => {
            "it is a mount point or belongs to a container"
        }
        _ => return unknown(&error.to_string()),
    };
    known.to_owned()
}

/// Returns how to put it right, as an imperative.
pub(super) fn remedy(error: &Error) -> &'static str {
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
            "make room on the disk, then run the command again"
        }
        ErrorKind::ReadOnlyFilesystem => "choose a folder on a file system that can be written to",
        ErrorKind::PermissionDenied => "give yourself the right to this folder, or choose another one",
        ErrorKind::ResourceBusy | ErrorKind::CrossesDevices => "choose a folder inside it",
        _ => "look at this path, then run the command again",
    }
}

/// The system's own words, without its number and capital letter.
fn unknown(words: &str) -> String {
    let words = words.split(" (os error").next().unwrap_or_default();
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_systems_words_lose_their_number_and_capital() {
        assert_eq!(reason(&Error::from(rustix::io::Errno::IO)), "input/output error");
        assert_eq!(reason(&Error::from(rustix::io::Errno::NOSPC)), "the disk is full");
        assert_eq!(reason(&Error::from(rustix::io::Errno::NAMETOOLONG)), "its path is too long");
    }
}
