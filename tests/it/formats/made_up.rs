//! Made-up trees of blocks, with everything in the words that a format could trip over.

use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization as _;
use vetted::article::Article;
use vetted::article::tree::{Block, CardKind, Inline, Section, Target, plain_text};
use vetted::base::lang::Lang;
use vetted::base::path::SourcePath;
use vetted::chat::{Format, Formats};
use vetted::diagnostic::Diagnostics;
use vetted::source::Source;

use super::{keeps_limits, section, written, written_in};
use crate::telegram::Shown;

/// Pieces of words: every sign of every markup, and characters that messengers change.
const PIECES: &[&str] = &[
    "word",
    "слово",
    " ",
    "  ",
    "*",
    "**",
    "_",
    "__",
    "~",
    "~~",
    "`",
    "```",
    "|",
    "||",
    "[",
    "]",
    "(",
    ")",
    "](",
    ">",
    "> ",
    "#",
    "+",
    "-",
    "- ",
    "=",
    "{",
    "}",
    "{{x}}",
    ".",
    ". ",
    "! ",
    "\\",
    "<",
    "<b>",
    "&",
    "&lt;",
    "\"",
    "'",
    "[b]",
    "[/b]",
    "[*]",
    "[/list]",
    "/start",
    "@name",
    "5 мг",
    "+7 (812) 123-45-67",
    "https://a.example/b__c_(d)*~|",
    "http://abc.onion/_x_",
    "طوارئ",
    "112",
    "👩🏽\u{200D}⚕️",
    "👨\u{200D}👩\u{200D}👧\u{200D}👦",
    "🇷🇺",
    "1️⃣",
    "\u{A0}",
    "\u{202F}",
    "\u{2028}",
    "\u{202B}",
    "\u{200F}",
    "\u{FEFF}",
    "\u{30A}",
    "\u{301}",
    "е\u{308}",
    "\t",
    "\r\n",
    "\n",
    "\u{7}",
    "№ 1",
    "«",
    "»",
    "—",
    "…",
    "é",
    "€",
    "^",
];

fn words() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 0..12).prop_map(|pieces| pieces.concat())
}

/// Words that are there and end no line: those of a link.
fn in_one_line() -> impl Strategy<Value = String> {
    words().prop_map(|words| format!("w{}", words.replace(['\n', '\u{2028}'], "")))
}

fn address() -> impl Strategy<Value = Target> {
    // Neighbours that lead to one place are one link: here each leads to a place of its own.
    let web = any::<u64>().prop_flat_map(|number| {
        let web = move |address: &str| Just(Target::Web(format!("{address}{number}")));
        prop_oneof![
            web("https://a.example/(b)?c=1&d=\"2\""),
            web("https://a.example/[b]\\c_d__e"),
            web("http://abcdef.onion/"),
        ]
    });
    prop_oneof![3 => web, 1 => Just(Target::Phone("+78121234567".to_owned()))]
}

fn inline() -> impl Strategy<Value = Inline> {
    let leaf = prop_oneof![
        4 => words().prop_map(Inline::Text),
        1 => words().prop_map(Inline::Code),
        1 => Just(Inline::SoftBreak),
        1 => Just(Inline::HardBreak),
        1 => Just(Inline::Cite("who14".to_owned())),
        1 => (any::<u64>(), in_one_line()).prop_map(|(number, words)| Inline::Picture {
            file: format!("a{number}.png"),
            alt: vec![Inline::Text(words)],
        }),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        let many = prop::collection::vec(inner, 0..4);
        prop_oneof![
            many.clone().prop_map(Inline::Strong),
            many.clone().prop_map(Inline::Emphasis),
            many.clone().prop_map(Inline::Strike),
            // An article has no link within a link.
            (address(), in_one_line()).prop_map(|(target, words)| Inline::Link {
                target,
                text: vec![Inline::Strong(vec![Inline::Text(words.clone())]), Inline::Text(words)],
            }),
        ]
    })
}

fn line() -> impl Strategy<Value = Vec<Inline>> {
    prop::collection::vec(inline(), 0..6)
}

