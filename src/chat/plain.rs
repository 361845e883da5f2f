//! The format `plain`: text that looks right without any markup (field guide 3.4, column "plain").

use super::{Message, Part, Voice};
use crate::article::tree::{Advice, Block, CardKind, Inline, Section};

/// Makes the message, in one part.
pub fn parts(message: &Message<'_>, voice: &Voice<'_>) -> Vec<Part> {
    let mut paragraphs: Vec<String> = message.cards.iter().map(|card| voice.block(card)).collect();
    paragraphs.extend(message.sections.iter().flat_map(|section| voice.section(section)));
    paragraphs.push(message.stamp.to_owned());
    paragraphs.retain(|paragraph| !paragraph.is_empty());
    vec![Part::new(paragraphs.join("\n\n"))]
}

/// Returns one line of text without markup, facts filled in: for titles, red flags and questions.
pub fn line(inlines: &[Inline], voice: &Voice<'_>) -> String {
    voice.line(inlines)
}

impl Voice<'_> {
    /// Heading and content; a heading and the list under it stand together.
    fn section(&self, section: &Section) -> Vec<String> {
        let title = self.line(&section.title);
        let mut paragraphs: Vec<String> = match section.advice {
            Some(advice) => section.blocks.iter().map(|block| self.advice(block, advice)).collect(),
            None => section.blocks.iter().map(|block| self.block(block)).collect(),
        };
        match (section.blocks.first(), paragraphs.first_mut()) {
            (Some(Block::List { .. }), Some(list)) => *list = format!("{title}\n{list}"),
            _ => paragraphs.insert(0, title),
        }
        paragraphs
    }

    /// A list of things to do or not to do: each item says which, so that it cannot turn round when copied alone.
    fn advice(&self, block: &Block, advice: Advice) -> String {
        let Block::List { items, .. } = block else { return self.block(block) };
        let lines = items.iter().map(|item| {
            let text = self.blocks(item);
            match advice {
                Advice::Dont if !self.labels.says_dont(&text) => {
                    format!("- {} {text}", self.labels.get("advice_dont").to_lowercase())
                }
                _ => format!("- {text}"),
            }
        });
        lines.map(|line| indented(&line)).collect::<Vec<_>>().join("\n")
    }

    fn blocks(&self, blocks: &[Block]) -> String {
        let mut text = String::new();
        for block in blocks {
            if !text.is_empty() {
                // A list within an item follows its line directly; anything else stands apart.
                text.push_str(if matches!(block, Block::List { .. }) { "\n" } else { "\n\n" });
            }
            text.push_str(&self.block(block));
        }
        text
    }

    fn block(&self, block: &Block) -> String {
        match block {
            Block::Paragraph(inlines) => self.line(inlines),
            Block::List { start, items } => self.list(*start, items),
            Block::Card { kind, blocks } => self.card(*kind, blocks),
            Block::Quote(blocks) => self.blocks(blocks).lines().map(|line| format!("  {line}")).collect::<Vec<_>>().join("\n"),
            Block::Code(text) => text.trim_end().to_owned(),
            Block::Table { head, rows } => self.table(head, rows),
            Block::Rule => String::new(),
        }
    }

    fn list(&self, start: Option<u64>, items: &[Vec<Block>]) -> String {
        let lines = items.iter().enumerate().map(|(place, item)| {
            let mark = match start {
                Some(first) => format!("{}. ", first.saturating_add(place as u64)),
                None => "- ".to_owned(),
            };
            indented(&format!("{mark}{}", self.blocks(item)))
        });
        lines.collect::<Vec<_>>().join("\n")
    }

    /// The level in words, then the card's own first line and what follows.
    fn card(&self, kind: CardKind, blocks: &[Block]) -> String {
        let mut text = format!("{}: ", self.labels.get(&format!("card_{}", kind.as_str())));
        for (place, block) in blocks.iter().enumerate() {
            if place > 0 {
                text.push_str(if matches!(block, Block::List { .. }) { "\n" } else { "\n\n" });
            }
            text.push_str(&self.block(block));
        }
        text
    }

    /// One line a row: the first cell, then each other cell behind its head.
    fn table(&self, head: &[Vec<Inline>], rows: &[Vec<Vec<Inline>>]) -> String {
        let lines = rows.iter().map(|row| {
            let mut cells = row.iter().zip(head);
            let first = cells.next().map(|(cell, _)| self.line(cell)).unwrap_or_default();
            let others: Vec<String> =
                cells.map(|(cell, head)| format!("{}: {}", self.line(head), self.line(cell))).collect();
            if others.is_empty() { first } else { format!("{first} — {}", others.join("; ")) }
        });
        lines.collect::<Vec<_>>().join("\n")
    }

    fn line(&self, inlines: &[Inline]) -> String {
        let mut text = String::new();
        inlines.iter().for_each(|inline| self.inline(inline, &mut text));
        // A citation leaves no mark in a chat; nor may the space before it.
        text.trim_end().to_owned()
    }

    fn inline(&self, inline: &Inline, text: &mut String) {
        match inline {
            Inline::Text(words) | Inline::Code(words) => text.push_str(words),
            Inline::Fact(key) => text.push_str(&self.fact(key)),
            Inline::Blank(name) => text.push_str(&format!("{{{name}}}")),
            Inline::Strong(inner) | Inline::Emphasis(inner) | Inline::Strike(inner) => {
                inner.iter().for_each(|inline| self.inline(inline, text));
            }
            Inline::Link { target, text: inner } => {
                inner.iter().for_each(|inline| self.inline(inline, text));
                if let Some(address) = (self.address)(target) {
                    text.push_str(": ");
                    text.push_str(&address);
                }
            }
            Inline::Picture { alt, .. } => alt.iter().for_each(|inline| self.inline(inline, text)),
            Inline::Cite(_) => text.truncate(text.trim_end_matches(' ').len()),
            Inline::SoftBreak => text.push(' '),
            Inline::HardBreak => text.push('\n'),
        }
    }
}

/// Sets the lines after the first two spaces in, so that they belong to their item.
fn indented(text: &str) -> String {
    text.replace('\n', "\n  ").replace("\n  \n", "\n\n")
}
