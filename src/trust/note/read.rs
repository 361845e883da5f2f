//! Reads a note, and nothing but a note.
//!
//! Invariant: every line is accounted for; a line that is missing, doubled, foreign or out of order ends the reading.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::{
    Approval, ArticleName, Declaration, FileName, Header, LARGEST, Lift, Note, Pin, Statement, Subject,
    Withdrawal,
};
use crate::base::day::Day;
use crate::base::digest::Digest;
use crate::base::lang::Lang;
use crate::base::name::{ArticleId, Region, ReviewerId, SiteId, Topic};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::Source;
use crate::trust::words::{Kind, Reach, Reason, Role, Scope};

/// Reads `source`; `None` and a reason in `found` where it is no note.
pub(super) fn note(source: &Source, found: &mut Diagnostics) -> Option<Note> {
    let lines = Lines::split(source, found)?;
    let mut values = Values { lines: &lines, source, found };
    let grammar =
        values.read(Header::Grammar, "`1`, the one grammar there is", |value| (value == "1").then_some(()));
    let site = values.read(Header::Site, "the site's id", SiteId::parse);
    let version = values.read(Header::Version, "a version number from 1", number);
    let role = values.read(Header::Role, "a role: medical, editor, legal or service", Role::parse);
    let reviewer = values.read(Header::Reviewer, "a reviewer's id", ReviewerId::parse);
    let day = values.read(Header::Reviewed, "a day such as 2026-11-20", Day::parse);
    let declaration =
        values.read(Header::Declaration, "what the reviewer declares, in words", Declaration::parse);
    let statement = if lines.withdrawal {
        values.withdrawal().map(Statement::Withdraw)
    } else {
        values.approval().map(Statement::Approve)
    };
    grammar?;
    Some(Note {
        site: site?,
        version: version?,
        role: role?,
        reviewer: reviewer?,
        reviewed: day?,
        declaration: declaration?,
        statement: statement?,
    })
}

fn fault(message: impl Into<String>) -> Diagnostic {
    Diagnostic::error(Code::NoteSyntax, message)
}

