//! The gate a second time, written from the design and the document on the record alone, as plainly as they are.
//!
//! It shares no code with the program: it cuts notes into lines itself, compares days as text, and is told which
//! signatures are good. Slow, and easy to read.

use std::collections::{BTreeMap, BTreeSet};

use vetted::base::digest::Digest;

use super::laid::Record;
use super::note::Note;
use super::people::{Key, Person, SITE, known};
use super::plan::{LANGUAGES, Policy};

/// The last day that a note may carry: one after the day of the build.
const TOMORROW: &str = "2026-06-02";

/// The record, and what the policy asks for.
pub struct Gate<'a> {
    pub record: &'a Record,
    pub policy: &'a Policy,
}

/// A note that speaks for its place: signed by somebody who may.
#[derive(Clone, Debug)]
pub struct Voice {
    pub person: &'static Person,
    pub role: String,
    pub note: Note,
}

impl Voice {
    /// The digest of the text that it speaks of.
    pub fn text(&self) -> &str {
        let main = if self.note.line("kind") == "facts" { "facts.toml" } else { "article.md" };
        &self.note.files[main]
    }

    /// Language, version and digest of the source of a translation.
    pub fn pin(&self) -> Option<(String, u32, String)> {
        let mut words = self.note.get("translation-of")?.split(' ');
        let (lang, number) = (words.next()?, words.next()?);
        Some((lang.to_owned(), number.parse().ok()?, words.next()?.strip_prefix("sha256:")?.to_owned()))
    }

    /// What voices that count together must agree about.
    fn says(&self) -> (String, String) {
        (self.note.line("topic").to_owned(), self.text().to_owned())
    }
}

/// What enough people have signed, whatever became of the files.
#[derive(Clone, Debug)]
pub struct Approval {
    pub text: String,
    pub correction: bool,
    pub demonstration: bool,
    pub due: String,
}

/// A version of a text.
#[derive(Debug)]
pub struct Version {
    pub number: u32,
    pub place: String,
    pub voices: Vec<Voice>,
    pub approvals: Vec<Approval>,
    pub barred: bool,
}

impl Version {
    pub fn has_real_voice(&self) -> bool {
        self.voices.iter().any(|voice| !voice.person.demonstration)
    }

    pub fn approval(&self, text: &str) -> Option<&Approval> {
        self.approvals.iter().find(|approval| approval.text == text)
    }
}

/// How many people of each role are asked for.
pub type Needs = BTreeMap<&'static str, usize>;

/// What a topic and the digest of a text ask for; nothing, where that cannot be known.
pub type Asked<'a> = dyn Fn(&str, &str) -> Option<Needs> + 'a;

