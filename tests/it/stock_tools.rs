//! The gate and the stock tools agree: `ssh-keygen` and `sha256sum` are asked as the site tells its readers to ask them, the
//! gate is asked about the same note, and where the gate is stricter the table says why.

mod case;
mod corpus;
mod forge;
mod written;

use std::collections::BTreeMap;
use std::process::Command;

use ssh_key::HashAlg;
use vetted::base::lang::Lang;
use vetted::base::name::SiteId;
use vetted::base::path::SourcePath;
use vetted::diagnostic::Diagnostics;
use vetted::gate::{Folder, Inquiry, Judged, judge};
use vetted::project::{File, Project};
use vetted::trust::Trust;
use vetted::trust::key::PublicKey;
use vetted::trust::revoked::Revoked;

use crate::base::day;
use crate::story::Story;
use case::{Case, Expected};
use corpus::corpus;
use forge::{AS_OF, Forge, SITE};

#[test]
fn gate_and_stock_tools_agree() {
    let mut forge = Forge::new();
    let cases = corpus();
    assert!(cases.len() >= 120, "{}", cases.len());
    for (number, case) in cases.iter().enumerate() {
        forge.lay(number, case);
    }
    let judged = judged(forge.files());
    let mut wrong = Vec::new();
    for (number, case) in cases.iter().enumerate() {
        let stock = forge.stock(number, case);
        let gate = refused(&judged, &Forge::note(number, case));
        if gate == Some(String::new()) {
            wrong.push(format!("{}: the gate refuses it and does not say why", case.name));
        }
        let gate = gate.is_none();
        let expected = match case.expected {
            Expected::Good => (true, true),
            Expected::Bad => (false, false),
            Expected::Stricter(why) => {
                assert!(!why.is_empty());
                (true, false)
            }
        };
        if (stock, gate) != expected {
            wrong.push(format!("{}: stock tools say {stock}, the gate says {gate}", case.name));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What `ssh-keygen` writes, we read, and the other way round; every note was signed by one of the two.
#[test]
fn both_signers_and_both_kinds_of_keys_are_in_the_corpus() {
    let cases = corpus();
    for (key, signer) in [
        ("ada", true),
        ("ada", false),
        ("ada-p256", true),
        ("ada-p256", false),
        ("ada-locked", true),
        ("ada-locked", false),
    ] {
        let there = |case: &Case| {
            case.key == key && case.by_stock == signer && matches!(case.expected, Expected::Good)
        };
        assert!(cases.iter().any(there), "{key}, by stock: {signer}");
    }
}

/// A list of revoked keys means the same to `ssh-keygen -r` and to us, whether empty, commented or broken.
#[test]
fn lists_of_revoked_keys_are_read_alike() {
    let mut forge = Forge::new();
    let case = &corpus()[0];
    forge.lay(0, case);
    let key = forge.public("ada");
    for (list, accepted) in [
        (String::new(), true),
        ("# nobody yet\n\n".to_owned(), true),
        (format!("{key}\n"), false),
        (format!("# lost\n{key} ada"), false),
        (format!("{}\n", forge.public("bo")), true),
        ("ada\n".to_owned(), false),
        (format!("{}\n", &key[..key.len() - 8]), false),
        ("\r\n".to_owned(), false),
    ] {
        forge.put("trust/revoked", list.clone());
        let file = File::new(&SourcePath::parse("trust/revoked").unwrap(), list.clone().into_bytes());
        let File::Text(source) = file else { panic!() };
        let revoked = Revoked::parse(&source, &mut Diagnostics::new());
        let ada = PublicKey::parse(&key).unwrap().0;
        assert_eq!(forge.stock(0, case), accepted, "{list:?}");
        assert_eq!(revoked.is_some_and(|revoked| !revoked.contains(&ada)), accepted, "{list:?}");
    }
}

/// A list of keys never means more to us than to `ssh-keygen`, and what we accept means the same to it.
#[test]
fn lists_of_keys_are_read_alike_or_refused() {
    let mut forge = Forge::new();
    let case = &corpus()[0];
    forge.lay(0, case);
    let list = String::from_utf8(forge.files()["trust/allowed_signers"].clone()).unwrap();
    let key = forge.public("ada");
    let line = list.lines().find(|line| line.contains(&key)).unwrap().to_owned();
    let space = "namespaces=\"medical.test.example\"";
    let with = |other: &str| list.replace(&line, other);
    for (name, list, stock, ours) in [
        ("as it was made", list.clone(), true, true),
        ("without a comment", with(&format!("ada {space} {key}")), true, true),
        ("an old comment", with(&format!("ada {space} {key} ada@her-laptop 2019")), true, true),
        ("lines between", with(&format!("\n# the doctor\n{line}\n")), true, true),
        ("a list with CRLF", list.replace('\n', "\r\n"), true, false),
        ("a byte order mark", format!("\u{FEFF}{line}\n{}", with("")), false, false),
        ("no namespaces", with(&format!("ada {key}")), true, false),
        ("any namespace", with(&format!("ada namespaces=\"*\" {key}")), true, false),
        ("any reviewer", with(&format!("* {space} {key}")), true, false),
        ("a list of reviewers", with(&format!("ada,bo {space} {key}")), true, false),
        ("an option in capitals", with(&format!("ada {} {key}", space.replace('n', "N"))), true, false),
        ("another role", with(&format!("ada {} {key}", space.replace("medical", "editor"))), false, false),
        ("a key that ended", with(&format!("ada {space},valid-before=\"20260101Z\" {key}")), false, false),
        ("a key that begins", with(&format!("ada {space},valid-after=\"20270101Z\" {key}")), false, false),
        ("another reviewer", with(&format!("bo {space} {key}")), false, false),
        ("left out", with(""), false, false),
        ("cut short", with(&line[..line.len() - 20]), false, false),
        ("nothing", String::new(), false, false),
    ] {
        forge.put("trust/allowed_signers", list);
        assert_eq!(forge.stock(0, case), stock, "ssh-keygen: {name}");
        assert_eq!(trust(&project(forge.files()), &mut Diagnostics::new()).is_some(), ours, "we: {name}");
    }
}

fn project(files: &BTreeMap<String, Vec<u8>>) -> Project {
    let files = files.iter().map(|(path, bytes)| {
        let path = SourcePath::parse(path).unwrap();
        (path.clone(), File::new(&path, bytes.clone()))
    });
    Project::new(files.collect(), Diagnostics::new(), day(AS_OF))
}

fn trust(project: &Project, found: &mut Diagnostics) -> Option<Trust> {
    Trust::read(project, &SiteId::parse(SITE).unwrap(), &[Lang::parse("en").unwrap()], found)
}

fn judged(files: &BTreeMap<String, Vec<u8>>) -> Judged {
    let project = project(files);
    let mut found = Diagnostics::new();
    let trust = trust(&project, &mut found).unwrap_or_else(|| panic!("{found:?}"));
    let (site, languages) = (SiteId::parse(SITE).unwrap(), [Lang::parse("en").unwrap()]);
    let inquiry =
        Inquiry { project: &project, trust: &trust, site: &site, languages: &languages, region: None };
    judge(&inquiry, &mut found)
}

/// Why the gate does not count the note at this path, in words; `None` where it does.
fn refused(judged: &Judged, path: &str) -> Option<String> {
    let standings = judged.standings.iter().filter(|standing| matches!(standing.folder, Folder::Article(..)));
    let mut notes = standings.flat_map(|standing| &standing.versions).flat_map(|version| &version.notes);
    let note = notes.find(|note| note.path.as_str().trim_end_matches(".sig") == path).unwrap();
    let faults = note.faults.iter().map(|fault| fault.message.as_str());
    let reasons: Vec<_> = faults.chain(note.held.iter().map(String::as_str)).collect();
    (!note.counts).then(|| reasons.join("; "))
}

#[test]
fn the_command_that_is_printed_shows_the_fingerprint_of_every_reviewer() {
    let story = Story::with_people();
    let said = story.told(0, &["key", "signers"]);
    let command = said.split('`').nth(1).unwrap();
    let shown = Command::new("sh").args(["-c", command]).current_dir(story.root()).output().unwrap();
    let shown = String::from_utf8(shown.stdout).unwrap();
    for reviewer in ["dr-ada", "ed-eve"] {
        let public = std::fs::read_to_string(story.path(&format!("{reviewer}.pub"))).unwrap();
        let fingerprint = ssh_key::PublicKey::from_openssh(&public).unwrap().fingerprint(HashAlg::Sha256);
        assert!(shown.contains(&format!("{fingerprint} {reviewer} ")), "{shown}");
    }
}
