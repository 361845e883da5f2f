//! What each page shows, as plain values: the templates see these and nothing else.
//!
//! Addresses are ready to print: relative to the page they stand on. Texts are plain and are escaped by the templates;
//! only a [`Value`] made by [`body`](super::body) is HTML.
//!
//! Invariant: a view holds only what its page shows, so that a page changes only when what it shows does.

use serde::Serialize;
use tera::Value;

use super::body::Rendered;
use super::frame::Dated;
use super::services::WhereNow;
use crate::article::front::{Reference, Urgency};

/// Words that lead somewhere.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Link {
    /// The words.
    pub text: String,
    /// The address, relative to the page.
    pub href: String,
}

/// Words in a language that may be another than the page's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ForeignLink {
    /// The language.
    pub lang: String,
    /// Its direction, `ltr` or `rtl`.
    pub dir: &'static str,
    /// The words.
    pub text: String,
    /// The address, relative to the page.
    pub href: String,
}

/// An article in a list.
#[derive(Clone, Debug, Serialize)]
pub struct Entry {
    /// Its title.
    pub title: String,
    /// Its address, relative to the page.
    pub href: String,
    /// Its summary.
    pub summary: String,
}

/// The page of an article; `article.html`.
#[derive(Clone, Debug, Serialize)]
pub struct ArticleView {
    /// The title.
    pub title: String,
    /// The summary.
    pub summary: String,
    /// How urgent it is.
    pub urgency: Urgency,
    /// The body, its contents and its own footnotes.
    pub body: Rendered,
    /// What it rests on.
    pub sources: Vec<SourceView>,
    /// Where the reader goes from here.
    pub next: Vec<Link>,
    /// Texts that have to do with it.
    pub related: Vec<Link>,
    /// Its topic.
    pub topic: Link,
    /// Where somebody is to be asked: the services, or the emergency page where the region has no directory.
    pub ask: Link,
    /// The address of its plain twin.
    pub twin: String,
    /// The day since which its review is overdue.
    pub expired: Option<Dated>,
    /// The source text, where it has moved on since this translation.
    pub behind: Option<ForeignLink>,
    /// Where to go with what it is about.
    pub where_now: Option<WhereNow>,
    /// Who checked it.
    pub review: ReviewView,
}

/// A source of an article.
#[derive(Clone, Debug, Serialize)]
pub struct SourceView {
    /// Its number in the text, from 1.
    pub number: usize,
    /// The title.
    pub title: String,
    /// Who published it.
    pub org: String,
    /// The year.
    pub year: i64,
    /// Its address.
    pub url: Option<String>,
    /// Its DOI, without a resolver.
    pub doi: Option<String>,
    /// Its ISBN.
    pub isbn: Option<String>,
    /// The ids of the places that cite it.
    pub cited_at: Vec<String>,
}

impl SourceView {
    /// Returns the list of sources under a body, numbered as the body cites them.
    pub fn list(sources: &[Reference], body: &Rendered) -> Vec<Self> {
        let numbered = sources.iter().zip(1..);
        numbered
            .map(|(source, number)| Self {
                number,
                title: source.title.clone(),
                org: source.org.clone(),
                year: source.year,
                url: source.url.clone(),
                doi: source.doi.clone(),
                isbn: source.isbn.clone(),
                cited_at: body.cited_at(number),
            })
            .collect()
    }
}

/// Who checked a text, and how a stranger checks that.
#[derive(Clone, Debug, Serialize)]
pub struct ReviewView {
    /// The version that is shown.
    pub version: u32,
    /// The notes that count.
    pub entries: Vec<ReviewEntry>,
    /// The day on which the next review is due.
    pub due: Dated,
    /// The folder of the version in the published record, from the site's root: `record/en/overdose-now/7`.
    pub folder: String,
    /// The name of the text in that folder: `article.md`.
    pub file: String,
    /// The stock commands, to be run in that folder, one a line.
    pub commands: Vec<String>,
}

/// One note.
#[derive(Clone, Debug, Serialize)]
pub struct ReviewEntry {
    /// What was checked: the label of the role.
    pub role: String,
    /// The reviewer's public words: `physician, infectious diseases`.
    pub who: String,
    /// The day of the review.
    pub day: Dated,
}

/// The texts of a topic; `topic.html`.
#[derive(Clone, Debug, Serialize)]
pub struct TopicView {
    /// Its name.
    pub title: String,
    /// Its texts by urgency, the most urgent first; or, of a large topic, those of this page.
    pub groups: Vec<UrgencyGroup>,
    /// The pages of a large topic: the titles of the first and the last text of each.
    pub pages: Vec<Letter>,
}

