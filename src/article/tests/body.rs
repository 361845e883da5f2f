//! The text below the settings: every refusal with its place, and the tree of what is allowed.

use super::*;
use crate::article::tree::{Advice, Block, CardKind, Inline, plain_text};

#[test]
fn raw_html_is_refused_wherever_it_stands() {
    assert_eq!(
        said("a <b>c</b>\n\n<!-- note -->\n\n- <div>\n\n> x <!-- y --> z\n\n`<b>` and a < b &lt;b&gt;"),
        [
            "1:3 raw-html: raw HTML has no place in an article",
            "1:7 raw-html: raw HTML has no place in an article",
            "3:1 raw-html: raw HTML has no place in an article",
            "5:3 raw-html: raw HTML has no place in an article",
            "7:5 raw-html: raw HTML has no place in an article",
        ]
    );
}

#[test]
fn headings_begin_at_two_skip_nothing_and_stand_at_the_margin() {
    assert_eq!(
        said("# One\n\n## Two\n\n#### Four\n\n> ## Quoted\n\n- ## Listed\n\n## {#empty}"),
        [
            "1:1 heading-structure: a heading of level 1 stands in the text",
            "5:1 heading-structure: a heading of level 4 follows one of level 2",
            "7:3 heading-structure: a heading stands in a quote, a list or a footnote",
            "9:3 heading-structure: a heading stands in a quote, a list or a footnote",
            "11:1 heading-structure: this heading has no words",
        ]
    );
    assert_eq!(said("### Three"), ["1:1 heading-structure: a heading of level 3 follows one of level 1"]);
}

#[test]
fn attributes_of_headings_are_an_id_and_known_classes() {
    assert_eq!(
        said(
            "## A {#x .snipet}\n\n## B {#X}\n\n## C {#y #z}\n\n## D {lang=en}\n\n## E {}\n\n## F {x}\n\n\
             ## G {#g} ##\n\nH {.sos .sos}\n---\n\n## I {.do .dont}\n\n- a\n\n## J {#x}\n\n## K {.snippet}"
        ),
        [
            "1:10 heading-attribute: unknown class `.snipet`",
            "3:7 heading-attribute: `X` is not an id",
            "5:10 heading-attribute: `#z` is one too many",
            "7:7 heading-attribute: unknown attribute `lang=en`",
            "9:6 heading-attribute: these braces are empty",
            "11:7 heading-attribute: `{x}` at the end of a heading would vanish: it is read as an attribute",
            "13:6 unknown-placeholder: `{#g}` is neither a fact nor a blank",
            "15:9 heading-attribute: `.sos` is one too many",
            "18:11 heading-attribute: `.dont` is one too many",
            "22:1 heading-structure: two sections have the id `x`",
            "24:1 heading-attribute: a snippet has no id",
        ]
    );
}

#[test]
fn a_fact_at_the_end_of_a_heading_would_vanish() {
    assert_eq!(
        said("## Call {contacts.ambulance}\n\n## Call {contacts.ambulance} now {#call}"),
        [
            "1:10 heading-attribute: `{contacts.ambulance}` at the end of a heading would vanish: it is read as an attribute"
        ]
    );
    let article = article("## Call {contacts.ambulance} now {#call .sos}");
    let outline = &article.outline().sections[0];
    assert_eq!(
        (outline.title.as_str(), outline.sos, outline.snippet),
        ("Call {contacts.ambulance} now", true, false)
    );
}

#[test]
fn advice_heads_a_list() {
    assert_eq!(
        said("## Do {.do}\n\n- a\n\n## Do not {.dont}\n\nText.\n\n- b"),
        ["5:1 heading-structure: no list follows this heading of things to do or not to do"]
    );
    let body = article("## Do {.do}\n\n- a\n\n### Do not {.dont}\n\n1. b").body();
    assert_eq!(
        body.sections.iter().map(|section| section.advice).collect::<Vec<_>>(),
        [Some(Advice::Do), Some(Advice::Dont)]
    );
}

