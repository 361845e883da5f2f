//! A file of a scene as a browser here gets it: pages with a bar that says what is wrong, and a script that hears of changes.
//!
//! Invariant: below its bar a page is, byte for byte, what the site has; what we say is escaped.

use std::ops::Range;
use std::string::FromUtf8Error;

use super::events::Mark;
use super::scene::{Scene, Stage};
use crate::base::digest::Digest;
use crate::base::path::OutPath;
use crate::diagnostic::terminal::{self, Colour, Look};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity, Tongue};

/// Where working texts are shown.
pub(super) const DRAFT: &str = "_draft";
/// Where everything that is wrong is shown.
pub(super) const CHECK: &str = "_check";
/// Where pages hear of changes.
pub(super) const EVENTS: &str = "/_events";

const SCRIPT: &str = include_str!("assets/reload.js");
const STYLE: &str = include_str!("assets/bar.css");

/// The width of what we say, in columns.
const WIDTH: usize = 90;

/// How scenes are shown.
pub(super) struct Showing {
    tongue: Tongue,
}

/// A file, as it is sent.
#[derive(Debug)]
pub(super) struct Page {
    /// The status of HTTP.
    pub(super) status: u16,
    /// The bytes.
    pub(super) bytes: Vec<u8>,
    /// Its media type.
    pub(super) media: &'static str,
    /// What the browser may load for it.
    pub(super) policy: String,
    /// Where its style stands, in bytes; nowhere in most files.
    pub(super) style: Range<usize>,
    /// By what it is known: that of the file, but for our script, which names it.
    pub(super) mark: Mark,
}

/// What may be loaded where a page says nothing itself.
const NOTHING: &str = "default-src 'none'; base-uri 'none'; form-action 'none'";

impl Showing {
    /// Shows scenes with our own words in `tongue`.
    pub(super) fn new(tongue: Tongue) -> Self {
        Self { tongue }
    }

    /// Returns the language of what we have to say.
    pub(super) fn tongue(&self) -> Tongue {
        self.tongue
    }

    /// Returns what stands at an address: `/en/rest.html`, `/_draft/`, `/_check`.
    pub(super) fn page(&self, scene: &Scene, address: &str) -> Page {
        if address.trim_start_matches('/') == CHECK {
            return self.checked(scene);
        }
        let (stage, path) = place(address);
        let found = path.map(|path| (file(scene, stage, &path), path));
        match found {
            Some((Ok(Some(bytes)), path)) => self.shown(scene, (stage, &path), bytes),
            Some((Err(faults), _)) => self.told(500, "the page cannot be made", &faults.into_sorted()),
            Some((Ok(None), path)) => self.absent(scene, stage, &path),
            None => self.told(404, "there is no such page", &[]),
        }
    }

    /// Returns the same without our bar and script, as readers get it.
    pub(super) fn bare(&self, scene: &Scene, address: &str) -> Page {
        let (stage, path) = place(address);
        match path.map(|path| (file(scene, stage, &path), path)) {
            Some((Ok(Some(bytes)), path)) => {
                let html = media(path.as_str()) == HTML;
                let policy = String::from_utf8_lossy(&bytes);
                let policy = policy_of(&policy).map(|(_, words)| policy[words].to_owned()).filter(|_| html);
                // Also outside of a frame it can do nothing: it stands at the address of the desk.
                let policy = policy.as_deref().unwrap_or(NOTHING);
                let policy = format!("{policy}; sandbox; frame-ancestors 'self'");
                let mark = Mark::of(&bytes, &(0..0));
                Page { status: 200, media: media(path.as_str()), bytes, policy, style: 0..0, mark }
            }
            _ => self.page(scene, address),
        }
    }

    /// A page that is not there: its text may be at fault, or everything.
    fn absent(&self, scene: &Scene, stage: Stage, path: &OutPath) -> Page {
        let found = scene.about(stage, path);
        if found.is_empty() {
            return self.told(404, "there is no such page", &[]);
        }
        self.told(500, "the page cannot be made", &found)
    }

    /// Everything that is wrong.
    fn checked(&self, scene: &Scene) -> Page {
        let found = scene.findings();
        let title = if found.is_empty() { "nothing is wrong" } else { "what is wrong" };
        self.told(200, title, &found)
    }

    /// A page of our own.
    fn told(&self, status: u16, title: &str, found: &[Diagnostic]) -> Page {
        let title = self.tongue.phrase(title);
        let lang = self.tongue.tag();
        let html = format!(
            "<!doctype html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" \
             content=\"width=device-width, initial-scale=1\">\n<title>{0}</title>\n<style>{STYLE}</style>\n</head>\n<body \
             class=\"vetted-own\">\n<h1>{0}</h1>\n</body>\n</html>\n",
            escaped(&title)
        );
        let page = self.with_bar(html, Stage::Live, found, NOTHING);
        Page { status, ..page }
    }

    /// A file of the site.
    fn shown(&self, scene: &Scene, (stage, path): (Stage, &OutPath), bytes: Vec<u8>) -> Page {
        let media = media(path.as_str());
        let html = match String::from_utf8(bytes) {
            Ok(html) if media == HTML => html,
            other => {
                let bytes = other.map_or_else(FromUtf8Error::into_bytes, String::into_bytes);
                let mark = Mark::of(&bytes, &(0..0));
                return Page { status: 200, bytes, media, policy: NOTHING.to_owned(), style: 0..0, mark };
            }
        };
        let (html, policy) = without_policy(html);
        self.with_bar(html, stage, &scene.about(stage, path), policy.as_deref().unwrap_or(NOTHING))
    }

