//! One reviewer pulls a text; only full approvals that say so bring it back.

use super::kit::{Kit, Said, day, key};
use crate::base::name::Topic;
use crate::gate::Ending;
use crate::trust::note::{Approval, Lift, Note, Statement};
use crate::trust::words::{Reach, Reason, Scope};

const BOTH: [&str; 2] = ["medical.dr-ada", "editor.ed"];

fn everywhere(kit: &mut Kit) -> Lift {
    kit.withdraw("en/a", 1, "medical.dr-bo", Reach::EveryLanguage)
}

/// Two languages, both live.
fn pair() -> Kit {
    let mut kit = Kit::live();
    kit.version("ru/a/1", "Слова.");
    kit.approve("ru/a/1", &BOTH);
    kit
}

#[test]
fn a_withdrawal_works_at_once_in_every_language() {
    let mut kit = pair();
    everywhere(&mut kit);
    kit.version("en/b/1", "Another article.");
    kit.approve("en/b/1", &BOTH);
    let said = kit.judge();
    assert_eq!(said.line("en/a"), "withdrawn: 1 withdrawn");
    assert_eq!(said.line("ru/a"), "withdrawn: 1 withdrawn");
    assert_eq!(said.line("en/b"), "live: 1 live");
    assert_eq!(said.errors(), [""; 0]);
    assert_eq!(said.why("ru/a", 1), ["it does not lift the withdrawal `en/withdrawn.1.dr-bo.note`"; 2]);
    let [english, russian] = &said.judged.tombstones[..] else { panic!() };
    for stone in [english, russian] {
        let Ending::Withdrawn { reason, day: when, instead, lang } = stone.ending() else { panic!() };
        assert_eq!((*reason, *when, lang.as_str()), (Reason::GuidanceChanged, day("2026-05-20"), "en"));
        assert_eq!(instead.as_ref().unwrap().as_str(), "b");
        assert_eq!(stone.snippets()[0].section.as_str(), "steps");
        let paths: Vec<_> = stone.record().iter().map(|(path, _)| path.as_str()).collect();
        assert_eq!(paths, ["record/en/a/withdrawn.1.dr-bo.note", "record/en/a/withdrawn.1.dr-bo.note.sig"]);
    }
    assert_eq!(russian.lang().as_str(), "ru");
}

#[test]
fn it_may_be_for_one_language_only() {
    let mut kit = pair();
    kit.withdraw("en/a", 1, "medical.dr-bo", Reach::ThisLanguage);
    let said = kit.judge();
    assert_eq!(said.line("en/a"), "withdrawn: 1 withdrawn");
    assert_eq!(said.line("ru/a"), "live: 1 live");
}

#[test]
fn nothing_holds_a_withdrawal_up() {
    let mut kit = pair();
    everywhere(&mut kit);
    let withdrawn = "withdrawn: 1 withdrawn";
    kit.version("en/a/1", "Damaged.");
    kit.put("ru/a/2/article.md", b"\xff".to_vec());
    kit.put("facts/here/1/facts.toml", "= nonsense".to_owned());
    let said = kit.judge();
    assert_eq!(said.line("en/a"), withdrawn);
    assert_eq!(said.line("ru/a"), "withdrawn: 2 waiting [], 1 withdrawn");
    kit.as_of = day("2026-01-01");
    assert_eq!(kit.judge().line("ru/a"), "withdrawn: 2 waiting [], 1 waiting []", "the note is dated ahead");
}

