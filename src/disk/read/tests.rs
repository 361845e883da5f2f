use std::io::Write as _;
use std::os::unix::fs::{PermissionsExt as _, symlink};

use tempfile::TempDir;

use super::*;

/// A knowledge base of these files, besides its settings.
fn kb(files: &[(&str, &[u8])]) -> TempDir {
    let root = tempfile::tempdir().unwrap();
    for (path, bytes) in [(SETTINGS, b"".as_slice())].iter().chain(files) {
        let path = root.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    root
}

fn today() -> Day {
    Day::new(2026, 11, 20).unwrap()
}

fn read_all(root: &TempDir) -> Project {
    read(root.path(), Scope::Everything, today()).unwrap()
}

fn faults(project: &Project) -> Vec<(Code, String)> {
    let faults = project.faults().clone().into_sorted();
    faults.into_iter().map(|fault| (fault.code, fault.message)).collect()
}

/// The one fault of a knowledge base in which only one file is wrong.
fn fault(root: &TempDir) -> (Code, String) {
    let mut faults = faults(&read_all(root));
    assert_eq!(faults.len(), 1, "{faults:?}");
    faults.remove(0)
}

#[test]
fn a_scope_says_what_is_read() {
    let root = kb(&[
        ("content/en/overdose/a.md", b"desk"),
        ("record/en/a/1/article.md", b"signed"),
        ("trust/policy.toml", b""),
        ("themes/default/assets/a.css", b""),
        ("src/main.rs", b""),
        ("public/index.html", b""),
    ]);
    let record = read(root.path(), Scope::Record, today()).unwrap();
    assert!(record.faults().is_empty());
    assert_eq!(record.as_of(), today());
    let present = |project: &Project, path: &str| project.file_at(path).is_some();
    for path in [SETTINGS, "record/en/a/1/article.md", "trust/policy.toml", "themes/default/assets/a.css"] {
        assert!(present(&record, path), "{path}");
        assert!(present(&read_all(&root), path), "{path}");
    }
    assert!(!present(&record, "content/en/overdose/a.md"));
    assert!(present(&read_all(&root), "content/en/overdose/a.md"));
    for path in ["src/main.rs", "public/index.html"] {
        assert!(!present(&read_all(&root), path), "{path}");
    }
}

#[test]
fn a_folder_that_is_no_knowledge_base_is_refused() {
    let root = tempfile::tempdir().unwrap();
    let refused = |path: &Path| read(path, Scope::Record, today()).unwrap_err();
    assert!(matches!(refused(&root.path().join("gone")), Refused::NotThere(_)));
    assert!(matches!(refused(root.path()), Refused::NoSettings(_)));
    assert!(refused(root.path()).remedy().contains("vetted init"));
    fs::write(root.path().join(SETTINGS), "").unwrap();
    assert!(matches!(refused(&root.path().join(SETTINGS)), Refused::NotThere(_)));
    assert!(read(root.path(), Scope::Record, today()).unwrap().faults().is_empty());
}

#[test]
fn bytes_stay_what_they_are() {
    let root =
        kb(&[("record/en/a/1/article.md", "да\r\n".as_bytes()), ("record/en/a/1/a.png", b"\x89PNG\0")]);
    let project = read_all(&root);
    assert!(matches!(project.file_at("record/en/a/1/article.md"), Some(File::Text(_))));
    assert_eq!(project.file_at("record/en/a/1/article.md").unwrap().bytes(), "да\r\n".as_bytes());
    assert!(matches!(project.file_at("record/en/a/1/a.png"), Some(File::Binary(_))));
}

#[test]
fn links_are_told_and_never_followed() {
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("secret.md"), "secret").unwrap();
    let root = kb(&[("content/en/overdose/a.md", b"")]);
    let at = |path: &str| root.path().join(path);
    symlink(outside.path().join("secret.md"), at("content/en/overdose/b.md")).unwrap();
    symlink(outside.path(), at("content/ru")).unwrap();
    symlink(outside.path(), at("record")).unwrap();
    symlink("../content", at("content/loop")).unwrap();
    symlink("nowhere", at("content/dangling")).unwrap();
    let project = read_all(&root);
    let told = faults(&project);
    assert_eq!(told.len(), 5, "{told:?}");
    assert!(told.iter().all(|(code, words)| *code == Code::FileKind && words.contains("a symbolic link")));
    let files: Vec<_> = project.under("content").map(|(path, _)| path.as_str()).collect();
    assert_eq!(files, ["content/en/overdose/a.md"]);
    assert_eq!(project.under("record").count(), 0);
}

