//! The working text that somebody reads and is about to sign.
//!
//! Invariant: two views of a text have the same [`sight`] only if every byte that a signature would freeze is the same.

use std::collections::BTreeMap;

use crate::article::Article;
use crate::base::digest::Digest;
use crate::base::lang::Lang;
use crate::base::name::ArticleId;
use crate::base::path::SourcePath;
use crate::desk::{Desk, WorkingText};
use crate::diagnostic::did_you_mean;
use crate::diagnostic::refusal::Refusal;
use crate::gate::Folder;
use crate::project::Project;
use crate::source::Source;

/// Returns by what a reviewer's view of a working text is known: its topic, its text, its pictures by name and bytes.
/// `None` where there is no working text that can be read.
pub fn sight(folder: &Folder, desk: &Desk, project: &Project) -> Option<Digest> {
    let name = folder.name();
    let (topic, source, pictures) = match folder {
        Folder::Article(lang, id) => {
            let text = desk.articles.get(&(lang.clone(), id.clone()))?;
            (text.topic.as_str(), &text.source, text.pictures(project))
        }
        Folder::Facts(region) => ("", &desk.facts.get(region)?.0, BTreeMap::new()),
        Folder::Services(region) => ("", &desk.services.get(region)?.0, BTreeMap::new()),
        Folder::Lexicon(lang) => ("", &desk.lexicons.get(lang)?.0, BTreeMap::new()),
    };
    let text = [name.as_bytes(), topic.as_bytes(), source.text().as_bytes()];
    let pictures = pictures.iter().flat_map(|(name, file)| [name.as_str().as_bytes(), file.bytes()]);
    Some(Digest::of_pieces(text.into_iter().chain(pictures)))
}

/// Refuses what has no working text.
pub(super) fn is_there(folder: &Folder, desk: &Desk) -> Result<(), Refusal> {
    match folder {
        Folder::Article(lang, id) => article(desk, lang, id).map(|_| ()),
        Folder::Facts(region) => table(&desk.facts, region, folder).map(|_| ()),
        Folder::Services(region) => table(&desk.services, region, folder).map(|_| ()),
        Folder::Lexicon(lang) => table(&desk.lexicons, lang, folder).map(|_| ()),
    }
}

/// Whether a file of the desk is the one of this text.
pub(super) fn is_its_file(folder: &Folder, desk: &Desk, path: &SourcePath) -> bool {
    match folder {
        Folder::Article(lang, id) => {
            let known = desk.articles.get(&(lang.clone(), id.clone()));
            known.is_some_and(|text| text.path == *path)
                || (path.as_str().starts_with(&format!("content/{lang}/"))
                    && path.file_name() == format!("{id}.md"))
        }
        Folder::Facts(_) | Folder::Services(_) | Folder::Lexicon(_) => path.as_str() == table_path(folder),
    }
}

/// Returns where the working text of facts, services or a lexicon stands.
fn table_path(folder: &Folder) -> String {
    format!("{}.toml", folder.path().replacen("record/", "content/", 1))
}

/// Returns the table of a region or language, and the file it was read from.
pub(super) fn table<'a, K: Ord, T>(
    tables: &'a BTreeMap<K, (Source, T)>,
    key: &K,
    folder: &Folder,
) -> Result<&'a (Source, T), Refusal> {
    tables.get(key).ok_or_else(|| {
        Refusal::content(format!("there is no {}", table_path(folder)), "write it, then approve it")
    })
}

/// Returns a working text without faults of its own.
pub(super) fn article<'a>(
    desk: &'a Desk,
    lang: &Lang,
    id: &ArticleId,
) -> Result<(&'a WorkingText, &'a Article), Refusal> {
    let working = desk.articles.get(&(lang.clone(), id.clone()));
    working.and_then(|working| Some((working, working.article.as_deref().ok()?))).ok_or_else(|| {
        let known = desk.articles.keys().filter(|key| key.0 == *lang).map(|key| key.1.as_str());
        Refusal::content(
            format!("there is no working text `{id}` in content/{lang}/"),
            did_you_mean(id.as_str(), known).unwrap_or_else(|| "begin it with `vetted new`".to_owned()),
        )
    })
}
