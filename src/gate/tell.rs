//! Puts together how a text stands, for `why` and for the findings of a build.
//!
//! Invariant: a fault that holds nothing back any more is told as a warning, so that an old one does not fail builds for ever.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::notes::Checked;
use super::standing::{Folder, Standing, Verdict, VersionStanding, VersionState};
use super::version::Version;
use crate::base::day::Day;
use crate::base::name::Topic;
use crate::base::path::SourcePath;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::trust::words::OnExpiry;

/// A version, judged.
pub(super) struct Told<'a> {
    pub version: Version<'a>,
    pub state: VersionState,
    pub due: Option<Day>,
    pub topic: Option<Topic>,
    pub faults: Vec<Diagnostic>,
}

/// Returns the place of the version to be shown: the highest good one. `by_demonstration` says for each good version, from
/// the lowest up, whether it rests on demonstration reviewers: such a one never takes the place of what others signed.
pub(super) fn highest(by_demonstration: impl Iterator<Item = Option<bool>>) -> Option<usize> {
    let good: Vec<(usize, bool)> =
        by_demonstration.enumerate().filter_map(|(at, shown)| Some((at, shown?))).collect();
    let real = good.iter().rfind(|(_, shown)| !shown);
    real.or(good.last()).map(|(at, _)| *at)
}

/// Returns what the good version at `at` came to: the highest is live, unless it is overdue and the policy takes it out.
pub(super) fn ending_state(
    (at, highest): (usize, Option<usize>),
    overdue: bool,
    on_expiry: OnExpiry,
) -> VersionState {
    match (Some(at).cmp(&highest), overdue, on_expiry) {
        (Ordering::Less, ..) => VersionState::Replaced,
        (Ordering::Greater, ..) => VersionState::Outranked,
        (Ordering::Equal, true, OnExpiry::Withdraw) => VersionState::Expired,
        (Ordering::Equal, ..) => VersionState::Live,
    }
}

/// Makes the standing of a text from its versions, lowest first, and the withdrawals in its folder; `pulled` says whether
/// a withdrawal that stands reaches it.
pub(super) fn standing(
    folder: &Folder,
    told: Vec<Told<'_>>,
    withdrawals: Vec<Checked<'_>>,
    pulled: bool,
) -> Standing {
    let stands = told.iter().any(|told| told.version.notes.iter().any(|note| note.stands));
    let versions = told.into_iter().rev().map(version).collect();
    let mut standing = Standing {
        folder: folder.clone(),
        verdict: Verdict::NeverSigned,
        live: None,
        due: None,
        demonstration: false,
        behind: None,
        released: Vec::new(),
        versions,
        withdrawals: withdrawals.into_iter().filter_map(Checked::standing).collect(),
    };
    standing.verdict = verdict(&standing.versions, stands, pulled);
    let is_settled = |version: &&VersionStanding| {
        matches!(version.state, VersionState::Live | VersionState::Expired | VersionState::LeftOut)
    };
    let settled = standing.versions.iter().find(is_settled);
    standing.due = settled.and_then(|version| version.due);
    let settled = settled.map(|version| version.version);
    standing.live = settled.filter(|_| standing.verdict == Verdict::Live);
    let over = matches!(standing.verdict, Verdict::Withdrawn | Verdict::Barred);
    for version in &mut standing.versions {
        if over || settled.is_some_and(|settled| version.version <= settled) {
            soften(version);
        }
    }
    standing
}

fn version(told: Told<'_>) -> VersionStanding {
    VersionStanding {
        version: told.version.number,
        state: told.state,
        topic: told.topic,
        due: told.due,
        faults: told.faults,
        notes: told.version.notes.into_iter().filter_map(Checked::standing).collect(),
    }
}

/// The verdict over all versions, highest first.
fn verdict(versions: &[VersionStanding], stands: bool, pulled: bool) -> Verdict {
    let has = |state: &VersionState| versions.iter().any(|version| version.state == *state);
    let none_approved = versions.iter().all(|version| matches!(version.state, VersionState::Waiting(_)));
    if has(&VersionState::Live) {
        Verdict::Live
    } else if has(&VersionState::Expired) {
        Verdict::Expired
    } else if has(&VersionState::LeftOut) {
        Verdict::LeftOut
    } else if has(&VersionState::Withdrawn) || pulled && none_approved {
        Verdict::Withdrawn
    } else if has(&VersionState::Barred) {
        Verdict::Barred
    } else if stands {
        Verdict::Waiting
    } else {
        Verdict::NeverSigned
    }
}

/// Turns the faults of a version into warnings.
fn soften(version: &mut VersionStanding) {
    let notes = version.notes.iter_mut().flat_map(|note| &mut note.faults);
    for fault in version.faults.iter_mut().chain(notes) {
        fault.severity = Severity::Warning;
    }
}

/// Says of each withdrawal that does not count which texts the site shows all the same: somebody may have taken its
/// reviewer or key out of the trust without thinking of what it held.
pub(super) fn tell_released(standings: &mut [Standing]) {
    let mut shown: BTreeMap<SourcePath, Vec<String>> = BTreeMap::new();
    for standing in standings.iter() {
        for note in &standing.released {
            shown.entry(note.clone()).or_default().push(format!("`{}`", standing.folder.name()));
        }
    }
    for note in standings.iter_mut().flat_map(|standing| &mut standing.withdrawals) {
        let Some(texts) = shown.get(&note.path) else { continue };
        let code = note.faults.first().map_or(Code::NotEntitled, |fault| fault.code);
        let message = format!("this withdrawal does not count, so the site shows {}", texts.join(", "));
        note.faults.push(Diagnostic::warning(code, message).at(&note.path, "").help(
            "if the text must not be shown, withdraw it again; if it may be shown, approve it anew with `--lift`",
        ));
    }
}

/// Returns everything that was found wrong with a text.
pub(super) fn faults(standing: &Standing) -> impl Iterator<Item = &Diagnostic> {
    let versions = standing
        .versions
        .iter()
        .flat_map(|version| version.faults.iter().chain(version.notes.iter().flat_map(|note| &note.faults)));
    versions.chain(standing.withdrawals.iter().flat_map(|note| &note.faults))
}
