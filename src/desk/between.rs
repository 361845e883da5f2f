//! What can only be seen between files: links, anchors, pictures, facts, ids that others use.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use rayon::prelude::*;

use super::lexicon;
use super::near::Near;
use super::picture::{self, Flaw};
use super::{Desk, Key, WorkingText};
use crate::article::tree::Target;
use crate::base::lang::Lang;
use crate::base::name::{ArticleId, FactKey, SectionId, Topic};
use crate::base::path::SourcePath;
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, MOST_OF_A_KIND, Place, did_you_mean};
use crate::project::Project;
use crate::source::Span;

/// Looks at every working text with all others in view.
pub(super) fn look(project: &Project, config: &Config, desk: &Desk, found: &mut Diagnostics) {
    let shown = shown(project, desk);
    let mut near = Near::default();
    for (key, text) in &desk.articles {
        near.begin_file();
        links(desk, key, text, &mut near, found);
        facts(config, desk, (key, text), &mut near, found);
        pictures(&shown, text, found);
        followers(desk, key, text, &mut near, found);
        translation(desk, key, text, found);
    }
    lexicon::look(desk, &mut near, found);
    aliases(desk, found);
    left_out(project, desk, found);
    stray_pictures(project, desk, &shown, found);
}

fn at(text: &WorkingText, range: &Range<usize>) -> Span {
    text.source.span(range.clone())
}

/// Ids of the articles of one language.
pub(super) fn ids<'a>(desk: &'a Desk, lang: &'a Lang) -> impl Iterator<Item = &'a str> {
    desk.articles.keys().filter(move |key| &key.0 == lang).map(|key| key.1.as_str())
}

fn links(desk: &Desk, (lang, _): &Key, text: &WorkingText, near: &mut Near, found: &mut Diagnostics) {
    for (target, range) in &text.outline().links {
        let Target::Article { lang: other, topic, id, section } = target else { continue };
        let lang = other.as_ref().unwrap_or(lang);
        let topic = topic.as_ref().unwrap_or(&text.topic);
        match desk.articles.get(&(lang.clone(), id.clone())) {
            None => {
                let nearest = near.to(id.as_str(), ids(desk, lang));
                found.push(missing_article(at(text, range), lang, id, nearest));
            }
            Some(there) if &there.topic != topic => found.push(elsewhere(text, range, there, topic)),
            Some(there) => {
                if let Some(section) = section.as_ref().filter(|section| !has_section(there, section)) {
                    let sections = there.outline().sections.iter();
                    let known = sections.filter_map(|section| section.id.as_ref().map(SectionId::as_str));
                    let mut fault =
                        Diagnostic::error(Code::BrokenAnchor, format!("`{id}` has no section `#{section}`"))
                            .at(at(text, range), "")
                            .at(&there.path, "the article it leads to")
                            .help("write the id of a section, as it stands in `{#…}` behind its heading");
                    fault.notes.extend(near.to(section.as_str(), known));
                    found.push(fault);
                }
            }
        }
    }
}

fn has_section(text: &WorkingText, wanted: &SectionId) -> bool {
    text.outline().sections.iter().any(|section| section.id.as_ref() == Some(wanted))
}

pub(super) fn missing_article(
    place: Span,
    lang: &Lang,
    id: &ArticleId,
    nearest: Option<String>,
) -> Diagnostic {
    let mut fault = Diagnostic::error(Code::BrokenLink, format!("there is no article `{id}` in `{lang}`"))
        .at(place, "")
        .help("link to an article that exists, or take the link out");
    fault.notes.extend(nearest);
    fault
}

fn elsewhere(text: &WorkingText, range: &Range<usize>, there: &WorkingText, topic: &Topic) -> Diagnostic {
    Diagnostic::error(Code::BrokenLink, format!("the article does not stand in the folder `{topic}`"))
        .at(at(text, range), "")
        .at(&there.path, "it stands here")
        .help(format!("write the folder `{}` in the link, so that it works in every preview", there.topic))
}

