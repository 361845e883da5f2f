//! The tree of blocks of an article: what pages and chat formats are made of.
//!
//! Invariant: the tree holds only what pages and messages can show, nested at most [`DEEPEST`] levels, so that walking it is
//! safe.

use std::collections::BTreeMap;

use super::front::Reference;
use crate::base::lang::Lang;
use crate::base::name::{ArticleId, BlankName, FactKey, SectionId, Topic};

/// The deepest nesting of blocks and of inlines; deeper texts are refused.
pub const DEEPEST: usize = 16;

/// An article's body.
#[derive(Clone, Debug, Default)]
pub struct Body {
    /// What stands before the first heading.
    pub lead: Vec<Block>,
    /// The sections in order, flat; a subsection follows the section it belongs to.
    pub sections: Vec<Section>,
    /// Footnotes that the text defines itself, in order of first citation: label and content.
    pub footnotes: Vec<(String, Vec<Block>)>,
}

impl Body {
    /// Returns the red flags: the items of the lists in `CAUTION` and `WARNING` cards, in the order of the text.
    pub fn red_flags(&self) -> Vec<RedFlag<'_>> {
        self.warnings().flat_map(Block::red_flags).collect()
    }

    /// Returns the `CAUTION` and `WARNING` cards, in the order of the text.
    pub fn warnings(&self) -> impl Iterator<Item = &Block> {
        let blocks = self.lead.iter().chain(self.sections.iter().flat_map(|section| &section.blocks));
        blocks.filter(|block| matches!(block, Block::Card { kind, .. } if kind.is_red_flag()))
    }

    /// Returns a section and its subsections.
    pub fn section_range(&self, id: &SectionId) -> Option<&[Section]> {
        let first = self.sections.iter().position(|section| section.id.as_ref() == Some(id))?;
        let level = self.sections[first].level;
        let below = self.sections[first + 1..].iter().take_while(|section| section.level > level).count();
        self.sections.get(first..=first + below)
    }
}

/// Numbers what a text cites, from 1: first its sources, in the order of the settings, then its own footnotes.
pub fn citation_numbers(
    sources: &[Reference],
    footnotes: &[(String, Vec<Block>)],
) -> BTreeMap<String, usize> {
    let keys = sources.iter().map(|source| &source.key).chain(footnotes.iter().map(|(label, _)| label));
    let mut numbers = BTreeMap::new();
    for (key, number) in keys.zip(1..) {
        numbers.entry(key.clone()).or_insert(number);
    }
    numbers
}

/// A sign that help is needed: what one sees or feels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RedFlag<'a> {
    /// The kind of card it stands in: emergency or urgent.
    pub kind: CardKind,
    /// Its words.
    pub text: &'a [Inline],
    /// What to do then: the first paragraph of the card.
    pub action: &'a [Inline],
}

/// A heading and the blocks up to the next heading of any level.
#[derive(Clone, Debug)]
pub struct Section {
    /// The id where the text gives one.
    pub id: Option<SectionId>,
    /// The level, 2 to 6.
    pub level: u8,
    /// The heading.
    pub title: Vec<Inline>,
    /// Whether it heads a list of things to do or not to do.
    pub advice: Option<Advice>,
    /// Whether it is also a chat message.
    pub snippet: bool,
    /// Whether it stands on the emergency page.
    pub sos: bool,
    /// The blocks up to the next heading.
    pub blocks: Vec<Block>,
}

/// Whether a list says what to do or what not to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Advice {
    /// `{.do}`
    Do,
    /// `{.dont}`
    Dont,
}

/// A block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A paragraph, or the text of a tight list item.
    Paragraph(Vec<Inline>),
    /// A list; with `start` it is numbered.
    List {
        /// The first number.
        start: Option<u64>,
        /// The items.
        items: Vec<Vec<Block>>,
    },
    /// A card: an alert of GitHub's kind.
    Card {
        /// Its kind.
        kind: CardKind,
        /// Its content.
        blocks: Vec<Block>,
    },
    /// A plain quote.
    Quote(Vec<Block>),
    /// Literal text.
    Code(String),
    /// A table; rows are as long as the head.
    Table {
        /// The head's cells.
        head: Vec<Vec<Inline>>,
        /// The rows' cells.
        rows: Vec<Vec<Vec<Inline>>>,
    },
    /// A thematic break.
    Rule,
}

