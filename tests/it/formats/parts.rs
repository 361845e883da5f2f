//! Messages that are too long for one part, and what each format makes of what it cannot say.

use std::time::{Duration, Instant};

use vetted::article::tree::{Block, CardKind, Inline, Section, Target};
use vetted::chat::{Encoding, Formats};

use super::{keeps_limits, only, section, shown, written, written_in};

fn text(words: &str) -> Inline {
    Inline::Text(words.to_owned())
}

fn paragraph(words: &str) -> Block {
    Block::Paragraph(vec![text(words)])
}

fn of(blocks: Vec<Block>) -> Formats {
    written(&[section(blocks)], &[])
}

fn of_line(inlines: Vec<Inline>) -> Formats {
    of(vec![Block::Paragraph(inlines)])
}

fn link(address: &str, words: &str) -> Inline {
    Inline::Link { target: Target::Web(address.to_owned()), text: vec![text(words)] }
}

#[test]
fn a_message_is_divided_only_when_it_must_be() {
    let cases = [
        ("a".repeat(4096), 1),
        ("a".repeat(4097), 2),
        ("я ".repeat(2048), 1),
        ("😀".repeat(2048), 1),
        ("😀".repeat(4096), 3),
    ];
    for (words, count) in cases {
        let formats = of(vec![paragraph(&words)]);
        keeps_limits(&formats);
        for name in [
            "plain",
            "telegram_app",
            "telegram_html",
            "telegram_mdv2",
            "telegram_entities",
            "whatsapp",
            "bbcode",
        ] {
            let (_, format) = formats.all().into_iter().find(|(known, _)| *known == name).unwrap();
            assert_eq!(format.parts.len(), count, "{name}");
        }
    }
    assert_eq!(of(vec![paragraph(&"я".repeat(1000))]).signal.parts.len(), 1);
    assert_eq!(of(vec![paragraph(&"я".repeat(1001))]).signal.parts.len(), 2);
}

#[test]
fn lists_keep_their_numbers_and_styles_begin_again() {
    let items =
        (0..40).map(|_| vec![Block::Paragraph(vec![Inline::Strong(vec![text(&"word ".repeat(60))])])]);
    let formats = of(vec![Block::List { start: Some(3), items: items.collect() }]);
    keeps_limits(&formats);
    let parts = shown(&formats);
    assert_eq!(parts.len(), 4);
    for part in &parts {
        let first = part.text.lines().nth(1).unwrap();
        assert!(first.starts_with(char::is_numeric), "{first}");
        assert!(part.text.lines().skip(1).all(|line| line.contains(". word")));
    }
    assert!(parts[3].text.ends_with(&format!("42. {}", "word ".repeat(60).trim())));
    let long = of(vec![Block::List {
        start: Some(7),
        items: vec![vec![Block::Paragraph(vec![Inline::Strong(vec![text(&"word ".repeat(1000))])])]],
    }]);
    let parts = &long.telegram_html.parts;
    assert!(parts[0].text.starts_with("(1/2)\n7. <b>word") && parts[0].text.ends_with("word</b>"));
    assert!(parts[1].text.starts_with("(2/2)\n  <b>word"), "{}", parts[1].text);
}

#[test]
fn sentences_are_kept_whole_and_so_is_what_is_nothing_in_part() {
    let sentence = "Дайте 0,4 мг и ждите. ";
    let formats = of(vec![paragraph(&sentence.repeat(400))]);
    keeps_limits(&formats);
    for part in &formats.telegram_html.parts {
        assert!(part.text.ends_with("ждите."), "{}", part.text);
    }
    // Whatever stands before it, a number, its unit, a link and a blank stay together.
    for room in 4040..4090 {
        let words = "x".repeat(room);
        let formats = of_line(vec![
            text(&format!("{words} give 0.4 mg now, call +7 (812) 123-45-67, ")),
            link("https://example.org/a", "read this page"),
            text(" end"),
        ]);
        let parts = &formats.telegram_html.parts;
        for whole in ["0.4 mg", "+7 (812) 123-45-67", "<a href=\"https://example.org/a\">read this page</a>"]
        {
            assert!(parts.iter().any(|part| part.text.contains(whole)), "{room}: {whole}");
        }
        assert!(formats.plain.parts.iter().any(|part| part.text.contains("page: https://example.org/a")));
    }
}

#[test]
fn a_heading_goes_with_what_it_heads() {
    let inner = Section { title: vec![text("Then")], level: 3, ..section(vec![paragraph(&"b".repeat(500))]) };
    let first = Section { title: vec![text("First")], ..section(vec![paragraph(&"a ".repeat(1950))]) };
    let formats = written(&[first, inner], &[]);
    keeps_limits(&formats);
    assert!(formats.plain.parts[1].text.starts_with("(2/2)\nThen\n\nbbb"));
}

