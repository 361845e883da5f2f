//! Hand-made articles, with something of everything.

use crate::article::tree::{Advice, Block, Body, CardKind, Inline, Section, Target};
use crate::base::name::{ArticleId, BlankName, FactKey, SectionId};

pub(super) fn text(text: &str) -> Inline {
    Inline::Text(text.to_owned())
}

/// The pieces of a line in which `{group.key}` is a fact, `{word}` a blank and `{^key}` a citation.
pub(super) fn line(words: &str) -> Vec<Inline> {
    let mut inlines = Vec::new();
    for piece in words.split_inclusive(['{', '}']) {
        inlines.push(match piece.strip_suffix('}') {
            Some(name) => match (name.strip_prefix('^'), FactKey::parse(name)) {
                (Some(key), _) => Inline::Cite(key.to_owned()),
                (None, Some(key)) => Inline::Fact(key),
                (None, None) => Inline::Blank(BlankName::parse(name).unwrap()),
            },
            None => text(piece.trim_end_matches('{')),
        });
    }
    inlines
}

pub(super) fn p(words: &str) -> Block {
    Block::Paragraph(line(words))
}

pub(super) fn link(target: Target, words: &str) -> Inline {
    Inline::Link { target, text: line(words) }
}

pub(super) fn web(url: &str, words: &str) -> Inline {
    link(Target::Web(url.to_owned()), words)
}

fn to_article(id: &str, words: &str) -> Inline {
    let id = ArticleId::parse(id).unwrap();
    link(Target::Article { lang: None, topic: None, id, section: None }, words)
}

fn list(start: Option<u64>, items: &[&str]) -> Block {
    Block::List { start, items: items.iter().map(|item| vec![p(item)]).collect() }
}

fn card(kind: CardKind, title: &str, red_flags: &[&str]) -> Block {
    let title = Block::Paragraph(vec![Inline::Strong(line(title))]);
    Block::Card { kind, blocks: vec![title, list(None, red_flags)] }
}

fn section(id: &str, level: u8, title: &str, blocks: Vec<Block>) -> Section {
    let id = SectionId::parse(id);
    Section { id, level, title: line(title), advice: None, snippet: true, sos: false, blocks }
}

fn advice(advice: Advice, title: &str, items: &[&str]) -> Section {
    Section { advice: Some(advice), ..section("", 3, title, vec![list(None, items)]) }
}

/// A made-up emergency text in English or Russian.
pub(super) fn emergency(tag: &str) -> Body {
    if tag == "ru" { russian() } else { english() }
}

fn english() -> Body {
    let flags = ["does not wake up", "breathes slowly, snores or does not breathe", "has blue or grey lips"];
    let steps = [
        "Shout and rub the breastbone hard. {^who14}",
        "Call the ambulance and put the phone on loudspeaker.",
        "Give one breath every few seconds.",
        "Stay until help comes.",
    ];
    let dont = ["Do not leave the person alone.", "put the person in a cold bath"];
    let mut after = line("Naloxone works for a short time. Tell the crew: we will be there at {arrival}. ");
    after.extend([to_article("after-overdose", "The day after"), text(" says more.")]);
    let again = card(CardKind::Urgent, "See a doctor today if the person:", &["has a fever"]);
    let sections = vec![
        Section { sos: true, ..section("steps", 2, "What do I do?", vec![list(Some(1), &steps)]) },
        advice(Advice::Do, "Do", &["lay the person on one side", "loosen tight clothes"]),
        advice(Advice::Dont, "Do not", &dont),
        section("afterwards", 2, "When the person wakes up", vec![Block::Paragraph(after), again]),
        section("", 2, "Why it works", vec![p("Air keeps the brain alive.")]),
    ];
    let call = "Call an ambulance now, {contacts.ambulance}, if the person:";
    Body { lead: vec![card(CardKind::Emergency, call, &flags)], sections, footnotes: Vec::new() }
}

