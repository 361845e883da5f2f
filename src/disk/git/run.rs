//! Runs Git where nothing of the machine can reach the commit, and no longer than a person would wait.
//!
//! Invariant: of the environment Git sees only where programs and its settings are, and it can neither ask nor call anybody.

use std::ffi::OsStr;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use super::GitFault;
use crate::base::name::ReviewerId;

/// How long all commands of one commit may take together.
pub(super) const PATIENCE: Duration = Duration::from_secs(30);

/// How long a command may take to clear up.
const GRACE: Duration = Duration::from_secs(1);

/// How often one looks whether a command has ended.
const PAUSE: Duration = Duration::from_millis(2);

/// The most bytes that are taken of what a command says.
const MOST_SAID: u64 = 1 << 20;

/// What Git may know of the environment: where it finds programs, and what the person has set up for all repositories.
const KEPT: [&str; 3] = ["PATH", "HOME", "XDG_CONFIG_HOME"];

/// Settings that stand above those of the person and of the repository: no hooks, no watchers, no network.
const SETTINGS: [&str; 4] =
    ["core.hooksPath=/dev/null", "core.fsmonitor=false", "i18n.commitEncoding=UTF-8", "protocol.allow=never"];

/// Git for one commit.
#[derive(Clone)]
pub(super) struct Git<'a> {
    root: &'a Path,
    author: &'a ReviewerId,
    until: Instant,
    index: Option<PathBuf>,
}

/// What a command has said.
pub(super) struct Said {
    /// Whether it did what it was asked for.
    pub(super) done: bool,
    /// The standard output.
    pub(super) out: String,
    /// What it means, where it did not.
    pub(super) fault: GitFault,
}

impl Said {
    /// Returns the first line, where it did what it was asked for and there is one.
    pub(super) fn line(&self) -> Option<String> {
        self.out.lines().next().filter(|_| self.done).map(str::to_owned)
    }
}

impl<'a> Git<'a> {
    /// Runs in this folder, in the name of this person.
    pub(super) fn new(root: &'a Path, author: &'a ReviewerId) -> Self {
        Self { root, author, until: Instant::now() + PATIENCE, index: None }
    }

    /// The same with another index than the person's.
    pub(super) fn with_index(&self, index: &Path) -> Self {
        Self { index: Some(index.to_owned()), ..self.clone() }
    }

    /// Runs a command; `None` where Git is not installed.
    pub(super) fn ask<'w>(&self, words: impl IntoIterator<Item = &'w str>) -> Result<Option<Said>, GitFault> {
        let mut child = match self.command(words).spawn() {
            Ok(child) => child,
            Err(fault) if fault.kind() == ErrorKind::NotFound => return Ok(None),
            Err(fault) => return Err(GitFault::Refused(super::super::reason::reason(&fault))),
        };
        let (out, told) = (listen(child.stdout.take()), listen(child.stderr.take()));
        let done = self.wait(&mut child)?;
        let heard = |from: &Receiver<String>| from.recv_timeout(self.left()).map_err(|_| GitFault::Slow);
        Ok(Some(Said { done, out: heard(&out)?, fault: meaning(&heard(&told)?) }))
    }

    /// Runs a command that may fail.
    pub(super) fn run<'w>(&self, words: impl IntoIterator<Item = &'w str>) -> Result<Said, GitFault> {
        self.ask(words)?.ok_or_else(|| meaning(""))
    }

    /// Runs a command that must not fail, and returns the first line that it says.
    pub(super) fn must<'w>(&self, words: impl IntoIterator<Item = &'w str>) -> Result<String, GitFault> {
        let said = self.run(words)?;
        if said.done { Ok(said.line().unwrap_or_default()) } else { Err(said.fault) }
    }

    fn command<'w>(&self, words: impl IntoIterator<Item = &'w str>) -> Command {
        let mut command = Command::new("git");
        command.env_clear().envs(KEPT.into_iter().filter_map(|name| Some((name, std::env::var_os(name)?))));
        for who in ["AUTHOR", "COMMITTER"] {
            // No address is nobody's address; Git and its checks take it.
            command.env(format!("GIT_{who}_NAME"), self.author.as_str()).env(format!("GIT_{who}_EMAIL"), "");
        }
        command.envs([("TZ", "UTC"), ("LC_ALL", "C"), ("GIT_TERMINAL_PROMPT", "0")]);
        if let Some(index) = &self.index {
            command.env("GIT_INDEX_FILE", index);
        }
        command.args(SETTINGS.iter().flat_map(|setting| ["-c", setting])).arg("--no-pager");
        command.args(words.into_iter().map(OsStr::new)).current_dir(self.root);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    fn left(&self) -> Duration {
        self.until.saturating_duration_since(Instant::now())
    }

    /// Waits for the end, and brings it about when it is time.
    fn wait(&self, child: &mut Child) -> Result<bool, GitFault> {
        loop {
            match child.try_wait() {
                Ok(Some(status)) => return Ok(status.success()),
                Ok(None) if self.left().is_zero() => {
                    end(child);
                    return Err(GitFault::Slow);
                }
                Ok(None) => thread::sleep(PAUSE),
                Err(fault) => return Err(GitFault::Refused(super::super::reason::reason(&fault))),
            }
        }
    }
}

/// Ends a command: it is asked to, so that it takes its locks away, and then made to.
fn end(child: &mut Child) {
    let _ = kill_process(Pid::from_child(child), Signal::TERM);
    let grace = Instant::now() + GRACE;
    while Instant::now() < grace && matches!(child.try_wait(), Ok(None)) {
        thread::sleep(PAUSE);
    }
    let _ = child.kill().and_then(|()| child.wait());
}

/// Takes what is said without holding the speaker up; a program that Git has started may keep the line open for longer.
fn listen(from: Option<impl Read + Send + 'static>) -> Receiver<String> {
    let (tell, heard) = channel();
    thread::spawn(move || {
        let mut said = Vec::new();
        if let Some(mut from) = from {
            let _ = from.by_ref().take(MOST_SAID).read_to_end(&mut said);
            let _ = std::io::copy(&mut from, &mut std::io::sink());
        }
        tell.send(String::from_utf8_lossy(&said).into_owned())
    });
    heard
}

/// Says what Git means by what it tells on the standard error, in English as `LC_ALL=C` has it.
pub(super) fn meaning(told: &str) -> GitFault {
    let has = |words: &[&str]| words.iter().any(|words| told.contains(words));
    if let Some(lock) = told.split("Unable to create '").nth(1).and_then(|rest| rest.split('\'').next())
        && told.contains("File exists")
    {
        return GitFault::Locked(PathBuf::from(lock));
    }
    if has(&["Permission denied", "Read-only file system", "insufficient permission"]) {
        return GitFault::ReadOnly;
    }
    if has(&["dubious ownership"]) {
        return GitFault::Owner;
    }
    let first = told.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or("it gives no reason");
    let first = first.trim_start_matches("fatal: ").trim_start_matches("error: ");
    GitFault::Refused(first.chars().filter(|character| !character.is_control()).take(300).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_end_is_ended() {
        let (folder, author) = (tempfile::tempdir().unwrap(), ReviewerId::parse("dr-ada").unwrap());
        let start = Instant::now();
        let git = Git { until: start + Duration::from_millis(200), ..Git::new(folder.path(), &author) };
        let slow = git.run(["-c", "alias.wait=!sleep 20", "wait"]);
        assert_eq!(slow.err(), Some(GitFault::Slow));
        assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
    }
}