#[test]
fn red_flags_come_first_with_their_level_in_words() {
    let items = vec![vec![paragraph("does not wake up")], vec![paragraph("is blue")]];
    let card = Block::Card {
        kind: CardKind::Emergency,
        blocks: vec![
            Block::Paragraph(vec![Inline::Strong(vec![text("Call now, if:")])]),
            Block::List { start: None, items },
        ],
    };
    let long =
        Section { title: vec![text("What do I do?")], ..section(vec![paragraph(&"Wait. ".repeat(2000))]) };
    let formats = written_in("en", &[&card], &[long], &[]);
    keeps_limits(&formats);
    for (name, format) in formats.all() {
        assert!(format.parts.len() > 1);
        for words in ["Emergency", "Call now", "does not wake up", "is blue", "What do I do?"] {
            let first = format.parts[0].text.replace('\\', "");
            assert!(first.contains(words), "{name}: {first}");
            assert!(!format.parts[1].text.contains(words), "{name}");
        }
    }
    assert!(formats.telegram_html.parts[0].text.starts_with("(1/3)\n🚨 <b>Emergency:</b> <b>Call now, if:</b>\n• does not wake up\n• is blue\n\n<b>What do I do?</b>\n\nWait."));
    assert!(formats.sms.parts[0].text.starts_with("(1/9)\nEmergency: Call now, if:\n- does not wake up"));
}

#[test]
fn telegram_keeps_every_entity() {
    let bold = |count: usize| {
        let words = (0..count).flat_map(|_| [Inline::Strong(vec![text("b")]), text(" ")]).collect();
        of_line(words)
    };
    assert_eq!(shown(&bold(100)).len(), 1);
    let parts = shown(&bold(101));
    assert_eq!(parts.len(), 2);
    assert_eq!(parts.iter().map(|part| part.entities.len()).sum::<usize>(), 101);
}

#[test]
fn text_messages_say_how_they_travel() {
    let sms = |words: &str| {
        let formats = of(vec![paragraph(words)]);
        let part = only(&formats.sms).clone();
        (part.text, part.encoding.unwrap(), part.segments.unwrap())
    };
    assert_eq!(sms("It’s “3–4” … №\u{A0}5"), ("It's \"3-4\" ... No. 5".to_owned(), Encoding::Gsm7, 1));
    let (text, encoding, segments) = sms(&"Не ждите — звоните. ".repeat(7));
    assert!(text.contains('—'), "{text}");
    assert_eq!((encoding, segments), (Encoding::Ucs2, 3));
}

#[test]
fn addresses_numbers_and_commands() {
    let onion = of_line(vec![link("http://exampleonionaddress.onion/a", "our page")]);
    assert_eq!(only(&onion.telegram_html).text, "our page: <code>http://exampleonionaddress.onion/a</code>");
    assert_eq!(only(&onion.plain).text, "our page: http://exampleonionaddress.onion/a");
    let phone = |words: &str| {
        let target = Target::Phone("+78002000122".to_owned());
        only(&of_line(vec![Inline::Link { target, text: vec![text(words)] }]).telegram_html).text.clone()
    };
    assert_eq!(phone("8 800 200-01-22"), "8 800 200-01-22");
    assert_eq!(phone("call us"), "call us: +78002000122");
    let commands = of_line(vec![text("/112 or @doctor, see #1 at https://a.example/x__y_(z)_.")]);
    assert_eq!(
        only(&commands.telegram_html).text,
        "/\u{2060}112 or @\u{2060}doctor, see №\u{A0}1 at https://a.example/x__y_(z)_."
    );
    assert_eq!(
        only(&commands.telegram_app).text,
        "/\u{2060}112 or @\u{2060}doctor, see №\u{A0}1 at https://a.example/x%5F%5Fy_%28z%29%5F."
    );
    assert_eq!(
        only(&commands.whatsapp).text,
        "/112 or @doctor, see №\u{A0}1 at https://a.example/x%5F%5Fy_%28z%29%5F."
    );
}

#[test]
fn literal_signs_are_no_markup() {
    let words = "**a** __b__ ~~c~~ ||d|| `e` [f](g) > h [b]i[/b] *j* _k_ ~l~";
    let formats = of_line(vec![text(words)]);
    keeps_limits(&formats);
    let app = &only(&formats.telegram_app).text;
    for sign in ["**", "__", "~~", "||", "`", "]("] {
        assert!(!app.contains(sign), "{sign} in {app}");
    }
    let whatsapp = &only(&formats.whatsapp).text;
    for sign in ["*a", "_b", "~c", "`e", "*j", "_k", "~l"] {
        assert!(!whatsapp.contains(sign), "{sign} in {whatsapp}");
    }
    assert!(only(&formats.bbcode).text.contains("[\u{2060}b]i[\u{2060}/b]"));
    let edge = of_line(vec![Inline::Strong(vec![text("*a*")])]);
    assert_eq!(only(&edge.telegram_app).text, "**\u{2060}*a*\u{2060}**");
}

