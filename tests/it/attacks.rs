//! What somebody may do to a record, by malice or by accident: it never reaches a reader, and each is told in its own words,
//! by the build and by `why`.

use std::collections::BTreeSet;
use std::fs;

use vetted::diagnostic::refusal::Refusal;
use vetted::disk;
use vetted::trust::words::Role;

use crate::base::{Base, article};
use crate::repository::program;
use crate::signing::library::{Read, approving, lay, publish, with_text};

/// Something that is done to a record in which `en/rest` is live in version 1.
struct Attack {
    name: &'static str,
    /// The text that it strikes.
    strikes: &'static str,
    /// Whether readers go on seeing what was live before.
    stays: bool,
    acts: fn(&mut Base),
    /// What is told of it and of nothing else, and the way out where there is one.
    says: &'static str,
    help: &'static str,
}

const MEDICAL: &str = "record/en/rest/1/medical.dr-ada.note";

/// Every attack, each on a record of its own.
const ATTACKS: &[Attack] = &[
    Attack {
        name: "replay on another article",
        strikes: "en/other",
        stays: false,
        acts: |base| copy(base, "record/en/rest/1/", "record/en/other/1/"),
        says: "the note is for article `rest`, and lies where article is `other`",
        help: "a note counts only where it was made for: take it away, and sign here anew",
    },
    Attack {
        name: "replay on another language",
        strikes: "ru/rest",
        stays: false,
        acts: |base| copy(base, "record/en/rest/1/", "record/ru/rest/1/"),
        says: "the note is for language `en`, and lies where language is `ru`",
        help: "a note counts only where it was made for: take it away, and sign here anew",
    },
    Attack {
        name: "replay on another version",
        strikes: "en/rest",
        stays: true,
        acts: |base| copy(base, "record/en/rest/1/", "record/en/rest/2/"),
        says: "the note is for version `1`, and lies where version is `2`",
        help: "a note counts only where it was made for: take it away, and sign here anew",
    },
    Attack {
        name: "replay on another site",
        strikes: "en/rest",
        stays: false,
        acts: |base| {
            replace(base, "vetted.toml", "site = \"test.example\"", "site = \"other.example\"");
            let list = String::from_utf8(base.files["trust/allowed_signers"].clone()).unwrap();
            base.put("trust/allowed_signers", &list.replace(".test.example", ".other.example"));
        },
        says: "this was signed for `medical.test.example`, not for `medical.other.example`",
        help: "",
    },
    Attack {
        name: "a doctor's note under an editor's name",
        strikes: "en/rest",
        stays: true,
        acts: |base| {
            for ending in ["", ".sig"] {
                let bytes = base.files[&format!("{MEDICAL}{ending}")].clone();
                base.files.insert(format!("record/en/rest/1/editor.dr-ada.note{ending}"), bytes);
            }
        },
        says: "the note is for role `medical`, and lies where role is `editor`",
        help: "a note counts only where it was made for: take it away, and sign here anew",
    },
    Attack {
        name: "a doctor's key that signs as an editor",
        strikes: "en/more",
        stays: false,
        acts: |base| {
            base.freeze("en/more", 1, &article("more", "beta"));
            base.approve_with(("en/more", "veins"), 1, ("dr-ada", Role::Editor), |_| {});
        },
        says: "`dr-ada` is not entitled to the role `editor`",
        help: "",
    },
    Attack {
        name: "a list of files that climbs out",
        strikes: "en/rest",
        stays: false,
        acts: |base| replace(base, MEDICAL, "SHA256 (hand.png)", "SHA256 (../../../../vetted.toml)"),
        says: "a note lists only files that lie beside it, and this path leads elsewhere",
        help: "",
    },
    Attack {
        name: "a changed byte of the text",
        strikes: "en/rest",
        stays: false,
        acts: |base| replace(base, "record/en/rest/1/article.md", "leadalpha", "leadalphb"),
        says: "a merge, an editor or a conversion may have made a text that nobody signed",
        help: "put the file back as it was signed; a change needs a new version with notes of its own",
    },
    Attack {
        name: "a changed byte of a picture",
        strikes: "en/rest",
        stays: false,
        acts: |base| base.files.get_mut("record/en/rest/1/hand.png").unwrap()[60] ^= 1,
        says: "`hand.png` is not what `dr-ada` signed",
        help: "put the file back as it was signed; a change needs a new version with notes of its own",
    },
    Attack {
        name: "a changed byte of a note",
        strikes: "en/rest",
        stays: false,
        acts: |base| replace(base, MEDICAL, "# review-by: 2027", "# review-by: 2028"),
        says: "the signature does not belong to these words",
        help: "take both files anew from where the note was signed, byte for byte",
    },
    Attack {
        name: "a changed byte of a signature",
        strikes: "en/rest",
        stays: false,
        acts: |base| replace(base, &format!("{MEDICAL}.sig"), "BEGIN SSH", "BEGIN SSI"),
        says: "this does not begin as an SSH signature does",
        help: "take the signature from where it was made again, byte for byte",
    },
    Attack {
        name: "the line ends of a text",
        strikes: "en/rest",
        stays: false,
        acts: |base| {
            let text = String::from_utf8(base.files["record/en/rest/1/article.md"].clone()).unwrap();
            base.put("record/en/rest/1/article.md", &text.replace('\n', "\r\n"));
        },
        says: "it is what was signed but for its line ends, which are CRLF",
        help: "set `record/** -text` in `.gitattributes` and check the file out again: nothing may convert it",
    },
    Attack {
        name: "two doctors at once, and the text of one",
        strikes: "en/rest",
        stays: true,
        acts: |base| {
            let texts = two_at_once(base);
            base.put("record/en/rest/2/article.md", &texts[1]);
        },
        says: "`dr-bob` signed what lies here: two were made at once under one number",
        help: "bring both changes together in the working text, and have all approve that as a new version",
    },
    Attack {
        name: "two doctors at once, and the marks of a conflict",
        strikes: "en/rest",
        stays: true,
        acts: |base| {
            let [one, other] = two_at_once(base);
            let text = format!("<<<<<<< HEAD\n{one}=======\n{other}>>>>>>> theirs\n");
            base.put("record/en/rest/2/article.md", &text);
        },
        says: "a merge has put two texts into one and marked where they differ: nobody signed that",
        help: "put back one of the two as it was signed; bring the changes together in the working text, and approve that",
    },
    Attack {
        name: "two doctors at once, and a third text",
        strikes: "en/rest",
        stays: true,
        acts: |base| {
            let [one, _] = two_at_once(base);
            base.put("record/en/rest/2/article.md", &one.replace("signbeta", "signgamma"));
        },
        says: "`article.md` is not what `dr-bob` signed",
        help: "put the file back as it was signed; a change needs a new version with notes of its own",
    },
    Attack {
        name: "half of a note",
        strikes: "en/rest",
        stays: false,
        acts: |base| base.files.get_mut(MEDICAL).unwrap().truncate(333),
        says: "a note ends with a line feed; this one may have been cut short",
        help: "take the note anew from where it was signed, byte for byte",
    },
    Attack {
        name: "a note cut short between two lines",
        strikes: "en/rest",
        stays: false,
        acts: |base| {
            let note = String::from_utf8(base.files[MEDICAL].clone()).unwrap();
            base.put(MEDICAL, note.split_once("# lifts").unwrap().0);
        },
        says: "`# lifts: …` must stand here",
        help: "make notes with `vetted approve`; never edit one",
    },
    Attack {
        name: "a note without its signature",
        strikes: "en/rest",
        stays: false,
        acts: |base| drop(base.files.remove(&format!("{MEDICAL}.sig"))),
        says: "the signature of this note is missing",
        help: "put the `.note.sig` beside it",
    },
    Attack {
        name: "a signature without its note",
        strikes: "en/rest",
        stays: false,
        acts: |base| drop(base.files.remove(MEDICAL)),
        says: "this signature lies here without its note",
        help: "put the note beside it, or take the signature out",
    },
];

