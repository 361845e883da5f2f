//! What readers and workers meet of an article, in the order in which they meet it: settings, then the text.
//!
//! Invariant: what may change in a signed file and is met by anybody or steers who meets it has a place here.

use std::sync::Arc;

use super::Edition;
use super::place::{Kind, Place};
use super::sentence::{Line, Look, Sentence, What};
use crate::article::front::{Front, Reference, SnippetSettings};
use crate::article::tree::{Advice, Block, CardKind, Inline, Section, Target, plain_text};

/// The most characters of a heading that stand in the places below it: a reader knows it by its beginning, and it is held with
/// each of them.
const LONGEST_HEADING: usize = 200;

/// Returns the sentences of an article.
pub(super) fn sentences(edition: Edition<'_>) -> Vec<Sentence> {
    let mut walk = Walk { edition, path: Arc::default(), levels: Vec::new(), unit: 0, out: Vec::new() };
    walk.front(edition.article.front());
    let body = edition.article.body();
    walk.blocks(&body.lead, Within::default());
    for section in &body.sections {
        walk.section(section);
    }
    walk.leave(0);
    for (label, blocks) in &body.footnotes {
        walk.blocks(blocks, Within { footnote: Some(label), ..Within::default() });
    }
    walk.out
}

struct Walk<'a> {
    edition: Edition<'a>,
    path: Arc<[String]>,
    levels: Vec<u8>,
    unit: usize,
    out: Vec<Sentence>,
}

/// What a block stands in.
#[derive(Clone, Copy, Default)]
struct Within<'a> {
    card: Option<CardKind>,
    advice: Option<Advice>,
    footnote: Option<&'a str>,
    quote: bool,
    /// The kind and number of the innermost item of a list.
    item: Option<(Kind, u64)>,
}

impl Within<'_> {
    fn kind(self) -> (Kind, Option<u64>) {
        match self.item {
            Some((kind, number)) => (kind, Some(number)),
            None if self.footnote.is_some() => (Kind::Footnote, None),
            None if self.quote => (Kind::Quote, None),
            None => (Kind::Paragraph, None),
        }
    }
}

