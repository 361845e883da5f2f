//! Builds the tree and the outline of an article's body from the events of its Markdown.
//!
//! Invariant: the stack of frames is explicit and bounded by [`DEEPEST`], so that no text can overflow the program's own
//! stack, and what else CommonMark knows is an error with its place.

mod definition;
pub(super) mod events;
mod frame;
mod heading;
mod link;
mod structure;
mod text;

use std::ops::Range;

use pulldown_cmark::{Event, Tag};

use super::outline::Outline;
use super::run::Run;
use super::tree::{Block, Body, DEEPEST, Inline};
use crate::base::name::{BlankName, SectionId};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, MOST_OF_A_KIND};
use crate::source::Source;

use events::Flow;
use frame::{Frame, Kind};

/// The most links that an article may have.
const MOST_LINKS: usize = 5_000;

/// The most blocks, pieces of lines and faults of the text that are taken from an article.
const MOST_NODES: usize = 20_000;

/// What was read of a body, before it is compared with the settings.
#[derive(Debug, Default)]
pub(super) struct Reading {
    /// The tree.
    pub(super) body: Body,
    /// The outline.
    pub(super) outline: Outline,
    /// The place of each heading, in the order of the sections.
    pub(super) headings: Vec<Range<usize>>,
    /// What is cited, with its places.
    pub(super) cites: Vec<(String, Range<usize>)>,
    /// The labels of the footnotes that the text defines, with their places.
    pub(super) footnotes: Vec<(String, Range<usize>)>,
    /// The blanks, with their places.
    pub(super) blanks: Vec<(BlankName, Range<usize>)>,
    /// The sections of this article that links lead to, with the links' places.
    pub(super) anchors: Vec<(SectionId, Range<usize>)>,
    /// Whether the text was read to its end.
    pub(super) complete: bool,
}

/// Reads the body that begins at `start` in the file. Faults of the body itself are pushed to `found`.
pub(super) fn read(source: &Source, start: usize, found: &mut Diagnostics) -> Reading {
    let body = source.text().get(start..).unwrap_or_default();
    if let Some(at) = events::too_deep(body) {
        found.push(too_deep(source, start + at..start + at));
        return Reading::default();
    }
    let mut builder = Builder::new(source, found);
    let untold = events::read(body, start, |event, range| builder.event(event, range));
    for range in untold.broken.iter().take(MOST_OF_A_KIND) {
        let message = "no address is given for this link".to_owned();
        let help = "write the address in round brackets: `[words](address)`";
        builder.fault(Code::BrokenLink, range, message, help);
    }
    for range in untold.unused.iter().take(MOST_OF_A_KIND) {
        let message = "a link definition that no link uses".to_owned();
        let help = "use its name in a link, or delete it; where two have one name, links use the first";
        builder.fault(Code::UnsupportedMarkdown, range, message, help);
    }
    builder.finish()
}

fn too_deep(source: &Source, at: Range<usize>) -> Diagnostic {
    let message = format!("the text is nested deeper than {DEEPEST} levels here");
    Diagnostic::error(Code::TooMuch, message).at(source.span(at), "").help("write it with fewer levels")
}

/// Takes events one by one and grows the tree.
#[derive(Debug)]
struct Builder<'a> {
    source: &'a Source,
    found: &'a mut Diagnostics,
    frames: Vec<Frame>,
    /// Text that goes on, perhaps, with the next event.
    run: Run,
    /// How many open elements belong to something that was refused.
    skipping: usize,
    nodes: usize,
    told_deep: bool,
    reading: Reading,
}

impl<'a> Builder<'a> {
    fn new(source: &'a Source, found: &'a mut Diagnostics) -> Self {
        let reading = Reading { complete: true, ..Reading::default() };
        Self {
            source,
            found,
            frames: Vec::new(),
            run: Run::default(),
            skipping: 0,
            nodes: 0,
            told_deep: false,
            reading,
        }
    }

    fn fault(&mut self, code: Code, at: &Range<usize>, message: String, help: &str) {
        let span = self.source.span(at.clone());
        self.found.push(Diagnostic::error(code, message).at(span, "").help(help));
    }

    /// Counts a node, and says whether the text has more than a text may.
    fn is_full(&mut self, at: &Range<usize>) -> bool {
        self.nodes += 1;
        let what = if self.nodes > MOST_NODES {
            format!("{MOST_NODES} paragraphs, words in bold and other parts")
        } else if self.reading.outline.links.len() > MOST_LINKS {
            format!("{MOST_LINKS} links")
        } else {
            return false;
        };
        if self.reading.complete {
            self.reading.complete = false;
            self.fault(Code::TooMuch, at, format!("the text has more than {what}"), "split the article");
        }
        true
    }

