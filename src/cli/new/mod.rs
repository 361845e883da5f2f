//! `new`: a working text to fill in. Every blank is marked, so that `check` tells what is still to be written.
//!
//! Invariant: an existing text is never touched.

mod translation;

use std::path::Path;

use super::Outcome;
use super::args::Kind;
use super::failure::Failure;
use crate::article::Article;
use crate::article::front::is_reserved;
use crate::base::lang::Lang;
use crate::base::name::{ArticleId, Topic};
use crate::base::path::SourcePath;
use crate::config::Config;
use crate::diagnostic::Diagnostics;
use crate::disk;
use crate::project::{File, Project};

/// The place of an article.
struct Place {
    lang: Lang,
    topic: Topic,
    id: ArticleId,
}

/// Writes `content/<lang>/<topic>/<id>.md`: from the same article in another language where there is one, else from the
/// template of its kind.
pub(super) fn run(
    root: &Path,
    project: &Project,
    config: &Config,
    (place, kind): (&str, Option<Kind>),
) -> Result<Outcome, Failure> {
    let place = read_place(place, config)?;
    let (text, after) = match original(&place, project, config)? {
        Some(original) if kind.is_none() => {
            let begun = translation::begun(original.source(), original.lang());
            (begun, Some(original.source().path().clone()))
        }
        Some(original) => {
            return Err(Failure::usage(
                format!("this text begins as a translation of {}", original.source().path()),
                "leave --kind out: a translation has the form of the text it follows",
            ));
        }
        None => {
            let kind = kind.unwrap_or_else(|| usual_kind(&place.topic));
            (template(kind, &place.lang).replace("{id}", place.id.as_str()), None)
        }
    };
    let path = place.path(&place.lang)?;
    disk::write_new_files(root, &[(path.clone(), text.into_bytes())])?;
    let began = match after {
        Some(original) => format!("began {path}, after {original}"),
        None => format!("began {path}"),
    };
    Ok(Outcome::said(format!(
        "{began}\nnext: write what each mark {{? …}} asks for; `vetted check` tells what is still missing"
    )))
}

fn read_place(place: &str, config: &Config) -> Result<Place, Failure> {
    let wrong = || {
        Failure::usage(
            format!("`{place}` is not the place of an article"),
            "write LANG/TOPIC/ID in small letters, such as en/veins/vein-care",
        )
    };
    let [lang, topic, id] = place.split('/').collect::<Vec<_>>()[..] else { return Err(wrong()) };
    let lang = Lang::parse(lang).ok_or_else(wrong)?;
    let topic = Topic::parse(topic).ok_or_else(wrong)?;
    let id = ArticleId::parse(id).ok_or_else(wrong)?;
    if !config.languages.contains(&lang) {
        return Err(Failure::usage(
            format!("`{lang}` is no language of this site"),
            "add it to `languages` in vetted.toml, or take one that stands there",
        ));
    }
    if is_reserved(&id) {
        return Err(Failure::usage(format!("the site itself uses the name `{id}`"), "choose another id"));
    }
    Ok(Place { lang, topic, id })
}

impl Place {
    /// Returns the path of the article in a language.
    fn path(&self, lang: &Lang) -> Result<SourcePath, Failure> {
        SourcePath::parse(&format!("content/{lang}/{}/{}.md", self.topic, self.id))
            .ok_or_else(|| Failure::ours("a path of ours is no path"))
    }
}

/// Returns the article in the language it was first written in, where that is another one; languages are looked at in
/// the order of the settings.
fn original(place: &Place, project: &Project, config: &Config) -> Result<Option<Article>, Failure> {
    for lang in config.languages.iter().filter(|lang| **lang != place.lang) {
        let path = place.path(lang)?;
        let Some(File::Text(source)) = project.file(&path) else { continue };
        let Some(article) = Article::parse(source, lang, &mut Diagnostics::new()) else {
            return Err(Failure::content(
                format!("{path}, which this text would follow, has faults"),
                "put right what `vetted check` says about it, then begin the translation",
            ));
        };
        if article.front().source_language.is_none() {
            return Ok(Some(article));
        }
    }
    Ok(None)
}

/// The kind that most texts of a topic have.
fn usual_kind(topic: &Topic) -> Kind {
    match topic.as_str() {
        "about" => Kind::About,
        "overdose" => Kind::Emergency,
        "worker" => Kind::Worker,
        _ => Kind::Routine,
    }
}

/// Returns the template in the language; in one that has none, in English.
fn template(kind: Kind, lang: &Lang) -> &'static str {
    match (kind, lang.as_str()) {
        (Kind::Emergency, "ru") => include_str!("emergency.ru.md"),
        (Kind::Emergency, _) => include_str!("emergency.en.md"),
        (Kind::Urgent, "ru") => include_str!("urgent.ru.md"),
        (Kind::Urgent, _) => include_str!("urgent.en.md"),
        (Kind::Routine, "ru") => include_str!("routine.ru.md"),
        (Kind::Routine, _) => include_str!("routine.en.md"),
        (Kind::About, "ru") => include_str!("about.ru.md"),
        (Kind::About, _) => include_str!("about.en.md"),
        (Kind::Worker, "ru") => include_str!("worker.ru.md"),
        (Kind::Worker, _) => include_str!("worker.en.md"),
    }
}
