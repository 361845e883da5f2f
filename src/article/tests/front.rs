//! The settings: every refusal with its place, several in one run.

use super::*;
use crate::article::front::{
    Audience, Blank, BlankKind, Channel, Delivery, Escalation, Frame, Need, Sensitivity, Urgency, is_reserved,
};
use crate::base::name::BlankName;

const SNIPPETS: &str = "
[snippets.s]
channels = [\"dm\", \"sms\"]
sensitivity = \"private\"
invite = \"Shall we talk in private?\"
[snippets.s.openings]
casual = \"Hey:\"
[snippets.s.blanks.when]
label = \"when\"
kind = \"time\"
[[snippets.s.sequence]]
after_s = 60
section = \"t\"
[[snippets.s.sequence]]
after_s = 120
section = \"u\"
";

const SNIPPET_BODY: &str =
    "## S {#s .snippet}\n\n{when} [^who14]\n\n### U {#u .snippet}\n\nb\n\n## T {#t .snippet}\n\nc\n";

/// Reads settings over a body without a fault.
fn with(more: &str) -> Vec<String> {
    read(&format!("{FRONT}{more}+++\n\nCited. [^who14]\n")).1
}

/// Reads the settings of snippets over three sections.
fn with_snippets(settings: &str) -> Vec<String> {
    read(&format!("{FRONT}{settings}+++\n{SNIPPET_BODY}")).1
}

#[test]
fn all_settings_are_read() {
    let text = format!(
        "{}search_terms = [\"od\"]\ndelivery = \"partial\"\nask_first = [\"Is it?\"]\nescalate_to = [\"doctor\"]\nnext = [\"b\"]\n\
         aliases = [\"c\"]\nsource_language = \"ru\"\n{}url = \"https://who.int/a\"\ndoi = \"10.7759/cureus.61144\"\nisbn = \"978-92-4-154881-6\"\n{SNIPPETS}+++\n{SNIPPET_BODY}",
        &FRONT[..FRONT.find("[[").unwrap()],
        &FRONT[FRONT.find("[[").unwrap()..],
    );
    let (article, said) = read(&text);
    assert_eq!(said, [""; 0]);
    let article = article.unwrap();
    let front = article.front();
    assert_eq!(
        (front.id.as_str(), front.title.as_str(), front.summary.as_str()),
        ("a", "A title", "A summary.")
    );
    assert_eq!(
        (front.need, front.urgency, front.delivery),
        (Need::Overdose, Urgency::Routine, Some(Delivery::Partial))
    );
    assert_eq!(
        (front.audience.as_slice(), front.escalate_to.as_slice()),
        (&[Audience::Client][..], &[Escalation::Doctor][..])
    );
    assert_eq!(
        (front.search_terms.as_slice(), front.ask_first.as_slice()),
        (&["od".to_owned()][..], &["Is it?".to_owned()][..])
    );
    let placed = |range: &Range<usize>| &text[range.clone()];
    assert_eq!((placed(&front.next[0].1), placed(&front.aliases[0].1)), ("\"b\"", "\"c\""));
    assert_eq!(
        front.source_language.as_ref().map(|(lang, at)| (lang.as_str(), placed(at))),
        Some(("ru", "\"ru\""))
    );
    assert_eq!(front.sources[0].isbn.as_deref(), Some("978-92-4-154881-6"));
    let snippet = &front.snippets[&section("s")];
    assert_eq!(
        (snippet.sensitivity, snippet.channels.as_slice()),
        (Sensitivity::Private, &[Channel::Dm, Channel::Sms][..])
    );
    assert_eq!(snippet.openings[&Frame::Casual], "Hey:");
    assert_eq!(snippet.sequence.iter().map(|step| step.after_s).collect::<Vec<_>>(), [60, 120]);
    let when = BlankName::parse("when").unwrap();
    assert_eq!(snippet.blanks[&when], Blank { label: "when".into(), kind: BlankKind::Time });
    assert_eq!(article.outline().snippets().count(), 3);
}

#[test]
fn the_settings_begin_and_end() {
    assert_eq!(read("# Title\n").1, ["1:1 front-matter: the article does not begin with its settings"]);
    assert_eq!(read("").1, ["1:1 front-matter: the article does not begin with its settings"]);
    assert_eq!(read("\n+++\n+++\n").1, ["1:1 front-matter: the article does not begin with its settings"]);
    assert_eq!(read("+++\nid = \"a\"\n").1, ["1:1 front-matter: the settings do not end"]);
}

#[test]
fn what_is_missing_is_told_key_by_key() {
    assert_eq!(
        read("+++\n[[sources]]\n[snippets.s.blanks.b]\n+++\n").1,
        [
            "1:1 missing-key: the key `audience` is missing",
            "1:1 missing-key: the key `id` is missing",
            "1:1 missing-key: the key `need` is missing",
            "1:1 missing-key: the key `summary` is missing",
            "1:1 missing-key: the key `title` is missing",
            "1:1 missing-key: the key `urgency` is missing",
            "2:1 missing-key: the key `key` is missing",
            "2:1 missing-key: the key `org` is missing",
            "2:1 missing-key: the key `title` is missing",
            "2:1 missing-key: the key `year` is missing",
            "3:1 missing-key: the key `kind` is missing",
            "3:1 missing-key: the key `label` is missing",
            "3:11 snippet-settings: no section of this article has the id `s`",
        ]
    );
}

#[test]
fn unknown_keys_are_told_wherever_they_stand() {
    let mut found = Diagnostics::new();
    let text = FRONT.replace("title = \"A title\"", "titel = \"A title\"\ncolour = 1")
        + "pages = 3\n+++\n[^who14]\n";
    assert!(Article::parse(&source(&text), &Lang::parse("en").unwrap(), &mut found).is_none());
    let told: Vec<_> =
        found.into_sorted().into_iter().map(|finding| (finding.message, finding.help.unwrap())).collect();
    let told: Vec<_> = told.iter().map(|(message, help)| (message.as_str(), help.as_str())).collect();
    assert_eq!(
        told[0],
        ("the key `title` is missing", "add `title = …` here: the title of the article, in plain words")
    );
    assert_eq!(told[1], ("the key `titel` is not known here", "did you mean `title`?"));
    assert_eq!(told[2].0, "the key `colour` is not known here");
    assert_eq!(
        told[3],
        (
            "the key `pages` is not known here",
            "the keys known here are `key`, `title`, `org`, `year`, `url`, `doi`, `isbn`"
        )
    );
    assert_eq!(
        with_snippets(
            "[snippets.s]\ncolor = 1\n[snippets.s.openings]\nfriendly = \"a\"\n[snippets.s.blanks.when]\nlabel = \"a\"\nkind = \"time\"\nmax = 4\n[[snippets.s.sequence]]\nafter_s = 1\nsection = \"t\"\nname = \"x\"\n"
        ),
        [
            "14:1 unknown-key: the key `color` is not known here",
            "16:1 unknown-key: the key `friendly` is not known here",
            "20:1 unknown-key: the key `max` is not known here",
            "24:1 unknown-key: the key `name` is not known here",
        ]
    );
}

#[test]
fn wrong_types_and_words_are_told_with_what_is_allowed() {
    let text = "+++
id = \"A\"
title = 3
summary = [\"a\"]
need = \"overdos\"
urgency = true
audience = [\"clients\", 4, \"client\", \"client\"]
search_terms = \"od\"
delivery = \"never\"
next = [\"b\", \"b\", \"-\"]
source_language = \"en\"
sources = [{ key = \"K\", title = \"t\", org = \"o\", year = 99 }, 7]
snippets = 1979-05-27
+++
";
    assert_eq!(
        read(text).1,
        [
            "2:6 wrong-value: `A` is not an id such as `vein-care`",
            "3:9 wrong-value: `title` must be a text in quotes",
            "4:11 wrong-value: `summary` must be a text in quotes",
            "5:8 wrong-value: `overdos` is not one of the words known here",
            "6:11 wrong-value: `urgency` must be a text in quotes",
            "7:13 wrong-value: `clients` is not one of the words known here",
            "7:24 wrong-value: an entry of `audience` must be a text in quotes",
            "7:37 wrong-value: `client` is given twice",
            "8:16 wrong-value: `search_terms` must be a list",
            "9:12 wrong-value: `never` is not one of the words known here",
            "10:14 wrong-value: `b` is given twice",
            "10:19 wrong-value: `-` is not an id such as `vein-care`",
            "11:19 wrong-value: `en` is the language of this text itself",
            "12:20 wrong-value: `K` is not a key such as `who-2014`, which the text cites as `[^who-2014]`",
            "12:56 wrong-value: `year` cannot be 99",
            "12:62 wrong-value: an entry of `sources` must be a table",
            "13:12 wrong-value: `snippets` must be a table",
        ]
    );
    let mut found = Diagnostics::new();
    Article::parse(&source(text), &Lang::parse("en").unwrap(), &mut found);
    let help = |message: &str| {
        found.iter().find(|finding| finding.message.contains(message)).unwrap().help.clone().unwrap()
    };
    assert!(help("overdos").starts_with("did you mean `overdose`? write one of `minor-complication`, "));
    assert_eq!(help("never"), "write one of `online`, `partial`, `offline`");
}

#[test]
fn several_faults_of_syntax_are_told_at_once() {
    let text = FRONT
        .replace("need = \"overdose\"", "need = overdose")
        .replace("\"A title\"", "\"A title\nid = \"b\"");
    let said = read(&format!("{text}+++\n\nx {{b}} <br>\n")).1;
    let codes: Vec<_> = said.iter().map(|line| line.split(": ").next().unwrap()).collect();
    assert!(codes.contains(&"3:17 toml-syntax"), "{said:#?}");
    assert!(codes.contains(&"6:8 toml-syntax"), "{said:#?}");
    assert!(codes.iter().any(|code| code.ends_with(" raw-html")), "{said:#?}");
    assert!(said.iter().all(|line| !line.contains("missing-key")), "{said:#?}");
}

#[test]
fn a_key_given_twice_is_told_and_the_rest_is_read() {
    assert_eq!(
        read(&format!("{}+++\n[^who14]\n", FRONT.replace("need =", "title = \"B\"\nned ="))).1,
        [
            "1:1 missing-key: the key `need` is missing",
            "5:1 toml-syntax: the key `title` is given twice",
            "6:1 unknown-key: the key `ned` is not known here",
        ]
    );
}

#[test]
fn texts_are_single_plain_lines() {
    for (wrong, message) in [
        ("\"\"", "`title` is empty"),
        ("\" a\"", "`title` begins or ends with a space"),
        ("\"\"\"a\nb\"\"\"", "`title` must be a single line"),
        ("\"a **b**\"", "`**` is markup, and `title` is plain text"),
        ("\"a {contacts.b}\"", "`{` is markup, and `title` is plain text"),
        ("\"a <b>\"", "`<` is markup, and `title` is plain text"),
        ("\"a <script\"", "`<` is markup, and `title` is plain text"),
        ("\"a\\u202Eb\"", "`title` holds U+202E RIGHT-TO-LEFT OVERRIDE"),
        ("\"a\\u0000b\"", "`title` holds U+0000 NUL"),
        ("\"e\\u0301\"", "`title` is not in normalisation form C (NFC)"),
    ] {
        let said = read(&format!("{}+++\n[^who14]\n", FRONT.replace("\"A title\"", wrong))).1;
        assert_eq!(said.len(), 1, "{said:?}");
        assert!(said[0].starts_with("3:9 ") && said[0].ends_with(message), "{said:?}");
    }
    let long =
        |length: usize| read(&format!("{}+++\n[^who14]\n", FRONT.replace("A title", &"ж".repeat(length)))).1;
    assert_eq!(long(121), ["3:9 wrong-value: `title` has 121 characters, and 120 are the most"]);
    assert_eq!(long(120), [""; 0]);
}

#[test]
fn sources_have_their_shapes_and_are_cited() {
    assert_eq!(
        with(
            "url = \"http://who.int\"\ndoi = \"https://doi.org/10.1/x\"\nisbn = \"978-92-4-154881-7\"\n[[sources]]\nkey = \"who14\"\ntitle = \"t\"\norg = \"o\"\nyear = 2014\n[[sources]]\nkey = \"x\"\ntitle = \"t\"\norg = \"o\"\nyear = 2014\n"
        ),
        [
            "13:7 wrong-value: `http://who.int` cannot be the address of a source: it is not encrypted: it begins with `http://`",
            "14:7 wrong-value: `https://doi.org/10.1/x` is not a DOI such as `10.1000/xyz`",
            "15:8 wrong-value: `978-92-4-154881-7` is not an ISBN such as `978-92-4-154881-6`",
            "17:7 duplicate-name: two sources have the key `who14`",
            "22:7 unused-source: the source `x` is never cited",
        ]
    );
}

#[test]
fn names_of_the_site_are_refused() {
    assert_eq!(
        read(&format!(
            "{}+++\n[^who14]\n",
            FRONT.replace("id = \"a\"", "id = \"sos\"\naliases = [\"topic-a\", \"b\", \"sos\"]")
        ))
        .1,
        [
            "2:6 reserved-name: the site itself uses the name `sos`",
            "3:12 reserved-name: the site itself uses the name `topic-a`",
            "3:28 wrong-value: `sos` is this article itself",
        ]
    );
    for name in
        ["index", "search", "answers", "services", "a-z", "feed", "sitemap", "search-en", "topic-x", "a-z-3"]
    {
        assert!(is_reserved(&ArticleId::parse(name).unwrap()), "{name}");
    }
    for name in ["searching", "topics", "overdose-now"] {
        assert!(!is_reserved(&ArticleId::parse(name).unwrap()), "{name}");
    }
}

#[test]
fn the_settings_of_snippets_fit_each_other_and_the_text() {
    assert_eq!(with_snippets(SNIPPETS), [""; 0]);
    assert_eq!(
        with_snippets(
            "[snippets.s]\nsensitivity = \"private\"\nchannels = [\"group\"]\n[snippets.s.blanks.wen]\nlabel = \"a\"\nkind = \"time\"\n\
             [[snippets.s.sequence]]\nafter_s = 60\nsection = \"x\"\n[[snippets.s.sequence]]\nafter_s = 60\nsection = \"s\"\n\
             [[snippets.s.sequence]]\nafter_s = -1\nsection = \"t\"\n[snippets.tt]\n[snippets.t]\ninvite = \"a\"\n"
        ),
        [
            "13:1 snippet-settings: a private snippet has no `invite`",
            "15:13 snippet-settings: a private snippet may not be sent to a group",
            "16:20 snippet-settings: the blank `wen` is never used",
            "21:11 snippet-settings: no section of this article has the id `x`",
            "23:11 snippet-settings: 60 s is not later than 60 s, the step before",
            "26:11 wrong-value: `after_s` cannot be -1",
            "28:11 snippet-settings: no section of this article has the id `tt`",
            "30:1 snippet-settings: an open snippet has an `invite`",
            "34:1 unknown-placeholder: `{when}` is neither a fact nor a blank of the snippet `s`",
        ]
    );
    assert_eq!(
        with_snippets(&SNIPPETS.replace("private\"\n", "privat\"\n")),
        ["16:15 wrong-value: `privat` is not one of the words known here"]
    );
    assert_eq!(
        read(&format!("{FRONT}[snippets.s]\n+++\n## S {{#s}}\n\n[^who14]\n")).1,
        ["13:11 snippet-settings: the section `s` is not a snippet"]
    );
}

#[test]
fn a_blank_belongs_to_every_snippet_around_it() {
    let settings = "[snippets.u.blanks.b]\nlabel = \"a\"\nkind = \"name\"\n[snippets.s.blanks.when]\nlabel = \"a\"\nkind = \"time\"\n";
    let body = SNIPPET_BODY.replace("\nb\n", "\n{b}\n\n[^n]\n\n[^n]: {when}\n");
    assert_eq!(
        read(&format!("{FRONT}{settings}+++\n{body}")).1,
        [
            "26:1 unknown-placeholder: `{b}` is neither a fact nor a blank of the snippet `s`",
            "30:7 unknown-placeholder: `{when}` is neither a fact nor a blank of the snippet `u`",
            "30:7 unknown-placeholder: the blank `{when}` stands in a footnote or in a card with red flags",
        ]
    );
}

#[test]
fn an_urgent_article_names_its_signs() {
    for urgency in ["urgent", "emergency"] {
        let front = FRONT.replace("routine", urgency);
        assert_eq!(
            read(&format!("{front}+++\n[^who14]\n")).1,
            [format!("6:11 card-structure: the urgency is `{urgency}`, and the text has no red flags")]
        );
        assert_eq!(read(&format!("{front}+++\n[^who14]\n\n> [!WARNING]\n> - a\n")).1, [""; 0]);
    }
}

#[test]
fn a_code_names_every_signed_word_and_nothing_else() {
    let site = SiteId::parse("starter.example").unwrap();
    let code = |text: &str, site: &SiteId| {
        let article = read(text).0.unwrap();
        let snippet = article.outline().snippets().find(|snippet| snippet.section.as_str() == "s").unwrap();
        article.code(site, &snippet).to_string()
    };
    let text =
        format!("{FRONT}+++\n> [!CAUTION]\n> - blue lips\n\n## S {{#s .snippet}}\n\nShout. [^who14]\n");
    let first = code(&text, &site);
    // Computed apart from this program: SHA-256 over the pieces, each behind its length in eight bytes.
    assert_eq!(first, "HV6AY0");
    for (from, to) in [("A title", "B"), ("blue", "grey"), ("Shout", "Call"), ("id = \"a\"", "id = \"b\"")] {
        assert_ne!(code(&text.replace(from, to), &site), first, "{from}");
    }
    assert_ne!(code(&text, &SiteId::parse("other.example").unwrap()), first);
    for (from, to) in [
        ("A summary", "B"),
        ("2014\n", "2015\n"),
        ("+++\n> ", "+++\n\nLead.\n\n> "),
        ("[^who14]\n", "[^who14]\n\n## T\n\nx\n"),
    ] {
        assert_eq!(code(&text.replace(from, to), &site), first, "{from}");
    }
}