fn russian() -> Body {
    let flags = ["не просыпается", "дышит редко, храпит или не дышит", "губы синие или серые"];
    let steps = [
        "Громко позовите и сильно потрите грудину. {^who14}",
        "Вызовите скорую и включите громкую связь.",
        "Делайте один вдох каждые несколько секунд.",
        "Оставайтесь рядом, пока не приедет помощь.",
    ];
    let dont = ["Не оставляйте человека одного.", "сажать человека в холодную ванну"];
    let mut after = line("Налоксон действует недолго. Скажите бригаде: встретим в {arrival}. ");
    after.extend([to_article("after-overdose", "На следующий день"), text(" – подробнее.")]);
    let again = card(CardKind::Urgent, "Покажите врачу сегодня, если:", &["поднялась температура"]);
    let sections = vec![
        Section { sos: true, ..section("steps", 2, "Что делать?", vec![list(Some(1), &steps)]) },
        advice(Advice::Do, "Что делать рядом", &["положить человека на бок", "расстегнуть тесную одежду"]),
        advice(Advice::Dont, "Чего не делать", &dont),
        section("afterwards", 2, "Когда человек проснулся", vec![Block::Paragraph(after), again]),
        section("", 2, "Почему это помогает", vec![p("Воздух сохраняет мозг живым.")]),
    ];
    let call = "Звоните в скорую сейчас, {contacts.ambulance}, если человек:";
    Body { lead: vec![card(CardKind::Emergency, call, &flags)], sections, footnotes: Vec::new() }
}

/// A made-up text with every kind of block and piece there is.
pub(super) fn everything() -> Body {
    let lead = vec![
        p("Rest a vein for a while & let it heal. \"Less\" is <more>."),
        card(CardKind::Urgent, "See a doctor today if you have:", &["a hot, painful red line", "fever"]),
        card(CardKind::Soon, "Make an appointment if:", &["the lump stays"]),
    ];
    let sections = vec![
        section("care", 2, "How to care for a vein", vec![nested(), links()]),
        section("table", 2, "Where to get supplies", vec![table(), p("{services.stops}")]),
        section("", 2, "More", rest()),
    ];
    let footnotes = vec![("own".to_owned(), vec![p("A note of its own. {^sih}")])];
    Body { lead, sections, footnotes }
}

fn nested() -> Block {
    let pressed = vec![
        Inline::Strong(vec![text("Press "), Inline::Emphasis(line("firmly"))]),
        Inline::HardBreak,
        Inline::Strike(line("rub")),
        Inline::SoftBreak,
        Inline::Code("x < y".to_owned()),
    ];
    let items = vec![
        vec![p("Wash your hands."), list(None, &["with soap", "with clean water"])],
        vec![p("First paragraph."), p("Second paragraph.")],
        vec![Block::Paragraph(pressed)],
    ];
    Block::List { start: Some(3), items }
}

fn links() -> Block {
    let below = Target::Section(SectionId::parse("table").unwrap());
    let mut inlines = vec![
        web("https://example.org/?a=1&b=2", "A site"),
        text(", "),
        to_article("withheld-one", "a text that waits"),
        text(", "),
        link(Target::Phone("+7 (812) 123-45-67".to_owned()), "our phone{^sih}"),
        text(", "),
        link(below, "below {contacts.ambulance}"),
    ];
    inlines.extend(line(". {contacts.unknown}, {contacts.missing}, {clinical.wait}{^who14}{^who14}{^own}"));
    Block::Paragraph(inlines)
}

fn table() -> Block {
    let row = |cells: [&str; 3]| cells.map(line).to_vec();
    let rows = vec![
        row(["Bus stop North", "Monday to Friday, evenings", "syringes, water, ointment"]),
        row(["Bus stop South", "weekends", "syringes, naloxone, bandages"]),
    ];
    Block::Table { head: row(["Place", "When", "What they bring"]), rows }
}

fn rest() -> Vec<Block> {
    let picture = |file: &str, alt: &str| Inline::Picture {
        file: file.to_owned(),
        alt: vec![Inline::Text(alt.to_owned())],
    };
    let pictures = vec![
        picture("hand.png", "A hand that presses a gauze"),
        picture("lost.png", "Words for a lost picture"),
    ];
    vec![
        Block::Paragraph(pictures),
        Block::Quote(vec![p("A quote."), list(None, &["with a list"])]),
        Block::Code("plain <text>\n  kept as it is".to_owned()),
        Block::Rule,
        card(CardKind::Information, "Veins rest in turns", &["left arm", "right arm"]),
        Block::Card { kind: CardKind::SelfCare, blocks: vec![p("Cool it"), p("With a wet cloth.")] },
        Block::Card { kind: CardKind::Information, blocks: vec![list(None, &["no heading here"])] },
    ]
}