    fn with_bar(&self, mut html: String, stage: Stage, found: &[Diagnostic], policy: &str) -> Page {
        let policy = widened(policy);
        let style = html.find("<style>").map(|at| at + "<style>".len());
        let style = style.and_then(|start| Some(start..start + html.get(start..)?.find("</style>")?));
        let style = style.unwrap_or(0..0);
        let bar = self.bar(stage, found);
        let end = html.rfind("</body>").unwrap_or(html.len());
        html.insert_str(end, &bar);
        let mark = Mark::of(html.as_bytes(), &style);
        let script = format!("<script data-seen=\"{mark}\" data-events=\"{EVENTS}\">{SCRIPT}</script>");
        html.insert_str(end + bar.len(), &script);
        Page { status: 200, bytes: html.into_bytes(), media: HTML, policy, style, mark }
    }

    /// What stands over a page: whether it is a draft, and what is wrong.
    fn bar(&self, stage: Stage, found: &[Diagnostic]) -> String {
        let draft = self.tongue.phrase("a working text: nobody has signed it");
        let draft = if stage == Stage::Draft { format!("<p>{}</p>", escaped(&draft)) } else { String::new() };
        let look = Look { colour: Colour::Plain, width: WIDTH, tongue: self.tongue };
        let report = terminal::render(found, look);
        let is_wrong = found.iter().any(|found| found.severity == Severity::Error);
        let report = if report.is_empty() {
            String::new()
        } else {
            let open = if is_wrong { " open" } else { "" };
            let title = self.tongue.phrase("what is wrong with this page");
            format!(
                "<details{open}><summary>{}</summary><pre>{}</pre></details>",
                escaped(&title),
                escaped(&report)
            )
        };
        if draft.is_empty() && report.is_empty() {
            return String::new();
        }
        format!(
            "<aside class=\"vetted-bar\" dir=\"ltr\" lang=\"{}\"><style>{STYLE}</style>{draft}{report}</aside>",
            self.tongue.tag()
        )
    }
}

/// The stage and the file that an address names.
fn place(address: &str) -> (Stage, Option<OutPath>) {
    let address = address.trim_start_matches('/');
    let (stage, below) = match address.strip_prefix(DRAFT) {
        Some("") => (Stage::Draft, ""),
        Some(below) if below.starts_with('/') => (Stage::Draft, &below[1..]),
        _ => (Stage::Live, address),
    };
    let is_folder = below.is_empty() || below.ends_with('/');
    (stage, OutPath::parse(&if is_folder { format!("{below}index.html") } else { below.to_owned() }))
}

/// A file of the site of a stage.
fn file(scene: &Scene, stage: Stage, path: &OutPath) -> Result<Option<Vec<u8>>, Diagnostics> {
    scene.edition(stage).map_or(Ok(None), |edition| edition.file(path))
}

const HTML: &str = "text/html; charset=utf-8";

fn media(path: &str) -> &'static str {
    match path.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "html" => HTML,
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json; charset=utf-8",
        "xml" => "application/xml; charset=utf-8",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        // The record and the plain twins: never anything that a browser runs.
        _ => "text/plain; charset=utf-8",
    }
}

const POLICY: &str = "<meta http-equiv=\"Content-Security-Policy\" content=\"";

/// Finds the policy of a page: its tag, and the words of it.
fn policy_of(html: &str) -> Option<(Range<usize>, Range<usize>)> {
    let start = html.find(POLICY)?;
    let words = start + POLICY.len();
    let end = words + html.get(words..)?.find('"')?;
    let close = end + html.get(end..)?.find('>')? + 1;
    Some((start..close, words..end))
}

/// Takes the policy out of a page: one in the page itself would forbid our own script.
fn without_policy(mut html: String) -> (String, Option<String>) {
    let Some((tag, words)) = policy_of(&html) else { return (html, None) };
    let policy = html[words].to_owned();
    html.replace_range(tag, "");
    (html, Some(policy))
}

/// Adds to a policy what our bar needs, and nothing more.
fn widened(policy: &str) -> String {
    let hash = |text: &str| format!("'sha256-{}'", Digest::of(text.as_bytes()).to_base64());
    let mut wanted =
        vec![("connect-src", "'self'".to_owned()), ("script-src", hash(SCRIPT)), ("style-src", hash(STYLE))];
    let mut directives: Vec<String> = Vec::new();
    for directive in policy.split(';').map(str::trim).filter(|directive| !directive.is_empty()) {
        let name = directive.split(' ').next().unwrap_or_default();
        match wanted.iter().position(|(wanted, _)| *wanted == name) {
            Some(at) => directives.push(format!("{directive} {}", wanted.swap_remove(at).1)),
            None => directives.push(directive.to_owned()),
        }
    }
    directives.extend(wanted.into_iter().map(|(name, source)| format!("{name} {source}")));
    directives.push("frame-ancestors 'self'".to_owned());
    directives.join("; ")
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            letter => out.push(letter),
        }
    }
    out
}
