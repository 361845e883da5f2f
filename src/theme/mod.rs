//! The templates, labels and style of a theme, compiled: the embedded default theme, overlaid by the site's own files.
//!
//! A theme says how pages look and what their labels are called; what pages advise comes from signed texts only.
//!
//! Invariant: a `Theme` that exists has every template and every label its site needs, and knows no article.

mod fault;
mod files;
mod labels;
mod script;
mod style;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use tera::{Context, Kwargs, State, Tera, TeraResult, Value};

use crate::base::lang::Lang;
use crate::base::name::ThemeName;
use crate::base::path::OutPath;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::project::Project;
use crate::source::Source;

use files::Files;
pub use labels::{LONGEST_LABEL, Labels};
pub use script::Scripts;
pub use style::Style;

/// A theme, ready to make pages.
#[derive(Clone, Debug)]
pub struct Theme {
    tera: Tera,
    templates: BTreeMap<String, Source>,
    labels: BTreeMap<Lang, Labels>,
    english: Labels,
    style: Style,
    scripts: BTreeMap<String, Source>,
    pages: Scripts,
    services: Scripts,
    console: Kit,
    search: Kit,
}

/// The scripts of every client's page.
const PAGES: &str = "page";
/// The scripts of the page of services, beside those of every page.
const SERVICES: &str = "services";

/// What a page with a style of its own carries: the style of every page, its own, and its scripts.
#[derive(Clone, Debug)]
pub struct Kit {
    style: Style,
    scripts: Scripts,
}

impl Kit {
    /// The worker's console.
    const CONSOLE: &str = "answers";
    /// The clients' search.
    const SEARCH: &str = "search";
    /// The engine of both.
    const ENGINE: &str = "search.js";

    /// Gathers the assets whose names begin with `own`; no other page carries them.
    fn gather(files: &Files, own: &str, faults: &mut Diagnostics) -> Self {
        let styles = files.styles.iter().filter(|(name, _)| name.starts_with(own) || Self::is_shared(name));
        let style = Style::join(styles.map(|(_, source)| source), faults);
        // The engine comes first: the others begin as soon as they are read.
        let engine = files.scripts.get(Self::ENGINE);
        let own = files.scripts.iter().filter(|(name, _)| name.starts_with(own) && *name != Self::ENGINE);
        let scripts = engine.into_iter().chain(own.map(|(_, source)| source));
        Self { style, scripts: Scripts::gather(scripts, faults) }
    }

    /// Whether every page carries the asset of this name.
    fn is_shared(name: &str) -> bool {
        ![Self::CONSOLE, Self::SEARCH].iter().any(|own| name.starts_with(own))
    }

    /// Returns the style that the page carries: that of every page, and its own.
    pub fn style(&self) -> &Style {
        &self.style
    }

    /// Returns the scripts that the page carries.
    pub fn scripts(&self) -> &Scripts {
        &self.scripts
    }
}

impl Theme {
    /// Compiles the theme `name` of a project for the languages of its site.
    ///
    /// A file of `themes/<name>/` replaces the embedded file of the same name; labels are replaced one by one. Faults
    /// of all files are pushed to `found`; with an error among them there is no theme.
    pub fn compile(
        project: &Project,
        name: &ThemeName,
        languages: &[Lang],
        found: &mut Diagnostics,
    ) -> Option<Self> {
        let mut faults = Diagnostics::new();
        let files = Files::gather(project, name, &mut faults);
        let english = Labels::english(&files, &mut faults);
        let labels = languages
            .iter()
            .map(|lang| (lang.clone(), Labels::read(lang, &files, &english, &mut faults)))
            .collect();
        let shared = files.styles.iter().filter(|(name, _)| Kit::is_shared(name));
        let style = Style::join(shared.map(|(_, source)| source), &mut faults);
        let mut scripts = |own| {
            let scripts = files.scripts.iter().filter(|(name, _)| name.starts_with(own));
            Scripts::gather(scripts.map(|(_, source)| source), &mut faults)
        };
        let (pages, services) = (scripts(PAGES), scripts(SERVICES));
        let console = Kit::gather(&files, Kit::CONSOLE, &mut faults);
        let search = Kit::gather(&files, Kit::SEARCH, &mut faults);
        let tera = compile(&files, &mut faults);
        let broken = faults.has_errors();
        found.append(faults);
        let tera = tera.filter(|_| !broken)?;
        Some(Self {
            tera,
            templates: files.templates,
            labels,
            english,
            style,
            scripts: files.scripts,
            pages,
            services,
            console,
            search,
        })
    }

