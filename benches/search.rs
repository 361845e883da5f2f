//! What a search index costs to build, to pack and to ask: `cargo bench --bench search`.
#![allow(missing_docs, clippy::unwrap_used, reason = "benches")]

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use fastrand::Rng;
use vetted::base::lang::Lang;
use vetted::search::{Document, Draft, Index};

/// Different words of the made-up language, each in some forms.
const WORDS: usize = 8_000;
/// Bytes of text in a document.
const TEXT: usize = 4_000;

/// Made-up texts of words as unequally frequent as those of a language.
struct Texts {
    rng: Rng,
    words: Vec<String>,
}

impl Texts {
    fn new() -> Self {
        let mut rng = Rng::with_seed(4);
        let letters: Vec<char> = "аеиоунтсрвлкмдпуябгчзж".chars().collect();
        let word = |rng: &mut Rng| (0..rng.usize(3..10)).map(|_| rng.choice(&letters).unwrap()).collect();
        let words = (0..WORDS).map(|_| word(&mut rng)).collect();
        Self { rng, words }
    }

    fn text(&mut self, bytes: usize) -> String {
        let mut text = String::new();
        while text.len() < bytes {
            let word = (0..3).map(|_| self.rng.usize(..WORDS)).min().unwrap();
            text.push_str(&self.words[word]);
            text.push_str(self.rng.choice(["", "а", "ы", "ами"]).unwrap());
            text.push(' ');
        }
        text
    }
}

/// An index of so many documents, each forgotten once it is added.
fn built(count: usize) -> Index {
    let mut texts = Texts::new();
    let mut draft = Draft::new(&Lang::parse("ru").unwrap());
    for _ in 0..count {
        let (title, body) = (texts.text(40), texts.text(TEXT));
        draft.add(&Document { title: &title, body: &body, ..Document::default() });
    }
    draft.finish()
}

fn build(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("search/build");
    for count in [100, 1_000] {
        let mut texts = Texts::new();
        let bodies: Vec<String> = (0..count).map(|_| texts.text(TEXT)).collect();
        let documents: Vec<_> = bodies.iter().map(|body| Document { body, ..Document::default() }).collect();
        group
            .throughput(Throughput::Bytes(bodies.iter().map(|body| body.len() as u64).sum()))
            .sample_size(10);
        let lang = Lang::parse("ru").unwrap();
        group.bench_with_input(BenchmarkId::from_parameter(count), &documents, |bench, documents| {
            bench.iter(|| Index::build(&lang, black_box(documents), &[]));
        });
    }
    group.finish();
}

fn pack(criterion: &mut Criterion) {
    let index = built(1_000);
    criterion.bench_function("search/pack", |bench| bench.iter(|| black_box(&index).packed()));
}

fn find(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("search/find");
    for count in [100, 1_000] {
        let index = built(count);
        let query = Texts::new().text(80);
        group.bench_function(BenchmarkId::from_parameter(count), |bench| {
            bench.iter(|| index.find(black_box(&query), 10));
        });
    }
    group.finish();
}

criterion_group!(benches, build, pack, find);
criterion_main!(benches);
