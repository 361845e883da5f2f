//! The pages that gather others: topics, the index, related texts; and what stands beside a page: redirects, plain twins,
//! other languages.

use std::collections::BTreeMap;

use vetted::base::name::ArticleId;
use vetted::trust::words::Reach;

use crate::base::{Base, article, article_with};

pub type Site = BTreeMap<String, Vec<u8>>;

pub fn text<'a>(site: &'a Site, path: &str) -> &'a str {
    let bytes = site.get(path).unwrap_or_else(|| panic!("there is no {path}"));
    std::str::from_utf8(bytes).unwrap()
}

/// The part of a text between two marks.
pub fn between<'a>(text: &'a str, begin: &str, end: &str) -> &'a str {
    let rest = text.split_once(begin).unwrap_or_else(|| panic!("no {begin} in {text}")).1;
    rest.split_once(end).unwrap_or_else(|| panic!("no {end} behind {begin}")).0
}

/// Puts a text into the record, signed by both.
pub fn publish(base: &mut Base, place: &str, topic: &str, text: &str) {
    base.freeze(place, 1, text);
    base.approve(place, topic, 1);
}

fn hrefs(html: &str) -> Vec<&str> {
    html.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect()
}

#[test]
fn a_topic_has_the_urgent_first_and_says_so_in_words() {
    let mut base = Base::new();
    publish(&mut base, "en/calm", "veins", &article("calm", "alpha"));
    publish(&mut base, "en/zeal", "veins", &article("zeal", "beta").replace("\"routine\"", "\"urgent\""));
    publish(&mut base, "en/now", "veins", &article("now", "gamma").replace("\"routine\"", "\"emergency\""));
    publish(&mut base, "en/note", "veins", &article("note", "delta").replace("[\"client\"]", "[\"worker\"]"));
    publish(&mut base, "en/own", "leg-ulcers", &article("own", "omega"));
    let site = base.site();
    let page = text(&site, "en/topic-veins.html");
    assert!(page.contains("<h1>Veins</h1>"));
    let order = [
        "Emergency</span>",
        "now.html\"",
        "Urgent</span>",
        "zeal.html\"",
        "Not urgent</h2>",
        "calm.html\"",
        "What alpha is.",
    ];
    let places: Vec<usize> =
        order.iter().map(|words| page.rfind(words).unwrap_or_else(|| panic!("{words}: {page}"))).collect();
    assert!(places.is_sorted(), "{places:?}");
    assert!(!page.contains("delta"), "a text for workers has no page to lead to");
    assert!(text(&site, "en/topic-leg-ulcers.html").contains("<h1>Leg ulcers</h1>"));
    assert!(
        text(&site, "en/now.html").contains("<a href=\"../en/topic-veins.html\">The whole topic: Veins</a>")
    );
    let home = between(text(&site, "en/index.html"), "id=\"the_topics\"", "</nav>");
    assert_eq!(hrefs(home), ["../en/topic-veins.html", "../en/topic-leg-ulcers.html", "../en/a-z.html"]);

    base.put("themes/default/strings/en.toml", "topic_leg-ulcers = \"Wounds\"\n");
    assert!(text(&base.site(), "en/topic-leg-ulcers.html").contains("<h1>Wounds</h1>"));
}

/// An article in Russian: a translation of the English one.
pub fn russian(id: &str, word: &str, settings: &str) -> String {
    article_with(id, word, &format!("source_language = \"en\"\n{settings}"))
}