impl Gate<'_> {
    pub fn needs(&self, topic: &str) -> Needs {
        let medical = if topic == "doses" { 1 } else { self.policy.medical };
        BTreeMap::from([("medical", medical), ("editor", 1)])
    }

    pub fn file(&self, path: &str) -> Option<&[u8]> {
        self.record.files.get(path).map(Vec::as_slice)
    }

    pub fn digest(&self, path: &str) -> Option<String> {
        self.file(path).map(|bytes| Digest::of(bytes).to_string())
    }

    /// Rule 1, but for the digests of files: the note at `path` is signed by the reviewer of the path, in the role of the
    /// path, with a key that held on the day; kind, name, language and version are those of the path.
    pub fn voice(&self, path: &str, kind: &str, [article, language, version]: [&str; 3]) -> Option<Voice> {
        let bytes = self.file(path)?;
        let note = Note::read(bytes)?;
        let file = path.rsplit('/').next()?.strip_suffix(".note")?;
        let mut words: Vec<&str> = file.split('.').collect();
        let (reviewer, role) = (words.pop()?, note.line("role").to_owned());
        let agrees = note.line("site") == SITE
            && note.line("kind") == kind
            && note.line("article") == article
            && note.line("language") == language
            && (version.is_empty() || note.line("version") == version)
            && note.line("reviewer") == reviewer
            && (kind == "withdrawal" || words == [role.as_str()]);
        let signed = self.record.signed.get(self.file(&format!("{path}.sig"))?)?;
        let person = known(reviewer)?;
        let entitled = person.roles.contains(&role.as_str())
            && note
                .get("topic")
                .is_none_or(|topic| person.topics.is_empty() || person.topics.contains(&topic))
            && (kind != "article" || person.languages.is_empty() || person.languages.contains(&language));
        let key = person.keys.iter().find(|key| key.name == signed.key)?;
        let day = note.line("reviewed");
        let good = signed.note == bytes && signed.namespace == format!("{role}.{SITE}") && holds(key, day);
        // Nothing holds a withdrawal up, not even a date.
        let read = kind == "withdrawal" || day <= TOMORROW;
        (agrees && entitled && good && read).then_some(Voice { person, role, note })
    }

    /// The versions of a text with the voices over each, from the lowest up.
    pub fn versions(&self, folder: &str, kind: &str, name: [&str; 2], asked: &Asked<'_>) -> Vec<Version> {
        let paths = || self.record.files.keys();
        let below = format!("{folder}/");
        let inside = paths().filter_map(|path| path.strip_prefix(&below)?.split_once('/'));
        let numbers: BTreeSet<u32> = inside.filter_map(|(number, _)| number.parse().ok()).collect();
        let mut versions: Vec<Version> = Vec::new();
        for number in numbers {
            let place = format!("{folder}/{number}");
            let begin = format!("{place}/");
            let notes = paths().filter(|path| path.starts_with(&begin) && path.ends_with(".note"));
            let name = [name[0], name[1], &number.to_string()];
            let voices = notes.filter_map(|path| self.voice(path, kind, name));
            // Who approves changes names the approved text that was changed.
            let firm =
                |voice: &Voice| voice.note.line("scope") != "changes" || previous(voice, &versions).is_some();
            let voices: Vec<Voice> = voices.filter(firm).collect();
            let approvals = self.approvals(&voices, &versions, asked);
            versions.push(Version { number, place, voices, approvals, barred: false });
        }
        bar_earlier(&mut versions);
        versions
    }

    fn approvals(&self, voices: &[Voice], earlier: &[Version], asked: &Asked<'_>) -> Vec<Approval> {
        let groups: BTreeSet<(String, String)> = voices.iter().map(Voice::says).collect();
        let mut approvals = Vec::new();
        for (topic, text) in groups {
            let alike = voices.iter().filter(|voice| voice.says() == (topic.clone(), text.clone()));
            let alike: Vec<&Voice> = alike.collect();
            let Some(needs) = asked(&topic, &text).filter(|needs| self.enough(needs, &alike)) else {
                continue;
            };
            let demonstration = self.is_demonstration(&needs, &alike);
            let heard = self.heard(&needs, &alike);
            let correction = heard.iter().any(|voice| voice.note.line("scope") == "correction");
            approvals.push(Approval { text, correction, demonstration, due: self.due(&heard, earlier) });
        }
        approvals
    }

    /// The topics of an article whose policy is met by those of the voices that speak of one text in it.
    pub fn topics_met(&self, voices: &[&Voice]) -> Vec<String> {
        let groups: BTreeSet<(String, String)> = voices.iter().map(|voice| voice.says()).collect();
        let met = groups.into_iter().filter(|group| {
            let alike = voices.iter().filter(|voice| voice.says() == *group).copied();
            self.enough(&self.needs(&group.0), &alike.collect::<Vec<_>>())
        });
        met.map(|(topic, _)| topic).collect()
    }

    /// Whether the policy would not be met without demonstration reviewers.
    pub fn is_demonstration(&self, needs: &Needs, voices: &[&Voice]) -> bool {
        let real: Vec<&Voice> = voices.iter().filter(|voice| !voice.person.demonstration).copied().collect();
        !self.enough(needs, &real)
    }

    /// Rule 8: where the policy is met without demonstrations, they say nothing.
    pub fn heard<'v>(&self, needs: &Needs, voices: &[&'v Voice]) -> Vec<&'v Voice> {
        let alone = self.is_demonstration(needs, voices);
        voices.iter().filter(|voice| alone || !voice.person.demonstration).copied().collect()
    }

    /// The earliest of the notes' last days and of their days of review with the policy's period; one that approves
    /// changes is due no later than what was changed.
    pub fn due(&self, voices: &[&Voice], earlier: &[Version]) -> String {
        let mut due = "9999-12-31".to_owned();
        for voice in voices {
            due = due.min(voice.note.line("review-by").to_owned());
            due = due.min(plus_months(voice.note.line("reviewed"), self.policy.months));
            if voice.note.line("scope") == "changes" {
                due = previous(voice, earlier).map_or(due.clone(), |(_, before)| before.due.clone().min(due));
            }
        }
        due
    }

    /// Rule 2: people count, not notes, and each in one role unless the policy allows two.
    pub fn enough(&self, needs: &Needs, voices: &[&Voice]) -> bool {
        let mut people: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for voice in voices {
            people.entry(voice.person.id).or_default().insert(&voice.role);
        }
        let people: Vec<BTreeSet<&str>> = people.into_values().collect();
        if self.policy.two_roles {
            let has = |role: &&str| people.iter().filter(|roles| roles.contains(role)).count();
            return needs.iter().all(|(role, needed)| has(role) >= *needed);
        }
        seated(needs, &people)
    }
}

