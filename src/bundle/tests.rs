use std::fmt::Write as _;

use proptest::collection::{btree_map, vec};
use proptest::prelude::*;

use super::*;
use crate::base::digest::Digest;

/// A small bundle with every form that a file can take.
fn sample() -> Parcel {
    let long = format!("record/en/{}/123456789/medical.{}.note", "a".repeat(64), "b".repeat(64));
    let files = [
        ("content/remarks/en/rest/1.dr-ada.toml", b"text = \"?\"\n".to_vec()),
        ("record/en/rest/2/article.md", b"+++\n\xD0\xB4\xD0\xB0 ".repeat(40)),
        ("record/en/rest/2/empty.png", Vec::new()),
        ("record/en/rest/2/noise.png", (0..=255).chain((0..=200).rev()).collect()),
        (long.as_str(), b"x".to_vec()),
    ];
    let files = files.into_iter().map(|(path, bytes)| (SourcePath::parse(path).unwrap(), bytes));
    Parcel {
        kind: Kind::Bundle,
        site: SiteId::parse("starter.example").unwrap(),
        made: Day::new(2026, 11, 22).unwrap(),
        by: ReviewerId::parse("dr-ada"),
        files: files.collect(),
    }
}

/// Puts a right checksum under lines that were changed.
fn sealed(text: &str) -> String {
    let (begin, rest) = text.split_once('\n').unwrap();
    let end = text.lines().last().unwrap();
    let rest = &rest[..rest.find("\nsha256: ").map_or(rest.len(), |_| rest.rfind("sha256: ").unwrap())];
    let lines = format!("{begin}\n{rest}");
    format!("{lines}sha256: {}\n{end}\n", Digest::of(lines.as_bytes()))
}

fn refused(text: impl AsRef<[u8]>) -> String {
    Parcel::read(text.as_ref()).unwrap_err().message
}

/// What is said of the sample with these words in the place of those, and a right checksum.
fn forged(from: &str, to: &str) -> String {
    let text = sample().write();
    assert!(text.contains(from), "{from}");
    refused(sealed(&text.replacen(from, to, 1)))
}

#[test]
fn the_text_is_plain_and_narrow() {
    let text = sample().write();
    assert!(text.is_ascii() && text.ends_with("-----END VETTED BUNDLE-----\n"));
    for line in text.lines() {
        assert!(line.len() <= COLUMNS && line.trim() == line, "{line}");
    }
    assert!(text.starts_with(
        "-----BEGIN VETTED BUNDLE-----\n\
         What a reviewer has signed, and the texts that it is about.\n\
         Give this file to your editor, who runs: vetted import FILE\n\
         What anybody changes in it will be noticed.\n\
         \n\
         format: 1\n\
         site: starter.example\n\
         from: dr-ada\n\
         made: 2026-11-22\n\
         files: 5\n\
         inside: 1 in content/remarks/en/rest/\n"
    ));
    assert!(text.contains("inside: 3 in record/en/rest/2/\n"), "{text}");
    assert_eq!(Parcel::read(text.as_bytes()).unwrap(), sample());
    assert_eq!(sealed(&text), text);
}

#[test]
fn what_messengers_do_to_a_text_does_no_harm() {
    let text = sample().write();
    for done in [
        text.replace('\n', "\r\n"),
        format!("\u{FEFF}{text}"),
        text.replace('\n', "  \t\n"),
        format!("Здравствуйте! Вот что я подписала.\n\n{text}\n-- \nsent from my phone"),
        text.trim_end().to_owned(),
    ] {
        assert_eq!(Parcel::read(done.as_bytes()).unwrap(), sample());
    }
    assert_eq!(
        Parcel::read(&[b"\xFF\xFE mojibake \n".as_slice(), text.as_bytes()].concat()).unwrap(),
        sample()
    );
}

#[test]
fn every_changed_byte_is_noticed() {
    let text = sample().write().into_bytes();
    for at in 0..text.len() - 1 {
        for other in [text[at] ^ 1, text[at] ^ 0x20, b'A', b' ', b'\n', 0, 0xFF] {
            let mut changed = text.clone();
            changed[at] = other;
            assert!(other == text[at] || Parcel::read(&changed).is_err(), "{at}: {other}");
        }
    }
}

