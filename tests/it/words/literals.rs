//! The texts that stand in quotes in the sources, as patterns: an argument is `{name}`, a brace of the text `{{`.

use std::fs;

use crate::arch::{character, raw, string};
use crate::repository::{files_under, root};

/// The macros, and the one attribute, whose first text has arguments in braces.
const FORMATS: [&str; 6] = ["format", "write", "writeln", "eprintln", "println", "error"];

/// A text in quotes.
pub(crate) struct Literal {
    /// The file it stands in.
    pub(crate) file: String,
    /// The line it begins on, from 1.
    pub(crate) line: usize,
    /// The text as a pattern.
    pub(crate) pattern: String,
}

/// Returns the literals of all sources that are not only for tests.
pub(crate) fn of_sources() -> Vec<Literal> {
    let files = files_under("src").into_iter().map(|path| path.to_string_lossy().replace('\\', "/"));
    let files = files.filter(|path| path.ends_with(".rs") && !path.contains("/tests"));
    files.flat_map(|file| of_text(&file, &fs::read_to_string(root().join(&file)).unwrap())).collect()
}

/// Returns the literals of one source, without those of its tests and of attributes for the compiler.
pub(crate) fn of_text(file: &str, text: &str) -> Vec<Literal> {
    let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    let mut found = Vec::new();
    // The words before every bracket that is open: `format!` before `(`, `#` before `[`.
    let mut open: Vec<&str> = Vec::new();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        let rest = &text[at..];
        let inner = |hashes: usize, length: usize| &rest[hashes + 1..length - hashes - 1];
        let (length, literal) = match first {
            '/' if rest.starts_with("//") => (rest.find('\n').unwrap_or(rest.len()), None),
            '"' => (string(rest), Some(unescaped(inner(0, string(rest))))),
            'r' if !before(text, at).ends_with(is_word) && raw(rest).is_some() => {
                let hashes = rest[1..].find('"').unwrap();
                (raw(rest).unwrap(), Some(rest[hashes + 2..raw(rest).unwrap() - hashes - 1].to_owned()))
            }
            '\'' => (character(rest), None),
            _ => (first.len_utf8(), None),
        };
        match first {
            '(' | '[' | '{' => open.push(before(text, at)),
            ')' | ']' | '}' => drop(open.pop()),
            _ => {}
        }
        let for_compiler =
            open.iter().any(|before| before.trim_end_matches('!').ends_with('#')) && !is_format(&open);
        if let Some(literal) = literal.filter(|_| !for_compiler) {
            let line = text[..at].matches('\n').count() + 1;
            let pattern =
                if is_format(&open) { literal } else { literal.replace('{', "{{").replace('}', "}}") };
            let pattern = if called(&open) == "concat" { pattern + "{}`" } else { pattern };
            found.push(Literal { file: file.to_owned(), line, pattern });
        }
        at += length;
    }
    found
}

/// Returns what the comments before the items of a source say, which `--help` shows: without the full stop at the end.
pub(crate) fn docs_of(file: &str) -> Vec<String> {
    let text = fs::read_to_string(root().join(file)).unwrap();
    let mut docs = vec![String::new()];
    for line in text.lines() {
        match (line.trim().strip_prefix("///"), docs.last_mut()) {
            (Some(words), Some(doc)) => doc.push_str(words),
            _ => docs.push(String::new()),
        }
    }
    docs.into_iter().map(|doc| doc.trim().trim_end_matches('.').to_owned()).collect()
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

fn before(text: &str, at: usize) -> &str {
    text[..at].trim_end()
}

/// The name of the macro, function or attribute in whose brackets we stand.
fn called<'t>(open: &[&'t str]) -> &'t str {
    let before = open.last().copied().unwrap_or_default().trim_end_matches('!');
    &before[before.rfind(|character| !is_word(character)).map_or(0, |at| at + 1)..]
}

fn is_format(open: &[&str]) -> bool {
    let is_error = open.len() > 1 && open[open.len() - 2].ends_with('#');
    FORMATS.contains(&called(open)) && (open.last().is_some_and(|before| before.ends_with('!')) || is_error)
}

/// Returns what a text in quotes says: escapes are read, and a line that ends in `\` goes on where the next one begins.
fn unescaped(inner: &str) -> String {
    let mut out = String::new();
    let mut rest = inner.chars();
    while let Some(character) = rest.next() {
        if character != '\\' {
            out.push(character);
            continue;
        }
        match rest.next() {
            Some('n') => out.push('\n'),
            Some('t') => out.push('\t'),
            Some('u') => {
                let code: String = rest.by_ref().skip(1).take_while(|digit| *digit != '}').collect();
                out.extend(u32::from_str_radix(&code, 16).ok().and_then(char::from_u32));
            }
            Some('\n') => rest = rest.as_str().trim_start().chars(),
            Some(other) => out.push(other),
            None => {}
        }
    }
    out
}

#[test]
fn literals_are_found_with_their_arguments() {
    let source = r#"
        // "comment"
        #[expect(clippy::x, reason = "for the compiler")]
        #[error("`{0}` is gone")]
        fn a<'a>(x: &'a str) { b('"', "a {brace}", format!("is {x} {{y}}")); }
        const C: &str = "one \
            line \"\u{20}\n";
        const D: &str = concat!("one of `", "x");
        const E: &str = r~"raw "text""~;
        #[cfg(test)]
mod tests { "test" }
    "#
    .replace("        #[cfg(test)]", "#[cfg(test)]")
    .replace('~', "#");
    let found: Vec<_> = of_text("a.rs", &source).into_iter().map(|literal| literal.pattern).collect();
    assert_eq!(
        found,
        [
            "`{0}` is gone",
            "a {{brace}}",
            "is {x} {{y}}",
            "one line \" \n",
            "one of `{}`",
            "x{}`",
            "raw \"text\""
        ]
    );
}
