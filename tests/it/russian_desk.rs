//! The review desk in Russian: no page of it, on a base where everything has happened, leaves a word in English.

mod base;

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Stdio};

use ssh_key::LineEnding;

use crate::base::{Base, key};
use crate::repository::program;
use crate::socket;
use crate::words::latin;

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
        let answer = socket::ask(address, &request);
        match answer.header("location") {
            Some(to) => self.ask(
                to.split('#').next().unwrap().strip_prefix(&self.root).unwrap().trim_start_matches('/'),
                None,
            ),
            None => answer.body,
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
    "изменено",
    "добавлено",
    "не засчитана",
];

#[test]
fn a_russian_reviewer_meets_no_english_at_the_desk() {
    let desk = Desk::open(&base::everything(), Some("dr-ada"));
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
