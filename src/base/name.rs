//! Names that stand in paths, addresses and notes: ids of articles, topics, sections, reviewers, regions, sites.
//!
//! Invariant: every name is short lower-case ASCII that needs no escape in a path, an address, HTML or a shell.

use std::fmt;
use std::sync::Arc;

use serde::{Serialize, Serializer};

/// The longest name, in bytes.
pub const LONGEST: usize = 64;

/// Letters and digits in groups joined by single hyphens, beginning with a letter.
fn is_hyphenated(text: &str) -> bool {
    text.len() <= LONGEST
        && text.starts_with(|first: char| first.is_ascii_lowercase())
        && text.split('-').all(|group| {
            !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        })
}

/// Letters, digits and underscores, beginning with a letter.
fn is_word(text: &str) -> bool {
    text.len() <= LONGEST
        && text.starts_with(|first: char| first.is_ascii_lowercase())
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

/// A host name in lower case: hyphenated labels joined by dots; a label may begin with a digit.
fn is_host(text: &str) -> bool {
    text.len() <= LONGEST
        && text.split('.').all(|label| {
            !label.is_empty()
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label
                    .bytes()
                    .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
        })
}

/// Returns whether a host is an onion service of version 3, which names its key in 56 characters of base 32
/// (Tor `rend-spec-v3`, 6).
pub fn is_onion(host: &str) -> bool {
    let key = host.strip_suffix(".onion").and_then(|rest| rest.rsplit('.').next());
    key.is_some_and(|key| {
        key.len() == 56 && key.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'2'..=b'7'))
    })
}

macro_rules! name {
    ($(#[$doc:meta])* $name:ident, $grammar:expr) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arc<str>);

        impl $name {
            /// Reads the name; what breaks its grammar is `None`.
            pub fn parse(text: &str) -> Option<Self> { $grammar(text).then(|| Self(text.into())) }
            /// Returns the name as text.
            pub fn as_str(&self) -> &str { &self.0 }
        }
        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result { out.write_str(&self.0) }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result { out.write_str(&self.0) }
        }
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> { to.serialize_str(&self.0) }
        }
    };
}

name!(
    /// The stable id of an article, the same in every language: `overdose-now`.
    ArticleId, is_hyphenated
);
name!(
    /// The folder an article stands in, by which policy and entitlement go: `overdose`.
    Topic, is_hyphenated
);
name!(
    /// The id of a section within its article: `steps`.
    SectionId, is_hyphenated
);
name!(
    /// A reviewer's pseudonym: `dr-ada`.
    ReviewerId, is_hyphenated
);
name!(
    /// A region that facts and services are kept for: `ru-spb`.
    Region, is_hyphenated
);
name!(
    /// The name of a service in its directory: `night-bus`.
    ServiceId, is_hyphenated
);
name!(
    /// The name of a notice that every page must carry: `isolation`.
    NoticeId, is_hyphenated
);
name!(
    /// The name of a theme folder: `default`.
    ThemeName, is_hyphenated
);
name!(
    /// The name of a blank that a worker fills in: `arrival`.
    BlankName, is_word
);
name!(
    /// The site's own name, which every note and signature is bound to: `starter.example`.
    SiteId, is_host
);

/// The name of a regional fact, written `{group.key}` in a text: `contacts.ambulance`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FactKey {
    text: Arc<str>,
    dot: usize,
}

impl FactKey {
    /// Reads `group.key`, both words; anything else is `None`.
    pub fn parse(text: &str) -> Option<Self> {
        let dot = text.find('.')?;
        (is_word(&text[..dot]) && is_word(&text[dot + 1..])).then(|| Self { text: text.into(), dot })
    }

    /// Returns the group, which decides who must sign it: `contacts`.
    pub fn group(&self) -> &str {
        &self.text[..self.dot]
    }

    /// Returns the whole key: `contacts.ambulance`.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for FactKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.text)
    }
}

impl fmt::Debug for FactKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.text)
    }
}

/// Returns whether `text` can be the group or the key of a fact.
pub fn is_fact_word(text: &str) -> bool {
    is_word(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_plain() {
        assert!(ArticleId::parse("overdose-now").is_some());
        for wrong in ["", "-a", "a-", "a--b", "A", "1a", "a_b", "a.b", "a/b", "é"] {
            assert!(ArticleId::parse(wrong).is_none(), "{wrong}");
        }
        assert!(SiteId::parse("starter.example").is_some());
        for wrong in ["", ".", "a..b", "-a.b", "a b", "A.b"] {
            assert!(SiteId::parse(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn a_fact_key_has_two_words() {
        assert_eq!(FactKey::parse("contacts.ambulance").unwrap().group(), "contacts");
        for wrong in ["contacts", ".a", "a.", "a.b.c", "a-b.c"] {
            assert!(FactKey::parse(wrong).is_none(), "{wrong}");
        }
    }
}
