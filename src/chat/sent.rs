//! The lines of one message: the red flags, an opening, the section, its footnotes, and who checked it.

use std::collections::BTreeMap;

use super::compose::{Composer, Setting};
use super::message::{Gap, Line, Mark};
use super::{Message, Voice};
use crate::article::tree::Block;
use crate::base::name::BlankName;

/// Writes the lines that every format is made from.
pub(super) fn lines(message: &Message<'_>, voice: &Voice<'_>) -> Vec<Line> {
    let notes = message.notes.iter().map(|(label, blocks)| (label.as_str(), (blocks.as_slice(), None)));
    let sent = Sent { notes: notes.collect(), ..Sent::default() };
    let mut composer = Composer::new(voice, sent);
    let mut lines = Vec::new();
    for card in message.cards {
        composer.block(card);
        lines.append(&mut composer.take());
    }
    composer.opening(message.opening);
    for (place, section) in message.sections.iter().enumerate() {
        composer.section(section, place == 0);
        lines.append(&mut composer.take());
    }
    composer.notes();
    lines.append(&mut composer.take());
    composer.label(message.stamp);
    lines.append(&mut composer.take());
    if let Some(first) = lines.first_mut() {
        first.gap = Gap::Line;
        // A list within an item without words of its own: a chat would take the room before it away.
        first.depth = 0;
        first.mark = if first.mark == Mark::Continued { Mark::None } else { first.mark };
    }
    lines
}

/// What a message does with blanks and citations.
#[derive(Default)]
pub(super) struct Sent<'a> {
    /// The footnotes that the text defines itself, each with its number once it was cited.
    notes: BTreeMap<&'a str, (&'a [Block], Option<usize>)>,
    /// Those that were cited so far; the first has the number 1.
    cited: Vec<&'a [Block]>,
    /// How many of those were written.
    written: usize,
}

impl<'a> Setting<'a> for Sent<'a> {
    fn blank(&self, name: &BlankName) -> String {
        format!("{{{name}}}")
    }

    /// Sources stand in the JSON; what a footnote says belongs to the text.
    fn number(&mut self, key: &'a str) -> Option<usize> {
        let (blocks, number) = self.notes.get_mut(key)?;
        if number.is_none() {
            self.cited.push(*blocks);
            *number = Some(self.cited.len());
        }
        *number
    }

    fn next_note(&mut self) -> Option<(usize, &'a [Block])> {
        let blocks = *self.cited.get(self.written)?;
        self.written += 1;
        Some((self.written, blocks))
    }
}
