use super::*;
use crate::base::path::SourcePath;

const ADA: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILM+rvN+ot98qgEN796jTiQfZfG1KaT0PtFDJ/XFSqti";
const BO: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIODSt/DExY5K8zCd6rZ6aEgkFMTnrdtki2+p4lNLvmGN";

fn read(text: &str) -> (Option<Reviewers>, Vec<String>) {
    let mut found = Diagnostics::new();
    let source = Source::new(SourcePath::parse("r.toml").unwrap(), text.to_owned());
    let langs = ["en", "ru"].map(|lang| Lang::parse(lang).unwrap());
    let reviewers = Reviewers::parse(&source, &langs, &mut found);
    let line = |found: crate::diagnostic::Diagnostic| {
        let crate::diagnostic::Place::Text(span) = &found.labels[0].place else { panic!() };
        format!("{span:?} {}", found.message)
    };
    (reviewers, found.into_sorted().into_iter().map(line).collect())
}

fn entry(id: &str, rest: &str) -> String {
    format!(
        "[{id}]\npublic = \"physician\"\nroles = [\"medical\"]\ntopics = [\"*\"]\nlanguages = [\"*\"]\n{rest}\n"
    )
}

#[test]
fn reviewers_are_read_with_their_keys_and_windows() {
    let text = format!(
        "[dr-ada]\npublic = {{ en = \"physician\", ru = \"врач\" }}\nroles = [\"medical\", \"editor\"]\ntopics = [\"veins\"]\nlanguages = [\"en\"]\nkeys = [\"{ADA} dr-ada\", {{ key = \"{BO}\", valid-after = 2026-01-01, valid-before = 2027-01-01 }}]\ndemonstration = true\n"
    );
    let (reviewers, found) = read(&text);
    assert_eq!(found, [""; 0]);
    let reviewers = reviewers.unwrap();
    let ada = reviewers.get(&ReviewerId::parse("dr-ada").unwrap()).unwrap();
    assert_eq!(ada.public.text(&Lang::parse("ru").unwrap()), "врач");
    assert!(ada.demonstration && ada.roles.len() == 2);
    assert!(
        ada.topics.covers(&Topic::parse("veins").unwrap()) && !ada.topics.covers(&Topic::parse("x").unwrap())
    );
    assert!(ada.keys[0].holds_on(Day::new(2000, 1, 1).unwrap()));
    let window = &ada.keys[1];
    for (day, holds) in
        [("2025-12-31", false), ("2026-01-01", true), ("2027-01-01", true), ("2027-01-02", false)]
    {
        assert_eq!(window.holds_on(Day::parse(day).unwrap()), holds, "{day}");
    }
    assert_eq!(reviewers.owner(&window.key).unwrap().id, ada.id);
    assert!(read("").0.is_some());
}

#[test]
fn every_fault_is_told_with_its_place() {
    let text = [
        entry("Dr-Ada", "keys = []"),
        entry("dr-ada", &format!("keys = [\"{ADA} ivanova@laptop\"]"))
            .replace("physician", "ada@clinic.example"),
        entry("dr-bo", &format!("keys = [\"{ADA}\"]\nemail = \"x\"")),
        entry("dr-cy", "keys = [\"ssh-rsa AAAA\", \"ssh-ed25519 AAAA\"]").replace("medical", "doctor"),
        entry(
            "dr-di",
            &format!("keys = [{{ key = \"{BO}\", valid-after = 2027-01-01, valid-before = 2026-01-01 }}]"),
        )
        .replace("topics = [\"*\"]", "topics = []")
        .replace("\"physician\"", "{ en = \"physician\" }"),
    ]
    .concat();
    let (reviewers, found) = read(&text);
    assert!(reviewers.is_none());
    assert_eq!(
        found,
        [
            "r.toml:1:2 `Dr-Ada` is not a pseudonym of small letters, such as `dr-ada`",
            "r.toml:8:10 `public` looks like an address",
            "r.toml:12:9 the key's comment is not `dr-ada`",
            "r.toml:18:9 `dr-ada` and `dr-bo` have the same key",
            "r.toml:19:1 the key `email` is not known here",
            "r.toml:22:10 `doctor` is not one of the words known here",
            "r.toml:25:9 only keys of the kinds `ssh-ed25519` and `ecdsa-sha2-nistp256` are accepted",
            "r.toml:25:25 this is not a whole public key",
            "r.toml:27:10 there are no words for the language `ru`",
            "r.toml:29:10 this list is empty: the reviewer could sign nothing",
            "r.toml:31:142 the key ends before it begins",
        ]
    );
    let (_, found) = read(&entry("dr-ada", &format!("keys = [\"{ADA}\", \"{ADA}\"]")));
    assert_eq!(found, ["r.toml:6:93 `dr-ada` has this key twice"]);
    assert_eq!(read("[dr-ada]\n").1.len(), 5);
}
