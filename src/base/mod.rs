//! Small values everybody speaks: digests, names, languages, days, paths, the order of words.
//!
//! Invariant: nothing here knows an article, a note or a file system, and every value that exists is valid.

pub mod alphabet;
pub mod code;
pub mod day;
pub mod digest;
pub mod lang;
pub mod name;
pub mod path;
