use std::os::unix::fs::{PermissionsExt as _, symlink};

use super::*;

fn path(text: &str) -> SourcePath {
    SourcePath::parse(text).unwrap()
}

/// The names in a folder, hidden ones as well.
fn names(folder: &Path) -> Vec<String> {
    let names = fs::read_dir(folder).unwrap();
    let mut names: Vec<_> = names.map(|name| name.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn version() -> Vec<(SourcePath, Vec<u8>)> {
    let folder = "record/en/a/1";
    ["article.md", "medical.dr-ada.note", "medical.dr-ada.note.sig"]
        .map(|name| (path(&format!("{folder}/{name}")), name.as_bytes().to_vec()))
        .to_vec()
}

#[test]
fn new_files_come_with_their_folders_and_no_drafts_stay() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("new");
    write_new_files(&root, &version()).unwrap();
    let names = names(&root.join("record/en/a/1"));
    assert_eq!(names, ["article.md", "medical.dr-ada.note", "medical.dr-ada.note.sig"]);
    assert_eq!(fs::read(root.join("record/en/a/1/article.md")).unwrap(), b"article.md");
}

#[test]
fn an_existing_file_is_left_alone_and_nothing_else_is_made() {
    let root = tempfile::tempdir().unwrap();
    let taken = root.path().join("record/en/a/1/medical.dr-ada.note.sig");
    fs::create_dir_all(taken.parent().unwrap()).unwrap();
    fs::write(&taken, "first").unwrap();
    let mut files = version();
    files.insert(0, (path("record/en/b/1/article.md"), b"b".to_vec()));
    let fault = write_new_files(root.path(), &files).unwrap_err();
    assert!(matches!(&fault, WriteFault::Taken(path) if *path == taken), "{fault}");
    assert_eq!(fs::read(&taken).unwrap(), b"first");
    assert_eq!(names(&root.path().join("record/en/a/1")), ["medical.dr-ada.note.sig"]);
    assert_eq!(names(&root.path().join("record/en")), ["a"]);
}

#[test]
fn a_failure_in_the_middle_takes_away_what_was_made() {
    let root = tempfile::tempdir().unwrap();
    // The same name twice is seen only when the second one is to get it.
    let files = [version(), version()].concat();
    assert!(matches!(write_new_files(root.path(), &files), Err(WriteFault::Taken(_))));
    assert_eq!(names(root.path()), Vec::<String>::new());
}

#[test]
fn folders_that_are_links_or_files_are_told() {
    let root = tempfile::tempdir().unwrap();
    let outside = tempfile::tempdir().unwrap();
    symlink(outside.path(), root.path().join("record")).unwrap();
    assert!(matches!(write_new_files(root.path(), &version()), Err(WriteFault::Link(_))));
    assert_eq!(names(outside.path()), Vec::<String>::new());
    fs::remove_file(root.path().join("record")).unwrap();
    fs::write(root.path().join("record"), "mine").unwrap();
    assert!(matches!(write_new_files(root.path(), &version()), Err(WriteFault::NotAFolder(_))));
    assert_eq!(fs::read(root.path().join("record")).unwrap(), b"mine");
    let fault = write_new_files(&root.path().join("record"), &version()).unwrap_err();
    assert!(matches!(fault, WriteFault::NotAFolder(_)), "{fault}");
    let fault = write_new_files(&root.path().join("no/such"), &version()).unwrap_err();
    assert!(matches!(fault, WriteFault::System { .. }), "{fault}");
}

#[test]
fn a_draft_that_a_killed_run_left_is_in_nobodys_way() {
    let root = tempfile::tempdir().unwrap();
    let draft = root.path().join(format!(".a.toml.{}-0", std::process::id()));
    fs::write(&draft, "half").unwrap();
    write_new_files(root.path(), &[(path("a.toml"), b"whole".to_vec())]).unwrap();
    assert_eq!(fs::read(root.path().join("a.toml")).unwrap(), b"whole");
    assert_eq!(fs::read(&draft).unwrap(), b"half");
}

#[test]
fn a_name_is_given_without_replacing_also_by_a_link() {
    for give in [rename_to_free, link_and_unlink] {
        let folder = tempfile::tempdir().unwrap();
        let [from, to] = ["from", "to"].map(|name| folder.path().join(name));
        fs::write(&from, "new").unwrap();
        give(&from, &to).unwrap();
        assert_eq!(names(folder.path()), ["to"]);
        fs::write(&from, "newer").unwrap();
        assert_eq!(give(&from, &to).unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read(&to).unwrap(), b"new");
    }
}

#[test]
fn a_private_file_is_private_and_new() {
    let folder = tempfile::tempdir().unwrap();
    let key = folder.path().join("key");
    write_private_file(&key, b"secret").unwrap();
    assert_eq!(fs::metadata(&key).unwrap().permissions().mode() & 0o777, 0o600);
    assert!(matches!(write_private_file(&key, b"other"), Err(WriteFault::Taken(_))));
    assert_eq!(fs::read(&key).unwrap(), b"secret");
    let dangling = folder.path().join("link");
    symlink("elsewhere", &dangling).unwrap();
    assert!(matches!(write_private_file(&dangling, b"x"), Err(WriteFault::Taken(_))));
    assert_eq!(names(folder.path()), ["key", "link"]);
}

#[test]
fn a_file_is_replaced_in_one_step_and_keeps_its_permissions() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("allowed_signers");
    replace_file(&path, b"one").unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    // Whoever shares the old bytes keeps them.
    fs::hard_link(&path, folder.path().join("kept")).unwrap();
    replace_file(&path, b"two").unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"two");
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
    assert_eq!(fs::read(folder.path().join("kept")).unwrap(), b"one");
    assert_eq!(names(folder.path()), ["allowed_signers", "kept"]);
    symlink(&path, folder.path().join("link")).unwrap();
    assert!(matches!(replace_file(&folder.path().join("link"), b"x"), Err(WriteFault::Link(_))));
    fs::create_dir(folder.path().join("folder")).unwrap();
    assert!(replace_file(&folder.path().join("folder"), b"x").is_err());
    assert_eq!(names(folder.path()), ["allowed_signers", "folder", "kept", "link"]);
}

#[test]
fn a_small_file_is_read_and_a_large_one_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("passphrase");
    fs::write(&path, "12345").unwrap();
    assert_eq!(read_small(&path, 5).unwrap(), b"12345");
    assert!(matches!(read_small(&path, 4), Err(ReadFault::TooLarge { most: 4, .. })));
    assert!(matches!(read_small(Path::new("/dev/zero"), 4), Err(ReadFault::TooLarge { .. })));
    assert!(matches!(read_small(&folder.path().join("gone"), 4), Err(ReadFault::System { .. })));
}
