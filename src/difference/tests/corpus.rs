//! The corpus of edits: every dangerous one is marked, of ten harmless ones at most one.

use serde::Deserialize;

use super::*;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Corpus {
    edits: Vec<Edit>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Edit {
    old: String,
    new: String,
    dangerous: bool,
    #[serde(default)]
    marks: Vec<String>,
    /// Dangerous, and no mark can see it: `docs/safety-diff.md` tells of such edits.
    #[serde(default)]
    beyond: bool,
    why: String,
}

fn edits() -> Vec<Edit> {
    let files = [
        include_str!("../../../tests/differences/en.toml"),
        include_str!("../../../tests/differences/ru.toml"),
    ];
    files.into_iter().flat_map(|file| toml::from_str::<Corpus>(file).unwrap().edits).collect()
}

fn names(difference: &Difference) -> Vec<String> {
    let kinds = kinds(difference).into_iter();
    kinds.map(|kind| serde_json::to_value(kind).unwrap().as_str().unwrap().to_owned()).collect()
}

#[test]
fn every_dangerous_edit_is_marked_and_few_harmless_ones_are() {
    let edits = edits();
    let (mut dangerous, mut harmless) = (0, 0);
    let (mut missed, mut otherwise, mut alarms) = (Vec::new(), Vec::new(), Vec::new());
    for edit in &edits {
        let found = names(&diff(&edit.old, &edit.new));
        let told = format!("{} → {} ({}): {found:?}", edit.old, edit.new, edit.why);
        if edit.beyond {
            assert!(edit.dangerous && found.is_empty(), "no longer beyond the marks: {told}");
        } else if edit.dangerous {
            dangerous += 1;
            missed.extend(found.is_empty().then(|| told.clone()));
            assert!(!edit.marks.is_empty(), "{told}");
            otherwise
                .extend(edit.marks.iter().any(|mark| mark != "any" && !found.contains(mark)).then_some(told));
        } else {
            harmless += 1;
            alarms.extend((!found.is_empty()).then_some(told));
        }
    }
    println!("{} of {dangerous} dangerous edits are marked", dangerous - missed.len());
    println!("{} of {harmless} harmless edits are marked:\n{}", alarms.len(), alarms.join("\n"));
    println!("otherwise marked: {}\n{}", otherwise.len(), otherwise.join("\n"));
    assert!(dangerous >= 90 && harmless >= 70, "{dangerous}, {harmless}");
    assert!(missed.is_empty(), "not marked:\n{}", missed.join("\n"));
    assert!(alarms.len() * 10 <= harmless, "{}", alarms.join("\n"));
    assert!(otherwise.is_empty(), "marked as something else:\n{}", otherwise.join("\n"));
}
