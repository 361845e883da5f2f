//! The client's contract on one file of any site: what a page may ask for, and what it may leave behind (`docs/privacy.md`).
//!
//! It takes a path and bytes, whoever made them, and knows neither the theme nor the generator: a host, a mirror or a
//! reader who doubts can try any folder. Pages are split as a browser splits them (WHATWG HTML, 13.2.5). What a script
//! does cannot be known from its words: the wall is the policy in the page, and the words are a hint.
//!
//! Invariant: time and memory are bounded by the size of the file, whatever it holds.

mod address;
mod element;
mod head;
mod page;
mod policy;
mod reader;
mod script;
mod style;
#[cfg(test)]
mod tests;
mod xml;

use std::ops::Range;

use crate::base::path::SourcePath;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::Source;

use self::page::Page;

/// The most bytes of a file that is looked into.
pub const LARGEST: usize = 16 << 20;

/// The most findings of one file that are gathered; far fewer are told.
const MOST: usize = 5_000;

/// What a file is, by its name: what browsers would take it for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// A page.
    Page,
    /// A drawing, which can hold scripts.
    Drawing,
    /// XML of any other kind, which can hold pages.
    Xml,
    /// A style sheet.
    Style,
    /// A script.
    Script,
    /// A font.
    Font,
    /// What offers to install the site as an application.
    Manifest,
    /// Anything else: nothing in it is run.
    Other,
}

impl Sort {
    /// Judges by the ending of the name; without one, by whether the bytes begin as a page does.
    pub fn of(path: &SourcePath, bytes: &[u8]) -> Self {
        let name = path.file_name().to_ascii_lowercase();
        let Some((_, ending)) = name.rsplit_once('.') else {
            let begin: String =
                bytes.iter().take(64).map(|byte| char::from(byte.to_ascii_lowercase())).collect();
            let begin = begin.trim_start();
            return match begin {
                _ if begin.starts_with("<!doctype") || begin.starts_with("<html") => Self::Page,
                _ if begin.starts_with("<?xml") => Self::Xml,
                _ => Self::Other,
            };
        };
        match ending {
            "html" | "htm" => Self::Page,
            "svg" => Self::Drawing,
            "xml" | "xhtml" | "xht" | "atom" | "rss" | "rdf" | "mml" | "xsl" | "xslt" => Self::Xml,
            "css" => Self::Style,
            "js" | "mjs" => Self::Script,
            "woff" | "woff2" | "ttf" | "otf" | "eot" => Self::Font,
            "webmanifest" => Self::Manifest,
            _ if name == "manifest.json" => Self::Manifest,
            _ => Self::Other,
        }
    }

    /// Whether there is anything to look into.
    pub fn is_read(self) -> bool {
        !matches!(self, Self::Font | Self::Manifest | Self::Other)
    }
}

/// Looks into the file at `path`; what breaks the contract is pushed to `found`, each with its place. Returns what it is.
pub fn check(path: &SourcePath, bytes: &[u8], found: &mut Diagnostics) -> Sort {
    let sort = Sort::of(path, bytes);
    match sort {
        Sort::Font => found.push(
            Diagnostic::error(
                Code::PrivacyReach,
                "a font of the site is loaded by pages, and not at all by Tor Browser",
            )
            .at(path, "")
            .help("delete it, and let pages use the fonts that the reader's system has"),
        ),
        Sort::Manifest => found.push(
            Diagnostic::error(
                Code::PrivacyTrace,
                "this file offers to install the site, which others then see on the phone",
            )
            .at(path, "")
            .help("delete it"),
        ),
        Sort::Other => {}
        Sort::Page | Sort::Drawing | Sort::Xml | Sort::Style | Sort::Script => look(path, bytes, sort, found),
    }
    sort
}

fn look(path: &SourcePath, bytes: &[u8], sort: Sort, found: &mut Diagnostics) {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let mut findings = Findings { source: Source::new(path.clone(), text), found: Vec::new() };
    if std::str::from_utf8(bytes).is_err() {
        let fault = Diagnostic::error(
            Code::TextNotUtf8,
            "this file is not UTF-8, and browsers may read it otherwise than we do",
        );
        findings.push(fault.at(path, "").help("save it as UTF-8"));
    }
    let source = findings.source.clone();
    let text = source.text();
    match sort {
        Sort::Style => style::scan(text, 0..text.len(), &mut findings),
        Sort::Script => script::scan(text, 0..text.len(), &mut findings),
        Sort::Drawing => Page::read_drawing(text, &mut findings),
        Sort::Xml => xml::read(text, &mut findings),
        _ => Page::read(path, text, &mut findings),
    }
    let mut own = Diagnostics::new();
    own.extend(findings.found);
    // Cut to a bearable number at once: there may be many such files.
    found.extend(own.into_sorted());
}

/// What is found in one file, and where.
struct Findings {
    source: Source,
    found: Vec<Diagnostic>,
}

impl Findings {
    fn push(&mut self, fault: Diagnostic) {
        if self.found.len() < MOST {
            self.found.push(fault);
        }
    }

    /// Adds a finding at a stretch of the file.
    fn add(&mut self, code: Code, range: Range<usize>, message: impl Into<String>, help: &str) {
        if self.found.len() < MOST {
            let place = self.source.span(range);
            self.push(Diagnostic::error(code, message).at(place, "").help(help));
        }
    }
}

/// Cuts what a page says to a length that can be shown, without what a terminal would obey.
fn shown(words: &str) -> String {
    const MOST: usize = 60;
    let mut shown = String::new();
    for letter in words.chars().take(MOST) {
        if letter.is_alphanumeric() || letter.is_ascii_graphic() && letter != '`' || letter == ' ' {
            shown.push(letter);
        } else {
            shown.extend(letter.escape_unicode());
        }
    }
    if words.chars().nth(MOST).is_some() {
        shown.push('…');
    }
    shown
}
