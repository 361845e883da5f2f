//! Lays the notes of the corpus into a folder, signed by the real `ssh-keygen` or by us, and asks the stock tools.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use ssh_key::PrivateKey;
use vetted::base::digest::Digest;
use vetted::base::lang::Lang;
use vetted::base::name::SiteId;
use vetted::base::path::SourcePath;
use vetted::diagnostic::Diagnostics;
use vetted::project::File;
use vetted::trust::allowed_signers;
use vetted::trust::note::Note;
use vetted::trust::reviewers::Reviewers;

use super::case::{Case, Laid};

pub const SITE: &str = "test.example";
pub const AS_OF: &str = "2026-06-01";
const PASSPHRASE: &str = "correct horse";

/// A folder with `trust/`, a record, and the private keys beside them.
pub struct Forge {
    folder: tempfile::TempDir,
    files: BTreeMap<String, Vec<u8>>,
}

/// Keys: name, kind, whether it is locked.
const KEYS: [(&str, &str, bool); 11] = [
    ("ada", "ed25519", false),
    ("ada-old", "ed25519", false),
    ("ada-p256", "ecdsa", false),
    ("ada-locked", "ed25519", true),
    ("bo", "ed25519", false),
    ("ed", "ed25519", false),
    ("two", "ecdsa", true),
    ("lost", "ed25519", false),
    ("win", "ed25519", false),
    ("eve", "ed25519", false),
    ("eve-rsa", "rsa", false),
];

impl Forge {
    pub fn new() -> Self {
        let mut forge = Self { folder: tempfile::tempdir().unwrap(), files: BTreeMap::new() };
        for (name, kind, locked) in KEYS {
            let mut make = Command::new("ssh-keygen");
            // A key that is older than the rule about comments says more than it should; nobody reads it.
            let comment = if name == "ada-old" { "ada@her-laptop 2019 \u{1F511} \"x\"" } else { name };
            make.args(["-q", "-t", kind, "-C", comment, "-N", if locked { PASSPHRASE } else { "" }, "-f"]);
            assert!(make.arg(forge.key_path(name)).status().unwrap().success());
        }
        forge.trust();
        forge
    }

    fn key_path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The public key, without a comment.
    pub fn public(&self, name: &str) -> String {
        let line = fs::read_to_string(self.key_path(name).with_extension("pub")).unwrap();
        line.split(' ').take(2).collect::<Vec<_>>().join(" ")
    }

    fn trust(&mut self) {
        let entry = |id: &str, role: &str, keys: String| {
            format!(
                "[{id}]\npublic = \"{id}\"\nroles = [\"{role}\"]\ntopics = [\"veins\", \"edited\"]\nlanguages = [\"en\"]\nkeys = [{keys}]\n"
            )
        };
        let quoted = |name: &str| format!("\"{}\"", self.public(name));
        let reviewers = [
            entry("ada", "medical", ["ada", "ada-p256", "ada-locked", "ada-old"].map(quoted).join(", ")),
            entry("bo", "medical", quoted("bo")),
            entry("ed", "editor", quoted("ed")),
            entry("two", "medical\", \"editor", quoted("two")),
            entry("lost", "medical", quoted("lost")),
            entry(
                "win",
                "medical",
                format!("{{ key = {}, valid-after = 2026-05-10, valid-before = 2026-05-20 }}", quoted("win")),
            ),
        ]
        .concat();
        let revoked = format!("# lost in a tram\n{} lost\n", self.public("lost"));
        let path = SourcePath::parse("trust/reviewers.toml").unwrap();
        let File::Text(source) = File::new(&path, reviewers.clone().into_bytes()) else { panic!() };
        let parsed =
            Reviewers::parse(&source, &[Lang::parse("en").unwrap()], &mut Diagnostics::new()).unwrap();
        self.put("trust/reviewers.toml", reviewers);
        self.put("trust/allowed_signers", allowed_signers::generate(&parsed, &SiteId::parse(SITE).unwrap()));
        self.put("trust/revoked", revoked);
        let common = "review-every = \"12 months\"\non-expiry = \"banner\"\n";
        self.put(
            "trust/policy.toml",
            format!("[default]\nmedical = 1\n{common}[topic.edited]\nmedical = 0\neditor = 1\n"),
        );
    }

    pub fn put(&mut self, path: &str, bytes: impl Into<Vec<u8>>) {
        let (bytes, place) = (bytes.into(), self.folder.path().join(path));
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(place, &bytes).unwrap();
        self.files.insert(path.to_owned(), bytes);
    }

    pub fn files(&self) -> &BTreeMap<String, Vec<u8>> {
        &self.files
    }

    fn folder_of(number: usize, case: &Case) -> String {
        format!("record/{}/case-{number}/{}", case.lang, case.version)
    }

    /// The path of a case's note.
    pub fn note(number: usize, case: &Case) -> String {
        format!("{}/{}.{}.note", Self::folder_of(number, case), case.role, case.reviewer)
    }

