//! The review desk: what a reviewer sees of each text before signing it, as pages for a browser on the same machine.
//!
//! A page is made of what is known at one moment ([`Room`]) for one person ([`Seat`]); `serve` sends it and does what is
//! asked there.
//!
//! Invariant: pure, and every word of a text is escaped; nothing here signs, and nothing here decides who must.

mod changes;
mod chats;
mod edition;
mod far;
mod history;
mod home;
mod keys;
mod overview;
mod paper;
mod seat;
mod text;
mod threads;
mod ticked;
mod withdraw;

use std::collections::BTreeMap;

use crate::desk::Desk;
use crate::desk::remarks::Remarks;
use crate::diagnostic::{Diagnostic, Severity};
use crate::emit::Edition;
use crate::gate::{Folder, Standing};
use crate::overview::{Overview, Text};
use crate::pipeline::Ground;
use crate::project::Project;

pub use far::Far;
pub use home::Filter;
pub use keys::{Key, KeyForms};
pub use paper::{Frame, Paper, Said};
pub use seat::{Person, Seat, Ticked};
pub use text::{Asked, Typed};
pub use withdraw::Leaving;

/// Everything that is known at one moment.
#[derive(Clone, Copy, Debug)]
pub struct Room<'a> {
    /// The files, and the day.
    pub project: &'a Project,
    /// The settings and whom the site believes.
    pub ground: &'a Ground,
    /// How the texts of the record stand.
    pub standings: &'a [Standing],
    /// The working texts.
    pub desk: &'a Desk,
    /// How everything stands, and what is to be done.
    pub overview: &'a Overview,
    /// What was remarked.
    pub remarks: &'a Remarks,
    /// What is wrong on the desk.
    pub found: &'a [Diagnostic],
    /// What is signed, as pages are made from it.
    pub live: Option<&'a Edition>,
    /// What lies on the desk, as if it were signed.
    pub draft: Option<&'a Edition>,
    /// Who sits here, and what they have done so far.
    pub seat: &'a Seat,
}

impl<'a> Room<'a> {
    /// Returns how a text of the record stands.
    fn standing(&self, folder: &Folder) -> Option<&'a Standing> {
        let at = self.standings.binary_search_by(|standing| standing.folder.cmp(folder)).ok()?;
        self.standings.get(at)
    }

    /// Returns how a text of record or desk stands.
    fn text(&self, folder: &Folder) -> Option<&'a Text> {
        let at = self.overview.texts.binary_search_by(|text| text.folder.cmp(folder)).ok()?;
        self.overview.texts.get(at)
    }

    /// Returns the title of a text: that of the desk, else that of the live version; of a table its name.
    fn title(&self, folder: &Folder) -> String {
        let Folder::Article(lang, id) = folder else { return folder.name() };
        let working = self.desk.articles.get(&(lang.clone(), id.clone()));
        let working = working.and_then(|text| text.front()).map(|front| front.title.clone());
        let live = || Some(self.live?.catalog().article(lang, id)?.article().front().title.clone());
        working.or_else(live).unwrap_or_else(|| folder.name())
    }

    /// Returns what is wrong in the file of a text, errors and warnings apart.
    fn findings(&self, text: &Text) -> BTreeMap<Severity, Vec<Diagnostic>> {
        let mut own: BTreeMap<_, Vec<Diagnostic>> = BTreeMap::new();
        for found in self.found {
            let place = found.labels.first().map(|label| label.place.path());
            if place.is_some() && place == text.path.as_ref() {
                own.entry(found.severity).or_default().push(found.clone());
            }
        }
        own
    }
}
