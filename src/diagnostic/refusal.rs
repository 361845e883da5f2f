//! Why something that was asked for is not done: one sentence, what to do about it, and the findings that stand in the way.
//!
//! Invariant: whoever refuses has changed nothing.

use super::Diagnostic;

/// Something that was asked for and is not done.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct Refusal {
    /// Whose fault it is.
    pub blame: Blame,
    /// What is wrong, in a reader's words.
    pub message: String,
    /// How to put it right.
    pub help: Option<String>,
    /// The findings that stand in the way, sorted.
    pub found: Vec<Diagnostic>,
}

/// Whose fault it is that something cannot be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blame {
    /// Something in the content is wrong.
    Content,
    /// It was asked for wrongly, or settings, trust, theme or the machine are not as they must be.
    Use,
    /// A fault of ours.
    Ours,
}

impl Refusal {
    /// Refuses for this reason, with `help` where the person can do something about it.
    pub fn new(blame: Blame, message: impl Into<String>, help: Option<String>) -> Self {
        Self { blame, message: message.into(), help, found: Vec::new() }
    }

    /// Something in the content is wrong.
    pub fn content(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self::new(Blame::Content, message, Some(help.into()))
    }

    /// Wrong use, or something in the settings, the trust or the theme is wrong.
    pub fn usage(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self::new(Blame::Use, message, Some(help.into()))
    }

    /// A fault of ours.
    pub fn ours(message: impl Into<String>) -> Self {
        Self::new(Blame::Ours, message, None)
    }

    /// Adds the findings that stand in the way.
    #[must_use]
    pub fn because(mut self, found: Vec<Diagnostic>) -> Self {
        self.found = found;
        self
    }
}
