//! The life of a text, from an empty folder to its withdrawal and back, as the people who keep it would live it.

use std::fs;
use std::path::Path;

use crate::repository::program;
use crate::story::{Story, TEXT};

#[test]
fn a_text_is_written_signed_published_changed_withdrawn_and_brought_back() {
    let mut story = Story::begin();

    // An empty base builds at once, and says what comes next.
    let root = story.root();
    let made = program().args(["init", "--site", "help.example"]).arg(&root).output().unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    assert!(story.told(0, &["build", "-v"]).contains("taken over: 0"));
    assert!(story.told(0, &["build"]).contains("no text of the record can be published yet"));
    assert!(!story.read("trust/reviewers.toml").contains("demonstration = true"));

    // A new text is a list of things to do; nobody can sign it before they are done.
    story.hire("dr-ada", "roles = [\"medical\"]");
    story.hire("ed-eve", "roles = [\"editor\", \"service\"]");
    story.told(0, &["new", "en/veins/rest"]);
    story.told(2, &["new", "en/veins/rest"]);
    assert!(story.told(1, &["check"]).contains("content/en/veins/rest.md"));
    assert!(
        story.approve(1, ("dr-ada", "medical"), "en/rest", &[]).contains("cannot be signed as it stands")
    );
    assert!(!story.root().join("record/en").exists());

    story.is_signed_by_both();
    story.is_edited();
    story.is_withdrawn();
    story.is_brought_back();

    // A year later it is overdue: it stays, and says so.
    story.day = "2028-06-01";
    story.told(0, &["build"]);
    assert!(story.read("public/en/rest.html").contains("has been due since"));
}

/// The chapters of one text's life.
impl Story {
    /// Written and signed by one, it waits; signed by both, it is live.
    fn is_signed_by_both(&self) {
        self.write("content/en/veins/rest.md", TEXT);
        self.told(0, &["check"]);
        assert!(self.approve(0, ("dr-ada", "medical"), "en/rest", &[]).contains("still to sign: 1 editor"));
        assert!(self.approve(1, ("dr-ada", "medical"), "en/rest", &[]).contains("already"));
        self.told(0, &["build"]);
        assert!(!self.root().join("public/en/rest.html").exists());
        assert!(self.told(0, &["why", "en", "rest"]).contains("waiting for notes: 0 of 1 editor"));
        assert!(
            self.approve(0, ("ed-eve", "editor"), "en/rest", &[]).contains("contacts.ambulance"),
            "no facts are signed"
        );
        assert!(self.approve(0, ("ed-eve", "service"), "facts/my-region", &[]).contains("it is live"));
        self.told(0, &["build"]);
        assert!(self.read("public/en/rest.html").contains("Let the vein rest"));
    }

    /// An edit on the desk changes nothing until it is signed; then the old version is replaced.
    fn is_edited(&mut self) {
        self.day = "2027-02-01";
        self.write("content/en/veins/rest.md", &TEXT.replace("Let the vein rest", "Give the vein a rest"));
        assert!(self.told(0, &["build"]).contains("nothing has changed"));
        for (reviewer, role) in [("dr-ada", "medical"), ("ed-eve", "editor")] {
            self.approve(0, (reviewer, role), "en/rest", &["--scope", "changes"]);
        }
        assert!(self.told(0, &["why", "en", "rest"]).contains("live, version 2"));
        assert!(
            self.told(0, &["why", "en", "rest"]).contains("review due 2027-11-20"),
            "changes never move the day later"
        );
        self.told(0, &["build"]);
        assert!(self.read("public/en/rest.html").contains("Give the vein a rest"));
        assert!(!self.root().join("public/record/en/rest/1").exists());
    }

    /// One doctor withdraws it, and it is gone although its file is broken.
    fn is_withdrawn(&self) {
        self.write("record/en/rest/2/article.md", "broken");
        let said = self.withdraw(0, "dr-ada", "en/rest", &[]);
        assert!(said.contains("withdrawn"), "{said}");
        let why = self.told(0, &["why", "en", "rest"]);
        assert!(why.contains("does not lift the withdrawal `en/withdrawn.1.dr-ada.note`"), "{why}");
        let json = self.told(0, &["why", "en", "rest", "--format", "json"]);
        let json = json.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(json.contains("\"held\": [ \"it does not lift"), "{json}");
        self.told(0, &["build"]);
        let tombstone = self.read("public/en/rest.html");
        assert!(tombstone.contains("withdrawn") && !tombstone.contains("vein"), "{tombstone}");
    }