#[test]
fn lists_quotes_and_code_in_each_format() {
    let inner = Block::List { start: None, items: vec![vec![paragraph("b")]] };
    let list = Block::List {
        start: None,
        items: vec![vec![paragraph("a"), inner], vec![paragraph("c"), paragraph("d")]],
    };
    let quote = Block::Quote(vec![paragraph("q"), Block::Code("x\ny".to_owned())]);
    let formats = of(vec![list, quote, Block::Code("l 1\nl 2\n".to_owned()), paragraph("e")]);
    keeps_limits(&formats);
    assert_eq!(only(&formats.plain).text, "- a\n  - b\n- c\n  d\n\n  q\n\n  x\n  y\nl 1\nl 2\n\ne");
    assert_eq!(
        only(&formats.whatsapp).text,
        "- a\n  - b\n- c\n  d\n\n> q\n\n> `x`\n> `y`\n```l 1\nl 2```\n\ne"
    );
    assert_eq!(
        only(&formats.telegram_app).text,
        "• a\n   ◦ b\n• c\n  d\n\n«q\n\n`x`\n`y`»\n```l 1\nl 2```\n\ne"
    );
    assert_eq!(
        only(&formats.telegram_mdv2).text,
        "• a\n   ◦ b\n• c\n  d\n\n>q\n>\n>`x`\n>`y`\n```\nl 1\nl 2```\n\ne"
    );
    assert_eq!(
        only(&formats.bbcode).text,
        "[list]\n[*]a\n[list]\n[*]b\n[/list]\n[*]c\nd\n[/list]\n\n[quote]q\n\n[code]x[/code]\n[code]y[/code][/quote]\n[code]l 1\nl 2[/code]\n\ne"
    );
}

#[test]
fn footnotes_of_the_text_go_with_it() {
    let line = Block::Paragraph(vec![
        text("a"),
        Inline::Cite("x".to_owned()),
        text(", b"),
        Inline::Cite("who14".to_owned()),
        Inline::Cite("y".to_owned()),
    ]);
    let notes = [
        ("y".to_owned(), vec![paragraph("why")]),
        ("x".to_owned(), vec![Block::Paragraph(vec![text("ex"), Inline::Cite("z".to_owned())])]),
        ("z".to_owned(), vec![paragraph("zed")]),
    ];
    let formats = written(&[section(vec![line, paragraph("c")])], &notes);
    keeps_limits(&formats);
    assert_eq!(only(&formats.plain).text, "a [1], b [2]\n\nc\n\n  1. ex [3]\n  2. why\n  3. zed");
    assert!(only(&formats.telegram_mdv2).text.contains("\n\n**>1\\. ex \\[3\\]\n>2\\. why\n>3\\. zed||"));
}

#[test]
fn what_runs_from_the_right_keeps_its_place() {
    let english = of_line(vec![text("call طوارئ 112 now")]);
    assert_eq!(only(&english.telegram_html).text, "call \u{2067}طوارئ\u{2069} 112 now");
    let arabic = written_in(
        "ar",
        &[],
        &[section(vec![Block::Paragraph(vec![
            text("اتصل +7 812 103 الآن "),
            link("https://a.example/", "هنا"),
        ])])],
        &[],
    );
    assert_eq!(only(&arabic.plain).text, "اتصل \u{2066}+7 812 103\u{2069} الآن هنا: https://a.example/");
}

/// A message of about so many bytes, with all that makes a format work.
fn large(bytes: usize) -> Vec<Section> {
    let piece = vec![
        text("Wait 0.4 mg (5–6), see "),
        link("https://example.org/a_(b)", "this"),
        Inline::Strong(vec![text(" and *call* "), Inline::Emphasis(vec![text("now")])]),
        text(". "),
    ];
    let line: Vec<Inline> = std::iter::repeat_n(piece, 40).flatten().collect();
    let blocks = (0..bytes / 4000).map(|_| Block::Paragraph(line.clone()));
    vec![section(blocks.collect())]
}

#[test]
fn a_megabyte_takes_a_moment() {
    let one_word = vec![section(vec![paragraph(&"я".repeat(500_000))])];
    let numbers = vec![section(vec![paragraph(&"1 ".repeat(500_000))])];
    let marks = vec![section(vec![paragraph(&format!("a{}", "\u{301}".repeat(500_000)))])];
    let items = (0..100_000).map(|_| vec![paragraph("12345678")]).collect();
    let list = vec![section(vec![Block::List { start: Some(u64::MAX), items }])];
    let bold = vec![section(vec![Block::Paragraph(
        (0..100_000).flat_map(|_| [Inline::Strong(vec![text("b")]), text(" ")]).collect(),
    )])];
    // A debug build is some thirty times slower, and the machine may be busy.
    let moment = Duration::from_secs(if cfg!(debug_assertions) { 60 } else { 1 });
    for (name, sections) in [
        ("mixed", large(1 << 20)),
        ("one word", one_word),
        ("numbers", numbers),
        ("marks", marks),
        ("list", list),
        ("bold", bold),
    ] {
        let start = Instant::now();
        let formats = written(&sections, &[]);
        let took = start.elapsed();
        assert!(took < moment, "{name}: {took:?}");
        for (format, parts) in formats.all() {
            let most = parts.parts.iter().map(|part| part.utf16).max().unwrap();
            let bots = ["telegram_html", "telegram_mdv2"].contains(&format);
            assert!(most <= 4096 || bots, "{name}, {format}: {most}");
        }
        eprintln!("{name}: {took:?}");
    }
}
