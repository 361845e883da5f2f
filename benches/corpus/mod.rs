//! A made-up knowledge base of any size, always the same for the same size: every text is signed as a real one is.
//!
//! Half of the articles are English, half are Russian translations of them. Each has about 4 KB of text, of words as
//! unequally frequent as those of a language, a card, two snippets, a fact, sources and links to others of its topic.
//!
//! Invariant: the same number of articles gives the same bytes, on every machine.

use std::collections::{BTreeMap, BTreeSet};

use fastrand::Rng;
use rayon::prelude::*;
use ssh_key::PrivateKey;
use ssh_key::private::Ed25519Keypair;
use vetted::base::day::Day;
use vetted::base::digest::Digest;
use vetted::base::lang::Lang;
use vetted::base::name::{ArticleId, Region, ReviewerId, SiteId, Topic};
use vetted::base::path::SourcePath;
use vetted::diagnostic::Diagnostics;
use vetted::source::Source;
use vetted::trust;
use vetted::trust::note::{Approval, ArticleName, Declaration, Note, Pin, Statement, Subject};
use vetted::trust::reviewers::Reviewers;
use vetted::trust::words::{Role, Scope};

/// The day on which everything was signed, and on which the corpus is built.
pub const DAY: &str = "2026-11-20";

const SITE: &str = "bench.example";
const TOPICS: usize = 20;
/// Different words of a language; English and Russian together are as many forms as speed figures were taken with.
const WORDS: usize = 8_000;
/// Bytes of running text in an article.
const TEXT: usize = 2_300;

/// A file of the corpus: its path, and its bytes.
pub type CorpusFile = (String, Vec<u8>);

/// Makes a corpus of so many articles (an odd one is left out).
pub fn corpus(articles: usize) -> Vec<CorpusFile> {
    let mut files = ground();
    let languages = [Language::new("en"), Language::new("ru")];
    let made: Vec<Vec<CorpusFile>> =
        (0..articles / 2).into_par_iter().map(|number| article(number, articles / 2, &languages)).collect();
    files.extend(made.into_iter().flatten());
    files
}

/// Settings, trust and facts.
fn ground() -> Vec<CorpusFile> {
    let reviewers: String = [("dr-ada", "\"medical\""), ("ed-eve", "\"editor\", \"service\"")]
        .map(|(id, roles)| {
            let key = key(id).public_key().to_openssh().unwrap();
            format!(
                "[{id}]\npublic = \"{id}\"\nroles = [{roles}]\ntopics = [\"*\"]\nlanguages = [\"*\"]\nkeys = [\"{key}\"]\n\n"
            )
        })
        .concat();
    let languages = [lang("en"), lang("ru")];
    let source = Source::new(SourcePath::parse("trust/reviewers.toml").unwrap(), reviewers.clone());
    let read = Reviewers::parse(&source, &languages, &mut Diagnostics::new()).unwrap();
    let signers = trust::allowed_signers::generate(&read, &SiteId::parse(SITE).unwrap());
    let settings = format!(
        "site = \"{SITE}\"\nname = \"A bench\"\nlanguages = [\"en\", \"ru\"]\nregion = \"here\"\n\
         base_url = \"https://{SITE}/\"\nexit_target = \"https://www.wikipedia.org/\"\n"
    );
    let policy = "[default]\nmedical = 1\neditor = 1\nreview-every = \"12 months\"\non-expiry = \"banner\"\n";
    let facts = "[contacts.ambulance]\nkind = \"phone\"\ntext = \"103\"\ncountry = \"RU\"\nsource = \"the law\"\nchecked = 2026-11-01\n";
    let mut files: Vec<CorpusFile> = [
        ("vetted.toml", settings.as_str()),
        ("trust/policy.toml", policy),
        ("trust/reviewers.toml", &reviewers),
        ("trust/allowed_signers", &signers),
        ("trust/revoked", "# none\n"),
    ]
    .map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec()))
    .into();
    let subject = Subject::Facts(Region::parse("here").unwrap());
    let folder = "record/facts/here/1";
    files.extend(signed(folder, &approval(subject, facts, None), &[("ed-eve", Role::Service)]));
    files.push((format!("{folder}/facts.toml"), facts.into()));
    files
}

/// An article in both languages; `all` is the number of articles in each.
fn article(number: usize, all: usize, languages: &[Language; 2]) -> Vec<CorpusFile> {
    let roles = [("dr-ada", Role::Medical), ("ed-eve", Role::Editor)];
    let mut files = Vec::new();
    let mut pin = None;
    for language in languages {
        let name = ArticleName {
            id: ArticleId::parse(&id(number)).unwrap(),
            lang: language.lang.clone(),
            topic: Topic::parse(&topic(number)).unwrap(),
        };
        let text = language.article(number, all);
        let folder = format!("record/{}/{}/1", name.lang, name.id);
        let approval = approval(Subject::Article(name), &text, pin.clone());
        pin = Some(Pin { lang: lang("en"), version: 1, digest: approval.text });
        files.extend(signed(&folder, &approval, &roles));
        files.push((format!("{folder}/article.md"), text.into_bytes()));
    }
    files
}

fn approval(subject: Subject, text: &str, pin: Option<Pin>) -> Approval {
    Approval {
        subject,
        scope: Scope::Full,
        review_by: Day::parse("2027-11-20").unwrap(),
        previous: None,
        translation_of: pin,
        lifts: BTreeSet::new(),
        text: Digest::of(text.as_bytes()),
        pictures: BTreeMap::new(),
    }
}

