//! Cleared texts become finished files; each emitter makes one sort of file.
//!
//! Everything an article gives (page, snippets, record) is made in one pass over it and dropped as soon as it is on the
//! shelf, some hundred articles at a time; files that gather all snippets grow meanwhile. What needs all articles (home,
//! emergency page, lists) comes after.
//!
//! Invariant: no emitter can hold an article that the gate has not cleared, and none knows another.

mod answers;
mod article;
mod catalogue;
mod codes;
mod deploy;
mod edition;
mod entry;
pub mod export;
mod feed;
mod frames;
mod headers;
mod home;
mod index;
mod messages;
mod part;
mod record;
mod schema;
mod search;
mod services;
mod sitemap;
mod snippet;
mod snippets;
mod tombstone;
mod topics;
mod twin;
mod where_now;

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::base::day::Day;
use crate::base::lang::Lang;
use crate::base::path::OutPath;
use crate::catalog::{Catalog, Text};
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::gate::{ClearedLexicon, ClearedServices};
use crate::project::Project;
use crate::site::{Content, DigestsOnly, Shelf, Site};
use crate::theme::Theme;

use self::answers::{Consoles, Piece};
pub use self::edition::Edition;
use self::frames::{Frames, ages, languages, page_name};
use self::headers::Policies;
use self::part::Parts;
use self::search::{Searches, Sought};
use self::sitemap::Listed;
use self::snippets::{Gathering, Told};

/// So many texts are turned to files at once: enough for every processor, and few enough to be held.
const AT_A_TIME: usize = 48;

/// What every emitter works with.
pub struct Press<'a> {
    /// The settings.
    pub config: &'a Config,
    /// The theme.
    pub theme: &'a Theme,
    /// The cleared articles as a web.
    pub catalog: &'a Catalog,
    /// The live directory of services of the region.
    pub services: Option<&'a ClearedServices>,
    /// The live lexicons.
    pub lexicons: &'a BTreeMap<Lang, ClearedLexicon>,
    /// The files, for those of `trust/`.
    pub project: &'a Project,
    /// Where finished files go.
    pub shelf: &'a dyn Shelf,
}

/// The files that one emitter has finished, and the faults of templates that it met.
#[derive(Default)]
struct Made {
    files: Vec<(OutPath, Content)>,
    told: Vec<Told>,
    pieces: Vec<Piece>,
    sought: Vec<Sought>,
    listed: Vec<Listed>,
    policies: Policies,
    faults: Diagnostics,
}

impl Made {
    /// Puts a finished file on the shelf.
    fn file(&mut self, press: &Press<'_>, path: Option<OutPath>, bytes: Vec<u8>) {
        if let Some(path) = path {
            let content = press.shelf.keep(&path, bytes);
            self.files.push((path, content));
        }
    }

    /// Puts a page on the shelf, or keeps the fault of its template.
    fn page(&mut self, press: &Press<'_>, path: OutPath, page: Result<String, Diagnostic>) {
        match page {
            Ok(page) => {
                self.policies.take(&page);
                self.file(press, Some(path), page.into_bytes());
            }
            Err(fault) => self.faults.push(fault),
        }
    }

    /// Lists a page for search engines, with the day of the last review of what it shows.
    fn list(&mut self, lang: &Lang, path: &str, reviewed: Option<Day>) {
        self.listed.push(Listed::new(lang, path, reviewed));
    }

    fn append(&mut self, other: Self) {
        self.files.extend(other.files);
        self.told.extend(other.told);
        self.pieces.extend(other.pieces);
        self.sought.extend(other.sought);
        self.listed.extend(other.listed);
        self.policies.append(other.policies);
        self.faults.append(other.faults);
    }
}

/// Makes the whole site. Faults of templates are pushed to `stopping`: with any, the site is not whole. Two texts that claim
/// one address are told in `left_out`, and the first keeps it.
pub fn site(press: &Press<'_>, stopping: &mut Diagnostics, left_out: &mut Diagnostics) -> Site {
    whole(press, stopping, left_out).0
}

/// Makes the files by which a server is set up for the site. The site is made as well and not kept: what its pages let in
/// is known when they are finished.
pub fn deploy(press: &Press<'_>, stopping: &mut Diagnostics, left_out: &mut Diagnostics) -> Site {
    let (_, policies) = whole(&Press { shelf: &DigestsOnly, ..*press }, stopping, left_out);
    deploy::site(press, &policies)
}

/// Makes the whole site, and gathers the policies of its pages.
fn whole(press: &Press<'_>, stopping: &mut Diagnostics, left_out: &mut Diagnostics) -> (Site, Policies) {
    let frames = Frames::new(press);
    let mut finished =
        Finished { site: Site::new(), listed: Vec::new(), policies: Policies::default(), stopping, left_out };
    let gathered = gather(press, &frames, &mut |made| finished.take(made));
    finished.take(gathered);
    let topics = topics::gather(press);
    finished.take(catalogue::emit(press, &frames, &topics));
    finished.take(topics::emit(press, &frames, &topics));
    finished.take(index::emit(press, &frames));
    finished.take(services::emit(press, &frames));
    finished.take(feed::emit(press));
    finished.take(codes::emit(press, &frames));
    finished.take(record::emit(press));
    let listed = std::mem::take(&mut finished.listed);
    finished.take(sitemap::emit(press, &listed));
    let policies = std::mem::take(&mut finished.policies);
    finished.take(headers::emit(press, &policies));
    (finished.site, policies)
}

/// Makes the files of every text, which `take` gets some at a time, and returns those that gather all texts.
fn gather(press: &Press<'_>, frames: &Frames, take: &mut dyn FnMut(Made)) -> Made {
    let mut gathering = Gathering::begin(press);
    let mut consoles = Consoles::begin(press, frames);
    let mut searches = Searches::begin(press);
    for some in press.catalog.texts().chunks(AT_A_TIME) {
        let each: Vec<Made> = some.par_iter().map(|text| text_files(press, frames, text)).collect();
        let mut made = Made::default();
        each.into_iter().for_each(|one| made.append(one));
        let Made { told, pieces, sought, .. } = &mut made;
        let (told, pieces, sought) = (std::mem::take(told), std::mem::take(pieces), std::mem::take(sought));
        // Each grows in the order of the texts; none waits for another.
        rayon::join(
            || gathering.add(&told),
            || rayon::join(|| consoles.add(press, pieces), || searches.add(press, sought)),
        );
        take(made);
    }
    let mut made = gathering.finish(press);
    made.append(consoles.finish(press));
    made.append(searches.finish(press, frames));
    made
}

/// The site as far as it is made, and where faults are told.
struct Finished<'a> {
    site: Site,
    listed: Vec<Listed>,
    policies: Policies,
    stopping: &'a mut Diagnostics,
    left_out: &'a mut Diagnostics,
}

impl Finished<'_> {
    /// Adds what an emitter has made.
    fn take(&mut self, made: Made) {
        self.stopping.append(made.faults);
        self.listed.extend(made.listed);
        self.policies.append(made.policies);
        for (path, content) in made.files {
            if let Err(taken) = self.site.insert(path, content) {
                self.left_out.push(
                    Diagnostic::error(Code::AddressTaken, format!("two pages would stand at `{taken}`"))
                        .help("give one of the two texts another id"),
                );
            }
        }
    }
}

/// Makes the files of one text.
fn text_files(press: &Press<'_>, frames: &Frames, text: &Text<'_>) -> Made {
    match text {
        Text::Live(cleared) => article::emit(press, frames, cleared),
        Text::Ended(stone) => tombstone::emit(press, frames, stone),
    }
}