#[test]
fn a_quote_that_only_looks_like_a_card_is_refused() {
    assert_eq!(
        said(
            "> [!DANGER]\n> a\n\n> [!NOTE] b\n\n>\n> [!TIPP]\n\n- > [!x]: y\n\n> fine [!NOTE]\n\n> \\[!NOTE]"
        ),
        [
            "1:3 unknown-alert: `[!DANGER]` does not begin a card",
            "4:3 unknown-alert: `[!NOTE]` does not begin a card",
            "7:3 unknown-alert: `[!TIPP]` does not begin a card",
            "9:5 unknown-alert: `[!x]` does not begin a card",
            "9:5 unsupported-markdown: a link definition that no link uses",
        ]
    );
}

#[test]
fn cards_stand_alone_once_and_with_their_signs() {
    assert_eq!(
        said(
            "> [!NOTE]\n> a\n\n> [!note]\n> b\n\n- > [!TIP]\n  > c\n\n> [!WARNING]\n> no list\n\n\
             > [!CAUTION]\n> if:\n> - [a](https://who.int)\n> - [b](tel:103)\n>   - c\n\n> [!IMPORTANT]\n\nd"
        ),
        [
            "4:1 card-structure: this is the second card of its kind",
            "7:3 card-structure: a card stands in a list, a quote or a footnote",
            "10:1 card-structure: this card has no list of red flags",
            "13:1 card-structure: a red flag in this card is not one short paragraph",
            "15:5 card-structure: a card for an emergency has a link",
            "19:1 card-structure: this card is empty",
        ]
    );
}

#[test]
fn red_flags_are_the_items_of_two_cards() {
    let article = article(
        "> [!CAUTION]\n> Call {contacts.ambulance}:\n> - *blue* lips\n> - no {contacts.a}\n\n## S {#s}\n\n> [!WARNING]\n> 1. fever\n>\n> 2. pain [^who14]\n\n> [!TIP]\n> - rest",
    );
    let body = article.body();
    let flags: Vec<_> = body.red_flags().iter().map(|flag| (flag.kind, plain_text(flag.text))).collect();
    let flag = |kind, text: &str| (kind, text.to_owned());
    assert_eq!(
        flags,
        [
            flag(CardKind::Emergency, "blue lips"),
            flag(CardKind::Emergency, "no {contacts.a}"),
            flag(CardKind::Urgent, "fever"),
            flag(CardKind::Urgent, "pain"),
        ]
    );
}

#[test]
fn what_is_cited_is_defined() {
    assert_eq!(
        said(
            "a [^who15] [^WHO14] [^x y] \\[^z] `[^z]` [^n] [^a*b*]\n\n[^n]: Fine.\n\n[^m]: Unused.\n\n[^who14]: Again.\n\n[^n]: Twice.\n\n> [^q]: Nested."
        ),
        [
            "1:3 undefined-footnote: no source or footnote has the key `who15`",
            "1:12 undefined-footnote: no source or footnote has the key `WHO14`",
            "1:21 undefined-footnote: this is not a citation",
            "1:46 undefined-footnote: this is not a citation",
            "5:1 unused-source: the footnote `m` is never cited",
            "7:1 duplicate-name: `who14` is defined twice: as a footnote, and as a footnote or source before",
            "9:1 duplicate-name: `n` is defined twice: as a footnote, and as a footnote or source before",
            "11:3 unsupported-markdown: the footnote `q` is defined in a list, a quote or a card",
        ]
    );
    let body = article("a[^y] b [^x]\n\n[^x]: One {contacts.a}.\n\n    Two.\n\n[^y]: Three.").body();
    assert_eq!(
        body.footnotes.iter().map(|(label, blocks)| (label.as_str(), blocks.len())).collect::<Vec<_>>(),
        [("y", 1), ("x", 2)]
    );
    assert_eq!(
        body.lead[0],
        Block::Paragraph(vec![
            Inline::Text("a".into()),
            Inline::Cite("y".into()),
            Inline::Text(" b ".into()),
            Inline::Cite("x".into())
        ])
    );
}

