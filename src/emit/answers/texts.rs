//! What the console knows of each article, as JSON that can stand in a page.
//!
//! What the snippets of an article share stands once, and so does each line that its messages have in common.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Piece, Told};
use crate::article::front::{Audience, Escalation, Need, Sensitivity, Urgency};
use crate::chat::Format;
use crate::emit::Press;
use crate::emit::snippet::{Placeholder, RedFlag, SequenceStep, Snippet, Status};
use crate::gate::{Cleared, Tombstone};

/// The formats that are pasted by hand; the others are for bots.
const BY_HAND: [&str; 6] = ["plain", "telegram_app", "whatsapp", "signal", "sms", "bbcode"];

/// What the snippets of an article share.
#[derive(Serialize)]
struct ArticleTexts<'a> {
    id: &'a str,
    title: &'a str,
    status: Status,
    /// The last day, for machines and for people.
    until: &'a str,
    until_text: String,
    /// Whether it may not be sent at all after that day.
    lapses: bool,
    /// Who checked it, and when.
    checked: Option<&'a str>,
    need: Need,
    urgency: Urgency,
    audience: &'a [Audience],
    ask_first: &'a [String],
    escalate_to: &'a [Escalation],
    red_flags: Vec<Card<'a>>,
    /// Every line of the messages, once.
    lines: Vec<&'a str>,
    snippets: Vec<SnippetTexts<'a>>,
}

/// Red flags of one card.
#[derive(Serialize)]
struct Card<'a> {
    level: &'static str,
    action: &'a str,
    signs: Vec<&'a str>,
}

/// One snippet: the names are those of the JSON contract.
#[derive(Serialize)]
struct SnippetTexts<'a> {
    anchor: &'a str,
    code: &'a str,
    title: &'a str,
    private: bool,
    /// Where it may be sent.
    channels: Vec<&'static str>,
    invite: Option<&'a str>,
    placeholders: &'a [Placeholder],
    sequence: &'a [SequenceStep],
    formats: Texts,
    /// The same behind each of its openings, by the frame.
    frames: BTreeMap<&'static str, Texts>,
}

/// For each format its parts, each a list of lines.
type Texts = BTreeMap<&'static str, Vec<Vec<usize>>>;

/// What is left of a withdrawn article.
#[derive(Serialize)]
struct WithdrawnTexts<'a> {
    id: &'a str,
    status: &'static str,
    snippets: Vec<WithdrawnSnippet<'a>>,
}

#[derive(Serialize)]
struct WithdrawnSnippet<'a> {
    anchor: &'a str,
    code: String,
}

/// Tells the console of an article.
pub(in crate::emit) fn of_article(
    press: &Press<'_>,
    cleared: &Cleared,
    snippets: &[Snippet],
) -> Option<Piece> {
    let first = snippets.first()?;
    let front = cleared.article().front();
    let mut lines = Lines::default();
    // Each snippet is followed by its variants.
    let families = snippets.chunk_by(|_, next| next.variant_of.is_some());
    let families: Vec<(&Snippet, &[Snippet])> = families.filter_map(<[Snippet]>::split_first).collect();
    let texts = families.iter().map(|family| snippet_texts(*family, &mut lines)).collect();
    let texts = ArticleTexts {
        id: front.id.as_str(),
        title: &front.title,
        status: first.status,
        until: &first.medical_review.until,
        until_text: press.theme.labels(cleared.article().lang()).date(cleared.clearance().due()),
        lapses: cleared.lapses(),
        checked: first.medical_review.reviewer.as_deref(),
        need: front.need,
        urgency: front.urgency,
        audience: &front.audience,
        ask_first: &front.ask_first,
        escalate_to: &front.escalate_to,
        red_flags: cards(&first.red_flags),
        lines: lines.all,
        snippets: texts,
    };
    let told = families.iter().map(|(snippet, _)| Told {
        section: snippet.anchor.clone(),
        title: snippet.title.clone(),
        text: own_words(snippet),
    });
    let told = told.collect();
    Some(Piece { lang: cleared.article().lang().clone(), id: front.id.clone(), told, json: json(&texts) })
}

