//! A theme and the surroundings of hand-made articles.

use std::collections::BTreeMap;

use crate::article::front::{Blank, BlankKind, Reference, SnippetSettings};
use crate::article::tree::{Body, Target};
use crate::base::day::Day;
use crate::base::lang::Lang;
use crate::base::name::{BlankName, FactKey, Region, SectionId, ThemeName};
use crate::base::path::SourcePath;
use crate::base::wording::Wording;
use crate::diagnostic::Diagnostics;
use crate::facts::{Fact, FactKind};
use crate::project::{File, Project};
use crate::render::{Citations, Destination, Picture, Place, Surroundings};
use crate::services::Services;
use crate::source::Source;
use crate::theme::Theme;

pub(super) fn lang(tag: &str) -> Lang {
    Lang::parse(tag).unwrap()
}

/// The default theme in English and Russian.
pub(super) fn theme() -> Theme {
    theme_with(&[])
}

/// The theme `mine`, of these files over the default theme; without files, the default theme.
pub(super) fn theme_with(files: &[(&str, &str)]) -> Theme {
    let file = |(path, text): &(&str, &str)| {
        let path = SourcePath::parse(path).unwrap();
        (path.clone(), File::new(&path, text.as_bytes().to_vec()))
    };
    let files: BTreeMap<_, _> = files.iter().map(file).collect();
    let name = ThemeName::parse(if files.is_empty() { "default" } else { "mine" }).unwrap();
    let project = Project::new(files, Diagnostics::new(), Day::parse("2026-11-21").unwrap());
    let mut found = Diagnostics::new();
    let theme = Theme::compile(&project, &name, &[lang("en"), lang("ru")], &mut found);
    assert!(found.is_empty(), "{:#?}", found.into_sorted());
    theme.unwrap()
}

pub(super) fn sources() -> Vec<Reference> {
    let guideline = Reference {
        key: "who14".to_owned(),
        title: "Community management of opioid overdose".to_owned(),
        org: "WHO".to_owned(),
        year: 2014,
        url: Some("https://www.who.int/".to_owned()),
        doi: None,
        isbn: Some("978 92 4 154881 6".to_owned()),
    };
    let handbook = Reference {
        key: "sih".to_owned(),
        title: "The Safer Injecting Handbook".to_owned(),
        org: "Exchange Supplies".to_owned(),
        year: 2021,
        url: None,
        doi: Some("10.1186/s12954-020-00452-6".to_owned()),
        isbn: None,
    };
    vec![guideline, handbook]
}

fn facts() -> BTreeMap<FactKey, Fact> {
    let fact = |name: &str, kind, text: Option<&str>, country: Option<&str>| {
        let wording = text.map(|text| Wording::Same(text.to_owned()));
        let (country, source) = (country.map(str::to_owned), "test".to_owned());
        let fact = Fact { kind, wording, country, source, checked: None, range: 0..0 };
        (FactKey::parse(name).unwrap(), fact)
    };
    BTreeMap::from([
        fact("contacts.ambulance", FactKind::Phone, Some("103"), Some("RU")),
        fact("contacts.unknown", FactKind::Phone, None, None),
        fact("clinical.wait", FactKind::Number, Some("5 мин"), None),
        fact("services.stops", FactKind::Block, Some("Stop North, evenings\nStop South, weekends\n"), None),
    ])
}

/// A directory that has everything a directory can have; as an example, nothing in it leads anywhere.
pub(super) fn services(example: bool) -> Services {
    let text = r#"
city = "Zürich & Umgebung"
country = "CH"
time_zone = "Europe/Zurich"
[services.bus]
name = { en = "Bus & <5>", ru = "Автобус & <5>" }
kinds = ["mobile-unit", "needle-exchange"]
gives = "Needles & more"
bring = { unknown = true }
terms = "free"
area = { unknown = true }
phone = "+0 1 (2) 3"
web = { unknown = true }
stops = [{ place = "Gate", hours = { mon-fri = "18:00-02:00" } }, { place = "Station", hours = { unknown = true } }]
checked = 2026-11-01
source = "s"
[services.house]
name = "House"
kinds = ["rehab"]
area = "Centre"
address = { unknown = true }
phone = { unknown = true }
web = "https://house.example/a"
hours = { mon = ["09:00-12:00", "13:00-17:00"], wed = "00:00-24:00" }
by_appointment = true
checked = 2025-11-01
source = "s"
[services.van]
name = "Van"
kinds = ["mobile-unit"]
stops = { unknown = true }
checked = 2026-11-01
source = "s"
[services.other]
name = "Other"
kinds = ["lawyer"]
phone = "+0 5"
hours = { unknown = true }
checked = 2026-11-01
source = "s"
[services.talk]
name = "Talk"
kinds = ["psychologist"]
address = "here"
by_appointment = true
checked = 2026-11-01
source = "s"
"#;
    let onion = if example { String::new() } else { format!("web = \"http://{}.onion/\"\n", "a".repeat(56)) };
    let text = format!("example = {example}\n{text}{onion}");
    let source = Source::new(SourcePath::parse("s.toml").unwrap(), text);
    let (region, mut found) = (Region::parse("here").unwrap(), Diagnostics::new());
    let services = Services::parse(&source, &region, &[], &mut found);
    assert!(found.is_empty(), "{:#?}", found.into_sorted());
    services.unwrap()
}

fn snippets() -> BTreeMap<SectionId, Box<SnippetSettings>> {
    let blank = Blank { label: "when we arrive".to_owned(), kind: BlankKind::Time };
    let blanks = BTreeMap::from([(BlankName::parse("arrival").unwrap(), blank)]);
    let settings = SnippetSettings { blanks, ..SnippetSettings::default() };
    BTreeMap::from([(SectionId::parse("afterwards").unwrap(), Box::new(settings))])
}

fn links(target: &Target) -> Destination {
    match target {
        Target::Article { id, .. } if id.as_str() == "withheld-one" => Destination::Withheld,
        Target::Article { id, .. } => Destination::Href(format!("{id}.html")),
        Target::Section(id) => Destination::Href(format!("#{id}")),
        Target::Web(_) | Target::Phone(_) => panic!("asked for an address that needs no answer"),
    }
}

/// Calls `then` with the surroundings of a body in `tag`.
pub(super) fn around<T>(
    theme: &Theme,
    tag: &str,
    body: &Body,
    place: Place<'_>,
    then: impl FnOnce(&Surroundings<'_>) -> T,
) -> T {
    let lang = lang(tag);
    let picture = Picture { src: "hand.png".to_owned(), size: Some((320, 200)) };
    then(&Surroundings {
        lang: &lang,
        labels: theme.labels(&lang),
        facts: &facts(),
        links: &links,
        pictures: &BTreeMap::from([("hand.png".to_owned(), picture)]),
        citations: &Citations::new(&sources(), &body.footnotes),
        snippets: &snippets(),
        place,
    })
}
