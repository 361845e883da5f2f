//! The settings of a knowledge base: `vetted.toml`, checked.
//!
//! Invariant: a `Config` has at least one language, none twice, a name in each, and `/` at the end of its
//! own addresses.

use std::collections::BTreeMap;

use crate::base::address::Address;
use crate::base::lang::Lang;
use crate::base::name::{Region, SiteId, ThemeName};
use crate::base::path::SourcePath;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::project::Project;
use crate::project::text::checked_text;
use crate::source::{Source, Span};
use crate::toml_file::{Placed, Table, Words};

/// Where the settings stand.
pub const PATH: &str = "vetted.toml";

/// The theme of a site that names none; it is inside the binary.
const DEFAULT_THEME: &str = "default";

/// The settings.
#[derive(Clone, Debug)]
pub struct Config {
    /// The site's own name, which every note is bound to.
    pub site: SiteId,
    /// What readers call the site, in each of its languages.
    pub names: BTreeMap<Lang, String>,
    /// The languages, the default first.
    pub languages: Vec<Lang>,
    /// The region whose facts are filled in.
    pub region: Region,
    /// Where the site will stand: an `https` address, or one of an onion service, with `/` at its end.
    pub base_url: String,
    /// The same site as an onion service, with `/` at its end.
    pub onion: Option<String>,
    /// Where the quick exit leads: the `https` address of a page that gives nobody away. Without it there is no quick exit.
    pub exit_target: Option<String>,
    /// The theme.
    pub theme: ThemeName,
    /// Where the file says so.
    pub places: Places,
}

/// Where settings stand that later findings point at.
#[derive(Clone, Debug)]
pub struct Places {
    /// The list of languages.
    pub languages: Span,
    /// The region.
    pub region: Span,
    /// The theme; the beginning of the file where it names none.
    pub theme: Span,
}

impl Config {
    /// Returns what readers of `lang` call the site; of a language that the site lacks, its id.
    pub fn name(&self, lang: &Lang) -> &str {
        self.names.get(lang).map_or(self.site.as_str(), String::as_str)
    }

    /// Whether the site itself is to stand at an onion address.
    pub fn is_onion(&self) -> bool {
        Address::parse(&self.base_url).is_some_and(|base| base.is_onion())
    }

    /// Returns the onion address of a site that stands elsewhere: in Tor Browser, one that stands there leads nowhere else.
    pub fn onion_twin(&self) -> Option<&str> {
        self.onion.as_deref().filter(|_| !self.is_onion())
    }
}

/// Reads the settings. What is wrong is pushed to `found`, all of it; with an error among that there are no settings.
pub fn read(project: &Project, found: &mut Diagnostics) -> Option<Config> {
    let path = SourcePath::parse(PATH)?;
    let Some(file) = project.file(&path) else {
        let missing = Diagnostic::error(Code::Settings, format!("there is no `{PATH}` in this folder"))
            .at(&path, "")
            .help(
                "go to the folder of a knowledge base or name it with `-C`, or make one with `vetted init`",
            );
        found.push(missing);
        return None;
    };
    let mut own = Diagnostics::new();
    let config = checked_text(&path, file, &mut own).and_then(|source| parse(source, &mut own));
    let config = config.filter(|_| !own.has_errors());
    found.append(own);
    config
}

fn parse(source: &Source, found: &mut Diagnostics) -> Option<Config> {
    let mut table = Table::of_file(source, found)?;
    let site = table.take("site", found).and_then(|text: Placed<String>| {
        text.parse_as("a name such as `starter.example`, in small letters", SiteId::parse, found)
    });
    let names = table.take::<Words>("name", found);
    let languages = table.take("languages", found).and_then(|list| read_languages(list, found));
    let region = table.take("region", found).and_then(|text: Placed<String>| {
        text.parse_as("a region such as `ru-spb`, in small letters", Region::parse, found)
    });
    let base_url = table.take("base_url", found).and_then(|text| read_base(text, found));
    let onion = table.take_optional("onion", found).and_then(|text| read_onion(text, found));
    let exit_target = table.take_optional("exit_target", found).and_then(|text| read_exit(text, found));
    let start = table.span().clone();
    let theme = table
        .take_optional("theme", found)
        .unwrap_or_else(|| Placed { value: DEFAULT_THEME.to_owned(), span: start })
        .parse_as("the name of a theme, in small letters", ThemeName::parse, found);
    table.finish(found);
    let names = names.zip(languages.as_ref());
    let names = names.map(|(names, languages)| read_names(names, languages, found));
    let (languages, region, theme) = (languages?, region?, theme?);
    Some(Config {
        site: site?.value,
        names: names?,
        languages: languages.value,
        region: region.value,
        base_url: base_url?,
        onion,
        exit_target,
        theme: theme.value,
        places: Places { languages: languages.span, region: region.span, theme: theme.span },
    })
}

