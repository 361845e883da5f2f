//! Every check of a single note fails with its own reason, and takes that note out alone.

use super::kit::{Kit, SITE, article, day, key, reasons};
use crate::base::lang::Lang;
use crate::base::name::{ArticleId, ReviewerId, SiteId, Topic};
use crate::diagnostic::{Code, Place};
use crate::trust::note::{Note, Statement, Subject};
use crate::trust::words::{Reach, Role};

/// What is done to a note before it is signed.
type Change = fn(&mut Note);

const NOTE: &str = "record/en/a/1/medical.dr-ada.note";

/// The reasons why the note of `dr-ada` on `en/a/1` does not count.
fn why(kit: &Kit) -> Vec<String> {
    let said = kit.judge();
    let notes = &said.standing("en/a").versions.iter().find(|own| own.version == 1).unwrap().notes;
    let note =
        notes.iter().find(|note| note.path.as_str().starts_with("record/en/a/1/medical.dr-ada")).unwrap();
    assert!(said.judged.cleared.is_empty());
    reasons(note)
}

/// A live site whose note of `dr-ada` was changed and signed by `signer` before it was laid there.
fn signed_otherwise(signer: &str, change: impl Fn(&mut Note)) -> Vec<String> {
    let mut kit = Kit::live();
    let mut note = kit.note("en/a/1", "medical.dr-ada");
    change(&mut note);
    kit.file("en/a/1/medical.dr-ada.note", &note, signer);
    why(&kit)
}

fn name(note: &mut Note) -> &mut crate::trust::note::ArticleName {
    let Statement::Approve(approval) = &mut note.statement else { panic!() };
    let Subject::Article(name) = &mut approval.subject else { panic!() };
    name
}

#[test]
fn the_header_must_agree_with_the_path() {
    let cases: [(&str, Change); 6] = [
        ("the note is for version `7`, and lies where version is `1`", |note| note.version = 7),
        ("the note is for article `b`, and lies where article is `a`", |note| {
            name(note).id = ArticleId::parse("b").unwrap();
        }),
        ("the note is for language `ru`, and lies where language is `en`", |note| {
            name(note).lang = Lang::parse("ru").unwrap();
        }),
        ("the note is for kind `lexicon`, and lies where kind is `article`", |note| {
            let Statement::Approve(approval) = &mut note.statement else { panic!() };
            approval.subject = Subject::Lexicon(Lang::parse("en").unwrap());
        }),
        ("the note is for reviewer `dr-bo`, and lies where reviewer is `dr-ada`", |note| {
            note.reviewer = ReviewerId::parse("dr-bo").unwrap();
        }),
        ("the review is dated 2026-06-03, and today is 2026-06-01", |note| note.reviewed = day("2026-06-03")),
    ];
    for (reason, change) in cases {
        assert_eq!(signed_otherwise("dr-ada", change), [reason]);
    }
}

#[test]
fn a_note_for_another_site_or_role_is_refused_twice() {
    assert_eq!(
        signed_otherwise("dr-ada", |note| note.site = SiteId::parse("other.example").unwrap()),
        [
            "the note is for site `other.example`, and lies where site is `starter.example`",
            "this was signed for `medical.other.example`, not for `medical.starter.example`",
        ]
    );
    assert_eq!(
        signed_otherwise("dr-ada", |note| note.role = Role::Editor),
        [
            "the note is for role `editor`, and lies where role is `medical`",
            "`dr-ada` is not entitled to the role `editor`",
        ]
    );
}

#[test]
fn tomorrow_is_still_today_somewhere() {
    let mut kit = Kit::live();
    let mut note = kit.note("en/a/1", "medical.dr-ada");
    note.reviewed = day("2026-06-02");
    kit.file("en/a/1/medical.dr-ada.note", &note, "dr-ada");
    assert_eq!(kit.judge().line("en/a"), "live: 1 live");
}

