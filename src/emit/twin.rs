//! The plain twin of each article's page: the same words without markup, every address whole.

use super::entry::whole;
use super::messages::absolute;
use super::{Press, record};
use crate::article::front::{Reference, Urgency};
use crate::article::tree::{Body, Target};
use crate::base::path::OutPath;
use crate::catalog::has_page;
use crate::chat::Voice;
use crate::chat::twin::{self, Twin};
use crate::gate::Cleared;
use crate::theme::Labels;

/// Without a word from the server, a browser takes plain text for the letters of its own country; this mark tells it.
const MARK_OF_UTF_8: &str = "\u{FEFF}";

/// Joins paragraphs to the bytes of a plain twin.
pub(super) fn bytes(paragraphs: &[String]) -> Vec<u8> {
    let filled: Vec<&str> = paragraphs.iter().map(String::as_str).filter(|text| !text.is_empty()).collect();
    format!("{MARK_OF_UTF_8}{}\n", filled.join("\n\n")).into_bytes()
}

/// Returns the body of an article as paragraphs.
pub(super) fn body(press: &Press<'_>, cleared: &Cleared, tree: &Body) -> Twin {
    let article = cleared.article();
    let address = |target: &Target| absolute(press, cleared, target);
    let voice = Voice {
        lang: article.lang(),
        labels: press.theme.labels(article.lang()),
        facts: press.catalog.facts().map(|facts| &**facts.facts()),
        address: &address,
        picture: &|_| None,
    };
    twin::body(tree, article.front(), &voice)
}

/// Writes the twin of an article's page; `demonstration` is whether that page says so.
pub(super) fn of_article(
    press: &Press<'_>,
    cleared: &Cleared,
    body: Twin,
    (path, demonstration): (&OutPath, bool),
) -> Vec<u8> {
    let front = cleared.article().front();
    let labels = press.theme.labels(cleared.article().lang());
    let mut text = vec![front.title.clone(), front.summary.clone()];
    let status = status(press, cleared, demonstration);
    // Nobody should have to read past anything to the first instruction of an emergency.
    if front.urgency == Urgency::Emergency {
        text.extend(body.lead);
        text.extend(status);
    } else {
        text.extend(status);
        text.extend(body.lead);
    }
    text.extend(body.sections);
    text.extend(next(press, cleared));
    text.extend(listed(labels.get("notes"), &body.notes));
    let sources = front.sources.iter().zip(1..).map(|(source, number)| source_line(source, number));
    text.extend(listed(labels.get("sources"), &sources.collect::<Vec<_>>()));
    text.push(review(press, cleared, demonstration));
    text.push(format!("{}: {}{path}", labels.get("plain_page"), press.config.base_url));
    bytes(&text)
}

/// A heading and its lines; nothing where there are none.
fn listed(heading: &str, lines: &[String]) -> Option<String> {
    (!lines.is_empty()).then(|| format!("\n{heading}\n{}", lines.join("\n")))
}

/// What the text must admit.
fn status(press: &Press<'_>, cleared: &Cleared, demonstration: bool) -> Vec<String> {
    let labels = press.theme.labels(cleared.article().lang());
    let clearance = cleared.clearance();
    let mut lines = Vec::new();
    if demonstration {
        lines.push(labels.get("demonstration").to_owned());
    }
    if clearance.is_overdue() {
        lines.push(format!("{}: {}", labels.get("expired"), labels.date(clearance.due())));
    }
    let source = cleared.translation().filter(|translation| translation.behind);
    let source =
        source.and_then(|translation| press.catalog.article(&translation.pin.lang, cleared.article().id()));
    lines.extend(
        source.and_then(|source| Some(format!("{} {}", labels.get("behind"), whole(press, source)?))),
    );
    lines
}

fn next(press: &Press<'_>, cleared: &Cleared) -> Option<String> {
    let article = cleared.article();
    let live = article.front().next.iter().filter_map(|(id, _)| press.catalog.article(article.lang(), id));
    let lines =
        live.filter(|next| has_page(next)).filter_map(|next| Some(format!("- {}", whole(press, next)?)));
    listed(press.theme.labels(article.lang()).get("next"), &lines.collect::<Vec<_>>())
}

fn source_line(source: &Reference, number: usize) -> String {
    let mut line = format!("{number}. {}. {}. {}.", source.org, source.title, source.year);
    let own = [(" ", &source.url), (" doi:", &source.doi), (" ISBN ", &source.isbn)];
    for (before, value) in own {
        line.extend(value.iter().flat_map(|value| [before, value.as_str()]));
    }
    line
}

/// Who checked the text and until when, and where that can be checked.
fn review(press: &Press<'_>, cleared: &Cleared, demonstration: bool) -> String {
    let lang = cleared.article().lang();
    let labels = press.theme.labels(lang);
    let clearance = cleared.clearance();
    let heading = labels.get(if demonstration { "review_demonstration" } else { "review" });
    let mut lines = vec![format!("\n{heading}")];
    lines.extend(clearance.approvers().iter().map(|approver| {
        let (who, role) = (approver.public.text(lang), labels.get(&format!("role_{}", approver.role)));
        format!("- {who} – {role}, {}", labels.date(approver.reviewed))
    }));
    lines.push(format!(
        "{} {}. {}: {}",
        labels.get("review_version"),
        clearance.version(),
        labels.get("review_due"),
        labels.date(clearance.due())
    ));
    lines.push(signed_files(labels, &press.config.base_url, &record::folder(cleared)));
    lines.join("\n")
}

fn signed_files(labels: &Labels, base_url: &str, folder: &str) -> String {
    format!("{}: {base_url}{folder}/article.md", labels.get("review_folder"))
}
