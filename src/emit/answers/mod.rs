//! The worker's console: `<lang>/answers.html`, one file with all that a worker can send.
//!
//! The page is the theme's template, cut where the texts go. They come article by article, as they are made.
//!
//! Invariant: the messages are those of `snippets/<lang>.json`, byte for byte; of a withdrawn text there is an id and codes.

mod finder;
mod texts;

use super::headers::Policies;
use super::{Frames, Made, Press};
use crate::base::lang::Lang;
use crate::base::name::ArticleId;
use crate::base::path::OutPath;
use crate::diagnostic::Diagnostics;
use crate::render::page::{self, AroundTexts};
use crate::site::{Content, Growing};

use self::finder::Finder;
pub(super) use self::texts::{of_article, of_tombstone};

/// What the console is told of one article.
pub(super) struct Piece {
    lang: Lang,
    id: ArticleId,
    told: Vec<Told>,
    json: String,
}

/// What a snippet can be found by.
struct Told {
    section: String,
    title: String,
    text: String,
}

/// The consoles of all languages, as they grow.
pub(super) struct Consoles<'p> {
    pages: Vec<Console<'p>>,
    policies: Policies,
    faults: Diagnostics,
}

/// The page of one language.
struct Console<'p> {
    lang: Lang,
    path: OutPath,
    file: Box<dyn Growing + 'p>,
    is_empty: bool,
    finder: Finder,
    /// The page behind the texts.
    tail: String,
}

impl<'p> Consoles<'p> {
    /// Begins the page of each language.
    pub(super) fn begin(press: &Press<'p>, frames: &Frames) -> Self {
        let mut begun = Self { pages: Vec::new(), policies: Policies::default(), faults: Diagnostics::new() };
        for lang in &press.config.languages {
            let Some(path) = OutPath::parse(&format!("{lang}/answers.html")) else { continue };
            let Some(mut frame) = frames.frame(press, lang, &path) else { continue };
            let mut own = press.catalog.articles().filter(|cleared| cleared.article().lang() == lang);
            frame.demonstration |= own.any(|cleared| cleared.clearance().is_demonstration());
            match page::answers(press.theme, &frame) {
                Ok(around) => {
                    begun.policies.take(&around.before);
                    begun.pages.push(Console::begin(press, lang, path, around));
                }
                Err(fault) => begun.faults.push(fault),
            }
        }
        begun
    }

    /// Adds the next articles.
    pub(super) fn add(&mut self, press: &Press<'_>, pieces: Vec<Piece>) {
        for piece in pieces {
            if let Some(own) = self.pages.iter_mut().find(|console| console.lang == piece.lang) {
                own.add(press, piece);
            }
        }
    }

    /// Ends the pages.
    pub(super) fn finish(self, press: &Press<'_>) -> Made {
        let Self { pages, policies, faults } = self;
        let files = pages.into_iter().map(|console| console.finish(press)).collect();
        Made { files, policies, faults, ..Made::default() }
    }
}

impl<'p> Console<'p> {
    fn begin(press: &Press<'p>, lang: &Lang, path: OutPath, around: AroundTexts) -> Self {
        let mut file = press.shelf.grow(&path);
        file.add(around.before.as_bytes());
        file.add(b"{\"articles\":[");
        let finder = Finder::new(lang);
        Self { lang: lang.clone(), path, file, is_empty: true, finder, tail: around.after }
    }

    fn add(&mut self, press: &Press<'_>, piece: Piece) {
        // A line each, so that a text can be found in the page.
        self.file.add(if std::mem::take(&mut self.is_empty) { b"\n" } else { b",\n" });
        self.file.add(piece.json.as_bytes());
        self.finder.add(press, piece);
    }

    fn finish(mut self, press: &Press<'_>) -> (OutPath, Content) {
        // A packed index may stand in any quotes as it is.
        self.file.add(b"\n],\n\"search\":\"");
        self.file.add(self.finder.finish(press).as_bytes());
        self.file.add(b"\"}");
        self.file.add(self.tail.as_bytes());
        (self.path, self.file.finish())
    }
}