fn block() -> impl Strategy<Value = Block> {
    let table = (line(), line()).prop_map(|(one, other)| Block::Table {
        head: vec![vec![Inline::Text("H".to_owned())], vec![Inline::Text("K".to_owned())]],
        rows: vec![vec![one.clone(), other.clone()], vec![other, one]],
    });
    let leaf = prop_oneof![
        6 => line().prop_map(Block::Paragraph),
        1 => words().prop_map(Block::Code),
        1 => table,
        1 => Just(Block::Rule),
        1 => (words(), 1_usize..400).prop_map(|(words, times)| {
            Block::Paragraph(vec![Inline::Text(words.repeat(times))])
        }),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        let many = prop::collection::vec(inner, 0..4);
        let items = prop::collection::vec(many.clone(), 0..4);
        let kind = prop_oneof![Just(CardKind::Emergency), Just(CardKind::Urgent), Just(CardKind::SelfCare)];
        prop_oneof![
            many.clone().prop_map(Block::Quote),
            (kind, many).prop_map(|(kind, blocks)| Block::Card { kind, blocks }),
            (prop_oneof![Just(None), Just(Some(3)), Just(Some(u64::MAX))], items)
                .prop_map(|(start, items)| Block::List { start, items }),
        ]
    })
}

fn sections() -> impl Strategy<Value = Vec<Section>> {
    let one = (line(), prop::collection::vec(block(), 0..8), 2_u8..5);
    let one = one.prop_map(|(title, blocks, level)| Section { title, level, ..section(blocks) });
    prop::collection::vec(one, 1..4)
}

/// What a format writes out behind words.
#[derive(Clone, Copy)]
struct Addresses {
    links: bool,
    pictures: bool,
}

/// The letters of a text, in order: what every format must keep. Marks above them join the letter that they follow in the
/// format, which may be the last of an address.
fn letters(text: &str) -> String {
    // This one only looks like a backtick.
    text.nfd().filter(|character| character.is_alphabetic() && *character != '\u{2CB}').collect()
}

/// The letters of the tree itself.
fn of_tree(sections: &[Section], addresses: Addresses) -> String {
    let mut out = String::new();
    for section in sections {
        of_line(&section.title, addresses, &mut out);
        out.push(' ');
        section.blocks.iter().for_each(|block| of_block(block, addresses, &mut out));
    }
    letters(&out)
}

fn of_block(block: &Block, addresses: Addresses, out: &mut String) {
    let each = |blocks: &[Block], out: &mut String| {
        blocks.iter().for_each(|block| of_block(block, addresses, out));
    };
    match block {
        Block::Paragraph(line) => of_line(line, addresses, out),
        Block::List { items, .. } => items.iter().for_each(|item| each(item, out)),
        Block::Quote(blocks) => each(blocks, out),
        Block::Card { kind, blocks } => {
            out.push_str(match kind {
                CardKind::Emergency => "Emergency: ",
                CardKind::Urgent => "Urgent: ",
                _ => "Self-care: ",
            });
            each(blocks, out);
        }
        Block::Code(words) => out.push_str(words),
        Block::Table { head, rows } => {
            for row in rows {
                of_line(&row[0], addresses, out);
                out.push('—');
                of_line(&head[1], addresses, out);
                out.push(':');
                of_line(&row[1], addresses, out);
                out.push(' ');
            }
        }
        Block::Rule => {}
    }
    out.push(' ');
}

fn of_line(line: &[Inline], addresses: Addresses, out: &mut String) {
    for inline in line {
        match inline {
            Inline::Strong(inner) | Inline::Emphasis(inner) | Inline::Strike(inner) => {
                of_line(inner, addresses, out);
            }
            Inline::Link { target, text } => {
                of_line(text, addresses, out);
                let address = super::address(target);
                if let Some(address) = address.filter(|to| addresses.links || to.contains(".onion")) {
                    out.extend([": ", &address]);
                }
            }
            Inline::Picture { alt, .. } => {
                of_line(alt, addresses, out);
                out.push_str(if addresses.pictures { ": https://example.org/img/a.png" } else { "" });
            }
            Inline::HardBreak | Inline::SoftBreak => out.push(' '),
            other => out.push_str(&plain_text(std::slice::from_ref(other))),
        }
    }
}

