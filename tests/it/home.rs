//! Home, as somebody uses it who has no scripts: what is said first, how many taps lead to each text, and how much it weighs
//! however many texts there are.

use std::cell::RefCell;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::fmt::Write as _;
use std::fs;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use vetted::article::front::Need;
use vetted::base::path::OutPath;
use vetted::pipeline::{self, Memo};
use vetted::trust::words::Reach;

use crate::base::{Base, SERVICES, article, article_with, files};
use crate::links;
use crate::lists::{Site, between, publish, text};
use crate::repository::{files_under, root};
use crate::weight::gzipped;

/// The most bytes of home, compressed.
const HOME: u64 = 20_000;

/// The most bytes of the emergency page, compressed: what a server sends before it waits for an answer.
const SOS: u64 = 14_000;

/// The most taps from home to any text.
const TAPS: usize = 4;

/// The links of a page, each with what has to be opened before it can be seen.
#[derive(Default)]
struct Taps {
    links: RefCell<Vec<(String, usize)>>,
    closed: RefCell<Vec<bool>>,
}

impl TokenSink for Taps {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let Token::TagToken(tag) = token else { return TokenSinkResult::Continue };
        let attribute = |name: &str| tag.attrs.iter().find(|one| &*one.name.local == name);
        match (&*tag.name, tag.kind) {
            ("details", TagKind::StartTag) => self.closed.borrow_mut().push(attribute("open").is_none()),
            ("details", TagKind::EndTag) => assert!(self.closed.borrow_mut().pop().is_some()),
            ("a", TagKind::StartTag) => {
                let opened = self.closed.borrow().iter().filter(|closed| **closed).count();
                let href = attribute("href").unwrap().value.to_string();
                self.links.borrow_mut().push((href, opened + 1));
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

/// The links of the page at `path` that stay in its folder or lead to another of the site, each with its taps.
fn links_of(site: &Site, path: &str) -> Vec<(String, usize)> {
    let tokenizer = Tokenizer::new(Taps::default(), TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(text(site, path)));
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    assert!(tokenizer.sink.closed.borrow().is_empty(), "{path}");
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let links = tokenizer.sink.links.take().into_iter().filter(|(href, _)| !href.contains(':'));
    let file = |href: &str| {
        let file = href.split('#').next().unwrap();
        match file.strip_prefix("../") {
            Some(above) => above.to_owned(),
            None if folder.is_empty() => file.to_owned(),
            None => format!("{folder}/{file}"),
        }
    };
    links.map(|(href, taps)| (file(&href), taps)).collect()
}

/// The fewest taps from the page at `start` to each page: a link is one, and so is whatever must be opened before it.
fn taps(site: &Site, start: &str) -> BTreeMap<String, usize> {
    let mut nearest = BTreeMap::new();
    let mut queue = BinaryHeap::from([Reverse((0, start.to_owned()))]);
    while let Some(Reverse((so_far, path))) = queue.pop() {
        if nearest.contains_key(&path) {
            continue;
        }
        nearest.insert(path.clone(), so_far);
        if so_far < TAPS && path.ends_with(".html") && site.contains_key(&path) {
            queue.extend(links_of(site, &path).into_iter().map(|(to, taps)| Reverse((so_far + taps, to))));
        }
    }
    nearest
}

/// The pages of texts in a language.
fn texts<'a>(site: &'a Site, lang: &str) -> Vec<&'a str> {
    let twins = site.keys().filter_map(|path| path.strip_suffix(".txt"));
    twins.filter(|path| path.starts_with(&format!("{lang}/"))).collect()
}

fn near_to_home(site: &Site) {
    for lang in ["en", "ru"] {
        for home in [format!("{lang}/index.html"), "index.html".to_owned()] {
            if home == "index.html" && lang == "ru" {
                continue;
            }
            let taps = taps(site, &home);
            for page in texts(site, lang) {
                let page = format!("{page}.html");
                assert!(taps.get(&page).is_some_and(|taps| *taps <= TAPS), "{page} from {home}");
            }
        }
    }
}

#[test]
fn every_text_of_the_starter_is_within_four_taps_and_home_and_emergency_page_are_small() {
    let (site, _) = links::starter();
    near_to_home(site);
    assert!(texts(site, "en").len() > 30 && texts(site, "ru").len() > 30);
    // Whoever knows what they need opens it and chooses.
    let of_home = links_of(site, "en/index.html");
    for page in texts(site, "en") {
        let taps =
            of_home.iter().filter(|(to, _)| *to == format!("{page}.html")).map(|(_, taps)| *taps).min();
        assert!(taps.is_some_and(|taps| taps <= 2), "{page} is {taps:?} taps from home");
    }
    for (page, most) in [("index.html", HOME), ("sos.html", SOS)] {
        for path in [page.to_owned(), format!("en/{page}"), format!("ru/{page}")] {
            let size = gzipped(&site[&path]);
            eprintln!("{path}: {size} bytes, gzip -9");
            assert!(size <= most, "{path} has {size} bytes, compressed");
        }
    }
}

/// Texts made of stretches of the starter's, drawn at random: as long as its own, and no easier to compress.
struct Words {
    words: Vec<String>,
    random: fastrand::Rng,
}

impl Words {
    fn read(lang: &str) -> Self {
        let files = files_under(&format!("content/{lang}"));
        let texts = files.iter().filter(|path| path.extension().is_some_and(|ending| ending == "md"));
        let texts: String = texts.map(|path| fs::read_to_string(root().join(path)).unwrap()).collect();
        let bodies = texts.split("+++").skip(2).step_by(2);
        let words = bodies.flat_map(|body| body.split(|other: char| !other.is_alphabetic()));
        let words = words.filter(|word| !word.is_empty()).map(str::to_lowercase);
        Self { words: words.collect(), random: fastrand::Rng::with_seed(6) }
    }

