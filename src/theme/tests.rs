use super::*;
use crate::article::front::Need;
use crate::article::tree::CardKind;
use crate::base::day::Day;
use crate::base::path::SourcePath;
use crate::project::File;
use crate::services::{Kind, Weekday};

fn project(files: &[(&str, &str)]) -> Project {
    let file = |(path, text): &(&str, &str)| {
        let path = SourcePath::parse(path).unwrap();
        (path.clone(), File::new(&path, text.as_bytes().to_vec()))
    };
    Project::new(files.iter().map(file).collect(), Diagnostics::new(), Day::parse("2026-11-21").unwrap())
}

fn compiled(files: &[(&str, &str)], languages: &[&str]) -> Result<Theme, Vec<String>> {
    let mut found = Diagnostics::new();
    let name = ThemeName::parse(if files.is_empty() { "default" } else { "mine" }).unwrap();
    let languages: Vec<Lang> = languages.iter().map(|tag| Lang::parse(tag).unwrap()).collect();
    let theme = Theme::compile(&project(files), &name, &languages, &mut found);
    assert_eq!(theme.is_none(), found.has_errors());
    theme.ok_or_else(|| found.into_sorted().iter().map(told).collect())
}

/// A finding in one line: every place with its words, the message, the remedy.
fn told(fault: &Diagnostic) -> String {
    let place = |label: &crate::diagnostic::Label| match &label.place {
        crate::diagnostic::Place::Text(span) => format!("{span:?} {}", label.text).trim_end().to_owned(),
        crate::diagnostic::Place::File(path) => path.to_string(),
    };
    let places: Vec<String> = fault.labels.iter().map(place).collect();
    let help = fault.help.as_deref().map(|help| format!("; {help}")).unwrap_or_default();
    format!("{} [{}] {}{help}", fault.code.as_str(), places.join(", "), fault.message)
}

fn default_theme() -> Theme {
    compiled(&[], &["en", "ru"]).unwrap()
}

#[test]
fn labels_are_labels_in_both_languages() {
    let theme = default_theme();
    for lang in ["en", "ru"] {
        let labels = theme.labels(&Lang::parse(lang).unwrap());
        assert!(
            labels
                .iter()
                .eq(labels.iter().filter(|(name, _)| theme.english.iter().any(|(one, _)| one == *name)))
        );
        for (name, text) in labels.iter() {
            assert!(!text.chars().any(char::is_numeric), "{lang} {name}: {text}");
            assert!(text.chars().count() <= 120, "{lang} {name}: {text}");
        }
    }
}

/// The names of labels that are put together from a word.
fn families() -> Vec<String> {
    let cards =
        [CardKind::Emergency, CardKind::Urgent, CardKind::Soon, CardKind::Information, CardKind::SelfCare];
    let cards = cards.iter().map(|kind| format!("card_{}", kind.as_str()));
    let needs = Need::WORDS.iter().map(|need| format!("need_{need}"));
    let roles = ["medical", "editor", "legal", "service"].iter().map(|role| format!("role_{role}"));
    let reasons = ["error", "guidance-changed", "law", "other", "expired", "corrected", "held"]
        .iter()
        .map(|reason| format!("reason_{reason}"));
    let months = (1..=12).map(|month| format!("month_{month}"));
    let topics = ["about", "detox", "infections", "mind", "overdose", "services", "skin", "veins", "worker"]
        .iter()
        .map(|topic| format!("topic_{topic}"));
    let countries = ["AM", "BY", "DE", "GB", "GE", "KG", "KZ", "MD", "RU", "TJ", "UA", "US", "UZ"];
    let countries = countries.iter().map(|country| format!("country_{country}"));
    let services = Kind::WORDS.iter().map(|kind| format!("service_{kind}"));
    let weekdays = Weekday::WORDS.iter().map(|day| format!("weekday_{day}"));
    let cards = cards.chain(topics).chain(services).chain(weekdays);
    cards.chain(countries).chain(needs).chain(roles).chain(reasons).chain(months).collect()
}

