//! Is this message genuine? The pages of check codes answer without a script, and without a server learning the code.

use vetted::trust::words::Reach;

use crate::base::{Base, article};

/// The part of the codes' page that a code leads to.
fn answer(base: &Base, code: &str) -> Option<String> {
    let site = base.site();
    let path = format!("v/{}.html", code[..1].to_lowercase());
    let page = String::from_utf8(site[&path].clone()).unwrap();
    let rest = page.split(&format!("id=\"{code}\"")).nth(1)?.to_owned();
    Some(rest.split("</section>").next().unwrap().to_owned())
}

fn code_of(base: &Base, snippets: &str) -> String {
    let file: serde_json::Value = serde_json::from_slice(&base.site()[snippets]).unwrap();
    file["snippets"][0]["code"].as_str().unwrap().to_owned()
}

#[test]
fn a_code_is_genuine_then_replaced_then_withdrawn() {
    let mut base = Base::new();
    base.freeze("en/first", 1, &article("first", "alpha"));
    base.approve("en/first", "veins", 1);
    let first = code_of(&base, "snippets/en/first.json");
    let said = answer(&base, &first).unwrap();
    assert!(said.contains("genuine") && said.contains("href=\"../en/first.html\">About alpha"), "{said}");

    base.freeze("en/first", 2, &article("first", "beta"));
    base.approve("en/first", "veins", 2);
    let second = code_of(&base, "snippets/en/first.json");
    let said = answer(&base, &first).unwrap();
    assert!(said.contains("replaced by a newer text") && said.contains("About beta"), "{said}");
    assert!(!said.contains("alpha"), "a replaced text is not shown again: {said}");
    assert!(answer(&base, &second).unwrap().contains("genuine"));

    base.withdraw(("en/first", "veins"), 1, "dr-bob", Reach::EveryLanguage);
    for code in [&first, &second] {
        let said = answer(&base, code).unwrap();
        assert!(said.contains("<strong>withdrawn</strong>") && said.contains("en/first.html"), "{said}");
        assert!(!said.contains("alpha") && !said.contains("beta"), "{said}");
    }
}

#[test]
fn words_that_come_back_are_genuine_again_and_unsigned_ones_have_no_code() {
    let mut base = Base::new();
    for (version, word) in [(1, "alpha"), (2, "beta"), (3, "alpha")] {
        base.freeze("en/first", version, &article("first", word));
        base.approve("en/first", "veins", version);
    }
    let code = code_of(&base, "snippets/en/first.json");
    let said = answer(&base, &code).unwrap();
    assert!(said.contains("genuine") && !said.contains("replaced"), "{said}");
    let mut ahead = base.clone();
    ahead.freeze("en/first", 4, &article("first", "gamma"));
    ahead.approve("en/first", "veins", 4);
    let coming = code_of(&ahead, "snippets/en/first.json");
    assert_eq!(answer(&base, &coming), None);
    let index = String::from_utf8(base.site()["v/index.html"].clone()).unwrap();
    for letter in "0123456789abcdefghjkmnpqrstvwxyz".chars() {
        assert!(index.contains(&format!("href=\"{letter}.html\"")), "{letter}");
    }
}
