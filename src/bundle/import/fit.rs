//! What `approve` would not freeze does not come in by another door: each new version is looked at as `check` looks at the
//! desk.
//!
//! Invariant: a version that is placed has no error that `check` would tell of it.

use super::arriving::Arriving;
use crate::base::path::SourcePath;
use crate::chat;
use crate::desk;
use crate::diagnostic::refusal::Refusal;
use crate::diagnostic::{Diagnostics, Severity};
use crate::gate::Folder;
use crate::lint;
use crate::pipeline::Ground;
use crate::project::{File, Project};
use crate::trust::note::{Note, Statement};

/// Refuses a bundle with a text that is wrong as it would stand on the desk; `after` is the knowledge base with all of it.
pub(super) fn check(arriving: &Arriving<'_>, after: &Project, ground: &Ground) -> Result<(), Refusal> {
    if arriving.frozen.is_empty() {
        return Ok(());
    }
    let mut changes = Vec::new();
    let mut texts = Vec::new();
    for (folder, version, note) in &arriving.frozen {
        let Some(path) = desk_path(folder, note) else { continue };
        if let Folder::Article(lang, id) = folder {
            // It may have moved to another topic since.
            let name = format!("{id}.md");
            let elsewhere = after.under("content").filter(|(other, _)| {
                other.file_name() == name && other.parts().nth(1) == Some(lang.as_str()) && **other != path
            });
            changes.extend(elsewhere.map(|(other, _)| (other.clone(), None)));
        }
        let pictures = match &note.statement {
            Statement::Approve(approval) => approval.pictures.keys().map(|name| name.as_str()).collect(),
            Statement::Withdraw(_) => Vec::new(),
        };
        let frozen = |name: &str| after.file_at(&format!("{}/{version}/{name}", folder.path()));
        changes.extend(pictures.into_iter().filter_map(|name| moved(&path.follow(name)?, frozen(name)?)));
        changes.extend(frozen(folder.file_name()).and_then(|file| moved(&path, file)));
        texts.push(path);
    }
    let project = after.changed(changes);
    let mut found = Diagnostics::new();
    let desk = desk::read(&project, &ground.config, &mut found);
    lint::check(&project, &ground.config.languages, &desk, &mut found);
    chat::check::check(&project, &ground.config, &desk, &mut found);
    let mut faults = Diagnostics::new();
    faults.extend(
        found
            .iter()
            .filter(|fault| fault.severity == Severity::Error)
            .cloned()
            .filter(|fault| fault.labels.first().is_some_and(|label| texts.contains(label.place.path()))),
    );
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

fn moved(path: &SourcePath, file: &File) -> Option<(SourcePath, Option<File>)> {
    Some((path.clone(), Some(File::new(path, file.bytes().to_vec()))))
}
