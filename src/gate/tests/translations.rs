//! A translation stands on the text it was made from.

use super::kit::{Kit, article};
use crate::trust::note::Pin;
use crate::trust::words::{Reach, Scope};

const BOTH: [&str; 2] = ["medical.dr-ada", "editor.ed"];

fn translate(kit: &mut Kit, folder: &str, from: &str, pin: Option<&Pin>) {
    let id = folder.split('/').nth(1).unwrap();
    let front = format!("source_language = \"{from}\"\n");
    kit.put(&format!("{folder}/article.md"), article(id, &front, "Слова."));
    kit.approve_as(folder, &BOTH, |_, own| own.translation_of = pin.cloned());
}

/// English and its Russian translation, both live.
fn translated() -> Kit {
    let mut kit = Kit::live();
    let pin = kit.pin("en", "en/a/1");
    translate(&mut kit, "ru/a/1", "en", Some(&pin));
    kit
}

#[test]
fn a_translation_knows_when_its_source_has_moved_on() {
    let mut kit = translated();
    let translation = |kit: &Kit| {
        let said = kit.judge();
        assert_eq!(said.line("ru/a"), "live: 1 live");
        said.judged.cleared[1].translation().unwrap().clone()
    };
    assert_eq!(translation(&kit).pin, kit.pin("en", "en/a/1"));
    assert!(!translation(&kit).behind);
    kit.version("en/a/2", "Second words.");
    kit.approve("en/a/2", &BOTH[..1]);
    assert!(!translation(&kit).behind);
    kit.approve("en/a/2", &BOTH[1..]);
    assert!(translation(&kit).behind);
    assert!(kit.judge().judged.cleared[0].translation().is_none());
}

#[test]
fn article_and_notes_must_name_the_same_source() {
    let mut kit = Kit::live();
    let pin = kit.pin("en", "en/a/1");
    let reason = |kit: &Kit| {
        let said = kit.judge();
        assert_eq!(said.line("ru/a"), "waiting: 1 unusable");
        said.why("ru/a", 1)
    };
    translate(&mut kit, "ru/a/1", "en", None);
    assert_eq!(reason(&kit), ["the article is a translation from `en`, and this note names no source"; 2]);
    kit.version("ru/a/1", "Слова.");
    kit.approve_as("ru/a/1", &BOTH, |_, own| own.translation_of = Some(pin.clone()));
    assert_eq!(reason(&kit), ["this note names a source in `en`, and the article names none"; 2]);
    translate(&mut kit, "ru/a/1", "uz", Some(&pin));
    assert_eq!(
        reason(&kit),
        ["the article is a translation from `uz`, and this note names a source in `en`"; 2]
    );
}

#[test]
fn a_pin_must_lead_to_bytes_or_to_what_was_signed() {
    let mut kit = Kit::live();
    let pin = kit.pin("en", "en/a/1");
    for wrong in [
        Pin { version: 2, ..pin.clone() },
        Pin { digest: kit.digest("en/a/1/editor.ed.note"), ..pin.clone() },
    ] {
        translate(&mut kit, "ru/a/1", "en", Some(&wrong));
        let said = kit.judge();
        assert_eq!(said.line("ru/a"), "waiting: 1 unusable");
        let reason = format!("version {} of `en` with this text is not in the record", wrong.version);
        assert_eq!(said.why("ru/a", 1), [reason.clone(), reason]);
    }
    translate(&mut kit, "ru/a/1", "en", Some(&pin));
    kit.version("en/a/1", "Damaged words.");
    let said = kit.judge();
    assert_eq!(said.line("ru/a"), "live: 1 live", "the notes of the source sign that text");
    assert_eq!(said.line("en/a"), "waiting: 1 unusable");
}

#[test]
fn a_correction_bars_translations_of_what_it_corrects_and_theirs() {
    let mut kit = translated();
    let russian = kit.pin("ru", "ru/a/1");
    translate(&mut kit, "uz/a/1", "ru", Some(&russian));
    assert_eq!(kit.judge().standing("uz/a").versions[0].state, crate::gate::VersionState::Live);
    kit.version("en/a/2", "Corrected words.");
    kit.approve_as("en/a/2", &BOTH, |_, own| own.scope = Scope::Correction);
    let said = kit.judge();
    assert_eq!(said.line("en/a"), "live: 2 live, 1 barred");
    assert_eq!(said.line("ru/a"), "barred: 1 barred");
    assert_eq!(said.line("uz/a"), "barred: 1 barred");
    let stones: Vec<_> = said.judged.tombstones.iter().map(|stone| stone.lang().as_str()).collect();
    assert_eq!(stones, ["ru"], "the site does not speak `uz`");
    kit.version("en/a/2", "Damaged words.");
    assert_eq!(kit.judge().line("ru/a"), "barred: 1 barred");

    kit.version("en/a/2", "Corrected words.");
    let pin = kit.pin("en", "en/a/2");
    translate(&mut kit, "ru/a/2", "en", Some(&pin));
    assert_eq!(kit.judge().line("ru/a"), "live: 2 live, 1 barred");
}

#[test]
fn translations_of_each_other_end_in_an_answer() {
    let mut kit = Kit::new();
    kit.version("en/a/1", "Words.");
    let russian = kit.pin("en", "en/a/1");
    translate(&mut kit, "ru/a/1", "en", Some(&russian));
    let english = kit.pin("ru", "ru/a/1");
    kit.put("en/a/2/article.md", article("a", "source_language = \"ru\"\n", "Words."));
    kit.approve_as("en/a/2", &BOTH, |_, own| {
        own.translation_of = Some(english.clone());
        own.scope = Scope::Correction;
    });
    let said = kit.judge();
    assert_eq!(said.line("ru/a"), "barred: 1 barred");
    assert_eq!(said.line("en/a"), "barred: 2 barred, 1 barred");
}

#[test]
fn a_withdrawn_source_takes_its_translation_along() {
    let mut kit = translated();
    kit.withdraw("en/a", 1, "medical.dr-bo", Reach::EveryLanguage);
    assert_eq!(kit.judge().line("ru/a"), "withdrawn: 1 withdrawn");
}