#[test]
fn every_label_is_used_and_every_label_used_is_there() {
    let theme = default_theme();
    let mut used = families();
    for source in theme.templates.values() {
        let after = source.text().split("labels.").skip(1);
        used.extend(
            after
                .map(|rest| rest.chars().take_while(|one| one.is_ascii_lowercase() || *one == '_').collect()),
        );
    }
    for code in [
        include_str!("labels.rs"),
        include_str!("../render/writer.rs"),
        include_str!("../render/inline.rs"),
        include_str!("../render/frame.rs"),
        include_str!("../render/services.rs"),
        include_str!("../chat/compose.rs"),
        include_str!("../chat/stamp.rs"),
        include_str!("../emit/export/espanso.rs"),
        include_str!("../emit/export/mod.rs"),
        include_str!("../emit/export/text.rs"),
        include_str!("../emit/codes.rs"),
        include_str!("../emit/catalogue.rs"),
        include_str!("../emit/feed.rs"),
        include_str!("../emit/tombstone.rs"),
        include_str!("../emit/twin.rs"),
    ] {
        let after = code.split(".get(\"").skip(1);
        used.extend(after.filter_map(|rest| Some(rest.split_once('"')?.0.to_owned())));
    }
    used.extend(
        ["advice_do", "advice_dont", "code_current", "code_replaced", "code_withdrawn"].map(str::to_owned),
    );
    used.sort_unstable();
    used.dedup();
    let known: Vec<String> = theme.english.iter().map(|(name, _)| name.to_owned()).collect();
    assert_eq!(used, known);
}

#[test]
fn a_site_replaces_single_files_and_single_labels() {
    let files = [
        ("themes/mine/templates/mark.html", "mine"),
        ("themes/mine/strings/ru.toml", "call = \"Набрать\"\n"),
    ];
    let theme = compiled(&files, &["en", "ru"]).unwrap();
    let labels = theme.labels(&Lang::parse("ru").unwrap());
    assert_eq!((labels.get("call"), labels.get("home")), ("Набрать", "Главная"));
    assert_eq!(theme.templates["mark.html"].text(), "mine");
    assert!(theme.templates["base.html"].text().contains("<!doctype html>"));
}

#[test]
fn faults_of_labels_are_told_with_names_and_places() {
    let long = format!(
        "home = \"{}\"\ncal = \"Dial\"\nskip = 3\nemergency = \"call 103\"\nbar = \"\"",
        "x".repeat(121)
    );
    let strings = ("themes/mine/strings/en.toml", long.as_str());
    assert_eq!(
        compiled(&[strings], &["en"]).unwrap_err(),
        [
            "wrong-value [themes/mine/strings/en.toml:1:8] a label is longer than a label may be; shorten it, or say it in an article, where reviewers sign it",
            "unknown-key [themes/mine/strings/en.toml:2:1] no label is called `cal`; did you mean `call`?",
            "wrong-value [themes/mine/strings/en.toml:3:8 this is a whole number] `skip` must be a text in quotes; put it in quotes",
            "wrong-value [themes/mine/strings/en.toml:4:13] a label holds a digit; keep numbers in facts and articles, where reviewers sign them",
            "wrong-value [themes/mine/strings/en.toml:5:7] a label is empty; leave the line out to keep the label of the default theme",
        ]
    );
    let broken = compiled(&[("themes/mine/strings/en.toml", "a = \nb = 'x\n")], &["en"]).unwrap_err();
    assert!(
        broken.len() >= 2
            && broken.iter().any(|fault| fault.starts_with("toml-syntax [themes/mine/strings/en.toml:1:")),
        "{broken:?}"
    );
}

#[test]
fn what_a_text_must_admit_cannot_be_reworded_and_days_stay_days() {
    let text = "unconfirmed = \"we could not confirm this here\"\ndemonstration = \"fine\"\ndate = \"{month} {day}\"";
    assert_eq!(
        compiled(&[("themes/mine/strings/en.toml", text)], &["en"]).unwrap_err(),
        [
            "wrong-value [themes/mine/strings/en.toml:2:1] the label `demonstration` cannot be reworded; remove the line",
            "wrong-value [themes/mine/strings/en.toml:3:8] a part of the day is missing; write `{day}`, `{month}` and `{year}` in the order you want",
        ]
    );
}