#[test]
fn later_versions_do_not_pass_unless_they_lift_it() {
    let mut kit = Kit::live();
    let lift = everywhere(&mut kit);
    kit.version("en/a/2", "Better words.");
    kit.approve("en/a/2", &BOTH);
    assert_eq!(kit.judge().line("en/a"), "withdrawn: 2 withdrawn, 1 withdrawn");
    let lifting = |scope, lift: Lift| {
        move |_: &mut Note, own: &mut Approval| {
            own.scope = scope;
            own.lifts.insert(lift.clone());
        }
    };
    kit.approve_as("en/a/2", &BOTH[..1], lifting(Scope::Full, lift.clone()));
    assert_eq!(kit.judge().line("en/a"), "withdrawn: 2 withdrawn, 1 withdrawn");
    let other = Lift { digest: kit.digest("en/a/2/article.md"), ..lift.clone() };
    kit.approve_as("en/a/2", &BOTH[1..], lifting(Scope::Full, other));
    assert_eq!(kit.judge().line("en/a"), "withdrawn: 2 withdrawn, 1 withdrawn");
    kit.approve_as("en/a/2", &BOTH[1..], lifting(Scope::Full, lift.clone()));
    let said = kit.judge();
    assert_eq!(said.line("en/a"), "live: 2 live, 1 withdrawn");
    assert!(said.judged.tombstones.is_empty());

    let first = kit.digest("en/a/1/article.md");
    kit.approve_as("en/a/2", &BOTH, |note, own| {
        lifting(Scope::Changes, lift.clone())(note, own);
        own.previous = Some((1, first));
    });
    assert_eq!(kit.judge().line("en/a"), "withdrawn: 2 withdrawn, 1 withdrawn");
}

#[test]
fn what_follows_a_version_that_lifted_it_is_free() {
    let mut kit = Kit::live();
    let lift = everywhere(&mut kit);
    kit.version("en/a/2", "Better words.");
    kit.approve_as("en/a/2", &BOTH, |_, own| own.lifts.extend([lift.clone()]));
    let second = kit.digest("en/a/2/article.md");
    kit.version("en/a/3", "Still better words.");
    kit.approve("en/a/3", &BOTH);
    assert_eq!(kit.judge().line("en/a"), "live: 3 withdrawn, 2 live, 1 withdrawn");
    for scope in [Scope::Full, Scope::Changes] {
        kit.approve_as("en/a/3", &BOTH, |_, own| {
            own.scope = scope;
            own.previous = Some((2, second));
        });
        assert_eq!(kit.judge().line("en/a"), "live: 3 live, 2 replaced, 1 withdrawn");
    }
    kit.withdraw("en/a", 2, "medical.dr-ada", Reach::EveryLanguage);
    assert_eq!(kit.judge().line("en/a"), "withdrawn: 3 withdrawn, 2 withdrawn, 1 withdrawn");
}

#[test]
fn several_withdrawals_must_all_be_lifted() {
    let mut kit = Kit::live();
    let one = everywhere(&mut kit);
    let two = kit.withdraw("ru/a", 1, "editor.ed", Reach::EveryLanguage);
    kit.version("en/a/2", "Better words.");
    let lift = |kit: &mut Kit, lifts: &[Lift]| {
        kit.approve_as("en/a/2", &BOTH, |_, own| own.lifts.extend(lifts.iter().cloned()));
    };
    lift(&mut kit, std::slice::from_ref(&one));
    let said = kit.judge();
    assert_eq!(said.line("en/a"), "withdrawn: 2 withdrawn, 1 withdrawn");
    assert_eq!(said.why("en/a", 2), ["it does not lift the withdrawal `ru/withdrawn.1.ed.note`"; 2]);
    lift(&mut kit, &[one, two]);
    assert_eq!(kit.judge().line("en/a"), "live: 2 live, 1 withdrawn");
}

type Damage = fn(&mut Vec<u8>);

