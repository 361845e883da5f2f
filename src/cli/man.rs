//! `man`: the manual, one page for the program and one for each command.

use std::path::Path;

use clap::CommandFactory as _;
use clap_mangen::Man;

use super::Outcome;
use super::args::Typed;
use super::failure::Failure;
use crate::base::path::SourcePath;
use crate::disk;

/// A page: the name of its file, and its text in roff.
type Page = (SourcePath, Vec<u8>);

/// Writes the page of the program, or, into a folder, all pages; none that stands there is overwritten.
pub(super) fn run(out: Option<&Path>) -> Result<Outcome, Failure> {
    let mut command = Typed::command().disable_help_subcommand(true);
    // Gives the commands below their whole names, such as `vetted-key-new`.
    command.build();
    let Some(folder) = out else {
        let (_, text) = page(&command)?;
        let page = String::from_utf8_lossy(&text).trim_end().to_owned();
        return Ok(Outcome { page, ..Outcome::default() });
    };
    let mut pages = Vec::new();
    gather(&command, &mut pages)?;
    disk::write_new_files(folder, &pages)?;
    Ok(Outcome::said(format!("written to {}: {} pages of the manual", folder.display(), pages.len())))
}

fn gather(command: &clap::Command, pages: &mut Vec<Page>) -> Result<(), Failure> {
    pages.push(page(command)?);
    command.get_subcommands().try_for_each(|below| gather(below, pages))
}

fn page(command: &clap::Command) -> Result<Page, Failure> {
    let man = Man::new(command.clone());
    let mut text = Vec::new();
    man.render(&mut text).map_err(|_| Failure::ours("a page of the manual cannot be written"))?;
    let path =
        SourcePath::parse(&man.get_filename()).ok_or_else(|| Failure::ours("a path of ours is no path"))?;
    Ok((path, text))
}
