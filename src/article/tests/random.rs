//! What must hold for every text: no panic, no place outside the file, and one truth in outline and tree.

use proptest::prelude::*;

use super::*;
use crate::article::tree::{Block, Body, DEEPEST, Inline, Section, plain_text};

/// A text that uses everything an article may use.
const FULL: &str = "+++
id = \"a\"
title = \"Что делать\"
summary = \"A summary.\"
need = \"overdose\"
urgency = \"emergency\"
audience = [\"client\"]
sources = [{ key = \"who14\", title = \"t\", org = \"o\", year = 2014, isbn = \"978-92-4-154881-6\" }]
[snippets.steps]
sensitivity = \"private\"
invite = \"Привет!\"
[snippets.steps.blanks.when]
label = \"когда\"
kind = \"time\"
[[snippets.steps.sequence]]
after_s = 60
section = \"more\"
+++

> [!CAUTION]
> **Call {contacts.ambulance}, если:**
> - не дышит
> - blue lips

## Steps {#steps .snippet .sos}

1. Shout. [^who14] Then {when}, [see](../t/b.md#x) ![Side {contacts.a}](a.png)
2. *Call {contacts.b} [`now`](tel:103)* ~~later~~

   > Quoted &amp; more\\
   > lines

| a | b |
|---|---|
| {contacts.c} | [d](#more) |

### Do {.do}

- [e][f] [^note]

## More {#more .snippet}

```
{code}
```

***

[f]: https://who.int/a_b
[^note]: Written in {contacts.d}.
";

/// Pieces of Markdown and TOML that mean something; `␣` is a space, `⏎` a line end, `⇥` a tab.
const WORDS: &str = r#"
    +++⏎ +++ ⏎ ⏎⏎ id␣=␣"a"⏎ title␣=␣ " ''' [[sources]]⏎ [snippets.a]⏎ key␣=␣"k"⏎ { } {a.b} {when}
    [^who14] [^k] [^ [^n]:␣ [ ] ( ) ![ ](b.md) ](#steps) ](x.png) ](tel:103) ##␣ ###␣ #␣ #######␣ {#a}
    {#steps␣.snippet} ␣{.do} {.dont␣.sos} ---⏎ ===⏎ >␣ > >␣[!NOTE]⏎ >␣[!CAUTION]⏎ >␣[!WARNING]⏎>␣-␣ [!
    -␣ 1.␣ ␣␣␣␣ ⇥ *␣ * ** _ ~~ ` ```⏎ | |-|⏎ |a|b|⏎ <b> <!-- --> <https://a.b> &amp; &#x202E; &lbrace; \
    \{ слово é 👩⚕ a ␣
"#;

fn vocabulary() -> impl Strategy<Value = String> {
    let words: Vec<_> = WORDS.split_whitespace().collect();
    let unseen = prop::sample::select(vec!["e\u{301}", "\u{200B}", "👩\u{200D}⚕", "\r\n", "\0", "\u{FEFF}"]);
    let seen = prop::sample::select(words)
        .prop_map(|word| word.replace('␣', " ").replace('⏎', "\n").replace('⇥', "\t"));
    let word = prop_oneof![9 => seen, 1 => unseen.prop_map(str::to_owned)];
    prop::collection::vec(word, 0..60).prop_map(|words| words.concat())
}

fn mutated() -> impl Strategy<Value = String> {
    let edit = (any::<prop::sample::Index>(), 0..12_usize, vocabulary());
    prop::collection::vec(edit, 1..4).prop_map(|edits| {
        edits.into_iter().fold(FULL.to_owned(), |mut text, (at, length, words)| {
            let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            let first = at.index(places.len());
            let last = (first + length).min(places.len() - 1);
            text.replace_range(places[first]..places[last], &words[..words.floor_char_boundary(30)]);
            text
        })
    })
}

/// What a tree holds, to compare with an outline.
#[derive(Debug, Default, PartialEq)]
struct Held {
    facts: Vec<String>,
    links: Vec<String>,
    pictures: Vec<String>,
    cards: usize,
    cites: usize,
}

impl Held {
    fn inlines(&mut self, inlines: &[Inline], depth: usize) {
        assert!(depth <= DEEPEST);
        for inline in inlines {
            match inline {
                Inline::Fact(key) => self.facts.push(key.to_string()),
                Inline::Link { target, text } => {
                    self.links.push(format!("{target:?}"));
                    self.inlines(text, depth + 1);
                }
                Inline::Picture { file, alt } => {
                    self.pictures.push(file.clone());
                    self.inlines(alt, depth + 1);
                }
                Inline::Strong(inner) | Inline::Emphasis(inner) | Inline::Strike(inner) => {
                    self.inlines(inner, depth + 1);
                }
                Inline::Cite(_) => self.cites += 1,
                Inline::Text(_)
                | Inline::Code(_)
                | Inline::Blank(_)
                | Inline::SoftBreak
                | Inline::HardBreak => {}
            }
        }
    }

    fn blocks(&mut self, blocks: &[Block], depth: usize) {
        assert!(depth <= DEEPEST);
        for block in blocks {
            match block {
                Block::Paragraph(inlines) => self.inlines(inlines, 0),
                Block::List { items, .. } => items.iter().for_each(|item| self.blocks(item, depth + 1)),
                Block::Card { blocks, .. } => {
                    self.cards += 1;
                    self.blocks(blocks, depth + 1);
                }
                Block::Quote(blocks) => self.blocks(blocks, depth + 1),
                Block::Table { head, rows } => {
                    assert!(rows.iter().all(|row| row.len() == head.len()));
                    rows.iter().chain([head]).flatten().for_each(|cell| self.inlines(cell, 0));
                }
                Block::Code(_) | Block::Rule => {}
            }
        }
    }

    fn of(body: &Body) -> Self {
        let mut held = Self::default();
        held.blocks(&body.lead, 0);
        for Section { title, blocks, .. } in &body.sections {
            held.inlines(title, 0);
            held.blocks(blocks, 0);
        }
        body.footnotes.iter().for_each(|(_, blocks)| held.blocks(blocks, 0));
        held.facts.sort();
        held.links.sort();
        held.pictures.sort();
        held
    }
}

/// Reads a text and checks what must hold for all.
fn hold(text: &str) -> Option<Article> {
    let mut found = Diagnostics::new();
    let source = source(text);
    let article = Article::parse(&source, &Lang::parse("en").unwrap(), &mut found);
    assert_eq!(article.is_none(), found.has_errors());
    for label in found.iter().flat_map(|finding| &finding.labels) {
        let Place::Text(span) = &label.place else { panic!("{label:?}") };
        assert_eq!(span.source().path(), source.path());
    }
    let article = article?;
    let outline = article.outline();
    let at = |range: &Range<usize>| text.get(range.clone()).unwrap();
    for (key, range) in &outline.facts {
        assert_eq!(at(range), format!("{{{key}}}"));
    }
    outline.links.iter().for_each(|(_, range)| assert!(at(range).starts_with(['[', '<'])));
    outline.pictures.iter().for_each(|(_, range)| assert!(at(range).starts_with("![")));
    outline.cards.iter().for_each(|(_, range)| assert!(at(range).starts_with('>')));
    let body = article.body();
    let sorted = |mut words: Vec<String>| {
        words.sort();
        words
    };
    let held = Held::of(&body);
    assert_eq!(held.facts, sorted(outline.facts.iter().map(|(key, _)| key.to_string()).collect()));
    assert_eq!(held.links, sorted(outline.links.iter().map(|(target, _)| format!("{target:?}")).collect()));
    assert_eq!(held.pictures, sorted(outline.pictures.iter().map(|(file, _)| file.clone()).collect()));
    assert_eq!(held.cards, outline.cards.len());
    assert_eq!(body.sections.len(), outline.sections.len());
    for (section, outlined) in body.sections.iter().zip(&outline.sections) {
        assert!(text.is_char_boundary(outlined.range.start) && outlined.range.end <= text.len());
        assert_eq!(
            (&section.id, section.level, section.snippet),
            (&outlined.id, outlined.level, outlined.snippet)
        );
        assert_eq!((plain_text(&section.title), section.sos), (outlined.title.clone(), outlined.sos));
    }
    Some(article)
}

#[test]
fn the_full_article_holds() {
    let article = hold(FULL).unwrap();
    let held = Held::of(&article.body());
    assert_eq!(
        (held.facts.len(), held.links.len(), held.pictures.len(), held.cards, held.cites),
        (5, 4, 1, 1, 2)
    );
    let text = format!("{:?}", article.body());
    assert!(text.contains("{code}") && text.contains("Quoted ") && !text.contains("когда"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_gets_an_answer(text in any::<String>()) {
        hold(&text);
        hold(&format!("{FRONT}{text}\n+++\n[^who14]\n"));
        hold(&format!("{FRONT}+++\n[^who14]\n\n{text}"));
    }

    #[test]
    fn any_markdown_gets_an_answer(text in vocabulary()) {
        hold(&text);
        hold(&format!("{FRONT}+++\n[^who14]\n\n{text}"));
    }

    #[test]
    fn any_change_of_an_article_gets_an_answer(text in mutated()) {
        hold(&text);
    }
}
