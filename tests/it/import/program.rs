//! `vetted import` on disk, with bundles of what `vetted approve` has signed in copies of a knowledge base.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::process::Stdio;

use vetted::base::name::SiteId;
use vetted::bundle::{Kind, Parcel};

use crate::base::{day, path};
use crate::repository::program;
use crate::story::{Story, TEXT};

/// Copies a knowledge base with the keys of its people: the machine of somebody else.
fn copy(story: &Story) -> Story {
    let far = Story::begin();
    for entry in walkdir::WalkDir::new(story.path("")).min_depth(1) {
        let entry = entry.unwrap();
        let place = far.path(entry.path().strip_prefix(story.path("")).unwrap().to_str().unwrap());
        if entry.file_type().is_dir() {
            fs::create_dir(place).unwrap();
        } else {
            fs::copy(entry.path(), place).unwrap();
        }
    }
    far
}

/// What was written far away, as a bundle in a file.
fn sent(home: &Story, far: &Story, name: &str) -> String {
    let mut files = BTreeMap::new();
    for entry in walkdir::WalkDir::new(far.root().join("record")) {
        let entry = entry.unwrap();
        let name = entry.path().strip_prefix(far.root()).unwrap().to_str().unwrap().to_owned();
        if entry.file_type().is_file() && !home.root().join(&name).exists() {
            files.insert(path(&name), fs::read(entry.path()).unwrap());
        }
    }
    let site = SiteId::parse("my-site.example").unwrap();
    let parcel = Parcel { kind: Kind::Bundle, site, made: day(home.day), by: None, files };
    let file = home.path(name);
    fs::write(&file, parcel.write()).unwrap();
    file.to_str().unwrap().to_owned()
}

#[test]
fn the_program_places_what_two_people_have_signed_far_away() {
    let mut home = Story::with_people();
    home.write("content/en/veins/rest.md", &TEXT.replace("{contacts.ambulance}", "an ambulance"));
    let (ada, eve) = (copy(&home), copy(&home));
    ada.approve(0, ("dr-ada", "medical"), "en/rest", &[]);
    eve.approve(0, ("ed-eve", "editor"), "en/rest", &[]);
    let (ada, eve) = (sent(&home, &ada, "ada.txt"), sent(&home, &eve, "eve.txt"));
    let half = home.path("half.txt");
    let text = fs::read_to_string(&eve).unwrap();
    fs::write(&half, &text[..text.len() / 2]).unwrap();
    let said = home.told(2, &["import", &ada, half.to_str().unwrap()]);
    assert!(said.contains("half.txt: this file is cut off: its end is missing"), "{said}");
    assert!(!home.root().join("record/en/rest").exists(), "all of it, or nothing");
    let said = home.told(0, &["import", &ada, &eve]);
    assert!(said.contains("it is live with the next `vetted build`"), "{said}");
    home.told(0, &["build", "--strict", "--out", home.path("site").to_str().unwrap()]);
    assert!(home.path("site/en/rest.html").exists());
    home.lang = "ru";
    let said = home.told(0, &["import", &ada]);
    assert!(said.contains("уже лежит здесь"), "{said}");
}

#[test]
fn the_program_places_a_withdrawal_though_the_rest_is_refused() {
    let home = Story::with_people();
    let text = TEXT.replace("{contacts.ambulance}", "an ambulance");
    home.write("content/en/veins/rest.md", &text);
    home.publish("en/rest");
    let other = text.replace("id = \"rest\"", "id = \"other\"");
    home.write("content/en/veins/other.md", &other);
    let far = copy(&home);
    far.withdraw(0, "dr-ada", "en/rest", &[]);
    far.approve(0, ("dr-ada", "medical"), "en/other", &[]);
    let file = sent(&home, &far, "ada.txt");
    home.write("record/en/other/1/article.md", &other.replace("sore", "hot"));
    let said = home.told(1, &["import", &file]);
    assert!(said.contains("dr-ada withdrew record/en/rest: the next `vetted build` takes it off"), "{said}");
    assert!(said.contains("nothing else was placed: version 1 of en/other was frozen meanwhile"), "{said}");
    assert!(home.root().join("record/en/rest/withdrawn.1.dr-ada.note.sig").exists());
    assert!(!home.root().join("record/en/other/1/medical.dr-ada.note").exists());
}

#[test]
fn a_bundle_may_come_through_a_pipe() {
    let home = Story::with_people();
    home.write("content/en/veins/rest.md", &TEXT.replace("{contacts.ambulance}", "an ambulance"));
    let far = copy(&home);
    far.approve(0, ("dr-ada", "medical"), "en/rest", &[]);
    let text = fs::read_to_string(sent(&home, &far, "ada.txt")).unwrap();
    let mut child = program()
        .args(["--as-of", home.day, "-C"])
        .arg(home.root())
        .args(["import", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(text.replace('\n', "\r\n").as_bytes()).unwrap();
    let done = child.wait_with_output().unwrap();
    let said = String::from_utf8(done.stdout).unwrap();
    assert!(done.status.success() && said.contains("still to sign: 1 editor"), "{said}");
}
