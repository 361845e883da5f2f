//! What a message costs: every format of one section, short and long: `cargo bench --bench formats`.
//!
//! The time must grow with the text alone, from a kilobyte to a megabyte; `Throughput` shows whether it does.
#![allow(missing_docs, clippy::unwrap_used, clippy::disallowed_methods, reason = "benches")]

use std::collections::BTreeMap;
use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use vetted::article::tree::{Block, Inline, Section, Target};
use vetted::base::day::Day;
use vetted::base::lang::Lang;
use vetted::base::name::ThemeName;
use vetted::chat::{self, Message, Voice};
use vetted::diagnostic::Diagnostics;
use vetted::project::Project;
use vetted::theme::Theme;

/// A paragraph of about 500 bytes with a link, emphasis and numbers.
fn paragraph() -> Vec<Inline> {
    let text = |words: &str| Inline::Text(words.to_owned());
    let sentence = "Делайте вдохи: каждые 5 секунд. Дайте 0,4 мг и ждите. ";
    vec![
        text(&sentence.repeat(2)),
        Inline::Strong(vec![text("Звоните 103.")]),
        text(" "),
        Inline::Link {
            target: Target::Web("https://example.org/overdose_now/(ru)".to_owned()),
            text: vec![text("Что сказать по телефону")],
        },
        text(". "),
        text(sentence),
    ]
}

/// Many paragraphs, or the same words as one: then every part is a cut in it.
fn section(bytes: usize, in_one: bool) -> Section {
    let lines = std::iter::repeat_n(paragraph(), bytes.div_ceil(500));
    let blocks = if in_one {
        vec![Block::Paragraph(lines.flatten().collect())]
    } else {
        lines.map(Block::Paragraph).collect()
    };
    let title = vec![Inline::Text("Что делать?".to_owned())];
    Section { id: None, level: 2, title, advice: None, snippet: true, sos: false, blocks }
}

fn formats(criterion: &mut Criterion) {
    let project = Project::new(BTreeMap::new(), Diagnostics::new(), Day::parse("2026-11-20").unwrap());
    let lang = Lang::parse("ru").unwrap();
    let languages = [Lang::parse("en").unwrap(), lang.clone()];
    let theme = ThemeName::parse("default").unwrap();
    let theme = Theme::compile(&project, &theme, &languages, &mut Diagnostics::new()).unwrap();
    let address = |target: &Target| match target {
        Target::Web(address) => Some(address.clone()),
        _ => None,
    };
    let voice = Voice {
        lang: &lang,
        labels: theme.labels(&lang),
        facts: None,
        address: &address,
        picture: &|_| None,
    };
    for (name, in_one) in [("formats", false), ("split", true)] {
        let mut group = criterion.benchmark_group(name);
        for bytes in [1 << 10, 1 << 15, 1 << 20] {
            let sections = [section(bytes, in_one)];
            let message = Message {
                cards: &[],
                opening: "",
                sections: &sections,
                notes: &[],
                stamp: "Проверено: код 000000",
            };
            group.throughput(Throughput::Bytes(bytes as u64)).sample_size(10);
            group.bench_with_input(BenchmarkId::from_parameter(bytes), &message, |bench, message| {
                bench.iter(|| chat::write(black_box(message), &voice));
            });
        }
        group.finish();
    }
}

criterion_group!(benches, formats);
criterion_main!(benches);
