//! Whole pages: a view in its frame, through the theme's template.
//!
//! Invariant: a page is a function of theme, frame and view.

use serde::Serialize;
use tera::{Context, Value};

use super::escape::escape;
use super::frame::Frame;
use super::home::HomeView;
use super::services::{DirectoryView, ServicesView};
use super::view::{
    AnswersView, ArticleView, Choice, CodesView, IndexView, MovedView, SearchView, SosView, TombstoneView,
    TopicView,
};
use crate::article::front::Need;
use crate::diagnostic::{Code, Diagnostic};
use crate::theme::Theme;

/// Makes the page of an article. Where it names examples of services, it must say so. The error says where in which template
/// it lies.
pub fn article(theme: &Theme, frame: &Frame, view: &ArticleView) -> Result<String, Diagnostic> {
    let template = "article.html";
    let html = page(theme, template, frame, view)?;
    let example = view.where_now.as_ref().and_then(|places| places.example.as_deref());
    must_say(theme, (template, frame), &html, (example, 1))?;
    Ok(html)
}

/// Finds a page at fault that does not say `words` at least so many times.
fn must_say(
    theme: &Theme,
    (template, frame): (&str, &Frame),
    html: &str,
    (words, times): (Option<&str>, usize),
) -> Result<(), Diagnostic> {
    let mut mark = String::new();
    escape(&mut mark, words.unwrap_or_default());
    if mark.is_empty() || html.matches(&mark).count() >= times {
        return Ok(());
    }
    Err(theme.lacks(template, &mark, &frame.page))
}

/// Makes the home page of a language, or the root page: the same in another frame.
pub fn home(theme: &Theme, frame: &Frame, view: &HomeView) -> Result<String, Diagnostic> {
    page(theme, "home.html", frame, view)
}

/// Makes the page of a topic.
pub fn topic(theme: &Theme, frame: &Frame, view: &TopicView) -> Result<String, Diagnostic> {
    page(theme, "topic.html", frame, view)
}

/// Makes a page of the index.
pub fn index(theme: &Theme, frame: &Frame, view: &IndexView) -> Result<String, Diagnostic> {
    page(theme, "a-z.html", frame, view)
}

/// Makes the emergency page.
pub fn sos(theme: &Theme, frame: &Frame, view: &SosView) -> Result<String, Diagnostic> {
    page(theme, "sos.html", frame, view)
}

/// Makes the page that stands where a withdrawn article stood.
pub fn tombstone(theme: &Theme, frame: &Frame, view: &TombstoneView) -> Result<String, Diagnostic> {
    page(theme, "tombstone.html", frame, view)
}

/// Makes a page of check codes.
pub fn codes(theme: &Theme, frame: &Frame, view: &CodesView) -> Result<String, Diagnostic> {
    page(theme, "codes.html", frame, view)
}

/// Makes the page of services. Where they are examples, each of them must say so.
pub fn services(theme: &Theme, frame: &Frame, view: &ServicesView) -> Result<String, Diagnostic> {
    let template = "services.html";
    let html = page(theme, template, frame, view)?;
    let DirectoryView { example, services, .. } = &view.directory;
    must_say(theme, (template, frame), &html, (example.as_deref(), services.len()))?;
    Ok(html)
}

/// Makes the page of the search, which asks for the file `index` beside it.
pub fn search(theme: &Theme, frame: &Frame, index: &str) -> Result<String, Diagnostic> {
    let mut frame = frame.clone();
    frame.shared.style = theme.search().style().value();
    let view = SearchView { index: index.to_owned(), scripts: theme.search().scripts().value() };
    page(theme, "search.html", &frame, &view)
}

/// The worker's console before and behind its texts.
pub struct AroundTexts {
    /// From its first character up to the texts.
    pub before: String,
    /// From the texts to its end.
    pub after: String,
}

/// Where the texts go: no template says this by chance.
const TEXTS: &str = "@texts@";

/// Makes the worker's console but for its texts, which are JSON and may be too long to be held.
pub fn answers(theme: &Theme, frame: &Frame) -> Result<AroundTexts, Diagnostic> {
    let template = "answers.html";
    let mut frame = frame.clone();
    frame.shared.style = theme.console().style().value();
    let needs =
        Need::WORDS.iter().map(|need| (*need, theme.labels(&frame.shared.lang).get(&format!("need_{need}"))));
    let view = AnswersView {
        texts: TEXTS,
        scripts: theme.console().scripts().value(),
        needs: needs.map(|(word, label)| Choice { word, label: label.to_owned() }).collect(),
    };
    let html = page(theme, template, &frame, &view)?;
    match html.split(TEXTS).collect::<Vec<_>>()[..] {
        [before, after] => Ok(AroundTexts { before: before.to_owned(), after: after.to_owned() }),
        _ => Err(theme
            .lacks(template, "{{ page.texts }}", &frame.page)
            .help("print it once, in a script of the type `application/json`")),
    }
}

/// Makes the page that stands under a former id.
pub fn moved(theme: &Theme, frame: &Frame, view: &MovedView) -> Result<String, Diagnostic> {
    page(theme, "moved.html", frame, view)
}

/// Makes the page for addresses that lead nowhere; the root of its frame is the base URL.
pub fn not_found(theme: &Theme, frame: &Frame) -> Result<String, Diagnostic> {
    page(theme, "not-found.html", frame, &())
}

fn page(theme: &Theme, template: &str, frame: &Frame, view: &impl Serialize) -> Result<String, Diagnostic> {
    let value = |error: tera::Error| Diagnostic::error(Code::Template, format!("{}: {error}", frame.page));
    let mut context = Context::new();
    context.insert_value("site", frame.shared.site.clone());
    context.insert_value("labels", frame.shared.labels.clone());
    context.insert_value("style", frame.shared.style.clone());
    context.insert_value("scripts", frame.shared.scripts.clone());
    context.insert_value("lang", Value::normal_string(frame.shared.lang.as_str()));
    context.insert_value("dir", Value::normal_string(frame.shared.lang.direction()));
    context.insert_value("root", Value::normal_string(&frame.root));
    context.insert_value("languages", Value::try_from_serializable(&frame.languages).map_err(value)?);
    context
        .insert_value("onion_location", Value::try_from_serializable(&frame.onion_location).map_err(value)?);
    context.insert_value("demonstration", Value::from(frame.demonstration));
    context.insert_value("urgent", Value::from(frame.urgent));
    context.insert_value("old", Value::try_from_serializable(&frame.old).map_err(value)?);
    context.insert_value("page", Value::try_from_serializable(view).map_err(value)?);
    let html = theme.render(template, &context, &frame.page)?;
    let mark = frame.shared.mark.as_str();
    // No theme turns this off, not even by a template of its own.
    if frame.demonstration && !html.contains(mark) {
        return Err(theme.lacks(template, mark, &frame.page));
    }
    Ok(html)
}
