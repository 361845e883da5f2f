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

mod article;
mod cleared;
mod count;
mod dossier;
mod family;
mod files;
mod judge;
mod notes;
pub mod preview;
mod standing;
mod tell;
#[cfg(test)]
mod tests;
mod text;
mod version;
mod withdrawal;

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::base::lang::Lang;
use crate::base::name::{ArticleId, Region, SiteId};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::project::Project;
use crate::trust::Trust;
use dossier::Dossier;

pub use cleared::{
    Approver, Clearance, Cleared, ClearedFacts, ClearedLexicon, ClearedServices, Ending, RecordFile,
    SnippetCode, Tombstone, Translation,
};
pub use standing::{Behind, Folder, Lack, NoteStanding, Standing, Verdict, VersionStanding, VersionState};

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
    pub services: Option<ClearedServices>,
    /// The live lexicons of the site's languages.
    pub lexicons: BTreeMap<Lang, ClearedLexicon>,
    /// How every text of the record stands, sorted by folder.
    pub standings: Vec<Standing>,
}

/// Judges the whole record. What is wrong in it is pushed to `found`, and stops nothing.
pub fn judge(inquiry: &Inquiry<'_>, found: &mut Diagnostics) -> Judged {
    found.extend(mixed(inquiry.trust));
    let mut judged = Judged::default();
    let mut families: BTreeMap<ArticleId, Vec<Dossier<'_>>> = BTreeMap::new();
    for dossier in dossier::gather(inquiry.project, found) {
        if let Folder::Article(_, id) = &dossier.folder {
            families.entry(id.clone()).or_default().push(dossier);
        } else {
            judged.text(inquiry, &dossier);
        }
    }
    let families: Vec<_> = families.into_iter().collect();
    let facts = judged.facts.as_ref();
    // Each dossier goes once its article is judged, so that not all of them are held beside what they came to.
    let outcomes: Vec<judge::Outcome> = families
        .into_par_iter()
        .map(|(id, dossiers)| judge::article(inquiry, facts, &id, &dossiers))
        .collect();
    for outcome in outcomes {
        judged.cleared.extend(outcome.cleared);
        judged.tombstones.extend(outcome.tombstones);
        judged.standings.extend(outcome.standings);
    }
    judged.standings.sort_by(|one, other| one.folder.cmp(&other.folder));
    found.extend(judged.standings.iter().flat_map(tell::faults).cloned());
    judged
}

impl Judged {
    /// Judges facts, services or a lexicon; what is for another region or language is judged and not used.
    fn text(&mut self, inquiry: &Inquiry<'_>, dossier: &Dossier<'_>) {
        let standing = match &dossier.folder {
            Folder::Facts(region) => {
                let (live, standing) = text::facts(inquiry, region, dossier);
                self.facts = self.facts.take().or(live.filter(|_| inquiry.region == Some(region)));
                standing
            }
            Folder::Services(region) => {
                let (live, standing) = text::services(inquiry, region, dossier);
                self.services = self.services.take().or(live.filter(|_| inquiry.region == Some(region)));
                standing
            }
            Folder::Lexicon(lang) => {
                let (live, standing) = text::lexicon(inquiry, lang, dossier);
                let live = live.filter(|_| inquiry.languages.contains(lang));
                self.lexicons.extend(live.map(|live| (lang.clone(), live)));
                standing
            }
            Folder::Article(..) => return,
        };
        self.standings.push(standing);
    }
}

/// Demonstration reviewers beside real ones are how a text that no doctor has read could come to look as if one had.
fn mixed(trust: &Trust) -> Option<Diagnostic> {
    let shown = trust.reviewers.iter().find(|reviewer| reviewer.demonstration)?;
    let real = trust.reviewers.iter().find(|reviewer| !reviewer.demonstration)?;
    let message = "this site has demonstration reviewers beside real ones";
    Some(
        Diagnostic::warning(Code::DemonstrationMixed, message)
            .at(&shown.span, "only a demonstration")
            .at(&real.span, "a real reviewer")
            .help("take the demonstration reviewers out once real ones have signed"),
    )
}
