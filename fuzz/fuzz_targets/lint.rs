//! Any bytes as a list of words to avoid, and a text to look for them in.
#![no_main]

use libfuzzer_sys::fuzz_target;
use vetted::diagnostic::Diagnostics;
use vetted::{desk, lint};
use vetted_fuzz::{site, told};

const TEXT: &[u8] =
    "+++\nid = \"rest\"\ntitle = \"An addict's guide\"\nsummary = \"s\"\nneed = \"information\"\n\
    urgency = \"routine\"\naudience = [\"client\"]\nsearch_terms = [\"junkie\", \"наркоман\"]\n\
    [[sources]]\nkey = \"k\"\ntitle = \"Drug abuse\"\norg = \"o\"\nyear = 2014\n+++\n\n\
    > Clean\\\n> needles, «dirty» {contacts.a} [^k]\n\n## You *must* {#must .snippet}\n\n- 1 мг, `don't`\n"
        .as_bytes();

fuzz_target!(|bytes: &[u8]| {
    let (project, config) =
        site::desk(&[("content/en/veins/rest.md", TEXT), ("content/lint/en.toml", bytes)]);
    let desk = desk::read(&project, &config, &mut Diagnostics::new());
    let mut found = Diagnostics::new();
    lint::check(&project, &config.languages, &desk, &mut found);
    told(found);
});
