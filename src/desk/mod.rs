//! The desk: the working texts as a whole, and what is wrong between them.
//!
//! Nothing here is ever published. `check` shows the findings, and `approve` refuses to freeze a text that has any.
//!
//! Invariant: the desk never makes or holds anything cleared.

mod between;
mod lexicon;
mod near;
pub mod picture;
mod recall;
pub mod remarks;
mod tables;
pub mod weight;

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::article::Article;
use crate::article::front::{Front, is_reserved};
use crate::article::outline::Outline;
use crate::base::lang::Lang;
use crate::base::name::{ArticleId, Region, Topic};
use crate::base::path::SourcePath;
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, did_you_mean};
use crate::facts::Facts;
use crate::lexicon::Lexicon;
use crate::project::{self, File, Project};
use crate::services::Services;
use crate::source::Source;
use crate::trust::note::FileName;

pub use self::recall::Recall;

/// An article in one language: what names it everywhere.
pub type Key = (Lang, ArticleId);

/// A working text and its place.
#[derive(Clone, Debug)]
pub struct WorkingText {
    /// Where it stands.
    pub path: SourcePath,
    /// The folder's topic.
    pub topic: Topic,
    /// The file's words.
    pub source: Source,
    /// The text; where it is faulty, its outline.
    pub article: Result<Arc<Article>, Arc<Outline>>,
}

impl WorkingText {
    /// Returns the outline, of a faulty text too.
    pub fn outline(&self) -> &Outline {
        match &self.article {
            Ok(article) => article.outline(),
            Err(outline) => outline,
        }
    }

    /// Returns the pictures that it shows, as far as they are there.
    pub fn pictures(&self, project: &Project) -> BTreeMap<FileName, File> {
        let found = self.outline().pictures.iter().filter_map(|(name, _)| {
            let file = project.file(&self.path.follow(name)?)?;
            Some((FileName::parse(name)?, file.clone()))
        });
        found.collect()
    }

    /// Returns the settings of a text without faults of its own.
    pub fn front(&self) -> Option<&Front> {
        self.article.as_ref().ok().map(|article| article.front())
    }
}

/// All working texts, faulty ones too; of the tables, those without an error.
#[derive(Clone, Debug, Default)]
pub struct Desk {
    /// The articles.
    pub articles: BTreeMap<Key, WorkingText>,
    /// The facts of each region.
    pub facts: BTreeMap<Region, (Source, Facts)>,
    /// The directory of services of each region.
    pub services: BTreeMap<Region, (Source, Services)>,
    /// The lexicon of each language.
    pub lexicons: BTreeMap<Lang, (Source, Lexicon)>,
}

/// What reading the file of an article gave.
#[derive(Clone, Debug)]
struct Reading {
    file: Option<File>,
    path: SourcePath,
    text: Option<WorkingText>,
    faults: Diagnostics,
}

/// The place of an article by its path: `content/<lang>/<topic>/<id>.md`.
struct Address {
    path: SourcePath,
    lang: Lang,
    topic: Topic,
    id: ArticleId,
}

/// A page for editors, which may lie beside what is read.
const README: &str = "README.md";

/// Folders of `content/` that are no language.
const OTHER_FOLDERS: [&str; 5] = ["facts", "services", "lexicon", "lint", "remarks"];

/// Reads every working text and looks for what is wrong in each and between them.
pub fn read(project: &Project, config: &Config, found: &mut Diagnostics) -> Desk {
    read_again(project, config, &mut Recall::default(), found)
}

/// Does the same, but reads no text a second time that it recalls: the outcome is the same.
pub fn read_again(project: &Project, config: &Config, recall: &mut Recall, found: &mut Diagnostics) -> Desk {
    let mut desk = Desk::default();
    tables::read(project, config, &mut desk, found);
    let addresses: Vec<Address> =
        project.under("content").filter_map(|(path, _)| address(path, config, found)).collect();
    let texts: Vec<Reading> = addresses.par_iter().map(|address| recall.read(project, address)).collect();
    recall.keep(&texts);
    for (address, Reading { text, faults, .. }) in addresses.into_iter().zip(texts) {
        found.append(faults);
        let Some(text) = text else { continue };
        let key = (address.lang, address.id);
        if let Some(other) = desk.articles.get(&key) {
            found.push(
                Diagnostic::error(
                    Code::DuplicateName,
                    format!("the id `{}` is used twice in `{}`", key.1, key.0),
                )
                .at(&text.path, "here")
                .at(&other.path, "and here")
                .help("give one of the two texts another id and file name"),
            );
            continue;
        }
        desk.articles.insert(key, text);
    }
    between::look(project, config, &desk, found);
    desk
}

