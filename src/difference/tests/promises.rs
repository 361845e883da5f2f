//! What holds for every text, not only for those of the corpus.

use proptest::prelude::*;

use super::*;

/// Sentences that the tests put together and change.
const SENTENCES: [&str; 12] = [
    "Give 0.4 mg of naloxone, wait 3 minutes and look again.",
    "Do not leave the person alone.",
    "Введите 0,4 мг налоксона, подождите 2–3 минуты.",
    "Не оставляйте человека одного, звоните 103.",
    "Read [what to say](ambulance.md) before you call {contacts.ambulance}.",
    "Never share a needle, a spoon or water with anyone.",
    "Нельзя ждать, если человек не дышит.",
    "Keep the wound clean and dry.",
    "Рука опухла и горит, хотя её никто не трогал.",
    "Call +44 20 7946 0018, at any hour.",
    "Stay for 2 hours; without a doctor do nothing else.",
    "See the [guideline](https://www.who.int/a) of 2021 [^who].",
];

fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => prop::sample::select(&SENTENCES[..]).prop_map(str::to_owned),
        1 => "[a-zа-я0-9 ,.!?—-]{1,40}".prop_map(|words| format!("x{words}")),
    ];
    let piece = (piece, prop::sample::select(&["\n\n", " ", "\n- ", "\n1. ", "\n\n## Heading\n\n"][..]));
    prop::collection::vec(piece, 0..14)
        .prop_map(|pieces| pieces.into_iter().flat_map(|(piece, gap)| [gap.to_owned(), piece]).collect())
}

/// A text and one with a few of its sentences changed, so that the two are near each other.
fn edit() -> impl Strategy<Value = (String, String)> {
    (text(), any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0..4usize).prop_map(
        |(old, at, to, way)| {
            let mut lines: Vec<&str> = old.split('\n').collect();
            let (at, to) = (at.index(lines.len()), to.index(lines.len()));
            match way {
                0 => lines.swap(at, to),
                1 => drop(lines.remove(at)),
                2 => lines.insert(at, SENTENCES[to % SENTENCES.len()]),
                _ => lines[at] = SENTENCES[to % SENTENCES.len()],
            }
            let new = lines.join("\n");
            (old, new)
        },
    )
}

fn sentences(article: &Article) -> Vec<String> {
    let pictures = BTreeMap::new();
    text::sentences(Edition { article, pictures: &pictures })
        .into_iter()
        .map(|sentence| sentence.text)
        .collect()
}

fn has(difference: &Difference, wanted: &[MarkKind]) -> bool {
    kinds(difference).iter().any(|kind| wanted.contains(kind))
}

/// The places of the characters of `text` that fit.
fn places(text: &str, fits: impl Fn(char) -> bool) -> Vec<usize> {
    text.char_indices().filter(|(_, character)| fits(*character)).map(|(at, _)| at).collect()
}

const NEGATIONS: [&str; 9] =
    ["not ", "Never ", "Не ", "не ", "Нельзя ", "никто ", "without ", "nothing ", "do not "];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn the_runs_are_both_texts((old, new) in edit()) {
        let (old, new) = (article(&old), article(&new));
        let there = between(&old, &new);
        let words = |side: fn(&Passage) -> String| -> Vec<String> {
            there.passages.iter().map(side).collect()
        };
        // Of sentences that were split or joined, a passage has all with a space between.
        let letters = |words: Vec<String>| {
            let mut letters: Vec<char> = words.concat().chars().filter(|one| !one.is_whitespace()).collect();
            letters.sort_unstable();
            letters
        };
        prop_assert_eq!(letters(words(Passage::before)), letters(sentences(&old)));
        prop_assert_eq!(letters(words(Passage::after)), letters(sentences(&new)));
        let in_order: String = there.passages.iter().map(Passage::after).collect();
        let squeezed = |text: &str| text.split_whitespace().collect::<String>();
        prop_assert_eq!(squeezed(&in_order), squeezed(&sentences(&new).concat()));
        for passage in &there.passages {
            for mark in &passage.marks {
                prop_assert!(mark.old.is_some() || mark.new.is_some());
                prop_assert!(mark.old.clone().is_none_or(|range| passage.before().get(range).is_some()));
                prop_assert!(mark.new.clone().is_none_or(|range| passage.after().get(range).is_some()));
            }
        }
    }

    #[test]
    fn from_the_other_side_it_is_the_same((old, new) in edit()) {
        let (old, new) = (article(&old), article(&new));
        let (there, back) = (between(&old, &new).counts(), between(&new, &old).counts());
        prop_assert_eq!((there.same, there.changed, there.moved), (back.same, back.changed, back.moved));
        prop_assert_eq!((there.added, there.removed), (back.removed, back.added));
    }

    #[test]
    fn equal_texts_have_no_difference(text in text()) {
        let article = article(&text);
        let none = between(&article, &article);
        prop_assert!(none.is_empty() && none.counts().marked == 0);
        prop_assert_eq!(none.passages.len(), none.counts().same);
    }

    #[test]
    fn a_changed_digit_is_marked(text in text(), at in any::<prop::sample::Index>(), digit in 0..10u8) {
        let body = format!("{text}\n\n{}", SENTENCES[0]);
        // A digit at the beginning of a line numbers a list.
        let digits = places(&body, |one| one.is_ascii_digit());
        let is_words = |at: &usize| !body[..*at].ends_with('\n');
        let digits: Vec<_> = digits.into_iter().filter(is_words).collect();
        let at = digits[at.index(digits.len())];
        let digit = char::from(b'0' + digit).to_string();
        prop_assume!(body[at..=at] != digit);
        let new = format!("{}{digit}{}", &body[..at], &body[at + 1..]);
        let found = diff(&body, &new);
        prop_assert!(has(&found, &[MarkKind::Number, MarkKind::Phone, MarkKind::Link]), "{new}\n{found:#?}");
    }

    #[test]
    fn a_lost_negation_is_marked(text in text(), at in any::<prop::sample::Index>(), extra in 0..SENTENCES.len()) {
        let body = format!("{text}\n\n{}\n\n{}", SENTENCES[1], SENTENCES[extra]);
        let found: Vec<_> = NEGATIONS.iter().flat_map(|word| body.match_indices(word)).collect();
        let whole = |at: &usize| !body[..*at].ends_with(char::is_alphabetic);
        let found: Vec<_> = found.into_iter().filter(|(at, _)| whole(at)).collect();
        let (at, word) = found[at.index(found.len())];
        let new = format!("{}{}", &body[..at], &body[at + word.len()..]);
        let found = diff(&body, &new);
        prop_assert!(has(&found, &[MarkKind::Negation]), "{new}\n{found:#?}");
    }

    #[test]
    fn a_changed_target_is_marked(text in text()) {
        let body = format!("{text}\n\n{}", SENTENCES[4]);
        prop_assert!(has(&diff(&body, &body.replacen("ambulance.md", "overdose-now.md", 1)), &[MarkKind::Link]));
    }

    #[test]
    fn a_changed_fact_is_marked(text in text()) {
        let body = format!("{text}\n\n{}", SENTENCES[4]);
        prop_assert!(has(&diff(&body, &body.replacen("contacts.ambulance", "contacts.doctor", 1)), &[MarkKind::Fact]));
    }
}