#[test]
fn half_a_file_and_other_files_are_refused_in_words() {
    let text = sample().write();
    for at in [text.find('\n').unwrap() + 1, text.len() / 2, text.len() - 3] {
        assert_eq!(refused(&text[..at]), "this file is cut off: its end is missing");
    }
    for other in ["", "a letter\n", "+++\nid = \"rest\"\n", "-----BEGIN PGP MESSAGE-----\n", "\u{0}\u{1}PK"] {
        assert_eq!(refused(other), "this file is neither a bundle nor a pack");
    }
    assert_eq!(refused(format!("{text}{text}")), "this file holds more than one bundle or pack");
    let changed = "this file was changed after it was made: its checksum is another";
    assert_eq!(refused(text.replace("site: starter", "site: another")), changed);
    assert_eq!(refused("-----BEGIN VETTED PACK-----\n-----END VETTED PACK-----\n"), changed);
}

#[test]
fn what_was_forged_is_refused_each_in_its_own_words() {
    for (from, to, said) in [
        ("format: 1", "format: 2", "this file has the format 2, and this program knows 1"),
        ("from: dr-ada", "from: Dr Ada", "line 8 says `Dr Ada`, which is no value of `from`"),
        ("site: s", "sight: s", "line 7 is `sight: starter.example`, where `site: …` belongs"),
        ("files: 5", "files: 05", "line 10 says `05`, which is no value of `files`"),
        ("files: 5", "files: 6", "this file ends before all that it names has come"),
        ("files: 5", "files: 4", "which does not belong there"),
        ("inside: 3", "inside: 2", "what the file says of itself at its top is not what is in it"),
        ("will be noticed", "is welcome", "what the file says of itself at its top is not what is in it"),
        ("noise.png\nsize: 457", "noise.png\nsize: 458", "is not what its own size and checksum say"),
        ("form: gzip", "form: plain", "is not what its own size and checksum say"),
        ("form: gzip", "form: zip", "says `zip`, which is no value of `form`"),
        ("rest/2/empty.png", "rest/2/noise.png", "`record/en/rest/2/noise.png` is in it twice"),
        ("rest/2/empty.png", "rest/1/empty.png", "stands behind `record/en/rest/2/article.md`, out of order"),
        (
            "file: record/en/rest/2/empty.png",
            "file: trust/revoked",
            "`trust/revoked` does not belong into a bundle",
        ),
        (
            "file: record/en/rest/2/empty.png",
            "file: vetted.toml",
            "`vetted.toml` does not belong into a bundle",
        ),
        ("file: record", "note: x\nfile: record", "is `note: x`, where `file: …` belongs"),
        ("eA==\n", "eA==\neA==\n", "is `eA==`, which does not belong there"),
        ("eA==\n", "eB==\n", "` cannot be read"),
        ("eA==\n", "eA\n", "` cannot be read"),
        ("size: 1\n", "size: 4194305\n", "would have 4194305 bytes, and 4194304 are the most"),
    ] {
        let told = forged(from, to);
        assert!(told.contains(said), "{from:?} as {to:?}: {told}");
    }
}

#[test]
fn names_that_climb_out_or_hide_are_refused() {
    for name in [
        "record/../../.ssh/authorized_keys",
        "../record/en/rest/2/article.md",
        "/etc/passwd",
        "record//en",
        "record/./en",
        "record/en/rest/2/.htaccess",
        "record/en/rest/2/a b",
        "record\\en\\rest",
        "record/en/rest/2/",
        "C:/record/en",
        "~/record/en",
    ] {
        let told = forged("file: record/en/rest/2/empty.png", &format!("file: {name}"));
        assert!(told.ends_with("is not the name of a file of a knowledge base"), "{name}: {told}");
    }
}

