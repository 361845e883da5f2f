//! What the phases of a build cost, by themselves: `cargo bench --bench phases`.
#![allow(missing_docs, clippy::unwrap_used, clippy::disallowed_methods, reason = "benches")]

mod corpus;

use std::collections::BTreeMap;
use std::hint::black_box;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use vetted::article::Article;
use vetted::base::day::Day;
use vetted::base::lang::Lang;
use vetted::base::path::SourcePath;
use vetted::diagnostic::Diagnostics;
use vetted::disk::Staging;
use vetted::pipeline;
use vetted::project::{File, Project};
use vetted::site::{DigestsOnly, InMemory};

/// Articles in the corpus of these benches; `scripts/bench` measures many more.
const ARTICLES: usize = 200;

fn project() -> Project {
    let files: BTreeMap<SourcePath, File> = corpus::corpus(ARTICLES)
        .into_iter()
        .map(|(path, bytes)| {
            let path = SourcePath::parse(&path).unwrap();
            let file = File::new(&path, bytes);
            (path, file)
        })
        .collect();
    Project::new(files, Diagnostics::new(), Day::parse(corpus::DAY).unwrap())
}

/// Front matter and outline of one article, and the tree of its body.
fn parse(criterion: &mut Criterion) {
    let project = project();
    let Some(File::Text(source)) = project.file_at("record/ru/article-1/1/article.md") else { return };
    let lang = Lang::parse("ru").unwrap();
    let article = Article::parse(source, &lang, &mut Diagnostics::new()).unwrap();
    let mut group = criterion.benchmark_group("parse");
    group.throughput(Throughput::Bytes(source.text().len() as u64));
    group.bench_function("article", |bench| {
        bench.iter(|| Article::parse(black_box(source), &lang, &mut Diagnostics::new()));
    });
    group.bench_function("body", |bench| bench.iter(|| black_box(&article).body()));
    group.finish();
}

/// The gate, over all: notes read, signatures verified, digests compared, articles parsed.
fn verify(criterion: &mut Criterion) {
    let project = project();
    let ground = pipeline::ground(&project, None, &mut Diagnostics::new()).unwrap();
    let mut group = criterion.benchmark_group("verify");
    group.throughput(Throughput::Elements(ARTICLES as u64)).sample_size(20);
    group.bench_function("record", |bench| {
        bench.iter(|| pipeline::judge(&project, &ground, &mut Diagnostics::new()));
    });
    group.finish();
}

/// The whole of the middle, with every file made and dropped.
fn render(criterion: &mut Criterion) {
    let project = project();
    let mut group = criterion.benchmark_group("render");
    group.throughput(Throughput::Elements(ARTICLES as u64)).sample_size(20);
    group.bench_function("site", |bench| bench.iter(|| pipeline::build(&project, None, &DigestsOnly)));
    group.finish();
}

/// A finished site, from memory to the disk, into an empty place.
fn publish(criterion: &mut Criterion) {
    let site = pipeline::build(&project(), None, &InMemory).site.unwrap();
    let base = tempfile::tempdir().unwrap();
    let out = tempfile::tempdir().unwrap();
    let target = out.path().join("public");
    let mut group = criterion.benchmark_group("publish");
    group.throughput(Throughput::Elements(site.files().len() as u64)).sample_size(10);
    group.bench_function("files", |bench| {
        bench.iter_batched(
            || drop(std::fs::remove_dir_all(&target)),
            |()| Staging::begin(base.path(), &target).unwrap().publish(&site).unwrap(),
            BatchSize::PerIteration,
        );
    });
    group.finish();
}

criterion_group!(phases, parse, verify, render, publish);
criterion_main!(phases);