fn read_languages(list: Placed<Vec<Placed<String>>>, found: &mut Diagnostics) -> Option<Placed<Vec<Lang>>> {
    let count = list.value.len();
    if count == 0 {
        let none = Diagnostic::error(Code::Settings, "the site has no language")
            .at(&list.span, "")
            .help("name at least one, the default first: [\"en\"]");
        found.push(none);
        return None;
    }
    let mut languages: Vec<Placed<Lang>> = Vec::new();
    for text in list.value {
        let Some(lang) = text.parse_as("a language such as `en` or `pt-br`", Lang::parse, found) else {
            continue;
        };
        match languages.iter().find(|known| known.value == lang.value) {
            Some(first) => found.push(
                Diagnostic::error(Code::Settings, format!("the language `{}` is named twice", lang.value))
                    .at(&lang.span, "")
                    .at(&first.span, "first here")
                    .help("keep one of the two"),
            ),
            None => languages.push(lang),
        }
    }
    let whole = languages.len() == count;
    let languages = languages.into_iter().map(|lang| lang.value).collect();
    whole.then_some(Placed { value: languages, span: list.span })
}

/// Gives every language of the site its name, and pushes what is missing, too many, empty or broken over lines.
fn read_names(
    words: Placed<Words>,
    languages: &Placed<Vec<Lang>>,
    found: &mut Diagnostics,
) -> BTreeMap<Lang, String> {
    words.must_speak(&languages.value, found);
    for name in words.value.texts() {
        if name.value.trim().is_empty() || name.value.contains('\n') {
            let empty = Diagnostic::error(Code::Settings, "the name of the site must be words on one line")
                .at(&name.span, "");
            found.push(empty);
        }
    }
    match words.value {
        Words::Same(name) => languages.value.iter().map(|lang| (lang.clone(), name.value.clone())).collect(),
        Words::ByLang(names) => {
            for (lang, name) in names.iter().filter(|(lang, _)| !languages.value.contains(lang)) {
                let foreign = Diagnostic::error(Code::Settings, format!("the site does not speak `{lang}`"))
                    .at(&name.span, "")
                    .at(&languages.span, "these are its languages")
                    .help("add the language to `languages`, or take its name out");
                found.push(foreign);
            }
            names.into_iter().map(|(lang, name)| (lang, name.value)).collect()
        }
    }
}

fn read_base(text: Placed<String>, found: &mut Diagnostics) -> Option<String> {
    let what = "the address of a site, such as `https://starter.example/help/`, or of an onion service";
    let read = |text: &str| Address::parse(text).filter(|to| to.is_secure() || to.is_onion())?.folder();
    Some(text.parse_as(what, read, found)?.value)
}

fn read_onion(text: Placed<String>, found: &mut Diagnostics) -> Option<String> {
    let what = "the address of an onion service: `http://`, 56 letters and digits, `.onion/`";
    let read = |text: &str| Address::parse(text).filter(Address::is_onion)?.folder();
    Some(text.parse_as(what, read, found)?.value)
}

fn read_exit(text: Placed<String>, found: &mut Diagnostics) -> Option<String> {
    let what = "the address of a page that gives nobody away, such as `https://www.wikipedia.org/`";
    let read = |text: &str| Some(Address::parse(text).filter(|to| to.is_secure() && !to.is_onion())?.page());
    Some(text.parse_as(what, read, found)?.value)
}

#[cfg(test)]
mod tests;
