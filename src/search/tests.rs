//! The search over small made-up collections.

use super::{Document, How, Index, Word};
use crate::base::lang::Lang;

fn titled<'a>(titles: &[&'a str]) -> Vec<Document<'a>> {
    titles.iter().map(|title| Document { title, ..Document::default() }).collect()
}

fn index(lang: &str, titles: &[&str], words: &[Word<'_>]) -> Index {
    Index::build(&Lang::parse(lang).unwrap(), &titled(titles), words)
}

fn found(index: &Index, query: &str) -> Vec<(usize, How)> {
    index.find(query, 10).hits.iter().map(|hit| (hit.document, hit.how)).collect()
}

#[test]
fn a_word_is_found_as_it_is_its_beginning_and_with_a_slip() {
    let index = index("ru", &["Передозировка опиоидами", "Налоксон", "Абсцесс после укола"], &[]);
    assert_eq!(found(&index, "НАЛОКСОН"), [(1, How::Exact)]);
    assert_eq!(found(&index, "передоз"), [(0, How::Prefix)]);
    assert_eq!(found(&index, "налаксон"), [(1, How::Close)]);
    assert_eq!(found(&index, "пиридозировка"), [(0, How::Close)]);
    assert_eq!(found(&index, "что делать если абсцесс"), [(2, How::Exact)]);
    assert_eq!(found(&index, "футбол"), []);
    assert_eq!(found(&index, "yfkjrcjy"), [(1, How::Exact)]);
    assert_eq!(found(&index, "f,cwtcc"), [(2, How::Exact)]);
    assert_eq!(found(&index, "nalokson"), [(1, How::Exact)]);
}

#[test]
fn words_of_the_lexicon_stand_one_behind_the_other() {
    let words = [Word { text: "не дышит", documents: vec![1, 0], emergency: true }];
    let index = index("ru", &["Первая", "Вторая", "Третья"], &words);
    let answer = index.find("друг совсем не дышит помогите", 10);
    assert!(answer.emergency);
    assert_eq!(answer.hits.iter().map(|hit| hit.document).collect::<Vec<_>>(), [1, 0]);
    assert!(!index.find("дышит", 10).emergency);
}

#[test]
fn the_packed_index_holds_nothing_that_ends_a_string() {
    let words = [Word { text: "u=u", documents: vec![0], emergency: false }];
    let index = index("en", &["</script> \u{2028} \"quoted\" it's", "naïve"], &words);
    let packed = index.packed();
    let harmless = |character: char| character.is_alphanumeric() || [' ', '|', '-', '_'].contains(&character);
    assert!(packed.chars().all(harmless), "{packed}");
}
