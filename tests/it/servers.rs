//! The headers of a site: the same from `_headers` and from nginx, Caddy and Apache, each really run.
//!
//! Without a server its test says that it was skipped; `scripts/test` installs all three and does not let it.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::LazyLock;
use std::time::Duration;

use vetted::disk::{self, Scope};
use vetted::pipeline;
use vetted::site::InMemory;

use crate::base::{Base, files};
use crate::{contract, links};

const HOST: &str = "starter.example";

type Files = BTreeMap<String, Vec<u8>>;

/// The starter, and the files by which servers are set up for it.
static STARTER: LazyLock<(&Files, Files)> = LazyLock::new(|| {
    let day = crate::base::day("2026-11-22");
    let project = disk::read(crate::repository::root(), Scope::Record, day).unwrap();
    (links::starter().0, files(pipeline::deploy(&project, None, &InMemory)))
});

/// A rule of `_headers`: its address, and its headers.
type Rule = (String, Vec<(String, String)>);

fn rules(text: &str) -> Vec<Rule> {
    let mut rules: Vec<Rule> = Vec::new();
    for line in text.lines() {
        match line.strip_prefix("  ") {
            Some(header) => {
                let (name, value) = header.split_once(": ").unwrap();
                rules.last_mut().unwrap().1.push((name.to_owned(), value.to_owned()));
            }
            None => rules.push((line.to_owned(), Vec::new())),
        }
    }
    rules
}

/// What a host adds to the file at an address; two values of one header would be joined.
fn expected(rules: &[Rule], address: &str) -> BTreeMap<String, String> {
    let fits = |glob: &str| match glob.split_once('*') {
        Some((begin, end)) => address.starts_with(begin) && address.ends_with(end),
        None => address == glob,
    };
    let mut all = BTreeMap::new();
    for (name, value) in rules.iter().filter(|(glob, _)| fits(glob)).flat_map(|(_, headers)| headers) {
        let former = all.insert(name.to_ascii_lowercase(), value.clone());
        assert!(former.is_none(), "{name} stands twice for {address}");
    }
    all
}

fn headers_of(site: &BTreeMap<String, Vec<u8>>) -> String {
    String::from_utf8(site["_headers"].clone()).unwrap()
}

#[test]
fn the_policy_in_the_header_lets_in_what_every_page_needs_and_no_more() {
    let site = contract::site();
    let text = headers_of(&site);
    let all = expected(&rules(&text), "/en/first.html");
    let policy = &all["content-security-policy"];
    let sources = |policy: &str| -> BTreeMap<String, Vec<String>> {
        let words = |one: &str| one.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        policy.split(';').map(words).map(|words| (words[0].clone(), words[1..].to_vec())).collect()
    };
    let wide = sources(policy);
    assert!(policy.starts_with("default-src 'none'; ") && wide["frame-ancestors"] == ["'none'"], "{policy}");
    assert!(!policy.contains("unsafe") && !policy.contains('*') && !policy.contains("file:"), "{policy}");
    let mut pages = 0;
    let mut used: Vec<String> = Vec::new();
    for (path, bytes) in site.iter().filter(|(path, _)| path.ends_with(".html")) {
        let page = String::from_utf8_lossy(bytes);
        let own = page.split("http-equiv=\"Content-Security-Policy\" content=\"").nth(1).unwrap();
        for (directive, sources) in sources(own.split('"').next().unwrap()) {
            for source in sources.into_iter().filter(|source| source != "file:" && source != "'none'") {
                assert!(wide[&directive].contains(&source), "{path}: {directive} {source}\n{policy}");
                used.push(source);
            }
        }
        pages += 1;
    }
    assert!(pages > 40);
    let idle: Vec<_> =
        wide.values().flatten().filter(|one| *one != "'none'" && !used.contains(one)).collect();
    assert!(idle.is_empty(), "{idle:?}");
    assert_eq!(all["strict-transport-security"], "max-age=63072000");
    assert!(policy.len() < 1900, "a host reads lines of 2000 characters");
}

