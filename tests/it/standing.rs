//! One article from its first line to its last state, told by `status`, `due` and `why` as its people would ask them.

use std::fs;

use crate::story::{Story, TEXT};

const ADA: (&str, &str) = ("dr-ada", "medical");
const BOTH: (&str, &str) = ("dr-both", "medical");
const EVE: (&str, &str) = ("ed-eve", "editor");
const ENGLISH: &str = "content/en/veins/rest.md";
const RUSSIAN: &str = "content/ru/veins/rest.md";
const POLICY: &str =
    "[default]\nmedical = 1\neditor = 1\nreview-every = \"12 months\"\non-expiry = \"banner\"\n";

#[test]
fn an_article_is_walked_through_every_state_of_its_life() {
    let mut story = Story::with_people();
    story.hire("dr-both", "roles = [\"medical\", \"editor\"]");
    story.begins_with_nothing();
    story.is_new_and_then_whole();
    story.is_signed_by_one_person_twice();
    story.is_live();
    story.is_edited_and_signed_again();
    story.is_translated_and_falls_behind();
    story.falls_due();
    story.is_corrected();
    story.is_withdrawn_and_lifted();
    story.comes_back_when_a_key_is_revoked();
    story.is_left_out_by_the_region();
    story.loses_its_doctor();
}

/// The chapters.
impl Story {
    /// Asks, and the answer holds each of these.
    fn hears(&self, asked: &[&str], expected: &[&str]) {
        let said = self.told(0, asked);
        for part in expected {
            assert!(said.contains(part), "{asked:?} does not say `{part}`:\n{said}");
        }
    }

    fn sign(&self, hands: [(&str, &str); 2], what: &str, more: &[&str]) {
        for hand in hands {
            self.approve(0, hand, what, more);
        }
    }

    fn begins_with_nothing(&self) {
        self.write("trust/policy.toml", POLICY);
        let settings =
            self.read("vetted.toml").replace("languages = [\"en\"]", "languages = [\"en\", \"ru\"]");
        self.write("vetted.toml", &settings);
        let status = "1 text on 2026-11-20: 1 never signed\n\
             to do: 1 never signed\n\
             begin an article with `vetted new LANG/TOPIC/ID`, such as `vetted new en/veins/vein-care`\n\
             \n\
             never signed: approve\n\
             \x20 facts/my-region  1 service\n\
             \n\
             \x20 text             topic  state         live  waiting  due  desk\n\
             \x20 facts/my-region  -      never signed  -     -        -    new\n";
        assert_eq!(self.told(0, &["status"]), status);
        assert_eq!(self.told(0, &["due"]), "nothing is due by 2026-12-20\n");
        let no_day = self.told(1, &["due", "--ics", "due.ics"]);
        assert!(no_day.contains("no text has a day on which it is due"), "{no_day}");
        let nowhere = self.told(1, &["why", "en", "rest"]);
        assert!(nowhere.contains("no text `en/rest`, neither on the desk nor in the record"), "{nowhere}");
        assert!(nowhere.contains("`vetted new`"), "{nowhere}");
        self.approve(0, ("ed-eve", "service"), "facts/my-region", &[]);
        assert_eq!(
            self.told(0, &["why", "facts", "my-region"]),
            "facts/my-region: live, version 1\n\
             \x20 it is in use; it is fresh until 2027-11-20\n\
             \x20 on the desk: content/facts/my-region.toml, the same as version 1\n\
             \n\
             version 1: live\n\
             \x20 review due 2027-11-20\n\
             \x20 service.ed-eve.note: counts (reviewed 2026-11-20)\n"
        );
        assert!(self.told(1, &["why", "facts", "my-regoin"]).contains("did you mean `facts/my-region`?"));
    }

