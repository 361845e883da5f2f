//! What is wrong between the working texts is told, in bounded time.

use std::time::{Duration, Instant};

use vetted::base::day::Day;
use vetted::base::path::SourcePath;
use vetted::config;
use vetted::desk;
use vetted::diagnostic::{Diagnostic, Diagnostics};
use vetted::project::{File, Project};

use crate::story::TEXT;

/// Far more than it takes, also on a busy machine, and far less than a cost that grows with the square would take.
pub const PATIENCE: Duration = Duration::from_secs(30);

pub const SETTINGS: &str = "site = \"help.example\"\nname = \"Help\"\nlanguages = [\"en\"]\nregion = \"here\"\nbase_url = \"https://help.example/\"\nexit_target = \"https://example.org/\"\ntheme = \"default\"\n";
pub const FACTS: &str = "[contacts.ambulance]\nkind = \"phone\"\ntext = \"103\"\ncountry = \"RU\"\nsource = \"s\"\nchecked = 2026-11-20\n";

/// What the desk tells of some files beside the settings and the facts of the region.
pub fn told(files: impl IntoIterator<Item = (String, Vec<u8>)>) -> Vec<Diagnostic> {
    let always = [("vetted.toml", SETTINGS), ("content/facts/here.toml", FACTS)];
    let always = always.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec()));
    let files = always.into_iter().chain(files).map(|(path, bytes)| {
        let path = SourcePath::parse(&path).unwrap();
        (path.clone(), File::new(&path, bytes))
    });
    let project = Project::new(files.collect(), Diagnostics::new(), Day::new(2026, 11, 20).unwrap());
    let mut found = Diagnostics::new();
    let config = config::read(&project, &mut found).unwrap();
    desk::read(&project, &config, &mut found);
    found.into_sorted()
}

/// The same as lines: severity, path, message.
pub fn lines(files: &[(&str, &[u8])]) -> Vec<String> {
    let files = files.iter().map(|(path, bytes)| ((*path).to_owned(), bytes.to_vec()));
    let line = |found: Diagnostic| {
        let path = found.labels.first().map(|label| label.place.path().to_string()).unwrap_or_default();
        format!("{} {path}: {}", found.severity.as_str(), found.message)
    };
    told(files).into_iter().map(line).collect()
}

pub fn text(id: &str, more: &str) -> String {
    format!("{}{more}", TEXT.replace("id = \"rest\"", &format!("id = \"{id}\"")))
}

#[test]
fn many_broken_links_beside_many_articles_are_told_quickly() {
    let links = (0..4900).fold("\n3. ".to_owned(), |text, n| text + &format!("[a](thingg-{n}.md) "));
    let broken = (0..4).map(|n| format!("broken-{n}")).map(|id| (text(&id, &links), id));
    let many = (0..1500).map(|n| format!("thing-{n}")).map(|id| (text(&id, "\n3. [a](thang-1.md)"), id));
    let files = broken.chain(many).map(|(text, id)| (format!("content/en/veins/{id}.md"), text.into_bytes()));
    let files: Vec<_> = files.collect();
    let start = Instant::now();
    let found = told(files);
    let taken = start.elapsed();
    assert_eq!(found.len(), 4 * 50 + 1500);
    assert!(found[0].notes[0].contains("did you mean"), "{:?}", found[0]);
    assert!(taken < PATIENCE, "it took {taken:?}");
}

#[test]
fn an_alias_is_the_name_of_no_text_in_any_language() {
    let settings = SETTINGS.replace("[\"en\"]", "[\"en\", \"ru\"]");
    let named = |id: &str, alias: &str| {
        text(id, "").replacen("urgency", &format!("aliases = [\"{alias}\"]\nurgency"), 1)
    };
    let (rest, care) = (named("rest", "pause"), named("care", "free"));
    let pause = text("pause", "");
    let found = lines(&[
        ("vetted.toml", settings.as_bytes()),
        ("content/en/veins/rest.md", rest.as_bytes()),
        ("content/en/veins/care.md", care.as_bytes()),
        ("content/ru/veins/pause.md", pause.as_bytes()),
    ]);
    assert_eq!(found, ["error content/en/veins/rest.md: the name `pause` belongs to another text"]);
}

#[test]
fn what_a_region_leaves_out_is_an_article() {
    let facts = format!("leave_out = [\"rset\", \"gone\"]\n{FACTS}");
    assert_eq!(
        lines(&[
            ("content/en/veins/rest.md", TEXT.as_bytes()),
            ("record/en/gone/1/article.md", b""),
            ("content/facts/here.toml", facts.as_bytes()),
        ]),
        ["warning content/facts/here.toml: no article has the id `rset`, which the region leaves out"]
    );
}

#[test]
fn every_file_of_the_desk_is_looked_at() {
    let found = lines(&[
        ("content/README.md", b"for editors"),
        ("content/stray.md", b"lost"),
        ("content/services/here.toml", b"a = 1\n"),
        ("content/services/README.md", b"for editors"),
        ("content/services/there.txt", b"a"),
        ("content/lexicon/en.toml", b"a = \n"),
        ("content/lexicon/de.toml", b""),
    ]);
    let expected = [
        "error content/lexicon/de.toml: this is not the lexicon of a language of this site",
        "error content/lexicon/en.toml: ",
        "error content/lexicon/en.toml: ",
        "error content/services/here.toml: the key `a` is not known here",
        "error content/services/here.toml: the key `city` is missing",
        "error content/services/here.toml: the key `country` is missing",
        "error content/services/here.toml: the key `services` is missing",
        "error content/services/here.toml: the key `time_zone` is missing",
        "error content/services/there.txt: this is not the file of a region",
        "warning content/stray.md: ",
    ];
    assert_eq!(found.len(), expected.len(), "{found:#?}");
    for (found, expected) in found.iter().zip(expected) {
        assert!(found.starts_with(expected), "{found}");
    }
}
