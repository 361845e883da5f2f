//! Looks for known names that are near to unknown ones, in bounded time.
//!
//! Each look goes through all known names: thousands of unknown ones beside thousands of known ones would take minutes.

use crate::diagnostic::{MOST_OF_A_KIND, did_you_mean};

/// The most names that are compared for the whole desk: some two seconds.
const MOST_COMPARISONS: usize = 4_000_000;

/// How many looks are left.
pub(super) struct Near {
    looks_in_file: usize,
    comparisons: usize,
}

impl Default for Near {
    fn default() -> Self {
        Self { looks_in_file: MOST_OF_A_KIND, comparisons: MOST_COMPARISONS }
    }
}

impl Near {
    /// Begins with another file: no more findings of a kind are told of one than there are looks for it.
    pub(super) fn begin_file(&mut self) {
        self.looks_in_file = MOST_OF_A_KIND;
    }

    /// Returns a sentence that names the nearest of `known`; nothing where none is near, or no look is left.
    pub(super) fn to<'a>(&mut self, word: &str, known: impl Iterator<Item = &'a str>) -> Option<String> {
        if self.comparisons == 0 {
            return None;
        }
        self.looks_in_file = self.looks_in_file.checked_sub(1)?;
        let left = &mut self.comparisons;
        did_you_mean(word, known.inspect(|_| *left = left.saturating_sub(1)))
    }
}
