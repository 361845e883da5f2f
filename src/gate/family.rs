//! One article in all its languages: what its members must know of each other.
//!
//! Invariant: a member reads of the others only what signatures and bytes say, never how they were judged.

use std::collections::{BTreeMap, BTreeSet};

use super::Inquiry;
use super::dossier::Dossier;
use super::notes::{Checked, check};
use super::standing::Folder;
use super::version::{Rules, Version, on_firm_version, weigh};
use super::withdrawal::{Pull, Void, pulls, unread, voids};
use crate::base::digest::Digest;
use crate::base::lang::Lang;
use crate::base::name::{ArticleId, Topic};
use crate::trust::note::{Approval, Pin};
use crate::trust::policy::Policy;

/// An article in one language.
pub(super) struct Member<'a> {
    pub lang: Lang,
    pub dossier: &'a Dossier<'a>,
    pub versions: Vec<Version<'a>>,
    pub withdrawals: Vec<Checked<'a>>,
}

/// An article in all its languages.
pub(super) struct Family<'a> {
    pub members: Vec<Member<'a>>,
    pub pulls: Vec<Pull>,
    pub voids: Vec<Void>,
    pub ground: Ground,
}

/// Returns the rules for articles.
pub(super) fn article_rules(policy: &Policy) -> Box<Rules<'_>> {
    Box::new(|_, topic, _| topic.map(|topic| std::borrow::Cow::Borrowed(policy.article(topic))))
}

impl<'a> Family<'a> {
    /// Weighs every version in every language, and finds what holds or bars it.
    pub(super) fn gather(inquiry: &Inquiry<'a>, id: &ArticleId, dossiers: &'a [Dossier<'a>]) -> Self {
        let rules = article_rules(&inquiry.trust.policy);
        let members = dossiers.iter().filter_map(|dossier| {
            let Folder::Article(lang, _) = &dossier.folder else { return None };
            let withdrawals = dossier.withdrawals.iter();
            Some(Member {
                lang: lang.clone(),
                dossier,
                versions: weigh(inquiry, dossier, &*rules),
                withdrawals: withdrawals.map(|paper| check(inquiry, &dossier.folder, None, paper)).collect(),
            })
        });
        let mut members: Vec<Member<'a>> = members.collect();
        let topics = topics(&members);
        let read =
            members.iter_mut().flat_map(|Member { lang, withdrawals, .. }| pulls(lang, withdrawals, &topics));
        let pulls = read.chain(unread(inquiry, id)).collect();
        let voids = members.iter().flat_map(|member| voids(&member.lang, &member.withdrawals)).collect();
        let ground = bar_translations(&mut members, &*rules);
        Self { members, pulls, voids, ground }
    }
}

/// Returns the topics that the standing notes of an article carry.
fn topics(members: &[Member<'_>]) -> BTreeSet<Topic> {
    let notes = members.iter().flat_map(|member| &member.versions).flat_map(|version| &version.notes);
    notes.filter_map(|note| note.approval()?.1.subject.topic().cloned()).collect()
}

/// Bars translations that rest on barred versions, and translations of those; gives what is left to stand on.
fn bar_translations(members: &mut [Member<'_>], rules: &Rules<'_>) -> Ground {
    loop {
        let ground = Ground::of(members);
        if ground.barred.is_empty() {
            return ground;
        }
        let mut changed = false;
        for member in &mut *members {
            for at in 0..member.versions.len() {
                let (earlier, rest) = member.versions.split_at_mut(at);
                if !rest[0].barred && ground.fails(&rest[0], earlier, rules) {
                    rest[0].barred = true;
                    changed = true;
                }
            }
        }
        if !changed {
            return ground;
        }
    }
}

/// What the texts of an article rest on.
pub(super) struct Ground {
    /// For each version, the digest of its bytes and those that its standing notes sign.
    texts: BTreeMap<(Lang, u32), BTreeSet<Digest>>,
    barred: BTreeSet<(Lang, u32)>,
}

impl Ground {
    fn of(members: &[Member<'_>]) -> Self {
        let mut ground = Self { texts: BTreeMap::new(), barred: BTreeSet::new() };
        for member in members {
            for version in &member.versions {
                let place = (member.lang.clone(), version.number);
                if version.barred {
                    ground.barred.insert(place.clone());
                }
                let signed = version.notes.iter().filter_map(|note| Some(note.approval()?.1.text));
                let lies = version.text.map(|(_, digest)| digest);
                ground.texts.insert(place, lies.into_iter().chain(signed).collect());
            }
        }
        ground
    }

    /// Whether an approved version would not be so without the notes that rest on barred ones.
    fn fails(&self, version: &Version<'_>, earlier: &[Version<'_>], rules: &Rules<'_>) -> bool {
        version.approvals.iter().any(|approved| {
            let firm = version.counting(approved.topic.as_ref()).filter(|note| {
                version.notes[*note].approval().is_some_and(|(_, approval)| {
                    approval.text == approved.text && self.holds(approval, earlier).is_ok()
                })
            });
            let rule = rules(version, approved.topic.as_ref(), &approved.text);
            rule.is_some_and(|rule| version.tally(&rule, firm).is_err())
        })
    }

    /// Returns whether the source that a translation names is in the record with this text.
    pub(super) fn knows(&self, pin: &Pin) -> bool {
        self.texts.get(&(pin.lang.clone(), pin.version)).is_some_and(|texts| texts.contains(&pin.digest))
    }

    /// Refuses an approval that rests on a barred version: as its translation, or as changes to it.
    pub(super) fn holds(&self, approval: &Approval, earlier: &[Version<'_>]) -> Result<(), String> {
        if let Some(pin) = &approval.translation_of
            && self.barred.contains(&(pin.lang.clone(), pin.version))
        {
            return Err(format!(
                "it translates version {} of `{}`, which a correction bars",
                pin.version, pin.lang
            ));
        }
        on_firm_version(approval, earlier)
    }
}
