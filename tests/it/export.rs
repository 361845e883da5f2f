//! Exports, as the programs read them that they are made for.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use vetted::emit::export::Target;
use vetted::pipeline;
use vetted::site::InMemory;
use vetted::trust::words::Reach;

use crate::base::{Base, article, article_with, day};
use crate::repository::{program, root};

/// A text in which everything stands that some program takes for its own.
fn awkward() -> Base {
    let mut base = Base::new();
    let settings = "[snippets.what]\nsensitivity = \"private\"\ninvite = \"May I \\\"write\\\" to you?\"\n\
        [snippets.what.blanks.when]\nlabel = \"when, \\\"we\\\" come\"\nkind = \"time\"\n";
    let text = article_with("first", "alpha", settings)
        .replace("## What is alpha?", "## =cmd \"alpha\", 'beta'")
        .replace("\"termalpha\"", "\"-term\", \"@home\", \"+7 a, b\"")
        + "\nAt {when}: `{{x}}` and \\[\\[y\\]\\], $|$ \"q\" \\\\ # no: yes, 👩🏽\u{200D}⚕️ طوارئ 112.\n\n\
           ## Braces {#braces .snippet}\n\n- `{{x}} {{{y}}} \\{z}` $|$\n- = 1\n\n\
           ## Long {#long .snippet}\n\n"
        + &"Wait a little. ".repeat(400)
        + "\n";
    base.freeze("en/first", 1, &text);
    base.approve("en/first", "veins", 1);
    for (id, topic) in [("gone", "veins"), ("old", "veins")] {
        base.freeze(&format!("en/{id}"), 1, &article(id, id));
        base.approve(&format!("en/{id}"), topic, 1);
    }
    base.withdraw(("en/gone", "veins"), 1, "dr-ada", Reach::EveryLanguage);
    base
}

/// The files of an export.
fn exported(base: &Base, target: Target) -> BTreeMap<String, Vec<u8>> {
    let built = pipeline::export(&base.project(), None, &InMemory, (target, None));
    assert!(built.record.is_empty(), "{:?}", built.record.into_sorted());
    let site = built.site.unwrap();
    site.files().keys().map(|path| (path.to_string(), site.bytes(path.as_str()).unwrap().to_vec())).collect()
}

/// The texts of each snippet in a format, as the JSON of the site has them.
fn published(base: &Base, format: &str) -> BTreeMap<String, Vec<String>> {
    let file: Value = serde_json::from_slice(&base.site()["snippets/en.json"]).unwrap();
    let live = file["snippets"].as_array().unwrap().iter().filter(|snippet| snippet["status"] == "verified");
    let parts = |snippet: &Value| {
        let parts = snippet["formats"][format]["parts"].as_array().unwrap().clone();
        parts.iter().map(|part| part["text"].as_str().unwrap().to_owned()).collect()
    };
    live.map(|snippet| (snippet["id"].as_str().unwrap().to_owned(), parts(snippet))).collect()
}

/// What a Python program reads of files; `None` where Python lacks the module, which a full run does not let pass.
fn read_by_python(module: &str, script: &str, files: &BTreeMap<String, Vec<u8>>) -> Option<Value> {
    let there = Command::new("python3").args(["-c", &format!("import {module}")]).output();
    if !there.is_ok_and(|done| done.status.success()) {
        assert!(std::env::var_os("VETTED_BROWSER").is_none(), "there is no Python with {module}");
        eprintln!("skipped: there is no Python with {module}");
        return None;
    }
    let folder = tempfile::tempdir().unwrap();
    for (path, bytes) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    let done = Command::new("python3").args(["-c", script]).current_dir(folder.path()).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    Some(serde_json::from_slice(&done.stdout).unwrap())
}

const READ_YAML: &str = "import glob, json, yaml\n\
    read = lambda path: yaml.safe_load(open(path, encoding='utf-8'))\n\
    print(json.dumps({path: read(path) for path in glob.glob('*/*/*.yml')}))";

const READ_CSV: &str = "import csv, glob, json\n\
    read = lambda path: list(csv.reader(open(path, encoding='utf-8-sig', newline=''), strict=True))\n\
    print(json.dumps({path: read(path) for path in glob.glob('*/*.csv')}))";

