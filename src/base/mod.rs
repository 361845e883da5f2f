//! Small values everybody speaks: digests, names, languages, days, paths, addresses, phone numbers, the order of words.
//!
//! Invariant: nothing here knows an article, a note or a file system, and every value that exists is valid.

pub mod address;
pub mod alphabet;
pub mod code;
pub mod day;
pub mod digest;
pub mod lang;
pub mod name;
pub mod path;
pub mod phone;
pub mod wording;