impl Block {
    /// An item of a card with red flags is one paragraph: the builder refuses others.
    fn red_flags(&self) -> Vec<RedFlag<'_>> {
        let Self::Card { kind, blocks } = self else { return Vec::new() };
        let action = blocks.iter().find_map(|block| match block {
            Self::Paragraph(text) => Some(text.as_slice()),
            _ => None,
        });
        let items = blocks.iter().filter(|_| kind.is_red_flag()).flat_map(|block| match block {
            Self::List { items, .. } => items.as_slice(),
            _ => &[],
        });
        items
            .filter_map(|item| match item.as_slice() {
                [Self::Paragraph(text)] => {
                    Some(RedFlag { kind: *kind, text, action: action.unwrap_or_default() })
                }
                _ => None,
            })
            .collect()
    }
}

/// The kind of a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CardKind {
    /// `CAUTION`: emergency.
    Emergency,
    /// `WARNING`: urgent.
    Urgent,
    /// `IMPORTANT`: get help soon.
    Soon,
    /// `NOTE`: information.
    Information,
    /// `TIP`: self-care.
    SelfCare,
}

impl CardKind {
    /// Returns the name that templates, labels and the JSON use.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Emergency => "emergency",
            Self::Urgent => "urgent",
            Self::Soon => "soon",
            Self::Information => "information",
            Self::SelfCare => "self-care",
        }
    }

    /// Returns whether the card's list items are red flags.
    pub fn is_red_flag(self) -> bool {
        matches!(self, Self::Emergency | Self::Urgent)
    }
}

/// A piece of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inline {
    /// Words.
    Text(String),
    /// Literal words.
    Code(String),
    /// A fact of the region.
    Fact(FactKey),
    /// A field that the worker fills in.
    Blank(BlankName),
    /// Strong emphasis.
    Strong(Vec<Inline>),
    /// Emphasis.
    Emphasis(Vec<Inline>),
    /// Struck out.
    Strike(Vec<Inline>),
    /// A link.
    Link {
        /// Where to.
        target: Target,
        /// Its words.
        text: Vec<Inline>,
    },
    /// A picture that lies beside the article.
    Picture {
        /// The file's name.
        file: String,
        /// The words for those who do not see it: text, facts and blanks only.
        alt: Vec<Inline>,
    },
    /// A citation: the key of a source or the label of a footnote.
    Cite(String),
    /// A line end that is a space.
    SoftBreak,
    /// A line end that is one.
    HardBreak,
}

/// Returns the words alone: facts as `{group.key}`, blanks as `{name}`, pictures as what stands for them, citations not
/// at all, a line end as a space.
pub fn plain_text(inlines: &[Inline]) -> String {
    let mut out = String::new();
    push_plain(inlines, &mut out);
    out.truncate(out.trim_end().len());
    out
}

fn push_plain(inlines: &[Inline], out: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text(text) | Inline::Code(text) => out.push_str(text),
            Inline::Fact(key) => out.extend(["{", key.as_str(), "}"]),
            Inline::Blank(name) => out.extend(["{", name.as_str(), "}"]),
            Inline::Strong(inner) | Inline::Emphasis(inner) | Inline::Strike(inner) => push_plain(inner, out),
            Inline::Link { text, .. } => push_plain(text, out),
            Inline::Picture { alt, .. } => push_plain(alt, out),
            // A citation is written behind a space that belongs to it.
            Inline::Cite(_) => out.truncate(out.trim_end_matches(' ').len()),
            Inline::SoftBreak | Inline::HardBreak => out.push(' '),
        }
    }
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// Another article, written as a relative `.md` link.
    Article {
        /// Its language, where the link names another one.
        lang: Option<Lang>,
        /// Its topic, where the link names another one.
        topic: Option<Topic>,
        /// Its id.
        id: ArticleId,
        /// A section of it.
        section: Option<SectionId>,
    },
    /// A section of this article.
    Section(SectionId),
    /// An `https` (or onion `http`) address.
    Web(String),
    /// A phone number, as `tel:` writes it.
    Phone(String),
}
