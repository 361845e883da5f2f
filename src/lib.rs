//! `vetted` turns doctor-verified Markdown into a static site and chat snippets, and publishes only what the required
//! reviewers have signed.
//!
//! The map, from what knows nothing to what knows everything. A module imports only from the rows above its own; two ends
//! touch the world, the middle is pure. `tests/it/arch.rs` keeps it so.
//!
//! | row | modules | what they are |
//! |---|---|---|
//! | words | [`base`], [`source`] | small values everybody speaks; a text and how to point into it |
//! | saying | [`diagnostic`] | what we have to say about the inputs, as data; its renderers only format |
//! | inputs | [`project`], [`toml_file`], [`config`] | everything a build may know, read once, and the day; the settings |
//! | reading | [`article`], [`trust`], [`facts`], [`theme`] | one file in, one typed value out, no knowledge of each other |
//! | judging | [`gate`] | the only maker of `Cleared` |
//! | knowing | [`catalog`] | the cleared articles as a web: addresses, links, languages, topics |
//! | making | [`chat`], [`render`] | pure functions to text and findings |
//! | finishing | [`emit`], [`site`] | each emitter makes one sort of file; the finished map |
//! | recipe | [`pipeline`] | calls the phases in order |
//! | world | [`disk`] | the only code that touches files |
//! | person | [`cli`] | arguments, clock, colours, exit codes |

pub mod article;
pub mod base;
pub mod catalog;
pub mod chat;
pub mod cli;
pub mod config;
pub mod diagnostic;
pub mod disk;
pub mod emit;
pub mod facts;
pub mod gate;
pub mod pipeline;
pub mod project;
pub mod render;
pub mod site;
pub mod source;
pub mod theme;
pub mod toml_file;
pub mod trust;
