//! The tests that see `vetted` from outside: one binary, one module for each thing promised.
#![expect(clippy::disallowed_methods, reason = "tests read the repository, take time and start the binary")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

mod arch;
mod bombs;
mod repository;
mod tidy;
