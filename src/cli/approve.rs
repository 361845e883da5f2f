//! `approve`: freezes a working text as the next version, or joins the waiting one, and signs it.

use std::path::Path;

use super::Outcome;
use super::args::{Approve, ApproveScope};
use super::failure::Failure;
use super::signer;
use crate::chat;
use crate::desk;
use crate::diagnostic::{Diagnostics, Tongue};
use crate::gate::Folder;
use crate::lint;
use crate::pipeline::Ground;
use crate::project::Project;
use crate::signing::{self, Approving, Workplace};
use crate::trust::words::Scope;

/// Approves each text in turn; all files are written at the end, or none.
pub(super) fn run(
    root: &Path,
    options: &Approve,
    tongue: Tongue,
    project: &Project,
    ground: &Ground,
) -> Result<Outcome, Failure> {
    let mut found = Diagnostics::new();
    found.extend(project.faults().iter().cloned());
    let desk = desk::read(project, &ground.config, &mut found);
    lint::check(project, &ground.config.languages, &desk, &mut found);
    chat::check::check(project, &ground.config, &desk, &mut found);
    let asked = options.subjects.iter().map(|subject| approving(subject, options));
    let asked = asked.collect::<Result<Vec<_>, _>>()?;
    let place = Workplace { project, ground, desk: &desk, found: &found };
    // Nobody is asked for a passphrase in vain.
    for approving in &asked {
        signing::is_fit(&approving.folder, &place)?;
    }
    let hand = signer::hand(&options.signer, tongue, ground)?;
    let signed = signing::approve(&asked, &hand, &place)?;
    signer::write(root, &signed)
}

fn approving(subject: &str, options: &Approve) -> Result<Approving, Failure> {
    let folder = subject.split_once('/').and_then(|(place, name)| Folder::parse(place, name));
    let folder = folder.ok_or_else(|| {
        Failure::usage(
            format!("`{subject}` names no text"),
            "write LANG/ID, such as en/overdose-now, or facts/REGION, services/REGION, lexicon/LANG",
        )
    })?;
    Ok(Approving {
        folder,
        scope: match options.scope {
            ApproveScope::Full => Scope::Full,
            ApproveScope::Changes => Scope::Changes,
            ApproveScope::Correction => Scope::Correction,
        },
        review_by: options.review_by,
        new_topic: options.new_topic,
        lift: options.lift,
        seen: None,
    })
}
