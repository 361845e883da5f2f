//! Joins the standings of the record with the files of the desk.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::{Overview, State, Task, Text, Waiting, Working};
use crate::base::day::{Day, Period};
use crate::base::lang::Lang;
use crate::base::name::{Region, Topic};
use crate::base::path::SourcePath;
use crate::desk::Desk;
use crate::desk::remarks::Remarks;
use crate::diagnostic::{Diagnostics, Severity};
use crate::gate::{Folder, Lack, NoteStanding, Standing, Verdict, VersionStanding, VersionState};
use crate::project::Project;
use crate::trust::policy::{Policy, Rule};
use crate::trust::words::Scope;

/// What is known of a knowledge base.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    /// The files of record and desk, and the day.
    pub project: &'a Project,
    /// How the texts of the record stand.
    pub standings: &'a [Standing],
    /// The working texts.
    pub desk: &'a Desk,
    /// What people have said beside the texts.
    pub remarks: &'a Remarks,
    /// What is wrong with the desk.
    pub found: &'a Diagnostics,
    /// Who must sign what.
    pub policy: &'a Policy,
    /// The languages of the site.
    pub languages: &'a [Lang],
    /// How far ahead is soon.
    pub soon: Period,
}

/// A file of the desk that is a text of its own.
struct Draft<'a> {
    path: SourcePath,
    topic: Option<&'a Topic>,
    /// Each file by the name that it has in the folder of a version.
    files: Vec<(&'a str, &'a [u8])>,
}

