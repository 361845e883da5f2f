//! Judges the versions of an article in one language, from bytes to the one that is live.
//!
//! Invariant: a version is good only if the people whom its policy asks for signed these bytes, these pictures and this
//! source, nothing bars or holds it, and every fact it needs is live.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Inquiry;
use super::cleared::ClearedFacts;
use super::dossier::stray;
use super::family::Ground;
use super::files;
use super::notes::Checked;
use super::standing::{Folder, VersionState};
use super::version::{Short, Version};
use super::withdrawal::{Pull, lifts};
use crate::article::Article;
use crate::base::day::Day;
use crate::base::lang::Lang;
use crate::base::name::{ArticleId, FactKey, Topic};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::facts::Fact;
use crate::project::checked_text;
use crate::trust::note::{Approval, FileName, Header, Pin};

/// What a version is judged against.
pub(super) struct Bench<'b, 'a> {
    pub inquiry: &'b Inquiry<'a>,
    pub id: &'b ArticleId,
    pub lang: &'b Lang,
    pub folder: &'b Folder,
    pub ground: &'b Ground,
    /// The withdrawals that reach this language.
    pub pulls: &'b [&'b Pull],
    pub facts: Option<&'b ClearedFacts>,
}

/// A version that may be published.
#[derive(Debug)]
pub(super) struct Good {
    pub article: Arc<Article>,
    pub topic: Topic,
    pub counting: Vec<usize>,
    pub due: Day,
    pub demonstration: bool,
    /// Whether its own notes are the reason for that.
    pub by_demonstration: bool,
    pub pin: Option<Pin>,
}

/// What a version came to, before it is compared with the others.
#[derive(Debug)]
pub(super) struct Settled {
    pub outcome: Result<Good, VersionState>,
    pub faults: Vec<Diagnostic>,
    pub topic: Option<Topic>,
}

