//! Remarks and answers: what a person says beside a text.
//!
//! Invariant: words that could not be kept go back into the form they came from.

use super::Session;
use super::forms::Fields;
use super::pages::folder;
use super::sign::nobody;
use crate::desk::remarks::{Name, Saying, write};
use crate::diagnostic::refusal::Refusal;
use crate::review::{Said, Typed};

impl Session {
    /// Keeps a remark or an answer beside its text.
    pub(super) fn speak(&self, (place, name): (&str, &str), form: &Fields) -> Result<Said, Refusal> {
        let folder = folder(place, name)?;
        let scene = self.settled()?;
        let person = self.seated(&scene).person.map_err(nobody)?;
        let text = form.text("text").unwrap_or_default().to_owned();
        let closes = form.text("do") == Some("close");
        let saying = match form.text("to").map(Name::parse) {
            Some(Some(to)) => Saying::Answer { to, text, closes },
            Some(None) => return Err(Refusal::usage("there is no such remark", "open the text again")),
            None => Saying::Remark {
                sentence: form.text("sentence").map(str::to_owned),
                seen: form.digest("seen"),
                text,
            },
        };
        let file = write(&folder, &person.reviewer, scene.project().as_of(), &saying, scene.project())?;
        let paths = vec![file.0.clone()];
        self.store.place(vec![file], &person.reviewer)?;
        let words = match (&saying, closes) {
            (Saying::Remark { .. }, _) => format!("your remark stands beside {}", folder.name()),
            (Saying::Answer { .. }, true) => format!("settled, beside {}", folder.name()),
            (Saying::Answer { .. }, false) => format!("your answer stands beside {}", folder.name()),
        };
        let mut said = Said { done: true, words, ..Said::default() };
        self.commit(&mut said, (&paths, &person.reviewer), (form, &format!("remark on {}", folder.name())));
        self.wait_for(&paths);
        Ok(said)
    }
}

/// Returns what was typed, to be typed no second time.
pub(super) fn typed(form: &Fields) -> Typed {
    let text = form.text("text").unwrap_or_default().to_owned();
    match form.text("to") {
        Some(to) => Typed { answers: [(to.to_owned(), text)].into(), ..Typed::default() },
        None => {
            Typed { sentence: form.text("sentence").map(str::to_owned), text: Some(text), ..Typed::default() }
        }
    }
}