/// What espanso prints for an entry, with each field of a form as the blank it stands for.
fn printed(entry: &Value) -> String {
    let text = entry["replace"].as_str().or(entry["form"].as_str()).unwrap();
    assert!(!text.contains("{{") && !text.contains("}}") && !text.contains("$|$"), "{text}");
    let text = match entry["form"].as_str() {
        Some(form) => form.replace("[[", "{").replace("]]", "}"),
        None => text.replace("\\{", "{").replace("\\}", "}"),
    };
    text.replace('\u{2060}', "")
}

#[test]
fn espanso_prints_what_the_site_publishes() {
    let base = awkward();
    let files = exported(&base, Target::Espanso);
    let names: Vec<_> = files.keys().filter(|path| path.starts_with("test-example-en/")).collect();
    let expected = ["README.md", "_manifest.yml", "package.yml"];
    assert_eq!(
        names,
        expected.map(|name| format!("test-example-en/2026.11.20/{name}")).iter().collect::<Vec<_>>()
    );
    let Some(read) = read_by_python("yaml", READ_YAML, &files) else { return };
    let manifest = &read["test-example-en/2026.11.20/_manifest.yml"];
    assert_eq!(
        (manifest["name"].as_str(), manifest["version"].as_str()),
        (Some("test-example-en"), Some("2026.11.20"))
    );
    for key in ["title", "description", "author", "homepage", "tags"] {
        assert!(!manifest[key].is_null(), "{key}");
    }
    let entries = read["test-example-en/2026.11.20/package.yml"]["matches"].as_array().unwrap();
    let mut told: BTreeMap<&str, &Value> = BTreeMap::new();
    for entry in entries {
        assert_eq!(entry["force_mode"], "clipboard");
        assert!(told.insert(entry["trigger"].as_str().unwrap(), entry).is_none(), "two have one trigger");
    }
    let published = published(&base, "plain");
    assert_eq!(
        published.keys().collect::<Vec<_>>(),
        ["first.braces", "first.long", "first.what", "old.what"]
    );
    for (id, parts) in &published {
        for (part, number) in parts.iter().zip(1..) {
            let trigger = if number == 1 { format!(":{id}:") } else { format!(":{id}.{number}:") };
            assert_eq!(printed(told[trigger.as_str()]), *part);
        }
    }
    assert_eq!(entries.len(), published.values().map(Vec::len).sum::<usize>() + 1, "and the invite");
    let triggers: Vec<&str> = told.keys().copied().collect();
    let hidden = triggers.windows(2).find(|pair| pair[1].starts_with(pair[0]));
    assert_eq!(hidden, None, "the first is done before the second is typed");
    assert!(told[":first.what:"]["form"].as_str().unwrap().contains("At [[when]]:"));
    assert_eq!(
        told[":first.what:"]["label"],
        "=cmd \"alpha\", 'beta' · About alpha (only in a private chat)"
    );
    assert_eq!(told[":first.what:"]["search_terms"], serde_json::json!(["-term", "@home", "+7 a, b"]));
    assert_eq!(printed(told[":first.what.invite:"]), "May I \"write\" to you?");
    assert_eq!(told[":first.long.2:"]["label"], "Long · About alpha (2/2)");
    assert_eq!(read["test-example-ru/2026.11.20/package.yml"]["matches"], serde_json::json!([]));
}

#[test]
fn tables_are_read_as_they_were_written() {
    let base = awkward();
    let published = published(&base, "plain");
    for (target, is_excel) in [(Target::Csv, false), (Target::CsvExcel, true)] {
        let files = exported(&base, target);
        assert_eq!(files["en/snippets.csv"].starts_with("\u{FEFF}".as_bytes()), is_excel);
        let Some(read) = read_by_python("csv", READ_CSV, &files) else { return };
        let rows: Vec<Vec<String>> = serde_json::from_value(read["en/snippets.csv"].clone()).unwrap();
        let column = |name: &str| rows[0].iter().position(|known| known == name).unwrap();
        assert_eq!(rows.len() - 1, published.values().map(Vec::len).sum::<usize>());
        for row in &rows[1..] {
            assert_eq!(row.len(), rows[0].len());
            let cell = |name: &str| row[column(name)].as_str();
            let part: usize = cell("part").parse().unwrap();
            assert_eq!(cell("text"), published[cell("id")][part - 1]);
            assert_eq!(
                (cell("exported"), cell("until"), cell("status")),
                ("2026-11-20", "2027-11-20", "verified")
            );
            assert!(!is_excel || row.iter().all(|cell| !cell.starts_with(['=', '+', '-', '@'])), "{row:?}");
        }
        let what = rows.iter().find(|row| row[0] == "first.what").unwrap();
        let apostrophe = if is_excel { "'" } else { "" };
        assert_eq!(what[column("title")], format!("{apostrophe}=cmd \"alpha\", 'beta'"));
        assert_eq!(what[column("search_terms")], format!("{apostrophe}-term; @home; +7 a, b"));
        assert_eq!(what[column("placeholders")], "{when}: when, \"we\" come");
        assert_eq!(what[column("sensitivity")], "private");
    }
}

