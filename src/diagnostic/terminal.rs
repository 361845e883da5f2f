//! Findings as text for a person, in the look that people know from rustc.
//!
//! Invariant: what is rendered of a text is a few short stretches around the places, however large the text is.

use std::ops::Range;

use annotate_snippets::{
    Annotation, AnnotationKind, Element, Group, Level, Origin, Padding, Renderer, Snippet,
    normalize_untrusted_str,
};

use super::{Diagnostic, Label, Place, Severity, Tongue};
use crate::source::Source;

/// How a report is to look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// With colours or without.
    pub colour: Colour,
    /// The width of the terminal, in columns.
    pub width: usize,
    /// The language of its words.
    pub tongue: Tongue,
}

/// Whether a report has colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    /// Letters only.
    Plain,
    /// With the escape sequences of a terminal (ECMA-48).
    Ansi,
}

/// The width where nobody knows it.
pub const USUAL_WIDTH: usize = 100;

/// The most bytes that the renderer is given of a file at once (it cuts lines to the terminal); of a longer line it gets
/// the stretch around the place.
const LONGEST_PIECE: usize = 4_000;

/// What is shown before a place in a long line, in bytes.
const BEFORE: usize = 200;

/// What is shown of a long line from the beginning of a place, in bytes.
const AFTER: usize = 400;

/// The most lines between two places that are still shown in one piece.
const NEAR: usize = 4;

/// Renders findings in the order they have, and how many there are; nothing where nothing was found.
pub fn render(diagnostics: &[Diagnostic], look: Look) -> String {
    let renderer = match look.colour {
        Colour::Plain => Renderer::plain(),
        Colour::Ansi => Renderer::styled(),
    }
    .term_width(look.width);
    let mut out = String::new();
    for diagnostic in look.tongue.told(diagnostics).iter() {
        out.push_str(&report(diagnostic, &renderer, look.tongue));
        out.push_str("\n\n");
    }
    if !diagnostics.is_empty() {
        out.push_str(&look.tongue.report(&summary(diagnostics)));
        out.push('\n');
    }
    out
}

fn report(diagnostic: &Diagnostic, renderer: &Renderer, tongue: Tongue) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let level = level.with_name(tongue.phrase(diagnostic.severity.as_str()));
    let title = level.clone().primary_title(&*diagnostic.message).id(diagnostic.code.as_str());
    let mut groups = vec![];
    let mut group = Group::with_title(title);
    for (place, piece) in pieces(&diagnostic.labels).into_iter().enumerate() {
        let (origin, snippet) = piece.show();
        let apart = origin.is_some();
        if let Some(origin) = origin {
            let space = (place > 0).then_some(Element::Padding(Padding));
            group = group.elements(space).element(origin);
        }
        if let Some(snippet) = snippet {
            // A snippet under an origin of its own must begin a group: else it is shown as of another, nameless file.
            if apart {
                groups.push(std::mem::replace(&mut group, Group::with_level(level.clone())));
            }
            group = group.element(snippet);
        }
    }
    // The renderer takes these (and labels) as they are, and they may quote a hostile text.
    let (note, help) =
        (Level::NOTE.with_name(tongue.phrase("note")), Level::HELP.with_name(tongue.phrase("help")));
    let notes = diagnostic.notes.iter().map(|words| note.clone().message(normalize_untrusted_str(words)));
    let help = diagnostic.help.iter().map(|words| help.clone().message(normalize_untrusted_str(words)));
    groups.push(group.elements(notes.chain(help)));
    // The renderer shows the older controls as signs, and lets these through: some terminals obey them too (ECMA-48, 5.3).
    renderer.render(&groups).replace(|shown| matches!(shown, '\u{80}'..='\u{9F}'), "\u{FFFD}")
}

/// Counts the findings: `3 errors, 1 warning`.
fn summary(diagnostics: &[Diagnostic]) -> String {
    let count = |severity| diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count();
    let errors = match count(Severity::Error) {
        0 => None,
        1 => Some("1 error".to_owned()),
        errors => Some(format!("{errors} errors")),
    };
    let warnings = match count(Severity::Warning) {
        0 => None,
        1 => Some("1 warning".to_owned()),
        warnings => Some(format!("{warnings} warnings")),
    };
    errors.into_iter().chain(warnings).collect::<Vec<_>>().join(", ")
}

/// Neighbouring places of one file, shown together.
struct Piece<'a> {
    places: Vec<(AnnotationKind, &'a Label)>,
    /// The lines shown, by index; nothing where there is no text.
    lines: Range<usize>,
}

