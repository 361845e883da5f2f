//! Ticks and signs: one text, or all that were ticked, with one passphrase.
//!
//! Invariant: what is signed are the very bytes that were seen, and the key is open for no longer than one signing.

use std::fmt::Write as _;
use std::sync::Arc;
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::Session;
use super::forms::Fields;
use super::store::Files;
use crate::base::day::Day;
use crate::base::name::ReviewerId;
use crate::base::path::SourcePath;
use crate::diagnostic::Diagnostics;
use crate::diagnostic::refusal::Refusal;
use crate::gate::Folder;
use crate::review::{Said, Ticked};
use crate::serve::review::pages::no_ground;
use crate::serve::scene::Scene;
use crate::signing::{self, Approving, Hand, Workplace, key};
use crate::trust::words::{Role, Scope};

/// How long files may go on changing before nobody can say what is being signed.
const PATIENCE: Duration = Duration::from_secs(10);
/// How often is looked whether all is quiet.
const LOOK: Duration = Duration::from_millis(20);

impl Session {
    /// Ticks a text as its form says.
    pub(super) fn tick(&self, folder: &Folder, form: &Fields) -> Result<(), Refusal> {
        let scope = form.text("scope").and_then(Scope::parse).ok_or_else(|| {
            Refusal::usage("it is not said what you have read", "tick what you declare, then sign")
        })?;
        let role = form
            .text("role")
            .and_then(Role::parse)
            .ok_or_else(|| Refusal::usage("it is not said in which role to sign", "choose a role"))?;
        let seen = form.digest("seen").ok_or_else(|| {
            Refusal::usage("it is not said which text you have read", "open the text again")
        })?;
        let review_by = self.review_by(form)?;
        let ticked = Ticked {
            seen,
            role,
            scope,
            review_by,
            lift: form.is_ticked("lift"),
            new_topic: form.is_ticked("new_topic"),
        };
        self.seat().ticked.insert(folder.clone(), ticked);
        Ok(())
    }

    /// Reads the day that a form names; one that is over would make the text overdue at once.
    fn review_by(&self, form: &Fields) -> Result<Option<Day>, Refusal> {
        if form.text("review_by").is_none() {
            return Ok(None);
        }
        let today = self.scene().project().as_of();
        let day = form.day("review_by").filter(|day| *day >= today);
        day.map(Some).ok_or_else(|| {
            Refusal::usage("this is no day to come", "write it as 2027-05-20, or leave it out")
        })
    }

    /// Signs these texts, all of which were ticked, or none.
    pub(super) fn sign(&self, folders: &[Folder], form: &Fields) -> Result<Said, Refusal> {
        let scene = self.settled()?;
        let ticked: Vec<(Folder, Ticked)> = {
            let seat = self.seat();
            let known = |folder: &Folder| Some((folder.clone(), seat.ticked.get(folder)?.clone()));
            folders.iter().filter_map(known).collect()
        };
        if ticked.is_empty() {
            return Err(Refusal::usage("nothing is ticked", "open a text, read it, and tick it"));
        }
        let (files, words, reviewer) = self.signed(&scene, &ticked, form)?;
        let paths: Vec<SourcePath> = files.iter().map(|(path, _)| path.clone()).collect();
        self.store.place(files, &reviewer)?;
        let names: Vec<String> = ticked.iter().map(|(folder, _)| folder.name()).collect();
        for (folder, _) in &ticked {
            self.seat().ticked.remove(folder);
        }
        let mut said = Said { done: true, words, ..Said::default() };
        self.commit(&mut said, (&paths, &reviewer), (form, &format!("sign {}", names.join(", "))));
        self.wait_for(&paths);
        Ok(said)
    }

