//! Splits a page into its tags as a browser does, and knows where in the file each stands.
//!
//! The tokenizer tells no offsets. It is therefore fed in pieces that begin at every `<` and end behind every `>`: a tag
//! begins at the first piece that it has not answered yet, and ends with the piece that it answers in.
//!
//! Invariant: whatever a browser takes for a tag with or without scripts is among the tags of one of the two readings, or
//! reading has stopped before it.

use std::cell::{Cell, RefCell};

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer};

/// The most attributes of a tag: each is compared with all before it.
const MOST_ATTRIBUTES: usize = 5_000;

/// The most bytes that are read before attributes are counted.
const LONGEST_PIECE: usize = 1 << 16;

/// A tag and its place, in bytes of the file.
pub(super) struct Event {
    pub(super) tag: Tag,
    pub(super) start: usize,
    pub(super) end: usize,
    /// Whether words stand between the tag before it and this one, other than those of a raw text.
    pub(super) follows_words: bool,
}

impl Event {
    pub(super) fn is_open(&self) -> bool {
        self.tag.kind == TagKind::StartTag
    }

    pub(super) fn name(&self) -> &str {
        &self.tag.name
    }

    /// Returns the value of an attribute.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.tag.attrs.iter().find(|one| &*one.name.local == name).map(|one| &*one.value)
    }
}

/// How a text is read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// As a page, where scripts run: `<noscript>` holds words (WHATWG HTML, 13.2.6.4.4).
    WithScripts,
    /// As a page, without scripts: `<noscript>` holds markup.
    WithoutScripts,
    /// As XML, where no text is raw.
    Xml,
}

/// Why a text is not read to its end, and where in it.
#[derive(Clone, Copy)]
pub(super) enum Stop {
    /// A tag with more attributes than are read.
    TooMany(usize),
    /// Markup that ends in another place for a browser in a drawing or in XML than for one in a page.
    Ambiguous(usize),
}

/// Reads a text and tells each tag.
pub(super) fn read(text: &str, reading: Reading, mut see: impl FnMut(&Event)) -> Result<(), Stop> {
    let sink = Sink { reading: Some(reading), ..Sink::default() };
    let tokenizer = Tokenizer::new(sink, html5ever::tokenizer::TokenizerOpts::default());
    let queue = BufferQueue::default();
    let mut attributes = Attributes::default();
    let mut at = 0;
    while at < text.len() {
        let end = at + piece(&text.as_bytes()[at..]);
        let end = (end..=text.len()).find(|end| text.is_char_boundary(*end)).unwrap_or(text.len());
        let piece = &text[at..end];
        if reading == Reading::Xml && !tokenizer.sink.fresh.get() && is_name_of_xml(piece) {
            return Err(Stop::Ambiguous(at));
        }
        tokenizer.sink.begin_piece(at, end, piece.starts_with('<'));
        queue.push_back(StrTendril::from(piece));
        let _ = tokenizer.feed(&queue);
        if tokenizer.sink.open.get() == at || !tokenizer.sink.fresh.get() {
            attributes = Attributes::default();
        }
        if tokenizer.sink.fresh.get() {
            attributes.count(piece);
        }
        if attributes.seen > MOST_ATTRIBUTES {
            return Err(Stop::TooMany(tokenizer.sink.open.get()));
        }
        if let Some(start) = tokenizer.sink.skipped.take()
            && is_ambiguous(text, start, reading)
        {
            return Err(Stop::Ambiguous(start));
        }
        tokenizer.sink.events.borrow_mut().drain(..).for_each(|event| see(&event));
        at = end;
    }
    Ok(())
}

/// Returns the length of the next piece: up to the next `<`, or behind the next `>`.
fn piece(rest: &[u8]) -> usize {
    let rest = &rest[..rest.len().min(LONGEST_PIECE)];
    if rest.first() == Some(&b'>') {
        return 1;
    }
    let edge = rest.iter().skip(1).position(|byte| matches!(byte, b'<' | b'>')).map(|place| place + 1);
    edge.map_or(rest.len(), |edge| edge + usize::from(rest[edge] == b'>'))
}

/// Whether markup that is neither tag nor comment has another end in a drawing (WHATWG HTML, 13.2.5.42) or in XML.
fn is_ambiguous(text: &str, start: usize, reading: Reading) -> bool {
    let markup = &text[start..];
    let markup = &markup[..markup.find('>').unwrap_or(markup.len())];
    let begins = |with: &str| markup.get(..with.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(with));
    if reading != Reading::Xml || begins("<!--") {
        return begins("<![CDATA[");
    }
    // What declares entities or another encoding can hide tags.
    let (is_first, small) =
        (text[..start].trim_start_matches('\u{feff}').is_empty(), markup.to_ascii_lowercase());
    let declares = begins("<?xml ") && is_first && (!small.contains("encoding") || small.contains("utf-8"));
    let names_kind = begins("<!doctype") && !markup.contains('[');
    !declares && !names_kind
}

