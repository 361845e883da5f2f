//! The parts a picture file is made of, told apart by whether the image needs them: PNG (W3C, third edition), JPEG (ITU-T
//! T.81, with JFIF), WebP (RFC 9649).
//!
//! Invariant: the parts of a file, one after the other, are the file.

use super::{Flaw, LARGEST};

/// The parts of a PNG that its image needs.
const PNG_PARTS: [&[u8]; 13] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP", b"sBIT",
    b"bKGD", b"pHYs",
];

/// The parts of a WebP that its image needs.
const WEBP_PARTS: [&[u8]; 5] = [b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ICCP"];

/// The parts of PNG and WebP that make an image move.
const MOVING: [&[u8]; 5] = [b"acTL", b"fcTL", b"fdAT", b"ANIM", b"ANMF"];

/// A part of a file, its name and length included.
pub(super) struct Part<'a> {
    /// All its bytes.
    pub(super) bytes: &'a [u8],
    /// What it is for.
    pub(super) sort: Sort,
}

/// What a part is for.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Sort {
    /// The image needs it.
    Needed,
    /// It only tells of the image; its name.
    Metadata(String),
    /// It makes the image move; its name.
    Moving(String),
    /// Bytes behind the end of the picture.
    Tail,
}

/// Takes the picture `name` apart.
pub(super) fn parts<'a>(name: &str, bytes: &'a [u8]) -> Result<Vec<Part<'a>>, Flaw> {
    if bytes.len() > LARGEST {
        return Err(Flaw::Large);
    }
    let mut reader = Reader { rest: bytes, begun: bytes, parts: Vec::new() };
    match name.rsplit('.').next() {
        Some("png") => png(&mut reader)?,
        Some("jpg" | "jpeg") => jpeg(&mut reader)?,
        Some("webp") => webp(&mut reader)?,
        _ => return Err(Flaw::Kind),
    }
    if !reader.rest.is_empty() {
        reader.parts.push(Part { bytes: reader.rest, sort: Sort::Tail });
    }
    Ok(reader.parts)
}

/// What is still to be read, and the parts before it.
struct Reader<'a> {
    rest: &'a [u8],
    /// From the beginning of the part that is being read.
    begun: &'a [u8],
    parts: Vec<Part<'a>>,
}

impl<'a> Reader<'a> {
    /// Takes the next bytes.
    fn take(&mut self, count: usize) -> Result<&'a [u8], Flaw> {
        let (taken, rest) = self.rest.split_at_checked(count).ok_or(Flaw::Broken)?;
        self.rest = rest;
        Ok(taken)
    }

    /// Takes some bytes as a number, the highest first.
    fn number(&mut self, count: usize) -> Result<usize, Flaw> {
        Ok(self.take(count)?.iter().fold(0, |number, byte| number << 8 | usize::from(*byte)))
    }

    /// Takes four bytes as a number, the lowest first.
    fn little(&mut self) -> Result<usize, Flaw> {
        Ok(self.take(4)?.iter().rev().fold(0, |number, byte| number << 8 | usize::from(*byte)))
    }

    /// Takes a mark by which the kind is known.
    fn mark(&mut self, mark: &[u8]) -> Result<(), Flaw> {
        self.rest = self.rest.strip_prefix(mark).ok_or(Flaw::Kind)?;
        Ok(())
    }

    /// Ends a part: all that was taken since the last one.
    fn end_part(&mut self, sort: Sort) {
        let taken = self.begun.len() - self.rest.len();
        self.parts.push(Part { bytes: &self.begun[..taken], sort });
        self.begun = self.rest;
    }
}

/// Sorts a part by its four letters.
fn sorted(name: &[u8], needed: &[&[u8]]) -> Sort {
    let told = || name.escape_ascii().to_string().trim_end().to_owned();
    match name {
        name if needed.contains(&name) => Sort::Needed,
        name if MOVING.contains(&name) => Sort::Moving(told()),
        _ => Sort::Metadata(told()),
    }
}

fn png(reader: &mut Reader<'_>) -> Result<(), Flaw> {
    reader.mark(b"\x89PNG\r\n\x1a\n")?;
    reader.end_part(Sort::Needed);
    loop {
        let length = reader.number(4)?;
        let name = reader.take(4)?;
        reader.take(length)?;
        // The checksum; a wrong one is the business of whoever decodes the image.
        reader.take(4)?;
        reader.end_part(sorted(name, &PNG_PARTS));
        if name == b"IEND" {
            return Ok(());
        }
    }
}

fn webp(reader: &mut Reader<'_>) -> Result<(), Flaw> {
    reader.mark(b"RIFF")?;
    let length = reader.little()?;
    let behind = reader.rest.len().checked_sub(length).ok_or(Flaw::Broken)?;
    reader.mark(b"WEBP")?;
    reader.end_part(Sort::Needed);
    loop {
        let name = reader.take(4)?;
        let length = reader.little()?;
        // A part of an odd length is filled up.
        reader.take(length + length % 2)?;
        if reader.rest.len() < behind {
            return Err(Flaw::Broken);
        }
        reader.end_part(sorted(name, &WEBP_PARTS));
        if reader.rest.len() == behind {
            return Ok(());
        }
    }
}

fn jpeg(reader: &mut Reader<'_>) -> Result<(), Flaw> {
    reader.mark(b"\xff\xd8")?;
    reader.end_part(Sort::Needed);
    loop {
        let marker = marker(reader)?;
        if marker == 0xd9 {
            reader.end_part(Sort::Needed);
            return Ok(());
        }
        let length = reader.number(2)?.checked_sub(2).ok_or(Flaw::Broken)?;
        let held = reader.take(length)?;
        let sort = segment(marker, held)?;
        if marker == 0xda {
            scan(reader)?;
        }
        reader.end_part(sort);
    }
}

/// Takes a marker; before its name there may be any number of 0xFF.
fn marker(reader: &mut Reader<'_>) -> Result<u8, Flaw> {
    let fill = reader.rest.iter().take_while(|byte| **byte == 0xff).count();
    reader.take(fill)?;
    match reader.take(1)? {
        [name] if fill > 0 => Ok(*name),
        _ => Err(Flaw::Broken),
    }
}

/// Of what applications add, JFIF without a thumbnail and the colours of Adobe may stay: the image needs them.
fn segment(marker: u8, held: &[u8]) -> Result<Sort, Flaw> {
    match marker {
        0xe0 if held.starts_with(b"JFIF\0") && held.len() == 14 => Ok(Sort::Needed),
        0xee if held.starts_with(b"Adobe") && held.len() == 12 => Ok(Sort::Needed),
        0xe0..=0xef => Ok(Sort::Metadata(format!("APP{}", marker - 0xe0))),
        0xfe => Ok(Sort::Metadata("COM".to_owned())),
        // Frames, tables and scans.
        0xc0..=0xcf | 0xda..=0xdf => Ok(Sort::Needed),
        _ => Err(Flaw::Broken),
    }
}

/// Passes over the coded image, up to the next marker: in it, 0xFF is followed by 0 or by the number of a restart.
fn scan(reader: &mut Reader<'_>) -> Result<(), Flaw> {
    let is_marker = |pair: &[u8]| pair[0] == 0xff && !matches!(pair[1], 0 | 0xd0..=0xd7 | 0xff);
    let coded = reader.rest.windows(2).position(is_marker).ok_or(Flaw::Broken)?;
    reader.take(coded).map(drop)
}
