//! Speaks with the person: arguments, the clock, colours, exit codes.
//!
//! Each command gives an `Outcome`; only this module prints it.
//!
//! Invariant: the clock, the environment and the terminal are read here and handed on as values.
#![expect(
    clippy::disallowed_methods,
    reason = "the person's end: arguments, environment, clock and key files"
)]

mod approve;
mod args;
mod build;
mod check;
mod completions;
mod due;
mod facts_in_use;
mod failure;
mod init;
mod key;
mod man;
mod new;
mod passphrase;
mod progress;
mod signer;
mod status;
mod survey;
mod why;
mod withdraw;

use std::io::{IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;

use clap::Parser;

use self::args::{Color, Command, Common, Format, Key, Typed};
use self::failure::Failure;
use self::passphrase::Asking;
use self::progress::Progress;
use crate::base::day::Day;
use crate::config::{self, Config};
use crate::diagnostic::terminal::{Colour, Look};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity, json, terminal};
use crate::disk::{self, Scope};
use crate::pipeline::{self, Ground};
use crate::project::Project;

/// What a command has done and found.
#[derive(Debug, Default)]
struct Outcome {
    /// What is told on the standard output.
    said: String,
    /// What `-v` tells more, on the standard error.
    more: Vec<String>,
    /// The same as data, where there is more to it than words.
    result: Option<serde_json::Value>,
    /// What was found, sorted.
    found: Vec<Diagnostic>,
    /// Whether that ends in the exit code 1, 2 or in none.
    verdict: Exit,
}

/// How a command ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Exit {
    /// All is well: 0.
    #[default]
    Fine,
    /// Something in the content is wrong: 1.
    Content,
    /// Something in settings, trust or theme is wrong: 2.
    Ground,
}

impl Outcome {
    /// All is well, and this is to be told.
    fn said(said: impl Into<String>) -> Self {
        Self { said: said.into(), ..Self::default() }
    }

    /// Settings, trust or theme are not as they must be.
    fn no_ground(found: Diagnostics) -> Self {
        Self { found: found.into_sorted(), verdict: Exit::Ground, ..Self::default() }
    }
}

/// Reads the arguments, does what they ask, tells what came of it.
pub fn run() -> ExitCode {
    let typed = match Typed::try_parse() {
        Ok(typed) => typed,
        Err(asked) => {
            let code = if asked.use_stderr() { 2 } else { 0 };
            // Nobody can be told that nobody can be told anything.
            let _ = asked.print();
            return ExitCode::from(code);
        }
    };
    match perform(&typed) {
        Ok(outcome) => tell(&typed.common, &outcome),
        Err(failure) => tell_failure(&typed.common, &failure),
    }
}

fn perform(typed: &Typed) -> Result<Outcome, Failure> {
    let Common { root, as_of, .. } = &typed.common;
    let today = as_of.map_or_else(today, Ok)?;
    let progress = Progress::of(typed);
    let record = || Ok::<_, Failure>(disk::read(root, Scope::Record, today)?);
    let desk = || Ok::<_, Failure>(disk::read(root, Scope::Everything, today)?);
    let all = || {
        let project = desk()?;
        progress.phase("checking signatures and working texts");
        Ok::<_, Failure>(project)
    };
    match &typed.command {
        Command::Init { dir, site } => init::run(dir, site),
        Command::New { place, kind } => {
            let project = desk()?;
            with_config(&project, |config| new::run(root, &project, config, (place, *kind)))
        }
        Command::Build(options) => build::run(root, options, today, &progress),
        Command::Check => Ok(check::run(&desk()?, &progress)),
        Command::Approve(options) => {
            with_ground(&desk()?, |project, ground| approve::run(root, options, project, ground))
        }
        Command::Withdraw(options) => {
            with_ground(&record()?, |project, ground| withdraw::run(root, options, project, ground))
        }
        Command::Status(options) => {
            with_ground(&all()?, |project, ground| Ok(status::run(options, project, ground)))
        }
        Command::Due { within } => {
            with_ground(&all()?, |project, ground| Ok(due::run(*within, project, ground)))
        }
        Command::Why { lang, id } => {
            with_ground(&all()?, |project, ground| why::run((lang, id.as_deref()), project, ground))
        }
        Command::Key { command: Key::New { reviewer, file, passphrase_file, passphrase_fd } } => {
            key::new(reviewer, file, &Asking { file: passphrase_file.as_deref(), descriptor: *passphrase_fd })
        }
        Command::Key { command: Key::Signers } => {
            let project = desk()?;
            with_config(&project, |config| key::signers(root, config, &project))
        }
        Command::Completions { shell } => Ok(completions::run(*shell)),
        Command::Man { out } => man::run(out.as_deref()),
    }
}

