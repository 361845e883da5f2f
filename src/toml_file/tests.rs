use std::fmt::Write as _;

use super::*;
use crate::base::day::Day;
use crate::base::lang::Lang;
use crate::base::path::SourcePath;

fn source(text: &str) -> Source {
    Source::new(SourcePath::parse("a.toml").unwrap(), text.to_owned())
}

/// What was found, one line each: place, the words it points at, message, help.
fn told(found: Diagnostics) -> String {
    let mut out = String::new();
    for fault in found.into_sorted() {
        let crate::diagnostic::Place::Text(span) = &fault.labels[0].place else { panic!() };
        let help = fault.help.unwrap_or_default();
        writeln!(out, "{span:?} `{}` {} ({help})", span.text(), fault.message).unwrap();
    }
    out
}

#[test]
fn every_type_is_read_with_its_place() {
    let text =
        "+++\nid = \"a\"\nyear = 0x7DE\nlist = [\"x\", \"y\"]\nday = 2026-11-20\nyes = true\n[part]\nn = 1\n";
    let source = source(text);
    let mut found = Diagnostics::new();
    let mut table = Table::parse(&source, 4..text.len(), &mut found).unwrap();
    let id = table.take::<String>("id", &mut found).unwrap();
    assert_eq!((id.value.as_str(), id.span.text()), ("a", "\"a\""));
    assert_eq!(table.take::<i64>("year", &mut found).unwrap().value, 2014);
    let list = table.take::<Vec<Placed<String>>>("list", &mut found).unwrap().value;
    assert_eq!((list[1].value.as_str(), list[1].span.position()), ("y", (4, 14)));
    assert_eq!(table.take::<Day>("day", &mut found).unwrap().value, Day::new(2026, 11, 20).unwrap());
    assert!(table.take::<bool>("yes", &mut found).unwrap().value);
    assert_eq!(table.key_span("part").unwrap().text(), "part");
    let mut part = table.take::<Table>("part", &mut found).unwrap();
    assert_eq!(part.span.text(), "[part]");
    assert_eq!(part.value.take_optional::<i64>("n", &mut found).unwrap().value, 1);
    assert!(part.value.take_optional::<i64>("m", &mut found).is_none());
    part.value.finish(&mut found);
    table.finish(&mut found);
    assert_eq!(told(found), "");
}

#[test]
fn all_faults_come_in_one_run() {
    let source = source(concat!(
        "titel = \"a\"\nyear = \"2014\"\nday = \"2026-11-20\"\nlist = \"x\"\nwords = [1, \"a\"]\nid = 7\nbig = 99999999999999999999\n",
        "late = 2026-11-20T10:00:00Z\nold = 1999-01-01\nurgency = \"urgnt\"\nid = 8\n",
    ));
    let mut found = Diagnostics::new();
    let mut table = Table::of_file(&source, &mut found).unwrap();
    table.take::<String>("title", &mut found);
    table.take::<i64>("year", &mut found);
    table.take::<Day>("day", &mut found);
    table.take::<Vec<Placed<String>>>("list", &mut found);
    table.take::<Vec<Placed<String>>>("words", &mut found);
    table.take::<String>("id", &mut found);
    table.take::<i64>("big", &mut found);
    table.take::<Day>("late", &mut found);
    table.take::<Day>("old", &mut found);
    let urgency = table.take::<String>("urgency", &mut found).unwrap();
    assert!(urgency.one_of(&["urgent", "routine"], |_| None::<u8>, &mut found).is_none());
    table.finish(&mut found);
    assert_eq!(
        told(found),
        r#"a.toml:1:1 `titel` the key `titel` is not known here (did you mean `title`?)
a.toml:1:1 `` the key `title` is missing (add `title = …` here: a text in quotes)
a.toml:2:8 `"2014"` `year` must be a whole number (write the number without quotes)
a.toml:3:7 `"2026-11-20"` `day` must be a date like 2026-11-20 (write the date alone, without quotes)
a.toml:4:8 `"x"` `list` must be a list (put it in square brackets)
a.toml:5:10 `1` an entry of `words` must be a text in quotes (put it in quotes)
a.toml:6:6 `7` `id` must be a text in quotes (put it in quotes)
a.toml:7:7 `99999999999999999999` `big` must be a number of at most 18 digits (write a number of at most 18 digits)
a.toml:8:8 `2026-11-20T10:00:00Z` `late` must be a date like 2026-11-20 (write the date alone, without quotes)
a.toml:9:7 `1999-01-01` `old` must be a date of the years 2000 to 2199 (write a date of the years 2000 to 2199)
a.toml:10:11 `"urgnt"` `urgnt` is not one of the words known here (did you mean `urgent`? write one of `urgent`, `routine`)
a.toml:11:1 `id` the key `id` is given twice (keep one of the two)
"#
    );
}