    fn is_new_and_then_whole(&self) {
        self.told(0, &["new", "en/veins/rest"]);
        self.hears(
            &["status"],
            &["2 texts on 2026-11-20: 1 live, 1 never signed", "en/rest  1 medical, 1 editor; errors"],
        );
        self.hears(
            &["why", "en/rest"],
            &["en/rest: never signed", "nobody has signed it", "never frozen", "errors"],
        );
        self.write(ENGLISH, TEXT);
        self.told(0, &["check"]);
        self.hears(&["status"], &["never signed: approve\n  en/rest  1 medical, 1 editor\n"]);
        assert!(self.told(1, &["why", "ru", "rest"]).contains("did you mean `en/rest`?"));
        assert!(self.told(1, &["why", "rest"]).contains("did you mean `en/rest`?"));
    }

    /// One person cannot be doctor and editor of one version, and is told so.
    fn is_signed_by_one_person_twice(&self) {
        self.approve(0, BOTH, "en/rest", &[]);
        self.hears(
            &["status"],
            &["1 waiting", "to sign: `vetted approve`\n  en/rest  version 1: 1 editor\n"],
        );
        self.hears(&["status", "--role", "editor"], &["1 text on", "version 1: 1 editor"]);
        self.hears(&["status", "--role", "medical"], &["nothing of 2 texts matches what you ask for"]);
        let said = self.approve(0, ("dr-both", "editor"), "en/rest", &[]);
        assert!(
            said.contains("still to sign: 1 editor (another person: you count in one role only)"),
            "{said}"
        );
        self.hears(&["status"], &["version 1: 1 editor; `dr-both` counts in another role already"]);
        assert_eq!(
            self.told(0, &["why", "en", "rest"]),
            "en/rest: waiting\n\
             \x20 readers do not see it: no version can be used yet\n\
             \x20 on the desk: content/en/veins/rest.md, the same as version 1\n\
             \x20 to sign: `vetted approve`\n\
             \x20   version 1: 1 editor; `dr-both` counts in another role already\n\
             \n\
             version 1: waiting for notes: 0 of 1 editor so far\n\
             \x20 editor.dr-both.note: does not count (reviewed 2026-11-20)\n\
             \x20   - this person counts in another role already\n\
             \x20 medical.dr-both.note: counts (reviewed 2026-11-20)\n"
        );
    }

    fn is_live(&self) {
        self.approve(0, EVE, "en/rest", &[]);
        assert_eq!(
            self.told(0, &["status", "--language", "en"]),
            "1 text on 2026-11-20: 1 live\n\
             nothing is to be done before 2027-11-20\n\
             \n\
             \x20 text     topic  state  live  waiting  due         desk\n\
             \x20 en/rest  veins  live   1     -        2027-11-20  same\n"
        );
        assert_eq!(
            self.told(0, &["due"]),
            "nothing is due by 2026-12-20; the next is en/rest, on 2027-11-20\n"
        );
        self.hears(
            &["why", "en", "rest"],
            &["en/rest: live, version 1", "readers see it; it is fresh until 2027-11-20"],
        );
    }

    /// The old text stays while the new one waits for its second signature.
    fn is_edited_and_signed_again(&mut self) {
        self.day = "2027-02-01";
        self.write(ENGLISH, &TEXT.replace("Let the vein rest", "Give the vein a rest"));
        self.hears(&["status"], &["1 edited since", "  en/rest  since version 1: 1 medical, 1 editor\n"]);
        self.hears(&["why", "en", "rest"], &["rest.md, which differs from every version", "since version 1"]);
        self.approve(0, ADA, "en/rest", &[]);
        self.hears(
            &["status"],
            &[
                "en/rest  version 2: 1 editor\n",
                "en/rest          veins  live         1     2: 1 editor  2027-11-20  same",
            ],
        );
        self.hears(
            &["why", "en", "rest"],
            &["live, version 1", "version 2: waiting for notes: 0 of 1 editor"],
        );
        self.write(ENGLISH, &TEXT.replace("Let the vein rest", "Let it rest"));
        self.hears(&["status"], &["en/rest  since version 2: 1 medical, 1 editor"]);
        self.write(ENGLISH, &TEXT.replace("Let the vein rest", "Give the vein a rest"));
        self.approve(0, EVE, "en/rest", &[]);
        self.hears(&["why", "en", "rest"], &["live, version 2", "version 1: replaced by a higher version"]);
    }

