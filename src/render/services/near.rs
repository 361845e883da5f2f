//! The services that fit an article, as its page shows them.

use serde::Serialize;

use super::{DoorView, Field, Words};
use crate::base::day::Day;
use crate::base::lang::Lang;
use crate::render::frame::Dated;
use crate::services::{Service, Services};
use crate::theme::Labels;

/// Where to go now with what an article is about.
#[derive(Clone, Debug, Serialize)]
pub struct WhereNow {
    /// The address of the page of services, relative to the article.
    pub href: String,
    /// The services that fit, the fittest first.
    pub places: Vec<NearView>,
    /// What must be said where all of them are made up.
    pub example: Option<String>,
    /// The day since which the review of the directory is overdue.
    pub expired: Option<Dated>,
}

/// A service that fits an article.
#[derive(Clone, Debug, Serialize)]
pub struct NearView {
    /// Its name, where it is and when it is open.
    pub door: DoorView,
    /// The number to call, to be tapped unless it is an example.
    pub phone: Option<Field>,
    /// When it was last checked.
    pub checked: Dated,
    /// Whether that is too long ago.
    pub stale: bool,
}

impl WhereNow {
    /// Shows services of a directory in a language that it speaks, on a page from which `href` leads to all of them, as they
    /// stand on the day `as_of`.
    pub fn new(
        directory: &Services,
        services: &[&Service],
        (lang, labels): (&Lang, &Labels),
        (href, as_of): (String, Day),
    ) -> Self {
        let words = Words { lang, labels, example: directory.example };
        let place = |service: &&Service| NearView {
            door: words.door(service),
            phone: words.phone(service),
            checked: Dated::new(service.checked, labels),
            stale: service.is_stale(as_of),
        };
        let example = directory.example.then(|| labels.get("service_example").to_owned());
        Self { href, places: services.iter().map(place).collect(), example, expired: None }
    }
}
