//! Signing and pulling: what `approve`, `withdraw` and `key` refuse, and what they say.

pub(crate) mod library;

use std::fs;

use crate::story::{Story, TEXT};

/// The text without its fact, so that it can be live alone.
fn plain() -> String {
    TEXT.replace("{contacts.ambulance}", "an ambulance")
}

#[test]
fn what_holds_a_new_note_is_told() {
    let story = Story::with_people();
    story.write("content/en/veins/rest.md", &plain());
    story.publish("en/rest");
    story.withdraw(0, "dr-ada", "en/rest", &[]);
    story.write("record/en/rest/withdrawn.1.dr-ada.note", "damaged");
    let said = story.approve(1, ("dr-ada", "medical"), "en/rest", &["--lift"]);
    assert!(said.contains("was not written: `en/withdrawn.1.dr-ada.note` may be a withdrawal"), "{said}");
}

#[test]
fn a_withdrawal_that_leaves_the_text_on_line_is_refused() {
    let story = Story::with_people();
    story.hire("show", "roles = [\"medical\"]\ndemonstration = true");
    story.write("content/en/veins/rest.md", &plain());
    story.publish("en/rest");
    let said = story.withdraw(1, "show", "en/rest", &[]);
    assert!(said.contains("record/en/rest would stay on the site"), "{said}");
    assert!(!story.root().join("record/en/rest/withdrawn.1.show.note").exists());
    assert!(story.withdraw(0, "dr-ada", "en/rest", &[]).contains("withdrawn: record/en/rest"));
}

#[test]
fn what_to_read_instead_is_another_text_that_is_there() {
    let story = Story::with_people();
    for id in ["rest", "other"] {
        let text = plain().replace("id = \"rest\"", &format!("id = \"{id}\""));
        story.write(&format!("content/en/veins/{id}.md"), &text);
        story.publish(&format!("en/{id}"));
    }
    let said = story.withdraw(2, "dr-ada", "en/rest", &["--instead", "rest"]);
    assert!(said.contains("the text that is withdrawn"), "{said}");
    let said = story.withdraw(2, "dr-ada", "en/rest", &["--instead", "othre"]);
    assert!(said.contains("no text `othre`") && said.contains("did you mean `other`?"), "{said}");
    story.withdraw(0, "dr-ada", "en/rest", &["--instead", "other"]);
}

#[test]
fn the_name_of_a_withdrawal_is_the_first_that_is_free() {
    let story = Story::with_people();
    story.write("content/en/veins/rest.md", &plain());
    story.publish("en/rest");
    story.write("record/en/rest/withdrawn.999999999.foo.note", "junk");
    story.write("record/en/rest/withdrawn.7.dr-ada.note.sig", "junk");
    let said = story.withdraw(0, "dr-ada", "en/rest", &[]);
    assert!(said.contains("withdrawal 1,"), "{said}");
    assert!(story.withdraw(0, "dr-ada", "en/rest", &[]).contains("withdrawal 2,"));
}

#[test]
fn a_folder_with_the_last_number_is_told_to_go() {
    let story = Story::with_people();
    story.write("content/en/veins/rest.md", &plain());
    story.write("record/en/rest/999999999/article.md", "junk");
    let said = story.approve(1, ("dr-ada", "medical"), "en/rest", &[]);
    assert!(said.contains("record/en/rest/999999999") && said.contains("take that folder out"), "{said}");
}

#[test]
fn another_topic_is_never_taken_silently() {
    let story = Story::with_people();
    let policy = story.read("trust/policy.toml");
    story.write("trust/policy.toml", &format!("{policy}\n[topic.overdose]\nmedical = 2\n"));
    story.hire("dr-bob", "roles = [\"medical\"]");
    story.write("content/en/overdose/rest.md", &plain());
    assert!(story.approve(0, ("dr-ada", "medical"), "en/rest", &[]).contains("topic overdose"));
    story.approve(0, ("dr-bob", "medical"), "en/rest", &[]);
    story.approve(0, ("ed-eve", "editor"), "en/rest", &[]);

    // Moved to where fewer must sign: no signature without the word.
    fs::remove_file(story.root().join("content/en/overdose/rest.md")).unwrap();
    story.write("content/en/information/rest.md", &plain().replace("sore vein", "sick vein"));
    let said = story.approve(1, ("dr-ada", "medical"), "en/rest", &[]);
    assert!(said.contains("`overdose`") && said.contains("`information`"), "{said}");
    assert!(said.contains("--new-topic"), "{said}");
    assert!(!story.root().join("record/en/rest/2").exists());
    let said = story.approve(0, ("dr-ada", "medical"), "en/rest", &["--new-topic"]);
    assert!(said.contains("topic information"), "{said}");
    story.approve(1, ("ed-eve", "editor"), "en/rest", &[]);
    story.approve(0, ("ed-eve", "editor"), "en/rest", &["--new-topic"]);
}

