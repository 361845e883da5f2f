//! The blocks of an article as HTML.
//!
//! Invariant: every element that is opened is closed, and the words come out in the order of the article.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::inline::plain;
use super::surroundings::{Place, Surroundings};
use crate::article::tree::{Advice, Block, CardKind, Inline, Section};
use crate::base::name::SectionId;

/// Writes one body.
pub(super) struct Writer<'a> {
    pub(super) around: &'a Surroundings<'a>,
    pub(super) out: String,
    /// How often each number has been cited.
    pub(super) cited: BTreeMap<usize, usize>,
    pub(super) in_link: bool,
    /// The countries that a phone number has been printed with.
    pub(super) countries: BTreeSet<&'a str>,
    /// The level of the heading we stand under, as the page has it.
    level: u8,
    /// The snippet we stand in, and the level of its heading in the text.
    snippet: Option<(u8, &'a SectionId)>,
    /// What the next list's items say to do or not to do.
    advice: Option<Advice>,
}

impl<'a> Writer<'a> {
    pub(super) fn new(around: &'a Surroundings<'a>) -> Self {
        let level = 1 + lowered(around.place);
        let (out, cited) = (String::new(), BTreeMap::new());
        Self {
            around,
            out,
            cited,
            in_link: false,
            countries: BTreeSet::new(),
            level,
            snippet: None,
            advice: None,
        }
    }

