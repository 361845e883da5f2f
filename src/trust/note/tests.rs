use proptest::prelude::*;

use super::*;
use crate::base::path::SourcePath;
use crate::diagnostic::Diagnostic;

const APPROVAL: &str = "\
# vetted-note: 1
# site: starter.example
# kind: article
# article: overdose-now
# language: en
# topic: overdose
# version: 7
# role: medical
# reviewer: dr-ada
# decision: approve
# scope: full
# reviewed: 2026-11-20
# review-by: 2027-05-20
# previous: 6 sha256:1111111111111111111111111111111111111111111111111111111111111111
# translation-of: ru 12 sha256:2222222222222222222222222222222222222222222222222222222222222222
# lifts: en 1 dr-bo sha256:3333333333333333333333333333333333333333333333333333333333333333; ru 2 ed sha256:4444444444444444444444444444444444444444444444444444444444444444
# i-declare: Я прочла весь текст
SHA256 (article.md) = 5555555555555555555555555555555555555555555555555555555555555555
SHA256 (Step-1.png) = 6666666666666666666666666666666666666666666666666666666666666666
SHA256 (step_2.png) = 7777777777777777777777777777777777777777777777777777777777777777
";

const WITHDRAWAL: &str = "\
# vetted-note: 1
# site: starter.example
# kind: withdrawal
# article: overdose-now
# language: en
# topic: overdose
# version: 7
# role: medical
# reviewer: dr-ada
# decision: withdraw
# scope: every-language
# reviewed: 2026-11-20
# review-by: -
# previous: -
# translation-of: -
# lifts: -
# i-declare: The dose is wrong
# reason: guidance-changed
# instead: after-overdose
";

fn read(text: &str) -> (Option<Note>, Vec<Diagnostic>) {
    let mut found = Diagnostics::new();
    let source = Source::new(SourcePath::parse("a.note").unwrap(), text.to_owned());
    (Note::parse(&source, &mut found), found.into_sorted())
}

#[test]
fn every_kind_is_read_and_written_again() {
    let digest = "5555555555555555555555555555555555555555555555555555555555555555";
    let plain = |kind: &str, name: &str, language: &str| {
        format!(
            "# vetted-note: 1\n# site: s.example\n# kind: {kind}\n# article: {name}\n# language: {language}\n# topic: -\n# version: 1\n# role: service\n# reviewer: sam\n# decision: approve\n# scope: correction\n# reviewed: 2026-11-20\n# review-by: 2027-05-20\n# previous: -\n# translation-of: -\n# lifts: -\n# i-declare: I checked it\nSHA256 ({kind}.toml) = {digest}\n"
        )
    };
    let texts = [
        APPROVAL.to_owned(),
        WITHDRAWAL.to_owned(),
        WITHDRAWAL.replace("instead: after-overdose", "instead: -").replace("every-", "this-"),
        plain("facts", "ru-spb", "-"),
        plain("services", "ru-spb", "-"),
        plain("lexicon", "ru", "ru"),
    ];
    for text in texts {
        let (note, found) = read(&text);
        assert!(found.is_empty(), "{found:?}");
        assert_eq!(note.unwrap().write(), text);
    }
    let pinned = plain("facts", "ru-spb", "-").replace("-of: -", &format!("-of: en 1 sha256:{digest}"));
    assert!(read(&pinned).1[0].message.starts_with("`translation-of` wants"));
}

#[test]
fn the_example_says_what_it_says() {
    let note = read(APPROVAL).0.unwrap();
    assert_eq!(note.namespace(), "medical.starter.example");
    assert_eq!(note.topic().unwrap().as_str(), "overdose");
    let Statement::Approve(approval) = &note.statement else { panic!() };
    assert_eq!(approval.previous.unwrap().0, 6);
    assert_eq!(approval.lifts.len(), 2);
    let names: Vec<_> = approval.pictures.keys().map(FileName::as_str).collect();
    assert_eq!(names, ["Step-1.png", "step_2.png"]);
    let source = Source::new(SourcePath::parse("a.note").unwrap(), APPROVAL.to_owned());
    assert_eq!(Header::Reviewer.span(&source).text(), "# reviewer: dr-ada");
    assert!(note.listed_at(&source, None).text().starts_with("SHA256 (article.md)"));
    let picture = FileName::parse("step_2.png").unwrap();
    assert!(note.listed_at(&source, Some(&picture)).text().starts_with("SHA256 (step_2.png)"));
}