#[test]
fn a_file_holds_what_is_sent_and_nothing_else() {
    let base = awkward();
    for (target, format) in [(Target::Text, "plain"), (Target::Bbcode, "bbcode")] {
        let files = exported(&base, target);
        for (id, parts) in published(&base, format) {
            let private = if id == "first.what" { "private/" } else { "" };
            let file = files[&format!("en/{private}{id}.txt")].clone();
            assert_eq!(String::from_utf8(file).unwrap(), format!("{}\n", parts.join("\n\n")));
        }
        // The four answers, and a page to read first for each language.
        assert_eq!(files.len(), 6);
    }
}

#[test]
fn an_export_says_until_when_and_what_then() {
    let base = awkward();
    let readme =
        |base: &Base| String::from_utf8(exported(base, Target::Text)["en/README.txt"].clone()).unwrap();
    assert_eq!(
        readme(&base),
        "A test: checked answers for chats\nExported on 20 November 2026\nGood until 20 November 2027\n\
         After that day: delete these files, send nothing from them, and export again.\n\
         Is this message genuine? https://test.example/v/index.html\n\
         Words in braces are blanks: fill them in before you send.\nen/private/: only in a private chat\n"
    );
    let mut late = base;
    late.as_of = day("2028-01-01");
    assert!(readme(&late).contains("There is no answer here that may be sent now."));
    assert_eq!(exported(&late, Target::Text).len(), 2, "what is overdue is no answer");
}

/// Runs the program on the starter; its exit code, and what it said.
fn vetted(arguments: &[&str]) -> (i32, String) {
    let done = program().arg("-C").arg(root()).args(arguments).output().unwrap();
    (done.status.code().unwrap(), String::from_utf8([done.stdout, done.stderr].concat()).unwrap())
}

fn names(folder: &Path) -> BTreeSet<String> {
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

#[test]
fn an_export_takes_the_place_of_an_export_and_of_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let export = |more: &[&str]| {
        let out = ["--out", out.to_str().unwrap(), "--as-of", "2026-11-22"];
        vetted(&[&["export"], more, &out].concat())
    };
    assert_eq!(export(&["text"]).0, 0);
    assert_eq!(names(&out), BTreeSet::from([".vetted", "en", "ru"].map(str::to_owned)));
    assert!(fs::read_to_string(out.join("ru/README.txt")).unwrap().contains("врач этот текст не проверял"));
    let (code, said) = export(&["csv", "--language", "ru"]);
    assert_eq!((code, said.trim()), (0, format!("exported 2 files to {}", out.display()).as_str()));
    assert_eq!(
        names(&out),
        BTreeSet::from([".vetted", "ru"].map(str::to_owned)),
        "nothing of the old one is left"
    );
    assert!(export(&["csv", "--language", "ru"]).1.starts_with("nothing has changed"));
    let (code, said) = export(&["csv", "--language", "uz"]);
    assert_eq!(code, 2);
    assert!(said.contains("the site has no texts in the language `uz`"), "{said}");
    let (code, said) = vetted(&["build", "--out", out.to_str().unwrap()]);
    assert_eq!(code, 2);
    assert!(said.contains("is not empty, and this command did not make it"), "{said}");
    assert_eq!(names(&out), BTreeSet::from([".vetted", "ru"].map(str::to_owned)));
    assert_eq!(export(&["excel"]).0, 2);
}
