//! The safety diff as a page shows it: what changed since a version, passage by passage, with what may be dangerous marked.
//!
//! Invariant: every passage is there, folded or not, and every word of both texts.

use std::ops::Range;

use serde::Serialize;

use crate::difference::{Change, Difference, Fate, Kind, Mark, MarkKind, Passage, Place, What};

/// How many unchanged passages stay in sight beside a change.
const CONTEXT: usize = 1;

/// What changed.
#[derive(Debug, Serialize)]
pub(super) struct Changes {
    /// The version it is compared with.
    pub(super) since: u32,
    /// How much of what changed, in words.
    pub(super) counts: Vec<String>,
    /// The stretches of passages.
    pub(super) blocks: Vec<Block>,
}

/// Neighbouring passages that are shown or folded together.
#[derive(Debug, Serialize)]
pub(super) struct Block {
    folded: bool,
    passages: Vec<Shown>,
}

/// A passage.
#[derive(Debug, Serialize)]
struct Shown {
    change: &'static str,
    label: &'static str,
    place: Where,
    from: Option<Where>,
    pieces: Vec<Piece>,
    marks: Vec<Marked>,
}

/// Where a passage stands, in words.
#[derive(Debug, Serialize)]
struct Where {
    kind: &'static str,
    card: Option<&'static str>,
    number: Option<u64>,
    name: Option<String>,
    section: Option<String>,
}

/// Words with one fate and one look.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct Piece {
    fate: &'static str,
    marked: bool,
    strong: bool,
    text: String,
}

/// What may be dangerous, in words.
#[derive(Debug, Serialize)]
struct Marked {
    kind: &'static str,
    old: Option<String>,
    new: Option<String>,
}

impl Changes {
    /// Lays out what changed since a version.
    pub(super) fn new(difference: &Difference, since: u32) -> Self {
        let mut blocks = Vec::new();
        let mut at = 0;
        for fold in difference.folds(CONTEXT) {
            blocks.push(block(&difference.passages[at..fold.start], false));
            blocks.push(block(&difference.passages[fold.clone()], true));
            at = fold.end;
        }
        blocks.push(block(&difference.passages[at..], false));
        blocks.retain(|block| !block.passages.is_empty());
        Self { since, counts: counts(difference), blocks }
    }
}

fn counts(difference: &Difference) -> Vec<String> {
    let counts = difference.counts();
    let told = [
        (counts.changed, format!("{} changed", counts.changed)),
        (counts.added, format!("{} added", counts.added)),
        (counts.removed, format!("{} removed", counts.removed)),
        (counts.moved, format!("{} moved", counts.moved)),
        (counts.marked, format!("{} to look at closely", counts.marked)),
    ];
    told.into_iter().filter(|(count, _)| *count > 0).map(|(_, words)| words).collect()
}

fn block(passages: &[Passage], folded: bool) -> Block {
    Block { folded, passages: passages.iter().map(shown).collect() }
}

fn shown(passage: &Passage) -> Shown {
    let (before, after) = (passage.before(), passage.after());
    let words = |text: &str, range: &Option<Range<usize>>| {
        range.as_ref().and_then(|range| text.get(range.clone())).map(str::to_owned)
    };
    let marked = |mark: &Mark| Marked {
        kind: mark_word(mark.kind),
        old: words(&before, &mark.old),
        new: words(&after, &mark.new),
    };
    let (change, label) = change_word(passage.change);
    Shown {
        change,
        label,
        place: place(&passage.place),
        from: passage.from.as_ref().map(place),
        pieces: pieces(passage),
        marks: passage.marks.iter().map(marked).collect(),
    }
}

/// Cuts the runs of a passage where a mark begins or ends.
fn pieces(passage: &Passage) -> Vec<Piece> {
    let old: Vec<&Range<usize>> = passage.marks.iter().filter_map(|mark| mark.old.as_ref()).collect();
    let new: Vec<&Range<usize>> = passage.marks.iter().filter_map(|mark| mark.new.as_ref()).collect();
    let mut pieces: Vec<Piece> = Vec::new();
    let (mut before, mut after) = (0, 0);
    for run in &passage.runs {
        for (at, letter) in run.text.char_indices() {
            let is_in = |ranges: &[&Range<usize>], start: usize| {
                ranges.iter().any(|range| range.contains(&(start + at)))
            };
            let marked = match run.fate {
                Fate::Removed => is_in(&old, before),
                Fate::Added => is_in(&new, after),
                Fate::Kept => is_in(&old, before) || is_in(&new, after),
            };
            let strong = run.look.strong || run.what != What::Words;
            let fate = fate_word(run.fate);
            match pieces.last_mut() {
                Some(last) if (last.fate, last.marked, last.strong) == (fate, marked, strong) => {
                    last.text.push(letter);
                }
                _ => pieces.push(Piece { fate, marked, strong, text: letter.to_string() }),
            }
        }
        before += if run.fate == Fate::Added { 0 } else { run.text.len() };
        after += if run.fate == Fate::Removed { 0 } else { run.text.len() };
    }
    pieces
}

fn fate_word(fate: Fate) -> &'static str {
    match fate {
        Fate::Kept => "kept",
        Fate::Removed => "removed",
        Fate::Added => "added",
    }
}

