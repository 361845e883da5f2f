//! The scripts that a page carries within itself, and the hashes by which a browser knows them.
//!
//! Invariant: each hash is that of the exact text a page carries; no script can end its element.

use serde::Serialize;
use tera::Value;

use crate::base::digest::Digest;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::Source;

/// What a script may not hold: a browser would end it there, or read on beyond its end.
const REFUSED: [&str; 3] = ["</script", "<script", "<!--"];

/// Scripts of a theme, in the order of their names.
#[derive(Clone, Debug)]
pub struct Scripts {
    value: Value,
}

/// What templates see of a script.
#[derive(Serialize)]
struct View {
    code: Value,
    hash: String,
}

impl Scripts {
    /// Gathers scripts in the order given.
    pub(super) fn gather<'a>(files: impl Iterator<Item = &'a Source>, faults: &mut Diagnostics) -> Self {
        let views = files.map(|source| {
            check(source, faults);
            let code = strip(source.text());
            let hash = format!("sha256-{}", Digest::of(code.as_bytes()).to_base64());
            View { code: Value::safe_string(&code), hash }
        });
        Self { value: Value::from_serializable(&views.collect::<Vec<_>>()) }
    }

    /// Returns `code` and `hash` of each as a value that templates share.
    pub fn value(&self) -> Value {
        self.value.clone()
    }
}

/// Leaves out the lines that begin with `//`; one inside a template literal is taken for a comment too.
fn strip(code: &str) -> String {
    // A browser reads a line end as one character, and hashes it so.
    let code = code.replace("\r\n", "\n").replace('\r', "\n");
    code.split_inclusive('\n').filter(|line| !line.trim_start().starts_with("//")).collect()
}

fn check(source: &Source, faults: &mut Diagnostics) {
    let lower = source.text().to_ascii_lowercase();
    for wrong in REFUSED {
        faults.extend(lower.match_indices(wrong).map(|(at, _)| {
            Diagnostic::error(Code::Template, format!("a script may not hold `{wrong}`"))
                .at(source.span(at..at + wrong.len()), "")
                .note("this would end the script in the middle of it")
                .help("write it in two pieces")
        }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::path::SourcePath;

    fn scripts(text: &str) -> (Scripts, Diagnostics) {
        let mut faults = Diagnostics::new();
        let source = Source::new(SourcePath::parse("themes/default/assets/a.js").unwrap(), text.to_owned());
        (Scripts::gather([&source].into_iter(), &mut faults), faults)
    }

    #[test]
    fn a_hash_is_that_of_the_lines_as_a_browser_reads_them() {
        let (scripts, faults) = scripts("a();\r\nb();\r");
        let told = format!("{:?}", scripts.value());
        assert!(told.contains(&Digest::of(b"a();\nb();\n").to_base64()), "{told}");
        assert!(faults.is_empty());
    }

    #[test]
    fn lines_of_comments_do_not_travel() {
        let (scripts, _) = scripts("// why\na(); // b\n  // c\nd('//');");
        let told = format!("{:?}", scripts.value());
        assert!(told.contains(&Digest::of(b"a(); // b\nd('//');").to_base64()), "{told}");
    }

    #[test]
    fn a_script_cannot_end_its_element() {
        let (_, faults) = scripts("let a = '</SCRIPT>';\nlet b = '<!-- <script';");
        assert_eq!(faults.into_sorted().len(), 3);
    }
}
