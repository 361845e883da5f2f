//! Sections, cards, footnotes and tables: what closes them, and the rules for them.
//!
//! Invariant: a card's red flags are whole: each is one paragraph, so that it can go out with every message.

use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::HeadingLevel;

use super::frame::{Frame, Kind};
use super::heading::Heading;
use super::{Builder, Reading};
use crate::article::outline::SectionOutline;
use crate::article::shown;
use crate::article::tree::{Block, CardKind, Inline, Section, plain_text};
use crate::diagnostic::{Code, did_you_mean};

/// The alerts that GitHub knows.
const ALERTS: [&str; 5] = ["CAUTION", "WARNING", "IMPORTANT", "NOTE", "TIP"];

/// Returns a heading's level as a number.
pub(super) fn rank(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

impl Builder<'_> {
    /// Closes a heading: a section begins.
    pub(super) fn close_heading(&mut self, heading: Heading, title: Vec<Inline>, range: Range<usize>) {
        let words = plain_text(&title);
        if words.is_empty() {
            self.fault(
                Code::HeadingStructure,
                &range,
                "this heading has no words".to_owned(),
                "name the section",
            );
        }
        let Heading { level, id, snippet, sos, advice } = heading;
        self.reading.outline.sections.push(SectionOutline {
            id: id.clone(),
            level,
            title: words,
            snippet,
            sos,
            range: range.clone(),
        });
        self.reading.headings.push(range);
        self.reading.body.sections.push(Section {
            id,
            level,
            title,
            advice,
            snippet,
            sos,
            blocks: Vec::new(),
        });
    }

    /// Refuses a quote whose first line begins with `[!`: the parser found no known alert there.
    pub(super) fn check_alert(&mut self, quote: &Range<usize>) {
        let text = self.source.text().get(quote.clone()).unwrap_or_default();
        let inner = text.strip_prefix('>').unwrap_or(text).trim_start_matches([' ', '\t']);
        if inner.starts_with("[!") {
            let start = quote.start + (text.len() - inner.len());
            self.unknown_alert(start);
        }
    }

    /// The same where empty lines of the quote come first.
    pub(super) fn check_alert_below(&mut self, paragraph: &Range<usize>) {
        let Some(quote) =
            self.frames.last().filter(|frame| frame.kind == Kind::Quote && frame.blocks.is_empty())
        else {
            return;
        };
        let text = self.source.text();
        let below = text.get(quote.range.start..paragraph.start).is_some_and(|before| before.contains('\n'));
        let text = text.get(paragraph.clone()).unwrap_or_default();
        if below && text.starts_with("[!") {
            self.unknown_alert(paragraph.start);
        }
    }

    fn unknown_alert(&mut self, start: usize) {
        let text = self.source.text().get(start..).unwrap_or_default();
        let line = text.split('\n').next().unwrap_or_default();
        let mark = line.split_inclusive(']').next().unwrap_or_default();
        let name = mark.trim_start_matches("[!").trim_end_matches(']').to_uppercase();
        let help = if ALERTS.contains(&name.as_str()) {
            format!("write `[!{name}]` alone on the first line of the quote, and the words below")
        } else {
            did_you_mean(&name, ALERTS).unwrap_or_else(|| {
                "a card begins with `[!CAUTION]`, `[!WARNING]`, `[!IMPORTANT]`, `[!NOTE]` or `[!TIP]`"
                    .to_owned()
            })
        };
        let message = format!("`{}` does not begin a card", shown(mark));
        self.fault(Code::UnknownAlert, &(start..start + mark.len()), message, &help);
    }

    /// Opens a card.
    pub(super) fn open_card(&mut self, kind: CardKind, range: &Range<usize>) {
        if !self.frames.is_empty() {
            let message = "a card stands in a list, a quote or a footnote".to_owned();
            self.fault(Code::CardStructure, range, message, "begin it at the margin, on its own");
        }
        if self.reading.outline.cards.iter().any(|(other, _)| *other == kind) {
            let message = "this is the second card of its kind".to_owned();
            self.fault(Code::CardStructure, range, message, "keep one card of a kind in an article");
        }
        self.reading.outline.cards.push((kind, range.clone()));
    }

    /// Closes a card.
    pub(super) fn close_card(&mut self, kind: CardKind, blocks: Vec<Block>, range: Range<usize>) {
        if blocks.is_empty() {
            self.fault(
                Code::CardStructure,
                &range,
                "this card is empty".to_owned(),
                "write its words, or delete it",
            );
        } else if kind.is_red_flag() {
            self.check_red_flags(&blocks, &range);
        }
        self.push_block(Block::Card { kind, blocks });
    }

    fn check_red_flags(&mut self, blocks: &[Block], range: &Range<usize>) {
        let lists = blocks.iter().filter_map(|block| match block {
            Block::List { items, .. } => Some(items),
            _ => None,
        });
        let items: Vec<_> = lists.flatten().collect();
        if items.is_empty() {
            let message = "this card has no list of red flags".to_owned();
            self.fault(
                Code::CardStructure,
                range,
                message,
                "list the signs, each on a line that begins with `- `",
            );
        }
        let whole = |item: &[Block]| matches!(item, [Block::Paragraph(text)] if !plain_text(text).is_empty());
        if !items.iter().all(|item| whole(item)) {
            let message = "a red flag in this card is not one short paragraph".to_owned();
            let help = "write each sign as one paragraph, without lists, quotes or cards inside";
            self.fault(Code::CardStructure, range, message, help);
        }
    }

    /// Opens a footnote that the text defines itself.
    pub(super) fn open_footnote(&mut self, label: &str, range: Range<usize>) {
        if !self.frames.is_empty() {
            let message = format!("the footnote `{}` is defined in a list, a quote or a card", shown(label));
            self.fault(Code::UnsupportedMarkdown, &range, message, "define it at the margin");
            return self.skip();
        }
        self.push_frame(Kind::Footnote(label.to_owned()), range);
    }

    /// Closes a footnote.
    pub(super) fn close_footnote(&mut self, label: String, blocks: Vec<Block>, range: Range<usize>) {
        self.reading.footnotes.push((label.clone(), range));
        self.reading.body.footnotes.push((label, blocks));
    }

    /// Refuses a row with more cells than the head has: the parser drops them.
    pub(super) fn check_row(&mut self, row: &Frame) {
        let rest = self.source.text().get(row.cells_end..row.range.end).unwrap_or_default();
        if !rest.trim_matches([' ', '\t', '\n', '|']).is_empty() {
            let message = "this row has more cells than the table's head".to_owned();
            let help = "give the head as many cells; a `|` within a cell is written `\\|`";
            self.fault(Code::UnsupportedMarkdown, &(row.cells_end..row.range.end), message, help);
        }
    }

    /// Closes a table.
    pub(super) fn close_table(&mut self, mut rows: Vec<Vec<Vec<Inline>>>) {
        let head = if rows.is_empty() { Vec::new() } else { rows.remove(0) };
        self.push_block(Block::Table { head, rows });
    }

    /// Ends the reading: sections get their ends, footnotes the order in which they are cited.
    pub(super) fn finish(mut self) -> Reading {
        self.flush();
        while !self.frames.is_empty() {
            self.close_frame();
        }
        let mut reading = self.reading;
        let mut ends = [self.source.text().len(); 7];
        for section in reading.outline.sections.iter_mut().rev() {
            let level = usize::from(section.level);
            section.range.end = ends[level];
            ends[level..].fill(section.range.start);
        }
        let mut first = BTreeMap::new();
        for (place, (label, _)) in reading.cites.iter().enumerate() {
            first.entry(label.as_str()).or_insert(place);
        }
        let known: BTreeMap<&str, &Range<usize>> =
            reading.footnotes.iter().map(|(label, range)| (label.as_str(), range)).collect();
        let cited = reading
            .cites
            .iter()
            .filter_map(|(label, at)| Some((at.start, (*known.get(label.as_str())?).clone())));
        reading.outline.notes = cited.collect();
        let place = |label: &str| first.get(label).copied().unwrap_or(usize::MAX);
        reading.body.footnotes.sort_by_key(|(label, _)| place(label));
        reading
    }
}
