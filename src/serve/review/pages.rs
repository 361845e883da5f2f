//! Which page an address names, made of the present scene.
//!
//! Invariant: looking changes nothing.

use std::sync::Arc;

use axum::http::StatusCode;

use super::Session;
use super::answer::{Answer, status};
use super::forms::Fields;
use super::withdraw::leaving;
use crate::base::lang::Lang;
use crate::base::name::Topic;
use crate::diagnostic::refusal::Refusal;
use crate::diagnostic::{Diagnostic, Tongue};
use crate::gate::Folder;
use crate::review::{Asked, Filter, Frame, KeyForms, Room, Said, Seat, Typed};
use crate::serve::page::Showing;
use crate::serve::scene::{Scene, Stage};
use crate::trust::words::Role;

/// An address below the token: the language of the desk, and the place.
pub(super) struct Address<'a> {
    /// The language of the desk.
    pub(super) tongue: Tongue,
    /// The segments behind it.
    pub(super) place: &'a [&'a str],
}

impl Address<'_> {
    /// Returns the address below the language.
    pub(super) fn here(&self) -> String {
        self.place.join("/")
    }
}

/// What was typed into a page and could not be kept.
#[derive(Default)]
pub(super) struct Kept {
    /// Into the forms for remarks.
    pub(super) remarks: Typed,
    /// Into the forms for keys.
    pub(super) keys: KeyForms,
    /// What was pasted to be brought in.
    pub(super) pasted: String,
}

/// Reads the text that two segments name.
pub(super) fn folder(place: &str, name: &str) -> Result<Folder, Refusal> {
    Folder::parse(place, name).ok_or_else(|| {
        Refusal::usage(
            format!("`{place}/{name}` names no text"),
            "go back to what waits, and choose one there",
        )
    })
}

impl Session {
    /// Makes the page at an address.
    pub(super) fn page(&self, address: &Address<'_>, query: &Fields) -> Answer {
        let said = query.text("said").and_then(|number| self.said(number.parse().ok()?));
        match self.made(address, query, (said.as_ref(), Kept::default())) {
            Ok(answer) => answer,
            Err(refusal) => self.tell(address, &refusal),
        }
    }

    /// Makes a page again, with what was typed there and could not be kept.
    pub(super) fn typed(&self, address: &Address<'_>, said: &Said, typed: Kept) -> Answer {
        match self.made(address, &Fields::read(b""), (Some(said), typed)) {
            Ok(Answer::Desk(_, html)) => Answer::Desk(StatusCode::UNPROCESSABLE_ENTITY, html),
            Ok(answer) => answer,
            Err(refusal) => self.tell(address, &refusal),
        }
    }

    /// Makes a page that says why something was refused.
    pub(super) fn tell(&self, address: &Address<'_>, refusal: &Refusal) -> Answer {
        let (root, here, said) = (self.root(), address.here(), Said::from(refusal));
        let frame = Frame { tongue: address.tongue, root: &root, here: &here, said: Some(&said) };
        match self.paper.told(&frame, &self.seat().clone()) {
            Ok(html) => Answer::Desk(status(refusal), html),
            Err(fault) => Answer::Words(StatusCode::INTERNAL_SERVER_ERROR, fault.message),
        }
    }

