//! The part of the record that a site publishes: live versions whole, withdrawal notes, and the files of `trust/`.
//!
//! A waiting, replaced or withdrawn text is never among them.

use std::collections::BTreeSet;

use super::{Made, Press};
use crate::base::name::SiteId;
use crate::base::path::OutPath;
use crate::gate::{Approver, Cleared, RecordFile, Tombstone};
use crate::trust;

/// The files of `trust/` that stock tools and doubtful readers need.
const TRUST: [&str; 4] =
    ["trust/allowed_signers", "trust/policy.toml", "trust/reviewers.toml", "trust/revoked"];

/// Returns the folder of an article's live version, from the site's root.
pub(super) fn folder(cleared: &Cleared) -> String {
    let article = cleared.article();
    format!("record/{}/{}/{}", article.lang(), article.id(), cleared.clearance().version())
}

/// Puts the live version of an article on the shelf.
pub(super) fn version(press: &Press<'_>, cleared: &Cleared) -> Made {
    let mut made = Made::default();
    cleared.clearance().record().iter().for_each(|file| put(press, &mut made, file));
    made
}

/// Puts the live facts, the withdrawal notes and the files of `trust/` on the shelf.
pub(super) fn emit(press: &Press<'_>) -> Made {
    let mut made = Made::default();
    let facts = press.catalog.facts().map(|facts| facts.clearance().record()).unwrap_or_default();
    facts.iter().for_each(|file| put(press, &mut made, file));
    // A withdrawal in every language lies in one folder and stands behind several tombstones.
    let mut done = BTreeSet::new();
    let notes = press.catalog.tombstones().flat_map(Tombstone::record);
    notes.filter(|(path, _)| done.insert(path)).for_each(|file| put(press, &mut made, file));
    for path in TRUST {
        if let Some(file) = press.project.file_at(path) {
            made.file(press, OutPath::parse(path), file.bytes().to_vec());
        }
    }
    made
}

fn put(press: &Press<'_>, made: &mut Made, (path, file): &RecordFile) {
    made.file(press, OutPath::parse(path.as_str()), file.bytes().to_vec());
}

/// The two stock commands that check a note and its files, to be run in the folder of the version.
pub(super) fn commands(site: &SiteId, approver: &Approver) -> Vec<String> {
    let (note, reviewer) = (approver.path.file_name(), &approver.reviewer);
    vec![
        format!(
            "ssh-keygen -Y verify -f ../../../../trust/allowed_signers -r ../../../../trust/revoked -I {reviewer} \
             -n {} -Overify-time={}Z -s {note}.sig < {note}",
            trust::namespace(approver.role, site),
            approver.reviewed.compact()
        ),
        format!("sha256sum -c --strict {note}"),
    ]
}