/// A base whose text is live.
fn live() -> Base {
    let mut base = with_text();
    publish(&mut base, "en/rest");
    base
}

fn copy(base: &mut Base, from: &str, to: &str) {
    let files: Vec<_> =
        base.files.iter().filter_map(|(path, bytes)| Some((path.strip_prefix(from)?, bytes))).collect();
    let files: Vec<_> =
        files.into_iter().map(|(name, bytes)| (format!("{to}{name}"), bytes.clone())).collect();
    base.files.extend(files);
}

fn replace(base: &mut Base, path: &str, from: &str, to: &str) {
    let text = String::from_utf8(base.files[path].clone()).unwrap();
    assert!(text.contains(from), "{path}: {from}");
    base.put(path, &text.replacen(from, to, 1));
}

/// Two doctors, each on a machine of their own, freeze another text as version 2: their notes lie side by side after the
/// merge. Gives the two texts.
fn two_at_once(base: &mut Base) -> [String; 2] {
    let before = base.clone();
    [("dr-ada", "beta"), ("dr-bob", "delta")].map(|(doctor, word)| {
        let mut machine = before.clone();
        let text = article("rest", word);
        machine.put("content/en/veins/rest.md", &text);
        let signed = Read::new(&machine).approve((doctor, Role::Medical), &[approving("en/rest")]);
        for (path, bytes) in signed.unwrap().files {
            base.files.insert(path.to_string(), bytes);
        }
        text
    })
}

