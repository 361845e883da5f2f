//! Two editions of a text side by side: a version of the record, and what lies on the desk.
//!
//! Invariant: what is compared was read by the same readers as for the gate and the desk.

use std::collections::BTreeMap;

use super::Room;
use crate::article::Article;
use crate::base::digest::Digest;
use crate::base::path::SourcePath;
use crate::diagnostic::Diagnostics;
use crate::difference::{self, Difference, Edition};
use crate::facts::Facts;
use crate::gate::Folder;
use crate::lexicon::Lexicon;
use crate::project::File;
use crate::services::Services;
use crate::source::Source;

/// Returns what changed between a version of the record and the desk; `None` where one of them cannot be read.
pub(super) fn difference(room: &Room<'_>, folder: &Folder, version: u32) -> Option<Difference> {
    let place = format!("{}/{version}", folder.path());
    let old = room.project.file_at(&format!("{place}/{}", folder.file_name()))?;
    let File::Text(old) = old else { return None };
    // What is wrong in a version of the record is told by the gate.
    let mut found = Diagnostics::new();
    match folder {
        Folder::Article(lang, id) => {
            let old = Article::parse(old, lang, &mut found)?;
            let working = room.desk.articles.get(&(lang.clone(), id.clone()))?;
            let new = working.article.as_ref().ok()?;
            let frozen = pictures(room, &place);
            let pictures = working.pictures(room.project);
            let pictures = pictures.iter().map(|(name, file)| (name.to_string(), file.digest())).collect();
            Some(difference::articles(
                Edition { article: &old, pictures: &frozen },
                Edition { article: new, pictures: &pictures },
            ))
        }
        Folder::Facts(region) => {
            let (_, new) = room.desk.facts.get(region)?;
            Some(difference::facts(&Facts::parse(old, region, &[], &mut found)?, new))
        }
        Folder::Services(region) => {
            let (_, new) = room.desk.services.get(region)?;
            Some(difference::services(&Services::parse(old, region, &[], &mut found)?, new))
        }
        Folder::Lexicon(lang) => {
            let (_, new) = room.desk.lexicons.get(lang)?;
            Some(difference::lexicons(&Lexicon::parse(old, lang, &mut found)?, new))
        }
    }
}

/// The pictures of a version, by their names.
fn pictures(room: &Room<'_>, place: &str) -> BTreeMap<String, Digest> {
    let is_picture = |path: &SourcePath| {
        let name = path.file_name();
        name != "article.md" && !name.ends_with(".note") && !name.ends_with(".sig")
    };
    let files = room.project.under(place).filter(|(path, _)| is_picture(path));
    files.map(|(path, file)| (path.file_name().to_owned(), file.digest())).collect()
}

/// Returns the words of a text as they lie on the desk.
pub(super) fn working<'a>(room: &Room<'a>, folder: &Folder) -> Option<&'a Source> {
    match folder {
        Folder::Article(lang, id) => {
            room.desk.articles.get(&(lang.clone(), id.clone())).map(|text| &text.source)
        }
        Folder::Facts(region) => room.desk.facts.get(region).map(|(source, _)| source),
        Folder::Services(region) => room.desk.services.get(region).map(|(source, _)| source),
        Folder::Lexicon(lang) => room.desk.lexicons.get(lang).map(|(source, _)| source),
    }
}
