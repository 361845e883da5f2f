//! Keys that must never count again: `trust/revoked`, a list as `ssh-keygen -r` takes it.
//!
//! Stock OpenSSH 9.2 takes a list that is empty or holds comments only, and refuses everything where one line is no key.
//!
//! Invariant: a list that is read here is read by `ssh-keygen -r`, and means the same.

use std::collections::BTreeSet;

use super::key::PublicKey;
use super::lines::lines;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, MOST_OF_A_KIND};
use crate::source::Source;

/// The revoked keys.
#[derive(Clone, Debug, Default)]
pub struct Revoked(BTreeSet<PublicKey>);

impl Revoked {
    /// Reads the list: one public key on a line, `#` comments and empty lines; with an error in it there is no list.
    pub fn parse(source: &Source, found: &mut Diagnostics) -> Option<Self> {
        let mut keys = BTreeSet::new();
        let mut faults = 0;
        for (line, range) in lines(source) {
            match PublicKey::parse(line) {
                Ok((key, _)) => {
                    keys.insert(key);
                }
                Err(reason) => {
                    faults += 1;
                    found.push(
                        Diagnostic::error(Code::Revoked, reason)
                            .at(source.span(range), "")
                            .note("with such a line `ssh-keygen -r` refuses every signature")
                            .help("put the line of the revoked `.pub` file here"),
                    );
                }
            }
            if faults == MOST_OF_A_KIND {
                break;
            }
        }
        (faults == 0).then_some(Self(keys))
    }

    /// Returns whether a key is revoked.
    pub fn contains(&self, key: &PublicKey) -> bool {
        self.0.contains(key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::path::SourcePath;

    const KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILM+rvN+ot98qgEN796jTiQfZfG1KaT0PtFDJ/XFSqti";

    fn parse(text: &str) -> (Option<Revoked>, Vec<Diagnostic>) {
        let mut found = Diagnostics::new();
        let source = Source::new(SourcePath::parse("trust/revoked").unwrap(), text.to_owned());
        (Revoked::parse(&source, &mut found), found.into_sorted())
    }

    #[test]
    fn comments_and_empty_lines_are_no_keys() {
        let (revoked, found) = parse(&format!("# lost in a tram\n{KEY} dr-ada\n\n"));
        assert!(found.is_empty());
        assert!(revoked.unwrap().contains(&PublicKey::parse(KEY).unwrap().0));
        assert!(parse("").0.is_some());
        assert!(parse("# nobody\n").0.is_some());
    }

    #[test]
    fn what_is_no_key_is_told_with_its_line() {
        let (revoked, found) = parse("# x\ndr-ada\n");
        assert!(revoked.is_none());
        assert_eq!(
            found[0].message,
            "only keys of the kinds `ssh-ed25519` and `ecdsa-sha2-nistp256` are accepted"
        );
        assert_eq!(format!("{:?}", found[0].labels[0].place), "Text(trust/revoked:2:1)");
    }
}
