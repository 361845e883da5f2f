//! The layers of the house: a module imports only from the rows above its own.

use std::fs;
use std::path::{Path, PathBuf};

use crate::repository::{files_under, root};

/// The rows, from what knows nothing to what knows everything; modules of one row do not know each other. A module that
/// is still to be built has its place already.
const LAYERS: &[&[&str]] = &[
    &["base"],
    &["source"],
    &["diagnostic"],
    // `site` is only the finished map: its paths are words, and both the makers and the world hand it on.
    &["project", "toml_file", "site"],
    &["config"],
    &["article", "trust", "facts", "services", "lexicon", "theme"],
    &["gate"],
    &["desk", "catalog"],
    &["overview"],
    &["chat", "search", "lint", "render", "privacy", "difference"],
    &["emit"],
    &["memo"],
    &["pipeline"],
    &["signing"],
    &["bundle"],
    &["review"],
    &["disk"],
    &["serve"],
    &["cli"],
];

/// The modules that touch the world: only they may use what `clippy.toml` forbids.
const WORLD: [&str; 3] = ["disk", "serve", "cli"];

#[test]
fn a_module_imports_only_from_the_rows_above() {
    let mut wrong = Vec::new();
    for file in sources() {
        let Some(module) = file.modules.first() else { continue };
        for (line, import) in imports(&code(&file.text), file.modules.len()) {
            let (Some(own), Some(other)) = (row(module), row(&import)) else { continue };
            if other >= own && *module != import {
                wrong
                    .push(format!("`{module}` ({own}) imports `{import}` ({other}) at {}:{line}", file.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_module_has_a_row_and_stands_in_the_map() {
    let lib = fs::read_to_string(root().join("src/lib.rs")).unwrap();
    let map: String = lib.lines().take_while(|line| line.starts_with("//!")).collect();
    let declared: Vec<_> =
        lib.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).collect();
    assert!(declared.len() > 10, "{declared:?}");
    for module in &declared {
        assert!(row(module).is_some(), "`{module}` has no row in LAYERS");
        assert!(map.contains(&format!("[`{module}`]")), "the docs of src/lib.rs do not name `{module}`");
    }
    for file in sources() {
        let module = file.modules.first();
        assert!(
            module.is_none_or(|module| declared.contains(&module.as_str())),
            "{} is in no module",
            file.name
        );
    }
}

#[test]
fn only_the_two_ends_touch_the_world() {
    for file in sources().iter().filter(|file| file.text.contains("disallowed_methods")) {
        let module = file.modules.first().map_or("", String::as_str);
        assert!(WORLD.contains(&module), "{} may not touch the world", file.name);
    }
}

/// What a preview opens to looks cleared; only the recipe for what is shown may open one, and it makes single files of it.
#[test]
fn only_the_recipe_for_showing_opens_a_preview() {
    let opened: Vec<_> = sources()
        .into_iter()
        .filter(|file| code(&file.text).contains("Preview::new"))
        .map(|file| file.name)
        .collect();
    assert_eq!(opened, ["src/pipeline/shown.rs"]);
}

#[test]
fn imports_are_found_however_they_are_written() {
    let text = r#"
        use crate::base::day::Day; // crate::comment
        use crate::{article, gate::{self, Cleared}, site::Site};
        /* crate::block */ fn a(x: super::super::emit::X) { "crate::string"; '"'; crate::theme::y() }
        impl<'a> B<'a> { const C: &str = r"crate::raw\"; }
        #[cfg(test)]
        mod tests { use crate::cli; fn f() { if x { } } }
        use super::near; fn g() -> crate ::render::Z;
    "#;
    let found: Vec<_> = imports(&code(text), 2).into_iter().map(|(_, import)| import).collect();
    assert_eq!(found, ["base", "article", "gate", "site", "emit", "theme", "render"]);
    assert_eq!(imports("use super::near;\nuse super::far;", 1), [(1, "near".into()), (2, "far".into())]);
}

fn row(module: &str) -> Option<usize> {
    LAYERS.iter().position(|row| row.contains(&module))
}

/// A file of `src/` that is not only for tests.
struct SourceFile {
    name: String,
    /// The modules it stands in, from the top: none for `lib.rs` and `main.rs`.
    modules: Vec<String>,
    text: String,
}

fn sources() -> Vec<SourceFile> {
    let mut sources = Vec::new();
    for path in files_under("src") {
        let modules = modules(&path);
        if path.extension().is_some_and(|end| end == "rs") && !modules.iter().any(|module| module == "tests")
        {
            let text = fs::read_to_string(root().join(&path)).unwrap();
            sources.push(SourceFile { name: path.display().to_string(), modules, text });
        }
    }
    sources
}

/// `src/gate/judge.rs` is `gate::judge`, `src/gate/mod.rs` is `gate`.
fn modules(path: &Path) -> Vec<String> {
    let parts: PathBuf = path.with_extension("").iter().skip(1).collect();
    let parts = parts.iter().map(|part| part.to_string_lossy().into_owned());
    parts.filter(|part| !["mod", "lib", "main"].contains(&part.as_str())).collect()
}

/// Returns the top modules that a text of a module `depth` below the crate names, each with its line.
fn imports(code: &str, depth: usize) -> Vec<(usize, String)> {
    let tokens = tokens(code);
    let word = |at: usize| tokens.get(at).map_or("", |(_, token)| token.as_str());
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let start = at;
        let mut supers = 0;
        while word(at) == "super" && word(at + 1) == "::" {
            supers += 1;
            at += 2;
        }
        let from_root = supers >= depth && supers > 0 || word(at) == "crate" && word(at + 1) == "::";
        at += if word(at) == "crate" { 2 } else { usize::from(at == start) };
        if !from_root {
            continue;
        }
        let mut open = 0;
        let mut expects_name = true;
        loop {
            match word(at) {
                "{" => open += 1,
                "}" => open -= 1,
                "," => expects_name = open == 1,
                name if expects_name => {
                    found.push((tokens[at].0, name.to_owned()));
                    expects_name = false;
                }
                _ => {}
            }
            at += 1;
            if open <= 0 || at >= tokens.len() {
                break;
            }
        }
    }
    found
}

/// Cuts code into words, `::` and single characters, each with its line.
fn tokens(code: &str) -> Vec<(usize, String)> {
    let mut tokens: Vec<(usize, String)> = Vec::new();
    for (index, line) in code.lines().enumerate() {
        let mut rest = line.trim_start();
        while let Some(first) = rest.chars().next() {
            let is_word = |character: char| character.is_alphanumeric() || character == '_';
            let length = match rest.find(|character| !is_word(character)) {
                _ if rest.starts_with("::") => 2,
                Some(0) => first.len_utf8(),
                Some(length) => length,
                None => rest.len(),
            };
            tokens.push((index + 1, rest[..length].to_owned()));
            rest = rest[length..].trim_start();
        }
    }
    tokens
}

/// Blanks comments, strings and what is only for tests; lines stay where they are.
fn code(text: &str) -> String {
    let mut code = String::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let (length, kept) = match first {
            '/' if rest.starts_with("//") => (rest.find('\n').unwrap_or(rest.len()), false),
            '/' if rest.starts_with("/*") => (rest.find("*/").map_or(rest.len(), |end| end + 2), false),
            '"' => (string(rest), false),
            'r' if !ends_in_word(&code) && raw(rest).is_some() => (raw(rest).unwrap(), false),
            '\'' => (character(rest), false),
            other => (other.len_utf8(), true),
        };
        if kept {
            code.push(first);
        } else {
            code.extend(rest[..length].chars().map(|character| if character == '\n' { '\n' } else { ' ' }));
        }
        rest = &rest[length..];
    }
    without_tests(&code)
}

fn ends_in_word(code: &str) -> bool {
    code.ends_with(|character: char| character.is_alphanumeric() || character == '_')
}

/// Returns the length of a string in quotes.
pub(crate) fn string(rest: &str) -> usize {
    let mut characters = rest.char_indices().skip(1);
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => return at + 1,
            '\\' => {
                characters.next();
            }
            _ => {}
        }
    }
    rest.len()
}

/// Returns the length of a raw string.
pub(crate) fn raw(rest: &str) -> Option<usize> {
    let hashes = rest[1..].len() - rest[1..].trim_start_matches('#').len();
    let open = 1 + hashes + 1;
    let end = format!("\"{}", "#".repeat(hashes));
    rest[1 + hashes..]
        .starts_with('"')
        .then(|| rest[open..].find(&end).map_or(rest.len(), |at| open + at + end.len()))
}

/// Returns the length of a character in quotes; of a lifetime, its quote.
pub(crate) fn character(rest: &str) -> usize {
    let mut characters = rest[1..].char_indices();
    let (_, first) = characters.next().unwrap_or_default();
    let after = if first == '\\' {
        rest[3..].find('\'').map(|at| at + 3)
    } else {
        characters.next().map(|(at, _)| at + 1)
    };
    after.filter(|at| rest[*at..].starts_with('\'')).map_or(1, |at| at + 1)
}

/// Blanks every item behind `#[cfg(test)]`, up to its closing brace or its semicolon.
fn without_tests(code: &str) -> String {
    let mut out = String::new();
    let mut rest = code;
    while let Some(at) = rest.find("#[cfg(test)]") {
        out.push_str(&rest[..at]);
        let mut open = 0_i32;
        let end = rest[at..].find(|character| {
            open += i32::from(character == '{') - i32::from(character == '}');
            open == 0 && (character == '}' || character == ';')
        });
        let end = end.map_or(rest.len(), |end| at + end + 1);
        out.extend(rest[at..end].chars().filter(|character| *character == '\n'));
        rest = &rest[end..];
    }
    out + rest
}
