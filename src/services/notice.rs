//! Notices that every page of a region must carry until a day: marks that a law asks for, rules of an epidemic.
//!
//! Invariant: no two notices of a directory say the same.

use super::read::Reader;
use crate::base::day::Day;
use crate::base::name::NoticeId;
use crate::base::wording::Wording;
use crate::diagnostic::{Code, Diagnostic};
use crate::toml_file::{Placed, Table, Words};

/// The most notices: they stand on every page, also on the emergency page, which must stay small.
const MOST: usize = 4;

/// The most characters of one. Marks that laws prescribe word by word have some three hundred.
const LONGEST: usize = 600;

/// What every page must say until a day.
#[derive(Clone, Debug)]
pub struct Notice {
    /// Its name in the file.
    pub id: NoticeId,
    /// What it says.
    pub text: Wording,
    /// The last day on which it is shown.
    pub until: Day,
    /// Which law or order wants it: for editors and reviewers.
    pub source: String,
    /// Where its table begins in the file, in bytes: the heading.
    pub range: std::ops::Range<usize>,
}

impl Notice {
    /// Returns whether the day is past until which it was to be shown.
    pub fn is_past(&self, as_of: Day) -> bool {
        self.until < as_of
    }
}

impl Reader<'_> {
    /// Reads the tables `[notices.<id>]`.
    pub(super) fn notices(&mut self, list: Option<Placed<Table<'_>>>) -> Vec<Notice> {
        let Some(list) = list else { return Vec::new() };
        let entries = list.value.into_entries();
        if entries.len() > MOST {
            let message = format!("there are {} notices, and {MOST} are the most", entries.len());
            let many = Diagnostic::error(Code::WrongValue, message).at(&list.span, "");
            self.found.push(many.help("join them, and take out what no law wants"));
        }
        let mut notices: Vec<(Notice, Placed<Words>)> = Vec::new();
        for (id, value) in entries {
            let what = "a name for a notice: small letters, digits and single hyphens, a letter first";
            let id = id.parse_as(what, NoticeId::parse, self.found);
            let Some(table) = value.read::<Table<'_>>(self.found) else { continue };
            let Some((notice, words)) = self.notice(id.map(|id| id.value), table) else { continue };
            // More than the most are told above; each is not compared with all of them.
            match notices.iter().take(MOST).find(|(before, _)| before.text == notice.text) {
                Some((_, before)) => {
                    let twice = Diagnostic::error(Code::WrongValue, "two notices say the same")
                        .at(&words.span, "")
                        .at(&before.span, "here before")
                        .help("keep the one that ends later");
                    self.found.push(twice);
                }
                None => notices.push((notice, words)),
            }
        }
        notices.into_iter().map(|(notice, _)| notice).collect()
    }

    fn notice(&mut self, id: Option<NoticeId>, table: Placed<Table<'_>>) -> Option<(Notice, Placed<Words>)> {
        let Placed { value: mut table, span } = table;
        let words = table.take::<Words>("text", self.found);
        let text = words.as_ref().map(|words| self.wording(words, "text", LONGEST));
        let until = table.take::<Day>("until", self.found);
        let what = "which law or order wants this notice";
        let source = self.source(&mut table, what);
        table.finish(self.found);
        let notice =
            Notice { id: id?, text: text?, until: until?.value, source: source?, range: span.range() };
        Some((notice, words?))
    }
}