    /// Makes the files of the signatures, role by role.
    fn signed(
        &self,
        scene: &Scene,
        ticked: &[(Folder, Ticked)],
        form: &Fields,
    ) -> Result<(Files, String, ReviewerId), Refusal> {
        let shown = scene.shown();
        let (ground, desk) =
            shown.ground.as_ref().zip(shown.desk.as_ref()).ok_or_else(|| no_ground(scene))?;
        let (reviewer, key) = self.unlocked(scene, form)?;
        let mut found = Diagnostics::new();
        found.extend(scene.project().faults().iter().cloned().chain(scene.desk().cloned()));
        let mut project = scene.project().clone();
        let (mut files, mut words) = (Files::new(), Vec::new());
        for role in Role::ALL {
            let asked: Vec<Approving> = ticked
                .iter()
                .filter(|(_, ticked)| ticked.role == *role)
                .map(|(folder, ticked)| approving(folder, ticked))
                .collect();
            if asked.is_empty() {
                continue;
            }
            let hand = Hand::new(&reviewer, Some(*role), key.clone(), ground)?;
            let place = Workplace { project: &project, ground, desk, found: &found };
            let signed = signing::approve(&asked, &hand, &place)?;
            project = project.with(signed.files.clone());
            files.extend(signed.files);
            words.extend(signed.said);
        }
        Ok((files, words.join("\n"), reviewer))
    }

    /// Returns who signs, and their key, unlocked by what the form says.
    pub(super) fn unlocked(
        &self,
        scene: &Scene,
        form: &Fields,
    ) -> Result<(ReviewerId, ssh_key::PrivateKey), Refusal> {
        let ground = scene.shown().ground.as_ref().ok_or_else(|| no_ground(scene))?;
        let keyring = self.keyring();
        let (found, reviewer) =
            keyring.of(&ground.trust).ok_or_else(|| nobody(keyring.why_nobody(&ground.trust)))?;
        let (key, name) = (found.key.clone(), found.path.display().to_string());
        // Stretching the passphrase takes a while: others may look at the keys meanwhile.
        drop(keyring);
        let key = key::unlock(&key, form.text("passphrase").unwrap_or_default(), &name)?;
        Ok((reviewer, key))
    }

    /// Returns a scene made of the files as they are this moment, with all that is to be said about them.
    pub(super) fn settled(&self) -> Result<Arc<Scene>, Refusal> {
        let until = Instant::now() + PATIENCE;
        loop {
            let scene = self.scene();
            if scene.is_complete() && self.store.read(scene.project())?.is_like(scene.project()) {
                return Ok(scene);
            }
            if Instant::now() > until {
                return Err(Refusal::usage(
                    "the files of the knowledge base go on changing",
                    "wait until whatever writes them is done, then sign again",
                ));
            }
            sleep(LOOK);
        }
    }

    /// Waits until the pages show files that were just placed.
    pub(super) fn wait_for(&self, paths: &[SourcePath]) {
        let until = Instant::now() + PATIENCE;
        let is_there = |scene: &Scene| paths.iter().all(|path| scene.project().file(path).is_some());
        while !is_there(&self.scene()) && Instant::now() < until {
            sleep(LOOK);
        }
    }

    /// Commits files that were placed, where the form asks for it, and adds what came of it. They are placed either way.
    pub(super) fn commit(
        &self,
        said: &mut Said,
        (paths, by): (&[SourcePath], &ReviewerId),
        (form, message): (&Fields, &str),
    ) {
        if !form.is_ticked("commit") {
            return;
        }
        match self.store.commit(paths, by, &format!("record: {message}")) {
            Ok(Some(commit)) => {
                let _ = write!(said.words, "\nkept in Git as {commit}, under the name {by}");
            }
            Ok(None) => {}
            Err(refusal) => {
                let _ = write!(said.words, "\nnot kept in Git: {}", refusal.message);
                said.help = refusal.help;
            }
        }
    }
}

/// Nobody can sign, for this reason.
pub(super) fn nobody(why: String) -> Refusal {
    Refusal::usage(why, "open “keys”, and make one or choose yours")
}

fn approving(folder: &Folder, ticked: &Ticked) -> Approving {
    Approving {
        folder: folder.clone(),
        scope: ticked.scope,
        review_by: ticked.review_by,
        new_topic: ticked.new_topic,
        lift: ticked.lift,
        seen: Some(ticked.seen),
    }
}