#[test]
fn a_reviewer_speaks_in_their_roles_topics_and_languages_only() {
    let mut kit = Kit::new();
    kit.version("en/a/1", "Words.");
    kit.approve("en/a/1", &["medical.narrow", "editor.dr-ada", "medical.nobody", "medical.dr-adaa"]);
    let said = kit.judge();
    assert_eq!(
        said.why("en/a", 1),
        [
            "`dr-ada` is not entitled to the role `editor`",
            "`dr-adaa` is not a reviewer of this site",
            "`narrow` is not entitled to the language `en`",
            "`nobody` is not a reviewer of this site",
        ]
    );
    let near = said.found.iter().find(|found| found.message.contains("dr-adaa")).unwrap();
    assert_eq!(near.help.as_deref(), Some("did you mean `dr-ada`?"));
    let reason = said.found.iter().find(|found| found.message.contains("role `editor`")).unwrap();
    let places: Vec<_> = reason.labels.iter().map(|label| label.place.path().as_str()).collect();
    assert_eq!(places, ["record/en/a/1/editor.dr-ada.note", "trust/reviewers.toml"]);

    kit.version("ru/a/1", "Words.");
    kit.approve_as("ru/a/1", &["medical.narrow"], |_, approval| {
        let Subject::Article(name) = &mut approval.subject else { panic!() };
        name.topic = Topic::parse("overdose").unwrap();
    });
    assert_eq!(kit.judge().why("ru/a", 1), ["`narrow` is not entitled to the topic `overdose`"]);
}

#[test]
fn the_key_must_be_the_reviewers_own_and_valid() {
    assert_eq!(
        signed_otherwise("dr-bo", |_| ()),
        ["this was signed with the key of `dr-bo`, not of `dr-ada`"]
    );
    assert_eq!(
        signed_otherwise("a-thief", |_| ()),
        ["this was signed with a key that is not one of `dr-ada`"]
    );
    let mut kit = Kit::live();
    let public = key("dr-ada").public_key().to_openssh().unwrap();
    kit.files.insert("trust/revoked".to_owned(), format!("# lost\n{public}\n").into());
    assert_eq!(why(&kit), ["the key that `dr-ada` signed with is revoked"]);
}

#[test]
fn a_key_holds_from_its_first_day_to_its_last() {
    for (window, holds) in [
        (", valid-after = 2026-05-01", true),
        (", valid-after = 2026-05-02", false),
        (", valid-before = 2026-05-01", true),
        (", valid-before = 2026-04-30", false),
    ] {
        let mut kit = Kit::live();
        kit.windows.insert("dr-ada", window);
        if holds {
            assert_eq!(kit.judge().line("en/a"), "live: 1 live", "{window}");
        } else {
            assert_eq!(why(&kit), ["the key of `dr-ada` was not valid on 2026-05-01"], "{window}");
        }
    }
}

#[test]
fn a_changed_byte_of_the_note_breaks_its_signature() {
    let mut kit = Kit::live();
    let text = String::from_utf8(kit.files[NOTE].clone()).unwrap();
    kit.files.insert(NOTE.to_owned(), text.replace("whole", "entire").into());
    assert_eq!(why(&kit), ["the signature does not belong to these words"]);
}

#[test]
fn note_and_signature_come_together_and_in_their_one_form() {
    let signature = format!("{NOTE}.sig");
    let with = |change: &dyn Fn(&mut Kit)| {
        let mut kit = Kit::live();
        change(&mut kit);
        why(&kit)
    };
    assert_eq!(with(&|kit| drop(kit.files.remove(&signature))), ["the signature of this note is missing"]);
    assert_eq!(with(&|kit| drop(kit.files.remove(NOTE))), ["this signature lies here without its note"]);
    let edit = |path: &str, from: &str, to: &str| {
        let mut kit = Kit::live();
        let text = String::from_utf8(kit.files[path].clone()).unwrap();
        assert!(text.contains(from));
        kit.files.insert(path.to_owned(), text.replace(from, to).into());
        why(&kit)
    };
    assert_eq!(
        edit(&signature, "\n", "\r\n"),
        ["the signature has carriage returns, which `ssh-keygen` refuses"]
    );
    assert_eq!(
        edit(&signature, "-----BEGIN", "junk\n-----BEGIN"),
        ["this does not begin as an SSH signature does"]
    );
    assert_eq!(
        edit(&signature, "SIGNATURE-----\nU1", "SIGNATURE-----\nV1"),
        ["this is not a whole SSH signature"]
    );
    assert_eq!(
        edit(NOTE, "# role: medical", "# role:  medical"),
        ["`role` wants a role: medical, editor, legal or service"]
    );
    assert_eq!(
        with(&|kit| kit.put(&NOTE["record/".len()..], b"\xff\xfe".to_vec())),
        ["this note is not text"]
    );
}

