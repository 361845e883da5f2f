//! What was signed far away comes back: bundles that are good, and bundles by which somebody tries to get something in.

mod program;

use vetted::base::name::{ReviewerId, SiteId};
use vetted::bundle::{self, Imported, Kind, Parcel};
use vetted::diagnostic::Diagnostics;
use vetted::diagnostic::refusal::Refusal;
use vetted::pipeline;
use vetted::project::Project;
use vetted::trust::words::{Reach, Role};

use crate::base::{Base, SITE, article, path};

const MEDICAL: (&str, Role) = ("dr-ada", Role::Medical);
const EDITOR: (&str, Role) = ("ed-eve", Role::Editor);

/// A base with facts on the desk as in the record, so that a text without faults has none here.
fn home() -> Base {
    let mut base = Base::new();
    let facts = base.files["record/facts/here/1/facts.toml"].clone();
    base.files.insert("content/facts/here.toml".to_owned(), facts);
    base
}

/// What lies in one base and not in another, as a bundle of a reviewer.
fn bundle(before: &Base, after: &Base) -> Parcel {
    let new = after.files.iter().filter(|(name, _)| !before.files.contains_key(*name));
    Parcel {
        kind: Kind::Bundle,
        site: SiteId::parse(SITE).unwrap(),
        made: after.as_of,
        by: ReviewerId::parse("dr-ada"),
        files: new.map(|(name, bytes)| (path(name), bytes.clone())).collect(),
    }
}

/// The bundle that comes of what somebody does in a copy of a base.
fn from(before: &Base, act: impl FnOnce(&mut Base)) -> Parcel {
    let mut after = before.clone();
    act(&mut after);
    bundle(before, &after)
}

fn import(parcel: &Parcel, project: &Project) -> Result<Imported, Refusal> {
    let ground = pipeline::ground(project, None, &mut Diagnostics::new()).unwrap();
    bundle::import(&Parcel::read(parcel.write().as_bytes()).unwrap(), project, &ground)
}

fn refused(parcel: &Parcel, base: &Base) -> String {
    let refusal = import(parcel, &base.project()).unwrap_err();
    let found = refusal.found.into_iter().map(|found| found.message);
    let lines: Vec<String> = [refusal.message].into_iter().chain(refusal.help).chain(found).collect();
    lines.join("\n")
}

/// A text whose first version was signed by the doctor of a copy.
fn signed(base: &mut Base) {
    base.freeze("en/first", 1, &article("first", "alpha"));
    base.approve_with(("en/first", "veins"), 1, MEDICAL, |_| {});
}

#[test]
fn two_bundles_make_a_text_live() {
    let mut home = home();
    let doctor = from(&home, signed);
    let editor = from(&home, |base| {
        base.freeze("en/first", 1, &article("first", "alpha"));
        base.approve_with(("en/first", "veins"), 1, EDITOR, |_| {});
    });
    let imported = import(&doctor, &home.project()).unwrap();
    let names: Vec<&str> = imported.files.iter().map(|(path, _)| path.as_str()).collect();
    let note = "record/en/first/1/medical.dr-ada.note";
    assert_eq!(names, ["record/en/first/1/article.md", note, &format!("{note}.sig")]);
    assert_eq!(
        imported.said,
        ["dr-ada signed record/en/first version 1 as medical: still to sign: 1 editor"]
    );
    home.files.extend(imported.files.into_iter().map(|(path, bytes)| (path.to_string(), bytes)));
    let imported = import(&editor, &home.project()).unwrap();
    assert_eq!(imported.files.len(), 2, "the text is there");
    assert_eq!(
        imported.said,
        [
            "ed-eve signed record/en/first version 1 (topic veins) as editor: it is live with the next `vetted build`"
        ]
    );
    let again = import(&doctor, &home.project()).unwrap();
    assert!(again.files.is_empty());
    assert_eq!(again.said, [format!("`{note}` is there already")]);
}

