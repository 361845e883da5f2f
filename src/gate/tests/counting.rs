//! Which version is live, and by whom.

use super::kit::{Kit, article, day};
use crate::base::name::{SiteId, Topic};
use crate::trust::note::{Approval, Note, Subject};
use crate::trust::words::Scope;

#[test]
fn a_version_lives_by_the_people_its_policy_asks_for() {
    let mut kit = Kit::new();
    kit.version("en/a/1", "First words.");
    assert_eq!(kit.judge().line("en/a"), "never signed: 1 waiting []");
    kit.approve("en/a/1", &["medical.dr-ada"]);
    assert_eq!(kit.judge().line("en/a"), "waiting: 1 waiting [editor 0/1]");
    kit.approve("en/a/1", &["editor.ed"]);
    let said = kit.judge();
    assert_eq!(said.line("en/a"), "live: 1 live");
    assert_eq!(said.errors(), [""; 0]);
    let cleared = &said.judged.cleared[0];
    assert_eq!(cleared.topic().as_str(), "veins");
    let approvers: Vec<_> =
        cleared.clearance().approvers().iter().map(|by| (by.role.as_str(), by.reviewer.as_str())).collect();
    assert_eq!(approvers, [("medical", "dr-ada"), ("editor", "ed")]);
    let record: Vec<_> =
        cleared.clearance().record().iter().map(|(path, _)| path.as_str().to_owned()).collect();
    assert_eq!(
        record,
        [
            "record/en/a/1/article.md",
            "record/en/a/1/editor.ed.note",
            "record/en/a/1/editor.ed.note.sig",
            "record/en/a/1/medical.dr-ada.note",
            "record/en/a/1/medical.dr-ada.note.sig",
        ]
    );
}

#[test]
fn the_last_signed_text_stays_while_an_edit_waits() {
    let mut kit = Kit::live();
    kit.version("en/a/2", "Second words.");
    kit.approve("en/a/2", &["editor.ed"]);
    assert_eq!(kit.judge().line("en/a"), "live: 2 waiting [medical 0/1], 1 live");
    kit.approve("en/a/2", &["medical.dr-bo"]);
    let said = kit.judge();
    assert_eq!(said.line("en/a"), "live: 2 live, 1 replaced");
    let cleared = &said.judged.cleared[0];
    let former: Vec<_> = cleared.former().iter().map(|code| (code.version, code.section.as_str())).collect();
    assert_eq!(former, [(1, "steps")]);
    let live = cleared.article().outline().snippets().next().unwrap();
    assert_ne!(
        cleared.article().code(&SiteId::parse("starter.example").unwrap(), &live),
        cleared.former()[0].code
    );
}

#[test]
fn one_person_counts_once_unless_the_policy_says_otherwise() {
    let mut kit = Kit::new();
    kit.version("en/a/1", "Words.");
    kit.approve("en/a/1", &["medical.both", "editor.both"]);
    let said = kit.judge();
    assert_eq!(said.line("en/a"), "waiting: 1 waiting [editor 0/1]");
    assert_eq!(said.why("en/a", 1), ["this person counts in another role already"]);
    let spare = said.standing("en/a").versions[0].notes.iter().find(|note| note.spare);
    assert_eq!(spare.unwrap().path.file_name(), "editor.both.note");
    kit.approve("en/a/1", &["medical.dr-ada"]);
    let said = kit.judge();
    assert_eq!(said.line("en/a"), "live: 1 live");
    assert_eq!(said.why("en/a", 1), ["this person counts in another role already"]);
    kit.policy += "one-person-two-roles = true\n";
    kit.files.retain(|path, _| !path.contains("dr-ada"));
    assert_eq!(kit.judge().line("en/a"), "live: 1 live");
}

#[test]
fn notes_in_two_topics_are_not_added_together() {
    let mut kit = Kit::new();
    kit.version("en/a/1", "Words.");
    kit.approve("en/a/1", &["medical.dr-ada"]);
    let other = |approval: &mut Approval| {
        let Subject::Article(name) = &mut approval.subject else { panic!() };
        name.topic = Topic::parse("overdose").unwrap();
    };
    kit.approve_as("en/a/1", &["editor.ed"], |_, approval| other(approval));
    assert_eq!(kit.judge().line("en/a"), "waiting: 1 waiting [medical 0/1]");
    kit.approve_as("en/a/1", &["medical.dr-bo"], |_, approval| other(approval));
    let said = kit.judge();
    assert_eq!(said.line("en/a"), "live: 1 live");
    assert_eq!(said.judged.cleared[0].topic().as_str(), "overdose");
    assert_eq!(said.why("en/a", 1), ["the version stands in the topic `overdose`"]);
    kit.approve("en/a/1", &["editor.both"]);
    let said = kit.judge();
    assert_eq!(said.line("en/a"), "waiting: 1 unusable");
    assert_eq!(said.errors(), ["version 1 is approved in two topics, `overdose` and `veins`"]);
}

#[test]
fn a_topic_may_ask_for_more() {
    let mut kit = Kit::live();
    kit.policy += "[topic.veins]\nmedical = 2\n";
    assert_eq!(kit.judge().line("en/a"), "waiting: 1 waiting [medical 1/2]");
    kit.approve("en/a/1", &["medical.dr-bo"]);
    assert_eq!(kit.judge().line("en/a"), "live: 1 live");
}

#[test]
fn a_text_is_due_at_the_earliest_day() {
    let mut kit = Kit::live();
    let due = |kit: &Kit| kit.judge().judged.cleared[0].clearance().due().to_string();
    assert_eq!(due(&kit), "2027-05-01");
    kit.approve_as("en/a/1", &["editor.ed"], |_, own| own.review_by = day("2026-12-24"));
    assert_eq!(due(&kit), "2026-12-24");
    kit.policy = kit.policy.replace("12 months", "3 months");
    assert_eq!(due(&kit), "2026-08-01");
}