/// The texts of a topic that are equally urgent.
#[derive(Clone, Debug, Serialize)]
pub struct UrgencyGroup {
    /// How urgent they are.
    pub urgency: Urgency,
    /// The texts.
    pub entries: Vec<Entry>,
}

/// A page of the index, or the way to its pages where it has more than one; `a-z.html`.
#[derive(Clone, Debug, Serialize)]
pub struct IndexView {
    /// The way to each letter; all pages of a language share the list.
    pub letters: Value,
    /// The first and the last words of each page, where this one leads to them.
    pub pages: Vec<Link>,
    /// The entries, as [`index`](super::index) writes them.
    pub entries: Value,
    /// The first and the last words of this page, where it is one of several.
    pub range: Option<String>,
    /// The page before it.
    pub before: Option<Link>,
    /// The page after it.
    pub after: Option<Link>,
}

/// The emergency page; `sos.html`.
#[derive(Clone, Debug, Serialize)]
pub struct SosView {
    /// The emergency articles, overdose first.
    pub entries: Vec<SosEntry>,
}

/// What the emergency page shows of one article.
#[derive(Clone, Debug, Serialize)]
pub struct SosEntry {
    /// The article's title.
    pub title: String,
    /// The address of the whole article.
    pub href: String,
    /// The day since which its review is overdue.
    pub expired: Option<Dated>,
    /// The source text, where it has moved on since this translation.
    pub behind: Option<ForeignLink>,
    /// Its `CAUTION` cards and `{.sos}` sections in order, as [`sos`](super::body::sos) gives them.
    pub parts: Vec<Value>,
}

/// What stands where a withdrawn article stood; `tombstone.html`. It holds no word of the article.
#[derive(Clone, Debug, Serialize)]
pub struct TombstoneView {
    /// The label of the reason.
    pub reason: String,
    /// The day of the withdrawal; a corrected text has none.
    pub day: Option<Dated>,
    /// What to read instead.
    pub instead: Option<Link>,
    /// The address of its plain twin.
    pub twin: String,
}

/// The check codes that begin with one character, or none of them: the way to the characters; `codes.html`.
#[derive(Clone, Debug, Serialize)]
pub struct CodesView {
    /// The question, and what it means when a code is not there, in every language of the site.
    pub headings: Vec<CodesHeading>,
    /// The way to the pages of each first character.
    pub letters: Vec<Letter>,
    /// The codes, sorted.
    pub codes: Vec<CodeView>,
}

/// The heading of the codes in one language.
#[derive(Clone, Debug, Serialize)]
pub struct CodesHeading {
    /// The language's tag.
    pub lang: String,
    /// Its direction, `ltr` or `rtl`.
    pub dir: &'static str,
    /// The question.
    pub title: String,
    /// What an absent code means.
    pub absent: String,
}

/// The way to one page of several that belong together: by a character, or by words.
#[derive(Clone, Debug, Serialize)]
pub struct Letter {
    /// The character or the words.
    pub text: String,
    /// The address, relative to the page.
    pub href: String,
    /// Whether it is this page's.
    pub current: bool,
}

/// A check code, and every text it stands for: two texts with one code are both listed.
#[derive(Clone, Debug, Serialize)]
pub struct CodeView {
    /// The code.
    pub code: String,
    /// The texts.
    pub texts: Vec<CodeText>,
}

/// A text that a code stands for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct CodeText {
    /// The text's language.
    pub lang: String,
    /// Its direction, `ltr` or `rtl`.
    pub dir: &'static str,
    /// Whether it is genuine, replaced or withdrawn, as the language says it.
    pub status: String,
    /// What the language says of a text that only demonstration reviewers have signed.
    pub demonstration: Option<String>,
    /// The live text, or the page that says that it was withdrawn.
    pub link: Option<Link>,
}

/// What stands under a former id of an article; `moved.html`.
#[derive(Clone, Debug, Serialize)]
pub struct MovedView {
    /// The article's title and address.
    pub to: Link,
}

/// The worker's console, but for its texts; `answers.html`.
#[derive(Clone, Debug, Serialize)]
pub struct AnswersView {
    /// Stands where the texts go, as JSON.
    pub texts: &'static str,
    /// The scripts: `code` and `hash` of each.
    pub scripts: Value,
    /// What may be needed, in the order of the design.
    pub needs: Vec<Choice>,
}

/// The page of the search; `search.html`.
#[derive(Clone, Debug, Serialize)]
pub struct SearchView {
    /// The name of the file with all that can be found.
    pub index: String,
    /// The scripts: `code` and `hash` of each.
    pub scripts: Value,
}

/// A word that a text is filed under, and its label.
#[derive(Clone, Debug, Serialize)]
pub struct Choice {
    /// The word.
    pub word: &'static str,
    /// The label.
    pub label: String,
}
