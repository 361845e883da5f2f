//! From cleared text to HTML: bodies from trees of blocks, pages from views through the theme's templates.
//!
//! 1. [`body`] writes the article's words, with what its [`Surroundings`] know of the world;
//! 2. a [`view`] holds what one page shows, a [`Frame`] what stands around it;
//! 3. [`page`] puts both through a template.
//!
//! [`feed`] and [`sitemap`] are for programs, and no theme changes them.
//!
//! Invariant: pure; nothing here asks whether a text may be shown, and nothing is shown that the caller did not give.

pub mod body;
mod escape;
pub mod feed;
pub mod frame;
pub mod home;
pub mod index;
mod inline;
pub mod page;
pub mod services;
pub mod sitemap;
mod surroundings;
#[cfg(test)]
mod tests;
pub mod view;
mod writer;

pub use frame::{Dated, Frame, LanguageLink, Old, Shared, SiteView};
pub use inline::{phone_href, plain};
pub use surroundings::{Citations, Destination, Picture, Place, Surroundings};
pub use writer::section_id;