    /// Returns the snippet we stand in.
    pub(super) fn snippet_id(&self) -> Option<&'a SectionId> {
        self.snippet.map(|(_, id)| id)
    }

    /// Returns what was written since the last call.
    pub(super) fn take(&mut self) -> String {
        std::mem::take(&mut self.out)
    }

    /// Writes a heading and the blocks under it; `place` is the section's place in the article, from 1.
    pub(super) fn section(&mut self, section: &'a Section, place: usize) {
        self.enter(section);
        if let Some(advice) = section.advice {
            let class = if advice == Advice::Do { "do" } else { "dont" };
            let _ = writeln!(self.out, "<section class=\"advice {class}\">");
        }
        let level = self.level;
        let _ = write!(
            self.out,
            "<h{level} id=\"{}\">",
            section_id(section.id.as_ref(), place, self.around.place)
        );
        self.inlines(&section.title);
        let _ = writeln!(self.out, "</h{level}>");
        // What stands below the list is not among the things to do or not to do.
        let last = section.blocks.iter().rposition(|block| matches!(block, Block::List { .. }));
        let (advice, rest) = section.blocks.split_at(section.advice.and(last).map_or(0, |last| last + 1));
        self.advice = section.advice;
        self.blocks(advice);
        self.advice = None;
        if section.advice.is_some() {
            self.out.push_str("</section>\n");
        }
        self.blocks(rest);
    }

    fn enter(&mut self, section: &'a Section) {
        self.level = (section.level + lowered(self.around.place)).clamp(2, 6);
        if self.snippet.is_some_and(|(level, _)| section.level <= level) {
            self.snippet = None;
        }
        if let (true, Some(id)) = (section.snippet, &section.id) {
            self.snippet = Some((section.level, id));
        }
    }

    /// Writes blocks.
    pub(super) fn blocks(&mut self, blocks: &'a [Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &'a Block) {
        match block {
            Block::Paragraph(inlines) => {
                self.out.push_str("<p>");
                self.inlines(inlines);
                self.out.push_str("</p>\n");
            }
            Block::List { start, items } => self.list(*start, items),
            Block::Card { kind, blocks } => self.card(*kind, blocks),
            Block::Quote(blocks) => {
                self.out.push_str("<blockquote>\n");
                self.blocks(blocks);
                self.out.push_str("</blockquote>\n");
            }
            Block::Code(text) => {
                self.out.push_str("<pre><code>");
                self.text(text);
                self.out.push_str("</code></pre>\n");
            }
            Block::Table { head, rows } => self.table(head, rows),
            Block::Rule => self.out.push_str("<hr>\n"),
        }
    }

    fn list(&mut self, start: Option<u64>, items: &'a [Vec<Block>]) {
        let advice = self.advice.take();
        let element = if start.is_some() { "ol" } else { "ul" };
        let _ = match start {
            Some(start) if start != 1 => writeln!(self.out, "<ol start=\"{start}\">"),
            _ => writeln!(self.out, "<{element}>"),
        };
        for item in items {
            self.out.push_str("<li>");
            if let Some(advice) = advice {
                self.advise(advice, item);
            }
            self.item(item);
            self.out.push_str("</li>\n");
        }
        let _ = writeln!(self.out, "</{element}>");
        self.advice = advice;
    }

    /// Writes a list item; a lone paragraph at its head needs no element of its own.
    fn item(&mut self, item: &'a [Block]) {
        let paragraphs = item.iter().filter(|block| matches!(block, Block::Paragraph(_))).count();
        match item.split_first() {
            Some((Block::Paragraph(inlines), rest)) if paragraphs == 1 => {
                self.inlines(inlines);
                self.blocks(rest);
            }
            _ => self.blocks(item),
        }
    }

    /// Says in words whether an item is to be done, so that it stays said where the item is copied alone; an item
    /// that begins with such a word already says so itself.
    fn advise(&mut self, advice: Advice, item: &[Block]) {
        let (sign, label) = match advice {
            Advice::Do => ("\u{2713}", "advice_do"),
            Advice::Dont => ("\u{2717}", "advice_dont"),
        };
        let _ = write!(self.out, "<span class=\"added sign\" aria-hidden=\"true\">{sign} </span>");
        let labels = self.around.labels;
        let words = match item.first() {
            Some(Block::Paragraph(inlines)) => plain(inlines, self.around, self.snippet_id()),
            _ => String::new(),
        };
        if advice == Advice::Do || !labels.says_dont(&words) {
            self.added("vh", &format!("{}: ", labels.get(label)));
        }
    }

    /// Writes a card. Its heading begins with the level in a word and goes on with the first paragraph, where that is
    /// strong as a whole or says what to do about red flags.
    fn card(&mut self, kind: CardKind, blocks: &'a [Block]) {
        let (title, rest) = match blocks.split_first() {
            Some((Block::Paragraph(inlines), rest)) if kind.is_red_flag() || is_strong(inlines) => {
                (unwrapped(inlines), rest)
            }
            _ => (&[][..], blocks),
        };
        let colon = if title.is_empty() { "" } else { "<span class=\"vh\">: </span>" };
        let level = (self.level + 1).min(6);
        let _ = write!(self.out, "<section class=\"card {0}\">\n<h{level} class=\"title\">", kind.as_str());
        self.out.push_str("<span class=\"added level\">");
        self.text(self.around.labels.get(&format!("card_{}", kind.as_str())));
        self.out.push_str(colon);
        self.out.push_str("</span>");
        self.inlines(title);
        let _ = writeln!(self.out, "</h{level}>");
        self.blocks(rest);
        self.out.push_str("</section>\n");
    }

    fn table(&mut self, head: &'a [Vec<Inline>], rows: &'a [Vec<Vec<Inline>>]) {
        self.out.push_str("<div class=\"table\" role=\"region\" tabindex=\"0\" aria-label=\"");
        self.text(self.around.labels.get("table"));
        self.out.push_str("\">\n<table>\n<thead>\n<tr>");
        for cell in head {
            self.cell("th scope=\"col\"", cell);
        }
        self.out.push_str("</tr>\n</thead>\n<tbody>\n");
        for row in rows {
            self.out.push_str("<tr>");
            for (column, cell) in row.iter().enumerate() {
                self.cell(if column == 0 { "th scope=\"row\"" } else { "td" }, cell);
            }
            self.out.push_str("</tr>\n");
        }
        self.out.push_str("</tbody>\n</table>\n</div>\n");
    }

    fn cell(&mut self, open: &str, words: &'a [Inline]) {
        let _ = write!(self.out, "<{open}>");
        self.inlines(words);
        let _ = write!(self.out, "</{}>", &open[..2]);
    }
}

/// By how many levels headings go down.
fn lowered(place: Place<'_>) -> u8 {
    match place {
        Place::Own => 0,
        Place::Shared(_) => 1,
    }
}

/// Returns the id of a heading: its `own`, else `s_` and the section's place in the article, from 1. The ids that a page
/// makes itself hold an underscore, which no section's own id can.
pub fn section_id(own: Option<&SectionId>, place: usize, on: Place<'_>) -> String {
    let own = own.map_or_else(|| format!("s_{place}"), ToString::to_string);
    match on {
        Place::Own => own,
        Place::Shared(article) => format!("{article}_{own}"),
    }
}

fn is_strong(inlines: &[Inline]) -> bool {
    matches!(inlines, [Inline::Strong(_)])
}

/// A paragraph that is strong as a whole is a heading all the same.
pub(super) fn unwrapped(inlines: &[Inline]) -> &[Inline] {
    match inlines {
        [Inline::Strong(inner)] => inner,
        _ => inlines,
    }
}
