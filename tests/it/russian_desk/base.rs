//! A knowledge base where everything has happened that can happen to texts.

use vetted::trust::words::{Reach, Role, Scope};

use crate::base::{Base, SERVICES, article, article_with, day};

const BOTH: [(&str, Role); 2] = [("dr-ada", Role::Medical), ("ed-eve", Role::Editor)];

/// A text with every sort of message for chats.
const VOICES: &str = "[snippets.what]\nsensitivity = \"private\"\ninvite = \"Напишите мне.\"\nchannels = [\"dm\", \"phone\", \"sms\"]\n\
    [snippets.what.openings]\npractical = \"a\"\neducational = \"b\"\ntherapeutic = \"c\"\ncasual = \"d\"\n";

/// Makes it.
pub(super) fn everything() -> Base {
    let mut base = Base::new();
    base.as_of = day("2025-11-01");
    stand_otherwise(&mut base);
    base.as_of = day("2026-11-20");
    follow_others(&mut base);
    lie_on_the_desk(&mut base);
    write_tables(&mut base);
    base
}

/// Each stands otherwise today: on the site, past its day with and without a banner, taken off, back without a word.
fn stand_otherwise(base: &mut Base) {
    for (id, topic) in
        [("rest", "veins"), ("old", "veins"), ("dose", "doses"), ("gone", "veins"), ("back", "veins")]
    {
        base.freeze(&format!("en/{id}"), 1, &article(id, id));
        let by = if matches!(id, "old" | "dose") { day("2026-10-01") } else { day("2026-12-01") };
        for who in BOTH {
            base.approve_with((&format!("en/{id}"), topic), 1, who, |approval| approval.review_by = by);
        }
        base.put(&format!("content/en/{topic}/{id}.md"), &article(id, id));
    }
    base.withdraw(("en/gone", "veins"), 1, "dr-bob", Reach::EveryLanguage);
    base.withdraw(("en/back", "veins"), 1, "dr-gone", Reach::ThisLanguage);
}

/// Translations: of a text that was corrected since, and of one that has moved on.
fn follow_others(base: &mut Base) {
    for (id, scope) in [("wrong", Scope::Correction), ("moved", Scope::Full)] {
        let place = format!("en/{id}");
        base.freeze(&place, 1, &article(id, id));
        base.approve(&place, "veins", 1);
        base.freeze(&format!("ru/{id}"), 1, &article_with(id, "слово", "source_language = \"en\""));
        base.approve_translation(&format!("ru/{id}"), "veins", 1, 1);
        base.freeze(&place, 2, &article(id, "other"));
        for who in BOTH {
            base.approve_with((&place, "veins"), 2, who, |approval| approval.scope = scope);
        }
        base.put(&format!("content/en/veins/{id}.md"), &article(id, "other"));
        base.put(
            &format!("content/ru/veins/{id}.md"),
            &article_with(id, "слово", "source_language = \"en\""),
        );
    }
}

/// One waits for an editor, one was edited, one is new and one has faults, one has moved, one is left out.
fn lie_on_the_desk(base: &mut Base) {
    base.freeze("en/half", 1, &article("half", "half"));
    base.approve_with(("en/half", "veins"), 1, ("dr-ada", Role::Medical), |_| {});
    base.put("content/en/veins/half.md", &article("half", "half"));
    let edited = article_with("rest", "rest", VOICES)
        .replace("It is lead", "Never take more than 20 mg. It is lead")
        .replace("- sign", "- fever\n> - sign");
    base.put("content/en/veins/rest.md", &edited);
    base.put("content/en/veins/new.md", &article("new", "new"));
    base.put(
        "content/en/veins/faulty.md",
        &article("faulty", "<b>faulty</b>").replace("[^who14]", "[^who15]"),
    );
    base.freeze("en/elsewhere", 1, &article("elsewhere", "elsewhere"));
    base.approve("en/elsewhere", "skin", 1);
    base.put("content/en/veins/elsewhere.md", &article("elsewhere", "elsewhere"));
    base.freeze("en/unseen", 1, &article("unseen", "unseen"));
    base.approve("en/unseen", "veins", 1);
}

/// Facts, services and search words were edited, and people talk about a text.
fn write_tables(base: &mut Base) {
    let facts = base.files["record/facts/here/1/facts.toml"].clone();
    let facts = String::from_utf8(facts).unwrap();
    base.put(
        "content/facts/here.toml",
        &format!("leave_out = [\"unseen\"]\n{}", facts.replace("103", "112")),
    );
    base.put("record/facts/here/2/facts.toml", &format!("leave_out = [\"unseen\"]\n{facts}"));
    base.approve_facts(2, "ed-eve", Role::Service);
    base.publish_services(1, SERVICES);
    base.put("content/services/here.toml", &SERVICES.replace("The bus", "The night bus"));
    base.put("content/lexicon/en.toml", "[[terms]]\nterm = \"sore\"\nkind = \"plain\"\nmeans = [\"rest\"]\n");
    for (file, text) in [
        ("1.dr-bob", remark("2026-11-10", "sentence = \"Call\"")),
        ("1.dr-ada", remark("2026-11-11", "to = \"1.dr-bob\"")),
        ("2.dr-bob", remark("2026-11-12", "")),
        ("1.ed-eve", remark("2026-11-13", "to = \"2.dr-bob\"\ncloses = true")),
    ] {
        base.put(&format!("content/remarks/en/rest/{file}.toml"), &text);
    }
}

fn remark(day: &str, more: &str) -> String {
    format!("day = {day}\n{more}\ntext = \"Поправьте, пожалуйста.\"\n")
}
