//! The elements that are open while a body is read, and what they have gathered.
//!
//! Invariant: a frame holds what its kind can hold, and gives it to its parent when it is closed.

use std::ops::Range;

use pulldown_cmark::BlockQuoteKind;

use super::heading::Heading;
use crate::article::tree::{Block, CardKind, Inline, Target};

/// An open element.
#[derive(Debug)]
pub(super) struct Frame {
    /// What it is.
    pub(super) kind: Kind,
    /// Where it stands, in bytes of the file.
    pub(super) range: Range<usize>,
    /// Its pieces of lines.
    pub(super) inlines: Vec<Inline>,
    /// Its blocks.
    pub(super) blocks: Vec<Block>,
    /// A list's items.
    pub(super) items: Vec<Vec<Block>>,
    /// A row's cells.
    pub(super) cells: Vec<Vec<Inline>>,
    /// Where the last cell of a row ends.
    pub(super) cells_end: usize,
    /// A table's rows, the head first.
    pub(super) rows: Vec<Vec<Vec<Inline>>>,
}

/// What an open element is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Paragraph,
    /// The text of a tight list item.
    Loose,
    Heading(Heading),
    Quote,
    Card(CardKind),
    Code(String),
    List(Option<u64>),
    Item,
    Footnote(String),
    Table,
    Head,
    Row,
    Cell,
    Strong,
    Emphasis,
    Strike,
    /// A link; without a target where that was refused.
    Link(Option<Target>),
    /// A picture, by its file; without one where that was refused.
    Picture(Option<String>),
}

impl Kind {
    /// Returns whether it can stand beside a paragraph.
    pub(super) fn is_block(&self) -> bool {
        self.nests_blocks()
            || matches!(self, Self::Paragraph | Self::Code(_) | Self::Heading(_) | Self::Footnote(_))
    }

    /// Returns whether it makes the tree of blocks deeper.
    pub(super) fn nests_blocks(&self) -> bool {
        matches!(self, Self::Quote | Self::Card(_) | Self::List(_) | Self::Table)
    }

    /// Returns whether it is a piece of a line that holds others.
    pub(super) fn is_inline(&self) -> bool {
        matches!(self, Self::Strong | Self::Emphasis | Self::Strike | Self::Link(_) | Self::Picture(_))
    }

    /// Returns whether text in it needs a paragraph first.
    pub(super) fn holds_blocks(&self) -> bool {
        matches!(self, Self::Quote | Self::Card(_) | Self::Item | Self::Footnote(_))
    }
}

impl Frame {
    /// Opens an element.
    pub(super) fn new(kind: Kind, range: Range<usize>) -> Self {
        Self {
            kind,
            range,
            inlines: Vec::new(),
            blocks: Vec::new(),
            items: Vec::new(),
            cells: Vec::new(),
            cells_end: 0,
            rows: Vec::new(),
        }
    }
}

/// Returns the card that an alert is.
pub(super) fn card(alert: BlockQuoteKind) -> CardKind {
    match alert {
        BlockQuoteKind::Caution => CardKind::Emergency,
        BlockQuoteKind::Warning => CardKind::Urgent,
        BlockQuoteKind::Important => CardKind::Soon,
        BlockQuoteKind::Note => CardKind::Information,
        BlockQuoteKind::Tip => CardKind::SelfCare,
    }
}
