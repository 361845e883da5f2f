//! A small site: reviewers with keys, texts, notes, and what the gate says of them in one line.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use ssh_key::PrivateKey;
use ssh_key::private::{Ed25519Keypair, KeypairData};

use crate::base::day::Day;
use crate::base::digest::Digest;
use crate::base::lang::Lang;
use crate::base::name::{ArticleId, Region, ReviewerId, SiteId, Topic};
use crate::base::path::SourcePath;
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::gate::{Folder, Inquiry, Judged, NoteStanding, Standing, VersionStanding, VersionState, judge};
use crate::project::{File, Project};
use crate::source::Source;
use crate::trust::note::{
    Approval, ArticleName, Declaration, FileName, Lift, Note, Pin, Statement, Subject, Withdrawal,
};
use crate::trust::reviewers::Reviewers;
use crate::trust::words::{Reach, Reason, Role, Scope};
use crate::trust::{Trust, allowed_signers, sign};

pub(super) const SITE: &str = "starter.example";

/// Reviewers: name, role, and the rest of their entry.
const PEOPLE: [(&str, &str, &str); 8] = [
    ("dr-ada", "medical", ""),
    ("dr-bo", "medical", ""),
    ("ed", "editor", ""),
    ("both", "medical\", \"editor", ""),
    ("sam", "service", ""),
    ("narrow", "medical", "topics = [\"veins\"]\nlanguages = [\"ru\"]\n"),
    ("demo-medical", "medical\", \"service", "demonstration = true\n"),
    ("demo-editor", "editor", "demonstration = true\n"),
];

/// A site in the making.
#[derive(Clone)]
pub(super) struct Kit {
    pub files: BTreeMap<String, Vec<u8>>,
    pub policy: String,
    pub as_of: Day,
    /// What replaces the window of a person's key.
    pub windows: BTreeMap<&'static str, &'static str>,
}

pub(super) fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

pub(super) fn key(who: &str) -> PrivateKey {
    let seed = *Digest::of(who.as_bytes()).as_bytes();
    PrivateKey::new(KeypairData::Ed25519(Ed25519Keypair::from_seed(&seed)), who).unwrap()
}

/// An article with these words; `front` holds further lines of its settings.
pub(super) fn article(id: &str, front: &str, words: &str) -> String {
    format!(
        "+++\nid = \"{id}\"\ntitle = \"Title\"\nsummary = \"What this is about.\"\nneed = \"information\"\nurgency = \"routine\"\naudience = [\"client\"]\n{front}[[sources]]\nkey = \"who14\"\ntitle = \"Guide\"\norg = \"WHO\"\nyear = 2014\n+++\n\n{words} [^who14]\n\n## Steps {{#steps .snippet}}\n\n1. Wash your hands. {words}\n"
    )
}

impl Kit {
    pub(super) fn new() -> Self {
        let policy =
            "[default]\nmedical = 1\neditor = 1\nreview-every = \"12 months\"\non-expiry = \"banner\"\n";
        Self {
            files: BTreeMap::new(),
            policy: policy.to_owned(),
            as_of: day("2026-06-01"),
            windows: BTreeMap::new(),
        }
    }

    /// A site with version 1 of `en/a`, live.
    pub(super) fn live() -> Self {
        let mut kit = Self::new();
        kit.version("en/a/1", "First words.");
        kit.approve("en/a/1", &["medical.dr-ada", "editor.ed"]);
        kit
    }

    pub(super) fn put(&mut self, path: &str, bytes: impl Into<Vec<u8>>) {
        self.files.insert(format!("record/{path}"), bytes.into());
    }

    /// Lays an article into the folder of a version.
    pub(super) fn version(&mut self, folder: &str, words: &str) {
        let id = folder.split('/').nth(1).unwrap();
        self.put(&format!("{folder}/article.md"), article(id, "", words));
    }

    pub(super) fn digest(&self, path: &str) -> Digest {
        Digest::of(&self.files[&format!("record/{path}")])
    }

    fn subject(folder: &str) -> (Subject, u32) {
        let parts: Vec<&str> = folder.split('/').collect();
        let subject = match parts[0] {
            "facts" => Subject::Facts(Region::parse(parts[1]).unwrap()),
            "services" => Subject::Services(Region::parse(parts[1]).unwrap()),
            "lexicon" => Subject::Lexicon(Lang::parse(parts[1]).unwrap()),
            _ => Subject::Article(name(folder, "veins")),
        };
        (subject, parts[2].parse().unwrap())
    }

