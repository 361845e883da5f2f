//! Words that we avoid: finds them in the working texts, with what to write instead and why.
//!
//! The lists are data, `content/lint/<language>.toml`; each rule brings a sentence that it must find and one that it must
//! leave alone. A finding is for the editor: lists are not signed, and nothing of them is published.
//!
//! Invariant: the time grows with the texts alone: all patterns of a language look at a passage together, and only those
//! that may be in it look again.

mod list;
mod look;
mod rule;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::base::lang::Lang;
use crate::desk::Desk;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, did_you_mean};
use crate::project::{self, File, Project};

use list::List;

/// Where the lists stand.
const FOLDER: &str = "content/lint";

/// A page for editors, which may lie beside the lists.
const README: &str = "README.md";

/// Reads the lists of the site's languages, tells what is wrong with them, and looks for their words in every working
/// text: also in one that has faults of its own.
pub fn check(project: &Project, languages: &[Lang], desk: &Desk, found: &mut Diagnostics) {
    let lists = read_lists(project, languages, found);
    let texts: Vec<_> =
        desk.articles.iter().filter_map(|((lang, _), text)| Some((lists.get(lang)?, text))).collect();
    let told: Vec<Vec<Diagnostic>> =
        texts.into_par_iter().map(|(list, text)| look::at(&text.source, list)).collect();
    found.extend(told.into_iter().flatten());
}

fn read_lists(project: &Project, languages: &[Lang], found: &mut Diagnostics) -> BTreeMap<Lang, List> {
    let mut lists = BTreeMap::new();
    for (path, file) in project.under(FOLDER).filter(|(path, _)| path.file_name() != README) {
        let name = path.file_name().strip_suffix(".toml").unwrap_or_default();
        let Some(lang) = Lang::parse(name).filter(|lang| languages.contains(lang)) else {
            let mut stray =
                Diagnostic::warning(Code::FileStray, "this is no word list of a language of this site")
                    .at(path, "")
                    .help("the place is content/lint/<language>.toml");
            stray.notes.extend(did_you_mean(name, languages.iter().map(Lang::as_str)));
            found.push(stray);
            continue;
        };
        // A character that is refused elsewhere is told, and the rules are read all the same.
        project::checked_text(path, file, found);
        if let File::Text(source) = file {
            lists.extend(List::read(source, found).map(|list| (lang, list)));
        }
    }
    lists
}
