//! What all pages of the desk have in common: the templates, the words in two languages, style and keys.
//!
//! Invariant: a template escapes all it is given; only our own style and script are put in as they are.

use serde::Serialize;
use tera::{Context, Kwargs, State, Tera, TeraResult};

use super::Seat;
use crate::base::digest::Digest;
use crate::base::name::ReviewerId;
use crate::diagnostic::refusal::Refusal;
use crate::diagnostic::terminal::{self, Colour, Look};
use crate::diagnostic::{Diagnostic, Tongue};

/// The templates of the desk.
const TEMPLATES: [(&str, &str); 13] = [
    ("frame.html", include_str!("templates/frame.html")),
    ("home.html", include_str!("templates/home.html")),
    ("text.html", include_str!("templates/text.html")),
    ("changes.html", include_str!("templates/changes.html")),
    ("chats.html", include_str!("templates/chats.html")),
    ("sign.html", include_str!("templates/sign.html")),
    ("far.html", include_str!("templates/far.html")),
    ("overview.html", include_str!("templates/overview.html")),
    ("keys.html", include_str!("templates/keys.html")),
    ("withdraw.html", include_str!("templates/withdraw.html")),
    ("remarks.html", include_str!("templates/remarks.html")),
    ("ticked.html", include_str!("templates/ticked.html")),
    ("told.html", include_str!("templates/told.html")),
];

const STYLE: &str = include_str!("assets/desk.css");
const SCRIPT: &str = include_str!("assets/desk.js");

/// The width of a report, in columns.
const WIDTH: usize = 84;

/// The pages of the desk, in both of its languages.
pub struct Paper {
    english: Tera,
    russian: Tera,
}

/// Where a page stands, and what was said before it.
#[derive(Clone, Copy, Debug)]
pub struct Frame<'a> {
    /// The language of the desk.
    pub tongue: Tongue,
    /// The address of the desk in this browser, with the token: `/k3j…`.
    pub root: &'a str,
    /// The address of this page below the desk and its language: `text/en/rest`.
    pub here: &'a str,
    /// What came of what was asked last.
    pub said: Option<&'a Said>,
}

/// What came of what was asked.
#[derive(Clone, Debug, Default)]
pub struct Said {
    /// Whether it was done.
    pub done: bool,
    /// The words, in English, one thing a line.
    pub words: String,
    /// How to put right what was not done.
    pub help: Option<String>,
    /// What stands in the way.
    pub found: Vec<Diagnostic>,
}

impl From<&Refusal> for Said {
    fn from(refusal: &Refusal) -> Self {
        Self {
            done: false,
            words: refusal.message.clone(),
            help: refusal.help.clone(),
            found: refusal.found.clone(),
        }
    }
}

/// What every template is given.
#[derive(Serialize)]
struct Common<'a> {
    tongue: &'static str,
    other: &'static str,
    root: String,
    desk: &'a str,
    here: &'a str,
    style: &'static str,
    script: &'static str,
    reviewer: Option<&'a str>,
    locked: bool,
    ticked: usize,
    git: bool,
    bundle: Option<&'a str>,
    said: Option<Spoken<'a>>,
}

#[derive(Serialize)]
struct Spoken<'a> {
    done: bool,
    words: &'a str,
    help: Option<&'a str>,
    report: String,
}

impl Paper {
    /// Reads the templates.
    pub fn new() -> Result<Self, Refusal> {
        Ok(Self { english: engine(Tongue::English)?, russian: engine(Tongue::Russian)? })
    }

    /// Returns what a browser may do with a page of the desk: nothing but what the page itself holds, and frames and forms
    /// of its own.
    pub fn policy() -> String {
        let hash = |text: &str| Digest::of(text.as_bytes()).to_base64();
        format!(
            "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; connect-src 'self'; frame-src 'self'; \
             img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
            hash(STYLE),
            hash(SCRIPT)
        )
    }

    /// Makes a page.
    pub(super) fn page(
        &self,
        template: &str,
        (frame, seat): (&Frame<'_>, &Seat),
        content: &impl Serialize,
    ) -> Result<String, Refusal> {
        let common = Common {
            tongue: frame.tongue.tag(),
            other: if frame.tongue == Tongue::English { "ru" } else { "en" },
            root: format!("{}/{}/", frame.root, frame.tongue.tag()),
            desk: frame.root,
            here: frame.here,
            style: STYLE,
            script: SCRIPT,
            reviewer: seat.reviewer().map(ReviewerId::as_str),
            locked: seat.person.as_ref().is_ok_and(|person| person.locked),
            ticked: seat.ticked.len(),
            git: seat.git,
            bundle: seat.bundle.as_deref(),
            said: frame.said.map(|said| said.spoken(frame.tongue)),
        };
        let tera = match frame.tongue {
            Tongue::English => &self.english,
            Tongue::Russian => &self.russian,
        };
        let mut context = Context::new();
        context.insert("desk", &common);
        context.insert("page", content);
        tera.render(template, &context).map_err(|fault| broken(&fault))
    }

    /// Makes a page that only tells something.
    pub fn told(&self, frame: &Frame<'_>, seat: &Seat) -> Result<String, Refusal> {
        self.page("told.html", (frame, seat), &())
    }
}

impl Said {
    fn spoken(&self, tongue: Tongue) -> Spoken<'_> {
        Spoken {
            done: self.done,
            words: &self.words,
            help: self.help.as_deref(),
            report: report(&self.found, tongue),
        }
    }
}

/// Returns findings as a report, without colours.
pub(super) fn report(found: &[Diagnostic], tongue: Tongue) -> String {
    terminal::render(found, Look { colour: Colour::Plain, width: WIDTH, tongue })
}

fn engine(tongue: Tongue) -> Result<Tera, Refusal> {
    let mut tera = Tera::new();
    tera.autoescape_on(vec![".html"]);
    // `say` is for one phrase of ours, `tell` for lines that may be put together of phrases.
    let say = move |words: &str, options: Kwargs, _: &State| -> TeraResult<String> {
        // A number stands in the phrase before it is looked up: Russian words take the form that it asks for.
        let count = options.get::<u64>("n")?;
        let words = count.map_or_else(|| words.to_owned(), |count| words.replace("{n}", &count.to_string()));
        Ok(tongue.phrase(&words).into_owned())
    };
    tera.register_filter("say", say);
    tera.register_filter("tell", move |words: &str, _: Kwargs, _: &State| tongue.report(words).into_owned());
    tera.add_raw_templates(TEMPLATES).map_err(|fault| broken(&fault))?;
    Ok(tera)
}

fn broken(fault: &tera::Error) -> Refusal {
    Refusal::ours(format!("a page of the desk cannot be made: {fault}"))
}
