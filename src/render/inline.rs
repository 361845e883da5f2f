//! The words of a line as HTML, and as plain text where no HTML can stand.
//!
//! Invariant: whatever is added to the article's own words carries the class `added`.

use std::fmt::Write as _;

use super::escape::escape;
use super::surroundings::{Destination, Place, Surroundings};
use super::writer::Writer;
use crate::article::tree::{Inline, Target};
use crate::base::address::is_within_tor;
use crate::base::name::{BlankName, FactKey, SectionId};
use crate::facts::FactKind;

impl<'a> Writer<'a> {
    /// Writes the pieces of a line.
    pub(super) fn inlines(&mut self, inlines: &'a [Inline]) {
        for inline in inlines {
            self.inline(inline);
        }
    }

    fn inline(&mut self, inline: &'a Inline) {
        match inline {
            Inline::Text(text) => self.text(text),
            Inline::Code(text) => {
                self.out.push_str("<code>");
                self.text(text);
                self.out.push_str("</code>");
            }
            Inline::Fact(key) => self.fact(key),
            Inline::Blank(name) => {
                self.out.push_str("<span class=\"blank\">");
                self.text(&blank(self.around, self.snippet_id(), name));
                self.out.push_str("</span>");
            }
            Inline::Strong(inner) => self.wrapped("strong", inner),
            Inline::Emphasis(inner) => self.wrapped("em", inner),
            Inline::Strike(inner) => self.wrapped("del", inner),
            Inline::Link { target, text } => self.link(target, text),
            Inline::Picture { file, alt } => self.picture(file, alt),
            Inline::Cite(key) => self.cite(key),
            Inline::SoftBreak => self.out.push('\n'),
            Inline::HardBreak => self.out.push_str("<br>\n"),
        }
    }

    /// Writes text, escaped.
    pub(super) fn text(&mut self, text: &str) {
        escape(&mut self.out, text);
    }

    /// Writes words that are not the article's own.
    pub(super) fn added(&mut self, class: &str, text: &str) {
        let _ = write!(self.out, "<span class=\"added {class}\">");
        self.text(text);
        self.out.push_str("</span>");
    }

    fn wrapped(&mut self, element: &str, inner: &'a [Inline]) {
        let _ = write!(self.out, "<{element}>");
        self.inlines(inner);
        let _ = write!(self.out, "</{element}>");
    }

    fn fact(&mut self, key: &FactKey) {
        let around = self.around;
        let known = around.facts.get(key).and_then(|fact| Some((fact, fact.text(around.lang)?)));
        let Some((fact, text)) = known else {
            self.out.push_str("<span class=\"unknown\">");
            self.text(around.labels.get("unconfirmed"));
            self.out.push_str("</span>");
            return;
        };
        match fact.kind {
            FactKind::Phone => {
                self.phone(text, "class=\"tel\" dir=\"ltr\"", |writer| writer.text(text));
                // Once is enough: a second mark would stand between a reader and the number.
                if let Some(country) =
                    fact.country.as_deref().filter(|country| self.countries.insert(country))
                {
                    self.added("country", &format!(" ({})", around.labels.country(country)));
                }
            }
            FactKind::Text | FactKind::Number => self.text(text),
            FactKind::Block => {
                for (place, line) in text.trim().lines().enumerate() {
                    self.out.push_str(if place == 0 { "" } else { "<br>\n" });
                    self.text(line);
                }
            }
        }
    }

    /// Writes the words for a number as something to tap, unless they stand in a link already or are no number.
    fn phone(&mut self, number: &str, attributes: &str, words: impl FnOnce(&mut Self)) {
        match phone_href(number).filter(|_| !self.in_link) {
            Some(href) => self.anchor(attributes, &href, words),
            None => words(self),
        }
    }

    fn link(&mut self, target: &Target, text: &'a [Inline]) {
        if self.in_link {
            return self.inlines(text);
        }
        let destination = match target {
            // Any other browser would ask the whole net for it: it is there to be copied.
            Target::Web(url) if is_within_tor(url) => {
                self.inlines(text);
                return self.added("onion", &format!(" ({url})"));
            }
            Target::Web(url) => {
                return self
                    .anchor("class=\"out\" rel=\"noreferrer noopener\"", url, |writer| writer.inlines(text));
            }
            Target::Phone(number) => {
                return self.phone(number, "class=\"tel\"", |writer| writer.inlines(text));
            }
            Target::Article { .. } | Target::Section(_) => (self.around.links)(target),
        };
        match destination {
            Destination::Href(href) => self.anchor("", &href, |writer| writer.inlines(text)),
            Destination::Withheld => {
                self.inlines(text);
                let note = format!(" ({})", self.around.labels.get("withheld"));
                self.added("withheld", &note);
            }
        }
    }

