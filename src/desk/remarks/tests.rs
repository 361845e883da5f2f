use proptest::prelude::*;

use super::*;
use crate::base::lang::Lang;
use crate::base::name::ArticleId;
use crate::diagnostic::refusal::Blame;
use crate::project::File;
use crate::source::Source;

/// A knowledge base of these files, beside one article.
fn project(files: &[(&str, &str)]) -> Project {
    let article = ("content/en/veins/rest.md", "Words.");
    let files = [article].into_iter().chain(files.iter().copied()).map(|(path, text)| {
        let path = SourcePath::parse(path).unwrap();
        (path.clone(), File::new(&path, text.as_bytes().to_vec()))
    });
    Project::new(files.collect(), Diagnostics::new(), day("2026-11-22"))
}

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn rest() -> Folder {
    Folder::Article(Lang::parse("en").unwrap(), ArticleId::parse("rest").unwrap())
}

fn name(text: &str) -> Name {
    Name::parse(text).unwrap()
}

fn person(id: &str) -> ReviewerId {
    ReviewerId::parse(id).unwrap()
}

/// Files of sayings about the article, by their names.
fn about(sayings: &[(&str, &str)]) -> Project {
    let paths: Vec<String> =
        sayings.iter().map(|(name, _)| format!("content/remarks/en/rest/{name}.toml")).collect();
    let files: Vec<(&str, &str)> =
        paths.iter().map(String::as_str).zip(sayings.iter().map(|(_, text)| *text)).collect();
    project(&files)
}

/// The remarks about the article, and what is told: place and words.
fn read_about(sayings: &[(&str, &str)]) -> (Vec<Thread>, Vec<String>) {
    let mut found = Diagnostics::new();
    let remarks = read(&about(sayings), &mut found);
    assert!(!found.has_errors(), "a remark stops nothing");
    (remarks.of(&rest()).to_vec(), lines(found))
}

fn lines(found: Diagnostics) -> Vec<String> {
    let line = |fault: Diagnostic| format!("{}: {}", fault.labels[0].place.path().file_name(), fault.message);
    found.into_sorted().into_iter().map(line).collect()
}

const REMARK: &str = "day = 2026-11-20\ntext = \"Is it 0.4 mg?\"\n";

#[test]
fn a_remark_its_answers_and_its_end_stand_together_in_their_order() {
    let (threads, told) = read_about(&[
        (
            "2.dr-ada",
            "day = 2026-11-20\nsentence = \"Give 4 mg.\"\ntext = '''\nFirst line.\n\nSecond line.\n'''\n",
        ),
        ("10.dr-ada", "day = 2026-11-20\ntext = \"And the interval?\"\n"),
        ("1.dr-ada", "day = 2026-11-21\ntext = \"Later.\"\n"),
        ("1.ed-eve", "day = 2026-11-21\nto = \"2.dr-ada\"\ntext = \"Changed.\"\n"),
        ("3.dr-ada", "day = 2026-11-22\nto = \"2.dr-ada\"\ncloses = true\n"),
        ("2.ed-eve", "day = 2026-11-22\nto = \"2.dr-ada\"\ntext = \"Thank you.\"\ncloses = true\n"),
    ]);
    assert_eq!(told, [""; 0]);
    let names: Vec<String> = threads.iter().map(|thread| thread.name.to_string()).collect();
    assert_eq!(names, ["2.dr-ada", "10.dr-ada", "1.dr-ada"]);
    let first = &threads[0];
    assert_eq!(
        (first.text.as_str(), first.sentence.as_deref()),
        ("First line.\n\nSecond line.", Some("Give 4 mg."))
    );
    let answers: Vec<_> =
        first.answers.iter().map(|answer| (answer.by.as_str(), &*answer.text, answer.closes)).collect();
    assert_eq!(
        answers,
        [("ed-eve", "Changed.", false), ("ed-eve", "Thank you.", true), ("dr-ada", "", true)]
    );
    assert_eq!(first.closed, Some((person("ed-eve"), day("2026-11-22"))));
    assert_eq!(threads[1].closed, None);
}

