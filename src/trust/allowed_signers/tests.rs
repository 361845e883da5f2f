use super::*;
use crate::base::lang::Lang;
use crate::base::path::SourcePath;

const ADA: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILM+rvN+ot98qgEN796jTiQfZfG1KaT0PtFDJ/XFSqti";
const BO: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIODSt/DExY5K8zCd6rZ6aEgkFMTnrdtki2+p4lNLvmGN";

fn source(path: &str, text: &str) -> Source {
    Source::new(SourcePath::parse(path).unwrap(), text.to_owned())
}

fn reviewers() -> Reviewers {
    let text = format!(
        "[ed]\npublic = \"editor\"\nroles = [\"editor\"]\ntopics = [\"*\"]\nlanguages = [\"*\"]\nkeys = [\"{BO}\"]\n[dr-ada]\npublic = \"physician\"\nroles = [\"service\", \"medical\"]\ntopics = [\"*\"]\nlanguages = [\"*\"]\nkeys = [{{ key = \"{ADA}\", valid-after = 2026-01-01, valid-before = 2028-01-31 }}]\n"
    );
    Reviewers::parse(&source("r.toml", &text), &[Lang::parse("en").unwrap()], &mut Diagnostics::new())
        .unwrap()
}

fn site() -> SiteId {
    SiteId::parse("s.example").unwrap()
}

/// Reads the file and compares it with the reviewers; gives what was found.
fn told(text: &str) -> Vec<Diagnostic> {
    let mut found = Diagnostics::new();
    let signers = AllowedSigners::parse(&source("allowed_signers", text), &mut found);
    assert_eq!(signers.is_none(), !found.is_empty());
    if let Some(signers) = signers {
        let agreed = signers.agree(&reviewers(), &site(), &mut found);
        assert_eq!(agreed, found.is_empty());
    }
    found.into_sorted()
}

#[test]
fn what_is_generated_is_read_and_agrees() {
    let text = generate(&reviewers(), &site());
    assert_eq!(
        text,
        format!(
            "{HEADER}dr-ada namespaces=\"medical.s.example,service.s.example\",valid-after=\"20260101Z\",valid-before=\"20280131Z\" {ADA} dr-ada\ned namespaces=\"editor.s.example\" {BO} ed\n"
        )
    );
    assert!(told(&text).is_empty());
    assert!(told(&text.replace(" dr-ada\n", "\n")).is_empty(), "the comment says nothing");
}

#[test]
fn where_the_two_files_disagree_both_places_are_shown() {
    let text = generate(&reviewers(), &site());
    let extra = ADA.replace("qti", "qtj");
    let cases = [
        (text.replace("20280131Z", "20290131Z"), "the key of `dr-ada` is listed with other options", 2),
        (text.replace("medical.s.example,", ""), "the key of `dr-ada` is listed with other options", 2),
        (
            text.replace("editor.s.example", "editor.t.example"),
            "the key of `ed` is listed with other options",
            2,
        ),
        (HEADER.to_owned() + text.lines().last().unwrap() + "\n", "a key of `dr-ada` is not listed", 2),
        (
            format!("{text}ed namespaces=\"editor.s.example\" {extra}\n"),
            "`ed` has no such key in `reviewers.toml`",
            2,
        ),
        (
            format!("{text}eve namespaces=\"editor.s.example\" {extra}\n"),
            "`eve` has no such key in `reviewers.toml`",
            1,
        ),
    ];
    for (text, message, places) in cases {
        let found = told(&text);
        assert_eq!(found.iter().map(|found| found.message.as_str()).collect::<Vec<_>>(), [message]);
        assert_eq!(found[0].labels.len(), places, "{message}");
        let help = "make this file anew from `reviewers.toml`: run `vetted key signers`";
        assert_eq!(found[0].help.as_deref(), Some(help));
    }
}

