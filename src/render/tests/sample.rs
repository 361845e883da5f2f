//! Hand-made articles and pages, with something of everything.

use std::collections::BTreeMap;

use tera::Value;

use crate::article::front::{Blank, BlankKind, Reference, SnippetSettings, Urgency};
use crate::article::tree::{Advice, Block, Body, CardKind, Inline, Section, Target};
use crate::base::day::Day;
use crate::base::lang::Lang;
use crate::base::name::{ArticleId, BlankName, FactKey, SectionId, ThemeName};
use crate::base::path::OutPath;
use crate::diagnostic::Diagnostics;
use crate::facts::{Fact, FactKind, Wording};
use crate::project::Project;
use crate::render::view::{ArticleView, Entry, Group, HomeView, Link, MovedView, ReviewEntry, ReviewView};
use crate::render::view::{SosEntry, SosView, SourceView, TombstoneView};
use crate::render::*;
use crate::theme::Theme;

pub(super) fn lang(tag: &str) -> Lang {
    Lang::parse(tag).unwrap()
}

/// The default theme in English, Russian and, as a stand-in for right-to-left, nothing more.
pub(super) fn theme() -> Theme {
    let project = Project::new(BTreeMap::new(), Diagnostics::new(), Day::parse("2026-11-21").unwrap());
    let mut found = Diagnostics::new();
    let name = ThemeName::parse("default").unwrap();
    let theme = Theme::compile(&project, &name, &[lang("en"), lang("ru")], &mut found);
    assert!(found.is_empty(), "{:#?}", found.into_sorted());
    theme.unwrap()
}

pub(super) fn text(text: &str) -> Inline {
    Inline::Text(text.to_owned())
}

pub(super) fn p(words: &str) -> Block {
    Block::Paragraph(vec![text(words)])
}

pub(super) fn key(name: &str) -> Inline {
    Inline::Fact(FactKey::parse(name).unwrap())
}

fn items(start: Option<u64>, items: &[&str]) -> Block {
    Block::List { start, items: items.iter().map(|item| vec![p(item)]).collect() }
}

fn card(kind: CardKind, title: Vec<Inline>, red_flags: &[&str]) -> Block {
    let title = Block::Paragraph(vec![Inline::Strong(title)]);
    Block::Card { kind, blocks: vec![title, items(None, red_flags)] }
}

pub(super) fn section(id: &str, level: u8, title: &str, blocks: Vec<Block>) -> Section {
    let id = SectionId::parse(id);
    let (title, advice) = (vec![text(title)], None);
    Section { id, level, title, advice, snippet: false, sos: false, blocks }
}

fn article_link(id: &str, words: &str) -> Inline {
    let id = ArticleId::parse(id).unwrap();
    let target = Target::Article { lang: None, topic: None, id, section: None };
    Inline::Link { target, text: vec![text(words)] }
}

