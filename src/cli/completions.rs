//! `completions`: what a shell needs to complete our commands and options.

use clap::CommandFactory as _;
use clap_complete::Shell;

use super::Outcome;
use super::args::Typed;

/// Writes the script for a shell.
pub(super) fn run(shell: Shell) -> Outcome {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Typed::command(), "vetted", &mut script);
    Outcome { page: String::from_utf8_lossy(&script).trim_end().to_owned(), ..Outcome::default() }
}
