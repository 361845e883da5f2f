//! What the home page of a language shows: the way to help, what people need, what they see, and what there is.
//!
//! All of it is taken from signed texts; the theme adds headings alone.

use serde::Serialize;
use tera::Value;

use super::view::{Entry, Link, UrgencyGroup};

/// The home page of a language, and the root page; `home.html`.
#[derive(Clone, Debug, Serialize)]
pub struct HomeView {
    /// The first of the emergency articles, most urgent first; the emergency page has all of them.
    pub emergency: Vec<Entry>,
    /// The address of the page of services, where there is one.
    pub services: Option<String>,
    /// What people need: those with an emergency in the order of their haste, then the others in the order of the design.
    pub needs: Vec<NeedView>,
    /// What people see or feel, the emergencies first.
    pub signs: Vec<SignsView>,
    /// The topics.
    pub topics: Vec<Link>,
    /// The address of the index.
    pub index: String,
}

/// The texts for one need.
#[derive(Clone, Debug, Serialize)]
pub struct NeedView {
    /// The need's label, in the words of whoever has it.
    pub label: String,
    /// The first of its texts by urgency, the most urgent first.
    pub groups: Vec<UrgencyGroup>,
    /// Topics that have the texts beyond these.
    pub topics: Vec<Link>,
    /// Whether there are such texts in other topics yet.
    pub is_cut: bool,
}

/// The signs of one urgency.
#[derive(Clone, Debug, Serialize)]
pub struct SignsView {
    /// The kind of the cards they stand in: `emergency` or `urgent`.
    pub kind: &'static str,
    /// The cards.
    pub cards: Vec<SignView>,
}

/// A card with red flags, as a way to the text it stands in.
#[derive(Clone, Debug, Serialize)]
pub struct SignView {
    /// What to ask first, from the settings of the text; one that has no more questions shows its title alone.
    pub question: Option<String>,
    /// The title of the text.
    pub title: String,
    /// Its address.
    pub href: String,
    /// What the card says to do, as [`line`](super::body::line) writes it.
    pub action: Value,
    /// The red flags, plain.
    pub flags: Vec<String>,
}
