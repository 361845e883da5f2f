//! The bytes that a text may take on the line: reckoned as `gzip` would write them, and refused where they are too many.

use std::fs;
use std::io::Write as _;
use std::process::{Command, Stdio};

use vetted::desk::weight::compressed;

use crate::repository::{files_under, root};
use crate::story::{Story, TEXT};

/// How many bytes `gzip -9` makes of these.
pub fn gzipped(bytes: &[u8]) -> u64 {
    let mut child =
        Command::new("gzip").arg("-9nc").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let (mut into, bytes) = (child.stdin.take().unwrap(), bytes.to_vec());
    let writer = std::thread::spawn(move || into.write_all(&bytes).unwrap());
    let length = child.wait_with_output().unwrap().stdout.len();
    writer.join().unwrap();
    length as u64
}

#[test]
fn the_weight_of_a_text_is_nearly_what_gzip_makes_of_it() {
    let texts =
        files_under("content").into_iter().filter(|path| path.extension().is_some_and(|end| end == "md"));
    let mut furthest = 0;
    for path in texts {
        let bytes = fs::read(root().join(&path)).unwrap();
        let (ours, theirs) = (compressed(&bytes), gzipped(&bytes));
        furthest = furthest.max(ours.abs_diff(theirs) * 1_000 / theirs);
    }
    eprintln!("furthest from gzip: {furthest} of a thousand");
    assert!(furthest < 30, "{furthest} of a thousand");
}

/// Words that do not repeat, so that they stay long when they are compressed.
fn long(count: u32) -> String {
    let mut state = 7_u32;
    let mut word = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (0..6).map(|place| char::from(b'a' + (state >> (4 * place + 4) & 15) as u8)).collect::<String>()
    };
    (0..count).map(|_| word() + " rests. ").collect()
}

#[test]
fn a_text_too_big_for_its_page_is_refused_by_check_and_by_approve() {
    let story = Story::with_people();
    let path = "content/en/veins/rest.md";
    let text = |words: u32, audience: &str| {
        let text = TEXT
            .replace("[\"client\"]", audience)
            .replace("\n## What", &format!("\n{}\n\n## What", long(words)));
        text.replacen("{contacts.ambulance}", "103", 1)
    };
    story.write(path, &text(5_000, "[\"client\"]"));
    let size = compressed(text(5_000, "[\"client\"]").as_bytes());
    let said = story.told(1, &["check"]);
    let expected =
        format!("compressed, the text takes about {size} bytes on the line, and 14000 are the most");
    assert!(said.contains("error[file-too-large]") && said.contains(&expected), "{said}");
    assert!(said.contains("divide it into two texts"), "{said}");
    let said = story.approve(1, ("dr-ada", "medical"), "en/rest", &[]);
    assert!(said.contains(&expected) && said.contains("cannot be signed as it stands"), "{said}");
    assert!(!story.root().join("record/en/rest").exists());
    story.write(path, &text(5_000, "[\"worker\"]"));
    assert!(!story.told(0, &["check"]).contains("file-too-large"), "a text for workers has no page");
    story.write(path, &text(2_800, "[\"client\"]"));
    story.publish("en/rest");
    story.told(0, &["build"]);
    let page = fs::read(story.root().join("public/en/rest.html")).unwrap();
    let (text, page) = (gzipped(text(2_800, "[\"client\"]").as_bytes()), gzipped(&page));
    eprintln!("a text of {text} bytes makes a page of {page}");
    assert!((12_000..14_000).contains(&text) && page <= 20_000, "{text} {page}");
}
