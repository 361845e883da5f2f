//! Working texts that were read before: what a file said is known as long as its bytes are the same.
//!
//! Invariant: what is recalled is what reading the file again would give.

use std::collections::BTreeMap;

use super::{Address, Reading, read_article};
use crate::base::path::SourcePath;
use crate::project::Project;

/// What was read from each file, the last time.
#[derive(Debug, Default)]
pub struct Recall {
    readings: BTreeMap<SourcePath, Reading>,
}

impl Recall {
    /// Returns what a file says: its language, topic and id come from its path, everything else from its bytes.
    pub(super) fn read(&self, project: &Project, address: &Address) -> Reading {
        let known = self.readings.get(&address.path);
        let same = known.filter(|known| known.file.as_ref() == project.file(&address.path));
        same.cloned().unwrap_or_else(|| read_article(project, address))
    }

    /// Remembers what was read, and forgets the files that are gone.
    pub(super) fn keep(&mut self, readings: &[Reading]) {
        self.readings = readings.iter().map(|reading| (reading.path.clone(), reading.clone())).collect();
    }
}