impl Walk<'_> {
    fn place(&mut self, kind: Kind) -> Place {
        self.unit += 1;
        Place { kind, card: None, path: Arc::clone(&self.path), number: None, name: None, unit: self.unit }
    }

    fn named(&mut self, kind: Kind, name: impl Into<String>) -> Place {
        Place { name: Some(name.into()), ..self.place(kind) }
    }

    fn words(&mut self, place: &Place, words: &str) {
        line(words).sentences(place, &mut self.out);
    }

    /// Adds what is no prose: it is never cut.
    fn setting(&mut self, kind: Kind, name: impl Into<String>, value: &str) {
        let place = self.named(kind, name);
        line(value).whole(&place, &mut self.out);
    }

    fn front(&mut self, front: &Front) {
        let title = self.place(Kind::Title);
        self.words(&title, &front.title);
        let summary = self.place(Kind::Summary);
        self.words(&summary, &front.summary);
        self.setting(Kind::Setting, "id", front.id.as_str());
        self.setting(Kind::Setting, "need", front.need.as_str());
        self.setting(Kind::Setting, "urgency", front.urgency.as_str());
        self.setting(Kind::Setting, "audience", &list(front.audience.iter().map(|word| word.as_str())));
        self.setting(Kind::Setting, "delivery", front.delivery.map_or("", |word| word.as_str()));
        self.setting(Kind::Setting, "escalate_to", &list(front.escalate_to.iter().map(|word| word.as_str())));
        self.setting(Kind::Setting, "next", &list(front.next.iter().map(|(id, _)| id.as_str())));
        let language = front.source_language.as_ref().map_or("", |(lang, _)| lang.as_str());
        self.setting(Kind::Setting, "source_language", language);
        self.setting(Kind::Finding, "aliases", &list(front.aliases.iter().map(|(id, _)| id.as_str())));
        self.setting(Kind::Finding, "search_terms", &list(front.search_terms.iter().map(String::as_str)));
        for question in &front.ask_first {
            let place = self.place(Kind::Question);
            self.words(&place, question);
        }
        for (section, snippet) in &front.snippets {
            self.snippet(section.as_str(), snippet);
        }
        for source in &front.sources {
            self.source(source);
        }
    }

    fn snippet(&mut self, section: &str, snippet: &SnippetSettings) {
        self.setting(Kind::Setting, format!("{section}.sensitivity"), snippet.sensitivity.as_str());
        let channels = list(snippet.channels.iter().map(|word| word.as_str()));
        self.setting(Kind::Setting, format!("{section}.channels"), &channels);
        let sequence = snippet.sequence.iter().map(|step| format!("{} s: {}", step.after_s, step.section));
        self.setting(Kind::Setting, format!("{section}.sequence"), &sequence.collect::<Vec<_>>().join(", "));
        if let Some(invite) = &snippet.invite {
            let place = self.named(Kind::Invite, section);
            self.words(&place, invite);
        }
        for (frame, opening) in &snippet.openings {
            let place = self.named(Kind::Opening, format!("{section}.{}", frame.as_str()));
            self.words(&place, opening);
        }
        for (name, blank) in &snippet.blanks {
            let place = self.named(Kind::Blank, format!("{section}.{name}"));
            self.words(&place, &blank.label);
            self.setting(Kind::Setting, format!("{section}.{name}.kind"), blank.kind.as_str());
        }
    }

    fn source(&mut self, source: &Reference) {
        let place = self.named(Kind::Source, &*source.key);
        let mut line = line(&format!("{}. {}, {}. ", source.title, source.org, source.year));
        let numbers = [("", &source.url), ("doi:", &source.doi), ("isbn:", &source.isbn)];
        for (scheme, number) in numbers {
            if let Some(number) = number {
                line.push(&format!("<{scheme}{number}>"), What::Target, Look::default());
            }
        }
        line.whole(&place, &mut self.out);
    }

    fn section(&mut self, section: &Section) {
        self.leave(usize::from(section.level));
        let place = self.place(Kind::Heading);
        self.line(&section.title).sentences(&place, &mut self.out);
        let title = plain_text(&section.title).chars().take(LONGEST_HEADING).collect();
        self.path = self.path.iter().cloned().chain([title]).collect();
        self.levels.push(section.level);
        let sorts = [
            (section.snippet, ".snippet"),
            (section.sos, ".sos"),
            (section.advice == Some(Advice::Do), ".do"),
            (section.advice == Some(Advice::Dont), ".dont"),
        ];
        let classes = list(sorts.into_iter().filter(|(has, _)| *has).map(|(_, class)| class));
        let name = section.id.as_ref().map_or_else(|| self.path.join(" / "), ToString::to_string);
        self.setting(Kind::Setting, format!("#{name}"), &classes);
        self.blocks(&section.blocks, Within { advice: section.advice, ..Within::default() });
    }

    /// Leaves all sections of a level and below it.
    fn leave(&mut self, level: usize) {
        let kept = self.levels.iter().take_while(|own| usize::from(**own) < level).count();
        self.levels.truncate(kept);
        self.path = self.path.iter().take(kept).cloned().collect();
    }

    fn blocks(&mut self, blocks: &[Block], within: Within<'_>) {
        blocks.iter().for_each(|block| self.block(block, within));
    }

    fn block(&mut self, block: &Block, within: Within<'_>) {
        match block {
            Block::Paragraph(inlines) => {
                let place = self.within(within, None);
                self.line(inlines).sentences(&place, &mut self.out);
            }
            Block::List { start, items } => {
                for (number, item) in (start.unwrap_or(1)..).zip(items) {
                    let item_within = Within { item: Some((kind_of_item(*start, within), number)), ..within };
                    self.blocks(item, item_within);
                }
            }
            Block::Card { kind, blocks } => self.blocks(blocks, Within { card: Some(*kind), ..within }),
            Block::Quote(blocks) => self.blocks(blocks, Within { quote: true, ..within }),
            Block::Code(words) => {
                let place = self.within(within, Some(Kind::Code));
                let mut line = Line::default();
                line.push(words, What::Words, Look { code: true, ..Look::default() });
                line.sentences(&place, &mut self.out);
            }
            Block::Table { head, rows } => {
                let cells = head.iter().chain(rows.iter().flatten());
                for (number, cell) in (1..).zip(cells) {
                    let place = Place { number: Some(number), ..self.within(within, Some(Kind::Cell)) };
                    self.line(cell).sentences(&place, &mut self.out);
                }
            }
            Block::Rule => {}
        }
    }

    fn within(&mut self, within: Within<'_>, own: Option<Kind>) -> Place {
        let (kind, number) = within.kind();
        let card = within.card.map(CardKind::as_str);
        let name = within.footnote.map(str::to_owned);
        Place { card, number, name, ..self.place(own.unwrap_or(kind)) }
    }

    fn line(&self, inlines: &[Inline]) -> Line {
        let mut line = Line::default();
        self.push(inlines, Look::default(), &mut line);
        line
    }

    fn push(&self, inlines: &[Inline], look: Look, line: &mut Line) {
        for inline in inlines {
            match inline {
                Inline::Text(words) => line.push(words, What::Words, look),
                Inline::Code(words) => line.push(words, What::Words, Look { code: true, ..look }),
                Inline::Fact(key) => line.push(&format!("{{{key}}}"), What::Fact, look),
                Inline::Blank(name) => line.push(&format!("{{{name}}}"), What::Blank, look),
                Inline::Strong(inner) => self.push(inner, Look { strong: true, ..look }, line),
                Inline::Emphasis(inner) => self.push(inner, Look { emphasis: true, ..look }, line),
                Inline::Strike(inner) => self.push(inner, Look { strike: true, ..look }, line),
                Inline::Link { target, text } => {
                    self.push(text, look, line);
                    line.push(&format!("<{}>", written(target)), What::Target, look);
                }
                Inline::Picture { file, alt } => {
                    self.push(alt, look, line);
                    let digest = self.edition.pictures.get(file).map(ToString::to_string);
                    let digest = digest.map_or_else(String::new, |digest| format!(" {digest}"));
                    line.push(&format!("<{file}{digest}>"), What::Picture, look);
                }
                Inline::Cite(key) => line.push(&format!("[{key}]"), What::Cite, look),
                Inline::SoftBreak => line.push(" ", What::Words, look),
                Inline::HardBreak => line.push("\n", What::Words, look),
            }
        }
    }
}

fn kind_of_item(start: Option<u64>, within: Within<'_>) -> Kind {
    match (within.advice, within.card) {
        (_, Some(card)) if card.is_red_flag() => Kind::RedFlag,
        (Some(Advice::Do), _) => Kind::Do,
        (Some(Advice::Dont), _) => Kind::Dont,
        _ if start.is_some() => Kind::Step,
        _ => Kind::Item,
    }
}

fn line(words: &str) -> Line {
    let mut line = Line::default();
    line.push(words, What::Words, Look::default());
    line
}

fn list<'a>(words: impl Iterator<Item = &'a str>) -> String {
    words.collect::<Vec<_>>().join(", ")
}

fn written(target: &Target) -> String {
    match target {
        Target::Article { lang, topic, id, section } => {
            let lang = lang.as_ref().map(|lang| format!("{lang}/"));
            let topic = topic.as_ref().map(|topic| format!("{topic}/"));
            let section = section.as_ref().map(|section| format!("#{section}"));
            [lang, topic, Some(format!("{id}.md")), section].into_iter().flatten().collect()
        }
        Target::Section(section) => format!("#{section}"),
        Target::Web(address) => address.clone(),
        Target::Phone(number) => format!("tel:{number}"),
    }
}
