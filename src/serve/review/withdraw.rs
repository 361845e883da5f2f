//! Signs and places a withdrawal.
//!
//! Invariant: nothing that is wrong on the desk, and no other file that changes meanwhile, holds a withdrawal up.

use super::Session;
use super::forms::Fields;
use super::pages::{folder, no_ground};
use crate::base::name::ArticleId;
use crate::diagnostic::refusal::Refusal;
use crate::gate::Folder;
use crate::review::{Leaving, Said};
use crate::signing::{self, Hand, Withdrawing};
use crate::trust::words::{Reach, Reason, Role};

/// Reads how far a withdrawal in the making has come.
pub(super) fn leaving((place, name): (&str, &str), form: &Fields) -> Result<Leaving, Refusal> {
    let Folder::Article(lang, id) = folder(place, name)? else {
        return Err(Refusal::usage("only articles can be withdrawn", "sign facts or services anew instead"));
    };
    let reason = form.text("reason").and_then(Reason::parse);
    let instead = form.text("instead").and_then(ArticleId::parse);
    let rest = form.text("reach").and_then(Reach::parse).map(|reach| (instead, reach));
    Ok(Leaving { lang, id, reason, rest })
}

/// Returns what the steps before the last have said, as the query of its page.
pub(super) fn said_before(form: &Fields) -> String {
    let steps = ["reason", "instead", "reach"].into_iter();
    let said = steps.filter_map(|step| Some((step, form.text(step)?)));
    form_urlencoded::Serializer::new(String::new()).extend_pairs(said).finish()
}

impl Session {
    /// Takes a text off the site.
    pub(super) fn withdraw(&self, (place, name): (&str, &str), form: &Fields) -> Result<Said, Refusal> {
        let Leaving { lang, id, reason, rest } = leaving((place, name), form)?;
        let (Some(reason), Some((instead, reach))) = (reason, rest) else {
            return Err(Refusal::usage(
                "it is not said why, or how far it reaches",
                "go through the three steps",
            ));
        };
        let scene = self.scene();
        let ground = scene.shown().ground.as_ref().ok_or_else(|| no_ground(&scene))?;
        let project = self.store.read(scene.project())?;
        let (reviewer, key) = self.unlocked(&scene, form)?;
        let hand = Hand::new(&reviewer, form.text("role").and_then(Role::parse), key, ground)?;
        let asked = Withdrawing { lang, id, reach, reason, instead };
        let signed = signing::withdraw(&asked, &hand, &project, ground)?;
        let paths: Vec<_> = signed.files.iter().map(|(path, _)| path.clone()).collect();
        self.store.place(signed.files, &reviewer)?;
        let mut said = Said { done: true, words: signed.said.join("\n"), ..Said::default() };
        self.commit(&mut said, (&paths, &reviewer), (form, &format!("withdraw {place}/{name}")));
        self.wait_for(&paths);
        Ok(said)
    }
}
