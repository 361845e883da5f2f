//! Language tags and the direction a language is written in.
//!
//! Invariant: a `Lang` is a lower-case BCP 47 tag that is safe as a folder name.

use std::fmt;
use std::sync::Arc;

/// A language, as a lower-case BCP 47 tag (RFC 5646): `en`, `ru`, `uz-cyrl`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lang(Arc<str>);

/// Languages written from right to left when their tag names no script.
const RIGHT_TO_LEFT: [&str; 10] = ["ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"];

impl Lang {
    /// Reads a tag: 2–3 letters, then subtags of 2–8 letters or digits behind hyphens; at most 35 characters.
    pub fn parse(text: &str) -> Option<Self> {
        let mut subtags = text.split('-');
        let primary = subtags.next()?;
        let valid = text.len() <= 35
            && (2..=3).contains(&primary.len())
            && primary.bytes().all(|byte| byte.is_ascii_lowercase())
            && subtags.all(|tag| {
                (2..=8).contains(&tag.len())
                    && tag.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
            });
        valid.then(|| Self(text.into()))
    }

    /// Returns the tag.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns `rtl` or `ltr`, the value of HTML's `dir`.
    pub fn direction(&self) -> &'static str {
        let primary = self.0.split('-').next().unwrap_or_default();
        let script = self.0.split('-').nth(1).filter(|tag| tag.len() == 4);
        let right_to_left = match script {
            Some(script) => matches!(script, "arab" | "hebr" | "thaa" | "syrc" | "nkoo"),
            None => RIGHT_TO_LEFT.contains(&primary),
        };
        if right_to_left { "rtl" } else { "ltr" }
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl fmt::Debug for Lang {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Lang;

    #[test]
    fn tags_are_lower_case_and_have_a_direction() {
        assert_eq!(Lang::parse("ar").unwrap().direction(), "rtl");
        assert_eq!(Lang::parse("uz-arab").unwrap().direction(), "rtl");
        assert_eq!(Lang::parse("ru").unwrap().direction(), "ltr");
        for wrong in ["EN", "e", "engl", "en_GB", "en-", "../en", "en/ru"] {
            assert_eq!(Lang::parse(wrong), None, "{wrong}");
        }
    }
}