#[test]
fn another_text_of_the_same_version_is_never_overwritten() {
    let mut home = home();
    let bundle = from(&home, signed);
    home.freeze("en/first", 1, &article("first", "beta"));
    let said = refused(&bundle, &home);
    assert!(said.starts_with("version 1 of en/first was frozen meanwhile with another text\n"), "{said}");
    assert!(said.contains("ask `dr-ada` to look at the new text and sign it again"), "{said}");
    home.freeze("en/first", 1, &article("first", "alpha"));
    home.approve_with(("en/first", "veins"), 1, MEDICAL, |approval| {
        approval.review_by = crate::base::day("2027-01-01");
    });
    let said = refused(&bundle, &home);
    assert!(said.starts_with("another note of `dr-ada` on version 1 of en/first is there"), "{said}");
}

#[test]
fn a_picture_does_not_join_a_version_that_is_there() {
    let mut home = home();
    home.freeze("en/first", 1, &article("first", "alpha"));
    let bundle = from(&home, |base| {
        base.put_picture("record/en/first/1/step.png", "dot");
        base.approve_with(("en/first", "veins"), 1, MEDICAL, |_| {});
    });
    assert!(refused(&bundle, &home).contains("was frozen meanwhile"));
}

#[test]
fn a_withdrawal_finds_its_place_and_is_told() {
    let mut home = home();
    signed(&mut home);
    home.approve("en/first", "veins", 1);
    let bundle =
        from(&home, |base| drop(base.withdraw(("en/first", "veins"), 1, "dr-bob", Reach::EveryLanguage)));
    let imported = import(&bundle, &home.project()).unwrap();
    assert_eq!(
        imported.said,
        [
            "dr-bob withdrew record/en/first: the next `vetted build` takes it off the site",
            "record/en/first leaves the site with the next `vetted build`"
        ]
    );
    // Meanwhile the number is taken, by another withdrawal of the same doctor.
    home.withdraw(("en/first", "veins"), 1, "dr-bob", Reach::ThisLanguage);
    let imported = import(&bundle, &home.project()).unwrap();
    assert_eq!(imported.files[0].0.as_str(), "record/en/first/withdrawn.2.dr-bob.note");
    assert_eq!(imported.files[1].0.as_str(), "record/en/first/withdrawn.2.dr-bob.note.sig");
    home.withdraw(("en/first", "veins"), 7, "dr-bob", Reach::EveryLanguage);
    assert!(import(&bundle, &home.project()).unwrap().files.is_empty(), "it is there, under another number");
}

#[test]
fn nothing_holds_a_withdrawal_up() {
    let mut home = home();
    signed(&mut home);
    home.approve("en/first", "veins", 1);
    let bundle = from(&home, |base| {
        base.freeze("en/second", 2, &article("second", "beta"));
        base.approve_with(("en/second", "veins"), 2, MEDICAL, |_| {});
        base.withdraw(("en/first", "veins"), 1, "dr-ada", Reach::EveryLanguage);
    });
    let imported = import(&bundle, &home.project()).unwrap();
    assert_eq!(imported.files.len(), 2);
    assert!(imported.said[0].starts_with("dr-ada withdrew record/en/first"), "{:?}", imported.said);
    assert!(imported.refused.unwrap().message.starts_with("version 2 of en/second does not follow"));
}

#[test]
fn a_text_that_was_withdrawn_meanwhile_is_not_signed_back() {
    let mut home = home();
    signed(&mut home);
    home.approve("en/first", "veins", 1);
    let bundle = from(&home, |base| {
        base.freeze("en/first", 2, &article("first", "beta"));
        base.approve_with(("en/first", "veins"), 2, MEDICAL, |_| {});
    });
    home.withdraw(("en/first", "veins"), 1, "dr-bob", Reach::EveryLanguage);
    // With one signature the version is not approved, and waits; the withdrawal holds its note.
    let said = refused(&bundle, &home);
    assert!(
        said.contains("would not count, so nothing of the bundle was placed: it does not lift"),
        "{said}"
    );
}

