use super::*;
use crate::base::path::SourcePath;
use crate::diagnostic::Place;

fn parse(text: &str) -> (Option<Lexicon>, String) {
    let path = SourcePath::parse("content/lexicon/en.toml").unwrap();
    let source = Source::new(path, text.to_owned());
    let mut found = Diagnostics::new();
    let lexicon = Lexicon::parse(&source, &Lang::parse("en").unwrap(), &mut found);
    assert_eq!(lexicon.is_none(), found.has_errors());
    let told = found.into_sorted().into_iter().map(|fault| {
        let Place::Text(span) = &fault.labels[0].place else { panic!() };
        let (line, column) = span.position();
        format!("{line}:{column} {}\n", fault.message)
    });
    (lexicon, told.collect())
}

#[test]
fn terms_are_read_with_what_they_mean() {
    let (lexicon, told) = parse(
        "[[terms]]\nterm = \"`k {bus}\"\nkind = \"layout\"\nmeans = [\"overdose-now.steps\", \"naloxone\"]\nemergency = true\n\n\
         [[terms]]\nterm = \"sore\"\nkind = \"plain\"\nmeans = [\"vein-care\"]\n",
    );
    assert_eq!(told, "");
    let terms = lexicon.unwrap().terms;
    assert_eq!((terms.len(), terms[0].term.as_str(), terms[0].kind), (2, "`k {bus}", TermKind::Layout));
    assert!(terms[0].emergency && !terms[1].emergency);
    let (meaning, range) = &terms[0].means[0];
    assert_eq!(meaning.article.as_str(), "overdose-now");
    assert_eq!(meaning.section.as_ref().unwrap().as_str(), "steps");
    assert_eq!(range.len(), "\"overdose-now.steps\"".len());
    assert_eq!(terms[0].means[1].0.section, None);
}

#[test]
fn every_fault_is_told_in_one_run() {
    let long = "x".repeat(81);
    let (lexicon, told) = parse(&format!(
        r#"words = 1
[[terms]]
term = "OD"
kind = "slng"
means = []
sure = true
[[terms]]
term = " od"
means = ["Overdose", "a.b.c", ""]
[[terms]]
term = "od"
kind = "slang"
means = "naloxone"
[[terms]]
term = "od"
kind = "slang"
means = ["a"]
[[terms]]
term = "{long}"
kind = "slang"
means = ["a"]
[[terms]]
term = "o\u200Bd"
kind = "slang"
means = ["a"]
emergency = "yes"
"#
    ));
    assert!(lexicon.is_none());
    assert_eq!(
        told,
        "1:1 the key `words` is not known here
3:8 a term is in small letters
4:8 `slng` is not one of the words known here
5:9 this term means nothing
6:1 the key `sure` is not known here
7:1 the key `kind` is missing
8:8 a term has words and single spaces between them
9:10 `Overdose` is not the id of an article, or of a snippet: `article.section`
9:22 `a.b.c` is not the id of an article, or of a snippet: `article.section`
9:31 there is nothing between the quotes
13:9 `means` must be a list
15:8 this term stands here twice
19:8 a term has at most 80 characters, and this one has 81
23:8 a term holds U+200B ZERO WIDTH SPACE
26:13 `emergency` must be `true` or `false`
"
    );
    assert_eq!(parse("").1, "1:1 the key `terms` is missing\n");
}
