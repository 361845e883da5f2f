//! Any bytes as a picture of each kind, beside a text that shows it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use vetted::desk;
use vetted::diagnostic::Diagnostics;
use vetted_fuzz::{site, told};

const TEXT: &[u8] =
    b"+++\nid = \"rest\"\ntitle = \"t\"\nsummary = \"s\"\nneed = \"information\"\nurgency = \"routine\"\n\
    audience = [\"client\"]\n[[sources]]\nkey = \"k\"\ntitle = \"t\"\norg = \"o\"\nyear = 2014\n+++\n\n\
    ![one](a.png) ![two](a.jpg) ![three](a.webp) [^k]\n";

fuzz_target!(|bytes: &[u8]| {
    let (project, config) = site::desk(&[
        ("content/en/veins/rest.md", TEXT),
        ("content/en/veins/a.png", bytes),
        ("content/en/veins/a.jpg", bytes),
        ("content/en/veins/a.webp", bytes),
    ]);
    let mut found = Diagnostics::new();
    desk::read(&project, &config, &mut found);
    let sorted = found.clone().into_sorted();
    let wrong =
        |ending: &str| sorted.iter().any(|finding| finding.message.contains(&format!("`a.{ending}`")));
    let fine = ["png", "jpg", "webp"].iter().filter(|ending| !wrong(ending)).count();
    assert!(fine <= 1, "a picture of two kinds: {sorted:?}");
    told(found);
});
