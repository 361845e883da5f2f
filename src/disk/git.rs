//! Commits what the desk has written, for reviewers who know no Git.
//!
//! The commit is put together beside the person's own index, by the plumbing of Git, which runs no hook, opens no editor and
//! signs nothing. It names the reviewer's id and no one's name, mail, machine or time zone.
//!
//! Invariant: the commit holds the named files and no other change, and until it stands the repository is as it was.

mod run;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use crate::base::name::ReviewerId;
use crate::base::path::SourcePath;

use run::Git;

/// Why a commit was not made. The files lie where they were written.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum GitFault {
    /// Something of several steps is not finished.
    #[error("{0} is under way in Git")]
    Busy(&'static str),
    /// What is committed now would belong to no branch, and be gone with the next change of branches.
    #[error("Git stands on no branch")]
    NoBranch,
    /// The index is locked.
    #[error("another Git command is at work, or was broken off: `{}` is there", .0.display())]
    Locked(PathBuf),
    /// A file is to be left out.
    #[error("Git is told to ignore `{0}`")]
    Ignored(SourcePath),
    /// The repository may not be written.
    #[error("the Git repository cannot be written")]
    ReadOnly,
    /// The repository belongs to somebody else.
    #[error("the Git repository belongs to another user, and Git does not trust it")]
    Owner,
    /// Somebody committed at the same moment.
    #[error("something else was committed at the same moment")]
    Moved,
    /// It took too long.
    #[error("Git was stopped, because it took longer than {} seconds", run::PATIENCE.as_secs())]
    Slow,
    /// Anything else, in Git's own words.
    #[error("Git refuses: {0}")]
    Refused(String),
}

impl GitFault {
    /// Says how to put it right, as an imperative.
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::Busy(_) => "finish it or give it up, as `git status` says, then commit the files",
            Self::NoBranch => "go to a branch with `git switch`, then commit the files",
            Self::Locked(_) => "wait until it has ended; if none is running, remove that file",
            Self::Ignored(_) => "take the rule out that `git check-ignore -v` names",
            Self::ReadOnly => "give yourself the right to write into the folder `.git`",
            Self::Owner => "allow it with `git config --global --add safe.directory`, if you trust its owner",
            Self::Moved => "commit the files again",
            Self::Slow => "look with `git status` what holds it up, then commit the files",
            Self::Refused(_) => "commit the files by hand, or ask whoever keeps the repository",
        }
    }
}

/// What several steps leave in the folder of the repository while they are not finished, and what they are called.
const UNFINISHED: [(&str, &str); 6] = [
    ("MERGE_HEAD", "a merge"),
    ("rebase-merge", "a rebase"),
    ("rebase-apply", "a rebase"),
    ("CHERRY_PICK_HEAD", "a cherry-pick"),
    ("REVERT_HEAD", "a revert"),
    ("BISECT_LOG", "a bisection"),
];

/// The most paths that one command is given.
const MOST_PATHS: usize = 500;

/// One commit at a time: two at once would only stand in each other's way.
static ONE: Mutex<()> = Mutex::new(());

/// Commits the files as they lie below `root`, those that are gone as removed, in the name of the reviewer. Returns the short
/// hash of the commit that holds them: the present one, where nothing is new.
///
/// `None` where there is nothing to commit to: Git is not installed, or `root` lies in no work tree, or in one that knows
/// nothing of it, such as that of a whole home folder.
pub fn commit(
    root: &Path,
    paths: &[SourcePath],
    author: &ReviewerId,
    message: &str,
) -> Result<Option<String>, GitFault> {
    let _one = ONE.lock().unwrap_or_else(PoisonError::into_inner);
    let git = Git::new(root, author);
    let Some(folder) = repository(&git)? else { return Ok(None) };
    must_be_ready(&git, &folder, paths)?;
    let draft = Draft::new(&git, &folder);
    let before = draft.git.run(["rev-parse", "--verify", "--quiet", "HEAD^{commit}"])?.line();
    let base = before.as_deref().unwrap_or("--empty");
    draft.git.must(["read-tree", base])?;
    stage(&draft.git, paths)?;
    let tree = draft.git.must(["write-tree"])?;
    if let Some(before) = &before
        && draft.git.must(["rev-parse", &format!("{before}^{{tree}}")])? == tree
    {
        return short(&git, before).map(Some);
    }
    let parent = before.as_ref().map(|before| ["-p", before]);
    let words = ["commit-tree", "--no-gpg-sign", "-m", message.trim()].into_iter();
    let new = git.must(words.chain(parent.into_iter().flatten()).chain([tree.as_str()]))?;
    // The person's index learns of the files first: where that fails nothing has happened, and what else is staged stays.
    stage(&git, paths)?;
    let moved = ["update-ref", "-m", "vetted", "HEAD", &new, before.as_deref().unwrap_or_default()];
    if let Err(fault) = git.must(moved) {
        for paths in paths.chunks(MOST_PATHS) {
            git.run(["reset", "--quiet", "--"].into_iter().chain(paths.iter().map(SourcePath::as_str)))?;
        }
        return Err(if matches!(fault, GitFault::Refused(_)) { GitFault::Moved } else { fault });
    }
    short(&git, &new).map(Some)
}

