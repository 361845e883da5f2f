//! What is to be signed: the frozen text, its number, and what it follows.

use std::collections::{BTreeMap, BTreeSet};

use super::hand::Hand;
use super::{Approving, note, working};
use crate::article::Article;
use crate::base::day::Period;
use crate::base::digest::Digest;
use crate::base::name::Topic;
use crate::base::path::SourcePath;
use crate::desk::Desk;
use crate::diagnostic::refusal::Refusal;
use crate::gate::{Folder, Judged, NoteStanding, Standing, VersionState};
use crate::pipeline::Ground;
use crate::project::{File, Project};
use crate::source::Source;
use crate::trust::note::{ArticleName, FileName, Lift, Pin, Statement, Subject};
use crate::trust::policy::Rule;
use crate::trust::words::{Reach, Scope};

/// The highest number that the folder of a version can have: the record knows nine digits.
const LAST_NUMBER: u32 = 999_999_999;

/// What is asked for, and what is known.
pub(super) struct Asked<'a> {
    pub(super) approving: &'a Approving,
    pub(super) hand: &'a Hand,
    pub(super) project: &'a Project,
    pub(super) ground: &'a Ground,
    pub(super) judged: &'a Judged,
}

/// A version that waits for a signature.
pub(super) struct Draft {
    folder: String,
    /// What it is.
    pub(super) subject: Subject,
    /// Its number.
    pub(super) version: u32,
    /// Whether it lies in the record already.
    pub(super) joins: bool,
    /// The text.
    pub(super) text: File,
    /// The pictures that belong to it.
    pub(super) pictures: BTreeMap<FileName, File>,
    /// The version it follows.
    pub(super) previous: Option<(u32, Digest)>,
    /// The version it was translated from.
    pub(super) translation_of: Option<Pin>,
    /// The withdrawals it lifts.
    pub(super) lifts: BTreeSet<Lift>,
    /// How long an approval holds by the policy.
    pub(super) review_every: Period,
}

impl Draft {
    /// Finds out what approving this text means today.
    pub(super) fn new(folder: &Folder, desk: &Desk, asked: &Asked<'_>) -> Result<Self, Refusal> {
        let standing = asked.judged.standings.iter().find(|standing| standing.folder == *folder);
        let policy = &asked.ground.trust.policy;
        let (subject, text, pictures, translation_of, review_every) = match folder {
            Folder::Article(lang, id) => {
                let (working, article) = working::article(desk, lang, id)?;
                let topic = working.topic.clone();
                same_topic(standing, &topic, asked)?;
                let rule = policy.article(&topic);
                let subject = Subject::Article(ArticleName { id: id.clone(), lang: lang.clone(), topic });
                let text = File::Text(working.source.clone());
                (subject, text, working.pictures(asked.project), pin(article, asked)?, rule.review_every)
            }
            Folder::Facts(region) => {
                let (source, facts) = working::table(&desk.facts, region, folder)?;
                let rule = policy.facts(facts.groups());
                plain(Subject::Facts(region.clone()), source, &rule)
            }
            Folder::Services(region) => {
                let (source, _) = working::table(&desk.services, region, folder)?;
                plain(Subject::Services(region.clone()), source, policy.services())
            }
            Folder::Lexicon(lang) => {
                let (source, _) = working::table(&desk.lexicons, lang, folder)?;
                plain(Subject::Lexicon(lang.clone()), source, policy.lexicon())
            }
        };
        let mut draft = Self {
            folder: folder.path(),
            subject,
            version: 1,
            joins: false,
            text,
            pictures,
            previous: previous(standing, asked)?,
            translation_of,
            lifts: lifts(folder, standing, asked)?,
            review_every,
        };
        draft.number(standing, asked)?;
        Ok(draft)
    }

    /// Decides whether the working text is the waiting version or the next one.
    fn number(&mut self, standing: Option<&Standing>, asked: &Asked<'_>) -> Result<(), Refusal> {
        let Some(highest) = standing.and_then(|standing| standing.versions.first()) else { return Ok(()) };
        self.version = highest.version;
        let same = self.is_frozen(asked.project);
        let name = Self::note_name(asked.hand);
        let (own, signature) = (self.path(&name)?, self.path(&format!("{name}.sig"))?);
        let is_taken = [&own, &signature].into_iter().any(|path| asked.project.file(path).is_some());
        let has_signed = highest.notes.iter().any(|note| note.path == own && note.faults.is_empty());
        let waits = matches!(highest.state, VersionState::Waiting(_)) && self.is_meant_like(asked.project);
        if same && has_signed && waits {
            return Err(Refusal::content(
                format!(
                    "`{}` has signed version {} as {} already",
                    asked.hand.reviewer, highest.version, asked.hand.role
                ),
                "the others who must sign are told by `vetted why`",
            ));
        }
        // An own note that does not hold, for other bytes or by a lost key, is never written over.
        self.joins = same && waits && !is_taken;
        if !self.joins {
            self.version = highest.version + 1;
            if self.version > LAST_NUMBER {
                return Err(Refusal::content(
                    format!("there is no number after that of {}/{}", self.folder, highest.version),
                    "take that folder out of the record: versions are counted from 1, so it was laid there by hand",
                ));
            }
        }
        Ok(())
    }

    /// Whether the version's files in the record are those of the working text, byte for byte.
    fn is_frozen(&self, project: &Project) -> bool {
        let same = |name: &str, file: &File| {
            let frozen = self.path(name).ok().and_then(|path| project.file(&path));
            frozen.is_some_and(|frozen| frozen.bytes() == file.bytes())
        };
        same(self.subject.file_name(), &self.text)
            && self.pictures.iter().all(|(name, file)| same(name.as_str(), file))
    }

