//! A snippet that could not be sent as it stands is told at its heading, and is not approved.

use vetted::base::path::SourcePath;
use vetted::chat;
use vetted::config;
use vetted::desk;
use vetted::diagnostic::{Diagnostics, Place};
use vetted::project::{File, Project};

use crate::base::day;
use crate::story::{Story, TEXT};

const SETTINGS: &str = "site = \"help.example\"\nname = \"Help\"\nlanguages = [\"en\"]\nregion = \"here\"\n\
    base_url = \"https://help.example/\"\nexit_target = \"https://example.org/\"\ntheme = \"default\"\n";

fn facts(number: &str) -> String {
    format!("[contacts.where]\nkind = \"text\"\ntext = \"{number}\"\nsource = \"s\"\nchecked = 2026-11-20\n")
}

/// A knowledge base with one article of this urgency, these settings of snippets and this body.
fn project(urgency: &str, settings: &str, body: &str, far: &str) -> Project {
    let article = format!(
        "+++\nid = \"a\"\ntitle = \"A\"\nsummary = \"A.\"\nneed = \"overdose\"\nurgency = \"{urgency}\"\n\
         audience = [\"client\"]\nsearch_terms = [\"heroin\", \"od\"]\nsources = []\n{settings}+++\n\n\
         > [!CAUTION]\n> **Call now, if:**\n> - blue\n\n## Help {{#help .snippet}}\n\n{body}\n"
    );
    let files = [
        ("vetted.toml", SETTINGS.to_owned()),
        ("content/facts/here.toml", facts("here")),
        ("content/facts/there.toml", facts(far)),
        ("content/en/veins/a.md", article),
    ];
    let files = files.map(|(path, text)| {
        let path = SourcePath::parse(path).unwrap();
        (path.clone(), File::new(&path, text.into_bytes()))
    });
    Project::new(files.into_iter().collect(), Diagnostics::new(), day("2026-11-20"))
}

/// What is told of the messages of an article with this urgency and this body.
fn told(urgency: &str, body: &str, far: &str) -> Vec<String> {
    let project = project(urgency, "", body, far);
    let mut found = Diagnostics::new();
    let config = config::read(&project, &mut found).unwrap();
    let desk = desk::read(&project, &config, &mut found);
    assert!(desk.articles.values().all(|text| text.article.is_ok()), "{:?}", found.into_sorted());
    let mut found = Diagnostics::new();
    chat::check::check(&project, &config, &desk, &mut found);
    let line = |fault: &vetted::diagnostic::Diagnostic| {
        let Place::Text(span) = &fault.labels[0].place else { panic!() };
        assert!(fault.help.is_some());
        assert_eq!(span.text(), "## Help {#help .snippet}");
        format!("{}: {}; {}", fault.code.as_str(), fault.message, fault.notes.join(" "))
    };
    found.into_sorted().iter().map(line).collect()
}

/// Everything that is told at the desk of an article: its code, and the words that it points at.
fn all_told(settings: &str, body: &str) -> Vec<(&'static str, String)> {
    let project = project("routine", settings, body, "there");
    let mut found = Diagnostics::new();
    let config = config::read(&project, &mut found).unwrap();
    let desk = desk::read(&project, &config, &mut found);
    chat::check::check(&project, &config, &desk, &mut found);
    let told = found.into_sorted();
    let line = |fault: &vetted::diagnostic::Diagnostic| {
        let Place::Text(span) = &fault.labels[0].place else { panic!("{fault:?}") };
        assert!(fault.help.is_some(), "{fault:?}");
        (fault.code.as_str(), span.text().to_owned())
    };
    told.iter().map(line).collect()
}

#[test]
fn bad_input_is_told_at_its_place() {
    let private = "[snippets.help]\nsensitivity = \"private\"\n";
    let heading = "## Help {#help .snippet}";
    let word = "w".repeat(601);
    let bold = "**b** ".repeat(98);
    let cases = [
        ("", "Wait <b>here</b>.", "raw-html", "<b>"),
        ("", "See [this](nowhere.md).", "broken-link", "[this](nowhere.md)"),
        (
            "[snippets.help.blanks.when]\nkind = \"time\"\n",
            "At {when}.",
            "missing-key",
            "[snippets.help.blanks.when]",
        ),
        ("[snippets.help.openings]\nfriendly = \"Hi.\"\n", "Wait.", "unknown-key", "friendly"),
        (private, "Wait.", "snippet-settings", "[snippets.help]"),
        ("", word.as_str(), "snippet-message", heading),
        ("", "", "snippet-message", heading),
        ("", "![A vein](vein.png)", "snippet-message", heading),
        ("", bold.as_str(), "snippet-message", heading),
    ];
    for (settings, body, code, place) in cases {
        let found = all_told(settings, body);
        assert!(found.contains(&(code, place.to_owned())), "{code}: {found:?}");
    }
    assert_eq!(all_told("", "Wait."), []);
}

