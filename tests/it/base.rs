//! A knowledge base for tests, in memory: written, signed and built without touching a disk.

use std::collections::BTreeMap;

use ssh_key::PrivateKey;
use ssh_key::private::Ed25519Keypair;
use vetted::base::day::Day;
use vetted::base::digest::Digest;
use vetted::base::lang::Lang;
use vetted::base::name::{ArticleId, Region, ReviewerId, SiteId, Topic};
use vetted::base::path::SourcePath;
use vetted::diagnostic::Diagnostics;
use vetted::pipeline::{self, Built};
use vetted::project::{File, Project};
use vetted::site::InMemory;
use vetted::trust;
use vetted::trust::note::{
    Approval, ArticleName, Declaration, FileName, Lift, Note, Pin, Statement, Subject, Withdrawal,
};
use vetted::trust::reviewers::Reviewers;
use vetted::trust::words::{Reach, Reason, Role, Scope};

pub const SITE: &str = "test.example";

/// Files by path, and the day.
#[derive(Clone)]
pub struct Base {
    pub files: BTreeMap<String, Vec<u8>>,
    pub as_of: Day,
}

pub fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

/// The key of a reviewer: always the same for the same name.
pub fn key(reviewer: &str) -> PrivateKey {
    let seed = Digest::of(reviewer.as_bytes());
    PrivateKey::new(Ed25519Keypair::from_seed(seed.as_bytes()).into(), reviewer).unwrap()
}

fn reviewer_lines(id: &str, roles: &str, more: &str) -> String {
    let public = key(id).public_key().to_openssh().unwrap();
    format!(
        "[{id}]\npublic = \"{id} in public\"\nroles = [{roles}]\ntopics = [\"*\"]\nlanguages = [\"*\"]\n{more}\nkeys = [\"{public}\"]\n\n"
    )
}

impl Base {
    /// A base with reviewers, policy, facts that are signed, and no article.
    pub fn new() -> Self {
        let mut base = Self { files: BTreeMap::new(), as_of: day("2026-11-20") };
        base.put(
            "vetted.toml",
            &format!(
                "site = \"{SITE}\"\nname = \"A test\"\nlanguages = [\"en\", \"ru\"]\nregion = \"here\"\n\
                 base_url = \"https://{SITE}/\"\nexit_target = \"https://www.wikipedia.org/\"\n"
            ),
        );
        base.put(
            "trust/policy.toml",
            "[default]\nmedical = 1\neditor = 1\nreview-every = \"12 months\"\non-expiry = \"banner\"\n\n\
             [topic.doses]\non-expiry = \"withdraw\"\n",
        );
        let reviewers = [
            reviewer_lines("dr-ada", "\"medical\"", ""),
            reviewer_lines("dr-bob", "\"medical\"", ""),
            reviewer_lines("ed-eve", "\"editor\", \"service\"", ""),
        ];
        base.put("trust/reviewers.toml", &reviewers.concat());
        base.put("trust/revoked", "# none\n");
        base.signers();
        base.put(
            "record/facts/here/1/facts.toml",
            "[contacts.ambulance]\nkind = \"phone\"\ntext = \"103\"\ncountry = \"RU\"\nsource = \"the law\"\nchecked = 2026-11-01\n",
        );
        base.approve_facts(1, "ed-eve", Role::Service);
        base
    }

    /// Writes `allowed_signers` anew.
    pub fn signers(&mut self) {
        let file = File::new(&path("trust/reviewers.toml"), self.files["trust/reviewers.toml"].clone());
        let File::Text(source) = file else { panic!("reviewers are text") };
        let languages = [Lang::parse("en").unwrap(), Lang::parse("ru").unwrap()];
        let reviewers = Reviewers::parse(&source, &languages, &mut Diagnostics::new()).unwrap();
        let text = trust::allowed_signers::generate(&reviewers, &SiteId::parse(SITE).unwrap());
        self.put("trust/allowed_signers", &text);
    }

    pub fn put(&mut self, path: &str, text: &str) {
        self.files.insert(path.to_owned(), text.as_bytes().to_vec());
    }

    /// Puts a picture of one dot, whose bytes hold `word`.
    pub fn put_picture(&mut self, path: &str, word: &str) {
        let mut bytes = b"\x89PNG\r\n\x1A\n".to_vec();
        let head = b"\0\0\0\x01\0\0\0\x01\x08\0\0\0\0";
        for (kind, chunk) in [(b"IHDR", &head[..]), (b"IDAT", word.as_bytes()), (b"IEND", b"")] {
            bytes.extend(u32::try_from(chunk.len()).unwrap().to_be_bytes());
            bytes.extend(kind);
            bytes.extend(chunk);
            bytes.extend([0; 4]);
        }
        self.files.insert(path.to_owned(), bytes);
    }

    /// Freezes a text as a version, unsigned.
    pub fn freeze(&mut self, place: &str, version: u32, text: &str) {
        self.put(&format!("record/{place}/{version}/article.md"), text);
    }

