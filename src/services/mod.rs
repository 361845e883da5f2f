//! The directory of a region: who helps, with what, where and when, and what the law there wants said; kept as data and signed
//! like a text.
//!
//! Invariant: hours are possible and do not overlap; in a directory of examples no number can be dialled and no address
//! can be visited.

mod hours;
mod notice;
mod read;

use std::ops::Range;

use crate::base::day::{Day, Period};
use crate::base::lang::Lang;
use crate::base::name::{Region, ServiceId};
use crate::base::wording::Wording;
use crate::diagnostic::Diagnostics;
use crate::source::Source;

pub use hours::{Hours, Opening, Weekday};
pub use notice::Notice;

/// How long an entry is believed after it was checked. Needle exchanges and buses change their hours with the season and
/// with each grant; the interval is our own, no guideline names one.
pub const STALE_AFTER: Period = Period::Months(6);

/// The services of one region.
#[derive(Clone, Debug)]
pub struct Services {
    /// The region.
    pub region: Region,
    /// Whether all of it is made up, to show how a directory looks.
    pub example: bool,
    /// The city, as readers call it.
    pub city: Wording,
    /// The country, two capital letters (ISO 3166-1): where its phone numbers are dialled.
    pub country: String,
    /// The time zone of all hours by its name in the IANA database: `Europe/Moscow`.
    pub time_zone: String,
    /// The services in the order of the file.
    pub services: Vec<Service>,
    /// What every page of the site must say.
    pub notices: Vec<Notice>,
}

/// One service: a place, a bus, a person.
#[derive(Clone, Debug)]
pub struct Service {
    /// Its name in the file and in addresses.
    pub id: ServiceId,
    /// Its name for readers.
    pub name: Wording,
    /// What it is for: each once, in the order of [`Kind::ALL`].
    pub kinds: Vec<Kind>,
    /// What one gets there.
    pub gives: Option<Known<Wording>>,
    /// What to bring.
    pub bring: Option<Known<Wording>>,
    /// Who may come and what it costs.
    pub terms: Option<Known<Wording>>,
    /// The part of the city, by which people choose what is near.
    pub area: Option<Known<Wording>>,
    /// Where it is.
    pub address: Option<Known<Wording>>,
    /// The number to call, as people write it.
    pub phone: Option<Known<String>>,
    /// Its page on the web.
    pub web: Option<Known<String>>,
    /// When it is open; a mobile unit has its hours with its stops.
    pub hours: Option<Known<Hours>>,
    /// Whether one has to make an appointment.
    pub by_appointment: bool,
    /// Where a mobile unit stops, and when.
    pub stops: Option<Known<Vec<Stop>>>,
    /// When all of this was last checked.
    pub checked: Day,
    /// How it was checked: for editors and reviewers.
    pub source: String,
    /// Where its table begins in the file, in bytes: the heading.
    pub range: Range<usize>,
}

/// A stop of a mobile unit.
#[derive(Clone, Debug)]
pub struct Stop {
    /// Where.
    pub place: Wording,
    /// When.
    pub hours: Known<Hours>,
}

/// What a file says of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Known<T> {
    /// This.
    Yes(T),
    /// `unknown = true`: nobody could confirm it.
    No,
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $variant:ident = $word:literal,)*) => {
        /// What a service is for, in the order in which people look for it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Kind { $($(#[$doc])* $variant,)* }

        impl Kind {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];
            /// The words for them in a file and in the names of labels.
            pub const WORDS: &[&str] = &[$($word,)*];
            /// Reads the word.
            pub fn parse(word: &str) -> Option<Self> { match word { $($word => Some(Self::$variant),)* _ => None } }
            /// Returns the word.
            pub fn as_str(self) -> &'static str { match self { $(Self::$variant => $word,)* } }
        }
    };
}

kinds! {
    /// Sterile needles and syringes.
    NeedleExchange = "needle-exchange",
    /// The antidote to an overdose of opioids.
    Naloxone = "naloxone",
    /// A place to leave used needles.
    Disposal = "disposal",
    /// A bus or van with stops.
    MobileUnit = "mobile-unit",
    /// A doctor or a nurse.
    Doctor = "doctor",
    /// A test for HIV.
    TestHiv = "test-hiv",
    /// A test for hepatitis C.
    TestHcv = "test-hcv",
    /// A test for hepatitis B.
    TestHbv = "test-hbv",
    /// A test for syphilis.
    TestSyphilis = "test-syphilis",
    /// HIV treatment.
    Art = "art",
    /// Withdrawal under care.
    Detox = "detox",
    /// Rehabilitation.
    Rehab = "rehab",
    /// A psychologist.
    Psychologist = "psychologist",
    /// A social worker.
    SocialWorker = "social-worker",
    /// A lawyer.
    Lawyer = "lawyer",
}

impl Services {
    /// Reads `services.toml` of a region; `languages` are those of the site, which every text must speak. What is wrong is
    /// pushed to `found`, all of it; with an error among that there is no directory.
    pub fn parse(
        source: &Source,
        region: &Region,
        languages: &[Lang],
        found: &mut Diagnostics,
    ) -> Option<Self> {
        read::services(source, region, languages, found)
    }

    /// Returns what every page in `lang` must say on this day; a notice without words in the language is left out.
    pub fn notices(&self, lang: &Lang, as_of: Day) -> impl Iterator<Item = &str> {
        let standing = self.notices.iter().filter(move |notice| !notice.is_past(as_of));
        standing.filter_map(|notice| notice.text.text(lang))
    }

    /// Returns whether every text of the directory of places has words in `lang`.
    pub fn speaks(&self, lang: &Lang) -> bool {
        let services = self.services.iter().flat_map(Service::texts);
        std::iter::once(&self.city).chain(services).all(|text| text.text(lang).is_some())
    }
}

impl Service {
    /// Returns when it is open; of a mobile unit, when it is under way. Nothing where the file says nothing.
    pub fn open(&self) -> Option<Known<Hours>> {
        match &self.stops {
            None => self.hours.clone(),
            Some(Known::No) => Some(Known::No),
            Some(Known::Yes(stops)) => {
                let all = stops.iter().map(|stop| stop.hours.yes()).collect::<Option<Vec<_>>>();
                Some(all.map_or(Known::No, |all| Known::Yes(Hours::around(all.into_iter()))))
            }
        }
    }

    /// Returns the stops that are known.
    pub fn known_stops(&self) -> &[Stop] {
        self.stops.as_ref().and_then(Known::yes).map(Vec::as_slice).unwrap_or_default()
    }

    /// Returns whether the last check is too long ago on this day, see [`STALE_AFTER`].
    pub fn is_stale(&self, as_of: Day) -> bool {
        self.checked.plus(STALE_AFTER) < as_of
    }

    /// Returns every text that is known.
    fn texts(&self) -> impl Iterator<Item = &Wording> {
        let optional = [&self.gives, &self.bring, &self.terms, &self.area, &self.address];
        let known = optional.into_iter().flatten().filter_map(Known::yes);
        std::iter::once(&self.name).chain(known).chain(self.known_stops().iter().map(|stop| &stop.place))
    }
}

impl<T> Known<T> {
    /// Returns what is known.
    pub fn yes(&self) -> Option<&T> {
        match self {
            Self::Yes(value) => Some(value),
            Self::No => None,
        }
    }

    /// Makes something else of what is known.
    pub fn map<U>(self, make: impl FnOnce(T) -> U) -> Known<U> {
        match self {
            Self::Yes(value) => Known::Yes(make(value)),
            Self::No => Known::No,
        }
    }
}

#[cfg(test)]
mod tests;