    fn event(&mut self, event: Event<'_>, range: Range<usize>) -> Flow {
        if self.skipping > 0 {
            match event {
                Event::Start(_) => self.skipping += 1,
                Event::End(_) => self.skipping -= 1,
                _ => {}
            }
            return Flow::Go;
        }
        if let Event::Text(words) = &event {
            self.take_text(words, &range);
            return Flow::Go;
        }
        self.flush();
        if !matches!(event, Event::End(_)) && self.is_full(&range) {
            return Flow::Stop;
        }
        match event {
            Event::Start(tag) => self.open(tag, range),
            Event::End(_) => self.close(),
            Event::Code(words) => self.push_inline(Inline::Code(words.into_string()), &range),
            Event::SoftBreak => self.push_inline(Inline::SoftBreak, &range),
            Event::HardBreak => self.push_inline(Inline::HardBreak, &range),
            Event::Rule => self.push_block(Block::Rule),
            Event::FootnoteReference(label) => {
                self.reading.cites.push((label.to_string(), range.clone()));
                self.push_inline(Inline::Cite(label.into_string()), &range);
            }
            Event::InlineHtml(_) | Event::Html(_) => self.raw_html(&range),
            Event::Text(_) | Event::InlineMath(_) | Event::DisplayMath(_) | Event::TaskListMarker(_) => {}
        }
        Flow::Go
    }

    fn raw_html(&mut self, range: &Range<usize>) {
        let help = "write Markdown; `<` alone is written `&lt;`, and a note to colleagues does not belong in the text";
        self.fault(Code::RawHtml, range, "raw HTML has no place in an article".to_owned(), help);
    }

    /// Leaves out everything up to the end of the element that was just opened.
    fn skip(&mut self) {
        self.skipping = 1;
    }

    fn open(&mut self, tag: Tag<'_>, range: Range<usize>) {
        let kind = match tag {
            Tag::Paragraph => {
                self.check_alert_below(&range);
                Kind::Paragraph
            }
            Tag::Heading { level, id, classes, .. } => {
                let classes: Vec<&str> = classes.iter().map(|class| &**class).collect();
                return self.open_heading(structure::rank(level), id.as_deref(), &classes, range);
            }
            Tag::BlockQuote(None) => {
                self.check_alert(&range);
                Kind::Quote
            }
            Tag::BlockQuote(Some(alert)) => {
                let kind = frame::card(alert);
                self.open_card(kind, &range);
                Kind::Card(kind)
            }
            Tag::CodeBlock(_) => Kind::Code(String::new()),
            Tag::List(start) => Kind::List(start),
            Tag::Item => Kind::Item,
            Tag::FootnoteDefinition(label) => return self.open_footnote(&label, range),
            Tag::Table(_) => Kind::Table,
            Tag::TableHead => Kind::Head,
            Tag::TableRow => Kind::Row,
            Tag::TableCell => Kind::Cell,
            Tag::Emphasis => Kind::Emphasis,
            Tag::Strong => Kind::Strong,
            Tag::Strikethrough => Kind::Strike,
            Tag::Link { link_type, dest_url, title, .. } => {
                return self.open_link(link_type, &dest_url, &title, range);
            }
            Tag::Image { dest_url, title, .. } => return self.open_picture(&dest_url, &title, range),
            Tag::HtmlBlock => {
                self.raw_html(&range);
                return self.skip();
            }
            // What stays is not enabled in `events`.
            _ => return self.skip(),
        };
        self.push_frame(kind, range);
    }

    /// Opens a frame, unless that would nest too deep.
    fn push_frame(&mut self, kind: Kind, range: Range<usize>) {
        if kind.is_block() {
            self.close_loose();
        } else if kind.is_inline() {
            if matches!(kind, Kind::Link(_) | Kind::Picture(_)) && self.is_in_picture() {
                self.plain_alt_only(&range);
                return self.skip();
            }
            self.open_loose(&range);
        }
        let depth = |same: fn(&Kind) -> bool| self.frames.iter().filter(|frame| same(&frame.kind)).count();
        let deepest = (kind.nests_blocks() && depth(Kind::nests_blocks) >= DEEPEST)
            || (kind.is_inline() && depth(Kind::is_inline) >= DEEPEST);
        if deepest {
            if !self.told_deep {
                self.told_deep = true;
                self.found.push(too_deep(self.source, range.clone()));
            }
            return self.skip();
        }
        self.frames.push(Frame::new(kind, range));
    }

