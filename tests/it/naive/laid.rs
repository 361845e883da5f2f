//! A plan as files: notes are written line by line, as the document on the record has them, and signed.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Mutex;

use ssh_key::{HashAlg, LineEnding};
use vetted::base::digest::Digest;

use super::people::{self, PEOPLE, Person, SITE};
use super::plan::{
    Facts, Folder, Harm, IDS, LANGUAGES, Odd, Plan, Policy, Pull, REVIEW_BY, REVIEWED, ROLES, Says, Signer,
    TOPICS, Text, Version,
};
use crate::base::key;

/// A record, and what the signatures in it were made for.
#[derive(Debug, Default)]
pub struct Record {
    pub files: BTreeMap<String, Vec<u8>>,
    pub signed: BTreeMap<Vec<u8>, Signed>,
}

/// What a signature was made with and for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Signed {
    pub key: &'static str,
    pub namespace: String,
    pub note: Vec<u8>,
}

/// Signing is slow, and notes are often the same.
static SIGNATURES: Mutex<BTreeMap<Signed, String>> = Mutex::new(BTreeMap::new());

fn signature(signed: &Signed) -> String {
    if let Some(known) = SIGNATURES.lock().unwrap().get(signed) {
        return known.clone();
    }
    let made = key(signed.key).sign(&signed.namespace, HashAlg::Sha512, &signed.note).unwrap();
    let made = made.to_pem(LineEnding::LF).unwrap();
    SIGNATURES.lock().unwrap().insert(signed.clone(), made.clone());
    made
}

/// A version of an article: language, id, number.
type Place = (usize, usize, u32);

fn folder((lang, id, number): Place) -> String {
    format!("record/{}/{}/{number}", LANGUAGES[lang], IDS[id])
}

/// Lays a plan down.
pub fn lay(plan: &Plan) -> Record {
    let mut record = Record::default();
    record.files.extend(people::FILES.iter().cloned());
    record.put("trust/policy.toml", policy(&plan.policy));
    let mut folders: BTreeMap<(usize, usize), &Folder> = BTreeMap::new();
    for folder in &plan.folders {
        folders.entry((folder.lang, folder.id)).or_insert(folder);
    }
    let versions: Vec<(Place, &Version)> = folders
        .iter()
        .flat_map(|((lang, id), folder)| {
            (1..).zip(&folder.versions).map(|(number, own)| ((*lang, *id, number), own))
        })
        .collect();
    for (place, version) in &versions {
        record.text(*place, &version.text);
    }
    for (number, facts) in (1..).zip(&plan.facts) {
        record.facts(number, facts);
    }
    let places: Vec<(usize, usize)> = folders.keys().copied().collect();
    let place = |pull: &Pull| pull.astray.unwrap_or_else(|| *pull.folder.get(&places));
    let lifts = (1..).zip(&plan.pulls).map(|(number, pull)| record.pull(number, place(pull), pull));
    let lifts: Vec<String> = lifts.collect();
    for (place, version) in &versions {
        version.signers.iter().for_each(|signer| record.approve(*place, version, signer, &lifts));
    }
    for damage in &plan.damages {
        let paths = record.files.keys().filter(|path| path.starts_with("record/"));
        let paths: Vec<String> = paths.cloned().collect();
        if !paths.is_empty() {
            record.harm(&paths[damage.file.index(paths.len())], damage.harm);
        }
    }
    record
}

fn policy(policy: &Policy) -> String {
    let Policy { medical, two_roles, months, withdraw_doses } = policy;
    let expiry = if *withdraw_doses { "withdraw" } else { "banner" };
    format!(
        "[default]\nmedical = {medical}\neditor = 1\nreview-every = \"{months} months\"\non-expiry = \"banner\"\n\
         one-person-two-roles = {two_roles}\n[topic.doses]\nmedical = 1\non-expiry = \"{expiry}\"\n"
    )
}

fn article((lang, id, _): Place, text: &Text) -> String {
    let (id, source) = (IDS[id], if lang == 0 { "ru" } else { "en" });
    let mut words = format!("Words {}.", text.words);
    let [shown, ..] = text.picture;
    for (there, more) in
        [(text.fact, " Call {contacts.ambulance}."), (shown, " ![A hand](hand.png)"), (text.broken, " <b>")]
    {
        words.push_str(if there { more } else { "" });
    }
    let source = if text.translated { format!("source_language = \"{source}\"\n") } else { String::new() };
    format!(
        "+++\nid = \"{id}\"\ntitle = \"T\"\nsummary = \"S\"\nneed = \"information\"\nurgency = \"routine\"\n\
         audience = [\"client\"]\n{source}[[sources]]\nkey = \"k\"\ntitle = \"T\"\norg = \"O\"\nyear = 2014\n+++\n\n{words} [^k]\n"
    )
}

