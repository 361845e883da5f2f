//! The style of all pages: one text that stands in every page, and the hash by which a browser knows it.
//!
//! Invariant: the hash is that of the exact text a page carries; the text asks for nothing else and cannot end its
//! element.

use serde::Serialize;
use tera::Value;

use crate::base::digest::Digest;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::Source;

/// What a style may not hold, and why.
const REFUSED: [(&str, &str); 3] = [
    ("</", "this would end the style in the middle of it"),
    ("@import", "a page may ask for nothing but itself and its pictures"),
    ("url(", "a page may ask for nothing but itself and its pictures"),
];

/// The style of a theme.
#[derive(Clone, Debug)]
pub struct Style {
    css: String,
    csp_hash: String,
    value: Value,
}

/// What templates see of a style.
#[derive(Serialize)]
struct View<'a> {
    css: Value,
    hash: &'a str,
}

impl Style {
    /// Joins the files in the order given and strips what browsers do not need.
    pub(super) fn join<'a>(files: impl Iterator<Item = &'a Source>, faults: &mut Diagnostics) -> Self {
        let mut css = String::new();
        for source in files {
            check(source, faults);
            strip(source.text(), &mut css);
        }
        let csp_hash = format!("sha256-{}", Digest::of(css.as_bytes()).to_base64());
        let value = Value::from_serializable(&View { css: Value::safe_string(&css), hash: &csp_hash });
        Self { css, csp_hash, value }
    }

    /// Returns the text that stands between `<style>` and `</style>`.
    pub fn css(&self) -> &str {
        &self.css
    }

    /// Returns the hash source of that text for a `Content-Security-Policy`, without its quotes: `sha256-…`.
    pub fn csp_hash(&self) -> &str {
        &self.csp_hash
    }

    /// Returns `css` and `hash` as a value that templates share.
    pub fn value(&self) -> Value {
        self.value.clone()
    }
}

fn check(source: &Source, faults: &mut Diagnostics) {
    let lower = source.text().to_ascii_lowercase();
    for (wrong, reason) in REFUSED {
        faults.extend(lower.match_indices(wrong).map(|(at, _)| {
            Diagnostic::error(Code::Template, format!("a style may not hold `{wrong}`"))
                .at(source.span(at..at + wrong.len()), "")
                .note(reason)
                .help("remove it")
        }));
    }
}

/// Appends a style without comments, indents, empty lines and carriage returns (a browser would hash it without them).
fn strip(css: &str, out: &mut String) {
    let mut kept = String::with_capacity(css.len());
    let mut quote = None;
    let mut rest = css;
    while let Some(next) = rest.chars().next() {
        if quote.is_none() && rest.starts_with("/*") {
            rest = rest.find("*/").map_or("", |end| &rest[end + 2..]);
            continue;
        }
        quote = match quote {
            None => Some(next).filter(|next| matches!(next, '"' | '\'')),
            Some(open) => Some(open).filter(|open| *open != next),
        };
        kept.push(next);
        rest = &rest[next.len_utf8()..];
    }
    for line in kept.lines().map(str::trim).filter(|line| !line.is_empty()) {
        out.push_str(line);
        out.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::path::SourcePath;

    fn css(text: &str) -> (Style, Diagnostics) {
        let mut faults = Diagnostics::new();
        let source = Source::new(SourcePath::parse("themes/default/assets/a.css").unwrap(), text.to_owned());
        (Style::join([&source].into_iter(), &mut faults), faults)
    }

    #[test]
    fn comments_go_and_strings_stay() {
        let (style, faults) = css("/* a\n b */\r\nq::before { content: \"/* no */\"; } /* open");
        assert_eq!(style.css(), "q::before { content: \"/* no */\"; }\n");
        assert_eq!(style.csp_hash(), format!("sha256-{}", Digest::of(style.css().as_bytes()).to_base64()));
        assert!(faults.is_empty());
    }

    #[test]
    fn a_style_cannot_end_its_element_or_ask_for_anything() {
        let (_, faults) = css("a{}\n</style><b>\n@IMPORT 'x';\nb { background: URL(x.png) }");
        let places: Vec<_> =
            faults.into_sorted().iter().map(|fault| format!("{:?}", fault.labels[0].place)).collect();
        assert_eq!(places.len(), 3, "{places:?}");
    }
}
