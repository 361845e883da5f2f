//! Reads the text of a parcel that may come from anybody.
//!
//! Invariant: one parcel has one text but for what messengers do to lines; no more is ever held than its limits allow.

use std::collections::BTreeMap;

use base64ct::{Base64, Encoding as _};

use super::write::{FORMAT, GZIP, MORE, PLAIN, folded, head};
use super::{COLUMNS, Kind, MOST_BYTES, MOST_FILES, MOST_OF_A_FILE, MOST_OF_A_TEXT, Parcel, gzip, is_plain};
use crate::base::day::Day;
use crate::base::digest::{Digest, Digesting};
use crate::base::name::{ReviewerId, SiteId};
use crate::base::path::SourcePath;
use crate::diagnostic::refusal::Refusal;

/// What to do about a parcel that did not arrive as it was made.
const SEND_AGAIN: &str = "have it sent once more, as a file and not as the text of a message";

/// What to do about one that was never made by this program.
const MAKE_AGAIN: &str = "believe nothing that is in it, and have it made anew";

/// Reads the whole text.
pub(super) fn parcel(bytes: &[u8]) -> Result<Parcel, Refusal> {
    if bytes.len() > MOST_OF_A_TEXT {
        let most = MOST_OF_A_TEXT >> 20;
        return Err(Refusal::usage(
            format!("this file has more than {most} MiB, which no bundle and no pack has"),
            "look whether this is the file you meant",
        ));
    }
    let (kind, lines) = armoured(bytes)?;
    let mut lines = Lines { rest: checked(kind, &lines)?, number: 1 };
    lines.parcel(kind)
}

/// Finds the lines between the first line and the last one, without what messengers add to their ends.
fn armoured(bytes: &[u8]) -> Result<(Kind, Vec<&[u8]>), Refusal> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let mut lines = bytes.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii_end);
    let begins = |line: &[u8]| Kind::ALL.into_iter().find(|kind| line == kind.begin().as_bytes());
    let Some(kind) = lines.by_ref().find_map(begins) else {
        return Err(Refusal::usage(
            "this file is neither a bundle nor a pack",
            "name the file that `vetted review` has made, as it came",
        ));
    };
    let mut armoured = Vec::new();
    loop {
        match lines.next() {
            None => return Err(Refusal::usage("this file is cut off: its end is missing", SEND_AGAIN)),
            Some(line) if line == kind.end().as_bytes() => break,
            Some(line) => armoured.push(line),
        }
    }
    if lines.any(|line| begins(line).is_some()) {
        return Err(Refusal::usage(
            "this file holds more than one bundle or pack",
            "save each of them in a file of its own",
        ));
    }
    Ok((kind, armoured))
}

/// Checks the digest in the last line, and gives the lines before it.
fn checked<'a>(kind: Kind, lines: &'a [&'a [u8]]) -> Result<&'a [&'a [u8]], Refusal> {
    let changed =
        || Refusal::usage("this file was changed after it was made: its checksum is another", SEND_AGAIN);
    let (last, lines) = lines.split_last().ok_or_else(changed)?;
    let mut digesting = Digesting::default();
    for line in [kind.begin().as_bytes()].iter().chain(lines) {
        digesting.add(line);
        digesting.add(b"\n");
    }
    let sum = format!("sha256: {}", digesting.finish());
    if *last == sum.as_bytes() { Ok(lines) } else { Err(changed()) }
}

/// The lines that are still to be read.
struct Lines<'a> {
    rest: &'a [&'a [u8]],
    /// The number of the last line that was read; that before all of them is 1.
    number: usize,
}

