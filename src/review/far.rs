//! Reviewing far away: what goes to a doctor, what comes back.
//!
//! Invariant: whoever opens this page sees which way a file goes, and what to do with it.

use serde::Serialize;

use super::Seat;
use super::paper::{Frame, Paper};
use crate::base::name::ReviewerId;
use crate::diagnostic::refusal::Refusal;

/// What is known of the far-away side.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Far {
    /// The reviewers for whom something can be packed; none on a pack.
    pub reviewers: Vec<ReviewerId>,
    /// How many files were signed upon a pack, none elsewhere.
    pub signed: usize,
    /// What was pasted to be brought in and was refused.
    pub pasted: String,
}

impl Paper {
    /// Makes the page.
    pub fn far(&self, frame: &Frame<'_>, seat: &Seat, far: &Far) -> Result<String, Refusal> {
        self.page("far.html", (frame, seat), far)
    }
}
