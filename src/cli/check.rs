//! `check`: reads everything, writes nothing, tells what is wrong.

use super::progress::{Counted, Progress};
use super::{Exit, Outcome, has_errors};
use crate::chat;
use crate::desk;
use crate::diagnostic::Diagnostics;
use crate::lint;
use crate::pipeline;
use crate::project::Project;
use crate::site::DigestsOnly;

/// Looks at settings, trust, theme, record and desk, and makes the site without keeping it.
pub(super) fn run(project: &Project, progress: &Progress) -> Outcome {
    let built = pipeline::build(project, None, &Counted::new(&DigestsOnly, progress));
    progress.phase("checking the working texts");
    let mut found = Diagnostics::new();
    let config = crate::config::read(project, &mut Diagnostics::new());
    if let Some(config) = config {
        let desk = desk::read(project, &config, &mut found);
        lint::check(project, &config.languages, &desk, &mut found);
        chat::check::check(project, &config, &desk, &mut found);
    }
    found.extend(project.faults().iter().cloned());
    found.append(built.stopping);
    found.append(built.record);
    let found = found.into_sorted();
    if has_errors(&found) {
        Outcome { found, verdict: Exit::Content, ..Outcome::default() }
    } else {
        Outcome { said: "nothing is wrong".to_owned(), found, ..Outcome::default() }
    }
}