#[test]
fn an_onion_address_is_named_exactly_and_only_from_elsewhere() {
    let onion = format!("http://{}.onion/", "a2".repeat(28));
    let mut base = Base::new();
    let settings = String::from_utf8(base.files["vetted.toml"].clone()).unwrap();
    base.put("vetted.toml", &format!("{settings}onion = \"{onion}\"\n"));
    let site = base.site();
    assert!(headers_of(&site).ends_with(&format!("\n/\n  Onion-Location: {onion}\n")));
    for (path, bytes) in
        site.iter().filter(|(path, _)| path.ends_with(".html") && !path.ends_with("/answers.html"))
    {
        let page = String::from_utf8_lossy(bytes);
        let meta = format!("<meta http-equiv=\"onion-location\" content=\"{onion}{path}\">");
        assert_eq!(page.matches("onion-location").count(), usize::from(path != "404.html"), "{path}");
        assert_eq!(page.contains(&meta), path != "404.html", "{path}");
    }
    let deploy = files(pipeline::deploy(&base.project(), None, &InMemory));
    for (file, exact) in [
        (
            "balanced/nginx.conf",
            format!("add_header Onion-Location {}$request_uri always;", onion.trim_end_matches('/')),
        ),
        ("strict/Caddyfile", format!("header Onion-Location \"{}{{uri}}\"", onion.trim_end_matches('/'))),
        ("strict/apache.conf", format!("\"expr={}%{{REQUEST_URI}}\"", onion.trim_end_matches('/'))),
    ] {
        let text = String::from_utf8_lossy(&deploy[file]);
        assert!(text.matches("Onion-Location").count() == 1 && text.contains(&exact), "{text}");
        assert_eq!(text.matches("Strict-Transport-Security").count(), 1, "{text}");
        assert!(!text.contains('@') || file.ends_with("Caddyfile"), "{text}");
    }
    // The same site, built to stand in the net of Tor alone.
    base.put(
        "vetted.toml",
        &format!("{}onion = \"{onion}\"\n", settings.replace("https://test.example/", &onion)),
    );
    let site = base.site();
    let headers = headers_of(&site);
    assert!(!headers.contains("Onion-Location") && !headers.contains("Strict-Transport"), "{headers}");
    for (path, bytes) in site.iter().filter(|(path, _)| path.ends_with(".html")) {
        let page = String::from_utf8_lossy(bytes);
        assert!(
            !page.contains("onion-location") && (path == "404.html" || !page.contains(".onion")),
            "{path}"
        );
    }
}

