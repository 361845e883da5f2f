//! The rules for single elements and their attributes.
//!
//! Invariant: an address is judged as a browser reads it, whatever element and attribute it stands in.

use std::ops::Range;

use super::address::{self, Address, Web};
use super::head;
use super::page::{Licence, Page, Raw};
use super::reader::Event;
use super::{Findings, shown, style};
use crate::diagnostic::Code;

/// Elements that load something, whatever they name.
const LOADS: [&str; 13] = [
    "iframe",
    "frame",
    "frameset",
    "object",
    "embed",
    "applet",
    "audio",
    "video",
    "track",
    "portal",
    "fencedframe",
    "bgsound",
    "image",
];

/// Attributes that make a browser ask for something or send something.
const ASKS: [&str; 16] = [
    "ping",
    "background",
    "poster",
    "manifest",
    "codebase",
    "archive",
    "classid",
    "dynsrc",
    "lowsrc",
    "longdesc",
    "profile",
    "imagesrcset",
    "attributionsrc",
    "action",
    "formaction",
    "srcdoc",
];

/// What may stand in a drawing: shapes and their words.
const SHAPES: [&str; 22] = [
    "svg",
    "g",
    "path",
    "circle",
    "ellipse",
    "line",
    "polyline",
    "polygon",
    "rect",
    "text",
    "tspan",
    "title",
    "desc",
    "defs",
    "metadata",
    "lineargradient",
    "radialgradient",
    "stop",
    "clippath",
    "mask",
    "symbol",
    "use",
];

/// Schemes of links that open nothing but what the reader asked for.
const LINKS: [&str; 4] = ["tel", "sms", "mailto", "geo"];

/// Whether an element may stand in a drawing.
pub(super) fn is_shape(name: &str) -> bool {
    SHAPES.contains(&name)
}

/// Tells of a tag in a drawing that ends it, or that browsers take for one of a page.
pub(super) fn tell_foreign(event: &Event, findings: &mut Findings) {
    let tag = if event.is_open() { shown(event.name()) } else { format!("/{}", shown(event.name())) };
    let message = format!("`<{tag}>` stands in a drawing, which may hold shapes alone");
    findings.add(Code::PrivacyPolicy, event.start..event.end, message, "remove it");
}

/// Judges an element; returns which raw text follows.
pub(super) fn see(page: &mut Page<'_>, event: &Event, findings: &mut Findings) -> Option<Raw> {
    let name = event.name();
    let place = event.start..event.start + 1 + name.len();
    attributes(page, event, findings);
    if LOADS.contains(&name) {
        let message = format!("`<{}>` loads more than the page and its own pictures", shown(name));
        findings.add(
            Code::PrivacyRequest,
            place,
            message,
            "take it out, and say in words or show in a picture what it has",
        );
        return None;
    }
    if page.is_foreign(event) {
        tell_foreign(event, findings);
        return None;
    }
    if page.in_drawing() || name == "svg" {
        paint(event, findings);
    }
    match name {
        "script" => return head::script(page, event, findings),
        "style" => return Some(Raw::Style),
        "base" => {
            let message = "`<base>` changes where every link of the page leads";
            findings.add(
                Code::PrivacyPolicy,
                place,
                message,
                "take it out, and write each link from where the page lies",
            );
        }
        "link" => head::link(page, event, findings),
        "meta" => head::meta(page, event, findings),
        "html" => page.seen.lang |= event.attribute("lang").is_some_and(|lang| !lang.trim().is_empty()),
        "svg" => drawing(page, event, findings),
        "math" => tell_unseen(event, "show it as a picture of dots, or say it in words", findings),
        _ => {}
    }
    None
}

/// The rules that hold for every element.
fn attributes(page: &mut Page<'_>, event: &Event, findings: &mut Findings) {
    let element = event.name();
    let place = || event.start..event.start + 1 + element.len();
    for attribute in &event.tag.attrs {
        let (name, value) = (&*attribute.name.local, &*attribute.value);
        match name {
            "href" | "xlink:href" if element != "link" => href(page, event, value, findings),
            "src" if element != "script" && !LOADS.contains(&element) => picture(event, value, findings),
            "srcset" => address::of_set(value).for_each(|one| picture(event, one, findings)),
            "style" => {
                let message = "this element has a style of its own, which no hash covers";
                findings.add(
                    Code::PrivacyPolicy,
                    place(),
                    message,
                    "give it a class, and its style to the page",
                );
            }
            "referrerpolicy" if !value.eq_ignore_ascii_case("no-referrer") => {
                let message = format!("`{}` tells others where readers come from", shown(value));
                findings.add(
                    Code::PrivacyTrace,
                    place(),
                    message,
                    "take it out; the page says `no-referrer` for all of it",
                );
            }
            _ if ASKS.contains(&name) => {
                let message = format!(
                    "by `{name}` the element `<{}>` asks for something or sends something",
                    shown(element)
                );
                findings.add(Code::PrivacyRequest, place(), message, "remove it");
            }
            _ if name.len() > 2 && name.starts_with("on") => {
                let message = format!("`{}` runs a script that no hash covers", shown(name));
                findings.add(
                    Code::PrivacyPolicy,
                    place(),
                    message,
                    "take it out, and let a script of the page listen",
                );
            }
            _ => {}
        }
    }
}

