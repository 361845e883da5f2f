//! The body of an article: its words, and what is added to them.

use super::articles::{emergency, everything, line, p, text, web};
use super::dom::Page;
use super::sample::{around, theme};
use crate::article::tree::{Block, Body, CardKind, Inline, Target};
use crate::base::name::ArticleId;
use crate::render::body::{self, Rendered};
use crate::render::{Place, phone_href};

fn rendered(body: &Body) -> Rendered {
    around(&theme(), "en", body, Place::Own, |around| body::body(body, around))
}

fn html(body: &Body) -> String {
    let rendered = rendered(body);
    format!("{}{}", rendered.lead.as_str().unwrap(), rendered.sections.as_str().unwrap())
}

fn paragraph(inlines: Vec<Inline>) -> String {
    html(&Body { lead: vec![Block::Paragraph(inlines)], ..Body::default() })
}

/// The words of an article, read from its tree without any of the code under test.
fn words_of_blocks(blocks: &[Block], out: &mut String) {
    for block in blocks {
        match block {
            Block::Paragraph(inlines) => words_of(inlines, out),
            Block::List { items, .. } => items.iter().for_each(|item| words_of_blocks(item, out)),
            Block::Card { blocks, .. } | Block::Quote(blocks) => words_of_blocks(blocks, out),
            Block::Code(text) => out.push_str(text),
            Block::Table { head, rows } => {
                head.iter().chain(rows.iter().flatten()).for_each(|cell| words_of(cell, out));
            }
            Block::Rule => {}
        }
    }
}

fn words_of(inlines: &[Inline], out: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text(text) | Inline::Code(text) => out.push_str(text),
            Inline::Fact(key) => out.push_str(match key.as_str() {
                "contacts.ambulance" => "103",
                "clinical.wait" => "5 мин",
                "services.stops" => "Stop North, evenings\nStop South, weekends",
                _ => "we could not confirm this here",
            }),
            Inline::Blank(_) => out.push_str("[when we arrive]"),
            Inline::Strong(inner) | Inline::Emphasis(inner) | Inline::Strike(inner) => words_of(inner, out),
            Inline::Link { text, .. } => words_of(text, out),
            Inline::Picture { alt, .. } => words_of(alt, out),
            Inline::Cite(_) => {}
            Inline::SoftBreak | Inline::HardBreak => out.push(' '),
        }
    }
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().concat()
}

#[test]
fn the_text_of_the_page_is_the_text_of_the_article() {
    for body in [emergency("en"), everything()] {
        let mut expected = String::new();
        words_of_blocks(&body.lead, &mut expected);
        for section in &body.sections {
            words_of(&section.title, &mut expected);
            words_of_blocks(&section.blocks, &mut expected);
        }
        let page = Page::parse(&format!("<!doctype html><title>a</title>{}", html(&body)));
        let mut words = String::new();
        page.document.words(&mut words);
        assert_eq!(squeezed(&words), squeezed(&format!("a{expected}")));
        assert_eq!(page.faults(), Vec::<String>::new());
    }
}

#[test]
fn a_card_says_its_level_in_a_word_at_the_head_of_its_heading() {
    let html = html(&emergency("en"));
    assert!(html.contains(
        "<section class=\"card emergency\">\n<h2 class=\"title\"><span class=\"added level\">Emergency\
         <span class=\"vh\">: </span></span>Call an ambulance now, <a class=\"tel\" dir=\"ltr\" href=\"tel:103\">103</a>\
         <span class=\"added country\"> (Russia)</span>, if the person:</h2>\n<ul>\n<li>does not wake up</li>"
    ), "{html}");
}

#[test]
fn what_to_do_and_not_to_do_is_said_in_words_once() {
    let html = html(&emergency("en"));
    for item in [
        "<span class=\"added vh\">Do: </span>lay the person on one side</li>",
        "aria-hidden=\"true\">\u{2717} </span>Do not leave the person alone.</li>",
        "<span class=\"added vh\">Do not: </span>put the person in a cold bath</li>",
    ] {
        assert!(html.contains(item), "{item}: {html}");
    }
}

#[test]
fn headings_keep_their_ids_and_others_get_one_that_no_text_can_have() {
    let rendered = rendered(&emergency("en"));
    let ids: Vec<&str> = rendered.contents.iter().map(|heading| heading.id.as_str()).collect();
    assert_eq!(ids, ["steps", "afterwards", "s_5"]);
}

