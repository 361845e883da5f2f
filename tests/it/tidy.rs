//! The house rules that a machine can check.

use std::fs;
use std::path::Path;

use crate::repository::{files_under, root};

/// The longest file of code, in lines.
const LONGEST_FILE: usize = 400;

#[test]
fn files_are_short() {
    let lines = |path: &String| read(path).lines().count();
    none_of(
        all(&["src", "tests", "fuzz"]),
        |path| path.ends_with(".rs") && lines(path) > LONGEST_FILE,
        "is too long",
    );
}

#[test]
fn nothing_is_left_for_later() {
    let markers = [["TO", "DO"].concat(), ["FIX", "ME"].concat(), ["XX", "X"].concat()];
    let is_marker = |word: &str| markers.iter().any(|marker| marker == word);
    let left = |path: &String| read(path).split(|other: char| !other.is_alphanumeric()).any(is_marker);
    none_of(all(&["src", "tests/it", "themes", "scripts"]), left, "leaves something for later");
}

#[test]
fn no_file_is_a_drawer_for_everything() {
    let drawer = |path: &String| ["util", "helper", "manager"].iter().any(|name| path.contains(name));
    none_of(all(&["src", "tests", "themes", "scripts"]), drawer, "does not say what it is about");
}

#[test]
fn a_module_says_what_it_is_and_what_always_holds() {
    let of_modules = || {
        let files = all(&["src"]).into_iter().filter(|path| path.ends_with(".rs"));
        files.filter(|path| !path.ends_with("/tests.rs") && !path.contains("/tests/")).collect::<Vec<_>>()
    };
    none_of(
        of_modules(),
        |path| !read(path).starts_with("//! "),
        "does not begin with a sentence about itself",
    );
    let is_top = |path: &String| path.ends_with("/mod.rs") || path.matches('/').count() == 1;
    let is_root = |path: &String| path == "src/lib.rs" || path == "src/main.rs";
    let holds = |path: &String| read(path).lines().any(|line| line.starts_with("//! Invariant: "));
    none_of(
        of_modules(),
        |path| is_top(path) && !is_root(path) && !holds(path),
        "does not say what always holds (`//! Invariant: …`)",
    );
}

#[test]
fn no_theme_trusts_a_text() {
    let trusts = |path: &String| {
        let text: String = read(path).split_whitespace().collect();
        let is_word = |next: char| next.is_alphanumeric() || next == '_';
        text.match_indices("|safe").any(|(at, found)| !text[at + found.len()..].starts_with(is_word))
    };
    none_of(all(&["themes"]), trusts, "marks a text as safe; only `render` makes HTML");
}

#[test]
fn no_line_ends_in_a_space() {
    let endings = ["rs", "toml", "md", "html", "css", "js", "json", "txt", ""];
    let is_text = |path: &String| {
        let ending = Path::new(path).extension().map_or("", |ending| ending.to_str().unwrap_or("?"));
        endings.contains(&ending)
    };
    // What was signed stays as it is, and fixtures of tests may be wrong on purpose.
    let is_kept = |path: &String| {
        path.starts_with("record/")
            || path.starts_with("fuzz/corpus/")
            || path.starts_with("tests/") && !path.starts_with("tests/it/")
    };
    let spaced = |path: &String| read(path).lines().any(|line| line != line.trim_end());
    none_of(
        all(&[""]),
        |path| is_text(path) && !is_kept(path) && spaced(path),
        "has a line that ends in a space",
    );
}

/// Fails with all the files that are `wrong`.
fn none_of(paths: Vec<String>, wrong: impl Fn(&String) -> bool, what: &str) {
    assert!(!paths.is_empty(), "there is nothing to look at");
    let wrong: Vec<_> = paths.into_iter().filter(wrong).map(|path| format!("{path} {what}")).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Returns the paths below some folders, with `/` between their parts.
fn all(folders: &[&str]) -> Vec<String> {
    let found = folders.iter().flat_map(|folder| files_under(folder));
    found.map(|path| path.to_string_lossy().replace('\\', "/")).collect()
}

/// Returns a file as text; of one that is no text, nothing.
fn read(path: &str) -> String {
    String::from_utf8(fs::read(root().join(path)).unwrap()).unwrap_or_default()
}
