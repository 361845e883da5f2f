//! Withdrawals: who may make one, which versions it holds, and what lifts it.
//!
//! One reviewer can pull a text, and only full approvals that name the withdrawal bring it back. Notes made before a
//! withdrawal cannot name it, so nothing that was signed before slips through after; notes made later either name it or
//! name, as their `previous`, a version that it no longer holds.
//!
//! Nor does damage bring a text back: a file in a withdrawal's place that can no longer be checked holds as one.
//!
//! Invariant: no state of any text, file, day or policy keeps a withdrawal from working.

use std::collections::BTreeSet;

use super::Inquiry;
use super::cleared::{Ending, RecordFile};
use super::dossier::PaperName;
use super::notes::Checked;
use super::version::{Rules, Version, previous};
use crate::base::day::Day;
use crate::base::digest::Digest;
use crate::base::lang::Lang;
use crate::base::name::{ArticleId, Topic};
use crate::base::path::SourcePath;
use crate::diagnostic::Code;
use crate::trust::note::{Header, Lift, Note, Statement};
use crate::trust::words::{Reach, Reason, Scope};

/// A withdrawal that works.
#[derive(Clone, Debug)]
pub(super) struct Pull {
    paper: Paper,
    demonstration: bool,
}

/// What a withdrawal is known by, and what it says.
#[derive(Clone, Debug)]
enum Paper {
    /// Its note stands, and says this.
    Whole {
        lift: Lift,
        reach: Reach,
        reason: Reason,
        instead: Option<ArticleId>,
        day: Day,
        record: Vec<RecordFile>,
    },
    /// It lies where withdrawals lie, and nobody can tell any more what it says: it may be one, so it holds.
    Damaged(Lift),
    /// A folder that cannot be read: a withdrawal may lie in it.
    Hidden(SourcePath),
}

