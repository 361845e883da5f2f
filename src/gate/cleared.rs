//! What may be published: texts that the required reviewers have signed, and the tombstones of those that ended.
//!
//! Invariant: only the gate makes these values. Others may ask them:
//!
//! ```
//! use vetted::gate::Cleared;
//! fn version(cleared: &Cleared) -> u32 {
//!     cleared.clearance().version()
//! }
//! ```
//!
//! but their fields are private and they have no constructor:
//!
//! ```compile_fail
//! use vetted::gate::Cleared;
//! let forged = Cleared { version: 7 };
//! ```
//!
//! ```compile_fail
//! use vetted::gate::Cleared;
//! let forged: Cleared = Default::default();
//! ```

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::article::Article;
use crate::base::code::CheckCode;
use crate::base::day::Day;
use crate::base::lang::Lang;
use crate::base::name::{ArticleId, ReviewerId, SectionId, Topic};
use crate::base::path::SourcePath;
use crate::facts::Facts;
use crate::lexicon::Lexicon;
use crate::project::File;
use crate::services::Services;
use crate::trust::note::{FileName, Pin};
use crate::trust::reviewers::PublicName;
use crate::trust::words::{Reason, Role, Scope};

/// A file of the record that the site publishes as it is, under the same path.
pub type RecordFile = (SourcePath, File);

/// A signed note that counts for a live version.
#[derive(Clone, Debug)]
pub struct Approver {
    /// The capacity in which the reviewer signed.
    pub role: Role,
    /// The reviewer.
    pub reviewer: ReviewerId,
    /// What readers are told of the reviewer.
    pub public: PublicName,
    /// The day of the review.
    pub reviewed: Day,
    /// When the reviewer wants it read again.
    pub review_by: Day,
    /// What the approval covers.
    pub scope: Scope,
    /// The note; its signature is the file of the same name with `.sig` behind it.
    pub path: SourcePath,
}

/// What a live version of any kind has: who signed it, until when, and the files that prove it.
#[derive(Clone, Debug)]
pub struct Clearance {
    pub(super) version: u32,
    pub(super) approvers: Vec<Approver>,
    pub(super) due: Day,
    pub(super) overdue: bool,
    pub(super) demonstration: bool,
    pub(super) record: Vec<RecordFile>,
}

impl Clearance {
    /// Returns the version's number.
    pub fn version(&self) -> u32 {
        self.version
    }

    /// Returns the notes that count, sorted by role and reviewer.
    pub fn approvers(&self) -> &[Approver] {
        &self.approvers
    }

    /// Returns the last day on which the text is fresh.
    pub fn due(&self) -> Day {
        self.due
    }

    /// Returns the day on which the last of the counting reviews was made.
    pub fn reviewed(&self) -> Option<Day> {
        self.approvers.iter().map(|approver| approver.reviewed).max()
    }

    /// Returns whether that day is past.
    pub fn is_overdue(&self) -> bool {
        self.overdue
    }

    /// Returns whether the text, or the facts it uses, rests on demonstration reviewers: then no doctor has checked it.
    pub fn is_demonstration(&self) -> bool {
        self.demonstration
    }

    /// Returns the files to publish, sorted by path: the text, its pictures, the notes that count and their signatures.
    pub fn record(&self) -> &[RecordFile] {
        &self.record
    }
}

/// A live article: what later stages may show.
#[derive(Clone, Debug)]
pub struct Cleared {
    pub(super) article: Arc<Article>,
    pub(super) topic: Topic,
    pub(super) clearance: Clearance,
    pub(super) translation: Option<Translation>,
    pub(super) lapses: bool,
    pub(super) pictures: BTreeMap<FileName, File>,
    pub(super) former: Vec<SnippetCode>,
}

/// What a translation follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Translation {
    /// The version it was made from.
    pub pin: Pin,
    /// Whether the source's live version is a later one.
    pub behind: bool,
}

/// A snippet of a signed version, known by its check code.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SnippetCode {
    /// The version.
    pub version: u32,
    /// The section.
    pub section: SectionId,
    /// The code.
    pub code: CheckCode,
}

impl Cleared {
    /// Returns the article.
    pub fn article(&self) -> &Arc<Article> {
        &self.article
    }

    /// Returns the topic that its notes name.
    pub fn topic(&self) -> &Topic {
        &self.topic
    }

