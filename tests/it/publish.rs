//! Publishing on real file systems: what is refused, what is replaced, and that nothing is ever half done.
#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test of files touches files, starts itself again to be killed, and says aloud what it skips"
)]

mod disks;
mod killed;

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{MetadataExt as _, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;
use vetted::base::digest::Digest;
use vetted::base::path::OutPath;
use vetted::disk::{Blame, Change, Exchange, PublishFault, Published, Staging};
use vetted::site::{Content, Shelf as _, Site};

/// A folder with a knowledge base `kb` and room for sites beside it.
struct World {
    folder: TempDir,
}

impl World {
    fn new() -> Self {
        Self::within(&std::env::temp_dir())
    }

    fn within(parent: &Path) -> Self {
        let folder = tempfile::tempdir_in(parent).unwrap();
        fs::create_dir_all(folder.path().join("kb/record/en")).unwrap();
        Self { folder }
    }

    fn kb(&self) -> PathBuf {
        self.folder.path().join("kb")
    }

    fn target(&self) -> PathBuf {
        self.folder.path().join("site")
    }

    fn begin(&self) -> Result<Staging, PublishFault> {
        Staging::begin(&self.kb(), &self.target())
    }

    fn publish(&self, files: &Files) -> Result<Published, PublishFault> {
        publish(self.begin()?, files)
    }

    /// What stands beside the knowledge base.
    fn beside(&self) -> Vec<String> {
        let names = fs::read_dir(self.folder.path()).unwrap();
        let mut names: Vec<_> = names.map(|name| name.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names.retain(|name| name != "kb");
        names
    }
}

type Files = BTreeMap<String, Vec<u8>>;

fn files(entries: &[(&str, &str)]) -> Files {
    entries.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect()
}

fn publish(staging: Staging, files: &Files) -> Result<Published, PublishFault> {
    let mut site = Site::new();
    for (path, bytes) in files {
        let path = OutPath::parse(path).unwrap();
        let content = staging.keep(&path, bytes.clone());
        site.insert(path, content).unwrap();
    }
    staging.publish(&site)
}

/// Every file below `folder` but the marker.
fn read_tree(folder: &Path) -> Files {
    let mut found = Files::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let entry = entry.unwrap();
            if entry.file_type().unwrap().is_dir() {
                folders.push(entry.path());
            } else {
                let path = entry.path().strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
                found.insert(path, fs::read(entry.path()).unwrap());
            }
        }
    }
    found.remove(".vetted").expect("a published site has its marker");
    found
}

fn is_confirmed_by_sha256sum(site: &Path) -> bool {
    let mut check = Command::new("sha256sum");
    check.args(["-c", "--strict", "--status", ".vetted"]).current_dir(site).status().unwrap().success()
}

fn old_site() -> Files {
    files(&[("index.html", "home, old"), ("en/a.html", "the same"), ("en/gone.html", "withdrawn")])
}

fn new_site() -> Files {
    files(&[("index.html", "home, new"), ("en/a.html", "the same"), ("ru/b.html", "и это")])
}

#[test]
fn the_first_site_appears_and_nothing_else() {
    let world = World::new();
    let published = world.publish(&old_site()).unwrap();
    assert_eq!(published, Published { change: Change::First, written: 3, reused: 0 });
    assert_eq!(read_tree(&world.target()), old_site());
    assert_eq!(world.beside(), ["site"]);
}

#[test]
fn an_empty_folder_may_be_taken() {
    let world = World::new();
    fs::create_dir(world.target()).unwrap();
    assert_eq!(world.publish(&old_site()).unwrap().change, Change::First);
    assert_eq!(read_tree(&world.target()), old_site());
    assert_eq!(world.beside(), ["site"]);
}

#[test]
fn a_new_site_takes_the_place_of_the_old_one_and_what_is_gone_is_gone() {
    for exchange in [Exchange::OneStep, Exchange::TwoRenames] {
        let world = World::new();
        world.publish(&old_site()).unwrap();
        let published = publish(world.begin().unwrap().exchanging(exchange), &new_site()).unwrap();
        assert_eq!(published, Published { change: Change::Replaced, written: 2, reused: 1 });
        assert_eq!(read_tree(&world.target()), new_site());
        assert_eq!(world.beside(), ["site"]);
    }
}

