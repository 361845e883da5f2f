//! Any bytes as an article: an answer, places that can be shown, and one truth in outline and tree.
#![no_main]

use libfuzzer_sys::fuzz_target;
use vetted::article::Article;
use vetted::base::name::SiteId;
use vetted::diagnostic::Diagnostics;
use vetted::project::{File, checked_text};
use vetted_fuzz::{lang, path, told};

fuzz_target!(|bytes: &[u8]| {
    let path = path("content/en/veins/rest.md");
    let file = File::new(&path, bytes.to_vec());
    let mut found = Diagnostics::new();
    let clean = checked_text(&path, &file, &mut found).is_some();
    assert_eq!(clean, found.is_empty());
    told(found);
    let File::Text(source) = &file else { return };
    for tag in ["en", "ru", "ar"] {
        let mut found = Diagnostics::new();
        let read = Article::attempt(source, &lang(tag), &mut found);
        assert_eq!(read.is_err(), found.has_errors());
        if tag == "en" {
            told(found);
        }
        if let Ok(article) = read {
            holds(&article);
        }
    }
});

/// What outline and tree say must be what stands in the text.
fn holds(article: &Article) {
    let text = article.source().text();
    let at = |range: &std::ops::Range<usize>| &text[range.clone()];
    let outline = article.outline();
    for (key, range) in &outline.facts {
        assert_eq!(at(range), format!("{{{key}}}"));
    }
    outline.links.iter().for_each(|(_, range)| assert!(at(range).starts_with(['[', '<'])));
    outline.pictures.iter().for_each(|(_, range)| assert!(at(range).starts_with("![")));
    outline.cards.iter().for_each(|(_, range)| assert!(at(range).starts_with('>')));
    let body = article.body();
    assert_eq!(body.sections.len(), outline.sections.len());
    for (section, outlined) in body.sections.iter().zip(&outline.sections) {
        assert_eq!((&section.id, section.level), (&outlined.id, outlined.level));
        assert!(!at(&outlined.range).trim().is_empty());
    }
    let site = SiteId::parse("fuzz.example").expect("a site");
    for snippet in outline.snippets() {
        assert_eq!(article.code(&site, &snippet).to_string().len(), 6);
    }
}
