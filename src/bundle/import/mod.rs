//! Takes what a bundle holds into a knowledge base: all of it, or nothing but its withdrawals, which nothing holds up.
//!
//! Whoever brings a bundle is asked nothing: each note in it was signed, or is refused by the gate itself, in the knowledge
//! base as it would be.
//!
//! Invariant: nothing that is there is ever overwritten, and a text is placed only with a note that signs its bytes.

mod arriving;
mod fit;
mod outcome;

use super::place::Place;
use super::{Kind, Parcel};
use crate::base::path::SourcePath;
use crate::diagnostic::Diagnostics;
use crate::diagnostic::refusal::Refusal;
use crate::pipeline::{self, Ground};
use crate::project::Project;

use arriving::Arriving;

/// What a bundle brings.
#[derive(Debug)]
pub struct Imported {
    /// The files to be written, in this order; none of them is there yet.
    pub files: Vec<(SourcePath, Vec<u8>)>,
    /// What comes of it, one thing a line.
    pub said: Vec<String>,
    /// Why only the withdrawals of the bundle are among the files, and nothing else of it.
    pub refused: Option<Refusal>,
}

/// Checks a bundle against the knowledge base that it comes to, as it lies on disk: record, trust and desk.
///
/// Refuses what is for another site, what would overwrite something else, a note that would count for nothing, a text that
/// nobody has signed or that `check` calls wrong, and facts that would take texts off the site. The withdrawals of a bundle
/// are taken even then.
pub fn import(parcel: &Parcel, project: &Project, ground: &Ground) -> Result<Imported, Refusal> {
    parcel.must_be(Kind::Bundle)?;
    if parcel.site != ground.config.site {
        return Err(Refusal::usage(
            format!("this bundle is for the site `{}`, and this is `{}`", parcel.site, ground.config.site),
            "import it into the knowledge base that it was made for",
        ));
    }
    take(parcel, project, ground).or_else(|refusal| {
        let withdrawals = withdrawals(parcel);
        if withdrawals.files.is_empty() || withdrawals == *parcel {
            return Err(refusal);
        }
        match take(&withdrawals, project, ground) {
            Ok(pulled) => Ok(Imported { refused: Some(refusal), ..pulled }),
            Err(_) => Err(refusal),
        }
    })
}

/// What of a bundle takes texts off the site.
fn withdrawals(parcel: &Parcel) -> Parcel {
    let is_one = |path: &SourcePath| matches!(Place::of(path), Some(Place::Withdrawal(..)));
    let files = parcel.files.iter().filter(|(path, _)| is_one(path));
    let files = files.map(|(path, bytes)| (path.clone(), bytes.clone())).collect();
    Parcel { files, site: parcel.site.clone(), by: parcel.by.clone(), ..*parcel }
}

/// Takes all of it, or refuses all of it.
fn take(parcel: &Parcel, project: &Project, ground: &Ground) -> Result<Imported, Refusal> {
    let mut arriving = Arriving::new(parcel, project, ground)?;
    if !arriving.files.is_empty() {
        let after = project.with(arriving.files.clone());
        let judge = |project| pipeline::judge(project, ground, &mut Diagnostics::new());
        let told = outcome::told(&arriving, &judge(project), &judge(&after))?;
        fit::check(&arriving, &after, ground)?;
        arriving.said.extend(told);
        let consequences = outcome::consequences(&arriving, [project, &after], ground)?;
        arriving.said.extend(consequences);
    }
    // Whoever looks on while they are written sees no note without its text.
    arriving.files.sort_by_key(|(path, _)| !matches!(Place::of(path), Some(Place::Frozen(..))));
    Ok(Imported { files: arriving.files, said: arriving.said, refused: None })
}
