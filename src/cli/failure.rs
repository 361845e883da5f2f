//! Why a command stopped, in words and as an exit code.
//!
//! Invariant: 1 is for the content, 2 for use and settings, 3 for a fault of ours (DESIGN 5).

use std::process::ExitCode;

use crate::diagnostic::Diagnostic;
use crate::disk::{Blame, PublishFault, ReadFault, Refused, WriteFault};
use crate::serve::ServeFault;

/// A command that could not do what it was asked.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub(super) struct Failure {
    kind: Kind,
    message: String,
    /// How to put it right.
    pub(super) help: Option<String>,
    /// The findings that stand in the way.
    pub(super) found: Vec<Diagnostic>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Content,
    Usage,
    Ours,
}

impl Failure {
    fn new(kind: Kind, message: impl Into<String>, help: Option<String>) -> Self {
        Self { kind, message: message.into(), help, found: Vec::new() }
    }

    /// Something in the content is wrong.
    pub(super) fn content(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self::new(Kind::Content, message, Some(help.into()))
    }

    /// Wrong use, or something in the settings, the trust or the theme is wrong.
    pub(super) fn usage(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self::new(Kind::Usage, message, Some(help.into()))
    }

    /// A fault of ours.
    pub(super) fn ours(message: impl Into<String>) -> Self {
        Self::new(Kind::Ours, message, None)
    }

    /// Adds the findings that stand in the way.
    pub(super) fn because(mut self, found: Vec<Diagnostic>) -> Self {
        self.found = found;
        self
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

impl From<Refused> for Failure {
    fn from(fault: Refused) -> Self {
        Self::usage(fault.to_string(), fault.remedy())
    }
}

impl From<WriteFault> for Failure {
    fn from(fault: WriteFault) -> Self {
        Self::usage(fault.to_string(), fault.remedy())
    }
}

impl From<ReadFault> for Failure {
    fn from(fault: ReadFault) -> Self {
        Self::usage(fault.to_string(), fault.remedy())
    }
}

impl From<ServeFault> for Failure {
    fn from(fault: ServeFault) -> Self {
        Self::usage(fault.to_string(), fault.remedy())
    }
}

impl From<PublishFault> for Failure {
    fn from(fault: PublishFault) -> Self {
        let kind = match fault.blame() {
            Blame::User => Kind::Usage,
            Blame::Ours => Kind::Ours,
        };
        Self::new(kind, fault.to_string(), Some(fault.remedy()))
    }
}
