//! `check`: reads everything, tells what is wrong, and writes nothing but cleaned pictures, when asked to.

use std::path::Path;

use super::failure::Failure;
use super::progress::{Counted, Progress};
use super::{Exit, Outcome, has_errors};
use crate::chat;
use crate::desk::{self, picture, remarks};
use crate::diagnostic::Diagnostics;
use crate::disk;
use crate::lint;
use crate::pipeline;
use crate::project::Project;
use crate::site::DigestsOnly;
use crate::trust::Trust;

/// Takes out of the pictures of the desk whatever their images do not need, and tells what that was, a line each.
pub(super) fn fix(root: &Path, project: &Project, found: &mut Diagnostics) -> Result<Vec<String>, Failure> {
    let mut told = Vec::new();
    for (path, clean) in picture::cleaned(project, found) {
        disk::replace_file(&root.join(path.as_str()), &clean.bytes)?;
        told.push(format!("cleaned {path}: took out {}", clean.taken_out.join(", ")));
    }
    Ok(told)
}

/// Looks at settings, trust, theme, record and desk, and makes the site without keeping it.
/// `fixed` tells what was mended before.
pub(super) fn run(
    project: &Project,
    progress: &Progress,
    (fixed, told): (Vec<String>, Diagnostics),
) -> Outcome {
    let built = pipeline::build(project, None, &Counted::new(&DigestsOnly, progress));
    progress.phase("checking the working texts");
    let mut found = told;
    let config = crate::config::read(project, &mut Diagnostics::new());
    if let Some(config) = config {
        let desk = desk::read(project, &config, &mut found);
        lint::check(project, &config.languages, &desk, &mut found);
        chat::check::check(project, &config, &desk, &mut found);
        let remarks = remarks::read(project, &mut found);
        let trust = Trust::read(project, &config.site, &config.languages, &mut Diagnostics::new());
        if let Some(trust) = trust {
            remarks.look_for_strangers(&trust.reviewers, &mut found);
        }
    }
    found.extend(project.faults().iter().cloned());
    found.append(built.stopping);
    found.append(built.record);
    let found = found.into_sorted();
    if has_errors(&found) {
        Outcome { said: fixed.join("\n"), found, verdict: Exit::Content, ..Outcome::default() }
    } else {
        let said = fixed.into_iter().chain(["nothing is wrong".to_owned()]);
        Outcome { said: said.collect::<Vec<_>>().join("\n"), found, ..Outcome::default() }
    }
}