/// Changes, and what they are answered with.
#[test]
fn whatever_is_not_a_note_is_refused_with_a_reason() {
    let cases = [
        ("# version: 7\n", "", "`# version: …` must stand here"),
        ("# version: 7\n", "# version: 7\n# version: 7\n", "`# role: …` must stand here"),
        (
            "# role: medical\n# reviewer: dr-ada",
            "# reviewer: dr-ada\n# role: medical",
            "`# role: …` must stand here",
        ),
        ("# vetted-note: 1", "# vetted-note: 2", "`vetted-note` wants `1`, the one grammar there is"),
        ("# site: starter", "#site: starter", "`# site: …` must stand here"),
        ("# site: starter", "# site:  starter", "`site` wants the site's id"),
        ("dr-ada\n# dec", "dr-ada \n# dec", "`reviewer` wants a reviewer's id"),
        (
            "kind: article",
            "kind: page",
            "`kind` wants a kind: article, facts, services, lexicon or withdrawal",
        ),
        ("version: 7", "version: 07", "`version` wants a version number from 1"),
        ("version: 7", "version: 0", "`version` wants a version number from 1"),
        ("role: medical", "role: doctor", "`role` wants a role: medical, editor, legal or service"),
        ("decision: approve", "decision: withdraw", "`decision` wants `approve` in a note of this kind"),
        ("scope: full", "scope: this-language", "`scope` wants a scope: full, changes or correction"),
        ("2026-11-20", "2026-11-31", "`reviewed` wants a day such as 2026-11-20"),
        ("2027-05-20", "-", "`review-by` wants a day such as 2026-11-20"),
        ("previous: 6", "previous: six", "`previous` wants `-` or `N sha256:…`"),
        (
            "of: ru 12",
            "of: en 12",
            "`translation-of` wants `-` or the version of an article in another language: `LANG N sha256:…`",
        ),
        ("; ru 2", ";ru 2", "`lifts` wants `-` or sorted `LANG K REVIEWER sha256:…`, joined by `; `"),
        (
            "en 1 dr-bo",
            "uz 1 dr-bo",
            "`lifts` wants `-` or sorted `LANG K REVIEWER sha256:…`, joined by `; `",
        ),
        ("i-declare: Я", "i-declare: \u{202e}Я", "`i-declare` wants what the reviewer declares, in words"),
        ("i-declare: Я", "i-declare: \u{ad}Я", "`i-declare` wants what the reviewer declares, in words"),
        ("i-declare: Я", "i-declare: Я\tи", "`i-declare` wants what the reviewer declares, in words"),
        ("(article.md)", "(facts.toml)", "`SHA256 (article.md) = …` must stand here"),
        ("= 5555", "= A555", "`SHA256 (article.md) = …` must stand here"),
        ("(Step-1.png)", "(../Step-1.png)", ELSEWHERE),
        ("(Step-1.png)", "(C:\\Step-1.png)", ELSEWHERE),
        ("(Step-1.png)", "(.Step-1.png)", PICTURES),
        ("(Step-1.png)", "(tep-1.png)", PICTURES),
        ("(step_2.png)", "(Step-1.png)", PICTURES),
        ("(step_2.png)", "(medical.dr-ada.note)", PICTURES),
        ("(step_2.png)", "(article.md)", PICTURES),
        (
            "overdose-now\n",
            "overdose-now\r\n",
            "a note ends its lines with a line feed alone; here stands a carriage return",
        ),
    ];
    for (from, to, reason) in cases {
        assert!(APPROVAL.contains(from), "{from}");
        let (note, found) = read(&APPROVAL.replacen(from, to, 1));
        assert!(note.is_none(), "{to}");
        assert_eq!(found.iter().map(|found| found.message.as_str()).collect::<Vec<_>>(), [reason], "{to}");
    }
}

const ELSEWHERE: &str = "a note lists only files that lie beside it, and this path leads elsewhere";
const PICTURES: &str = "here may only stand `SHA256 (picture) = …`, for articles, sorted, each once";

