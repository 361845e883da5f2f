//! Any bytes as a file of a finished site: what is said about it points into it, and is of bounded size.
#![no_main]

use libfuzzer_sys::fuzz_target;
use vetted::diagnostic::Diagnostics;
use vetted::privacy::{self, Sort};
use vetted_fuzz::{path, told};

fuzz_target!(|bytes: &[u8]| {
    for name in ["a.html", "search.html", "404.html", "a.css", "a.js", "a.svg", "a.xml", "a"] {
        let mut found = Diagnostics::new();
        let sort = privacy::check(&path(name), bytes, &mut found);
        // A page that asks for nothing still lacks what a page must have.
        let fine = sort == Sort::Page && bytes.len() < 100;
        assert!(!fine || found.has_errors());
        told(found);
    }
});
