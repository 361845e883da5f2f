//! Facts, services and lexicons are held to the same rules.

use super::kit::{Kit, article, day};
use crate::trust::words::Scope;

const CONTACTS: &str = "[contacts.ambulance]\nkind = \"phone\"\ntext = \"103\"\ncountry = \"RU\"\nsource = \"s\"\nchecked = 2026-05-01\n";
const CLINICAL: &str =
    "[clinical.dose]\nkind = \"number\"\ntext = \"0.4 mg\"\nsource = \"s\"\nchecked = 2026-05-01\n";

/// A site with live facts and an article that uses one.
fn with_facts() -> Kit {
    let mut kit = Kit::new();
    kit.put("facts/here/1/facts.toml", CONTACTS);
    kit.approve("facts/here/1", &["service.sam"]);
    kit.put("en/a/1/article.md", article("a", "", "Call {contacts.ambulance}."));
    kit.approve("en/a/1", &["medical.dr-ada", "editor.ed"]);
    kit
}

#[test]
fn the_groups_say_who_must_sign() {
    let kit = with_facts();
    let said = kit.judge();
    assert_eq!(said.line("facts/here"), "live: 1 live");
    assert_eq!(said.line("en/a"), "live: 1 live");
    let facts = said.judged.facts.unwrap();
    assert_eq!(facts.facts().region.as_str(), "here");
    assert_eq!(facts.clearance().record().len(), 3);

    let mut kit = kit;
    kit.put("facts/here/2/facts.toml", CONTACTS.to_owned() + CLINICAL);
    kit.approve("facts/here/2", &["service.sam"]);
    assert_eq!(kit.judge().line("facts/here"), "live: 2 waiting [medical 0/1], 1 live");
    kit.approve("facts/here/2", &["medical.dr-ada"]);
    assert_eq!(kit.judge().line("facts/here"), "live: 2 live, 1 replaced");
    kit.policy += "[facts]\nservice = 2\n";
    assert_eq!(kit.judge().line("facts/here"), "waiting: 2 waiting [service 1/2], 1 waiting [service 1/2]");
}

#[test]
fn an_article_without_its_facts_is_not_shown() {
    let mut kit = with_facts();
    kit.put("facts/here/2/facts.toml", CLINICAL);
    kit.approve("facts/here/2", &["medical.dr-ada"]);
    let said = kit.judge();
    assert_eq!(said.line("en/a"), "waiting: 1 unusable");
    assert_eq!(said.errors(), ["the live facts of `here` have no `contacts.ambulance`"; 2]);
    kit.files.retain(|path, _| !path.contains("/facts/"));
    let said = kit.judge();
    assert_eq!(said.errors(), ["`{contacts.ambulance}` needs facts, and none are live for `here`"; 2]);
}

#[test]
fn an_older_version_that_has_its_facts_stays() {
    let mut kit = with_facts();
    kit.put("en/a/2/article.md", article("a", "", "Take {clinical.dose}."));
    kit.approve("en/a/2", &["medical.dr-ada", "editor.ed"]);
    assert_eq!(kit.judge().line("en/a"), "live: 2 unusable, 1 live");
}

#[test]
fn a_region_may_leave_an_article_out() {
    let mut kit = with_facts();
    kit.put("facts/here/2/facts.toml", format!("leave_out = [\"a\"]\n{CLINICAL}"));
    kit.approve("facts/here/2", &["medical.dr-ada"]);
    let said = kit.judge();
    assert_eq!(said.line("en/a"), "left out: 1 leftout");
    assert_eq!(said.errors(), [""; 0]);
    assert!(said.judged.tombstones.is_empty());
}

#[test]
fn a_correction_of_facts_bars_even_when_damaged() {
    let mut kit = with_facts();
    kit.put("facts/here/2/facts.toml", CONTACTS.replace("103", "112"));
    kit.approve_as("facts/here/2", &["service.sam"], |_, own| own.scope = Scope::Correction);
    assert_eq!(kit.judge().line("facts/here"), "live: 2 live, 1 barred");
    kit.put("facts/here/2/facts.toml", "= damaged");
    let said = kit.judge();
    assert_eq!(said.line("facts/here"), "barred: 2 unusable, 1 barred");
    assert_eq!(said.line("en/a"), "waiting: 1 unusable");
}

#[test]
fn changes_to_damaged_facts_are_not_followed() {
    let mut kit = with_facts();
    kit.put("facts/here/2/facts.toml", CLINICAL);
    kit.approve("facts/here/2", &["service.sam"]);
    let second = kit.digest("facts/here/2/facts.toml");
    kit.put("facts/here/2/facts.toml", "= damaged");
    kit.put("facts/here/3/facts.toml", CLINICAL);
    kit.approve_as("facts/here/3", &["medical.dr-ada"], |_, own| {
        own.scope = Scope::Changes;
        own.previous = Some((2, second));
    });
    let said = kit.judge();
    assert_eq!(
        said.why("facts/here", 3),
        ["this approves changes to a version that was never approved, or not with this text"]
    );
}

#[test]
fn facts_of_another_region_are_judged_and_not_used() {
    let mut kit = with_facts();
    kit.put("facts/there/1/facts.toml", CONTACTS);
    kit.approve("facts/there/1", &["service.sam"]);
    let said = kit.judge();
    assert_eq!(said.line("facts/there"), "live: 1 live");
    assert_eq!(said.judged.facts.unwrap().facts().region.as_str(), "here");
}

