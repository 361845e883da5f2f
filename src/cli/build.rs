//! `build`: publishes what is signed.

use std::path::Path;

use super::args::Build;
use super::failure::Failure;
use super::{Exit, Outcome, below, has_errors};
use crate::disk::{Change, Staging};
use crate::pipeline::{self, Built};
use crate::project::Project;

/// Builds the site and puts it in the place of the old one, in one step.
pub(super) fn run(root: &Path, options: &Build, project: &Project) -> Result<Outcome, Failure> {
    let out = below(root, &options.out);
    let staging = Staging::begin(root, &out)?;
    let Built { site, stopping, record, .. } = pipeline::build(project, options.region.as_ref(), &staging);
    let Some(site) = site else {
        return Ok(Outcome::no_ground(stopping));
    };
    let published = staging.publish(&site)?;
    let mut found = stopping;
    found.append(record);
    let found = found.into_sorted();
    let left_out = has_errors(&found);
    let said = match published.change {
        Change::Nothing => format!("nothing has changed in {} ({} files)", out.display(), site.files().len()),
        Change::First | Change::Replaced => {
            format!("published {} files in {}", site.files().len(), out.display())
        }
    };
    let verdict = if left_out && options.strict { Exit::Content } else { Exit::Fine };
    Ok(Outcome { said, found, verdict, ..Outcome::default() })
}