impl Known<'_> {
    /// Finds out how everything stands.
    pub fn overview(&self) -> Overview {
        let as_of = self.project.as_of();
        let until = as_of.plus(self.soon);
        let mut folders: BTreeMap<Folder, Option<&Standing>> =
            self.standings.iter().map(|standing| (standing.folder.clone(), Some(standing))).collect();
        for folder in self.on_the_desk() {
            folders.entry(folder).or_insert(None);
        }
        let missing = self.not_written(&folders);
        let texts = folders.into_iter().map(|(folder, standing)| self.text(folder, standing, until));
        let mut texts: Vec<Text> = texts.chain(missing).collect();
        texts.sort_by(|one, other| one.folder.cmp(&other.folder));
        let errors = self.errors();
        for text in &mut texts {
            let errors = text.path.as_ref().and_then(|path| errors.get(path));
            text.errors = errors.copied().unwrap_or_default();
        }
        Overview { as_of, until, texts }
    }

    fn on_the_desk(&self) -> impl Iterator<Item = Folder> {
        let articles = self.desk.articles.keys().map(|(lang, id)| Folder::Article(lang.clone(), id.clone()));
        let tables =
            ["content/facts", "content/services", "content/lexicon"].into_iter().flat_map(|folder| {
                self.project.under(folder).filter_map(|(path, _)| {
                    let name = path.file_name().strip_suffix(".toml")?;
                    let place = path.folder();
                    Some(match place {
                        "content/facts" => Folder::Facts(Region::parse(name)?),
                        "content/services" => Folder::Services(Region::parse(name)?),
                        "content/lexicon" => Folder::Lexicon(Lang::parse(name)?),
                        _ => return None,
                    })
                })
            });
        articles.chain(tables)
    }

    /// The articles that are live in a language of the site and lie nowhere in another.
    fn not_written(&self, folders: &BTreeMap<Folder, Option<&Standing>>) -> Vec<Text> {
        let mut live: BTreeMap<_, Vec<&Standing>> = BTreeMap::new();
        for standing in self.standings.iter().filter(|standing| standing.verdict == Verdict::Live) {
            match &standing.folder {
                Folder::Article(lang, id) if self.languages.contains(lang) => {
                    live.entry(id).or_default().push(standing);
                }
                _ => {}
            }
        }
        let mut missing = Vec::new();
        for (id, standings) in live {
            for lang in self.languages {
                let folder = Folder::Article(lang.clone(), id.clone());
                if folders.contains_key(&folder) {
                    continue;
                }
                let from = standings.iter().filter_map(|standing| standing.folder.lang().cloned()).collect();
                let topic = standings.iter().find_map(|standing| approved_topic(standing)).cloned();
                let mut text = Text::new(folder, State::NotWritten, topic);
                text.tasks.push(Task::Translate(from));
                missing.push(text);
            }
        }
        missing
    }

    /// How many errors lie in each file of the desk.
    fn errors(&self) -> BTreeMap<&SourcePath, usize> {
        let mut errors = BTreeMap::new();
        for fault in self.found.iter().filter(|fault| fault.severity == Severity::Error) {
            if let Some(label) = fault.labels.first() {
                *errors.entry(label.place.path()).or_default() += 1;
            }
        }
        errors
    }

    fn text(&self, folder: Folder, standing: Option<&Standing>, until: Day) -> Text {
        let verdict = standing.map_or(Verdict::NeverSigned, |standing| standing.verdict);
        let is_spoken = folder.lang().is_none_or(|lang| self.languages.contains(lang));
        let state = if is_spoken { State::Judged(verdict) } else { State::NotSpoken };
        let draft = self.draft(&folder);
        let drafted = draft.as_ref().and_then(|draft| draft.topic);
        let topic = standing.and_then(approved_topic).or(drafted);
        let mut text = Text::new(folder, state, topic.cloned());
        text.moved_to = drafted.filter(|drafted| topic != Some(drafted)).cloned();
        let rule = self.rule(&text.folder, drafted.or(text.topic.as_ref()));
        text.needs = rule.map(|rule| rule.needs.clone()).unwrap_or_default();
        let versions = standing.map(|standing| standing.versions.as_slice()).unwrap_or_default();
        text.working = self.working(&text.folder, versions, draft.as_ref());
        text.path = draft.map(|draft| draft.path);
        if let Some(standing) = standing {
            text.take(standing, is_spoken);
        }
        if is_spoken {
            text.tasks = tasks(&text, standing, until, self.remarks.open(&text.folder));
        }
        text
    }

    /// Finds the file on the desk that belongs to a text.
    fn draft(&self, folder: &Folder) -> Option<Draft<'_>> {
        let name = folder.file_name();
        if let Folder::Article(lang, id) = folder {
            let text = self.desk.articles.get(&(lang.clone(), id.clone()))?;
            let pictures = text.outline().pictures.iter().filter_map(|(name, _)| {
                let file = self.project.file(&text.path.follow(name)?)?;
                Some((name.as_str(), file.bytes()))
            });
            let files = [(name, text.source.text().as_bytes())].into_iter().chain(pictures).collect();
            return Some(Draft { path: text.path.clone(), topic: Some(&text.topic), files });
        }
        let path = SourcePath::parse(&format!("content/{}.toml", folder.name()))?;
        let file = self.project.file(&path)?;
        Some(Draft { path, topic: None, files: vec![(name, file.bytes())] })
    }

    /// Compares the desk with every version, from the highest.
    fn working(&self, folder: &Folder, versions: &[VersionStanding], draft: Option<&Draft<'_>>) -> Working {
        let Some(draft) = draft else { return Working::Nothing };
        let is_same = |version: &&VersionStanding| {
            let stays =
                version.topic.is_none() || draft.topic.is_none() || version.topic.as_ref() == draft.topic;
            stays
                && draft.files.iter().all(|(name, bytes)| {
                    let frozen = format!("{}/{}/{name}", folder.path(), version.version);
                    self.project.file_at(&frozen).is_some_and(|frozen| frozen.bytes() == *bytes)
                })
        };
        match versions.iter().find(is_same) {
            Some(version) => Working::Same(version.version),
            None if versions.is_empty() => Working::New,
            None => Working::Edited,
        }
    }

    /// The rule for a new version; which roles facts need is known of facts without faults.
    fn rule(&self, folder: &Folder, topic: Option<&Topic>) -> Option<Cow<'_, Rule>> {
        Some(match folder {
            Folder::Article(..) => Cow::Borrowed(self.policy.article(topic?)),
            Folder::Facts(region) => {
                let (_, facts) = self.desk.facts.get(region)?;
                Cow::Owned(self.policy.facts(facts.groups()))
            }
            Folder::Services(_) => Cow::Borrowed(self.policy.services()),
            Folder::Lexicon(_) => Cow::Borrowed(self.policy.lexicon()),
        })
    }
}