    fn is_translated_and_falls_behind(&mut self) {
        self.hears(&["status"], &["1 not written", "not translated: `vetted new`\n  ru/rest  live in en\n"]);
        self.hears(&["why", "ru", "rest"], &["ru/rest: not written", "it is not written in this language"]);
        let russian = TEXT.replace("urgency", "source_language = \"en\"\nurgency");
        self.write(RUSSIAN, &russian);
        self.hears(&["why", "ru", "rest"], &["ru/rest: never signed", "1 medical, 1 editor"]);
        self.sign([ADA, EVE], "ru/rest", &[]);
        self.is_remarked_upon();
        self.hears(&["status"], &["3 texts on 2027-02-01: 3 live\nnothing is to be done before 2027-11-20"]);

        self.day = "2027-03-01";
        self.write(ENGLISH, &TEXT.replace("Let the vein rest", "Rest the vein"));
        self.sign([ADA, EVE], "en/rest", &["--scope", "changes"]);
        let behind = "behind the source: bring up to date and approve\n";
        self.hears(
            &["status"],
            &["1 behind the source", behind, "  ru/rest  made from en 2, and en 3 is live\n"],
        );
        self.hears(&["why", "ru", "rest"], &["live, version 1", "made from en 2, and en 3 is live"]);
        let json = self.told(0, &["why", "ru", "rest", "--format", "json"]);
        let json: serde_json::Value = serde_json::from_str(&json).unwrap();
        let task = serde_json::json!({ "task": "behind", "language": "en", "version": 2, "live": 3 });
        assert_eq!(json["result"]["tasks"], serde_json::json!([task]));
    }

    /// Each text on the day of its own, also where the facts it shows are due before.
    fn makes_a_calendar(&self) {
        self.hears(
            &["due", "--within", "0d", "--ics", "due.ics"],
            &["due.ics, a calendar; events in it: 3\n"],
        );
        let calendar = self.read("due.ics");
        let days: Vec<&str> =
            calendar.lines().filter_map(|line| line.strip_prefix("DTSTART;VALUE=DATE:")).collect();
        assert_eq!(days, ["20271120", "20280201", "20280201"]);
        for person in ["dr-ada", "ed-eve"] {
            assert!(!calendar.contains(person), "{calendar}");
        }
        self.told(0, &["due", "--ics", "due.ics"]);
        assert_eq!(self.read("due.ics"), calendar, "how far ahead is listed changes nothing in the calendar");
        let json = self.told(0, &["due", "--ics", "due.ics", "--format", "json"]);
        let json: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(json["result"]["calendar"]["events"], 3);
        let article = self.read(ENGLISH);
        let refused = self.told(2, &["due", "--ics", ENGLISH]);
        assert!(refused.contains("is there already, and is no calendar of ours"), "{refused}");
        assert_eq!(self.read(ENGLISH), article);

        let json = self.told(0, &["status", "--format", "json"]);
        let json: serde_json::Value = serde_json::from_str(&json).unwrap();
        let topics = serde_json::json!({ "states": ["live"], "rows": [{ "label": "veins", "counts": [2] }] });
        assert_eq!(json["result"]["charts"]["topics"], topics);
        let overdue = serde_json::json!({ "label": "overdue", "count": 3 });
        assert_eq!(json["result"]["charts"]["due"][0], overdue);
    }

