//! Compares the settings of an article with its text.
//!
//! Invariant: what the settings name exists in the text and the other way round, or there is an error at the place that
//! names it. Where the settings could not be read to their end, nothing is called missing.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::body::Reading;
use super::front::{Draft, Need, SnippetDraft, Urgency};
use super::outline::SectionOutline;
use super::shown;
use super::tree::Block;
use crate::base::name::{BlankName, SectionId};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, MOST_OF_A_KIND, did_you_mean};
use crate::source::Source;

/// Pushes what does not fit.
pub(super) fn check(source: &Source, draft: &Draft, reading: &Reading, found: &mut Diagnostics) {
    let mut checks = Checks { source, found };
    checks.sections(reading);
    if !reading.complete {
        return;
    }
    checks.anchors(reading);
    checks.footnotes(draft, reading);
    checks.red_flags(draft, reading);
    if draft.complete {
        checks.citations(draft, reading);
        checks.blanks(draft, reading);
        checks.snippets(draft, reading);
        checks.invites(draft);
    }
}

struct Checks<'a> {
    source: &'a Source,
    found: &'a mut Diagnostics,
}

impl Checks<'_> {
    fn fault(&mut self, code: Code, at: &Range<usize>, message: String, help: impl Into<String>) {
        let span = self.source.span(at.clone());
        self.found.push(Diagnostic::error(code, message).at(span, "").help(help));
    }

    /// Ids are given once, a snippet has one, and advice is a list.
    fn sections(&mut self, reading: &Reading) {
        let mut ids = BTreeMap::new();
        for (section, at) in reading.body.sections.iter().zip(&reading.headings) {
            if let Some(id) = &section.id
                && let Some(first) = ids.insert(id, at)
            {
                let finding =
                    Diagnostic::error(Code::HeadingStructure, format!("two sections have the id `{id}`"))
                        .at(self.source.span(at.clone()), "")
                        .at(self.source.span(first.clone()), "the first stands here")
                        .help("give one of them another id");
                self.found.push(finding);
            }
            if section.snippet && section.id.is_none() {
                let help = "add an id, `{#name .snippet}`, that will never change";
                self.fault(Code::HeadingAttribute, at, "a snippet has no id".to_owned(), help);
            }
            if section.advice.is_some() && !matches!(section.blocks.first(), Some(Block::List { .. })) {
                let message = "no list follows this heading of things to do or not to do".to_owned();
                self.fault(Code::HeadingStructure, at, message, "begin the section with the list");
            }
        }
    }

    fn anchors(&mut self, reading: &Reading) {
        let ids: BTreeSet<&SectionId> =
            reading.body.sections.iter().filter_map(|section| section.id.as_ref()).collect();
        let broken = reading.anchors.iter().filter(|(id, _)| !ids.contains(id));
        for (id, at) in broken.take(MOST_OF_A_KIND) {
            let help = did_you_mean(id.as_str(), ids.iter().map(|id| id.as_str()))
                .unwrap_or_else(|| format!("give the heading an id: `{{#{id}}}`"));
            self.fault(Code::BrokenAnchor, at, format!("no section of this article has the id `{id}`"), help);
        }
    }

    /// Labels are given once, and cited.
    fn footnotes(&mut self, draft: &Draft, reading: &Reading) {
        let mut labels: BTreeSet<&str> = draft.sources.iter().map(|(key, _)| key.as_str()).collect();
        let cited: BTreeSet<&str> = reading.cites.iter().map(|(label, _)| label.as_str()).collect();
        for (label, at) in &reading.footnotes {
            let mark = at.start..at.start + label.len() + "[^]:".len();
            let name = shown(label);
            if !labels.insert(label) {
                let message =
                    format!("`{name}` is defined twice: as a footnote, and as a footnote or source before");
                self.fault(Code::DuplicateName, &mark, message, "give one of them another name");
            } else if !cited.contains(label.as_str()) {
                self.unused(&mark, format!("the footnote `{name}` is never cited"));
            }
        }
    }

    fn unused(&mut self, at: &Range<usize>, message: String) {
        let finding = Diagnostic::warning(Code::UnusedSource, message).at(self.source.span(at.clone()), "");
        self.found.push(finding.help("cite it in the text, or delete it"));
    }

    fn citations(&mut self, draft: &Draft, reading: &Reading) {
        let sources = draft.sources.iter().map(|(key, _)| key.as_str());
        let labels: BTreeSet<&str> =
            sources.chain(reading.footnotes.iter().map(|(label, _)| label.as_str())).collect();
        let undefined = reading.cites.iter().filter(|(label, _)| !labels.contains(label.as_str()));
        for (label, at) in undefined.take(MOST_OF_A_KIND) {
            let help = did_you_mean(label, labels.iter().copied())
                .unwrap_or_else(|| "add it to the settings: `[[sources]]` with this key".to_owned());
            self.fault(
                Code::UndefinedFootnote,
                at,
                format!("no source or footnote has the key `{label}`"),
                help,
            );
        }
        let cited: BTreeSet<&str> = reading.cites.iter().map(|(label, _)| label.as_str()).collect();
        for (key, at) in draft.sources.iter().filter(|(key, _)| !cited.contains(key.as_str())) {
            self.unused(at, format!("the source `{key}` is never cited"));
        }
    }

    /// A text that calls itself urgent says by which signs.
    fn red_flags(&mut self, draft: &Draft, reading: &Reading) {
        let Some((urgency, at)) = &draft.urgency else { return };
        let has_card = reading.outline.cards.iter().any(|(kind, _)| kind.is_red_flag());
        if *urgency != Urgency::Routine && !has_card {
            let message = format!("the urgency is `{}`, and the text has no red flags", urgency.as_str());
            let help = "add a card `> [!CAUTION]` or `> [!WARNING]` with a list of signs";
            self.fault(Code::CardStructure, at, message, help);
        }
    }

    /// A blank belongs to every snippet that it would go out with.
    fn blanks(&mut self, draft: &Draft, reading: &Reading) {
        let snippets: Vec<_> = snippets(reading).collect();
        let mut told = 0;
        for (name, at) in &reading.blanks {
            let around: Vec<_> =
                snippets.iter().filter(|(_, section)| section.range.contains(&at.start)).collect();
            let settings = |id: &SectionId| draft.snippets.get(id).map(|snippet| &snippet.blanks);
            let missing =
                around.iter().find(|(id, _)| settings(id).is_none_or(|blanks| !blanks.contains_key(name)));
            let (message, help) = match missing {
                None if !around.is_empty() => continue,
                None => (
                    format!("`{{{name}}}` is no fact, and a blank stands only in a snippet"),
                    "write `{group.key}` for a fact, or add `.snippet` to the heading".to_owned(),
                ),
                Some((id, _)) => {
                    let known = settings(id).into_iter().flat_map(BTreeMap::keys).map(BlankName::as_str);
                    let help = did_you_mean(name.as_str(), known)
                        .unwrap_or_else(|| format!("declare it: `[snippets.{id}.blanks.{name}]`"));
                    (format!("`{{{name}}}` is neither a fact nor a blank of the snippet `{id}`"), help)
                }
            };
            self.fault(Code::UnknownPlaceholder, at, message, help);
            told += 1;
            if told == MOST_OF_A_KIND {
                break;
            }
        }
    }

    fn snippets(&mut self, draft: &Draft, reading: &Reading) {
        let known: BTreeMap<&SectionId, &SectionOutline> = snippets(reading).collect();
        for (id, snippet) in &draft.snippets {
            match known.get(id) {
                Some(section) => self.unused_blanks(snippet, section, reading),
                None => self.not_a_snippet(id, &snippet.range, reading, &known),
            }
            for (step, at) in snippet.settings.sequence.iter().zip(&snippet.steps) {
                if !known.contains_key(&step.section) {
                    self.not_a_snippet(&step.section, at, reading, &known);
                }
            }
        }
    }

    /// Everybody in a group reads an invite: it must not tell what it is about.
    fn invites(&mut self, draft: &Draft) {
        let Some(front) = &draft.front else { return };
        // Where the talk itself is the matter, its words give nobody away.
        if matches!(front.need, Need::Intake | Need::Moderation) {
            return;
        }
        for snippet in draft.snippets.values() {
            let Some(invite) = &snippet.settings.invite else { continue };
            let words = spaced(invite);
            let message = match front.search_terms.iter().find(|term| words.contains(&spaced(term))) {
                Some(term) => format!("the invite says `{term}`, and so what the talk is about"),
                None if invite.contains("://") => "the invite holds an address".to_owned(),
                None => continue,
            };
            self.fault(
                Code::SnippetSettings,
                &snippet.invite,
                message,
                "say only that you will write in private",
            );
        }
    }

    fn unused_blanks(&mut self, snippet: &SnippetDraft, section: &SectionOutline, reading: &Reading) {
        for (name, at) in &snippet.blanks {
            let used =
                |(other, place): &(_, Range<usize>)| other == name && section.range.contains(&place.start);
            if !reading.blanks.iter().any(used) {
                let finding =
                    Diagnostic::warning(Code::SnippetSettings, format!("the blank `{name}` is never used"))
                        .at(self.source.span(at.clone()), "")
                        .help(format!("write `{{{name}}}` in the snippet, or delete it here"));
                self.found.push(finding);
            }
        }
    }

    fn not_a_snippet(
        &mut self,
        id: &SectionId,
        at: &Range<usize>,
        reading: &Reading,
        known: &BTreeMap<&SectionId, &SectionOutline>,
    ) {
        let exists = reading.outline.sections.iter().any(|section| section.id.as_ref() == Some(id));
        let (message, help) = if exists {
            (
                format!("the section `{id}` is not a snippet"),
                format!("write `{{#{id} .snippet}}` in its heading"),
            )
        } else {
            let near = did_you_mean(id.as_str(), known.keys().map(|id| id.as_str()));
            let help =
                near.unwrap_or_else(|| format!("write `{{#{id} .snippet}}` in the heading of the section"));
            (format!("no section of this article has the id `{id}`"), help)
        };
        self.fault(Code::SnippetSettings, at, message, help);
    }
}

/// Returns the words of a text in small letters, each between spaces.
fn spaced(text: &str) -> String {
    let words = text.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty());
    format!(" {} ", words.collect::<Vec<_>>().join(" ").to_lowercase())
}

fn snippets(reading: &Reading) -> impl Iterator<Item = (&SectionId, &SectionOutline)> {
    let sections = reading.outline.sections.iter().filter(|section| section.snippet);
    sections.filter_map(|section| Some((section.id.as_ref()?, section)))
}