/// The notes of a version and their signatures.
fn signed(folder: &str, approval: &Approval, roles: &[(&str, Role)]) -> Vec<CorpusFile> {
    let mut files = Vec::new();
    for (reviewer, role) in roles {
        let note = Note {
            site: SiteId::parse(SITE).unwrap(),
            version: 1,
            role: *role,
            reviewer: ReviewerId::parse(reviewer).unwrap(),
            reviewed: Day::parse(DAY).unwrap(),
            declaration: Declaration::parse("I read the whole text as readers see it").unwrap(),
            statement: Statement::Approve(approval.clone()),
        };
        let (text, signature) = trust::sign(&note, &key(reviewer)).unwrap();
        let path = format!("{folder}/{role}.{reviewer}.note");
        files.push((format!("{path}.sig"), signature.into_bytes()));
        files.push((path, text.into_bytes()));
    }
    files
}

/// The key of a reviewer: always the same for the same name.
fn key(reviewer: &str) -> PrivateKey {
    let seed = Digest::of(reviewer.as_bytes());
    PrivateKey::new(Ed25519Keypair::from_seed(seed.as_bytes()).into(), reviewer).unwrap()
}

fn lang(tag: &str) -> Lang {
    Lang::parse(tag).unwrap()
}

fn id(number: usize) -> String {
    format!("article-{number}")
}

fn topic(number: usize) -> String {
    format!("topic-{}", char::from(b'a' + u8::try_from(number % TOPICS).unwrap()))
}

/// The words of a language.
struct Language {
    lang: Lang,
    words: Vec<String>,
}

impl Language {
    fn new(tag: &str) -> Self {
        let syllables: &[&str] = match tag {
            "ru" => &["ва", "ко", "ри", "лен", "сто", "ми", "на", "пер", "ду", "шка", "ть", "зы", "го", "ев"],
            _ => &["ba", "con", "ri", "len", "sto", "me", "na", "per", "du", "sh", "ting", "vy", "go", "ar"],
        };
        let mut random = Rng::with_seed(Digest::of(tag.as_bytes()).as_bytes()[0].into());
        let mut words = BTreeSet::new();
        while words.len() < WORDS {
            words.insert(
                (0..random.usize(1..=4)).map(|_| syllables[random.usize(..syllables.len())]).collect(),
            );
        }
        let mut words: Vec<String> = words.into_iter().collect();
        random.shuffle(&mut words);
        Self { lang: lang(tag), words }
    }

    /// A word: the squared draw makes a few of them frequent and most of them rare.
    fn word(&self, random: &mut Rng) -> &str {
        let draw = random.f64();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "less than the number of words"
        )]
        #[expect(clippy::cast_precision_loss, reason = "a few thousand words")]
        let at = (draw * draw * draw * self.words.len() as f64) as usize;
        &self.words[at.min(self.words.len() - 1)]
    }

    fn sentence(&self, random: &mut Rng) -> String {
        let words: Vec<&str> = (0..random.usize(6..=14)).map(|_| self.word(random)).collect();
        let mut sentence = words.join(" ");
        sentence.push('.');
        sentence
    }

    fn paragraph(&self, random: &mut Rng, bytes: usize) -> String {
        let mut paragraph = self.sentence(random);
        while paragraph.len() < bytes {
            paragraph.push(' ');
            paragraph.push_str(&self.sentence(random));
        }
        paragraph
    }

    /// The text of an article, which links to one of its topic.
    fn article(&self, number: usize, all: usize) -> String {
        let mut random = Rng::with_seed(number as u64);
        let random = &mut random;
        let other = (number + TOPICS * random.usize(1..=3)) % all;
        let mut blocks = vec![self.settings(random, number, &id(other)), self.card(random)];
        blocks.push(self.paragraph(random, TEXT / 8));
        for section in ["what", "then"] {
            blocks.push(format!("## {} {{#{section} .snippet}}", self.word(random)));
            let (text, word) = (self.paragraph(random, TEXT / 4), self.word(random));
            blocks.push(format!("{text} [^who] **{word}** {{contacts.ambulance}}."));
            let items: Vec<String> = (0..3).map(|_| format!("- {}", self.sentence(random))).collect();
            blocks.push(items.join("\n"));
        }
        blocks.push(format!("## {} {{#more}}", self.word(random)));
        blocks.extend((0..3).map(|_| format!("{} [^nhs]", self.paragraph(random, TEXT / 12))));
        blocks.push(format!("[{}](../{}/{}.md)\n", self.word(random), topic(other), id(other)));
        blocks.join("\n\n")
    }

    fn settings(&self, random: &mut Rng, number: usize, other: &str) -> String {
        let words: Vec<&str> = (0..6).map(|_| self.word(random)).collect();
        let (summary, question) = (self.sentence(random), self.sentence(random));
        let source = if self.lang.as_str() == "en" { "" } else { "source_language = \"en\"\n" };
        format!(
            "+++\nid = \"{}\"\ntitle = \"{} {number}\"\nsummary = \"{summary}\"\nneed = \"information\"\n\
             urgency = \"routine\"\naudience = [\"client\"]\nsearch_terms = [\"{}\", \"{}\", \"{}\"]\n{source}\
             ask_first = [\"{question}\"]\nnext = [\"{other}\"]\n\n\
             [[sources]]\nkey = \"who\"\ntitle = \"{}\"\norg = \"WHO\"\nyear = 2014\n\n\
             [[sources]]\nkey = \"nhs\"\ntitle = \"{}\"\norg = \"NHS\"\nyear = 2023\n\n\
             [snippets.what]\nsensitivity = \"open\"\nchannels = [\"group\", \"dm\"]\n+++",
            id(number),
            words[0],
            words[1],
            words[2],
            words[3],
            words[4],
            words[5],
        )
    }

    fn card(&self, random: &mut Rng) -> String {
        let first = self.sentence(random);
        format!("> [!WARNING]\n> **{first}**\n> - {}\n> - {}", self.word(random), self.word(random))
    }
}
