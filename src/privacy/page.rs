//! A whole page: what must be in it, what stands where, and the texts of its styles and scripts.
//!
//! Invariant: a policy counts only where browsers obey it: in the head, before anything that loads.

use super::element;
use super::policy::Policy;
use super::reader::{self, Event, Reading, Stop};
use super::{Findings, script, style};
use crate::base::path::SourcePath;
use crate::diagnostic::Code;

/// What a page may do beyond all others, by its name. There are no other exceptions: the console, which carries all it needs
/// within itself, and the pages of check codes keep to the contract as every page does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Licence {
    /// Nothing.
    Nothing,
    /// `search.html`: classic script files that lie beside it, for the index.
    ScriptsBeside,
    /// `404.html`: the site's own address, for a server shows it anywhere.
    OwnAddress,
}

impl Licence {
    /// Returns what the page of this name may do.
    pub(super) fn of(path: &SourcePath) -> Self {
        match path.file_name() {
            "search.html" => Self::ScriptsBeside,
            "404.html" => Self::OwnAddress,
            _ => Self::Nothing,
        }
    }
}

/// Elements that load nothing and may stand before the policy.
const BEFORE_POLICY: [&str; 4] = ["html", "head", "meta", "title"];

/// How far a browser looks for the encoding, in bytes (WHATWG HTML, 4.2.5.4).
const ENCODING_WITHIN: usize = 1024;

/// A page as it is read.
pub(super) struct Page<'a> {
    text: &'a str,
    pub(super) licence: Licence,
    pub(super) policy: Option<Policy>,
    pub(super) seen: Seen,
    /// The style or script whose text is being read, and where that begins.
    raw: Option<(Raw, usize)>,
    /// How deep in drawings.
    pub(super) drawings: usize,
    /// The title or the description of a drawing that is being read: browsers take tags in it for those of a page.
    caption: Option<String>,
    /// Whether the file is a drawing itself.
    pub(super) is_drawing: bool,
    /// The host that the page for lost addresses has named first.
    pub(super) own_host: Option<String>,
}

/// What a page was seen to have.
#[derive(Clone, Copy, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a thing of its own, seen or not")]
pub(super) struct Seen {
    pub(super) lang: bool,
    pub(super) charset: bool,
    pub(super) referrer: bool,
    pub(super) icon: bool,
    /// Something before which a policy must stand.
    pub(super) body: bool,
}

/// A text that is not markup.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Raw {
    Style,
    Script,
}

impl<'a> Page<'a> {
    pub(super) fn new(text: &'a str, licence: Licence) -> Self {
        Self {
            text,
            licence,
            policy: None,
            seen: Seen::default(),
            raw: None,
            drawings: 0,
            caption: None,
            is_drawing: false,
            own_host: None,
        }
    }

    /// Reads the text and tells what breaks the contract. Where it has a part for readers without scripts, it is read twice,
    /// for browsers take that part for words or for markup.
    pub(super) fn read(path: &SourcePath, text: &str, findings: &mut Findings) {
        let both = text.as_bytes().windows(9).any(|bytes| bytes.eq_ignore_ascii_case(b"<noscript"));
        let readings = [Reading::WithoutScripts, Reading::WithScripts];
        for reading in &readings[..=usize::from(both)] {
            let mut page = Page::new(text, Licence::of(path));
            let whole = reader::read(text, *reading, |event| page.see(event, findings));
            page.end(findings);
            tell_stop(whole, findings);
            page.tell_missing(findings);
        }
    }

    /// Reads a drawing that is a file of its own.
    pub(super) fn read_drawing(text: &str, findings: &mut Findings) {
        let mut page = Page { is_drawing: true, ..Page::new(text, Licence::Nothing) };
        let whole = reader::read(text, Reading::Xml, |event| page.see(event, findings));
        page.end(findings);
        tell_stop(whole, findings);
    }

    /// Whether what comes next stands in a drawing.
    pub(super) fn in_drawing(&self) -> bool {
        self.drawings > 0 || self.is_drawing
    }

    fn see(&mut self, event: &Event, findings: &mut Findings) {
        let name = event.name();
        // Words and these end tags open the body, where browsers obey no policy.
        let opens_body = event.follows_words || !event.is_open() && matches!(name, "body" | "html" | "br");
        self.seen.body |= opens_body;
        let is_foreign = self.is_foreign(event);
        if event.is_open() {
            self.raw = element::see(self, event, findings).map(|raw| (raw, event.end));
            self.seen.body |= !BEFORE_POLICY.contains(&name);
        } else {
            self.close(event, findings);
        }
        if is_foreign {
            // What comes behind it may be no drawing to a browser.
            (self.drawings, self.caption) = (0, None);
        } else if self.in_drawing() && matches!(name, "title" | "desc") {
            self.caption = (event.is_open() && !event.tag.self_closing).then(|| name.to_owned());
        }
    }

