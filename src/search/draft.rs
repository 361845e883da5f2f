//! The making of an index.
//!
//! Invariant: what it takes grows with the different words and with the places where they stand, never with the texts.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};

use crate::base::lang::Lang;
use crate::search::fold::{for_each_word, small, words};
use crate::search::index::{Form, Group, Index, Phrase, by_units};
use crate::search::near::letters;
use crate::search::number::of;
use crate::search::postings::{Field, Standing};
use crate::search::stem::Stems;
use crate::search::swap::Swap;
use crate::search::{Document, Word, common};

/// The most characters of an ending.
const LONGEST_ENDING: usize = 4;
/// An ending that stands less often is none.
const RAREST_ENDING: u32 = 3;

/// An index in the making: documents can be added one after the other, so that not all of them have to be there at once.
pub struct Draft {
    stems: Stems,
    swaps: Vec<Swap>,
    documents: u32,
    /// The group of each form.
    forms: HashMap<Box<str>, u32>,
    /// The group of each stem.
    by_stem: HashMap<Box<str>, u32>,
    groups: Vec<Group>,
    endings: BTreeMap<Box<str>, u32>,
    phrases: BTreeMap<Vec<String>, Phrase>,
    /// How the groups stand in the document that is being added; those that do are in `touched`.
    standings: Vec<Standing>,
    touched: Vec<u32>,
}

impl Draft {
    /// Begins an index in the language `lang`.
    pub fn new(lang: &Lang) -> Self {
        let mut draft = Self {
            stems: Stems::of(lang),
            swaps: Swap::all(lang),
            documents: 0,
            forms: HashMap::new(),
            by_stem: HashMap::new(),
            groups: Vec::new(),
            endings: BTreeMap::new(),
            phrases: BTreeMap::new(),
            standings: Vec::new(),
            touched: Vec::new(),
        };
        for text in common::words(lang) {
            for_each_word(text, |word| {
                if !draft.forms.contains_key(word) {
                    draft.forms.insert(word.into(), of(draft.groups.len()));
                    draft.groups.push(Group { common: true, ..Group::default() });
                }
            });
        }
        draft
    }

    /// Adds a document; its place is the number of those before it.
    pub fn add(&mut self, document: &Document<'_>) {
        self.field(document.title, Field::Title);
        document.headings.iter().for_each(|text| self.field(text, Field::Heading));
        document.terms.iter().for_each(|text| self.field(text, Field::Term));
        self.field(document.body, Field::Body);
        for group in std::mem::take(&mut self.touched) {
            let standing = std::mem::take(&mut self.standings[group as usize]);
            let group = &mut self.groups[group as usize];
            // What is common stands in every text, and says something in a name at most.
            if !group.common || standing.field > Field::Body {
                group.postings.push(self.documents, standing);
            }
        }
        self.documents += 1;
    }

    fn field(&mut self, text: &str, field: Field) {
        for_each_word(text, |word| {
            let group = self.group(word);
            self.standings.resize(self.groups.len(), Standing::default());
            let standing = &mut self.standings[group as usize];
            if *standing == Standing::default() {
                self.touched.push(group);
            }
            standing.field = standing.field.max(field);
            standing.times += u32::from(field == Field::Body);
        });
    }

    /// Returns the group of a word; a new word gets the group of its stem.
    fn group(&mut self, word: &str) -> u32 {
        if let Some(group) = self.forms.get(word) {
            return *group;
        }
        let stem = self.stems.stem(word);
        if let Some(ending) = word.strip_prefix(&*stem)
            && (1..=LONGEST_ENDING).contains(&ending.chars().count())
        {
            *self.endings.entry(ending.into()).or_default() += 1;
        }
        let group = self.by_stem.get(&*stem).copied().unwrap_or_else(|| {
            let group = of(self.groups.len());
            self.groups.push(Group::default());
            self.by_stem.insert(stem.into(), group);
            group
        });
        self.forms.insert(word.into(), group);
        group
    }

    /// Adds words that mean some of the documents, which must have been added.
    pub fn mean(&mut self, word: &Word<'_>) {
        let words = words(&self.meant(word.text));
        if words.is_empty() {
            return;
        }
        for word in &words {
            self.group(word);
        }
        let phrase = self.phrases.entry(words).or_default();
        phrase.emergency |= word.emergency;
        for document in &word.documents {
            let Ok(document) = u32::try_from(*document) else { continue };
            if document < self.documents && !phrase.documents.contains(&document) {
                phrase.documents.push(document);
            }
        }
    }

    /// Returns what was meant by a word that stands here as another keyboard writes it: signs that are letters there would
    /// cut it into pieces.
    fn meant<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let signs = [',', '.', ';', '[', ']', '\'', '`'];
        match self.swaps.first() {
            Some(keys) if text.is_ascii() && text.contains(signs) => Cow::Owned(keys.of(&small(text))),
            _ => Cow::Borrowed(text),
        }
    }

    /// Returns the index: the forms are sorted, and the groups numbered anew in their order.
    pub fn finish(mut self) -> Index {
        let mut forms: Vec<(Box<str>, u32)> = self.forms.into_iter().collect();
        forms.sort_unstable_by(|(a, _), (b, _)| by_units(a, b));
        let mut numbers = vec![None; self.groups.len()];
        let mut groups = Vec::with_capacity(self.groups.len());
        let forms: Vec<Form> = forms
            .into_iter()
            .map(|(text, old)| {
                let group = *numbers[old as usize].get_or_insert_with(|| {
                    groups.push(std::mem::take(&mut self.groups[old as usize]));
                    of(groups.len()) - 1
                });
                let units: Vec<u16> = text.encode_utf16().collect();
                Form { group, units: of(units.len()), letters: letters(&units), text }
            })
            .collect();
        let phrases: Vec<Phrase> =
            self.phrases.into_iter().map(|(words, phrase)| placed(&words, phrase, &forms)).collect();
        let mut phrases_of: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for (place, phrase) in phrases.iter().enumerate() {
            for form in &phrase.forms {
                let places = phrases_of.entry(forms[*form as usize].group).or_default();
                if places.last() != Some(&place) {
                    places.push(place);
                }
            }
        }
        let endings = self.endings.into_iter().filter(|(_, times)| *times >= RAREST_ENDING);
        Index {
            documents: self.documents,
            swaps: self.swaps,
            endings: endings.map(|(ending, _)| ending.into()).collect(),
            forms,
            groups,
            phrases,
            phrases_of,
        }
    }
}

/// Returns a phrase with the places of its words among the forms, which hold them all.
fn placed(words: &[String], phrase: Phrase, forms: &[Form]) -> Phrase {
    let place =
        |word: &String| of(forms.partition_point(|form| by_units(&form.text, word) == Ordering::Less));
    Phrase { forms: words.iter().map(place).collect(), ..phrase }
}
