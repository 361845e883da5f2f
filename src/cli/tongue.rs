//! Which language people are told things in: what they ask for with `--lang`, else that of their locale; and results in it.

use std::ffi::OsString;

use serde_json::Value;

use crate::diagnostic::Tongue;

/// The variables that name the locale of messages; the first one that is set decides (POSIX.1, 8.2).
const LOCALE: [&str; 3] = ["LC_ALL", "LC_MESSAGES", "LANG"];

/// Returns the language for the arguments as they were typed: help and faults of use are told before they are read.
pub(super) fn asked(arguments: &[OsString], variable: impl Fn(&str) -> Option<OsString>) -> Tongue {
    let mut words = arguments.iter().map(|argument| argument.to_str().unwrap_or_default());
    while let Some(word) = words.next().filter(|word| *word != "--") {
        let tag = match word.strip_prefix("--lang") {
            Some("") => words.next(),
            Some(rest) => rest.strip_prefix('='),
            None => None,
        };
        if let Some(tongue) = tag.and_then(Tongue::parse) {
            return tongue;
        }
    }
    let locale = LOCALE.into_iter().find_map(|name| variable(name).filter(|value| !value.is_empty()));
    locale.map_or(Tongue::English, |locale| of_locale(locale.to_str().unwrap_or_default()))
}

/// `ru_RU.UTF-8` is Russian; what we do not speak is English.
fn of_locale(locale: &str) -> Tongue {
    let language = locale.split(['_', '-', '.', '@']).next().unwrap_or_default();
    Tongue::parse(&language.to_ascii_lowercase()).unwrap_or(Tongue::English)
}

/// The keys of a result whose values are sentences; all others are names that programs know.
const SENTENCES: [&str; 4] = ["error", "faults", "held", "help"];

/// Puts the sentences of a result into a tongue.
pub(super) fn in_words(mut result: Value, tongue: Tongue) -> Value {
    walk(&mut result, false, tongue);
    result
}

fn walk(value: &mut Value, is_sentence: bool, tongue: Tongue) {
    match value {
        Value::String(text) if is_sentence => *text = tongue.phrase(text).into_owned(),
        Value::Array(values) => {
            for value in values {
                walk(value, is_sentence, tongue);
            }
        }
        Value::Object(entries) => {
            for (key, value) in entries {
                walk(value, SENTENCES.contains(&key.as_str()), tongue);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn in_locale(variables: &[(&str, &str)], arguments: &[&str]) -> Tongue {
        let arguments: Vec<OsString> = arguments.iter().map(Into::into).collect();
        asked(&arguments, |name| {
            variables.iter().find(|(known, _)| *known == name).map(|(_, value)| value.into())
        })
    }

    #[test]
    fn the_locale_decides_by_the_first_variable_that_says_something() {
        assert_eq!(in_locale(&[], &[]), Tongue::English);
        for russian in ["ru", "ru_RU.UTF-8", "ru_KZ@x", "RU"] {
            assert_eq!(in_locale(&[("LANG", russian)], &[]), Tongue::Russian, "{russian}");
        }
        for english in ["C", "C.UTF-8", "en_GB", "rup_RO", "de_DE"] {
            assert_eq!(in_locale(&[("LANG", english)], &[]), Tongue::English, "{english}");
        }
        assert_eq!(in_locale(&[("LANG", "en"), ("LC_MESSAGES", "ru")], &[]), Tongue::Russian);
        assert_eq!(in_locale(&[("LC_ALL", "C"), ("LC_MESSAGES", "ru")], &[]), Tongue::English);
        assert_eq!(in_locale(&[("LC_ALL", ""), ("LANG", "ru")], &[]), Tongue::Russian);
    }

    #[test]
    fn who_asks_is_heard_before_the_locale() {
        let german = [("LANG", "de")];
        assert_eq!(in_locale(&german, &["check", "--lang", "ru"]), Tongue::Russian);
        assert_eq!(in_locale(&german, &["--lang=ru", "check"]), Tongue::Russian);
        assert_eq!(in_locale(&german, &["--language=ru", "--", "--lang", "ru"]), Tongue::English);
        assert_eq!(in_locale(&[("LANG", "ru")], &["--lang", "en"]), Tongue::English);
        assert_eq!(in_locale(&[("LANG", "ru")], &["--lang", "de"]), Tongue::Russian);
        assert_eq!(in_locale(&[("LANG", "ru")], &["--lang"]), Tongue::Russian);
    }

    #[test]
    fn of_a_result_only_sentences_are_translated() {
        let result = serde_json::json!({
            "verdict": "live",
            "versions": [{ "state": "waiting", "held": ["a correction bars this version"], "faults": [] }],
            "help": "try again",
        });
        let told = in_words(result.clone(), Tongue::Russian);
        assert_eq!(told["verdict"], "live");
        assert_eq!(told["versions"][0]["state"], "waiting");
        assert_eq!(told["versions"][0]["held"][0], "эту версию закрыло исправление");
        assert_eq!(told["help"], "попробуйте ещё раз");
        assert_eq!(in_words(result.clone(), Tongue::English), result);
    }
}