fn picture(event: &Event, address: &str, findings: &mut Findings) {
    let place = event.start..event.start + 1 + event.name().len();
    let is_picture = matches!(event.name(), "img" | "input")
        || event.name() == "source" && event.attribute("src").is_none();
    match Address::read(address) {
        _ if !is_picture => {
            let message =
                format!("`<{}>` loads more than the page and its own pictures", shown(event.name()));
            findings.add(
                Code::PrivacyRequest,
                place,
                message,
                "take it out, and say in words or show in a picture what it has",
            );
        }
        Address::Beside
            if is_drawing(address) && event.attribute("alt").is_none_or(|alt| !alt.trim().is_empty()) =>
        {
            findings.add(
                Code::PrivacyReach,
                place,
                "a drawing is not shown at Tor Browser's safest level",
                "make it a picture of dots; a mere decoration has an empty `alt`",
            );
        }
        Address::Beside => {}
        Address::Scheme(scheme) if scheme == "data" => {}
        Address::FromRoot => from_root(event, address, findings),
        Address::Elsewhere(_) | Address::Scheme(_) => {
            let message = format!("the picture `{}` does not lie beside the page", shown(address));
            findings.add(
                Code::PrivacyRequest,
                place,
                message,
                "put it into the folder of the site, and name it from where the page lies",
            );
        }
    }
}

fn is_drawing(address: &str) -> bool {
    let file = address.split(['?', '#']).next().unwrap_or_default();
    file.get(file.len().saturating_sub(4)..).is_some_and(|end| end.eq_ignore_ascii_case(".svg"))
}

fn from_root(event: &Event, address: &str, findings: &mut Findings) {
    let message =
        format!("`{}` leads somewhere only where the site stands at the root of its host", shown(address));
    let place = event.start..event.start + 1 + event.name().len();
    findings.add(
        Code::PrivacyReach,
        place,
        message,
        "write it from where the page lies, so that it works on a stick and in any folder",
    );
}

fn href(page: &mut Page<'_>, event: &Event, value: &str, findings: &mut Findings) {
    let place = event.start..event.start + 1 + event.name().len();
    match Address::read(value) {
        Address::Beside
            if page.in_drawing() && event.name() == "use" && !value.trim_start().starts_with('#') =>
        {
            tell_drawn(place, value, findings);
        }
        Address::Beside => {}
        Address::FromRoot if page.licence == Licence::OwnAddress => {}
        Address::FromRoot => from_root(event, value, findings),
        Address::Scheme(scheme) if LINKS.contains(&scheme.as_str()) => {}
        Address::Scheme(scheme) => {
            let message = format!("a link begins with `{}:`", shown(&scheme));
            findings.add(
                Code::PrivacyPolicy,
                place,
                message,
                "link to a page, a number or a place in this page",
            );
        }
        Address::Elsewhere(web) => elsewhere(page, event, (value, &web), findings),
    }
}

fn elsewhere(page: &mut Page<'_>, event: &Event, (value, web): (&str, &Web), findings: &mut Findings) {
    let place = event.start..event.start + 1 + event.name().len();
    if web.is_onion() {
        let message = "an onion address is a link: other browsers would ask the whole net for it";
        findings.add(Code::PrivacyTrace, place, message, "print it as text");
        return;
    }
    let mut add =
        |message: String, help: &str| findings.add(Code::PrivacyTrace, place.clone(), message, help);
    if !web.is_secure {
        add(
            format!("the link `{}` is not encrypted: everybody on the way sees it", shown(value)),
            "write it with `https:`",
        );
    }
    if let Some(name) = web.tracker() {
        add(
            format!("by `{}` in a link, others follow readers", shown(name)),
            "take this part of the address out",
        );
    }
    let rel = event.attribute("rel").unwrap_or_default();
    let says = |word: &str| rel.split_ascii_whitespace().any(|one| one.eq_ignore_ascii_case(word));
    if says("noreferrer") && says("noopener") {
        return;
    }
    if page.licence == Licence::OwnAddress
        && *page.own_host.get_or_insert_with(|| web.host.clone()) == web.host
    {
        return;
    }
    add(
        format!("the link `{}` tells where readers come from", shown(value)),
        "add `rel=\"noreferrer noopener\"`",
    );
}

/// Tor Browser shows no drawings at its safest level, so one may only decorate.
fn drawing(page: &mut Page<'_>, event: &Event, findings: &mut Findings) {
    let says = |name: &str, word: &str| {
        event.attribute(name).is_some_and(|value| value.trim().eq_ignore_ascii_case(word))
    };
    let decorates = says("aria-hidden", "true") || says("role", "presentation") || says("role", "none");
    if !decorates && !page.in_drawing() {
        let help = "show it as a picture of dots, or hide a mere decoration with `aria-hidden=\"true\"`";
        tell_unseen(event, help, findings);
    }
    page.drawings += usize::from(!event.tag.self_closing);
}

fn tell_unseen(event: &Event, help: &str, findings: &mut Findings) {
    let message = format!("`<{}>` is not shown at Tor Browser's safest level", shown(event.name()));
    findings.add(Code::PrivacyReach, event.start..event.start + 4, message, help);
}

/// Judges the attributes that paint a shape: each may be written as in a style.
fn paint(event: &Event, findings: &mut Findings) {
    for attribute in event.tag.attrs.iter().filter(|one| style::loads(&one.value)) {
        tell_drawn(event.start..event.start + 1 + event.name().len(), &attribute.value, findings);
    }
}

fn tell_drawn(place: Range<usize>, what: &str, findings: &mut Findings) {
    let message = format!("the drawing loads `{}`", shown(what));
    findings.add(Code::PrivacyRequest, place, message, "draw it in place");
}
