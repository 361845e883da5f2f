//! A note: a reviewer's signed statement about one version of one text, or that an article is to vanish
//! (`docs/record-format.md`).
//!
//! A note is read by a doctor, by `ssh-keygen -Y verify`, by `sha256sum -c --strict` and by us, and all four must agree
//! about every byte; so there is one way to write a note, and nothing else is read.
//!
//! Invariant: what [`Note::parse`] accepts is byte for byte what [`Note::write`] makes of the result.

mod read;
#[cfg(test)]
mod tests;
mod write;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use super::words::{Kind, Reach, Reason, Role, Scope};
use crate::base::day::Day;
use crate::base::digest::Digest;
use crate::base::lang::Lang;
use crate::base::name::{ArticleId, Region, ReviewerId, SiteId, Topic};
use crate::diagnostic::Diagnostics;
use crate::project::text::refused;
use crate::source::{Source, Span};

/// The most bytes a note may have.
pub const LARGEST: usize = 64 * 1024;

/// A reviewer's statement, without its signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The site it is made for.
    pub site: SiteId,
    /// The version that is approved, or the highest one that is withdrawn; from 1.
    pub version: u32,
    /// The capacity in which the reviewer speaks.
    pub role: Role,
    /// Who speaks.
    pub reviewer: ReviewerId,
    /// The day of the statement, in the reviewer's own word.
    pub reviewed: Day,
    /// What the reviewer declares.
    pub declaration: Declaration,
    /// What is stated.
    pub statement: Statement,
}

/// What a note states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Statement {
    /// A version may be published.
    Approve(Approval),
    /// An article must vanish.
    Withdraw(Withdrawal),
}

/// The approval of one version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Approval {
    /// What is approved.
    pub subject: Subject,
    /// How much of it was read, and what it means for earlier versions.
    pub scope: Scope,
    /// When it must be read again.
    pub review_by: Day,
    /// The version it follows, by the digest of that version's text.
    pub previous: Option<(u32, Digest)>,
    /// The version it was translated from.
    pub translation_of: Option<Pin>,
    /// The withdrawals that it lifts.
    pub lifts: BTreeSet<Lift>,
    /// The digest of the text itself (`article.md`, `facts.toml`, …).
    pub text: Digest,
    /// The digests of the pictures that belong to it; none but for articles.
    pub pictures: BTreeMap<FileName, Digest>,
}

/// The withdrawal of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Withdrawal {
    /// The article, in the language whose folder the note lies in.
    pub article: ArticleName,
    /// Whether the other languages vanish too.
    pub reach: Reach,
    /// Why.
    pub reason: Reason,
    /// What to read instead.
    pub instead: Option<ArticleId>,
}

/// What is approved.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// An article in a language, in a topic.
    Article(ArticleName),
    /// The facts of a region.
    Facts(Region),
    /// The directory of services of a region.
    Services(Region),
    /// The lexicon of a language.
    Lexicon(Lang),
}

/// An article as a note names it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ArticleName {
    /// Its id.
    pub id: ArticleId,
    /// Its language.
    pub lang: Lang,
    /// The topic by which policy and entitlement go.
    pub topic: Topic,
}

/// A version of a text in another language, by the digest of its `article.md`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pin {
    /// The language of the source.
    pub lang: Lang,
    /// The version of the source.
    pub version: u32,
    /// The digest of the source's text.
    pub digest: Digest,
}

/// A withdrawal that an approval lifts: `withdrawn.<number>.<reviewer>.note` in the folder of `lang`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Lift {
    /// The language in whose folder the withdrawal lies.
    pub lang: Lang,
    /// The withdrawal's number.
    pub number: u32,
    /// Who withdrew.
    pub reviewer: ReviewerId,
    /// The digest of the withdrawal note's bytes.
    pub digest: Digest,
}

impl Subject {
    /// Returns the word of the note's `kind` line.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Article(_) => Kind::Article,
            Self::Facts(_) => Kind::Facts,
            Self::Services(_) => Kind::Services,
            Self::Lexicon(_) => Kind::Lexicon,
        }
    }

    /// Returns the name of the text's file within the folder of a version.
    pub fn file_name(&self) -> &'static str {
        match self {
            Self::Article(_) => "article.md",
            Self::Facts(_) => "facts.toml",
            Self::Services(_) => "services.toml",
            Self::Lexicon(_) => "lexicon.toml",
        }
    }

    /// Returns the topic; only articles have one.
    pub fn topic(&self) -> Option<&Topic> {
        match self {
            Self::Article(name) => Some(&name.topic),
            _ => None,
        }
    }
}

