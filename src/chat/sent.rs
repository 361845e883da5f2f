//! The lines of one message: the red flags, the section, its footnotes, and who checked it.

use super::compose::{Composer, Setting};
use super::message::{Gap, Line};
use super::{Message, Voice};
use crate::article::tree::Block;
use crate::base::name::BlankName;

/// Writes the lines that every format is made from.
pub(super) fn lines(message: &Message<'_>, voice: &Voice<'_>) -> Vec<Line> {
    let sent = Sent { notes: message.notes, cited: Vec::new() };
    let mut composer = Composer::new(voice, sent);
    let mut lines = Vec::new();
    for card in message.cards {
        composer.block(card);
        lines.append(&mut composer.take());
    }
    for (place, section) in message.sections.iter().enumerate() {
        composer.section(section, place == 0);
        lines.append(&mut composer.take());
    }
    let cited = std::mem::take(&mut composer.setting.cited);
    composer.notes(&cited.iter().zip(1..).map(|(blocks, number)| (number, *blocks)).collect::<Vec<_>>());
    lines.append(&mut composer.take());
    composer.label(message.stamp);
    lines.append(&mut composer.take());
    if let Some(first) = lines.first_mut() {
        first.gap = Gap::Line;
    }
    lines
}

/// What a message does with blanks and citations.
#[derive(Default)]
pub(super) struct Sent<'a> {
    /// The footnotes that the text defines itself.
    notes: &'a [(String, Vec<Block>)],
    /// Those that were cited so far; the first has the number 1.
    cited: Vec<&'a [Block]>,
}

impl<'a> Setting<'a> for Sent<'a> {
    fn blank(&self, name: &BlankName) -> String {
        format!("{{{name}}}")
    }

    /// Sources stand in the JSON; what a footnote says belongs to the text.
    fn number(&mut self, key: &'a str) -> Option<usize> {
        let (_, blocks) = self.notes.iter().find(|(label, _)| label == key)?;
        let same = |other: &&[Block]| std::ptr::eq(*other, blocks.as_slice());
        let known = self.cited.iter().position(same);
        Some(
            known.unwrap_or_else(|| {
                self.cited.push(blocks);
                self.cited.len() - 1
            }) + 1,
        )
    }
}
