//! Judges the texts that have neither topic nor translations: facts, services, lexicons.
//!
//! Invariant: they are held to the same notes, counts, bytes and corrections as articles, and one that its reader refuses
//! is not shown.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock};

use super::Inquiry;
use super::cleared::{Clearance, ClearedFacts, ClearedLexicon, ClearedServices};
use super::dossier::{Dossier, Filed, stray};
use super::files;
use super::standing::{Folder, Standing, VersionState};
use super::tell::{Told, ending_state, highest, standing};
use super::version::{Rules, Terms, Version, on_firm_version, weigh};
use crate::base::lang::Lang;
use crate::base::name::Region;
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::facts::Facts;
use crate::lexicon::Lexicon;
use crate::project::checked_text;
use crate::services::Services;
use crate::source::Source;
use crate::trust::policy::Rule;
use crate::trust::words::OnExpiry;

/// The live facts of a region, if any, and how they stand.
pub(super) fn facts(
    inquiry: &Inquiry<'_>,
    region: &Region,
    dossier: &Dossier<'_>,
) -> (Option<ClearedFacts>, Standing) {
    // A fact may lack a language that the site speaks: then it is missing for texts in that language alone.
    let read = |source: &Source, found: &mut Diagnostics| Facts::parse(source, region, &[], found);
    // Which roles facts need is said by their groups: of a damaged text nobody can tell.
    let rule = |facts: Option<&Facts>| Some(Cow::Owned(inquiry.trust.policy.facts(facts?.groups())));
    let (live, standing) = text(inquiry, dossier, &read, &rule);
    (live.map(|(facts, clearance)| ClearedFacts { facts, clearance }), standing)
}

/// The live directory of services of a region, if any, and how it stands.
pub(super) fn services(
    inquiry: &Inquiry<'_>,
    region: &Region,
    dossier: &Dossier<'_>,
) -> (Option<ClearedServices>, Standing) {
    // A directory may lack a language: then it has no page in that language.
    let read = |source: &Source, found: &mut Diagnostics| Services::parse(source, region, &[], found);
    let rule = |_: Option<&Services>| Some(Cow::Borrowed(inquiry.trust.policy.services()));
    let (live, standing) = text(inquiry, dossier, &read, &rule);
    let lapses = inquiry.trust.policy.services().on_expiry == OnExpiry::Withdraw;
    (live.map(|(services, clearance)| ClearedServices { services, clearance, lapses }), standing)
}

/// The live lexicon of a language, if any, and how it stands.
pub(super) fn lexicon(
    inquiry: &Inquiry<'_>,
    lang: &Lang,
    dossier: &Dossier<'_>,
) -> (Option<ClearedLexicon>, Standing) {
    let read = |source: &Source, found: &mut Diagnostics| Lexicon::parse(source, lang, found);
    let rule = |_: Option<&Lexicon>| Some(Cow::Borrowed(inquiry.trust.policy.lexicon()));
    let (live, standing) = text(inquiry, dossier, &read, &rule);
    (live.map(|(lexicon, clearance)| ClearedLexicon { lexicon, clearance }), standing)
}

/// Reads the text of a version, and pushes what is wrong in it.
type Reader<'r, T> = dyn Fn(&Source, &mut Diagnostics) -> Option<T> + Sync + 'r;

/// Gives the rule of the policy for a text that can be read, or for one that cannot; `None` where it cannot be known.
type RuleFor<'r, T> = dyn for<'t> Fn(Option<&'t T>) -> Option<Cow<'r, Rule>> + Sync + 'r;

/// The live version of a text, if any, and how its versions stand.
fn text<T: Send + Sync>(
    inquiry: &Inquiry<'_>,
    dossier: &Dossier<'_>,
    read: &Reader<'_, T>,
    rule: &RuleFor<'_, T>,
) -> (Option<(Arc<T>, Clearance)>, Standing) {
    // Read once, and only when somebody asks: a barred version costs nothing.
    let texts = dossier.versions.iter().filter_map(|(number, bundle)| {
        let filed = bundle.file(dossier.folder.file_name())?;
        Some((*number, LazyLock::new(move || Text::new(filed, read))))
    });
    let texts: BTreeMap<u32, _> = texts.collect();
    let readable = |version: &Version<'_>| texts.get(&version.number)?.text.clone();
    let rules = |version: &Version<'_>, _: Option<&_>, digest: &_| {
        let intact = version.text.is_some_and(|(_, lies)| lies == *digest);
        rule(if intact { readable(version) } else { None }.as_deref())
    };
    let faults = |version: &Version<'_>| {
        let stands = version.notes.iter().any(|note| note.stands);
        let text = texts.get(&version.number).filter(|_| stands);
        text.map(|text| text.faults.clone()).unwrap_or_default()
    };
    let is_readable = |version: &Version<'_>| readable(version).is_some();
    let asks = Asks { rules: &rules, faults: &faults, is_readable: &is_readable };
    let (live, standing) = judge(inquiry, dossier, &asks);
    let live = live.and_then(|(version, clearance)| Some((texts.get(&version)?.text.clone()?, clearance)));
    (live, standing)
}