#[test]
fn a_file_that_is_broken_or_half_written_is_told_and_the_others_are_read() {
    let digest = "sha256:00";
    let long = format!("day = 2026-11-20\ntext = \"{}\"\n", "я".repeat(LONGEST_TEXT + 1));
    let (threads, told) = read_about(&[
        ("1.a", REMARK),
        ("1.b", ""),
        ("1.c", "day = 2026-11-20\ntext = \"Is it"),
        ("1.d", "day = 2026-11-20\ntext = \" \"\n"),
        ("1.e", "day = 2026-11-20\ntext = \"x\"\ncloses = true\n"),
        ("1.f", "day = 2026-11-20\nto = \"1.aa\"\ntext = \"x\"\n"),
        ("1.g", "day = 2026-11-20\nto = \"1.a\"\nsentence = \"s\"\ntext = \"x\"\n"),
        ("1.h", "day = 2026-11-20\ntext = \"a\\u202Eb\"\nsentense = \"x\"\n"),
        ("1.i", &format!("day = 2026-11-20\ntext = \"x\"\nseen = \"{digest}\"\n")),
        ("1.j", &long),
        ("1.k", &format!("{REMARK}# {}", "x".repeat(64 << 10))),
        ("1.l", "day = \"2026-11-20\"\ntext = 4\nto = \"dr-ada\"\n"),
    ]);
    assert_eq!(threads.len(), 1);
    let expected = [
        "1.b.toml: the key `day` is missing",
        "1.b.toml: the key `text` is missing",
        "1.c.toml: ",
        "1.d.toml: the remark says nothing",
        "1.e.toml: only an answer can settle a remark, and this answers none",
        "1.f.toml: there is no remark `1.aa` here to answer",
        "1.g.toml: an answer is about the same words as its remark",
        "1.h.toml: the remark holds U+202E RIGHT-TO-LEFT OVERRIDE",
        "1.h.toml: the key `sentense` is not known here",
        "1.i.toml: `sha256:00` is not a digest such as `sha256:…` with 64 digits",
        "1.j.toml: this has 4001 characters, and 4000 are the most",
        "1.k.toml: the text has ",
        "1.l.toml: `day` must be a date like 2026-11-20",
        "1.l.toml: `text` must be a text in quotes",
        "1.l.toml: `dr-ada` is not the name of a remark, such as `1.dr-ada`",
    ];
    assert_eq!(told.len(), expected.len(), "{told:#?}");
    for (told, expected) in told.iter().zip(expected) {
        assert!(told.starts_with(expected), "{told} / {expected}");
    }
}

#[test]
fn what_lies_in_a_wrong_place_or_under_a_wrong_name_is_told() {
    let mut found = Diagnostics::new();
    let files = [
        ("content/remarks/README.md", "for editors"),
        ("content/remarks/stray.toml", REMARK),
        ("content/remarks/en/rest/01.dr-ada.toml", REMARK),
        ("content/remarks/en/rest/1.toml", REMARK),
        ("content/remarks/en/rest/1.dr-ada.md", REMARK),
        ("content/remarks/en/rset/1.dr-ada.toml", REMARK),
        ("content/remarks/facts/here/1.dr-ada.toml", REMARK),
        ("content/remarks/ru/gone/1.dr-ada.toml", REMARK),
        ("content/facts/here.toml", ""),
        ("record/ru/gone/1/article.md", ""),
    ];
    let remarks = read(&project(&files), &mut found);
    let told = [
        "rset: there is no text `en/rset` for these remarks",
        "01.dr-ada.toml: no remark has this place or name",
        "1.dr-ada.md: no remark has this place or name",
        "1.toml: no remark has this place or name",
        "stray.toml: no remark has this place or name",
    ];
    let mut lines = lines(found);
    lines.sort_by_key(|line| !line.starts_with("rset"));
    assert_eq!(lines, told);
    let names: Vec<String> = remarks.iter().map(|(folder, _)| folder.name()).collect();
    assert_eq!(names, ["en/rset", "ru/gone", "facts/here"]);
}

#[test]
fn an_author_whom_nobody_knows_is_told() {
    let reviewers = "[dr-ada]\npublic = \"x\"\nroles = [\"medical\"]\ntopics = [\"*\"]\nlanguages = [\"*\"]\nkeys = [\"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIB4a8Q5bY4ZbF9BrTqQ2rBNYpAHQh0oGN9rTYHGZJv8y\"]\n";
    let path = SourcePath::parse("trust/reviewers.toml").unwrap();
    let source = Source::new(path, reviewers.to_owned());
    let mut found = Diagnostics::new();
    let reviewers = Reviewers::parse(&source, &[], &mut found).unwrap_or_else(|| panic!("{found:?}"));
    let answer = "day = 2026-11-20\nto = \"1.dr-ada\"\ntext = \"x\"\n";
    let remarks =
        read(&about(&[("1.dr-ada", REMARK), ("1.dr-adda", answer), ("2.dr-ada", answer)]), &mut found);
    remarks.look_for_strangers(&reviewers, &mut found);
    let notes: Vec<_> = found.iter().flat_map(|fault| fault.notes.clone()).collect();
    assert_eq!(notes, ["did you mean `dr-ada`?"]);
    assert_eq!(lines(found), ["1.dr-adda.toml: `dr-adda` is not a reviewer of this site"]);
}

#[test]
fn a_new_saying_gets_the_next_number_of_its_author() {
    let project = about(&[("1.dr-ada", REMARK), ("7.dr-ada", "broken"), ("9.ed-eve", REMARK)]);
    let saying = Saying::Remark { sentence: None, seen: None, text: "x".to_owned() };
    let path = |by: &str| write(&rest(), &person(by), day("2026-11-22"), &saying, &project).unwrap().0;
    assert_eq!(path("dr-ada").as_str(), "content/remarks/en/rest/8.dr-ada.toml");
    assert_eq!(path("dr-bob").as_str(), "content/remarks/en/rest/1.dr-bob.toml");
    let answer = Saying::Answer { to: name("1.dr-ada"), text: String::new(), closes: true };
    let (path, bytes) = write(&rest(), &person("ed-eve"), day("2026-11-22"), &answer, &project).unwrap();
    assert_eq!(path.as_str(), "content/remarks/en/rest/10.ed-eve.toml");
    assert_eq!(String::from_utf8(bytes).unwrap(), "day = 2026-11-22\nto = \"1.dr-ada\"\ncloses = true\n");
}

