//! What the page of services shows: first what people look for, then every service once.
//!
//! Texts are plain and are escaped by the template.

use serde::Serialize;
use tera::Value;

use super::frame::Dated;
use super::inline::phone_href;
use super::view::ReviewView;
use crate::base::address::is_within_tor;
use crate::base::day::Day;
use crate::base::lang::Lang;
use crate::base::wording::Wording;
use crate::services::{Hours, Kind, Known, Opening, Service, Services, Weekday};
use crate::theme::Labels;

mod near;

pub use near::{NearView, WhereNow};

/// The page of services; `services.html`.
#[derive(Clone, Debug, Serialize)]
pub struct ServicesView {
    /// The directory.
    pub directory: DirectoryView,
    /// The scripts that this page carries beside those of every page: `code` and `hash` of each.
    pub scripts: Value,
    /// The day since which its review is overdue.
    pub expired: Option<Dated>,
    /// Who checked it.
    pub review: ReviewView,
}

/// A directory in one language.
#[derive(Clone, Debug, Serialize)]
pub struct DirectoryView {
    /// The city.
    pub city: String,
    /// The country's name.
    pub country: String,
    /// The name of the time zone of all hours.
    pub time_zone: String,
    /// What every service must say of itself where all of them are made up.
    pub example: Option<String>,
    /// What people look for, each with the services that have it.
    pub kinds: Vec<KindView>,
    /// The places and stops whose hours are known: a script shows those that are open.
    pub hours: Vec<OpenView>,
    /// The services.
    pub services: Vec<ServiceView>,
}

/// A place, or a stop of a bus, and the minutes of the week when it is open.
#[derive(Clone, Debug, Serialize)]
pub struct OpenView {
    /// The service's id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The stop.
    pub stop: Option<String>,
    /// The spans of [`Hours::week`], each as `1080-1200`, with spaces between them.
    pub week: String,
    /// The number to call.
    pub phone: Option<Field>,
    /// The labels of its kinds.
    pub kinds: Vec<String>,
    /// Whether one has to make an appointment.
    pub by_appointment: bool,
    /// Whether it was last checked too long ago.
    pub stale: bool,
}

/// A kind of service.
#[derive(Clone, Debug, Serialize)]
pub struct KindView {
    /// Its word, used in the heading's id: `needle-exchange`.
    pub id: &'static str,
    /// Its label.
    pub label: String,
    /// The services that have it.
    pub doors: Vec<DoorView>,
}

/// The way to a service, with what one needs to choose between several.
#[derive(Clone, Debug, Serialize)]
pub struct DoorView {
    /// The service's id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The part of the city.
    pub area: Option<Field>,
    /// Whether it is open after nine in the evening.
    pub late: bool,
    /// When it is open; of a bus, when it is under way.
    pub hours: Option<HoursView>,
    /// Whether one has to make an appointment.
    pub by_appointment: bool,
}

/// A service.
#[derive(Clone, Debug, Serialize)]
pub struct ServiceView {
    /// Its id, unique on the page.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The labels of its kinds.
    pub kinds: Vec<String>,
    /// What one gets there.
    pub gives: Option<Field>,
    /// What to bring.
    pub bring: Option<Field>,
    /// Who may come and what it costs.
    pub terms: Option<Field>,
    /// The part of the city.
    pub area: Option<Field>,
    /// Where it is.
    pub address: Option<Field>,
    /// The number, to be tapped unless it is an example.
    pub phone: Option<Field>,
    /// The page on the web, to be opened unless it is an example or within Tor.
    pub web: Option<Field>,
    /// When it is open.
    pub hours: Option<HoursView>,
    /// Whether one has to make an appointment.
    pub by_appointment: bool,
    /// Where a mobile unit stops.
    pub stops: Option<StopsView>,
    /// When it was last checked.
    pub checked: Dated,
    /// Whether that is too long ago.
    pub stale: bool,
}

/// What is said of one thing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Field {
    /// The words; of what nobody could confirm, the label that says so.
    pub text: String,
    /// Where they lead.
    pub href: Option<String>,
    /// Whether nobody could confirm it.
    pub unknown: bool,
}

