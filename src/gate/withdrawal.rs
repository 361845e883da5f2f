//! Withdrawals: who may make one, which versions it holds, and what lifts it.
//!
//! One reviewer can pull a text, and only full approvals that name the withdrawal bring it back. Notes made before a
//! withdrawal cannot name it, so nothing that was signed before slips through after; notes made later either name it or
//! name, as their `previous`, a version that it no longer holds.
//!
//! Invariant: no state of any text, file, day or policy keeps a withdrawal from working.

use std::collections::BTreeSet;

use super::cleared::{Ending, RecordFile};
use super::dossier::PaperName;
use super::notes::Checked;
use super::version::{Rules, Version, previous};
use crate::base::day::Day;
use crate::base::lang::Lang;
use crate::base::name::{ArticleId, Topic};
use crate::diagnostic::Code;
use crate::trust::note::{Approval, Header, Lift};
use crate::trust::words::{Reach, Reason, Scope};

/// A withdrawal that works.
#[derive(Clone, Debug)]
pub(super) struct Pull {
    /// How an approval names it to lift it.
    pub lift: Lift,
    reach: Reach,
    reason: Reason,
    instead: Option<ArticleId>,
    day: Day,
    demonstration: bool,
    /// Its note and signature, for publishing.
    pub record: Vec<RecordFile>,
}

/// Returns the withdrawals of an article that work, `topics` being those that its standing notes carry; one for another
/// topic is told as a fault. Where no note stands there is nothing to protect, and any topic will do.
pub(super) fn pulls(withdrawals: &mut [Checked<'_>], topics: &BTreeSet<Topic>) -> Vec<Pull> {
    for note in &mut *withdrawals {
        let foreign = note
            .withdrawal()
            .filter(|(_, withdrawal)| !topics.is_empty() && !topics.contains(&withdrawal.article.topic));
        if foreign.is_some() {
            let message = "this withdraws in a topic that no note of the article carries";
            note.fault(Code::NotEntitled, Header::Topic, message);
            note.stands = false;
        }
        note.counts = note.stands;
    }
    withdrawals.iter().filter_map(pull).collect()
}

fn pull(checked: &Checked<'_>) -> Option<Pull> {
    let (note, withdrawal) = checked.withdrawal()?;
    let PaperName::Withdrawal(number, _) = &checked.paper.name else { return None };
    let files = checked.paper.note.into_iter().chain(checked.paper.signature);
    Some(Pull {
        lift: Lift {
            lang: withdrawal.article.lang.clone(),
            number: *number,
            reviewer: note.reviewer.clone(),
            digest: checked.digest()?,
        },
        reach: withdrawal.reach,
        reason: withdrawal.reason,
        instead: withdrawal.instead.clone(),
        day: note.reviewed,
        demonstration: checked.is_demonstration(),
        record: files.map(|(path, file)| (path.clone(), file.clone())).collect(),
    })
}

impl Pull {
    /// Returns whether it reaches the article in `lang`.
    pub(super) fn reaches(&self, lang: &Lang) -> bool {
        self.reach == Reach::EveryLanguage || self.lift.lang == *lang
    }

    /// Returns whether it can hold a version: demonstration reviewers cannot pull what others signed.
    pub(super) fn may_hold(&self, version: &Version<'_>) -> bool {
        !(self.demonstration && version.has_real_note())
    }

    /// The order in which tombstones prefer one: the latest first.
    pub(super) fn recency(&self) -> (Day, &Lift) {
        (self.day, &self.lift)
    }

    /// Returns what the tombstone says.
    pub(super) fn ending(&self) -> Ending {
        Ending::Withdrawn {
            reason: self.reason,
            day: self.day,
            instead: self.instead.clone(),
            lang: self.lift.lang.clone(),
        }
    }

    /// The words for a note that it holds.
    pub(super) fn words(&self) -> String {
        let Lift { lang, number, reviewer, .. } = &self.lift;
        format!("it does not lift the withdrawal `{lang}/withdrawn.{number}.{reviewer}.note`")
    }
}

/// For each version of an article in one language, which of `pulls` (by index) do not hold it.
pub(super) fn freedoms(pulls: &[&Pull], versions: &[Version<'_>], rules: &Rules<'_>) -> Vec<BTreeSet<usize>> {
    let mut free: Vec<BTreeSet<usize>> = Vec::with_capacity(versions.len());
    for (at, version) in versions.iter().enumerate() {
        let own = pulls.iter().enumerate().filter(|(index, pull)| {
            !pull.may_hold(version)
                || version.approvals.iter().any(|approved| {
                    let rule = rules(version, approved.topic.as_ref(), &approved.text);
                    let lifting = version.counting(approved.topic.as_ref()).filter(|note| {
                        version.notes[*note].approval().is_some_and(|(_, approval)| {
                            approval.text == approved.text
                                && lifts(approval, *index, pull, (&versions[..at], &free))
                        })
                    });
                    rule.is_some_and(|rule| version.tally(&rule, lifting).is_ok())
                })
        });
        let own = own.map(|(index, _)| index).collect();
        free.push(own);
    }
    free
}

/// Returns whether an approval names a withdrawal, or a version before that it no longer holds.
///
/// It is known by the bytes of its note, not by its number: the same note laid down again is the same withdrawal.
pub(super) fn lifts(
    approval: &Approval,
    index: usize,
    pull: &Pull,
    (earlier, free): (&[Version<'_>], &[BTreeSet<usize>]),
) -> bool {
    let names = approval.lifts.iter().any(|lift| lift.digest == pull.lift.digest);
    approval.scope != Scope::Changes && names
        || previous(approval, earlier).is_some_and(|(place, _)| free[place].contains(&index))
}

/// Returns the withdrawals that the newest approved version does not lift: the ones a tombstone tells of. Where it lifts
/// all of them and cannot be used, it is all of them again.
pub(super) fn holding<'p>(
    pulls: &[&'p Pull],
    versions: &[Version<'_>],
    free: &[BTreeSet<usize>],
) -> Vec<&'p Pull> {
    let newest = versions.iter().rposition(|version| !version.approvals.is_empty());
    let held =
        pulls.iter().enumerate().filter(|(index, _)| newest.is_none_or(|at| !free[at].contains(index)));
    let held: Vec<&Pull> = held.map(|(_, pull)| *pull).collect();
    if held.is_empty() { pulls.to_vec() } else { held }
}