#[test]
fn a_language_without_labels_is_one_error_and_a_missing_label_is_one_each() {
    assert_eq!(
        compiled(&[("themes/mine/assets/a.css", "")], &["en", "uz"]).unwrap_err(),
        [
            "missing-label [themes/mine/strings/uz.toml] the theme has no labels in `uz`; translate `strings/en.toml` of the default theme and put it there",
        ]
    );
    let theme = default_theme();
    let kept = theme.english.iter().filter(|(name, _)| !["call", "home"].contains(name));
    let lines: Vec<String> = kept.map(|(name, text)| format!("{name} = '''{text}'''")).collect();
    let all_but_two = lines.join("\n");
    assert_eq!(
        compiled(&[("themes/mine/strings/uz.toml", &all_but_two)], &["uz"]).unwrap_err(),
        [
            "missing-label [themes/mine/strings/uz.toml] the label `call` is missing in `uz`; add `call = \"…\"`",
            "missing-label [themes/mine/strings/uz.toml] the label `home` is missing in `uz`; add `home = \"…\"`",
        ]
    );
}

#[test]
fn a_script_of_the_site_stands_in_place_of_the_embedded_one() {
    let project = project(&[("themes/calm/assets/search.js", "own"), ("themes/calm/assets/more.js", "more")]);
    let mut found = Diagnostics::new();
    let own = Theme::compile(&project, &ThemeName::parse("calm").unwrap(), &[], &mut found).unwrap();
    assert!(found.is_empty());
    assert_eq!(
        [own.script("search.js"), own.script("more.js"), own.script("none.js")],
        [Some("own"), Some("more"), None]
    );
    let embedded = Theme::compile(&project, &ThemeName::parse("default").unwrap(), &[], &mut found).unwrap();
    assert!(embedded.script("search.js").unwrap().contains("function vettedSearch(packed)"));
}

#[test]
fn a_theme_that_is_not_there_is_an_error_and_a_stray_file_a_warning() {
    let mut found = Diagnostics::new();
    let project = project(&[
        ("themes/calm/templates/mark.html", ""),
        ("themes/calm/a.js", ""),
        ("themes/calm/templates/a/b.html", ""),
    ]);
    assert!(Theme::compile(&project, &ThemeName::parse("clam").unwrap(), &[], &mut found).is_none());
    assert!(Theme::compile(&project, &ThemeName::parse("calm").unwrap(), &[], &mut found).is_some());
    let stray = "this file is no part of a theme; keep templates in `templates/*.html`, styles in `assets/*.css`, scripts in `assets/*.js`, labels in `strings/<language>.toml`";
    assert_eq!(
        found.into_sorted().iter().map(told).collect::<Vec<_>>(),
        [
            format!("file-stray [themes/calm/a.js] {stray}"),
            format!("file-stray [themes/calm/templates/a/b.html] {stray}"),
            "file-missing [themes/clam] there is no theme `clam`; did you mean `calm`?".to_owned(),
        ]
    );
}

#[test]
fn faults_of_several_templates_come_in_one_run() {
    let files = [
        ("themes/mine/templates/mark.html", "<p>\n{{ a b }}"),
        ("themes/mine/templates/status.html", "{% if %}"),
        ("themes/mine/templates/review.html", "\n  {{ page | nonsense }}{% include \"gone.html\" %}"),
        ("themes/mine/templates/moved.html", "{% extends \"base.html\" %}{% block mian %}{% endblock %}"),
    ];
    let faults = compiled(&files, &["en"]).unwrap_err();
    let places: Vec<&str> = faults.iter().map(|fault| fault.split_inclusive(']').next().unwrap()).collect();
    assert_eq!(
        places,
        [
            "template [themes/mine/templates/mark.html:2:6]",
            "template [themes/mine/templates/moved.html:1:35]",
            "template [themes/mine/templates/review.html:2:13]",
            "template [themes/mine/templates/review.html:2:35]",
            "template [themes/mine/templates/status.html:1:7]",
        ],
        "{faults:#?}"
    );
    assert!(faults[2].ends_with("unknown filter `nonsense`"), "{}", faults[2]);
}

#[test]
fn templates_that_include_one_another_are_told_by_name() {
    let files = [
        ("themes/mine/templates/a.html", "{% include \"b.html\" %}"),
        ("themes/mine/templates/b.html", "{% include \"a.html\" %}"),
    ];
    let faults = compiled(&files, &["en"]).unwrap_err();
    assert!(
        faults[0].starts_with("template [themes/mine/templates/a.html:1:1] circular include"),
        "{faults:?}"
    );
}