#[test]
fn a_waiting_version_of_another_topic_is_not_joined() {
    let story = Story::with_people();
    story.write("content/en/overdose/rest.md", &plain());
    story.approve(0, ("dr-ada", "medical"), "en/rest", &[]);
    fs::remove_file(story.root().join("content/en/overdose/rest.md")).unwrap();
    story.write("content/en/veins/rest.md", &plain());
    let said = story.approve(0, ("ed-eve", "editor"), "en/rest", &[]);
    assert!(said.contains("version 2") && said.contains("still to sign: 1 medical"), "{said}");
}

/// The facts of a region.
fn facts(number: &str, more: &str) -> String {
    format!(
        "{more}\n[contacts.ambulance]\nkind = \"phone\"\ntext = \"{number}\"\ncountry = \"RU\"\nsource = \"s\"\nchecked = 2026-11-20\n"
    )
}

#[test]
fn new_facts_tell_what_they_change_and_what_they_take_away_in_every_region() {
    let story = Story::with_people();
    story.write("content/en/veins/rest.md", TEXT);
    for region in ["my-region", "other"] {
        story.write(&format!("content/facts/{region}.toml"), &facts("103", ""));
        story.approve(0, ("ed-eve", "service"), &format!("facts/{region}"), &[]);
    }
    story.publish("en/rest");
    for region in ["my-region", "other"] {
        let subject = format!("facts/{region}");
        let place = format!("content/facts/{region}.toml");
        story.write(&place, &facts("112", ""));
        let said = story.approve(0, ("ed-eve", "service"), &subject, &[]);
        assert!(said.contains("- 2. Call 103") && said.contains("+ 2. Call 112"), "{region}: {said}");

        let renamed = facts("112", "").replace("contacts.ambulance", "contacts.other");
        story.write(&place, &renamed);
        fs::rename(story.root().join("content/en"), story.path("aside")).unwrap();
        let said = story.approve(1, ("ed-eve", "service"), &subject, &[]);
        assert!(said.contains("would be gone"), "{region}: {said}");
        fs::rename(story.path("aside"), story.root().join("content/en")).unwrap();

        story.write(&place, &facts("112", "leave_out = [\"rest\"]"));
        let said = story.approve(0, ("ed-eve", "service"), &subject, &[]);
        assert!(said.contains("takes record/en/rest off the site"), "{region}: {said}");
    }
}

#[test]
fn a_key_is_made_whole_or_not_at_all() {
    let story = Story::with_people();
    story.write("../dr-new.pub", "somebody's");
    let (file, passphrase) = (story.path("dr-new"), story.path("passphrase"));
    let arguments = ["key", "new", "dr-new", "--file", file.to_str().unwrap(), "--passphrase-file"];
    let arguments = [&arguments[..], &[passphrase.to_str().unwrap()]].concat();
    assert!(story.told(2, &arguments).contains("dr-new.pub` is there already"));
    assert!(!file.exists());
    fs::remove_file(story.path("dr-new.pub")).unwrap();
    story.told(0, &arguments);
}

#[test]
fn keys_are_kept_out_of_the_folder_that_is_shared() {
    let story = Story::begin();
    let root = story.root();
    let said = story.told(0, &["init", root.to_str().unwrap()]);
    assert!(said.contains("--file ~/dr-ada.key"), "{said}");
    assert!(story.read(".gitignore").lines().any(|line| line == "*.key"));
}