    /// A note over a version as it lies there, unsigned.
    pub(super) fn note(&self, folder: &str, signer: &str) -> Note {
        let (role, reviewer) = signer.split_once('.').unwrap();
        let (subject, version) = Self::subject(folder);
        let main = subject.file_name();
        let inside = |path: &str| path.strip_prefix(&format!("record/{folder}/")).map(ToOwned::to_owned);
        let pictures = self.files.iter().filter_map(|(path, bytes)| {
            let name = inside(path).filter(|name| name.ends_with(".png"))?;
            Some((FileName::parse(&name).unwrap(), Digest::of(bytes)))
        });
        Note {
            site: SiteId::parse(SITE).unwrap(),
            version,
            role: Role::parse(role).unwrap(),
            reviewer: ReviewerId::parse(reviewer).unwrap(),
            reviewed: day("2026-05-01"),
            declaration: Declaration::parse("I read the whole text as readers see it").unwrap(),
            statement: Statement::Approve(Approval {
                scope: Scope::Full,
                review_by: day("2027-05-01"),
                previous: None,
                translation_of: None,
                lifts: BTreeSet::new(),
                text: self.digest(&format!("{folder}/{main}")),
                pictures: pictures.collect(),
                subject,
            }),
        }
    }

    /// Signs a note and lays it into the record.
    pub(super) fn file(&mut self, path: &str, note: &Note, signer: &str) {
        let (text, signature) = sign(note, &key(signer)).unwrap();
        self.put(path, text);
        self.put(&format!("{path}.sig"), signature);
    }

    pub(super) fn approve(&mut self, folder: &str, signers: &[&str]) {
        self.approve_as(folder, signers, |_, _| ());
    }

    /// Signs notes after `change` has been at them.
    pub(super) fn approve_as(
        &mut self,
        folder: &str,
        signers: &[&str],
        change: impl Fn(&mut Note, &mut Approval),
    ) {
        for signer in signers {
            let mut note = self.note(folder, signer);
            let Statement::Approve(mut approval) = note.statement.clone() else { panic!() };
            change(&mut note, &mut approval);
            note.statement = Statement::Approve(approval);
            let (_, who) = signer.split_once('.').unwrap();
            self.file(&format!("{folder}/{signer}.note"), &note, who);
        }
    }

    /// A withdrawal of `en/a`, unsigned.
    pub(super) fn withdrawal(folder: &str, signer: &str, reach: Reach) -> Note {
        let (role, who) = signer.split_once('.').unwrap();
        Note {
            site: SiteId::parse(SITE).unwrap(),
            version: 1,
            role: Role::parse(role).unwrap(),
            reviewer: ReviewerId::parse(who).unwrap(),
            reviewed: day("2026-05-20"),
            declaration: Declaration::parse("This must not be shown any longer").unwrap(),
            statement: Statement::Withdraw(Withdrawal {
                article: name(folder, "veins"),
                reach,
                reason: Reason::GuidanceChanged,
                instead: ArticleId::parse("b"),
            }),
        }
    }

    /// Signs a withdrawal and lays it beside the versions.
    pub(super) fn withdraw(&mut self, folder: &str, number: u32, signer: &str, reach: Reach) -> Lift {
        let note = Self::withdrawal(folder, signer, reach);
        let path = format!("{folder}/withdrawn.{number}.{}.note", note.reviewer);
        let who = note.reviewer.to_string();
        self.file(&path, &note, &who);
        let article = name(folder, "veins");
        Lift { lang: article.lang, number, reviewer: note.reviewer, digest: self.digest(&path) }
    }

    pub(super) fn pin(&self, lang: &str, folder: &str) -> Pin {
        let version = folder.split('/').nth(2).unwrap().parse().unwrap();
        Pin {
            lang: Lang::parse(lang).unwrap(),
            version,
            digest: self.digest(&format!("{folder}/article.md")),
        }
    }

    fn reviewers(&self) -> String {
        PEOPLE.iter().fold(String::new(), |mut text, (id, roles, rest)| {
            let public = key(id).public_key().to_openssh().unwrap();
            let window = self.windows.get(id).copied().unwrap_or_default();
            let extent =
                if rest.contains("topics") { "" } else { "topics = [\"*\"]\nlanguages = [\"*\"]\n" };
            writeln!(
                text,
                "[{id}]\npublic = \"a reviewer\"\nroles = [\"{roles}\"]\n{extent}{rest}keys = [{{ key = \"{public}\"{window} }}]"
            )
            .unwrap();
            text
        })
    }

