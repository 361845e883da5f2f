//! What a form of the desk asks for, and where its person goes then.
//!
//! Invariant: after a deed the browser is sent to look at a page, so that loading that again does nothing twice.

use super::Session;
use super::answer::Answer;
use super::forms::Fields;
use super::keys;
use super::pages::{Address, Kept, folder};
use super::speak::typed;
use super::withdraw::said_before;
use crate::diagnostic::refusal::Refusal;
use crate::gate::Folder;
use crate::review::Said;

/// Where to go after a deed, below the language of the desk, and what is said there.
type Outcome = Result<(String, Said), Refusal>;

impl Session {
    /// Does what a form asks for.
    pub(super) fn act(&self, address: &Address<'_>, form: &Fields) -> Answer {
        let outcome = match *address.place {
            ["remark", place, name] => return self.say(address, (place, name), form),
            ["import"] => return self.bring_in(address, form),
            ["keys"] => return self.change_keys(address, form),
            ["withdraw", place, name] => {
                self.withdraw((place, name), form).map(|said| (format!("text/{place}/{name}"), said))
            }
            ["sign", place, name] => self.sign_one(place, name, form),
            ["sign"] => self.sign_ticked(form),
            ["untick", place, name] => self.untick(place, name),
            _ => Err(Refusal::usage("there is no such page", "go back to what waits")),
        };
        let (to, said) = match outcome {
            Ok((to, said)) => (to, said),
            // Nothing was done: the page that asked says why, and keeps what was ticked.
            Err(refusal) => (back(address, form), Said::from(&refusal)),
        };
        self.go(address, &to, said)
    }

    /// Keeps what was said, or gives it back.
    fn say(&self, address: &Address<'_>, (place, name): (&str, &str), form: &Fields) -> Answer {
        let page = Address { tongue: address.tongue, place: &["text", place, name] };
        match self.speak((place, name), form) {
            Ok(said) => self.go(&page, &page.here(), said),
            Err(refusal) => {
                let kept = Kept { remarks: typed(form), ..Kept::default() };
                self.typed(&page, &Said::from(&refusal), kept)
            }
        }
    }

    /// Makes or chooses a key, or says why not.
    fn change_keys(&self, address: &Address<'_>, form: &Fields) -> Answer {
        match self.key(form) {
            Ok(said) => self.go(address, "keys", said),
            Err(refusal) => {
                let kept = Kept { keys: keys::typed(form), ..Kept::default() };
                self.typed(address, &Said::from(&refusal), kept)
            }
        }
    }

    /// Brings in what came back, or says why not.
    fn bring_in(&self, address: &Address<'_>, form: &Fields) -> Answer {
        match self.import(form) {
            Ok(said) => self.go(address, "far", said),
            Err(refusal) => {
                let page = Address { tongue: address.tongue, place: &["far"] };
                let pasted = form.text("text").unwrap_or_default().to_owned();
                self.typed(&page, &Said::from(&refusal), Kept { pasted, ..Kept::default() })
            }
        }
    }

    /// Sends the browser to a page, which says what came of it.
    fn go(&self, address: &Address<'_>, to: &str, said: Said) -> Answer {
        let number = self.keep(said);
        let joint = if to.contains('?') { '&' } else { '?' };
        Answer::Go(format!("{}/{}/{to}{joint}said={number}#said", self.root(), address.tongue.tag()))
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
fn back(address: &Address<'_>, form: &Fields) -> String {
    match *address.place {
        ["sign", place, name] => format!("text/{place}/{name}"),
        ["untick", ..] => "sign".to_owned(),
        ["withdraw", ..] => format!("{}?{}", address.here(), said_before(form)),
        _ => address.here(),
    }
}
