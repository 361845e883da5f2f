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
const PATIENCE: Duration = Duration::from_secs(30);

const SETTINGS: &str = "site = \"help.example\"\nname = \"Help\"\nlanguages = [\"en\"]\nregion = \"here\"\nbase_url = \"https://help.example/\"\nexit_target = \"https://example.org/\"\ntheme = \"default\"\n";
const FACTS: &str = "[contacts.ambulance]\nkind = \"phone\"\ntext = \"103\"\ncountry = \"RU\"\nsource = \"s\"\nchecked = 2026-11-20\n";

/// What the desk tells of some files beside the settings and the facts of the region.
fn told(files: impl IntoIterator<Item = (String, Vec<u8>)>) -> Vec<Diagnostic> {
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
fn lines(files: &[(&str, &[u8])]) -> Vec<String> {
    let files = files.iter().map(|(path, bytes)| ((*path).to_owned(), bytes.to_vec()));
    let line = |found: Diagnostic| {
        let path = found.labels.first().map(|label| label.place.path().to_string()).unwrap_or_default();
        format!("{} {path}: {}", found.severity.as_str(), found.message)
    };
    told(files).into_iter().map(line).collect()
}

fn text(id: &str, more: &str) -> String {
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

/// A part of a PNG, without a care for its checksum.
fn chunk(kind: &str, bytes: &[u8]) -> Vec<u8> {
    [&u32::try_from(bytes.len()).unwrap().to_be_bytes(), kind.as_bytes(), bytes, b"\0\0\0\0"].concat()
}

fn png(parts: &[Vec<u8>]) -> Vec<u8> {
    let head = chunk("IHDR", &[0, 0, 0, 2, 0, 0, 0, 3, 8, 2, 0, 0, 0]);
    [b"\x89PNG\r\n\x1a\n".to_vec(), head, parts.concat(), chunk("IDAT", b"x"), chunk("IEND", b"")].concat()
}

fn segment(marker: u8, bytes: &[u8]) -> Vec<u8> {
    let length = u16::try_from(bytes.len() + 2).unwrap().to_be_bytes();
    [&[0xff, marker], &length[..], bytes].concat()
}

/// A JPEG with an entropy-coded scan in which a 0xFF is stuffed and a restart marker stands.
fn jpeg(before: &[Vec<u8>], between: &[Vec<u8>]) -> Vec<u8> {
    let jfif = segment(0xe0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0");
    let frame = segment(0xc0, &[8, 0, 3, 0, 2, 1, 1, 0x11, 0]);
    let scan = [segment(0xda, &[1, 1, 0, 0, 63, 0]), b"ab\xff\0c\xff\xd0d".to_vec()].concat();
    [
        b"\xff\xd8".to_vec(),
        jfif,
        before.concat(),
        frame,
        scan.clone(),
        between.concat(),
        scan,
        b"\xff\xd9".to_vec(),
    ]
    .concat()
}

fn webp(parts: &[(&str, &[u8])]) -> Vec<u8> {
    // Two pixels wide and three high, as VP8L packs it.
    let picture: (&str, &[u8]) = ("VP8L", &[0x2f, 1, 0x80, 0, 0, 0, 0]);
    let mut body = b"WEBP".to_vec();
    for (kind, bytes) in [picture].iter().chain(parts) {
        body.extend(kind.as_bytes());
        body.extend(u32::try_from(bytes.len()).unwrap().to_le_bytes());
        body.extend(*bytes);
        body.extend(vec![0; bytes.len() % 2]);
    }
    [&b"RIFF"[..], &u32::try_from(body.len()).unwrap().to_le_bytes(), &body].concat()
}

/// What is told of a picture, without its place.
fn of_picture(name: &str, bytes: &[u8]) -> Option<String> {
    let shows = format!("{TEXT}\n![words]({name})\n");
    let place = format!("content/en/veins/{name}");
    let mut found = lines(&[("content/en/veins/rest.md", shows.as_bytes()), (&place, bytes)]);
    assert!(found.len() < 2, "{found:?}");
    found.pop()
}

#[test]
fn a_picture_is_a_still_image_and_nothing_else() {
    let adobe = segment(0xee, b"Adobe\0\x64\0\0\0\0\0");
    for (name, bytes) in [
        ("a.png", png(&[chunk("gAMA", b"\0\0\0\x01"), chunk("iCCP", b"x")])),
        ("a.jpg", jpeg(&[adobe], &[segment(0xc4, b"x")])),
        ("a.jpeg", jpeg(&[], &[])),
        ("a.webp", webp(&[])),
    ] {
        assert_eq!(of_picture(name, &bytes), None, "{name}");
    }
    let mut bad: Vec<(&str, Vec<u8>, &str)> = ["tEXt", "zTXt", "iTXt", "eXIf", "tIME", "prVt"]
        .iter()
        .map(|kind| ("a.png", png(&[chunk(kind, b"x")]), *kind))
        .collect();
    bad.extend([
        ("a.jpg", jpeg(&[segment(0xe1, b"Exif\0\0x")], &[]), "APP1"),
        ("a.jpg", jpeg(&[segment(0xe2, b"MPF\0")], &[]), "APP2"),
        ("a.jpg", jpeg(&[segment(0xee, b"other")], &[]), "APP14"),
        ("a.jpg", jpeg(&[segment(0xe0, b"JFXX\0x")], &[]), "APP0"),
        ("a.jpg", jpeg(&[segment(0xef, b"x")], &[]), "APP15"),
        ("a.jpg", jpeg(&[segment(0xfe, b"x")], &[]), "COM"),
        ("a.jpg", jpeg(&[], &[segment(0xfe, b"x")]), "COM"),
        ("a.webp", webp(&[("EXIF", b"x")]), "EXIF"),
        ("a.webp", webp(&[("XMP ", b"xy")]), "XMP"),
    ]);
    let after = |mut bytes: Vec<u8>| {
        bytes.extend(b"more");
        bytes
    };
    bad.extend([
        ("a.png", after(png(&[])), "behind its end"),
        ("a.jpg", after(jpeg(&[], &[])), "behind its end"),
        ("a.webp", after(webp(&[])), "behind its end"),
    ]);
    for (name, bytes, what) in bad {
        let said = of_picture(name, &bytes).unwrap_or_default();
        assert!(said.starts_with("error content/en/veins/rest.md") && said.contains(what), "{what}: {said}");
    }
}

#[test]
fn a_picture_that_is_cut_off_has_no_size_or_is_too_large_is_refused() {
    for (name, whole) in [("a.png", png(&[])), ("a.jpg", jpeg(&[], &[])), ("a.webp", webp(&[]))] {
        for length in 0..whole.len() {
            assert!(of_picture(name, &whole[..length]).is_some(), "{name} of {length} bytes");
        }
    }
    let mut flat = png(&[]);
    flat[19] = 0;
    assert!(of_picture("a.png", &flat).unwrap().contains("how wide and high"));
    assert!(of_picture("a.jpg", &png(&[])).unwrap().contains("not a picture of the kind its name says"));
    let large = png(&[chunk("iCCP", &vec![0; 2 << 20])]);
    assert!(of_picture("a.png", &large).unwrap().contains("2 MiB"));
}

#[test]
fn a_picture_that_is_shown_often_is_looked_at_once() {
    let shows = (0..4000).fold("\n".to_owned(), |text, _| text + "![w](a.jpg) ");
    let picture = jpeg(&[], &[vec![b'x'; 2_000_000]]);
    let texts = (0..20).map(|n| format!("rest-{n}")).map(|id| (text(&id, &shows), id));
    let files = texts.map(|(text, id)| (format!("content/en/veins/{id}.md"), text.into_bytes()));
    let start = Instant::now();
    assert!(told(files.chain([("content/en/veins/a.jpg".to_owned(), picture)])).is_empty());
    let taken = start.elapsed();
    assert!(taken < PATIENCE, "it took {taken:?}");
}