#[test]
fn the_settings_may_be_no_link_either() {
    let root = kb(&[("elsewhere.toml", b"")]);
    fs::remove_file(root.path().join(SETTINGS)).unwrap();
    symlink("elsewhere.toml", root.path().join(SETTINGS)).unwrap();
    let words = "`vetted.toml` is a symbolic link, which is never followed; a file should be here";
    assert_eq!(fault(&root), (Code::FileKind, words.to_owned()));
}

#[test]
fn a_pipe_is_not_waited_for() {
    let root = kb(&[("trust/revoked", b"")]);
    let pipe = root.path().join("trust/policy.toml");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let words = "`trust/policy.toml` is a named pipe; a file should be here";
    assert_eq!(fault(&root), (Code::FileKind, words.to_owned()));
    // Also when it takes the place of a file between the walk and the reading.
    let late = read_file(root.path(), &SourcePath::parse("trust/policy.toml").unwrap()).unwrap_err();
    assert_eq!(late.message, words);
}

#[test]
fn a_link_that_takes_the_place_of_a_file_during_the_reading_is_not_followed() {
    let root = kb(&[("trust/secret", b"secret")]);
    symlink("secret", root.path().join("trust/policy.toml")).unwrap();
    let late = read_file(root.path(), &SourcePath::parse("trust/policy.toml").unwrap()).unwrap_err();
    assert_eq!(late.code, Code::FileUnreadable);
}

#[test]
fn files_and_folders_stand_where_they_belong() {
    for path in ["trust/allowed_signers", "content/en/overdose/a.md", "record/en/a/1/medical.dr-ada.note"] {
        let root = kb(&[(&format!("{path}/inside"), b"")]);
        assert_eq!(fault(&root), (Code::FileKind, format!("`{path}` is a folder; a file should be here")));
    }
    let root = kb(&[("trust", b"")]);
    assert_eq!(fault(&root), (Code::FileKind, "`trust` is a file; a folder should be here".to_owned()));
    let root = kb(&[]);
    fs::remove_file(root.path().join(SETTINGS)).unwrap();
    fs::create_dir(root.path().join(SETTINGS)).unwrap();
    let words = "`vetted.toml` is a folder; a file should be here".to_owned();
    assert_eq!(fault(&root), (Code::FileKind, words));
}

#[test]
fn odd_names_are_told_with_the_character() {
    for (name, words) in [
        ("naïve.md", "the name of `content/naïve.md` holds `ï` (U+00EF), which is not ASCII"),
        ("a b.md", "the name of `content/a b.md` holds a space"),
        ("a:b.md", "the name of `content/a:b.md` holds `:`"),
        ("a\nb.md", "the name of `content/a\\u{a}b.md` holds the character U+000A"),
        ("a\u{202e}b.md", "the name of `content/a\\u{202e}b.md` holds the character U+202E"),
        ("папка/a.md", "the name of `content/папка` holds `п` (U+043F), which is not ASCII"),
    ] {
        let root = kb(&[(&format!("content/{name}"), b"")]);
        assert_eq!(fault(&root), (Code::FileName, words.to_owned()));
    }
    let root = kb(&[("content/a.md", b"")]);
    let name: &std::ffi::OsStr = std::os::unix::ffi::OsStrExt::from_bytes(b"a\xff.md");
    fs::write(root.path().join("content").join(name), "").unwrap();
    let (code, words) = fault(&root);
    assert_eq!(code, Code::FileName);
    assert!(words.ends_with("holds bytes that are no text: 0xFF is not ASCII"), "{words}");
}