    fn is_within(&self, wanted: impl Fn(&Kind) -> bool) -> bool {
        self.frames.iter().any(|frame| wanted(&frame.kind))
    }

    fn is_in_picture(&self) -> bool {
        self.is_within(|kind| matches!(kind, Kind::Picture(_)))
    }

    fn plain_alt_only(&mut self, range: &Range<usize>) {
        let message = "the words for a picture are plain text".to_owned();
        self.fault(
            Code::UnsupportedMarkdown,
            range,
            message,
            "say there in plain words what the picture shows",
        );
    }

    /// Opens the paragraph that a tight list item leaves out.
    fn open_loose(&mut self, range: &Range<usize>) {
        if self.frames.last().is_none_or(|frame| frame.kind.holds_blocks()) {
            self.frames.push(Frame::new(Kind::Loose, range.clone()));
        }
    }

    fn close_loose(&mut self) {
        if self.frames.last().is_some_and(|frame| frame.kind == Kind::Loose) {
            self.close_frame();
        }
    }

    fn push_inline(&mut self, inline: Inline, range: &Range<usize>) {
        let inline = if self.is_in_picture() {
            // What stands for a picture is plain text, as everywhere in Markdown; only its facts stay.
            match inline {
                Inline::Text(_) | Inline::Fact(_) | Inline::Blank(_) => inline,
                Inline::Code(words) => Inline::Text(words),
                Inline::SoftBreak | Inline::HardBreak => Inline::Text(" ".to_owned()),
                Inline::Strong(inner) | Inline::Emphasis(inner) | Inline::Strike(inner) => {
                    return inner.into_iter().for_each(|inline| self.push_inline(inline, range));
                }
                Inline::Link { .. } | Inline::Picture { .. } | Inline::Cite(_) => {
                    return self.plain_alt_only(range);
                }
            }
        } else {
            inline
        };
        self.open_loose(range);
        if let Some(frame) = self.frames.last_mut() {
            frame.inlines.push(inline);
        }
    }

    fn push_block(&mut self, block: Block) {
        self.close_loose();
        match (self.frames.last_mut(), self.reading.body.sections.last_mut()) {
            (Some(frame), _) => frame.blocks.push(block),
            (None, Some(section)) => section.blocks.push(block),
            (None, None) => self.reading.body.lead.push(block),
        }
    }

    fn close(&mut self) {
        self.close_loose();
        self.close_frame();
    }

    fn close_frame(&mut self) {
        let Some(mut frame) = self.frames.pop() else { return };
        let (inlines, blocks) = (std::mem::take(&mut frame.inlines), std::mem::take(&mut frame.blocks));
        let range = frame.range.clone();
        match frame.kind {
            Kind::Paragraph | Kind::Loose if inlines.is_empty() => {}
            Kind::Paragraph | Kind::Loose => self.push_block(Block::Paragraph(inlines)),
            Kind::Heading(heading) => self.close_heading(heading, inlines, range),
            Kind::Quote => self.push_block(Block::Quote(blocks)),
            Kind::Card(kind) => self.close_card(kind, blocks, range),
            Kind::Code(words) => self.push_block(Block::Code(words)),
            Kind::List(start) => self.push_block(Block::List { start, items: frame.items }),
            Kind::Table => self.close_table(frame.rows),
            Kind::Footnote(label) => self.close_footnote(label, blocks, range),
            Kind::Link(target) => self.close_link(target, inlines, &range),
            Kind::Picture(file) => self.close_picture(file, inlines, &range),
            Kind::Strong => self.push_inline(Inline::Strong(inlines), &range),
            Kind::Emphasis => self.push_inline(Inline::Emphasis(inlines), &range),
            Kind::Strike => self.push_inline(Inline::Strike(inlines), &range),
            Kind::Item => self.give(|list| list.items.push(blocks)),
            Kind::Cell => self.give(|row| {
                row.cells.push(inlines);
                row.cells_end = range.end;
            }),
            Kind::Head | Kind::Row => {
                self.check_row(&frame);
                self.give(|table| table.rows.push(frame.cells));
            }
        }
    }

    /// Gives a part to the element it belongs to.
    fn give(&mut self, part: impl FnOnce(&mut Frame)) {
        if let Some(parent) = self.frames.last_mut() {
            part(parent);
        }
    }
}
