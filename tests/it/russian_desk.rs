//! The review desk in Russian: no page of it, on a base where everything has happened, leaves a word in English.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Stdio};
use std::time::Duration;

use ssh_key::LineEnding;
use vetted::trust::words::{Reach, Role, Scope};

use crate::base::{Base, SERVICES, article, article_with, day, key};
use crate::repository::program;
use crate::words::latin;

/// Far longer than anything here takes, also on a busy machine.
const PATIENCE: Duration = Duration::from_mins(1);

/// Elements whose words are names, code or somebody's text; the title of the page is said again in its heading.
const NOT_OURS: [&str; 11] =
    ["cite", "code", "del", "iframe", "ins", "kbd", "q", "script", "style", "textarea", "title"];

/// Elements without an end.
const VOID: [&str; 6] = ["br", "hr", "input", "link", "meta", "rect"];

/// Names in the base: of reviewers, topics, files and sources.
const NAMES: [&str; 16] = [
    "About",
    "dr-ada",
    "dr-bob",
    "dr-gone",
    "ed-eve",
    "veins",
    "doses",
    "skin",
    "test",
    "example",
    "WHO",
    "zxx",
    "ssh-ed25519",
    "en",
    "ru",
    "SHA256",
];

/// A text with every sort of message for chats.
const VOICES: &str = "[snippets.what]\nsensitivity = \"private\"\ninvite = \"Напишите мне.\"\nchannels = [\"dm\", \"phone\", \"sms\"]\n\
    [snippets.what.openings]\npractical = \"a\"\neducational = \"b\"\ntherapeutic = \"c\"\ncasual = \"d\"\n";