#[test]
fn damage_to_a_withdrawal_brings_no_text_back() {
    let note = "record/en/a/withdrawn.1.dr-bo.note";
    let signature = "record/en/a/withdrawn.1.dr-bo.note.sig";
    let damages: [(&str, Damage, &str); 4] = [
        (note, |bytes| bytes[40] ^= 1, ""),
        (note, |bytes| *bytes = b"\xff".to_vec(), "this note is not text"),
        (signature, |bytes| bytes.truncate(80), "this does not end as an SSH signature does"),
        (signature, |bytes| *bytes = String::from_utf8_lossy(bytes).replace('\n', "\r\n").into(), "carriage"),
    ];
    let mut kit = pair();
    let lift = everywhere(&mut kit);
    for (file, damage, reason) in damages {
        let mut kit = kit.clone();
        damage(kit.files.get_mut(file).unwrap());
        let said = kit.judge();
        for text in ["en/a", "ru/a"] {
            assert_eq!(said.line(text), "withdrawn: 1 withdrawn", "{reason}");
        }
        assert!(said.errors().iter().any(|error| error.contains(reason)), "{reason}: {:?}", said.errors());
        let stones = &said.judged.tombstones;
        assert!(stones.iter().all(|stone| *stone.ending() == Ending::Held && stone.record().is_empty()));
        // Who lifted it before it was damaged named its place.
        kit.version("en/a/2", "Better words.");
        kit.approve_as("en/a/2", &BOTH, |_, own| own.lifts.extend([lift.clone()]));
        assert_eq!(kit.judge().line("en/a"), "live: 2 live, 1 withdrawn", "{reason}");
    }
    kit.files.remove(signature);
    assert_eq!(kit.judge().line("en/a"), "withdrawn: 1 withdrawn");
}

#[test]
fn no_single_byte_of_a_withdrawal_brings_the_text_back() {
    let mut kit = Kit::live();
    everywhere(&mut kit);
    for end in ["note", "note.sig"] {
        let file = format!("record/en/a/withdrawn.1.dr-bo.{end}");
        for at in 0..kit.files[&file].len() {
            {
                let mut kit = kit.clone();
                kit.files.get_mut(&file).unwrap()[at] ^= 1;
                assert_eq!(kit.judge().line("en/a"), "withdrawn: 1 withdrawn", "{end}, byte {at}");
            }
        }
    }
}

#[test]
fn only_the_entitled_withdraw() {
    let mut kit = Kit::live();
    let refuse = |kit: &Kit, reason: &str| {
        let said = kit.judge();
        assert_eq!(said.line("en/a"), "live: 1 live");
        assert_eq!(said.errors(), [reason]);
    };
    let mut foreign = Kit::withdrawal("en/a", "medical.dr-bo", Reach::EveryLanguage);
    let Statement::Withdraw(withdrawal) = &mut foreign.statement else { panic!() };
    withdrawal.article.topic = Topic::parse("overdose").unwrap();
    kit.file("en/a/withdrawn.1.dr-bo.note", &foreign, "dr-bo");
    refuse(&kit, "this withdraws in a topic that no note of the article carries");

    let mut kit = Kit::live();
    kit.withdraw("en/a", 1, "legal.dr-bo", Reach::EveryLanguage);
    refuse(&kit, "`dr-bo` is not entitled to the role `legal`");

    // Damage under the name of somebody who is no reviewer is nobody's withdrawal.
    let mut kit = Kit::live();
    kit.put("en/a/withdrawn.1.nobody.note", "x");
    assert_eq!(kit.judge().line("en/a"), "live: 1 live");

    let mut kit = Kit::live();
    kit.withdraw("en/a", 1, "medical.narrow", Reach::EveryLanguage);
    assert_eq!(kit.judge().line("en/a"), "withdrawn: 1 withdrawn", "whatever the language");
}

#[test]
fn a_withdrawal_laid_down_again_is_the_same_one() {
    let mut kit = Kit::live();
    let lift = everywhere(&mut kit);
    kit.version("en/a/2", "Better words.");
    kit.approve_as("en/a/2", &BOTH, |_, own| own.lifts.extend([lift.clone()]));
    for end in ["", ".sig"] {
        let bytes = kit.files[&format!("record/en/a/withdrawn.1.dr-bo.note{end}")].clone();
        kit.put(&format!("en/a/withdrawn.2.dr-bo.note{end}"), bytes);
    }
    assert_eq!(kit.judge().line("en/a"), "live: 2 live, 1 withdrawn");
}

