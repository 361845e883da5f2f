//! Any bytes as reviewers: the list of keys that is made of them is read and agrees with them.
#![no_main]

use libfuzzer_sys::fuzz_target;
use vetted::base::name::SiteId;
use vetted::diagnostic::Diagnostics;
use vetted::trust::allowed_signers::{AllowedSigners, generate};
use vetted::trust::reviewers::Reviewers;
use vetted_fuzz::{lang, source, told};

fuzz_target!(|bytes: &[u8]| {
    let Some(source) = source("trust/reviewers.toml", bytes) else { return };
    let mut found = Diagnostics::new();
    let reviewers = Reviewers::parse(&source, &[lang("en"), lang("ru")], &mut found);
    assert_eq!(reviewers.is_none(), found.has_errors());
    told(found);
    let Some(reviewers) = reviewers else { return };
    let site = SiteId::parse("fuzz.example").expect("a site");
    let list = generate(&reviewers, &site);
    let list = vetted_fuzz::source("trust/allowed_signers", list.as_bytes()).expect("text");
    let mut found = Diagnostics::new();
    let signers = AllowedSigners::parse(&list, &mut found);
    assert!(signers.is_some_and(|signers| signers.agree(&reviewers, &site, &mut found)), "{found:?}");
});