/// Whether a piece begins a tag whose name only XML takes for one.
fn is_name_of_xml(piece: &str) -> bool {
    let mut letters = piece.chars();
    letters.next() == Some('<')
        && !letters
            .next()
            .is_some_and(|letter| letter.is_ascii_alphabetic() || matches!(letter, '/' | '!' | '?'))
}

/// Counts what may part attributes in the tag that is being read.
#[derive(Default)]
struct Attributes {
    seen: usize,
    quote: Option<u8>,
    after_equals: bool,
}

impl Attributes {
    /// Takes the next piece of a tag.
    fn count(&mut self, piece: &str) {
        for byte in piece.bytes() {
            match (self.quote, byte) {
                (Some(open), byte) if open == byte => self.quote = None,
                (None, b'"' | b'\'') if self.after_equals => self.quote = Some(byte),
                (None, byte) if byte.is_ascii_whitespace() || matches!(byte, b'/' | b'"' | b'\'') => {
                    self.seen += 1;
                }
                _ => {}
            }
            self.after_equals = byte == b'=' || self.after_equals && byte.is_ascii_whitespace();
        }
    }
}

#[derive(Default)]
struct Sink {
    reading: Option<Reading>,
    events: RefCell<Vec<Event>>,
    /// Where the tag begins that is being read, and whether nothing was answered since.
    open: Cell<usize>,
    fresh: Cell<bool>,
    piece: Cell<(usize, usize, bool)>,
    /// Where a comment, or markup that passes for one, began that was answered last.
    skipped: Cell<Option<usize>>,
    /// How deep in drawings, where no text is raw.
    drawings: Cell<usize>,
    /// Whether the text is that of a title, a style, a script or the like.
    is_raw: Cell<bool>,
    /// Whether words were answered since the last tag.
    spoke: Cell<bool>,
}

impl Sink {
    fn begin_piece(&self, start: usize, end: usize, is_tag: bool) {
        self.piece.set((start, end, is_tag));
        if is_tag && !self.fresh.get() {
            self.open.set(start);
            self.fresh.set(true);
        }
    }

    /// Words were answered, or mere space: what began before this piece was no tag.
    fn words(&self, is_space: bool) {
        self.spoke.set(self.spoke.get() || !is_space && !self.is_raw.get());
        let (start, _, is_tag) = self.piece.get();
        let moves_on = is_tag && self.fresh.get() && self.open.get() != start;
        self.fresh.set(moves_on);
        if moves_on {
            self.open.set(start);
        }
    }

    fn tag(&self, tag: Tag) -> TokenSinkResult<()> {
        let (is_open, name) = (tag.kind == TagKind::StartTag, tag.name.clone());
        let (_, end, _) = self.piece.get();
        let is_drawing = &*name == "svg" && !tag.self_closing;
        let (start, follows_words) = (self.open.get(), self.spoke.take());
        self.events.borrow_mut().push(Event { tag, start, end, follows_words });
        self.fresh.set(false);
        let depth = self.drawings.get();
        if is_drawing {
            self.drawings.set(if is_open { depth + 1 } else { depth.saturating_sub(1) });
        }
        let next = match &*name {
            _ if !is_open || depth > 0 || self.reading == Some(Reading::Xml) => TokenSinkResult::Continue,
            "title" | "textarea" => TokenSinkResult::RawData(RawKind::Rcdata),
            "style" | "xmp" | "iframe" | "noembed" | "noframes" => TokenSinkResult::RawData(RawKind::Rawtext),
            "noscript" if self.reading == Some(Reading::WithScripts) => {
                TokenSinkResult::RawData(RawKind::Rawtext)
            }
            "script" => TokenSinkResult::RawData(RawKind::ScriptData),
            "plaintext" => TokenSinkResult::Plaintext,
            _ => TokenSinkResult::Continue,
        };
        self.is_raw.set(matches!(next, TokenSinkResult::RawData(_)));
        next
    }
}

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        match token {
            Token::TagToken(tag) => return self.tag(tag),
            Token::CharacterTokens(words) => self.words(words.chars().all(is_space)),
            Token::NullCharacterToken => self.words(false),
            Token::CommentToken(_) | Token::DoctypeToken(_) => {
                self.skipped.set(Some(self.open.get()));
                self.fresh.set(false);
            }
            Token::ParseError(_) | Token::EOFToken => {}
        }
        TokenSinkResult::Continue
    }
}

/// Whether a character opens no body (WHATWG HTML, 13.2.6.4.6).
fn is_space(letter: char) -> bool {
    matches!(letter, '\t' | '\n' | '\u{c}' | '\r' | ' ')
}
