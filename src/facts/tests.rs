use super::*;
use crate::base::path::SourcePath;
use crate::diagnostic::Place;

fn parse(text: &str) -> (Option<Facts>, String) {
    let path = SourcePath::parse("content/facts/ru-spb.toml").unwrap();
    let source = Source::new(path, text.to_owned());
    let languages = [Lang::parse("en").unwrap(), Lang::parse("ru").unwrap()];
    let mut found = Diagnostics::new();
    let facts = Facts::parse(&source, &Region::parse("ru-spb").unwrap(), &languages, &mut found);
    let told = found.into_sorted().into_iter().map(|fault| {
        let Place::Text(span) = &fault.labels[0].place else { panic!() };
        let (line, column) = span.position();
        format!("{line}:{column} {}\n", fault.message)
    });
    (facts, told.collect())
}

/// A fact of this kind with these further lines.
fn told(kind: &str, lines: &str) -> String {
    let text = format!("[a.b]\nkind = \"{kind}\"\nsource = \"x\"\nchecked = 2026-11-20\n{lines}\n");
    let (facts, told) = parse(&text);
    assert_eq!(facts.is_some(), told.is_empty());
    told
}

#[test]
fn facts_are_read_in_every_language() {
    let (facts, told) = parse(
        r#"leave_out = ["vein-care"]
[contacts.ambulance]
kind = "phone"
text = "+7 (812) 103-00"
country = "RU"
source = "the city"
checked = 2026-11-20

[clinical.dose]
kind = "number"
text = { en = "0.4 mg", ru = "0,4 мг" }
source = "the label"
checked = 2026-11-20

[contacts.hours]
kind = "block"
text = """
one
two
"""
source = "the door"
checked = 2026-11-20

[contacts.unit]
kind = "phone"
unknown = true
"#,
    );
    assert_eq!(told, "");
    let facts = facts.unwrap();
    let (en, ru) = (Lang::parse("en").unwrap(), Lang::parse("ru").unwrap());
    let fact = |key: &str| &facts.facts[&FactKey::parse(key).unwrap()];
    assert_eq!(facts.groups().into_iter().collect::<Vec<_>>(), ["clinical", "contacts"]);
    assert_eq!(facts.leave_out.first().unwrap().as_str(), "vein-care");
    assert_eq!(fact("contacts.ambulance").text(&ru), Some("+7 (812) 103-00"));
    assert_eq!(fact("contacts.ambulance").country.as_deref(), Some("RU"));
    assert_eq!(fact("contacts.ambulance").range, 26..46);
    assert_eq!(fact("clinical.dose").text(&ru), Some("0,4 мг"));
    assert_eq!(fact("contacts.hours").text(&en), Some("one\ntwo"));
    assert_eq!(fact("contacts.unit").text(&en), None);
}

#[test]
fn every_fault_is_told_in_one_run() {
    let (facts, told) = parse(
        r#"leave_outs = ["vein-care"]
[contacts.Ambulance]
kind = "fone"
text = "103"
contry = "RU"
source = " "

[contacts]
police = "102"

[clinical.dose]
unknown = true
kind = "number"
text = { en = "" }
checked = "yesterday"
"#,
    );
    assert!(facts.is_none());
    assert_eq!(
        told,
        "1:1 the key `leave_outs` is not known here
2:1 the key `checked` is missing
2:11 `Ambulance` is not a name for facts: small letters, digits and `_`, beginning with a letter
3:8 `fone` is not one of the words known here
5:1 the key `contry` is not known here
6:10 there are no words between the quotes
9:10 `police` must be a table
12:11 a fact cannot have words and be unknown
15:11 `checked` must be a date like 2026-11-20
"
    );
}

#[test]
fn a_phone_is_digits_with_a_country() {
    let country = "country = \"KZ\"";
    for fine in ["103", "+7 (812) 103-00", "8 800 200"] {
        assert_eq!(told("phone", &format!("text = \"{fine}\"\n{country}")), "");
    }
    for wrong in ["one", "103 or 112", "+", "7+812", "١٠٣", "103\\n112", "103;ext=1"] {
        assert_ne!(told("phone", &format!("text = \"{wrong}\"\n{country}")), "", "{wrong}");
    }
    assert_eq!(told("phone", "text = \"103\""), "1:1 a phone number needs its `country`\n");
    assert_eq!(
        told("phone", "text = \"103\"\ncountry = \"kz\""),
        "6:11 `kz` is not a country in two capital letters, such as `KZ`
"
    );
    assert_eq!(told("phone", &format!("text = {{ en = \"10 3\", ru = \"103\" }}\n{country}")), "");
    assert_eq!(
        told("phone", &format!("text = {{ en = \"103\", ru = \"112\" }}\n{country}")),
        "5:8 the number differs from language to language\n"
    );
}

#[test]
fn words_are_plain_and_fit_their_kind() {
    for plain in ["t.me/some_bot", "less than < 5 kg", "a [b] * c", "50 % – 1×", "«да»"] {
        assert_eq!(told("text", &format!("text = \"{plain}\"")), "", "{plain}");
    }
    for marked in ["{b}", "**b**", "__b__", "`b`", "[b](c)", "b[^1]", "<b>", "</b>", "<!-- b -->", "&#8722;"]
    {
        let told = told("block", &format!("text = \"{marked}\""));
        assert!(told.ends_with(" is markup, and a fact is plain text\n"), "{marked}: {told}");
    }
    let hidden = told("phone", "text = \"10\\u202E3\"\ncountry = \"KZ\"");
    assert_eq!(hidden, "5:8 a fact holds U+202E RIGHT-TO-LEFT OVERRIDE\n");
    assert_eq!(told("text", "text = \"a\\nb\""), "5:8 this fact must stand on one line\n");
    assert_eq!(told("number", "text = \"about 5\""), "5:8 a number must begin with a digit\n");
    assert_eq!(told("block", "text = \" \""), "5:8 there are no words between the quotes\n");
    assert_eq!(
        told("text", "text = { en = \"a\", de = \"b\" }"),
        "5:8 there are no words for the language `ru`\n"
    );
}