/// A made-up emergency text in two languages.
pub(super) fn emergency(tag: &str) -> Body {
    let pick = |en: &'static str, ru: &'static str| if tag == "ru" { ru } else { en };
    let number = key("contacts.ambulance");
    let call = vec![
        text(pick("Call an ambulance now, ", "Звоните в скорую сейчас, ")),
        number,
        text(pick(", if the person:", ", если человек:")),
    ];
    let flags = [
        pick("does not wake up", "не просыпается"),
        pick("breathes slowly, snores or does not breathe", "дышит редко, храпит или не дышит"),
        pick("has blue or grey lips", "губы синие или серые"),
    ];
    let mut first_step =
        vec![text(pick("Shout and rub the breastbone hard. ", "Громко позовите и сильно потрите грудину. "))];
    first_step.push(Inline::Cite("who14".to_owned()));
    let steps = Block::List {
        start: Some(1),
        items: vec![
            vec![Block::Paragraph(first_step)],
            vec![p(pick(
                "Call the ambulance and put the phone on loudspeaker.",
                "Вызовите скорую и включите громкую связь.",
            ))],
            vec![p(pick("Give one breath every few seconds.", "Делайте один вдох каждые несколько секунд."))],
            vec![p(pick("Stay until help comes.", "Оставайтесь рядом, пока не приедет помощь."))],
        ],
    };
    let mut what = section("steps", 2, pick("What do I do?", "Что делать?"), vec![steps]);
    (what.sos, what.snippet) = (true, true);
    let mut dont = section(
        "",
        3,
        pick("Do not", "Чего не делать"),
        vec![items(
            None,
            &[
                pick("Do not leave the person alone.", "Не оставляйте человека одного."),
                pick("put the person in a cold bath", "сажать человека в холодную ванну"),
            ],
        )],
    );
    dont.advice = Some(Advice::Dont);
    let mut does = section(
        "",
        3,
        pick("Do", "Что делать рядом"),
        vec![items(
            None,
            &[
                pick("lay the person on one side", "положить человека на бок"),
                pick("loosen tight clothes", "расстегнуть тесную одежду"),
            ],
        )],
    );
    does.advice = Some(Advice::Do);
    let mut after = section(
        "afterwards",
        2,
        pick("When the person wakes up", "Когда человек проснулся"),
        vec![Block::Paragraph(vec![
            text(pick(
                "Naloxone works for a short time. Tell the crew: we will be there at ",
                "Налоксон действует недолго. Скажите бригаде: встретим в ",
            )),
            Inline::Blank(BlankName::parse("arrival").unwrap()),
            text(". "),
            article_link("after-overdose", pick("The day after", "На следующий день")),
            text(pick(" says more.", " – подробнее.")),
        ])],
    );
    after.snippet = true;
    let lead = vec![card(CardKind::Emergency, call, &flags)];
    let why = section(
        "",
        2,
        pick("Why it works", "Почему это помогает"),
        vec![p(pick("Air keeps the brain alive.", "Воздух сохраняет мозг живым."))],
    );
    Body { lead, sections: vec![what, does, dont, after, why], footnotes: Vec::new() }
}