#[test]
fn the_marker_is_what_sha256sum_reads() {
    let world = World::new();
    world.publish(&new_site()).unwrap();
    assert!(is_confirmed_by_sha256sum(&world.target()));
    let marker = fs::read_to_string(world.target().join(".vetted")).unwrap();
    let paths: Vec<_> = marker.lines().skip(1).map(|line| &line[66..]).collect();
    assert_eq!(paths, ["en/a.html", "index.html", "ru/b.html"]);
}

#[test]
fn the_same_site_is_left_alone() {
    let world = World::new();
    world.publish(&old_site()).unwrap();
    let before = fs::metadata(world.target()).unwrap().ino();
    let again = world.publish(&old_site()).unwrap();
    assert_eq!(again, Published { change: Change::Nothing, written: 0, reused: 3 });
    assert_eq!(fs::metadata(world.target()).unwrap().ino(), before);
    assert_eq!(world.beside(), ["site"]);
}

#[test]
fn what_somebody_did_to_the_site_by_hand_does_not_stay() {
    type ByHand = fn(&Path);
    let by_hand: [(&str, ByHand); 7] = [
        ("a file is changed, its length and its time are not", |site| {
            change_unseen(&site.join("en/a.html"), "the SAME");
        }),
        ("the marker is changed as well", |site| {
            change_unseen(&site.join("en/a.html"), "the SAME");
            let digests = ["the same", "the SAME"].map(|text| Digest::of(text.as_bytes()).to_string());
            let marker = fs::read_to_string(site.join(".vetted")).unwrap();
            change_unseen(&site.join(".vetted"), &marker.replace(&digests[0], &digests[1]));
        }),
        ("a file is changed, its length is not", |site| {
            fs::write(site.join("en/a.html"), "the SAME").unwrap();
        }),
        ("a file is removed", |site| fs::remove_file(site.join("en/a.html")).unwrap()),
        ("a file is added", |site| fs::write(site.join("en/x.html"), "mine").unwrap()),
        ("a file is a link", |site| {
            fs::rename(site.join("en/a.html"), site.join("en/aa")).unwrap();
            symlink("aa", site.join("en/a.html")).unwrap();
        }),
        ("the marker is longer", |site| {
            let marker = fs::read_to_string(site.join(".vetted")).unwrap();
            fs::write(site.join(".vetted"), marker + "nonsense\n").unwrap();
        }),
    ];
    for (what, change) in by_hand {
        let world = World::new();
        world.publish(&old_site()).unwrap();
        change(&world.target());
        assert_eq!(world.publish(&old_site()).unwrap().change, Change::Replaced, "{what}");
        assert_eq!(read_tree(&world.target()), old_site(), "{what}");
    }
}

/// Writes other bytes into a file, as one who wants nobody to see it.
fn change_unseen(path: &Path, text: &str) {
    let (length, time) = fs::metadata(path).map(|file| (file.len(), file.modified().unwrap())).unwrap();
    assert_eq!(length, text.len() as u64);
    fs::write(path, text).unwrap();
    fs::File::options().append(true).open(path).unwrap().set_modified(time).unwrap();
}

#[test]
fn a_file_that_was_changed_by_hand_is_not_taken_over() {
    let world = World::new();
    world.publish(&old_site()).unwrap();
    change_unseen(&world.target().join("en/a.html"), "the SAME");
    let published = world.publish(&new_site()).unwrap();
    assert_eq!(published, Published { change: Change::Replaced, written: 3, reused: 0 });
    assert_eq!(read_tree(&world.target()), new_site());
    assert!(is_confirmed_by_sha256sum(&world.target()));
}

