//! Any bytes as facts: each has words in every language that was asked for, and they are plain.
#![no_main]

use libfuzzer_sys::fuzz_target;
use vetted::base::name::Region;
use vetted::diagnostic::Diagnostics;
use vetted::facts::Facts;
use vetted::project::text;
use vetted_fuzz::{lang, source, told};

fuzz_target!(|bytes: &[u8]| {
    let Some(source) = source("content/facts/here.toml", bytes) else { return };
    let region = Region::parse("here").expect("a region");
    let languages = [lang("en"), lang("ru")];
    let read = |languages: &[_]| {
        let mut found = Diagnostics::new();
        let facts = Facts::parse(&source, &region, languages, &mut found);
        assert_eq!(facts.is_none(), found.has_errors());
        if !languages.is_empty() {
            told(found);
        }
        facts
    };
    let (strict, lenient) = (read(&languages), read(&[]));
    assert!(strict.is_none() || lenient.is_some(), "fewer languages ask for more");
    for (key, fact) in strict.iter().flat_map(|facts| &facts.facts) {
        assert!(source.text().is_char_boundary(fact.range.start), "{key}");
        for lang in &languages {
            let words = fact.text(lang);
            assert_eq!(words.is_none(), fact.wording.is_none(), "{key}");
            assert!(
                words.is_none_or(|words| !words.trim().is_empty() && text::flaw("it", words).is_none()),
                "{key}"
            );
        }
    }
});