/// A made-up text with every kind of block and piece there is.
pub(super) fn everything() -> Body {
    let cite = |key: &str| Inline::Cite(key.to_owned());
    let lead = vec![
        p("Rest a vein for a while & let it heal. \"Less\" is <more>."),
        card(
            CardKind::Urgent,
            vec![text("See a doctor today if you have:")],
            &["a hot, painful red line", "fever"],
        ),
        card(CardKind::Soon, vec![text("Make an appointment if:")], &["the lump stays"]),
    ];
    let nested = Block::List {
        start: Some(3),
        items: vec![
            vec![p("Wash your hands."), items(None, &["with soap", "with clean water"])],
            vec![p("First paragraph."), p("Second paragraph.")],
            vec![Block::Paragraph(vec![
                Inline::Strong(vec![text("Press "), Inline::Emphasis(vec![text("firmly")])]),
                Inline::HardBreak,
                Inline::Strike(vec![text("rub")]),
                Inline::SoftBreak,
                Inline::Code("x < y".to_owned()),
            ])],
        ],
    };
    let links = Block::Paragraph(vec![
        Inline::Link {
            target: Target::Web("https://example.org/?a=1&b=2".to_owned()),
            text: vec![text("A site")],
        },
        text(", "),
        article_link("withheld-one", "a text that waits"),
        text(", "),
        Inline::Link {
            target: Target::Phone("+7 (812) 123-45-67".to_owned()),
            text: vec![text("our phone"), cite("sih")],
        },
        text(", "),
        Inline::Link {
            target: Target::Section(SectionId::parse("table").unwrap()),
            text: vec![text("below "), key("contacts.ambulance")],
        },
        text(". "),
        key("contacts.unknown"),
        text(" "),
        key("contacts.missing"),
        text(" "),
        key("clinical.wait"),
        cite("who14"),
        cite("who14"),
        cite("own"),
    ]);
    let table = Block::Table {
        head: vec![vec![text("Place")], vec![text("When")], vec![text("What they bring")]],
        rows: vec![
            vec![
                vec![text("Bus stop North")],
                vec![text("Monday to Friday, evenings")],
                vec![text("syringes, water, ointment")],
            ],
            vec![
                vec![text("Bus stop South")],
                vec![text("weekends")],
                vec![text("syringes, naloxone, bandages")],
            ],
        ],
    };
    let picture =
        Inline::Picture { file: "hand.png".to_owned(), alt: "A hand that presses a gauze".to_owned() };
    let lost = Inline::Picture { file: "lost.png".to_owned(), alt: "Words for a lost picture".to_owned() };
    let sections = vec![
        section("care", 2, "How to care for a vein", vec![nested, links]),
        section(
            "table",
            2,
            "Where to get supplies",
            vec![table, Block::Paragraph(vec![key("services.stops")])],
        ),
        section(
            "",
            2,
            "More",
            vec![
                Block::Paragraph(vec![picture, lost]),
                Block::Quote(vec![p("A quote."), items(None, &["with a list"])]),
                Block::Code("plain <text>\n  kept as it is".to_owned()),
                Block::Rule,
                card(CardKind::Information, vec![text("Veins rest in turns")], &["left arm", "right arm"]),
                Block::Card { kind: CardKind::SelfCare, blocks: vec![p("Cool it"), p("With a wet cloth.")] },
                Block::Card { kind: CardKind::Information, blocks: vec![items(None, &["no heading here"])] },
            ],
        ),
    ];
    let footnotes =
        vec![("own".to_owned(), vec![Block::Paragraph(vec![text("A note of its own. "), cite("sih")])])];
    Body { lead, sections, footnotes }
}

pub(super) fn sources() -> Vec<Reference> {
    let source = |key: &str, title: &str, org: &str, year| Reference {
        key: key.to_owned(),
        title: title.to_owned(),
        org: org.to_owned(),
        year,
        url: None,
        doi: None,
        isbn: None,
    };
    let mut sources = vec![
        source("who14", "Community management of opioid overdose", "WHO", 2014),
        source("sih", "The Safer Injecting Handbook", "Exchange Supplies", 2021),
    ];
    sources[0].isbn = Some("978 92 4 154881 6".to_owned());
    sources[0].url = Some("https://www.who.int/".to_owned());
    sources[1].doi = Some("10.1186/s12954-020-00452-6".to_owned());
    sources
}

pub(super) fn facts() -> BTreeMap<FactKey, Fact> {
    let fact = |kind, text: Option<&str>, country: Option<&str>| Fact {
        kind,
        wording: text.map(|text| Wording::Same(text.to_owned())),
        country: country.map(str::to_owned),
        source: "test".to_owned(),
        checked: None,
        range: 0..0,
    };
    let named = |name: &str, fact: Fact| (FactKey::parse(name).unwrap(), fact);
    BTreeMap::from([
        named("contacts.ambulance", fact(FactKind::Phone, Some("103"), Some("RU"))),
        named("contacts.unknown", fact(FactKind::Phone, None, None)),
        named("clinical.wait", fact(FactKind::Number, Some("5 мин"), None)),
        named(
            "services.stops",
            fact(FactKind::Block, Some("Stop North, evenings\nStop South, weekends\n"), None),
        ),
    ])
}

pub(super) fn snippets() -> BTreeMap<SectionId, SnippetSettings> {
    let blank = Blank { label: "when we arrive".to_owned(), kind: BlankKind::Time };
    let blanks = BTreeMap::from([(BlankName::parse("arrival").unwrap(), blank)]);
    BTreeMap::from([(
        SectionId::parse("afterwards").unwrap(),
        SnippetSettings { blanks, ..SnippetSettings::default() },
    )])
}

