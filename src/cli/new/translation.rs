//! The beginning of a translation: the text it follows, with a mark around all words that are to be written anew.

use crate::article::passage::{self, Passage, Voice};
use crate::base::lang::Lang;
use crate::source::Source;

/// What stands in place of the client's own words, which are not translated but heard.
const TERMS: &str = "{? what people type in this language: slang, misspellings}";

/// Returns the text that a translation of `source`, written in `lang`, begins with: the same settings, ids, cards, lists,
/// facts and citations; every stretch of words as a mark `{? …}`, which `check` finds until it is replaced.
pub(super) fn begun(source: &Source, lang: &Lang) -> String {
    let text = source.text();
    let passages = passage::passages(source);
    let mut edits: Vec<(std::ops::Range<usize>, String)> = Vec::new();
    for stretch in passages.iter().filter(|passage| passage.voice == Voice::Ours).flat_map(Passage::stretches)
    {
        let written = &text[stretch.clone()];
        let words = written.trim_start_matches([' ', '.', ',', ':', ';', '?', '!', ')']).trim_end();
        if words.contains(char::is_alphabetic) {
            edits.push((stretch, written.replacen(words, &format!("{{? {words}}}"), 1)));
        }
    }
    let terms: Vec<_> = passages.iter().filter(|passage| passage.voice == Voice::Client).map(place).collect();
    if let (Some(first), Some(last)) = (terms.first(), terms.last()) {
        edits.push((first.start..last.end, TERMS.to_owned()));
    }
    // The settings begin with title and summary; the language follows them.
    if let Some(summary) = passages.get(1).map(place) {
        let line_end = text[summary.end..].find('\n').map_or(text.len(), |end| summary.end + end + 1);
        edits.push((line_end..line_end, format!("source_language = \"{lang}\"\n")));
    }
    edits.sort_by_key(|(range, _)| range.start);
    let mut begun = String::new();
    let mut done = 0;
    for (range, words) in edits {
        begun.push_str(&text[done..range.start]);
        begun.push_str(&words);
        done = range.end;
    }
    begun + &text[done..]
}

fn place(passage: &Passage) -> std::ops::Range<usize> {
    passage.in_file(&(0..passage.words().len()))
}
