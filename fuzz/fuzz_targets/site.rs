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
        match path.as_str().rsplit('.').next() {
            Some("html") => {
                Page::read(text());
            }
            Some("json") => {
                serde_json::from_slice::<serde_json::Value>(bytes).expect("JSON");
            }
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

fn squeezed(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}