    /// It comes back only when both say that they lift the withdrawal.
    fn is_brought_back(&self) {
        self.write("content/en/veins/rest.md", TEXT);
        assert!(self.approve(1, ("dr-ada", "medical"), "en/rest", &[]).contains("--lift"));
        for (reviewer, role) in [("dr-ada", "medical"), ("ed-eve", "editor")] {
            self.approve(0, (reviewer, role), "en/rest", &["--lift"]);
        }
        self.told(0, &["build"]);
        assert!(self.read("public/en/rest.html").contains("Let the vein rest"));

        // Once it is back, an edit needs no lifting.
        self.write("content/en/veins/rest.md", &TEXT.replace("Let the vein rest", "The vein needs rest"));
        for (reviewer, role) in [("dr-ada", "medical"), ("ed-eve", "editor")] {
            self.approve(0, (reviewer, role), "en/rest", &["--scope", "changes"]);
        }
        self.told(0, &["build"]);
        assert!(self.read("public/en/rest.html").contains("The vein needs rest"));
    }
}

#[test]
fn keys_and_hands_that_do_not_fit_are_explained() {
    let story = Story::begin();
    let root = story.root();
    program().args(["init"]).arg(&root).output().unwrap();
    story.hire("dr-ada", "roles = [\"medical\"]");
    story.hire("dr-bob", "roles = [\"medical\"]");
    story.write("content/en/veins/rest.md", &TEXT.replace("{contacts.ambulance}", "a number"));
    assert!(story.approve(2, ("dr-adda", "medical"), "en/rest", &[]).contains("did you mean `dr-ada`?"));
    assert!(story.approve(2, ("dr-ada", "editor"), "en/rest", &[]).contains("may not sign as `editor`"));
    fs::copy(story.path("dr-bob"), story.path("dr-ada")).unwrap();
    assert!(
        story
            .approve(2, ("dr-ada", "medical"), "en/rest", &[])
            .contains("is not one of the keys of `dr-ada`")
    );
    fs::write(story.path("passphrase"), "another\n").unwrap();
    assert!(story.approve(2, ("dr-bob", "medical"), "en/rest", &[]).contains("not the passphrase"));
    fs::write(story.path("dr-bob"), "no key").unwrap();
    assert!(
        story
            .approve(2, ("dr-bob", "medical"), "en/rest", &[])
            .contains("not a private key in OpenSSH format")
    );
    assert!(story.approve(1, ("dr-bob", "medical"), "en/rset", &[]).contains("did you mean `rest`?"));
    assert!(!story.root().join("record/en").exists());
}

#[test]
fn a_fault_in_settings_trust_or_theme_ends_with_two_and_leaves_the_old_site() {
    let story = Story::begin();
    let root = story.root();
    program().args(["init"]).arg(&root).output().unwrap();
    story.told(0, &["build"]);
    let before = crate::determinism::tree(&root.join("public"));
    let faults = [
        ("vetted.toml", "site = 5\n", "vetted.toml:1"),
        ("trust/policy.toml", "[default]\nmedical = \"one\"\n", "trust/policy.toml:2"),
        ("trust/revoked", "not a key\n", "trust/revoked:1"),
        (
            "themes/default/templates/home.html",
            "{% extends \"base.html\" %}\n{{ page.nothing }}",
            "themes/default/templates/home.html",
        ),
    ];
    for (file, text, place) in faults {
        let old = fs::read_to_string(root.join(file)).ok();
        story.write(file, text);
        let said = story.told(2, &["build"]);
        assert!(said.contains(place), "{file}: {said}");
        assert_eq!(crate::determinism::tree(&root.join("public")), before, "{file}");
        match old {
            Some(old) => story.write(file, &old),
            None => fs::remove_file(root.join(file)).unwrap(),
        }
    }
    assert!(leftovers(&root).is_empty(), "{:?}", leftovers(&root));
    story.told(0, &["build"]);
}

fn leftovers(root: &Path) -> Vec<String> {
    let names = fs::read_dir(root).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name.starts_with(".public")).collect()
}
