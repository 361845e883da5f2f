use super::list::List;
use super::look;
use crate::base::path::SourcePath;
use crate::diagnostic::{Diagnostic, Diagnostics, MOST_OF_A_KIND, Severity};
use crate::source::Source;

fn source(path: &str, text: &str) -> Source {
    Source::new(SourcePath::parse(path).unwrap(), text.to_owned())
}

/// A rule that finds `pattern`, with sentences to prove it.
fn rule(id: &str, pattern: &str, catches: &str, more: &str) -> String {
    format!(
        "[[rules]]\nid = \"{id}\"\npattern = '{pattern}'\nprefer = [\"other words\"]\nlevel = \"error\"\n\
         why = \"It hurts.\"\nsource = \"VA\"\ncatches = \"{catches}\"\npasses = \"Fine.\"\n{more}\n"
    )
}

fn list(text: &str) -> (Option<List>, Vec<Diagnostic>) {
    let mut found = Diagnostics::new();
    let list = List::read(&source("content/lint/en.toml", text), &mut found);
    (list, found.into_sorted())
}

/// What is found in a text, as line, column and words.
fn finds(list_text: &str, text: &str) -> Vec<String> {
    let (list, faults) = list(list_text);
    assert!(faults.is_empty(), "{faults:?}");
    let told = look::at(&source("a.md", text), &list.unwrap());
    let place = |finding: &Diagnostic| {
        let crate::diagnostic::Place::Text(span) = &finding.labels[0].place else { panic!() };
        let (line, column) = span.position();
        format!("{line}:{column} {}", span.text())
    };
    told.iter().map(place).collect()
}

const TEXT: &str = r#"+++
title = "Users of drugs"
search_terms = ["user"]
ask_first = ["Are you a \"user\" or a user?"]
[[sources]]
title = "A guide for users"
[snippets.a]
invite = "Dear user"
openings.casual = "User!"
+++

> [!CAUTION]
> **Call, if a user:**
> - is a **us**er of {contacts.user}

## For us&#101;rs {#user .snippet}

A `user` said “I am a user” and [the user
net](user.md).
"#;

#[test]
fn words_are_found_wherever_a_reader_meets_them_and_nowhere_else() {
    let everywhere = rule("user", r"(?i)\busers?\b", "A user.", "");
    let allowed = "allow_in = [\"search_terms\", \"quote\", \"source\"]";
    let allowed = rule("user", r"(?i)\busers?\b", "A user.", allowed);
    let own = [
        "2:10 Users",
        "8:16 user",
        "9:20 User",
        "13:16 user",
        "14:12 us**er",
        "16:8 us&#101;rs",
        "18:38 user",
    ];
    let whole = r#"4:15 Are you a \"user\" or a user?"#;
    let found = finds(&allowed, TEXT);
    assert_eq!(found, [own[0], whole, own[1], own[2], own[3], own[4], own[5], own[6]]);
    let found = finds(&everywhere, TEXT);
    for more in ["3:18 user", "6:22 users", "18:23 user"] {
        assert!(found.iter().any(|place| place == more), "{more}: {found:?}");
    }
    assert_eq!(found.len(), own.len() + 5, "{found:?}");
}

#[test]
fn an_exception_holds_the_whole_find_or_does_not_count() {
    let more = r"except = ['clean\s+water', 'very\s+cl', 'clean\s+hands']";
    let clean = rule("clean", r"\bclean\b", "A clean person.", more);
    let text = "+++\n+++\n\nWith clean\nwater and clean hands a very clean man.\n";
    assert_eq!(finds(&clean, text), ["5:30 clean"]);
}

#[test]
fn yo_is_read_as_ye_and_keeps_its_place() {
    let rule = rule("zek", r"(?i)\bзаключенн\p{L}*", "Заключённый.", "");
    assert_eq!(finds(&rule, "+++\n+++\n\nЁж и ЗАКЛЮЧЁННЫЕ.\n"), ["4:6 ЗАКЛЮЧЁННЫЕ"]);
}

#[test]
fn a_finding_says_what_to_write_and_why() {
    let (list, _) = list(&rule("user", "user", "A user.", ""));
    let told = look::at(&source("a.md", "+++\n+++\n\nA user.\n"), &list.unwrap());
    assert_eq!(told[0].message, "we do not write `user`");
    assert_eq!(told[0].notes, ["“It hurts.”", "the rule `user` of content/lint/en.toml, after “VA”"]);
    assert_eq!(told[0].help.as_deref(), Some("write `other words`"));
}

#[test]
fn an_error_is_not_hidden_behind_warnings() {
    let warning = rule("b", "bad", "A bad word.", "").replace("\"error\"", "\"warning\"");
    let rules = rule("worse", "worse", "A worse word.", "") + &warning;
    let (list, _) = list(&rules);
    let text = format!("+++\n+++\n\n{} worse", "bad ".repeat(70));
    let told = look::at(&source("a.md", &text), &list.unwrap());
    assert_eq!(told.len(), MOST_OF_A_KIND);
    assert_eq!((told[0].severity, told[1].severity), (Severity::Error, Severity::Warning));
    assert_eq!(
        told[MOST_OF_A_KIND - 1].notes.last().unwrap(),
        "21 more of this kind in this file are not shown"
    );
}

#[test]
fn what_is_wrong_with_a_list_is_told_at_its_place_and_the_rest_is_used() {
    let text = [
        rule("lame", "lame", "A horse.", ""),
        rule("lame", "(?i)fine", "Fine.", "prefered = 1"),
        rule("open", "a(b", "ab", "").replace("\"error\"", "\"eror\""),
        rule("empty", "x*", "x", "except = ['(?=a)']\nallow_in = [\"quotes\"]"),
        rule("huge", r"(\p{L}{500}){500}", "x", ""),
        rule("mild", "other", "The other.", ""),
        rule("", "z", "z", "").replace("why", "wyh"),
    ]
    .concat();
    let (list, faults) = list(&text);
    let lines = faults.iter().map(|fault| {
        let crate::diagnostic::Place::Text(span) = &fault.labels[0].place else { panic!() };
        let (line, column) = span.position();
        format!("{line}:{column} {}", fault.message)
    });
    let lines: Vec<_> = lines.collect();
    let expected = "\
8:11 the rule `lame` does not find what it must catch
12:6 two rules are called `lame`
19:10 the rule `lame` finds something in what it must let pass
20:1 the key `prefered` is not known here
23:11 this pattern cannot be read: unclosed group
25:9 `eror` is not one of the words known here
33:11 this pattern finds something where there is nothing
40:11 this pattern cannot be read: look-around, including look-ahead and look-behind, is not supported
41:13 `quotes` is not one of the words known here
44:11 this pattern is too large
55:11 the rule `mild` finds the very words that it prefers
62:1 the key `why` is missing
63:6 `id` is empty
67:1 the key `wyh` is not known here";
    assert_eq!(lines.join("\n"), expected);
    assert_eq!(list.unwrap().rules.len(), 3);
}

#[test]
fn a_relaxed_pattern_loses_only_the_ends_of_words() {
    let (list, _) = list(&rule("a", r"\b(?:a\\b|[\w\-]b\b)\s\p{L}*\b", r"a\\\\b x", ""));
    assert_eq!(list.unwrap().rules[0].pattern.relaxed(), r"(?:a\\b|[\w\-]b)\s\p{L}*");
}