/// The words of a message from its title on: the red flags before it stand in every message of the article.
fn own_words(snippet: &Snippet) -> String {
    let lines = snippet.formats.plain.parts.iter().flat_map(|part| part.text.lines());
    let own: Vec<&str> = lines.skip_while(|line| *line != snippet.title).skip(1).collect();
    // The last line says who checked it.
    own.split_last().map(|(_, own)| own.join("\n")).unwrap_or_default()
}

/// Tells the console of a withdrawn article.
pub(in crate::emit) fn of_tombstone(stone: &Tombstone) -> Option<Piece> {
    let snippets = stone
        .snippets()
        .iter()
        .map(|snippet| WithdrawnSnippet { anchor: snippet.section.as_str(), code: snippet.code.to_string() });
    let texts = WithdrawnTexts { id: stone.id().as_str(), status: "withdrawn", snippets: snippets.collect() };
    // What it was called is gone with it: only its id can be looked for.
    let none = |snippet: &WithdrawnSnippet<'_>| Told {
        section: snippet.anchor.to_owned(),
        title: String::new(),
        text: String::new(),
    };
    let told = texts.snippets.iter().map(none).collect();
    let piece = || Piece { lang: stone.lang().clone(), id: stone.id().clone(), told, json: json(&texts) };
    (!texts.snippets.is_empty()).then(piece)
}

fn snippet_texts<'a>(
    (snippet, variants): (&'a Snippet, &'a [Snippet]),
    lines: &mut Lines<'a>,
) -> SnippetTexts<'a> {
    let fit = &snippet.channel_fit;
    let channels = [("group", fit.group), ("dm", fit.dm), ("phone", fit.phone), ("sms", fit.sms)];
    SnippetTexts {
        anchor: &snippet.anchor,
        code: &snippet.code,
        title: &snippet.title,
        private: snippet.sensitivity == Sensitivity::Private,
        channels: channels.into_iter().filter(|(_, fits)| *fits).map(|(name, _)| name).collect(),
        invite: snippet.invite.as_deref(),
        placeholders: &snippet.placeholders,
        sequence: &snippet.sequence,
        formats: lines.texts(snippet),
        frames: variants
            .iter()
            .filter_map(|variant| Some((variant.frame?.as_str(), lines.texts(variant))))
            .collect(),
    }
}

/// Puts the red flags of one card under its first line again.
fn cards(flags: &[RedFlag]) -> Vec<Card<'_>> {
    let same = |one: &RedFlag, other: &RedFlag| one.level == other.level && one.action == other.action;
    let cards = flags.chunk_by(same).filter_map(|flags| {
        let RedFlag { level, action, .. } = flags.first()?;
        Some(Card { level, action, signs: flags.iter().map(|flag| flag.text.as_str()).collect() })
    });
    cards.collect()
}

/// The lines of messages, each once.
#[derive(Default)]
struct Lines<'a> {
    all: Vec<&'a str>,
    places: BTreeMap<&'a str, usize>,
}

impl<'a> Lines<'a> {
    /// Returns the messages that are pasted by hand.
    fn texts(&mut self, snippet: &'a Snippet) -> Texts {
        let by_hand = snippet.formats.all().into_iter().filter(|(name, _)| BY_HAND.contains(name));
        by_hand.map(|(name, format)| (name, self.of(format))).collect()
    }

    /// Returns the lines of each part.
    fn of(&mut self, format: &'a Format) -> Vec<Vec<usize>> {
        format.parts.iter().map(|part| part.text.split('\n').map(|line| self.place(line)).collect()).collect()
    }

    fn place(&mut self, line: &'a str) -> usize {
        *self.places.entry(line).or_insert_with(|| {
            self.all.push(line);
            self.all.len() - 1
        })
    }
}

/// Writes JSON that cannot end the element it stands in.
fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default().replace('<', "\\u003c")
}
