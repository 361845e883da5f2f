//! What can go wrong in publishing, in words, with a remedy.
//!
//! Invariant: whatever the fault, the target is wholly the old site or, where only the last syncing or clearing away
//! failed, wholly the new one; [`PublishFault::NotPutBack`] alone says that the old site is elsewhere.

use std::io;
use std::path::{Path, PathBuf};

use crate::base::path::OutPath;
use crate::disk::reason::{reason, remedy};

/// Who must act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blame {
    /// The person at the keyboard: exit code 2.
    User,
    /// We: exit code 3.
    Ours,
}

/// Why a site was not published.
#[derive(Debug, thiserror::Error)]
pub enum PublishFault {
    /// The path ends in no name: `.`, `..`, `/`.
    #[error("`{}` does not name a folder for the site", .0.display())]
    NoName(PathBuf),
    /// The folder in which the site's folder should stand cannot be found.
    #[error("`{}` is no folder to make another one in: {}", path.display(), reason(source))]
    NoParent {
        /// The folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The target is a symbolic link.
    #[error("`{}` is a symbolic link, and the site would take its place", .0.display())]
    Link(PathBuf),
    /// The target is a file.
    #[error("`{}` is not a folder", .0.display())]
    NotAFolder(PathBuf),
    /// The target holds what we did not make.
    #[error("`{}` is not empty, and this command did not make it", .0.display())]
    NotOurs(PathBuf),
    /// The target is the knowledge base, or a folder around it.
    #[error("`{}` holds the knowledge base itself", .0.display())]
    HoldsSources(PathBuf),
    /// The target lies where sources are read from.
    #[error("`{}` lies within `{folder}` of the knowledge base", target.display())]
    AmongSources {
        /// The target.
        target: PathBuf,
        /// The folder of the knowledge base.
        folder: &'static str,
    },
    /// Another build is at work.
    #[error("another build is publishing to `{}`", .0.display())]
    Busy(PathBuf),
    /// The system refused.
    #[error("`{}` cannot be written: {}", path.display(), reason(source))]
    System {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The new site stands, and a remainder of the old one stands beside it.
    #[error("the new site is published, but the old one is still in `{}`: {}", path.display(), reason(source))]
    OldRemains {
        /// What is left of the old site.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The old site was put aside, and neither the new one nor the old one could take its place.
    #[error("no site is published: the old one was put aside to `{}` and cannot be put back: {}", aside.display(), reason(source))]
    NotPutBack {
        /// Where the old site is.
        aside: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// One path was made twice.
    #[error("the file `{0}` of the site was made twice")]
    Twice(OutPath),
    /// What was staged is not what the site says.
    #[error("the file `{0}` of the site is not what was written")]
    Differs(OutPath),
}

impl PublishFault {
    /// Returns who must act.
    pub fn blame(&self) -> Blame {
        match self {
            Self::Twice(_) | Self::Differs(_) => Blame::Ours,
            _ => Blame::User,
        }
    }

    /// Says how to put it right, as an imperative.
    pub fn remedy(&self) -> String {
        let words = match self {
            Self::NoName(_) => "name a folder of its own with `--out`, such as `public`",
            Self::NoParent { .. } => "make that folder first, or choose another one with `--out`",
            Self::Link(path) => {
                return format!("name the folder it leads to, or remove `{}`", path.display());
            }
            Self::NotAFolder(_) => "choose another folder with `--out`",
            Self::NotOurs(_) => "choose a new or an empty folder with `--out`; nothing here was touched",
            Self::HoldsSources(_) | Self::AmongSources { .. } => {
                "choose a folder of its own with `--out`, such as `public` beside `vetted.toml`"
            }
            Self::Busy(_) => "wait until it is done, then build again",
            Self::System { source, .. } => remedy(source),
            Self::OldRemains { path, .. } => return format!("remove `{}` yourself", path.display()),
            Self::NotPutBack { aside, .. } => return format!("rename `{}` back yourself", aside.display()),
            Self::Twice(_) | Self::Differs(_) => "this is a fault of the program; please report it",
        };
        words.to_owned()
    }

    /// Says at which path the system refused.
    pub(super) fn system(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        |source| Self::System { path, source }
    }
}
