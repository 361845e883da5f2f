//! What people say beside the texts: remarks that ask for changes, their answers, and that they are settled.
//!
//! Each saying is a file of its own, `content/remarks/<lang>/<id>/<n>.<reviewer>.toml` (`facts/<region>` and the like for
//! the other texts), numbered by its author from 1: two people who write at once never touch the same file.
//!
//! Invariant: a remark stops nothing and is part of nothing that is signed or published; what is wrong with its file is
//! a warning.

mod file;
#[cfg(test)]
mod tests;
mod write;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::base::day::Day;
use crate::base::digest::Digest;
use crate::base::name::ReviewerId;
use crate::base::path::SourcePath;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, did_you_mean};
use crate::gate::Folder;
use crate::project::Project;
use crate::trust::reviewers::Reviewers;

use file::{Said, What};
pub use write::{Saying, write};

/// Where all remarks lie.
const FOLDER: &str = "content/remarks";

/// The most characters of a saying: two pages.
pub const LONGEST_TEXT: usize = 4_000;

/// The most characters of the words that a remark is about.
pub const LONGEST_SENTENCE: usize = 300;

/// The name of a saying among those about one text: `1.dr-ada`. Ordered by number, then by author.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name {
    number: u32,
    by: ReviewerId,
}

impl Name {
    /// Reads `<n>.<reviewer>`, n from 1 without leading zeros.
    pub fn parse(text: &str) -> Option<Self> {
        let (number, by) = text.split_once('.')?;
        let plain = number.bytes().all(|byte| byte.is_ascii_digit()) && !number.starts_with('0');
        let number = if plain { number.parse().ok()? } else { return None };
        Some(Self { number, by: ReviewerId::parse(by)? })
    }

    /// Returns who says it.
    pub fn by(&self) -> &ReviewerId {
        &self.by
    }

    /// Returns where it lies, among the sayings about `folder`.
    pub fn path(&self, folder: &Folder) -> Option<SourcePath> {
        SourcePath::parse(&format!("{FOLDER}/{}/{self}.toml", folder.name()))
    }
}

impl fmt::Display for Name {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}.{}", self.number, self.by)
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

/// A remark about a text, and what was said to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thread {
    /// The name of the remark, which answers refer to.
    pub name: Name,
    /// Whose it is.
    pub by: ReviewerId,
    /// When it was made.
    pub day: Day,
    /// The words of the text that it is about.
    pub sentence: Option<String>,
    /// The text that it was written about, by its digest: another one may have met the remark already.
    pub seen: Option<Digest>,
    /// What it says, in plain text of one or more lines.
    pub text: String,
    /// What was said to it, by day and name.
    pub answers: Vec<Answer>,
    /// Who settled it first, and when.
    pub closed: Option<(ReviewerId, Day)>,
}

/// What somebody says to a remark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Its name.
    pub name: Name,
    /// Whose it is.
    pub by: ReviewerId,
    /// When it was given.
    pub day: Day,
    /// What it says; may be empty where it settles the remark.
    pub text: String,
    /// Whether it settles the remark.
    pub closes: bool,
}

/// All remarks of a knowledge base.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Remarks {
    threads: BTreeMap<Folder, Vec<Thread>>,
}

impl Remarks {
    /// Returns the remarks about a text, by day and name.
    pub fn of(&self, folder: &Folder) -> &[Thread] {
        self.threads.get(folder).map(Vec::as_slice).unwrap_or_default()
    }

    /// Returns how many remarks about a text are not settled.
    pub fn open(&self, folder: &Folder) -> usize {
        self.of(folder).iter().filter(|thread| thread.closed.is_none()).count()
    }

    /// Returns the texts that have remarks, sorted, each with its remarks.
    pub fn iter(&self) -> impl Iterator<Item = (&Folder, &[Thread])> {
        self.threads.iter().map(|(folder, threads)| (folder, threads.as_slice()))
    }

    /// Warns of every saying whose author is no reviewer of the site.
    pub fn look_for_strangers(&self, reviewers: &Reviewers, found: &mut Diagnostics) {
        for (folder, thread) in self.iter().flat_map(|(folder, all)| all.iter().map(move |one| (folder, one)))
        {
            let names = [&thread.name].into_iter().chain(thread.answers.iter().map(|answer| &answer.name));
            for name in names.filter(|name| reviewers.get(name.by()).is_none()) {
                let Some(path) = name.path(folder) else { continue };
                let known = reviewers.iter().map(|reviewer| reviewer.id.as_str());
                let mut stranger = Diagnostic::warning(
                    Code::NotEntitled,
                    format!("`{}` is not a reviewer of this site", name.by()),
                )
                .at(&path, "")
                .help("name the file after its author, as trust/reviewers.toml writes the name");
                stranger.notes.extend(did_you_mean(name.by().as_str(), known));
                found.push(stranger);
            }
        }
    }
}

