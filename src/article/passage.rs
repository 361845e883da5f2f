//! The words of an article as people meet them, passage by passage, each with its place in the file.
//!
//! A passage is what is read without a break: a paragraph, an item, a heading, a cell, a title, an opening. What is
//! literal (code) or is filled in elsewhere (facts, blanks) holds no words of the author's.
//!
//! Invariant: a text with faults gives the passages that can be read, in the time that reading it takes.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::body::events::{self, Flow};
use super::run::Run;
use super::split;
use crate::diagnostic::Diagnostics;
use crate::source::Source;
use crate::toml_file::{Placed, Read, Table, Value};

/// Stands for what is not the author's words: no letter, no space, one byte.
const MASK: &str = "{";

/// Words that are read without a break.
#[derive(Clone, Debug)]
pub struct Passage {
    /// Whose words they are.
    pub voice: Voice,
    words: String,
    run: Run,
}

/// Whose words a passage holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Voice {
    /// The site's own.
    Ours,
    /// The client's: a search term.
    Client,
    /// The publisher's: the title of a source.
    Publisher,
}

impl Passage {
    fn new(voice: Voice, run: Run) -> Self {
        Self { voice, words: masked(run.words()), run }
    }

    /// Returns the words; in place of a fact or a blank stand characters that belong to no word.
    pub fn words(&self) -> &str {
        &self.words
    }

    /// Returns where its words stand in the file, stretch by stretch, in bytes: markup, line ends, facts and blanks part
    /// them.
    pub fn stretches(&self) -> Vec<Range<usize>> {
        let mut stretches: Vec<Range<usize>> = Vec::new();
        let words = self.words.char_indices().filter(|(_, character)| !matches!(character, '\n' | '{'));
        for (at, character) in words {
            let place = self.run.written(at..at + character.len_utf8());
            match stretches.last_mut().filter(|last| place.start <= last.end) {
                Some(last) => last.end = last.end.max(place.end),
                None => stretches.push(place),
            }
        }
        stretches
    }

    /// Returns where the words at `range` (bytes of [`words`](Self::words)) stand, in bytes of the file.
    pub fn in_file(&self, range: &Range<usize>) -> Range<usize> {
        self.run.in_file(range)
    }
}

/// Puts masks of the same length over facts and blanks.
fn masked(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    let mut rest = words;
    while let Some((open, close)) =
        rest.find('{').and_then(|open| Some((open, open + rest[open..].find('}')?)))
    {
        out.push_str(&rest[..open]);
        out.push_str(&MASK.repeat(close + 1 - open));
        rest = &rest[close + 1..];
    }
    out + rest
}

/// Returns the passages of an article, those of its settings first.
pub fn passages(source: &Source) -> Vec<Passage> {
    let Some((toml, start)) = split(source, &mut Diagnostics::new()) else { return Vec::new() };
    let mut found = Vec::new();
    settings(source, toml, &mut found);
    let body = source.text().get(start..).unwrap_or_default();
    if events::too_deep(body).is_none() {
        let mut gathering = Gathering { text: source.text(), run: Run::default(), in_code: false, found };
        events::read(body, start, |event, range| gathering.event(&event, &range));
        gathering.end_passage();
        found = gathering.found;
    }
    found
}

/// Gathers the words of the text below the settings.
struct Gathering<'a> {
    text: &'a str,
    run: Run,
    in_code: bool,
    found: Vec<Passage>,
}

impl Gathering<'_> {
    fn event(&mut self, event: &Event<'_>, range: &Range<usize>) -> Flow {
        match event {
            Event::Text(words) if !self.in_code => self.run.push(self.text, words, range),
            Event::SoftBreak | Event::HardBreak => self.run.push(self.text, "\n", range),
            Event::Code(_) | Event::InlineHtml(_) => self.run.push(self.text, MASK, range),
            Event::Start(
                Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. },
            )
            | Event::End(
                TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image,
            ) => {}
            Event::Start(tag) => {
                self.end_passage();
                self.in_code = matches!(tag, Tag::CodeBlock(_));
            }
            Event::End(_) => {
                self.end_passage();
                self.in_code = false;
            }
            _ => {}
        }
        Flow::Go
    }

    fn end_passage(&mut self) {
        let run = std::mem::take(&mut self.run);
        if !run.words().is_empty() {
            self.found.push(Passage::new(Voice::Ours, run));
        }
    }
}

/// Gathers the words of the settings; what is wrong with them is told by who reads them.
fn settings(source: &Source, toml: Range<usize>, found: &mut Vec<Passage>) {
    let ignored = &mut Diagnostics::new();
    let Some(mut table) = Table::parse(source, toml, ignored) else { return };
    let mut add =
        |voice, value: Option<Value<'_>>| found.extend(value.and_then(|value| setting(source, voice, value)));
    add(Voice::Ours, table.take_value("title"));
    add(Voice::Ours, table.take_value("summary"));
    entries(table.take_value("ask_first")).for_each(|question| add(Voice::Ours, Some(question)));
    entries(table.take_value("search_terms")).for_each(|term| add(Voice::Client, Some(term)));
    for mut reference in entries(table.take_value("sources")).filter_map(read::<Table<'_>>) {
        add(Voice::Publisher, reference.take_value("title"));
    }
    for mut snippet in named(table.take_value("snippets")).filter_map(read::<Table<'_>>) {
        add(Voice::Ours, snippet.take_value("invite"));
        named(snippet.take_value("openings")).for_each(|opening| add(Voice::Ours, Some(opening)));
        for mut blank in named(snippet.take_value("blanks")).filter_map(read::<Table<'_>>) {
            add(Voice::Ours, blank.take_value("label"));
        }
    }
}

