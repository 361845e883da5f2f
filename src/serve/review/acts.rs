//! What a form of the desk asks for, and where its person goes then.
//!
//! Invariant: after a deed the browser is sent to look at a page, so that loading that again does nothing twice.

use super::Session;
use super::answer::Answer;
use super::forms::Fields;
use super::pages::{Address, folder};
use super::speak::typed;
use crate::diagnostic::refusal::Refusal;
use crate::gate::Folder;
use crate::review::Said;

/// Where to go after a deed, below the language of the desk, and what is said there.
type Outcome = Result<(String, Said), Refusal>;

impl Session {
    /// Does what a form asks for.
    pub(super) fn act(&self, address: &Address<'_>, form: &Fields) -> Answer {
        if let ["remark", place, name] = *address.place {
            return self.say(address, (place, name), form);
        }
        let outcome = match *address.place {
            ["sign", place, name] => self.sign_one(place, name, form),
            ["sign"] => self.sign_ticked(form),
            ["untick", place, name] => self.untick(place, name),
            _ => Err(Refusal::usage("there is no such page", "go back to what waits")),
        };
        let (to, said) = match outcome {
            Ok((to, said)) => (to, said),
            // Nothing was done: the page that asked says why, and keeps what was ticked.
            Err(refusal) => (back(address), Said::from(&refusal)),
        };
        let number = self.keep(said);
        Answer::Go(format!("{}/{}/{to}?said={number}#said", self.root(), address.tongue.tag()))
    }

    /// Keeps what was said, or gives it back.
    fn say(&self, address: &Address<'_>, (place, name): (&str, &str), form: &Fields) -> Answer {
        let page = Address { tongue: address.tongue, place: &["text", place, name] };
        match self.speak((place, name), form) {
            Ok(said) => {
                let number = self.keep(said);
                Answer::Go(format!(
                    "{}/{}/{}?said={number}#said",
                    self.root(),
                    page.tongue.tag(),
                    page.here()
                ))
            }
            Err(refusal) => self.typed(&page, &Said::from(&refusal), typed(form)),
        }
    }

    fn sign_one(&self, place: &str, name: &str, form: &Fields) -> Outcome {
        let folder = folder(place, name)?;
        self.tick(&folder, form)?;
        if form.text("do") == Some("tick") {
            let words = format!("ticked: {}", folder.name());
            return Ok((String::new(), Said { done: true, words, ..Said::default() }));
        }
        let said = self.sign(std::slice::from_ref(&folder), form)?;
        Ok((String::new(), said))
    }

    fn sign_ticked(&self, form: &Fields) -> Outcome {
        let folders: Vec<Folder> = self.seat().ticked.keys().cloned().collect();
        let said = self.sign(&folders, form)?;
        Ok((String::new(), said))
    }

    fn untick(&self, place: &str, name: &str) -> Outcome {
        let folder = folder(place, name)?;
        self.seat().ticked.remove(&folder);
        let words = format!("no longer ticked: {}", folder.name());
        Ok(("sign".to_owned(), Said { done: true, words, ..Said::default() }))
    }
}

/// The page that a form stood on.
fn back(address: &Address<'_>) -> String {
    match *address.place {
        ["sign", place, name] => format!("text/{place}/{name}"),
        ["untick", ..] => "sign".to_owned(),
        _ => address.here(),
    }
}