#[test]
fn what_nobody_signed_is_not_placed() {
    let home = home();
    let unsigned = from(&home, |base| base.freeze("en/first", 1, &article("first", "alpha")));
    assert!(
        refused(&unsigned, &home)
            .starts_with("`record/en/first/1/article.md` comes without a note of a reviewer that signs it")
    );
    let extra = from(&home, |base| {
        signed(base);
        base.put_picture("record/en/first/1/step.png", "dot");
    });
    assert!(refused(&extra, &home).starts_with("`record/en/first/1/step.png` comes without a note"));
    let lonely = from(&home, |base| {
        signed(base);
        base.files.remove("record/en/first/1/medical.dr-ada.note");
    });
    assert!(refused(&lonely, &home).contains("comes without a note of a reviewer that signs it"));
    let signature = from(&home, |base| base.put("record/en/first/1/medical.dr-ada.note.sig", "x"));
    assert!(refused(&signature, &home).contains("is a signature without its note"));
    let unproved = from(&home, |base| {
        signed(base);
        base.files.remove("record/en/first/1/medical.dr-ada.note.sig");
    });
    assert!(refused(&unproved, &home).contains("the signature of this note is missing"));
}

#[test]
fn versions_come_one_after_the_other() {
    let home = home();
    let bundle = from(&home, |base| {
        base.freeze("en/first", 999_999_999, &article("first", "alpha"));
        base.approve_with(("en/first", "veins"), 999_999_999, MEDICAL, |_| {});
    });
    let said = refused(&bundle, &home);
    assert!(said.starts_with("version 999999999 of en/first does not follow version 0"), "{said}");
    let two = from(&home, |base| {
        signed(base);
        base.freeze("en/first", 2, &article("first", "beta"));
        base.approve_with(("en/first", "veins"), 2, MEDICAL, |_| {});
    });
    assert_eq!(import(&two, &home.project()).unwrap().files.len(), 6);
}

#[test]
fn what_check_calls_wrong_does_not_come_in_by_this_door() {
    let home = home();
    let raw = article("first", "alpha").replace("Call", "<b>Call</b>");
    let bundle = from(&home, |base| {
        base.freeze("en/first", 1, &raw);
        base.approve_with(("en/first", "veins"), 1, MEDICAL, |_| {});
    });
    let said = refused(&bundle, &home);
    assert!(said.starts_with("a text in this bundle is wrong as it would stand here"), "{said}");
    assert!(said.contains("HTML"), "{said}");
}

#[test]
fn facts_that_live_texts_use_are_not_lost() {
    let mut home = home();
    signed(&mut home);
    home.approve("en/first", "veins", 1);
    let facts = String::from_utf8(home.files["record/facts/here/1/facts.toml"].clone()).unwrap();
    let bundle = from(&home, |base| {
        base.put("record/facts/here/2/facts.toml", &facts.replace("contacts.ambulance", "contacts.police"));
        base.approve_facts(2, "ed-eve", Role::Service);
    });
    let said = refused(&bundle, &home);
    assert!(
        said.starts_with(
            "with this bundle, texts that it is not about would leave the site: record/en/first\n"
        ),
        "{said}"
    );
    assert!(said.contains("have no `contacts.ambulance`"), "{said}");
}

#[test]
fn facts_tell_which_live_sentences_they_change() {
    let mut home = home();
    signed(&mut home);
    home.approve("en/first", "veins", 1);
    let facts = String::from_utf8(home.files["record/facts/here/1/facts.toml"].clone()).unwrap();
    let new = facts.replace("103", "112");
    assert_ne!(new, facts);
    let bundle = from(&home, |base| {
        base.put("record/facts/here/2/facts.toml", &new);
        base.approve_facts(2, "ed-eve", Role::Service);
    });
    let said = import(&bundle, &home.project()).unwrap().said;
    assert_eq!(said.len(), 2, "{said:?}");
    assert!(said[0].ends_with("it is live with the next `vetted build`"), "{said:?}");
    let (before, after) = said[1].split_once("\n  |+ ").unwrap();
    assert!(
        before.starts_with("changes record/en/first/1/article.md:") && before.contains("103"),
        "{before}"
    );
    assert!(after.contains("112") && !after.contains("103"), "{after}");
}