    /// Returns who cleared it, until when, and the proof.
    pub fn clearance(&self) -> &Clearance {
        &self.clearance
    }

    /// Returns whether the text is taken off once it is overdue, as its topic's policy has it; others go on with a mark.
    pub fn lapses(&self) -> bool {
        self.lapses
    }

    /// Returns what it was translated from, where it is a translation.
    pub fn translation(&self) -> Option<&Translation> {
        self.translation.as_ref()
    }

    /// Returns the pictures by the names that the text uses.
    pub fn pictures(&self) -> &BTreeMap<FileName, File> {
        &self.pictures
    }

    /// Returns the snippets of earlier versions that were approved: messages with these codes were once genuine.
    pub fn former(&self) -> &[SnippetCode] {
        &self.former
    }
}

/// An article that was signed and is to be shown no more.
#[derive(Clone, Debug)]
pub struct Tombstone {
    pub(super) id: ArticleId,
    pub(super) lang: Lang,
    pub(super) ending: Ending,
    pub(super) snippets: Vec<SnippetCode>,
    pub(super) former: Vec<SnippetCode>,
    pub(super) record: Vec<RecordFile>,
}

/// Why an article is shown no more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ending {
    /// A reviewer withdrew it.
    Withdrawn {
        /// Why.
        reason: Reason,
        /// When.
        day: Day,
        /// What to read instead.
        instead: Option<ArticleId>,
        /// In the folder of which language: another one than the tombstone's where the source of a translation was
        /// withdrawn.
        lang: Lang,
    },
    /// Its review is overdue, and its topic's policy says `withdraw`.
    Expired {
        /// The last day on which it was fresh.
        due: Day,
    },
    /// A file that may be a withdrawal can no longer be checked, and holds it until somebody has looked.
    Held,
    /// A correction, its own or its source's, bars every version there is.
    Corrected,
}

impl Tombstone {
    /// Returns the article's id.
    pub fn id(&self) -> &ArticleId {
        &self.id
    }

    /// Returns the article's language.
    pub fn lang(&self) -> &Lang {
        &self.lang
    }

    /// Returns why it ended.
    pub fn ending(&self) -> &Ending {
        &self.ending
    }

    /// Returns the snippets of the newest approved version that can be read.
    pub fn snippets(&self) -> &[SnippetCode] {
        &self.snippets
    }

    /// Returns the snippets of the approved versions before that.
    pub fn former(&self) -> &[SnippetCode] {
        &self.former
    }

    /// Returns the withdrawal notes to publish, with their signatures; other tombstones may have the same.
    pub fn record(&self) -> &[RecordFile] {
        &self.record
    }
}

/// The live facts of a region.
#[derive(Clone, Debug)]
pub struct ClearedFacts {
    pub(super) facts: Arc<Facts>,
    pub(super) clearance: Clearance,
}

impl ClearedFacts {
    /// Returns the facts.
    pub fn facts(&self) -> &Arc<Facts> {
        &self.facts
    }

    /// Returns who cleared them, until when, and the proof.
    pub fn clearance(&self) -> &Clearance {
        &self.clearance
    }
}

/// The live directory of services of a region.
#[derive(Clone, Debug)]
pub struct ClearedServices {
    pub(super) services: Arc<Services>,
    pub(super) clearance: Clearance,
    pub(super) lapses: bool,
}

impl ClearedServices {
    /// Returns the directory.
    pub fn services(&self) -> &Arc<Services> {
        &self.services
    }

    /// Returns who cleared it, until when, and the proof.
    pub fn clearance(&self) -> &Clearance {
        &self.clearance
    }

    /// Returns whether it is taken off once it is overdue, as the policy has it.
    pub fn lapses(&self) -> bool {
        self.lapses
    }
}

/// The live lexicon of a language.
#[derive(Clone, Debug)]
pub struct ClearedLexicon {
    pub(super) lexicon: Arc<Lexicon>,
    pub(super) clearance: Clearance,
}

impl ClearedLexicon {
    /// Returns the lexicon.
    pub fn lexicon(&self) -> &Arc<Lexicon> {
        &self.lexicon
    }

    /// Returns who cleared it, until when, and the proof.
    pub fn clearance(&self) -> &Clearance {
        &self.clearance
    }
}
