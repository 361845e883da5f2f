use std::collections::BTreeMap;

use super::Tongue;
use super::catalogue::Catalogue;
use super::pattern::{Pattern, plain};
use crate::base::path::SourcePath;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Source;

const LINES: &str = r#"
"a list" = "список"
"live" = "на сайте"
"delete it" = "удалите"
"this; that" = "вот; так"
"write `{{group.key}}`" = "напишите `{{group.key}}`"
"the key `{key}` is missing" = "нет ключа `{key}`"
"{} must be {what}" = "{what} ждали в {}"
"{} must be" = "никогда"
"{place} is {}; {other} should be here" = "здесь {other}, а не {1}: {place}"
"{count} files" = "{count} {count:файл|файла|файлов}"
"version {}" = "версия {}"
"write content/{id}.md, {}" = "напишите content/{id}.md: {}"
"#;

fn said(english: &str) -> Option<String> {
    Catalogue::read(LINES).phrase(english)
}

fn reported(english: &str) -> String {
    Catalogue::read(LINES).report(english)
}

#[test]
fn every_line_of_the_catalogue_can_be_used() {
    let lines: BTreeMap<String, String> = toml::from_str(include_str!("ru.toml")).unwrap();
    assert!(lines.len() > 400, "{}", lines.len());
    for (english, russian) in &lines {
        let usable =
            plain(english).and_then(|_| plain(russian)).is_some() || Pattern::new(english, russian).is_some();
        assert!(usable, "{english:?} = {russian:?}");
        let open = english.starts_with('{') && !english.starts_with("{{") && english.ends_with('}');
        let words: usize = english.split(['{', '}']).step_by(2).map(str::len).sum();
        assert!(!open || words >= 7 || russian.contains("||"), "{english:?} may be taken for anything");
        assert_eq!(english.matches('`').count() % 2, russian.matches('`').count() % 2, "{english:?}");
    }
}

#[test]
fn arguments_find_their_places_and_known_ones_are_translated() {
    assert_eq!(said("delete it").unwrap(), "удалите");
    assert_eq!(said("write `{group.key}`").unwrap(), "напишите `{group.key}`");
    assert_eq!(said("`a` must be a list").unwrap(), "список ждали в `a`");
    assert_eq!(said("`a` must be a bun").unwrap(), "a bun ждали в `a`");
    assert_eq!(said("`a; b: [` must be a list").unwrap(), "список ждали в `a; b: [`");
    assert_eq!(said("x is live; a list should be here").unwrap(), "здесь список, а не на сайте: x");
    for unknown in ["", "delete it!", "Delete it", "the key is missing", "версия 1"] {
        assert_eq!(said(unknown), None, "{unknown}");
    }
}

#[test]
fn what_a_person_typed_stays_as_it_is() {
    assert_eq!(said("the key `a list` is missing").unwrap(), "нет ключа `a list`");
    assert_eq!(said("the key `` is missing").unwrap(), "нет ключа ``");
    assert_eq!(said("the key `{live}: a list` is missing").unwrap(), "нет ключа `{live}: a list`");
    assert_eq!(reported("  |- live\nlive\n  | version 2"), "  |- live\nна сайте\n  | version 2");
}

#[test]
fn a_part_of_a_name_is_no_word() {
    assert_eq!(said("write content/live.md, a list").unwrap(), "напишите content/live.md: список");
    assert_eq!(said("`a` must be live").unwrap(), "на сайте ждали в `a`");
    assert_eq!(said("x: `a` must be live"), None);
}

#[test]
fn a_number_asks_for_its_form() {
    let forms =
        ["0 файлов", "1 файл", "2 файла", "5 файлов", "11 файлов", "12 файлов", "21 файл", "103 файла"];
    for form in forms {
        let number = form.split(' ').next().unwrap();
        assert_eq!(said(&format!("{number} files")).unwrap(), form);
    }
    assert_eq!(said("1 error, 2 files"), None);
}

#[test]
fn a_report_is_translated_line_by_line_and_phrase_by_phrase() {
    assert_eq!(
        reported("record/en/rest: live, version 2\n\n  - delete it\n  x (live; 2 files): `live, live`"),
        "record/en/rest: на сайте, версия 2\n\n  - удалите\n  x (на сайте; 2 файла): `live, live`"
    );
    assert_eq!(reported("live: version 2: 2 files; delete it"), "на сайте: версия 2: 2 файла; удалите");
    assert_eq!(reported("live: this; that"), "на сайте: вот; так");
    assert_eq!(reported("3 live, 1 strange bird"), "на сайте — 3, 1 strange bird");
}

#[test]
fn a_broken_line_is_no_line() {
    for (english, russian) in [
        ("{a}{b}", "{a}"),
        ("{a", "{a}"),
        ("a}", "a"),
        ("{a}", "{b}"),
        ("{}", "{1}"),
        ("{}", "{}{}"),
        ("{a}", "{a:one|two}"),
    ] {
        assert!(Pattern::new(english, russian).is_none(), "{english} {russian}");
    }
}

#[test]
fn findings_keep_their_places_and_codes() {
    let source = Source::new(SourcePath::parse("a.md").unwrap(), "live".to_owned());
    let fault = Diagnostic::error(Code::RawHtml, "raw HTML has no place in an article")
        .at(source.span(0..4), "first here")
        .note("a text without a line")
        .help("delete it");
    let told = Tongue::Russian.told(std::slice::from_ref(&fault));
    assert_eq!((told[0].code, told[0].labels.len()), (Code::RawHtml, 1));
    assert_eq!(told[0].notes, ["a text without a line"]);
    for (english, russian) in [
        (&fault.message, &told[0].message),
        (&fault.labels[0].text, &told[0].labels[0].text),
        (fault.help.as_ref().unwrap(), told[0].help.as_ref().unwrap()),
    ] {
        assert_ne!(english, russian);
    }
    assert_eq!(Tongue::English.told(&[fault])[0].message, "raw HTML has no place in an article");
}
