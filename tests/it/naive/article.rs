//! What the naive gate says of an article in all its languages.

use std::collections::{BTreeMap, BTreeSet};

use super::facts::Facts;
use super::gate::{Gate, Version, Voice, languages, previous};
use super::plan::TODAY;
use super::pulls::{Free, Pull, lifts};

/// What is said of an article in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    pub verdict: &'static str,
    pub live: Option<Live>,
    pub barred: Vec<u32>,
    /// The verdict, where a tombstone stands.
    pub tombstone: Option<&'static str>,
}

/// A version that is published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Live {
    pub version: u32,
    /// Its last day.
    pub due: String,
    /// Whether it rests on a demonstration.
    pub demonstration: bool,
    /// Whether its source has moved on.
    pub behind: bool,
}

/// A version that could be shown.
struct Good {
    version: u32,
    topic: String,
    due: String,
    demonstration: bool,
    /// The source of a translation.
    pin: Option<(String, u32)>,
}

/// Says how every article of the record stands.
pub fn judge(gate: &Gate<'_>, ids: &[&str]) -> BTreeMap<String, Said> {
    let facts = gate.facts();
    let mut all = BTreeMap::new();
    for id in ids {
        for (lang, said) in Family::gather(gate, id, facts.as_ref()).judge() {
            all.insert(format!("{lang}/{id}"), said);
        }
    }
    all
}

/// An article in all its languages.
struct Family<'a> {
    gate: &'a Gate<'a>,
    id: &'a str,
    facts: Option<&'a Facts>,
    members: BTreeMap<&'static str, Vec<Version>>,
    pulls: Vec<Pull>,
    barred: BTreeSet<(&'static str, u32)>,
}

impl<'a> Family<'a> {
    fn gather(gate: &'a Gate<'a>, id: &'a str, facts: Option<&'a Facts>) -> Self {
        let needs = |topic: &str, _: &str| Some(gate.needs(topic));
        let member =
            |lang| (lang, gate.versions(&format!("record/{lang}/{id}"), "article", [id, lang], &needs));
        let members: BTreeMap<_, _> = languages(gate.record, id).into_iter().map(member).collect();
        let pulls = gate.pulls(id, &members);
        let mut family = Self { gate, id, facts, members, pulls, barred: BTreeSet::new() };
        family.bar();
        family
    }

    /// Rule 4: what a correction bars, and what was made from that, until nothing more follows.
    fn bar(&mut self) {
        let all =
            || self.members.iter().flat_map(|(lang, own)| own.iter().map(move |version| (*lang, version)));
        let corrected = all().filter(|(_, version)| version.barred);
        let mut barred: BTreeSet<_> = corrected.map(|(lang, version)| (lang, version.number)).collect();
        loop {
            let before = barred.len();
            for (lang, version) in all() {
                let voices: Vec<&Voice> = version.voices.iter().collect();
                let firm = voices.iter().filter(|voice| !self.follows(voice, lang, &barred)).copied();
                let firm: Vec<&Voice> = firm.collect();
                if !self.gate.topics_met(&voices).is_empty() && self.gate.topics_met(&firm).is_empty() {
                    barred.insert((lang, version.number));
                }
            }
            if barred.len() == before {
                break;
            }
        }
        self.barred = barred;
    }

