//! A knowledge base in memory, signed by two people, for one text from anywhere.
//!
//! Invariant: everything but the text is the same for every input.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::LazyLock;

use ssh_key::PrivateKey;
use ssh_key::private::Ed25519Keypair;
use vetted::article::Article;
use vetted::base::day::Day;
use vetted::base::digest::Digest;
use vetted::base::name::{Region, ReviewerId, SiteId, Topic};
use vetted::config::{self, Config};
use vetted::diagnostic::Diagnostics;
use vetted::pipeline;
use vetted::project::{File, Project};
use vetted::site::{InMemory, Site};
use vetted::trust;
use vetted::trust::note::{Approval, ArticleName, Declaration, FileName, Note, Statement, Subject};
use vetted::trust::reviewers::Reviewers;
use vetted::trust::words::{Role, Scope};

use crate::{lang, path};

const SITE: &str = "fuzz.example";

const SETTINGS: &str = "site = \"fuzz.example\"\nname = \"A <site> & 'more'\"\nlanguages = [\"en\", \"ru\"]\nregion = \"here\"\n\
    base_url = \"https://fuzz.example/\"\nexit_target = \"https://example.org/\"\n";

const POLICY: &str =
    "[default]\nmedical = 1\neditor = 1\nreview-every = \"12 months\"\non-expiry = \"banner\"\n";

/// Words of a fact that HTML, JSON and chats would like to take for their own.
pub const HOSTILE: &str = "a < b & 'c' \\\"d\\\" javascript: *e* _f_ ~g~ [h](i) \\\\";

/// A picture of one dot.
const DOT: &[u8] =
    b"\x89PNG\r\n\x1A\n\0\0\0\x0DIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0\0\0\0\0\0\0\0\0IEND\0\0\0\0";

static KEYS: LazyLock<BTreeMap<&str, PrivateKey>> = LazyLock::new(|| {
    let key = |name: &'static str| {
        let pair = Ed25519Keypair::from_seed(Digest::of(name.as_bytes()).as_bytes());
        (name, PrivateKey::new(pair.into(), name).expect("a key"))
    };
    ["dr-ada", "ed-eve"].map(key).into()
});

/// What lies in `trust/` and the settings.
static GROUND: LazyLock<BTreeMap<&str, String>> = LazyLock::new(|| {
    let mut reviewers = String::new();
    for (id, roles) in [("dr-ada", "\"medical\""), ("ed-eve", "\"editor\", \"service\"")] {
        let key = KEYS[id].public_key().to_openssh().expect("a public key");
        let _ = writeln!(
            reviewers,
            "[{id}]\npublic = \"a <doctor> & 'more'\"\nroles = [{roles}]\ntopics = [\"*\"]\nlanguages = [\"*\"]\nkeys = [\"{key}\"]"
        );
    }
    let source = crate::source("trust/reviewers.toml", reviewers.as_bytes()).expect("text");
    let parsed =
        Reviewers::parse(&source, &[lang("en"), lang("ru")], &mut Diagnostics::new()).expect("reviewers");
    let signers = trust::allowed_signers::generate(&parsed, &SiteId::parse(SITE).expect("a site"));
    BTreeMap::from([
        ("vetted.toml", SETTINGS.to_owned()),
        ("trust/policy.toml", POLICY.to_owned()),
        ("trust/reviewers.toml", reviewers),
        ("trust/allowed_signers", signers),
        ("trust/revoked", String::new()),
    ])
});

/// Reads working texts and what lies beside them: a project with settings and these files.
pub fn desk(files: &[(&str, &[u8])]) -> (Project, Config) {
    let mut base = Base { files: BTreeMap::new() };
    base.put("vetted.toml", SETTINGS.as_bytes());
    files.iter().for_each(|(name, bytes)| base.put(name, bytes));
    let project = Project::new(base.files, Diagnostics::new(), day("2026-11-20"));
    let config = config::read(&project, &mut Diagnostics::new()).expect("settings");
    (project, config)
}

