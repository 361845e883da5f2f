//! From the tree of blocks to the lines of a message.
//!
//! Invariant: no word is lost between the tree and the lines but citations of sources, which leave no mark in a chat.

use std::collections::BTreeSet;

use super::Voice;
use super::clean::clean;
use super::message::{Gap, Line, Link, Mark, Quote, Sort, Style};
use super::words::Words;
use crate::article::tree::{Advice, Block, CardKind, Inline, Section, Target, plain_text};
use crate::base::address::is_within_tor;
use crate::base::name::{BlankName, FactKey};
use crate::facts::FactKind;

/// What differs between a message and a whole text.
pub(super) trait Setting<'a> {
    /// Goes on to the next section.
    fn enter(&mut self, _section: &'a Section) {}
    /// Returns what stands in the place of a blank.
    fn blank(&self, name: &BlankName) -> String;
    /// Returns the number under which a source or footnote is cited; none where a citation leaves no mark.
    fn number(&mut self, key: &'a str) -> Option<usize>;
    /// Returns the next footnote that was cited and not yet written.
    fn next_note(&mut self) -> Option<(usize, &'a [Block])> {
        None
    }
}

/// Turns blocks into lines.
pub(super) struct Composer<'a, S> {
    voice: &'a Voice<'a>,
    pub(super) setting: S,
    /// The countries that a phone number has been printed with.
    countries: BTreeSet<&'a str>,
    lines: Vec<Line>,
    /// The line that is being written.
    words: Words,
    gap: Gap,
    mark: Mark,
    heads: bool,
    /// How many lists are open.
    lists: usize,
    quote: Option<Quote>,
    quotes: usize,
    style: Style,
    link: Option<Link>,
}