#[test]
fn what_says_nothing_too_much_or_something_unseen_is_refused_and_an_answer_to_nothing() {
    let closing = "day = 2026-11-21\nto = \"1.dr-ada\"\ncloses = true\n";
    let project = about(&[("1.dr-ada", REMARK), ("2.dr-ada", REMARK), ("1.ed-eve", closing)]);
    let refused = |saying: Saying| {
        let refusal = write(&rest(), &person("dr-ada"), day("2026-11-22"), &saying, &project).unwrap_err();
        assert!(refusal.blame == Blame::Use && refusal.help.is_some(), "{refusal:?}");
        refusal.message
    };
    let remark = |text: &str| Saying::Remark { sentence: None, seen: None, text: text.to_owned() };
    assert_eq!(refused(remark(" \r\n ")), "the remark says nothing");
    assert_eq!(refused(remark(&"я".repeat(4001))), "this has 4001 characters, and 4000 are the most");
    assert_eq!(refused(remark("a\u{202E}b")), "the remark holds U+202E RIGHT-TO-LEFT OVERRIDE");
    assert_eq!(refused(remark("a\u{7}b")), "the remark holds the control character U+0007");
    let sentence = Some("s".repeat(301));
    let long = Saying::Remark { sentence, seen: None, text: "x".to_owned() };
    assert_eq!(refused(long), "this has 301 characters, and 300 are the most");
    let answer = |to: &str| Saying::Answer { to: name(to), text: "x".to_owned(), closes: false };
    assert_eq!(refused(answer("3.dr-ada")), "there is no remark `3.dr-ada` here to answer");
    assert_eq!(refused(answer("1.dr-ada")), "the remark was settled on 2026-11-21 by `ed-eve`");
    let empty = Saying::Answer { to: name("2.dr-ada"), text: " ".to_owned(), closes: false };
    assert_eq!(refused(empty), "the remark says nothing");
}

#[test]
fn the_file_can_be_read_by_people() {
    let saying = Saying::Remark {
        sentence: Some("Give 4 mg.".to_owned()),
        seen: Some(Digest::of(b"")),
        text: "Is it \"0.4\" mg?\r\nThe guide says so.\r\n".to_owned(),
    };
    let (_, bytes) = write(&rest(), &person("dr-ada"), day("2026-11-22"), &saying, &about(&[])).unwrap();
    let expected = format!(
        "day = 2026-11-22\nsentence = \"Give 4 mg.\"\nseen = \"{:?}\"\ntext = \"\"\"\nIs it \"0.4\" mg?\nThe guide says so.\"\"\"\n",
        Digest::of(b"")
    );
    assert_eq!(String::from_utf8(bytes).unwrap(), expected);
}

proptest! {
    #[test]
    fn what_was_written_is_read_as_it_was_said(
        text in "[a-zа-яё0-9 '\"\\\\#=\n\t\r\\[\\]🫀e\u{301}]{0,60}",
        sentence in proptest::option::of("[a-z'\"\\\\\n ]{0,20}"),
        seen in any::<bool>(),
    ) {
        let seen = seen.then(|| Digest::of(text.as_bytes()));
        let saying = Saying::Remark { sentence: sentence.clone(), seen, text: text.clone() };
        let empty = about(&[]);
        match write(&rest(), &person("dr-ada"), day("2026-11-22"), &saying, &empty) {
            Err(_) => prop_assert!(text.trim().is_empty() || text.replace("\r\n", "\n").trim().contains('\r')),
            Ok(file) => {
                let mut found = Diagnostics::new();
                let remarks = read(&empty.with([file]), &mut found);
                prop_assert!(found.is_empty(), "{:?}", found);
                let [thread] = remarks.of(&rest()) else { panic!("{remarks:?}") };
                prop_assert_eq!(unicode(&thread.text), unicode(text.replace("\r\n", "\n").trim()));
                let sentence = sentence.map(|sentence| sentence.trim().to_owned()).filter(|text| !text.is_empty());
                prop_assert_eq!(&thread.sentence, &sentence);
                prop_assert_eq!(thread.seen, seen);
            }
        }
    }

    #[test]
    fn no_file_stops_the_reading(text in "(day = 2026-11-20\n|to = |\"1.a\"|text = |'''|\"|\\PC|closes = true|\n){0,12}") {
        read_about(&[("1.a", REMARK), ("1.b", &text)]);
    }
}

/// The letters in one spelling.
fn unicode(text: &str) -> String {
    unicode_normalization::UnicodeNormalization::nfc(text).collect()
}
