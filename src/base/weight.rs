//! How many bytes a text takes on the line, where servers send it compressed.
//!
//! It is reckoned, not written: repeats are found as DEFLATE finds them (RFC 1951), and what is left is weighed by Huffman's
//! method, in one block. For an article the result is within a few of a hundred of what `gzip -9` makes of it.
//!
//! Invariant: each byte takes a bounded number of steps, whatever the text says.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// How far back a repeat may lie.
const WINDOW: usize = 32 << 10;
/// A repeat this long is good enough to look for no longer one.
const ENOUGH: usize = 64;
/// So many earlier places are tried for one repeat.
const TRIES: usize = 64;
/// About what the head of the file and the tables of codes take, in bytes.
const HEAD: u64 = 90;
/// The shortest length of each code of lengths; the last is the longest that there is.
const LENGTHS: [usize; 29] = [
    3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195,
    227, 258,
];

/// Returns about how many bytes a text takes when it is compressed.
pub fn compressed(text: &[u8]) -> u64 {
    let mut repeats = Repeats { text, last: vec![0; 1 << 15], before: vec![0; text.len()] };
    // One code for each byte, one for each length, and one for the end.
    let (mut words, mut distances) = (vec![0; 256 + LENGTHS.len() + 1], vec![0; 32]);
    let (mut at, mut more) = (0, 0);
    while let Some(letter) = text.get(at) {
        let here = repeats.longest(at);
        repeats.pass(at);
        // A longer repeat that begins one byte later is worth that byte.
        let waits = |repeat: &(usize, usize)| {
            repeat.0 < ENOUGH && repeats.longest(at + 1).is_some_and(|later| later.0 > repeat.0)
        };
        let Some((length, distance)) = here.filter(|repeat| !waits(repeat)) else {
            words[usize::from(*letter)] += 1;
            at += 1;
            continue;
        };
        let code = LENGTHS.partition_point(|first| *first <= length) - 1;
        words[256 + code] += 1;
        more += LENGTHS.get(code + 1).map_or(0, |next| (next - LENGTHS[code]).ilog2());
        let (code, bits) = distance_code(distance - 1);
        distances[code] += 1;
        more += bits;
        (at + 1..at + length).for_each(|passed| repeats.pass(passed));
        at += length;
    }
    words.push(1);
    HEAD + (huffman(&words) + huffman(&distances) + u64::from(more)).div_ceil(8)
}

/// Returns the code of a distance, less one, and how many bits stand behind the code: two codes for each power of two.
fn distance_code(distance: usize) -> (usize, u32) {
    let power = distance.checked_ilog2().unwrap_or(0);
    if power == 0 {
        return (distance, 0);
    }
    let half = (distance >> (power - 1)) & 1;
    (2 * power as usize + half, power - 1)
}

/// Returns how many bits symbols take that occur so often, each in a code of its own.
fn huffman(counts: &[u64]) -> u64 {
    let mut heap: BinaryHeap<Reverse<u64>> =
        counts.iter().filter(|count| **count > 0).copied().map(Reverse).collect();
    if heap.len() == 1 {
        return counts.iter().sum();
    }
    let mut bits = 0;
    while let (Some(Reverse(one)), Some(Reverse(other))) = (heap.pop(), heap.pop()) {
        bits += one + other;
        if !heap.is_empty() {
            heap.push(Reverse(one + other));
        }
    }
    bits
}

/// The places at which the same three bytes stood before.
struct Repeats<'a> {
    text: &'a [u8],
    /// The last place of each three bytes, counted from 1; three others may share it.
    last: Vec<usize>,
    /// For each place the one before it, in the same way.
    before: Vec<usize>,
}

impl Repeats<'_> {
    fn key(&self, at: usize) -> Option<usize> {
        let [one, two, three] = self.text.get(at..at + 3)?.try_into().ok()?;
        let bytes = u32::from_be_bytes([0, one, two, three]);
        usize::try_from(bytes.wrapping_mul(0x9E37_79B1) >> 17).ok()
    }

    /// Remembers a place.
    fn pass(&mut self, at: usize) {
        if let Some(key) = self.key(at) {
            self.before[at] = std::mem::replace(&mut self.last[key], at + 1);
        }
    }

    /// Returns the length and the distance of the longest repeat that stands at a place.
    fn longest(&self, at: usize) -> Option<(usize, usize)> {
        let here = &self.text[at.min(self.text.len())..];
        let here = &here[..here.len().min(LENGTHS[LENGTHS.len() - 1])];
        let mut best: Option<(usize, usize)> = None;
        let mut place = self.last[self.key(at)?];
        for _ in 0..TRIES {
            let Some(start) = place.checked_sub(1).filter(|start| at - start <= WINDOW) else { break };
            let length = here.iter().zip(&self.text[start..]).take_while(|(one, other)| one == other).count();
            if length >= LENGTHS[0] && best.is_none_or(|(longest, _)| length > longest) {
                best = Some((length, at - start));
            }
            if length >= ENOUGH {
                break;
            }
            place = self.before[start];
        }
        best
    }
}

#[cfg(test)]
mod tests {
    use super::compressed;

    #[test]
    fn what_repeats_weighs_little_and_what_does_not_all_that_it_has() {
        assert!(compressed(b"") <= 92);
        assert!(compressed(&b"breathe ".repeat(10_000)) < 700, "{}", compressed(&b"breathe ".repeat(10_000)));
        assert!(compressed(&vec![b'a'; 1 << 20]) < 4_000);
        let mut state = 1_u32;
        let noise: Vec<u8> = std::iter::repeat_with(|| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            state.to_be_bytes()[0]
        })
        .take(20_000)
        .collect();
        assert!((19_500..21_000).contains(&compressed(&noise)), "{}", compressed(&noise));
    }
}