#[test]
fn a_file_that_did_not_change_is_shared_and_never_written_into() {
    let world = World::new();
    world.publish(&old_site()).unwrap();
    let page = world.target().join("en/a.html");
    let first = fs::metadata(&page).unwrap().ino();
    // A reader who has the old site open goes on reading the old bytes.
    let kept = world.folder.path().join("kept");
    fs::hard_link(&page, &kept).unwrap();
    world.publish(&new_site()).unwrap();
    assert_eq!(fs::metadata(&page).unwrap().ino(), first);
    let mut third = new_site();
    third.insert("en/a.html".to_owned(), b"no longer the same".to_vec());
    world.publish(&third).unwrap();
    assert_eq!(read_tree(&world.target()), third);
    assert_eq!(fs::read(&kept).unwrap(), b"the same");
}

#[test]
fn a_site_held_in_memory_is_written_as_well() {
    let world = World::new();
    let mut site = Site::new();
    site.insert(OutPath::parse("en/a.html").unwrap(), Content::Bytes(b"a".to_vec())).unwrap();
    world.begin().unwrap().publish(&site).unwrap();
    assert_eq!(read_tree(&world.target()), files(&[("en/a.html", "a")]));
}

#[test]
fn a_site_that_is_not_what_was_staged_is_our_fault_and_changes_nothing() {
    let world = World::new();
    world.publish(&old_site()).unwrap();
    let path = OutPath::parse("en/a.html").unwrap();
    let staged_more = |staging: Staging| {
        staging.keep(&path, b"a".to_vec());
        staging.publish(&Site::new())
    };
    let staged_less = |staging: Staging| {
        let mut site = Site::new();
        let content = Content::Written(Content::Bytes(b"a".to_vec()).digest());
        site.insert(path.clone(), content).unwrap();
        staging.publish(&site)
    };
    let staged_twice = |staging: Staging, text: &[u8]| {
        staging.keep(&path, text.to_vec());
        staging.keep(&path, text.to_vec());
        staging.publish(&Site::new())
    };
    let faults = [
        staged_more(world.begin().unwrap()).unwrap_err(),
        staged_less(world.begin().unwrap()).unwrap_err(),
        staged_twice(world.begin().unwrap(), b"a").unwrap_err(),
        staged_twice(world.begin().unwrap(), b"the same").unwrap_err(),
    ];
    for fault in &faults {
        assert_eq!(fault.blame(), Blame::Ours, "{fault}");
    }
    let is_twice = |fault: &PublishFault| matches!(fault, PublishFault::Twice(twice) if *twice == path);
    assert!(faults[2..].iter().all(is_twice));
    assert_eq!(read_tree(&world.target()), old_site());
    assert_eq!(world.beside(), ["site"]);
}

#[test]
fn a_staging_that_is_given_up_leaves_nothing() {
    let world = World::new();
    let staging = world.begin().unwrap();
    staging.keep(&OutPath::parse("en/a.html").unwrap(), b"a".to_vec());
    drop(staging);
    assert_eq!(world.beside(), Vec::<String>::new());
}

#[test]
fn a_folder_that_is_not_ours_is_refused_and_not_touched() {
    for foreign in ["holiday.jpg", ".vetted"] {
        let world = World::new();
        fs::create_dir(world.target()).unwrap();
        fs::write(world.target().join(foreign), "mine").unwrap();
        let fault = world.publish(&old_site()).unwrap_err();
        assert!(matches!(fault, PublishFault::NotOurs(_)), "{fault}");
        assert_eq!(fault.blame(), Blame::User);
        assert_eq!(fs::read(world.target().join(foreign)).unwrap(), b"mine");
        assert_eq!(world.beside(), ["site"]);
    }
}

#[test]
fn what_is_put_into_the_target_during_a_build_is_not_removed() {
    let world = World::new();
    let staging = world.begin().unwrap();
    fs::create_dir(world.target()).unwrap();
    fs::write(world.target().join("mine"), "mine").unwrap();
    let fault = publish(staging, &old_site()).unwrap_err();
    assert!(matches!(fault, PublishFault::NotOurs(_)), "{fault}");
    assert_eq!(fs::read(world.target().join("mine")).unwrap(), b"mine");
    assert_eq!(world.beside(), ["site"]);
}

