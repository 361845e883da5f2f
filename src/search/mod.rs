//! Finds the texts that answer what somebody types: a packed index for one small script, and the same search in Rust.
//!
//! The script has no table and no stemmer of its own: what it must know of a language travels in the index. The form of
//! the index is told in `docs/search-format.md`.
//!
//! Invariant: [`Index::find`] and the script give the same answer to the same query, hit by hit.

mod common;
mod draft;
mod find;
mod fold;
mod index;
mod near;
mod number;
mod pack;
mod phrase;
mod postings;
mod resolve;
mod stem;
mod swap;
#[cfg(test)]
mod tests;

pub use draft::Draft;
pub use index::Index;

/// A text that can be found.
#[derive(Clone, Debug, Default)]
pub struct Document<'a> {
    /// What it is called; counts most.
    pub title: &'a str,
    /// Its headings, or the title of the whole that it is a part of.
    pub headings: Vec<&'a str>,
    /// Words that somebody may search it by, whether they stand in the text or not.
    pub terms: Vec<&'a str>,
    /// The text itself; counts least.
    pub body: &'a str,
}

/// Words that mean certain documents, whatever stands in them.
#[derive(Clone, Debug)]
pub struct Word<'a> {
    /// One word or several; several are found where they stand in a query one behind the other.
    pub text: &'a str,
    /// Places of the documents in the list that the index is built from, best first; a place outside of it is passed over.
    pub documents: Vec<usize>,
    /// Whether the words alone may mean that a life is at stake now.
    pub emergency: bool,
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// Whether the query holds words that may mean that a life is at stake now.
    pub emergency: bool,
    /// Best first; empty where nothing answers the query.
    pub hits: Vec<Hit>,
}

/// A document that answers a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Its place in the list that the index was built from.
    pub document: usize,
    /// How the words of the query were found: the weakest of them.
    pub how: How,
}

/// How a word of a query was found, from sure to unsure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum How {
    /// As it was typed, or as it stands on another keyboard or in another script.
    Exact,
    /// As the beginning of a word, or with another ending.
    Prefix,
    /// As a slip of the pen.
    Close,
}