/// Gathers places into pieces: the file of the main place first, each file from its beginning to its end.
fn pieces(labels: &[Label]) -> Vec<Piece<'_>> {
    let rank = |label: &Label| labels.iter().position(|first| first.place.path() == label.place.path());
    let mut places: Vec<_> = labels.iter().map(|label| (AnnotationKind::Context, label)).collect();
    if let Some((kind, _)) = places.first_mut() {
        *kind = AnnotationKind::Primary;
    }
    places.sort_by_key(|(_, label)| (rank(label), label.place.offset()));
    let mut pieces: Vec<Piece<'_>> = Vec::new();
    for (kind, label) in places {
        let next = Piece::of(kind, label);
        match pieces.last_mut().and_then(|last| last.lines_with(&next).map(|lines| (last, lines))) {
            Some((last, lines)) => {
                last.lines = lines;
                last.places.push((kind, label));
            }
            None => pieces.push(next),
        }
    }
    pieces
}

impl<'a> Piece<'a> {
    fn of(kind: AnnotationKind, label: &'a Label) -> Self {
        let lines = match &label.place {
            Place::Text(span) => {
                let line = span.source().line_of(span.range().start);
                line..line + 1
            }
            Place::File(_) => 0..0,
        };
        Self { places: vec![(kind, label)], lines }
    }

    fn source(&self) -> Option<&'a Source> {
        match &self.places.first()?.1.place {
            Place::Text(span) => Some(span.source()),
            Place::File(_) => None,
        }
    }

    /// Returns the lines of this piece and a later one together, where they are near and short enough.
    fn lines_with(&self, next: &Self) -> Option<Range<usize>> {
        let (source, other) = (self.source()?, next.source()?);
        let lines = self.lines.start..next.lines.end;
        let near = source.path() == other.path() && next.lines.start < self.lines.end + NEAR;
        (near && bytes(source, &lines).len() <= LONGEST_PIECE).then_some(lines)
    }

    /// Returns the place to be named, where the snippet does not name it, and the snippet, where there is a text.
    ///
    /// The renderer counts columns from the beginning of what it is given, so a cut line must be named apart.
    fn show(self) -> (Option<Origin<'a>>, Option<Snippet<'a, Annotation<'a>>>) {
        let main = self.places.iter().find(|(kind, _)| *kind == AnnotationKind::Primary);
        let Some((_, head)) = main.or(self.places.first()) else { return (None, None) };
        let path = head.place.path().as_str();
        let (Place::Text(span), Some(source)) = (&head.place, self.source()) else {
            return (Some(Origin::path(path)), None);
        };
        let all = bytes(source, &self.lines);
        let shown = stretch(source, &all, span.range().start);
        let (before, after) = (cut(shown.start > all.start), cut(shown.end < all.end));
        let marks = self.places.iter().map(|(kind, label)| {
            let words = (!label.text.is_empty()).then(|| normalize_untrusted_str(&label.text));
            let Range { start, end } = first_line(&label.place);
            let within = |offset: usize| offset.clamp(shown.start, shown.end) - shown.start + before.len();
            kind.span(within(start)..within(end)).label(words)
        });
        let text = format!("{before}{}{after}", &source.text()[shown.clone()]);
        let snippet = Snippet::source(text).line_start(self.lines.start + 1).annotations(marks);
        if before.is_empty() {
            return (None, Some(snippet.path(path)));
        }
        let (line, column) = span.position();
        (Some(Origin::path(path).line(line).char_column(column)), Some(snippet))
    }
}

/// Returns the bytes of some lines, without the last line feed.
fn bytes(source: &Source, lines: &Range<usize>) -> Range<usize> {
    source.line_range(lines.start).start..source.line_range(lines.end.saturating_sub(1)).end
}

/// What stands for the rest of a line.
fn cut(whether: bool) -> &'static str {
    if whether { "…" } else { "" }
}

/// Returns the bytes of a place, up to the end of its first line.
fn first_line(place: &Place) -> Range<usize> {
    let Place::Text(span) = place else { return 0..0 };
    let Range { start, end } = span.range();
    let source = span.source();
    start..end.min(source.line_range(source.line_of(start)).end).max(start)
}

