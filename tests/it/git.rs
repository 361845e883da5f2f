//! What the desk commits, looked at with the stock Git: only what was written, in nobody's name but the reviewer's.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, chown};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use vetted::base::name::ReviewerId;
use vetted::base::path::SourcePath;
use vetted::disk::{self, GitFault};

/// A knowledge base in a repository, with one commit of a person of this machine.
struct Kept {
    folder: tempfile::TempDir,
}

/// What must never be seen in a commit.
const MACHINE: [&str; 4] = ["Marta", "machine.example", "secret-host", "+0500"];

impl Kept {
    fn new() -> Self {
        let kept = Self { folder: tempfile::tempdir().unwrap() };
        kept.git(&["init", "--quiet", "--initial-branch", "main"]);
        kept.write("vetted.toml", "");
        kept.write("content/README.md", "first\n");
        kept.git(&["add", "."]);
        kept.git(&[
            "-c",
            "user.name=First",
            "-c",
            "user.email=first@example.org",
            "commit",
            "--quiet",
            "-m",
            "First",
        ]);
        kept
    }

    fn root(&self) -> &Path {
        self.folder.path()
    }

    fn write(&self, name: &str, text: &str) -> SourcePath {
        let file = self.root().join(name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
        SourcePath::parse(name).unwrap()
    }

    /// Runs the stock Git, away from the settings of this machine.
    fn try_git(&self, words: &[&str]) -> Output {
        let mut git = Command::new("git");
        git.env_clear().env("PATH", std::env::var_os("PATH").unwrap()).env("HOME", "/nonexistent");
        git.args(words).current_dir(self.root()).output().unwrap()
    }

    fn git(&self, words: &[&str]) -> String {
        let done = self.try_git(words);
        assert!(done.status.success(), "{words:?}: {}", String::from_utf8_lossy(&done.stderr));
        String::from_utf8(done.stdout).unwrap()
    }

    fn head(&self) -> String {
        self.git(&["rev-parse", "--short", "HEAD"]).trim().to_owned()
    }

    fn commit(&self, paths: &[SourcePath]) -> Result<Option<String>, GitFault> {
        commit(self.root(), paths)
    }

    /// A commit is refused, and nothing has moved.
    fn refuses(&self, paths: &[SourcePath], fault: &GitFault) {
        let (head, status) = (self.head(), self.git(&["status", "--porcelain"]));
        assert_eq!(self.commit(paths).as_ref(), Err(fault));
        assert!(!fault.remedy().is_empty());
        assert_eq!((self.head(), self.git(&["status", "--porcelain"])), (head, status), "{fault}");
        assert!(paths.iter().all(|path| self.root().join(path.as_str()).exists()), "the files stay");
        let left = fs::read_dir(self.root().join(".git")).unwrap().map(|file| file.unwrap().file_name());
        assert!(left.into_iter().all(|name| !name.to_string_lossy().contains("vetted")), "no index is left");
    }
}

fn commit(root: &Path, paths: &[SourcePath]) -> Result<Option<String>, GitFault> {
    disk::commit(
        root,
        paths,
        &ReviewerId::parse("dr-ada").unwrap(),
        "Sign en/rest version 2 as medical\n\nOf: en/rest\n",
    )
}

#[test]
fn exactly_the_named_files_are_committed_and_the_rest_stays_as_it_was() {
    let kept = Kept::new();
    kept.write("staged.txt", "staged");
    kept.git(&["add", "staged.txt"]);
    kept.write("content/README.md", "edited\n");
    kept.write("untracked.txt", "lost");
    let paths =
        [kept.write("record/en/rest/1/article.md", "text"), kept.write("record/en/rest/1/a.note", "note")];
    let hash = kept.commit(&paths).unwrap().unwrap();
    assert_eq!(hash, kept.head());
    let files = kept.git(&["show", "--format=", "--name-status", "HEAD"]);
    assert_eq!(files, "A\trecord/en/rest/1/a.note\nA\trecord/en/rest/1/article.md\n");
    assert_eq!(
        kept.git(&["status", "--porcelain"]),
        " M content/README.md\nA  staged.txt\n?? untracked.txt\n"
    );
    assert_eq!(kept.git(&["rev-list", "--count", "HEAD"]), "2\n");
    kept.git(&["fsck", "--strict"]);

    // What is committed already is not committed again, and what is gone is.
    assert_eq!(kept.commit(&paths).unwrap(), Some(hash));
    fs::remove_file(kept.root().join(paths[1].as_str())).unwrap();
    kept.commit(&paths).unwrap().unwrap();
    assert_eq!(kept.git(&["show", "--format=", "--name-status", "HEAD"]), "D\trecord/en/rest/1/a.note\n");
    assert_eq!(
        kept.git(&["status", "--porcelain"]),
        " M content/README.md\nA  staged.txt\n?? untracked.txt\n"
    );
}

#[test]
fn the_first_commit_of_all_and_one_in_a_folder_of_a_larger_repository() {
    let kept = Kept { folder: tempfile::tempdir().unwrap() };
    kept.git(&["init", "--quiet"]);
    let path = kept.write("record/a.note", "note");
    kept.write("other", "other");
    assert_eq!(kept.commit(&[path]).unwrap(), Some(kept.head()));
    assert_eq!(kept.git(&["ls-files"]), "record/a.note\n");

    let kept = Kept::new();
    kept.write("sites/help/vetted.toml", "");
    kept.write("sites/help/record/a.note", "note");
    let (below, note) = (kept.root().join("sites/help"), SourcePath::parse("record/a.note").unwrap());
    assert_eq!(
        commit(&below, std::slice::from_ref(&note)),
        Ok(None),
        "the repository knows nothing of this folder"
    );
    kept.git(&["add", "sites/help/vetted.toml"]);
    assert_eq!(commit(&below, &[note]), Ok(Some(kept.head())));
    assert_eq!(kept.git(&["show", "--format=", "--name-only", "HEAD"]), "sites/help/record/a.note\n");
}

#[test]
fn without_a_repository_or_without_git_nothing_is_committed() {
    let bare = tempfile::tempdir().unwrap();
    assert_eq!(commit(bare.path(), &[]), Ok(None));
    let kept = Kept::new();
    assert_eq!(commit(&kept.root().join(".git"), &[]), Ok(None));
    kept.write("record/a.note", "note");
    let said = elsewhere(&kept, |command| command.env("PATH", "/nonexistent"));
    assert!(said.contains("committed: Ok(None)"), "{said}");
}

/// Commits `record/a.note` in another process, whose environment is `changed`.
fn elsewhere(kept: &Kept, changed: impl FnOnce(&mut Command) -> &mut Command) -> String {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "git::a_commit_from_the_environment_of_another", "--nocapture"]);
    command.env(ROOT, kept.root());
    let done = changed(&mut command).output().unwrap();
    let said = String::from_utf8_lossy(&done.stdout).into_owned() + &String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{said}");
    said
}

