//! Hostile settings: every one is answered in bounded time, and on the small stack of a test's thread.

use std::time::Instant;

use vetted::base::path::SourcePath;
use vetted::diagnostic::Diagnostics;
use vetted::source::Source;
use vetted::toml_file::Table;

/// Reads whatever a text holds, as a reader of names would.
fn walk(table: Table<'_>, found: &mut Diagnostics) {
    for (_, value) in table.into_entries() {
        if let Some(table) = value.read::<Table>(found) {
            walk(table.value, found);
        }
    }
}

#[test]
fn bombs_are_answered_in_bounded_time_and_stack() {
    const M: usize = 1 << 20;
    let dots = |count: usize| ".a".repeat(count);
    let distinct = (0..M / 24).fold(String::new(), |text, n| text + &format!("b{n}{} = 1\n", dots(7)));
    let bombs = [
        format!("a = {}", "[".repeat(M - 4)),
        "[".repeat(M),
        format!("a = {}", "{a=".repeat(M / 3 - 2)),
        format!("a{} = 1", dots(100_000)),
        format!("[a{}]\n", dots(100_000)),
        format!("a{0} = {1}{2}", dots(77), format!("{{a{} = ", dots(77)).repeat(75), "}".repeat(75)),
        format!("{0}{0}", format!("a{0} = {1}1{2}\n", dots(7), "[".repeat(7), "]".repeat(7))),
        distinct,
        format!("a = {}", "[ } [ { ] ".repeat(M / 10 - 1)),
        "\u{feff}''' x '''".to_owned() + &"[".repeat(M / 2),
        "=\n".repeat(M / 2),
        "a\n".repeat(M / 2),
        "[a]\n".repeat(M / 4),
        "[[a]]\n".repeat(M / 6),
        format!("a = [{}", ",".repeat(M - 6)),
        "\"".repeat(M),
        "a".repeat(10 * M),
        format!("a = \"{}\"", "x".repeat(M - 6)),
    ];
    for bomb in bombs {
        let start = Instant::now();
        let source = Source::new(SourcePath::parse("a.toml").unwrap(), bomb.clone());
        let mut found = Diagnostics::new();
        if let Some(table) = Table::of_file(&source, &mut found) {
            walk(table, &mut found);
        }
        let _ = found.into_sorted();
        let taken = start.elapsed();
        assert!(taken.as_secs() < 2, "{} took {taken:?}", bomb.chars().take(30).collect::<String>());
    }
}
