//! Puts the staged site in the place of the old one.
//!
//! Invariant: when a step fails, the old site is where it was, or the fault says where it is.

use std::fs;
use std::path::Path;

use rustix::fs::{CWD, RenameFlags, renameat_with};

use super::fault::PublishFault;
use super::target::Target;
use crate::disk::durable::is_unsupported;

/// How two folders change places.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Exchange {
    /// In one step; where the file system cannot, by two renames.
    #[default]
    OneStep,
    /// By two renames: for a moment there is no site, and a run that is killed then is mended by the next one.
    TwoRenames,
}

/// Puts the staged site in a place where nothing stands.
pub(super) fn place_first(target: &Target) -> Result<(), PublishFault> {
    let (from, to) = (target.staged(), target.path());
    let placed = match renameat_with(CWD, &from, CWD, to, RenameFlags::NOREPLACE) {
        // Over a folder that came to be meanwhile and is not empty, this fails as well.
        Err(error) if is_unsupported(error) => fs::rename(&from, to),
        done => done.map_err(Into::into),
    };
    placed.map_err(PublishFault::system(to))
}

/// Puts the staged site in the place of what stands there, which is then to be found aside or where it was staged.
pub(super) fn replace(target: &Target, exchange: Exchange) -> Result<(), PublishFault> {
    let (from, to, aside) = (target.staged(), target.path(), target.aside());
    if exchange == Exchange::OneStep {
        match renameat_with(CWD, &from, CWD, to, RenameFlags::EXCHANGE) {
            Err(error) if is_unsupported(error) => {}
            done => return done.map_err(|error| PublishFault::system(to)(error.into())),
        }
    }
    two_renames(&from, to, &aside)
}

fn two_renames(from: &Path, to: &Path, aside: &Path) -> Result<(), PublishFault> {
    fs::rename(to, aside).map_err(PublishFault::system(to))?;
    fs::rename(from, to).or_else(|refusal| {
        let not_put_back = |source| PublishFault::NotPutBack { aside: aside.to_owned(), source };
        fs::rename(aside, to).map_err(not_put_back)?;
        Err(PublishFault::system(to)(refusal))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_old_site_is_put_back_when_the_new_one_cannot_take_its_place() {
        let folder = tempfile::tempdir().unwrap();
        let [from, to, aside] = ["from", "to", "aside"].map(|name| folder.path().join(name));
        fs::create_dir(&to).unwrap();
        fs::write(to.join("page"), "old").unwrap();
        let fault = two_renames(&from, &to, &aside).unwrap_err();
        assert!(matches!(fault, PublishFault::System { path, .. } if path == to));
        assert_eq!(fs::read(to.join("page")).unwrap(), b"old");
        assert!(!aside.exists());
    }
}
