//! A correction bars what came before it, whatever becomes of its own text.

use super::kit::Kit;
use crate::trust::words::Scope;

const BOTH: [&str; 2] = ["medical.dr-ada", "editor.ed"];

fn corrected() -> Kit {
    let mut kit = Kit::live();
    kit.version("en/a/2", "Corrected words.");
    kit.approve_as("en/a/2", &BOTH, |_, own| own.scope = Scope::Correction);
    kit
}

#[test]
fn a_correction_bars_every_earlier_version() {
    let said = corrected().judge();
    assert_eq!(said.line("en/a"), "live: 2 live, 1 barred");
    assert_eq!(said.why("en/a", 1), ["a correction bars this version"; 2]);
    assert_eq!(said.judged.cleared[0].former().len(), 1);
}

#[test]
fn a_damaged_correction_still_bars() {
    let mut kit = corrected();
    kit.version("en/a/2", "Damaged words.");
    let said = kit.judge();
    assert_eq!(said.line("en/a"), "barred: 2 unusable, 1 barred");
    assert_eq!(said.judged.tombstones[0].ending(), &crate::gate::Ending::Corrected);
    kit.files.remove("record/en/a/2/article.md");
    assert_eq!(kit.judge().line("en/a"), "barred: 2 unusable, 1 barred");
}

#[test]
fn a_correction_that_lacks_a_signature_bars_nothing() {
    let mut kit = corrected();
    kit.files.remove("record/en/a/2/editor.ed.note");
    assert_eq!(kit.judge().line("en/a"), "live: 2 waiting [editor 0/1], 1 live");
}

#[test]
fn one_correcting_note_is_enough_and_a_later_version_stands() {
    let mut kit = Kit::live();
    kit.version("en/a/2", "Corrected words.");
    kit.approve_as("en/a/2", &BOTH, |note, own| {
        let scope = if note.reviewer.as_str() == "ed" { Scope::Full } else { Scope::Correction };
        own.scope = scope;
    });
    kit.version("en/a/3", "Third words.");
    kit.approve("en/a/3", &BOTH);
    assert_eq!(kit.judge().line("en/a"), "live: 3 live, 2 replaced, 1 barred");
    kit.version("en/a/3", "Damaged words.");
    assert_eq!(kit.judge().line("en/a"), "live: 3 unusable, 2 live, 1 barred");
}

#[test]
fn changes_to_a_barred_version_are_barred_with_it() {
    let mut kit = corrected();
    let first = kit.digest("en/a/1/article.md");
    kit.version("en/a/3", "First words, changed.");
    kit.approve_as("en/a/3", &BOTH, |_, own| {
        own.scope = Scope::Changes;
        own.previous = Some((1, first));
    });
    let said = kit.judge();
    assert_eq!(said.line("en/a"), "live: 3 barred, 2 live, 1 barred");
    assert_eq!(said.why("en/a", 3), ["a correction bars this version"; 2]);
}
