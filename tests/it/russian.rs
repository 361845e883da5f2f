//! A doctor who reads Russian meets no English: not in findings, not in reports, not in help.

use vetted::diagnostic::terminal::{self, Colour, Look};
use vetted::diagnostic::{Diagnostic, Tongue};
use vetted::trust::words::{Reach, Role};

use crate::base::{Base, article, article_with, day};
use crate::explain;
use crate::story::{Story, TEXT};
use crate::words::latin;

/// Returns the lines of what was said in which English is left; lines of source and names of findings are no words of ours.
fn english(said: &str) -> Vec<String> {
    let ours = |line: &&str| {
        let line = line.trim_start();
        if line.starts_with("Вызов: vetted ") {
            return false;
        }
        let source = line.trim_start_matches(|character: char| character.is_ascii_digit()).starts_with(" |");
        !(source && line.starts_with(|character: char| character.is_ascii_digit()) || line.starts_with('|'))
    };
    let bare = |line: &str| match (line.find('['), line.find("]: ")) {
        (Some(start), Some(end)) if start < end => format!("{}{}", &line[..start], &line[end + 1..]),
        _ => line.to_owned(),
    };
    // A table names topics without quotes.
    let left = |line: &&str| latin(&bare(line)).iter().any(|word| word != "veins");
    said.lines().filter(ours).filter(left).map(str::to_owned).collect()
}

fn rendered(found: &[Diagnostic]) -> String {
    terminal::render(found, Look { colour: Colour::Plain, width: 200, tongue: Tongue::Russian })
}

#[test]
fn every_example_of_a_fault_is_told_in_russian() {
    let found = explain::faults("ru");
    assert!(found.len() > 35, "{}", found.len());
    let said = rendered(&found);
    assert_eq!(english(&said), [""; 0], "{said}");
    assert!(said.contains("ошибка[raw-html]: в статье не может быть HTML"), "{said}");
    assert!(said.contains("  = что сделать: "), "{said}");
}

/// Three live texts whose record was meddled with in many ways.
fn meddled() -> Base {
    let mut base = Base::new();
    for (id, version) in [("first", 1), ("first", 2), ("second", 1), ("third", 1), ("fourth", 1)] {
        let place = format!("en/{id}");
        base.freeze(&place, version, &article(id, &format!("{id}{version}")));
        base.approve(&place, "veins", version);
    }
    base.freeze("ru/first", 1, &article_with("first", "first1", "source_language = \"en\""));
    base.approve_translation("ru/first", "veins", 1, 1);
    base.freeze("ru/second", 1, &article_with("second", "second", "source_language = \"en\""));
    base.approve("ru/second", "veins", 1);
    base.withdraw(("en/third", "veins"), 1, "dr-bob", Reach::EveryLanguage);
    base.as_of = day("2026-12-20");
    base.freeze("en/fourth", 2, &article("fourth", "later"));
    base.approve_with(("en/fourth", "veins"), 2, ("dr-ada", Role::Editor), |_| {});
    base.approve_with(("en/fourth", "veins"), 2, ("dr-bob", Role::Medical), |_| {});
    base.as_of = day("2026-11-20");
    let bend = |base: &mut Base, path: &str, from: &str, to: &str| {
        let text = String::from_utf8(base.files[path].clone()).unwrap();
        assert!(text.contains(from), "{path}: {text}");
        base.put(path, &text.replacen(from, to, 1));
    };
    bend(&mut base, "record/en/first/2/article.md", "About", "Above");
    bend(&mut base, "record/en/first/1/medical.dr-ada.note", "# version: 1", "# version: 7");
    bend(&mut base, "record/en/second/1/medical.dr-ada.note", "# role: medical", "# role: doctor");
    bend(&mut base, "record/en/second/1/editor.ed-eve.note.sig", "BEGIN SSH", "BEGIN OUR");
    base.files.remove("record/ru/first/1/editor.ed-eve.note.sig");
    base.files.remove("record/en/fourth/1/medical.dr-ada.note");
    base.put("record/en/fourth/1/remarks.txt", "to myself");
    base.put("record/en/fourth/1/medical.dr-cy.note", "no note at all\n");
    base
}

#[test]
fn a_record_that_was_meddled_with_is_told_in_russian() {
    let built = meddled().build();
    let mut found = built.stopping;
    found.append(built.record);
    let found = found.into_sorted();
    let kinds: std::collections::BTreeSet<_> = found.iter().map(|fault| fault.code.as_str()).collect();
    assert!(kinds.len() >= 7, "{kinds:?}");
    let said = rendered(&found);
    assert_eq!(english(&said), [""; 0], "{said}");
}