#[test]
fn the_index_has_titles_headings_and_the_readers_own_words_in_the_order_of_the_alphabet() {
    let mut base = Base::new();
    for (id, terms) in [("first", "[\"ёлка\", \"ель\", \"od\", \"103\"]"), ("second", "[\"Ель\", \"жук\"]")]
    {
        publish(&mut base, &format!("en/{id}"), "veins", &article(id, id));
        let own = russian(id, id, "").replace(&format!("[\"term{id}\"]"), terms);
        let own = own.replace("title = \"About", "title = \"Ёж");
        base.freeze(
            &format!("ru/{id}"),
            1,
            &own.replace(&format!("What is {id}?"), "Набрать {contacts.ambulance} и ждать"),
        );
        base.approve_translation(&format!("ru/{id}"), "veins", 1, 1);
    }
    let site = base.site();
    let page = text(&site, "ru/a-z.html");
    let letters = between(page, "class=\"letters\"", "</nav>");
    let shown: Vec<&str> =
        letters.split("</a>").filter_map(|one| Some(one.rsplit_once('>')?.1)).take(5).collect();
    assert_eq!(shown, ["Е", "Ж", "Н", "O", "#"], "Cyrillic first, then Latin, then numbers");
    let e = between(page, "<h2 id=\"letter_415\">Е</h2>", "</ul>\n<h2");
    let lines: Vec<&str> = e.split('\n').filter(|line| line.starts_with("<li>")).collect();
    assert_eq!(
        lines,
        [
            "<li><a href=\"first.html\">Ёж first</a></li>",
            "<li><a href=\"second.html\">Ёж second</a></li>",
            "<li><a href=\"first.html\">ёлка</a></li>",
            "<li>Ель",
            "<li><a href=\"first.html\">Ёж first</a></li>",
            "<li><a href=\"second.html\">Ёж second</a></li>",
        ],
    );
    let n = between(page, "<h2 id=\"letter_41d\">Н</h2>", "<h2");
    assert!(n.contains("<li>Набрать 103 и ждать\n"), "facts are filled in: {n}");
    assert_eq!(hrefs(n), ["first.html#what", "second.html#what"], "a heading leads to its section");
    assert!(
        text(&site, "en/a-z.html")
            .contains("<li><a href=\"first.html#what\">What is first?</a> <small>About first</small></li>")
    );
}

#[test]
fn a_heading_that_many_texts_share_tells_nothing_and_stays_out_of_the_index() {
    let mut base = Base::new();
    for id in ["a", "b", "c", "d"] {
        let own = article(id, id).replace(&format!("What is {id}?"), "Read on");
        publish(&mut base, &format!("en/{id}"), "veins", &own);
        let index = base.site();
        assert_eq!(text(&index, "en/a-z.html").contains("Read on"), id != "d", "{id}");
    }
}

#[test]
fn an_index_that_would_be_too_long_is_divided_and_every_part_is_small() {
    let mut base = Base::new();
    let words: Vec<String> = (0..400_usize)
        .map(|n| format!("\"{} word {n} of many\"", &"abcdefghijklmnopqrstuvwxyz"[n % 26..=n % 26]))
        .collect();
    let words = words.join(", ");
    for n in 0..40 {
        let own = article(&format!("text{n}"), &format!("n{n}"));
        let own = own.replace(&format!("[\"termn{n}\"]"), &format!("[{words}, \"own {n}\"]"));
        publish(&mut base, &format!("en/text{n}"), "veins", &own);
    }
    let site = base.site();
    let overview = text(&site, "en/a-z.html");
    let parts: Vec<&str> =
        site.keys().filter(|path| path.starts_with("en/a-z-")).map(String::as_str).collect();
    assert!(parts.len() >= 3, "{parts:?}");
    assert!(
        overview.len() < 40_000 && overview.contains("href=\"a-z-1.html#letter_41\">A</a>"),
        "{overview}"
    );
    assert!(overview.contains("<li><a href=\"a-z-1.html\">a word "), "{overview}");
    let all: String = parts.iter().map(|part| text(&site, part)).collect();
    for part in &parts {
        assert!(text(&site, part).len() < 300_000, "{part}");
        assert!(text(&site, part).contains("rel=\"prev\"") || part.contains("-1."), "{part}");
    }
    for n in 0..40 {
        assert!(all.contains(&format!("<a href=\"text{n}.html\">own {n}</a>")), "{n}");
        assert!(all.contains(&format!("<a href=\"text{n}.html\">About n{n}</a>")), "{n}");
    }
    let russian = between(text(&site, "en/a-z-2.html"), "class=\"languages\"", "</nav>");
    assert!(russian.contains("href=\"../ru/a-z.html\""), "{russian}");
}

