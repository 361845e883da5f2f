//! Which files a theme is made of: the embedded ones, each replaced by the site's own file of the same name.
//!
//! Invariant: every file of the embedded theme is there, in its own or in the site's wording.

use std::collections::BTreeMap;

use include_dir::{Dir, include_dir};

use crate::base::name::ThemeName;
use crate::base::path::SourcePath;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, did_you_mean};
use crate::project::{File, Project};
use crate::source::Source;

static EMBEDDED: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/themes/default");

/// The name of the embedded theme.
const DEFAULT: &str = "default";

/// The files of a theme by file name.
#[derive(Debug, Default)]
pub(super) struct Files {
    /// Where the site's own files stand: `themes/<name>`.
    folder: String,
    /// `templates/*.html`.
    pub(super) templates: BTreeMap<String, Source>,
    /// `assets/*.css`.
    pub(super) styles: BTreeMap<String, Source>,
    /// `assets/*.js`.
    pub(super) scripts: BTreeMap<String, Source>,
    /// `strings/*.toml`: the embedded file, then the site's own.
    pub(super) strings: BTreeMap<String, Vec<Source>>,
}

/// What a file of a theme is.
enum Kind {
    Template,
    Style,
    Script,
    Strings,
}

impl Files {
    /// Gathers the files of the theme `name`. A folder that is missing is an error, a stray file a warning.
    pub(super) fn gather(project: &Project, name: &ThemeName, faults: &mut Diagnostics) -> Self {
        let folder = format!("themes/{name}");
        let mut files = Self { folder: folder.clone(), ..Self::default() };
        for source in embedded() {
            if let Some(kind) = kind(DEFAULT, source.path()) {
                files.put(&kind, source);
            }
        }
        let mut own = project.under(&folder).peekable();
        if own.peek().is_none() && name.as_str() != DEFAULT {
            faults.push(missing(project, name));
        }
        for (path, file) in own {
            match (kind(name.as_str(), path), file) {
                (Some(kind), File::Text(source)) => files.put(&kind, source.clone()),
                (Some(_), File::Binary(_)) => {
                    let fault = Diagnostic::error(Code::TextNotUtf8, "this file is not UTF-8 text");
                    faults.push(fault.at(path, "").help("save it as UTF-8"));
                }
                (None, _) => faults.push(stray(path)),
            }
        }
        files
    }

    fn put(&mut self, kind: &Kind, source: Source) {
        let name = source.path().file_name().to_owned();
        match kind {
            Kind::Template => drop(self.templates.insert(name, source)),
            Kind::Style => drop(self.styles.insert(name, source)),
            Kind::Script => drop(self.scripts.insert(name, source)),
            Kind::Strings => self.strings.entry(name).or_default().push(source),
        }
    }

    /// Returns where the site's own file of this name stands, or would.
    pub(super) fn path_of(&self, name: &str) -> Option<SourcePath> {
        SourcePath::parse(&format!("{}/{name}", self.folder))
    }
}

/// Returns what the file at `path` is to the theme `name`; `None` for a stray one.
fn kind(name: &str, path: &SourcePath) -> Option<Kind> {
    let parts: Vec<&str> = path.parts().collect();
    let ["themes", theme, folder, file] = parts[..] else { return None };
    match (folder, file.rsplit_once('.')?.1) {
        _ if theme != name => None,
        ("templates", "html") => Some(Kind::Template),
        ("assets", "css") => Some(Kind::Style),
        ("assets", "js") => Some(Kind::Script),
        ("strings", "toml") => Some(Kind::Strings),
        _ => None,
    }
}

/// Returns the embedded template of this name.
pub(super) fn embedded_template(name: &str) -> Option<&'static str> {
    EMBEDDED.get_file(format!("templates/{name}"))?.contents_utf8()
}

/// Returns the embedded files under their paths in this repository.
fn embedded() -> impl Iterator<Item = Source> {
    EMBEDDED.dirs().flat_map(Dir::files).filter_map(|file| {
        let path = SourcePath::parse(&format!("themes/{DEFAULT}/{}", file.path().to_str()?))?;
        Some(Source::new(path, file.contents_utf8()?.to_owned()))
    })
}

fn missing(project: &Project, name: &ThemeName) -> Diagnostic {
    let folder = format!("themes/{name}");
    let known = project.under("themes").filter_map(|(path, _)| path.parts().nth(1)).chain([DEFAULT]);
    let near = did_you_mean(name.as_str(), known);
    let make = || format!("put your own files in `{folder}/`, or leave `theme` out of the settings");
    let fault = Diagnostic::error(Code::FileMissing, format!("there is no theme `{name}`"))
        .help(near.unwrap_or_else(make));
    match SourcePath::parse(&folder) {
        Some(path) => fault.at(&path, ""),
        None => fault,
    }
}

fn stray(path: &SourcePath) -> Diagnostic {
    Diagnostic::warning(Code::FileStray, "this file is no part of a theme").at(path, "").help(
        "keep templates in `templates/*.html`, styles in `assets/*.css`, scripts in `assets/*.js`, labels in `strings/<language>.toml`",
    )
}