/// The hours of a week.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HoursView {
    /// What stands there where nobody could confirm them.
    pub unknown: Option<Field>,
    /// Days that are alike, with their hours.
    pub rows: Vec<HoursRow>,
}

/// Days that are alike.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HoursRow {
    /// The days: `Mon–Fri`.
    pub days: String,
    /// The spans of time, `18:00–22:00`; on closed days the word for that.
    pub spans: Vec<String>,
}

/// The stops of a mobile unit.
#[derive(Clone, Debug, Serialize)]
pub struct StopsView {
    /// What stands there where nobody could confirm them.
    pub unknown: Option<Field>,
    /// The stops.
    pub stops: Vec<StopView>,
}

/// A stop.
#[derive(Clone, Debug, Serialize)]
pub struct StopView {
    /// Where.
    pub place: String,
    /// When.
    pub hours: HoursView,
}

impl DirectoryView {
    /// Shows a directory in a language that it speaks, as it stands on the day `as_of`.
    pub fn new(services: &Services, lang: &Lang, labels: &Labels, as_of: Day) -> Self {
        let words = Words { lang, labels, example: services.example };
        let kinds = Kind::ALL.iter().map(|kind| {
            let with = services.services.iter().filter(|service| service.kinds.contains(kind));
            KindView {
                id: kind.as_str(),
                label: words.kind(*kind),
                doors: with.map(|service| words.door(service)).collect(),
            }
        });
        let service = |service: &Service| words.service(service, as_of);
        let hours = services.services.iter().flat_map(|service| words.hours_of(service, as_of));
        Self {
            hours: hours.collect(),
            city: words.text(&services.city),
            country: labels.country(&services.country).to_owned(),
            time_zone: services.time_zone.clone(),
            example: services.example.then(|| labels.get("service_example").to_owned()),
            kinds: kinds.filter(|kind| !kind.doors.is_empty()).collect(),
            services: services.services.iter().map(service).collect(),
        }
    }
}

/// What a directory is put into words with.
struct Words<'a> {
    lang: &'a Lang,
    labels: &'a Labels,
    example: bool,
}