    fn project(&self) -> Project {
        let mut files = self.files.clone();
        let site = SiteId::parse(SITE).unwrap();
        let source = Source::new(SourcePath::parse("r.toml").unwrap(), self.reviewers());
        let mut found = Diagnostics::new();
        let reviewers = Reviewers::parse(&source, &langs(), &mut found);
        let reviewers = reviewers.unwrap_or_else(|| panic!("{found:?}"));
        files.insert("trust/reviewers.toml".to_owned(), self.reviewers().into());
        files.insert("trust/policy.toml".to_owned(), self.policy.clone().into());
        files.insert("trust/allowed_signers".to_owned(), allowed_signers::generate(&reviewers, &site).into());
        files.entry("trust/revoked".to_owned()).or_default();
        let files = files.into_iter().map(|(path, bytes)| {
            let path = SourcePath::parse(&path).unwrap();
            (path.clone(), File::new(&path, bytes))
        });
        Project::new(files.collect(), Diagnostics::new(), self.as_of)
    }

    /// Judges the site as it lies there.
    pub(super) fn judge(&self) -> Said {
        let project = self.project();
        let site = SiteId::parse(SITE).unwrap();
        let region = Region::parse("here").unwrap();
        let mut found = Diagnostics::new();
        let trust = Trust::read(&project, &site, &langs(), &mut found);
        let trust = trust.unwrap_or_else(|| panic!("{found:?}"));
        let inquiry = Inquiry {
            project: &project,
            trust: &trust,
            site: &site,
            languages: &langs(),
            region: Some(&region),
        };
        let judged = judge(&inquiry, &mut found);
        Said { judged, found: found.into_sorted() }
    }
}

fn langs() -> Vec<Lang> {
    ["en", "ru"].map(|lang| Lang::parse(lang).unwrap()).to_vec()
}

fn name(folder: &str, topic: &str) -> ArticleName {
    let mut parts = folder.split('/');
    ArticleName {
        lang: Lang::parse(parts.next().unwrap()).unwrap(),
        id: ArticleId::parse(parts.next().unwrap()).unwrap(),
        topic: Topic::parse(topic).unwrap(),
    }
}

/// What the gate said.
pub(super) struct Said {
    pub judged: Judged,
    pub found: Vec<Diagnostic>,
}

impl Said {
    pub(super) fn standing(&self, folder: &str) -> &Standing {
        let path = format!("record/{folder}");
        self.judged.standings.iter().find(|standing| standing.folder.path() == path).unwrap()
    }

    /// The verdict and the state of each version: `live: 2 live, 1 replaced`.
    pub(super) fn line(&self, folder: &str) -> String {
        let standing = self.standing(folder);
        let states: Vec<String> = standing.versions.iter().map(state).collect();
        let line = format!("{}: {}", standing.verdict.as_str(), states.join(", "));
        if let Folder::Article(lang, id) = &standing.folder {
            let cleared = self.judged.cleared.iter();
            let cleared =
                cleared.filter(|cleared| cleared.article().lang() == lang && cleared.article().id() == id);
            let versions: Vec<u32> = cleared.map(|cleared| cleared.clearance().version()).collect();
            assert_eq!(versions, standing.live.into_iter().collect::<Vec<_>>(), "{line}");
        }
        line
    }

    /// Why the notes of a version do not count, and what is wrong with it.
    pub(super) fn why(&self, folder: &str, version: u32) -> Vec<String> {
        let versions = &self.standing(folder).versions;
        let version = versions.iter().find(|own| own.version == version).unwrap();
        let own = version.faults.iter().map(|fault| fault.message.clone());
        own.chain(version.notes.iter().flat_map(reasons)).collect()
    }

    /// The errors (not warnings) among what was found.
    pub(super) fn errors(&self) -> Vec<&str> {
        let errors = self.found.iter().filter(|found| found.severity == Severity::Error);
        errors.map(|found| found.message.as_str()).collect()
    }
}

pub(super) fn reasons(note: &NoteStanding) -> Vec<String> {
    assert_eq!(note.counts, note.faults.is_empty() && note.held.is_empty(), "{note:?}");
    let faults = note.faults.iter().map(|fault| fault.message.clone());
    faults.chain(note.held.iter().cloned()).collect()
}

fn state(version: &VersionStanding) -> String {
    let state = match &version.state {
        VersionState::Waiting(lacks) => {
            let lacks = lacks.iter().map(|lack| format!("{} {}/{}", lack.role, lack.has, lack.needs));
            format!("waiting [{}]", lacks.collect::<Vec<_>>().join(" "))
        }
        other => format!("{other:?}").to_lowercase(),
    };
    format!("{} {state}", version.version)
}
