//! Looks into a picture: a still image of the kind its name says, of a known size, and nothing beside it.
//!
//! A picture tells where, when, by whom and with what it was made, in parts that no reader sees (DESIGN 3: pictures carry
//! no metadata). So only those parts may stand in a file that the image itself needs; whatever else is there is refused,
//! known or not. Formats: PNG (W3C, third edition), JPEG (ITU-T T.81, with JFIF), WebP (RFC 9649).

/// The most bytes of a picture, as `disk` reads them.
const LARGEST: usize = 2 << 20;

/// The parts of a PNG that its image needs.
const PNG_PARTS: [&[u8]; 13] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP", b"sBIT",
    b"bKGD", b"pHYs",
];

/// The parts of a WebP that its image needs.
const WEBP_PARTS: [&[u8]; 5] = [b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ICCP"];

/// What is wrong with a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Flaw {
    /// The first bytes are those of another kind.
    Kind,
    /// It ends before it should, or its parts do not fit together.
    Broken,
    /// It holds a part of this name that the image does not need.
    Extra(String),
    /// Bytes stand behind its end.
    Tail,
    /// Its head does not say how wide and high it is.
    Size,
    /// It has more bytes than a picture may have.
    Large,
}

impl Flaw {
    /// Returns what is wrong with the picture `name`, in words.
    pub(super) fn message(&self, name: &str) -> String {
        match self {
            Self::Kind => format!("`{name}` is not a picture of the kind its name says"),
            Self::Broken => format!("the picture `{name}` is broken or not complete"),
            Self::Extra(part) => {
                format!(
                    "the picture `{name}` holds more than a still image: `{part}`, which may tell of people and places"
                )
            }
            Self::Tail => {
                format!("the picture `{name}` has bytes behind its end, which may tell of people and places")
            }
            Self::Size => format!("the picture `{name}` does not say how wide and high it is"),
            Self::Large => format!("the picture `{name}` has more than {} MiB", LARGEST >> 20),
        }
    }

    /// Says how to put it right.
    pub(super) fn help(&self, name: &str) -> String {
        match self {
            Self::Extra(_) | Self::Tail => format!(
                "save it without metadata: export it anew with all of Exif, XMP, comments, thumbnails and colour profiles switched off, or run `exiftool -all= {name}`"
            ),
            Self::Large => "make it smaller: readers are on slow lines".to_owned(),
            Self::Kind | Self::Broken | Self::Size => {
                "save it anew as PNG, JPEG or WebP, with the ending to match".to_owned()
            }
        }
    }
}

/// Looks into the picture `name`, once from its beginning to its end.
pub(super) fn look(name: &str, bytes: &[u8]) -> Result<(), Flaw> {
    if bytes.len() > LARGEST {
        return Err(Flaw::Large);
    }
    let bytes = Bytes(bytes);
    match name.rsplit('.').next() {
        Some("png") => png(bytes)?,
        Some("jpg" | "jpeg") => jpeg(bytes)?,
        Some("webp") => webp(bytes)?,
        _ => return Err(Flaw::Kind),
    }
    match imagesize::blob_size(bytes.0) {
        Ok(size) if size.width > 0 && size.height > 0 => Ok(()),
        _ => Err(Flaw::Size),
    }
}

/// What is still to be read.
#[derive(Clone, Copy)]
struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    /// Takes the first bytes.
    fn take(&mut self, count: usize) -> Result<&'a [u8], Flaw> {
        let (taken, rest) = self.0.split_at_checked(count).ok_or(Flaw::Broken)?;
        self.0 = rest;
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
        self.0 = self.0.strip_prefix(mark).ok_or(Flaw::Kind)?;
        Ok(())
    }

    /// Makes sure that nothing is left.
    fn end(self) -> Result<(), Flaw> {
        if self.0.is_empty() { Ok(()) } else { Err(Flaw::Tail) }
    }
}

/// Refuses a part whose name is not one of those known.
fn known(part: &[u8], parts: &[&[u8]]) -> Result<(), Flaw> {
    if parts.contains(&part) {
        return Ok(());
    }
    Err(Flaw::Extra(part.escape_ascii().to_string().trim_end().to_owned()))
}

fn png(mut bytes: Bytes<'_>) -> Result<(), Flaw> {
    bytes.mark(b"\x89PNG\r\n\x1a\n")?;
    loop {
        let length = bytes.number(4)?;
        let part = bytes.take(4)?;
        known(part, &PNG_PARTS)?;
        bytes.take(length)?;
        // The checksum; a wrong one is the business of whoever decodes the image.
        bytes.take(4)?;
        if part == b"IEND" {
            return bytes.end();
        }
    }
}

fn webp(mut bytes: Bytes<'_>) -> Result<(), Flaw> {
    bytes.mark(b"RIFF")?;
    let length = bytes.little()?;
    let mut parts = Bytes(bytes.take(length)?);
    parts.mark(b"WEBP")?;
    if parts.0.is_empty() {
        return Err(Flaw::Broken);
    }
    while !parts.0.is_empty() {
        known(parts.take(4)?, &WEBP_PARTS)?;
        let length = parts.little()?;
        // A part of an odd length is filled up.
        parts.take(length + length % 2)?;
    }
    bytes.end()
}

fn jpeg(mut bytes: Bytes<'_>) -> Result<(), Flaw> {
    bytes.mark(b"\xff\xd8")?;
    loop {
        match marker(&mut bytes)? {
            0xd9 => return bytes.end(),
            marker => {
                let length = bytes.number(2)?.checked_sub(2).ok_or(Flaw::Broken)?;
                segment(marker, bytes.take(length)?)?;
                if marker == 0xda {
                    scan(&mut bytes)?;
                }
            }
        }
    }
}

/// Takes a marker; before its name there may be any number of 0xFF.
fn marker(bytes: &mut Bytes<'_>) -> Result<u8, Flaw> {
    let fill = bytes.0.iter().take_while(|byte| **byte == 0xff).count();
    bytes.take(fill)?;
    match bytes.take(1)? {
        [name] if fill > 0 => Ok(*name),
        _ => Err(Flaw::Broken),
    }
}

/// Of what applications add, JFIF without a thumbnail and the colours of Adobe may stay: the image needs them.
fn segment(marker: u8, held: &[u8]) -> Result<(), Flaw> {
    match marker {
        0xe0 if held.starts_with(b"JFIF\0") && held.len() == 14 => Ok(()),
        0xee if held.starts_with(b"Adobe") && held.len() == 12 => Ok(()),
        0xe0..=0xef => Err(Flaw::Extra(format!("APP{}", marker - 0xe0))),
        0xfe => Err(Flaw::Extra("COM".to_owned())),
        // Frames, tables and scans.
        0xc0..=0xcf | 0xda..=0xdf => Ok(()),
        _ => Err(Flaw::Broken),
    }
}

/// Passes over the coded image, up to the next marker: in it, 0xFF is followed by 0 or by the number of a restart.
fn scan(bytes: &mut Bytes<'_>) -> Result<(), Flaw> {
    let is_marker = |pair: &[u8]| pair[0] == 0xff && !matches!(pair[1], 0 | 0xd0..=0xd7 | 0xff);
    let coded = bytes.0.windows(2).position(is_marker).ok_or(Flaw::Broken)?;
    bytes.take(coded).map(drop)
}
