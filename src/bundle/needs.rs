//! What a text needs around it to be judged and signed as if the whole knowledge base were there.
//!
//! What notes approve, bar and lift is found from notes alone, so all notes of an article come along, in all its
//! languages; of its texts, those from the live version up, and what the reviewer signed last. With the notes comes the
//! number of every version, and so the number of the next one. The tables are small, and which roles facts need is said
//! by their text: they come whole.
//!
//! Invariant: nothing is gathered that was not asked for by one of the functions here.

use std::collections::{BTreeMap, BTreeSet};

use crate::article::tree::Target;
use crate::base::lang::Lang;
use crate::base::name::{ArticleId, ReviewerId};
use crate::base::path::SourcePath;
use crate::desk::{Desk, Key, WorkingText};
use crate::gate::{Folder, Judged, Standing, VersionState};
use crate::project::Project;

/// What is being gathered.
pub(super) struct Needs<'a> {
    pub(super) project: &'a Project,
    pub(super) desk: &'a Desk,
    pub(super) judged: &'a Judged,
    /// Whose last signed texts come along; of nobody in particular, everybody's.
    pub(super) reviewer: Option<&'a ReviewerId>,
    /// What was gathered.
    pub(super) files: BTreeMap<SourcePath, Vec<u8>>,
}

impl Needs<'_> {
    /// Takes a file, if there is one.
    pub(super) fn file(&mut self, path: &SourcePath) {
        if let Some(file) = self.project.file(path) {
            self.files.insert(path.clone(), file.bytes().to_vec());
        }
    }

    /// Takes everything below a folder.
    pub(super) fn under(&mut self, folder: &str) {
        let project = self.project;
        let files = project.under(folder).map(|(path, file)| (path.clone(), file.bytes().to_vec()));
        self.files.extend(files);
    }

    /// Takes what one text needs.
    pub(super) fn text(&mut self, folder: &Folder) {
        self.under(&format!("content/remarks/{}", folder.name()));
        match folder {
            Folder::Article(lang, id) => {
                self.family(id);
                if let Some(text) = self.desk.articles.get(&(lang.clone(), id.clone())) {
                    self.working(lang, text);
                }
            }
            Folder::Lexicon(lang) => {
                self.under(&folder.path());
                let terms = self.desk.lexicons.get(lang).into_iter().flat_map(|(_, lexicon)| &lexicon.terms);
                let meant: BTreeSet<Key> = terms
                    .flat_map(|term| &term.means)
                    .map(|(meaning, _)| (lang.clone(), meaning.article.clone()))
                    .collect();
                self.neighbours(&meant);
            }
            Folder::Facts(_) | Folder::Services(_) => self.under(&folder.path()),
        }
    }

    /// Takes a working text, its pictures, and the texts that `check` holds beside it.
    fn working(&mut self, lang: &Lang, text: &WorkingText) {
        self.file(&text.path);
        for (name, _) in &text.outline().pictures {
            if let Some(path) = text.path.follow(name) {
                self.file(&path);
            }
        }
        let links = text.outline().links.iter().filter_map(|(target, _)| match target {
            Target::Article { lang: other, id, .. } => {
                Some((other.as_ref().unwrap_or(lang).clone(), id.clone()))
            }
            _ => None,
        });
        let front = text.front();
        let next = front.into_iter().flat_map(|front| &front.next).map(|(id, _)| (lang.clone(), id.clone()));
        let source = front.and_then(|front| {
            let (source, _) = front.source_language.as_ref()?;
            Some((source.clone(), front.id.clone()))
        });
        self.neighbours(&links.chain(next).chain(source).collect());
    }

    fn neighbours(&mut self, keys: &BTreeSet<Key>) {
        let desk = self.desk;
        for text in keys.iter().filter_map(|key| desk.articles.get(key)) {
            self.file(&text.path);
        }
    }

    /// Takes of the record what is to be known of an article: all notes in all languages, and the texts that matter.
    pub(super) fn family(&mut self, id: &ArticleId) {
        let judged = self.judged;
        let own = |standing: &&Standing| matches!(&standing.folder, Folder::Article(_, other) if other == id);
        for standing in judged.standings.iter().filter(own) {
            let folder = standing.folder.path();
            let texts = self.texts(standing);
            let project = self.project;
            let wanted = project.under(&folder).filter(|(path, _)| {
                let rest: Vec<&str> = path.as_str()[folder.len() + 1..].split('/').collect();
                match rest[..] {
                    [_] => true,
                    [version, name] => {
                        is_paper(name) || version.parse().is_ok_and(|own| texts.contains(&own))
                    }
                    _ => false,
                }
            });
            self.files.extend(wanted.map(|(path, file)| (path.clone(), file.bytes().to_vec())));
        }
    }

    /// The versions whose texts come along.
    fn texts(&self, standing: &Standing) -> BTreeSet<u32> {
        let settled = standing.versions.iter().find(|version| {
            matches!(version.state, VersionState::Live | VersionState::Expired | VersionState::LeftOut)
        });
        let least = settled.map_or(0, |settled| settled.version);
        let mut texts: BTreeSet<u32> = standing
            .versions
            .iter()
            .map(|version| version.version)
            .filter(|version| *version >= least)
            .collect();
        let mut signers: BTreeSet<&ReviewerId> = BTreeSet::new();
        for version in &standing.versions {
            let signed = version.notes.iter().filter_map(|note| note.reviewer.as_ref());
            let before = signers.len();
            signers.extend(signed.filter(|signer| self.reviewer.is_none_or(|own| own == *signer)));
            // From the highest version down: the first one that somebody signed is their last.
            if signers.len() > before {
                texts.insert(version.version);
            }
        }
        texts
    }
}

/// Whether a file of a version is a note or its signature.
fn is_paper(name: &str) -> bool {
    name.strip_suffix(".sig").unwrap_or(name).ends_with(".note")
}