    fn some(&mut self, count: usize) -> String {
        let first = self.random.usize(..self.words.len() - count);
        self.words[first..first + count].join(" ")
    }

    fn article(&mut self, id: &str, need: &str, urgency: &str) -> String {
        let card = |kind: &str, words: &mut Self| {
            let flags: String = (0..5).fold(String::new(), |mut all, _| {
                let _ = writeln!(all, "> - {}", words.some(5));
                all
            });
            format!("> [!{kind}]\n> **{}, {{contacts.ambulance}}:**\n{flags}\n", words.some(6))
        };
        let (title, summary, urgent, soon) =
            (self.some(6), self.some(20), card("CAUTION", self), card("WARNING", self));
        let questions: Vec<String> = (0..4).map(|_| format!("\"{}?\"", self.some(8))).collect();
        article_with(id, id, &format!("ask_first = [{}]", questions.join(", ")))
            .replace(&format!("About {id}"), &title)
            .replace(&format!("What {id} is."), &summary)
            .replace("\"information\"", &format!("\"{need}\""))
            .replace("\"routine\"", &format!("\"{urgency}\""))
            .replace(
                &format!("> [!WARNING]\n> **See a doctor today, if you have:**\n> - sign{id}\n"),
                &(urgent + &soon),
            )
    }
}

/// A knowledge base with so many texts in each language: of every need and urgency, in more topics than home can name.
fn large(count: usize) -> Base {
    let mut base = Base::new();
    for lang in ["en", "ru"] {
        let mut words = Words::read(lang);
        for number in 0..count {
            let (id, need) = (format!("text-{number}"), Need::WORDS[number % Need::WORDS.len()]);
            let urgency = ["emergency", "urgent", "routine", "routine"][number / 7 % 4];
            // The first topic has more than a page holds.
            let topic =
                if number / 15 % 5 < 4 { "veins".to_owned() } else { format!("topic-{}", number % 300) };
            publish(&mut base, &format!("{lang}/{id}"), &topic, &words.article(&id, need, urgency));
        }
    }
    base.publish_services(1, SERVICES);
    base
}

/// Some pages of the site of a knowledge base: no others are made.
fn shown(base: &Base, paths: [&str; 2]) -> Site {
    let live = pipeline::shown(&base.project(), &mut Memo::default()).live.unwrap();
    let page = |path: &str| live.file(&OutPath::parse(path).unwrap()).unwrap().unwrap();
    paths.into_iter().map(|path| (path.to_owned(), page(path))).collect()
}

#[test]
fn of_many_texts_home_shows_as_much_as_it_can_carry_and_leads_to_all_of_them() {
    let homes = ["index.html", "ru/index.html"];
    let built = large(450).build();
    assert!(!built.record.has_errors(), "{:?}", built.record.into_sorted().first());
    let (some, many) = (shown(&large(150), homes), files(built));
    near_to_home(&many);
    assert!(many.contains_key("ru/topic-veins_2.html"), "a large topic goes on on a second page");
    let second = text(&many, "ru/topic-veins_2.html");
    assert!(second.contains("href=\"topic-veins.html\"") && second.contains("aria-current=\"page\""));
    for path in homes {
        let (few, size) = (gzipped(&some[path]), gzipped(&many[path]));
        eprintln!("{path}: {few} bytes of 150 texts, {size} of 450, gzip -9");
        assert!(size <= HOME, "{path} has {size} bytes, compressed");
        let links = |site: &Site| links_of(site, path).len();
        assert!(links(&many) <= links(&some) + 15 * 5, "{path} grows with the texts");
    }
    // What is beyond the first texts of a need is led on to.
    let need = between(text(&many, "en/index.html"), "Police, court, my rights", "</ul>");
    assert_eq!(need.matches("text-").count(), 6, "{need}");
    assert!(need.contains("The whole topic: Veins") && need.contains("a-z.html"), "{need}");
}

/// The questions of a group of signs, and behind each what stands under it.
fn cards<'a>(home: &'a str, group: &str) -> Vec<(&'a str, &'a str)> {
    let begin = home.find(group).unwrap_or_else(|| panic!("no {group}"));
    let rest = home[begin..].split_once("</summary>").unwrap().1;
    let end = rest.find("</details>\n</details>").unwrap();
    let cards = rest[..end].split("<details>\n<summary>").skip(1);
    cards.map(|card| card.split_once("</summary>").unwrap()).collect()
}