/// Returns whether a commit could be made of files below `root`: Git is installed, and keeps the knowledge base.
pub fn is_in_git(root: &Path) -> bool {
    // Who asks is written nowhere.
    let anybody = ReviewerId::parse("anybody");
    anybody.is_some_and(|anybody| matches!(repository(&Git::new(root, &anybody)), Ok(Some(_))))
}

/// Returns the folder of the repository that keeps the knowledge base.
fn repository(git: &Git<'_>) -> Result<Option<PathBuf>, GitFault> {
    let asked = ["rev-parse", "--is-inside-work-tree", "--absolute-git-dir", "--show-prefix"];
    let Some(said) = git.ask(asked)? else { return Ok(None) };
    let mut lines = said.out.lines();
    match (lines.next(), said.fault) {
        (Some("false"), _) => return Ok(None),
        (_, GitFault::Refused(words)) if !said.done && words.contains("not a git repository") => {
            return Ok(None);
        }
        (_, fault) if !said.done => return Err(fault),
        _ => {}
    }
    let (Some(folder), prefix) = (lines.next(), lines.next()) else { return Ok(None) };
    // A knowledge base somewhere below a repository may have nothing to do with it.
    let is_own = prefix.unwrap_or_default().is_empty();
    let known = is_own || git.run(["ls-files", "--error-unmatch", "--", crate::config::PATH])?.done;
    Ok(known.then(|| PathBuf::from(folder)))
}

fn must_be_ready(git: &Git<'_>, folder: &Path, paths: &[SourcePath]) -> Result<(), GitFault> {
    let there = |name: &str| folder.join(name).symlink_metadata().is_ok();
    if let Some((_, what)) = UNFINISHED.into_iter().find(|(name, _)| there(name)) {
        return Err(GitFault::Busy(what));
    }
    if there("index.lock") {
        return Err(GitFault::Locked(folder.join("index.lock")));
    }
    if !git.run(["symbolic-ref", "--quiet", "HEAD"])?.done {
        return Err(GitFault::NoBranch);
    }
    for paths in paths.chunks(MOST_PATHS) {
        let ignored =
            git.run(["check-ignore", "--"].into_iter().chain(paths.iter().map(SourcePath::as_str)))?;
        if let Some(path) = ignored.line().as_deref().and_then(SourcePath::parse) {
            return Err(GitFault::Ignored(path));
        }
    }
    Ok(())
}

/// Takes the files as they lie into an index.
fn stage(git: &Git<'_>, paths: &[SourcePath]) -> Result<(), GitFault> {
    for paths in paths.chunks(MOST_PATHS) {
        let words = ["update-index", "--add", "--remove", "--"].into_iter();
        git.must(words.chain(paths.iter().map(SourcePath::as_str)))?;
    }
    Ok(())
}

fn short(git: &Git<'_>, commit: &str) -> Result<String, GitFault> {
    git.must(["rev-parse", "--short", commit])
}

/// An index of our own, which goes when it has served.
struct Draft<'a> {
    git: Git<'a>,
    file: PathBuf,
}

impl<'a> Draft<'a> {
    fn new(git: &Git<'a>, folder: &Path) -> Self {
        let file = folder.join(format!("vetted-index-{}", std::process::id()));
        Self { git: git.with_index(&file), file }
    }
}

impl Drop for Draft<'_> {
    fn drop(&mut self) {
        // Git leaves the lock behind only when it was stopped.
        for file in [self.file.with_extension("lock"), self.file.clone()] {
            let _ = std::fs::remove_file(file);
        }
    }
}
