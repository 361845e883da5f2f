//! Takes a text off the site, by one reviewer's word.
//!
//! Invariant: no withdrawal is given out to be written that would leave the text on the site.

use super::hand::Hand;
use super::{Signed, clock, note};
use crate::base::lang::Lang;
use crate::base::name::{ArticleId, Topic};
use crate::base::path::SourcePath;
use crate::diagnostic::refusal::Refusal;
use crate::diagnostic::{Diagnostics, did_you_mean};
use crate::gate::{Folder, Judged, Standing};
use crate::pipeline::{self, Ground};
use crate::project::Project;
use crate::trust;
use crate::trust::note::{ArticleName, Declaration, Note, Statement, Withdrawal};
use crate::trust::words::{Reach, Reason};

/// What the reviewer declares.
const DECLARATION: &str = "this text must not be shown";

/// A withdrawal that somebody asks for.
#[derive(Clone, Debug)]
pub struct Withdrawing {
    /// The language in whose folder it is to lie.
    pub lang: Lang,
    /// The article.
    pub id: ArticleId,
    /// How far it is to reach.
    pub reach: Reach,
    /// Why.
    pub reason: Reason,
    /// What to read instead.
    pub instead: Option<ArticleId>,
}

impl Withdrawing {
    fn folder(&self) -> Folder {
        Folder::Article(self.lang.clone(), self.id.clone())
    }
}

/// Signs a withdrawal and makes sure that it holds.
pub fn withdraw(
    asked: &Withdrawing,
    hand: &Hand,
    project: &Project,
    ground: &Ground,
) -> Result<Signed, Refusal> {
    let folder = asked.folder();
    let judged = pipeline::judge(project, ground, &mut Diagnostics::new());
    let (standing, topic) = withdrawn(asked, &judged, project)?;
    let (path, number) = place(project, &folder, hand)?;
    let note = Note {
        site: ground.config.site.clone(),
        version: standing.versions.first().map_or(1, |version| version.version),
        role: hand.role,
        reviewer: hand.reviewer.clone(),
        reviewed: project.as_of(),
        declaration: Declaration::parse(DECLARATION)
            .ok_or_else(|| Refusal::ours("our declaration is none"))?,
        statement: Statement::Withdraw(Withdrawal {
            article: ArticleName { id: asked.id.clone(), lang: asked.lang.clone(), topic },
            reach: asked.reach,
            reason: asked.reason,
            instead: asked.instead.clone(),
        }),
    };
    let (text, signature) = trust::sign(&note, &hand.key).map_err(Refusal::ours)?;
    let signed = SourcePath::parse(&format!("{path}.sig"))
        .ok_or_else(|| Refusal::ours("a path of ours is no path"))?;
    let files = vec![(path.clone(), text.into_bytes()), (signed, signature.into_bytes())];
    let after = pipeline::judge(&project.with(files.clone()), ground, &mut Diagnostics::new());
    holds(&after, &path, &folder, asked.reach)?;
    let said = format!(
        "withdrawn: {} (withdrawal {number}, {})\nnext: `vetted build` takes it off the site",
        folder.path(),
        if asked.reach == Reach::ThisLanguage { "this language" } else { "every language" },
    );
    Ok(Signed { files, said: vec![said] })
}

/// Refuses what cannot be withdrawn, whoever signs: a text that was never signed, or one that is to be read instead of
/// itself or of a text that is not there.
pub fn is_withdrawable(asked: &Withdrawing, project: &Project, ground: &Ground) -> Result<(), Refusal> {
    withdrawn(asked, &pipeline::judge(project, ground, &mut Diagnostics::new()), project).map(|_| ())
}

/// Returns how the text stands that is to go, and its topic.
fn withdrawn<'a>(
    asked: &Withdrawing,
    judged: &'a Judged,
    project: &Project,
) -> Result<(&'a Standing, Topic), Refusal> {
    let folder = asked.folder();
    let standing = judged.standings.iter().find(|standing| standing.folder == folder).ok_or_else(|| {
        Refusal::content(
            format!("{} is not there: there is nothing to withdraw", folder.path()),
            "name a text that was signed",
        )
    })?;
    let topic = standing.versions.iter().find_map(|version| version.topic.clone());
    // By a clock that is behind nothing is signed yet. It may be wrong: no day holds a withdrawal up.
    let named = || clock::ahead(standing).find_map(|own| note(project.file(&own.path)?)?.topic().cloned());
    let topic = topic.or_else(named).ok_or_else(|| {
        Refusal::content(
            format!("no signed version of {} names a topic", folder.path()),
            "it is not published either",
        )
    })?;
    if let Some(instead) = &asked.instead {
        is_another_text(instead, &asked.id, judged)?;
    }
    Ok((standing, topic))
}

/// What to read instead is a text of the record, and not the one that goes.
fn is_another_text(instead: &ArticleId, withdrawn: &ArticleId, judged: &Judged) -> Result<(), Refusal> {
    if instead == withdrawn {
        return Err(Refusal::usage(
            format!("`{instead}` is the text that is withdrawn"),
            "name another text to read instead, or leave --instead out",
        ));
    }
    let known = judged.standings.iter().filter_map(|standing| match &standing.folder {
        Folder::Article(_, id) => Some(id),
        _ => None,
    });
    if known.clone().any(|id| id == instead) {
        return Ok(());
    }
    let near = did_you_mean(instead.as_str(), known.map(ArticleId::as_str));
    Err(Refusal::usage(
        format!("there is no text `{instead}` in the record"),
        near.unwrap_or_else(|| "name a text that was signed, or leave --instead out".to_owned()),
    ))
}

/// Refuses a withdrawal that would not count, or after which the text would still be live in a language it is for.
fn holds(after: &Judged, note: &SourcePath, folder: &Folder, reach: Reach) -> Result<(), Refusal> {
    let notes = after.standings.iter().flat_map(|standing| &standing.withdrawals);
    let own = notes.filter(|standing| standing.path == *note).collect::<Vec<_>>();
    if !own.iter().any(|standing| standing.counts) {
        let faults = own.into_iter().flat_map(|standing| standing.faults.clone()).collect();
        return Err(Refusal::content(
            "this withdrawal would not hold, and was not written",
            "see what stands in its way",
        )
        .because(faults));
    }
    let reached = |other: &Folder| match (other, folder) {
        (Folder::Article(_, other), Folder::Article(_, id)) if reach == Reach::EveryLanguage => other == id,
        _ => other == folder,
    };
    let live = after.standings.iter().filter(|standing| standing.live.is_some() && reached(&standing.folder));
    let live: Vec<String> = live.map(|standing| standing.folder.path()).collect();
    if live.is_empty() {
        return Ok(());
    }
    Err(Refusal::content(
        format!("{} would stay on the site: this withdrawal was not written", live.join(", ")),
        "have it withdrawn by somebody who may: a demonstration reviewer takes off only what such reviewers signed",
    ))
}

/// The first number that this reviewer has free, and the file it goes to.
fn place(project: &Project, folder: &Folder, hand: &Hand) -> Result<(SourcePath, u32), Refusal> {
    let path = |number: u32| format!("{}/withdrawn.{number}.{}.note", folder.path(), hand.reviewer);
    let is_free =
        |path: &str| project.file_at(path).is_none() && project.file_at(&format!("{path}.sig")).is_none();
    // There are fewer files than numbers of nine digits, which is all that the record reads.
    let number = (1..=999_999_999).find(|number| is_free(&path(*number)));
    number
        .and_then(|number| Some((SourcePath::parse(&path(number))?, number)))
        .ok_or_else(|| Refusal::ours("a path of ours is no path"))
}
