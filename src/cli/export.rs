//! `export`: writes the signed answers for another program, or sets up a server for the site.

use std::path::Path;

use super::args::{Export, Target};
use super::failure::Failure;
use super::progress::{Counted, Progress};
use super::{Outcome, below, build};
use crate::base::day::Day;
use crate::base::lang::Lang;
use crate::config;
use crate::diagnostic::Diagnostics;
use crate::disk::{self, Change, Kind, Scope, Staging};
use crate::emit::export;
use crate::pipeline::{self, Built};
use crate::project::Project;

/// Makes the export and puts it in the place of the one before, in one step.
pub(super) fn run(
    root: &Path,
    options: &Export,
    today: Day,
    progress: &Progress,
) -> Result<Outcome, Failure> {
    let out = below(root, &options.out);
    build::has_record(root)?;
    let staging = Staging::of(Kind::Export, root, &out)?;
    let project = disk::read(root, Scope::Record, today)?;
    has_language(&project, options.language.as_ref())?;
    let (region, language) = (options.region.as_ref(), options.language.as_ref());
    let shelf = Counted::new(&staging, progress);
    let Built { site, stopping, record, .. } = match (target(options.target), language) {
        (Some(target), language) => pipeline::export(&project, region, &shelf, (target, language)),
        (None, None) => pipeline::deploy(&project, region, &shelf),
        (None, Some(_)) => {
            let message = "a server is set up for all languages of the site at once";
            return Err(Failure::usage(message, "leave `--language` out"));
        }
    };
    let Some(site) = site else {
        return Ok(Outcome::no_ground(stopping));
    };
    progress.phase("publishing");
    let published = staging.publish(&site)?;
    let files = site.files().len();
    let mut found = stopping;
    found.append(record);
    let said = match published.change {
        Change::Nothing => format!("nothing has changed in {} ({files} files)", out.display()),
        Change::First | Change::Replaced => format!("exported {files} files to {}", out.display()),
    };
    Ok(Outcome { found: found.into_sorted(), ..Outcome::said(said) })
}

/// A language that the site does not have would give an export of nothing.
fn has_language(project: &Project, asked: Option<&Lang>) -> Result<(), Failure> {
    let config = config::read(project, &mut Diagnostics::new());
    let Some((config, asked)) = config.zip(asked) else { return Ok(()) };
    if config.languages.contains(asked) {
        return Ok(());
    }
    let known: Vec<&str> = config.languages.iter().map(Lang::as_str).collect();
    Err(Failure::usage(
        format!("the site has no texts in the language `{asked}`"),
        format!("name one of these: {}", known.join(", ")),
    ))
}

/// Returns the program that answers are written for; files for servers hold none.
fn target(asked: Target) -> Option<export::Target> {
    Some(match asked {
        Target::Espanso => export::Target::Espanso,
        Target::Csv => export::Target::Csv,
        Target::CsvExcel => export::Target::CsvExcel,
        Target::Text => export::Target::Text,
        Target::Bbcode => export::Target::Bbcode,
        Target::Deploy => return None,
    })
}
