//! What goes to a reviewer far away, and what comes back.
//!
//! Invariant: what comes back is checked as `vetted import` checks it, and placed whole or not at all.

use super::Session;
use super::answer::Answer;
use super::forms::Fields;
use super::pages::no_ground;
use super::sign::nobody;
use crate::base::name::ReviewerId;
use crate::bundle::{self, Parcel};
use crate::diagnostic::refusal::Refusal;
use crate::overview::SOON;
use crate::review::{Far, Frame, Said};
use crate::serve::scene::Scene;

impl Session {
    /// Makes the page.
    pub(super) fn far_page(&self, scene: &Scene, frame: &Frame<'_>, pasted: &str) -> Result<String, Refusal> {
        let ground = scene.shown().ground.as_ref().ok_or_else(|| no_ground(scene))?;
        let far = Far {
            reviewers: ground.trust.reviewers.iter().map(|reviewer| reviewer.id.clone()).collect(),
            signed: self.store.signed().map_or(0, |signed| signed.files.len()),
            pasted: pasted.to_owned(),
        };
        self.paper.far(frame, &self.seated(scene), &far)
    }

    /// Packs what waits.
    pub(super) fn pack(&self, query: &Fields) -> Result<Answer, Refusal> {
        let scene = self.scene();
        let ground = scene.shown().ground.as_ref().ok_or_else(|| no_ground(&scene))?;
        let whom = query.text("for").and_then(ReviewerId::parse);
        let pack = bundle::pack(scene.project(), ground, whom.as_ref(), SOON)?;
        let name = format!(
            "{}-{}.pack.txt",
            pack.site,
            whom.map_or_else(|| "all".to_owned(), |whom| whom.to_string())
        );
        Ok(Answer::File(name, pack.write()))
    }

    /// Gives what was signed upon a pack.
    pub(super) fn bundle(&self) -> Result<Answer, Refusal> {
        let signed = self
            .store
            .signed()
            .ok_or_else(|| Refusal::usage("nothing is signed yet", "read a text, tick it, and sign it"))?;
        let by = signed.by.as_ref().map(ToString::to_string).unwrap_or_default();
        Ok(Answer::File(format!("{}-{by}.signed.txt", signed.site), signed.write()))
    }

    /// Brings in what came back.
    pub(super) fn import(&self, form: &Fields) -> Result<Said, Refusal> {
        let parcel = Parcel::read(form.text("text").unwrap_or_default().as_bytes())?;
        let scene = self.scene();
        let ground = scene.shown().ground.as_ref().ok_or_else(|| no_ground(&scene))?;
        let project = self.store.read(scene.project())?;
        let imported = bundle::import(&parcel, &project, ground)?;
        let paths: Vec<_> = imported.files.iter().map(|(path, _)| path.clone()).collect();
        let person = self.seated(&scene).person.map(|person| person.reviewer);
        let by = parcel.by.clone().map_or_else(|| person.map_err(nobody), Ok)?;
        self.store.place(imported.files, &by)?;
        let mut said = Said { done: true, words: imported.said.join("\n"), ..Said::default() };
        if let Some(refusal) = &imported.refused {
            let words = format!("{}\nnothing else was placed: {refusal}", said.words);
            said = Said { words, ..Said::from(refusal) };
        }
        self.commit(&mut said, (&paths, &by), (form, "bring in what was signed far away"));
        self.wait_for(&paths);
        Ok(said)
    }

    /// Gives the calendar of what is due.
    pub(super) fn calendar(&self, frame: &Frame<'_>) -> Result<Answer, Refusal> {
        let scene = self.scene();
        let ground = scene.shown().ground.as_ref().ok_or_else(|| no_ground(&scene))?;
        let overview = scene.overview().ok_or_else(|| no_ground(&scene))?;
        let calendar = overview.calendar(&ground.config.site, frame.tongue).ok_or_else(|| {
            Refusal::content(
                "no text has a day on which it is due, so there is no calendar to write",
                "sign a text first: `vetted approve`",
            )
        })?;
        Ok(Answer::File(format!("{}.ics", ground.config.site), calendar.text))
    }
}
