//! Takes out of a picture whatever its image does not need, without touching a byte of the image.
//!
//! Invariant: what comes out passes [`look`], and readers see the same image as before.

use super::parts::{Part, Sort, parts};
use super::{Flaw, look};

/// The tag by which Exif says how to turn an image (CIPA DC-008, 4.6.4).
const ORIENTATION: u16 = 0x0112;

/// Where a WebP says which parts it has (RFC 9649, 2.7): these bits announce Exif and XMP.
const ANNOUNCED: u8 = 0b0000_1100;

/// A picture without what its image does not need.
#[derive(Clone, Debug)]
pub struct Clean {
    /// The bytes of the file.
    pub bytes: Vec<u8>,
    /// The names of the parts that were taken out.
    pub taken_out: Vec<String>,
}

/// Returns the picture `name` without what its image does not need; `None` where there is nothing of that sort. A flaw that
/// cannot be mended so is told.
pub(super) fn clean(name: &str, bytes: &[u8]) -> Result<Option<Clean>, Flaw> {
    let parts = parts(name, bytes)?;
    if parts.iter().all(|part| part.sort == Sort::Needed) {
        return Ok(None);
    }
    if parts.iter().any(|part| is_metadata(part) && turned(part.bytes)) {
        return Err(Flaw::Turned);
    }
    let mut kept = Vec::with_capacity(bytes.len());
    let mut taken_out = Vec::new();
    for part in parts {
        match part.sort {
            Sort::Needed => kept.extend_from_slice(part.bytes),
            Sort::Moving(what) => return Err(Flaw::Moving(what)),
            Sort::Tail => {
                let count = part.bytes.len();
                taken_out.push(format!("{count} bytes behind the end"));
            }
            Sort::Metadata(what) => taken_out.push(what),
        }
    }
    if name.ends_with(".webp") {
        count_anew(&mut kept);
    }
    look(name, &kept)?;
    Ok(Some(Clean { bytes: kept, taken_out }))
}

fn is_metadata(part: &Part<'_>) -> bool {
    matches!(part.sort, Sort::Metadata(_))
}

/// Writes into the head of a WebP how long it is now, and that there is no metadata.
fn count_anew(kept: &mut [u8]) {
    let length = u32::try_from(kept.len().saturating_sub(8)).unwrap_or(u32::MAX);
    if let Some(place) = kept.get_mut(4..8) {
        place.copy_from_slice(&length.to_le_bytes());
    }
    if kept.get(12..16) == Some(b"VP8X")
        && let Some(flags) = kept.get_mut(20)
    {
        *flags &= !ANNOUNCED;
    }
}

/// Whether Exif within a part says that the image is to be turned or mirrored.
fn turned(part: &[u8]) -> bool {
    let begins = |mark: &[u8; 4]| part.windows(4).position(|four| four == mark);
    // The part's own name and length come before it, in each kind in another way.
    let (little, start) = match (begins(b"II*\0"), begins(b"MM\0*")) {
        (Some(little), Some(big)) => (little < big, little.min(big)),
        (Some(little), None) => (true, little),
        (None, Some(big)) => (false, big),
        (None, None) => return false,
    };
    orientation(&Tiff { bytes: &part[start..], little }).is_some_and(|way| way > 1)
}

/// The table of Exif, in one of two orders of bytes.
struct Tiff<'a> {
    bytes: &'a [u8],
    little: bool,
}

impl Tiff<'_> {
    fn number(&self, at: usize, count: usize) -> Option<usize> {
        let bytes = self.bytes.get(at..at.checked_add(count)?)?;
        let joined = |number: usize, byte: &u8| number << 8 | usize::from(*byte);
        Some(if self.little { bytes.iter().rev().fold(0, joined) } else { bytes.iter().fold(0, joined) })
    }
}

/// Reads how an image is to be turned: 1 for not at all.
fn orientation(tiff: &Tiff<'_>) -> Option<usize> {
    let table = tiff.number(4, 4)?;
    let entries = (0..tiff.number(table, 2)?).map_while(|entry| {
        let at = table.checked_add(2 + 12 * entry)?;
        Some((tiff.number(at, 2)?, tiff.number(at + 8, 2)?))
    });
    let mut found = entries.filter(|(tag, _)| *tag == usize::from(ORIENTATION));
    found.next().map(|(_, way)| way)
}
