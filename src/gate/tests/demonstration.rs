//! Demonstration reviewers show how it works, and never pass for doctors.

use super::kit::{Kit, article, day, reasons};
use crate::diagnostic::Code;
use crate::trust::words::{Reach, Scope};

const SHOWN: [&str; 2] = ["medical.demo-medical", "editor.demo-editor"];

fn is_marked(kit: &Kit) -> bool {
    let said = kit.judge();
    assert_eq!(said.line("en/a"), "live: 1 live");
    said.judged.cleared[0].clearance().is_demonstration()
}

#[test]
fn what_needs_demonstration_notes_is_marked() {
    let mut kit = Kit::new();
    kit.version("en/a/1", "Words.");
    kit.approve("en/a/1", &SHOWN);
    assert!(is_marked(&kit));
    kit.approve("en/a/1", &["medical.dr-ada"]);
    assert!(is_marked(&kit));
    kit.approve("en/a/1", &["editor.ed"]);
    assert!(!is_marked(&kit));
}

#[test]
fn an_article_is_marked_with_the_facts_it_uses() {
    let mut kit = Kit::new();
    let facts = "[contacts.ambulance]\nkind = \"phone\"\ntext = \"103\"\ncountry = \"RU\"\nsource = \"s\"\nchecked = 2026-05-01\n";
    kit.put("facts/here/1/facts.toml", facts);
    kit.approve("facts/here/1", &["service.demo-medical"]);
    kit.put("en/a/1/article.md", article("a", "", "Call {contacts.ambulance}."));
    kit.approve("en/a/1", &["medical.dr-ada", "editor.ed"]);
    assert!(is_marked(&kit));
    kit.approve("facts/here/1", &["service.sam"]);
    assert!(!is_marked(&kit));
    kit.files.retain(|path, _| !path.contains("service.sam"));
    kit.version("en/a/1", "No facts.");
    kit.approve("en/a/1", &["medical.dr-ada", "editor.ed"]);
    assert!(!is_marked(&kit));
}

#[test]
fn demonstration_reviewers_withdraw_only_what_is_theirs() {
    let mut kit = Kit::new();
    kit.version("en/a/1", "Words.");
    kit.approve("en/a/1", &SHOWN);
    kit.withdraw("en/a", 1, "medical.demo-medical", Reach::EveryLanguage);
    assert_eq!(kit.judge().line("en/a"), "withdrawn: 1 withdrawn");
    kit.approve("en/a/1", &["editor.ed"]);
    assert_eq!(kit.judge().line("en/a"), "live: 1 live");
    kit.files.retain(|path, _| !path.contains("demo-editor") && !path.contains("1/medical"));
    kit.policy = kit.policy.replace("editor = 1", "editor = 2");
    let said = kit.judge();
    assert_eq!(said.line("en/a"), "waiting: 1 waiting [medical 0/1 editor 1/2]");
    assert!(said.judged.tombstones.is_empty());
}

#[test]
fn demonstration_reviewers_correct_only_what_is_theirs() {
    let mut kit = Kit::live();
    kit.version("en/a/2", "Shown words.");
    kit.approve_as("en/a/2", &SHOWN, |_, own| own.scope = Scope::Correction);
    assert_eq!(kit.judge().line("en/a"), "live: 2 outranked, 1 live", "nor do they replace it");
    kit.version("en/a/2", "Damaged words.");
    assert_eq!(kit.judge().line("en/a"), "live: 2 unusable, 1 live");
    kit.approve("en/a/1", &SHOWN);
    kit.files.retain(|path, _| !path.contains("dr-ada") && !path.contains("editor.ed."));
    assert_eq!(kit.judge().line("en/a"), "barred: 2 unusable, 1 barred");
}

#[test]
fn a_demonstration_beside_enough_others_says_nothing() {
    let mut kit = Kit::live();
    kit.version("en/a/2", "Better words.");
    kit.approve("en/a/2", &["medical.dr-ada", "editor.ed"]);
    kit.approve_as("en/a/2", &["medical.demo-medical"], |_, own| {
        own.scope = Scope::Correction;
        own.review_by = day("2026-05-02");
    });
    let said = kit.judge();
    assert_eq!(said.line("en/a"), "live: 2 live, 1 replaced", "it corrects nothing");
    let clearance = said.judged.cleared[0].clearance();
    assert_eq!((clearance.is_overdue(), clearance.is_demonstration()), (false, false));
    assert_eq!(clearance.approvers().len(), 2);
    let notes = &said.standing("en/a").versions[0].notes;
    let shown = notes.iter().find(|note| note.path.as_str().contains("demo")).unwrap();
    assert_eq!(reasons(shown), ["a demonstration counts only where others are missing"]);
}

#[test]
fn a_demonstration_takes_no_weight_from_what_others_signed() {
    let mut kit = Kit::live();
    kit.version("en/a/2", "Right words.");
    let signers = ["medical.both", "editor.both", "editor.ed", "medical.demo-medical"];
    kit.approve_as("en/a/2", &signers, |_, own| own.scope = Scope::Correction);
    kit.version("en/a/2", "Damaged words.");
    assert_eq!(kit.judge().line("en/a"), "barred: 2 unusable, 1 barred");
}

#[test]
fn no_demonstration_brings_back_what_others_withdrew() {
    let mut kit = Kit::live();
    let lift = kit.withdraw("en/a", 1, "medical.dr-bo", Reach::EveryLanguage);
    kit.version("en/a/2", "Shown words.");
    kit.approve_as("en/a/2", &SHOWN, |_, own| own.lifts.extend([lift.clone()]));
    assert_eq!(kit.judge().line("en/a"), "withdrawn: 2 withdrawn, 1 withdrawn");
    kit.approve_as("en/a/2", &["medical.dr-ada"], |_, own| own.lifts.extend([lift.clone()]));
    assert_eq!(kit.judge().line("en/a"), "withdrawn: 2 withdrawn, 1 withdrawn");
    kit.approve_as("en/a/2", &["editor.ed"], |_, own| own.lifts.extend([lift.clone()]));
    assert_eq!(kit.judge().line("en/a"), "live: 2 live, 1 withdrawn");
}

#[test]
fn a_site_with_both_kinds_is_warned() {
    let said = Kit::live().judge();
    let warning = said.found.iter().find(|found| found.code == Code::DemonstrationMixed).unwrap();
    assert_eq!(warning.labels.len(), 2);
    assert_eq!(said.errors(), [""; 0]);
}