#[test]
fn what_editors_leave_is_passed_over() {
    let leftovers = [".DS_Store", "a.md~", ".#a.md", ".a.md.swp", "a.swp", "#a.md#", ".git/config"];
    let paths: Vec<_> = leftovers.iter().map(|name| format!("content/en/{name}")).collect();
    let files: Vec<_> = paths.iter().map(|path| (path.as_str(), b"x".as_slice())).collect();
    let root = kb(&files);
    symlink("user@host.1234", root.path().join("content/en/.#b.md")).unwrap();
    let project = read_all(&root);
    assert_eq!(faults(&project), []);
    assert_eq!(project.under("content").count(), 0);
}

#[test]
fn a_giant_is_told_with_its_size_and_limit() {
    let sizes =
        [("content/a.md", 1_usize << 20), ("content/a.png", 2 << 20), ("content/facts/a.toml", 4 << 20)];
    for (path, most) in sizes {
        let root = kb(&[(path, &vec![b'x'; most])]);
        assert_eq!(read_all(&root).file_at(path).unwrap().bytes().len(), most);
        let root = kb(&[(path, &vec![b'x'; most + 1])]);
        let (code, words) = fault(&root);
        assert_eq!(code, Code::FileTooLarge);
        assert!(words.contains(&format!("has {} bytes", most + 1)), "{words}");
        assert!(words.ends_with(&format!("may have {most} ({} MiB)", most >> 20)), "{words}");
    }
    // 1 TiB that takes no room on the disk.
    let root = kb(&[("content/a.md", b"")]);
    OpenOptions::new().write(true).open(root.path().join("content/a.md")).unwrap().set_len(1 << 40).unwrap();
    assert_eq!(fault(&root).0, Code::FileTooLarge);
}

#[test]
fn a_path_deeper_than_the_system_allows_is_told() {
    let root = kb(&[]);
    let long = "d".repeat(200);
    let chain = |name: &str| {
        let top = root.path().join(name);
        let deep = (0..15).fold(top.clone(), |folder, _| folder.join(&long));
        fs::create_dir_all(&deep).unwrap();
        (top, deep)
    };
    let (_, deep) = chain("content");
    let (second, _) = chain("second");
    fs::rename(second, deep.join("more")).unwrap();
    let (code, words) = fault(&root);
    assert_eq!(code, Code::FileUnreadable);
    assert!(words.ends_with("cannot be read: its path is too long"), "{words}");
}

#[test]
fn an_unreadable_file_is_told() {
    let root = kb(&[("content/a.md", b"")]);
    let path = root.path().join("content/a.md");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
    if fs::File::open(&path).is_ok() {
        // Straight to the terminal: what a test prints is shown only when it fails.
        let words = b"SKIPPED: this user may read everything, so an unreadable file was not tested\n";
        io::stderr().write_all(words).unwrap();
        return;
    }
    let words = "`content/a.md` cannot be read: permission denied".to_owned();
    assert_eq!(fault(&root), (Code::FileUnreadable, words));
}

#[test]
fn many_files_keep_their_order_and_their_bytes() {
    let paths: Vec<_> = (0..600).rev().map(|number| format!("record/en/a{number}/article.md")).collect();
    let files: Vec<_> = paths.iter().map(|path| (path.as_str(), path.as_bytes())).collect();
    let project = read_all(&kb(&files));
    let read: Vec<_> = project.under("record").collect();
    assert_eq!(read.len(), 600);
    assert!(read.is_sorted_by_key(|(path, _)| path.as_str()));
    assert!(read.iter().all(|(path, file)| file.bytes() == path.as_str().as_bytes()));
}

#[test]
fn too_many_files_or_bytes_are_refused_as_a_whole() {
    // vetted.toml, record, record/en, record/en/a, record/en/a/1 and the article are six.
    let root = kb(&[("record/en/a/1/article.md", b"12345")]);
    assert!(matches!(walk(root.path(), Scope::Record, 5), Err(Refused::TooMany(_))));
    let found = walk(root.path(), Scope::Record, 6).unwrap();
    let read = |most| read_files(root.path(), &found.files, &mut Diagnostics::new(), most);
    assert!(matches!(read(4), Err(Refused::TooLarge(_))));
    assert_eq!(read(5).unwrap().len(), 2);
}
