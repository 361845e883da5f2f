//! The format `plain`: text that looks right without any markup (field guide 3.4, column "plain").

use std::collections::BTreeSet;

use super::twin::Whole;
use super::{Message, Part, Voice};
use crate::article::tree::{Advice, Block, CardKind, Inline, Section};
use crate::base::name::FactKey;

/// Makes the message, in one part.
pub fn parts(message: &Message<'_>, voice: &Voice<'_>) -> Vec<Part> {
    let mut writer = Writer::new(voice);
    let mut paragraphs: Vec<String> = message.cards.iter().map(|card| writer.block(card)).collect();
    for section in message.sections {
        paragraphs.extend(writer.section(section));
    }
    paragraphs.push(message.stamp.to_owned());
    paragraphs.retain(|paragraph| !paragraph.is_empty());
    vec![Part::new(paragraphs.join("\n\n"))]
}

/// Returns one line of text without markup, facts filled in: for titles, red flags and questions.
pub fn line(inlines: &[Inline], voice: &Voice<'_>) -> String {
    Writer::new(voice).line(inlines)
}

/// Writes one message, or a whole text.
pub(super) struct Writer<'a> {
    voice: &'a Voice<'a>,
    /// The countries that a phone number has been printed with.
    countries: BTreeSet<&'a str>,
    /// What a whole text has and a message has not.
    whole: Option<Whole<'a>>,
}

impl<'a> Writer<'a> {
    fn new(voice: &'a Voice<'a>) -> Self {
        Self { voice, countries: BTreeSet::new(), whole: None }
    }

    pub(super) fn of_whole(voice: &'a Voice<'a>, whole: Whole<'a>) -> Self {
        Self { whole: Some(whole), ..Self::new(voice) }
    }

    /// Returns the words of a fact. A phone number comes with its country, as the reader may be elsewhere; once is enough.
    fn fact(&mut self, key: &FactKey) -> String {
        let Voice { facts, labels, lang, .. } = self.voice;
        let fact = facts.and_then(|facts| facts.facts.get(key));
        let Some((fact, text)) = fact.and_then(|fact| Some((fact, fact.text(lang)?))) else {
            return labels.get("unconfirmed").to_owned();
        };
        match fact.country.as_deref().filter(|country| self.countries.insert(country)) {
            Some(country) => format!("{text} ({})", labels.country(country)),
            None => text.trim().to_owned(),
        }
    }

    /// Heading and content; a heading and the list under it stand together.
    pub(super) fn section(&mut self, section: &'a Section) -> Vec<String> {
        if let Some(whole) = &mut self.whole {
            whole.enter(section);
        }
        let title = self.line(&section.title);
        let blocks = section.blocks.iter().map(|block| match section.advice {
            Some(advice) => self.advice(block, advice),
            None => self.block(block),
        });
        let mut paragraphs: Vec<String> = blocks.collect();
        match (section.blocks.first(), paragraphs.first_mut()) {
            (Some(Block::List { .. }), Some(list)) => *list = format!("{title}\n{list}"),
            _ => paragraphs.insert(0, title),
        }
        paragraphs
    }

    /// A list of things to do or not to do: each item says which, so that it cannot turn round when copied alone.
    fn advice(&mut self, block: &Block, advice: Advice) -> String {
        let Block::List { items, .. } = block else { return self.block(block) };
        let lines = items.iter().map(|item| {
            let text = self.blocks(item);
            match advice {
                Advice::Dont if !self.voice.labels.says_dont(&text) => {
                    format!("- {} {text}", self.voice.labels.get("advice_dont").to_lowercase())
                }
                _ => format!("- {text}"),
            }
        });
        lines.map(|line| indented(&line)).collect::<Vec<_>>().join("\n")
    }

    pub(super) fn blocks(&mut self, blocks: &[Block]) -> String {
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

    fn block(&mut self, block: &Block) -> String {
        match block {
            Block::Paragraph(inlines) => self.line(inlines),
            Block::List { start, items } => self.list(*start, items),
            Block::Card { kind, blocks } => self.card(*kind, blocks),
            Block::Quote(blocks) => {
                self.blocks(blocks).lines().map(|line| format!("  {line}")).collect::<Vec<_>>().join("\n")
            }
            Block::Code(text) => text.trim_end().to_owned(),
            Block::Table { head, rows } => self.table(head, rows),
            Block::Rule => String::new(),
        }
    }

    fn list(&mut self, start: Option<u64>, items: &[Vec<Block>]) -> String {
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
    fn card(&mut self, kind: CardKind, blocks: &[Block]) -> String {
        let mut text = format!("{}: ", self.voice.labels.get(&format!("card_{}", kind.as_str())));
        for (place, block) in blocks.iter().enumerate() {
            if place > 0 {
                text.push_str(if matches!(block, Block::List { .. }) { "\n" } else { "\n\n" });
            }
            text.push_str(&self.block(block));
        }
        text
    }

    /// One line a row: the first cell, then each other cell behind its head.
    fn table(&mut self, head: &[Vec<Inline>], rows: &[Vec<Vec<Inline>>]) -> String {
        let lines = rows.iter().map(|row| {
            let mut cells = row.iter().zip(head);
            let first = cells.next().map(|(cell, _)| self.line(cell)).unwrap_or_default();
            let others: Vec<String> =
                cells.map(|(cell, head)| format!("{}: {}", self.line(head), self.line(cell))).collect();
            if others.is_empty() { first } else { format!("{first} — {}", others.join("; ")) }
        });
        lines.collect::<Vec<_>>().join("\n")
    }

    fn line(&mut self, inlines: &[Inline]) -> String {
        let mut text = String::new();
        inlines.iter().for_each(|inline| self.inline(inline, &mut text));
        text.trim_end().to_owned()
    }

    fn inline(&mut self, inline: &Inline, text: &mut String) {
        match inline {
            Inline::Text(words) | Inline::Code(words) => text.push_str(words),
            Inline::Fact(key) => text.push_str(&self.fact(key)),
            Inline::Blank(name) => match &self.whole {
                Some(whole) => text.extend(["[", whole.blank(name), "]"]),
                None => text.extend(["{", name.as_str(), "}"]),
            },
            Inline::Strong(inner) | Inline::Emphasis(inner) | Inline::Strike(inner) => {
                inner.iter().for_each(|inline| self.inline(inline, text));
            }
            Inline::Link { target, text: inner } => {
                inner.iter().for_each(|inline| self.inline(inline, text));
                if let Some(address) = (self.voice.address)(target) {
                    text.push_str(": ");
                    text.push_str(&address);
                }
            }
            Inline::Picture { alt, .. } => alt.iter().for_each(|inline| self.inline(inline, text)),
            Inline::Cite(key) => match self.whole.as_ref().and_then(|whole| whole.number(key)) {
                Some(number) => text.extend(["[", &number.to_string(), "]"]),
                // A citation leaves no mark in a chat; nor may the space before it.
                None => text.truncate(text.trim_end_matches(' ').len()),
            },
            Inline::SoftBreak => text.push(' '),
            Inline::HardBreak => text.push('\n'),
        }
    }
}

/// Sets the lines after the first two spaces in, so that they belong to their item.
fn indented(text: &str) -> String {
    text.replace('\n', "\n  ").replace("\n  \n", "\n\n")
}