    /// Writes the files of a case, signs its note and lets the case spoil them.
    pub fn lay(&mut self, number: usize, case: &Case) {
        let id = format!("case-{number}");
        let article = format!(
            "+++\nid = \"{id}\"\ntitle = \"Title\"\nsummary = \"Summary.\"\nneed = \"information\"\nurgency = \"routine\"\naudience = [\"client\"]\n[[sources]]\nkey = \"who14\"\ntitle = \"Guide\"\norg = \"WHO\"\nyear = 2014\n+++\n\n![an arm](arm.png) [^who14]\n"
        );
        let picture = b"\x89PNG\r\n\x1a\n".to_vec();
        let note = format!(
            "# vetted-note: 1\n# site: {SITE}\n# kind: article\n# article: {id}\n# language: en\n# topic: veins\n# version: 1\n# role: {}\n# reviewer: {}\n# decision: approve\n# scope: full\n# reviewed: 2026-05-15\n# review-by: 2027-05-15\n# previous: -\n# translation-of: -\n# lifts: -\n# i-declare: I read the whole text\nSHA256 (article.md) = {}\nSHA256 (arm.png) = {}\n",
            case.role,
            case.reviewer,
            Digest::of(article.as_bytes()),
            Digest::of(&picture),
        );
        let note = (case.before)(note);
        let signature =
            if case.by_stock { self.sign_by_stock(case, &note) } else { self.sign_by_us(case, &note) };
        let mut laid = Laid {
            note: Some(note.into_bytes()),
            signature: Some(signature),
            article: Some(article.into_bytes()),
            picture: Some(picture),
        };
        (case.after)(&mut laid);
        let (folder, path) = (Self::folder_of(number, case), Self::note(number, case));
        let files = [
            (path.clone(), laid.note),
            (format!("{path}.sig"), laid.signature.map(String::into_bytes)),
            (format!("{folder}/article.md"), laid.article),
            (format!("{folder}/arm.png"), laid.picture),
        ];
        for (path, bytes) in files {
            bytes.into_iter().for_each(|bytes| self.put(&path, bytes));
        }
    }

    fn sign_by_stock(&self, case: &Case, note: &str) -> String {
        let space = case.space.map_or_else(|| format!("{}.{SITE}", case.role), ToOwned::to_owned);
        let unsigned = self.folder.path().join("unsigned");
        fs::write(&unsigned, note).unwrap();
        let mut sign = Command::new("ssh-keygen");
        sign.args([
            "-q",
            "-Y",
            "sign",
            "-O",
            &format!("hashalg={}", case.hash),
            "-P",
            PASSPHRASE,
            "-n",
            &space,
        ]);
        sign.arg("-f").arg(self.key_path(case.key)).arg(&unsigned).stdin(Stdio::null());
        let _ = fs::remove_file(unsigned.with_extension("sig"));
        assert!(sign.output().unwrap().status.success(), "{}", case.name);
        fs::read_to_string(unsigned.with_extension("sig")).unwrap()
    }

    fn sign_by_us(&self, case: &Case, note: &str) -> String {
        let text = fs::read_to_string(self.key_path(case.key)).unwrap();
        let mut key = PrivateKey::from_openssh(text).unwrap();
        if key.is_encrypted() {
            key = key.decrypt(PASSPHRASE).unwrap();
        }
        let path = SourcePath::parse("a.note").unwrap();
        let File::Text(source) = File::new(&path, note.as_bytes().to_vec()) else { panic!() };
        let parsed = Note::parse(&source, &mut Diagnostics::new()).unwrap();
        let (again, signature) = vetted::trust::sign(&parsed, &key).unwrap();
        assert_eq!(again, note);
        signature
    }

    /// Asks the two stock tools as the page of an article prints them; both must be content.
    pub fn stock(&self, number: usize, case: &Case) -> bool {
        let note = format!("{}.{}.note", case.role, case.reviewer);
        let folder = self.folder.path().join(Self::folder_of(number, case));
        let reviewed = reviewed(&folder.join(&note));
        let commands = [
            format!(
                "ssh-keygen -Y verify -f ../../../../trust/allowed_signers -r ../../../../trust/revoked -I {} \
                 -n {}.{SITE} -Overify-time={reviewed}Z -s {note}.sig < {note}",
                case.reviewer, case.role
            ),
            format!("sha256sum -c --strict {note}"),
        ];
        commands.iter().all(|command| {
            let mut shell = Command::new("sh");
            shell.args(["-c", command]).current_dir(&folder).env("TZ", "America/Los_Angeles");
            shell.output().unwrap().status.success()
        })
    }
}

/// The day of the review as the note gives it, `YYYYMMDD`.
fn reviewed(note: &Path) -> String {
    let text = String::from_utf8_lossy(&fs::read(note).unwrap_or_default()).into_owned();
    let day = text.lines().find_map(|line| line.strip_prefix("# reviewed: "));
    day.unwrap_or("2026-05-15").trim().replace('-', "")
}
