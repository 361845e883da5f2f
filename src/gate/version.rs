//! One version of a text: what its standing notes approve, and whether its files are still what was signed.
//!
//! What notes approve is found from signatures alone: a correction bars what came before it even where its own text was
//! damaged later. Whether the version can be shown is asked afterwards, of its files.
//!
//! Invariant: notes are counted together only where they approve the same bytes in the same topic.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::Inquiry;
use super::cleared::{Approver, Clearance};
use super::count::count;
use super::dossier::{Bundle, Dossier, Filed};
use super::notes::{Checked, SPARE, check};
use super::standing::Lack;
use crate::base::day::Day;
use crate::base::digest::Digest;
use crate::base::name::Topic;
use crate::diagnostic::Code;
use crate::trust::note::{Approval, Header, Note};
use crate::trust::policy::Rule;
use crate::trust::words::Scope;

/// A version under judgement.
#[derive(Debug)]
pub(super) struct Version<'a> {
    /// Its number.
    pub number: u32,
    /// Its files.
    pub bundle: &'a Bundle<'a>,
    /// The text's file and its digest.
    pub text: Option<(Filed<'a>, Digest)>,
    /// Its notes.
    pub notes: Vec<Checked<'a>>,
    /// What its standing notes approve, by signatures alone; as a rule one thing.
    pub approvals: Vec<Approved>,
    /// Whether a correction bars it.
    pub barred: bool,
}

/// An approval that the people whom the policy asks for have signed.
#[derive(Clone, Debug)]
pub(super) struct Approved {
    /// The topic; only articles have one.
    pub topic: Option<Topic>,
    /// The digest of the text.
    pub text: Digest,
    /// The last day on which it is fresh.
    pub due: Day,
    /// Whether one of the notes that count is a correction.
    pub correction: bool,
    /// Whether it rests on demonstration reviewers.
    pub demonstration: bool,
    /// Whether the rule was known: which roles facts need cannot be told once their text is damaged.
    pub certain: bool,
}

/// What keeps a rule from being met.
#[derive(Debug, Default)]
pub(super) struct Short {
    /// How many people each role still lacks.
    pub lacks: Vec<Lack>,
    /// The notes of people who count in another role.
    pub spare: Vec<usize>,
}

/// Gives the rule for a version with this topic and digest; `None` where it cannot be known.
pub(super) type Rules<'r> =
    dyn Fn(&Version<'_>, Option<&Topic>, &Digest) -> Option<Cow<'r, Rule>> + Sync + 'r;

/// Checks all notes of a text and finds what they approve, from the lowest version up.
pub(super) fn weigh<'a>(
    inquiry: &Inquiry<'a>,
    dossier: &'a Dossier<'a>,
    rules: &Rules<'_>,
) -> Vec<Version<'a>> {
    let mut weighed: Vec<Version<'a>> = Vec::with_capacity(dossier.versions.len());
    for (number, bundle) in &dossier.versions {
        let notes =
            bundle.papers.iter().map(|paper| check(inquiry, &dossier.folder, Some(*number), paper)).collect();
        let text = bundle.file(dossier.folder.file_name()).map(|filed| (filed, filed.1.digest()));
        let mut version =
            Version { number: *number, bundle, text, notes, approvals: Vec::new(), barred: false };
        version.follow(&weighed);
        version.approvals = version.approved(rules, &weighed);
        weighed.push(version);
    }
    bar_earlier(&mut weighed);
    weighed
}

/// Marks every version below a correction; one by demonstration reviewers bars nothing that others signed.
fn bar_earlier(versions: &mut [Version<'_>]) {
    let (mut real, mut shown) = (false, false);
    for version in versions.iter_mut().rev() {
        version.barred = real || shown && !version.has_real_note();
        for approved in version.approvals.iter().filter(|approved| approved.correction) {
            real |= !approved.demonstration;
            shown |= approved.demonstration;
        }
    }
}

/// Finds the approved version that an approval names in `previous`: its place among `versions`, and what was approved.
pub(super) fn previous<'v>(
    approval: &Approval,
    versions: &'v [Version<'_>],
) -> Option<(usize, &'v Approved)> {
    let (number, digest) = approval.previous.as_ref()?;
    let place = versions.binary_search_by_key(number, |version| version.number).ok()?;
    let mut approvals = versions[place].approvals.iter();
    Some((place, approvals.find(|approved| approved.text == *digest && approved.certain)?))
}