/// Returns the bytes of `all` that are shown: of a very long line the stretch around `place`.
fn stretch(source: &Source, all: &Range<usize>, place: usize) -> Range<usize> {
    if all.len() <= LONGEST_PIECE {
        return all.clone();
    }
    let start = place.saturating_sub(BEFORE).max(all.start);
    source.span(start..(place + AFTER).min(all.end)).range()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::path::SourcePath;
    use crate::diagnostic::Code;

    const LOOK: Look = Look { colour: Colour::Plain, width: 100, tongue: Tongue::English };

    fn source(path: &str, text: &str) -> Source {
        Source::new(SourcePath::parse(path).unwrap(), text.to_owned())
    }

    #[test]
    fn a_report_shows_every_file_it_speaks_of() {
        let text = source("content/en/a.md", "one\ntwo\nthree\nfour\n\n\n\n\n\n\nеда нал\n");
        let note = source("record/en/a/1/medical.dr-ada.note", "# vetted-note: 1\n# language: ru\n");
        let picture = SourcePath::parse("content/en/a.png").unwrap();
        let fault = Diagnostic::error(Code::NoteMismatch, "the note is for another language")
            .at(note.span(17..31), "this says `ru`")
            .at(text.span(8..13), "the text")
            .at(text.span(4..7), "")
            .at(text.span(31..37), "far below")
            .at(&picture, "")
            .note("so this version does not count")
            .help("sign the text again");
        let warning = Diagnostic::warning(Code::FileStray, "nothing \x1b[31m of this kind belongs here");
        let expected = "\
error[note-mismatch]: the note is for another language
  --> record/en/a/1/medical.dr-ada.note:2:1
   |
 2 | # language: ru
   | ^^^^^^^^^^^^^^ this says `ru`
   |
  ::: content/en/a.md:2:1
   |
 2 | two
   | ---
 3 | three
   | ----- the text
   |
  ::: content/en/a.md:11:4
   |
11 | еда нал
   |    ---- far below
   |
  ::: content/en/a.png
   = note: so this version does not count
   = help: sign the text again

warning[file-stray]: nothing ␛[31m of this kind belongs here

1 error, 1 warning
";
        assert_eq!(render(&[fault, warning], LOOK), expected);
    }

    #[test]
    fn of_a_long_line_only_a_stretch_is_shown() {
        let text = source("a.md", &format!("x\n{}<b>{}\n", "да ".repeat(5_000), "нет ".repeat(5_000)));
        let at = text.text().find('<').unwrap();
        let fault = Diagnostic::error(Code::RawHtml, "raw HTML").at(text.span(at..at + 3), "here");
        let expected = "\
error[raw-html]: raw HTML
 --> a.md:2:15001
  |
  |
2 | ...а да да да да да да да да да да да да да <b>нет нет нет нет нет нет нет нет нет нет нет не...
  |                                             ^^^ here

1 error
";
        assert_eq!(render(&[fault], LOOK), expected);
    }

    #[test]
    fn a_place_of_many_lines_is_shown_by_its_first() {
        let text = source("a.md", "one\ntwo\nthree\n");
        let fault =
            Diagnostic::error(Code::RawHtml, "raw HTML").at(text.span(5..14), "").at(text.span(3..4), "end");
        let expected = "\
error[raw-html]: raw HTML
 --> a.md:2:2
  |
1 | one
  |    - end
2 | two
  |  ^^

1 error
";
        assert_eq!(render(&[fault], LOOK), expected);
        assert_eq!(render(&[], LOOK), "");
    }

    #[test]
    fn there_is_something_to_show_at_both_ends_of_a_text() {
        let (none, line) = (source("a.md", ""), source("b.md", "one\n"));
        let fault = Diagnostic::error(Code::MissingKey, "the key `id` is missing")
            .at(none.span(0..0), "")
            .at(line.span(4..4), "end");
        let expected = "\
error[missing-key]: the key `id` is missing
 --> a.md:1:1
  |
1 |
  | ^
  |
 ::: b.md:2:1
  |
2 |
  | - end

1 error
";
        assert_eq!(render(&[fault], LOOK), expected);
    }

    #[test]
    fn no_control_of_a_hostile_text_reaches_the_terminal() {
        let text = source("a.md", "a\u{9B}31m\u{1B}[31m\u{202E}b\u{7F}\n");
        let words = text.text().trim_end();
        let fault =
            Diagnostic::error(Code::TextCharacter, words).at(text.span(0..1), words).note(words).help(words);
        for colour in [Colour::Plain, Colour::Ansi] {
            let shown = render(std::slice::from_ref(&fault), Look { colour, ..LOOK });
            let obeyed = |shown: char| matches!(shown, '\u{7F}'..='\u{9F}' | '\u{202E}') || shown == '\r';
            assert!(!shown.contains(obeyed) && !shown.contains("\u{1B}[31m"), "{shown:?}");
            assert_eq!(shown.matches('\u{FFFD}').count(), 10, "{shown}");
        }
    }

    #[test]
    fn colours_are_there_where_they_are_wanted() {
        let fault = Diagnostic::warning(Code::RawHtml, "raw HTML").help("\x1b[31mred");
        let coloured = render(&[fault], Look { colour: Colour::Ansi, ..LOOK });
        assert!(coloured.contains("\x1b["), "{coloured}");
        assert!(!coloured.contains("\x1b[31m"), "{coloured}");
    }
}