/// Lines, and what they are answered with; `KEY` stands for a key.
const REFUSED: &[(&str, &str)] = &[
    ("dr-ada", "a line is `reviewer options key`"),
    (
        "* namespaces=\"medical.s.example\" KEY",
        "`*` is not one reviewer's id; lists and patterns are not read",
    ),
    (
        "a,b namespaces=\"medical.s.example\" KEY",
        "`a,b` is not one reviewer's id; lists and patterns are not read",
    ),
    (
        "ada@x.example namespaces=\"medical.s.example\" KEY",
        "`ada@x.example` is not one reviewer's id; lists and patterns are not read",
    ),
    ("dr-ada KEY", "without `namespaces=\"…\"` this key would be good for any purpose"),
    (
        "dr-ada valid-after=\"20260101Z\" KEY",
        "without `namespaces=\"…\"` this key would be good for any purpose",
    ),
    (
        "dr-ada cert-authority,namespaces=\"medical.s.example\" KEY",
        "the option `cert-authority` is not read here",
    ),
    (
        "dr-ada namespaces=\"medical.s.example\",no-touch-required KEY",
        "the option `no-touch-required` is not read here",
    ),
    (
        "dr-ada namespaces=\"*\" KEY",
        "`*` is not a namespace such as `medical.starter.example`; patterns are not read",
    ),
    (
        "dr-ada namespaces=\"medical.*\" KEY",
        "`medical.*` is not a namespace such as `medical.starter.example`; patterns are not read",
    ),
    (
        "dr-ada namespaces=\"!medical.s.example\" KEY",
        "`!medical.s.example` is not a namespace such as `medical.starter.example`; patterns are not read",
    ),
    (
        "dr-ada namespaces=\"git\" KEY",
        "`git` is not a namespace such as `medical.starter.example`; patterns are not read",
    ),
    (
        "dr-ada namespaces=\"medical.s.example,medical.s.example\" KEY",
        "the namespace `medical.s.example` is given twice",
    ),
    (
        "dr-ada namespaces=\"medical.s.example\",namespaces=\"editor.s.example\" KEY",
        "the option `namespaces` is given twice",
    ),
    (
        "dr-ada namespaces=\"medical.s.example\",valid-before=\"20260101\" KEY",
        "`20260101` is another moment in every time zone; a day ends with `Z`: `20260131Z`",
    ),
    (
        "dr-ada namespaces=\"medical.s.example\",valid-before=\"20260231Z\" KEY",
        "`20260231Z` is not a day such as `20260131Z`",
    ),
    (
        "dr-ada namespaces=\"medical.s.example\",valid-before=\"202601010000Z\" KEY",
        "`202601010000Z` is not a day such as `20260131Z`",
    ),
    ("dr-ada namespaces=\"medical.s.example KEY", "the value of `namespaces` has no end"),
    (
        "dr-ada namespaces=\"medical.s.example\"KEY",
        "behind the option `namespaces` a comma or the key must stand",
    ),
    (
        "dr-ada namespaces=\"medical.s.example\" ssh-rsa AAAA",
        "only keys of the kinds `ssh-ed25519` and `ecdsa-sha2-nistp256` are accepted",
    ),
    (
        "dr-ada namespaces=\"medical.s.example\"  KEY",
        "only keys of the kinds `ssh-ed25519` and `ecdsa-sha2-nistp256` are accepted",
    ),
    ("dr-ada namespaces=\"medical.s.example\" KEY\r", "this is not a whole public key"),
    ("dr-ada namespaces=\"medical.s.example\" KEY c\r", "the comment holds a character that cannot be seen"),
    (
        " dr-ada namespaces=\"medical.s.example\" KEY",
        "`` is not one reviewer's id; lists and patterns are not read",
    ),
];

#[test]
fn what_stock_would_understand_otherwise_is_refused() {
    for (line, message) in REFUSED {
        let found = told(&line.replace("KEY", ADA));
        assert_eq!(
            found.iter().map(|found| found.message.as_str()).collect::<Vec<_>>(),
            [*message],
            "{line}"
        );
    }
    let line = format!("dr-ada namespaces=\"medical.s.example\" {ADA}\n");
    assert_eq!(told(&format!("# x\n\n{line}{line}"))[0].message, "this key is listed twice");
}

#[test]
fn a_file_of_junk_is_answered_briefly() {
    assert_eq!(told(&"x\n".repeat(1_000_000)).len(), MOST_OF_A_KIND);
}
