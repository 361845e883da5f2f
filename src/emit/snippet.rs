//! The JSON contract of the snippets: the types, and nothing else.
//!
//! The names are those of field guide 3.7; the schema is made from these types, so they cannot drift apart.
//!
//! A snippet with openings stands there once by itself and once behind each of them, all with the same core.
//!
//! Invariant: a withdrawn snippet has an id, a code and a status, and no place for a text.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::article::front::{Audience, BlankKind, Delivery, Escalation, Frame, Need, Sensitivity, Urgency};
use crate::chat::Formats;

/// The name of the contract.
pub(super) const SCHEMA: &str = "vetted-snippets";
/// Its version: raised when a field changes its meaning or goes; new fields may come at any time.
pub(super) const SCHEMA_VERSION: u32 = 1;

/// A file of snippets.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "vetted snippets")]
pub(super) struct SnippetFile<T> {
    /// The name of this contract: `vetted-snippets`.
    pub(super) schema: &'static str,
    /// The version of this contract. Readers ignore fields they do not know.
    pub(super) schema_version: u32,
    /// The snippets, sorted by language and id.
    pub(super) snippets: Vec<T>,
}

/// A snippet, or what is left of a withdrawn one.
#[derive(Serialize, JsonSchema)]
#[serde(untagged)]
pub(super) enum Entry {
    /// A text that may be sent.
    Published(Box<Snippet>),
    /// A text that must not be sent any more.
    Withdrawn(Withdrawn),
}

/// What is left of a withdrawn snippet.
#[derive(Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Withdrawn {
    /// The snippet's id.
    pub(super) id: String,
    /// Its check code.
    pub(super) code: String,
    /// `withdrawn`
    pub(super) status: WithdrawnStatus,
}

/// The only status of a withdrawn snippet.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum WithdrawnStatus {
    /// Do not send it; delete copies.
    Withdrawn,
}

/// The status of a text that may be sent.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum Status {
    /// The required reviewers have signed it.
    Verified,
    /// Demonstration reviewers have signed it: no doctor has checked this text.
    Demonstration,
    /// It is due for review; say so when you send it.
    Expired,
}

impl Status {
    /// Returns the word.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Verified => "verified",
            Self::Demonstration => "demonstration",
            Self::Expired => "expired",
        }
    }
}

/// A section of a signed article as a chat message.
#[derive(Clone, Serialize, JsonSchema)]
pub(super) struct Snippet {
    /// Stable for ever: `<article id>.<section id>`, and of a variant `<article id>.<section id>.<frame>`.
    pub(super) id: String,
    /// Six characters that name the signed text this message comes from; a variant has the code of its core.
    pub(super) code: String,
    /// Whether it may be sent as checked.
    pub(super) status: Status,
    /// The article's id.
    pub(super) article: String,
    /// The section's id.
    pub(super) anchor: String,
    /// The language, as a lower-case BCP 47 tag.
    pub(super) lang: String,
    /// The region whose facts are filled in.
    pub(super) region: String,
    /// The section's heading.
    pub(super) title: String,
    /// The client's own words, slang and misspellings, for search only.
    pub(super) search_terms: Vec<String>,
    /// Former ids of the article.
    pub(super) aliases: Vec<String>,
    /// What the reader needs.
    pub(super) need: Need,
    /// Whether the need can be met on-line.
    pub(super) delivery: Option<Delivery>,
    /// How urgent it is.
    pub(super) urgency: Urgency,
    /// Who it is written for.
    pub(super) audience: Vec<Audience>,
    /// Whose words: those of a doctor, or of a service.
    pub(super) voice: Speaker,
    /// The voice of the opening, of a variant.
    pub(super) frame: Option<Frame>,
    /// Of a variant the id of the snippet whose text it opens; the `core_hash` of both is the same.
    pub(super) variant_of: Option<String>,
    /// The openings of the variants, by their frames.
    pub(super) openings: BTreeMap<Frame, String>,
    /// The digest of the signed core, equal under every opening.
    pub(super) core_hash: String,
    /// Whether a group may see it.
    pub(super) sensitivity: Sensitivity,
    /// Where it may be sent.
    pub(super) channel_fit: ChannelFit,
    /// For private ones: what a group may see instead.
    pub(super) invite: Option<String>,
    /// Signs that need help at once; every format repeats them.
    pub(super) red_flags: Vec<RedFlag>,
    /// What to ask when a message is unclear.
    pub(super) ask_first: Vec<String>,
    /// What to send next, and when.
    pub(super) sequence: Vec<SequenceStep>,
    /// Whom to bring in.
    pub(super) escalate_to: Vec<Escalation>,
    /// Articles to go on with.
    pub(super) next: Vec<String>,
    /// Articles that have to do with it, nearest first.
    pub(super) related: Vec<String>,
    /// The message in each format.
    pub(super) formats: Formats,
    /// What the worker fills in before sending, written `{name}` in the texts.
    pub(super) placeholders: Vec<Placeholder>,
    /// What the doctors' signatures say.
    pub(super) medical_review: Review,
    /// The same of a lawyer, where one has signed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) legal_review: Option<Review>,
    /// Of a translation, the same of the editor who compared it with its source.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) translation_review: Option<Review>,
    /// Every signature that counts.
    pub(super) reviews: Vec<Signature>,
    /// What the text rests on.
    pub(super) sources: Vec<SourceEntry>,
    /// Where to read on; a text for workers alone has no page.
    pub(super) links: Option<Links>,
    /// A digest of the signed file and of the facts that are filled in, `sha256:…`: another one, another message.
    pub(super) content_hash: String,
}

