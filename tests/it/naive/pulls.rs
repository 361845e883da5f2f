//! Withdrawals, as the naive gate sees them: rule 5, and what rule 8 says of it.

use std::collections::{BTreeMap, BTreeSet};

use super::gate::{Gate, Version, Voice, previous};
use super::note::Note;
use super::people::known;

/// A withdrawal that works.
#[derive(Debug)]
pub struct Pull {
    lang: &'static str,
    everywhere: bool,
    /// What an approval that lifts it names: the digest of its note, or its place, where the note is damaged.
    name: String,
    /// Whether its note can be read and is what was signed.
    pub whole: bool,
    demonstration: bool,
}

/// For each version, the withdrawals (by index) that do not hold it.
pub type Free = BTreeMap<u32, BTreeSet<usize>>;

impl Pull {
    pub fn reaches(&self, lang: &str) -> bool {
        self.everywhere || self.lang == lang
    }

    /// A demonstration withdraws nothing that others signed.
    pub fn may_hold(&self, version: &Version) -> bool {
        !(self.demonstration && version.has_real_voice())
    }

    fn is_named(&self, lift: &str) -> bool {
        let (place, digest) = lift.rsplit_once(" sha256:").unwrap();
        self.name == if self.whole { digest } else { place }
    }
}

impl Gate<'_> {
    /// The withdrawals of an article: those of one entitled reviewer, and what lies in the place of one and cannot be
    /// checked.
    pub fn pulls(&self, id: &str, members: &BTreeMap<&'static str, Vec<Version>>) -> Vec<Pull> {
        let voices = members.values().flatten().flat_map(|version| &version.voices);
        let topics: BTreeSet<&str> = voices.map(|voice| voice.note.line("topic")).collect();
        let mut pulls = Vec::new();
        for lang in members.keys() {
            let begin = format!("record/{lang}/{id}/withdrawn.");
            let paths = self.record.files.keys().filter(|path| path.starts_with(&begin));
            let paths: BTreeSet<&str> = paths.map(|path| path.strip_suffix(".sig").unwrap_or(path)).collect();
            for path in paths {
                let (number, reviewer) =
                    path[begin.len()..].strip_suffix(".note").unwrap().split_once('.').unwrap();
                let Some(person) = known(reviewer) else { continue };
                let place = format!("{lang} {number} {reviewer}");
                let voice = self.voice(path, "withdrawal", [id, lang, ""]);
                let voice =
                    voice.filter(|voice| topics.is_empty() || topics.contains(voice.note.line("topic")));
                let pull = |everywhere, name, whole| Pull {
                    lang,
                    everywhere,
                    name,
                    whole,
                    demonstration: person.demonstration,
                };
                if let Some(voice) = voice {
                    let everywhere = voice.note.line("scope") == "every-language";
                    pulls.push(pull(everywhere, self.digest(path).unwrap(), true));
                } else if self.is_damaged(path) {
                    pulls.push(pull(true, place, false));
                }
            }
        }
        pulls
    }

    /// Whether the note or its signature cannot be read, or the one is not of the other.
    fn is_damaged(&self, path: &str) -> bool {
        let note = self.file(path);
        let signed = self.file(&format!("{path}.sig")).and_then(|bytes| self.record.signed.get(bytes));
        !note.zip(signed).is_some_and(|(note, signed)| signed.note == note && Note::read(note).is_some())
    }

    /// Finds, from the lowest version up, which of `holding` each is free of.
    pub fn free(&self, versions: &[Version], holding: &[&Pull]) -> Free {
        let mut free = Free::new();
        for version in versions {
            let own = (0..holding.len()).filter(|at| {
                let lifting = |voice: &&Voice| lifts(voice, (*at, holding[*at]), versions, &free);
                let lifting: Vec<&Voice> = version.voices.iter().filter(lifting).collect();
                !holding[*at].may_hold(version) || !self.topics_met(&lifting).is_empty()
            });
            let own = own.collect();
            free.insert(version.number, own);
        }
        free
    }
}

/// Whether a full approval names a withdrawal, or an approval names as its previous a version that is free of it. No
/// demonstration lifts what others withdrew.
pub fn lifts(voice: &Voice, (at, pull): (usize, &Pull), versions: &[Version], free: &Free) -> bool {
    let may_lift =
        voice.note.line("scope") != "changes" && (pull.demonstration || !voice.person.demonstration);
    let mut named = voice.note.get("lifts").into_iter().flat_map(|lifts| lifts.split("; "));
    let before = previous(voice, versions).and_then(|(version, _)| free.get(&version.number));
    may_lift && named.any(|name| pull.is_named(name)) || before.is_some_and(|free| free.contains(&at))
}
