//! Pictures: still images of the kind their names say and nothing beside them, and what `check --fix` makes of others.

use std::fs;
use std::process::Output;
use std::time::Instant;

use crate::desk::{FACTS, PATIENCE, SETTINGS, lines, text, told};
use crate::repository::program;
use crate::story::TEXT;

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
    // 10,000 pixels across and down, in a few bytes.
    let mut bomb = png(&[]);
    bomb[16..24].copy_from_slice(&[0, 0, 0x27, 0x10, 0, 0, 0x27, 0x10]);
    assert!(of_picture("a.png", &bomb).unwrap().contains("10000 × 10000 pixels"));
    for moving in ["acTL", "fdAT"] {
        assert!(of_picture("a.png", &png(&[chunk(moving, b"x")])).unwrap().contains("moves"), "{moving}");
    }
    assert!(of_picture("a.webp", &webp(&[("ANMF", b"xy")])).unwrap().contains("moves"));
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

/// Exif with one entry: how the image is to be turned.
fn exif(little: bool, way: u8) -> Vec<u8> {
    if little {
        [&b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0"[..], &[way, 0, 0, 0], &[0; 4]].concat()
    } else {
        [&b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01"[..], &[0, way, 0, 0], &[0; 4]].concat()
    }
}

/// A knowledge base with one article that shows these pictures.
fn desk_of(pictures: &[(&str, Vec<u8>)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let put = |path: &str, bytes: &[u8]| {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    };
    put("vetted.toml", SETTINGS.as_bytes());
    put("content/facts/here.toml", FACTS.as_bytes());
    put("trust/reviewers.toml", b"");
    put("trust/allowed_signers", b"");
    put(
        "trust/policy.toml",
        b"[default]\nmedical = 1\nreview-every = \"12 months\"\non-expiry = \"banner\"\n",
    );
    let shown =
        pictures.iter().fold(String::new(), |text, (name, _)| text + &format!("\n![words]({name})\n"));
    put("content/en/veins/rest.md", format!("{TEXT}{shown}").as_bytes());
    for (name, bytes) in pictures {
        put(&format!("content/en/veins/{name}"), bytes);
    }
    folder
}

fn check(folder: &tempfile::TempDir, fix: &[&str]) -> (String, String) {
    let Output { stdout, stderr, .. } =
        program().arg("-C").arg(folder.path()).arg("check").args(fix).output().unwrap();
    (String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
}

fn held(folder: &tempfile::TempDir, name: &str) -> Vec<u8> {
    fs::read(folder.path().join("content/en/veins").join(name)).unwrap()
}

#[test]
fn a_picture_is_cleaned_and_its_image_stays_as_it_is() {
    let behind = |bytes: Vec<u8>| [bytes, b"more".to_vec()].concat();
    let exif_segment = segment(0xe1, &[b"Exif\0\0".to_vec(), exif(true, 1)].concat());
    // An extended WebP whose head announces Exif, XMP and transparency.
    let extended = |flags: u8, rest: &[(&str, &[u8])]| {
        let head = [flags, 0, 0, 0, 1, 0, 0, 2, 0, 0];
        let bytes = webp(&[&[("VP8X", &head[..])][..], rest].concat());
        // The head is the first part.
        let (start, image, rest) = (&bytes[..12], &bytes[12..28], &bytes[28..]);
        [start, &rest[..18], image, &rest[18..]].concat()
    };
    let folder = desk_of(&[
        ("a.png", behind(png(&[chunk("tEXt", b"Author\0somebody"), chunk("gAMA", b"\0\0\0\x01")]))),
        ("a.jpg", jpeg(&[exif_segment, segment(0xfe, b"a phone")], &[])),
        ("a.webp", extended(0b0001_1100, &[("EXIF", &exif(false, 1)), ("XMP ", b"xyz")])),
    ]);
    let (_, found) = check(&folder, &[]);
    assert_eq!(found.matches("holds more than a still image").count(), 3, "{found}");
    assert!(found.contains("vetted check --fix"), "{found}");
    let (said, found) = check(&folder, &["--fix"]);
    assert!(!found.contains("picture"), "{found}");
    assert!(
        said.contains("cleaned content/en/veins/a.png: took out tEXt, 4 bytes behind the end\n"),
        "{said}"
    );
    assert!(said.contains("cleaned content/en/veins/a.jpg: took out APP1, COM\n"), "{said}");
    assert!(said.contains("cleaned content/en/veins/a.webp: took out EXIF, XMP\n"), "{said}");
    assert_eq!(held(&folder, "a.png"), png(&[chunk("gAMA", b"\0\0\0\x01")]));
    assert_eq!(held(&folder, "a.jpg"), jpeg(&[], &[]));
    assert_eq!(held(&folder, "a.webp"), extended(0b0001_0000, &[]));
    assert!(!check(&folder, &["--fix"]).0.contains("cleaned"), "a second time there is nothing to clean");
}

#[test]
fn a_picture_that_only_its_metadata_turn_upright_stays_as_it_is() {
    for way in [1, 3, 6] {
        for little in [true, false] {
            let (tiff, turned) = (exif(little, way), way != 1);
            let pictures = [
                ("a.png", png(&[chunk("eXIf", &tiff)])),
                ("a.jpg", jpeg(&[segment(0xe1, &[b"Exif\0\0".to_vec(), tiff.clone()].concat())], &[])),
                ("a.webp", webp(&[("EXIF", &tiff)])),
            ];
            let folder = desk_of(&pictures);
            let (said, found) = check(&folder, &["--fix"]);
            assert_eq!(
                found.matches("lies on its side").count(),
                if turned { 3 } else { 0 },
                "{way}: {found}"
            );
            assert_eq!(said.matches("cleaned").count(), if turned { 0 } else { 3 }, "{way}: {said}");
            for (name, bytes) in pictures {
                assert_eq!(held(&folder, name) == bytes, turned, "{way} {name}");
            }
        }
    }
}

#[test]
fn what_is_no_picture_or_moves_is_never_written_into() {
    let pictures = [
        ("a.png", png(&[chunk("acTL", b"x"), chunk("tEXt", b"x")])),
        ("a.jpg", b"no picture".to_vec()),
        ("a.webp", webp(&[("EXIF", b"x")])[..20].to_vec()),
    ];
    let folder = desk_of(&pictures);
    let (said, found) = check(&folder, &["--fix"]);
    assert!(!said.contains("cleaned"), "{said}");
    assert!(found.contains("moves") && found.contains("not a picture of the kind"), "{found}");
    for (name, bytes) in pictures {
        assert_eq!(held(&folder, name), bytes, "{name}");
    }
}
