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
mod explain;
mod export;
mod failure;
mod help;
mod import;
mod init;
mod key;
mod man;
mod new;
mod passphrase;
mod progress;
mod review;
mod serve;
mod signer;
mod status;
mod survey;
mod tongue;
mod verify;
mod why;
mod withdraw;

use std::io::{IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;

use self::args::{Color, Command, Common, Format, Key, Typed};
use self::failure::Failure;
use self::passphrase::Asking;
use self::progress::Progress;
use crate::base::day::Day;
use crate::config::{self, Config};
use crate::diagnostic::terminal::{Colour, Look};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity, Tongue, json, terminal};
use crate::disk::{self, Scope};
use crate::pipeline::{self, Ground};
use crate::project::Project;

/// What a command has done and found.
#[derive(Debug, Default)]
struct Outcome {
    /// What is told on the standard output.
    said: String,
    /// A text that is told as it stands, whatever the language.
    page: String,
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
    let arguments: Vec<_> = std::env::args_os().collect();
    let tongue = tongue::asked(&arguments, |name| std::env::var_os(name));
    let typed = match Typed::read(&arguments, tongue) {
        Ok(typed) => typed,
        Err(asked) => return answer(&asked, tongue),
    };
    let tongue = typed.common.tongue.unwrap_or(tongue);
    match perform(&typed, tongue) {
        Ok(outcome) => tell(&typed.common, tongue, &outcome),
        Err(failure) => tell_failure(&typed.common, tongue, &failure),
    }
}

/// Prints help, or why the arguments cannot be read.
fn answer(asked: &clap::Error, tongue: Tongue) -> ExitCode {
    if !asked.use_stderr() || tongue == Tongue::English {
        // Nobody can be told that nobody can be told anything.
        let _ = asked.print();
    } else {
        complain(&tongue.report(&asked.render().to_string()));
    }
    ExitCode::from(if asked.use_stderr() { 2 } else { 0 })
}

fn perform(typed: &Typed, tongue: Tongue) -> Result<Outcome, Failure> {
    let Common { root, as_of, .. } = &typed.common;
    let today = as_of.map_or_else(today, Ok)?;
    let progress = Progress::of(typed, tongue);
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
        Command::Export(options) => export::run(root, options, today, &progress),
        Command::Serve(options) => serve::run(root, options, *as_of, tongue),
        Command::Review(options) => review::run(root, options, *as_of, tongue),
        Command::Check { fix: false } => {
            Ok(check::run(&desk()?, &progress, (Vec::new(), Diagnostics::new())))
        }
        Command::Check { fix: true } => {
            let mut told = Diagnostics::new();
            let fixed = check::fix(root, &desk()?, &mut told)?;
            Ok(check::run(&desk()?, &progress, (fixed, told)))
        }
        Command::Verify { privacy } => verify::run(root, privacy),
        Command::Approve(options) => {
            with_ground(&desk()?, |project, ground| approve::run(root, options, tongue, project, ground))
        }
        Command::Withdraw(options) => {
            with_ground(&record()?, |project, ground| withdraw::run(root, options, tongue, project, ground))
        }
        Command::Import { files } => {
            with_ground(&desk()?, |project, ground| import::run(root, files, project, ground))
        }
        Command::Status(options) => {
            with_ground(&all()?, |project, ground| Ok(status::run(options, tongue, project, ground)))
        }
        Command::Due { within, ics } => with_ground(&all()?, |project, ground| {
            due::run(
                *within,
                ics.as_ref().map(|file| below(root, file)).as_deref(),
                tongue,
                (project, ground),
            )
        }),
        Command::Why { lang, id } => {
            with_ground(&all()?, |project, ground| why::run((lang, id.as_deref()), project, ground))
        }
        Command::Explain { code } => explain::run(code.as_deref(), tongue),
        Command::Key { command } => keys(root, command, tongue, desk),
        Command::Completions { shell } => Ok(completions::run(*shell)),
        Command::Man { out } => man::run(out.as_deref()),
    }
}

