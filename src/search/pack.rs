//! The index as one line of plain text, for the script; its form is told in `docs/search-format.md`.
//!
//! Invariant: the text holds letters, digits, marks, `-`, `_`, spaces and `|`, and nothing else: it may stand in any quotes
//! and in a `<script>`.

use crate::search::index::{Form, Index};
use crate::search::number::{of, write};
use crate::search::swap::Swap;

/// The form of the text; the script refuses another.
const VERSION: u32 = 1;

impl Index {
    /// Returns the index as one line of text.
    pub fn packed(&self) -> String {
        let mut out = String::new();
        write(VERSION, &mut out);
        write(self.documents, &mut out);
        out.push('|');
        out.push_str(&self.endings.join(" "));
        out.push('|');
        self.swaps.iter().for_each(|swap| write_swap(swap, &mut out));
        out.push('|');
        write_forms(&self.forms, &mut out);
        out.push('|');
        write_groups(&self.forms, &mut out);
        out.push('|');
        self.write_common(&mut out);
        out.push('|');
        self.write_postings(&mut out);
        out.push('|');
        self.write_phrases(&mut out);
        out
    }

    /// The common groups, each as the way from the one before.
    fn write_common(&self, out: &mut String) {
        let mut before = 0;
        for (group, _) in self.groups.iter().enumerate().filter(|(_, group)| group.common) {
            write(of(group - before), out);
            before = group;
        }
    }

    fn write_postings(&self, out: &mut String) {
        for (place, group) in self.groups.iter().enumerate() {
            if place > 0 {
                out.push(' ');
            }
            group.postings.numbers().for_each(|number| write(number, out));
        }
    }

    fn write_phrases(&self, out: &mut String) {
        for (place, phrase) in self.phrases.iter().enumerate() {
            if place > 0 {
                out.push(' ');
            }
            write(of(phrase.forms.len()) * 2 + u32::from(phrase.emergency), out);
            phrase.forms.iter().chain(&phrase.documents).for_each(|number| write(*number, out));
        }
    }
}

/// How many pairs; of both sides of each pair how many units, and the units.
fn write_swap(swap: &Swap, out: &mut String) {
    write(of(swap.0.len()), out);
    for side in swap.0.iter().flat_map(|(from, to)| [from, to]) {
        write(of(side.encode_utf16().count()), out);
        side.encode_utf16().for_each(|unit| write(u32::from(unit), out));
    }
}

/// Each form: how many units it shares with the one before, and the rest of it.
fn write_forms(forms: &[Form], out: &mut String) {
    let mut before = "";
    for form in forms {
        let same = |(a, b): &(char, char)| a == b;
        let shared: String = before.chars().zip(form.text.chars()).take_while(same).map(|(a, _)| a).collect();
        if !before.is_empty() {
            out.push(' ');
        }
        write(of(shared.encode_utf16().count()), out);
        out.push_str(&form.text[shared.len()..]);
        before = &form.text;
    }
}

/// The group of each form: 0 for a new one, else how far it lies before the next new one.
fn write_groups(forms: &[Form], out: &mut String) {
    let mut next = 0;
    for form in forms {
        write(next - form.group, out);
        next += u32::from(form.group == next);
    }
}