#[test]
fn a_russian_doctor_works_through_a_day() {
    let mut story = Story::with_people();
    story.lang = "ru";
    let said = |code: i32, arguments: &[&str]| {
        let said = story.told(code, arguments);
        assert_eq!(english(&said), [""; 0], "{arguments:?}: {said}");
        said
    };
    said(0, &["init", story.path("other").to_str().unwrap()]);
    assert!(said(0, &["build", "-v"]).contains("публиковать пока нечего"));
    said(0, &["new", "en/veins/rest"]);
    said(1, &["check"]);
    story.write("content/en/veins/rest.md", &TEXT.replace("id = \"rest\"", "id = \"rset\""));
    assert!(said(1, &["check"]).ends_with("3 ошибки\n") || said(1, &["check"]).contains(" ошибк"));
    story.write("content/en/veins/rest.md", TEXT);
    for (code, wrong) in [
        (1, &["why", "en", "nothing"][..]),
        (1, &["why", "en/rst"]),
        (0, &["why", "en/rest"]),
        (0, &["status"]),
        (0, &["status", "--language", "ru"]),
        (2, &["status", "--role", "boss"]),
        (0, &["due"]),
        (0, &["due", "--within", "2 years"]),
        (2, &["due", "--within", "soon"]),
        (2, &["wy", "en"]),
        (2, &["build", "--outt", "x"]),
        (2, &["check", "--format", "xml"]),
        (2, &["check", "--as-of", "yesterday"]),
        (2, &["explain", "raw-htm"]),
        (2, &["new", "en/veins/index"]),
        (2, &["withdraw", "en/rest", "--as", "dr-who", "--reason", "error"]),
    ] {
        said(code, wrong);
    }
    for (role, reviewer) in [("medical", "dr-ada"), ("editor", "ed-eve"), ("service", "ed-eve")] {
        let what = if role == "service" { "facts/my-region" } else { "en/rest" };
        let told = story.approve(0, (reviewer, role), what, &[]);
        assert_eq!(english(&told), [""; 0], "{told}");
    }
    assert!(said(0, &["build"]).contains("опубликован"));
    assert!(said(0, &["build"]).contains("ничего не изменилось"));
    let told = said(0, &["why", "en", "rest"]);
    assert!(told.starts_with("en/rest: на сайте, версия 1\n  читатели его видят"), "{told}");
    assert!(told.contains("\n\nверсия 1: на сайте\n  тема `veins`\n"), "{told}");
    assert!(told.contains("\n  medical.dr-ada.note: засчитана (проверено 2026-11-20)"), "{told}");
    assert!(said(0, &["status"]).contains("на сайте — 2"));
    said(0, &["due", "--within", "1y"]);
    story.write("content/en/veins/rest.md", &TEXT.replace("Let the vein rest", "Let the arm rest"));
    assert!(said(0, &["status"]).contains("после версии 1: врач — 1, редактор — 1"));
    let told = story.withdraw(0, "dr-ada", "en/rest", &[]);
    assert_eq!(english(&told), [""; 0], "{told}");
    assert!(
        said(0, &["why", "en", "rest"]).contains("withdrawn.1.dr-ada.note: действует (проверено 2026-11-20)")
    );
}

#[test]
fn programs_are_told_the_same_names_in_every_language() {
    let mut story = Story::with_people();
    story.write("content/en/veins/rest.md", &TEXT.replace("## What", "## <b>What</b>"));
    let told = |story: &Story| -> serde_json::Value {
        serde_json::from_str(&story.told(1, &["check", "--format", "json"])).unwrap()
    };
    let english = told(&story);
    story.lang = "ru";
    let russian = told(&story);
    let found = |value: &serde_json::Value| {
        let found = value["diagnostics"].as_array().unwrap().iter();
        found.clone().find(|found| found["code"] == "raw-html").unwrap().clone()
    };
    let (english, russian) = (found(&english), found(&russian));
    for same in ["code", "severity"] {
        assert_eq!(english[same], russian[same]);
    }
    assert_eq!(english["labels"][0]["path"], russian["labels"][0]["path"]);
    assert_eq!(english["message"], "raw HTML has no place in an article");
    assert_eq!(russian["message"], "в статье не может быть HTML");
    let failed = story.told(1, &["why", "en", "nothing", "--format", "json"]);
    assert!(failed.contains("\"error\": \"текста `en/nothing` нет"), "{failed}");
}
