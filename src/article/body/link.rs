//! Links and pictures: where they may lead, and what they must have.
//!
//! Invariant: a [`Target`] is one of the four sorts that a page and a message can carry; it is not looked up here.

use std::ops::Range;

use pulldown_cmark::LinkType;

use super::Builder;
use super::frame::Kind;
use crate::article::front::shapes::{names_another_host, names_another_number, web_fault};
use crate::article::shown;
use crate::article::tree::{CardKind, Inline, Target, plain_text};
use crate::base::lang::Lang;
use crate::base::name::{ArticleId, SectionId, Topic};
use crate::diagnostic::Code;

/// Reads an address, or says why it is none.
pub(super) fn target(address: &str) -> Result<Target, &'static str> {
    if address.contains(['{', '}']) {
        return Err("a fact or blank cannot stand in an address");
    }
    if let Some(section) = address.strip_prefix('#') {
        let section = SectionId::parse(section).ok_or("this is not the id of a section")?;
        return Ok(Target::Section(section));
    }
    if let Some(number) = address.strip_prefix("tel:") {
        let digits = number.strip_prefix('+').unwrap_or(number);
        let fits = (2..=15).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
        return if fits {
            Ok(Target::Phone(number.to_owned()))
        } else {
            Err("a number is `tel:`, perhaps `+`, and 2 to 15 digits")
        };
    }
    if address.starts_with("http:") || address.starts_with("https:") {
        return web_fault(address).map_or_else(|| Ok(Target::Web(address.to_owned())), Err);
    }
    if address.starts_with('/') {
        return Err("it begins with `/`, and so depends on where the site stands");
    }
    if address.split(['/', '#']).next().is_some_and(|first| first.contains(':')) {
        return Err("only `https:` and `tel:` may stand there");
    }
    article(address)
}

/// Reads `id.md`, `../topic/id.md` or `../../lang/topic/id.md`, each with or without `#section`.
fn article(address: &str) -> Result<Target, &'static str> {
    const FORMS: &str = "it is not `id.md`, `../topic/id.md` or `../../lang/topic/id.md`";
    let (path, section) = match address.split_once('#') {
        Some((path, section)) => {
            (path, Some(SectionId::parse(section).ok_or("what follows `#` is not the id of a section")?))
        }
        None => (address, None),
    };
    let file = |name: &str| name.strip_suffix(".md").and_then(ArticleId::parse).ok_or(FORMS);
    let parts: Vec<&str> = path.split('/').collect();
    let (lang, topic, id) = match parts.as_slice() {
        [name] => (None, None, file(name)?),
        ["..", topic, name] => (None, Some(Topic::parse(topic).ok_or(FORMS)?), file(name)?),
        ["..", "..", lang, topic, name] => {
            let lang = Lang::parse(lang).ok_or(FORMS)?;
            (Some(lang), Some(Topic::parse(topic).ok_or(FORMS)?), file(name)?)
        }
        _ => return Err(FORMS),
    };
    Ok(Target::Article { lang, topic, id, section })
}

/// Says why a file cannot be a picture of an article.
fn picture_fault(file: &str) -> Option<&'static str> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    let known = [".png", ".jpg", ".jpeg", ".webp"]
        .into_iter()
        .any(|ending| file.len() > ending.len() && file.ends_with(ending));
    if file.contains('/') || file.contains(':') {
        Some("a picture lies beside its article and is named without a folder")
    } else if !known {
        Some("a picture is a `.png`, `.jpg`, `.jpeg` or `.webp`")
    } else if !file.bytes().all(plain) || file.starts_with(['.', '-']) {
        Some("its name is not made of Latin letters, digits, `-`, `_` and `.`")
    } else {
        None
    }
}

impl Builder<'_> {
    /// Opens a link.
    pub(super) fn open_link(&mut self, sort: LinkType, address: &str, title: &str, range: Range<usize>) {
        self.refuse_title(title, &range);
        let read = if sort == LinkType::Email {
            Err("a mail address gives its owner away")
        } else {
            target(address)
        };
        let target = match read {
            Ok(target) => Some(target),
            Err(reason) => {
                let help =
                    "link to an article by its file, to a section as `#id`, or to an `https://` address";
                self.fault(
                    Code::BrokenLink,
                    &range,
                    format!("the link `{}` cannot stand: {reason}", shown(address)),
                    help,
                );
                None
            }
        };
        if let Some(target) = &target {
            let in_emergency = self.is_within(|kind| *kind == Kind::Card(CardKind::Emergency));
            if in_emergency && !matches!(target, Target::Phone(_)) {
                let message = "a card for an emergency has a link".to_owned();
                self.fault(
                    Code::CardStructure,
                    &range,
                    message,
                    "say there what to do, and link below the card",
                );
            }
            if let Target::Section(section) = target {
                self.reading.anchors.push((section.clone(), range.clone()));
            }
            self.reading.outline.links.push((target.clone(), range.clone()));
        }
        self.push_frame(Kind::Link(target), range);
    }

    /// Closes a link; what led nowhere leaves its words.
    pub(super) fn close_link(&mut self, target: Option<Target>, text: Vec<Inline>, range: &Range<usize>) {
        if plain_text(&text).is_empty() {
            self.fault(Code::BrokenLink, range, "this link has no words".to_owned(), "say where it leads");
        }
        let lies = match &target {
            Some(Target::Web(address)) => names_another_host(&plain_text(&text), address),
            Some(Target::Phone(number)) => names_another_number(&plain_text(&text), number),
            _ => false,
        };
        if lies {
            let message = "the words of this link name another address or number than it leads to".to_owned();
            self.fault(
                Code::BrokenLink,
                range,
                message,
                "let both be the same, or say in words where it leads",
            );
        }
        match target {
            Some(target) => self.push_inline(Inline::Link { target, text }, range),
            None => text.into_iter().for_each(|inline| self.push_inline(inline, range)),
        }
    }

    /// Opens a picture.
    pub(super) fn open_picture(&mut self, file: &str, title: &str, range: Range<usize>) {
        self.refuse_title(title, &range);
        let fault = picture_fault(file);
        match fault {
            None => self.reading.outline.pictures.push((file.to_owned(), range.clone())),
            Some(reason) => {
                let help = "put the picture beside the article, and write its name alone";
                self.fault(
                    Code::BrokenPicture,
                    &range,
                    format!("the picture `{}` cannot stand: {reason}", shown(file)),
                    help,
                );
            }
        }
        self.push_frame(Kind::Picture(fault.is_none().then(|| file.to_owned())), range);
    }

    /// Closes a picture.
    pub(super) fn close_picture(&mut self, file: Option<String>, alt: Vec<Inline>, range: &Range<usize>) {
        if plain_text(&alt).trim().is_empty() {
            let help = "write between `![` and `]` what the picture shows";
            self.fault(
                Code::MissingAltText,
                range,
                "this picture has no words for those who do not see it".to_owned(),
                help,
            );
        }
        if let Some(file) = file {
            self.push_inline(Inline::Picture { file, alt }, range);
        }
    }

    /// A title shows only under a mouse: a phone would lose it.
    fn refuse_title(&mut self, title: &str, range: &Range<usize>) {
        if !title.is_empty() {
            let message = "a link or picture has a title in quotes, which most readers never see".to_owned();
            self.fault(Code::UnsupportedMarkdown, range, message, "delete it, or write it as text");
        }
    }
}
