//! The settings of an article, between its `+++` lines.
//!
//! Invariant: every key that exists is known and has its type.

mod read;
pub(super) mod shapes;
mod snippets;
mod sorts;

use std::collections::BTreeMap;
use std::ops::Range;

use crate::base::lang::Lang;
use crate::base::name::{ArticleId, BlankName, SectionId};
use crate::diagnostic::Diagnostics;
use crate::toml_file::{Read, Value};

pub(super) use read::{Draft, read};
pub(super) use snippets::SnippetDraft;

/// Names below a language's folder that the site itself uses.
const RESERVED: [&str; 9] =
    ["index", "sos", "search", "answers", "services", "a-z", "404", "feed", "sitemap"];

/// Returns whether the site itself uses the name, so that no article may have it as id or alias.
pub fn is_reserved(id: &ArticleId) -> bool {
    let id = id.as_str();
    RESERVED.contains(&id) || ["topic-", "search-", "a-z-"].iter().any(|begins| id.starts_with(begins))
}

/// The settings of an article.
#[derive(Clone, Debug)]
pub struct Front {
    /// The id, equal to the file's name.
    pub id: ArticleId,
    /// The title, plain text.
    pub title: String,
    /// One or two sentences, plain text.
    pub summary: String,
    /// What the reader needs.
    pub need: Need,
    /// How urgent it is.
    pub urgency: Urgency,
    /// Who it is written for; `worker` alone: console and JSON only.
    pub audience: Vec<Audience>,
    /// The client's own words: for search, and for the index of the site.
    pub search_terms: Vec<String>,
    /// Whether the need can be met on-line.
    pub delivery: Option<Delivery>,
    /// What to ask first when a message is unclear.
    pub ask_first: Vec<String>,
    /// Whom to bring in.
    pub escalate_to: Vec<Escalation>,
    /// Where the reader goes from here, with the place of each in the file.
    pub next: Vec<(ArticleId, Range<usize>)>,
    /// Former ids, kept as redirects, with the place of each in the file.
    pub aliases: Vec<(ArticleId, Range<usize>)>,
    /// The language this text was translated from, and its place in the file.
    pub source_language: Option<(Lang, Range<usize>)>,
    /// What the text rests on, in the order of the file.
    pub sources: Vec<Reference>,
    /// The settings of the sections that are snippets; boxed, as the map sets room aside for ten more.
    pub snippets: BTreeMap<SectionId, Box<SnippetSettings>>,
}

/// A source that the text cites as `[^key]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The key.
    pub key: String,
    /// The title.
    pub title: String,
    /// Who published it.
    pub org: String,
    /// The year.
    pub year: i64,
    /// An `https` address.
    pub url: Option<String>,
    /// A DOI, without a resolver.
    pub doi: Option<String>,
    /// An ISBN.
    pub isbn: Option<String>,
}

/// The settings of one snippet (field guide 3.7).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SnippetSettings {
    /// Whether it may be shown to a group.
    pub sensitivity: Sensitivity,
    /// What moves the talk to a private chat and reveals nothing; given exactly where `private`.
    pub invite: Option<String>,
    /// Where it may be sent; empty: everywhere.
    pub channels: Vec<Channel>,
    /// Openings over the same core.
    pub openings: BTreeMap<Frame, String>,
    /// What the worker fills in.
    pub blanks: BTreeMap<BlankName, Blank>,
    /// What to send next, and when.
    pub sequence: Vec<Step>,
}

/// A field that the worker fills in before sending.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blank {
    /// What it asks for; shown on a page in its place.
    pub label: String,
    /// What may be written in it.
    pub kind: BlankKind,
}

/// A follow-up message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Seconds after the first message.
    pub after_s: u32,
    /// The section of this article to send.
    pub section: SectionId,
}

