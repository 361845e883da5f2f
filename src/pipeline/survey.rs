//! The recipe for whoever asks how everything stands: what is signed, what lies on the desk, what is to be done.
//!
//! Invariant: the outcome is a function of the project and its ground alone.

use super::{Ground, judge};
use crate::base::day::Period;
use crate::desk::{self, Desk, remarks};
use crate::diagnostic::Diagnostics;
use crate::gate::Judged;
use crate::overview::{Known, Overview};
use crate::project::Project;

/// How everything stands, and what it was found out from.
#[derive(Debug)]
pub struct Survey {
    /// What the gate says of the record.
    pub judged: Judged,
    /// The working texts.
    pub desk: Desk,
    /// What is to be done, and by whom.
    pub overview: Overview,
}

/// Reads record and desk. What falls due within `soon` counts as soon.
pub fn survey(project: &Project, ground: &Ground, soon: Period) -> Survey {
    let judged = judge(project, ground, &mut Diagnostics::new());
    let mut found = Diagnostics::new();
    let desk = desk::read(project, &ground.config, &mut found);
    let known = Known {
        project,
        standings: &judged.standings,
        desk: &desk,
        remarks: &remarks::read(project, &mut Diagnostics::new()),
        found: &found,
        policy: &ground.trust.policy,
        languages: &ground.config.languages,
        soon,
    };
    let overview = known.overview();
    Survey { judged, desk, overview }
}
