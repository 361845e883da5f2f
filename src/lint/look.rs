//! Looks for the words of a list in one text.

use std::ops::Range;

use super::list::List;
use super::rule::{Rule, Words};
use crate::article::passage;
use crate::diagnostic::{Code, Diagnostic, MOST_OF_A_KIND, Severity};
use crate::source::{Source, Span};

/// The most characters of a find that a message repeats.
const LONGEST_QUOTE: usize = 60;

/// Returns what a list has to say about a text: errors and then warnings, each in the order of the text, and no more than
/// are shown of one kind.
pub(super) fn at(source: &Source, list: &List) -> Vec<Diagnostic> {
    let mut finds: Vec<(&Rule, Range<usize>)> = Vec::new();
    for passage in passage::passages(source) {
        let words = Words::new(passage.words());
        for rule in list.candidates(&words, passage.voice) {
            finds.extend(rule.finds(&words).iter().map(|find| (rule, passage.in_file(find))));
        }
    }
    // An error is never hidden behind warnings.
    finds.sort_by_key(|(rule, place)| (rule.level, place.start));
    let more = finds.len().saturating_sub(MOST_OF_A_KIND);
    let shown = finds.iter().take(MOST_OF_A_KIND);
    let mut told: Vec<_> = shown.map(|(rule, place)| tell(rule, list, source.span(place.clone()))).collect();
    if let Some(last) = told.last_mut().filter(|_| more > 0) {
        last.notes.push(format!("{more} more of this kind in this file are not shown"));
    }
    told
}

fn tell(rule: &Rule, list: &List, place: Span) -> Diagnostic {
    let words = quoted(place.text());
    let finding = match rule.level {
        Severity::Error => Diagnostic::error(Code::Wording, format!("we do not write {words}")),
        Severity::Warning => Diagnostic::warning(Code::Wording, format!("look again at {words}")),
    };
    let better: Vec<_> = rule.prefer.iter().map(|better| format!("`{better}`")).collect();
    let better = match &better[..] {
        [only] => format!("write {only}"),
        all => format!("write one of {}", all.join(", ")),
    };
    finding
        .at(place, "")
        .note(format!("“{}”", rule.why))
        .note(format!("the rule `{}` of {}, after “{}”", rule.id.value, list.path, rule.source))
        .help(better)
}

/// Words of a text as a message quotes them: in one line, not too long, without characters that steer a terminal.
fn quoted(words: &str) -> String {
    let plain = |character: char| if character.is_control() { ' ' } else { character };
    let quote: String = words.chars().take(LONGEST_QUOTE).map(plain).collect();
    let more = if words.chars().nth(LONGEST_QUOTE).is_some() { "…" } else { "" };
    format!("`{quote}{more}`")
}
