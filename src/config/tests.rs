use super::*;
use crate::base::day::Day;
use crate::project::File;

const GOOD: &str = r#"
site = "starter.example"
name = { en = "Starter", ru = "Начало" }
languages = ["en", "ru"]
region = "ru-spb"
base_url = "https://starter.example/help"
onion = "http://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.onion"
exit_target = "https://www.wikipedia.org"
theme = "plain"
"#;

fn read_text(text: &str) -> (Option<Config>, String) {
    let path = SourcePath::parse(PATH).unwrap();
    let file = File::new(&path, text.as_bytes().to_vec());
    let files = BTreeMap::from([(path, file)]);
    let project = Project::new(files, Diagnostics::new(), Day::new(2026, 11, 20).unwrap());
    let mut found = Diagnostics::new();
    let config = read(&project, &mut found);
    let told = found.into_sorted().into_iter().map(|fault| {
        let (line, column) = match &fault.labels[0].place {
            crate::diagnostic::Place::Text(span) => span.position(),
            crate::diagnostic::Place::File(_) => (0, 0),
        };
        format!("{line}:{column} {}\n", fault.message)
    });
    (config, told.collect())
}

#[test]
fn good_settings_are_read_whole() {
    let (config, told) = read_text(GOOD);
    assert_eq!(told, "");
    let config = config.unwrap();
    assert_eq!(config.site.as_str(), "starter.example");
    assert_eq!(config.languages[0].as_str(), "en");
    assert_eq!(config.name(&Lang::parse("ru").unwrap()), "Начало");
    assert_eq!(config.name(&Lang::parse("de").unwrap()), "starter.example");
    assert_eq!(config.base_url, "https://starter.example/help/");
    assert_eq!(config.onion.unwrap(), format!("http://{}.onion/", "a".repeat(56)));
    assert_eq!(config.exit_target.as_deref(), Some("https://www.wikipedia.org/"));
    assert_eq!(config.theme.as_str(), "plain");
    assert_eq!(config.places.region.text(), "\"ru-spb\"");
}

#[test]
fn what_may_be_left_out_has_a_default() {
    let text =
        GOOD.replace("theme = \"plain\"\n", "").replace("{ en = \"Starter\", ru = \"Начало\" }", "\"Both\"");
    let config = read_text(&text).0.unwrap();
    assert_eq!(config.theme.as_str(), "default");
    assert_eq!(config.names.values().collect::<Vec<_>>(), ["Both", "Both"]);
    assert_eq!(config.places.theme.position(), (1, 1));
    let still = read_text(&GOOD.replace("exit_target = \"https://www.wikipedia.org\"\n", "")).0.unwrap();
    assert_eq!(still.exit_target, None);
}

#[test]
fn every_fault_is_told_in_one_run() {
    let (config, told) = read_text(
        "site = \"Starter\"\nname = { en = \" \", de = \"Anfang\" }\nlanguages = [\"en\", \"en\", \"ru\", \"RU\"]\n\
         regin = \"ru-spb\"\nbase_url = \"http://starter.example\"\nonion = \"http://short.onion\"\n\
         exit_target = \"https://a.example/?q=<b>\"\ntheme = 1\n",
    );
    assert!(config.is_none());
    assert_eq!(
        told,
        "1:1 the key `region` is missing
1:8 `Starter` is not a name such as `starter.example`, in small letters
3:20 the language `en` is named twice
3:32 `RU` is not a language such as `en` or `pt-br`
4:1 the key `regin` is not known here
5:12 `http://starter.example` is not the address of a site, such as `https://starter.example/help/`, or of an onion service
6:9 `http://short.onion` is not the address of an onion service: `http://`, 56 letters and digits, `.onion/`
7:15 `https://a.example/?q=<b>` is not the address of a page that gives nobody away, such as `https://www.wikipedia.org/`
8:9 `theme` must be a text in quotes
"
    );
}

#[test]
fn a_site_has_a_language_and_a_name_in_each() {
    let told = |from: &str, to: &str| {
        let (config, told) = read_text(&GOOD.replace(from, to));
        assert!(config.is_none());
        told
    };
    assert_eq!(
        told("ru = \"Начало\"", "de = \"a\\nb\""),
        "3:8 there are no words for the language `ru`
3:31 the name of the site must be words on one line
3:31 the site does not speak `de`
"
    );
    assert_eq!(told("[\"en\", \"ru\"]", "[]"), "4:13 the site has no language\n");
    assert_eq!(told("Начало", "a\u{202e}b"), "3:33 the text holds U+202E RIGHT-TO-LEFT OVERRIDE\n");
    assert_eq!(told("\"Starter\"", "\" \""), "3:15 the name of the site must be words on one line\n");
}

#[test]
fn addresses_are_plain() {
    let base = |address: &str| read_text(&GOOD.replace("https://starter.example/help", address)).0.is_some();
    for fine in [
        "https://a.example",
        "https://a.example:8443/x/",
        "https://localhost",
        "https://xn--e1afmkfd.example/",
    ] {
        assert!(base(fine), "{fine}");
    }
    let onion = format!("http://www.{}.onion", "b".repeat(56));
    assert!(base(&onion));
    for wrong in [
        "http://a.example",
        "https://",
        "https:///a",
        "https://a..b",
        "https://u@a.example",
        "https://a.example/#b",
        "https://a.example/?q",
        "https://a.example:0",
        "https://a.example/a b",
        "https://a.example/'",
        "ftp://a.example",
        "https://A.example",
        "https://é.example",
        "//a.example",
        "https://-a.example",
        "javascript:alert(1)",
    ] {
        assert!(!base(wrong), "{wrong}");
    }
}

#[test]
fn a_folder_without_settings_is_no_knowledge_base() {
    let project = Project::new(BTreeMap::new(), Diagnostics::new(), Day::new(2026, 11, 20).unwrap());
    let mut found = Diagnostics::new();
    assert!(read(&project, &mut found).is_none());
    assert_eq!(found.into_sorted()[0].message, "there is no `vetted.toml` in this folder");
}