fn no_place(path: &SourcePath) -> Diagnostic {
    Diagnostic::warning(Code::FileStray, "nothing of this name is read here")
        .at(path, "")
        .help("an article stands in content/<language>/<topic>/; move the file, or take it out")
}

fn read_article(project: &Project, address: &Address) -> Reading {
    let mut found = Diagnostics::new();
    let file = project.file(&address.path);
    let text = file.and_then(|file| {
        let source = readable(&address.path, file, &mut found)?;
        let article = Article::attempt(source, &address.lang, &mut found);
        if let Some(article) = article.as_ref().ok().filter(|article| article.id() != &address.id) {
            found.push(mismatch(article, address));
        }
        // An unseen character does not keep the rest from being looked at, but it does keep the text from being signed.
        let article = match article {
            Ok(article) if found.has_errors() => Err(Arc::new(article.outline().clone())),
            Ok(article) => Ok(Arc::new(article)),
            Err(outline) => Err(Arc::from(outline)),
        };
        let text = WorkingText {
            path: address.path.clone(),
            topic: address.topic.clone(),
            source: source.clone(),
            article,
        };
        weight::look(&text, &mut found);
        Some(text)
    });
    Reading { file: file.cloned(), path: address.path.clone(), text, faults: found }
}

/// A text to look for faults in, all in one run: also one that has faults of its own, as long as it is text.
fn readable<'a>(path: &SourcePath, file: &'a File, found: &mut Diagnostics) -> Option<&'a Source> {
    let before = found.len();
    let clean = project::checked_text(path, file, found);
    let too_large = found.iter().skip(before).any(|fault| fault.code == Code::FileTooLarge);
    match file {
        File::Text(source) if clean.is_some() || !too_large => Some(source),
        _ => None,
    }
}

fn mismatch(article: &Article, address: &Address) -> Diagnostic {
    let (named, id) = (&address.id, article.id());
    Diagnostic::error(Code::PathMismatch, format!("the file is called `{named}.md` but its id is `{id}`"))
        .at(article.source().span(0..0), "")
        .help(format!(
            "name the file `{id}.md`, or write `id = \"{named}\"`; an id that was published must stay"
        ))
}

/// Reads the place of an article; other files that belong where they are give nothing, strays are reported.
fn address(path: &SourcePath, config: &Config, found: &mut Diagnostics) -> Option<Address> {
    let parts: Vec<&str> = path.parts().skip(1).collect();
    let [folder, ..] = parts.as_slice() else { return None };
    if OTHER_FOLDERS.contains(folder) && parts.len() > 1 {
        return None;
    }
    if parts.len() == 1 {
        found.extend((*folder != README).then(|| no_place(path)));
        return None;
    }
    let languages = config.languages.iter().map(Lang::as_str);
    let Some(lang) = Lang::parse(folder).filter(|lang| config.languages.contains(lang)) else {
        let mut stray = Diagnostic::error(Code::FileStray, format!("`{folder}` is no language of this site"))
            .at(path, "")
            .help("move the file, or add the language to `languages` in vetted.toml");
        stray.notes.extend(did_you_mean(folder, languages.chain(OTHER_FOLDERS)));
        found.push(stray);
        return None;
    };
    let is_text = path.as_str().ends_with(".md");
    let [_, topic, name] = parts.as_slice() else {
        found.push(
            Diagnostic::error(Code::FileStray, "an article stands in a folder named after its topic")
                .at(path, "")
                .help("the place is content/<language>/<topic>/<id>.md"),
        );
        return None;
    };
    if !is_text {
        return None;
    }
    let id = name.strip_suffix(".md").and_then(ArticleId::parse);
    let (Some(topic), Some(id)) = (Topic::parse(topic), id) else {
        found.push(
            Diagnostic::error(Code::FileName, format!("`{topic}/{name}` cannot be the name of an article"))
                .at(path, "")
                .help(
                    "topic and id are small letters a–z, digits and single hyphens, beginning with a letter",
                ),
        );
        return None;
    };
    if is_reserved(&id) {
        found.push(
            Diagnostic::error(Code::ReservedName, format!("the site itself uses the name `{id}`"))
                .at(path, "")
                .help("choose another id"),
        );
        return None;
    }
    Some(Address { path: path.clone(), lang, topic, id })
}