macro_rules! words {
    ($(#[$doc:meta])* $name:ident {
        $(#[$first_doc:meta])* $first:ident = $first_word:literal,
        $($(#[$each:meta])* $variant:ident = $word:literal,)*
    }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, schemars::JsonSchema)]
        pub enum $name {
            $(#[$first_doc])* #[serde(rename = $first_word)] $first,
            $($(#[$each])* #[serde(rename = $word)] $variant,)*
        }

        impl $name {
            /// The words, in the order of the design.
            pub const WORDS: &[&str] = &[$first_word, $($word,)*];
            /// Reads the word as a text writes it.
            pub fn parse(word: &str) -> Option<Self> { match word { $first_word => Some(Self::$first), $($word => Some(Self::$variant),)* _ => None } }
            /// Returns the word.
            pub fn as_str(self) -> &'static str { match self { Self::$first => $first_word, $(Self::$variant => $word,)* } }
        }

        impl<'a> Read<'a> for $name {
            const WHAT: &'static str = concat!("one of `", $first_word, "`", $(", `", $word, "`",)*);

            fn read(value: Value<'a>, found: &mut Diagnostics) -> Option<Self> {
                let word = value.read_filled(Self::WHAT, found)?;
                Some(word.one_of(Self::WORDS, Self::parse, found)?.value)
            }
        }
    };
}

words! {
    /// What a reader needs (field guide 3.7).
    Need {
        /// Vein, skin and wound trouble that can be met on-line.
        MinorComplication = "minor-complication",
        /// Checked information.
        Information = "information",
        /// Stopping or reducing.
        Detox = "detox",
        /// COVID-19 and closed services.
        Covid = "covid",
        /// Feelings, grief, thoughts of death.
        Psych = "psych",
        /// Trouble that needs a doctor.
        SevereComplication = "severe-complication",
        /// Overdose.
        Overdose = "overdose",
        /// Treatment of HIV.
        Art = "art",
        /// Hospital, detox and rehabilitation places.
        Hospital = "hospital",
        /// Tests for infections.
        Testing = "testing",
        /// Papers.
        Documents = "documents",
        /// Law.
        Legal = "legal",
        /// Sterile equipment and naloxone.
        Supplies = "supplies",
        /// Keeping a group safe.
        Moderation = "moderation",
        /// Understanding what someone asks.
        Intake = "intake",
    }
}

words! {
    /// How urgent an article is.
    Urgency {
        /// Life is at stake now.
        Emergency = "emergency",
        /// Help is needed today.
        Urgent = "urgent",
        /// Everything else.
        Routine = "routine",
    }
}

words! {
    /// Who an article is written for.
    Audience {
        /// A person who uses drugs.
        Client = "client",
        /// A witness.
        Bystander = "bystander",
        /// A relative or friend.
        Relative = "relative",
        /// An outreach worker.
        Worker = "worker",
    }
}

words! {
    /// Whether a need can be met on-line, as the study splits needs.
    Delivery {
        /// Wholly.
        Online = "online",
        /// In part.
        Partial = "partial",
        /// Not.
        Offline = "offline",
    }
}

words! {
    /// Whom a worker brings in.
    Escalation {
        /// A doctor.
        Doctor = "doctor",
        /// A psychologist.
        Psychologist = "psychologist",
        /// An ambulance.
        Ambulance = "ambulance",
        /// A lawyer.
        Lawyer = "lawyer",
        /// A mobile unit.
        Unit = "unit",
    }
}

words! {
    /// The voice of an opening.
    Frame {
        /// Steps first.
        Practical = "practical",
        /// Why first.
        Educational = "educational",
        /// The person's feelings first.
        Therapeutic = "therapeutic",
        /// Two sentences among friends.
        Casual = "casual",
    }
}

words! {
    /// Where a message may be sent.
    Channel {
        /// A group chat.
        Group = "group",
        /// A private chat.
        Dm = "dm",
        /// Read out by phone.
        Phone = "phone",
        /// A text message.
        Sms = "sms",
    }
}

words! {
    /// What may be written in a blank.
    BlankKind {
        /// A time; digits are allowed only here.
        Time = "time",
        /// A name.
        Name = "name",
        /// A place.
        Place = "place",
    }
}

words! {
    /// Whether a snippet may be shown to a group.
    #[derive(Default)]
    Sensitivity {
        /// It may.
        #[default]
        Open = "open",
        /// It may not: the group sees the invite.
        Private = "private",
    }
}
