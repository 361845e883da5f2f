//! Whatever we sign, the stock tools accept: every sort of text, every scope, both kinds of keys, and withdrawals.

use std::fs;
use std::path::Path;
use std::process::Command;

use ssh_key::rand_core::OsRng;
use ssh_key::{Algorithm, EcdsaCurve, PrivateKey};
use vetted::base::name::ReviewerId;
use vetted::signing::{Approving, Hand, Withdrawing};
use vetted::trust::words::{Reach, Role, Scope};

use crate::base::{Base, SERVICES, SITE, article};
use crate::signing::library::{Read, approving, lay, publish, with_text, withdrawing};

const LEXICON: &str = "[[terms]]\nterm = \"sore\"\nkind = \"plain\"\nmeans = [\"rest.what\"]\n";
const BOTH: [(&str, Role); 2] = [("dr-ada", Role::Medical), ("ed-eve", Role::Editor)];

fn sign(base: &mut Base, who: (&str, Role), asked: &[Approving]) {
    let signed = Read::new(base).approve(who, asked);
    lay(base, signed.unwrap_or_else(|refusal| panic!("{refusal}: {:?}", refusal.found)));
}

/// A base in which everything was signed that can be.
fn signed() -> Base {
    let mut base = with_text();
    base.put("content/services/here.toml", SERVICES);
    base.put("content/lexicon/en.toml", LEXICON);
    publish(&mut base, "en/rest");
    sign(&mut base, ("ed-eve", Role::Service), &["services/here", "facts/here"].map(approving));
    sign(&mut base, ("ed-eve", Role::Editor), &[approving("lexicon/en")]);
    for (scope, word) in [(Scope::Changes, "beta"), (Scope::Correction, "gamma")] {
        base.put("content/en/veins/rest.md", &article("rest", word));
        for who in BOTH {
            sign(&mut base, who, &[Approving { scope, ..approving("en/rest") }]);
        }
    }
    sign_by_p256(&mut base);
    let here = Withdrawing { reach: Reach::ThisLanguage, ..withdrawing("en/rest") };
    for asked in [here, withdrawing("en/rest")] {
        let signed = Read::new(&base).withdraw("dr-bob", &asked).unwrap();
        lay(&mut base, signed);
    }
    for who in BOTH {
        sign(&mut base, who, &[Approving { lift: true, ..approving("en/rest") }]);
    }
    base
}

/// A doctor whose key is ECDSA joins, and signs the next version.
fn sign_by_p256(base: &mut Base) {
    let key = PrivateKey::random(&mut OsRng, Algorithm::Ecdsa { curve: EcdsaCurve::NistP256 }).unwrap();
    let public = key.public_key().to_openssh().unwrap();
    let reviewers = String::from_utf8(base.files["trust/reviewers.toml"].clone()).unwrap();
    let entry = "[dr-pia]\npublic = \"p\"\nroles = [\"medical\"]\ntopics = [\"*\"]\nlanguages = [\"*\"]";
    base.put("trust/reviewers.toml", &format!("{reviewers}{entry}\nkeys = [\"{public}\"]\n"));
    base.signers();
    base.put("content/en/veins/rest.md", &article("rest", "delta"));
    let read = Read::new(base);
    let hand = Hand::new(&ReviewerId::parse("dr-pia").unwrap(), None, key, &read.ground).unwrap();
    let signed = read.approve_by(&hand, &[approving("en/rest")]).unwrap();
    lay(base, signed);
}

#[test]
fn what_we_sign_is_accepted_by_the_stock_tools() {
    let base = signed();
    let folder = tempfile::tempdir().unwrap();
    for (path, bytes) in &base.files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    let notes: Vec<_> = base.files.keys().filter(|path| path.ends_with(".note")).collect();
    // The facts of the beginning, five versions by two but for one, two tables, a lexicon, two withdrawals.
    assert!(notes.len() >= 14, "{notes:?}");
    for path in notes {
        let note = String::from_utf8(base.files[path].clone()).unwrap();
        let says = |header: &str| {
            let start = format!("# {header}: ");
            note.lines().find_map(|line| line.strip_prefix(&start)).unwrap().to_owned()
        };
        let verify = format!(
            "ssh-keygen -Y verify -f trust/allowed_signers -r trust/revoked -I {} -n {}.{SITE} \
             -Overify-time={}Z -s {path}.sig < {path}",
            says("reviewer"),
            says("role"),
            says("reviewed").replace('-', ""),
        );
        run(folder.path(), &verify);
        if says("decision") == "approve" {
            let (place, name) = path.rsplit_once('/').unwrap();
            run(&folder.path().join(place), &format!("sha256sum -c --strict {name}"));
        }
    }
}

fn run(folder: &Path, command: &str) {
    let done = Command::new("sh").args(["-c", command]).current_dir(folder).output().unwrap();
    assert!(done.status.success(), "{command}: {}", String::from_utf8_lossy(&done.stderr));
}
