//! `explain`: what a finding means, with an example that is wrong and the same put right; one page for every code.

use include_dir::{Dir, include_dir};

use super::Outcome;
use super::failure::Failure;
use crate::diagnostic::{Code, Tongue, did_you_mean};

/// The pages, by language and code.
static PAGES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/docs/explain");

/// Shows the page of a code, or a list of all.
pub(super) fn run(code: Option<&str>, tongue: Tongue) -> Result<Outcome, Failure> {
    let Some(name) = code else { return Ok(list(tongue)) };
    let Some(code) = Code::ALL.iter().find(|code| code.as_str() == name) else {
        let near = did_you_mean(name, Code::ALL.iter().map(|code| code.as_str()));
        return Err(Failure::usage(
            format!("there is no finding called `{name}`"),
            near.unwrap_or_else(|| "`vetted explain` lists them all".to_owned()),
        ));
    };
    let (title, text) = page(*code, tongue);
    let result = serde_json::json!({ "code": name, "title": title, "page": text });
    let page = format!("{name}: {title}\n{}", plain(text));
    Ok(Outcome { page, result: Some(result), ..Outcome::default() })
}

fn list(tongue: Tongue) -> Outcome {
    let width = Code::ALL.iter().map(|code| code.as_str().len()).max().unwrap_or(0);
    let titles = Code::ALL.iter().map(|code| (code.as_str(), page(*code, tongue).0));
    let lines = titles.clone().map(|(code, title)| format!("{code:width$}  {title}"));
    let page = lines.collect::<Vec<_>>().join("\n");
    let result = titles.map(|(code, title)| serde_json::json!({ "code": code, "title": title })).collect();
    Outcome { page, result: Some(result), ..Outcome::default() }
}

/// Returns the title of a page and what stands below it; a test says that every code has one in every tongue.
fn page(code: Code, tongue: Tongue) -> (&'static str, &'static str) {
    let file = PAGES.get_file(format!("{}/{}.md", tongue.tag(), code.as_str()));
    let text = file.and_then(|file| file.contents_utf8()).unwrap_or_default();
    let (title, rest) = text.split_once('\n').unwrap_or_default();
    (title.trim_start_matches("# "), rest.trim_end())
}

/// Markdown as a terminal shows it: examples are moved in, without their fences.
fn plain(text: &str) -> String {
    let mut inside = false;
    let mut lines = Vec::new();
    for line in text.lines() {
        if line.starts_with("```") {
            inside = !inside;
        } else if inside && !line.is_empty() {
            lines.push(format!("    {line}"));
        } else {
            lines.push(line.to_owned());
        }
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_its_pages_and_no_page_is_without_a_code() {
        for tag in Tongue::TAGS {
            let tongue = Tongue::parse(tag).unwrap();
            for code in Code::ALL {
                let (title, text) = page(*code, tongue);
                let lines = text.lines().count();
                assert!(!title.is_empty(), "docs/explain/{tag}/{}.md is missing", code.as_str());
                assert!(
                    (8..=50).contains(&lines),
                    "docs/explain/{tag}/{}.md has {lines} lines",
                    code.as_str()
                );
            }
            let files = PAGES.get_dir(tag).unwrap().files();
            let known =
                |name: &str| Code::ALL.iter().any(|code| format!("{tag}/{}.md", code.as_str()) == name);
            let names: Vec<_> = files.map(|file| file.path().to_string_lossy().into_owned()).collect();
            assert!(names.iter().all(|name| known(name)), "{names:?}");
        }
    }

    #[test]
    fn a_page_is_shown_without_its_marks() {
        let told = run(Some("raw-html"), Tongue::English).unwrap().page;
        assert!(told.starts_with("raw-html: HTML stands in an article\n\nArticles are"), "{told}");
        assert!(told.contains("\nWrong:\n\n    ## What helps\n\n    Press for"), "{told}");
        assert!(!told.contains("```"), "{told}");
        let russian = run(Some("raw-html"), Tongue::Russian).unwrap().page;
        assert!(russian.starts_with("raw-html: В статье стоит HTML\n"), "{russian}");
    }

    #[test]
    fn the_list_has_a_line_for_every_code_and_a_slip_finds_the_nearest() {
        let all = run(None, Tongue::Russian).unwrap();
        assert_eq!(all.page.lines().count(), Code::ALL.len());
        let failure = run(Some("raw-htm"), Tongue::English).unwrap_err();
        assert_eq!(failure.help.as_deref(), Some("did you mean `raw-html`?"));
        assert!(run(Some("nothing-like-it"), Tongue::English).unwrap_err().help.is_some());
    }
}
