//! The rules for what mostly stands in the head: scripts, relations to other files, what the page says about itself.
//!
//! Invariant: of relations and types of scripts, only those pass that are known to load nothing.

use super::address::Address;
use super::page::{Licence, Page, Raw};
use super::reader::Event;
use super::{Findings, shown};
use crate::diagnostic::Code;

/// Relations that load nothing (WHATWG HTML, 4.6.7).
const QUIET: [&str; 13] = [
    "alternate",
    "author",
    "canonical",
    "help",
    "license",
    "me",
    "next",
    "prev",
    "privacy-policy",
    "search",
    "sitemap",
    "terms-of-service",
    "bookmark",
];

/// Types of classic scripts, all that there are; with any other the text is not run (WHATWG MIME Sniffing, 4.6).
const CLASSIC: [&str; 17] = [
    "",
    "application/ecmascript",
    "application/javascript",
    "application/x-ecmascript",
    "application/x-javascript",
    "text/ecmascript",
    "text/javascript",
    "text/javascript1.0",
    "text/javascript1.1",
    "text/javascript1.2",
    "text/javascript1.3",
    "text/javascript1.4",
    "text/javascript1.5",
    "text/jscript",
    "text/livescript",
    "text/x-ecmascript",
    "text/x-javascript",
];

/// Judges a script; returns whether its text follows.
pub(super) fn script(page: &Page<'_>, event: &Event, findings: &mut Findings) -> Option<Raw> {
    let place = event.start..event.start + "<script".len();
    let kind = event.attribute("type").unwrap_or_default().trim().to_ascii_lowercase();
    match kind.as_str() {
        "module" => {
            let message = "a module is not run where the page is opened from a stick";
            findings.add(Code::PrivacyReach, place.clone(), message, "make it a classic script");
        }
        "importmap" | "speculationrules" => {
            let message = format!("a list of `{kind}` makes the browser ask for more than the page");
            findings.add(Code::PrivacyRequest, place, message, "remove it");
            return None;
        }
        kind if !CLASSIC.contains(&kind) => return None,
        _ => {}
    }
    let Some(address) = event.attribute("src") else { return Some(Raw::Script) };
    if page.licence != Licence::ScriptsBeside || Address::read(address) != Address::Beside {
        let message = format!("the script `{}` does not stand in the page", shown(address));
        findings.add(
            Code::PrivacyRequest,
            place,
            message,
            "put it into the page, and its hash into the policy",
        );
    }
    None
}

/// Judges a relation to something else.
pub(super) fn link(page: &mut Page<'_>, event: &Event, findings: &mut Findings) {
    let place = event.start..event.start + "<link".len();
    let (rel, href) =
        (event.attribute("rel").unwrap_or_default(), event.attribute("href").unwrap_or_default());
    for word in rel.split_ascii_whitespace().map(str::to_ascii_lowercase) {
        let inside = Address::read(href) == Address::Scheme("data".to_owned());
        match word.as_str() {
            "icon" | "shortcut" if inside => page.seen.icon = true,
            word if QUIET.contains(&word) => {}
            word => {
                let message = format!("`<link rel=\"{}\">` makes browsers ask for something", shown(word));
                findings.add(
                    Code::PrivacyRequest,
                    place.clone(),
                    message,
                    "take it out; styles stand in the page, and its icon is `data:,`",
                );
            }
        }
    }
}

/// Judges what the page says about itself.
pub(super) fn meta(page: &mut Page<'_>, event: &Event, findings: &mut Findings) {
    let place = event.start..event.start + "<meta".len();
    let content = event.attribute("content").unwrap_or_default();
    if let Some(charset) = event.attribute("charset") {
        page.take_charset(charset.trim(), event.end);
    }
    if event.attribute("name").is_some_and(|name| name.eq_ignore_ascii_case("referrer")) {
        if content.trim().eq_ignore_ascii_case("no-referrer") {
            page.seen.referrer = true;
        } else {
            let message = format!("`{}` tells others where readers come from", shown(content));
            findings.add(Code::PrivacyTrace, place.clone(), message, "write `no-referrer`");
        }
    }
    match event.attribute("http-equiv").unwrap_or_default().trim().to_ascii_lowercase().as_str() {
        "content-security-policy" => page.take_policy(event, findings),
        "set-cookie" => {
            findings.add(
                Code::PrivacyTrace,
                place,
                "the page sets a cookie",
                "take it out; nothing may stay behind on the phone",
            );
        }
        "refresh" => refresh(event, content, findings),
        "content-type" => {
            let charset = content.split(';').filter_map(|part| part.trim().split_once('='));
            charset.for_each(|(_, charset)| page.take_charset(charset.trim(), event.end));
        }
        _ => {}
    }
}

/// `0; url=to.html` (WHATWG HTML, 4.2.5.3).
fn refresh(event: &Event, content: &str, findings: &mut Findings) {
    let place = event.start..event.start + "<meta".len();
    let rest =
        content.trim_start().trim_start_matches(|letter: char| letter.is_ascii_digit() || letter == '.');
    let rest =
        rest.trim_start_matches(|letter: char| letter.is_ascii_whitespace() || matches!(letter, ';' | ','));
    let named = rest.get(..3).filter(|begin| begin.eq_ignore_ascii_case("url")).map_or(rest, |_| {
        let rest = rest[3..].trim_start();
        rest.strip_prefix('=').map_or(rest, str::trim_start)
    });
    let address = named.trim_matches(['"', '\'']);
    if Address::read(address) != Address::Beside {
        let message = format!("the page leads on to `{}` by itself", shown(address));
        findings.add(Code::PrivacyRequest, place, message, "make it a link, which readers follow or not");
    }
}