/// The topic of the version that readers see, else of the highest one that names any.
fn approved_topic(standing: &Standing) -> Option<&Topic> {
    let live = standing.versions.iter().find(|version| Some(version.version) == standing.live);
    live.into_iter().chain(&standing.versions).find_map(|version| version.topic.as_ref())
}

/// The day of a note that counts and is about the whole text.
fn read_whole(note: &NoteStanding) -> Option<Day> {
    let whole = note.counts && matches!(note.scope, Some(Scope::Full | Scope::Correction));
    note.reviewed.filter(|_| whole)
}

impl Text {
    pub(super) fn new(folder: Folder, state: State, topic: Option<Topic>) -> Self {
        Self {
            folder,
            topic,
            moved_to: None,
            state,
            live: None,
            demonstration: false,
            waiting: None,
            due: None,
            due_by_facts: false,
            own_due: None,
            reviewed: None,
            working: Working::Nothing,
            path: None,
            errors: 0,
            needs: BTreeMap::new(),
            tasks: Vec::new(),
        }
    }

    /// Takes over what the gate says.
    fn take(&mut self, standing: &Standing, is_spoken: bool) {
        self.waiting = standing.versions.first().and_then(|version| self.waiting(version));
        if !is_spoken {
            return;
        }
        self.live = standing.live;
        self.demonstration = standing.demonstration;
        if matches!(standing.verdict, Verdict::Live | Verdict::Expired) {
            self.due = standing.due;
            let is_shown = |version: &&VersionStanding| {
                matches!(version.state, VersionState::Live | VersionState::Expired)
            };
            let shown = standing.versions.iter().skip_while(|version| !is_shown(version));
            self.own_due = shown.clone().next().and_then(|version| version.due);
            self.due_by_facts = self.own_due > self.due;
            self.reviewed = shown.flat_map(|version| version.notes.iter().filter_map(read_whole)).max();
        }
    }

    fn waiting(&self, version: &VersionStanding) -> Option<Waiting> {
        let VersionState::Waiting(missing) = &version.state else { return None };
        let needs = self.needs.iter().map(|(role, needs)| Lack { role: *role, needs: *needs, has: 0 });
        let spare = version.notes.iter().filter(|note| note.spare);
        Some(Waiting {
            version: version.version,
            // Nobody has signed it yet: then the gate cannot know by which policy it is to live.
            missing: if missing.is_empty() { needs.collect() } else { missing.clone() },
            spare: spare.filter_map(|note| note.reviewer.clone()).collect(),
        })
    }
}

/// What is to be done about a text, the most pressing first.
fn tasks(text: &Text, standing: Option<&Standing>, until: Day, remarks: usize) -> Vec<Task> {
    let mut tasks = Vec::new();
    let last = standing.and_then(|standing| standing.versions.first());
    if let Some(standing) = standing {
        if !standing.released.is_empty() {
            tasks.push(Task::Released(standing.released.clone()));
        }
        let unusable = last.filter(|last| last.state == VersionState::Unusable);
        tasks.extend(unusable.map(|last| Task::Repair(last.version)));
    }
    if !text.due_by_facts && text.due.is_some_and(|due| due <= until) {
        tasks.push(Task::Review);
    }
    tasks.extend((remarks > 0).then_some(Task::Remarked(remarks)));
    match (last, text.working) {
        (None, Working::New) => tasks.push(Task::Begin),
        (Some(last), Working::Same(same)) if same == last.version => {
            tasks.extend(text.waiting.is_some().then_some(Task::Sign));
        }
        // Back to what readers see: nothing waits for anybody.
        (Some(_), Working::Same(same)) if text.live == Some(same) => {}
        (Some(last), Working::Same(_) | Working::Edited) => {
            tasks.push(Task::Edited(last.version));
        }
        _ => {}
    }
    tasks.extend(standing.and_then(|standing| standing.behind.clone()).map(Task::Behind));
    tasks
}