impl<'a> Lines<'a> {
    fn parcel(&mut self, kind: Kind) -> Result<Parcel, Refusal> {
        let all = self.rest;
        let prose = kind.prose().len() + 1;
        for _ in 0..prose {
            self.any()?;
        }
        let format = self.value("format")?;
        if format.parse() != Ok(FORMAT) {
            return Err(Refusal::usage(
                format!("this file has the format {format}, and this program knows {FORMAT}"),
                "use the version of the program that it was made with, or a later one",
            ));
        }
        let site = self.parsed("site", SiteId::parse)?;
        let nobody = |text: &str| (text == "-").then_some(None);
        let by =
            self.parsed(kind.person(), |text| nobody(text).or_else(|| ReviewerId::parse(text).map(Some)))?;
        let made = self.parsed("made", Day::parse)?;
        let count = self.parsed("files", |text| number(text, MOST_FILES))?;
        while self.next().is_some_and(|line| line.starts_with("inside: ") || line.starts_with("more: ")) {
            self.any()?;
        }
        let top = &all[..all.len() - self.rest.len()];
        let mut parcel = Parcel { kind, site, made, by, files: BTreeMap::new() };
        self.files(&mut parcel, count)?;
        let tells = head(&parcel);
        if tells.len() != top.len() || top.iter().zip(&tells).any(|(line, tells)| *line != tells.as_bytes()) {
            return Err(wrong("what the file says of itself at its top is not what is in it"));
        }
        Ok(parcel)
    }

    fn files(&mut self, parcel: &mut Parcel, count: usize) -> Result<(), Refusal> {
        let mut room = MOST_BYTES;
        for _ in 0..count {
            self.blank()?;
            let path = self.path(parcel)?;
            let bytes = self.bytes(&path, &mut room)?;
            parcel.files.insert(path, bytes);
        }
        self.blank()?;
        if self.rest.is_empty() {
            return Ok(());
        }
        let line = self.any()?;
        Err(self.unknown(line.as_bytes()))
    }

    /// Reads the name of a file.
    fn path(&mut self, parcel: &Parcel) -> Result<SourcePath, Refusal> {
        let before = self.rest;
        let mut name = self.value("file")?.to_owned();
        while self.next().is_some_and(|line| line.starts_with("more: ")) {
            name.push_str(self.value(MORE)?);
        }
        let read = &before[..before.len() - self.rest.len()];
        let folded = folded("file", &name);
        let as_written = read.iter().zip(&folded).all(|(line, folded)| *line == folded.as_bytes());
        let path = SourcePath::parse(&name).filter(is_plain);
        let Some(path) = path.filter(|_| as_written && read.len() == folded.len()) else {
            return Err(wrong(format!("`{}` is not the name of a file of a knowledge base", shown(&name))));
        };
        if !may_hold(parcel.kind, &path) {
            return Err(wrong(match parcel.kind {
                Kind::Pack => format!("`{path}` does not belong into a pack"),
                Kind::Bundle => format!("`{path}` does not belong into a bundle"),
            }));
        }
        match parcel.files.last_key_value() {
            Some((last, _)) if *last == path => Err(wrong(format!("`{path}` is in it twice"))),
            Some((last, _)) if *last > path => {
                Err(wrong(format!("`{path}` stands behind `{last}`, out of order")))
            }
            _ => Ok(path),
        }
    }

    /// Reads what a file holds; `room` is how many bytes all may still have.
    fn bytes(&mut self, path: &SourcePath, room: &mut usize) -> Result<Vec<u8>, Refusal> {
        let size = self.parsed("size", |text| number(text, usize::MAX))?;
        if size > MOST_OF_A_FILE {
            return Err(wrong(format!(
                "`{path}` would have {size} bytes, and {MOST_OF_A_FILE} are the most"
            )));
        }
        *room = room.checked_sub(size).ok_or_else(|| {
            wrong(format!("the files would have more than {} MiB together", MOST_BYTES >> 20))
        })?;
        let digest = self.parsed("sha256", Digest::from_hex)?;
        let form = self.parsed("form", |text| [PLAIN, GZIP].into_iter().find(|form| *form == text))?;
        let held = self.base64(path)?;
        let bytes = if form == PLAIN { Some(held) } else { gzip::unpack(&held, size) };
        bytes
            .filter(|bytes| bytes.len() == size && Digest::of(bytes) == digest)
            .ok_or_else(|| wrong(format!("`{path}` is not what its own size and checksum say")))
    }

