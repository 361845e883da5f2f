//! `withdraw`: takes a text off the site, by one reviewer's word.

use std::path::Path;

use super::Outcome;
use super::args::{Reason as Typed, Withdraw, lang_and_id};
use super::failure::Failure;
use super::signer::Hand;
use crate::base::name::ArticleId;
use crate::base::path::SourcePath;
use crate::diagnostic::{Diagnostics, Tongue, did_you_mean};
use crate::disk;
use crate::gate::{Folder, Judged};
use crate::pipeline::{self, Ground};
use crate::project::Project;
use crate::trust;
use crate::trust::note::{ArticleName, Declaration, Note, Statement, Withdrawal};
use crate::trust::words::{Reach, Reason};

/// What the reviewer declares.
const DECLARATION: &str = "this text must not be shown";

/// Signs a withdrawal and makes sure that it holds before it is written.
pub(super) fn run(
    root: &Path,
    options: &Withdraw,
    tongue: Tongue,
    project: &Project,
    ground: &Ground,
) -> Result<Outcome, Failure> {
    let (lang, id) = lang_and_id(&options.subject).ok_or_else(|| {
        Failure::usage(
            format!("`{}` names no text", options.subject),
            "write LANG/ID, such as en/overdose-now",
        )
    })?;
    let judged = pipeline::judge(project, ground, &mut Diagnostics::new());
    let folder = Folder::Article(lang.clone(), id.clone());
    let standing = judged.standings.iter().find(|standing| standing.folder == folder).ok_or_else(|| {
        Failure::content(
            format!("{} is not there: there is nothing to withdraw", folder.path()),
            "name a text that was signed",
        )
    })?;
    let topic = standing.versions.iter().find_map(|version| version.topic.clone()).ok_or_else(|| {
        Failure::content(
            format!("no signed version of {} names a topic", folder.path()),
            "it is not published either",
        )
    })?;
    if let Some(instead) = &options.instead {
        is_another_text(instead, &id, &judged)?;
    }
    let hand = Hand::take(&options.signer, tongue, ground)?;
    let (path, number) = place(project, &folder, &hand)?;
    let note = Note {
        site: ground.config.site.clone(),
        version: standing.versions.first().map_or(1, |version| version.version),
        role: hand.role,
        reviewer: hand.reviewer.clone(),
        reviewed: project.as_of(),
        declaration: Declaration::parse(DECLARATION)
            .ok_or_else(|| Failure::ours("our declaration is none"))?,
        statement: Statement::Withdraw(Withdrawal {
            article: ArticleName { id, lang, topic },
            reach: if options.this_language { Reach::ThisLanguage } else { Reach::EveryLanguage },
            reason: reason(options.reason),
            instead: options.instead.clone(),
        }),
    };
    let (text, signature) = trust::sign(&note, &hand.key).map_err(Failure::ours)?;
    let signed = SourcePath::parse(&format!("{path}.sig"))
        .ok_or_else(|| Failure::ours("a path of ours is no path"))?;
    let files = vec![(path.clone(), text.into_bytes()), (signed, signature.into_bytes())];
    let project = project.with(files.clone());
    let after = pipeline::judge(&project, ground, &mut Diagnostics::new());
    holds(&after, &path, &folder, options)?;
    disk::write_new_files(root, &files)?;
    Ok(Outcome::said(format!(
        "withdrawn: {} (withdrawal {number}, {})\nnext: `vetted build` takes it off the site",
        folder.path(),
        if options.this_language { "this language" } else { "every language" },
    )))
}

/// What to read instead is a text of the record, and not the one that goes.
fn is_another_text(instead: &ArticleId, withdrawn: &ArticleId, judged: &Judged) -> Result<(), Failure> {
    if instead == withdrawn {
        return Err(Failure::usage(
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
    Err(Failure::usage(
        format!("there is no text `{instead}` in the record"),
        near.unwrap_or_else(|| "name a text that was signed, or leave --instead out".to_owned()),
    ))
}

/// Refuses a withdrawal that would not count, or after which the text would still be live in a language it is for.
fn holds(after: &Judged, note: &SourcePath, folder: &Folder, options: &Withdraw) -> Result<(), Failure> {
    let notes = after.standings.iter().flat_map(|standing| &standing.withdrawals);
    let own = notes.filter(|standing| standing.path == *note).collect::<Vec<_>>();
    if !own.iter().any(|standing| standing.counts) {
        let faults = own.into_iter().flat_map(|standing| standing.faults.clone()).collect();
        return Err(Failure::content(
            "this withdrawal would not hold, and was not written",
            "see what stands in its way",
        )
        .because(faults));
    }
    let reached = |other: &Folder| match (other, folder) {
        (Folder::Article(_, other), Folder::Article(_, id)) if !options.this_language => other == id,
        _ => other == folder,
    };
    let live = after.standings.iter().filter(|standing| standing.live.is_some() && reached(&standing.folder));
    let live: Vec<String> = live.map(|standing| standing.folder.path()).collect();
    if live.is_empty() {
        return Ok(());
    }
    Err(Failure::content(
        format!("{} would stay on the site: this withdrawal was not written", live.join(", ")),
        "have it withdrawn by somebody who may: a demonstration reviewer takes off only what such reviewers signed",
    ))
}

/// The first number that this reviewer has free, and the file it goes to.
fn place(project: &Project, folder: &Folder, hand: &Hand) -> Result<(SourcePath, u32), Failure> {
    let path = |number: u32| format!("{}/withdrawn.{number}.{}.note", folder.path(), hand.reviewer);
    let is_free =
        |path: &str| project.file_at(path).is_none() && project.file_at(&format!("{path}.sig")).is_none();
    // There are fewer files than numbers of nine digits, which is all that the record reads.
    let number = (1..=999_999_999).find(|number| is_free(&path(*number)));
    number
        .and_then(|number| Some((SourcePath::parse(&path(number))?, number)))
        .ok_or_else(|| Failure::ours("a path of ours is no path"))
}

fn reason(typed: Typed) -> Reason {
    match typed {
        Typed::Error => Reason::Error,
        Typed::GuidanceChanged => Reason::GuidanceChanged,
        Typed::Law => Reason::Law,
        Typed::Other => Reason::Other,
    }
}
