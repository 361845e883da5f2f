//! Any bytes as a lexicon: every term is in small letters, stands once and means something.
#![no_main]

use std::collections::BTreeSet;

use libfuzzer_sys::fuzz_target;
use vetted::diagnostic::Diagnostics;
use vetted::lexicon::Lexicon;
use vetted_fuzz::{lang, source, told};

fuzz_target!(|bytes: &[u8]| {
    let Some(source) = source("content/lexicon/en.toml", bytes) else { return };
    let mut found = Diagnostics::new();
    let lexicon = Lexicon::parse(&source, &lang("en"), &mut found);
    assert_eq!(lexicon.is_none(), found.has_errors());
    told(found);
    let Some(lexicon) = lexicon else { return };
    let mut terms = BTreeSet::new();
    for term in &lexicon.terms {
        assert!(terms.insert(&term.term), "{} stands twice", term.term);
        assert!(!term.term.trim().is_empty() && !term.means.is_empty());
        assert_eq!(term.term.to_lowercase(), term.term);
        term.means.iter().for_each(|(_, range)| assert!(!source.text()[range.clone()].is_empty()));
    }
});
