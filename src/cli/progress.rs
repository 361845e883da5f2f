//! Shows on a terminal what a command is at, once it has taken a second.
//!
//! Only this end has a clock, so phases are told by who calls them, and the making of pages is seen by the files that
//! reach the shelf.
//!
//! Invariant: nothing is shown within the first second, nor where the standard error is no terminal or the answer is JSON;
//! nothing of it is left when the command tells what it has done. It has no colours, so `NO_COLOR` asks for nothing more.

use std::io::IsTerminal as _;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::args::{Command, Format, Typed};
use crate::base::path::OutPath;
use crate::diagnostic::Tongue;
use crate::site::{Content, Growing, Shelf};

/// How long a command may take without a word.
const PATIENCE: Duration = Duration::from_secs(1);
/// How often the sign of life moves.
const BEAT: Duration = Duration::from_millis(120);
/// After how many files their number is told anew.
const FILES_A_STEP: usize = 256;

/// What a command is at.
pub(super) struct Progress {
    bar: ProgressBar,
    tongue: Tongue,
    waiting: Option<(Sender<()>, JoinHandle<()>)>,
}

impl Progress {
    /// Begins to wait; on a terminal something is shown after a second. Commands that answer at once, and those that ask for
    /// a passphrase, show nothing.
    pub(super) fn of(typed: &Typed, tongue: Tongue) -> Self {
        let bar = ProgressBar::hidden();
        let looks = matches!(
            typed.command,
            Command::Build(_)
                | Command::Check { .. }
                | Command::Status(_)
                | Command::Due { .. }
                | Command::Why { .. }
        );
        let dumb = std::env::var_os("TERM").is_none_or(|term| term == "dumb");
        if !looks || typed.common.format == Format::Json || dumb || !std::io::stderr().is_terminal() {
            return Self { bar, tongue, waiting: None };
        }
        bar.set_style(ProgressStyle::default_spinner());
        bar.set_message(tongue.phrase("reading the files"));
        let (stop, stopped) = mpsc::channel();
        let own = bar.clone();
        let clock = thread::spawn(move || {
            if stopped.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
                own.set_draw_target(ProgressDrawTarget::stderr());
                own.enable_steady_tick(BEAT);
            }
        });
        Self { bar, tongue, waiting: Some((stop, clock)) }
    }

    /// Says what comes now.
    pub(super) fn phase(&self, words: &'static str) {
        self.bar.set_message(self.tongue.phrase(words));
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some((stop, clock)) = self.waiting.take() {
            drop(stop);
            // Else it could show itself after this.
            let _ = clock.join();
            self.bar.finish_and_clear();
        }
    }
}

/// A shelf that tells how many files it was given.
pub(super) struct Counted<'a> {
    shelf: &'a dyn Shelf,
    progress: &'a Progress,
    files: AtomicUsize,
}

impl<'a> Counted<'a> {
    /// Counts what is put on `shelf`. Until the first file comes, signatures are checked.
    pub(super) fn new(shelf: &'a dyn Shelf, progress: &'a Progress) -> Self {
        progress.phase("checking signatures");
        Self { shelf, progress, files: AtomicUsize::new(0) }
    }
}

impl Shelf for Counted<'_> {
    fn keep(&self, path: &OutPath, bytes: Vec<u8>) -> Content {
        let before = self.files.fetch_add(1, Ordering::Relaxed);
        if before.is_multiple_of(FILES_A_STEP) {
            let words = format!("making pages: {before} files");
            self.progress.bar.set_message(self.progress.tongue.phrase(&words).into_owned());
        }
        self.shelf.keep(path, bytes)
    }

    fn grow(&self, path: &OutPath) -> Box<dyn Growing + '_> {
        self.shelf.grow(path)
    }
}