/// The text of one version as its reader sees it.
struct Text<T> {
    text: Option<Arc<T>>,
    faults: Vec<Diagnostic>,
}

impl<T> Text<T> {
    fn new((path, file): Filed<'_>, read: &Reader<'_, T>) -> Self {
        let mut found = Diagnostics::new();
        let source = checked_text(path, file, &mut found);
        let text = source.and_then(|source| read(source, &mut found)).map(Arc::new);
        let faults = found.into_sorted().into_iter().filter(|found| found.severity == Severity::Error);
        Self { text, faults: faults.collect() }
    }
}

/// What is asked of each version.
struct Asks<'a> {
    /// Which rule of the policy applies.
    rules: &'a Rules<'a>,
    /// What is wrong in its text.
    faults: &'a dyn Fn(&Version<'_>) -> Vec<Diagnostic>,
    /// Whether anything can be made of its text.
    is_readable: &'a dyn Fn(&Version<'_>) -> bool,
}

/// What a version came to.
type Outcome = Result<(Clearance, OnExpiry), VersionState>;

/// Judges all versions of a text.
fn judge(
    inquiry: &Inquiry<'_>,
    dossier: &Dossier<'_>,
    asks: &Asks<'_>,
) -> (Option<(u32, Clearance)>, Standing) {
    let mut versions = weigh(inquiry, dossier, asks.rules);
    let mut outcomes: Vec<(Outcome, Vec<Diagnostic>)> = Vec::with_capacity(versions.len());
    for at in 0..versions.len() {
        let (earlier, rest) = versions.split_at_mut(at);
        let version = &mut rest[0];
        let mut own = (asks.faults)(version);
        own.extend(strays(version, &dossier.folder));
        outcomes.push((settle(inquiry, &dossier.folder, version, (earlier, asks)), own));
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
    let mut standing = standing(&dossier.folder, told, Vec::new(), false);
    standing.demonstration = cleared.as_ref().is_some_and(|(_, clearance)| clearance.is_demonstration());
    (cleared, standing)
}

fn strays(version: &Version<'_>, folder: &Folder) -> Vec<Diagnostic> {
    let others = version.bundle.files.iter().filter(|(name, _)| *name != folder.file_name());
    others.map(|(_, (path, _))| stray(path)).collect()
}

fn settle(
    inquiry: &Inquiry<'_>,
    folder: &Folder,
    version: &mut Version<'_>,
    (earlier, asks): (&[Version<'_>], &Asks<'_>),
) -> Outcome {
    if version.barred {
        version.hold(|_, _| Err("a correction bars this version".to_owned()));
        return Err(VersionState::Barred);
    }
    let approved = !version.approvals.is_empty();
    version.hold(|_, approval| on_firm_version(approval, earlier));
    files::compare(version, folder.file_name());
    let digest = version.text.map(|(_, digest)| digest).filter(|_| (asks.is_readable)(version));
    let rule = digest.and_then(|digest| (asks.rules)(version, None, &digest));
    let Some(rule) = rule else {
        return Err(if approved { VersionState::Unusable } else { VersionState::Waiting(Vec::new()) });
    };
    let counting = match version.tally(&rule, version.counting(None)) {
        Ok(counting) => counting,
        Err(_) if approved => return Err(VersionState::Unusable),
        Err(short) => {
            version.set_aside(&short.spare);
            return Err(VersionState::Waiting(short.lacks));
        }
    };
    version.seat(&counting.iter().copied().collect());
    let due = version.due(Some(&rule), &counting, earlier).ok_or(VersionState::Unusable)?;
    let demonstration = version.rests_on_demonstration(&rule, &counting);
    let terms = Terms { due, as_of: inquiry.project.as_of(), demonstration };
    Ok((version.clearance(terms, &counting, &BTreeSet::new()), rule.on_expiry))
}