#[test]
fn withdrawals_are_as_strict() {
    let cases = [
        ("lifts: -", "lifts: x", "`lifts` wants `-` in a note of this kind"),
        ("review-by: -", "review-by: 2027-01-01", "`review-by` wants `-` in a note of this kind"),
        ("scope: every-language", "scope: full", "`scope` wants `every-language` or `this-language`"),
        (
            "reason: guidance-changed",
            "reason: because",
            "`reason` wants a reason: error, guidance-changed, law or other",
        ),
        ("instead: after-overdose\n", "instead: After\n", "`instead` wants `-` or an article's id"),
        ("# reason: guidance-changed\n", "", "`# reason: …` must stand here"),
        ("after-overdose\n", "after-overdose\n# more: 1\n", "nothing may follow the header of a withdrawal"),
    ];
    for (from, to, reason) in cases {
        let (note, found) = read(&WITHDRAWAL.replacen(from, to, 1));
        assert!(note.is_none(), "{to}");
        assert_eq!(found.iter().map(|found| found.message.as_str()).collect::<Vec<_>>(), [reason], "{to}");
    }
}

#[test]
fn several_faults_come_in_one_run_each_with_its_place() {
    let text = APPROVAL.replace("role: medical", "role: x").replace("version: 7", "version: x");
    let places: Vec<_> = read(&text).1.iter().map(|found| format!("{:?}", found.labels[0].place)).collect();
    assert_eq!(places, ["Text(a.note:7:12)", "Text(a.note:8:9)"]);
}

#[test]
fn the_ends_of_the_file_are_strict_too() {
    for text in ["", "\n", APPROVAL.trim_end(), &format!("{APPROVAL}\n"), &format!("\u{feff}{APPROVAL}")] {
        assert!(read(text).0.is_none());
        assert_eq!(read(text).1.len(), 1);
    }
    let long = APPROVAL.to_owned() + &"x".repeat(LARGEST);
    assert_eq!(read(&long).1[0].message, format!("a note has at most 65536 bytes; this has {}", long.len()));
}

/// Pieces that a hostile writer might put into a note.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z0-9:#() =;.-]{0,6}",
        Just("\n".to_owned()),
        Just("# lifts: -\n".to_owned()),
        Just(" ".to_owned()),
        Just("\r".to_owned()),
        Just("-".to_owned()),
        Just("0".to_owned()),
    ]
}

proptest! {
    #[test]
    fn what_is_read_is_what_is_written(
        withdrawal: bool, cuts in prop::collection::vec((0_usize..1500, 0_usize..8, piece()), 1..4)
    ) {
        let mut text = if withdrawal { WITHDRAWAL } else { APPROVAL }.to_owned();
        for (at, length, piece) in cuts {
            let floor = |mut at: usize| {
                at = at.min(text.len());
                while !text.is_char_boundary(at) { at -= 1; }
                at
            };
            let range = floor(at)..floor(at + length);
            text.replace_range(range, &piece);
        }
        let (note, found) = read(&text);
        match note {
            Some(note) => prop_assert_eq!(note.write(), text),
            None => prop_assert!(!found.is_empty()),
        }
    }

    #[test]
    fn no_byte_can_change_without_a_change_of_meaning(withdrawal: bool, at: prop::sample::Index, byte: u8) {
        let text = if withdrawal { WITHDRAWAL } else { APPROVAL };
        let mut bytes = text.as_bytes().to_vec();
        let place = at.index(bytes.len());
        prop_assume!(bytes[place] != byte);
        bytes[place] = byte;
        // A note is text: what is not UTF-8 never comes this far.
        let Ok(changed) = String::from_utf8(bytes) else { return Ok(()) };
        prop_assert_ne!(read(&changed).0, read(text).0);
    }

    #[test]
    fn what_is_written_is_read(
        version in 1_u32..1_000_000_000, previous in prop::option::of(1_u32..1_000_000_000),
        names in prop::collection::btree_set("[A-Za-z0-9_-][A-Za-z0-9._-]{0,20}png", 0..5),
        lifts in prop::collection::btree_set(("[a-z]{2}", 1_u32..100, "[a-z]{1,8}"), 0..4),
        words in "\\PC{1,60}",
    ) {
        let mut note = read(APPROVAL).0.unwrap();
        let Statement::Approve(approval) = &mut note.statement else { panic!() };
        note.version = version;
        approval.previous = previous.map(|version| (version, approval.text));
        approval.pictures = names.iter().map(|name| (FileName::parse(name).unwrap(), approval.text)).collect();
        approval.lifts = lifts.into_iter().map(|(lang, number, reviewer)| Lift {
            lang: Lang::parse(&lang).unwrap(),
            number,
            reviewer: ReviewerId::parse(&reviewer).unwrap(),
            digest: approval.text,
        }).collect();
        if let Some(words) = Declaration::parse(&words) { note.declaration = words; }
        let (again, found) = read(&note.write());
        prop_assert_eq!(again.as_ref(), Some(&note), "{:?}", found);
    }
}
