//! Any bytes as `allowed_signers`: comments and empty lines change nothing, and no key is listed twice.
#![no_main]

use libfuzzer_sys::fuzz_target;
use vetted::diagnostic::Diagnostics;
use vetted::trust::allowed_signers::AllowedSigners;
use vetted_fuzz::{source, told};

fn is_read(text: &str) -> bool {
    let mut found = Diagnostics::new();
    let source = source("trust/allowed_signers", text.as_bytes()).expect("text");
    let read = AllowedSigners::parse(&source, &mut found).is_some();
    assert_eq!(read, !found.has_errors());
    told(found);
    read
}

fuzz_target!(|text: &str| {
    let read = is_read(text);
    assert_eq!(is_read(&format!("# first\n\n{text}")), read);
    if read {
        let entries = text.lines().any(|line| !line.is_empty() && !line.starts_with('#'));
        assert_eq!(is_read(&format!("{text}\n{text}")), !entries, "listed twice");
    }
});
