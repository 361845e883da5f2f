//! Where the words of one group stand: a document after the other, each with how much they count there.
//!
//! Invariant: documents ascend, and each stands once.

/// How much the words of a group count in one document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Standing {
    /// The best of the fields around the text that names them.
    pub(super) field: Field,
    /// How often they stand in the text itself.
    pub(super) times: u32,
}

/// What names a document, from weak to strong.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Field {
    /// The text alone.
    #[default]
    Body,
    /// A heading.
    Heading,
    /// A word to search it by.
    Term,
    /// The title.
    Title,
}

impl Standing {
    /// Four bits: two for the field, two for 0, 1, 2–3, or more times in the text.
    fn bits(self) -> u32 {
        let times = match self.times {
            0..=1 => self.times,
            2..=3 => 2,
            _ => 3,
        };
        self.field as u32 * 4 + times
    }
}

/// The documents of one group, packed: deltas and standings as LEB128.
#[derive(Clone, Debug, Default)]
pub(super) struct Postings {
    bytes: Vec<u8>,
    last: u32,
    count: u32,
}

impl Postings {
    /// Adds a document that stands behind all the others.
    pub(super) fn push(&mut self, document: u32, standing: Standing) {
        let mut number = (document - self.last) * 16 + standing.bits();
        self.last = document;
        self.count += 1;
        while number >= 128 {
            self.bytes.push(number.to_le_bytes()[0] | 128);
            number >>= 7;
        }
        self.bytes.push(number.to_le_bytes()[0]);
    }

    /// Returns how many documents there are.
    pub(super) fn count(&self) -> u32 {
        self.count
    }

    /// Returns the numbers as they are written: sixteen times the way from the document before, and the four bits.
    pub(super) fn numbers(&self) -> impl Iterator<Item = u32> + '_ {
        let mut bytes = self.bytes.iter();
        std::iter::from_fn(move || {
            let (mut number, mut shift) = (0, 0);
            loop {
                let byte = *bytes.next()?;
                number |= u32::from(byte & 127) << shift;
                shift += 7;
                if byte < 128 {
                    return Some(number);
                }
            }
        })
    }

    /// Returns each document with how much the words count in it.
    pub(super) fn documents(&self) -> impl Iterator<Item = (u32, u32)> + '_ {
        let mut document = 0;
        self.numbers().map(move |number| {
            document += number / 16;
            (document, FIELD[(number / 4 % 4) as usize] + TIMES[(number % 4) as usize])
        })
    }
}

/// What a field counts, by its two bits.
const FIELD: [u32; 4] = [0, 8, 12, 20];
/// What the text counts, by its two bits.
const TIMES: [u32; 4] = [0, 3, 5, MOST_TIMES];
/// The most that the text alone counts.
pub(super) const MOST_TIMES: u32 = 6;
