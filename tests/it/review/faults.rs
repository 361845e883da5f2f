//! What goes wrong at a desk is told in a sentence of its own; nothing is lost, and nothing half signed.

use std::fs;
use std::process::Command;
use std::thread;

use super::desk::Desk;
use super::edited;
use crate::determinism::tree;
use crate::repository::program;
use crate::story::{Story, TEXT};

const PASSPHRASE: &str = "four words in here";

/// Signs a text as its form does.
fn sign(desk: &Desk, seen: &str, role: &str, passphrase: &str) -> String {
    let fields =
        [("seen", seen), ("role", role), ("scope", "full"), ("do", "sign"), ("passphrase", passphrase)];
    desk.deed("en/sign/en/rest", &fields).main().to_owned()
}

#[test]
fn a_wrong_passphrase_says_so_and_the_tick_stays() {
    let story = edited();
    let desk = Desk::of(&story, "dr-ada");
    let before = tree(&story.root());
    let seen = desk.seen("en/rest");
    let said = sign(&desk, &seen, "medical", "four words in hero");
    assert!(said.contains("this is not the passphrase of"), "{said}");
    assert!(said.contains("role=\"alert\"") && said.contains("name=\"passphrase\""), "{said}");
    assert!(said.contains("value=\"full\" required id=\"tick\" checked"), "what was declared stays: {said}");
    assert!(!said.contains("four words"), "no passphrase comes back: {said}");
    assert!(desk.get("en/").body.contains("class=\"ticked\""));
    let said = desk.deed("en/sign", &[("passphrase", "")]).body;
    assert!(said.contains("this is not the passphrase of") && said.contains("en/rest"), "{said}");
    assert_eq!(tree(&story.root()), before);
    let said = desk.deed("en/sign", &[("passphrase", PASSPHRASE)]).body;
    assert!(said.contains("signed record/en/rest version 2 (topic veins) as medical"), "{said}");
    assert!(!desk.get("en/").body.contains("class=\"ticked\""));
}

#[test]
fn a_key_that_does_not_fit_is_explained_and_leads_on() {
    let story = edited();
    // Somebody else's key than the name that was given.
    let mut command = program();
    command.arg("-C").arg(story.root()).args(["--as-of", story.day, "review", "--as", "dr-ada"]);
    let desk = Desk::begin(&mut command, &story.path("ed-eve"));
    let home = desk.get("en/").body;
    assert!(
        home.contains("no key that was found here belongs to `dr-ada`") && home.contains("/en/keys"),
        "{home}"
    );
    let said = sign(&desk, &desk.seen("en/rest"), "medical", PASSPHRASE);
    assert!(said.contains("no key that was found here belongs to `dr-ada`"), "{said}");
    let keys = desk.get("en/keys").body;
    assert!(keys.contains(">ed-eve</span>") && keys.contains("sign with this key"), "{keys}");
    let key = story.path("ed-eve");
    let said = desk.deed("en/keys", &[("do", "choose"), ("file", key.to_str().unwrap())]).body;
    assert!(said.contains("signs here from now on: ed-eve"), "{said}");
    let said = sign(&desk, &desk.seen("en/rest"), "medical", PASSPHRASE);
    assert!(said.contains("`ed-eve` may not sign as `medical`"), "{said}");
}

#[test]
fn a_key_that_nobody_knows_has_its_card_to_read_out() {
    let story = edited();
    let desk = Desk::of(&story, "dr-ada");
    let new = story.path("dr-new.key");
    let passphrase = story.path("passphrase");
    let card = story.told(
        0,
        &[
            "key",
            "new",
            "dr-new",
            "--file",
            new.to_str().unwrap(),
            "--passphrase-file",
            passphrase.to_str().unwrap(),
        ],
    );
    let said = desk.deed("en/keys", &[("do", "choose"), ("file", new.to_str().unwrap())]).body;
    assert!(said.contains("belongs to nobody in trust/reviewers.toml yet"), "{said}");
    let fingerprint = card.lines().find_map(|line| line.strip_prefix("SHA256:")).unwrap();
    let shown =
        said.split("class=\"fingerprint\"").nth(2).or(said.split("class=\"fingerprint\"").nth(1)).unwrap();
    let shown: String =
        shown.split("</p>").next().unwrap().split("SHA256:").nth(1).unwrap().split_whitespace().collect();
    assert_eq!(shown, fingerprint);
    // No key at all, and no file.
    for (file, words) in
        [("passphrase", "is not a private key in OpenSSH format"), ("nowhere", "cannot be read")]
    {
        let path = story.path(file);
        let said = desk.post("en/keys", &[("do", "choose"), ("file", path.to_str().unwrap())]);
        assert_eq!(said.status(), 422);
        assert!(said.body.contains(words) && said.body.contains(path.to_str().unwrap()), "{}", said.body);
    }
    // What is typed wrongly comes back, but for passphrases.
    for (name, one, other, words) in [
        ("Dr. A", PASSPHRASE, PASSPHRASE, "cannot be the name of a reviewer"),
        ("dr-two", PASSPHRASE, "another", "the two passphrases differ"),
        ("dr-two", "brief", "brief", "the passphrase is too short"),
    ] {
        let form = [("do", "make"), ("reviewer", name), ("passphrase", one), ("again", other)];
        let said = desk.post("en/keys", &form);
        assert_eq!(said.status(), 422);
        assert!(said.body.contains(words), "{}", said.body);
        assert!(
            said.body.contains(&format!("value=\"{name}\"")) && !said.body.contains(one),
            "{}",
            said.body
        );
    }
}