/// Every fact must be known in the site's region and in each other region that does not leave the article out.
fn facts(
    config: &Config,
    desk: &Desk,
    ((_, id), text): (&Key, &WorkingText),
    near: &mut Near,
    found: &mut Diagnostics,
) {
    let outline = text.outline();
    if !outline.facts.is_empty() && !desk.facts.contains_key(&config.region) {
        found.push(
            Diagnostic::error(
                Code::MissingFact,
                format!("there are no facts for the region `{}`", config.region),
            )
            .at(at(text, &outline.facts[0].1), "the first fact of this text")
            .help(format!("write content/facts/{}.toml", config.region)),
        );
    }
    for (region, (source, facts)) in &desk.facts {
        if facts.leave_out.contains(id) {
            continue;
        }
        for (key, range) in outline.facts.iter().filter(|(key, _)| !facts.facts.contains_key(key)) {
            let known = facts.facts.keys().map(FactKey::as_str);
            let mut fault = Diagnostic::error(
                Code::MissingFact,
                format!("the region `{region}` has no fact `{key}`"),
            )
            .at(at(text, range), "")
            .at(source.path(), "the facts of the region")
            .help("add the fact (with `unknown = true` if nobody could confirm it), or correct the name");
            fault.notes.extend(near.to(key.as_str(), known));
            found.push(fault);
        }
    }
}

/// The pictures that articles show, and what is wrong with each; `None` where there is no such file. However often one is
/// shown, it is looked at once.
type Shown = BTreeMap<SourcePath, Option<Result<(), Flaw>>>;

fn shown(project: &Project, desk: &Desk) -> Shown {
    let places = desk
        .articles
        .values()
        .flat_map(|text| text.outline().pictures.iter().filter_map(|(name, _)| text.path.follow(name)));
    let places: BTreeSet<SourcePath> = places.collect();
    let look = |place: SourcePath| {
        let file = project.file(&place);
        let looked = file.map(|file| picture::look(place.file_name(), file.bytes()));
        (place, looked)
    };
    places.into_par_iter().map(look).collect()
}

fn pictures(shown: &Shown, text: &WorkingText, found: &mut Diagnostics) {
    for (name, range) in &text.outline().pictures {
        let looked = text.path.follow(name).and_then(|place| shown.get(&place)?.as_ref());
        let (message, help) = match looked {
            Some(Ok(())) => continue,
            Some(Err(flaw)) => (flaw.message(name), flaw.help(name)),
            None => (
                format!("the picture `{name}` is not there"),
                "put the picture into the folder of the article".to_owned(),
            ),
        };
        found.push(Diagnostic::error(Code::BrokenPicture, message).at(at(text, range), "").help(help));
    }
}

/// `next` leads somewhere, and not to the text itself.
fn followers(desk: &Desk, (lang, id): &Key, text: &WorkingText, near: &mut Near, found: &mut Diagnostics) {
    for (next, range) in text.front().into_iter().flat_map(|front| &front.next) {
        if next == id {
            found.push(
                Diagnostic::error(Code::BrokenLink, "a text cannot lead to itself")
                    .at(at(text, range), "")
                    .help("name another article, where the reader goes from here"),
            );
        } else if !desk.articles.contains_key(&(lang.clone(), next.clone())) {
            let nearest = near.to(next.as_str(), ids(desk, lang));
            found.push(missing_article(at(text, range), lang, next, nearest));
        }
    }
}