#[test]
fn no_file_takes_more_room_than_it_says_and_all_have_their_limit() {
    let zeros = vec![0; MOST_OF_A_FILE];
    let name = |number: usize| SourcePath::parse(&format!("record/en/rest/1/{number:03}.png")).unwrap();
    let full =
        |count: usize| Parcel { files: (0..count).map(|at| (name(at), zeros.clone())).collect(), ..sample() };
    let most = MOST_BYTES / MOST_OF_A_FILE;
    let text = full(most).write();
    assert!(text.len() < 200_000, "{}", text.len());
    assert_eq!(Parcel::read(text.as_bytes()).unwrap().files.len(), most);
    assert_eq!(refused(full(most + 1).write()), "the files would have more than 64 MiB together");
    let bomb = text.replacen(&format!("size: {MOST_OF_A_FILE}"), "size: 1000", 1);
    assert!(refused(sealed(&bomb)).contains("is not what its own size and checksum say"));
    assert!(refused(vec![b'a'; MOST_OF_A_TEXT + 1]).contains("more than 96 MiB"));
}

#[test]
fn many_lines_and_files_take_little_time() {
    let mut lines = String::from("-----BEGIN VETTED BUNDLE-----\n");
    for number in 0..200_000 {
        let _ = writeln!(lines, "more: {number}");
    }
    assert!(refused(format!("{lines}-----END VETTED BUNDLE-----\n")).contains("its checksum"));
    let name =
        |number: usize| SourcePath::parse(&format!("record/en/rest/{}/article.md", number + 1)).unwrap();
    let files = (0..MOST_FILES).map(|number| (name(number), vec![b'x'])).collect();
    let full = Parcel { files, ..sample() };
    assert_eq!(Parcel::read(full.write().as_bytes()).unwrap(), full);
}

#[test]
fn a_parcel_that_goes_the_other_way_is_told() {
    let bundle = sample();
    let pack = Parcel { kind: Kind::Pack, ..sample() };
    assert!(bundle.must_be(Kind::Bundle).is_ok() && pack.must_be(Kind::Pack).is_ok());
    assert!(pack.must_be(Kind::Bundle).unwrap_err().message.starts_with("this is a pack:"));
    assert!(bundle.open(pack.made).unwrap_err().message.starts_with("this is a bundle:"));
    assert!(pack.open(sample().made).unwrap().file_at("record/en/rest/2/article.md").is_some());
}

prop_compose! {
    fn path()(parts in vec("[a-zA-Z0-9_-][a-zA-Z0-9._-]{0,40}", 1..6)) -> SourcePath {
        SourcePath::parse(&format!("record/{}", parts.join("/"))).unwrap()
    }
}

prop_compose! {
    fn content()(seed in vec(any::<u8>(), 0..200), times in 1_usize..20) -> Vec<u8> { seed.repeat(times) }
}

prop_compose! {
    fn parcel()(
        is_pack in any::<bool>(),
        by in proptest::option::of("[a-z]{1,64}"),
        day in 0..60_000,
        files in btree_map(path(), content(), 0..8),
    ) -> Parcel {
        Parcel {
            kind: if is_pack { Kind::Pack } else { Kind::Bundle },
            by: by.and_then(|by| ReviewerId::parse(&by)),
            made: Day::FIRST.plus_days(day),
            files,
            ..sample()
        }
    }
}

proptest! {
    #[test]
    fn what_is_written_is_read(parcel in parcel()) {
        let text = parcel.write();
        prop_assert!(text.lines().all(|line| line.len() <= COLUMNS));
        prop_assert_eq!(Parcel::read(text.as_bytes()).unwrap(), parcel);
    }

    #[test]
    fn any_bytes_get_an_answer(bytes in vec(any::<u8>(), 0..2000), lines in vec("[ -~]{0,80}", 0..40)) {
        prop_assert!(Parcel::read(&bytes).is_err());
        let text = format!("-----BEGIN VETTED PACK-----\n{}\nsha256: x\n-----END VETTED PACK-----\n", lines.join("\n"));
        prop_assert!(Parcel::read(sealed(&text).as_bytes()).is_err());
    }
}
