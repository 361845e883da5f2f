//! `build`: publishes what is signed.

use std::collections::BTreeMap;
use std::path::Path;

use super::args::Build;
use super::failure::Failure;
use super::progress::{Counted, Progress};
use super::{Exit, Outcome, below, has_errors};
use crate::base::day::Day;
use crate::disk::{self, Change, Published, Scope, Staging};
use crate::gate::Verdict;
use crate::pipeline::{self, Built};

/// Builds the site and puts it in the place of the old one, in one step.
pub(super) fn run(root: &Path, options: &Build, today: Day, progress: &Progress) -> Result<Outcome, Failure> {
    let out = below(root, &options.out);
    has_record(root)?;
    // The place is taken before anything is read: a build that waited could otherwise bring back what was withdrawn since.
    let staging = Staging::begin(root, &out)?;
    let project = disk::read(root, Scope::Record, today)?;
    let Built { site, verdicts, stopping, record } =
        pipeline::build(&project, options.region.as_ref(), &Counted::new(&staging, progress));
    let Some(site) = site else {
        return Ok(Outcome::no_ground(stopping));
    };
    // The site is made: what it was made from need not be held any longer.
    drop(project);
    progress.phase("publishing");
    let published = staging.publish(&site)?;
    let mut found = stopping;
    found.append(record);
    let found = found.into_sorted();
    let left_out = has_errors(&found);
    let said = match published.change {
        Change::Nothing => {
            format!("nothing has changed in {} ({} files)", out.display(), site.files().len())
        }
        Change::First | Change::Replaced => {
            format!("published {} files in {}", site.files().len(), out.display())
        }
    };
    let verdict = if left_out && options.strict { Exit::Content } else { Exit::Fine };
    let more = more(&verdicts, &published);
    Ok(Outcome { said, more, found, verdict, ..Outcome::default() })
}

/// How many texts came to what, and how many files had to be written.
fn more(verdicts: &BTreeMap<Verdict, usize>, published: &Published) -> Vec<String> {
    let texts = verdicts.iter().map(|(verdict, count)| format!("{}: {count}", verdict.as_str()));
    let files = format!("files written: {}, taken over: {}", published.written, published.reused);
    texts.chain([files]).collect()
}

/// A record that is not there is a mishap, not an empty one: without this, it would empty the site.
pub(super) fn has_record(root: &Path) -> Result<(), Failure> {
    let settings = root.join("vetted.toml");
    let record = root.join("record");
    let in_order =
        !settings.is_file() || std::fs::symlink_metadata(&record).is_ok_and(|found| found.is_dir());
    // Without settings it is no knowledge base at all, and reading it says so better.
    if in_order {
        return Ok(());
    }
    Err(Failure::usage(
        format!("there is no folder `{}`, from which the site is made", record.display()),
        "bring it back; where nothing was ever signed, make an empty one",
    ))
}