    fn close(&mut self, event: &Event, findings: &mut Findings) {
        if self.is_foreign(event) {
            element::tell_foreign(event, findings);
        }
        match event.name() {
            "style" | "script" => self.end_raw(event.start, findings),
            "svg" => self.drawings = self.drawings.saturating_sub(1),
            _ => {}
        }
    }

    /// Whether a tag in a drawing ends it, or is taken by browsers for one of a page (WHATWG HTML, 13.2.6.5).
    pub(super) fn is_foreign(&self, event: &Event) -> bool {
        let fits = match &self.caption {
            Some(open) => !event.is_open() && event.name() == open,
            None => element::is_shape(event.name()),
        };
        self.in_drawing() && !fits
    }

    /// Takes the first policy that browsers obey.
    pub(super) fn take_policy(&mut self, event: &Event, findings: &mut Findings) {
        let place = event.start..event.end;
        if self.policy.is_some() {
            // A second policy can only forbid more.
            return;
        }
        let policy = Policy::parse(event.attribute("content").unwrap_or_default());
        if self.seen.body {
            let message = "the policy stands behind something that it should have watched";
            findings.add(
                Code::PrivacyPolicy,
                place.clone(),
                message,
                "put it into the head, right behind the encoding",
            );
        }
        policy.check(&place, self.licence, findings);
        self.policy = Some(policy);
    }

    fn end_raw(&mut self, end: usize, findings: &mut Findings) {
        let Some((raw, start)) = self.raw.take() else { return };
        let (text, place) = (&self.text[start..end], start..end);
        let (kind, unknown) = match raw {
            Raw::Style => ("style", "the policy does not know this style by its SHA-256"),
            Raw::Script => ("script", "the policy does not know this script by its SHA-256"),
        };
        match raw {
            Raw::Style => style::scan(self.text, place, findings),
            Raw::Script => script::scan(self.text, place, findings),
        }
        // That there is no policy at all is told once.
        if self.policy.as_ref().is_some_and(|policy| !policy.knows(kind, text)) {
            let help = "write the hash of the exact text into the policy, or take the text out";
            findings.add(Code::PrivacyPolicy, start..start, unknown, help);
        }
    }

    /// What was not closed goes on to the end of the file.
    fn end(&mut self, findings: &mut Findings) {
        self.end_raw(self.text.len(), findings);
    }

    fn tell_missing(&self, findings: &mut Findings) {
        let Seen { lang, charset, referrer, icon, .. } = self.seen;
        let mut add = |code, message: &str, help| findings.add(code, 0..0, message, help);
        if self.policy.is_none() {
            let message = "the page has no policy that forbids it to load anything";
            let help = "begin the head with `<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; …\">`";
            add(Code::PrivacyPolicy, message, help);
        }
        if !referrer {
            let message = "the page tells others where its readers come from";
            add(
                Code::PrivacyTrace,
                message,
                "write `<meta name=\"referrer\" content=\"no-referrer\">` into the head",
            );
        }
        if !icon {
            let message = "the page has no icon of its own, so browsers ask for `/favicon.ico`";
            add(Code::PrivacyRequest, message, "write `<link rel=\"icon\" href=\"data:,\">` into the head");
        }
        if !charset {
            let message = "the page does not say within its first 1024 bytes that it is UTF-8";
            add(Code::PrivacyReach, message, "begin the head with `<meta charset=\"utf-8\">`");
        }
        if !lang {
            let message = "the page does not say in which language it is";
            add(Code::PrivacyReach, message, "name it in the first element: `<html lang=\"en\">`");
        }
    }

    /// Notes an encoding that stands where browsers look for it.
    pub(super) fn take_charset(&mut self, charset: &str, end: usize) {
        self.seen.charset |= charset.eq_ignore_ascii_case("utf-8") && end <= ENCODING_WITHIN;
    }
}

/// Tells why a text was not read to its end.
pub(super) fn tell_stop(whole: Result<(), Stop>, findings: &mut Findings) {
    let (code, at, message) = match whole {
        Ok(()) => return,
        Err(Stop::TooMany(at)) => (
            Code::TooMuch,
            at,
            "this element has more attributes than anything that is meant for readers, and is not read on",
        ),
        Err(Stop::Ambiguous(at)) => (
            Code::PrivacyPolicy,
            at,
            "browsers may read on from here otherwise than we do, so nothing behind it is read",
        ),
    };
    findings.add(code, at..at + 1, message, "remove it");
}
