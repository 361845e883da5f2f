//! What is known from the last time, so that only what a change touches is made again.
//!
//! Nothing is ever patched: what is remembered is the outcome of a pure function beside all its inputs, and it counts as
//! long as those are the same.
//!
//! Invariant: with a memo or without one, the outcome is the same.

use crate::base::day::Day;
use crate::base::path::SourcePath;
use crate::project::{File, Project};

/// The outcome of a function beside the inputs that it came from.
#[derive(Debug)]
pub struct Last<K, V> {
    known: Option<(K, V)>,
}

impl<K, V> Default for Last<K, V> {
    fn default() -> Self {
        Self { known: None }
    }
}

impl<K: PartialEq, V: Clone> Last<K, V> {
    /// Returns what `make` gives for these inputs; the last outcome where they are the same.
    pub fn get(&mut self, inputs: K, make: impl FnOnce() -> V) -> V {
        if let Some((_, outcome)) = self.known.as_ref().filter(|(known, _)| *known == inputs) {
            return outcome.clone();
        }
        let outcome = make();
        self.known = Some((inputs, outcome.clone()));
        outcome
    }
}

/// Files by their paths, and the day: all that a build of what is signed can depend on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inputs {
    files: Vec<(SourcePath, File)>,
    as_of: Day,
}

impl Inputs {
    /// Returns the inputs of a site.
    pub fn signed(project: &Project) -> Self {
        let files = project.signed().map(|(path, file)| (path.clone(), file.clone()));
        Self { files: files.collect(), as_of: project.as_of() }
    }

    /// Returns the inputs of a theme.
    pub fn theme(project: &Project) -> Self {
        let settings = project.signed().filter(|(path, _)| path.as_str() == "vetted.toml");
        let files = settings.chain(project.under("themes"));
        let files = files.map(|(path, file)| (path.clone(), file.clone()));
        Self { files: files.collect(), as_of: Day::FIRST }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_outcome_counts_as_long_as_its_inputs_are_the_same() {
        let mut last = Last::default();
        let mut made = 0;
        for inputs in [1, 1, 2, 2, 1] {
            assert_eq!(
                last.get(inputs, || {
                    made += 1;
                    inputs * 10
                }),
                inputs * 10
            );
        }
        assert_eq!(made, 3);
    }
}
