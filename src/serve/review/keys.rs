//! The page of the keys: what was found, what is made, what is chosen.
//!
//! Invariant: a key that does not fit is explained, and every page of it leads on.

use std::path::PathBuf;

use super::Session;
use super::forms::Fields;
use crate::base::name::ReviewerId;
use crate::diagnostic::refusal::Refusal;
use crate::review::{Frame, KeyForms, Said};
use crate::serve::scene::Scene;

impl Session {
    /// Makes the page.
    pub(super) fn keys_page(
        &self,
        scene: &Scene,
        frame: &Frame<'_>,
        typed: &KeyForms,
    ) -> Result<String, Refusal> {
        let seat = self.seated(scene);
        let ground = scene.shown().ground.as_ref();
        let keys = self.keyring().cards(ground.map(|ground| &ground.trust));
        let site = ground.map(|ground| ground.config.site.to_string()).unwrap_or_default();
        self.paper.keys((frame, &seat), (&keys, &site), typed)
    }

    /// Makes a key, or takes another one.
    pub(super) fn key(&self, form: &Fields) -> Result<Said, Refusal> {
        let words =
            if form.text("do") == Some("make") { self.make_key(form)? } else { self.choose_key(form)? };
        Ok(Said { done: true, words, ..Said::default() })
    }

    fn make_key(&self, form: &Fields) -> Result<String, Refusal> {
        let typed = form.text("reviewer").unwrap_or_default();
        let reviewer = ReviewerId::parse(typed).ok_or_else(|| {
            Refusal::usage(
                format!("`{typed}` cannot be the name of a reviewer"),
                "take small letters a–z, digits and single hyphens, beginning with a letter, such as dr-ada",
            )
        })?;
        if form.text("passphrase") != form.text("again") {
            return Err(Refusal::usage("the two passphrases differ", "type them again"));
        }
        let file = self.keyring().make(&reviewer, form.text("passphrase").unwrap_or_default())?;
        Ok(format!(
            "made the key {}: keep the file, and remember its passphrase; nobody can bring back either",
            file.display()
        ))
    }

    fn choose_key(&self, form: &Fields) -> Result<String, Refusal> {
        let file = PathBuf::from(form.text("file").unwrap_or_default());
        self.keyring().choose(&file)?;
        let scene = self.scene();
        match self.seated(&scene).person {
            Ok(person) => Ok(format!("signs here from now on: {}", person.reviewer)),
            Err(_) => Ok("this key belongs to nobody in trust/reviewers.toml yet: read its card out, and send its lines".to_owned()),
        }
    }
}

/// Returns what was typed, but for passphrases.
pub(super) fn typed(form: &Fields) -> KeyForms {
    let text = |name| form.text(name).unwrap_or_default().to_owned();
    KeyForms {
        reviewer: text("reviewer"),
        file: if form.text("do") == Some("choose") { text("file") } else { String::new() },
    }
}
