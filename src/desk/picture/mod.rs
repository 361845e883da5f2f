//! Looks into a picture: a still image of the kind its name says, of a known size, and nothing beside it.
//!
//! A picture tells where, when, by whom and with what it was made, in parts that no reader sees (pictures carry
//! no metadata). So only those parts may stand in a file that the image itself needs; whatever else is there is refused,
//! known or not; [`cleaned`] gives what is left without them.
//!
//! Invariant: no picture is ever decoded, so time and memory grow with the bytes of the file, never with its pixels.

mod clean;
mod parts;

use rayon::prelude::*;

pub use self::clean::Clean;
use self::parts::{Sort, parts};
use crate::base::path::SourcePath;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::project::Project;

/// The most bytes of a picture, as `disk` reads them.
const LARGEST: usize = 2 << 20;

/// The most pixels of a picture. A browser holds four bytes for each, and 32 MB are as much as a cheap phone can spare.
const MOST_PIXELS: usize = 8_000_000;

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
    /// It has more pixels than a picture may have: so many across and down.
    Pixels(usize, usize),
    /// It is a moving image, by the part of this name.
    Moving(String),
    /// It lies on its side, and only its metadata says so: without them readers would see it turned.
    Turned,
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
            Self::Pixels(width, height) => format!(
                "the picture `{name}` is {width} × {height} pixels large, more than a cheap phone can hold"
            ),
            Self::Moving(part) => {
                format!("the picture `{name}` moves, by its part `{part}`; pages hold still")
            }
            Self::Turned => {
                format!("the picture `{name}` lies on its side, and only its metadata say how to turn it")
            }
        }
    }

    /// Says how to put it right.
    pub(super) fn help(&self, name: &str) -> String {
        match self {
            Self::Extra(_) | Self::Tail => {
                format!(
                    "run `vetted check --fix`, which takes out all but the image, or export `{name}` anew without metadata"
                )
            }
            Self::Large => "make it smaller: readers are on slow lines".to_owned(),
            Self::Pixels(..) => {
                format!("make it smaller: {} megapixels are the most", MOST_PIXELS / 1_000_000)
            }
            Self::Moving(_) => "save one still image of it".to_owned(),
            Self::Turned => "turn it in a program for pictures and save it so".to_owned(),
            Self::Kind | Self::Broken | Self::Size => {
                "save it anew as PNG, JPEG or WebP, with the ending to match".to_owned()
            }
        }
    }
}

/// Looks into the picture `name`, once from its beginning to its end.
pub(super) fn look(name: &str, bytes: &[u8]) -> Result<(), Flaw> {
    for part in parts(name, bytes)? {
        match part.sort {
            Sort::Needed => {}
            Sort::Metadata(what) => return Err(Flaw::Extra(what)),
            Sort::Moving(what) => return Err(Flaw::Moving(what)),
            Sort::Tail => return Err(Flaw::Tail),
        }
    }
    match imagesize::blob_size(bytes) {
        Ok(size) if size.width.saturating_mul(size.height) > MOST_PIXELS => {
            Err(Flaw::Pixels(size.width, size.height))
        }
        Ok(size) if size.width > 0 && size.height > 0 => Ok(()),
        _ => Err(Flaw::Size),
    }
}

/// Cleans all pictures of the desk that hold more than an image. One that only its metadata turn upright is told, and stays
/// as it is; whatever else is wrong with a picture is told by [`read`](super::read).
pub fn cleaned(project: &Project, found: &mut Diagnostics) -> Vec<(SourcePath, Clean)> {
    let files: Vec<_> = project.under("content").collect();
    let each: Vec<_> = files
        .par_iter()
        .filter_map(|(path, file)| Some((*path, clean::clean(path.file_name(), file.bytes()).transpose()?)))
        .collect();
    let mut cleaned = Vec::new();
    for (path, outcome) in each {
        match outcome {
            Ok(clean) => cleaned.push((path.clone(), clean)),
            Err(flaw @ Flaw::Turned) => found.push(
                Diagnostic::error(Code::BrokenPicture, flaw.message(path.file_name()))
                    .at(path, "")
                    .help(flaw.help(path.file_name())),
            ),
            Err(_) => {}
        }
    }
    cleaned
}