/// Whose words a text is in.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum Speaker {
    /// A doctor has signed them.
    Medical,
    /// They are of a service: how it works, what to ask, how a group keeps its peace.
    Service,
}

/// Where a message may be sent.
#[expect(clippy::struct_excessive_bools, reason = "the contract has one field for each channel")]
#[derive(Clone, Serialize, JsonSchema)]
pub(super) struct ChannelFit {
    /// A group chat.
    pub(super) group: bool,
    /// A private chat.
    pub(super) dm: bool,
    /// Read out by phone.
    pub(super) phone: bool,
    /// A text message.
    pub(super) sms: bool,
}

/// A sign that needs help.
#[derive(Clone, Serialize, JsonSchema)]
pub(super) struct RedFlag {
    /// The sign.
    pub(super) text: String,
    /// `emergency` or `urgent`.
    pub(super) level: &'static str,
    /// What to do then: the first line of its card.
    pub(super) action: String,
}

/// A follow-up message.
#[derive(Clone, Serialize, JsonSchema)]
pub(super) struct SequenceStep {
    /// Its place, from 1.
    pub(super) step: usize,
    /// Seconds after this message.
    pub(super) after_s: u32,
    /// The id of the snippet to send.
    pub(super) name: String,
}

/// A field that the worker fills in.
#[derive(Clone, Serialize, JsonSchema)]
pub(super) struct Placeholder {
    /// Its name, written `{name}` in the texts.
    pub(super) name: String,
    /// What it asks for.
    pub(super) label: String,
    /// What may be written in it.
    pub(super) kind: BlankKind,
    /// Always true: a message with an empty blank is not sent.
    pub(super) required: bool,
    /// Always empty: no blank fills itself.
    pub(super) default: Option<String>,
    /// Who fills it in: always `worker`, because regional facts are filled in already.
    pub(super) from: &'static str,
    /// The most characters it may hold.
    pub(super) max_chars: usize,
}

/// What the signatures of one role say.
#[derive(Clone, Serialize, JsonSchema)]
pub(super) struct Review {
    /// The same as the snippet's status.
    pub(super) status: Status,
    /// The public name of the first reviewer of that role; none where nobody of it has to sign.
    pub(super) reviewer: Option<String>,
    /// The role.
    pub(super) role: &'static str,
    /// When it was read, `YYYY-MM-DD`.
    pub(super) on: Option<String>,
    /// Until when it holds, `YYYY-MM-DD`.
    pub(super) until: String,
    /// Where the signed version and its notes stand on the site.
    pub(super) record: String,
}

/// A signature that counts.
#[derive(Clone, Serialize, JsonSchema)]
pub(super) struct Signature {
    /// The role it was made in.
    pub(super) role: &'static str,
    /// The reviewer's pseudonym.
    pub(super) reviewer: String,
    /// What the site says of the reviewer.
    pub(super) public: String,
    /// When the text was read, `YYYY-MM-DD`.
    pub(super) on: String,
}

/// What a text rests on.
#[derive(Clone, Serialize, JsonSchema)]
pub(super) struct SourceEntry {
    /// The title.
    pub(super) title: String,
    /// Who published it.
    pub(super) org: String,
    /// The year.
    pub(super) year: i64,
    /// An address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) url: Option<String>,
    /// A DOI.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) doi: Option<String>,
    /// An ISBN.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) isbn: Option<String>,
}

/// Where to read on.
#[derive(Clone, Serialize, JsonSchema)]
pub(super) struct Links {
    /// The page on the site.
    pub(super) canonical: String,
    /// The whole article as plain text.
    pub(super) text: String,
    /// The same on the onion site.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) onion: Option<String>,
}

/// A line of the index to search in: enough to find a snippet, not to send it.
#[derive(Serialize, JsonSchema)]
pub(super) struct IndexEntry {
    /// The snippet's id.
    pub(super) id: String,
    /// The heading.
    pub(super) title: String,
    /// The client's own words.
    pub(super) search_terms: Vec<String>,
    /// What the reader needs.
    pub(super) need: Need,
    /// How urgent it is.
    pub(super) urgency: Urgency,
    /// The language.
    pub(super) lang: String,
    /// The check code.
    pub(super) code: String,
    /// Whether it may be sent as checked.
    pub(super) status: Status,
    /// Until when it holds, `YYYY-MM-DD`.
    pub(super) until: String,
}