#[test]
fn a_link_or_a_file_in_place_of_the_target_is_refused() {
    let world = World::new();
    let elsewhere = world.folder.path().join("elsewhere");
    fs::create_dir(&elsewhere).unwrap();
    symlink(&elsewhere, world.target()).unwrap();
    assert!(matches!(world.publish(&old_site()), Err(PublishFault::Link(_))));
    assert_eq!(fs::read_dir(&elsewhere).unwrap().count(), 0);
    fs::remove_file(world.target()).unwrap();
    fs::write(world.target(), "mine").unwrap();
    assert!(matches!(world.publish(&old_site()), Err(PublishFault::NotAFolder(_))));
    assert_eq!(fs::read(world.target()).unwrap(), b"mine");
    assert_eq!(world.beside(), ["elsewhere", "site"]);
}

#[test]
fn a_target_over_or_among_the_sources_is_refused() {
    let world = World::new();
    let begin = |target: &str| Staging::begin(&world.kb(), &world.kb().join(target)).err();
    for holds in ["../kb", "record/../../kb"] {
        assert!(matches!(begin(holds), Some(PublishFault::HoldsSources(_))), "{holds}");
    }
    let around = Staging::begin(&world.kb(), world.folder.path()).err();
    assert!(matches!(around, Some(PublishFault::HoldsSources(_))));
    for among in ["content", "record", "record/en", "record/en/site", "themes", "trust"] {
        assert!(matches!(begin(among), Some(PublishFault::AmongSources { .. })), "{among}");
    }
    for nameless in ["..", "record/.."] {
        assert!(matches!(begin(nameless), Some(PublishFault::NoName(_))), "{nameless}");
    }
    assert!(matches!(begin("no/such"), Some(PublishFault::NoParent { .. })));
    fs::write(world.kb().join("file"), "").unwrap();
    assert!(begin("file/site").is_some());
    assert!(begin("public").is_none());
    assert!(begin("recording").is_none(), "only a folder of that very name is a source");
    assert_eq!(fs::read_dir(world.kb()).unwrap().count(), 2);
}

#[test]
fn a_second_build_into_one_target_is_told_so() {
    let world = World::new();
    let first = world.begin().unwrap();
    let second = world.begin().err().unwrap();
    assert!(matches!(second, PublishFault::Busy(_)), "{second}");
    assert_eq!(second.blame(), Blame::User);
    publish(first, &old_site()).unwrap();
    assert_eq!(read_tree(&world.target()), old_site());
    world.publish(&new_site()).unwrap();
    assert_eq!(world.beside(), ["site"]);
}

#[test]
fn many_builds_at_once_leave_one_whole_site() {
    let world = World::new();
    let build = |turn: usize| world.publish(&if turn.is_multiple_of(2) { old_site() } else { new_site() });
    let builder = |first: usize| (first..first + 101).map(build).collect::<Vec<_>>();
    let outcomes: Vec<_> = std::thread::scope(|scope| {
        let builders: Vec<_> = (0..8).map(|first| scope.spawn(move || builder(first))).collect();
        builders.into_iter().flat_map(|builder| builder.join().unwrap()).collect()
    });
    assert!(outcomes.iter().any(Result::is_ok));
    for fault in outcomes.into_iter().filter_map(Result::err) {
        assert!(matches!(fault, PublishFault::Busy(_)), "{fault}");
    }
    assert!([old_site(), new_site()].contains(&read_tree(&world.target())));
    assert_eq!(world.beside(), ["site"]);
}

#[test]
fn an_old_site_that_was_put_aside_comes_back() {
    let world = World::new();
    world.publish(&old_site()).unwrap();
    // As a run leaves it that is killed between two renames.
    fs::rename(world.target(), world.folder.path().join(".site.vetted-old")).unwrap();
    fs::create_dir(world.folder.path().join(".site.vetted-new")).unwrap();
    fs::write(world.folder.path().join(".site.vetted-lock"), "").unwrap();
    drop(world.begin().unwrap());
    assert_eq!(read_tree(&world.target()), old_site());
    assert_eq!(world.beside(), ["site"]);
}