/// Refuses an approval of changes to a barred version.
pub(super) fn on_firm_version(approval: &Approval, earlier: &[Version<'_>]) -> Result<(), String> {
    let changed = previous(approval, earlier).filter(|_| approval.scope == Scope::Changes);
    match changed.map(|(place, _)| &earlier[place]) {
        Some(before) if before.barred => {
            Err(format!("it approves changes to version {}, which a correction bars", before.number))
        }
        _ => Ok(()),
    }
}

impl<'a> Version<'a> {
    /// Who approves changes must name the approved text they were made to.
    fn follow(&mut self, earlier: &[Version<'_>]) {
        for note in &mut self.notes {
            let lost = note.approval().is_some_and(|(_, approval)| {
                approval.scope == Scope::Changes && previous(approval, earlier).is_none()
            });
            if lost {
                let message =
                    "this approves changes to a version that was never approved, or not with this text";
                note.fault(Code::PinMismatch, Header::Previous, message);
                note.stands = false;
            }
            note.counts = note.stands;
        }
    }

    /// Groups the standing notes by topic and text, and keeps the groups that meet their rule.
    fn approved(&self, rules: &Rules<'_>, earlier: &[Version<'_>]) -> Vec<Approved> {
        let mut groups: BTreeMap<(Option<&Topic>, Digest), Vec<usize>> = BTreeMap::new();
        for (at, note) in self.notes.iter().enumerate() {
            if let Some((_, approval)) = note.approval() {
                groups.entry((approval.subject.topic(), approval.text)).or_default().push(at);
            }
        }
        let mut approvals = Vec::new();
        for ((topic, text), notes) in groups {
            let rule = rules(self, topic, &text);
            let counting = match &rule {
                Some(rule) => self.tally(rule, notes.iter().copied()).ok(),
                None => Some(notes),
            };
            let counting = counting.unwrap_or_default();
            if let Some(due) = self.due(rule.as_deref(), &counting, earlier) {
                let corrects = |(_, approval): (_, &Approval)| approval.scope == Scope::Correction;
                let correction = self.approvals_of(&counting).any(corrects);
                let demonstration = match &rule {
                    Some(rule) => self.rests_on_demonstration(rule, &counting),
                    None => counting.iter().all(|at| self.notes[*at].is_demonstration()),
                };
                let (topic, certain) = (topic.cloned(), rule.is_some());
                approvals.push(Approved { topic, text, due, correction, demonstration, certain });
            }
        }
        approvals
    }

    /// Counts the people behind these notes; gives the notes that count, or what is lacking. Demonstrations count only
    /// where the others are not enough: they neither shorten nor correct what others signed.
    pub(super) fn tally(&self, rule: &Rule, notes: impl Iterator<Item = usize>) -> Result<Vec<usize>, Short> {
        let notes: Vec<usize> = notes.collect();
        let real: Vec<usize> =
            notes.iter().copied().filter(|at| !self.notes[*at].is_demonstration()).collect();
        self.counted(rule, &real).or_else(|_| self.counted(rule, &notes))
    }

    fn counted(&self, rule: &Rule, notes: &[usize]) -> Result<Vec<usize>, Short> {
        let signed = |at: &usize| self.notes[*at].approval().map(|(note, _)| (&note.reviewer, note.role));
        let (seats, lacks) = count(rule, notes.iter().filter_map(signed));
        let sits = |at: &usize| signed(at).is_some_and(|(person, role)| seats[person].contains(&role));
        let (sitting, spare) = notes.iter().copied().partition(sits);
        if lacks.is_empty() { Ok(sitting) } else { Err(Short { lacks, spare }) }
    }

    fn approvals_of<'n>(&'n self, notes: &'n [usize]) -> impl Iterator<Item = (&'n Note, &'n Approval)> {
        notes.iter().filter_map(|at| self.notes[*at].approval())
    }

    /// The earliest of the notes' own days, the rule's period after each review, and, for changes, the day of the
    /// version they were made to. Without notes there is none.
    pub(super) fn due(&self, rule: Option<&Rule>, notes: &[usize], earlier: &[Version<'_>]) -> Option<Day> {
        let days = self.approvals_of(notes).flat_map(|(note, approval)| {
            let period = rule.map(|rule| note.reviewed.plus(rule.review_every));
            let before = (approval.scope == Scope::Changes)
                .then(|| previous(approval, earlier).map(|(_, approved)| approved.due))
                .flatten();
            [Some(approval.review_by), period, before]
        });
        days.flatten().min()
    }

    /// Returns the notes that still count and speak in `topic`.
    pub(super) fn counting<'n>(&'n self, topic: Option<&'n Topic>) -> impl Iterator<Item = usize> + 'n {
        self.notes.iter().enumerate().filter_map(move |(at, note)| {
            let (_, approval) = note.approval().filter(|_| note.counts)?;
            (approval.subject.topic() == topic).then_some(at)
        })
    }

    /// Returns whether the notes that count would not be enough without demonstration reviewers.
    pub(super) fn rests_on_demonstration(&self, rule: &Rule, counting: &[usize]) -> bool {
        let real: Vec<usize> =
            counting.iter().copied().filter(|at| !self.notes[*at].is_demonstration()).collect();
        self.counted(rule, &real).is_err()
    }

    /// Takes the count away from notes that do not pass `passes`, with the words it gives.
    pub(super) fn hold(&mut self, passes: impl Fn(&Checked<'_>, &Approval) -> Result<(), String>) {
        for note in self.notes.iter_mut().filter(|note| note.counts) {
            let held = note.approval().and_then(|(_, approval)| passes(note, approval).err());
            if let Some(words) = held {
                note.counts = false;
                note.held.push(words);
            }
        }
    }

    /// Takes the count away from all notes but those in `counting`.
    pub(super) fn seat(&mut self, counting: &BTreeSet<usize>) {
        let reviewer = |note: &Checked<'_>| note.reviewer.map(|reviewer| reviewer.id.clone());
        let seated: BTreeSet<_> = counting.iter().filter_map(|at| reviewer(&self.notes[*at])).collect();
        let rest = (0..self.notes.len()).filter(|at| self.notes[*at].counts && !counting.contains(at));
        let (spare, unneeded): (Vec<usize>, Vec<usize>) =
            rest.partition(|at| reviewer(&self.notes[*at]).is_some_and(|id| seated.contains(&id)));
        self.set_aside(&spare);
        self.silence(&unneeded, "a demonstration counts only where others are missing");
    }

    /// Takes the count away from `spare` notes, whose people count in another role.
    pub(super) fn set_aside(&mut self, spare: &[usize]) {
        self.silence(spare, SPARE);
    }

    fn silence(&mut self, notes: &[usize], words: &str) {
        for note in notes {
            let note = &mut self.notes[*note];
            note.counts = false;
            note.held.push(words.to_owned());
        }
    }

    /// Returns whether any standing note comes from a reviewer who is no demonstration.
    pub(super) fn has_real_note(&self) -> bool {
        self.notes.iter().any(|note| note.stands && !note.is_demonstration())
    }

    /// Makes the clearance of a version whose `counting` notes meet `rule`.
    pub(super) fn clearance(&self, terms: Terms, counting: &[usize], pictures: &BTreeSet<&str>) -> Clearance {
        let mut approvers: Vec<Approver> = Vec::with_capacity(counting.len());
        let mut record: Vec<Filed<'a>> = self.text.iter().map(|(filed, _)| *filed).collect();
        record.extend(pictures.iter().filter_map(|name| self.bundle.file(name)));
        for note in counting.iter().map(|at| &self.notes[*at]) {
            if let (Some((said, approval)), Some(reviewer)) = (note.approval(), note.reviewer) {
                record.extend(note.paper.note.into_iter().chain(note.paper.signature));
                approvers.extend(note.paper.path().map(|path| Approver {
                    role: said.role,
                    reviewer: said.reviewer.clone(),
                    public: reviewer.public.clone(),
                    reviewed: said.reviewed,
                    review_by: approval.review_by,
                    scope: approval.scope,
                    path: path.clone(),
                }));
            }
        }
        approvers.sort_by(|one, other| (one.role, &one.reviewer).cmp(&(other.role, &other.reviewer)));
        record.sort_by_key(|(path, _)| *path);
        Clearance {
            version: self.number,
            approvers,
            due: terms.due,
            overdue: terms.due < terms.as_of,
            demonstration: terms.demonstration,
            record: record.into_iter().map(|(path, file)| (path.clone(), file.clone())).collect(),
        }
    }
}

/// The days and the mark of a clearance.
#[derive(Clone, Copy, Debug)]
pub(super) struct Terms {
    pub due: Day,
    pub as_of: Day,
    pub demonstration: bool,
}
