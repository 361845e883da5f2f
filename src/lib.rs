//! `vetted` turns doctor-verified Markdown into a static site and chat snippets, and publishes only what the required
//! reviewers have signed, byte for byte.
//!
//! # The flow, on one line
//!
//! `disk → Project → [read] settings, trust, theme → [judge] record → Cleared → [know] Catalog → [make] pages, messages →
//! [finish] Site → published in one step`
//!
//! All of the middle is pure: [`pipeline::build`] is a function of a [`project::Project`] and a shelf for finished files.
//! The same function serves `build`, `check` and the tests.
//!
//! # The house
//!
//! A module imports only from layers above its own; modules of one layer do not know each other. `tests/it/arch.rs` keeps
//! this table and checks it.
//!
//! | layer | modules | sentence |
//! |---|---|---|
//! | words | [`base`], [`source`] | small values everybody speaks; a text and how to point into it |
//! | saying | [`diagnostic`] | what we have to say about the inputs, as data; its renderers only format |
//! | inputs | [`project`], [`toml_file`], [`site`], then [`config`] | everything a build may know, read once, and the day; TOML with its places; the map that a build fills; the settings, checked |
//! | reading | [`article`], [`trust`], [`facts`], [`services`], [`lexicon`], [`theme`] | one file in, one typed value out, no knowledge of each other |
//! | judging | [`gate`] | the only maker of [`gate::Cleared`] |
//! | knowing | [`catalog`], [`desk`], then [`overview`] | the cleared articles as a web; the working texts as a web, never published; how everything stands, and what is to be done |
//! | making | [`chat`], [`search`], [`lint`], [`render`], [`privacy`], [`difference`] | pure functions to text and findings |
//! | finishing | [`emit`] | each emitter makes one sort of file |
//! | recipe | [`memo`], then [`pipeline`] | what is known from the last time; calls the phases in order |
//! | signing | [`signing`], then [`bundle`], then [`review`] | what a signature would say, and whether it would count, before anything is written; texts and signatures that travel; the pages of the review desk |
//! | world | [`disk`], then [`serve`] | the only code that touches files; and sockets, and watches |
//! | person | [`cli`] | arguments, clock, colours, exit codes |
//!
//! # What never happens
//!
//! * Nothing reaches an emitter that the gate has not made [`gate::Cleared`]: the type has no other maker.
//! * No clock, file, process or environment in the middle: `clippy.toml` forbids them there.
//! * No fault in one text stops a build: only settings, trust and theme can, and then the old site stays as it is.
//! * No order of a hash map, thread or file system reaches the output.

pub mod article;
pub mod base;
pub mod bundle;
pub mod catalog;
pub mod chat;
pub mod cli;
pub mod config;
pub mod desk;
pub mod diagnostic;
pub mod difference;
pub mod disk;
pub mod emit;
pub mod facts;
pub mod gate;
pub mod lexicon;
pub mod lint;
pub mod memo;
pub mod overview;
pub mod pipeline;
pub mod privacy;
pub mod project;
pub mod render;
pub mod review;
pub mod search;
pub mod serve;
pub mod services;
pub mod signing;
pub mod site;
pub mod source;
pub mod theme;
pub mod toml_file;
pub mod trust;
