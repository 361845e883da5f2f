//! Where a passphrase comes from: a terminal, a file or an open descriptor, and never an argument.

use std::fs::File;
use std::io::{BufRead, BufReader, IsTerminal, Read};
use std::path::{Path, PathBuf};

use super::failure::Failure;
use crate::diagnostic::Tongue;
use crate::signing::key;

/// The longest passphrase that is read, in bytes.
const LONGEST: u64 = 1024;

/// Where to ask for a passphrase.
pub(super) struct Asking<'a> {
    /// A file that holds it in its first line.
    pub(super) file: Option<&'a Path>,
    /// An open descriptor to read it from.
    pub(super) descriptor: Option<i32>,
    /// The language to ask in.
    pub(super) tongue: Tongue,
}

impl Asking<'_> {
    /// Reads the passphrase of an existing key; `what` is the prompt.
    pub(super) fn existing(&self, what: &str) -> Result<String, Failure> {
        match self.given()? {
            Some(passphrase) => Ok(passphrase),
            None => self.prompt(what),
        }
    }

    /// Reads a new passphrase, on a terminal twice.
    pub(super) fn new_one(&self) -> Result<String, Failure> {
        let given = self.given()?;
        let from_terminal = given.is_none();
        let passphrase = match given {
            Some(passphrase) => passphrase,
            None => self.prompt("new passphrase")?,
        };
        key::is_long_enough(&passphrase)?;
        if from_terminal && self.prompt("the same again")? != passphrase {
            return Err(Failure::usage("the two passphrases differ", "try again"));
        }
        Ok(passphrase)
    }

    fn given(&self) -> Result<Option<String>, Failure> {
        let path = match (self.file, self.descriptor) {
            (Some(path), _) => path.to_path_buf(),
            // Linux and the BSDs give every open descriptor a name; opening it needs no unsafe code.
            (None, Some(descriptor)) => PathBuf::from(format!("/dev/fd/{descriptor}")),
            (None, None) => return Ok(None),
        };
        let unreadable = |fault: std::io::Error| {
            Failure::usage(
                format!("the passphrase cannot be read from {}: {fault}", path.display()),
                "name a file or an open descriptor whose first line is the passphrase",
            )
        };
        let file = File::open(&path).map_err(unreadable)?;
        let mut line = String::new();
        BufReader::new(file.take(LONGEST)).read_line(&mut line).map_err(unreadable)?;
        Ok(Some(line.trim_end_matches(['\n', '\r']).to_owned()))
    }

    fn prompt(&self, what: &str) -> Result<String, Failure> {
        if !std::io::stdin().is_terminal() {
            return Err(Failure::usage(
                "there is no terminal to ask for the passphrase",
                "give it with --passphrase-file FILE or --passphrase-fd N",
            ));
        }
        rpassword::prompt_password(format!("{}: ", self.tongue.phrase(what))).map_err(|fault| {
            Failure::usage(format!("the passphrase cannot be read: {fault}"), "try again on a terminal")
        })
    }
}
