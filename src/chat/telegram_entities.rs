//! The format `telegram_entities`: plain text and where its formatting stands; a bot sends it with `entities=[…]`.
//!
//! Nothing needs an escape, which makes it the safest of the three for bots (field guide 3.1).
//!
//! Invariant: offsets and lengths are UTF-16 code units; entities are sorted by offset, the longest first.

use std::cmp::Reverse;

use schemars::JsonSchema;
use serde::Serialize;

use super::markup::{self, Markup, ROUND, Span};
use super::message::{Line, Quote, Run, Style};

/// A stretch of formatted text, as Telegram's `MessageEntity` has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Entity {
    /// What it is.
    #[serde(rename = "type")]
    pub kind: EntityKind,
    /// Where it begins, in UTF-16 code units.
    pub offset: usize,
    /// How long it is, in UTF-16 code units.
    pub length: usize,
    /// Where a `text_link` leads.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// What a stretch of formatted text is, in Telegram's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum EntityKind {
    /// Heavy.
    Bold,
    /// Slanted.
    Italic,
    /// Struck out.
    Strikethrough,
    /// Literal words.
    Code,
    /// Literal lines.
    Pre,
    /// Words that lead to `url`.
    TextLink,
    /// A quote.
    Blockquote,
    /// A quote that may be folded.
    ExpandableBlockquote,
}

/// Writes the lines of a part: the text and its entities.
pub(super) fn write(lines: &[Line]) -> (String, Vec<Entity>) {
    let mut markup = Entities::default();
    let text = markup::write(lines, &mut markup);
    let mut entities = markup.done;
    entities.sort_by_key(|entity| (entity.offset, Reverse(entity.length)));
    (text, entities)
}

#[derive(Default)]
struct Entities {
    done: Vec<Entity>,
    /// Where each open span began.
    open: Vec<usize>,
    quote: usize,
    /// The length of the text so far, in bytes and in UTF-16 code units.
    counted: (usize, usize),
}

impl Entities {
    /// Returns the length of the text in UTF-16 code units; what was counted once is not counted again.
    fn length(&mut self, out: &str) -> usize {
        let (bytes, units) = self.counted;
        self.counted = (out.len(), units + out[bytes..].encode_utf16().count());
        self.counted.1
    }

    fn end(&mut self, kind: EntityKind, offset: usize, url: Option<&str>, out: &str) {
        let length = self.length(out) - offset;
        self.done.push(Entity { kind, offset, length, url: url.map(str::to_owned) });
    }
}

impl Markup for Entities {
    fn open(&mut self, _span: Span<'_>, out: &mut String) {
        let at = self.length(out);
        self.open.push(at);
    }

    fn close(&mut self, span: Span<'_>, out: &mut String) {
        let Some(offset) = self.open.pop() else { return };
        match span {
            Span::Link(address) => self.end(EntityKind::TextLink, offset, Some(address), out),
            Span::Style(style) => self.end(kind(style), offset, None, out),
        }
    }

    fn words(&mut self, run: &Run, out: &mut String) {
        out.push_str(&run.words);
    }

    fn mark(&mut self, line: &Line, out: &mut String) {
        out.push_str(&markup::mark(line, &ROUND));
    }

    fn open_quote(&mut self, _quote: Quote, out: &mut String) {
        self.quote = self.length(out);
    }

    fn close_quote(&mut self, quote: Quote, out: &mut String) {
        let kind = if quote.folds { EntityKind::ExpandableBlockquote } else { EntityKind::Blockquote };
        self.end(kind, self.quote, None, out);
    }
}

fn kind(style: Style) -> EntityKind {
    match style {
        Style::BOLD => EntityKind::Bold,
        Style::ITALIC => EntityKind::Italic,
        Style::STRIKE => EntityKind::Strikethrough,
        Style::PRE => EntityKind::Pre,
        _ => EntityKind::Code,
    }
}