/// Settles one version; `earlier` are those below it, and for each the withdrawals that do not hold it.
pub(super) fn settle(
    bench: &Bench<'_, '_>,
    version: &mut Version<'_>,
    earlier: (&[Version<'_>], &[BTreeSet<usize>]),
) -> Settled {
    let mut faults = Diagnostics::new();
    let outcome = judge(bench, version, earlier, &mut faults);
    let topic = match &outcome {
        Ok(good) => Some(good.topic.clone()),
        Err(_) => version.approvals.first().and_then(|approved| approved.topic.clone()),
    };
    Settled { outcome, faults: faults.into_sorted(), topic }
}

fn judge(
    bench: &Bench<'_, '_>,
    version: &mut Version<'_>,
    earlier: (&[Version<'_>], &[BTreeSet<usize>]),
    faults: &mut Diagnostics,
) -> Result<Good, VersionState> {
    if version.barred {
        version.hold(|_, _| Err("a correction bars this version".to_owned()));
        return Err(VersionState::Barred);
    }
    let approved = !version.approvals.is_empty();
    let fails = |version: &Version<'_>| approved && bench.topics(version).is_err();
    version.hold(|_, approval| bench.ground.holds(approval, earlier.0));
    if fails(version) {
        return Err(VersionState::Barred);
    }
    let holding: Vec<bool> = bench.pulls.iter().map(|pull| pull.may_hold(version)).collect();
    version.hold(|note, _| {
        let unlifted = bench
            .pulls
            .iter()
            .enumerate()
            .find(|(index, pull)| holding[*index] && !lifts(note, *index, pull, earlier));
        unlifted.map_or(Ok(()), |(_, pull)| Err(pull.words()))
    });
    if fails(version) {
        return Err(VersionState::Withdrawn);
    }
    files::compare(version, bench.folder.file_name());
    match bench.topics(version) {
        Err(_) if approved => return Err(VersionState::Unusable),
        Err(short) => {
            version.set_aside(&short.spare);
            return Err(VersionState::Waiting(short.lacks));
        }
        Ok(_) => {}
    }
    let article = bench.read(version, faults).ok_or(VersionState::Unusable)?;
    let pictures = pictures(&article);
    bench.compare(version, &article);
    bench.strays(version, &pictures, faults);
    let topics = bench.topics(version).map_err(|_| VersionState::Unusable)?;
    let topic = one_topic(version, &topics, faults).ok_or(VersionState::Unusable)?;
    let has_facts = bench.has_facts(&article, faults);
    let good = bench.finish(version, article, topic, earlier.0);
    good.filter(|_| has_facts).ok_or(VersionState::Unusable)
}

/// Returns the names of the pictures that an article shows.
pub(super) fn pictures(article: &Article) -> BTreeSet<&str> {
    article.outline().pictures.iter().map(|(name, _)| name.as_str()).collect()
}

/// A version stands in one topic: were it two, it would be ambiguous by which policy it lives.
fn one_topic(version: &Version<'_>, topics: &BTreeSet<Topic>, faults: &mut Diagnostics) -> Option<Topic> {
    let mut names = topics.iter();
    let (first, second) = (names.next()?, names.next());
    let Some(second) = second else { return Some(first.clone()) };
    let (path, _) = version.text?.0;
    let message = format!("version {} is approved in two topics, `{first}` and `{second}`", version.number);
    let help = "make a new version whose notes agree on the topic";
    faults.push(Diagnostic::error(Code::VersionUnusable, message).at(path, "").help(help));
    None
}

impl Bench<'_, '_> {
    /// Returns the topics whose policies the counting notes meet, or what the best of them lacks.
    fn topics(&self, version: &Version<'_>) -> Result<BTreeSet<Topic>, Short> {
        let named: BTreeSet<&Topic> = version
            .notes
            .iter()
            .filter(|note| note.counts)
            .filter_map(|note| note.approval()?.1.subject.topic())
            .collect();
        let mut shorts = Vec::new();
        let mut met = BTreeSet::new();
        for topic in named {
            let rule = self.inquiry.trust.policy.article(topic);
            match version.tally(rule, version.counting(Some(topic))) {
                Ok(_) => {
                    met.insert(topic.clone());
                }
                Err(short) => shorts.push(short),
            }
        }
        let people = |short: &Short| short.lacks.iter().map(|lack| lack.needs - lack.has).sum::<u32>();
        shorts.sort_by_key(people);
        if met.is_empty() { Err(shorts.into_iter().next().unwrap_or_default()) } else { Ok(met) }
    }

    /// Reads the article; whatever is wrong in a signed text takes out this version alone.
    fn read(&self, version: &Version<'_>, faults: &mut Diagnostics) -> Option<Arc<Article>> {
        let ((path, file), _) = version.text?;
        let mut found = Diagnostics::new();
        let source = checked_text(path, file, &mut found);
        let article = source.and_then(|source| Article::parse(source, self.lang, &mut found));
        faults.extend(found.into_sorted().into_iter().filter(|found| found.severity == Severity::Error));
        let article = article?;
        if article.id() != self.id {
            let message =
                format!("the article calls itself `{}`, and lies where `{}` lies", article.id(), self.id);
            faults.push(Diagnostic::error(Code::PathMismatch, message).at(path, ""));
            return None;
        }
        Some(Arc::new(article))
    }

    /// Compares what each note says with the article: its pictures, and the text it translates.
    fn compare(&self, version: &mut Version<'_>, article: &Article) {
        let source_language = article.front().source_language.as_ref().map(|(lang, _)| lang);
        for note in version.notes.iter_mut().filter(|note| note.counts) {
            let Some((_, approval)) = note.approval() else { continue };
            let translation = translation_differs(approval, source_language);
            let pin = self.pin_leads_nowhere(approval);
            let pictures = pictures_differ(note, article);
            note.counts = translation.is_none() && pin.is_none() && pictures.is_none();
            note.faults.extend(pictures);
            for (code, message) in [(Code::NoteMismatch, translation), (Code::PinMismatch, pin)] {
                if let Some(message) = message {
                    note.fault(code, Header::TranslationOf, message);
                }
            }
        }
    }

    fn pin_leads_nowhere(&self, approval: &Approval) -> Option<String> {
        let pin = approval.translation_of.as_ref().filter(|pin| !self.ground.knows(pin))?;
        let Pin { lang, version, .. } = pin;
        Some(format!("version {version} of `{lang}` with this text is not in the record"))
    }

    /// Tells files that lie in the folder and belong to nothing.
    fn strays(&self, version: &Version<'_>, pictures: &BTreeSet<&str>, faults: &mut Diagnostics) {
        let belongs = |name: &str| name == self.folder.file_name() || pictures.contains(name);
        let strays = version.bundle.files.iter().filter(|(name, _)| !belongs(name));
        faults.extend(strays.map(|(_, (path, _))| stray(path)));
    }

    /// Returns whether every fact that the article uses is live; an article that the region leaves out needs none.
    fn has_facts(&self, article: &Article, faults: &mut Diagnostics) -> bool {
        let live = self.facts.map(|facts| &**facts.facts());
        if live.is_some_and(|facts| facts.leave_out.contains(self.id)) {
            return true;
        }
        let mut whole = true;
        for (key, range) in &article.outline().facts {
            let fact = live.and_then(|facts| facts.facts.get(key));
            if fact.is_some_and(|fact| fact.wording.is_none() || fact.text(self.lang).is_some()) {
                continue;
            }
            whole = false;
            let message = self.lacks(key, fact);
            let fault = Diagnostic::error(Code::MissingFact, message);
            let mut fault = fault.at(article.source().span(range.clone()), "used here");
            if let Some((path, _)) = self.facts.and_then(|facts| facts.clearance().record().first()) {
                fault = fault.at(path, "the live facts");
            }
            faults.push(fault.help("approve facts that have it"));
        }
        whole
    }

    /// Says what an article lacks where this fact is not live, or has no words in its language.
    fn lacks(&self, key: &FactKey, fact: Option<&Fact>) -> String {
        let key = key.as_str();
        match (self.inquiry.region, self.facts, fact) {
            (None, ..) => format!("`{{{key}}}` needs facts, and the site has no region"),
            (Some(region), None, _) => format!("`{{{key}}}` needs facts, and none are live for `{region}`"),
            (Some(region), _, None) => format!("the live facts of `{region}` have no `{key}`"),
            (Some(region), ..) => format!("the fact `{key}` of `{region}` has no words in `{}`", self.lang),
        }
    }

    fn finish(
        &self,
        version: &mut Version<'_>,
        article: Arc<Article>,
        topic: Topic,
        earlier: &[Version<'_>],
    ) -> Option<Good> {
        let rule = self.inquiry.trust.policy.article(&topic);
        version.hold(|_, approval| {
            let agrees = approval.subject.topic() == Some(&topic);
            if agrees { Ok(()) } else { Err(format!("the version stands in the topic `{topic}`")) }
        });
        let counting = version.tally(rule, version.counting(Some(&topic))).ok()?;
        version.seat(&counting.iter().copied().collect());
        let due = version.due(Some(rule), &counting, earlier)?;
        let pins = counting.iter().filter_map(|at| version.notes[*at].approval()?.1.translation_of.clone());
        let pin = pins.min_by_key(|pin| pin.version);
        let uses_facts = !article.outline().facts.is_empty();
        let facts_are_shown = self.facts.is_some_and(|facts| facts.clearance().is_demonstration());
        let by_demonstration = version.rests_on_demonstration(rule, &counting);
        let demonstration = by_demonstration || uses_facts && facts_are_shown;
        Some(Good { article, topic, counting, due, demonstration, by_demonstration, pin })
    }
}

/// The pictures that the article shows and those that a note lists must be the same.
fn pictures_differ(note: &Checked<'_>, article: &Article) -> Option<Diagnostic> {
    let (source, said) = note.read.as_ref()?;
    let (_, approval) = note.approval()?;
    let shown = &article.outline().pictures;
    let lists = |name: &str| FileName::parse(name).is_some_and(|name| approval.pictures.contains_key(&name));
    if let Some((name, range)) = shown.iter().find(|(name, _)| !lists(name)) {
        let message = format!("the article shows `{name}`, which this note does not list");
        let fault = Diagnostic::error(Code::VersionFiles, message);
        let fault = fault.at(said.listed_at(source, None), "what was signed");
        return Some(fault.at(article.source().span(range.clone()), "shown here"));
    }
    let unused =
        approval.pictures.keys().find(|name| shown.iter().all(|(shown, _)| shown != name.as_str()))?;
    let message = format!("this note lists `{unused}`, which the article does not show");
    Some(Diagnostic::error(Code::VersionFiles, message).at(said.listed_at(source, Some(unused)), ""))
}

/// The article and the note must name the same source language, or none.
fn translation_differs(approval: &Approval, source_language: Option<&Lang>) -> Option<String> {
    let pinned = approval.translation_of.as_ref().map(|pin| &pin.lang);
    let words = match (source_language, pinned) {
        (Some(lang), None) => {
            format!("the article is a translation from `{lang}`, and this note names no source")
        }
        (None, Some(lang)) => format!("this note names a source in `{lang}`, and the article names none"),
        (Some(lang), Some(other)) if lang != other => {
            format!("the article is a translation from `{lang}`, and this note names a source in `{other}`")
        }
        _ => return None,
    };
    Some(words)
}