#[test]
fn a_text_that_was_changed_while_it_was_open_is_not_signed() {
    let story = edited();
    let desk = Desk::of(&story, "dr-ada");
    let seen = desk.seen("en/rest");
    story.write("content/en/veins/rest.md", &TEXT.replace("Let the vein rest", "Let the vein burn"));
    let before = tree(&story.root());
    let said = sign(&desk, &seen, "medical", PASSPHRASE);
    assert!(said.contains("the text `en/rest` was changed while it was open"), "{said}");
    assert!(said.contains("look at the change, then sign again") && said.contains("burn"), "{said}");
    assert_eq!(tree(&story.root()), before, "nothing was written");
    assert!(!desk.get("en/").body.contains("class=\"ticked\""), "the tick was for another text");
    let said = sign(&desk, &desk.seen("en/rest"), "medical", PASSPHRASE);
    assert!(said.contains("still to sign"), "{said}");
    assert!(story.read("record/en/rest/2/article.md").contains("burn"));
}

#[test]
fn of_two_who_freeze_a_version_at_once_the_second_is_told_and_nothing_is_half_signed() {
    let story = Story::with_people();
    story.write("content/en/veins/rest.md", TEXT);
    // Opening this key takes seconds: long enough for somebody else to sign meanwhile.
    let slow = story.path("dr-ada");
    let rounds = ["-p", "-q", "-a", "500", "-P", PASSPHRASE, "-N", PASSPHRASE, "-f", slow.to_str().unwrap()];
    fs::set_permissions(&slow, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    assert!(Command::new("ssh-keygen").args(rounds).status().unwrap().success());
    let (ada, eve) = (Desk::of(&story, "dr-ada"), Desk::of(&story, "ed-eve"));
    let seen = ada.seen("en/rest");
    let late = thread::scope(|scope| {
        let late = scope.spawn(|| sign(&ada, &seen, "medical", PASSPHRASE));
        thread::sleep(std::time::Duration::from_millis(500));
        story.write("content/en/veins/rest.md", &TEXT.replace("Let the vein rest", "Rest the vein"));
        eve.until("en/text/en/rest", |page| page.body.contains("Rest the vein"));
        let said = sign(&eve, &eve.seen("en/rest"), "editor", PASSPHRASE);
        assert!(said.contains("signed record/en/rest version 1"), "{said}");
        late.join().unwrap()
    });
    assert!(
        late.contains("somebody has written `record/en/rest/1/article.md` at this very moment"),
        "{late}"
    );
    assert!(late.contains("nothing of yours was written"), "{late}");
    let record = tree(&story.root().join("record/en"));
    let names: Vec<&str> = record.keys().map(String::as_str).collect();
    assert_eq!(names, ["rest/1/article.md", "rest/1/editor.ed-eve.note", "rest/1/editor.ed-eve.note.sig"]);
    assert!(String::from_utf8_lossy(&record["rest/1/article.md"]).contains("Rest the vein"));
    // What is there now can be read and signed.
    let said = sign(&ada, &ada.seen("en/rest"), "medical", PASSPHRASE);
    assert!(said.contains("signed record/en/rest version 1") && !said.contains("still to sign"), "{said}");
}

#[test]
fn a_remark_that_cannot_be_kept_comes_back_in_its_form() {
    let story = edited();
    let desk = Desk::of(&story, "dr-ada");
    let before = tree(&story.root());
    let long = "ы<b>&".repeat(801);
    let seen = desk.seen("en/rest");
    let form = [("seen", seen.as_str()), ("sentence", "Let the \"vein\""), ("text", &long)];
    let said = desk.post("en/remark/en/rest", &form);
    assert_eq!(said.status(), 422);
    assert!(said.body.contains("4000 are the most"), "{}", said.body);
    let escaped = long.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    assert!(said.body.contains(&escaped), "every letter of it is there");
    assert!(said.body.contains("Let the &quot;vein&quot;"), "{}", said.body);
    for (text, to) in [("", ""), ("an answer", "7.dr-bob"), ("an answer", "../x")] {
        let said = desk.post("en/remark/en/rest", &[("seen", &seen), ("text", text), ("to", to)]);
        assert_eq!(said.status(), 422, "{text} {to}: {}", said.body);
    }
    assert_eq!(tree(&story.root()), before);
    // One that is just short enough is kept, with the line ends of a file.
    let text = format!("one\r\ntwo {}", "ы".repeat(3000));
    let said = desk.deed("en/remark/en/rest", &[("seen", &seen), ("text", &text)]).body;
    assert!(said.contains("your remark stands beside en/rest"), "{said}");
    let file = story.read("content/remarks/en/rest/1.dr-ada.toml");
    assert!(file.contains("one\ntwo ы") && !file.contains('\r'), "{file}");
}

#[test]
fn a_remark_that_is_half_written_is_told_and_keeps_nobody_from_anything() {
    let story = edited();
    story.write("content/remarks/en/rest/1.ed-eve.toml", "day = 2026-11-20\ntext = \"\"\"half");
    story.write("content/remarks/en/rest/2.ed-eve.toml", "day = 2026-11-20\ntext = \"whole\"\n");
    let desk = Desk::of(&story, "dr-ada");
    let page = desk.get("en/text/en/rest").body;
    assert!(page.contains("whole") && !page.contains("half"), "{page}");
    assert!(story.told(0, &["check"]).contains("1.ed-eve.toml"));
    let said = sign(&desk, &desk.seen("en/rest"), "medical", PASSPHRASE);
    assert!(said.contains("signed record/en/rest version 2"), "{said}");
    // A note of the record that is half written does not count, and the desk says so.
    let note = story.read("record/en/rest/2/medical.dr-ada.note");
    story.write("record/en/rest/2/medical.dr-ada.note", &note[..note.len() / 2]);
    let page = desk.until("en/text/en/rest", |page| page.body.contains("does not count"));
    assert!(page.body.contains("version</") || page.body.contains("version 2"), "{}", page.body);
}

#[test]
fn a_clock_that_is_wrong_is_told_and_one_of_another_zone_is_not() {
    let mut story = edited();
    story.day = "2026-11-18";
    let desk = Desk::of(&story, "dr-ada");
    let before = tree(&story.root());
    let said = sign(&desk, &desk.seen("en/rest"), "medical", PASSPHRASE);
    assert!(said.contains("the clock of this machine says 2026-11-18"), "{said}");
    assert!(said.contains("role=\"alert\"") && said.contains("set the clock, then sign again"), "{said}");
    assert_eq!(tree(&story.root()), before);
    // West of the first signature the same moment may have the day before.
    story.day = "2026-11-19";
    let desk = Desk::of(&story, "dr-ada");
    let said = sign(&desk, &desk.seen("en/rest"), "medical", PASSPHRASE);
    assert!(said.contains("signed record/en/rest version 2"), "{said}");
    assert!(story.read("record/en/rest/2/medical.dr-ada.note").contains("reviewed: 2026-11-19"));
}

#[test]
fn a_withdrawal_that_was_refused_has_not_forgotten_its_steps() {
    let story = edited();
    let desk = Desk::of(&story, "dr-ada");
    let said = desk.deed(
        "en/withdraw/en/rest",
        &[("reason", "law"), ("reach", "this-language"), ("role", "medical"), ("passphrase", "wrong words")],
    );
    assert!(said.body.contains("this is not the passphrase"), "{}", said.body);
    for kept in ["name=\"reason\" value=\"law\"", "name=\"reach\" value=\"this-language\""] {
        assert!(said.body.contains(kept), "{kept}: {}", said.body);
    }
    assert!(!story.root().join("record/en/rest/withdrawn.1.dr-ada.note").exists());
    let said = desk.deed(
        "en/withdraw/en/rest",
        &[("reason", "law"), ("reach", "this-language"), ("role", "medical"), ("passphrase", PASSPHRASE)],
    );
    assert!(said.body.contains("withdrawn: record/en/rest"), "{}", said.body);
    assert!(story.root().join("record/en/rest/withdrawn.1.dr-ada.note").exists());
}
