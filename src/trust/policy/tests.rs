use super::*;
use crate::base::day::Period;
use crate::base::path::SourcePath;

const DEFAULT: &str =
    "[default]\nmedical = 1\neditor = 1\nreview-every = \"12 months\"\non-expiry = \"banner\"\n";

fn read(text: &str) -> (Option<Policy>, Vec<String>) {
    let mut found = Diagnostics::new();
    let source = Source::new(SourcePath::parse("p.toml").unwrap(), text.to_owned());
    let policy = Policy::parse(&source, &mut found);
    let line = |found: crate::diagnostic::Diagnostic| {
        let crate::diagnostic::Place::Text(span) = &found.labels[0].place else { panic!() };
        format!("{span:?} {}", found.message)
    };
    (policy, found.into_sorted().into_iter().map(line).collect())
}

fn policy(more: &str) -> Policy {
    let (policy, found) = read(&format!("{DEFAULT}{more}"));
    assert_eq!(found, [""; 0]);
    policy.unwrap()
}

fn needs(rule: &Rule) -> String {
    let needs: Vec<String> = rule.needs.iter().map(|(role, count)| format!("{role} {count}")).collect();
    needs.join(", ")
}

#[test]
fn topics_inherit_from_the_default() {
    let policy = policy(
        "[topic.overdose]\nmedical = 2\neditor = 0\nlegal = 1\n[topic.law]\nreview-every = \"3 months\"\non-expiry = \"withdraw\"\none-person-two-roles = true\n",
    );
    assert_eq!(needs(policy.article(&Topic::parse("veins").unwrap())), "medical 1, editor 1");
    let overdose = policy.article(&Topic::parse("overdose").unwrap());
    assert_eq!(needs(overdose), "medical 2, legal 1");
    assert_eq!((overdose.review_every, overdose.on_expiry), (Period::Months(12), OnExpiry::Banner));
    let law = policy.article(&Topic::parse("law").unwrap());
    assert_eq!(needs(law), "medical 1, editor 1");
    assert_eq!((law.review_every, law.on_expiry), (Period::Months(3), OnExpiry::Withdraw));
    assert!(law.one_person_two_roles && !overdose.one_person_two_roles);
}

#[test]
fn groups_of_facts_say_which_roles_they_need() {
    let plain = policy("");
    for (groups, wanted) in [
        (&["contacts"][..], "service 1"),
        (&["clinical"], "medical 1"),
        (&["clinical", "contacts"], "medical 1, service 1"),
        (&["contacts", "prices"], "medical 1, service 1"),
        (&[], "medical 1, service 1"),
    ] {
        assert_eq!(needs(&plain.facts(groups.iter().copied())), wanted, "{groups:?}");
    }
    let more = policy("[facts]\nservice = 2\nmedical = 0\neditor = 1\n");
    assert_eq!(needs(&more.facts(["contacts"])), "editor 1, service 2");
    assert_eq!(needs(&more.facts(["clinical"])), "medical 1, editor 1");
    assert_eq!(needs(plain.services()), "service 1");
    assert_eq!(needs(plain.lexicon()), "editor 1");
    assert_eq!(needs(policy("[lexicon]\nmedical = 1\n").lexicon()), "medical 1, editor 1");
}

#[test]
fn every_fault_is_told_with_its_place() {
    let (policy, found) = read(
        "[default]\nmedical = 10\neditr = 1\nreview-every = \"often\"\non-expiry = \"banne\"\n[topic.Veins]\n[topic.law]\nmedical = \"1\"\n[fact]\n",
    );
    assert!(policy.is_none());
    assert_eq!(
        found,
        [
            "p.toml:1:1 this asks for nobody: such texts would be published unsigned",
            "p.toml:2:11 `medical` must be from 0 to 9 people",
            "p.toml:3:1 the key `editr` is not known here",
            "p.toml:4:16 `often` is not a period such as `12 months`",
            "p.toml:5:13 `banne` is not one of the words known here",
            "p.toml:6:8 `Veins` is not a topic",
            "p.toml:7:8 this asks for nobody: such texts would be published unsigned",
            "p.toml:8:11 `medical` must be a whole number",
            "p.toml:9:2 the key `fact` is not known here",
        ]
    );
    assert_eq!(read("").1, ["p.toml:1:1 the key `default` is missing"]);
    let nobody = DEFAULT.replace("= 1", "= 0");
    assert_eq!(read(&nobody).1, ["p.toml:1:1 this asks for nobody: such texts would be published unsigned"]);
    assert_eq!(
        read(&format!("{DEFAULT}[topic.law]\nmedical = 0\neditor = 0\n")).1,
        ["p.toml:6:8 this asks for nobody: such texts would be published unsigned"]
    );
}