#[test]
fn related_texts_share_something_and_are_never_the_next_the_withdrawn_or_the_text_itself() {
    let mut base = Base::new();
    let own = |id: &str, need: &str, settings: &str| {
        article_with(id, id, settings).replace("\"information\"", &format!("\"{need}\""))
    };
    let with_word = |text: String, id: &str| text.replace(&format!("\"term{id}\""), "\"Shared\", \"term\"");
    publish(&mut base, "en/main", "veins", &with_word(own("main", "detox", "next = [\"after\"]"), "main"));
    publish(&mut base, "en/after", "veins", &own("after", "detox", ""));
    publish(&mut base, "en/word", "skin", &with_word(own("word", "art", ""), "word"));
    publish(&mut base, "en/both", "veins", &own("both", "detox", ""));
    publish(&mut base, "en/gone", "veins", &own("gone", "detox", ""));
    publish(&mut base, "en/topic", "veins", &own("topic", "art", ""));
    publish(&mut base, "en/need", "skin", &own("need", "detox", "").replace("routine", "urgent"));
    publish(&mut base, "en/none", "mind", &own("none", "legal", ""));
    base.withdraw(("en/gone", "veins"), 1, "dr-ada", Reach::EveryLanguage);
    let related = |site: &Site, id: &str| {
        let page = text(site, &format!("en/{id}.html"));
        let list = between(page, "<h2>More on this</h2>", "</ul>").to_owned();
        hrefs(&list)
            .into_iter()
            .map(|href| href.replace("../en/", "").replace(".html", ""))
            .collect::<Vec<_>>()
    };
    let site = base.site();
    assert_eq!(related(&site, "main"), ["word", "both", "need", "topic", "topic-veins"]);
    assert_eq!(related(&site, "none"), ["topic-mind"]);
    // Where many are alike, no text names more than four, and each has its own.
    for n in 10..50 {
        publish(&mut base, &format!("en/many{n}"), "infections", &own(&format!("many{n}"), "covid", ""));
    }
    let site = base.site();
    assert_eq!(related(&site, "many20"), ["many21", "many22", "many23", "many24", "topic-infections"]);
    assert_eq!(related(&site, "many49"), ["many10", "many11", "many12", "many13", "topic-infections"]);
}

#[test]
fn an_id_is_never_the_way_to_another_text() {
    let mut base = Base::new();
    // `taken` is a text in Russian, so in English it is no former name of anything.
    publish(
        &mut base,
        "en/new",
        "veins",
        &article_with("new", "alpha", "aliases = [\"taken\", \"gone\", \"free\"]"),
    );
    publish(&mut base, "ru/taken", "veins", &article("taken", "gamma"));
    publish(&mut base, "en/gone", "veins", &article("gone", "delta"));
    publish(&mut base, "en/other", "veins", &article_with("other", "omega", "aliases = [\"free\"]"));
    base.withdraw(("en/gone", "veins"), 1, "dr-ada", Reach::EveryLanguage);
    let site = base.site();
    assert!(!site.contains_key("en/taken.html"));
    assert!(text(&site, "en/free.html").contains("url=../en/new.html"), "the first of two that claim it");
    assert!(text(&site, "en/free.txt").contains("About alpha: https://test.example/en/new.html"));
    // A withdrawal is told; who comes after the withdrawn text is where to read on.
    let tombstone = text(&site, "en/gone.html");
    assert!(tombstone.contains("This text was withdrawn") && !tombstone.contains("http-equiv=\"refresh\""));
    assert!(
        between(tombstone, "Read instead", "</ul>").contains("<a href=\"../en/new.html\">About alpha</a>")
    );
    // What the withdrawal itself names comes first, and only what is published is named.
    for (instead, expected) in [("other", "other"), ("missing", "new")] {
        let mut named = base.clone();
        named.withdraw_with(("en/gone", "veins"), 2, "dr-bob", |withdrawal| {
            withdrawal.instead = ArticleId::parse(instead);
        });
        let site = named.site();
        let link = format!("../en/{expected}.html");
        assert_eq!(hrefs(between(text(&site, "en/gone.html"), "Read instead", "</ul>")), [link.as_str()]);
        let plain = text(&site, "en/gone.txt");
        assert!(
            plain.contains(&format!("https://test.example/en/{expected}.html")) && !plain.contains("delta"),
            "{plain}"
        );
    }
}

