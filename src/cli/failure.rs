//! Why a command stopped, in words and as an exit code.
//!
//! Invariant: 1 is for the content, 2 for use and settings, 3 for a fault of ours (DESIGN 5).

use std::process::ExitCode;

/// A command that could not do what it was asked.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub(super) struct Failure {
    kind: Kind,
    message: String,
    /// How to put it right.
    pub(super) help: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Content,
    Usage,
    Ours,
}

impl Failure {
    /// Something in the content is wrong.
    pub(super) fn content(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { kind: Kind::Content, message: message.into(), help: Some(help.into()) }
    }

    /// Wrong use, or something in the settings, the trust or the theme is wrong.
    pub(super) fn usage(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { kind: Kind::Usage, message: message.into(), help: Some(help.into()) }
    }

    /// A fault of ours.
    pub(super) fn ours(message: impl Into<String>) -> Self {
        Self { kind: Kind::Ours, message: message.into(), help: None }
    }

    /// Returns the exit code.
    pub(super) fn exit_code(&self) -> ExitCode {
        ExitCode::from(match self.kind {
            Kind::Content => 1,
            Kind::Usage => 2,
            Kind::Ours => 3,
        })
    }
}
