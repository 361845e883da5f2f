//! A package of the text expander espanso (field guide 3.8 and 3.9).
//!
//! No YAML is written but strings as JSON writes them, which YAML reads as they are. What espanso would take for a variable
//! or a place for the cursor is escaped; blanks become the fields of a form.
//!
//! Invariant: a text of ours is printed by espanso as it stands, but for an unseen U+2060 in what cannot be escaped.

use serde_json::Value;

use super::{Answer, Export};

/// Parts two characters without being seen.
const JOINER: &str = "\u{2060}";

/// Makes the package.
pub(super) fn files(export: &Export<'_>) -> Vec<(String, Vec<u8>)> {
    let name = name(export);
    let version = version(export);
    let at = |file: &str| format!("{name}/{version}/{file}");
    let mut readme = export.about();
    readme[0].insert_str(0, "# ");
    vec![
        (at("package.yml"), package(export).into_bytes()),
        (at("_manifest.yml"), manifest(export, &name, &version).into_bytes()),
        (at("README.md"), format!("{}\n", readme.join("\n\n")).into_bytes()),
    ]
}

/// Small letters, digits and hyphens: what a package may be called.
fn name(export: &Export<'_>) -> String {
    format!("{}-{}", export.site, export.lang).replace('.', "-")
}

/// The day, as the three numbers that a version has: a later export has a higher one.
fn version(export: &Export<'_>) -> String {
    let day = export.day.to_string();
    let numbers: Vec<&str> = day.split('-').map(|number| number.trim_start_matches('0')).collect();
    numbers.join(".")
}

fn manifest(export: &Export<'_>, name: &str, version: &str) -> String {
    let about = export.about();
    let title = about.first().map_or("", String::as_str);
    let fields = [
        ("name", string(name)),
        ("title", string(title)),
        ("description", string(&about.get(1..).unwrap_or_default().join(" · "))),
        ("version", string(version)),
        ("author", string(export.name)),
        ("tags", "[\"vetted\"]".to_owned()),
        ("homepage", string(export.base_url)),
    ];
    fields.map(|(key, value)| [key, ": ", &value, "\n"].concat()).concat()
}

fn package(export: &Export<'_>) -> String {
    let comments = export.about().iter().fold(String::new(), |comments, line| comments + "# " + line + "\n");
    let none = if export.answers.is_empty() { " []" } else { "" };
    let mut out = [&comments, "matches:", none, "\n"].concat();
    for answer in &export.answers {
        matches(export, answer, &mut out);
    }
    out
}

/// Writes an entry for each part, and one for the invite of a private answer.
fn matches(export: &Export<'_>, answer: &Answer, out: &mut String) {
    let snippet = &answer.snippet;
    let private = export.labels.get("export_private");
    let told = format!("{} · {}", snippet.title, answer.article);
    let title = if answer.is_private() { format!("{told} ({private})") } else { told.clone() };
    let parts = &snippet.formats.plain.parts;
    let count = parts.len();
    for (part, number) in parts.iter().zip(1..) {
        // The colon behind ends what is typed: without it, the beginning of a longer one would be enough.
        let trigger =
            if number == 1 { format!(":{}:", snippet.id) } else { format!(":{}.{number}:", snippet.id) };
        let label = if count == 1 { title.clone() } else { format!("{title} ({number}/{count})") };
        let blanks: Vec<&str> = snippet.placeholders.iter().map(|blank| blank.name.as_str()).collect();
        let field = |blank: &&str| part.text.contains(&format!("{{{blank}}}"));
        let body = if blanks.iter().any(field) {
            ("form", form(&part.text, &blanks))
        } else {
            ("replace", replacement(&part.text))
        };
        entry(&trigger, &label, body, &snippet.search_terms, out);
    }
    if let Some(invite) = &snippet.invite {
        let (trigger, label) = (format!(":{}.invite:", snippet.id), export.labels.get("export_invite"));
        let label = format!("{label}: {told}");
        entry(&trigger, &label, ("replace", replacement(invite)), &snippet.search_terms, out);
    }
}

fn entry(trigger: &str, label: &str, (key, text): (&str, String), terms: &[String], out: &mut String) {
    let terms: Vec<String> = terms.iter().map(|term| string(term)).collect();
    let fields = [
        ("trigger", string(trigger)),
        (key, string(&text)),
        ("label", string(label)),
        ("search_terms", format!("[{}]", terms.join(", "))),
        // Typed key by key, the first line end would send the message.
        ("force_mode", "clipboard".to_owned()),
    ];
    for (place, (key, value)) in fields.into_iter().enumerate() {
        let indent = if place == 0 { "  - " } else { "    " };
        out.extend([indent, key, ": ", &value, "\n"]);
    }
}

/// Writes what espanso prints as this text.
fn replacement(text: &str) -> String {
    let text = without_cursor(text);
    let mut out = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    let mut before = ' ';
    while let Some(character) = characters.next() {
        if matches!(character, '{' | '}') {
            if before == '\\' {
                // A backslash of the text's own would be taken for the escape.
                out.push_str(JOINER);
            }
            if before == character || characters.peek() == Some(&character) {
                out.push('\\');
            }
        }
        out.push(character);
        before = character;
    }
    out
}

/// Writes a form that espanso prints as this text, with a field in the place of each blank.
fn form(text: &str, blanks: &[&str]) -> String {
    // Escapes are no use in a form: what must not be taken for a field or a variable is parted.
    let mut text = without_cursor(text);
    for double in ["[[", "]]"] {
        text = parted(&text, double);
    }
    for blank in blanks {
        text = text.replace(&format!("{{{blank}}}"), &format!("[[{blank}]]"));
    }
    for double in ["{{", "}}", "\\{", "\\}"] {
        text = parted(&text, double);
    }
    text
}

/// Puts an unseen character between the two of a pair, wherever it stands.
fn parted(text: &str, pair: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = None;
    for character in text.chars() {
        if before.is_some_and(|before| pair.chars().eq([before, character])) {
            out.push_str(JOINER);
        }
        out.push(character);
        before = Some(character);
    }
    out
}

/// Espanso would put the cursor there.
fn without_cursor(text: &str) -> String {
    text.replace("$|$", &format!("$|{JOINER}$"))
}

/// A string as JSON and YAML write it. Characters that YAML refuses are no part of any text.
fn string(text: &str) -> String {
    let kept = |character: &char| !character.is_control() || *character == '\n';
    let odd =
        |character: char| matches!(character, '\u{2028}' | '\u{2029}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}');
    let text: String =
        text.chars().filter(kept).map(|character| if odd(character) { ' ' } else { character }).collect();
    Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_a_variable_or_a_cursor() {
        assert_eq!(replacement("{a} {{b}} {{{c}}} } {"), "{a} \\{\\{b\\}\\} \\{\\{\\{c\\}\\}\\} } {");
        assert_eq!(replacement("$|$ \\{x\\}"), "$|\u{2060}$ \\\u{2060}{x\\\u{2060}}");
    }

    #[test]
    fn blanks_are_fields() {
        assert_eq!(
            form("At {when}, {{x}} [[y]] {what} {other}", &["when", "what"]),
            "At [[when]], {\u{2060}{x}\u{2060}} [\u{2060}[y]\u{2060}] [[what]] {other}"
        );
    }

    #[test]
    fn yaml_reads_every_string() {
        assert_eq!(string("a\u{7f}\"b\"\n\u{85}№"), "\"a\\\"b\\\"\\n№\"");
    }
}