    fn anchor(&mut self, attributes: &str, href: &str, words: impl FnOnce(&mut Self)) {
        let space = if attributes.is_empty() { "" } else { " " };
        let _ = write!(self.out, "<a{space}{attributes} href=\"");
        self.text(href);
        self.out.push_str("\">");
        self.in_link = true;
        words(self);
        self.in_link = false;
        self.out.push_str("</a>");
    }

    fn picture(&mut self, file: &str, alt: &[Inline]) {
        let alt = plain(alt, self.around, self.snippet_id());
        let Some(picture) = self.around.pictures.get(file) else {
            return self.text(&alt);
        };
        self.out.push_str("<img src=\"");
        self.text(&picture.src);
        self.out.push_str("\" alt=\"");
        self.text(&alt);
        self.out.push('"');
        if let Some((width, height)) = picture.size {
            let _ = write!(self.out, " width=\"{width}\" height=\"{height}\"");
        }
        self.out.push('>');
    }

    fn cite(&mut self, key: &str) {
        let Some(number) = self.around.citations.numbers.get(key).copied() else { return };
        if self.around.place != Place::Own {
            return;
        }
        let count = self.cited.entry(number).or_insert(0);
        *count += 1;
        let id = cite_id(number, *count);
        let entry = self.around.citations.entry_id(number);
        let _ = if self.in_link {
            write!(self.out, "<sup class=\"added\" id=\"{id}\">[{number}]</sup>")
        } else {
            let link = format!("<a id=\"{id}\" href=\"#{entry}\" role=\"doc-noteref\">[{number}]</a>");
            write!(self.out, "<sup class=\"added\">{link}</sup>")
        };
    }
}

/// Returns the id of the place that cites an entry for the `count`th time.
pub(super) fn cite_id(number: usize, count: usize) -> String {
    format!("cite_{number}_{count}")
}

/// Returns the `tel:` address of one number as people write it; `None` where the text holds anything else, because a
/// wrong number is worse than one that cannot be tapped.
///
/// RFC 3966 wants digits, a leading plus, and `*` and `#`, of which the last must be escaped in an address.
pub fn phone_href(number: &str) -> Option<String> {
    let mut href = String::from("tel:");
    for character in number.trim().chars() {
        match character {
            '0'..='9' | '*' => href.push(character),
            '+' if href == "tel:" => href.push('+'),
            '#' => href.push_str("%23"),
            ' ' | '\u{A0}' | '\u{202F}' | '-' | '\u{2011}' | '.' | '(' | ')' => {}
            _ => return None,
        }
    }
    href.bytes().any(|byte| byte.is_ascii_digit()).then_some(href)
}

/// Returns the words of a line of `snippet` as plain text: facts and blanks filled in, citations left out.
pub fn plain(inlines: &[Inline], around: &Surroundings<'_>, snippet: Option<&SectionId>) -> String {
    let mut out = String::new();
    for inline in inlines {
        match inline {
            Inline::Text(text) | Inline::Code(text) => out.push_str(text),
            Inline::Fact(key) => {
                let text = around.facts.get(key).and_then(|fact| fact.text(around.lang));
                out.push_str(text.unwrap_or_else(|| around.labels.get("unconfirmed")));
            }
            Inline::Blank(name) => out.push_str(&blank(around, snippet, name)),
            Inline::Strong(inner)
            | Inline::Emphasis(inner)
            | Inline::Strike(inner)
            | Inline::Link { text: inner, .. }
            | Inline::Picture { alt: inner, .. } => out.push_str(&plain(inner, around, snippet)),
            Inline::Cite(_) => {}
            Inline::SoftBreak | Inline::HardBreak => out.push(' '),
        }
    }
    out
}

/// Returns what a blank shows on a page: the label its snippet gives it.
fn blank(around: &Surroundings<'_>, snippet: Option<&SectionId>, name: &BlankName) -> String {
    let settings = snippet.and_then(|snippet| around.snippets.get(snippet));
    let label = settings.and_then(|settings| settings.blanks.get(name));
    format!("[{}]", label.map_or(name.as_str(), |blank| &blank.label))
}