pub(super) fn links(target: &Target) -> Destination {
    match target {
        Target::Article { id, .. } if id.as_str() == "withheld-one" => Destination::Withheld,
        Target::Article { id, .. } => Destination::Href(format!("{id}.html")),
        Target::Section(id) => Destination::Href(format!("#{id}")),
        Target::Web(_) | Target::Phone(_) => panic!("asked for an address that needs no answer"),
    }
}

/// Calls `then` with the surroundings of a body in `tag`.
pub(super) fn around<T>(
    theme: &Theme,
    tag: &str,
    body: &Body,
    place: Place<'_>,
    then: impl FnOnce(&Surroundings<'_>) -> T,
) -> T {
    let lang = lang(tag);
    let picture = Picture { src: "hand.png".to_owned(), width: 320, height: 200 };
    let pictures = BTreeMap::from([("hand.png".to_owned(), picture)]);
    then(&Surroundings {
        lang: &lang,
        labels: theme.labels(&lang),
        facts: &facts(),
        links: &links,
        pictures: &pictures,
        citations: &Citations::new(&sources(), &body.footnotes),
        snippets: &snippets(),
        place,
    })
}

fn frame(theme: &Theme, tag: &str, path: &str) -> Frame {
    let name = if tag == "ru" { "Рядом" } else { "At hand" };
    let site = SiteView {
        name: name.to_owned(),
        emergency: Some(Link { text: "103".to_owned(), href: "tel:103".to_owned() }),
        exit: Some("https://example.org/weather".to_owned()),
        onion: Some("exampleexampleexampleexampleexampleexampleexampleexampleex.onion".to_owned()),
    };
    let mut frame = Frame::new(&Shared::new(theme, &lang(tag), &site), &OutPath::parse(path).unwrap());
    let twin = |other: &str| path.replacen(&format!("{tag}/"), &format!("{}{other}/", frame.root), 1);
    frame.languages =
        ["en", "ru"].map(|other| LanguageLink::new(theme, &lang(other), twin(other), other == tag)).into();
    frame.demonstration = true;
    frame
}

fn review(theme: &Theme, tag: &str, id: &str) -> ReviewView {
    let lang = lang(tag);
    let labels = theme.labels(&lang);
    let dated = |day| Dated::new(Day::parse(day).unwrap(), labels);
    let entry = |role: &str, who: &str, day| ReviewEntry {
        role: labels.get(role).to_owned(),
        who: who.to_owned(),
        day: dated(day),
    };
    ReviewView {
        version: 7,
        entries: vec![
            entry("role_medical", "physician, infectious diseases", "2026-11-20"),
            entry("role_editor", "editor", "2026-11-19"),
        ],
        due: dated("2027-05-20"),
        folder: format!("record/{tag}/{id}/7"),
        commands: vec![
            "ssh-keygen -Y verify -f ../../../../trust/allowed_signers -r ../../../../trust/revoked -I dr-ada -n medical.starter.example -Overify-time=20261120Z -s medical.dr-ada.note.sig < medical.dr-ada.note".to_owned(),
            "sha256sum -c --strict medical.dr-ada.note".to_owned(),
        ],
    }
}

/// Every sort of page, under the name it would have.
pub(super) fn pages() -> Vec<(String, String)> {
    let theme = theme();
    let mut pages = Vec::new();
    for tag in ["en", "ru"] {
        let pick = |en: &'static str, ru: &'static str| if tag == "ru" { ru } else { en };
        let mut add = |name: &str, page: Result<String, crate::diagnostic::Diagnostic>| {
            pages.push((format!("{tag}/{name}.html"), page.unwrap()));
        };
        let frame = |name: &str| frame(&theme, tag, &format!("{tag}/{name}.html"));
        let article = |id: &str, body: &Body, urgency, title: &str, summary: &str| ArticleView {
            title: title.to_owned(),
            summary: summary.to_owned(),
            urgency,
            body: around(&theme, tag, body, Place::Own, |around| body::body(body, around)),
            sources: around(&theme, tag, body, Place::Own, |around| {
                SourceView::list(&sources(), &body::body(body, around))
            }),
            next: vec![Link {
                text: pick("After an overdose: the next day", "После передозировки: следующий день")
                    .to_owned(),
                href: "after-overdose.html".to_owned(),
            }],
            expired: None,
            behind: None,
            review: review(&theme, tag, id),
        };
        let title = pick("Opioid overdose: what to do now", "Передозировка опиоидами: что делать сейчас");
        let summary = pick(
            "Steps for the person who is there, until help comes.",
            "Шаги для того, кто рядом, пока не приедет помощь.",
        );
        let body = emergency(tag);
        let now = article("overdose-now", &body, Urgency::Emergency, title, summary);
        add("overdose-now", page::article(&theme, &frame("overdose-now"), &now));
        let mut care = article(
            "vein-care",
            &everything(),
            Urgency::Routine,
            "Vein care: rest and recovery",
            "How to let veins rest, and when a doctor should look.",
        );
        care.expired = Some(Dated::new(Day::parse("2026-05-20").unwrap(), theme.labels(&lang(tag))));
        care.behind = Some(Link { text: "English".to_owned(), href: "../en/vein-care.html".to_owned() });
        add("vein-care", page::article(&theme, &frame("vein-care"), &care));
        let id = ArticleId::parse("overdose-now").unwrap();
        let parts: Vec<Value> =
            around(&theme, tag, &body, Place::Shared(&id), |around| body::sos(&body, around));
        let second = SosEntry {
            title: pick("Overheating, chest pain, panic", "Перегрев, боль в груди, паника").to_owned(),
            href: "b.html".to_owned(),
            parts: parts[..1].to_vec(),
        };
        let sos = SosView {
            entries: vec![
                SosEntry { title: title.to_owned(), href: "overdose-now.html".to_owned(), parts },
                second,
            ],
        };
        add("sos", page::sos(&theme, &frame("sos"), &sos));
        let entry = |title: &str, href: &str, summary: &str| Entry {
            title: title.to_owned(),
            href: href.to_owned(),
            summary: summary.to_owned(),
        };
        let group = |need: &str, entries| Group {
            id: need.to_owned(),
            label: theme.labels(&lang(tag)).get(&format!("need_{need}")).to_owned(),
            entries,
        };
        let home = HomeView {
            emergency: vec![entry(title, "overdose-now.html", summary)],
            groups: vec![
                group(
                    "minor-complication",
                    vec![
                        entry(
                            "Vein care: rest and recovery",
                            "vein-care.html",
                            "How to let veins rest, and when a doctor should look.",
                        ),
                        entry("Bleeding after an injection", "vein-care.html", "How to stop it."),
                    ],
                ),
                group(
                    "psych",
                    vec![entry(
                        "Anxiety, grief, cravings",
                        "vein-care.html",
                        "What helps through the night.",
                    )],
                ),
            ],
        };
        add("index", page::home(&theme, &frame("index"), &home));
        let tombstone = TombstoneView {
            reason: theme.labels(&lang(tag)).get("reason_guidance-changed").to_owned(),
            day: Dated::new(Day::parse("2026-11-20").unwrap(), theme.labels(&lang(tag))),
            instead: Some(Link { text: title.to_owned(), href: "overdose-now.html".to_owned() }),
        };
        add("tombstone", page::tombstone(&theme, &frame("tombstone"), &tombstone));
        add(
            "moved",
            page::moved(
                &theme,
                &frame("moved"),
                &MovedView { to: Link { text: title.to_owned(), href: "overdose-now.html".to_owned() } },
            ),
        );
        add("404", page::not_found(&theme, &frame("404")));
    }
    pages
}
