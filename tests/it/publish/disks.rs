//! Disks that are full, read-only or mounted where the site should stand.

use std::fs;
use std::io::Write as _;
use std::process::{Command, Stdio};

use tempfile::TempDir;
use vetted::disk::{Blame, Staging};

use super::{World, new_site, old_site, publish, read_tree};

/// A file system of its own, unmounted at the end.
struct Mount {
    folder: TempDir,
}

impl Mount {
    /// Mounts a RAM disk; where that is not allowed, says that the test is skipped.
    fn new(options: &str) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let mut mount = Command::new("mount");
        let mount = mount.args(["-t", "tmpfs", "-o", options, "tmpfs"]).arg(folder.path());
        let mounted = mount.stderr(Stdio::null()).status().is_ok_and(|status| status.success());
        if !mounted {
            // Straight to the terminal: what a test prints is shown only when it fails.
            let words = b"SKIPPED: no right to mount a file system, so this was not tested\n";
            std::io::stderr().write_all(words).unwrap();
        }
        mounted.then_some(Self { folder })
    }

    fn remount(&self, options: &str) {
        let options = format!("remount,{options}");
        assert!(
            Command::new("mount").args(["-o", &options]).arg(self.folder.path()).status().unwrap().success()
        );
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.folder.path()).status();
    }
}

#[test]
fn a_full_disk_leaves_the_old_site_and_says_so() {
    let Some(mount) = Mount::new("size=128k") else { return };
    let world = World::within(mount.folder.path());
    world.publish(&old_site()).unwrap();
    let mut large = new_site();
    large.extend((0..50).map(|number| (format!("en/{number}.html"), vec![b'x'; 8000])));
    let fault = world.publish(&large).unwrap_err();
    assert!(fault.to_string().ends_with("cannot be written: the disk is full"), "{fault}");
    assert!(fault.to_string().contains(".site.vetted-new/"), "{fault}");
    assert!(fault.remedy().starts_with("make room on the disk"));
    assert_eq!(fault.blame(), Blame::User);
    assert_eq!(read_tree(&world.target()), old_site());
    assert_eq!(world.beside(), ["site"]);
    world.publish(&new_site()).unwrap();
}

#[test]
fn a_read_only_place_leaves_the_old_site_and_says_so() {
    let Some(mount) = Mount::new("size=1m") else { return };
    let world = World::within(mount.folder.path());
    world.publish(&old_site()).unwrap();
    mount.remount("ro");
    let fault = world.publish(&new_site()).unwrap_err();
    let parent = world.folder.path().canonicalize().unwrap();
    let words = format!("`{}` cannot be written: the file system is read-only", parent.display());
    assert_eq!(fault.to_string(), words);
    assert_eq!(fault.blame(), Blame::User);
    assert_eq!(read_tree(&world.target()), old_site());
    mount.remount("rw");
    assert_eq!(world.beside(), ["site"]);
}

#[test]
fn a_mount_point_cannot_be_exchanged_and_says_so() {
    let Some(mount) = Mount::new("size=1m") else { return };
    let world = World::new();
    let fault = Staging::begin(&world.kb(), mount.folder.path()).map(|staging| publish(staging, &old_site()));
    let fault = fault.unwrap().unwrap_err();
    assert!(fault.to_string().contains("mount point"), "{fault}");
    assert_eq!(fs::read_dir(mount.folder.path()).unwrap().count(), 0);
}
