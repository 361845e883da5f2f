//! Files of XML that are no drawings: feeds, lists of pages, and pages in disguise.
//!
//! Invariant: in a file without findings, no browser runs anything: no element of it belongs to a page or a drawing.

use std::collections::BTreeSet;

use super::page::tell_stop;
use super::reader::{self, Event, Reading};
use super::{Findings, shown};
use crate::diagnostic::Code;

/// The namespaces whose elements browsers show and run wherever they stand: XHTML, SVG and `MathML`.
const ALIVE: [&str; 3] =
    ["http://www.w3.org/1999/xhtml", "http://www.w3.org/2000/svg", "http://www.w3.org/1998/Math/MathML"];

/// Looks through a file of XML.
pub(super) fn read(text: &str, findings: &mut Findings) {
    // Tags are known by their prefixes, wherever these were declared: a prefix with two meanings is taken for the worse.
    let mut prefixes = BTreeSet::new();
    let whole = reader::read(text, Reading::Xml, |event| {
        for attribute in event.tag.attrs.iter().filter(|one| ALIVE.contains(&&*one.value)) {
            let name = &*attribute.name.local;
            prefixes.extend((name == "xmlns").then(String::new));
            prefixes.extend(name.strip_prefix("xmlns:").map(|prefix| format!("{prefix}:")));
        }
        if event.is_open() && is_alive(event, &prefixes) {
            let place = event.start..event.start + 1 + event.name().len();
            let message = format!("browsers show and run `<{}>` as they do in a page", shown(event.name()));
            let help = "write pages as HTML, and texts in a feed as `type=\"html\"`";
            findings.add(Code::PrivacyPolicy, place, message, help);
        }
    });
    tell_stop(whole, findings);
}

/// Whether an element belongs to a page. That a page exists in another language is all that lists of pages say in its words.
fn is_alive(event: &Event, prefixes: &BTreeSet<String>) -> bool {
    let (prefix, name) = match event.name().find(':') {
        Some(colon) => event.name().split_at(colon + 1),
        None => ("", event.name()),
    };
    let is_alternate = name == "link" && event.attribute("rel") == Some("alternate");
    let says_more = |name: &str| !matches!(name, "rel" | "hreflang" | "href");
    let is_plain = is_alternate && !event.tag.attrs.iter().any(|one| says_more(&one.name.local));
    !is_plain && prefixes.contains(prefix)
}