#[test]
fn a_sign_leads_to_its_text_behind_the_question_that_the_text_asks_first() {
    let mut base = Base::new();
    let own = |id: &str, urgency: &str, questions: &str, cards: &str| {
        article_with(id, id, &format!("ask_first = [{questions}]"))
            .replace("\"routine\"", &format!("\"{urgency}\""))
            .replace(&format!("> [!WARNING]\n> **See a doctor today, if you have:**\n> - sign{id}\n"), cards)
    };
    let caution =
        |flags: &str| format!("> [!CAUTION]\n> **Call {{contacts.ambulance}}, if the person:**\n{flags}");
    let both = caution("> - does *not* wake & move\n> - is cold\n")
        + "\n> [!WARNING]\n> **See a doctor:**\n> - shivers\n";
    publish(&mut base, "en/now", "veins", &own("now", "emergency", "\"Awake?\", \"Hot?\"", &both));
    publish(&mut base, "en/same", "veins", &own("same", "urgent", "\"Awake?\"", &caution("> - is cold\n")));
    publish(
        &mut base,
        "en/more",
        "skin",
        &own("more", "routine", "\"Awake?\"", &caution("> - is cold\n> - is blue\n")),
    );
    publish(&mut base, "en/calm", "skin", &own("calm", "routine", "", ""));
    publish(
        &mut base,
        "en/note",
        "skin",
        &own("note", "urgent", "", &caution("> - secret\n")).replace("[\"client\"]", "[\"worker\"]"),
    );
    publish(&mut base, "en/gone", "skin", &own("gone", "urgent", "", &caution("> - withdrawn\n")));
    base.withdraw(("en/gone", "skin"), 1, "dr-ada", Reach::EveryLanguage);
    let site = base.site();
    let home = text(&site, "en/index.html");
    let emergency = cards(home, "Signs of an emergency");
    let asked: Vec<&str> = emergency.iter().map(|(question, _)| *question).collect();
    assert_eq!(
        asked,
        ["Awake? <small>About now</small>", "About more"],
        "each question once, each new sign once"
    );
    let first = emergency[0].1;
    assert!(first.contains("<p>Call <a class=\"tel\" dir=\"ltr\" href=\"tel:103\">103</a>"), "{first}");
    assert!(first.contains("<li><a href=\"../en/now.html\">does not wake &amp; move</a></li>"), "{first}");
    assert_eq!(
        emergency[1].1.matches("<li>").count(),
        2,
        "a card stands as it was signed: {}",
        emergency[1].1
    );
    let urgent = cards(home, "Urgent signs");
    assert_eq!(urgent.len(), 1, "{urgent:?}");
    assert_eq!(urgent[0].0, "Hot? <small>About now</small>");
    assert!(!home.contains("secret") && !home.contains("withdrawn"), "{home}");
    assert!(!text(&site, "ru/index.html").contains("Что вы видите"), "a group without signs is not there");
}

#[test]
fn home_says_first_what_cannot_wait() {
    let mut base = Base::new();
    let own = |id: &str, need: &str, urgency: &str| {
        let text = article(id, id).replace("\"information\"", &format!("\"{need}\""));
        text.replace("\"routine\"", &format!("\"{urgency}\""))
    };
    publish(&mut base, "en/calm", "veins", &own("calm", "minor-complication", "routine"));
    publish(&mut base, "en/now", "overdose", &own("now", "overdose", "emergency"));
    publish(&mut base, "en/then", "overdose", &own("then", "overdose", "urgent"));
    let site = base.site();
    let home = text(&site, "en/index.html");
    let main = &home[home.find("<main").unwrap()..];
    let order = [
        "In an emergency",
        "href=\"tel:103\"",
        "href=\"../en/sos.html\"",
        "<li><a href=\"../en/now.html\">About now</a></li>",
        "What is happening?",
        "Someone took too much or does not wake up</summary>",
        "Emergency</span><a href=\"../en/now.html\"",
        "Urgent</span><a href=\"../en/then.html\"",
        "Something is wrong with a vein, my skin or a wound</summary>",
        "<li><a href=\"../en/calm.html\">About calm</a> <p>What calm is.</p></li>",
        "What do you see or feel?",
        "Topics</h2>",
    ];
    let mut at = 0;
    for words in order {
        at += main[at..].find(words).unwrap_or_else(|| panic!("no {words} where it belongs: {main}"));
    }
    assert!(!main.contains("How do I protect my health?"), "a need without a text is not asked for");
}

#[test]
fn a_text_never_ends_without_somebody_to_ask() {
    let mut base = Base::new();
    publish(&mut base, "en/first", "veins", &article("first", "alpha"));
    let ask = |site: &Site| between(text(site, "en/first.html"), "<p class=\"ask\">", "</p>").to_owned();
    assert_eq!(
        ask(&base.site()),
        "Not answered? Ask a worker: <a href=\"../en/sos.html\">Emergency help</a>"
    );
    base.publish_services(1, SERVICES);
    assert_eq!(
        ask(&base.site()),
        "Not answered? Ask a worker: <a href=\"../en/services.html\">Where to go for help</a>"
    );
}
