//! Texts made to hurt: each gets an answer in seconds.

use std::time::{Duration, Instant};

use super::*;

/// The size of the texts, in bytes: at this size what grows with the square of it would take hours.
const SIZE: usize = 1 << 16;

#[expect(clippy::disallowed_methods, reason = "the time is what is tested")]
fn in_time(name: &str, old: &str, new: &str) -> Counts {
    let (old, new) = (article(old), article(new));
    let start = Instant::now();
    let counts = between(&old, &new).counts();
    // Unoptimised, on a busy machine; far more than any should take.
    assert!(start.elapsed() < Duration::from_mins(1), "{name}: {:?}", start.elapsed());
    println!("{name}: {:?}", start.elapsed());
    counts
}

fn filled(pattern: &str) -> String {
    pattern.repeat(SIZE / pattern.len())
}

#[test]
fn a_heading_is_not_held_as_often_as_sections_stand_below_it() {
    let body = format!("## {}\n\n{}", filled("a"), "### b\n\nc\n\n".repeat(1_000));
    let held = |passage: &Passage| passage.place.path.iter().map(String::len).sum::<usize>();
    let passages = diff(&body, &body.replace('c', "d")).passages;
    assert!(passages.iter().map(held).sum::<usize>() < 20 * SIZE, "{}", passages.len());
}

#[test]
fn nothing_takes_long() {
    let sentence = |at: usize| format!("Sentence {at} says {} and {}.\n\n", at * 7919 % 10_007, at * 31 % 97);
    let many = |order: &dyn Fn(usize) -> usize| (0..1_500).map(|at| sentence(order(at))).collect::<String>();
    let rising = many(&|at| at);
    in_time("turned around", &rising, &many(&|at| 1_499 - at));
    in_time("shuffled", &rising, &many(&|at| at * 7 % 1_500));
    let other = in_time("all new", &rising, &rising.replace("says", "tells").replace('7', "8"));
    assert!(other.marked > 750, "{other:?}");
    let repeated = filled("Do not wait. ");
    in_time("all the same", &repeated, &repeated.replacen("Do not", "Do", 3));
    let words = filled("not 0.4 mg ");
    let one = in_time("one sentence", &words, &words.replace("0.4", "4.0"));
    assert_eq!(one.marked, 1);
    in_time("one word", &filled("a"), &filled("b"));
    in_time("signs", &filled("?!"), &filled("!?"));
    in_time("negations and signs", &filled("no, "), &filled("no; "));
    in_time("no phone number", &filled("x+(-"), &filled("+)-("));
    in_time("fractions", &filled("½ "), &filled("¼ "));
    in_time("all gone", &rising, "x");
}