/// The environment variable by which [`elsewhere`] names the knowledge base.
const ROOT: &str = "VETTED_TEST_ROOT";

/// Not a test by itself: the other end of [`elsewhere`].
#[test]
fn a_commit_from_the_environment_of_another() {
    if let Some(root) = std::env::var_os(ROOT) {
        let note = SourcePath::parse("record/a.note").unwrap();
        eprintln!("committed: {:?}", commit(&PathBuf::from(root), &[note]));
    }
}

/// A home whose owner signs every commit and runs hooks and an editor at each, and hooks of the repository itself. Whatever
/// is run leaves a line in the file `ran`.
fn meddlesome_home(kept: &Kept) -> (tempfile::TempDir, PathBuf) {
    let home = tempfile::tempdir().unwrap();
    let (hooks, ran) = (home.path().join("hooks"), home.path().join("ran"));
    fs::create_dir_all(&hooks).unwrap();
    let own = kept.root().join(".git/hooks");
    fs::create_dir_all(&own).unwrap();
    for folder in [&hooks, &own] {
        for hook in [
            "pre-commit",
            "commit-msg",
            "prepare-commit-msg",
            "post-commit",
            "post-index-change",
            "reference-transaction",
        ] {
            let file = folder.join(hook);
            fs::write(&file, format!("#!/bin/sh\necho {hook} >> '{}'\nexit 1\n", ran.display())).unwrap();
            fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).unwrap();
        }
    }
    let editor = format!("sh -c 'echo editor >> {}'", ran.display());
    let settings = format!(
        "[user]\n\tname = Marta\n\temail = marta@machine.example\n\tsigningKey = ABCD\n[commit]\n\tgpgSign = true\n\ttemplate = /nonexistent\n\
         [core]\n\thooksPath = {hooks}\n\teditor = \"{editor}\"\n\tfsmonitor = \"{editor}\"\n[gpg]\n\tprogram = /bin/false\n[format]\n\tsignOff = true\n",
        hooks = hooks.display(),
    );
    fs::write(home.path().join(".gitconfig"), settings).unwrap();
    (home, ran)
}