/// What it says to make `probe.html` of these templates.
fn making(files: &[(&str, &str)]) -> String {
    let theme = compiled(files, &["en"]).unwrap();
    let mut context = Context::new();
    context.insert_value("page", Value::from_serializable(&BTreeMap::from([("title", "<b>")])));
    let page = OutPath::parse("en/a.html").unwrap();
    theme.render("probe.html", &context, &page).unwrap_or_else(|fault| told(&fault))
}

#[test]
fn everything_is_escaped_and_no_template_can_say_otherwise() {
    assert_eq!(making(&[("themes/mine/templates/probe.html", "{{ page.title }}")]), "&lt;b&gt;");
    assert_eq!(
        making(&[("themes/mine/templates/probe.html", "<p>\n{{ page.title | safe }}")]),
        "template [themes/mine/templates/probe.html:2:17 met in making `en/a.html`] a theme may not mark a text as safe: \
         print it without the filter `safe`",
    );
}

#[test]
fn a_fault_met_in_making_a_page_names_the_page_and_the_way_to_the_fault() {
    let files = [
        ("themes/mine/templates/probe.html", "да {% include \"inner.html\" %}"),
        ("themes/mine/templates/inner.html", "\n {{ page.titel }}"),
    ];
    let fault = making(&files);
    assert!(fault.starts_with("template [themes/mine/templates/inner.html:2:10 met in making `en/a.html`, themes/mine/templates/probe.html:1:15 called from here]"), "{fault}");
    assert!(fault.ends_with("field `titel` is not defined; did you mean `title`?"), "{fault}");
}

#[test]
fn the_style_is_small_and_asks_for_nothing() {
    let files = Files::gather(&project(&[]), &ThemeName::parse("default").unwrap(), &mut Diagnostics::new());
    let of_pages = files.styles.iter().filter(|(name, _)| Kit::is_shared(name));
    assert!(of_pages.map(|(_, file)| file.text().len()).sum::<usize>() <= 11 * 1024);
    let theme = default_theme();
    assert!(
        theme.console().style().css().contains(".hit") && theme.search().style().css().contains("#found")
    );
    for own in [".hit", "#found"] {
        assert!(!theme.style().css().contains(own), "one page alone carries the style of `{own}`");
    }
    for kit in [theme.console(), theme.search()] {
        assert!(kit.style().css().starts_with(theme.style().css()), "and every page's besides");
    }
    let css = theme.console().style().css().to_owned() + theme.search().style().css();
    for word in [
        "animation",
        "transition",
        "@keyframes",
        "@font-face",
        "margin-left",
        "margin-right",
        "padding-left",
        "padding-right",
        "text-align: left",
        "text-align: right",
    ] {
        assert!(!css.contains(word), "{word}");
    }
}

/// The value of a custom property in a stretch of style.
fn colour(css: &str, name: &str) -> Option<[f64; 3]> {
    let hex = css.split_once(&format!("--{name}: #"))?.1.split(';').next()?;
    let hex =
        if hex.len() == 3 { hex.chars().flat_map(|digit| [digit, digit]).collect() } else { hex.to_owned() };
    let part = |at: usize| u8::from_str_radix(&hex[at..at + 2], 16).map(f64::from).unwrap();
    Some([part(0), part(2), part(4)])
}

/// The contrast ratio of WCAG 2.2 (definitions of relative luminance and contrast ratio).
fn contrast(one: [f64; 3], other: [f64; 3]) -> f64 {
    let linear = |part: f64| {
        let part = part / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    };
    let luminance =
        |[red, green, blue]: [f64; 3]| 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn every_pair_of_colours_can_be_read_by_day_and_by_night() {
    let theme = default_theme();
    let (day, night) = theme.style().css().split_once("prefers-color-scheme: dark").unwrap();
    let night = night.split_once('}').unwrap().0;
    for dark in [false, true] {
        let value = |name| dark.then(|| colour(night, name)).flatten().or_else(|| colour(day, name)).unwrap();
        let on_paper =
            ["ink", "quiet", "link", "emergency", "urgent", "soon", "self-care"].map(|name| (name, "paper"));
        let others = [
            ("ink", "mark"),
            ("link", "mark"),
            ("ink", "tint"),
            ("quiet", "tint"),
            ("link", "tint"),
            ("on-band", "band"),
        ];
        for (front, back) in on_paper.into_iter().chain(others) {
            let ratio = contrast(value(front), value(back));
            assert!(ratio >= 4.5, "{front} on {back}, dark {dark}: {ratio:.2}");
        }
    }
}