/// A number from 1, of at most nine digits, without leading zeros.
fn number(text: &str) -> Option<u32> {
    let plain = (1..=9).contains(&text.len())
        && !text.starts_with('0')
        && text.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

/// `N sha256:hex`
fn pinned(text: &str) -> Option<(u32, Digest)> {
    let (version, digest) = text.split_once(" sha256:")?;
    Some((number(version)?, Digest::from_hex(digest)?))
}

/// `LANG N sha256:hex`
fn pin(text: &str) -> Option<Pin> {
    let (lang, rest) = text.split_once(' ')?;
    let (version, digest) = pinned(rest)?;
    Some(Pin { lang: Lang::parse(lang)?, version, digest })
}

/// `LANG K REVIEWER sha256:hex`
fn lift(text: &str) -> Option<Lift> {
    let mut words = text.split(' ');
    let lang = Lang::parse(words.next()?)?;
    let number = number(words.next()?)?;
    let reviewer = ReviewerId::parse(words.next()?)?;
    let digest = Digest::from_hex(words.next()?.strip_prefix("sha256:")?)?;
    words.next().is_none().then_some(Lift { lang, number, reviewer, digest })
}

/// Entries joined by `; `, in ascending order.
fn lifts(text: &str) -> Option<BTreeSet<Lift>> {
    let entries: Vec<Lift> = text.split("; ").map(lift).collect::<Option<_>>()?;
    let ascending = entries.windows(2).all(|pair| pair[0] < pair[1]);
    ascending.then(|| entries.into_iter().collect())
}

/// The lines of a note, cut into the values of its header and the lines of digests.
struct Lines<'a> {
    withdrawal: bool,
    /// For each header line in order: its value and where that stands.
    header: Vec<(&'a str, Range<usize>)>,
    /// The lines after the header.
    digests: Vec<(&'a str, Range<usize>)>,
}

impl<'a> Lines<'a> {
    fn split(source: &'a Source, found: &mut Diagnostics) -> Option<Self> {
        let lines = match whole_lines(source) {
            Ok(lines) => lines,
            Err(broken) => {
                found.push(*broken);
                return None;
            }
        };
        let withdrawal =
            lines.get(Header::Kind as usize).is_some_and(|(line, _)| *line == "# kind: withdrawal");
        let count = if withdrawal { Header::ALL.len() } else { Header::OF_APPROVAL };
        let mut header = Vec::with_capacity(count);
        for (at, expected) in Header::ALL.into_iter().take(count).enumerate() {
            let (line, range) =
                lines.get(at).cloned().unwrap_or(("", source.text().len()..source.text().len()));
            let label = expected.as_str();
            let value = line.strip_prefix("# ").and_then(|rest| rest.strip_prefix(label)?.strip_prefix(": "));
            let Some(value) = value else {
                found.push(
                    fault(format!("`# {label}: …` must stand here"))
                        .at(source.span(range), "")
                        .help("make notes with `vetted approve`; never edit one"),
                );
                return None;
            };
            header.push((value, range.end - value.len()..range.end));
        }
        Some(Self { withdrawal, header, digests: lines.into_iter().skip(count).collect() })
    }
}

/// Cuts the text into its lines, each with its place, without line feeds.
fn whole_lines(source: &Source) -> Result<Vec<(&str, Range<usize>)>, Box<Diagnostic>> {
    let text = source.text();
    if text.len() > LARGEST {
        let message = format!("a note has at most {LARGEST} bytes; this has {}", text.len());
        return Err(Box::new(fault(message).at(source.path(), "")));
    }
    if let Some(at) = text.find('\r') {
        return Err(Box::new(
            fault("a note ends its lines with a line feed alone; here stands a carriage return")
                .at(source.span(at..at + 1), "")
                .help("take the note from where it was signed again, and set `record/** -text` in `.gitattributes`"),
        ));
    }
    let Some(body) = text.strip_suffix('\n') else {
        let end = text.len();
        return Err(Box::new(
            fault("a note ends with a line feed; this one may have been cut short")
                .at(source.span(end..end), "")
                .help("take the note anew from where it was signed, byte for byte"),
        ));
    };
    let mut start = 0;
    let cut = |line| {
        let range = start..start + str::len(line);
        start = range.end + 1;
        (line, range)
    };
    Ok(body.split('\n').map(cut).collect())
}

/// A value was refused, and why is told.
struct Refused;

/// Turns lines into values, and says what is wrong with each.
struct Values<'a> {
    lines: &'a Lines<'a>,
    source: &'a Source,
    found: &'a mut Diagnostics,
}

impl Values<'_> {
    fn refuse(&mut self, range: &Range<usize>, message: impl Into<String>) {
        self.found.push(fault(message).at(self.source.span(range.clone()), ""));
    }

    fn read<T>(&mut self, header: Header, what: &str, read: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        let lines = self.lines;
        let (value, range) = lines.header.get(header as usize)?;
        let result = read(value);
        if result.is_none() {
            self.refuse(range, format!("`{}` wants {what}", header.as_str()));
        }
        result
    }

    /// Reads a value that may be `-`.
    fn optional<T>(
        &mut self,
        header: Header,
        what: &str,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Result<Option<T>, Refused> {
        let what = format!("`-` or {what}");
        let value = self.read(header, &what, |value| match value {
            "-" => Some(None),
            value => read(value).map(Some),
        });
        value.ok_or(Refused)
    }

    fn exactly(&mut self, header: Header, word: &str) -> Option<()> {
        self.read(header, &format!("`{word}` in a note of this kind"), |value| (value == word).then_some(()))
    }

    fn article(&mut self) -> Option<ArticleName> {
        let id = self.read(Header::Article, "an article's id", ArticleId::parse);
        let lang = self.read(Header::Language, "a language such as `en`", Lang::parse);
        let topic = self.read(Header::Topic, "a topic", Topic::parse);
        Some(ArticleName { id: id?, lang: lang?, topic: topic? })
    }

    fn region(&mut self) -> Option<Region> {
        let region = self.read(Header::Article, "a region", Region::parse);
        let language = self.exactly(Header::Language, "-");
        let topic = self.exactly(Header::Topic, "-");
        language.and(topic).and(region)
    }

    fn lexicon(&mut self) -> Option<Lang> {
        let lang = self.read(Header::Article, "a language such as `en`", Lang::parse);
        let same = lang.as_ref().and_then(|lang| self.exactly(Header::Language, lang.as_str()));
        let topic = self.exactly(Header::Topic, "-");
        same.and(topic).and(lang)
    }

    fn subject(&mut self) -> Option<Subject> {
        let what = "a kind: article, facts, services, lexicon or withdrawal";
        match self.read(Header::Kind, what, Kind::parse)? {
            Kind::Article => self.article().map(Subject::Article),
            Kind::Facts => self.region().map(Subject::Facts),
            Kind::Services => self.region().map(Subject::Services),
            Kind::Lexicon => self.lexicon().map(Subject::Lexicon),
            Kind::Withdrawal => None,
        }
    }

    fn approval(&mut self) -> Option<Approval> {
        let subject = self.subject();
        let decision = self.exactly(Header::Decision, "approve");
        let scope = self.read(Header::Scope, "a scope: full, changes or correction", Scope::parse);
        let review_by = self.read(Header::ReviewBy, "a day such as 2026-11-20", Day::parse);
        let previous = self.optional(Header::Previous, "`N sha256:…`", pinned);
        let source = "the version of an article in another language: `LANG N sha256:…`";
        let other = |value: &str| {
            pin(value).filter(|pin| match &subject {
                Some(Subject::Article(article)) => article.lang != pin.lang,
                Some(_) => false,
                None => true,
            })
        };
        let translation_of = self.optional(Header::TranslationOf, source, other);
        let lifts = self.optional(Header::Lifts, "sorted `LANG K REVIEWER sha256:…`, joined by `; `", lifts);
        let files = subject.as_ref().and_then(|subject| self.files(subject));
        decision?;
        let (text, pictures) = files?;
        Some(Approval {
            subject: subject?,
            scope: scope?,
            review_by: review_by?,
            previous: previous.ok()?,
            translation_of: translation_of.ok()?,
            lifts: lifts.ok()?.unwrap_or_default(),
            text,
            pictures,
        })
    }

    fn withdrawal(&mut self) -> Option<Withdrawal> {
        let article = self.article();
        let mut fixed = self.exactly(Header::Decision, "withdraw");
        for header in [Header::ReviewBy, Header::Previous, Header::TranslationOf, Header::Lifts] {
            fixed = self.exactly(header, "-").and(fixed);
        }
        let reach = self.read(Header::Scope, "`every-language` or `this-language`", Reach::parse);
        let reasons = "a reason: error, guidance-changed, law or other";
        let reason = self.read(Header::Reason, reasons, Reason::parse);
        let instead = self.optional(Header::Instead, "an article's id", ArticleId::parse);
        if let Some((_, range)) = self.lines.digests.first() {
            self.refuse(range, "nothing may follow the header of a withdrawal");
            return None;
        }
        fixed?;
        Some(Withdrawal { article: article?, reach: reach?, reason: reason?, instead: instead.ok()? })
    }

    /// Reads the lines of digests: the text first, then the pictures, sorted.
    fn files(&mut self, subject: &Subject) -> Option<(Digest, BTreeMap<FileName, Digest>)> {
        let lines = self.lines;
        let main = subject.file_name();
        let Some((first, range)) = lines.digests.first() else {
            let end = self.source.text().len();
            self.refuse(&(end..end), format!("`SHA256 ({main}) = …` must stand here"));
            return None;
        };
        let text = listed(first).filter(|(name, _)| name.as_str() == main);
        if text.is_none() {
            self.refuse(range, format!("`SHA256 ({main}) = …` must stand here"));
        }
        let mut pictures = BTreeMap::new();
        for (line, range) in &lines.digests[1..] {
            let last = pictures.last_key_value().map(|(name, _): (&FileName, _)| name);
            let Some((name, digest)) = listed(line).filter(|(name, _)| may_follow(subject, last, name))
            else {
                self.refuse(
                    range,
                    if leads_elsewhere(line) {
                        "a note lists only files that lie beside it, and this path leads elsewhere"
                    } else {
                        "here may only stand `SHA256 (picture) = …`, for articles, sorted, each once"
                    },
                );
                return None;
            };
            pictures.insert(name, digest);
        }
        text.map(|(_, digest)| (digest, pictures))
    }
}

/// Whether a picture of this name may be listed after `last`.
fn may_follow(subject: &Subject, last: Option<&FileName>, name: &FileName) -> bool {
    let of_the_record = matches!(name.as_str().rsplit('.').next(), Some("note" | "sig"));
    matches!(subject, Subject::Article(_))
        && name.as_str() != subject.file_name()
        && !of_the_record
        && last.is_none_or(|last| last < name)
}

/// `SHA256 (name) = hex`, as `sha256sum --tag` writes it.
fn listed(line: &str) -> Option<(FileName, Digest)> {
    let (name, digest) = line.strip_prefix("SHA256 (")?.split_once(") = ")?;
    Some((FileName::parse(name)?, Digest::from_hex(digest)?))
}

/// Whether a line lists a file in another folder.
fn leads_elsewhere(line: &str) -> bool {
    let name = line.strip_prefix("SHA256 (").and_then(|line| line.rsplit_once(") = "));
    name.is_some_and(|(name, _)| name.contains(['/', '\\']))
}