#[test]
fn nothing_of_the_machine_and_its_owner_is_in_the_commit_and_nothing_of_theirs_is_run() {
    let kept = Kept::new();
    let (home, ran) = meddlesome_home(&kept);
    kept.git(&["config", "user.name", "Marta"]);
    kept.git(&["config", "user.email", "marta@machine.example"]);
    kept.write("record/a.note", "note");
    let said = elsewhere(&kept, |command| {
        for who in ["AUTHOR", "COMMITTER"] {
            command
                .env(format!("GIT_{who}_NAME"), "Marta")
                .env(format!("GIT_{who}_EMAIL"), "m@machine.example");
            command.env(format!("GIT_{who}_DATE"), "2020-01-01T00:00:00+0500");
        }
        command.envs([
            ("TZ", "Asia/Tashkent"),
            ("EMAIL", "m@machine.example"),
            ("USER", "Marta"),
            ("HOSTNAME", "secret-host"),
        ]);
        command.envs([
            ("GIT_DIR", "/nonexistent"),
            ("GIT_INDEX_FILE", "/nonexistent"),
            ("GIT_EDITOR", "false"),
        ]);
        command.env("HOME", home.path())
    });
    assert!(said.contains(&format!("committed: Ok(Some(\"{}\"))", kept.head())), "{said}");
    assert!(!ran.exists(), "{}", fs::read_to_string(&ran).unwrap_or_default());

    let whole = kept.git(&["cat-file", "commit", "HEAD"]);
    let lines: Vec<&str> = whole.lines().collect();
    let [tree, parent, author, committer, rest @ ..] = lines.as_slice() else { panic!("{whole}") };
    assert!(tree.starts_with("tree ") && parent.starts_with("parent "), "{whole}");
    for (line, who) in [(author, "author dr-ada <> "), (committer, "committer dr-ada <> ")] {
        let time = line.strip_prefix(who).unwrap_or_else(|| panic!("{line}")).strip_suffix(" +0000").unwrap();
        assert!(time.parse::<u64>().unwrap() > 1_700_000_000, "{line}: the day it is");
    }
    assert_eq!(rest, ["", "Sign en/rest version 2 as medical", "", "Of: en/rest"]);
    let log =
        kept.git(&["log", "--format=fuller", "-1"]) + &kept.git(&["reflog", "-1", "--format=%gn %ge %gs"]);
    for word in MACHINE {
        assert!(!log.contains(word) && !whole.contains(word), "{word}: {log}{whole}");
    }
    let logs = fs::read_to_string(kept.root().join(".git/logs/HEAD")).unwrap();
    assert!(logs.lines().last().unwrap().contains(" dr-ada <> "), "{logs}");
}