impl Odd {
    /// The line that says something else, and what.
    fn line(self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::Site => Some(("site", "other.example")),
            Self::Kind => Some(("kind", "lexicon")),
            Self::Article => Some(("article", "c")),
            Self::Language => Some(("language", "kk")),
            Self::Version => Some(("version", "9")),
            Self::Role => Some(("role", "legal")),
            Self::Reviewer => Some(("reviewer", "both")),
            Self::Digest | Self::Namespace | Self::Key => None,
        }
    }
}

/// Lines of a note, and the files that it lists.
struct Lines {
    header: Vec<(&'static str, String)>,
    files: Vec<(&'static str, String)>,
}

impl Lines {
    fn text(&self) -> String {
        let mut text = "# vetted-note: 1\n".to_owned();
        self.header.iter().for_each(|(name, value)| writeln!(text, "# {name}: {value}").unwrap());
        self.files.iter().for_each(|(name, digest)| writeln!(text, "SHA256 ({name}) = {digest}").unwrap());
        text
    }
}

const NOTHING: &str = "-";

impl Record {
    fn put(&mut self, path: &str, bytes: impl Into<Vec<u8>>) {
        self.files.insert(path.to_owned(), bytes.into());
    }

    fn digest(&self, path: &str) -> Option<String> {
        self.files.get(path).map(|bytes| Digest::of(bytes).to_string())
    }

    fn text(&mut self, place: Place, text: &Text) {
        let folder = folder(place);
        self.put(&format!("{folder}/article.md"), article(place, text));
        if text.picture[1] {
            self.put(&format!("{folder}/hand.png"), [0, 1, text.words]);
        }
    }

    /// Signs a note with a key and lays both down; what is odd about it comes first.
    fn sign(&mut self, path: &str, mut lines: Lines, mut key: &'static str, odd: Option<Odd>) {
        let bent = odd.and_then(Odd::line);
        for (name, value) in &mut lines.header {
            if let Some((_, other)) = bent.filter(|(line, _)| line == name) {
                other.clone_into(value);
            }
        }
        let role = &lines.header.iter().find(|(name, _)| *name == "role").unwrap().1;
        let mut namespace = format!("{role}.{SITE}");
        match odd {
            Some(Odd::Digest) => lines.files.iter_mut().for_each(|(_, digest)| *digest = "1".repeat(64)),
            Some(Odd::Namespace) => "git".clone_into(&mut namespace),
            Some(Odd::Key) => key = "nobody",
            _ => {}
        }
        let signed = Signed { key, namespace, note: lines.text().into_bytes() };
        let signature = signature(&signed).into_bytes();
        self.put(path, signed.note.clone());
        self.put(&format!("{path}.sig"), signature.clone());
        self.signed.insert(signature, signed);
    }

    fn facts(&mut self, number: u32, facts: &Facts) {
        let mut text = if facts.leaves_out { "leave_out = [\"b\"]\n" } else { "" }.to_owned();
        let keys = [("contacts.ambulance", facts.ambulance), ("clinical.wait", facts.clinical)];
        for (name, _) in keys.into_iter().filter(|(_, there)| *there) {
            let rest = "kind = \"text\"\ntext = \"103\"\nsource = \"s\"\nchecked = 2026-01-01";
            writeln!(text, "[{name}]\n{rest}").unwrap();
        }
        let folder = format!("record/facts/here/{number}");
        let path = format!("{folder}/facts.toml");
        self.put(&path, text);
        for Person { id, roles, keys, .. } in facts.signers.iter().map(|who| &PEOPLE[*who]) {
            for role in roles.iter().filter(|role| **role != "editor") {
                let mut header = header([
                    "facts",
                    "here",
                    NOTHING,
                    NOTHING,
                    &number.to_string(),
                    role,
                    id,
                    "approve",
                    "full",
                ]);
                header.push(("reviewed", REVIEWED[facts.days.reviewed].to_owned()));
                header.push(("review-by", REVIEW_BY[facts.days.review_by].to_owned()));
                let rest = [("previous", NOTHING), ("translation-of", NOTHING), ("lifts", NOTHING)];
                header.extend(rest.into_iter().chain([DECLARED]).map(owned));
                let files = vec![("facts.toml", self.digest(&path).unwrap())];
                self.sign(&format!("{folder}/{role}.{id}.note"), Lines { header, files }, keys[0].name, None);
            }
        }
    }

    /// Lays a withdrawal down, and gives it as `lifts` would name it.
    fn pull(&mut self, number: u32, (lang, article): (usize, usize), pull: &Pull) -> String {
        let (lang, article) = (LANGUAGES[lang], IDS[article]);
        let Person { id, roles, keys, .. } = &PEOPLE[pull.who];
        let reach = if pull.everywhere { "every-language" } else { "this-language" };
        let role = pull.role.map_or(roles[0], |role| ROLES[role]);
        let topic = TOPICS[pull.topic];
        let mut header = header(["withdrawal", article, lang, topic, "1", role, id, "withdraw", reach]);
        header.push(("reviewed", REVIEWED[pull.reviewed].to_owned()));
        let rest = ["review-by", "previous", "translation-of", "lifts"].map(|name| (name, NOTHING));
        header
            .extend(rest.into_iter().chain([DECLARED, ("reason", "error"), ("instead", NOTHING)]).map(owned));
        let path = format!("record/{lang}/{article}/withdrawn.{number}.{id}.note");
        let key = keys[pull.key % keys.len()].name;
        self.sign(&path, Lines { header, files: Vec::new() }, key, pull.odd);
        format!("{lang} {number} {id} sha256:{}", self.digest(&path).unwrap())
    }

    fn approve(&mut self, place: Place, version: &Version, signer: &Signer, lifts: &[String]) {
        let (lang, id, number) = place;
        let says = signer.says.as_ref().unwrap_or(&version.says);
        let person = &PEOPLE[signer.who];
        let mut roles: Vec<&str> = person.roles.to_vec();
        roles.truncate(if signer.one_role { 1 } else { roles.len() });
        roles.extend(signer.foreign.map(|role| ROLES[role]));
        for role in roles {
            let (article, lang, topic) = (IDS[id], LANGUAGES[lang], TOPICS[says.topic]);
            let number = number.to_string();
            let mut header =
                header(["article", article, lang, topic, &number, role, person.id, "approve", says.scope]);
            header.push(("reviewed", REVIEWED[says.days.reviewed].to_owned()));
            header.push(("review-by", REVIEW_BY[says.days.review_by].to_owned()));
            header.extend(self.rests_on(place, says, lifts));
            header.push(owned(DECLARED));
            let path = |name: &str| format!("{}/{name}", folder(place));
            let mut files = vec![("article.md", self.digest(&path("article.md")).unwrap())];
            if version.text.picture[2] {
                files.push(("hand.png", self.digest(&path("hand.png")).unwrap_or_else(|| "0".repeat(64))));
            }
            let key = person.keys[signer.key % person.keys.len()].name;
            self.sign(&path(&format!("{role}.{}.note", person.id)), Lines { header, files }, key, signer.odd);
        }
    }

    /// The version before, the source and the withdrawals that a note names.
    fn rests_on(
        &self,
        (lang, id, number): Place,
        says: &Says,
        lifts: &[String],
    ) -> [(&'static str, String); 3] {
        let digest = |place: Place, right: bool| {
            let there = self.digest(&format!("{}/article.md", folder(place)));
            there.filter(|_| right).unwrap_or_else(|| "0".repeat(64))
        };
        let previous = says.previous.map(|(back, right)| {
            let before = number.saturating_sub(back).max(1);
            format!("{before} sha256:{}", digest((lang, id, before), right))
        });
        let pin = says.pin.filter(|(other, ..)| *other != lang).map(|(lang, number, right)| {
            format!("{} {number} sha256:{}", LANGUAGES[lang], digest((lang, id, number), right))
        });
        let named = (0..8).zip(lifts).filter(|(bit, _)| says.lifts >> bit & 1 == 1);
        let mut named: Vec<&str> = named.map(|(_, lift)| lift.as_str()).collect();
        named.sort_unstable();
        let lifts = (!named.is_empty()).then(|| named.join("; "));
        [("previous", previous), ("translation-of", pin), ("lifts", lifts)]
            .map(|(name, value)| (name, value.unwrap_or_else(|| NOTHING.to_owned())))
    }

    fn harm(&mut self, path: &str, harm: Harm) {
        let bytes = self.files.get_mut(path).unwrap();
        match harm {
            Harm::Remove => {
                self.files.remove(path);
            }
            Harm::Junk => *bytes = b"\xFFjunk".to_vec(),
            Harm::Flip(at) if !bytes.is_empty() => {
                let at = at.index(bytes.len());
                bytes[at] ^= 1;
            }
            Harm::Cut(at) => bytes.truncate(at.index(bytes.len() + 1)),
            Harm::Flip(_) => {}
        }
    }
}

const DECLARED: (&str, &str) = ("i-declare", "I read it");

fn owned((name, value): (&'static str, &str)) -> (&'static str, String) {
    (name, value.to_owned())
}

/// The lines from the site to the scope.
fn header(values: [&str; 9]) -> Vec<(&'static str, String)> {
    let names = ["kind", "article", "language", "topic", "version", "role", "reviewer", "decision", "scope"];
    [("site", SITE)].into_iter().chain(names.into_iter().zip(values)).map(owned).collect()
}
