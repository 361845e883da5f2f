//! What `approve` would not freeze does not come in by another door: each new version is looked at as `check` looks at the
//! desk.
//!
//! Invariant: a version that is placed has no error that `check` would tell of it.

use super::arriving::Arriving;
use crate::base::path::SourcePath;
use crate::chat;
use crate::desk;
use crate::diagnostic::refusal::Refusal;
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::gate::Folder;
use crate::lint;
use crate::pipeline::Ground;
use crate::project::{File, Project};
use crate::trust::note::{FileName, Note, Statement};

/// Refuses a bundle with a text that is wrong as it would stand on the desk; `after` is the knowledge base with all of it.
pub(super) fn check(arriving: &Arriving<'_>, after: &Project, ground: &Ground) -> Result<(), Refusal> {
    if arriving.frozen.is_empty() {
        return Ok(());
    }
    let mut changes = Vec::new();
    let mut texts = Vec::new();
    for (folder, version, note) in &arriving.frozen {
        let Some(path) = desk_path(folder, note) else { continue };
        changes.extend(elsewhere(folder, &path, after).map(|other| (other, None)));
        let frozen = |name: &str| after.file_at(&format!("{}/{version}/{name}", folder.path()));
        let pictures = match &note.statement {
            Statement::Approve(approval) => approval.pictures.keys().map(FileName::as_str).collect(),
            Statement::Withdraw(_) => Vec::new(),
        };
        let pictures = pictures.into_iter().filter_map(|name| Some((path.follow(name)?, frozen(name)?)));
        let text = frozen(folder.file_name()).map(|file| (path.clone(), file));
        changes.extend(pictures.chain(text).map(|(path, file)| {
            let file = File::new(&path, file.bytes().to_vec());
            (path, Some(file))
        }));
        texts.push(path);
    }
    let project = after.changed(changes);
    let mut found = Diagnostics::new();
    let desk = desk::read(&project, &ground.config, &mut found);
    lint::check(&project, &ground.config.languages, &desk, &mut found);
    chat::check::check(&project, &ground.config, &desk, &mut found);
    let mut faults = Diagnostics::new();
    let own = |fault: &&Diagnostic| {
        let place = fault.labels.first().map(|label| label.place.path());
        fault.severity == Severity::Error && place.is_some_and(|place| texts.contains(place))
    };
    faults.extend(found.iter().filter(own).cloned());
    if faults.is_empty() {
        return Ok(());
    }
    Err(Refusal::content(
        "a text in this bundle is wrong as it would stand here, so nothing of it was placed",
        "put right what is said above, and ask for the text to be signed again",
    )
    .because(faults.into_sorted()))
}

/// Where the text of a version would stand on the desk.
fn desk_path(folder: &Folder, note: &Note) -> Option<SourcePath> {
    SourcePath::parse(&match folder {
        Folder::Article(lang, id) => format!("content/{lang}/{}/{id}.md", note.topic()?),
        Folder::Facts(_) | Folder::Services(_) | Folder::Lexicon(_) => {
            format!("content/{}.toml", folder.name())
        }
    })
}

/// Other places of the same text on the desk: it may have moved to another topic since.
fn elsewhere<'a>(
    folder: &'a Folder,
    path: &'a SourcePath,
    project: &'a Project,
) -> impl Iterator<Item = SourcePath> {
    let same = move |other: &SourcePath| match folder {
        Folder::Article(lang, id) => {
            let mut parts = other.parts().skip(1);
            let (there, name) = (parts.next(), parts.nth(1));
            there == Some(lang.as_str())
                && name.and_then(|name| name.strip_suffix(".md")) == Some(id.as_str())
        }
        Folder::Facts(_) | Folder::Services(_) | Folder::Lexicon(_) => false,
    };
    let others = project.under("content").map(|(other, _)| other);
    others.filter(move |other| same(other) && *other != path).cloned()
}
