//! The search over small made-up collections.

use proptest::prelude::*;

use super::{Answer, Document, How, Index, Word};
use crate::base::lang::Lang;

fn index(lang: &str, titles: &[&str], words: &[Word<'_>]) -> Index {
    let documents: Vec<_> = titles.iter().map(|title| Document { title, ..Document::default() }).collect();
    Index::build(&Lang::parse(lang).unwrap(), &documents, words)
}

fn found(index: &Index, query: &str) -> Vec<(usize, How)> {
    index.find(query, 10).hits.iter().map(|hit| (hit.document, hit.how)).collect()
}

fn places(answer: &Answer) -> Vec<usize> {
    answer.hits.iter().map(|hit| hit.document).collect()
}

const TITLES: [&str; 3] = ["Передозировка опиоидами", "Налоксон", "Абсцесс после укола"];

#[test]
fn a_word_is_found_as_it_is_by_its_beginning_and_with_a_slip() {
    let index = index("ru", &TITLES, &[]);
    assert_eq!(found(&index, "НАЛОКСОН"), [(1, How::Exact)]);
    assert_eq!(found(&index, "передоз"), [(0, How::Prefix)]);
    assert_eq!(found(&index, "налаксон"), [(1, How::Close)]);
    assert_eq!(found(&index, "пиридозировка"), [(0, How::Close)]);
    assert_eq!(found(&index, "что делать если абсцесс"), [(2, How::Exact)]);
}

#[test]
fn the_other_keyboard_and_the_other_script_are_understood() {
    let index = index("ru", &TITLES, &[]);
    assert_eq!(found(&index, "yfkjrcjy"), [(1, How::Exact)]);
    assert_eq!(found(&index, "f,cwtcc"), [(2, How::Exact)]);
    assert_eq!(found(&index, "nalokson"), [(1, How::Exact)]);
    let index = self::index("en", &["Naloxone", "Overdose"], &[]);
    assert_eq!(found(&index, "щмуквщыу"), [(1, How::Exact)]);
    assert_eq!(found(&index, "налоксон"), [(0, How::Prefix)]);
}

#[test]
fn a_form_that_stands_nowhere_is_known_by_its_ending() {
    // The endings come from other words.
    let titles = [
        "Укол",
        "Вены",
        "Раны, стены, шины",
        "Рука, рукой, рукам",
        "Нога, ногой, ногам",
        "Игла, иглой, иглам",
    ];
    let index = index("ru", &titles, &[]);
    assert_eq!(found(&index, "веной"), [(1, How::Prefix)]);
    assert_eq!(found(&index, "уколам"), [(0, How::Prefix)]);
}

#[test]
fn what_is_about_something_else_finds_nothing() {
    let documents = [
        Document {
            title: "Результат теста", body: "Погода не мешает.", ..Document::default()
        },
        Document { title: "Пища", body: "Ешьте суп.", ..Document::default() },
    ];
    let index = Index::build(&Lang::parse("ru").unwrap(), &documents, &[]);
    for query in ["футбол", "погода в москве", "рецепт супа с грибами", "фывапролдж", "", "?!"]
    {
        assert!(found(&index, query).is_empty(), "{query}");
    }
    assert_eq!(found(&index, "погода"), [(0, How::Exact)]);
    assert!(found(&index, "результат футбола").is_empty());
}

#[test]
fn words_of_the_lexicon_may_change_places_and_let_common_words_between() {
    let words = [Word { text: "не дышит", documents: vec![1, 0, 7], emergency: true }];
    let index = index("ru", &["Первая", "Вторая", "Третья"], &words);
    for query in
        ["друг совсем не дышит помогите", "не дышит", "дышит не", "он не очень дышит", "не дышат", "yt lsibn"]
    {
        let answer = index.find(query, 10);
        assert!(answer.emergency, "{query}");
        assert_eq!(places(&answer), [1, 0], "{query}");
    }
    for query in ["дышит", "не третья дышит", "не ды"] {
        assert!(!index.find(query, 10).emergency, "{query}");
    }
}

#[test]
fn of_words_with_one_stem_the_one_that_was_typed_counts() {
    let words = [
        Word { text: "works", documents: vec![0], emergency: false },
        Word { text: "work", documents: vec![1], emergency: false },
    ];
    let index = index("en", &["Kit", "Job"], &words);
    assert_eq!(places(&index.find("works", 10)), [0]);
    assert_eq!(places(&index.find("work", 10)), [1]);
}

#[test]
fn a_term_typed_on_another_keyboard_is_no_heap_of_pieces() {
    let words = [Word { text: ",jkm d uhelb", documents: vec![1], emergency: false }];
    let index = index("ru", &["Первая", "Вторая"], &words);
    assert_eq!(places(&index.find("боль в груди", 10)), [1]);
    assert_eq!(places(&index.find(",jkm d uhelb", 10)), [1]);
    assert!(index.find("d", 10).hits.is_empty());
}

#[test]
fn a_better_field_comes_first_and_equals_keep_their_order() {
    let documents = [
        Document { body: "fever", ..Document::default() },
        Document { headings: vec!["Fever"], ..Document::default() },
        Document { terms: vec!["fever"], ..Document::default() },
        Document { title: "Fever", ..Document::default() },
        Document { body: "fever fever", ..Document::default() },
        Document { title: "A fever", ..Document::default() },
    ];
    let index = Index::build(&Lang::parse("en").unwrap(), &documents, &[]);
    assert_eq!(places(&index.find("fever", 10)), [3, 5, 2, 1, 4, 0]);
    assert_eq!(places(&index.find("fever", 2)), [3, 5]);
}

#[test]
fn the_form_of_the_packed_index_is_the_one_that_is_written_down() {
    let documents = [
        Document { title: "ვენა", body: "ვენა, ვენები", ..Document::default() },
        Document { terms: vec!["ვენა"], ..Document::default() },
    ];
    let words = [Word { text: "ვენები ვენა", documents: vec![1], emergency: true }];
    let packed = Index::build(&Lang::parse("ka").unwrap(), &documents, &words).packed();
    let parts: Vec<&str> = packed.split('|').collect();
    assert_eq!([parts[0], parts[1]], ["12", ""]);
    assert_eq!(parts[3..], ["0ვენა 3ები", "00", "", "DO 1", "5101"]);
    // The first table has 40 pairs, the first of them ё and `.
    assert!(parts[2].starts_with("e11nY11W3"), "{}", parts[2]);
}

#[test]
fn the_packed_index_holds_nothing_that_ends_a_string() {
    let words = [Word { text: "u=u", documents: vec![0], emergency: false }];
    for lang in ["en", "ru"] {
        let index = index(lang, &["</script> \u{2028} \"quoted\" it's `a` \\", "naïve ❤\u{fe0f}"], &words);
        let packed = index.packed();
        let harmless = |character: char| character.is_alphanumeric() || " |-_".contains(character);
        assert!(packed.chars().all(harmless), "{packed}");
    }
}

#[test]
fn hostile_texts_and_queries_are_answered() {
    let long = "ж".repeat(5_000_000);
    let many: Vec<String> = (0..200_000).map(|number| format!("w{number}")).collect();
    let many = many.join(" ");
    let documents = [
        Document { title: "Укол", body: &long, ..Document::default() },
        Document { title: &many, ..Document::default() },
    ];
    let words = [Word { text: "", documents: vec![0], emergency: true }];
    let index = Index::build(&Lang::parse("ru").unwrap(), &documents, &words);
    assert_eq!(found(&index, "укол"), [(0, How::Exact)]);
    assert_eq!(found(&index, &"укол ".repeat(2_000_000)), [(0, How::Exact)]);
    assert!(found(&index, &long).is_empty());
    assert_eq!(places(&index.find("w199999", 1)), [1]);
    assert!(index.find("укол", 0).hits.is_empty());
    assert_eq!(self::index("ru", &[], &[]).find("укол", 10), Answer::default());
}

proptest! {
    #[test]
    fn every_word_of_a_title_finds_its_document(
        lang in prop::sample::select(vec!["en", "ru", "ar", "ka", "tr", "de"]),
        titles in prop::collection::vec("[\\PC]{0,12}( [a-zа-яёა-ჰا-ي0-9'-]{1,8}){0,5}", 1..12),
    ) {
        let titles: Vec<&str> = titles.iter().map(String::as_str).collect();
        let index = index(lang, &titles, &[]);
        for (document, title) in titles.iter().enumerate() {
            // Marks of two scripts around a sign that is dropped come into another order: nobody writes such a word.
            let lasting = |word: &String| super::fold::words(word) == [word.as_str()];
            for word in super::fold::words(title).into_iter().filter(lasting) {
                let answer = index.find(&word, usize::MAX);
                prop_assert!(answer.hits.iter().any(|hit| hit.document == document), "{} of {}", word, title);
            }
        }
    }
}
