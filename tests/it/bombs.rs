//! Hostile files: every one is answered in bounded time, and on the small stack of a test's thread.

use std::time::{Duration, Instant};

use vetted::base::lang::Lang;
use vetted::base::name::Region;
use vetted::base::path::SourcePath;
use vetted::diagnostic::terminal::{self, Colour, Look};
use vetted::diagnostic::{Code, Diagnostic, Diagnostics, Tongue, json};
use vetted::facts::Facts;
use vetted::lexicon::Lexicon;
use vetted::services::Services;
use vetted::source::Source;
use vetted::toml_file::Table;

/// The slowest answer takes a second in a debug build; what is not bounded would take minutes. The rest is for a machine
/// that has other things to do.
const PATIENCE: Duration = Duration::from_secs(30);

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
    let region = Region::parse("ru-spb").unwrap();
    let lang = Lang::parse("en").unwrap();
    let many = |one: &str| {
        (0..M / one.len() / 2).fold(String::new(), |text, n| text + &one.replace('#', &n.to_string()))
    };
    let bombs = [
        many("[services.s#]\nhours = { mon = \"1\" }\n"),
        format!("[services.a]\nhours = {{ {} }}", many("d# = \"10:00-10:00\", ")),
        format!("[services.a]\nhours = {{ mon-sun = [{}] }}", "\"10:00-11:00\", ".repeat(40_000)),
        format!("[services.a]\nkinds = [{}]", "\"naloxone\", ".repeat(40_000)),
        format!("[services.a]\nkinds = [{}]", many("\"nalaxone#\", ")),
        many("[[terms]]\nterm = \"t\"\nmeans = [\"#\"]\n"),
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
        format!("{} = 1", "a".repeat(M - 4)),
        format!("[{0}.{0}]\nkind = \"{0}\"", "a".repeat(M / 4)),
        (0..10_000).fold("[c]\n".to_owned(), |text, n| text + &format!("kind{n} = {{ n = 1 }}\n")),
        format!("a = \"{}\"", "x".repeat(M - 6)),
    ];
    for bomb in bombs {
        let start = Instant::now();
        let source = Source::new(SourcePath::parse("a.toml").unwrap(), bomb.clone());
        let mut found = Diagnostics::new();
        if let Some(table) = Table::of_file(&source, &mut found) {
            walk(table, &mut found);
        }
        if let Some(table) = Table::of_file(&source, &mut found) {
            table.finish(&mut found);
        }
        assert!(Facts::parse(&source, &region, &[], &mut found).is_none());
        assert!(Services::parse(&source, &region, &[], &mut found).is_none());
        assert!(Lexicon::parse(&source, &lang, &mut found).is_none());
        let _ = found.into_sorted();
        let taken = start.elapsed();
        assert!(taken < PATIENCE, "{} took {taken:?}", bomb.chars().take(30).collect::<String>());
    }
}

#[test]
fn ten_thousand_findings_in_one_long_line_are_told_quickly() {
    let source = Source::new(SourcePath::parse("a.md").unwrap(), "да <b>".repeat(130_000));
    let findings: Vec<_> = (0..10_000)
        .map(|n| Diagnostic::error(Code::RawHtml, "raw HTML").at(source.span(n * 100..n * 100 + 3), "here"))
        .collect();
    let start = Instant::now();
    let text =
        terminal::render(&findings, Look { colour: Colour::Ansi, width: 100, tongue: Tongue::English });
    assert!(text.ends_with("10000 errors\n"));
    let json = json::render(&findings);
    assert_eq!(json.matches("\"code\"").count(), 10_000);
    let taken = start.elapsed();
    assert!(taken < PATIENCE, "it took {taken:?}");
}

#[test]
fn a_hostile_text_is_looked_up_quickly() {
    let start = Instant::now();
    for hostile in
        ["` is ".repeat(100_000), "a: ".repeat(1_300), "` must be ".repeat(390), "; (, ".repeat(700)]
    {
        Tongue::Russian.phrase(&hostile);
        Tongue::Russian.report(&hostile);
    }
    assert!(start.elapsed() < PATIENCE, "{:?}", start.elapsed());
}
