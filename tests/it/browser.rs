//! The pages in Debian's Chromium: one request each, nothing refused by their own policy, nothing wider than a phone.
//!
//! Without Chromium these tests say that they were skipped; `scripts/test` installs it and does not let them.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Command, Output};
use std::sync::{Arc, Mutex};

use crate::contract;

/// A page that was opened.
struct Opened {
    /// The page as it then stands.
    page: String,
    /// What the browser had to say.
    log: String,
    /// The addresses that the page asked for, beyond itself.
    asked_for: Vec<String>,
}

/// A server on this machine that remembers what it was asked for.
struct Server {
    port: u16,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Server {
    fn serve(files: BTreeMap<String, Vec<u8>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let memory = Arc::clone(&asked);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (files, memory) = (&files, &memory);
                let _ = answer(stream, files, memory);
            }
        });
        Self { port, asked }
    }

    /// Opens an address in the browser.
    fn open(&self, path: &str) -> Opened {
        let profile = tempfile::tempdir().unwrap();
        let done = chromium(
            profile.path(),
            &[format!("--log-net-log={}", profile.path().join("net.json").display())],
            &format!("http://127.0.0.1:{}/{path}", self.port),
        );
        let net = std::fs::read_to_string(profile.path().join("net.json")).unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Opened { page: text(&done.stdout), log: text(&done.stderr), asked_for: self.asked_for(&net) }
    }

    /// The addresses that the page itself has asked for, by the browser's log of the net; the browser's own errands are
    /// none of the page's.
    fn asked_for(&self, net: &str) -> Vec<String> {
        let origin = format!("\"initiator\":\"http://127.0.0.1:{}", self.port);
        let starts = net.lines().filter(|line| line.contains(&origin));
        let address = |line: &str| {
            line.split("\"url\":\"").nth(1).map(|rest| rest.split('"').next().unwrap().to_owned())
        };
        starts.filter_map(address).filter(|address| !address.starts_with("data:")).collect()
    }

    fn asked(&self) -> Vec<String> {
        std::mem::take(&mut self.asked.lock().unwrap())
    }
}

fn answer(
    mut stream: TcpStream,
    files: &BTreeMap<String, Vec<u8>>,
    asked: &Mutex<Vec<String>>,
) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let request = lines.next().unwrap_or_else(|| Ok(String::new()))?;
    let host = lines
        .map_while(Result::ok)
        .take_while(|line| !line.is_empty())
        .find(|line| line.starts_with("Host:"));
    let path = request.split(' ').nth(1).unwrap_or_default().trim_start_matches('/').to_owned();
    // A browser opens connections in advance and may never use them.
    if !request.is_empty() {
        asked
            .lock()
            .unwrap()
            .push(format!("{} {path}", host.unwrap_or_default().trim_start_matches("Host: ")));
    }
    match files.get(&path) {
        Some(bytes) => {
            let kind =
                if path.ends_with(".html") { "text/html; charset=utf-8" } else { "application/octet-stream" };
            write!(
                stream,
                "HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
                bytes.len()
            )?;
            stream.write_all(bytes)
        }
        None => stream.write_all(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"),
    }
}

/// Opens an address and gives the page as it then stands, and what the browser had to say.
fn chromium(profile: &Path, more: &[String], address: &str) -> Output {
    Command::new("chromium")
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--dump-dom",
        ])
        .args(["--disable-background-networking", "--disable-component-update", "--disable-sync"])
        .args(["--enable-logging=stderr", "--virtual-time-budget=3000", "--window-size=800,900"])
        .args(["--hide-scrollbars"])
        .args(more)
        .arg(format!("--user-data-dir={}", profile.display()))
        .arg(address)
        .output()
        .unwrap()
}

/// Opens a file, as from a stick, and gives the page as it then stands.
pub fn open_file(path: &Path) -> String {
    let profile = tempfile::tempdir().unwrap();
    let address = format!("file://{}", path.display()).replace(' ', "%20");
    String::from_utf8_lossy(&chromium(profile.path(), &[], &address).stdout).into_owned()
}