    /// A remark is told until somebody settles it, and a broken one stops nothing.
    fn is_remarked_upon(&self) {
        let remark = "content/remarks/en/rest/1.dr-ada.toml";
        self.write(remark, "day = 2027-02-01\ntext = \"For how long?\"\n");
        self.write("content/remarks/en/rest/1.ed-evee.toml", "day = 2027-02-01\ntext = \"And when?\"\n");
        self.write("content/remarks/en/rest/1.dr-bob.toml", "day = 2027-02");
        self.hears(
            &["status"],
            &["to do: 1 with open remarks\n", "change the text, or answer them\n  en/rest  2 remarks\n"],
        );
        let warnings =
            ["`ed-evee` is not a reviewer of this site", "did you mean `ed-eve`?", "1.dr-bob.toml:1:"];
        self.hears(&["check"], &warnings);
        self.told(0, &["build"]);
        for file in ["content/remarks/en/rest/1.ed-evee.toml", "content/remarks/en/rest/1.dr-bob.toml"] {
            fs::remove_file(self.root().join(file)).unwrap();
        }
        let json = self.told(0, &["why", "en", "rest", "--format", "json"]);
        let json: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(json["result"]["tasks"], serde_json::json!([{ "task": "answer", "open": 1 }]));
        let answer = "day = 2027-02-02\nto = \"1.dr-ada\"\ncloses = true\ntext = \"It says so.\"\n";
        self.write("content/remarks/en/rest/1.ed-eve.toml", answer);
    }

    /// Soon, then overdue with a banner, then off the site, as the policy has it.
    fn falls_due(&mut self) {
        self.day = "2028-01-10";
        self.hears(
            &["due"],
            &[
                "due by 2028-02-09: 3, of which overdue: 3",
                "2027-11-20  51 days ago  facts/my-region",
                "due with the facts they show: 2",
            ],
        );
        self.makes_a_calendar();
        self.approve(0, ("ed-eve", "service"), "facts/my-region", &[]);
        assert_eq!(
            self.told(0, &["due", "--within", "4w"]),
            "due by 2028-02-07: 2, of which overdue: 0\n\
             \x20 2028-02-01  in 22 days  en/rest\n\
             \x20 2028-02-01  in 22 days  ru/rest\n\
             read them again and sign them: `vetted approve`\n"
        );
        self.hears(
            &["due", "--within", "1 week"],
            &["nothing is due by 2028-01-17; the next is en/rest, on 2028-02-01"],
        );
        self.hears(&["status"], &["2 due within 30 days", "  en/rest  2028-02-01, in 22 days\n"]);

        self.day = "2028-02-02";
        self.told(0, &["build"]);
        assert!(self.read("public/en/rest.html").contains("has been due since"));
        self.hears(&["due", "--within", "0d"], &["2, of which overdue: 2", "2028-02-01  yesterday  en/rest"]);
        self.hears(
            &["why", "en", "rest"],
            &["live, version 3", "are told that its review was due on 2028-02-01"],
        );
        let json = self.told(0, &["due", "--within", "0d", "--format", "json"]);
        let json: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(
            (&json["result"]["overdue"], &json["result"]["texts"][0]["overdue"]),
            (&2.into(), &true.into())
        );

        self.write("trust/policy.toml", &format!("{POLICY}[topic.veins]\non-expiry = \"withdraw\"\n"));
        self.hears(
            &["status"],
            &["1 live, 2 expired", "en/rest          veins  expired  -     -        2028-02-01  same"],
        );
        self.hears(&["due"], &["2028-02-01  yesterday  en/rest  off the site"]);
        self.hears(
            &["why", "en", "rest"],
            &["en/rest: expired", "due on 2028-02-01, and its policy says `withdraw`"],
        );
        self.write("trust/policy.toml", POLICY);
    }

    /// A correction takes every earlier version along, and the translation of one.
    fn is_corrected(&self) {
        self.write(ENGLISH, &TEXT.replace("Let the vein rest", "See a nurse"));
        self.sign([BOTH, EVE], "en/rest", &["--scope", "correction"]);
        self.hears(&["why", "en", "rest"], &["live, version 4", "version 3: barred by a correction"]);
        self.hears(
            &["why", "ru", "rest"],
            &["ru/rest: barred", "a correction bars every version that was approved"],
        );
        self.hears(
            &["status"],
            &["2 live, 1 barred", "ru/rest          veins  barred  -     -        -           same"],
        );
        assert!(!self.told(0, &["due"]).contains("ru/rest"), "what is gone is not due");
    }

