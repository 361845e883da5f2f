//! The program `vetted serve`, asked over its socket: what is signed, what is being written, and who is turned away.

use std::fs;
use std::io::{BufRead, BufReader};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Stdio};

use crate::base::{Base, article, article_with};
use crate::determinism::tree;
use crate::repository::program;
use crate::socket::{self, Answer, event};

/// A knowledge base on disk that is being served.
struct Served {
    folder: tempfile::TempDir,
    server: Child,
    address: SocketAddr,
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

impl Served {
    fn begin(base: &Base) -> Self {
        let folder = on_disk(base);
        let mut server = program()
            .arg("-C")
            .arg(folder.path())
            .args(["--as-of", "2026-11-20", "serve", "--port", "0"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut first = String::new();
        BufReader::new(server.stdout.take().unwrap()).read_line(&mut first).unwrap();
        let address = first.trim().trim_end_matches('/').rsplit("//").next().unwrap().parse().unwrap();
        Self { folder, server, address }
    }

    fn put(&self, path: &str, text: &str) {
        let path = self.folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn ask(&self, request: &str) -> Answer {
        socket::ask(self.address, request)
    }

    fn get(&self, path: &str) -> Answer {
        socket::get(self.address, path)
    }

    fn until(&self, path: &str, is_so: impl Fn(&Answer) -> bool) -> Answer {
        socket::until(self.address, path, is_so)
    }

    fn listen(&self, path: &str) -> BufReader<TcpStream> {
        listen(self.address, path)
    }
}

/// Listens as an open page does, from what the page said of itself.
pub fn listen(address: SocketAddr, path: &str) -> BufReader<TcpStream> {
    let page = socket::get(address, path).body;
    let of =
        |name: &str| page.split(&format!("{name}=\"")).nth(1).unwrap().split('"').next().unwrap().to_owned();
    socket::listen(address, &format!("{}?page={path}&seen={}", of("data-events"), of("data-seen")))
}

/// Writes a base to a folder of its own.
pub fn on_disk(base: &Base) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, bytes) in &base.files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    folder
}

/// A base whose text `rest` is signed and lies on the desk too.
pub fn base() -> Base {
    let mut base = Base::new();
    let facts = String::from_utf8(base.files["record/facts/here/1/facts.toml"].clone()).unwrap();
    base.put("content/facts/here.toml", &facts);
    base.freeze("en/rest", 1, &article("rest", "signed"));
    base.approve("en/rest", "veins", 1);
    base.put("content/en/veins/rest.md", &article("rest", "signed"));
    base
}

const TEXT: &str = "content/en/veins/rest.md";
const DRAFT: &str = "/_draft/en/rest.html";

#[test]
fn what_is_saved_is_shown_however_an_editor_saves_it() {
    let served = Served::begin(&base());
    let shows = |word: &'static str| move |answer: &Answer| answer.body.contains(&format!("lead{word}"));
    assert!(served.get(DRAFT).body.contains("nobody has signed it"));
    assert!(!served.get("/en/rest.html").body.contains("nobody has signed it"));
    served.put(TEXT, &article("rest", "inplace"));
    served.until(DRAFT, shows("inplace"));
    // Written beside and renamed, as many editors do.
    served.put("content/en/veins/.rest.md.swp", "draft");
    served.put("content/en/veins/rest.md~", &article("rest", "renamed"));
    let at = |path: &str| served.folder.path().join(path);
    fs::rename(at("content/en/veins/rest.md~"), at(TEXT)).unwrap();
    served.until(DRAFT, shows("renamed"));
    // A whole folder goes away and comes back otherwise.
    fs::rename(at("content/en/veins"), at("away")).unwrap();
    served.until(DRAFT, |answer| answer.head.contains("404"));
    fs::write(at("away/rest.md"), article("rest", "back")).unwrap();
    fs::rename(at("away"), at("content/en/veins")).unwrap();
    served.until(DRAFT, shows("back"));
    // A new text, in a new folder, that others lead to; and gone again.
    served.put("content/en/wounds/sore.md", &article("sore", "sore"));
    served.until("/_draft/en/sore.html", shows("sore"));
    served.put(TEXT, &article_with("rest", "linked", "next = [\"sore\"]"));
    served.until(DRAFT, |answer| answer.body.contains("sore.html"));
    fs::remove_file(at("content/en/wounds/sore.md")).unwrap();
    served.until("/_draft/en/sore.html", |answer| answer.head.contains("404"));
    served.until(DRAFT, |answer| !answer.body.contains("sore.html"));
    assert!(served.get("/en/rest.html").body.contains("leadsigned"), "what is signed stays");
}

#[test]
fn a_fault_is_told_over_the_last_good_page() {
    let served = Served::begin(&base());
    served.put(TEXT, &article("rest", "edited").replace("need =", "n<b>eds ="));
    let page = served.until(DRAFT, |answer| {
        answer.body.contains("class=\"vetted-bar\"") && answer.body.contains("&lt;b&gt;")
    });
    assert!(page.body.contains("leadsigned") && !page.body.contains("n<b>eds"), "{}", page.body);
    assert!(page.body.contains("content/en/veins/rest.md:5"), "{}", page.body);
    assert!(page.body.contains("= help:"), "the remedy is told");
    assert!(!served.get("/en/rest.html").body.contains("vetted-bar"), "what is signed has no fault");
    // Settings that cannot be read: both sites stay as they were, with the reason.
    let settings = fs::read_to_string(served.folder.path().join("vetted.toml")).unwrap();
    served.put("vetted.toml", "site = [\n");
    let page = served.until("/en/rest.html", |answer| answer.body.contains("vetted-bar"));
    assert!(page.body.contains("leadsigned") && page.body.contains("vetted.toml:"), "{}", page.body);
    served.until("/_check", |answer| answer.body.contains("vetted.toml:"));
    served.put("vetted.toml", &settings);
    served.put(TEXT, &article("rest", "mended"));
    let page = served.until(DRAFT, |answer| answer.body.contains("leadmended"));
    assert!(!page.body.contains("what is wrong with this page"), "{}", page.body);
    served.until("/en/rest.html", |answer| !answer.body.contains("vetted-bar"));
}

#[test]
fn an_open_page_hears_of_its_own_changes_alone() {
    let mut base = base();
    base.put("content/en/veins/other.md", &article("other", "other"));
    let served = Served::begin(&base);
    let style = include_str!("../../themes/default/assets/10-ground.css");
    served.put("themes/default/assets/10-ground.css", style);
    let (mut text, mut other) = (served.listen(DRAFT), served.listen("/en/rest.html"));
    served.put(TEXT, &article("rest", "edited"));
    assert_eq!(event(&mut text), "page");
    served.put("themes/default/assets/10-ground.css", &style.replace("#fdfaf4", "#fffff0"));
    assert_eq!(event(&mut other), "style", "the first thing that the live page hears of");
    let mut many: Vec<_> = (0..300).map(|_| served.listen(DRAFT)).collect();
    served.put(TEXT, &article("rest", "again"));
    many.iter_mut().for_each(|page| assert_eq!(event(page), "page"));
}

#[test]
fn only_a_browser_that_names_this_machine_is_answered_and_nothing_can_be_changed() {
    let served = Served::begin(&base());
    let port = served.address.port();
    let ask = |method: &str, host: &str| {
        served
            .ask(&format!(
                "{method} / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
            ))
            .head
    };
    for host in [
        format!("127.0.0.1:{port}"),
        "localhost".to_owned(),
        format!("LocalHost:{port}"),
        "[::1]:80".to_owned(),
    ] {
        assert!(ask("GET", &host).starts_with("HTTP/1.1 200"), "{host}");
    }
    for host in
        ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:4000", "10.0.0.7", "[::2]", ""]
    {
        assert!(ask("GET", host).starts_with("HTTP/1.1 403"), "{host}");
    }
    for method in ["POST", "PUT", "DELETE", "OPTIONS"] {
        assert!(ask(method, "localhost").starts_with("HTTP/1.1 405"), "{method}");
    }
    let get = |path: &str| served.get(path).head;
    for path in [
        "/../vetted.toml",
        "/%2e%2e/vetted.toml",
        "/_draft/../../etc/passwd",
        "//etc/passwd",
        "/en/%00",
        "/_events",
    ] {
        assert!(get(path).starts_with("HTTP/1.1 4"), "{path}: {}", get(path));
    }
    let head = get("/en/rest.html").to_lowercase();
    for header in [
        "cache-control: no-store",
        "x-content-type-options: nosniff",
        "default-src 'none'",
        "frame-ancestors 'self'",
    ] {
        assert!(head.contains(header), "{header}: {head}");
    }
}

#[test]
fn serving_writes_nothing() {
    let base = base();
    let served = Served::begin(&base);
    served.get("/");
    served.get(DRAFT);
    assert!(tree(served.folder.path()) == base.files);
}

#[test]
fn a_port_that_is_taken_is_told() {
    let served = Served::begin(&base());
    let port = served.address.port().to_string();
    let out =
        program().arg("-C").arg(served.folder.path()).args(["serve", "--port", &port]).output().unwrap();
    assert_eq!(out.status.code(), Some(2));
    let said = String::from_utf8(out.stderr).unwrap();
    assert!(said.contains("nobody can listen at") && said.contains("--port"), "{said}");
}
