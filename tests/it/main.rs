//! The tests that see `vetted` from outside: one binary, one module for each thing promised.
#![expect(clippy::disallowed_methods, reason = "tests read the repository, take time and start the binary")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test that cannot go on has failed, and one that is skipped says so"
)]

mod arch;
mod attacks;
mod base;
mod begin;
mod bombs;
mod browser;
mod canary;
mod check_code;
mod codes;
mod console;
mod contract;
mod desk;
mod determinism;
mod edition;
mod explain;
mod export;
mod feeds;
mod formats;
mod git;
mod held;
mod home;
mod hostile;
mod import;
mod life;
mod links;
mod lists;
mod live;
mod many;
mod midnight;
mod model;
mod naive;
mod pack;
mod pictures;
mod privacy;
mod publish;
mod queries;
mod regions;
mod repository;
mod review;
mod right_to_left;
mod russian;
mod russian_desk;
mod search;
mod search_page;
mod serve;
mod servers;
mod services;
mod signing;
mod snippets;
mod socket;
mod standing;
mod starter;
mod stock_tools;
mod story;
mod telegram;
mod terminal;
mod tidy;
mod weight;
mod word_lists;
mod wording;
mod words;
