//! The part of the record that a site publishes: live versions whole, withdrawal notes, and the files of `trust/`.
//!
//! A waiting, replaced or withdrawn text is never among them.

use std::collections::BTreeSet;

use super::{Made, Press};
use crate::base::lang::Lang;
use crate::base::name::SiteId;
use crate::base::path::OutPath;
use crate::gate::{
    Approver, Clearance, Cleared, ClearedFacts, ClearedLexicon, ClearedServices, RecordFile, Tombstone,
};
use crate::render::Dated;
use crate::render::view::{ReviewEntry, ReviewView};
use crate::trust;

/// The files of `trust/` that stock tools and doubtful readers need.
const TRUST: [&str; 4] =
    ["trust/allowed_signers", "trust/policy.toml", "trust/reviewers.toml", "trust/revoked"];

/// Returns the folder of an article's live version, from the site's root.
pub(super) fn folder(cleared: &Cleared) -> String {
    let article = cleared.article();
    format!("record/{}/{}/{}", article.lang(), article.id(), cleared.clearance().version())
}

/// Says who signed a text, until when, and how a stranger checks that; `text` is the path of its file in the record.
pub(super) fn review(press: &Press<'_>, lang: &Lang, clearance: &Clearance, text: &str) -> ReviewView {
    let labels = press.theme.labels(lang);
    let entries = clearance.approvers().iter().map(|approver| ReviewEntry {
        role: labels.get(&format!("role_{}", approver.role)).to_owned(),
        who: approver.public.text(lang).to_owned(),
        day: Dated::new(approver.reviewed, labels),
    });
    let commands = clearance.approvers().iter().flat_map(|approver| commands(&press.config.site, approver));
    let (folder, file) = text.rsplit_once('/').unwrap_or_default();
    ReviewView {
        version: clearance.version(),
        entries: entries.collect(),
        due: Dated::new(clearance.due(), labels),
        folder: folder.to_owned(),
        file: file.to_owned(),
        commands: commands.collect(),
    }
}

/// Puts the live version of an article on the shelf.
pub(super) fn version(press: &Press<'_>, cleared: &Cleared) -> Made {
    let mut made = Made::default();
    cleared.clearance().record().iter().for_each(|file| put(press, &mut made, file));
    made
}

/// Puts the live facts, services and lexicons, the withdrawal notes and the files of `trust/` on the shelf.
pub(super) fn emit(press: &Press<'_>) -> Made {
    let mut made = Made::default();
    let facts = press.catalog.facts().map(ClearedFacts::clearance);
    let services = press.services.map(ClearedServices::clearance);
    let lexicons = press.lexicons.values().map(ClearedLexicon::clearance);
    let tables = facts.into_iter().chain(services).chain(lexicons).flat_map(Clearance::record);
    tables.for_each(|file| put(press, &mut made, file));
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
fn commands(site: &SiteId, approver: &Approver) -> Vec<String> {
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
