//! `new`: a working text to fill in.

use std::path::Path;

use super::Outcome;
use super::failure::Failure;
use crate::article::front::is_reserved;
use crate::base::lang::Lang;
use crate::base::name::{ArticleId, Topic};
use crate::base::path::SourcePath;
use crate::config::Config;
use crate::disk;

/// Writes `content/<lang>/<topic>/<id>.md` from a template; an existing text is never touched.
pub(super) fn run(root: &Path, config: &Config, place: &str) -> Result<Outcome, Failure> {
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
    let template = match lang.as_str() {
        "ru" => include_str!("templates/article.ru.md"),
        _ => include_str!("templates/article.en.md"),
    };
    let path = SourcePath::parse(&format!("content/{lang}/{topic}/{id}.md")).ok_or_else(wrong)?;
    disk::write_new_files(root, &[(path.clone(), template.replace("{id}", id.as_str()).into_bytes())])?;
    Ok(Outcome::said(format!(
        "began {path}\nnext: write it, then `vetted check` tells what is still missing"
    )))
}
