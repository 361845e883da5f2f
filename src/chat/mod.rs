//! Snippets as chat messages: pure functions from the block tree to text that survives a messenger.
//!
//! 1. the tree becomes lines of styled words, the same for all formats: red flags, then the section, then a stamp that says
//!    who checked it and by which code anyone can ask;
//! 2. each format puts into those lines what it has no markup for, such as the address of a link;
//! 3. lines that are too long for one message are divided into parts;
//! 4. each part is written by itself, with the format's own marks and escapes.
//!
//! [`check`] says at the desk which snippets could not be sent, and the plain [`twin`] of a whole text is made of the same
//! lines.
//!
//! Invariant: nothing is made from HTML, and no word is lost between the tree and the message.

mod bbcode;
mod bidi;
pub mod check;
mod clean;
mod compose;
mod formats;
mod markup;
mod message;
pub mod plain;
mod seams;
mod sent;
mod sms;
mod split;
mod stamp;
mod telegram_app;
mod telegram_entities;
mod telegram_html;
mod telegram_mdv2;
#[cfg(test)]
mod tests;
pub mod twin;
mod whatsapp;
mod words;

use crate::article::tree::{Block, Section, Target};
use crate::base::lang::Lang;
use crate::facts::Facts;
use crate::theme::Labels;

pub use formats::{Format, Formats, Part, TELEGRAM_UNITS, write};
pub use sms::{Encoding, segments};
pub use split::MOST_ENTITIES;
pub use stamp::Stamp;
pub use telegram_entities::{Entity, EntityKind};

/// What a message takes from outside the article.
pub struct Voice<'a> {
    /// The language of the message.
    pub lang: &'a Lang,
    /// The labels of that language.
    pub labels: &'a Labels,
    /// The facts of the region; `None` where the site has none, and then no text uses any.
    pub facts: Option<&'a Facts>,
    /// Gives the absolute address of a link; `None` where what it leads to is not published. Never asked for numbers.
    pub address: &'a dyn Fn(&Target) -> Option<String>,
    /// Gives the absolute address of a picture of the article, by its file name; `None` where it is not published.
    pub picture: &'a dyn Fn(&str) -> Option<String>,
}

/// What a message is made of.
#[derive(Clone, Copy)]
pub struct Message<'a> {
    /// The cards with the article's red flags, in the order of the text.
    pub cards: &'a [&'a Block],
    /// What begins the answer in one of its voices; empty where none is chosen. Red flags stand before it.
    pub opening: &'a str,
    /// The section and its subsections.
    pub sections: &'a [Section],
    /// The footnotes that the article defines itself: label and content.
    pub notes: &'a [(String, Vec<Block>)],
    /// The last line or two: who checked it, until when, and the code.
    pub stamp: &'a str,
}