fn keys(
    root: &Path,
    command: &Key,
    tongue: Tongue,
    desk: impl FnOnce() -> Result<Project, Failure>,
) -> Result<Outcome, Failure> {
    match command {
        Key::New { reviewer, file, passphrase_file, passphrase_fd } => {
            let asking = Asking { file: passphrase_file.as_deref(), descriptor: *passphrase_fd, tongue };
            key::new(reviewer, file, &asking)
        }
        Key::Signers => {
            let project = desk()?;
            with_config(&project, |config| key::signers(root, config, &project))
        }
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
fn tell(common: &Common, tongue: Tongue, outcome: &Outcome) -> ExitCode {
    let said = tongue.report(&outcome.said);
    match common.format {
        Format::Json => {
            let result = outcome.result.clone().map(|result| tongue::in_words(result, tongue));
            let words = || if outcome.page.is_empty() { &*said } else { &outcome.page };
            say_json(&outcome.found, tongue, result.unwrap_or_else(|| words().into()));
        }
        Format::Text => {
            complain(&terminal::render(&outcome.found, look(common, tongue)));
            if common.verbose {
                outcome.more.iter().for_each(|line| complain(&format!("{}\n", tongue.report(line))));
            }
            for text in [&*said, &outcome.page].into_iter().filter(|text| !text.is_empty()) {
                say(&format!("{text}\n"));
            }
        }
    }
    match outcome.verdict {
        Exit::Fine => ExitCode::SUCCESS,
        Exit::Content => ExitCode::from(1),
        Exit::Ground => ExitCode::from(2),
    }
}

fn tell_failure(common: &Common, tongue: Tongue, failure: &Failure) -> ExitCode {
    match common.format {
        Format::Json => {
            let result = serde_json::json!({ "error": failure.to_string(), "help": failure.help });
            say_json(&failure.found, tongue, tongue::in_words(result, tongue));
        }
        Format::Text => {
            complain(&terminal::render(&failure.found, look(common, tongue)));
            complain(&format!("{}: {}\n", tongue.phrase("error"), tongue.phrase(&failure.to_string())));
            if let Some(help) = &failure.help {
                complain(&format!("{}: {}\n", tongue.phrase("help"), tongue.phrase(help)));
            }
        }
    }
    failure::exit_code(failure)
}

/// What `--format json` prints: one document a run.
#[derive(serde::Serialize)]
struct Document<F> {
    diagnostics: F,
    result: serde_json::Value,
}

fn say_json(found: &[Diagnostic], tongue: Tongue, result: serde_json::Value) {
    let found = tongue.told(found);
    let document = Document { diagnostics: json::findings(&found), result };
    say(&(serde_json::to_string_pretty(&document).unwrap_or_default() + "\n"));
}

/// A reader that has gone away wants to hear no more: that is no fault.
fn say(text: &str) {
    let _ = std::io::stdout().lock().write_all(text.as_bytes());
}

fn complain(text: &str) {
    let _ = std::io::stderr().lock().write_all(text.as_bytes());
}

fn look(common: &Common, tongue: Tongue) -> Look {
    let colourless = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let on_terminal = std::io::stderr().is_terminal();
    let colour = match common.color {
        Color::Always => Colour::Ansi,
        Color::Auto if on_terminal && !colourless => Colour::Ansi,
        Color::Auto | Color::Never => Colour::Plain,
    };
    let width = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    Look { colour, width: width.unwrap_or(terminal::USUAL_WIDTH), tongue }
}

/// Whether any finding is an error.
fn has_errors(found: &[Diagnostic]) -> bool {
    found.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
}

/// Whether a path lies below the folder of a knowledge base, as the person typed both.
fn below(root: &Path, path: &Path) -> std::path::PathBuf {
    if path.is_absolute() { path.to_path_buf() } else { root.join(path) }
}