#[test]
fn a_plain_twin_says_everything_in_words() {
    let mut base = Base::new();
    let blank = "[snippets.what.blanks.when]\nlabel = \"when we come\"\nkind = \"time\"\n";
    let body = "\n{when} [Call](tel:112), [the next](next.md#what), [this](#more), [web](https://example.org/).\n\n## More {#more}\n\nTwo[^own] words.\n\n\
                | What | How |\n|---|---|\n| this | so |\n\n[^own]: A note of its own.\n";
    let own = article_with("first", "alpha", &format!("next = [\"next\"]\n{blank}")) + body;
    publish(&mut base, "en/first", "veins", &own);
    publish(&mut base, "en/next", "veins", &article("next", "beta"));
    let site = base.site();
    let plain =
        text(&site, "en/first.txt").strip_prefix('\u{FEFF}').expect("a browser is told that it is UTF-8");
    assert_eq!(
        plain,
        "About alpha\n\nWhat alpha is.\n\nUrgent: See a doctor today, if you have:\n- signalpha\n\n\n\
         What is alpha?\n\nCall 103 (Russia). It is leadalpha. [1]\n\n\
         [when we come] Call: 112, the next: https://test.example/en/next.html#what, this: https://test.example/en/first.html#more, web: https://example.org/.\n\n\n\
         More\n\nTwo [2] words.\n\nthis — How: so\n\n\nWhere to go next\n- About beta: https://test.example/en/next.html\n\n\n\
         Notes\n2. A note of its own.\n\n\nSources\n1. WHO. A guideline. 2014.\n\n\nWho checked this text\n\
         - dr-ada in public – medical check, 20 November 2026\n- ed-eve in public – language check, 20 November 2026\n\
         Version 1. Next check due: 20 November 2027\n\
         Signed files: https://test.example/record/en/first/1/article.md\n\n\
         The page of this text: https://test.example/en/first.html\n"
    );
    assert!(text(&site, "en/first.html").contains("<a href=\"first.txt\" type=\"text/plain\">Text only</a>"));
}

#[test]
fn a_page_says_which_languages_lack_it_and_when_a_translation_is_behind() {
    let mut base = Base::new();
    publish(&mut base, "en/alone", "veins", &article("alone", "alpha"));
    let urgent =
        |text: String| text.replace("\"routine\"", "\"emergency\"").replace(".snippet", ".snippet .sos");
    publish(&mut base, "en/both", "skin", &urgent(article("both", "beta")));
    base.freeze("ru/both", 1, &urgent(russian("both", "гамма", "")));
    base.approve_translation("ru/both", "skin", 1, 1);
    let site = base.site();
    let languages =
        |site: &Site, path: &str| between(text(site, path), "class=\"languages\"", "</nav>").to_owned();
    for (path, home) in [("en/alone.html", "../ru/index.html"), ("en/topic-veins.html", "../ru/index.html")] {
        let shown = languages(&site, path);
        assert!(shown.contains(&format!("href=\"{home}\" hreflang=\"ru\" lang=\"ru\"")), "{path}: {shown}");
        assert!(shown.contains("Русский <small>(страницы нет: на главную)</small>"), "{path}: {shown}");
    }
    for path in
        ["en/both.html", "en/topic-skin.html", "en/a-z.html", "en/sos.html", "en/index.html", "index.html"]
    {
        assert!(!languages(&site, path).contains("<small>"), "{path}");
    }
    assert!(!text(&site, "ru/both.html").contains("изменился"));

    base.freeze("en/both", 2, &urgent(article("both", "newer")));
    base.approve("en/both", "skin", 2);
    let site = base.site();
    let notice = "<p>Оригинал этого перевода с тех пор изменился: <a href=\"../en/both.html\" hreflang=\"en\" lang=\"en\" dir=\"ltr\">About newer</a></p>";
    assert!(text(&site, "ru/both.html").contains(notice), "{}", text(&site, "ru/both.html"));
    assert!(
        text(&site, "ru/sos.html").contains(notice),
        "whoever reads the emergency page learns it as well"
    );
    let plain = "Оригинал этого перевода с тех пор изменился: About newer: https://test.example/en/both.html";
    assert!(text(&site, "ru/both.txt").contains(plain));

    // Where one language has a text and the other its tombstone, each leads to the other.
    base.withdraw(("ru/both", "skin"), 1, "dr-ada", Reach::ThisLanguage);
    let site = base.site();
    assert!(languages(&site, "ru/both.html").contains("href=\"../en/both.html\""));
    assert!(languages(&site, "en/both.html").contains("href=\"../ru/index.html\""));
}
