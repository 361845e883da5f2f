//! `vetted verify --privacy`: our own sites pass, and a folder of anybody's is looked through to its end.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::process::Output;

use vetted::base::path::SourcePath;
use vetted::diagnostic::Diagnostics;
use vetted::privacy::{self, Sort};

use crate::repository::program;
use crate::{contract, links};

/// Looks into every file of a site; gives how many pages it has, and what was found.
fn looked(site: &BTreeMap<String, Vec<u8>>) -> (usize, Vec<String>) {
    let (mut pages, mut found) = (0, Diagnostics::new());
    for (path, bytes) in site {
        let sort = privacy::check(&SourcePath::parse(path).unwrap(), bytes, &mut found);
        pages += usize::from(sort == Sort::Page);
    }
    (pages, found.into_sorted().iter().map(|one| format!("{one:?}")).collect())
}

#[test]
fn our_own_sites_keep_to_the_contract() {
    let made_up = contract::site();
    for site in [links::starter().0, &made_up] {
        let (pages, found) = looked(site);
        assert!(pages > 40, "{pages}");
        assert!(found.is_empty(), "{found:#?}");
    }
}

fn verify(folder: &std::path::Path, more: &[&str]) -> (Output, String) {
    let done = program().args(["verify", "--privacy"]).arg(folder).args(more).output().unwrap();
    let said = String::from_utf8_lossy(&done.stderr).into_owned() + &String::from_utf8_lossy(&done.stdout);
    (done, said)
}

#[test]
fn a_folder_of_any_generator_is_looked_through_in_one_run() {
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    };
    put("index.html", b"<!doctype html>\n<html>\n<script src=\"https://cdn.example/a.js\"></script>\n");
    put("blog/Post 1/index.html", b"<p\n onclick=a()>");
    put("theme/a.css", b"@import 'b.css';");
    put("theme/a.js", b"localStorage.a = 1;");
    put("picture.png", &[0xFF; 100]);
    put("large.html", &vec![b'a'; privacy::LARGEST + 1]);
    put(&format!("{}deep.html", "a/".repeat(300)), b"<iframe>");
    put("locked.html", b"");
    fs::set_permissions(folder.path().join("locked.html"), fs::Permissions::from_mode(0o000)).unwrap();
    symlink("/etc", folder.path().join("link.html")).unwrap();
    let (done, said) = verify(folder.path(), &[]);
    assert_eq!(done.status.code(), Some(1), "{said}");
    for expected in [
        "error[privacy-request]: the script `https://cdn.example/a.js` does not stand in the page\n --> index.html:3:1",
        "error[privacy-policy]: `onclick` runs a script that no hash covers\n --> blog/Post 1/index.html:1:1",
        "error[privacy-request]: the style asks for another one by `@import`\n --> theme/a.css:1:1",
        "error[privacy-trace]: the script names `localStorage`, by which scripts keep something\n --> theme/a.js:1:1",
        "error[file-too-large]: `large.html` has",
        "error[file-kind]: `link.html` is a symbolic link",
        "`<iframe>` loads more than the page and its own pictures",
    ] {
        assert!(said.contains(expected), "{expected}\n{said}");
    }
    let (_, russian) = verify(folder.path(), &["--lang", "ru"]);
    assert!(russian.contains("скрипт `https://cdn.example/a.js` стоит не в самой странице"), "{russian}");
    let (_, json) = verify(folder.path(), &["--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["result"]["of"], 8, "{json}");
    assert!(json["diagnostics"].as_array().unwrap().iter().any(|one| one["labels"][0]["column"] == 1));
}

#[test]
fn a_folder_that_is_no_site_is_wrong_use() {
    let folder = tempfile::tempdir().unwrap();
    let (done, said) = verify(folder.path(), &[]);
    assert!(done.status.code() == Some(2) && said.contains("there is no page in"), "{said}");
    let (done, said) = verify(&folder.path().join("gone"), &[]);
    assert!(done.status.code() == Some(2) && said.contains("there is no folder"), "{said}");
}
