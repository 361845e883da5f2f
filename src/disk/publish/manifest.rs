//! The file `.vetted` at the root of a published site: the mark that the folder is ours, and what stands in it.
//!
//! It is in the form that `sha256sum -c --strict` reads, so that anyone can check a copy of the site.
//!
//! Invariant: the same site has the same manifest, byte for byte.

use std::collections::BTreeMap;
use std::fmt;

use crate::base::digest::Digest;
use crate::base::path::OutPath;
use crate::site::Site;

/// The name of the file.
pub(super) const NAME: &str = ".vetted";
/// The line by which we know our own folders; `sha256sum` takes it for a comment.
const FIRST_LINE: &str =
    "# vetted-site: 1, made by `vetted build`; the whole folder is replaced at every build";

/// What stands in a published site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Manifest {
    files: BTreeMap<OutPath, Digest>,
}

impl Manifest {
    /// Lists the files of a site.
    pub(super) fn of(site: &Site) -> Self {
        Self { files: site.files().iter().map(|(path, file)| (path.clone(), file.digest())).collect() }
    }

    /// Reads a manifest. `None` says that it is not ours; one of ours that was damaged lists fewer files.
    pub(super) fn parse(text: &[u8]) -> Option<Self> {
        let mut lines = text.split(|byte| *byte == b'\n');
        (lines.next()? == FIRST_LINE.as_bytes())
            .then(|| Self { files: lines.filter_map(read_line).collect() })
    }

    /// Returns the files, sorted by path.
    pub(super) fn files(&self) -> &BTreeMap<OutPath, Digest> {
        &self.files
    }
}

fn read_line(line: &[u8]) -> Option<(OutPath, Digest)> {
    let (digest, path) = std::str::from_utf8(line).ok()?.split_once("  ")?;
    Some((OutPath::parse(path)?, Digest::from_hex(digest)?))
}

impl fmt::Display for Manifest {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(out, "{FIRST_LINE}")?;
        self.files.iter().try_for_each(|(path, digest)| writeln!(out, "{digest}  {path}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::Content;

    #[test]
    fn a_manifest_reads_back_and_a_foreign_file_does_not() {
        let mut site = Site::new();
        site.insert(OutPath::parse("en/a.html").unwrap(), Content::Bytes(b"a".to_vec())).unwrap();
        site.insert(OutPath::parse("b.txt").unwrap(), Content::Bytes(b"b".to_vec())).unwrap();
        let manifest = Manifest::of(&site);
        assert_eq!(Manifest::parse(manifest.to_string().as_bytes()), Some(manifest.clone()));
        assert_eq!(Manifest::parse(b"# someone else's\n"), None);
        assert_eq!(Manifest::parse(b""), None);
        let damaged = manifest.to_string().replace("  b.txt", " *../b.txt");
        assert_eq!(Manifest::parse(damaged.as_bytes()).unwrap().files().len(), 1);
    }
}