#[test]
fn braces_are_facts_or_blanks_or_code() {
    assert_eq!(
        said(
            "a {contacts.a} {b} {C.d} { } {a.b.c} {{x.y}} } \\{x.y} &lbrace;x.y} `{b}`\n\n    {code}\n\n- {\n"
        ),
        [
            "1:16 unknown-placeholder: `{b}` is no fact, and a blank stands only in a snippet",
            "1:20 unknown-placeholder: `{C.d}` is neither a fact nor a blank",
            "1:26 unknown-placeholder: `{ }` is neither a fact nor a blank",
            "1:30 unknown-placeholder: `{a.b.c}` is neither a fact nor a blank",
            "1:38 unknown-placeholder: a brace stands alone or is escaped",
            "1:44 unknown-placeholder: a brace stands alone or is escaped",
            "1:46 unknown-placeholder: a brace stands alone or is escaped",
            "1:49 unknown-placeholder: a brace stands alone or is escaped",
            "1:55 unknown-placeholder: a brace stands alone or is escaped",
            "5:3 unknown-placeholder: a brace stands alone or is escaped",
        ]
    );
    let article = article("*{a.b_c}* [{a.d_e}](tel:103) {a.f_g}");
    let keys: Vec<_> = article
        .outline()
        .facts
        .iter()
        .map(|(key, at)| (key.as_str(), &article.source().text()[at.clone()]))
        .collect();
    assert_eq!(keys, [("a.b_c", "{a.b_c}"), ("a.d_e", "{a.d_e}"), ("a.f_g", "{a.f_g}")]);
}

#[test]
fn entities_cannot_smuggle_unseen_characters() {
    assert_eq!(
        said("a &#x202E;b &shy; &#8203; e&#x301; &nbsp;&lt;"),
        [
            "1:1 text-not-nfc: this is not in normalisation form C (NFC) when entities are read",
            "1:3 text-character: this stands for U+202E RIGHT-TO-LEFT OVERRIDE",
            "1:13 text-character: this stands for U+00AD SOFT HYPHEN",
            "1:19 text-character: this stands for U+200B ZERO WIDTH SPACE",
        ]
    );
}

#[test]
fn the_tree_holds_what_the_text_says() {
    let body = article("- a\n- b **c** ~~d~~\n\n  e\n\n| h | i |\n|---|---|\n| j |\n\n> q\\\nr\n\n***\n\n```x\ncode\n```\n\nEnd.").body();
    let text = |text: &str| Block::Paragraph(vec![Inline::Text(text.into())]);
    let word = |text: &str| vec![Inline::Text(text.into())];
    assert_eq!(
        body.lead[..5],
        [
            Block::List {
                start: None,
                items: vec![
                    vec![text("a")],
                    vec![
                        Block::Paragraph(vec![
                            Inline::Text("b ".into()),
                            Inline::Strong(word("c")),
                            Inline::Text(" ".into()),
                            Inline::Strike(word("d")),
                        ]),
                        text("e"),
                    ],
                ],
            },
            Block::Table { head: vec![word("h"), word("i")], rows: vec![vec![word("j"), vec![]]] },
            Block::Quote(vec![Block::Paragraph(vec![
                Inline::Text("q".into()),
                Inline::HardBreak,
                Inline::Text("r".into()),
            ])]),
            Block::Rule,
            Block::Code("code\n".into()),
        ]
    );
    assert_eq!(
        said("| h |\n|---|\n| j | k |"),
        ["3:5 unsupported-markdown: this row has more cells than the table's head"]
    );
}

#[test]
fn sections_reach_to_the_next_of_their_level() {
    let article = article("lead\n\n## A {#a}\n\n### B {#b}\n\nx\n\n#### C\n\n## D {#d}\n\ny");
    let text = |range: &Range<usize>| {
        article.source().text()[range.clone()].split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let ranges: Vec<_> = article.outline().sections.iter().map(|section| text(&section.range)).collect();
    assert_eq!(
        ranges,
        ["## A {#a} ### B {#b} x #### C", "### B {#b} x #### C", "#### C", "## D {#d} y Cited. [^who14]"]
    );
    let body = article.body();
    assert_eq!(body.section_range(&section("a")).unwrap().len(), 3);
    assert_eq!(body.section_range(&section("b")).unwrap().len(), 2);
    assert_eq!(body.section_range(&section("d")).unwrap().len(), 1);
    assert!(body.section_range(&section("no")).is_none());
}