impl Words<'_> {
    fn text(&self, words: &Wording) -> String {
        words.text(self.lang).unwrap_or_default().to_owned()
    }

    fn kind(&self, kind: Kind) -> String {
        self.labels.get(&format!("service_{}", kind.as_str())).to_owned()
    }

    fn said(text: String) -> Field {
        Field { text, href: None, unknown: false }
    }

    fn unknown(&self) -> Field {
        Field { text: self.labels.get("unconfirmed").to_owned(), href: None, unknown: true }
    }

    fn field(&self, known: &Known<Wording>) -> Field {
        known.yes().map_or_else(|| self.unknown(), |words| Self::said(self.text(words)))
    }

    /// Words that lead somewhere, unless they are an example.
    fn way(&self, known: &Known<String>, href: impl FnOnce(&str) -> Option<String>) -> Field {
        let Some(text) = known.yes() else { return self.unknown() };
        let href = if self.example { None } else { href(text) };
        Field { href, ..Self::said(text.clone()) }
    }

    fn phone(&self, service: &Service) -> Option<Field> {
        service.phone.as_ref().map(|phone| self.way(phone, phone_href))
    }

    fn web(&self, web: &Known<String>) -> Field {
        self.way(web, |address| (!is_within_tor(address)).then(|| address.to_owned()))
    }

    /// The hours of a service, or of each of its stops, where they are known.
    fn hours_of(&self, service: &Service, as_of: Day) -> Vec<OpenView> {
        let own = service.hours.as_ref().and_then(Known::yes).map(|hours| (None, hours));
        let stops = service.known_stops().iter().filter_map(|stop| Some((Some(stop), stop.hours.yes()?)));
        let all = own.into_iter().chain(stops).map(|(stop, hours)| {
            let week = hours.week().into_iter().map(|(from, to)| format!("{from}-{to}"));
            OpenView {
                id: service.id.to_string(),
                name: self.text(&service.name),
                stop: stop.map(|stop| self.text(&stop.place)),
                week: week.collect::<Vec<_>>().join(" "),
                phone: self.phone(service).filter(|phone| !phone.unknown),
                kinds: service.kinds.iter().map(|kind| self.kind(*kind)).collect(),
                by_appointment: service.by_appointment,
                stale: service.is_stale(as_of),
            }
        });
        all.collect()
    }

    fn door(&self, service: &Service) -> DoorView {
        let open = service.open();
        DoorView {
            id: service.id.to_string(),
            name: self.text(&service.name),
            area: service.area.as_ref().map(|area| self.field(area)),
            late: open.as_ref().and_then(Known::yes).is_some_and(Hours::is_late),
            hours: open.as_ref().map(|hours| self.hours(hours, false)),
            by_appointment: service.by_appointment,
        }
    }

    fn service(&self, service: &Service, as_of: Day) -> ServiceView {
        let field = |known: &Option<Known<Wording>>| known.as_ref().map(|known| self.field(known));
        let stop = |stop: &crate::services::Stop| StopView {
            place: self.text(&stop.place),
            hours: self.hours(&stop.hours, false),
        };
        ServiceView {
            id: service.id.to_string(),
            name: self.text(&service.name),
            kinds: service.kinds.iter().map(|kind| self.kind(*kind)).collect(),
            gives: field(&service.gives),
            bring: field(&service.bring),
            terms: field(&service.terms),
            area: field(&service.area),
            address: field(&service.address),
            phone: self.phone(service),
            web: service.web.as_ref().map(|web| self.web(web)),
            hours: service.hours.as_ref().map(|hours| self.hours(hours, true)),
            by_appointment: service.by_appointment,
            stops: service.stops.as_ref().map(|stops| StopsView {
                unknown: stops.yes().is_none().then(|| self.unknown()),
                stops: service.known_stops().iter().map(stop).collect(),
            }),
            checked: Dated::new(service.checked, self.labels),
            stale: service.is_stale(as_of),
        }
    }

    /// The hours in rows of days that are alike; closed days are named if `all`.
    fn hours(&self, hours: &Known<Hours>, all: bool) -> HoursView {
        let Some(hours) = hours.yes() else {
            return HoursView { unknown: Some(self.unknown()), rows: Vec::new() };
        };
        let rows = alike(hours).into_iter().filter(|(_, openings)| all || !openings.is_empty());
        let rows =
            rows.map(|(days, openings)| HoursRow { days: self.days(&days), spans: self.spans(openings) });
        HoursView { unknown: None, rows: rows.collect() }
    }

    /// Days in a row as one stretch: `Mon–Fri`; all seven have a word of their own.
    fn days(&self, days: &[Weekday]) -> String {
        let label = |day: &Weekday| self.labels.get(&format!("weekday_{}", day.as_str()));
        match days {
            all if all.len() == Weekday::ALL.len() => self.labels.get("weekday_all").to_owned(),
            [first, _, .., last] => format!("{}–{}", label(first), label(last)),
            few => few.iter().map(label).collect::<Vec<_>>().join(", "),
        }
    }

    fn spans(&self, openings: &[Opening]) -> Vec<String> {
        if openings.is_empty() {
            return vec![self.labels.get("service_closed").to_owned()];
        }
        openings.iter().map(|opening| self.span(*opening)).collect()
    }

    fn span(&self, opening: Opening) -> String {
        if opening.is_all_day() {
            return self.labels.get("service_all_day").to_owned();
        }
        let time = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
        let (to, next) = match opening.to.checked_sub(24 * 60) {
            Some(to) if to > 0 => (to, format!(" {}", self.labels.get("service_next_day"))),
            _ => (opening.to, String::new()),
        };
        format!("{}–{}{next}", time(opening.from), time(to))
    }
}

/// The days of a week from Monday, those in a row that have the same hours together.
fn alike(hours: &Hours) -> Vec<(Vec<Weekday>, &[Opening])> {
    let mut rows: Vec<(Vec<Weekday>, &[Opening])> = Vec::new();
    for day in Weekday::ALL {
        match rows.last_mut() {
            Some((days, openings)) if *openings == hours.on(day) => days.push(day),
            _ => rows.push((vec![day], hours.on(day))),
        }
    }
    rows
}