#[test]
fn a_changed_byte_of_the_text_is_shown_beside_what_was_signed() {
    let mut kit = Kit::live();
    kit.version("en/a/1", "First word.");
    let said = kit.judge();
    assert_eq!(said.line("en/a"), "waiting: 1 unusable");
    assert_eq!(
        said.why("en/a", 1),
        ["`article.md` is not what `ed` signed", "`article.md` is not what `dr-ada` signed"]
    );
    let fault = said.found.iter().find(|found| found.code == Code::VersionChanged).unwrap();
    let Place::Text(line) = &fault.labels[0].place else { panic!() };
    assert!(line.text().starts_with("SHA256 (article.md) = "), "{}", line.text());
    assert_eq!(fault.labels[1].place.path().as_str(), "record/en/a/1/article.md");
}

#[test]
fn converted_line_ends_are_recognised() {
    let mut kit = Kit::live();
    kit.put("en/a/1/article.md", article("a", "", "First words.").replace('\n', "\r\n"));
    let said = kit.judge();
    let fault = said.found.iter().find(|found| found.code == Code::VersionChanged).unwrap();
    assert_eq!(fault.notes, ["it is what was signed but for its line ends, which are CRLF"]);
}

#[test]
fn an_older_version_stays_when_the_newer_one_is_damaged_or_gone() {
    let mut kit = Kit::live();
    kit.version("en/a/2", "Second words.");
    kit.approve("en/a/2", &["medical.dr-ada", "editor.ed"]);
    kit.put("en/a/2/article.md", b"\xff".to_vec());
    let said = kit.judge();
    assert_eq!(said.line("en/a"), "live: 2 unusable, 1 live");
    assert_eq!(said.errors().len(), 2);
    kit.files.remove("record/en/a/2/article.md");
    assert_eq!(kit.judge().why("en/a", 2), ["`article.md` was signed, and is not there"; 2]);
    kit.put("en/a/2/article.md", "+++\nid = 7\n+++\n".to_owned());
    kit.approve("en/a/2", &["medical.dr-ada", "editor.ed"]);
    assert_eq!(kit.judge().line("en/a"), "live: 2 unusable, 1 live");
    kit.put("en/a/2/article.md", article("b", "", "Words."));
    kit.approve("en/a/2", &["medical.dr-ada", "editor.ed"]);
    let said = kit.judge();
    assert_eq!(said.line("en/a"), "live: 2 unusable, 1 live");
    assert_eq!(said.errors(), ["the article calls itself `b`, and lies where `a` lies"]);
}

#[test]
fn faults_that_hold_nothing_back_are_warnings() {
    let mut kit = Kit::live();
    kit.approve("en/a/1", &["medical.dr-bo"]);
    kit.files.remove("record/en/a/1/medical.dr-bo.note.sig");
    let said = kit.judge();
    assert_eq!(said.line("en/a"), "live: 1 live");
    assert_eq!(said.why("en/a", 1), ["the signature of this note is missing"]);
    assert_eq!(said.errors(), [""; 0]);
}

#[test]
fn approvals_and_withdrawals_do_not_pass_for_each_other() {
    let mut kit = Kit::live();
    let note = kit.note("en/a/1", "medical.dr-ada");
    kit.file("en/a/withdrawn.1.dr-ada.note", &note, "dr-ada");
    let said = kit.judge();
    assert_eq!(said.line("en/a"), "live: 1 live");
    assert_eq!(said.errors(), ["this approves, and lies where withdrawals lie"]);

    let mut kit = Kit::live();
    kit.withdraw("en/a", 1, "medical.dr-ada", Reach::EveryLanguage);
    for end in ["", ".sig"] {
        let bytes = kit.files.remove(&format!("record/en/a/withdrawn.1.dr-ada.note{end}")).unwrap();
        kit.files.insert(format!("{NOTE}{end}"), bytes);
    }
    assert_eq!(why(&kit), ["this withdraws, and lies where approvals lie"]);
}

#[test]
fn the_site_signs_what_it_checks() {
    let kit = Kit::live();
    assert!(String::from_utf8(kit.files[NOTE].clone()).unwrap().contains(&format!("# site: {SITE}\n")));
}