    /// Reads the lines of base 64 up to the next blank one.
    fn base64(&mut self, path: &SourcePath) -> Result<Vec<u8>, Refusal> {
        let mut text = String::new();
        let mut is_full = true;
        while let Some(line) = self.next().filter(|line| !line.is_empty()) {
            let broken = !is_full || line.len() > COLUMNS;
            self.any()?;
            if broken {
                return Err(self.unknown(line.as_bytes()));
            }
            is_full = line.len() == COLUMNS;
            text.push_str(line);
        }
        Base64::decode_vec(&text).map_err(|_| wrong(format!("what stands for `{path}` cannot be read")))
    }

    /// Returns the next line without reading it; one that is not ASCII counts as none.
    fn next(&self) -> Option<&'a str> {
        self.rest.first().and_then(|line| ascii(line))
    }

    /// Reads any line.
    fn any(&mut self) -> Result<&'a str, Refusal> {
        let Some((line, rest)) = self.rest.split_first() else {
            return Err(wrong("this file ends before all that it names has come"));
        };
        (self.rest, self.number) = (rest, self.number + 1);
        ascii(line).ok_or_else(|| self.unknown(line))
    }

    fn blank(&mut self) -> Result<(), Refusal> {
        match self.any()? {
            "" => Ok(()),
            line => Err(self.unknown(line.as_bytes())),
        }
    }

    /// Reads a line of this key.
    fn value(&mut self, key: &str) -> Result<&'a str, Refusal> {
        let line = self.any()?;
        line.strip_prefix(key).and_then(|rest| rest.strip_prefix(": ")).ok_or_else(|| {
            wrong(format!("line {} is `{}`, where `{key}: …` belongs", self.number, shown(line)))
        })
    }

    fn parsed<T>(&mut self, key: &str, parse: impl FnOnce(&str) -> Option<T>) -> Result<T, Refusal> {
        let value = self.value(key)?;
        parse(value).ok_or_else(|| {
            wrong(format!("line {} says `{}`, which is no value of `{key}`", self.number, shown(value)))
        })
    }

    fn unknown(&self, line: &[u8]) -> Refusal {
        let line = String::from_utf8_lossy(line);
        wrong(format!("line {} is `{}`, which does not belong there", self.number, shown(&line)))
    }
}

/// What a parcel of this kind may hold: of a bundle nothing but what can be checked or is only told to people.
fn may_hold(kind: Kind, path: &SourcePath) -> bool {
    let mut parts = path.parts();
    let (top, below) = (parts.next().unwrap_or_default(), parts.next());
    match kind {
        Kind::Bundle => top == "record" && below.is_some() || top == "content" && below == Some("remarks"),
        Kind::Pack if below.is_none() => top == "vetted.toml",
        Kind::Pack => ["content", "record", "themes", "trust"].contains(&top),
    }
}

/// Refuses what no damage explains.
fn wrong(message: impl Into<String>) -> Refusal {
    Refusal::usage(message, MAKE_AGAIN)
}

fn ascii(line: &[u8]) -> Option<&str> {
    std::str::from_utf8(line).ok().filter(|line| line.bytes().all(|byte| matches!(byte, b' '..=b'~')))
}

/// Returns the beginning of somebody else's words, fit to be shown.
fn shown(words: &str) -> String {
    const MOST: usize = 60;
    let plain = |letter: char| if letter.is_ascii_graphic() || letter == ' ' { letter } else { '?' };
    words.chars().take(MOST).map(plain).collect()
}

/// Reads a number of at most `most`, without leading zeros.
fn number(text: &str, most: usize) -> Option<usize> {
    let plain = text == "0" || !text.starts_with('0') && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|number| plain && *number <= most)
}
