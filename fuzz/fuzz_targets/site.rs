//! Any text that can be published, signed and built: in no finished file is there more than the text says.
#![no_main]

use libfuzzer_sys::fuzz_target;
use vetted::article::Article;
use vetted::diagnostic::Diagnostics;
use vetted::project::{File, checked_text};
use vetted_fuzz::markup::Page;
use vetted_fuzz::{lang, path, site};

fuzz_target!(|bytes: &[u8]| {
    let path = path("content/en/veins/rest.md");
    let file = File::new(&path, bytes.to_vec());
    let Some(source) = checked_text(&path, &file, &mut Diagnostics::new()) else { return };
    let Some(article) = Article::parse(source, &lang("en"), &mut Diagnostics::new()) else { return };
    let site = site::build(&article);
    for path in site.files().keys() {
        let bytes = site.bytes(path.as_str()).expect("bytes");
        let text = || std::str::from_utf8(bytes).expect("text");
        match path.as_str().rsplit_once('/').map_or(path.as_str(), |(_, name)| name).split_once('.') {
            // The two pages with scripts of their own: texts come into one as data, into the other from a file beside it.
            Some(("answers", "html")) => data(between(text(), TEXTS, "</script>")),
            Some(("search", "html")) => {}
            Some((_, "html")) => {
                Page::read(text());
            }
            Some((_, "json")) => json(text()),
            Some((_, name)) if name.ends_with(".js") => json(between(text(), "vettedTexts(", ");\n")),
            _ => {}
        }
    }
    let page = format!("en/{}.html", article.id());
    if let Some(bytes) = site.bytes(&page) {
        let page = Page::read(std::str::from_utf8(bytes).expect("text"));
        assert_eq!(squeezed(&page.heading()), squeezed(&article.front().title));
        assert!(squeezed(&page.title()).contains(&squeezed(&article.front().title)));
    }
});

/// How the data of a page begins.
const TEXTS: &str = "<script type=\"application/json\" id=\"texts\">";

/// What stands between the first `begin` and the first `end` behind it.
fn between<'t>(text: &'t str, begin: &str, end: &str) -> &'t str {
    let (_, rest) = text.split_once(begin).expect("a beginning");
    rest.split_once(end).expect("an end").0
}

/// Data within a page: whole where a browser ends it, and nothing in it that a browser would read as a tag.
fn data(text: &str) {
    json(text);
    assert!(!text.contains('<'), "a tag in the data");
}

fn json(text: &str) {
    serde_json::from_str::<serde_json::Value>(text).expect("JSON");
}

fn squeezed(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}
