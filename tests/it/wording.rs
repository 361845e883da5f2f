//! Words that we avoid are found in the working texts, and a text with the worst of them is not signed.

use std::time::{Duration, Instant};

use vetted::base::day::Day;
use vetted::base::path::SourcePath;
use vetted::diagnostic::{Diagnostic, Diagnostics};
use vetted::project::{File, Project};
use vetted::{config, desk, lint};

use crate::story::{Story, TEXT};

const RULES: &str = r#"
[[rules]]
id = "junkie"
pattern = '(?i)\bjunk(?:ie|ies|y)\b'
prefer = ["person who uses drugs"]
level = "error"
why = "From us it is an insult."
source = "VA"
allow_in = ["search_terms"]
catches = "Only junkies get that."
passes = "Junk mail."

[[rules]]
id = "must"
pattern = '(?i)\byou\s+must\b'
prefer = ["you can"]
level = "warning"
why = "The reader decides."
source = "style"
catches = "You must come."
passes = "You can come."
"#;

const SETTINGS: &str = "site = \"help.example\"\nname = \"Help\"\nlanguages = [\"en\"]\nregion = \"here\"\nbase_url = \"https://help.example/\"\nexit_target = \"https://example.org/\"\ntheme = \"default\"\n";

fn told(files: &[(&str, &str)]) -> Vec<Diagnostic> {
    let files = [("vetted.toml", SETTINGS)].iter().chain(files).map(|(path, text)| {
        let path = SourcePath::parse(path).unwrap();
        (path.clone(), File::new(&path, text.as_bytes().to_vec()))
    });
    let project = Project::new(files.collect(), Diagnostics::new(), Day::new(2026, 11, 20).unwrap());
    let mut found = Diagnostics::new();
    let config = config::read(&project, &mut found).unwrap();
    let desk = desk::read(&project, &config, &mut Diagnostics::new());
    lint::check(&project, &config.languages, &desk, &mut found);
    found.into_sorted()
}

#[test]
fn check_tells_and_approve_refuses_the_worst_words() {
    let base = Story::with_people();
    base.write("content/lint/en.toml", RULES);
    let hard = TEXT.replace("1. Let the vein rest.", "1. You must let a junkie's vein rest.");
    base.write("content/en/veins/rest.md", &hard);
    let said = base.told(1, &["check"]);
    assert!(said.contains("error[wording]: we do not write `junkie`"), "{said}");
    assert!(said.contains("warning[wording]: look again at `You must`"), "{said}");
    assert!(
        said.contains("write `person who uses drugs`") && said.contains("From us it is an insult."),
        "{said}"
    );
    let said = base.approve(1, ("dr-ada", "medical"), "en/rest", &[]);
    assert!(
        said.contains("we do not write `junkie`") && said.contains("cannot be signed as it stands"),
        "{said}"
    );

    // A warning is for the editor to weigh.
    base.write("content/en/veins/rest.md", &hard.replace("junkie", "person"));
    let said = base.told(0, &["check"]);
    assert!(said.contains("look again at `You must`") && said.contains("nothing is wrong"), "{said}");
    base.approve(0, ("dr-ada", "medical"), "en/rest", &[]);
}

#[test]
fn a_text_with_faults_of_its_own_is_looked_at_too() {
    let faulty =
        TEXT.replace("need = \"minor-complication\"", "need = \"?\"").replace("the vein", "a junkie");
    let found = told(&[("content/lint/en.toml", RULES), ("content/en/veins/rest.md", &faulty)]);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].message, "we do not write `junkie`");
}

#[test]
fn a_list_of_no_language_is_a_stray() {
    let found = told(&[("content/lint/eng.toml", RULES), ("content/lint/README.md", "for editors")]);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].message.contains("no word list") && found[0].notes[0].contains("`en`"), "{found:?}");
}

#[test]
fn masses_of_finds_are_told_in_time() {
    let start = Instant::now();
    for mass in ["junkie ", "\" junkie", "you  ", "you\n"] {
        let text = format!("{TEXT}\n{}", mass.repeat(1_000_000 / mass.len()));
        let found = told(&[("content/lint/en.toml", RULES), ("content/en/veins/rest.md", &text)]);
        assert!(found.len() <= 50, "{}", found.len());
    }
    let taken = start.elapsed();
    assert!(taken < Duration::from_mins(1), "it took {taken:?}");
}