    fn approval(&self, place: &str, topic: &str, version: u32) -> Approval {
        let (lang, id) = place.split_once('/').unwrap();
        let text = &self.files[&format!("record/{place}/{version}/article.md")];
        Approval {
            subject: Subject::Article(ArticleName {
                id: ArticleId::parse(id).unwrap(),
                lang: Lang::parse(lang).unwrap(),
                topic: Topic::parse(topic).unwrap(),
            }),
            scope: Scope::Full,
            review_by: day("2027-11-20"),
            previous: None,
            translation_of: None,
            lifts: std::collections::BTreeSet::new(),
            text: Digest::of(text),
            pictures: self.pictures(&format!("record/{place}/{version}/")),
        }
    }

    /// The pictures that lie in a folder, as a note lists them.
    fn pictures(&self, folder: &str) -> BTreeMap<FileName, Digest> {
        let files = self.files.iter().filter_map(|(path, bytes)| Some((path.strip_prefix(folder)?, bytes)));
        let pictures = files.filter(|(name, _)| name.ends_with(".png"));
        pictures.map(|(name, bytes)| (FileName::parse(name).unwrap(), Digest::of(bytes))).collect()
    }

    /// Signs a version in one role; `change` may bend the approval first.
    pub fn approve_with(
        &mut self,
        (place, topic): (&str, &str),
        version: u32,
        (reviewer, role): (&str, Role),
        change: impl FnOnce(&mut Approval),
    ) {
        let mut approval = self.approval(place, topic, version);
        change(&mut approval);
        let note = self.note(version, (reviewer, role), Statement::Approve(approval));
        self.sign(&format!("record/{place}/{version}/{role}.{reviewer}.note"), &note);
    }

    /// Signs a version as a doctor and as an editor.
    pub fn approve(&mut self, place: &str, topic: &str, version: u32) {
        self.approve_with((place, topic), version, ("dr-ada", Role::Medical), |_| {});
        self.approve_with((place, topic), version, ("ed-eve", Role::Editor), |_| {});
    }

    /// The same for a translation of a version of the English text.
    pub fn approve_translation(&mut self, place: &str, topic: &str, version: u32, source: u32) {
        let (_, id) = place.split_once('/').unwrap();
        let text = &self.files[&format!("record/en/{id}/{source}/article.md")];
        let pin = Pin { lang: Lang::parse("en").unwrap(), version: source, digest: Digest::of(text) };
        for who in [("dr-ada", Role::Medical), ("ed-eve", Role::Editor)] {
            self.approve_with((place, topic), version, who, |approval| {
                approval.translation_of = Some(pin.clone());
            });
        }
    }

    pub fn approve_facts(&mut self, version: u32, reviewer: &str, role: Role) {
        self.approve_table("facts/here", version, (reviewer, role));
    }

    /// Freezes and signs a directory of services of the region `here`.
    pub fn publish_services(&mut self, version: u32, text: &str) {
        self.put(&format!("record/services/here/{version}/services.toml"), text);
        self.approve_table("services/here", version, ("ed-eve", Role::Service));
    }

    /// Signs facts, services or a lexicon, such as `facts/here`.
    pub fn approve_table(&mut self, place: &str, version: u32, (reviewer, role): (&str, Role)) {
        let (kind, name) = place.split_once('/').unwrap();
        let subject = match kind {
            "facts" => Subject::Facts(Region::parse(name).unwrap()),
            "services" => Subject::Services(Region::parse(name).unwrap()),
            _ => Subject::Lexicon(Lang::parse(name).unwrap()),
        };
        let text = &self.files[&format!("record/{place}/{version}/{kind}.toml")];
        let approval = Approval {
            subject,
            scope: Scope::Full,
            review_by: day("2027-11-20"),
            previous: None,
            translation_of: None,
            lifts: std::collections::BTreeSet::new(),
            text: Digest::of(text),
            pictures: BTreeMap::new(),
        };
        let note = self.note(version, (reviewer, role), Statement::Approve(approval));
        self.sign(&format!("record/{place}/{version}/{role}.{reviewer}.note"), &note);
    }

    /// Withdraws a text as a doctor.
    pub fn withdraw(
        &mut self,
        (place, topic): (&str, &str),
        number: u32,
        reviewer: &str,
        reach: Reach,
    ) -> Lift {
        self.withdraw_with((place, topic), number, reviewer, |withdrawal| withdrawal.reach = reach)
    }

    /// Withdraws a text as a doctor; `change` may bend the withdrawal first.
    pub fn withdraw_with(
        &mut self,
        (place, topic): (&str, &str),
        number: u32,
        reviewer: &str,
        change: impl FnOnce(&mut Withdrawal),
    ) -> Lift {
        let (lang, id) = place.split_once('/').unwrap();
        let mut withdrawal = Withdrawal {
            article: ArticleName {
                id: ArticleId::parse(id).unwrap(),
                lang: Lang::parse(lang).unwrap(),
                topic: Topic::parse(topic).unwrap(),
            },
            reach: Reach::EveryLanguage,
            reason: Reason::Error,
            instead: None,
        };
        change(&mut withdrawal);
        let note = self.note(1, (reviewer, Role::Medical), Statement::Withdraw(withdrawal));
        let path = format!("record/{place}/withdrawn.{number}.{reviewer}.note");
        self.sign(&path, &note);
        Lift {
            lang: Lang::parse(lang).unwrap(),
            number,
            reviewer: ReviewerId::parse(reviewer).unwrap(),
            digest: Digest::of(&self.files[&path]),
        }
    }