/// Returns the withdrawals of an article that work, `topics` being those that its standing notes carry; one for another
/// topic is told as a fault. Where no note stands there is nothing to protect, and any topic will do.
pub(super) fn pulls(lang: &Lang, withdrawals: &mut [Checked<'_>], topics: &BTreeSet<Topic>) -> Vec<Pull> {
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
    withdrawals.iter().filter(|checked| holds(checked)).filter_map(|checked| pull(lang, checked)).collect()
}

/// Whether a withdrawal works: it stands, or it is damaged and lies under the name of somebody who could have made one.
fn holds(checked: &Checked<'_>) -> bool {
    checked.stands || checked.damaged && checked.reviewer.is_some()
}

/// A withdrawal that does not count: nobody entitled has signed it, as the trust stands today.
pub(super) struct Void {
    /// Its note, or its signature where that is all there is.
    pub path: SourcePath,
    /// What it would be if it counted.
    pub pull: Pull,
}

/// Returns the withdrawals of an article that do not count.
pub(super) fn voids(lang: &Lang, withdrawals: &[Checked<'_>]) -> Vec<Void> {
    let void = withdrawals.iter().filter(|checked| !holds(checked));
    void.filter_map(|void| Some(Void { path: void.paper.path()?.clone(), pull: pull(lang, void)? })).collect()
}

/// What a withdrawal is if it holds.
fn pull(lang: &Lang, checked: &Checked<'_>) -> Option<Pull> {
    let PaperName::Withdrawal(number, reviewer) = &checked.paper.name else { return None };
    let digest = checked.digest().unwrap_or_else(|| Digest::of(b""));
    let lift = Lift { lang: lang.clone(), number: *number, reviewer: reviewer.clone(), digest };
    let paper = match &checked.read {
        Some((_, note @ Note { statement: Statement::Withdraw(withdrawal), .. })) if !checked.damaged => {
            let files = checked.paper.note.into_iter().chain(checked.paper.signature);
            Paper::Whole {
                lift,
                reach: withdrawal.reach,
                reason: withdrawal.reason,
                instead: withdrawal.instead.clone(),
                day: note.reviewed,
                record: files.map(|(path, file)| (path.clone(), file.clone())).collect(),
            }
        }
        _ => Paper::Damaged(lift),
    };
    Some(Pull { paper, demonstration: checked.is_demonstration() })
}

/// Returns a withdrawal for every place where one of this article may lie and that could not be read: a file under the name
/// of a known reviewer, the article's folder in any language, or a folder above it.
pub(super) fn unread(inquiry: &Inquiry<'_>, id: &ArticleId) -> Vec<Pull> {
    let paths = inquiry.project.faults().iter().filter_map(|fault| fault.labels.first());
    let pulls = paths.filter_map(|label| {
        let path = label.place.path();
        let parts: Vec<&str> = path.parts().collect();
        let (paper, demonstration) = match parts[..] {
            ["record", lang, name, file] if name == id.as_str() => {
                let PaperName::Withdrawal(number, reviewer) = PaperName::of(file)? else { return None };
                let demonstration = inquiry.trust.reviewers.get(&reviewer)?.demonstration;
                let lift = Lift { lang: Lang::parse(lang)?, number, reviewer, digest: Digest::of(b"") };
                (Paper::Damaged(lift), demonstration)
            }
            ["record", lang, name] if Lang::parse(lang).is_some() && name == id.as_str() => {
                (Paper::Hidden(path.clone()), false)
            }
            ["record", lang] if Lang::parse(lang).is_some() => (Paper::Hidden(path.clone()), false),
            ["record"] => (Paper::Hidden(path.clone()), false),
            _ => return None,
        };
        Some(Pull { paper, demonstration })
    });
    pulls.collect()
}

impl Pull {
    /// Returns whether it reaches the article in `lang`; one that cannot be read may reach every language.
    pub(super) fn reaches(&self, lang: &Lang) -> bool {
        match &self.paper {
            Paper::Whole { lift, reach: Reach::ThisLanguage, .. } => lift.lang == *lang,
            Paper::Whole { .. } | Paper::Damaged(_) | Paper::Hidden(_) => true,
        }
    }

    /// Returns whether its note stands, so that it ends even a text that was never approved.
    pub(super) fn is_whole(&self) -> bool {
        matches!(self.paper, Paper::Whole { .. })
    }

    /// Returns whether it can hold a version: demonstration reviewers cannot pull what others signed.
    pub(super) fn may_hold(&self, version: &Version<'_>) -> bool {
        !(self.demonstration && version.has_real_note())
    }

    /// The order in which tombstones prefer one: the latest first, and any before one that cannot be read.
    pub(super) fn recency(&self) -> Option<(Day, &Lift)> {
        match &self.paper {
            Paper::Whole { day, lift, .. } => Some((*day, lift)),
            Paper::Damaged(_) | Paper::Hidden(_) => None,
        }
    }

    /// Returns what the tombstone says.
    pub(super) fn ending(&self) -> Ending {
        match &self.paper {
            Paper::Whole { lift, reason, day, instead, .. } => Ending::Withdrawn {
                reason: *reason,
                day: *day,
                instead: instead.clone(),
                lang: lift.lang.clone(),
            },
            Paper::Damaged(_) | Paper::Hidden(_) => Ending::Held,
        }
    }

    /// Returns its note and signature, for publishing; nothing that cannot be checked is published.
    pub(super) fn record(&self) -> &[RecordFile] {
        match &self.paper {
            Paper::Whole { record, .. } => record,
            Paper::Damaged(_) | Paper::Hidden(_) => &[],
        }
    }

    /// The words for a note that it holds.
    pub(super) fn words(&self) -> String {
        let file =
            |Lift { lang, number, reviewer, .. }: &Lift| format!("{lang}/withdrawn.{number}.{reviewer}.note");
        match &self.paper {
            Paper::Whole { lift, .. } => format!("it does not lift the withdrawal `{}`", file(lift)),
            Paper::Damaged(lift) => format!("`{}` may be a withdrawal and cannot be checked", file(lift)),
            Paper::Hidden(path) => format!("`{path}` cannot be read, and a withdrawal may lie there"),
        }
    }

    /// Whether an approval names it: by the bytes of its note, or by its place where those are lost.
    fn is_named(&self, named: &Lift) -> bool {
        match &self.paper {
            Paper::Whole { lift, .. } => named.digest == lift.digest,
            Paper::Damaged(lift) => Lift { digest: lift.digest, ..named.clone() } == *lift,
            Paper::Hidden(_) => false,
        }
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
                        let note = &version.notes[*note];
                        note.approval().is_some_and(|(_, approval)| approval.text == approved.text)
                            && lifts(note, *index, pull, (&versions[..at], &free))
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
/// It is known by the bytes of its note, not by its number: the same note laid down again is the same withdrawal. What
/// others withdrew, no demonstration lifts.
pub(super) fn lifts(
    note: &Checked<'_>,
    index: usize,
    pull: &Pull,
    (earlier, free): (&[Version<'_>], &[BTreeSet<usize>]),
) -> bool {
    let Some((_, approval)) = note.approval() else { return false };
    let may_lift = approval.scope != Scope::Changes && (pull.demonstration || !note.is_demonstration());
    may_lift && approval.lifts.iter().any(|lift| pull.is_named(lift))
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
