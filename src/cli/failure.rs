//! Why a command stopped, in words and as an exit code.
//!
//! Invariant: 1 is for the content, 2 for use and settings, 3 for a fault of ours.

use std::process::ExitCode;

use crate::diagnostic::refusal::{Blame, Refusal};
use crate::disk::{self, PublishFault, ReadFault, Refused, WriteFault};
use crate::serve::ServeFault;

/// A command that could not do what it was asked.
pub(super) type Failure = Refusal;

/// Returns the exit code of a command that stopped.
pub(super) fn exit_code(failure: &Failure) -> ExitCode {
    ExitCode::from(match failure.blame {
        Blame::Content => 1,
        Blame::Use => 2,
        Blame::Ours => 3,
    })
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
        let blame = match fault.blame() {
            disk::Blame::User => Blame::Use,
            disk::Blame::Ours => Blame::Ours,
        };
        Self::new(blame, fault.to_string(), Some(fault.remedy()))
    }
}