/// The class of a change, and its word.
fn change_word(change: Change) -> (&'static str, &'static str) {
    match change {
        Change::Same => ("same", "as it was"),
        Change::Changed => ("changed", "changed"),
        Change::Added => ("added", "added"),
        Change::Removed => ("removed", "removed"),
        Change::Moved => ("moved", "moved"),
    }
}

fn place(place: &Place) -> Where {
    Where {
        kind: kind_word(place.kind),
        card: place.card.map(card_word),
        number: place.number,
        name: place.name.clone(),
        section: place.path.last().cloned(),
    }
}

fn card_word(card: &'static str) -> &'static str {
    match card {
        "emergency" => "in an emergency card",
        "urgent" => "in an urgent card",
        "soon" => "in a card “get help soon”",
        "self-care" => "in a card on self-care",
        _ => "in a card",
    }
}

fn kind_word(kind: Kind) -> &'static str {
    match kind {
        Kind::Title => "title",
        Kind::Summary => "summary",
        Kind::Setting => "setting",
        Kind::Finding => "search words",
        Kind::Question => "what to ask first",
        Kind::Source => "source",
        Kind::Opening => "opening of a message",
        Kind::Invite => "invitation to a private chat",
        Kind::Blank => "blank",
        Kind::Heading => "heading",
        Kind::Paragraph => "paragraph",
        Kind::Step => "step",
        Kind::Item => "list item",
        Kind::RedFlag => "red flag",
        Kind::Do => "what to do",
        Kind::Dont => "what not to do",
        Kind::Cell => "table cell",
        Kind::Quote => "quote",
        Kind::Code => "literal text",
        Kind::Footnote => "footnote",
        Kind::Fact => "fact",
        Kind::Service => "entry of a service",
        Kind::Term => "search term",
        Kind::Check => "when and how it was checked",
    }
}

fn mark_word(kind: MarkKind) -> &'static str {
    match kind {
        MarkKind::Number => "a number",
        MarkKind::Unit => "a unit",
        MarkKind::Negation => "a negation",
        MarkKind::Medicine => "a medicine or drug",
        MarkKind::Link => "where a link leads",
        MarkKind::Phone => "a phone number",
        MarkKind::Punctuation => "a sign beside a negation, or a question mark",
        MarkKind::Fact => "a fact of the region",
        MarkKind::Blank => "a blank",
        MarkKind::Picture => "a picture",
        MarkKind::Order => "the order of steps",
        MarkKind::Urgency => "how urgent or binding it is",
        MarkKind::Limit => "the least or the most",
        MarkKind::Body => "a part of the body",
        MarkKind::Opposite => "a word and its opposite",
        MarkKind::Item => "an instruction or warning came or went",
        MarkKind::Lookalike => "letters of two alphabets in one word",
        MarkKind::Setting => "who meets the text, where and when",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::name::Region;
    use crate::base::path::SourcePath;
    use crate::diagnostic::Diagnostics;
    use crate::difference;
    use crate::facts::Facts;
    use crate::source::Source;

    fn facts(text: &str) -> Facts {
        let path = SourcePath::parse("content/facts/ru-spb.toml").unwrap();
        let source = Source::new(path, text.to_owned());
        let mut found = Diagnostics::new();
        let facts = Facts::parse(&source, &Region::parse("ru-spb").unwrap(), &[], &mut found);
        facts.unwrap_or_else(|| panic!("{:?}", found.into_sorted()))
    }

    fn fact(key: &str, text: &str) -> String {
        format!("[{key}]\nkind = \"text\"\ntext = \"{text}\"\nsource = \"a\"\nchecked = 2026-11-20\n")
    }

    #[test]
    fn pieces_hold_every_word_of_both_texts_and_marks_stand_on_what_changed() {
        let old = fact("clinical.dose", "give 0.4 mg at once") + &fact("contacts.ambulance", "call 103");
        let new = fact("clinical.dose", "give 4.0 mg at once") + &fact("contacts.ambulance", "call 130 now");
        let difference = difference::facts(&facts(&old), &facts(&new));
        for passage in &difference.passages {
            let joined = |without: &str| -> String {
                let pieces = pieces(passage).into_iter().filter(|piece| piece.fate != without);
                pieces.map(|piece| piece.text).collect()
            };
            assert_eq!(joined("added"), passage.before());
            assert_eq!(joined("removed"), passage.after());
        }
        let changes = Changes::new(&difference, 3);
        let shown: Vec<&Shown> = changes.blocks.iter().flat_map(|block| &block.passages).collect();
        assert_eq!(shown.len(), difference.passages.len());
        let dose = shown.iter().find(|one| one.place.name.as_deref() == Some("clinical.dose")).unwrap();
        assert!(
            dose.pieces
                .iter()
                .any(|piece| piece.marked && piece.fate == "added" && piece.text.contains("4.0"))
        );
        let number = dose.marks.iter().find(|mark| mark.kind == "a number").unwrap();
        assert_eq!((number.old.as_deref(), number.new.as_deref()), (Some("0.4"), Some("4.0")));
    }

    #[test]
    fn nothing_is_left_out_where_nothing_changed() {
        let text = facts(&fact("contacts.ambulance", "call 103"));
        let difference = difference::facts(&text, &text);
        let changes = Changes::new(&difference, 1);
        assert!(changes.counts.is_empty());
        assert!(changes.blocks.iter().all(|block| block.folded));
        let shown: usize = changes.blocks.iter().map(|block| block.passages.len()).sum();
        assert_eq!(shown, difference.passages.len());
    }
}
