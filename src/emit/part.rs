//! The parts of a site, each made when one of its files is first asked for: for whoever shows a few pages of many.
//!
//! Invariant: a file made in a part is, byte for byte, the one that the whole site has.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::headers::Policies;
use super::{
    Frames, Made, Press, catalogue, codes, feed, gather, headers, index, record, services, sitemap,
    text_files, topics,
};
use crate::base::lang::Lang;
use crate::base::name::ArticleId;
use crate::base::path::OutPath;
use crate::catalog::{Key, Text};
use crate::diagnostic::Diagnostics;
use crate::site::Content;

/// A part of a site: the files that one emitter makes together.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    /// Everything of one text.
    Text(Key),
    /// Home, the emergency page and what stands under former ids.
    Catalogue,
    /// The pages of the topics.
    Topics,
    /// The index.
    Index,
    /// The directory of services.
    Services,
    /// The feeds.
    Feeds,
    /// The pages of the check codes.
    Codes,
    /// Tables and withdrawals of the record, and the files of `trust/`.
    Record,
    /// What gathers all texts: the snippets of a language, the console, the search, the sitemap.
    Gathered,
}

/// The parts that belong to no single text, those that are quickly made first. What gathers all texts is not among them: it
/// takes as long as the whole site, and its addresses tell it, so that nobody waits for it who asks for what is not there.
const COMMON: [Part; 7] =
    [Part::Catalogue, Part::Topics, Part::Index, Part::Services, Part::Feeds, Part::Codes, Part::Record];

/// The files of one part, or the faults of its templates.
type PartFiles = Result<BTreeMap<OutPath, Vec<u8>>, Diagnostics>;

/// The parts that were made so far.
#[derive(Debug, Default)]
pub struct Parts {
    frames: OnceLock<Frames>,
    made: Mutex<BTreeMap<Part, Arc<OnceLock<PartFiles>>>>,
}

impl Parts {
    /// Returns the file at `path`, made now if it was not before; `None` where the site has none there. With a fault in a
    /// template that it needs there is no file.
    ///
    /// Call it with a press over the same inputs every time, whose shelf keeps bytes.
    pub fn file(&self, press: &Press<'_>, path: &OutPath) -> Result<Option<Vec<u8>>, Diagnostics> {
        let mut faults = None;
        let likely = likely(path).filter(|part| is_there(press, part));
        for part in likely.into_iter().chain(COMMON) {
            let cell = Arc::clone(self.lock().entry(part.clone()).or_default());
            match cell.get_or_init(|| self.make(press, &part)) {
                Ok(files) => {
                    if let Some(bytes) = files.get(path) {
                        return Ok(Some(bytes.clone()));
                    }
                }
                // Another part may have the file all the same.
                Err(told) => faults = Some(told.clone()),
            }
        }
        faults.map_or(Ok(None), Err)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeMap<Part, Arc<OnceLock<PartFiles>>>> {
        self.made.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn make(&self, press: &Press<'_>, part: &Part) -> PartFiles {
        let frames = self.frames.get_or_init(|| Frames::new(press));
        let Made { files, faults, .. } = made(press, frames, part);
        if faults.has_errors() {
            return Err(faults);
        }
        let bytes = files.into_iter().filter_map(|(path, content)| match content {
            Content::Bytes(bytes) => Some((path, bytes)),
            Content::Written(_) => None,
        });
        // Of two files that claim one address, the first keeps it.
        let mut kept = BTreeMap::new();
        for (path, bytes) in bytes {
            kept.entry(path).or_insert(bytes);
        }
        Ok(kept)
    }
}

fn made(press: &Press<'_>, frames: &Frames, part: &Part) -> Made {
    match part {
        Part::Text((lang, id)) => {
            let live = press.catalog.article(lang, id).map(Text::Live);
            let text = live.or_else(|| press.catalog.tombstone(lang, id).map(Text::Ended));
            text.map(|text| text_files(press, frames, &text)).unwrap_or_default()
        }
        Part::Catalogue => catalogue::emit(press, frames, &topics::gather(press)),
        Part::Topics => topics::emit(press, frames, &topics::gather(press)),
        Part::Index => index::emit(press, frames),
        Part::Services => services::emit(press, frames),
        Part::Feeds => feed::emit(press),
        Part::Codes => codes::emit(press, frames),
        Part::Record => record::emit(press),
        Part::Gathered => gathered(press, frames),
    }
}

fn gathered(press: &Press<'_>, frames: &Frames) -> Made {
    let (mut listed, mut policies) = (Vec::new(), Policies::default());
    let mut made = gather(press, frames, &mut |some| {
        listed.extend(some.listed);
        policies.append(some.policies);
    });
    for other in COMMON.iter().map(|part| self::made(press, frames, part)) {
        listed.extend(other.listed);
        policies.append(other.policies);
    }
    listed.append(&mut made.listed);
    policies.append(std::mem::take(&mut made.policies));
    made.append(sitemap::emit(press, &listed));
    made.append(headers::emit(press, &policies));
    made
}

/// Whether there is such a text: whoever asks for others must not make us remember them.
fn is_there(press: &Press<'_>, part: &Part) -> bool {
    let Part::Text((lang, id)) = part else { return true };
    press.catalog.article(lang, id).is_some() || press.catalog.tombstone(lang, id).is_some()
}

/// The part that most probably has this file, by its address.
fn likely(path: &OutPath) -> Option<Part> {
    let parts: Vec<&str> = path.as_str().split('/').collect();
    let text = |lang: &str, id: &str| Some(Part::Text((Lang::parse(lang)?, ArticleId::parse(id)?)));
    match parts[..] {
        ["snippets" | "record", lang, id] => text(lang, id.strip_suffix(".json")?),
        ["record", lang, id, ..] => text(lang, id),
        ["v", _] => Some(Part::Codes),
        ["trust", _] => Some(Part::Record),
        [_, "services.html"] => Some(Part::Services),
        [_, "search.html" | "answers.html"] | ["snippets", _] | ["_headers"] => Some(Part::Gathered),
        [_, index] if index.starts_with("search-") && index.ends_with(".js") => Some(Part::Gathered),
        [list] if list.starts_with("sitemap") => Some(Part::Gathered),
        [_, page] if page.starts_with("topic-") => Some(Part::Topics),
        [_, page] if page.starts_with("a-z") => Some(Part::Index),
        [feed] if feed.starts_with("feed.") => Some(Part::Feeds),
        [lang, page] => text(lang, page.strip_suffix(".html").or_else(|| page.strip_suffix(".txt"))?),
        _ => None,
    }
}