    fn note(&self, version: u32, (reviewer, role): (&str, Role), statement: Statement) -> Note {
        Note {
            site: SiteId::parse(SITE).unwrap(),
            version,
            role,
            reviewer: ReviewerId::parse(reviewer).unwrap(),
            reviewed: self.as_of,
            declaration: Declaration::parse("I read the whole text as readers see it").unwrap(),
            statement,
        }
    }

    fn sign(&mut self, path: &str, note: &Note) {
        let (text, signature) = trust::sign(note, &key(note.reviewer.as_str())).unwrap();
        self.put(path, &text);
        self.put(&format!("{path}.sig"), &signature);
    }

    pub fn project(&self) -> Project {
        self.project_with(Diagnostics::new())
    }

    /// The project as it would be had these faults been met in reading it.
    pub fn project_with(&self, faults: Diagnostics) -> Project {
        let files = self.files.iter().map(|(name, bytes)| {
            let path = path(name);
            let file = File::new(&path, bytes.clone());
            (path, file)
        });
        Project::new(files.collect(), faults, self.as_of)
    }

    pub fn build(&self) -> Built {
        self.build_for(None)
    }

    /// Builds for another region than that of the settings.
    pub fn build_for(&self, region: Option<&str>) -> Built {
        let region = region.map(|region| Region::parse(region).unwrap());
        pipeline::build(&self.project(), region.as_ref(), &InMemory)
    }

    /// Builds, and gives every file of the site.
    pub fn site(&self) -> BTreeMap<String, Vec<u8>> {
        files(self.build())
    }
}

/// The files of a site that was built in memory.
pub fn files(built: Built) -> BTreeMap<String, Vec<u8>> {
    let site = built.site.unwrap_or_else(|| panic!("no site: {:#?}", built.stopping));
    let bytes = |path: &str| site.bytes(path).unwrap().to_vec();
    site.files().keys().map(|path| (path.to_string(), bytes(path.as_str()))).collect()
}

pub fn path(text: &str) -> SourcePath {
    SourcePath::parse(text).unwrap()
}

/// An article that has a snippet, a fact, a source and a red flag, and says `word` in its title, lead and section.
pub fn article(id: &str, word: &str) -> String {
    article_with(id, word, "")
}

/// The same with more settings.
pub fn article_with(id: &str, word: &str, settings: &str) -> String {
    format!(
        "+++\nid = \"{id}\"\ntitle = \"About {word}\"\nsummary = \"What {word} is.\"\nneed = \"information\"\n\
         urgency = \"routine\"\naudience = [\"client\"]\nsearch_terms = [\"term{word}\"]\n{settings}\n[[sources]]\nkey = \"who14\"\n\
         title = \"A guideline\"\norg = \"WHO\"\nyear = 2014\n+++\n\n\
         > [!WARNING]\n> **See a doctor today, if you have:**\n> - sign{word}\n\n\
         ## What is {word}? {{#what .snippet}}\n\nCall {{contacts.ambulance}}. It is lead{word}. [^who14]\n"
    )
}

/// A directory of services with one entry of each sort: a bus, a house, and one of which little is known.
pub const SERVICES: &str = r#"city = { en = "Somewhere", ru = "Где-то" }
country = "RU"
time_zone = "Europe/Moscow"

[services.bus]
name = { en = "The bus", ru = "Автобус" }
kinds = ["mobile-unit", "needle-exchange", "naloxone"]
area = { en = "Harbour", ru = "Гавань" }
bring = { unknown = true }
phone = "+7 (812) 000-00-00"
checked = 2026-11-01
source = "asked the driver"

[[services.bus.stops]]
place = { en = "The gate", ru = "Ворота" }
hours = { mon-fri = "18:00-20:00" }

[[services.bus.stops]]
place = { en = "The market", ru = "Рынок" }
hours = { sat = "22:00-02:00" }

[services.house]
name = { en = "The house", ru = "Дом" }
kinds = ["test-hiv", "needle-exchange"]
gives = { en = "Tests & tea", ru = "Тесты и чай" }
address = "1 Long Street"
web = "https://house.test/"
hours = { mon-thu = ["09:00-12:00", "13:00-17:00"], sun = "00:00-24:00" }
by_appointment = true
checked = 2026-04-01
source = "its page"

[services.lawyer]
name = { en = "The lawyer", ru = "Юрист" }
kinds = ["lawyer"]
address = { unknown = true }
hours = { unknown = true }
checked = 2026-11-01
source = "a colleague"
"#;
