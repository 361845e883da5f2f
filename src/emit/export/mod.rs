//! The checked answers in the form that another program reads: for a worker's own tools.
//!
//! A file that has left the site cannot hear of a withdrawal. So each export says on which day it was made, until when it
//! may be used, and what to do then. Each target makes files of the same answers; a further one is a further module.
//!
//! Invariant: nothing withdrawn and nothing overdue is among the answers, and none goes without its code.

mod csv;
mod espanso;
mod text;

use rayon::prelude::*;

use super::snippet::Snippet;
use super::{Made, Press, messages};
use crate::article::front::Sensitivity;
use crate::base::day::Day;
use crate::base::lang::Lang;
use crate::base::path::OutPath;
use crate::catalog;
use crate::gate::Cleared;
use crate::site::Site;
use crate::theme::Labels;

/// What an export is made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// A package of the text expander espanso.
    Espanso,
    /// A table as RFC 4180 has it, for programs.
    Csv,
    /// The same for Excel and its like, which take some cells for formulas.
    CsvExcel,
    /// One file of plain text for each answer.
    Text,
    /// One file for each answer, to be put into a forum.
    Bbcode,
}

/// The answers of one language, and what is to be said about them.
struct Export<'a> {
    lang: &'a Lang,
    labels: &'a Labels,
    /// The site's own name, which every signature is bound to.
    site: String,
    /// What readers call the site.
    name: &'a str,
    base_url: &'a str,
    /// The day on which it is made.
    day: Day,
    answers: Vec<Answer>,
}

/// An answer that may be sent.
struct Answer {
    snippet: Snippet,
    /// The title of the article it is from: many articles have a "Where can I go?".
    article: String,
    /// The last day on which it may.
    until: Day,
}

impl Answer {
    /// Whether a group must not see it.
    fn is_private(&self) -> bool {
        self.snippet.sensitivity == Sensitivity::Private
    }
}

/// Makes the files of an export, those of each language in a folder of its own; `only` leaves the other languages out.
pub fn site(press: &Press<'_>, target: Target, only: Option<&Lang>) -> Site {
    let mut site = Site::new();
    let languages = press.config.languages.iter().filter(|lang| only.is_none_or(|only| only == *lang));
    for lang in languages {
        let export = gather(press, lang);
        let mut made = Made::default();
        for (path, bytes) in export.files(target) {
            made.file(press, OutPath::parse(&path), bytes);
        }
        for (path, content) in made.files {
            // No two languages, and no two answers, have one name.
            let _ = site.insert(path, content);
        }
    }
    site
}

fn gather<'a>(press: &Press<'a>, lang: &'a Lang) -> Export<'a> {
    let fresh: Vec<&Cleared> = press
        .catalog
        .articles()
        .filter(|cleared| cleared.article().lang() == lang && !cleared.clearance().is_overdue())
        .collect();
    let answers: Vec<Vec<Answer>> = fresh
        .into_par_iter()
        .map(|cleared| {
            let until = cleared.clearance().due();
            let snippets = messages::all(press, cleared, &cleared.article().body());
            let cores = snippets.into_iter().filter(|snippet| snippet.variant_of.is_none());
            let article = &cleared.article().front().title;
            cores.map(|snippet| Answer { snippet, article: article.clone(), until }).collect()
        })
        .collect();
    Export {
        lang,
        labels: press.theme.labels(lang),
        site: press.config.site.to_string(),
        name: press.config.name(lang),
        base_url: &press.config.base_url,
        day: press.project.as_of(),
        answers: answers.into_iter().flatten().collect(),
    }
}

impl Export<'_> {
    fn files(&self, target: Target) -> Vec<(String, Vec<u8>)> {
        match target {
            Target::Espanso => espanso::files(self),
            Target::Csv => csv::files(self, csv::Flavour::Plain),
            Target::CsvExcel => csv::files(self, csv::Flavour::Excel),
            Target::Text => text::files(self, |formats| &formats.plain),
            Target::Bbcode => text::files(self, |formats| &formats.bbcode),
        }
    }

    /// Returns the last day on which all of it may be used.
    fn until(&self) -> Option<Day> {
        self.answers.iter().map(|answer| answer.until).min()
    }

    /// Returns what is to be known before any of it is used, line by line.
    fn about(&self) -> Vec<String> {
        let Self { labels, name, .. } = self;
        let mut lines = vec![format!("{name}: {}", labels.get("export"))];
        if self.answers.iter().any(|answer| answer.snippet.status == super::snippet::Status::Demonstration) {
            lines.push(labels.get("demonstration").to_owned());
        }
        lines.push(format!("{} {}", labels.get("export_day"), labels.date(self.day)));
        match self.until() {
            Some(until) => lines.push(format!("{} {}", labels.get("export_until"), labels.date(until))),
            None => lines.push(labels.get("export_empty").to_owned()),
        }
        lines.push(labels.get("export_then").to_owned());
        let codes = catalog::codes_page(None).map(|page| format!("{}{page}", self.base_url));
        lines.extend(codes.map(|page| format!("{} {page}", labels.get("codes"))));
        lines.push(labels.get("export_blanks").to_owned());
        lines
    }
}
