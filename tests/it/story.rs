//! A knowledge base on disk and its people: what tests of the commands begin with.

use std::fs;
use std::path::PathBuf;
use std::process::Output;

use crate::repository::program;

/// A text without faults, which uses one fact.
pub const TEXT: &str = include_str!("life/rest.md");

/// A knowledge base on disk, and the day its people think it is.
pub struct Story {
    folder: tempfile::TempDir,
    pub day: &'static str,
    /// The language they read.
    pub lang: &'static str,
}

impl Story {
    /// Makes the folder of an empty base, and nothing in it.
    pub fn begin() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), day: "2026-11-20", lang: "en" }
    }

    /// Makes an empty base with a doctor, `dr-ada`, and an editor, `ed-eve`.
    pub fn with_people() -> Self {
        let story = Self::begin();
        let root = story.root();
        story.told(0, &["init", root.to_str().unwrap()]);
        story.hire("dr-ada", "roles = [\"medical\"]");
        story.hire("ed-eve", "roles = [\"editor\", \"service\"]");
        story
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn root(&self) -> PathBuf {
        self.path("kb")
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.root().join(name)).unwrap()
    }

    pub fn write(&self, name: &str, text: &str) {
        let file = self.root().join(name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }

    fn run(&self, arguments: &[&str]) -> Output {
        program()
            .args(["--as-of", self.day, "--lang", self.lang, "-C"])
            .arg(self.root())
            .args(arguments)
            .output()
            .unwrap()
    }

    /// Runs a command that must end with this exit code, and gives all that it said.
    pub fn told(&self, code: i32, arguments: &[&str]) -> String {
        let done = self.run(arguments);
        let said =
            format!("{}{}", String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
        assert_eq!(done.status.code(), Some(code), "{arguments:?}: {said}");
        said
    }

    /// Makes a key with a passphrase, and lets its owner sign as these roles.
    pub fn hire(&self, reviewer: &str, roles: &str) {
        let passphrase = self.path("passphrase");
        fs::write(&passphrase, "four words in here\n").unwrap();
        let file = self.path(reviewer);
        let card = self.told(
            0,
            &[
                "key",
                "new",
                reviewer,
                "--file",
                file.to_str().unwrap(),
                "--passphrase-file",
                passphrase.to_str().unwrap(),
            ],
        );
        assert!(card.contains("SHA256:"), "{card}");
        let lines = card.split(&format!("[{reviewer}]")).nth(1).unwrap();
        let lines =
            lines.replace("roles = [\"medical\"]", roles).replace("public = \"…\"", "public = \"someone\"");
        let reviewers = self.read("trust/reviewers.toml");
        self.write("trust/reviewers.toml", &format!("{reviewers}\n[{reviewer}]{lines}"));
        self.told(0, &["key", "signers"]);
    }

    pub fn approve(&self, code: i32, (reviewer, role): (&str, &str), what: &str, more: &[&str]) -> String {
        let (key, passphrase) = (self.path(reviewer), self.path("passphrase"));
        let mut arguments = vec!["approve", what, "--as", reviewer, "--role", role];
        arguments.extend(["--key", key.to_str().unwrap(), "--passphrase-file", passphrase.to_str().unwrap()]);
        arguments.extend(more);
        self.told(code, &arguments)
    }

    /// Both sign a text, and it is live.
    pub fn publish(&self, what: &str) {
        self.approve(0, ("dr-ada", "medical"), what, &[]);
        let said = self.approve(0, ("ed-eve", "editor"), what, &[]);
        assert!(said.contains("it is live"), "{said}");
    }

    pub fn withdraw(&self, code: i32, reviewer: &str, what: &str, more: &[&str]) -> String {
        let (key, passphrase) = (self.path(reviewer), self.path("passphrase"));
        let mut arguments = vec!["withdraw", what, "--as", reviewer, "--reason", "error"];
        arguments.extend(["--key", key.to_str().unwrap(), "--passphrase-file", passphrase.to_str().unwrap()]);
        arguments.extend(more);
        self.told(code, &arguments)
    }
}
