//! The policy in a page (W3C Content Security Policy 3): what it must forbid, and which texts it knows by their hash.
//!
//! Invariant: a source that is not known here is reported, so that nothing new is let in unseen.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::page::Licence;
use super::{Findings, shown};
use crate::base::digest::Digest;
use crate::diagnostic::Code;

/// Directives that let something in, and fall back to `default-src` where they are not there.
const FETCHES: [&str; 16] = [
    "script-src",
    "script-src-elem",
    "script-src-attr",
    "style-src",
    "style-src-elem",
    "style-src-attr",
    "img-src",
    "connect-src",
    "font-src",
    "media-src",
    "object-src",
    "frame-src",
    "child-src",
    "worker-src",
    "manifest-src",
    "prefetch-src",
];

/// Directives that do not fall back, and must be there.
const MUST: [&str; 2] = ["base-uri", "form-action"];

/// What a page lets in.
#[derive(Debug, Default)]
pub(super) struct Policy {
    /// Each directive with its sources, the first of a name only: browsers take no other.
    directives: BTreeMap<String, BTreeSet<String>>,
}

impl Policy {
    pub(super) fn parse(text: &str) -> Self {
        let mut policy = Self::default();
        for directive in text.split(';') {
            let mut words = directive.split_ascii_whitespace().map(str::to_owned);
            let Some(name) = words.next() else { continue };
            policy.directives.entry(name.to_ascii_lowercase()).or_insert_with(|| words.collect());
        }
        policy
    }

    /// Whether the text of a style or a script may stand in the page: `style` or `script`.
    pub(super) fn knows(&self, kind: &str, text: &str) -> bool {
        let names = [format!("{kind}-src-elem"), format!("{kind}-src"), "default-src".to_owned()];
        let Some(sources) = names.iter().find_map(|name| self.directives.get(name)) else { return false };
        // A browser reads a line end as one character, and hashes it so.
        let text = text.replace("\r\n", "\n").replace('\r', "\n").replace('\0', "\u{FFFD}");
        let hash = format!("'sha256-{}'", Digest::of(text.as_bytes()).to_base64());
        sources.contains(&hash)
    }

    /// Tells what it should forbid and does not; `range` is where it stands.
    pub(super) fn check(&self, range: &Range<usize>, licence: Licence, findings: &mut Findings) {
        let mut add =
            |message: String, help: &str| findings.add(Code::PrivacyPolicy, range.clone(), message, help);
        if self.directives.get("default-src").is_none_or(|sources| !is_none(sources)) {
            add(
                "the policy does not begin by forbidding everything".to_owned(),
                "let it begin with `default-src 'none'`",
            );
        }
        for name in MUST {
            if self.directives.get(name).is_none_or(|sources| !is_none(sources)) {
                add(
                    format!("the policy does not have `{name} 'none'`"),
                    "add it; `default-src` does not stand for it",
                );
            }
        }
        for (name, sources) in &self.directives {
            if matches!(name.as_str(), "report-uri" | "report-to") {
                add(
                    format!("the policy has `{name}`, by which browsers tell what happened in the page"),
                    "remove it",
                );
            }
            for source in sources.iter().filter(|_| FETCHES.contains(&name.as_str())) {
                if !may_stand(name, source, licence) {
                    let message = format!("the policy lets `{}` in by `{}`", shown(source), shown(name));
                    add(
                        message,
                        "take it out; a style and a script of the page are let in by their hash alone",
                    );
                }
            }
        }
    }
}

fn is_none(sources: &BTreeSet<String>) -> bool {
    sources.iter().all(|source| source.eq_ignore_ascii_case("'none'")) && sources.len() == 1
}

fn may_stand(directive: &str, source: &str, licence: Licence) -> bool {
    let source_name = source.to_ascii_lowercase();
    match (directive, source_name.as_str()) {
        (_, "'none'") | ("img-src", "'self'" | "data:") => true,
        ("script-src" | "script-src-elem", "'self'" | "file:") => licence == Licence::ScriptsBeside,
        ("script-src" | "script-src-elem" | "style-src" | "style-src-elem", hash) => {
            ["'sha256-", "'sha384-", "'sha512-"].iter().any(|kind| hash.starts_with(kind))
        }
        _ => false,
    }
}