    /// Returns the labels in `lang`; in English for a language the theme was not compiled for.
    pub fn labels(&self, lang: &Lang) -> &Labels {
        self.labels.get(lang).unwrap_or(&self.english)
    }

    /// Returns the scripts that every page for clients carries: `page*.js`.
    pub fn pages(&self) -> &Scripts {
        &self.pages
    }

    /// Returns the scripts that the page of services carries beside those: `services*.js`.
    pub fn services(&self) -> &Scripts {
        &self.services
    }

    /// Returns what the worker's console carries: `answers*.css`, `search.js` and `answers*.js`.
    pub fn console(&self) -> &Kit {
        &self.console
    }

    /// Returns what the page of the clients' search carries: `search*.css` and `search*.js`.
    pub fn search(&self) -> &Kit {
        &self.search
    }

    /// Returns the style that every page carries.
    pub fn style(&self) -> &Style {
        &self.style
    }

    /// Returns the script of this file name, such as `search.js`.
    pub fn script(&self, name: &str) -> Option<&str> {
        self.scripts.get(name).map(Source::text)
    }

    /// Makes the page at `page` with the template of this file name; a fault comes with its place in the template.
    pub fn render(&self, template: &str, context: &Context, page: &OutPath) -> Result<String, Diagnostic> {
        self.tera.render(template, context).map_err(|error| fault::of_page(&error, &self.templates, page))
    }

    /// Says that a template leaves out, on the page at `page`, what no page may lack.
    pub fn lacks(&self, template: &str, what: &str, page: &OutPath) -> Diagnostic {
        fault::of_lack(template, what, &self.templates, page)
    }
}

/// Compiles the templates; the faults of all of them are pushed to `faults`.
///
/// The engine stops at the first template that it cannot read. Then each is read alone, and the others are tried with
/// the embedded template in place of every broken one, so that one run tells all.
fn compile(files: &Files, faults: &mut Diagnostics) -> Option<Tera> {
    let mut texts: BTreeMap<&str, &str> =
        files.templates.iter().map(|(name, source)| (name.as_str(), source.text())).collect();
    let error = match load(&texts) {
        Ok(tera) => return Some(tera),
        Err(error) => error,
    };
    let mut replaceable = true;
    let mut unreadable = false;
    for (name, text) in &mut texts {
        if let Some(error) = load([(name, &*text)]).err().filter(is_syntax) {
            faults.extend(fault::of_load(&error, &files.templates));
            unreadable = true;
            match files::embedded_template(name) {
                Some(embedded) => *text = embedded,
                None => replaceable = false,
            }
        }
    }
    let second = if unreadable { load(&texts).err().filter(|_| replaceable) } else { Some(error) };
    faults.extend(second.iter().flat_map(|error| fault::of_load(error, &files.templates)));
    None
}

fn is_syntax(error: &tera::Error) -> bool {
    matches!(error.kind(), tera::ErrorKind::SyntaxError(_))
}

/// Loads templates into an engine that escapes everything and in which no template can declare a text safe.
fn load<'a>(texts: impl IntoIterator<Item = (&'a &'a str, &'a &'a str)>) -> TeraResult<Tera> {
    let mut tera = Tera::new();
    tera.autoescape_on(vec![".html"]);
    tera.register_filter("safe", refuse_safe);
    tera.add_raw_templates(texts.into_iter().map(|(name, text)| (*name, *text)))?;
    Ok(tera)
}

fn refuse_safe(_: Value, _: Kwargs, _: &State) -> TeraResult<Value> {
    Err(tera::Error::message("a theme may not mark a text as safe: print it without the filter `safe`"))
}