#[test]
fn a_tombstone_tells_of_the_withdrawal_that_holds() {
    let mut kit = Kit::live();
    let mut late = Kit::withdrawal("en/a", "medical.dr-bo", Reach::EveryLanguage);
    late.reviewed = day("2026-05-30");
    kit.file("en/a/withdrawn.1.dr-bo.note", &late, "dr-bo");
    let digest = kit.digest("en/a/withdrawn.1.dr-bo.note");
    let lift = Lift { number: 1, ..kit.withdraw("en/a", 9, "medical.dr-bo", Reach::EveryLanguage) };
    kit.version("en/a/2", "Better words.");
    kit.approve_as("en/a/2", &BOTH, |_, own| own.lifts.extend([Lift { digest, ..lift.clone() }]));
    let said = kit.judge();
    assert_eq!(said.line("en/a"), "withdrawn: 2 withdrawn, 1 withdrawn");
    let Ending::Withdrawn { day: when, .. } = said.judged.tombstones[0].ending() else { panic!() };
    assert_eq!(*when, day("2026-05-20"), "the later one is lifted");
    assert_eq!(said.judged.tombstones[0].record().len(), 2);
}

/// The findings that name the texts which a withdrawal would hold if it counted.
fn released(said: &Said) -> Vec<String> {
    let found = said.found.iter().filter(|found| found.message.starts_with("this withdrawal does not count"));
    found.map(|found| format!("{}: {}", found.labels[0].place.path(), found.message)).collect()
}

#[test]
fn who_leaves_the_trust_leaves_a_warning_for_what_they_withdrew() {
    let mut kit = pair();
    let lift = everywhere(&mut kit);
    assert_eq!(released(&kit.judge()), [""; 0]);
    let public = key("dr-bo").public_key().to_openssh().unwrap();
    kit.files.insert("trust/revoked".to_owned(), format!("{public}\n").into());
    let said = kit.judge();
    assert_eq!(
        (said.line("en/a"), said.line("ru/a")),
        ("live: 1 live".to_owned(), "live: 1 live".to_owned())
    );
    let words = "record/en/a/withdrawn.1.dr-bo.note: this withdrawal does not count, so the site shows `en/a`, `ru/a`";
    assert_eq!(released(&said), [words]);
    assert_eq!(said.standing("ru/a").released[0].file_name(), "withdrawn.1.dr-bo.note");

    // Who has seen it and approves the text all the same says so.
    kit.version("ru/a/2", "Другие слова.");
    kit.approve_as("ru/a/2", &BOTH, |_, own| own.lifts.extend([lift.clone()]));
    assert!(released(&kit.judge())[0].ends_with("the site shows `en/a`"));

    // Another one holds it: there is nothing to warn of.
    kit.withdraw("en/a", 2, "medical.dr-ada", Reach::EveryLanguage);
    assert_eq!(released(&kit.judge()), [""; 0]);
}

#[test]
fn a_withdrawal_of_somebody_unknown_is_a_warning_too() {
    let mut kit = pair();
    let note = Kit::withdrawal("en/a", "medical.gone", Reach::ThisLanguage);
    kit.file("en/a/withdrawn.1.gone.note", &note, "gone");
    assert!(
        released(&kit.judge())[0].ends_with("the site shows `en/a`"),
        "it says that it is for one language"
    );
    kit.put("en/a/withdrawn.1.gone.note", "damaged");
    assert!(
        released(&kit.judge())[0].ends_with("the site shows `en/a`, `ru/a`"),
        "nobody can tell what it says"
    );
    kit.put("en/a/withdrawn.1.dr-bo.note", "damaged");
    assert_eq!(released(&kit.judge()), [""; 0], "this one holds both");
}
