//! The end of the house that touches files: it reads a knowledge base, publishes a site, writes what a command makes, and
//! commits it.
//!
//! Invariant: what is read is never followed out of its folder, what is published is wholly the old site or wholly
//! the new one, and no existing file is ever written into.
#![expect(clippy::disallowed_methods, reason = "this module is where files are touched, and Git is called")]

mod durable;
mod folder;
mod git;
mod publish;
mod read;
mod reason;
mod write;

pub use folder::{Folder, Listed};
pub use git::{GitFault, commit, is_in_git};
pub use publish::{Blame, Change, Exchange, Kind, PublishFault, Published, Staging};
pub use read::{Refused, Scope, read, read_again};
pub use write::{ReadFault, WriteFault, is_free, read_small, replace_file, write_key_pair, write_new_files};