#[test]
fn faults_of_syntax_are_told_together_and_hide_no_other() {
    let text = "a = x\nc = \"open\nday = 2026-02-31\nyear = \"2\"\nd\nb = [1, 2\ntwo = 2\nthree = \"\n";
    let source = source(text);
    let mut found = Diagnostics::new();
    let mut table = Table::of_file(&source, &mut found).unwrap();
    table.take::<i64>("year", &mut found);
    table.take::<Day>("day", &mut found);
    table.take::<String>("gone", &mut found);
    assert_eq!(
        told(found),
        r#"a.toml:1:5 `x` a text must stand in quotes (write it like this: "…")
a.toml:2:10 `` a text in quotes is not right (end it with a quote in the same line; write `\` twice, and a quote within as `\"`)
a.toml:3:7 `2026-02-31` this is no day of the calendar (write it like 2026-11-20)
a.toml:4:8 `"2"` `year` must be a whole number (write the number without quotes)
a.toml:5:2 `` a key has no value (write it like this: key = "…")
a.toml:7:5 `=` a list is not closed before this line (close the list above with `]`; what follows is read then)
"#
    );
}

#[test]
fn words_are_the_same_or_by_language() {
    let source = source("a = \"x\"\nb = { en = \"one\", RU = \"два\" }\nc = 1\nd = { en = \"y\" }\n");
    let mut found = Diagnostics::new();
    let mut table = Table::of_file(&source, &mut found).unwrap();
    let both = [Lang::parse("en").unwrap(), Lang::parse("ru").unwrap()];
    for key in ["a", "b", "c", "d"] {
        if let Some(words) = table.take::<Words>(key, &mut found) {
            assert_eq!(words.value.texts().len(), 1);
            words.must_speak(&both, &mut found);
        }
    }
    assert_eq!(
        told(found),
        "a.toml:2:19 `RU` `RU` is not a language such as `en` or `pt-br` ()
a.toml:3:5 `1` `c` must be a text in quotes, or a table with one for each language (write a text in quotes, or a table with one for each language)
a.toml:4:5 `{ en = \"y\" }` there are no words for the language `ru` (add `ru = \"…\"`)
"
    );
}

#[test]
fn a_text_that_holds_too_much_is_not_parsed() {
    let told = |text: &str| {
        let mut found = Diagnostics::new();
        assert!(Table::of_file(&source(text), &mut found).is_none());
        told(found)
    };
    assert_eq!(
        told(&format!("a = 1\nb{} = 1", ".a".repeat(17))),
        "a.toml:2:34 `.` these settings are nested deeper than 16 levels (write them with fewer brackets and dots)\n"
    );
    assert_eq!(
        told(&"a = 1\n".repeat(25_001)),
        "a.toml:25001:3 `=` these settings hold more than 50000 keys, entries and lines (shorten them)\n"
    );
    assert_eq!(
        told(&"#".repeat((1 << 20) + 1)),
        "a.toml:1:1 `` these settings have 1048577 bytes; at most 1048576 are read (shorten them)\n"
    );
}

#[test]
fn what_looks_nested_in_a_text_or_a_comment_is_not() {
    let deep = "[{.".repeat(40);
    let text = format!(
        "a = \"{deep} \\\" {deep}\"\nb = '{deep}'\n# {deep}\nc = \"\"\"\n{deep} \" \\\"\"\" {deep}\"\"\"\"\"\nd = '''{deep}'''\n"
    );
    let source = source(&text);
    let mut found = Diagnostics::new();
    let mut table = Table::of_file(&source, &mut found).unwrap();
    for key in ["a", "b", "c", "d"] {
        assert!(table.take::<String>(key, &mut found).unwrap().value.contains(&deep));
    }
    assert!(found.is_empty());
}
