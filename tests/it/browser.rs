//! Debian's Chromium, for tests that need a browser's engine; the pages themselves are tested in `tests/browser/`.
//!
//! Without Chromium such tests say that they were skipped; `scripts/test` installs it and does not let them.

use std::io::Write as _;
use std::path::Path;
use std::process::Command;

/// Opens a file whose script takes its time: the clock of the page runs as the real one does.
pub fn run_file(path: &Path, flags: &[&str]) -> String {
    let profile = tempfile::tempdir().unwrap();
    let done = Command::new("chromium")
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--dump-dom"])
        .args(["--disable-background-networking", "--disable-component-update", "--disable-sync"])
        .arg("--timeout=300000")
        .args(flags)
        .arg(format!("--user-data-dir={}", profile.path().display()))
        .arg(format!("file://{}", path.display()))
        .output()
        .unwrap();
    String::from_utf8_lossy(&done.stdout).into_owned()
}

/// Whether the browser is there; where it must be and is not, the test fails.
pub fn has_browser() -> bool {
    let there = Command::new("chromium").arg("--version").output().is_ok_and(|done| done.status.success());
    assert!(there || std::env::var_os("VETTED_BROWSER").is_none(), "chromium is not installed");
    if !there {
        let _ = writeln!(std::io::stderr(), "skipped: chromium is not installed");
    }
    there
}
