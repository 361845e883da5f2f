//! Snippets as chat messages: pure functions from the block tree to text that survives a messenger.
//!
//! A message is the article's red flags, then the section, then a stamp that says who checked it and by which code
//! anyone can ask. Here is the format `plain`; others stand beside it and share [`Voice`]. So does the plain [`twin`] of a
//! whole text.
//!
//! Invariant: nothing is made from HTML, and no word is lost between the tree and the message.

pub mod plain;
pub mod twin;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::article::front::Blank;
use crate::article::tree::{Block, Section, Target};
use crate::base::lang::Lang;
use crate::base::name::BlankName;
use crate::facts::Facts;
use crate::theme::Labels;

/// What a message takes from outside the article.
pub struct Voice<'a> {
    /// The language of the message.
    pub lang: &'a Lang,
    /// The labels of that language.
    pub labels: &'a Labels,
    /// The facts of the region; `None` where the site has none, and then no text uses any.
    pub facts: Option<&'a Facts>,
    /// Gives the absolute address of a link; `None` where what it leads to is not published.
    pub address: &'a dyn Fn(&Target) -> Option<String>,
    /// The blanks that this snippet declares.
    pub blanks: &'a BTreeMap<BlankName, Blank>,
}

/// What a message is made of.
#[derive(Clone, Copy)]
pub struct Message<'a> {
    /// The cards with the article's red flags, in the order of the text.
    pub cards: &'a [&'a Block],
    /// The section and its subsections.
    pub sections: &'a [Section],
    /// The last line: who checked it, until when, and the code.
    pub stamp: &'a str,
}

/// One message to send, and its length in the units that messengers count in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Part {
    /// The text.
    pub text: String,
    /// Its length in Unicode code points.
    pub chars: usize,
    /// Its length in UTF-16 code units.
    pub utf16: usize,
    /// Its length in bytes of UTF-8.
    pub bytes: usize,
}

impl Part {
    /// Measures a text.
    pub fn new(text: String) -> Self {
        let (chars, utf16, bytes) = (text.chars().count(), text.encode_utf16().count(), text.len());
        Self { text, chars, utf16, bytes }
    }
}
