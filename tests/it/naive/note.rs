//! A note, cut into its lines: what each says, and nothing of what it means.

use std::collections::BTreeMap;

const APPROVAL: [&str; 17] = [
    "vetted-note",
    "site",
    "kind",
    "article",
    "language",
    "topic",
    "version",
    "role",
    "reviewer",
    "decision",
    "scope",
    "reviewed",
    "review-by",
    "previous",
    "translation-of",
    "lifts",
    "i-declare",
];

const OF_WITHDRAWAL: [&str; 2] = ["reason", "instead"];

/// A note as lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    says: BTreeMap<String, String>,
    /// Digests by file.
    pub files: BTreeMap<String, String>,
}

impl Note {
    /// Reads a note that was written whole; one that was damaged is no matter here, because no signature fits it.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let text = str::from_utf8(bytes).ok()?;
        let mut lines = text.strip_suffix('\n')?.split('\n').peekable();
        let withdrawal = text.contains("\n# kind: withdrawal\n");
        let names = APPROVAL.iter().chain(OF_WITHDRAWAL.iter().filter(|_| withdrawal));
        let mut says = BTreeMap::new();
        for name in names {
            let value = lines.next()?.strip_prefix(&format!("# {name}: "))?;
            says.insert((*name).to_owned(), value.to_owned());
        }
        let mut files = BTreeMap::new();
        for line in lines {
            let (name, digest) = line.strip_prefix("SHA256 (")?.split_once(") = ")?;
            files.insert(name.to_owned(), digest.to_owned());
        }
        // A text cannot be a translation of one in its own language.
        let of = says["translation-of"].split(' ').next();
        (of != Some(&says["language"]) || of == Some("-")).then_some(Self { says, files })
    }

    /// What a line says; nothing where it says `-`.
    pub fn get(&self, line: &str) -> Option<&str> {
        self.says.get(line).map(String::as_str).filter(|value| *value != "-")
    }

    /// What a line says, `-` too.
    pub fn line(&self, line: &str) -> &str {
        &self.says[line]
    }
}