/// Whether people can be given one role each so that all needs are met: every way is tried.
fn seated(needs: &Needs, people: &[BTreeSet<&str>]) -> bool {
    if needs.values().all(|needed| *needed == 0) {
        return true;
    }
    let Some((person, rest)) = people.split_first() else { return false };
    let takes = |role: &str| {
        let mut left = needs.clone();
        match left.get_mut(role) {
            Some(needed) if *needed > 0 => *needed -= 1,
            _ => return false,
        }
        seated(&left, rest)
    };
    person.iter().any(|role| takes(role)) || seated(needs, rest)
}

fn holds(key: &Key, day: &str) -> bool {
    !key.revoked && key.after <= day && (key.before.is_empty() || day <= key.before)
}

/// The approved version before that a note names, by its number and the digest of its text.
pub fn previous<'v>(voice: &Voice, versions: &'v [Version]) -> Option<(&'v Version, &'v Approval)> {
    let (number, digest) = voice.note.get("previous")?.split_once(" sha256:")?;
    let own: u32 = voice.note.line("version").parse().ok()?;
    let mut earlier = versions.iter().take_while(|version| version.number < own);
    let version = earlier.find(|version| version.number.to_string() == number)?;
    Some((version, version.approval(digest)?))
}

/// Rule 4, within one language. Rule 8: a demonstration corrects nothing that others signed.
fn bar_earlier(versions: &mut [Version]) {
    for at in 0..versions.len() {
        let later: Vec<Approval> =
            versions[at + 1..].iter().flat_map(|version| version.approvals.clone()).collect();
        let real = versions[at].has_real_voice();
        versions[at].barred = later.iter().any(|later| later.correction && !(later.demonstration && real));
    }
}

/// Adds months to a day; where the month is too short, it is its last day.
fn plus_months(day: &str, months: u32) -> String {
    let number = |range: std::ops::Range<usize>| day[range].parse::<u32>().unwrap();
    let months = number(0..4) * 12 + number(5..7) - 1 + months;
    let (year, month) = (months / 12, months % 12 + 1);
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let longest = match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    format!("{year}-{month:02}-{:02}", number(8..10).min(longest))
}

/// The languages that an article has a folder in.
pub fn languages(record: &Record, id: &str) -> Vec<&'static str> {
    let lies =
        |lang: &&str| record.files.keys().any(|path| path.starts_with(&format!("record/{lang}/{id}/")));
    LANGUAGES.into_iter().filter(lies).collect()
}