#[test]
fn remarks_come_from_reviewers() {
    let home = home();
    let bundle =
        from(&home, |base| base.put("content/remarks/en/first/1.dr-ada.toml", "text = \"0.4 or 4.0?\"\n"));
    let imported = import(&bundle, &home.project()).unwrap();
    assert_eq!(imported.said, ["remark of dr-ada on en/first: content/remarks/en/first/1.dr-ada.toml"]);
    let stranger = from(&home, |base| base.put("content/remarks/en/first/1.dr-who.toml", "text = \"!\"\n"));
    assert!(refused(&stranger, &home).contains("who is not a reviewer of this site"));
    let unseen =
        from(&home, |base| base.put("content/remarks/en/first/1.dr-ada.toml", "text = \"\u{202E}\"\n"));
    assert!(refused(&unseen, &home).contains("is not a text that can be shown"));
    let odd = from(&home, |base| base.put("content/remarks/en/first/about.toml", "text = \"!\"\n"));
    assert!(
        refused(&odd, &home).contains("`content/remarks/en/first/about.toml` does not belong into a bundle")
    );
}

#[test]
fn bundles_of_attackers_are_refused_each_in_its_own_words() {
    let home = home();
    let good = from(&home, signed);
    let other = Parcel { site: SiteId::parse("other.example").unwrap(), ..good.clone() };
    let said = refused(&other, &home);
    assert!(
        said.starts_with("this bundle is for the site `other.example`, and this is `test.example`"),
        "{said}"
    );
    let pack = Parcel { kind: Kind::Pack, ..good.clone() };
    assert!(refused(&pack, &home).starts_with("this is a pack:"));
    // Replayed before another article, in another language, as another version, in another role.
    for (place, told) in [
        ("en/second/1", "the note is for article `first`, and lies where article is `second`"),
        ("ru/first/1", "the note is for language `en`, and lies where language is `ru`"),
    ] {
        let mut replayed = good.clone();
        let files = std::mem::take(&mut replayed.files).into_iter();
        replayed.files =
            files.map(|(name, bytes)| (path(&name.as_str().replace("en/first/1", place)), bytes)).collect();
        assert!(refused(&replayed, &home).contains(told), "{place}: {}", refused(&replayed, &home));
    }
    let role = from(&home, |base| {
        base.freeze("en/first", 1, &article("first", "alpha"));
        base.approve_with(("en/first", "veins"), 1, ("dr-ada", Role::Editor), |_| {});
    });
    assert!(refused(&role, &home).contains("`dr-ada` is not entitled to the role `editor`"));
    let stranger = from(&home, |base| {
        base.freeze("en/first", 1, &article("first", "alpha"));
        base.approve_with(("en/first", "veins"), 1, ("dr-who", Role::Medical), |_| {});
    });
    assert!(refused(&stranger, &home).contains("comes without a note of a reviewer that signs it"));
    let mut frozen = home.clone();
    frozen.freeze("en/first", 1, &article("first", "alpha"));
    let stranger = from(&frozen, |base| {
        base.approve_with(("en/first", "veins"), 1, ("dr-who", Role::Medical), |_| {});
    });
    assert!(refused(&stranger, &frozen).contains("`dr-who` is not a reviewer of this site"));
    let mut changed = good;
    changed.files.insert(path("record/en/first/1/article.md"), article("first", "beta").into_bytes());
    assert!(refused(&changed, &home).contains("comes without a note of a reviewer that signs it"));
}
