//! `withdraw`: takes a text off the site, by one reviewer's word.

use std::path::Path;

use super::Outcome;
use super::args::{Reason as Typed, Withdraw, lang_and_id};
use super::failure::Failure;
use super::signer::Hand;
use crate::base::path::SourcePath;
use crate::diagnostic::Diagnostics;
use crate::disk;
use crate::gate::{Folder, Standing};
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
    let hand = Hand::take(&options.signer, ground)?;
    let (path, number) = place(project, standing, &hand)?;
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
    let notes = after.standings.iter().flat_map(|standing| &standing.withdrawals);
    let own = notes.filter(|standing| standing.path == path).collect::<Vec<_>>();
    if !own.iter().any(|standing| standing.counts) {
        let faults = own.into_iter().flat_map(|standing| standing.faults.clone()).collect();
        return Err(Failure::content(
            "this withdrawal would not hold, and was not written",
            "see what stands in its way",
        )
        .because(faults));
    }
    disk::write_new_files(root, &files)?;
    Ok(Outcome::said(format!(
        "withdrawn: {} (withdrawal {number}, {})\nnext: `vetted build` takes it off the site",
        folder.path(),
        if options.this_language { "this language" } else { "every language" },
    )))
}

/// The next free number, and the file it goes to.
fn place(project: &Project, standing: &Standing, hand: &Hand) -> Result<(SourcePath, u32), Failure> {
    let folder = standing.folder.path();
    let taken = project.under(&folder).filter_map(|(path, _)| {
        let rest = path.file_name().strip_prefix("withdrawn.")?;
        rest.split('.').next()?.parse::<u32>().ok()
    });
    let number = taken.max().unwrap_or(0).saturating_add(1);
    let path = SourcePath::parse(&format!("{folder}/withdrawn.{number}.{}.note", hand.reviewer));
    path.map(|path| (path, number)).ok_or_else(|| Failure::ours("a path of ours is no path"))
}

fn reason(typed: Typed) -> Reason {
    match typed {
        Typed::Error => Reason::Error,
        Typed::GuidanceChanged => Reason::GuidanceChanged,
        Typed::Law => Reason::Law,
        Typed::Other => Reason::Other,
    }
}
