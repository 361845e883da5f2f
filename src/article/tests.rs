//! Articles as authors write them, and what is said about them.

mod body;
mod front;
mod hostile;
mod links;
mod random;
mod settings;

use super::*;
use crate::base::name::SectionId;
use crate::base::path::SourcePath;
use crate::diagnostic::Place;

/// Settings without a fault, for a text that cites `[^who14]`.
const FRONT: &str = "+++
id = \"a\"
title = \"A title\"
summary = \"A summary.\"
need = \"overdose\"
urgency = \"routine\"
audience = [\"client\"]
[[sources]]
key = \"who14\"
title = \"A book\"
org = \"WHO\"
year = 2014
";

fn source(text: &str) -> Source {
    Source::new(SourcePath::parse("content/en/a/a.md").unwrap(), text.to_owned())
}

/// Reads a text: the article, and each finding as `line:column code: message`, sorted.
fn read(text: &str) -> (Option<Article>, Vec<String>) {
    let mut found = Diagnostics::new();
    let article = Article::parse(&source(text), &Lang::parse("en").unwrap(), &mut found);
    assert_eq!(article.is_none(), found.has_errors());
    let line = |finding: &Diagnostic| match &finding.labels[0].place {
        Place::Text(span) => {
            assert!(finding.severity == Severity::Warning || finding.help.is_some(), "{}", finding.message);
            let (line, column) = span.position();
            format!("{line}:{column} {}: {}", finding.code.as_str(), finding.message)
        }
        Place::File(path) => panic!("{path}: {}", finding.message),
    };
    (article, found.into_sorted().iter().map(line).collect())
}

/// Reads a text under settings without a fault, which end in line 14; line 15 is the body's first.
fn read_body(body: &str) -> (Option<Article>, Vec<String>) {
    read(&format!("{FRONT}+++\n\n{body}\n\nCited. [^who14]\n"))
}

/// What is said about a body, with lines counted from its own first line.
fn said(body: &str) -> Vec<String> {
    let from_body = |line: &String| {
        let (number, rest) = line.split_once(':').unwrap();
        format!("{}:{rest}", number.parse::<isize>().unwrap() - 14)
    };
    read_body(body).1.iter().map(from_body).collect()
}

fn article(body: &str) -> Article {
    let (article, said) = read_body(body);
    article.unwrap_or_else(|| panic!("{said:#?}"))
}

fn section(id: &str) -> SectionId {
    SectionId::parse(id).unwrap()
}