    fn made(
        &self,
        address: &Address<'_>,
        query: &Fields,
        (said, typed): (Option<&Said>, Kept),
    ) -> Result<Answer, Refusal> {
        let scene = self.scene();
        let (root, here) = (self.root(), address.here());
        let frame = Frame { tongue: address.tongue, root: &root, here: &here, said };
        match *address.place {
            // Keys can be made before there is any trust.
            ["keys"] => return self.keys_page(&scene, &frame, &typed.keys).map(Answer::page),
            ["far"] => return self.far_page(&scene, &frame, &typed.pasted).map(Answer::page),
            ["pack"] => return self.pack(query),
            ["bundle"] => return self.bundle(),
            ["overview.ics"] => return self.calendar(&frame),
            _ => {}
        }
        let seat = self.seated(&scene);
        let overview = scene.overview().ok_or_else(|| no_ground(&scene))?;
        let found: Vec<Diagnostic> = scene.desk().cloned().collect();
        let room = room(&scene, overview, (&seat, &found))?;
        let html = match *address.place {
            [] | [""] => self.paper.home(&room, &frame, &filter(query))?,
            ["text", place, name] => {
                let since = query.text("since").and_then(|since| since.parse().ok());
                let asked = Asked { folder: folder(place, name)?, since, typed: typed.remarks };
                let page = self.paper.text(&room, &frame, &asked)?;
                page.ok_or_else(|| no_text(place, name))?
            }
            ["withdraw", place, name] => {
                self.paper.withdraw(&room, &frame, &leaving((place, name), query)?)?
            }
            ["overview"] => self.paper.overview(&room, &frame)?,
            ["sign"] => self.paper.ticked(&room, &frame)?,
            _ => return Err(Refusal::usage("there is no such page", "go back to what waits")),
        };
        Ok(Answer::page(html))
    }

    /// Returns a page of the site as readers get it, `_page/…`, in which nothing can be done: a theme may have come from
    /// anybody, and must not reach the desk.
    pub(super) fn site(&self, below: &str) -> Answer {
        let scene = self.scene();
        match below.split_once('/') {
            Some(("_page", address)) => Answer::Site(Showing::new(self.tongue).bare(&scene, address)),
            _ => {
                Answer::Words(StatusCode::NOT_FOUND, self.tongue.phrase("there is no such page").into_owned())
            }
        }
    }

    /// Returns the present scene.
    pub(super) fn scene(&self) -> Arc<Scene> {
        self.scenes.borrow().clone()
    }

    /// Returns who sits here in a scene: whoever is no longer a reviewer does not, and ticks fall off texts that changed.
    pub(super) fn seated(&self, scene: &Scene) -> Seat {
        let mut seat = self.seat();
        if let Some(ground) = &scene.shown().ground {
            seat.person = self.keyring().person(&ground.trust);
        }
        if let Some(desk) = &scene.shown().desk {
            seat.ticked.retain(|folder, ticked| {
                crate::signing::sight(folder, desk, scene.project()) == Some(ticked.seen)
            });
        }
        seat.clone()
    }
}

/// Puts together what pages are made of; without settings or trust nothing can be shown.
pub(super) fn room<'a>(
    scene: &'a Scene,
    overview: &'a crate::overview::Overview,
    (seat, found): (&'a Seat, &'a [Diagnostic]),
) -> Result<Room<'a>, Refusal> {
    let shown = scene.shown();
    let (ground, desk) = shown.ground.as_ref().zip(shown.desk.as_ref()).ok_or_else(|| no_ground(scene))?;
    Ok(Room {
        project: scene.project(),
        ground,
        standings: &shown.standings,
        desk,
        overview,
        remarks: &shown.remarks,
        found,
        live: scene.edition(Stage::Live).map(|edition| &**edition),
        draft: scene.edition(Stage::Draft).map(|edition| &**edition),
        seat,
    })
}

/// Why nothing can be shown.
pub(super) fn no_ground(scene: &Scene) -> Refusal {
    Refusal::usage(
        "settings, trust or theme have a fault, and nothing can be judged before it is put right",
        "put right what stands here; the desk goes on by itself",
    )
    .because(scene.shown().stopping.clone())
}

fn no_text(place: &str, name: &str) -> Refusal {
    Refusal::usage(
        format!("there is no text `{place}/{name}`, neither on the desk nor in the record"),
        "go back to what waits, and choose one there",
    )
}

fn filter(query: &Fields) -> Filter {
    Filter {
        lang: query.text("lang").and_then(Lang::parse),
        topic: query.text("topic").and_then(Topic::parse),
        role: query.text("role").and_then(Role::parse),
        all: query.is_ticked("all"),
    }
}