    /// Whether a voice speaks of a translation of a barred version, or of changes to one.
    fn follows(&self, voice: &Voice, lang: &str, barred: &BTreeSet<(&'static str, u32)>) -> bool {
        let is_barred = |lang: &str, number: u32| barred.iter().any(|own| *own == (lang, number));
        let changed = previous(voice, &self.members[lang]).filter(|_| voice.note.line("scope") == "changes");
        changed.is_some_and(|(before, _)| is_barred(lang, before.number))
            || voice.pin().is_some_and(|(source, number, _)| is_barred(&source, number))
    }

    fn is_barred(&self, lang: &str, version: &Version) -> bool {
        self.barred.iter().any(|own| *own == (lang, version.number))
    }

    fn judge(&self) -> Vec<(&'static str, Said)> {
        let said = self.members.keys().map(|lang| (*lang, self.member(lang)));
        let said: Vec<(&'static str, (Said, Option<Good>))> = said.collect();
        let live = said.iter().filter_map(|(lang, (said, _))| Some((*lang, said.live.as_ref()?.version)));
        let live: BTreeMap<&str, u32> = live.collect();
        let with_sources = said.into_iter().map(|(lang, (mut said, best))| {
            if let (Some(own), Some((source, number))) = (&mut said.live, best.and_then(|best| best.pin)) {
                own.behind = live.get(source.as_str()).is_some_and(|live| *live > number);
            }
            (lang, said)
        });
        with_sources.collect()
    }

    fn member(&self, lang: &'static str) -> (Said, Option<Good>) {
        let versions = &self.members[lang];
        let holds =
            |pull: &&Pull| pull.reaches(lang) && versions.iter().any(|version| pull.may_hold(version));
        let holding: Vec<&Pull> = self.pulls.iter().filter(holds).collect();
        let free = self.gate.free(versions, &holding);
        let good = versions.iter().filter_map(|version| self.good(lang, version, &holding, &free));
        // Rule 8: no demonstration takes the place of what others signed.
        let best = good.max_by_key(|good| (!good.demonstration, good.version));
        let verdict = self.verdict(lang, best.as_ref(), &holding, &free);
        let said = Said {
            verdict,
            live: best.as_ref().filter(|_| verdict == "live").map(|best| self.live(lang, best)),
            barred: self.barred.iter().filter(|(own, _)| *own == lang).map(|(_, number)| *number).collect(),
            tombstone: Some(verdict).filter(|verdict| ["withdrawn", "expired", "barred"].contains(verdict)),
        };
        (said, best)
    }

    fn verdict(&self, lang: &str, best: Option<&Good>, holding: &[&Pull], free: &Free) -> &'static str {
        let versions = &self.members[lang];
        let approved: Vec<_> = versions.iter().filter(|version| !version.approvals.is_empty()).collect();
        let held = |version: &&&Version| {
            !self.is_barred(lang, version) && free[&version.number].len() < holding.len()
        };
        match best {
            Some(_) if self.is_left_out() => "left out",
            Some(best) if self.expires(best) => "expired",
            Some(_) => "live",
            None if approved.iter().any(|version| held(&version)) => "withdrawn",
            None if approved.is_empty() && holding.iter().any(|pull| pull.whole) => "withdrawn",
            None if versions.iter().any(|version| self.is_barred(lang, version)) => "barred",
            None if versions.iter().any(|version| !version.voices.is_empty()) => "waiting",
            None => "never signed",
        }
    }

    fn expires(&self, best: &Good) -> bool {
        best.due.as_str() < TODAY && best.topic == "doses" && self.gate.policy.withdraw_doses
    }

    fn is_left_out(&self) -> bool {
        self.facts.is_some_and(|facts| facts.text.contains(&format!("leave_out = [\"{}\"]", self.id)))
    }

    /// A text is no fresher than the facts in it, and a demonstration where they are one.
    fn live(&self, lang: &str, best: &Good) -> Live {
        let path = format!("record/{lang}/{}/{}/article.md", self.id, best.version);
        let text = String::from_utf8_lossy(self.gate.file(&path).unwrap());
        let facts = self.facts.filter(|_| text.contains("{contacts."));
        Live {
            version: best.version,
            due: facts.map_or(&best.due, |facts| (&facts.due).min(&best.due)).clone(),
            demonstration: best.demonstration || facts.is_some_and(|facts| facts.demonstration),
            behind: false,
        }
    }

    /// Whether a version can be shown as its files are.
    fn good(&self, lang: &str, version: &Version, holding: &[&Pull], free: &Free) -> Option<Good> {
        let text = self.gate.file(&format!("{}/article.md", version.place))?;
        let text = str::from_utf8(text).ok().filter(|_| !self.is_barred(lang, version))?;
        let source =
            text.lines().find_map(|line| line.strip_prefix("source_language = \"")?.strip_suffix('"'));
        let versions = &self.members[lang];
        let lifted = |voice: &Voice| {
            let mut pulls = holding.iter().enumerate();
            pulls.all(|(at, pull)| !pull.may_hold(version) || lifts(voice, (at, pull), versions, free))
        };
        let fine = |voice: &&Voice| {
            self.files_are_right(voice, version, text)
                && self.pin_is_right(voice, source)
                && !self.follows(voice, lang, &self.barred)
                && lifted(voice)
        };
        let voices: Vec<&Voice> = version.voices.iter().filter(fine).collect();
        // Rule 2: with enough for two topics nobody could say which holds.
        let topics = self.gate.topics_met(&voices);
        let [topic] = &topics[..] else { return None };
        let voices: Vec<&Voice> =
            voices.into_iter().filter(|voice| voice.note.line("topic") == *topic).collect();
        let has_facts = !text.contains("{contacts.ambulance}")
            || self.is_left_out()
            || self.facts.is_some_and(|facts| facts.text.contains("[contacts.ambulance]"));
        if text.contains("<b>") || source == Some(lang) || !has_facts {
            return None;
        }
        let needs = self.gate.needs(topic);
        let demonstration = self.gate.is_demonstration(&needs, &voices);
        let voices = self.gate.heard(&needs, &voices);
        let pins = voices.iter().filter_map(|voice| voice.pin());
        Some(Good {
            version: version.number,
            due: self.gate.due(&voices, versions),
            demonstration,
            pin: pins.map(|(lang, number, _)| (lang, number)).min(),
            topic: topic.clone(),
        })
    }

    /// Every digest is that of the file, and the pictures are those that the text shows.
    fn files_are_right(&self, voice: &Voice, version: &Version, text: &str) -> bool {
        let files = &voice.note.files;
        let lies = |name: &str| self.gate.digest(&format!("{}/{name}", version.place));
        files.iter().all(|(name, digest)| lies(name).as_ref() == Some(digest))
            && text.contains("](hand.png)") == files.contains_key("hand.png")
    }

    /// Rule 7: a translation names a text of the record, in the language that it says itself.
    fn pin_is_right(&self, voice: &Voice, source: Option<&str>) -> bool {
        match (voice.pin(), source) {
            (None, None) => true,
            (Some((lang, number, digest)), Some(source)) if lang == source => {
                let versions = self.members.get(lang.as_str()).into_iter().flatten();
                let own = versions.filter(|version| version.number == number);
                let lies = self.gate.digest(&format!("record/{lang}/{}/{number}/article.md", self.id));
                let mut signed = own.flat_map(|version| &version.voices).map(Voice::text);
                lies.as_ref() == Some(&digest) || signed.any(|text| text == digest)
            }
            _ => false,
        }
    }
}
