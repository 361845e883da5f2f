//! A message between the article and the formats: lines of styled words, from which every format writes its own markup.
//!
//! What all formats share is decided here once: which words there are, in which order, where a line ends, what belongs
//! together. A format adds its marks and escapes, and nothing else.
//!
//! Invariant: words are in Unicode normalisation form C and hold no character that a messenger deletes; a line holds no
//! line end but in [`Style::PRE`].

use std::sync::Arc;

/// A line, and how it stands among the others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What divides it from the line before.
    pub gap: Gap,
    /// What stands before its words.
    pub mark: Mark,
    /// How many lists its list lies in; 0 in an outermost list and outside of any.
    pub depth: usize,
    /// The quote it belongs to.
    pub quote: Option<Quote>,
    /// Whether it is nothing without the line after it, as a heading is.
    pub heads: bool,
    /// Its words.
    pub runs: Vec<Run>,
}

/// What divides two lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gap {
    /// A line end.
    Line,
    /// An empty line.
    Blank,
}

/// What stands before the words of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Nothing.
    None,
    /// The sign of an emergency, where the format has signs; its word is among the words.
    Alarm,
    /// The bullet of a list.
    Bullet,
    /// The number of a list.
    Number(u64),
    /// Room: the line goes on with the item above.
    Continued,
}

/// A quote; neighbouring lines with equal ones are in one quote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quote {
    /// Its place among the quotes of the message.
    pub number: usize,
    /// Whether a reader may leave it folded.
    pub folds: bool,
}

/// Words in one style.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// The words.
    pub words: String,
    /// How they look.
    pub style: Style,
    /// Where they lead.
    pub link: Option<Link>,
    /// What they are.
    pub sort: Sort,
}

/// What the words of a run are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// Words like others.
    Words,
    /// A number or another piece that is nothing in part.
    Whole,
    /// A blank: what will stand there is not known.
    Blank,
    /// A web address.
    Address,
}

/// Where words lead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Link {
    /// To a page.
    Page(Arc<str>),
    /// To the picture that the words stand for.
    Picture(Arc<str>),
}

/// How words look: any of bold, italic and struck out, or else literal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Style(u8);

impl Style {
    /// Heavy.
    pub const BOLD: Self = Self(1);
    /// Slanted.
    pub const ITALIC: Self = Self(2);
    /// Struck out.
    pub const STRIKE: Self = Self(4);
    /// Literal words within a line.
    pub const CODE: Self = Self(8);
    /// Literal lines.
    pub const PRE: Self = Self(16);
    /// Every style, from the outermost to the innermost.
    pub const ALL: [Self; 5] = [Self::BOLD, Self::ITALIC, Self::STRIKE, Self::CODE, Self::PRE];

    /// Returns this style and another.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Returns this style without another.
    #[must_use]
    pub fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Returns whether this style has all of another.
    pub fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Returns whether words of this style are literal.
    pub fn is_literal(self) -> bool {
        self.has(Self::CODE) || self.has(Self::PRE)
    }

    /// Returns how many styles it is made of.
    pub fn count(self) -> usize {
        self.0.count_ones() as usize
    }
}

impl Run {
    /// Makes a run of ordinary words.
    pub fn new(words: impl Into<String>) -> Self {
        Self { words: words.into(), style: Style::default(), link: None, sort: Sort::Words }
    }

    /// Returns whether the run must stay in one piece.
    pub fn is_whole(&self) -> bool {
        self.sort != Sort::Words || self.link.is_some() || self.style.is_literal()
    }

    /// Returns how many formatting entities the run has by itself.
    pub fn entities(&self) -> usize {
        self.style.count() + usize::from(self.link.is_some())
    }
}

impl Line {
    /// Makes a line of its own.
    pub fn new(runs: Vec<Run>) -> Self {
        Self { gap: Gap::Blank, mark: Mark::None, depth: 0, quote: None, heads: false, runs }
    }

    /// Returns the words of the line, without its mark.
    pub fn words(&self) -> String {
        self.runs.iter().map(|run| run.words.as_str()).collect()
    }
}

/// Gives each run of the lines to `change`, which puts any number of runs in its place.
pub(super) fn map_runs(lines: Vec<Line>, mut change: impl FnMut(Run, &mut Vec<Run>)) -> Vec<Line> {
    let change_line = |mut line: Line| {
        let mut runs = Vec::with_capacity(line.runs.len());
        line.runs.into_iter().for_each(|run| change(run, &mut runs));
        line.runs = runs;
        line
    };
    lines.into_iter().map(change_line).collect()
}

/// Writes the address of every link behind its words, for formats that have no links; of pictures only with `pictures`.
pub(super) fn spelled_out(lines: Vec<Line>, pictures: bool) -> Vec<Line> {
    let change_line = |mut line: Line| {
        let mut runs: Vec<Run> = Vec::with_capacity(line.runs.len());
        let mut pieces = line.runs.into_iter().peekable();
        while let Some(mut run) = pieces.next() {
            let link = run.link.take();
            runs.push(run);
            // The words of one link may have several styles.
            let ends = link.is_some() && pieces.peek().is_none_or(|next| next.link != link);
            match link.filter(|_| ends) {
                Some(Link::Picture(_)) if !pictures => {}
                Some(Link::Page(address) | Link::Picture(address)) => runs.extend(address_behind(&address)),
                None => {}
            }
        }
        line.runs = runs;
        line
    };
    lines.into_iter().map(change_line).collect()
}

/// Returns what stands behind words to say where they lead.
pub(super) fn address_behind(address: &str) -> [Run; 2] {
    [Run::new(": "), Run { sort: Sort::Address, ..Run::new(address) }]
}

/// Writes the addresses of pictures behind their words: a messenger shows no picture for a link with words.
pub(super) fn pictures_spelled_out(lines: Vec<Line>) -> Vec<Line> {
    map_runs(lines, |mut run, runs| match run.link.take() {
        Some(Link::Picture(address)) => {
            runs.push(run);
            runs.extend(address_behind(&address));
        }
        link => runs.push(Run { link, ..run }),
    })
}