/// A desk that is open.
struct Desk {
    _folder: tempfile::TempDir,
    server: Child,
    address: SocketAddr,
    root: String,
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

impl Desk {
    /// Opens the desk of a base, for whoever has this key.
    fn open(base: &Base, reviewer: Option<&str>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (path, bytes) in &base.files {
            let path = folder.path().join("kb").join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        let mut program = program();
        if let Some(reviewer) = reviewer {
            let file = folder.path().join("own.key");
            fs::write(&file, key(reviewer).to_openssh(LineEnding::LF).unwrap().as_bytes()).unwrap();
            program.arg("review").arg("--key").arg(file);
        } else {
            program.arg("review");
        }
        program.args(["--port", "0", "--lang", "ru", "--as-of"]).arg(base.as_of.to_string());
        program.env("HOME", folder.path()).env_remove("XDG_CONFIG_HOME");
        let mut server =
            program.arg("-C").arg(folder.path().join("kb")).stdout(Stdio::piped()).spawn().unwrap();
        let mut first = String::new();
        BufReader::new(server.stdout.as_mut().unwrap()).read_line(&mut first).unwrap();
        assert!(first.starts_with("стол рецензента: http://"), "{first}");
        let (host, path) = first.trim().split_once("//").unwrap().1.split_once('/').unwrap();
        let address = host.parse().unwrap();
        Self { _folder: folder, server, address, root: format!("/{}", path.trim_end_matches('/')) }
    }

    /// Asks for a page, or sends a form, and returns the body of what came.
    fn ask(&self, path: &str, form: Option<&str>) -> String {
        let (address, path) = (self.address, format!("{}/{path}", self.root));
        let request = match form {
            None => format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n"),
            Some(form) => format!(
                "POST {path} HTTP/1.1\r\nHost: {address}\r\nOrigin: http://{address}\r\nContent-Length: {}\r\n\
                 Content-Type: application/x-www-form-urlencoded\r\nConnection: close\r\n\r\n{form}",
                form.len()
            ),
        };
        let mut stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let answer = String::from_utf8(answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        match head.lines().find_map(|line| line.strip_prefix("location: ")) {
            Some(to) => self.ask(
                to.split('#').next().unwrap().strip_prefix(&self.root).unwrap().trim_start_matches('/'),
                None,
            ),
            None => body.to_owned(),
        }
    }
}

/// Returns what people read on a page that is ours: not code, not what is marked as another language.
fn ours(page: &str) -> String {
    let mut words = String::new();
    let mut open: Vec<(&str, bool)> = Vec::new();
    let mut rest = page;
    while let Some(at) = rest.find('<') {
        let skips = open.iter().any(|(_, skips)| *skips);
        if !skips {
            words.push_str(&rest[..at]);
        }
        let in_raw = open.last().is_some_and(|(name, _)| matches!(*name, "script" | "style"));
        let at = if in_raw { rest.find("</").unwrap() } else { at };
        let end = at + rest[at..].find('>').unwrap();
        let tag = &rest[at + 1..end];
        rest = &rest[end + 1..];
        let name = tag.trim_start_matches('/').split([' ', '/']).next().unwrap();
        let value = |name: &str| tag.split(&format!(" {name}=\"")).nth(1)?.split('"').next();
        if tag.starts_with('/') {
            let (opened, _) = open.pop().unwrap();
            assert_eq!(opened, name, "{words}");
        } else if !tag.starts_with('!') && !VOID.contains(&name) {
            let other = name != "html" && value("lang").is_some();
            open.push((
                name,
                NOT_OURS.contains(&name)
                    || other
                    || [" class=\"saying\"", " class=\"words\""].iter().any(|class| tag.contains(class)),
            ));
        }
        if !skips {
            for name in ["aria-label", "title", "placeholder"] {
                words.push(' ');
                words.push_str(value(name).unwrap_or_default());
            }
            words.push(if matches!(name, "b" | "span" | "a" | "strong") { ' ' } else { '\n' });
        }
    }
    assert!(open.is_empty(), "{open:?}");
    words
        .replace("&quot;", "\"")
        .replace("&#x27;", "'")
        .replace("&#39;", "'")
        .replace("&amp;", "&")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
}

/// Returns the lines of a page with English words in them.
fn english(page: &str) -> Vec<String> {
    let is_left = |line: &&str| {
        let line = line.trim();
        // Reports quote lines of the texts, and name findings in brackets.
        let quotes = line.starts_with('|')
            || line.split_once(" | ").is_some_and(|(number, _)| number.trim().parse::<u32>().is_ok());
        let line = match (line.find('['), line.find("]: ")) {
            (Some(start), Some(end)) if start < end => format!("{}{}", &line[..start], &line[end + 1..]),
            _ => line.to_owned(),
        };
        !quotes && latin(&line).iter().any(|word| !NAMES.contains(&word.as_str()))
    };
    ours(page).lines().filter(is_left).map(|line| line.trim().to_owned()).collect()
}

fn remark(day: &str, more: &str) -> String {
    format!("day = {day}\n{more}\ntext = \"Поправьте, пожалуйста.\"\n")
}

/// A base where everything has happened that can happen to texts.
fn everything() -> Base {
    let mut base = Base::new();
    base.as_of = day("2025-11-01");
    // Each stands otherwise today: on the site, past its day with and without a banner, taken off.
    for (id, topic) in
        [("rest", "veins"), ("old", "veins"), ("dose", "doses"), ("gone", "veins"), ("back", "veins")]
    {
        base.freeze(&format!("en/{id}"), 1, &article(id, id));
        let by = if matches!(id, "old" | "dose") { day("2026-10-01") } else { day("2026-12-01") };
        for who in [("dr-ada", Role::Medical), ("ed-eve", Role::Editor)] {
            base.approve_with((&format!("en/{id}"), topic), 1, who, |approval| approval.review_by = by);
        }
        base.put(&format!("content/en/{topic}/{id}.md"), &article(id, id));
    }
    base.withdraw(("en/gone", "veins"), 1, "dr-bob", Reach::EveryLanguage);
    base.withdraw(("en/back", "veins"), 1, "dr-gone", Reach::ThisLanguage);
    base.as_of = day("2026-11-20");
    // A translation of a text that was corrected since, and one of a text that has moved on.
    for (id, scope) in [("wrong", Scope::Correction), ("moved", Scope::Full)] {
        let place = format!("en/{id}");
        base.freeze(&place, 1, &article(id, id));
        base.approve(&place, "veins", 1);
        base.freeze(&format!("ru/{id}"), 1, &article_with(id, "слово", "source_language = \"en\""));
        base.approve_translation(&format!("ru/{id}"), "veins", 1, 1);
        base.freeze(&place, 2, &article(id, "other"));
        for who in [("dr-ada", Role::Medical), ("ed-eve", Role::Editor)] {
            base.approve_with((&place, "veins"), 2, who, |approval| approval.scope = scope);
        }
        base.put(&format!("content/en/veins/{id}.md"), &article(id, "other"));
        base.put(
            &format!("content/ru/veins/{id}.md"),
            &article_with(id, "слово", "source_language = \"en\""),
        );
    }
    // One waits for an editor, one was edited, one is new and has faults, one has moved, one is left out.
    base.freeze("en/half", 1, &article("half", "half"));
    base.approve_with(("en/half", "veins"), 1, ("dr-ada", Role::Medical), |_| {});
    base.put("content/en/veins/half.md", &article("half", "half"));
    let edited = article_with("rest", "rest", VOICES)
        .replace("It is lead", "Never take more than 20 mg. It is lead")
        .replace("- sign", "- fever\n> - sign");
    base.put("content/en/veins/rest.md", &edited);
    base.put("content/en/veins/new.md", &article("new", "new"));
    base.put(
        "content/en/veins/faulty.md",
        &article("faulty", "<b>faulty</b>").replace("[^who14]", "[^who15]"),
    );
    base.freeze("en/elsewhere", 1, &article("elsewhere", "elsewhere"));
    base.approve("en/elsewhere", "skin", 1);
    base.put("content/en/veins/elsewhere.md", &article("elsewhere", "elsewhere"));
    base.freeze("en/unseen", 1, &article("unseen", "unseen"));
    base.approve("en/unseen", "veins", 1);
    let facts = base.files["record/facts/here/1/facts.toml"].clone();
    let facts = String::from_utf8(facts).unwrap();
    base.put(
        "content/facts/here.toml",
        &format!("leave_out = [\"unseen\"]\n{}", facts.replace("103", "112")),
    );
    base.put("record/facts/here/2/facts.toml", &format!("leave_out = [\"unseen\"]\n{facts}"));
    base.approve_facts(2, "ed-eve", Role::Service);
    base.publish_services(1, SERVICES);
    base.put("content/services/here.toml", &SERVICES.replace("The bus", "The night bus"));
    base.put("content/lexicon/en.toml", "[[terms]]\nterm = \"sore\"\nkind = \"plain\"\nmeans = [\"rest\"]\n");
    for (file, text) in [
        ("1.dr-bob", remark("2026-11-10", "sentence = \"Call\"")),
        ("1.dr-ada", remark("2026-11-11", "to = \"1.dr-bob\"")),
        ("2.dr-bob", remark("2026-11-12", "")),
        ("1.ed-eve", remark("2026-11-13", "to = \"2.dr-bob\"\ncloses = true")),
    ] {
        base.put(&format!("content/remarks/en/rest/{file}.toml"), &text);
    }
    base
}

/// The texts of the base.
const TEXTS: [&str; 18] = [
    "en/rest",
    "en/old",
    "en/dose",
    "en/gone",
    "en/back",
    "en/wrong",
    "ru/wrong",
    "en/moved",
    "ru/moved",
    "en/half",
    "en/new",
    "en/faulty",
    "en/elsewhere",
    "en/unseen",
    "ru/rest",
    "facts/here",
    "services/here",
    "lexicon/en",
];

/// The other pages of the desk.
const PLACES: [&str; 12] = [
    "",
    "?all=1&lang=en",
    "overview",
    "keys",
    "far",
    "sign",
    "text/en/nothing",
    "nowhere",
    "withdraw/en/rest",
    "withdraw/en/rest?reason=error",
    "withdraw/en/rest?reason=law&reach=every-language&instead=old",
    "withdraw/en/rest?reason=other&reach=this-language",
];

/// Forms that are sent to no good.
const FORMS: [(&str, &str); 14] = [
    ("sign", ""),
    ("sign/en/rest", "role=medical"),
    ("sign/en/rest", "scope=full"),
    ("sign/en/rest", "scope=full&role=medical&review_by=soon"),
    ("sign/en/nothing", "scope=full"),
    ("withdraw/en/rest", "reason=error"),
    ("remark/en/rest", "text="),
    ("remark/en/rest", "text=a&to=9.dr-bob"),
    ("remark/en/new", "text=Так"),
    ("keys", "do=make&reviewer=Dr+Ada"),
    ("keys", "do=make&reviewer=dr-new&passphrase=a&again=b"),
    ("keys", "do=choose&file=nowhere"),
    ("import", "text=hello"),
    ("untick/en/rest", ""),
];

/// What the pages must have said: every state was there.
const STATES: [&str; 22] = [
    "на сайте",
    "ждёт подписей",
    "срок проверки вышел",
    "отозван",
    "закрыт исправлением",
    "никем не подписан",
    "регион его не показывает",
    "изменён",
    "пора перечитать",
    "исходный текст изменился",
    "ещё не переведено",
    "на сайте вопреки отзыву",
    "замечания",
    "закрыто",
    "деловой",
    "дружеский",
    "в группу не посылать",
    "число",
    "отрицание",
    "убрано",
    "добавлено",
    "не засчитана",
];

#[test]
fn a_russian_reviewer_meets_no_english_at_the_desk() {
    let desk = Desk::open(&everything(), Some("dr-ada"));
    let (mut read, mut left) = (String::new(), Vec::new());
    let mut look = |page: &str, html: &str| {
        left.extend(english(html).into_iter().map(|line| format!("{page}: {line}")));
        read += &ours(html);
    };
    let texts = TEXTS.iter().map(|text| format!("text/{text}"));
    for page in PLACES.iter().map(|place| (*place).to_owned()).chain(texts) {
        look(&page, &desk.ask(&page, None));
    }
    for (place, form) in FORMS {
        let html = desk.ask(place, Some(form));
        assert!(html.contains("id=\"said\""), "{place} {form}: {html}");
        look(&format!("{place} {form}"), &html);
    }
    let seen = desk.ask("text/en/new", None);
    let seen = seen.split("name=\"seen\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    for todo in ["tick", "sign"] {
        let html = desk.ask("sign/en/new", Some(&format!("scope=full&role=medical&do={todo}&seen={seen}")));
        assert!(html.contains("class=\"said done\""), "{todo}: {html}");
        look(todo, &html);
    }
    assert_eq!(left, [""; 0]);
    for state in STATES {
        assert!(read.contains(state), "{state}");
    }
}

#[test]
fn whoever_has_no_key_is_told_so_in_russian() {
    let desk = Desk::open(&Base::new(), None);
    for page in ["", "overview", "keys", "far", "sign", "text/facts/here"] {
        assert_eq!(english(&desk.ask(page, None)), [""; 0], "{page}");
    }
    assert!(ours(&desk.ask("", None)).contains("вашего ключа на этом компьютере не нашлось"));
}

#[test]
fn english_on_a_page_is_found() {
    let page = |body: &str| format!("<!doctype html><html lang=\"ru\"><body>{body}</body></html>");
    for body in ["<p>ждёт, waiting</p>", "<p aria-label=\"Close\">а</p>", "<p>а <b>б</b> nothing</p>"]
    {
        assert_eq!(english(&page(body)).len(), 1, "{body}");
    }
    for body in
        ["<p>а <code>vetted</code></p>", "<p lang=\"en\">open</p>", "<script>if (a < b) open();</script>"]
    {
        assert_eq!(english(&page(body)), [""; 0], "{body}");
    }
}
