//! The headers that a server should send with the site: one table, from which `_headers` and the files of `export deploy`
//! are written.
//!
//! Browsers obey every policy they are given, so the one in the header lets in what any page lets in, and the one in a page
//! narrows it to what stands there. It is gathered from the finished pages: whatever a theme puts into them, it holds.
//!
//! Invariant: no header but those of the table is ever asked of a server.

use std::collections::{BTreeMap, BTreeSet};

use super::{Made, Press};
use crate::base::path::OutPath;
use crate::config::Config;

/// How long a browser may keep what it was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Profile {
    /// It keeps a page and asks each time whether it has changed: without a network, an emergency page still shows.
    Balanced,
    /// It keeps nothing, as `SecureDrop` recommends: on a phone that is found, nothing is found.
    Strict,
}

impl Profile {
    /// Returns the word for it.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Balanced => "balanced",
            Self::Strict => "strict",
        }
    }

    fn cache(self) -> &'static str {
        match self {
            Self::Balanced => "no-cache",
            Self::Strict => "max-age=0, no-cache, no-store, must-revalidate",
        }
    }
}

/// Which files a header goes with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Files {
    /// Every answer, also that of a lost address.
    All,
    /// What workers' tools read.
    Snippets,
    /// The plain twins.
    Twins,
    /// The feeds.
    Feeds,
    /// What was signed, and by whom: never run, whatever is in it.
    Record,
}

impl Files {
    /// Returns the addresses as `_headers` names them.
    fn globs(self, config: &Config) -> Vec<String> {
        match self {
            Self::All => vec!["/*".to_owned()],
            Self::Snippets => vec!["/snippets/*".to_owned()],
            Self::Twins => vec!["/*.txt".to_owned()],
            Self::Feeds => config.languages.iter().map(|lang| format!("/feed.{lang}.xml")).collect(),
            Self::Record => vec!["/record/*".to_owned(), "/trust/*".to_owned()],
        }
    }

    /// Returns the addresses as a regular expression, below the folder of the site; `None` stands for all.
    pub(super) fn pattern(self) -> Option<&'static str> {
        match self {
            Self::All => None,
            Self::Snippets => Some("snippets/"),
            Self::Twins => Some(r"[a-z0-9-]+/[a-z0-9-]+\.txt$"),
            Self::Feeds => Some(r"feed\.[a-z0-9-]+\.xml$"),
            Self::Record => Some("(record|trust)/"),
        }
    }
}

/// A header and the files it goes with.
pub(super) struct Header {
    pub(super) files: Files,
    pub(super) name: &'static str,
    pub(super) value: String,
}

/// Returns all headers of an encrypted site or, without encryption, of an onion service.
pub(super) fn table(policy: &str, profile: Profile, is_onion: bool) -> Vec<Header> {
    let hsts = (!is_onion).then_some((Files::All, "Strict-Transport-Security", "max-age=63072000"));
    let header =
        |(files, name, value): (Files, &'static str, &str)| Header { files, name, value: value.to_owned() };
    let all = [
        (Files::All, "Content-Security-Policy", policy),
        (Files::All, "Referrer-Policy", "no-referrer"),
        (Files::All, "X-Content-Type-Options", "nosniff"),
        (
            Files::All,
            "Permissions-Policy",
            "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
        ),
        (Files::All, "Cross-Origin-Opener-Policy", "same-origin"),
        (Files::All, "Cache-Control", profile.cache()),
        // A worker's own tool may be a page of another site. What is there is public, and nobody has a session here.
        (Files::Snippets, "Access-Control-Allow-Origin", "*"),
        (Files::Twins, "Content-Type", "text/plain; charset=utf-8"),
        (Files::Feeds, "Content-Type", "application/atom+xml; charset=utf-8"),
        (Files::Record, "Content-Type", "text/plain; charset=utf-8"),
    ];
    hsts.into_iter().chain(all).map(header).collect()
}

/// The policies of finished pages.
#[derive(Clone, Debug, Default)]
pub(super) struct Policies(BTreeSet<String>);

impl Policies {
    /// Takes the policy of a page.
    pub(super) fn take(&mut self, page: &str) {
        let begins = "http-equiv=\"Content-Security-Policy\" content=\"";
        let policy =
            page.split_once(begins).and_then(|(_, rest)| rest.split_once('"')).map(|(policy, _)| policy);
        if let Some(policy) = policy.filter(|policy| !self.0.contains(*policy)) {
            self.0.insert(policy.to_owned());
        }
    }

    pub(super) fn append(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// Returns the policy that lets in what any of them lets in, and forbids to be shown within another page.
    pub(super) fn union(&self) -> String {
        let mut directives: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for directive in self.0.iter().flat_map(|policy| policy.split(';')) {
            let mut words = directive.split_ascii_whitespace();
            let Some(name) = words.next() else { continue };
            // What is opened from a stick has no server.
            directives.entry(name).or_default().extend(words.filter(|word| *word != "file:"));
        }
        directives.entry("default-src").or_insert_with(|| BTreeSet::from(["'none'"]));
        directives.insert("frame-ancestors", BTreeSet::from(["'none'"]));
        let sources = |sources: &BTreeSet<&str>| {
            let some: Vec<&str> = sources.iter().copied().filter(|source| *source != "'none'").collect();
            if some.is_empty() { "'none'".to_owned() } else { some.join(" ") }
        };
        let first = directives.remove_entry("default-src");
        let all = first.into_iter().chain(directives);
        all.map(|(name, of)| format!("{name} {}", sources(&of))).collect::<Vec<_>>().join("; ")
    }
}

/// Makes `_headers`, as Netlify, Cloudflare Pages and others read it.
///
/// Where two of its rules fit one file, a host joins their values: so no header stands in two rules that can meet. For the
/// same reason the file of the search index has no rule of its own, though its name changes with its content.
pub(super) fn emit(press: &Press<'_>, policies: &Policies) -> Made {
    let config = press.config;
    let table = table(&policies.union(), Profile::Balanced, config.is_onion());
    let mut text = String::new();
    for some in table.chunk_by(|one, other| one.files == other.files) {
        for glob in some.first().map(|header| header.files.globs(config)).unwrap_or_default() {
            text.extend([glob.as_str(), "\n"]);
            some.iter().for_each(|Header { name, value, .. }| {
                text.extend(["  ", *name, ": ", value.as_str(), "\n"]);
            });
        }
    }
    // A rule cannot name the page it is for: every other page says the same of itself.
    if let Some(onion) = config.onion_twin() {
        text.extend(["/\n  Onion-Location: ", onion, "\n"]);
    }
    let mut made = Made::default();
    made.file(press, OutPath::parse("_headers"), text.into_bytes());
    made
}
