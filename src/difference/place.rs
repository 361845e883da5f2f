//! Where a passage stands, in a reader's terms.

use std::sync::Arc;

use serde::Serialize;

use crate::article::tree::CardKind;

/// Where a passage stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Place {
    /// What sort of passage it is.
    pub kind: Kind,
    /// The card it stands in, as [`CardKind::as_str`] names it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub card: Option<&'static str>,
    /// The headings above it, the outermost first; of a long one, its beginning.
    pub path: Arc<[String]>,
    /// Of a step, an item or a cell: its number among its like, from 1; of a step, the number that readers see.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<u64>,
    /// Of what has a name: the key of a setting, a source, a fact; `section.opening`; `section.blank`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Which paragraph, item or cell of the text it is: sentences of one are neighbours.
    #[serde(skip)]
    pub(super) unit: usize,
}

/// What sort of passage it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// The title.
    Title,
    /// The summary.
    Summary,
    /// A setting that steers who meets the text, where and when.
    Setting,
    /// A setting that only helps to find the text: search terms, former ids.
    Finding,
    /// What to ask first.
    Question,
    /// A source.
    Source,
    /// The opening of a message.
    Opening,
    /// What moves a talk to a private chat.
    Invite,
    /// What a blank asks for.
    Blank,
    /// A heading.
    Heading,
    /// A paragraph.
    Paragraph,
    /// An item of a numbered list.
    Step,
    /// An item of a list.
    Item,
    /// An item of a list in an emergency or urgent card.
    RedFlag,
    /// A thing to do.
    Do,
    /// A thing not to do.
    Dont,
    /// A cell of a table.
    Cell,
    /// Words of a plain quote.
    Quote,
    /// Literal text.
    Code,
    /// A footnote.
    Footnote,
    /// What a file of facts says under a name.
    Fact,
    /// What a directory says of a service.
    Service,
    /// What a search word means.
    Term,
    /// How and when an entry was checked.
    Check,
}

impl Kind {
    /// Returns whether there is one sentence of this kind under a name.
    pub(super) fn stands_once(self) -> bool {
        matches!(self, Self::Setting | Self::Finding | Self::Source) || self >= Self::Fact
    }
}

impl Place {
    pub(super) fn named(kind: Kind, name: impl Into<String>, unit: usize) -> Self {
        Self { kind, card: None, path: Arc::default(), number: None, name: Some(name.into()), unit }
    }

    /// Returns whether two places ask the reader for the same thing: then equal words there are the same passage.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        self.role() == other.role()
    }

    /// Returns whether words may have come from there to here by an edit.
    pub(super) fn may_follow(&self, other: &Self) -> bool {
        let is_free = |kind: Kind| kind > Kind::Heading && kind < Kind::Fact;
        if is_free(self.kind) {
            is_free(other.kind)
        } else {
            self.kind == other.kind && self.name == other.name
        }
    }

    /// What equal words must share to be the same passage.
    pub(super) fn role(&self) -> (Kind, Option<&'static str>, Option<&str>) {
        (self.kind, self.card, self.name.as_deref())
    }

    /// Returns whether a sentence of this sort that comes or goes is an instruction or a warning that comes or goes.
    pub(super) fn is_instruction(&self) -> bool {
        matches!(self.kind, Kind::Step | Kind::RedFlag | Kind::Do | Kind::Dont)
    }

    /// Returns whether the words stand in a card that tells of danger.
    pub(super) fn is_alarm(&self) -> bool {
        let alarms = [CardKind::Emergency, CardKind::Urgent, CardKind::Soon];
        self.card.is_some_and(|card| alarms.iter().any(|kind| kind.as_str() == card))
    }
}