    fn is_withdrawn_and_lifted(&self) {
        self.withdraw(0, "dr-ada", "en/rest", &[]);
        self.hears(&["status"], &["1 live, 1 withdrawn, 1 barred"]);
        let note = "withdrawn.1.dr-ada.note: holds (reviewed 2028-02-02)";
        self.hears(
            &["why", "en", "rest"],
            &["en/rest: withdrawn", "it was withdrawn", &format!("\n  {note}")],
        );
        self.hears(&["why", "ru", "rest"], &[&format!("\n  record/en/rest/{note}")]);
        // Nor does damage to the withdrawal bring it back.
        let path = "record/en/rest/withdrawn.1.dr-ada.note";
        let whole = self.read(path);
        self.write(path, "damaged");
        self.hears(
            &["why", "en", "rest"],
            &["en/rest: withdrawn", "a file that may be a withdrawal cannot be checked"],
        );
        self.write(path, &whole);
        self.approve(0, BOTH, "en/rest", &["--lift"]);
        self.hears(&["status"], &["en/rest  version 5: 1 editor"]);
        self.approve(0, EVE, "en/rest", &["--lift"]);
        self.hears(&["why", "en", "rest"], &["live, version 5", "version 4: held by a withdrawal"]);
    }

    /// Who revokes a key may bring back what its owner withdrew: that is said until somebody has looked.
    fn comes_back_when_a_key_is_revoked(&self) {
        self.withdraw(0, "dr-ada", "en/rest", &[]);
        self.hears(&["why", "en", "rest"], &["en/rest: withdrawn"]);
        self.revoke("dr-ada");
        let warning = "this withdrawal does not count, so the site shows `en/rest`";
        self.hears(
            &["build"],
            &[warning, "record/en/rest/withdrawn.2.dr-ada.note", "approve it anew with `--lift`"],
        );
        self.hears(
            &["status"],
            &["1 shown against a withdrawal", "  en/rest  en/rest/withdrawn.2.dr-ada.note\n"],
        );
        self.hears(
            &["why", "en", "rest"],
            &["live, version 5", warning, "the key that `dr-ada` signed with is revoked"],
        );
        self.sign([BOTH, EVE], "en/rest", &["--lift"]);
        assert!(!self.told(0, &["build"]).contains(warning));
        self.hears(&["why", "en", "rest"], &["live, version 6"]);
    }

    fn is_left_out_by_the_region(&self) {
        let facts = self.read("content/facts/my-region.toml");
        self.write("content/facts/my-region.toml", &format!("leave_out = [\"rest\"]\n{facts}"));
        self.hears(&["status"], &["facts/my-region  since version 2: 1 service"]);
        self.approve(0, ("ed-eve", "service"), "facts/my-region", &[]);
        self.hears(&["status"], &["1 left out"]);
        self.hears(&["why", "en", "rest"], &["en/rest: left out", "the region `my-region` leaves it out"]);
        self.write("content/facts/my-region.toml", &facts);
        self.approve(0, ("ed-eve", "service"), "facts/my-region", &[]);
        self.hears(&["why", "en", "rest"], &["en/rest: live, version 6"]);
    }

    /// Without the doctor's key no version has its signatures any more.
    fn loses_its_doctor(&self) {
        self.revoke("dr-both");
        self.hears(
            &["why", "en", "rest"],
            &["en/rest: waiting", "the key that `dr-both` signed with is revoked"],
        );
        self.hears(&["status"], &["to sign: `vetted approve`\n  en/rest  version 6: 1 medical\n"]);
    }

    fn revoke(&self, reviewer: &str) {
        let public = fs::read_to_string(self.path(&format!("{reviewer}.pub"))).unwrap();
        let revoked = self.read("trust/revoked");
        self.write("trust/revoked", &format!("{revoked}{}\n", public.trim()));
    }
}
