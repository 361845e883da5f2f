//! Any lines as a bundle and as a pack, under a right checksum: what is read is written the same, and stays below its root.
#![no_main]

use libfuzzer_sys::fuzz_target;
use vetted::base::digest::Digest;
use vetted::bundle::{MOST_BYTES, MOST_OF_A_FILE, Parcel};

fuzz_target!(|bytes: &[u8]| {
    let _ = Parcel::read(bytes);
    for kind in ["BUNDLE", "PACK"] {
        let mut text = format!("-----BEGIN VETTED {kind}-----\n").into_bytes();
        // The checksum covers lines as they are without what messengers add.
        for line in bytes.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii_end) {
            text.extend([line, b"\n"].concat());
        }
        let sum = Digest::of(&text);
        text.extend(format!("sha256: {sum}\n-----END VETTED {kind}-----\n").into_bytes());
        let Ok(parcel) = Parcel::read(&text) else { continue };
        assert!(parcel.files.values().all(|bytes| bytes.len() <= MOST_OF_A_FILE));
        assert!(parcel.files.values().map(Vec::len).sum::<usize>() <= MOST_BYTES);
        assert!(parcel.files.keys().all(|path| path.parts().all(|part| !part.starts_with('.'))));
        assert_eq!(Parcel::read(parcel.write().as_bytes()).ok(), Some(parcel));
    }
});