/// Signs an article with all the facts and pictures that it wants, and builds the site of it.
pub fn build(article: &Article) -> Site {
    let mut base = Base { files: BTreeMap::new() };
    for (name, text) in &*GROUND {
        base.put(name, text.as_bytes());
    }
    base.facts(article);
    base.article(article);
    let project = Project::new(base.files, Diagnostics::new(), day("2026-11-20"));
    let built = pipeline::build(&project, None, &InMemory);
    crate::told(built.record);
    built.site.unwrap_or_else(|| panic!("no site: {:?}", built.stopping))
}

struct Base {
    files: BTreeMap<vetted::base::path::SourcePath, File>,
}

impl Base {
    fn put(&mut self, name: &str, bytes: &[u8]) {
        self.files.insert(path(name), File::new(&path(name), bytes.to_vec()));
    }

    fn facts(&mut self, article: &Article) {
        let keys: BTreeSet<&str> = article.outline().facts.iter().map(|(key, _)| key.as_str()).collect();
        let mut text = String::new();
        for key in keys.into_iter().filter(|key| *key != "contacts.ambulance").chain(["contacts.ambulance"]) {
            let (kind, words) =
                if key.starts_with("contacts") { ("phone", "+7 (812) 103") } else { ("text", HOSTILE) };
            let _ = writeln!(
                text,
                "[{key}]\nkind = \"{kind}\"\ntext = \"{words}\"\ncountry = \"RU\"\nsource = \"s\"\nchecked = 2026-11-01"
            );
        }
        self.put("record/facts/here/1/facts.toml", text.as_bytes());
        let subject = Subject::Facts(Region::parse("here").expect("a region"));
        for (role, who) in [(Role::Service, "ed-eve"), (Role::Medical, "dr-ada")] {
            self.sign(
                "record/facts/here/1",
                (role, who),
                subject.clone(),
                (Digest::of(text.as_bytes()), &[]),
            );
        }
    }

    fn article(&mut self, article: &Article) {
        let folder = format!("record/{}/{}/1", article.lang(), article.id());
        self.put(&format!("{folder}/article.md"), article.source().text().as_bytes());
        let pictures = article.outline().pictures.iter().filter_map(|(name, _)| FileName::parse(name));
        let pictures: Vec<_> = pictures.collect();
        for name in &pictures {
            self.put(&format!("{folder}/{name}"), DOT);
        }
        let name = ArticleName {
            id: article.id().clone(),
            lang: article.lang().clone(),
            topic: Topic::parse("veins").expect("a topic"),
        };
        for (role, who) in [(Role::Medical, "dr-ada"), (Role::Editor, "ed-eve")] {
            self.sign(&folder, (role, who), Subject::Article(name.clone()), (article.digest(), &pictures));
        }
    }

    fn sign(
        &mut self,
        folder: &str,
        (role, who): (Role, &str),
        subject: Subject,
        (text, pictures): (Digest, &[FileName]),
    ) {
        let note = Note {
            site: SiteId::parse(SITE).expect("a site"),
            version: 1,
            role,
            reviewer: ReviewerId::parse(who).expect("a reviewer"),
            reviewed: day("2026-11-20"),
            declaration: Declaration::parse("I read the whole text as readers see it").expect("words"),
            statement: Statement::Approve(Approval {
                subject,
                scope: Scope::Full,
                review_by: day("2027-11-20"),
                previous: None,
                translation_of: None,
                lifts: BTreeSet::new(),
                text,
                pictures: pictures.iter().map(|name| (name.clone(), Digest::of(DOT))).collect(),
            }),
        };
        let (text, signature) = trust::sign(&note, &KEYS[who]).expect("a signature");
        self.put(&format!("{folder}/{role}.{who}.note"), text.as_bytes());
        self.put(&format!("{folder}/{role}.{who}.note.sig"), signature.as_bytes());
    }
}

fn day(text: &str) -> Day {
    Day::parse(text).expect("a day")
}
