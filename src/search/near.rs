//! How far one word is from another, in slips of the pen.
//!
//! Invariant: the work for two words is bounded by their length, and given up as soon as they are too far apart.

/// What a word is made of, for a first look: one bit for each remainder of a character by 32.
pub(super) fn letters(word: &[u16]) -> u32 {
    word.iter().fold(0, |letters, unit| letters | 1 << (unit & 31))
}

/// Whether `a` becomes `b` by at most `most` slips: a character too many, too few, another one, or two that changed places.
pub(super) fn are_near(a: &[u16], b: &[u16], most: usize) -> bool {
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, left) in a.iter().enumerate() {
        let mut next = vec![i + 1];
        for (j, right) in b.iter().enumerate() {
            let mut cost = (row[j] + usize::from(left != right)).min(row[j + 1] + 1).min(next[j] + 1);
            if i > 0 && j > 0 && *left == b[j - 1] && a[i - 1] == *right {
                cost = cost.min(before[j - 1] + 1);
            }
            next.push(cost);
        }
        if next.iter().all(|cost| *cost > most) && row.iter().all(|cost| *cost > most) {
            return false;
        }
        before = std::mem::replace(&mut row, next);
    }
    row.last().is_some_and(|cost| *cost <= most)
}

#[cfg(test)]
mod tests {
    use super::are_near;

    #[test]
    fn slips_are_counted() {
        let least = |a: &str, b: &str| {
            let (a, b): (Vec<u16>, Vec<u16>) = (a.encode_utf16().collect(), b.encode_utf16().collect());
            (0..3).find(|most| are_near(&a, &b, *most))
        };
        assert_eq!(least("налоксон", "налоксон"), Some(0));
        assert_eq!(least("налаксон", "налоксон"), Some(1));
        assert_eq!(least("наолксон", "налоксон"), Some(1));
        assert_eq!(least("налоксн", "налоксон"), Some(1));
        assert_eq!(least("нналаксон", "налоксон"), Some(2));
        assert_eq!(least("молоко", "налоксон"), None);
        assert_eq!(least("", "ab"), Some(2));
    }
}