#[test]
fn citations_are_numbered_and_lead_there_and_back() {
    let body = everything();
    let rendered = rendered(&body);
    let html = rendered.sections.as_str().unwrap();
    assert!(html.contains(
        "<sup class=\"added\"><a id=\"cite_1_2\" href=\"#source_1\" role=\"doc-noteref\">[1]</a></sup>\
         <sup class=\"added\"><a id=\"cite_3_1\" href=\"#note_3\" role=\"doc-noteref\">[3]</a></sup>"
    ));
    assert_eq!(rendered.cited_at(1), ["cite_1_1", "cite_1_2"]);
    // Within a link, and within the footnote.
    assert_eq!(rendered.cited_at(2), ["cite_2_1", "cite_2_2"]);
    assert_eq!(rendered.notes[0].number, 3);
    assert_eq!(rendered.notes[0].cited_at, ["cite_3_1"]);
}

#[test]
fn a_link_to_a_withheld_text_is_its_words_with_a_quiet_note() {
    let html = html(&everything());
    assert!(html.contains(", a text that waits<span class=\"added withheld\"> (not available now)</span>, "));
    assert!(!html.contains("withheld-one"));
}

#[test]
fn nothing_of_a_text_becomes_html() {
    let evil = "\"><script>alert('1')</script>&";
    let picture = Inline::Picture { file: "hand.png".to_owned(), alt: vec![Inline::Text(evil.to_owned())] };
    let link = Inline::Link { target: Target::Web(format!("https://a/{evil}")), text: vec![text(evil)] };
    let html = paragraph(vec![text(evil), Inline::Code(evil.to_owned()), picture, link]);
    assert!(!html.contains("<script") && !html.contains("\">\""), "{html}");
    assert_eq!(html.matches("&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;").count(), 5, "{html}");
}

#[test]
fn a_link_never_stands_in_a_link() {
    let words = vec![web("https://b", "{contacts.ambulance}"), Inline::Cite("sih".to_owned())];
    let outer = Inline::Link { target: Target::Web("https://a".to_owned()), text: words };
    let html = paragraph([vec![outer], line("{contacts.ambulance}")].concat());
    assert_eq!(html.matches("<a ").count(), 2, "{html}");
    assert!(html.ends_with("</a><a class=\"tel\" dir=\"ltr\" href=\"tel:103\">103</a></p>\n"), "{html}");
}

#[test]
fn only_what_is_wholly_a_number_can_be_called() {
    for (number, href) in [
        ("103", Some("tel:103")),
        (" +7 (812) 123-45\u{2011}67", Some("tel:+78121234567")),
        ("*100#", Some("tel:*100%23")),
        ("103, 112", None),
        ("103 (day and night)", None),
        ("7+8", None),
        ("+", None),
        ("", None),
    ] {
        assert_eq!(phone_href(number).as_deref(), href, "{number}");
    }
}

#[test]
fn the_emergency_page_shows_cards_and_marked_sections_in_order() {
    let mut body = emergency("en");
    let caution = Block::Card { kind: CardKind::Emergency, blocks: vec![p("Call again if:")] };
    let warning = Block::Card { kind: CardKind::Urgent, blocks: vec![p("Not here.")] };
    body.sections[3].blocks.extend([warning, caution]);
    let id = ArticleId::parse("overdose-now").unwrap();
    let parts = around(&theme(), "en", &body, Place::Shared(&id), |around| body::sos(&body, around));
    let parts: Vec<&str> = parts.iter().map(|part| part.as_str().unwrap()).collect();
    assert_eq!(parts.len(), 5);
    assert!(parts[0].starts_with("<section class=\"card emergency\">\n<h3"));
    assert!(parts[1].starts_with("<h3 id=\"overdose-now_steps\">What do I do?</h3>\n<ol>\n<li>Shout"));
    assert!(parts[2].starts_with("<section class=\"advice do\">\n<h4 id=\"overdose-now_s_2\">"));
    assert!(parts[3].contains("Do not leave"));
    assert!(parts[4].contains("Call again if:"));
    assert!(!parts.concat().contains("[1]") && !parts.concat().contains("Not here"));
}
