//! Any bytes as a note: what is read is byte for byte what would be written.
#![no_main]

use libfuzzer_sys::fuzz_target;
use vetted::diagnostic::Diagnostics;
use vetted::trust::note::{Header, Note, Statement};
use vetted_fuzz::{source, told};

fuzz_target!(|bytes: &[u8]| {
    let Some(source) = source("record/en/rest/1/medical.dr-ada.note", bytes) else { return };
    let mut found = Diagnostics::new();
    let note = Note::parse(&source, &mut found);
    assert_eq!(note.is_none(), found.has_errors());
    told(found);
    let Some(note) = note else { return };
    assert_eq!(note.write().as_bytes(), bytes);
    assert!(Header::Reviewer.span(&source).text().ends_with(note.reviewer.as_str()));
    assert!(Header::Reviewed.span(&source).text().ends_with(&note.reviewed.to_string()));
    if let Statement::Approve(approval) = &note.statement {
        let listed = |picture| note.listed_at(&source, picture).text().to_owned();
        assert!(listed(None).ends_with(&approval.text.to_string()));
        for (name, digest) in &approval.pictures {
            assert_eq!(listed(Some(name)), format!("SHA256 ({name}) = {digest}"));
        }
    }
});