/// The day in UTC: the only reading of a clock.
fn today() -> Result<Day, Failure> {
    let date = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date();
    Day::from_date(date).ok_or_else(|| {
        Failure::usage("the clock of this machine is wrong", "set it, or say the day with --as-of")
    })
}

/// Does something that needs the settings alone.
fn with_config(
    project: &Project,
    then: impl FnOnce(&Config) -> Result<Outcome, Failure>,
) -> Result<Outcome, Failure> {
    let mut found = Diagnostics::new();
    match config::read(project, &mut found) {
        Some(config) => then(&config),
        None => Ok(Outcome::no_ground(found)),
    }
}

/// Does something that needs settings, trust and theme.
fn with_ground(
    project: &Project,
    then: impl FnOnce(&Project, &Ground) -> Result<Outcome, Failure>,
) -> Result<Outcome, Failure> {
    let mut found = Diagnostics::new();
    match pipeline::ground(project, None, &mut found) {
        Some(ground) => then(project, &ground),
        None => Ok(Outcome::no_ground(found)),
    }
}

/// Prints an outcome: findings to the standard error, words to the standard output; as JSON all in one document.
fn tell(common: &Common, outcome: &Outcome) -> ExitCode {
    match common.format {
        Format::Json => {
            let said = || serde_json::Value::from(outcome.said.as_str());
            let result = outcome.result.clone().unwrap_or_else(said);
            say_json(&Document { diagnostics: json::findings(&outcome.found), result });
        }
        Format::Text => {
            if !outcome.found.is_empty() {
                complain(&terminal::render(&outcome.found, look(common)));
            }
            if common.verbose {
                outcome.more.iter().for_each(|line| complain(&format!("{line}\n")));
            }
            if !outcome.said.is_empty() {
                say(&format!("{}\n", outcome.said));
            }
        }
    }
    match outcome.verdict {
        Exit::Fine => ExitCode::SUCCESS,
        Exit::Content => ExitCode::from(1),
        Exit::Ground => ExitCode::from(2),
    }
}

fn tell_failure(common: &Common, failure: &Failure) -> ExitCode {
    match common.format {
        Format::Json => {
            let result = serde_json::json!({ "error": failure.to_string(), "help": failure.help });
            say_json(&Document { diagnostics: json::findings(&failure.found), result });
        }
        Format::Text => {
            if !failure.found.is_empty() {
                complain(&terminal::render(&failure.found, look(common)));
            }
            let help = failure.help.as_deref().map(|help| format!("help: {help}\n")).unwrap_or_default();
            complain(&format!("error: {failure}\n{help}"));
        }
    }
    failure.exit_code()
}

/// What `--format json` prints: one document a run.
#[derive(serde::Serialize)]
struct Document<F> {
    diagnostics: F,
    result: serde_json::Value,
}

fn say_json(document: &impl serde::Serialize) {
    let text = serde_json::to_string_pretty(document).unwrap_or_default();
    say(&format!("{text}\n"));
}

/// A reader that has gone away wants to hear no more: that is no fault.
fn say(text: &str) {
    let _ = std::io::stdout().lock().write_all(text.as_bytes());
}

fn complain(text: &str) {
    let _ = std::io::stderr().lock().write_all(text.as_bytes());
}

fn look(common: &Common) -> Look {
    let colourless = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let on_terminal = std::io::stderr().is_terminal();
    let colour = match common.color {
        Color::Always => Colour::Ansi,
        Color::Auto if on_terminal && !colourless => Colour::Ansi,
        Color::Auto | Color::Never => Colour::Plain,
    };
    let width = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    Look { colour, width: width.unwrap_or(terminal::USUAL_WIDTH) }
}

/// Whether any finding is an error.
fn has_errors(found: &[Diagnostic]) -> bool {
    found.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
}

/// Whether a path lies below the folder of a knowledge base, as the person typed both.
fn below(root: &Path, path: &Path) -> std::path::PathBuf {
    if path.is_absolute() { path.to_path_buf() } else { root.join(path) }
}
