//! Judges the texts that have neither topic nor translations: facts, services, lexicons.
//!
//! Invariant: they are held to the same notes, counts, bytes and corrections as articles.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::LazyLock;

use super::Inquiry;
use super::cleared::{Clearance, ClearedFacts, ClearedText};
use super::dossier::{Dossier, Filed, stray};
use super::files;
use super::standing::{Folder, Standing, VersionState};
use super::tell::{Told, ending_state, highest, standing};
use super::version::{Rules, Terms, Version, on_firm_version, weigh};
use crate::base::name::{FactKey, Region};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::facts::Facts;
use crate::project::checked_text;
use crate::trust::note::Subject;
use crate::trust::policy::{Policy, Rule};
use crate::trust::words::OnExpiry;

/// The live facts of a region, if any, and how they stand.
pub(super) fn facts(
    inquiry: &Inquiry<'_>,
    region: &Region,
    dossier: &Dossier<'_>,
) -> (Option<ClearedFacts>, Standing) {
    // Read when a note that stands speaks of them: what nobody has signed costs nothing.
    let texts = dossier.versions.iter().filter_map(|(number, bundle)| {
        let filed = bundle.files.get(dossier.folder.file_name())?;
        Some((*number, LazyLock::new(move || ReadFacts::new(region, *filed))))
    });
    let texts: BTreeMap<u32, _> = texts.collect();
    let policy = &inquiry.trust.policy;
    let rules = |version: &Version<'_>, _: Option<&_>, digest: &_| {
        let intact = version.text.is_some_and(|(_, lies)| lies == *digest);
        let facts = texts.get(&version.number).filter(|_| intact)?.facts.as_ref()?;
        Some(Cow::Owned(facts_rule(policy, facts)))
    };
    let faults = |version: &Version<'_>| {
        let stands = version.notes.iter().any(|note| note.stands);
        let text = texts.get(&version.number).filter(|_| stands);
        text.map(|text| text.faults.clone()).unwrap_or_default()
    };
    let (live, standing) = judge(inquiry, dossier, &rules, &faults);
    let cleared = live.and_then(|(version, clearance)| {
        let facts = texts.get(&version)?.facts.clone()?;
        Some(ClearedFacts { facts, clearance })
    });
    (cleared, standing)
}

/// The facts of one version.
#[derive(Default)]
struct ReadFacts {
    facts: Option<Arc<Facts>>,
    faults: Vec<Diagnostic>,
}

impl ReadFacts {
    /// A fact may lack a language that the site speaks: then it is missing for texts in that language alone.
    fn new(region: &Region, (path, file): Filed<'_>) -> Self {
        let mut found = Diagnostics::new();
        let source = checked_text(path, file, &mut found);
        let facts = source.and_then(|source| Facts::parse(source, region, &[], &mut found));
        let facts = facts.map(Arc::new);
        let faults = found.into_sorted().into_iter().filter(|found| found.severity == Severity::Error);
        Self { facts, faults: faults.collect() }
    }
}

fn facts_rule(policy: &Policy, facts: &Facts) -> Rule {
    let groups: BTreeSet<&str> = facts.facts.keys().map(FactKey::group).collect();
    policy.facts(groups)
}

/// The live services or lexicon, if any, and how they stand.
pub(super) fn plain(
    inquiry: &Inquiry<'_>,
    dossier: &Dossier<'_>,
    subject: Subject,
    rule: &Rule,
) -> (Option<ClearedText>, Standing) {
    let rules = |_: &Version<'_>, _: Option<&_>, _: &_| Some(Cow::Borrowed(rule));
    let (live, standing) = judge(inquiry, dossier, &rules, &|_| Vec::new());
    let cleared = live.and_then(|(version, clearance)| {
        let (_, file) = dossier.versions.get(&version)?.files.get(dossier.folder.file_name())?;
        Some(ClearedText { subject, file: (*file).clone(), clearance })
    });
    (cleared, standing)
}

/// What a version came to.
type Outcome = Result<(Clearance, OnExpiry), VersionState>;

/// Judges all versions of a text; `faults` says what is wrong with the text of one.
fn judge(
    inquiry: &Inquiry<'_>,
    dossier: &Dossier<'_>,
    rules: &Rules<'_>,
    faults: &dyn Fn(&Version<'_>) -> Vec<Diagnostic>,
) -> (Option<(u32, Clearance)>, Standing) {
    let mut versions = weigh(inquiry, dossier, rules);
    let mut outcomes: Vec<(Outcome, Vec<Diagnostic>)> = Vec::with_capacity(versions.len());
    for at in 0..versions.len() {
        let (earlier, rest) = versions.split_at_mut(at);
        let version = &mut rest[0];
        let mut own = faults(version);
        own.extend(strays(version, &dossier.folder));
        outcomes.push((settle(inquiry, &dossier.folder, version, (earlier, rules)), own));
    }
    let by_demonstration = |(outcome, _): &(Outcome, _)| {
        outcome.as_ref().ok().map(|(clearance, _)| clearance.is_demonstration())
    };
    let live = highest(outcomes.iter().map(by_demonstration));
    let mut cleared = None;
    let told = versions.into_iter().zip(outcomes).enumerate().map(|(at, (version, (outcome, faults)))| {
        let number = version.number;
        let (state, due) = match outcome {
            Err(state) => (state, None),
            Ok((clearance, on_expiry)) => {
                let due = clearance.due();
                let state = ending_state((at, live), clearance.is_overdue(), on_expiry);
                if state == VersionState::Live {
                    cleared = Some((number, clearance));
                }
                (state, Some(due))
            }
        };
        Told { version, state, due, topic: None, faults }
    });
    let told = told.collect();
    let standing = standing(&dossier.folder, told, Vec::new(), false);
    (cleared, standing)
}

fn strays(version: &Version<'_>, folder: &Folder) -> Vec<Diagnostic> {
    let others = version.bundle.files.iter().filter(|(name, _)| **name != folder.file_name());
    others.map(|(_, (path, _))| stray(path)).collect()
}

fn settle(
    inquiry: &Inquiry<'_>,
    folder: &Folder,
    version: &mut Version<'_>,
    (earlier, rules): (&[Version<'_>], &Rules<'_>),
) -> Outcome {
    if version.barred {
        version.hold(|_, _| Err("a correction bars this version".to_owned()));
        return Err(VersionState::Barred);
    }
    let approved = !version.approvals.is_empty();
    version.hold(|_, approval| on_firm_version(approval, earlier));
    files::compare(version, folder.file_name());
    let digest = version.text.map(|(_, digest)| digest);
    let rule = digest.and_then(|digest| rules(version, None, &digest));
    let Some(rule) = rule else {
        return Err(if approved { VersionState::Unusable } else { VersionState::Waiting(Vec::new()) });
    };
    let counting = match version.tally(&rule, version.counting(None)) {
        Ok(counting) => counting,
        Err(_) if approved => return Err(VersionState::Unusable),
        Err(lacks) => return Err(VersionState::Waiting(lacks)),
    };
    version.seat(&counting.iter().copied().collect());
    let due = version.due(Some(&rule), &counting, earlier).ok_or(VersionState::Unusable)?;
    let demonstration = version.rests_on_demonstration(&rule, &counting);
    let terms = Terms { due, as_of: inquiry.project.as_of(), demonstration };
    Ok((version.clearance(terms, &counting, &BTreeSet::new()), rule.on_expiry))
}