const SERVICES: &str = "city = \"Here\"\ncountry = \"RU\"\ntime_zone = \"UTC\"\n[services.bus]\nname = \"Bus\"\nkinds = [\"naloxone\"]\nphone = \"12\"\nhours = { mon = \"10:00-11:00\" }\nchecked = 2026-05-01\nsource = \"s\"\n";
const LEXICON: &str = "[[terms]]\nterm = \"od\"\nkind = \"slang\"\nmeans = [\"a\"]\n";

#[test]
fn services_and_lexicons_are_handed_on_read() {
    let mut kit = Kit::new();
    kit.put("services/here/1/services.toml", SERVICES);
    kit.put("services/there/1/services.toml", SERVICES);
    kit.put("lexicon/en/1/lexicon.toml", LEXICON);
    kit.put("lexicon/uz/1/lexicon.toml", LEXICON);
    kit.approve("services/here/1", &["service.sam"]);
    kit.approve("services/there/1", &["service.sam"]);
    kit.approve("lexicon/en/1", &["editor.ed"]);
    kit.approve("lexicon/uz/1", &["editor.ed"]);
    let said = kit.judge();
    let services = said.judged.services.as_ref().unwrap();
    assert_eq!(services.services().region.as_str(), "here");
    assert_eq!(services.services().services[0].id.as_str(), "bus");
    assert_eq!(services.clearance().record().len(), 3);
    assert_eq!(said.judged.lexicons.values().next().unwrap().lexicon().terms[0].term, "od");
    assert_eq!(said.judged.lexicons.len(), 1);
    assert_eq!(said.line("lexicon/uz"), "live: 1 live");
    assert_eq!(said.line("services/there"), "live: 1 live");
    kit.put("services/here/1/services.toml", SERVICES.replace("Bus", "Buss"));
    let said = kit.judge();
    assert!(said.judged.services.is_none());
    assert_eq!(said.why("services/here", 1), ["`services.toml` is not what `sam` signed"]);
}

#[test]
fn a_signed_directory_that_cannot_be_read_takes_out_that_version_alone() {
    let mut kit = Kit::new();
    kit.put("services/here/1/services.toml", SERVICES);
    kit.put("services/here/2/services.toml", SERVICES.replace("10:00-11:00", "10:00-10:00"));
    kit.approve("services/here/1", &["service.sam"]);
    assert_eq!(kit.judge().errors(), [""; 0], "what nobody has signed is nobody's fault");
    kit.approve("services/here/2", &["service.sam"]);
    let said = kit.judge();
    assert_eq!(said.line("services/here"), "live: 2 unusable, 1 live");
    assert_eq!(said.why("services/here", 2), ["these hours end when they begin"]);
    assert_eq!(said.judged.services.unwrap().clearance().version(), 1);
    kit.put("lexicon/en/1/lexicon.toml", LEXICON.replace("slang", "slng"));
    kit.approve("lexicon/en/1", &["editor.ed"]);
    let said = kit.judge();
    assert_eq!(said.line("lexicon/en"), "waiting: 1 unusable");
    assert_eq!(said.errors().len(), 2);
}

#[test]
fn a_correction_of_services_bars_even_where_it_cannot_be_read() {
    let mut kit = Kit::new();
    kit.put("services/here/1/services.toml", SERVICES);
    kit.put("services/here/2/services.toml", "= not toml");
    kit.approve("services/here/1", &["service.sam"]);
    kit.approve_as("services/here/2", &["service.sam"], |_, own| own.scope = Scope::Correction);
    assert_eq!(kit.judge().line("services/here"), "barred: 2 unusable, 1 barred");
    // Nothing in the file says who must sign it, so a damaged one bars nothing that its notes may not.
    kit.policy += "[services]\nservice = 2\n";
    assert_eq!(kit.judge().line("services/here"), "waiting: 2 waiting [], 1 waiting [service 1/2]");
}

#[test]
fn services_follow_the_policy_and_carry_the_mark_of_a_demonstration() {
    let mut kit = Kit::new();
    kit.put("services/here/1/services.toml", SERVICES);
    kit.approve("services/here/1", &["service.demo-medical"]);
    assert!(kit.judge().judged.services.unwrap().clearance().is_demonstration());
    kit.approve("services/here/1", &["service.sam"]);
    assert!(!kit.judge().judged.services.unwrap().clearance().is_demonstration());
    kit.as_of = day("2028-01-01");
    assert!(kit.judge().judged.services.unwrap().clearance().is_overdue());
    kit.policy += "[services]\non-expiry = \"withdraw\"\n";
    assert_eq!(kit.judge().line("services/here"), "expired: 1 expired");
}

#[test]
fn overdue_facts_stay_or_go_by_policy() {
    let mut kit = with_facts();
    kit.as_of = day("2028-01-01");
    let said = kit.judge();
    assert!(said.judged.facts.unwrap().clearance().is_overdue());
    kit.policy += "[facts]\non-expiry = \"withdraw\"\n";
    let said = kit.judge();
    assert_eq!(said.line("facts/here"), "expired: 1 expired");
    assert!(said.judged.facts.is_none());
}