/// Reads all remarks. What cannot be read is told as a warning and left out; authors are looked at by
/// [`Remarks::look_for_strangers`].
pub fn read(project: &Project, found: &mut Diagnostics) -> Remarks {
    let mut sayings: BTreeMap<Folder, Vec<Said>> = BTreeMap::new();
    for (path, file) in project.under(FOLDER).filter(|(path, _)| path.file_name() != super::README) {
        let Some((folder, name)) = place(path) else {
            found.push(no_place(path));
            continue;
        };
        let said = file::read(path, file, name, found);
        sayings.entry(folder).or_default().extend(said);
    }
    if !sayings.is_empty() {
        look_for_texts(project, sayings.keys(), found);
    }
    let threads = sayings.into_iter().map(|(folder, sayings)| {
        let threads = threads(&folder, sayings, found);
        (folder, threads)
    });
    Remarks { threads: threads.filter(|(_, threads)| !threads.is_empty()).collect() }
}

/// Reads the place of a saying: the text it is about, and its name.
fn place(path: &SourcePath) -> Option<(Folder, Name)> {
    let parts: Vec<&str> = path.parts().skip(2).collect();
    let [place, of, name] = parts[..] else { return None };
    Some((Folder::parse(place, of)?, Name::parse(name.strip_suffix(".toml")?)?))
}

fn no_place(path: &SourcePath) -> Diagnostic {
    Diagnostic::warning(Code::FileStray, "no remark has this place or name")
        .at(path, "")
        .help("the place is content/remarks/<language>/<id>/<number>.<reviewer>.toml; move the file, or take it out")
}

/// Warns of remarks about texts that lie neither on the desk nor in the record: nobody would ever see them.
fn look_for_texts<'a>(project: &Project, folders: impl Iterator<Item = &'a Folder>, found: &mut Diagnostics) {
    let on_the_desk =
        project.under("content").filter_map(|(path, _)| match path.parts().skip(1).collect::<Vec<_>>()[..] {
            ["remarks", ..] => None,
            [lang, _, file] => Folder::parse(lang, file.strip_suffix(".md")?),
            [place, file] => Folder::parse(place, file.strip_suffix(".toml")?),
            _ => None,
        });
    let in_the_record = project.under("record").filter_map(|(path, _)| {
        let mut parts = path.parts().skip(1);
        Folder::parse(parts.next()?, parts.next()?)
    });
    let known: BTreeSet<Folder> = on_the_desk.chain(in_the_record).collect();
    let names: Vec<String> = known.iter().map(Folder::name).collect();
    for folder in folders.filter(|folder| !known.contains(folder)) {
        let name = folder.name();
        let Some(path) = SourcePath::parse(&format!("{FOLDER}/{name}")) else { continue };
        let mut lost =
            Diagnostic::warning(Code::FileStray, format!("there is no text `{name}` for these remarks"))
                .at(&path, "")
                .help("name the folder after the text, or take it out");
        lost.notes.extend(did_you_mean(&name, names.iter().map(String::as_str)));
        found.push(lost);
    }
}

/// Puts the sayings about one text together.
fn threads(folder: &Folder, mut sayings: Vec<Said>, found: &mut Diagnostics) -> Vec<Thread> {
    sayings.sort_by(|one, other| (one.day, &one.name).cmp(&(other.day, &other.name)));
    let mut threads = Vec::new();
    let mut answers = Vec::new();
    for Said { name, day, text, what } in sayings {
        let by = name.by().clone();
        match what {
            What::Remark { sentence, seen } => {
                threads.push(Thread {
                    name,
                    by,
                    day,
                    sentence,
                    seen,
                    text,
                    answers: Vec::new(),
                    closed: None,
                });
            }
            What::Answer { to, closes } => answers.push((to, Answer { name, by, day, text, closes })),
        }
    }
    let places: BTreeMap<Name, usize> =
        threads.iter().enumerate().map(|(at, thread)| (thread.name.clone(), at)).collect();
    for (to, answer) in answers {
        let Some(thread) = places.get(&to).and_then(|at| threads.get_mut(*at)) else {
            found.extend(answer.name.path(folder).map(|path| answers_nothing(&path, &to, places.keys())));
            continue;
        };
        if answer.closes && thread.closed.is_none() {
            thread.closed = Some((answer.by.clone(), answer.day));
        }
        thread.answers.push(answer);
    }
    threads
}

fn answers_nothing<'a>(path: &SourcePath, to: &Name, known: impl Iterator<Item = &'a Name>) -> Diagnostic {
    let mut lost = Diagnostic::warning(Code::WrongValue, format!("there is no remark `{to}` here to answer"))
        .at(path, "")
        .help("write the name of a remark into `to`, or bring its file back");
    let known: Vec<String> = known.map(ToString::to_string).collect();
    lost.notes.extend(did_you_mean(&to.to_string(), known.iter().map(String::as_str)));
    lost
}