#[test]
fn expiry_marks_or_withdraws_and_never_brings_an_older_text_back() {
    let mut kit = Kit::live();
    kit.version("en/a/2", "Second words.");
    kit.approve_as("en/a/2", &["medical.dr-ada", "editor.ed"], |_, own| own.review_by = day("2026-05-31"));
    let said = kit.judge();
    assert_eq!(said.line("en/a"), "live: 2 live, 1 replaced");
    assert!(said.judged.cleared[0].clearance().is_overdue());
    kit.as_of = day("2026-05-31");
    assert!(!kit.judge().judged.cleared[0].clearance().is_overdue());
    kit.as_of = day("2026-06-01");
    kit.policy = kit.policy.replace("banner", "withdraw");
    let said = kit.judge();
    assert_eq!(said.line("en/a"), "expired: 2 expired, 1 replaced");
    assert_eq!(said.errors(), [""; 0]);
    let tombstone = &said.judged.tombstones[0];
    assert_eq!(format!("{:?}", tombstone.ending()), "Expired { due: 2026-05-31 }");
    assert_eq!(tombstone.snippets()[0].version, 2);
    assert_eq!(tombstone.former()[0].version, 1);
    assert!(tombstone.record().is_empty());
}

#[test]
fn changes_need_the_approved_text_they_were_made_to_and_never_move_the_day_later() {
    let mut kit = Kit::live();
    kit.version("en/a/2", "Second words.");
    let first = kit.digest("en/a/1/article.md");
    let changes = |previous| {
        move |note: &mut Note, own: &mut Approval| {
            note.reviewed = day("2026-05-30");
            own.scope = Scope::Changes;
            own.previous = previous;
            own.review_by = day("2028-01-01");
        }
    };
    let both = ["medical.dr-ada", "editor.ed"];
    let lost = "this approves changes to a version that was never approved, or not with this text";
    for wrong in
        [None, Some((2, kit.digest("en/a/2/article.md"))), Some((1, kit.digest("en/a/2/article.md")))]
    {
        kit.approve_as("en/a/2", &both, changes(wrong));
        let said = kit.judge();
        assert_eq!(said.line("en/a"), "live: 2 waiting [], 1 live");
        assert_eq!(said.errors(), [lost, lost]);
    }
    kit.approve_as("en/a/2", &both, changes(Some((1, first))));
    let said = kit.judge();
    assert_eq!(said.line("en/a"), "live: 2 live, 1 replaced");
    assert_eq!(said.judged.cleared[0].clearance().due().to_string(), "2027-05-01");
}

#[test]
fn pictures_are_signed_with_the_article() {
    let mut kit = Kit::new();
    kit.put("en/a/1/article.md", article("a", "", "![a clean arm](arm.png)"));
    kit.put("en/a/1/arm.png", b"\x89PNG\r\n".to_vec());
    kit.approve("en/a/1", &["medical.dr-ada", "editor.ed"]);
    let said = kit.judge();
    assert_eq!(said.line("en/a"), "live: 1 live", "{:?}", said.found);
    let pictures = said.judged.cleared[0].pictures();
    assert_eq!(pictures.keys().map(ToString::to_string).collect::<Vec<_>>(), ["arm.png"]);
    assert!(
        said.judged.cleared[0].clearance().record().iter().any(|(path, _)| path.file_name() == "arm.png")
    );

    kit.put("en/a/1/arm.png", b"\x89PNG\r\n!".to_vec());
    let said = kit.judge();
    assert_eq!(said.line("en/a"), "waiting: 1 unusable");
    assert_eq!(said.errors(), ["`arm.png` is not what `ed` signed", "`arm.png` is not what `dr-ada` signed"]);
    kit.files.remove("record/en/a/1/arm.png");
    let gone = "`arm.png` was signed, and is not there";
    assert_eq!(kit.judge().errors(), [gone, gone]);
}

#[test]
fn a_picture_that_is_shown_and_not_signed_or_signed_and_not_shown_is_refused() {
    let mut kit = Kit::new();
    kit.put("en/a/1/article.md", article("a", "", "![a clean arm](arm.png)"));
    kit.approve("en/a/1", &["medical.dr-ada", "editor.ed"]);
    kit.put("en/a/1/arm.png", b"\x89PNG\r\n".to_vec());
    let message = "the article shows `arm.png`, which this note does not list";
    assert_eq!(kit.judge().errors(), [message, message]);

    let mut kit = Kit::new();
    kit.version("en/a/1", "Words.");
    kit.put("en/a/1/arm.png", b"\x89PNG\r\n".to_vec());
    kit.approve("en/a/1", &["medical.dr-ada", "editor.ed"]);
    let message = "this note lists `arm.png`, which the article does not show";
    let stray = "nothing of this name belongs into the record";
    assert_eq!(kit.judge().errors(), [stray, message, message]);
}

#[test]
fn a_stray_file_is_told_and_takes_nothing_out() {
    let mut kit = Kit::live();
    kit.put("en/a/1/notes.txt", b"x".to_vec());
    let said = kit.judge();
    assert_eq!(said.line("en/a"), "live: 1 live");
    assert_eq!(said.found.len(), 2, "{:?}", said.found);
    assert!(said.found.iter().any(|found| found.message == "nothing of this name belongs into the record"));
    assert!(
        said.judged.cleared[0].clearance().record().iter().all(|(path, _)| path.file_name() != "notes.txt")
    );
}