fn read<'a, T: Read<'a>>(value: Value<'a>) -> Option<T> {
    value.read::<T>(&mut Diagnostics::new()).map(|placed| placed.value)
}

/// The entries of a list.
fn entries(list: Option<Value<'_>>) -> impl Iterator<Item = Value<'_>> {
    let entries = list.and_then(read::<Vec<Placed<Value<'_>>>>).unwrap_or_default();
    entries.into_iter().map(|entry| entry.value)
}

/// The values of a table whose keys are names.
fn named(table: Option<Value<'_>>) -> impl Iterator<Item = Value<'_>> {
    let table = table.and_then(read::<Table<'_>>);
    table.map(Table::into_entries).unwrap_or_default().into_iter().map(|(_, value)| value)
}

fn setting(source: &Source, voice: Voice, value: Value<'_>) -> Option<Passage> {
    let range = value.span().range();
    let words: String = read(value)?;
    let written = source.text().get(range.clone())?;
    let quotes = if written.starts_with("\"\"\"") || written.starts_with("'''") { 3 } else { 1 };
    let mut run = Run::default();
    run.push(source.text(), &words, &(range.start + quotes..range.end - quotes));
    Some(Passage::new(voice, run))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::path::SourcePath;

    fn told(text: &str) -> Vec<String> {
        let source = Source::new(SourcePath::parse("a.md").unwrap(), text.to_owned());
        let tell = |passage: &Passage| {
            let whole = passage.in_file(&(0..passage.words().len()));
            format!("{:?} {:?} = {:?}", passage.voice, passage.words(), &text[whole])
        };
        passages(&source).iter().map(tell).collect()
    }

    #[test]
    fn every_passage_has_its_words_and_its_place() {
        let text = r#"+++
title = "One \"two\""
summary = """three"""
ask_first = ["four?", 5]
search_terms = ["five"]
[[sources]]
title = 'six'
[snippets.a]
invite = "seven"
openings = { casual = "eight" }
blanks.when.label = "nine"
+++

> [!CAUTION]
> **Call {contacts.ambulance}, if:**
> - ten *ele*ven [^who]

## Twelve &amp; more {#twelve .snippet}

Thirteen `code` [four
teen](a.md) ![fifteen](b.png)

    literal

| a | b |
|---|---|
| c | d |
"#;
        assert_eq!(
            told(text),
            [
                r#"Ours "One \"two\"" = "One \\\"two\\\"""#,
                r#"Ours "three" = "three""#,
                r#"Ours "four?" = "four?""#,
                r#"Client "five" = "five""#,
                r#"Publisher "six" = "six""#,
                r#"Ours "seven" = "seven""#,
                r#"Ours "eight" = "eight""#,
                r#"Ours "nine" = "nine""#,
                r#"Ours "Call {{{{{{{{{{{{{{{{{{{{, if:" = "Call {contacts.ambulance}, if:""#,
                r#"Ours "ten eleven " = "ten *ele*ven ""#,
                r#"Ours "Twelve & more" = "Twelve &amp; more""#,
                r#"Ours "Thirteen { four\nteen fifteen" = "Thirteen `code` [four\nteen](a.md) ![fifteen""#,
                r#"Ours "a" = "a""#,
                r#"Ours "b" = "b""#,
                r#"Ours "c" = "c""#,
                r#"Ours "d" = "d""#,
            ]
        );
    }

    #[test]
    fn stretches_hold_words_and_no_markup() {
        let text =
            "+++\ntitle = \"a \\\"b\\\"\"\n+++\n\nOne {a.b}, *t\\*wo* [^x] &amp; \\[three\nfour `five`\n";
        let source = Source::new(SourcePath::parse("a.md").unwrap(), text.to_owned());
        let found: Vec<_> = passages(&source).iter().flat_map(Passage::stretches).collect();
        let found: Vec<_> = found.into_iter().map(|stretch| &text[stretch]).collect();
        assert_eq!(found, ["a \\\"b\\\"", "One ", ", ", "t\\*wo", " ", " &amp; \\[three", "four "]);
    }

    #[test]
    fn a_text_without_settings_or_end_has_what_can_be_read() {
        assert_eq!(told("no settings"), Vec::<String>::new());
        assert_eq!(
            told("+++\ntitle = \"a\"\nbad\n+++\n{ open"),
            [r#"Ours "a" = "a""#, r#"Ours "{ open" = "{ open""#]
        );
        assert_eq!(told(&format!("+++\n+++\n{}", ">".repeat(200))), Vec::<String>::new());
    }
}