/// The name of a file that lies beside a text: ASCII letters, digits, `.`, `_`, `-`; no folder; not hidden.
///
/// `sha256sum -c` follows any path it is given, so nothing that could be one is a name.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileName(Arc<str>);

impl FileName {
    /// Reads a name of 1 to 128 characters; anything else is `None`.
    pub fn parse(text: &str) -> Option<Self> {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
        ((1..=128).contains(&text.len()) && !text.starts_with('.') && text.bytes().all(plain))
            .then(|| Self(text.into()))
    }

    /// Returns the name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for FileName {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl fmt::Debug for FileName {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// What a reviewer declares: one line of words, in the reviewer's language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declaration(Arc<str>);

impl Declaration {
    /// Takes 1 to 1,000 bytes on one line, without spaces at its ends or a character that no text may hold.
    pub fn parse(text: &str) -> Option<Self> {
        let plain = !text.contains(['\n', '\t']) && refused(text).next().is_none();
        ((1..=1000).contains(&text.len()) && text.trim() == text && text != "-" && plain)
            .then(|| Self(text.into()))
    }

    /// Returns the words.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A line of a note's header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Header {
    /// The version of the grammar.
    Grammar,
    /// The site.
    Site,
    /// The kind.
    Kind,
    /// The article, region or language.
    Article,
    /// The language.
    Language,
    /// The topic.
    Topic,
    /// The version.
    Version,
    /// The role.
    Role,
    /// The reviewer.
    Reviewer,
    /// The decision.
    Decision,
    /// The scope or reach.
    Scope,
    /// The day of the statement.
    Reviewed,
    /// When to read again.
    ReviewBy,
    /// The version before.
    Previous,
    /// The source of a translation.
    TranslationOf,
    /// What is lifted.
    Lifts,
    /// The declaration.
    Declaration,
    /// The reason of a withdrawal.
    Reason,
    /// What to read instead of what is withdrawn.
    Instead,
}

impl Header {
    /// All lines in their order; the last two stand in withdrawals only.
    const ALL: [Self; 19] = [
        Self::Grammar,
        Self::Site,
        Self::Kind,
        Self::Article,
        Self::Language,
        Self::Topic,
        Self::Version,
        Self::Role,
        Self::Reviewer,
        Self::Decision,
        Self::Scope,
        Self::Reviewed,
        Self::ReviewBy,
        Self::Previous,
        Self::TranslationOf,
        Self::Lifts,
        Self::Declaration,
        Self::Reason,
        Self::Instead,
    ];

    /// How many lines an approval has before its digests.
    const OF_APPROVAL: usize = 17;

    /// Returns the word before the colon.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Grammar => "vetted-note",
            Self::Site => "site",
            Self::Kind => "kind",
            Self::Article => "article",
            Self::Language => "language",
            Self::Topic => "topic",
            Self::Version => "version",
            Self::Role => "role",
            Self::Reviewer => "reviewer",
            Self::Decision => "decision",
            Self::Scope => "scope",
            Self::Reviewed => "reviewed",
            Self::ReviewBy => "review-by",
            Self::Previous => "previous",
            Self::TranslationOf => "translation-of",
            Self::Lifts => "lifts",
            Self::Declaration => "i-declare",
            Self::Reason => "reason",
            Self::Instead => "instead",
        }
    }

    /// Returns the place of this line in a note that [`Note::parse`] accepts.
    pub fn span(self, note: &Source) -> Span {
        note.span(note.line_range(self as usize))
    }
}

impl Note {
    /// Reads a note. What is wrong is pushed to `found`; with a fault there is no note.
    pub fn parse(source: &Source, found: &mut Diagnostics) -> Option<Self> {
        read::note(source, found)
    }

    /// Returns the one way to write this note, to its last line feed.
    pub fn write(&self) -> String {
        write::note(self)
    }

    /// Returns the namespace in which it must be signed: `<role>.<site>`.
    pub fn namespace(&self) -> String {
        super::namespace(self.role, &self.site)
    }

    /// Returns the topic it speaks in; facts, services and lexicons have none.
    pub fn topic(&self) -> Option<&Topic> {
        match &self.statement {
            Statement::Approve(approval) => approval.subject.topic(),
            Statement::Withdraw(withdrawal) => Some(&withdrawal.article.topic),
        }
    }

    /// Returns the place of the line that lists a file, in a note that [`Note::parse`] accepts: the text where `picture`
    /// is `None`.
    pub fn listed_at(&self, source: &Source, picture: Option<&FileName>) -> Span {
        let before = match (&self.statement, picture) {
            (Statement::Approve(approval), Some(picture)) => 1 + approval.pictures.range(..picture).count(),
            _ => 0,
        };
        source.span(source.line_range(Header::OF_APPROVAL + before))
    }
}