impl<'a, S: Setting<'a>> Composer<'a, S> {
    pub(super) fn new(voice: &'a Voice<'a>, setting: S) -> Self {
        Self {
            voice,
            setting,
            countries: BTreeSet::new(),
            lines: Vec::new(),
            words: Words::default(),
            gap: Gap::Blank,
            mark: Mark::None,
            heads: false,
            lists: 0,
            quote: None,
            quotes: 0,
            style: Style::default(),
            link: None,
        }
    }

    /// Returns the lines written since the last time.
    pub(super) fn take(&mut self) -> Vec<Line> {
        self.end_line();
        self.gap = Gap::Blank;
        std::mem::take(&mut self.lines)
    }

    /// Writes a heading and what is below it; a list stands close to its heading.
    pub(super) fn section(&mut self, section: &'a Section, is_title: bool) {
        self.setting.enter(section);
        self.gap = Gap::Blank;
        // The first heading is what the message is called: it stays with what comes before, and not with what follows.
        self.heads = !is_title;
        self.styled(Style::BOLD, &section.title);
        self.end_line();
        self.heads = false;
        for (place, block) in section.blocks.iter().enumerate() {
            self.gap = if place == 0 && matches!(block, Block::List { .. }) { Gap::Line } else { Gap::Blank };
            match (block, section.advice) {
                (Block::List { start, items }, Some(Advice::Dont)) => self.list(*start, items, true),
                _ => self.block(block),
            }
        }
    }

    /// Writes blocks; a list stands close to what is above it, anything else as far from it as `gap` says.
    pub(super) fn blocks(&mut self, blocks: &'a [Block], gap: Gap) {
        for (place, block) in blocks.iter().enumerate() {
            if place > 0 {
                self.gap = if matches!(block, Block::List { .. }) { Gap::Line } else { gap };
            }
            self.block(block);
        }
    }

    /// Writes a block.
    pub(super) fn block(&mut self, block: &'a Block) {
        match block {
            Block::Paragraph(inlines) => {
                self.inlines(inlines);
                self.end_line();
            }
            Block::List { start, items } => self.list(*start, items, false),
            Block::Card { kind, blocks } => self.card(*kind, blocks),
            Block::Quote(blocks) => self.quote(false, |composer| composer.blocks(blocks, Gap::Blank)),
            Block::Code(text) => self.code(text),
            Block::Table { head, rows } => self.table(head, rows),
            Block::Rule => {}
        }
    }

    /// Writes the words that lead over to the section; they are nothing without it.
    pub(super) fn opening(&mut self, text: &str) {
        self.heads = true;
        self.label(text);
        self.heads = false;
    }

    /// Writes a line of the theme's own.
    pub(super) fn label(&mut self, text: &str) {
        self.gap = Gap::Blank;
        self.text(text, Sort::Words);
        self.end_line();
    }

    /// Writes the footnotes that were cited under their numbers, as something to be left folded.
    pub(super) fn notes(&mut self) {
        self.gap = Gap::Blank;
        self.quote(true, |composer| {
            while let Some((number, blocks)) = composer.setting.next_note() {
                composer.lists = 1;
                composer.mark = Mark::Number(number as u64);
                composer.blocks(blocks, Gap::Line);
                composer.lists = 0;
                composer.mark = Mark::None;
            }
        });
    }

    /// A list; where it says what not to do, each item says so, so that it cannot turn round when copied alone.
    fn list(&mut self, start: Option<u64>, items: &'a [Vec<Block>], dont: bool) {
        self.end_line();
        self.lists += 1;
        for (item, place) in items.iter().zip(0..) {
            self.mark = start.map_or(Mark::Bullet, |first| Mark::Number(first.saturating_add(place)));
            if dont && !says_dont(self.voice, item) {
                self.text(&self.voice.labels.get("advice_dont").to_lowercase(), Sort::Words);
                self.text(" ", Sort::Words);
            }
            self.blocks(item, Gap::Line);
            self.end_line();
            self.gap = Gap::Line;
        }
        self.lists -= 1;
        self.mark = self.mark_of_the_next();
    }

    /// The level in words, then the card's own first line and what follows.
    fn card(&mut self, kind: CardKind, blocks: &'a [Block]) {
        self.end_line();
        if kind == CardKind::Emergency {
            self.mark = Mark::Alarm;
        }
        let label = self.voice.labels.get(&format!("card_{}", kind.as_str()));
        self.style = Style::BOLD;
        self.text(label, Sort::Words);
        self.text(":", Sort::Words);
        self.style = Style::default();
        self.text(" ", Sort::Words);
        self.blocks(blocks, Gap::Blank);
        self.end_line();
    }

    fn quote(&mut self, folds: bool, write: impl FnOnce(&mut Self)) {
        self.end_line();
        let outer = self.quote;
        // Quotes cannot lie in quotes: an inner one is part of the outer.
        if outer.is_none() {
            self.quote = Some(Quote { number: self.quotes, folds });
            self.quotes += 1;
        }
        write(self);
        self.end_line();
        self.quote = outer;
    }

    /// Literal lines; in a quote each by itself, because a quote cannot hold a block of them.
    fn code(&mut self, text: &str) {
        self.end_line();
        let text = clean(text.trim_matches('\n').trim_end());
        let style = if self.quote.is_some() { Style::CODE } else { Style::PRE };
        if style == Style::PRE {
            self.words.push(&text, style, None, Sort::Words);
            self.end_line();
            return;
        }
        for line in text.lines() {
            self.words.push(line, style, None, Sort::Words);
            self.end_line();
        }
    }

    /// One line a row: the first cell, then each other cell behind its head.
    fn table(&mut self, head: &'a [Vec<Inline>], rows: &'a [Vec<Vec<Inline>>]) {
        self.end_line();
        for row in rows {
            let mut divider = " — ";
            for (place, (cell, head)) in row.iter().zip(head).enumerate() {
                if place == 0 {
                    self.styled(Style::BOLD, cell);
                    continue;
                }
                self.text(divider, Sort::Words);
                self.inlines(head);
                self.text(": ", Sort::Words);
                self.inlines(cell);
                divider = "; ";
            }
            self.end_line();
        }
    }

    /// Writes the pieces of a line.
    pub(super) fn inlines(&mut self, inlines: &'a [Inline]) {
        inlines.iter().for_each(|inline| self.inline(inline));
    }

    fn inline(&mut self, inline: &'a Inline) {
        match inline {
            Inline::Text(words) => self.text(words, Sort::Words),
            Inline::Code(words) => self.literal(words),
            Inline::Fact(key) => self.fact(key),
            Inline::Blank(name) => self.text(&self.setting.blank(name), Sort::Blank),
            Inline::Strong(inner) => self.styled(Style::BOLD, inner),
            Inline::Emphasis(inner) => self.styled(Style::ITALIC, inner),
            Inline::Strike(inner) => self.styled(Style::STRIKE, inner),
            Inline::Link { target, text } => self.link(target, text),
            Inline::Picture { file, alt } => {
                let link = (self.voice.picture)(file).map(|address| Link::Picture(address.into()));
                self.linked(link, alt);
            }
            Inline::Cite(key) => self.cite(key),
            Inline::SoftBreak if self.quote.is_none() => self.text(" ", Sort::Words),
            Inline::SoftBreak | Inline::HardBreak => self.end_line(),
        }
    }

    fn styled(&mut self, style: Style, inlines: &'a [Inline]) {
        let outer = self.style;
        self.style = outer.with(style);
        self.inlines(inlines);
        self.style = outer;
    }

    /// Writes words; line ends in them end the line.
    fn text(&mut self, words: &str, sort: Sort) {
        let words = clean(words);
        for (place, line) in words.split('\n').enumerate() {
            if place > 0 {
                self.end_line();
            }
            self.words.push_text(line, self.style, self.link.as_ref(), sort);
        }
    }

    /// Literal words stand outside of every other style and link: Telegram allows nothing else.
    fn literal(&mut self, words: &str) {
        let words = clean(words).replace('\n', " ");
        match &self.link {
            Some(_) => self.words.push(&words, self.style, self.link.as_ref(), Sort::Words),
            None => self.words.push(&words, Style::CODE, None, Sort::Words),
        }
    }

    /// Writes the words of a fact. A phone number comes with its country, as the reader may be elsewhere; once is enough.
    fn fact(&mut self, key: &FactKey) {
        let Voice { facts, labels, lang, .. } = self.voice;
        let fact = facts.and_then(|facts| facts.facts.get(key));
        let Some((fact, text)) = fact.and_then(|fact| Some((fact, fact.text(lang)?))) else {
            return self.text(labels.get("unconfirmed"), Sort::Words);
        };
        let sort = match fact.kind {
            FactKind::Phone | FactKind::Number => Sort::Whole,
            FactKind::Text | FactKind::Block => Sort::Words,
        };
        self.text(text.trim(), sort);
        if let Some(country) = fact.country.as_deref().filter(|country| self.countries.insert(country)) {
            self.text(&format!(" ({})", labels.country(country)), Sort::Words);
        }
    }

    fn link(&mut self, target: &Target, text: &'a [Inline]) {
        let words = plain_text(text);
        let address = match target {
            Target::Phone(number) => {
                self.inlines(text);
                if !says_number(&words, number) {
                    self.behind(number, Sort::Whole, Style::default());
                }
                return;
            }
            _ => (self.voice.address)(target),
        };
        match address.map(|address| clean(&address).replace('\n', "")) {
            None => self.inlines(text),
            Some(address) => match address.strip_prefix("mailto:") {
                Some(mail) if words != mail => {
                    self.inlines(text);
                    self.behind(mail, Sort::Whole, Style::default());
                }
                Some(mail) => self.text(mail, Sort::Whole),
                None if words == address => self.text(&words, Sort::Words),
                // An onion address leads nowhere but in Tor Browser: it is there to be copied.
                None if is_within_tor(&address) => {
                    self.inlines(text);
                    self.behind(&address, Sort::Words, Style::CODE);
                }
                None => self.linked(Some(Link::Page(address.into())), text),
            },
        }
    }

    /// Writes an address or a number behind the words that lead there.
    fn behind(&mut self, address: &str, sort: Sort, style: Style) {
        self.text(": ", Sort::Words);
        self.words.push(address, style, None, sort);
    }

    fn linked(&mut self, link: Option<Link>, inlines: &'a [Inline]) {
        let outer = std::mem::replace(&mut self.link, link);
        self.inlines(inlines);
        self.link = outer;
    }

    fn cite(&mut self, key: &'a str) {
        match self.setting.number(key) {
            Some(number) => {
                let space = if self.words.ends_in_space() { "" } else { " " };
                self.text(&format!("{space}[{number}]"), Sort::Words);
            }
            // A citation leaves no mark in a chat; nor may the space before it.
            None => self.words.trim_end(),
        }
    }

    /// Ends the line; one without words was none.
    fn end_line(&mut self) {
        let Some(runs) = self.words.take(self.voice.lang.direction() == "rtl") else { return };
        let left_a_quote =
            self.lines.last().is_some_and(|last| last.quote.is_some() && last.quote != self.quote);
        self.lines.push(Line {
            gap: if left_a_quote { Gap::Line } else { self.gap },
            mark: self.mark,
            depth: self.lists.saturating_sub(1),
            quote: self.quote,
            heads: self.heads,
            runs,
        });
        self.gap = Gap::Line;
        self.mark = self.mark_of_the_next();
    }

    fn mark_of_the_next(&self) -> Mark {
        if self.lists > 0 { Mark::Continued } else { Mark::None }
    }
}

/// Returns whether an item under "do not" says so by itself.
fn says_dont(voice: &Voice<'_>, item: &[Block]) -> bool {
    match item.first() {
        Some(Block::Paragraph(words)) => voice.labels.says_dont(&plain_text(words)),
        _ => false,
    }
}

/// Returns whether words hold a phone number, written in whatever way.
fn says_number(words: &str, number: &str) -> bool {
    /// What of a number is the same at home and abroad.
    const OWN: usize = 10;
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let number = digits(number);
    digits(words).contains(&number[number.len().saturating_sub(OWN)..])
}
