//! `vetted` turns doctor-verified Markdown into a static site and chat snippets, and publishes only what the required
//! reviewers have signed.

pub mod article;
pub mod base;
pub mod catalog;
pub mod chat;
pub mod cli;
pub mod config;
pub mod desk;
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