    /// Whether the notes that the version has speak in the same topic and lift the same withdrawals; else they would never
    /// count together.
    fn is_meant_like(&self, project: &Project) -> bool {
        let folder = format!("{}/{}", self.folder, self.version);
        let notes = project.under(&folder).filter(|(path, _)| path.as_str().ends_with(".note"));
        notes.filter_map(|(_, file)| note(file)).all(|note| match note.statement {
            Statement::Approve(approval) => approval.subject == self.subject && approval.lifts == self.lifts,
            Statement::Withdraw(_) => true,
        })
    }

    /// Returns the name of the note that this hand writes.
    pub(super) fn note_name(hand: &Hand) -> String {
        format!("{}.{}.note", hand.role, hand.reviewer)
    }

    /// Returns the place of a file of the version.
    pub(super) fn path(&self, name: &str) -> Result<SourcePath, Refusal> {
        SourcePath::parse(&format!("{}/{}/{name}", self.folder, self.version))
            .ok_or_else(|| Refusal::ours("a path of ours is no path"))
    }
}

/// What is known of a text that has neither pictures nor translations.
fn plain(subject: Subject, source: &Source, rule: &Rule) -> Parts {
    (subject, File::Text(source.clone()), BTreeMap::new(), None, rule.review_every)
}

/// Subject, text, pictures, the version it was translated from, how long an approval holds.
type Parts = (Subject, File, BTreeMap<FileName, File>, Option<Pin>, Period);

/// Another topic has another policy: nobody moves a text there without saying so.
fn same_topic(standing: Option<&Standing>, topic: &Topic, asked: &Asked<'_>) -> Result<(), Refusal> {
    let versions = standing.into_iter().flat_map(|standing| &standing.versions);
    let mut approved = versions.filter(|version| !matches!(version.state, VersionState::Waiting(_)));
    match approved.find_map(|version| version.topic.as_ref()) {
        Some(before) if before != topic && !asked.approving.new_topic => Err(Refusal::content(
            format!("this text was approved in the topic `{before}`, and stands in `{topic}` now"),
            format!(
                "move it back to the folder `{before}`; if the policy of `{topic}` is to decide over it, approve it with --new-topic"
            ),
        )),
        _ => Ok(()),
    }
}

/// A translation is made from the live version of its source.
fn pin(article: &Article, asked: &Asked<'_>) -> Result<Option<Pin>, Refusal> {
    let Some((lang, _)) = &article.front().source_language else { return Ok(None) };
    let folder = Folder::Article(lang.clone(), article.id().clone());
    let standing = asked.judged.standings.iter().find(|standing| standing.folder == folder);
    let live = standing.and_then(|standing| standing.live).ok_or_else(|| {
        Refusal::content(
            format!("the text it follows is not live: {}", folder.path()),
            "have that one signed by all first; a translation names the version it was made from",
        )
    })?;
    let digest = frozen_digest(&folder, live, asked.project)?;
    Ok(Some(Pin { lang: lang.clone(), version: live, digest }))
}

/// The live version, which this one is to follow.
fn previous(standing: Option<&Standing>, asked: &Asked<'_>) -> Result<Option<(u32, Digest)>, Refusal> {
    match standing.and_then(|standing| Some((standing, standing.live?))) {
        Some((standing, live)) => Ok(Some((live, frozen_digest(&standing.folder, live, asked.project)?))),
        None if asked.approving.scope == Scope::Changes => Err(Refusal::content(
            "there is no live version whose changes could be approved",
            "read the whole text and approve it with --scope full",
        )),
        None => Ok(None),
    }
}

fn frozen_digest(folder: &Folder, version: u32, project: &Project) -> Result<Digest, Refusal> {
    let file = project.file_at(&format!("{}/{version}/{}", folder.path(), folder.file_name()));
    file.map(File::digest).ok_or_else(|| Refusal::ours("a live version has no text"))
}

/// The withdrawals that hold this text; all must be named for it to come back. Of a text that is live, those that do not
/// count and of which every build warns: naming them settles it.
fn lifts(folder: &Folder, standing: Option<&Standing>, asked: &Asked<'_>) -> Result<BTreeSet<Lift>, Refusal> {
    let Folder::Article(lang, id) = folder else { return Ok(BTreeSet::new()) };
    let Some(own) = standing.filter(|own| own.live.is_none() || asked.approving.lift) else {
        return Ok(BTreeSet::new());
    };
    let same_id = |other: &&Standing| matches!(&other.folder, Folder::Article(_, other) if other == id);
    let notes = asked.judged.standings.iter().filter(same_id).flat_map(|standing| &standing.withdrawals);
    let is_meant = |note: &&NoteStanding| match own.live {
        Some(_) => own.released.contains(&note.path),
        None => note.counts,
    };
    let holding = notes.filter(is_meant).filter_map(|standing| {
        let file = asked.project.file(&standing.path)?;
        let note = note(file)?;
        let Statement::Withdraw(withdrawal) = &note.statement else { return None };
        let holds = withdrawal.reach == Reach::EveryLanguage || withdrawal.article.lang == *lang;
        let number = standing.path.file_name().split('.').nth(1)?.parse().ok()?;
        let lift = Lift {
            lang: withdrawal.article.lang.clone(),
            number,
            reviewer: note.reviewer,
            digest: file.digest(),
        };
        holds.then_some(lift)
    });
    let holding: BTreeSet<Lift> = holding.collect();
    if !holding.is_empty() && !asked.approving.lift {
        return Err(Refusal::content(
            format!("{} is withdrawn", folder.path()),
            "if it may be shown again, approve it with --lift; everyone who must sign has to do so",
        ));
    }
    Ok(holding)
}
