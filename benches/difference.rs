//! What a safety diff costs, from a usual article to one of a megabyte: `cargo bench --bench difference`.
//!
//! The time must grow with the text alone; `Throughput` shows whether it does.
#![allow(missing_docs, clippy::unwrap_used, reason = "benches")]

use std::collections::BTreeMap;
use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use vetted::article::Article;
use vetted::base::lang::Lang;
use vetted::base::path::SourcePath;
use vetted::diagnostic::Diagnostics;
use vetted::difference::{self, Edition};
use vetted::source::Source;

const FRONT: &str = "+++\nid = \"a\"\ntitle = \"T\"\nsummary = \"S.\"\nneed = \"overdose\"\nurgency = \"routine\"\n\
                     audience = [\"client\"]\n[[sources]]\nkey = \"who\"\ntitle = \"G\"\norg = \"WHO\"\nyear = 2020\n+++\n\n";

/// An article of about `bytes`; every `edits`-th paragraph has another dose.
fn article(bytes: usize, edits: Option<usize>) -> Article {
    let mut text = FRONT.to_owned();
    for number in 0.. {
        let dose = if edits.is_some_and(|every| number % every == 0) { "4,0" } else { "0,4" };
        let paragraph = format!(
            "Вдох номер {number}: каждые 5 секунд. Дайте {dose} мг налоксона и ждите 3 минуты, не уходите. \
             Читайте [что сказать](ambulance.md), звоните {{contacts.ambulance}}.\n\n"
        );
        text.push_str(&paragraph);
        if text.len() >= bytes {
            break;
        }
    }
    let source = Source::new(SourcePath::parse("content/ru/overdose/a.md").unwrap(), text);
    Article::parse(&source, &Lang::parse("ru").unwrap(), &mut Diagnostics::new()).unwrap()
}

fn differences(criterion: &mut Criterion) {
    let pictures = BTreeMap::new();
    for (name, every) in [("one edit in twenty", 20), ("all edited", 1)] {
        let mut group = criterion.benchmark_group(name);
        for bytes in [4 << 10, 1 << 16, 1 << 20] {
            let (old, new) = (article(bytes, None), article(bytes, Some(every)));
            group.throughput(Throughput::Bytes(bytes as u64)).sample_size(10);
            group.bench_function(BenchmarkId::from_parameter(bytes), |bench| {
                let edition = |article| Edition { article, pictures: &pictures };
                bench.iter(|| difference::articles(black_box(edition(&old)), black_box(edition(&new))));
            });
        }
        group.finish();
    }
}

criterion_group!(benches, differences);
criterion_main!(benches);
