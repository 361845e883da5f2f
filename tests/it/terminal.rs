//! What a person at a terminal gets beside answers: a sign of life, completions, the manual.

use std::process::{Command, Output};
use std::time::{Duration, Instant};

use crate::story::{Story, TEXT};

/// How long a command must take before the sign of life is looked for: it comes after one second.
const LONG: Duration = Duration::from_millis(2500);

fn vetted(arguments: &[&str]) -> String {
    let done = Command::new(env!("CARGO_BIN_EXE_vetted")).args(arguments).output().unwrap();
    assert!(done.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).unwrap()
}

/// Runs a command in a terminal of its own, by the program `script`.
fn in_a_terminal(story: &Story, command: &str, term: &str) -> String {
    let line = format!("{} -C {} {command}", env!("CARGO_BIN_EXE_vetted"), story.root().display());
    let mut script = Command::new("script");
    script.args(["--quiet", "--return", "--command", &line, "/dev/null"]).env("TERM", term);
    String::from_utf8_lossy(&script.output().unwrap().stdout).into_owned()
}

fn piped(story: &Story, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vetted"));
    command.arg("-C").arg(story.root()).args(arguments).output().unwrap()
}

/// A knowledge base over which `check` sits for a while on this machine, however fast that is, and what it shows meanwhile on a
/// terminal.
fn big() -> (Story, String) {
    let story = Story::with_people();
    let body = "The vein is sore today. Let it rest. ".repeat(1000);
    let (mut count, mut wanted) = (0, 100);
    while wanted < 20_000 {
        for number in count..wanted {
            let text = TEXT.replace("id = \"rest\"", &format!("id = \"rest-{number}\""));
            story.write(&format!("content/en/veins/rest-{number}.md"), &format!("{text}\n{body}\n"));
        }
        count = wanted;
        let start = Instant::now();
        let shown = in_a_terminal(&story, "check", "xterm");
        let taken = start.elapsed();
        if taken > LONG {
            return (story, shown);
        }
        // As many as should take long enough, and some; but the first few say little.
        wanted = (count * (LONG * 5 / 4).as_millis() / taken.as_millis().max(1) + 20).min(8 * count);
    }
    panic!("this machine is too fast");
}

#[test]
fn what_takes_longer_than_a_second_gives_a_sign_of_life_on_a_terminal_and_nowhere_else() {
    let (story, shown) = big();
    let words = "checking the working texts";
    assert!(shown.contains(words), "{shown}");
    // It wipes itself away before the answer, and has no colours.
    let (sign, answer) = shown.rsplit_once("\u{1b}[2K").unwrap();
    assert!(!sign.contains("\u{1b}[3") && !sign.contains("\u{1b}[1m"), "{sign:?}");
    assert!(answer.contains("nothing is wrong") && !answer.contains(words), "{answer:?}");
    assert!(!in_a_terminal(&story, "check --format json", "xterm").contains(words));
    assert!(!in_a_terminal(&story, "check", "dumb").contains(words));
    let piped = piped(&story, &["check"]);
    let piped = String::from_utf8_lossy(&piped.stderr).into_owned();
    assert!(piped.starts_with("warning[file-missing]") && !piped.contains(words), "{piped}");
}

#[test]
fn what_is_quick_is_silent() {
    let story = Story::with_people();
    let shown = in_a_terminal(&story, "status", "xterm");
    assert!(shown.contains("never signed") && !shown.contains('\u{1b}'), "{shown:?}");
}

#[test]
fn shells_take_the_completions() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = vetted(&["completions", shell]);
        for word in ["approve", "status", "within"] {
            assert!(script.contains(word), "{shell} does not complete `{word}`");
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("vetted.bash");
    std::fs::write(&file, vetted(&["completions", "bash"])).unwrap();
    let ask = "set -eu; . \"$0\"; COMP_WORDS=(vetted st) COMP_CWORD=1; _vetted vetted st vetted; echo \"${COMPREPLY[*]}\"";
    let bash = Command::new("bash").args(["-c", ask]).arg(&file).output().unwrap();
    assert_eq!(
        String::from_utf8_lossy(&bash.stdout),
        "status\n",
        "{}",
        String::from_utf8_lossy(&bash.stderr)
    );
}

#[test]
fn the_manual_has_a_page_for_every_command() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("man1");
    vetted(&["man", "--out", out.to_str().unwrap()]);
    let help = vetted(&["help"]);
    let commands = help.split("Commands:").nth(1).unwrap().split("Options:").next().unwrap();
    let commands = commands.lines().filter_map(|line| line.split_whitespace().next());
    let commands: Vec<&str> = commands.filter(|command| *command != "help").collect();
    assert!(commands.len() > 10 && commands.contains(&"status"), "{commands:?}");
    for command in commands.iter().copied().chain(["key-new", "key-signers"]) {
        let page = std::fs::read_to_string(out.join(format!("vetted-{command}.1"))).unwrap();
        is_a_page(&page, &format!("vetted\\-{}", command.replace('-', "\\-")));
    }
    let main = std::fs::read_to_string(out.join("vetted.1")).unwrap();
    is_a_page(&main, "vetted");
    assert!(main.contains("Exit codes"), "{main}");
    assert_eq!(vetted(&["man"]).trim_end(), main.trim_end());
    let again = Command::new(env!("CARGO_BIN_EXE_vetted")).args(["man", "--out"]).arg(&out).output().unwrap();
    assert_eq!(again.status.code(), Some(2), "nothing that is there is overwritten");
}

/// A page of the manual: a title, the usual sections in their order, and no request that the macros do not know.
fn is_a_page(page: &str, name: &str) {
    const KNOWN: [&str; 12] =
        [".TH", ".SH", ".SS", ".TP", ".IP", ".RS", ".RE", ".br", ".ie", ".el", ".PP", ".nf"];
    for line in page.lines().filter(|line| line.starts_with(['.', '\''])) {
        let request = line.split_whitespace().next().unwrap();
        assert!(KNOWN.contains(&request), "{name}: {line}");
    }
    let places =
        [".TH", ".SH NAME", ".SH SYNOPSIS", ".SH DESCRIPTION", ".SH OPTIONS"].map(|part| page.find(part));
    assert!(places.is_sorted() && places[0].is_some(), "{name}: {page}");
    assert!(page.contains(&format!(".SH NAME\n{name} \\- ")), "{name}: {page}");
    assert_eq!(page.matches(".RS").count(), page.matches(".RE").count(), "{name}");
}