/// A translation follows a text that exists, stands in the same topic and is not a translation itself.
fn translation(desk: &Desk, (lang, id): &Key, text: &WorkingText, found: &mut Diagnostics) {
    let Some((source, range)) = text.front().and_then(|front| front.source_language.as_ref()) else { return };
    if source == lang {
        found.push(
            Diagnostic::error(Code::WrongValue, "a text cannot be a translation of itself")
                .at(at(text, range), "the language of this very text")
                .help("name the language it was translated from, or take the line out"),
        );
        return;
    }
    let Some(original) = desk.articles.get(&(source.clone(), id.clone())) else {
        found.push(
            Diagnostic::error(
                Code::BrokenLink,
                format!("the text in `{source}` that this one follows is not there"),
            )
            .at(at(text, range), "")
            .help(format!("write content/{source}/{}/{id}.md, or take the line out", text.topic)),
        );
        return;
    };
    if original.front().is_some_and(|front| front.source_language.is_some()) {
        found.push(
            Diagnostic::error(Code::WrongValue, format!("the text in `{source}` is a translation itself"))
                .at(at(text, range), "")
                .at(&original.path, "this one")
                .help("name the language that the text was first written in"),
        );
    }
    if original.topic != text.topic {
        found.push(
            Diagnostic::error(
                Code::PathMismatch,
                format!("a translation stands in the topic `{}`", original.topic),
            )
            .at(&text.path, "")
            .at(&original.path, "the text it follows")
            .help("move one of the two, so that both have the same reviewers and the same policy"),
        );
    }
}

/// An alias is no id, in any language, and belongs to one article.
fn aliases(desk: &Desk, found: &mut Diagnostics) {
    let ids: BTreeMap<&ArticleId, &SourcePath> =
        desk.articles.iter().rev().map(|((_, id), text)| (id, &text.path)).collect();
    let mut taken: BTreeMap<(&Lang, &ArticleId), (&ArticleId, &SourcePath)> = BTreeMap::new();
    for ((lang, id), text) in &desk.articles {
        for (alias, range) in text.front().into_iter().flat_map(|front| &front.aliases) {
            let claimed = ids.get(alias).copied();
            let earlier = taken.insert((lang, alias), (id, &text.path)).map(|(_, path)| path);
            if let Some(other) = claimed.or(earlier) {
                found.push(
                    Diagnostic::error(
                        Code::DuplicateName,
                        format!("the name `{alias}` belongs to another text"),
                    )
                    .at(at(text, range), "")
                    .at(other, "this one")
                    .help("take the alias out of one of the two"),
                );
            }
        }
    }
}

/// A region can leave out only what there is, on the desk or in the record.
fn left_out(project: &Project, desk: &Desk, found: &mut Diagnostics) {
    if desk.facts.values().all(|(_, facts)| facts.leave_out.is_empty()) {
        return;
    }
    let signed = project.under("record").filter_map(|(path, _)| path.parts().nth(2));
    let known: BTreeSet<&str> = desk.articles.keys().map(|(_, id)| id.as_str()).chain(signed).collect();
    for (source, facts) in desk.facts.values() {
        let unknown = facts.leave_out.iter().filter(|id| !known.contains(id.as_str()));
        for id in unknown.take(MOST_OF_A_KIND) {
            let quoted = format!("\"{id}\"");
            let place = match source.text().find(&quoted) {
                Some(start) => Place::from(source.span(start..start + quoted.len())),
                None => Place::from(source.path()),
            };
            let message = format!("no article has the id `{id}`, which the region leaves out");
            let mut fault = Diagnostic::warning(Code::WrongValue, message)
                .at(place, "")
                .help("correct the id, or take it out of `leave_out`");
            fault.notes.extend(did_you_mean(id.as_str(), known.iter().copied()));
            found.push(fault);
        }
    }
}

/// Files beside the articles that no article shows.
fn stray_pictures(project: &Project, desk: &Desk, shown: &Shown, found: &mut Diagnostics) {
    let folders: BTreeSet<&str> = desk.articles.values().map(|text| text.path.folder()).collect();
    for (path, _) in project.under("content") {
        if folders.contains(path.folder()) && !path.as_str().ends_with(".md") && !shown.contains_key(path) {
            found.push(
                Diagnostic::warning(Code::FileStray, "no article shows this file")
                    .at(path, "")
                    .help("show it in an article, or remove it"),
            );
        }
    }
}