/// A server that is really run, with the starter below its folder.
struct Served {
    folder: tempfile::TempDir,
    child: Child,
    port: u16,
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// Finds a server's program; without one, says so.
fn found(program: &str) -> Option<String> {
    let places = ["/usr/sbin", "/usr/bin", "/usr/local/bin"];
    let place = places.iter().map(|place| format!("{place}/{program}")).find(|path| Path::new(path).exists());
    assert!(place.is_some() || std::env::var_os("VETTED_BROWSER").is_none(), "{program} is not installed");
    if place.is_none() {
        eprintln!("skipped: {program} is not installed");
    }
    place
}

/// Lays the starter down, and the text for a server with its places and ports changed: to another folder, and without a
/// certificate, which nobody has for a made-up name.
fn lay_down(file: &str, changes: &[(&str, String)]) -> (tempfile::TempDir, u16) {
    let folder = tempfile::tempdir().unwrap();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
    for (path, bytes) in STARTER.0 {
        let path = folder.path().join("site").join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    let deploy = &STARTER.1;
    let port = free_port();
    let mut text = String::from_utf8(deploy[file].clone()).unwrap();
    assert!(text.contains(&format!("/srv/{HOST}")), "{text}");
    text = text.replace(&format!("/srv/{HOST}"), &folder.path().join("site").display().to_string());
    text = text.replace("127.0.0.1:8080", &format!("127.0.0.1:{}", free_port()));
    for (from, to) in changes {
        assert!(text.contains(from), "{from}: {text}");
        text = text
            .replace(from, &to.replace("PORT", &port.to_string()).replace("OTHER", &free_port().to_string()));
    }
    let kept = |line: &&str| !line.trim_start().starts_with("ssl_") && !line.trim_start().starts_with("SSL");
    let text = text.lines().filter(kept).collect::<Vec<_>>().join("\n") + "\n";
    fs::write(folder.path().join("conf"), text).unwrap();
    (folder, port)
}

fn start(program: &str, arguments: &[&str], (folder, port): (tempfile::TempDir, u16)) -> Served {
    let child = Command::new(program)
        .args(arguments)
        .current_dir(folder.path())
        .env("HOME", folder.path())
        .stdout(fs::File::create(folder.path().join("out")).unwrap())
        .stderr(fs::File::create(folder.path().join("err")).unwrap())
        .stdin(Stdio::null())
        .spawn()
        .unwrap();
    let served = Served { folder, child, port };
    for _ in 0..300 {
        if TcpStream::connect(("127.0.0.1", port)).is_ok() {
            return served;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    panic!("{program} does not answer: {}", fs::read_to_string(served.folder.path().join("err")).unwrap());
}

struct Answer {
    status: u16,
    headers: BTreeMap<String, String>,
    body: Vec<u8>,
}

impl Served {
    fn get(&self, address: &str, more: &str) -> Answer {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        write!(stream, "GET {address} HTTP/1.1\r\nHost: {HOST}\r\n{more}Connection: close\r\n\r\n").unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
        let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        let mut headers = BTreeMap::new();
        for (name, value) in head.lines().skip(1).filter_map(|line| line.split_once(": ")) {
            let former = headers.insert(name.to_ascii_lowercase(), value.to_owned());
            assert!(former.is_none(), "{address}: {name} twice in {head}");
        }
        Answer { status, headers, body: bytes[end + 4..].to_vec() }
    }

    /// Compares what is sent with `_headers`, for every sort of file.
    fn check(&self, cache: &str) {
        let site = STARTER.0;
        let rules = rules(&headers_of(site));
        let search = site.keys().find(|path| path.starts_with("en/search-")).unwrap();
        let article = site.keys().find(|path| path.ends_with("/article.md")).unwrap();
        let twin = site.keys().find(|path| path.ends_with(".txt")).unwrap();
        let kinds = [
            ("", "text/html; charset=utf-8"),
            ("en/", "text/html; charset=utf-8"),
            ("ru/sos.html", "text/html; charset=utf-8"),
            (search, "text/javascript; charset=utf-8"),
            (twin, "text/plain; charset=utf-8"),
            ("feed.ru.xml", "application/atom+xml; charset=utf-8"),
            ("sitemap.xml", "application/xml; charset=utf-8"),
            ("snippets/index.json", "application/json; charset=utf-8"),
            (article, "text/plain; charset=utf-8"),
            ("trust/allowed_signers", "text/plain; charset=utf-8"),
            ("gone.html", "text/html; charset=utf-8"),
        ];
        for (path, kind) in kinds {
            let answer = self.get(&format!("/{path}"), "");
            assert_eq!(answer.status, if path == "gone.html" { 404 } else { 200 }, "{path}");
            let kind_sent = answer.headers["content-type"].to_ascii_lowercase();
            let bare = |kind: &str| kind.replace("text/xml", "application/xml");
            assert!(
                bare(&kind_sent) == kind
                    || !path.ends_with(".xml") && kind_sent == kind.split(';').next().unwrap(),
                "{path}: {kind_sent}"
            );
            for (name, value) in expected(&rules, &format!("/{path}")) {
                let value = if name == "cache-control" { cache.to_owned() } else { value };
                assert_eq!(answer.headers.get(&name).map(String::as_str), Some(&*value), "{path}: {name}");
            }
            let open = answer.headers.contains_key("access-control-allow-origin");
            assert_eq!(open, path.starts_with("snippets/"), "{path}");
            assert!(!answer.headers.contains_key("set-cookie"), "{path}");
            let server = answer.headers.get("server").cloned().unwrap_or_default();
            assert!(!server.contains(|letter: char| letter.is_ascii_digit()), "{server}");
        }
        assert!(
            String::from_utf8_lossy(&self.get("/gone.html", "").body)
                .contains("https://starter.example/en/sos.html")
        );
        assert_eq!(self.get("/snippets/", "").status / 100, 4, "a folder is listed");
        // Who asks again is told that nothing has changed, compressed or not.
        for more in ["", "Accept-Encoding: gzip\r\n"] {
            let first = self.get("/en/sos.html", more);
            assert_eq!(first.headers.contains_key("content-encoding"), !more.is_empty());
            let again = format!("{more}If-None-Match: {}\r\n", first.headers["etag"]);
            assert_eq!(self.get("/en/sos.html", &again).status, 304, "{more}");
        }
        // Nothing of it was written down.
        let said = ["out", "err"].map(|file| fs::read_to_string(self.folder.path().join(file)).unwrap());
        assert!(!said.concat().contains("sos.html"), "{said:?}");
        let logs = fs::read_dir(self.folder.path()).unwrap().filter_map(Result::ok);
        let logs: Vec<_> = logs
            .map(|entry| entry.file_name())
            .filter(|name| name.to_string_lossy().ends_with("log"))
            .collect();
        assert!(logs.is_empty(), "{logs:?}");
    }
}

const NO_CACHE: &str = "no-cache";
const NO_STORE: &str = "max-age=0, no-cache, no-store, must-revalidate";

#[test]
fn nginx_sends_what_the_table_says() {
    let Some(program) = found("nginx") else { return };
    for (profile, cache) in [("balanced", NO_CACHE), ("strict", NO_STORE)] {
        let own = |port: &str| format!("listen 127.0.0.1:{port};");
        let laid = lay_down(
            &format!("{profile}/nginx.conf"),
            &[
                ("listen 80;", own("OTHER")),
                ("listen 443 ssl http2;", own("PORT")),
                ("    listen [::]:80;\n", String::new()),
                ("    listen [::]:443 ssl http2;\n", String::new()),
            ],
        );
        let around = "user root;\npid pid;\ndaemon off;\nevents { }\nhttp { client_body_temp_path t1; proxy_temp_path t2; \
            fastcgi_temp_path t3; uwsgi_temp_path t4; scgi_temp_path t5; include conf; }\n";
        fs::write(laid.0.path().join("outer"), around).unwrap();
        let folder = laid.0.path().display().to_string();
        start(&program, &["-p", &folder, "-c", "outer", "-e", "stderr"], laid).check(cache);
    }
}

#[test]
fn caddy_sends_what_the_table_says() {
    let Some(program) = found("caddy") else { return };
    for (profile, cache) in [("balanced", NO_CACHE), ("strict", NO_STORE)] {
        let own = |port: &str| format!("http://:{port} {{");
        let laid = lay_down(
            &format!("{profile}/Caddyfile"),
            &[(&format!("{HOST} {{"), own("PORT")), ("http://:8080 {", own("OTHER"))],
        );
        start(&program, &["run", "--adapter", "caddyfile", "--config", "conf"], laid).check(cache);
    }
}

#[test]
fn apache_sends_what_the_table_says() {
    let Some(program) = found("apache2") else { return };
    for (profile, cache) in [("balanced", NO_CACHE), ("strict", NO_STORE)] {
        let laid = lay_down(
            &format!("{profile}/apache.conf"),
            &[("*:80>", "127.0.0.1:OTHER>".to_owned()), ("*:443>", "127.0.0.1:PORT>".to_owned())],
        );
        let modules = ["mpm_event", "authz_core", "dir", "mime", "headers", "alias", "deflate", "filter"];
        let load = |name: &str| format!("LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so\n");
        let modules: String = modules.iter().map(|name| load(name)).collect();
        let around = format!(
            "{modules}ServerRoot {folder}\nServerName {HOST}\nPidFile pid\nErrorLog {folder}/err\nListen 127.0.0.1:{}\n\
             User www-data\nGroup www-data\nTypesConfig /dev/null\nInclude conf\n",
            laid.1,
            folder = laid.0.path().display()
        );
        fs::write(laid.0.path().join("outer"), around).unwrap();
        let outer = laid.0.path().join("outer").display().to_string();
        start(&program, &["-X", "-f", &outer], laid).check(cache);
    }
}
