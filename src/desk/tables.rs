//! The tables beside the articles: facts, services, lexicons. Word lists are read by `lint`.
//!
//! Invariant: every file of their folders is looked at, and one with an error gives no table.

use std::collections::BTreeMap;

use super::{Desk, README, readable};
use crate::base::lang::Lang;
use crate::base::name::Region;
use crate::base::path::SourcePath;
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::facts::Facts;
use crate::lexicon::Lexicon;
use crate::project::Project;
use crate::services::Services;
use crate::source::Source;

/// Reads every table onto the desk.
pub(super) fn read(project: &Project, config: &Config, desk: &mut Desk, found: &mut Diagnostics) {
    let facts = |source: &Source, region: &Region, found: &mut Diagnostics| {
        Facts::parse(source, region, &config.languages, found)
    };
    desk.facts = each(project, "content/facts", (&region, &facts), found);
    let services = |source: &Source, region: &Region, found: &mut Diagnostics| {
        Services::parse(source, region, &config.languages, found)
    };
    desk.services = each(project, "content/services", (&region, &services), found);
    let lang = |path: &SourcePath| {
        let lang = path.file_name().strip_suffix(".toml").and_then(Lang::parse);
        lang.filter(|lang| config.languages.contains(lang)).ok_or_else(|| {
            Diagnostic::error(Code::FileStray, "this is not the lexicon of a language of this site")
                .at(path, "")
                .help("the place is content/lexicon/<language>.toml, with a language of vetted.toml")
        })
    };
    let lexicon = |source: &Source, lang: &Lang, found: &mut Diagnostics| Lexicon::parse(source, lang, found);
    desk.lexicons = each(project, "content/lexicon", (&lang, &lexicon), found);
    for (source, services) in desk.services.values() {
        days(source, services, project, found);
    }
}

/// Says whose table a file is by its place, or that it has none.
type Owner<'a, K> = dyn Fn(&SourcePath) -> Result<K, Diagnostic> + 'a;

/// Reads a table, or pushes what is wrong with it.
type Reader<'a, K, T> = dyn Fn(&Source, &K, &mut Diagnostics) -> Option<T> + 'a;

/// Reads the tables of a folder.
fn each<K: Ord, T>(
    project: &Project,
    folder: &str,
    (owner, read): (&Owner<'_, K>, &Reader<'_, K, T>),
    found: &mut Diagnostics,
) -> BTreeMap<K, (Source, T)> {
    let mut tables = BTreeMap::new();
    for (path, file) in project.under(folder).filter(|(path, _)| path.file_name() != README) {
        let key = match owner(path) {
            Ok(key) => key,
            Err(stray) => {
                found.push(stray);
                continue;
            }
        };
        let mut own = Diagnostics::new();
        let source = readable(path, file, &mut own);
        let table = source.and_then(|source| Some((source.clone(), read(source, &key, &mut own)?)));
        let sound = own.iter().all(|fault| fault.severity == Severity::Warning);
        found.append(own);
        tables.extend(table.filter(|_| sound).map(|table| (key, table)));
    }
    tables
}

fn region(path: &SourcePath) -> Result<Region, Diagnostic> {
    path.file_name().strip_suffix(".toml").and_then(Region::parse).ok_or_else(|| {
        Diagnostic::error(Code::FileStray, "this is not the file of a region")
            .at(path, "")
            .help("the place is content/facts/<region>.toml or content/services/<region>.toml")
    })
}

/// A service that nobody has checked for long, or that was checked on a day that is yet to come; a notice that is over.
fn days(source: &Source, services: &Services, project: &Project, found: &mut Diagnostics) {
    for service in &services.services {
        let fault = if service.checked > project.as_of() {
            Diagnostic::error(Code::WrongValue, "the day of the check of this service is yet to come")
                .help("correct `checked`")
        } else if service.is_stale(project.as_of()) {
            let message = format!("nobody has checked this service since {}", service.checked);
            Diagnostic::warning(Code::WrongValue, message)
                .help("ask there, correct what has changed, and write the day into `checked`")
        } else {
            continue;
        };
        found.push(fault.at(source.span(service.range.clone()), ""));
    }
    for notice in services.notices.iter().filter(|notice| notice.is_past(project.as_of())) {
        let message = format!("this notice has not been shown since its last day, {}", notice.until);
        let past = Diagnostic::warning(Code::WrongValue, message).at(source.span(notice.range.clone()), "");
        found.push(past.help("take it out, or write a later day into `until` if it still holds"));
    }
}
