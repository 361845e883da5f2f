//! One file in, one article out: its settings, its outline, and on demand its tree of blocks.
//!
//! Invariant: an article knows no other article, no note, no region and no HTML; spans are bytes of the file.

pub mod front;
pub mod outline;
pub mod tree;

use crate::base::code::CheckCode;
use crate::base::digest::Digest;
use crate::base::lang::Lang;
use crate::base::name::{ArticleId, SiteId};
use crate::diagnostic::Diagnostics;
use crate::source::Source;

use front::Front;
use outline::{Outline, SnippetOutline};
use tree::Body;

/// An article, read and found free of faults of its own.
#[derive(Clone, Debug)]
pub struct Article {
    source: Source,
    digest: Digest,
    lang: Lang,
    front: Front,
    outline: Outline,
}

impl Article {
    /// Reads an article. What is wrong is pushed to `found`, all of it; with an error among that there is no article.
    pub fn parse(source: &Source, lang: &Lang, found: &mut Diagnostics) -> Option<Self> {
        let _ = (source, lang, found);
        None
    }

    /// Returns the text.
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// Returns the digest of the file's bytes: what reviewers sign.
    pub fn digest(&self) -> Digest {
        self.digest
    }

    /// Returns the language.
    pub fn lang(&self) -> &Lang {
        &self.lang
    }

    /// Returns the id.
    pub fn id(&self) -> &ArticleId {
        &self.front.id
    }

    /// Returns the settings between the `+++` lines.
    pub fn front(&self) -> &Front {
        &self.front
    }

    /// Returns sections, facts, links and pictures, with their places.
    pub fn outline(&self) -> &Outline {
        &self.outline
    }

    /// Returns the tree of blocks, read anew from the text: trees of all articles at once would fill the memory.
    pub fn body(&self) -> Body {
        Body::default()
    }

    /// Returns the check code of a snippet: it names site, language, id and every signed word of the message
    /// (title, red flags, section), facts unfilled (DESIGN 7).
    pub fn code(&self, site: &SiteId, snippet: &SnippetOutline) -> CheckCode {
        let _ = (site, snippet);
        CheckCode::of(&self.digest)
    }
}