#[test]
fn in_the_middle_of_something_nothing_is_committed() {
    let kept = Kept::new();
    let note = [kept.write("record/a.note", "note")];
    let folder = kept.root().join(".git");
    for (name, what) in [
        ("MERGE_HEAD", "a merge"),
        ("CHERRY_PICK_HEAD", "a cherry-pick"),
        ("REVERT_HEAD", "a revert"),
        ("BISECT_LOG", "a bisection"),
    ] {
        fs::write(folder.join(name), kept.git(&["rev-parse", "HEAD"])).unwrap();
        kept.refuses(&note, &GitFault::Busy(what));
        fs::remove_file(folder.join(name)).unwrap();
    }
    let lock = folder.canonicalize().unwrap().join("index.lock");
    fs::write(&lock, "").unwrap();
    kept.refuses(&note, &GitFault::Locked(lock.clone()));
    fs::remove_file(&lock).unwrap();
    let branch = folder.canonicalize().unwrap().join("refs/heads/main.lock");
    fs::write(&branch, "").unwrap();
    kept.refuses(&note, &GitFault::Locked(branch.clone()));
    fs::remove_file(&branch).unwrap();
    kept.git(&["checkout", "--quiet", "--detach"]);
    kept.refuses(&note, &GitFault::NoBranch);
    kept.git(&["checkout", "--quiet", "main"]);
    kept.write(".gitignore", "*.note\n");
    kept.refuses(&note, &GitFault::Ignored(note[0].clone()));
    fs::remove_file(kept.root().join(".gitignore")).unwrap();
    assert_eq!(kept.commit(&note), Ok(Some(kept.head())));
}

/// A merge and a rebase as Git itself leaves them when two people have changed one line.
#[test]
fn a_conflict_that_is_not_settled_is_told() {
    for (words, what) in [("merge", "a merge"), ("rebase", "a rebase")] {
        let kept = Kept::new();
        let change = |text: &str| {
            let path = kept.write("content/README.md", text);
            kept.commit(&[path]).unwrap().unwrap();
        };
        kept.git(&["checkout", "--quiet", "-b", "other"]);
        change("theirs\n");
        kept.git(&["checkout", "--quiet", "main"]);
        change("ours\n");
        let named = ["-c", "user.name=a", "-c", "user.email=a@example.org", words, "other"];
        assert!(!kept.try_git(&named).status.success());
        kept.refuses(&[kept.write("record/a.note", "note")], &GitFault::Busy(what));
    }
}

#[test]
fn what_belongs_to_somebody_else_or_may_not_be_written_is_left_alone() {
    let kept = Kept::new();
    kept.write("record/a.note", "note");
    if chown(kept.root(), Some(54_321), None).is_ok() {
        let said = elsewhere(&kept, |command| command.env("HOME", "/nonexistent"));
        assert!(said.contains("committed: Err(Owner)"), "{said}");
    } else {
        let only_read =
            |mode| fs::set_permissions(kept.root().join(".git"), fs::Permissions::from_mode(mode)).unwrap();
        only_read(0o555);
        let outcome = kept.commit(&[SourcePath::parse("record/a.note").unwrap()]);
        only_read(0o755);
        assert_eq!(outcome, Err(GitFault::ReadOnly));
    }
}

#[test]
fn two_who_commit_at_once_both_commit() {
    let kept = Kept::new();
    std::thread::scope(|scope| {
        for name in ["record/a.note", "record/b.note", "record/c.note"] {
            let path = kept.write(name, name);
            let root = kept.root();
            scope.spawn(move || commit(root, &[path]).unwrap().unwrap());
        }
    });
    assert_eq!(kept.git(&["rev-list", "--count", "HEAD"]), "4\n");
    assert_eq!(kept.git(&["status", "--porcelain"]), "");
}
