//! `new`: every template is a text whose blanks are told by `check`, and nothing else; a translation has the form of the
//! text it follows.

use vetted::article::Article;
use vetted::base::lang::Lang;
use vetted::base::path::SourcePath;
use vetted::diagnostic::{Diagnostic, Diagnostics, Place};
use vetted::source::Source;

use crate::determinism::tree;
use crate::repository::root;
use crate::story::{Story, TEXT};

fn source(path: &str, text: String) -> Source {
    Source::new(SourcePath::parse(path).unwrap(), text)
}

/// All that is wrong with a text by itself, with the words it is about.
fn faults(text: &str, lang: &str) -> Vec<(String, Diagnostic)> {
    let mut found = Diagnostics::new();
    let source = source("content/en/veins/rest.md", text.to_owned());
    Article::parse(&source, &Lang::parse(lang).unwrap(), &mut found);
    let words = |fault: &Diagnostic| match &fault.labels[0].place {
        Place::Text(span) => span.text().to_owned(),
        Place::File(_) => String::new(),
    };
    found.into_sorted().into_iter().map(|fault| (words(&fault), fault)).collect()
}

/// Fills every blank as an editor would, with any words, never the same: an invite must not say a search term.
fn filled(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, mark)) = rest.split_once("{?") {
        out.push_str(before);
        out.extend(["words", &rest.len().to_string()]);
        rest = mark.split_once('}').unwrap().1;
    }
    let out = out + rest;
    out.replace("need = \"\"", "need = \"overdose\"").replace("year = 0 ", "year = 2024 ")
}

const KINDS: [&str; 5] = ["emergency", "urgent", "routine", "about", "worker"];

/// A base with these languages and nobody in it.
fn base(languages: &str) -> Story {
    let base = Story::begin();
    base.told(0, &["init", base.root().to_str().unwrap()]);
    let settings = base.read("vetted.toml");
    let settings = settings.replace("languages = [\"en\"]", &format!("languages = [{languages}]"));
    assert!(settings.contains(languages), "{settings}");
    base.write("vetted.toml", &settings);
    base
}

#[test]
fn a_new_text_has_only_the_faults_of_its_blanks_and_each_says_what_belongs_there() {
    let base = base(r#""en", "ru""#);
    for lang in ["en", "ru"] {
        for kind in KINDS {
            let place = format!("{lang}/veins/{kind}-{lang}");
            base.told(0, &["new", &place, "--kind", kind]);
            let text = base.read(&format!("content/{place}.md"));
            let faults = faults(&text, lang);
            assert!(faults.len() > 5, "{place}");
            for (words, fault) in &faults {
                let is_blank = words.contains("{?") || words == "\"\"" || words == "0";
                assert!(is_blank && fault.help.is_some(), "{place}: {words}: {fault:?}");
                let says = words.contains("{?").then_some("still to be written: ");
                assert!(says.is_none_or(|says| fault.message.starts_with(says)), "{fault:?}");
            }
            base.write(&format!("content/{place}.md"), &filled(&text));
        }
    }
    assert!(base.told(0, &["check"]).contains("nothing is wrong"), "only blanks were wrong");
}

#[test]
fn the_kind_follows_from_the_topic() {
    let base = base(r#""en", "ru", "kk""#);
    for (place, says) in [
        ("en/overdose/a", "urgency = \"emergency\""),
        ("en/worker/b", "audience = [\"worker\"]"),
        ("en/about/c", "{#limits}"),
        ("en/skin/d", "urgency = \"routine\""),
        ("kk/skin/e", "What can I do?"),
        ("ru/skin/f", "Что я могу сделать?"),
    ] {
        base.told(0, &["new", place]);
        assert!(base.read(&format!("content/{place}.md")).contains(says), "{place}");
    }
}

/// What must be the same in a text and its translation.
fn form(text: &str, lang: &str) -> String {
    let mut found = Diagnostics::new();
    let source = source("content/en/veins/rest.md", text.to_owned());
    let article = Article::parse(&source, &Lang::parse(lang).unwrap(), &mut found);
    let article = article.unwrap_or_else(|| panic!("{:?}", found.into_sorted()));
    let (front, outline) = (article.front(), article.outline());
    let sections =
        outline.sections.iter().map(|section| (&section.id, section.level, section.snippet, section.sos));
    let settings = front.snippets.iter().map(|(id, snippet)| {
        (
            id,
            snippet.sensitivity,
            &snippet.channels,
            snippet.openings.keys().collect::<Vec<_>>(),
            &snippet.sequence,
        )
    });
    let keys: Vec<_> = outline.facts.iter().map(|(key, _)| key).collect();
    let links: Vec<_> = outline.links.iter().map(|(target, _)| target).collect();
    let cards: Vec<_> = outline.cards.iter().map(|(kind, _)| kind).collect();
    let (sections, settings): (Vec<_>, Vec<_>) = (sections.collect(), settings.collect());
    format!(
        "{:?} {:?} {:?} {:?} {:?}",
        front.need, front.urgency, front.audience, front.sources, front.escalate_to
    ) + &format!("{sections:?} {settings:?} {keys:?} {links:?} {cards:?} {:?}", front.ask_first.len())
}

#[test]
fn a_translation_begins_with_the_form_of_the_text_it_follows() {
    let base = base(r#""en", "ru", "kk""#);
    for (name, bytes) in tree(&root().join("content/en")) {
        let (name, original) = (name.trim_end_matches(".md"), String::from_utf8(bytes).unwrap());
        base.write(&format!("content/en/{name}.md"), &original);
        let said = base.told(0, &["new", &format!("ru/{name}")]);
        assert!(said.contains(&format!("after content/en/{name}.md")), "{said}");
        let begun = base.read(&format!("content/ru/{name}.md"));
        assert!(begun.contains("source_language = \"en\"\n"), "{begun}");
        for (words, fault) in faults(&begun, "ru") {
            assert!(words.contains("{?") && fault.message.starts_with("still to be written: "), "{fault:?}");
        }
        let done = filled(&begun);
        assert_eq!(form(&done, "ru"), form(&original, "en"), "{done}");
        assert!(!done.contains("Call") && !done.contains("Hey"), "{done}");
    }
}

#[test]
fn a_translation_has_no_kind_and_follows_a_text_without_faults() {
    let base = base(r#""en", "ru", "kk""#);
    base.write("content/en/veins/rest.md", TEXT);
    let said = base.told(2, &["new", "ru/veins/rest", "--kind", "urgent"]);
    assert!(said.contains("translation of content/en/veins/rest.md"), "{said}");
    base.told(0, &["new", "ru/veins/rest"]);
    base.told(2, &["new", "ru/veins/rest"]);

    // A translation of a translation follows the first text.
    let russian = filled(&base.read("content/ru/veins/rest.md"));
    base.write("content/ru/veins/rest.md", &russian);
    assert!(base.told(0, &["new", "kk/veins/rest"]).contains("after content/en/veins/rest.md"));

    base.write(
        "content/en/veins/sore.md",
        &TEXT.replace("\"rest\"", "\"sore\"").replace("urgency", "urgent"),
    );
    assert!(
        base.told(1, &["new", "ru/veins/sore"])
            .contains("content/en/veins/sore.md, which this text would follow")
    );
}
