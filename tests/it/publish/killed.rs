//! Publishers that are killed: the test program starts itself again and kills what it started.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use vetted::disk::{Exchange, Staging};

use super::{Files, World, is_confirmed_by_sha256sum, publish, read_tree};

/// The variables by which this program, started again by itself, knows where and how to publish until it is killed.
const KILLED_IN: &str = "VETTED_TEST_KILLED_IN";
const KILLED_EXCHANGE: &str = "VETTED_TEST_KILLED_EXCHANGE";

fn large_site(name: &str) -> Files {
    let page = |number: usize| {
        let same = number.is_multiple_of(3);
        let text = if same { format!("shared {number}") } else { format!("{name} {number} ").repeat(40) };
        (format!("en/{}/{number}.html", number % 7), text.into_bytes())
    };
    let own = (format!("only-{name}.html"), name.as_bytes().to_vec());
    (0..300).map(page).chain([own]).collect()
}

fn publish_until_killed(folder: &Path) -> ! {
    let exchange = match std::env::var(KILLED_EXCHANGE).as_deref() {
        Ok("two-renames") => Exchange::TwoRenames,
        _ => Exchange::OneStep,
    };
    let sites = [large_site("a"), large_site("b")];
    loop {
        for site in &sites {
            let staging = Staging::begin(&folder.join("kb"), &folder.join("site")).unwrap();
            publish(staging.exchanging(exchange), site).unwrap();
        }
    }
}

/// Kills publishers at `times` random moments; returns how often one was in the middle of its work.
fn kill_at_random(test: &str, exchange: &str, times: usize, check: impl Fn(&World)) -> usize {
    let memory = Path::new("/dev/shm");
    let world = if memory.is_dir() { World::within(memory) } else { World::new() };
    world.publish(&large_site("a")).unwrap();
    let mut interrupted = 0;
    let mut random = 0x2026_u64;
    for turn in 0..times {
        let mut publisher = Command::new(std::env::current_exe().unwrap());
        let publisher = publisher.args(["--exact", test, "--nocapture", "--test-threads=1"]);
        let publisher = publisher.env(KILLED_IN, world.folder.path()).env(KILLED_EXCHANGE, exchange);
        let mut publisher = publisher.stdout(Stdio::null()).spawn().unwrap();
        // Knuth's generator: the same moments in every run, as far as a clock allows.
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        std::thread::sleep(Duration::from_micros((random >> 33) % 60_000));
        publisher.kill().unwrap();
        assert_eq!(publisher.wait().unwrap().code(), None, "it was to be killed, not to end");
        interrupted += usize::from(world.beside() != ["site"]);
        check(&world);
        let next = large_site(if turn.is_multiple_of(2) { "a" } else { "b" });
        world.publish(&next).unwrap();
        assert_eq!(read_tree(&world.target()), next);
        assert_eq!(world.beside(), ["site"], "the next run clears away what a killed one left");
    }
    interrupted
}

fn assert_whole(site: &Path) {
    let tree = read_tree(site);
    assert!(tree == large_site("a") || tree == large_site("b"), "{} holds a mixture", site.display());
    assert!(is_confirmed_by_sha256sum(site), "{} is not what its marker says", site.display());
}

#[test]
fn killed_at_any_moment_the_site_is_wholly_old_or_wholly_new() {
    if let Some(folder) = std::env::var_os(KILLED_IN) {
        publish_until_killed(Path::new(&folder));
    }
    let test = "publish::killed::killed_at_any_moment_the_site_is_wholly_old_or_wholly_new";
    let interrupted = kill_at_random(test, "one-step", 50, |world| assert_whole(&world.target()));
    assert!(interrupted >= 10, "only {interrupted} of 50 were in the middle of it");
}

#[test]
fn killed_between_two_renames_the_old_site_is_whole_beside_its_place() {
    if let Some(folder) = std::env::var_os(KILLED_IN) {
        publish_until_killed(Path::new(&folder));
    }
    let test = "publish::killed::killed_between_two_renames_the_old_site_is_whole_beside_its_place";
    let interrupted = kill_at_random(test, "two-renames", 20, |world| {
        let target = world.target();
        let aside = world.folder.path().join(".site.vetted-old");
        assert_whole(if target.exists() { &target } else { &aside });
    });
    assert!(interrupted >= 4, "only {interrupted} of 20 were in the middle of it");
}
