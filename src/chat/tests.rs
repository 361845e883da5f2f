//! What no article can say, written from its lines.

use super::formats::of_lines;
use super::message::{Gap, Line, Mark, Quote, Run, Sort, Style};
use super::telegram_entities::EntityKind;

#[test]
fn a_quote_that_unfolds() {
    let quote = Some(Quote { number: 0, folds: true });
    let line = |words: &str| Line { gap: Gap::Line, quote, ..Line::new(vec![Run::new(words)]) };
    let formats = of_lines(&[line("long"), line("text")]);
    assert_eq!(formats.telegram_html.parts[0].text, "<blockquote expandable>long\ntext</blockquote>");
    assert_eq!(formats.telegram_mdv2.parts[0].text, "**>long\n>text||");
    let entities = formats.telegram_entities.parts[0].entities.as_ref().unwrap();
    assert_eq!(entities.len(), 1);
    assert_eq!(
        (entities[0].kind, entities[0].offset, entities[0].length),
        (EntityKind::ExpandableBlockquote, 0, 9)
    );
}

#[test]
fn a_message_without_lines_has_no_parts() {
    assert!(of_lines(&[]).all().iter().all(|(_, format)| format.parts.is_empty()));
}

#[test]
fn styles_contain_each_other_and_never_overlap() {
    let run = |words: &str, style: Style| Run { style, ..Run::new(words) };
    let both = Style::BOLD.with(Style::ITALIC);
    let runs = vec![run("a", Style::BOLD), run("b", both), run("c", Style::ITALIC), run("d", Style::CODE)];
    let formats = of_lines(&[Line::new(runs)]);
    assert_eq!(formats.telegram_html.parts[0].text, "<b>a<i>b</i></b><i>c</i><code>d</code>");
    assert_eq!(formats.telegram_mdv2.parts[0].text, "*a_b_*_c_`d`");
}

#[test]
fn a_continued_item_has_room_and_no_number() {
    let line = Line { mark: Mark::Number(9), depth: 1, ..Line::new(vec![Run::new("word ".repeat(1000))]) };
    let formats = of_lines(&[line]);
    assert!(formats.plain.parts[0].text.starts_with("(1/2)\n  9. word"));
    assert!(formats.plain.parts[1].text.starts_with("(2/2)\n    word"));
    let whole = Run { sort: Sort::Whole, ..Run::new("9".repeat(9000)) };
    assert_eq!(of_lines(&[Line::new(vec![whole])]).plain.parts.len(), 3);
}
