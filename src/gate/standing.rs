//! How a text stands, version by version and note by note: what `why` tells.
//!
//! Invariant: for every note that does not count there is a reason.

use crate::article::front::is_reserved;
use crate::base::day::Day;
use crate::base::lang::Lang;
use crate::base::name::{ArticleId, Region, ReviewerId, Topic};
use crate::base::path::SourcePath;
use crate::diagnostic::Diagnostic;
use crate::trust::words::{Kind, Reach, Role, Scope};

/// What the gate says of a text (`docs/record-format.md`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// A version is published.
    Live,
    /// Signed by some, and not by all whom the policy asks for; or signed and unusable.
    Waiting,
    /// Overdue, and the policy takes such texts out.
    Expired,
    /// Withdrawn by a reviewer.
    Withdrawn,
    /// A correction bars an earlier version, and none can be published.
    Barred,
    /// No note that counts was ever made.
    NeverSigned,
    /// Approved, and left out by the region.
    LeftOut,
}

impl Verdict {
    /// Returns the word for reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Waiting => "waiting",
            Self::Expired => "expired",
            Self::Withdrawn => "withdrawn",
            Self::Barred => "barred",
            Self::NeverSigned => "never signed",
            Self::LeftOut => "left out",
        }
    }
}

/// A text that has a folder in the record, by its path there.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Folder {
    /// `record/<lang>/<id>`
    Article(Lang, ArticleId),
    /// `record/facts/<region>`
    Facts(Region),
    /// `record/services/<region>`
    Services(Region),
    /// `record/lexicon/<lang>`
    Lexicon(Lang),
}

impl Folder {
    /// Reads the place of a text as `record/` and people write it: `en` and `rest`, `facts` and `ru-spb`. A name that the
    /// site itself uses is no article's: its page would stand in the way of the site's own.
    pub fn parse(place: &str, name: &str) -> Option<Self> {
        Some(match place {
            "facts" => Self::Facts(Region::parse(name)?),
            "services" => Self::Services(Region::parse(name)?),
            "lexicon" => Self::Lexicon(Lang::parse(name)?),
            lang => {
                let id = ArticleId::parse(name).filter(|id| !is_reserved(id))?;
                Self::Article(Lang::parse(lang)?, id)
            }
        })
    }

    /// Returns the path of the folder.
    pub fn path(&self) -> String {
        format!("record/{}", self.name())
    }

    /// Returns what a person types for the text: `en/rest`, `facts/ru-spb`.
    pub fn name(&self) -> String {
        match self {
            Self::Article(lang, id) => format!("{lang}/{id}"),
            Self::Facts(region) => format!("facts/{region}"),
            Self::Services(region) => format!("services/{region}"),
            Self::Lexicon(lang) => format!("lexicon/{lang}"),
        }
    }

    /// Returns the language of the text; facts and services have none.
    pub fn lang(&self) -> Option<&Lang> {
        match self {
            Self::Article(lang, _) | Self::Lexicon(lang) => Some(lang),
            Self::Facts(_) | Self::Services(_) => None,
        }
    }

    /// Returns the name of the text's file within the folder of a version.
    pub fn file_name(&self) -> &'static str {
        match self {
            Self::Article(..) => "article.md",
            Self::Facts(_) => "facts.toml",
            Self::Services(_) => "services.toml",
            Self::Lexicon(_) => "lexicon.toml",
        }
    }

    /// Returns the word of the `kind` line of the notes that lie here.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Article(..) => Kind::Article,
            Self::Facts(_) => Kind::Facts,
            Self::Services(_) => Kind::Services,
            Self::Lexicon(_) => Kind::Lexicon,
        }
    }
}

/// How a text stands.
#[derive(Clone, Debug)]
pub struct Standing {
    /// The text.
    pub folder: Folder,
    /// The verdict.
    pub verdict: Verdict,
    /// The live version, where there is one.
    pub live: Option<u32>,
    /// The last day on which the live or expired version is fresh; a text that shows facts is no fresher than they are.
    pub due: Option<Day>,
    /// Whether the live version, or the facts it shows, rests on demonstration reviewers: then no doctor has checked it.
    pub demonstration: bool,
    /// What the live version is behind, where it is a translation whose source has moved on.
    pub behind: Option<Behind>,
    /// The withdrawals, in the folder of any language, that do not count and that the live version does not lift: if they
    /// counted, it would not be on the site.
    pub released: Vec<SourcePath>,
    /// The versions, from the highest.
    pub versions: Vec<VersionStanding>,
    /// The withdrawals that lie in this folder.
    pub withdrawals: Vec<NoteStanding>,
}

/// How far the source of a translation has moved on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Behind {
    /// The language of the source.
    pub lang: Lang,
    /// The version that was translated.
    pub version: u32,
    /// The version that is live.
    pub live: u32,
}

/// How one version stands.
#[derive(Clone, Debug)]
pub struct VersionStanding {
    /// Its number.
    pub version: u32,
    /// What it has come to.
    pub state: VersionState,
    /// Its topic, where its notes agree about one.
    pub topic: Option<Topic>,
    /// The day after which it is overdue, where it is approved.
    pub due: Option<Day>,
    /// What is wrong with the version itself: changed bytes, a fact gone, a pin that leads nowhere.
    pub faults: Vec<Diagnostic>,
    /// Its notes, sorted by path.
    pub notes: Vec<NoteStanding>,
}

/// What a version has come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VersionState {
    /// It is published.
    Live,
    /// A higher version is live.
    Replaced,
    /// It is higher than the live version, but only demonstration reviewers signed it, and others signed that one.
    Outranked,
    /// People are missing: role, how many are needed, how many there are.
    Waiting(Vec<Lack>),
    /// Approved, and cannot be used; its faults say why.
    Unusable,
    /// A correction bars it.
    Barred,
    /// A withdrawal holds it.
    Withdrawn,
    /// Overdue, and the policy takes such texts out.
    Expired,
    /// The region leaves the article out.
    LeftOut,
}

impl VersionState {
    /// Returns the word for programs.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Replaced => "replaced",
            Self::Outranked => "outranked",
            Self::Waiting(_) => "waiting",
            Self::Unusable => "unusable",
            Self::Barred => "barred",
            Self::Withdrawn => "withdrawn",
            Self::Expired => "expired",
            Self::LeftOut => "left out",
        }
    }
}

/// How many people a role still lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lack {
    /// The role.
    pub role: Role,
    /// How many the policy asks for.
    pub needs: u32,
    /// How many have signed.
    pub has: u32,
}

/// How one note stands.
#[derive(Clone, Debug)]
pub struct NoteStanding {
    /// The note's file.
    pub path: SourcePath,
    /// Who signed, where that can be read.
    pub reviewer: Option<ReviewerId>,
    /// In which role.
    pub role: Option<Role>,
    /// When.
    pub reviewed: Option<Day>,
    /// What it covers; withdrawals have none.
    pub scope: Option<Scope>,
    /// How far it reaches; only withdrawals do.
    pub reach: Option<Reach>,
    /// Whether it counts.
    pub counts: bool,
    /// Whether it would count, if its person did not count in another role.
    pub spare: bool,
    /// Every check that failed.
    pub faults: Vec<Diagnostic>,
    /// What keeps it from counting without being a fault, in words.
    pub held: Vec<String>,
}
