//! The same inputs and day give the same bytes, on any number of threads, in any folder, in any order of files.

use std::fs;
use std::path::Path;

use crate::base::{Base, article};
use crate::repository::program;

fn base() -> Base {
    let mut base = Base::new();
    for number in 0..40 {
        let id = format!("text-{number}");
        base.freeze(&format!("en/{id}"), 1, &article(&id, &format!("word{number}")));
        base.approve(&format!("en/{id}"), "veins", 1);
    }
    base
}

#[test]
fn one_thread_and_eight_make_the_same_site() {
    let base = base();
    let with = |threads: usize| {
        rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(|| base.site())
    };
    assert_eq!(with(1), with(8));
}

#[test]
fn two_folders_and_two_orders_make_the_same_site() {
    let base = base();
    let forth: Vec<_> = base.files.iter().collect();
    let back: Vec<_> = base.files.iter().rev().collect();
    let mut sites = Vec::new();
    for files in [forth, back] {
        let folder = tempfile::tempdir().unwrap();
        for (path, bytes) in files {
            let file = folder.path().join(path);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, bytes).unwrap();
        }
        let done = program()
            .args(["--as-of", "2026-11-20", "build"])
            .current_dir(folder.path())
            .env("RAYON_NUM_THREADS", if sites.is_empty() { "1" } else { "7" })
            .output()
            .unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        sites.push(tree(&folder.path().join("public")));
    }
    assert!(sites[0].len() > 40);
    assert_eq!(sites[0], sites[1]);
}

/// Every file below a folder, by its path from there.
pub fn tree(folder: &Path) -> std::collections::BTreeMap<String, Vec<u8>> {
    let entries = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap);
    let files = entries.filter(|entry| entry.file_type().is_file()).map(|entry| {
        let path = entry.path().strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
        (path, fs::read(entry.path()).unwrap())
    });
    files.collect()
}