/// Opens a file whose script takes its time: the clock of the page runs as the real one does.
pub fn run_file(path: &Path, flags: &[&str]) -> String {
    let profile = tempfile::tempdir().unwrap();
    let done = Command::new("chromium")
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--dump-dom"])
        .args(["--disable-background-networking", "--disable-component-update", "--disable-sync"])
        .arg("--timeout=300000")
        .args(flags)
        .arg(format!("--user-data-dir={}", profile.path().display()))
        .arg(format!("file://{}", path.display()))
        .output()
        .unwrap();
    String::from_utf8_lossy(&done.stdout).into_owned()
}

/// Whether the browser is there; where it must be and is not, the test fails.
pub fn has_browser() -> bool {
    let there = Command::new("chromium").arg("--version").output().is_ok_and(|done| done.status.success());
    assert!(there || std::env::var_os("VETTED_BROWSER").is_none(), "chromium is not installed");
    if !there {
        let _ = writeln!(std::io::stderr(), "skipped: chromium is not installed");
    }
    there
}

#[test]
fn a_page_asks_for_itself_and_its_policy_refuses_nothing() {
    if !has_browser() {
        return;
    }
    let server = Server::serve(contract::site());
    let own = format!("127.0.0.1:{}", server.port);
    for path in
        ["index.html", "sos.html", "en/first.html", "ru/second.html", "en/third.html", "ru/services.html"]
    {
        let opened = server.open(path);
        assert!(opened.page.contains("</main>"), "{path}: {}", opened.page);
        assert_eq!(server.asked(), [format!("{own} {path}")], "{path}");
        assert_eq!(opened.asked_for, Vec::<String>::new(), "{path}");
        assert!(!opened.log.contains("CONSOLE"), "{path}: {}", opened.log);
    }
}

#[test]
fn a_page_that_asks_for_more_would_be_found_out() {
    if !has_browser() {
        return;
    }
    let page = "<!doctype html><main>x</main><img src=\"http://elsewhere.test/a.png\"><script src=\"more.js\"></script>";
    let server = Server::serve(BTreeMap::from([("bad.html".to_owned(), page.as_bytes().to_vec())]));
    let opened = server.open("bad.html");
    assert!(
        opened.asked_for.iter().any(|address| address.contains("elsewhere.test")),
        "{:?}",
        opened.asked_for
    );
    assert!(server.asked().iter().any(|asked| asked.ends_with("more.js")));
}

#[test]
fn no_page_is_wider_than_a_small_phone() {
    if !has_browser() {
        return;
    }
    let mut files = contract::site();
    let pages: Vec<String> = files
        .keys()
        .filter(|path| path.ends_with(".html") && *path != "404.html")
        // The pages of codes are alike but for the codes.
        .filter(|path| !path.starts_with("v/") || *path == "v/0.html")
        .cloned()
        .collect();
    // The page stands in a frame as wide as the phone, and the page around it measures.
    let measure = |path: &str| {
        format!(
            "<!doctype html><iframe src=\"/{path}\" width=\"320\" height=\"800\" style=\"border:0\" onload=\"\
             const page = this.contentDocument; document.title = page.documentElement.scrollWidth + ' ' + \
             page.defaultView.getComputedStyle(page.body).fontSize\"></iframe>"
        )
    };
    for (place, path) in pages.iter().enumerate() {
        files.insert(format!("measure-{place}.html"), measure(path).into_bytes());
    }
    let server = Server::serve(files);
    for (place, path) in pages.iter().enumerate() {
        let Opened { page, .. } = server.open(&format!("measure-{place}.html"));
        let title =
            page.split("<title>").nth(1).and_then(|rest| rest.split("</title>").next()).unwrap_or_default();
        let (width, size) =
            title.split_once(' ').unwrap_or_else(|| panic!("{path} was not measured: {page}"));
        assert_eq!(width, "320", "{path} is wider than the phone");
        assert!(
            size.trim_end_matches("px").parse::<f32>().unwrap() >= 16.0,
            "{path} is set in {size}: its style did not apply"
        );
    }
}