#[test]
fn an_invite_reveals_nothing() {
    let found = |invite: &str| {
        let settings = format!("[snippets.help]\nsensitivity = \"private\"\ninvite = \"{invite}\"\n");
        all_told(&settings, "Wait.")
    };
    for invite in
        ["About Heroin, may I write to you?", "Od? I will write.", "See https://help.example/en/a.html"]
    {
        let told = ("snippet-settings", format!("\"{invite}\""));
        assert_eq!(found(invite), [told]);
    }
    assert_eq!(found(&format!("{}.", "May I? ".repeat(43)))[0].0, "wrong-value");
    assert_eq!(found("Good that you wrote. May I write to you?"), []);
}

#[test]
fn what_can_be_sent_is_not_told() {
    assert_eq!(told("emergency", "Wait {contacts.where}.", "there"), Vec::<String>::new());
    // Where nobody is in a hurry, a message may have parts.
    assert_eq!(told("routine", &"Wait. ".repeat(2000), "there"), Vec::<String>::new());
}

#[test]
fn an_emergency_is_one_message() {
    let long = |count: usize| told("emergency", &"Wait. ".repeat(count), "there");
    assert_eq!(long(500), Vec::<String>::new());
    assert_eq!(
        long(700),
        [
            "snippet-message: the message has 2 parts in the format `plain`, and in an emergency 1 are the most; \
          this is so with the facts of `here`"
        ]
    );
    let signal = told("emergency", &"Ждите. ".repeat(400), "there");
    assert!(
        signal[0].contains("3 parts in the format `signal`, and in an emergency 2 are the most"),
        "{signal:?}"
    );
}

#[test]
fn the_facts_of_every_region_are_tried() {
    let found = told("emergency", &"Wait {contacts.where}. ".repeat(100), &"far away ".repeat(5));
    assert_eq!(found.len(), 1);
    assert!(found[0].ends_with("this is so with the facts of `there`"), "{found:?}");
}

#[test]
fn a_message_says_something_in_words() {
    assert!(told("routine", "", "there")[0].contains("this snippet says nothing"));
    assert!(told("routine", "### Then", "there")[0].contains("this snippet says nothing"));
    assert!(told("routine", "![A vein](vein.png)", "there")[0].contains("only a picture"));
    assert!(told("routine", "![A vein](vein.png) See?", "there").is_empty());
}

#[test]
fn red_flags_and_heading_are_in_the_first_part() {
    let signs =
        |count: usize| format!("Wait.\n\n> [!WARNING]\n> **Call, if:**\n{}", "> - a sign\n".repeat(count));
    assert_eq!(told("routine", &signs(100), "there"), Vec::<String>::new());
    let found = told("routine", &signs(300), "there");
    assert!(found[0].contains("do not fit into the first part in the format `signal`"), "{found:?}");
}

#[test]
fn a_word_fits_into_a_message_and_so_does_its_formatting() {
    let word = told("routine", &"w".repeat(601), "there");
    assert!(word[0].contains("a word has 601 characters"), "{word:?}");
    assert!(told("routine", &"w".repeat(600), "there").is_empty());
    // The words of the red flags are in bold too.
    assert!(told("routine", &"**b** ".repeat(97), "there").is_empty());
    let bold = told("routine", &"**b** ".repeat(98), "there");
    assert!(bold[0].contains("101 pieces in bold, italic and links, and Telegram keeps 100"), "{bold:?}");
}

#[test]
fn check_tells_and_approve_refuses_what_cannot_be_sent() {
    let base = Story::with_people();
    let text = TEXT.replace("Let the vein rest.", &"w".repeat(601));
    base.write("content/en/veins/rest.md", &text);
    let fault = "error[snippet-message]: a word has 601 characters";
    let said = base.told(1, &["check"]);
    assert!(said.contains(fault), "{said}");
    let said = base.approve(1, ("dr-ada", "medical"), "en/rest", &[]);
    assert!(said.contains(fault) && said.contains("cannot be signed as it stands"), "{said}");
}