/// Writes the base to a disk, and asks why a text stands as it does.
fn why(base: &Base, folder: &std::path::Path, (text, lang): (&str, &str)) -> String {
    for (path, bytes) in &base.files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    let arguments = ["--as-of", "2026-11-20", "--lang", lang, "-C", folder.to_str().unwrap(), "why", text];
    let told = program().args(arguments).output().unwrap();
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    String::from_utf8(told.stdout).unwrap()
}

#[test]
fn each_is_refused_and_told_in_words_of_its_own() {
    let said: BTreeSet<_> = ATTACKS.iter().map(|attack| (attack.says, attack.name)).collect();
    assert_eq!(said.iter().map(|(says, _)| says).collect::<BTreeSet<_>>().len(), ATTACKS.len());
    for Attack { name, strikes, stays, acts, says, help } in ATTACKS {
        let mut base = live();
        let before = base.site();
        assert!(before.contains_key("en/rest.html"));
        acts(&mut base);
        let built = base.build();
        let told = built.record.into_sorted();
        let hits = |text: &str| text == *says;
        let own =
            told.iter().filter(|fault| hits(&fault.message) || fault.notes.iter().any(|note| hits(note)));
        let own: Vec<_> = own.collect();
        assert!(!own.is_empty(), "{name}: {told:#?}");
        for fault in own {
            assert_eq!(fault.help.as_deref().unwrap_or_default(), *help, "{name}");
        }
        let site = built.site.unwrap();
        let page = format!("{strikes}.html");
        let shown = site.bytes(&page).map(<[u8]>::to_vec);
        assert_eq!(shown.as_ref(), stays.then(|| &before[&page]), "{name}");

        let folder = tempfile::tempdir().unwrap();
        let english = why(&base, folder.path(), (strikes, "en"));
        for words in [says, help] {
            assert!(english.contains(words), "{name}: {english}");
        }
        let russian = why(&base, folder.path(), (strikes, "ru"));
        assert!(!russian.contains(says), "{name}: {russian}");
    }
}

#[test]
fn two_at_once_on_one_machine_are_told_apart_when_they_write() {
    let base = live();
    let folder = tempfile::tempdir().unwrap();
    why(&base, folder.path(), ("en/rest", "en"));
    let files = [("dr-ada", "beta"), ("dr-bob", "delta")].map(|(doctor, word)| {
        let mut base = base.clone();
        base.put("content/en/veins/rest.md", &article("rest", word));
        Read::new(&base).approve((doctor, Role::Medical), &[approving("en/rest")]).unwrap().files
    });
    disk::write_new_files(folder.path(), &files[0]).unwrap();
    let fault = disk::write_new_files(folder.path(), &files[1]).unwrap_err();
    let disk::WriteFault::Taken(path) = fault else { panic!("{fault}") };
    let Refusal { message, help, .. } = vetted::signing::overtaken(&path);
    assert!(message.starts_with("somebody has signed the same text just now: `"), "{message}");
    assert!(message.ends_with("record/en/rest/2/article.md` is there already"), "{message}");
    assert_eq!(help.as_deref(), Some("look at the text again, then sign again"));
    assert!(!folder.path().join("record/en/rest/2/medical.dr-bob.note").exists(), "all or nothing");
}

/// After two have signed at once nobody is stuck: the one whose text is gone signs a new version with both changes.
#[test]
fn whose_note_does_not_hold_any_more_signs_anew() {
    let mut base = live();
    let texts = two_at_once(&mut base);
    base.put("record/en/rest/2/article.md", &texts[1]);
    base.put("content/en/veins/rest.md", &texts[1]);
    // Who signed this text is not asked again, and others may join.
    let again = Read::new(&base).approve(("dr-bob", Role::Medical), &[approving("en/rest")]);
    assert_eq!(again.unwrap_err().message, "`dr-bob` has signed version 2 as medical already");
    let signed = Read::new(&base).approve(("ed-eve", Role::Editor), &[approving("en/rest")]).unwrap();
    assert!(
        signed.said[0].contains("version 2") && signed.said[0].contains("it is live"),
        "{:?}",
        signed.said
    );
    // Whose note is for the text that is gone cannot join it, and nothing is written over.
    let signed = Read::new(&base).approve(("dr-ada", Role::Medical), &[approving("en/rest")]).unwrap();
    assert!(signed.said[0].contains("version 3"), "{:?}", signed.said);
    lay(&mut base, signed);
}
