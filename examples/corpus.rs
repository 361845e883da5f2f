//! Writes a made-up, signed knowledge base to a folder: `cargo run --release --example corpus -- DIR ARTICLES`.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a tool for benches"
)]

#[path = "../benches/corpus/mod.rs"]
mod corpus;

use std::path::Path;
use std::process::ExitCode;
use std::{env, fs};

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [folder, articles] = arguments.as_slice() else {
        eprintln!("usage: corpus DIR ARTICLES");
        return ExitCode::from(2);
    };
    let Ok(articles) = articles.parse() else {
        eprintln!("`{articles}` is no number of articles");
        return ExitCode::from(2);
    };
    for (path, bytes) in corpus::corpus(articles) {
        let path = Path::new(folder).join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    ExitCode::SUCCESS
}