/// The letters of all parts together. A part may end within an address, if that fills several.
fn of_parts<'a>(parts: impl IntoIterator<Item = &'a String>) -> String {
    let encoded = ["%28", "%29", "%2A", "%7E", "%7C", "%60", "%5F"];
    let parts: Vec<&String> = parts.into_iter().collect();
    let bare = |text: &'a String| match text.split_once('\n') {
        Some((_counter, rest)) if parts.len() > 1 => rest,
        _ => text,
    };
    let all: String = parts.iter().map(|text| bare(text)).collect();
    letters(&encoded.iter().fold(all, |text, sign| text.replace(sign, "")))
}

fn keeps_words(sections: &[Section], formats: &Formats, shown: &[Shown]) {
    let bots = of_tree(sections, Addresses { links: false, pictures: true });
    agree("bots", &of_parts(shown.iter().map(|part| &part.text)), &bots);
    let plain = of_tree(sections, Addresses { links: true, pictures: false });
    let chats = of_tree(sections, Addresses { links: true, pictures: true });
    let kept = |format: &Format| of_parts(format.parts.iter().map(|part| &part.text));
    agree("plain", &kept(&formats.plain), &plain);
    agree("signal", &kept(&formats.signal), &plain);
    agree("telegram_app", &kept(&formats.telegram_app), &chats);
    agree("whatsapp", &kept(&formats.whatsapp), &chats);
    let sms: Vec<String> = formats.sms.parts.iter().map(|part| part.text.replace("No.", "")).collect();
    agree("sms", &of_parts(&sms), &plain);
}

/// Says where two long texts begin to differ, and not the whole of them.
fn agree(format: &str, written: &str, expected: &str) {
    let at = written.chars().zip(expected.chars()).take_while(|(one, other)| one == other).count();
    let near = |text: &str| text.chars().skip(at.saturating_sub(20)).take(40).collect::<String>();
    assert!(written == expected, "{format}: {:?} should be {:?}", near(written), near(expected));
}

/// Pieces of Markdown that an article may have.
const MARKDOWN: &[&str] = &[
    "word ",
    "слово ",
    "**",
    "_",
    "~~",
    "`",
    "[link](https://a.example/b_(c)) ",
    "[x](#t) ",
    "\n\n",
    "\n",
    "- ",
    "1. ",
    "3. ",
    "  - ",
    "> ",
    "\\*",
    "\\_",
    "&lt;",
    "&amp;",
    "\\\n",
    "| a | b |\n|---|---|\n| c | d |\n",
    "---",
    "### ",
    "> [!TIP]\n> ",
    "    code",
    "5 мг. ",
    "№ 1",
    "👩🏽\u{200D}⚕️",
    ". ",
    "! ",
    "(",
    ")",
    "[",
    "]",
    "#",
    "/112 ",
    "@a ",
];

/// Reads a text under settings without a fault; `None` where it has a fault of its own.
fn read(markdown: &str) -> Option<Vec<Section>> {
    let front = "+++\nid = \"a\"\ntitle = \"A\"\nsummary = \"A.\"\nneed = \"overdose\"\nurgency = \"routine\"\n\
                 audience = [\"client\"]\nsources = []\n+++\n\n## T {#t .snippet}\n\n";
    let source = Source::new(SourcePath::parse("content/en/a/a.md").unwrap(), format!("{front}{markdown}\n"));
    let article = Article::parse(&source, &Lang::parse("en").unwrap(), &mut Diagnostics::new())?;
    Some(article.body().sections)
}

/// So many trees in one run.
const CASES: u32 = 200;

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases.min(CASES), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_format_keeps_its_limits_and_the_words(sections in sections(), right_to_left in any::<bool>()) {
        let formats = written_in(if right_to_left { "ar" } else { "en" }, &[], &sections, &[]);
        let shown = keeps_limits(&formats);
        keeps_words(&sections, &formats, &shown);
    }

    #[test]
    fn so_does_made_up_markdown(pieces in prop::collection::vec(prop::sample::select(MARKDOWN), 0..40)) {
        if let Some(sections) = read(&pieces.concat()) {
            let formats = written(&sections, &[]);
            let shown = keeps_limits(&formats);
            keeps_words(&sections, &formats, &shown);
        }
    }
}
