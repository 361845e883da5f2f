//! Any bytes as a signature and as a list of revoked keys: one form of each is read, and nothing verifies by chance.
#![no_main]

use libfuzzer_sys::fuzz_target;
use vetted::diagnostic::Diagnostics;
use vetted::trust::key::PublicKey;
use vetted::trust::revoked::Revoked;
use vetted::trust::signature::{Broken, Signature};
use vetted_fuzz::{source, told};

fuzz_target!(|bytes: &[u8]| {
    if let Ok(signature) = Signature::parse(bytes) {
        let space = signature.namespace().to_owned();
        assert_eq!(signature.verify(&space, b"never signed"), Err(Broken::Content));
        assert_eq!(signature.verify(&format!("{space}x"), b"words"), Err(Broken::Namespace));
    }
    let Some(source) = source("trust/revoked", bytes) else { return };
    let mut found = Diagnostics::new();
    let revoked = Revoked::parse(&source, &mut found);
    assert_eq!(revoked.is_none(), found.has_errors());
    told(found);
    for line in source.text().lines() {
        if let Ok((key, _)) = PublicKey::parse(line) {
            assert!(line.starts_with(&key.to_string()));
            assert!(revoked.as_ref().is_none_or(|revoked| revoked.contains(&key)), "{key}");
        }
    }
});
