//! Judges an article in all its languages: which version is live, what ended and why.
//!
//! Invariant: for each language there is a cleared article, or a tombstone, or neither; never both.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Inquiry;
use super::article::{Bench, Good, Settled, pictures, settle};
use super::cleared::{Cleared, ClearedFacts, Ending, SnippetCode, Tombstone, Translation};
use super::dossier::Dossier;
use super::family::{Family, Ground, Member, article_rules};
use super::standing::{Behind, Standing, Verdict, VersionState};
use super::tell::{Told, ending_state, highest, standing, tell_released};
use super::version::{Terms, Version};
use super::withdrawal::{Pull, Void, freedoms, holding};
use crate::article::Article;
use crate::base::lang::Lang;
use crate::base::name::ArticleId;
use crate::base::path::SourcePath;
use crate::diagnostic::Diagnostics;
use crate::project::File;
use crate::trust::note::FileName;
use crate::trust::words::OnExpiry;

/// What an article came to, in all its languages.
#[derive(Default)]
pub(super) struct Outcome {
    pub cleared: Vec<Cleared>,
    pub tombstones: Vec<Tombstone>,
    pub standings: Vec<Standing>,
}

/// Judges one article; `dossiers` are its languages.
pub(super) fn article(
    inquiry: &Inquiry<'_>,
    facts: Option<&ClearedFacts>,
    id: &ArticleId,
    dossiers: &[Dossier<'_>],
) -> Outcome {
    let family = Family::gather(inquiry, id, dossiers);
    let Family { members, pulls, voids, ground } = family;
    let judge = Judge { inquiry, facts, id, ground: &ground, pulls: &pulls, voids: &voids };
    let mut outcome = Outcome::default();
    for member in members {
        judge.member(member, &mut outcome);
    }
    compare_with_sources(&mut outcome);
    tell_released(&mut outcome.standings);
    // Languages that the site has dropped stay in the record: others may be translations of them.
    outcome.cleared.retain(|cleared| inquiry.languages.contains(cleared.article.lang()));
    outcome.tombstones.retain(|tombstone| inquiry.languages.contains(&tombstone.lang));
    outcome
}

/// Marks the translations whose source has a later version live.
fn compare_with_sources(outcome: &mut Outcome) {
    let version = |cleared: &Cleared| (cleared.article.lang().clone(), cleared.clearance.version);
    let live: BTreeMap<Lang, u32> = outcome.cleared.iter().map(version).collect();
    for cleared in &mut outcome.cleared {
        let Some(Translation { pin, behind }) = &mut cleared.translation else { continue };
        let Some(live) = live.get(&pin.lang).filter(|live| **live > pin.version) else { continue };
        *behind = true;
        let own = |standing: &&mut Standing| standing.folder.lang() == Some(cleared.article.lang());
        if let Some(standing) = outcome.standings.iter_mut().find(own) {
            standing.behind = Some(Behind { lang: pin.lang.clone(), version: pin.version, live: *live });
        }
    }
}

struct Judge<'j, 'a> {
    inquiry: &'j Inquiry<'a>,
    facts: Option<&'j ClearedFacts>,
    id: &'j ArticleId,
    ground: &'j Ground,
    pulls: &'j [Pull],
    voids: &'j [Void],
}

impl Judge<'_, '_> {
    fn member(&self, member: Member<'_>, outcome: &mut Outcome) {
        let Member { lang, dossier, mut versions, withdrawals } = member;
        let holds =
            |pull: &&Pull| pull.reaches(&lang) && versions.iter().any(|version| pull.may_hold(version));
        let pulls: Vec<&Pull> = self.pulls.iter().filter(holds).collect();
        let free = freedoms(&pulls, &versions, &*article_rules(&self.inquiry.trust.policy));
        let mut released = self.released(&lang, &versions);
        let bench = Bench {
            inquiry: self.inquiry,
            id: self.id,
            lang: &lang,
            folder: &dossier.folder,
            ground: self.ground,
            pulls: &pulls,
            facts: self.facts,
        };
        let mut settled = Vec::with_capacity(versions.len());
        for at in 0..versions.len() {
            let (earlier, rest) = versions.split_at_mut(at);
            settled.push(settle(&bench, &mut rest[0], (earlier, &free)));
        }
        let good = |settled: &Settled| settled.outcome.as_ref().ok().map(|good| good.by_demonstration);
        let highest = highest(settled.iter().map(good));
        let states: Vec<_> =
            settled.iter().enumerate().map(|(at, own)| self.state(own, at, highest)).collect();
        let mut cleared =
            highest.and_then(|at| self.clear(&versions[at], settled[at].outcome.as_ref().ok()?));
        let until = highest.filter(|at| states[*at] == VersionState::Live).unwrap_or(versions.len());
        let history = self.history(&lang, &versions[..until], &settled);
        let holding = holding(&pulls, &versions, &free);
        let told = versions.into_iter().zip(settled).zip(states).map(|((version, settled), state)| Told {
            version,
            state,
            due: settled.outcome.as_ref().ok().map(|good| good.due),
            topic: settled.topic,
            faults: settled.faults,
        });
        let mut standing =
            standing(&dossier.folder, told.collect(), withdrawals, pulls.iter().copied().any(Pull::is_whole));
        standing.due = cleared.as_ref().map(|cleared| cleared.clearance.due).or(standing.due);
        match (standing.verdict, &mut cleared) {
            (Verdict::Live, Some(cleared)) => {
                cleared.former = history.into_iter().flatten().collect();
                standing.demonstration = cleared.clearance.demonstration;
                standing.released = highest.map(|at| released.swap_remove(at)).unwrap_or_default();
            }
            (verdict, _) => {
                let ended = (cleared.as_ref(), history);
                outcome.tombstones.extend(self.tombstone(verdict, &lang, &holding, ended));
            }
        }
        outcome.cleared.extend(cleared.filter(|_| standing.verdict == Verdict::Live));
        outcome.standings.push(standing);
    }

    /// For each version, the withdrawals that would hold it if they counted.
    fn released(&self, lang: &Lang, versions: &[Version<'_>]) -> Vec<Vec<SourcePath>> {
        let shown = self.inquiry.languages.contains(lang);
        let voids = self.voids.iter().filter(|void| shown && void.pull.reaches(lang));
        let (paths, pulls): (Vec<_>, Vec<_>) = voids.map(|void| (&void.path, &void.pull)).unzip();
        let free = freedoms(&pulls, versions, &*article_rules(&self.inquiry.trust.policy));
        let holding = free.into_iter().map(|free| {
            let held = paths.iter().enumerate().filter(|(void, _)| !free.contains(void));
            held.map(|(_, path)| (*path).clone()).collect()
        });
        holding.collect()
    }

    fn state(&self, settled: &Settled, at: usize, highest: Option<usize>) -> VersionState {
        match &settled.outcome {
            Err(state) => state.clone(),
            Ok(_) if highest == Some(at) && self.is_left_out() => VersionState::LeftOut,
            Ok(good) => {
                let on_expiry = self.inquiry.trust.policy.article(&good.topic).on_expiry;
                ending_state((at, highest), good.due < self.inquiry.project.as_of(), on_expiry)
            }
        }
    }

    fn is_left_out(&self) -> bool {
        self.facts.is_some_and(|facts| facts.facts().leave_out.contains(self.id))
    }

    /// The one place where an article becomes cleared.
    fn clear(&self, version: &Version<'_>, good: &Good) -> Option<Cleared> {
        let shown = pictures(&good.article);
        // A text is as fresh as the facts that stand in it.
        let uses_facts = !good.article.outline().facts.is_empty();
        let facts_due = self.facts.filter(|_| uses_facts).map(|facts| facts.clearance().due());
        let due = facts_due.map_or(good.due, |due| due.min(good.due));
        let terms = Terms { due, as_of: self.inquiry.project.as_of(), demonstration: good.demonstration };
        let pictures = shown.iter().map(|name| {
            let (_, file) = version.bundle.file(name)?;
            Some((FileName::parse(name)?, (*file).clone()))
        });
        Some(Cleared {
            pictures: pictures.collect::<Option<_>>()?,
            clearance: version.clearance(terms, &good.counting, &shown),
            article: good.article.clone(),
            topic: good.topic.clone(),
            lapses: self.inquiry.trust.policy.article(&good.topic).on_expiry == OnExpiry::Withdraw,
            translation: good.pin.clone().map(|pin| Translation { pin, behind: false }),
            former: Vec::new(),
        })
    }

    fn tombstone(
        &self,
        verdict: Verdict,
        lang: &Lang,
        pulls: &[&Pull],
        (ended, mut history): (Option<&Cleared>, Vec<Vec<SnippetCode>>),
    ) -> Option<Tombstone> {
        let mut record = Vec::new();
        let ending = match verdict {
            Verdict::Withdrawn => {
                record.extend(pulls.iter().flat_map(|pull| pull.record()).cloned());
                pulls.iter().max_by_key(|pull| pull.recency())?.ending()
            }
            Verdict::Expired => Ending::Expired { due: ended?.clearance.due },
            Verdict::Barred => Ending::Corrected,
            Verdict::Live | Verdict::Waiting | Verdict::NeverSigned | Verdict::LeftOut => return None,
        };
        record.sort_by(|(one, _), (other, _)| one.cmp(other));
        let snippets = history.pop().unwrap_or_default();
        let former = history.into_iter().flatten().collect();
        Some(Tombstone { id: self.id.clone(), lang: lang.clone(), ending, snippets, former, record })
    }

    /// The snippets of every approved version that can still be read, from the lowest up: messages with these codes are, or
    /// were, genuine.
    fn history(&self, lang: &Lang, versions: &[Version<'_>], settled: &[Settled]) -> Vec<Vec<SnippetCode>> {
        let read = |version: &Version<'_>| {
            let ((_, file), digest) = version.text?;
            let approved = version.approvals.iter().any(|approved| approved.text == digest);
            let File::Text(source) = file else { return None };
            approved.then(|| Article::parse(source, lang, &mut Diagnostics::new())).flatten().map(Arc::new)
        };
        let codes = |(version, settled): (&Version<'_>, &Settled)| {
            let good = settled.outcome.as_ref().ok().map(|good| good.article.clone());
            let article = good.or_else(|| read(version))?;
            let snippets = article.outline().snippets().map(|snippet| SnippetCode {
                version: version.number,
                code: article.code(self.inquiry.site, &snippet),
                section: snippet.section,
            });
            Some(snippets.collect())
        };
        versions.iter().zip(settled).filter_map(codes).collect()
    }
}
