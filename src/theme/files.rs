//! Which files a theme is made of: the embedded ones, each replaced by the site's own file of the same name.
//!
//! Invariant: every file of the embedded theme is there, in its own or in the site's wording.

use std::collections::BTreeMap;

use include_dir::{Dir, include_dir};

use crate::base::digest::Digest;
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
    pub(super) folder: String,
    /// `templates/*.html`.
    pub(super) templates: BTreeMap<String, Source>,
    /// `assets/*.css`.
    pub(super) styles: BTreeMap<String, Source>,
    /// The site's own `strings/*.toml`; the embedded ones stay beside them.
    pub(super) strings: BTreeMap<String, Source>,
}

impl Files {
    /// Gathers the files of the theme `name`. A folder that is missing is an error, a stray file a warning.
    pub(super) fn gather(project: &Project, name: &ThemeName, faults: &mut Diagnostics) -> Self {
        let folder = format!("themes/{name}");
        let mut files = Self { folder: folder.clone(), ..Self::default() };
        for source in embedded() {
            let slot =
                files.slot(DEFAULT, source.path()).filter(|_| !source.path().as_str().contains("/strings/"));
            slot.map(|(map, name)| map.insert(name, source));
        }
        let mut own = project.under(&folder).peekable();
        if own.peek().is_none() && name.as_str() != DEFAULT {
            faults.push(missing(project, name));
        }
        for (path, file) in own {
            match (files.slot(name.as_str(), path), file) {
                (Some((map, name)), File::Text(source)) => {
                    map.insert(name, source.clone());
                }
                (Some(_), File::Binary(_)) => {
                    faults.push(
                        Diagnostic::error(Code::TextNotUtf8, "this file is not UTF-8 text").at(path, ""),
                    );
                }
                (None, _) => faults.push(stray(path)),
            }
        }
        files
    }

    /// Returns where a file of the theme `name` belongs, and its file name; `None` for a stray one.
    fn slot(&mut self, name: &str, path: &SourcePath) -> Option<(&mut BTreeMap<String, Source>, String)> {
        let below = path.as_str().strip_prefix("themes/")?.strip_prefix(name)?.strip_prefix('/')?;
        let (folder, file) = below.split_once('/')?;
        let extension = file.rsplit_once('.')?.1;
        let map = match (folder, extension) {
            _ if file.contains('/') => return None,
            ("templates", "html") => &mut self.templates,
            ("assets", "css") => &mut self.styles,
            ("strings", "toml") => &mut self.strings,
            _ => return None,
        };
        Some((map, file.to_owned()))
    }

    /// Returns the digest of all names and bytes, the embedded strings among them.
    pub(super) fn digest(&self) -> Digest {
        let strings = embedded().filter(|source| source.path().as_str().contains("/strings/"));
        let own = [&self.templates, &self.styles, &self.strings].into_iter().flat_map(BTreeMap::values);
        let all: Vec<Source> = strings.chain(own.cloned()).collect();
        let pieces = all.iter().flat_map(|source| [source.path().file_name(), source.text()]);
        Digest::of_pieces(pieces.map(str::as_bytes))
    }
}

/// Returns the embedded strings of a language.
pub(super) fn embedded_strings(file: &str) -> Option<Source> {
    embedded().find(|source| source.path().as_str().ends_with(&format!("/strings/{file}")))
}

/// Returns the embedded template of this name.
pub(super) fn embedded_template(name: &str) -> Option<&'static str> {
    EMBEDDED.get_file(format!("templates/{name}"))?.contents_utf8()
}

/// Returns the embedded styles.
#[cfg(test)]
pub(super) fn embedded_styles() -> Vec<Source> {
    embedded().filter(|source| source.path().as_str().contains("/assets/")).collect()
}

/// Returns the embedded files, sorted by folder and name.
fn embedded() -> impl Iterator<Item = Source> {
    let files = EMBEDDED.dirs().flat_map(Dir::files);
    files.filter_map(|file| {
        let path = SourcePath::parse(&format!("themes/{DEFAULT}/{}", file.path().to_str()?))?;
        Some(Source::new(path, file.contents_utf8()?.to_owned()))
    })
}

fn missing(project: &Project, name: &ThemeName) -> Diagnostic {
    let folder = format!("themes/{name}");
    let known: Vec<&str> =
        project.under("themes").filter_map(|(path, _)| path.parts().nth(1)).chain([DEFAULT]).collect();
    let mut fault = Diagnostic::error(Code::FileMissing, format!("there is no theme `{name}`"));
    if let Some(path) = SourcePath::parse(&folder) {
        fault = fault.at(&path, "");
    }
    let near = did_you_mean(name.as_str(), known);
    fault.help(near.unwrap_or_else(|| {
        format!("put your own files in `{folder}/`, or leave `theme` out of the settings")
    }))
}

fn stray(path: &SourcePath) -> Diagnostic {
    Diagnostic::warning(Code::FileStray, "this file is no part of a theme").at(path, "").help(
        "keep templates in `templates/*.html`, styles in `assets/*.css`, labels in `strings/<language>.toml`",
    )
}
