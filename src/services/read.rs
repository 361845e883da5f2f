//! Reading `services.toml`: what is true of the whole directory, and tables `[services.<id>]`, each a service.

use super::{Hours, Kind, Known, Service, Services, Stop};
use crate::base::address::Address;
use crate::base::day::Day;
use crate::base::lang::Lang;
use crate::base::name::{Region, ServiceId};
use crate::base::phone::{country, is_phone};
use crate::base::wording::Wording;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::project::text;
use crate::source::{Source, Span};
use crate::toml_file::{Placed, Read, Table, Value, Words};

/// The most characters of a name, a place or a part of the city.
const LONGEST_NAME: usize = 120;

/// The most characters of what is said of a service.
const LONGEST_TEXT: usize = 600;

/// The areas of the IANA time zone database, of which every name but `UTC` begins with one.
const AREAS: [&str; 11] = [
    "Africa",
    "America",
    "Antarctica",
    "Arctic",
    "Asia",
    "Atlantic",
    "Australia",
    "Etc",
    "Europe",
    "Indian",
    "Pacific",
];

/// See [`Services::parse`].
pub(super) fn services(
    source: &Source,
    region: &Region,
    languages: &[Lang],
    found: &mut Diagnostics,
) -> Option<Services> {
    let mut own = Diagnostics::new();
    let services = Table::of_file(source, &mut own).and_then(|mut table| {
        let example = table.take_optional::<bool>("example", &mut own).is_some_and(|example| example.value);
        let mut reader = Reader { languages, example, found: &mut own };
        let city = reader.words(&mut table, "city", LONGEST_NAME);
        let country = reader.parsed(&mut table, "country", COUNTRY, country);
        let time_zone = reader.parsed(&mut table, "time_zone", TIME_ZONE, time_zone);
        let list = table.take::<Table<'_>>("services", reader.found);
        let services = list.map(|list| reader.services(list));
        let notices = table.take_optional::<Table<'_>>("notices", reader.found);
        let notices = reader.notices(notices);
        table.finish(reader.found);
        Some(Services {
            region: region.clone(),
            example,
            city: city?,
            country: country?.value,
            time_zone: time_zone?.value,
            services: services?,
            notices,
        })
    });
    let sound = !own.has_errors();
    found.append(own);
    services.filter(|_| sound)
}

const COUNTRY: &str = "a country in two capital letters, such as `KZ`";
const TIME_ZONE: &str = "a time zone such as `Asia/Almaty`";

/// A name of the IANA database by its form: the database itself changes several times a year.
fn time_zone(text: &str) -> Option<String> {
    let (area, place) = text.split_once('/').unwrap_or((text, ""));
    let word = |word: &str| {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_-+".contains(&byte);
        (1..=30).contains(&word.len()) && word.bytes().all(plain)
    };
    let known = text == "UTC" || AREAS.contains(&area) && place.split('/').take(3).all(word);
    (known && text.len() <= 60).then(|| text.to_owned())
}

/// What every part of the file is read with.
pub(super) struct Reader<'r> {
    languages: &'r [Lang],
    example: bool,
    pub(super) found: &'r mut Diagnostics,
}

impl Reader<'_> {
    fn services(&mut self, list: Placed<Table<'_>>) -> Vec<Service> {
        let mut services = Vec::new();
        let entries = list.value.into_entries();
        if entries.is_empty() {
            let empty = Diagnostic::error(Code::MissingKey, "there is no service in this directory");
            self.found.push(empty.at(&list.span, "").help("add a table `[services.night-bus]` for each"));
        }
        for (id, value) in entries {
            let what = "a name for a service: small letters, digits and single hyphens, a letter first";
            let id = id.parse_as(what, ServiceId::parse, self.found);
            let table = value.read::<Table<'_>>(self.found);
            let service = table.and_then(|table| self.service(id.as_ref().map(|id| &id.value), table));
            services.extend(service);
        }
        services
    }

    /// Reads one service; one with a wrong name is still looked at.
    fn service(&mut self, id: Option<&ServiceId>, table: Placed<Table<'_>>) -> Option<Service> {
        let Placed { value: mut table, span } = table;
        self.must_be_found(&table, &span);
        let name = self.words(&mut table, "name", LONGEST_NAME);
        let kinds = self.kinds(&mut table);
        let [gives, bring, terms] =
            ["gives", "bring", "terms"].map(|key| self.known_words(&mut table, key, LONGEST_TEXT));
        let [area, address] = ["area", "address"].map(|key| self.known_words(&mut table, key, LONGEST_NAME));
        let (phone, web) = (self.phone(&mut table), self.web(&mut table));
        let (hours, stops) = self.times(&mut table, &span, kinds.contains(&Kind::MobileUnit));
        let by_appointment = table.take_optional::<bool>("by_appointment", self.found);
        let checked = table.take::<Day>("checked", self.found);
        let source = self.source(&mut table, "how this was checked: who was asked, and when");
        table.finish(self.found);
        Some(Service {
            id: id?.clone(),
            name: name?,
            kinds,
            gives,
            bring,
            terms,
            area,
            address,
            phone,
            web,
            hours,
            by_appointment: by_appointment.is_some_and(|only| only.value),
            stops,
            checked: checked?.value,
            source: source?,
            range: span.range(),
        })
    }

    /// A service has a place, or a way to ask for it.
    fn must_be_found(&mut self, table: &Table<'_>, at: &Span) {
        let ways = ["address", "stops", "phone", "web"];
        if table.is_whole() && ways.iter().all(|key| table.key_span(key).is_none()) {
            let lost = Diagnostic::error(Code::MissingKey, "nothing says where this service can be found")
                .at(at, "")
                .help("add `address`, `phone` or `web`, or `stops` for a mobile unit");
            self.found.push(lost);
        }
    }

    fn kinds(&mut self, table: &mut Table<'_>) -> Vec<Kind> {
        let mut kinds: Vec<Placed<Kind>> = Vec::new();
        let Some(list) = table.take::<Vec<Placed<String>>>("kinds", self.found) else { return Vec::new() };
        if list.value.is_empty() {
            let empty = Diagnostic::error(Code::WrongValue, "nothing says what this service is for");
            self.found.push(empty.at(&list.span, "").help("name its kinds, such as `\"needle-exchange\"`"));
        }
        for word in list.value {
            let Some(kind) = word.one_of(Kind::WORDS, Kind::parse, self.found) else { continue };
            match kinds.iter().find(|known| known.value == kind.value) {
                Some(before) => {
                    let message = format!("`{}` is named twice", kind.value.as_str());
                    let twice = Diagnostic::error(Code::WrongValue, message)
                        .at(&kind.span, "")
                        .at(&before.span, "here before")
                        .help("keep one of the two");
                    self.found.push(twice);
                }
                None => kinds.push(kind),
            }
        }
        let mut kinds: Vec<Kind> = kinds.into_iter().map(|kind| kind.value).collect();
        kinds.sort_unstable();
        kinds
    }

    fn phone(&mut self, table: &mut Table<'_>) -> Option<Known<String>> {
        let what =
            "a phone number: 2 to 15 digits, with spaces, `-`, pairs of brackets and a `+` at the beginning";
        let number = |text: &str| is_phone(text.trim()).then(|| text.trim().to_owned());
        let phone = self.known_text(table, "phone", what, number)?;
        if self.example && phone.value.yes().is_some_and(|number| !number.starts_with("+0")) {
            // ITU-T E.164: no country code begins with 0.
            let real = Diagnostic::error(Code::WrongValue, "the number of an example could be dialled")
                .at(phone.span, "")
                .help("begin it with `+0`, as no number in the world does");
            self.found.push(real);
        }
        Some(phone.value)
    }

    fn web(&mut self, table: &mut Table<'_>) -> Option<Known<String>> {
        let what = "the address of a page, such as `https://help.example/`";
        let example = self.example;
        let address = |text: &str| {
            let to = Address::parse(text).filter(|to| to.is_secure() || to.is_onion())?;
            // RFC 2606: nobody can ever have a name that ends so.
            Some((to.page(), !example || to.host().ends_with(".example")))
        };
        let web = self.known_text(table, "web", what, address)?;
        if web.value.yes().is_some_and(|(_, fits)| !fits) {
            let real = Diagnostic::error(Code::WrongValue, "the address of an example could be visited")
                .at(web.span, "")
                .help("give it a host that ends with `.example`");
            self.found.push(real);
        }
        Some(web.value.map(|(address, _)| address))
    }

    /// Reads when a service is open: a mobile unit by its stops, any other by its hours.
    fn times(
        &mut self,
        table: &mut Table<'_>,
        at: &Span,
        mobile: bool,
    ) -> (Option<Known<Hours>>, Option<Known<Vec<Stop>>>) {
        let (hours_at, stops_at) = (table.key_span("hours"), table.key_span("stops"));
        let by_appointment = table.key_span("by_appointment").is_some();
        let fault = match (mobile, hours_at, stops_at) {
            (true, Some(span), _) => {
                Diagnostic::error(Code::WrongValue, "a mobile unit has its hours at each of its stops")
                    .at(span, "")
                    .help("move the hours to the stops")
            }
            (false, _, Some(span)) => Diagnostic::error(Code::WrongValue, "only a mobile unit has stops")
                .at(span, "")
                .help("add the kind `mobile-unit`, or write a service for each place"),
            (true, None, None) if table.is_whole() => {
                Diagnostic::error(Code::MissingKey, "nothing says where this mobile unit stops")
                    .at(at, "")
                    .help("add each stop with its `place` and `hours`, or `stops = { unknown = true }`")
            }
            (false, None, None) if table.is_whole() && !by_appointment => {
                Diagnostic::error(Code::MissingKey, "nothing says when this service is open")
                    .at(at, "")
                    .help("add `hours`, or `by_appointment = true`")
            }
            _ => return self.read_times(table),
        };
        self.found.push(fault);
        self.read_times(table)
    }

    fn read_times(&mut self, table: &mut Table<'_>) -> (Option<Known<Hours>>, Option<Known<Vec<Stop>>>) {
        let hours = table.take_optional::<Known<Hours>>("hours", self.found).map(|hours| hours.value);
        let stops = table.take_optional::<Known<Vec<Placed<Table<'_>>>>>("stops", self.found);
        if let Some(stops) = stops.as_ref().filter(|stops| stops.value.yes().is_some_and(Vec::is_empty)) {
            let empty = Diagnostic::error(Code::WrongValue, "there are no stops in the brackets");
            let help = "add each stop with its `place` and `hours`, or write `{ unknown = true }`";
            self.found.push(empty.at(&stops.span, "").help(help));
        }
        (hours, stops.map(|stops| stops.value.map(|stops| self.stops(stops))))
    }

    fn stops(&mut self, stops: Vec<Placed<Table<'_>>>) -> Vec<Stop> {
        let stops = stops.into_iter().filter_map(|Placed { value: table, span }| {
            let mut table = table.at(span);
            let place = self.words(&mut table, "place", LONGEST_NAME);
            let hours = table.take::<Known<Hours>>("hours", self.found);
            table.finish(self.found);
            Some(Stop { place: place?, hours: hours?.value })
        });
        stops.collect()
    }

    /// Takes a text that must be there as what `what` describes.
    fn parsed<T>(
        &mut self,
        table: &mut Table<'_>,
        key: &'static str,
        what: &str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Option<Placed<T>> {
        table.take::<String>(key, self.found)?.parse_as(what, parse, self.found)
    }

    /// Takes where something comes from, which must be said.
    pub(super) fn source(&mut self, table: &mut Table<'_>, what: &str) -> Option<String> {
        let words = |text: &str| (!text.trim().is_empty()).then(|| text.trim().to_owned());
        Some(self.parsed(table, "source", what, words)?.value)
    }

    /// Takes a text that may be absent or unknown as what `what` describes.
    fn known_text<T>(
        &mut self,
        table: &mut Table<'_>,
        key: &'static str,
        what: &str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Option<Placed<Known<T>>> {
        let Placed { value, span } = table.take_optional::<Known<String>>(key, self.found)?;
        let value = match value {
            Known::Yes(value) => {
                let text = Placed { value, span: span.clone() };
                Known::Yes(text.parse_as(what, parse, self.found)?.value)
            }
            Known::No => Known::No,
        };
        Some(Placed { value, span })
    }

    /// Takes words that must be there, in every language of the site.
    fn words(&mut self, table: &mut Table<'_>, key: &'static str, longest: usize) -> Option<Wording> {
        let words = table.take::<Words>(key, self.found)?;
        Some(self.wording(&words, key, longest))
    }

    /// Takes words that may be absent or unknown.
    fn known_words(
        &mut self,
        table: &mut Table<'_>,
        key: &'static str,
        longest: usize,
    ) -> Option<Known<Wording>> {
        let Placed { value, span } = table.take_optional::<Known<Words>>(key, self.found)?;
        Some(value.map(|value| self.wording(&Placed { value, span }, key, longest)))
    }

    /// Checks words in every language: plain, in one line, not too long.
    pub(super) fn wording(&mut self, words: &Placed<Words>, key: &str, longest: usize) -> Wording {
        words.must_speak(self.languages, self.found);
        for Placed { value, span } in words.value.texts() {
            let mut wrong = |message: String, help: &str| {
                self.found.push(Diagnostic::error(Code::WrongValue, message).at(span, "").help(help));
            };
            let length = value.trim().chars().count();
            if length == 0 {
                wrong("there are no words between the quotes".to_owned(), "write them, or take the key out");
            } else if value.contains(['\n', '\r', '\t']) {
                wrong(format!("`{key}` must be a single line"), "write it on one line, without tabs");
            } else if length > longest {
                let message = format!("`{key}` has {length} characters, and {longest} are the most");
                wrong(message, "say it in fewer words");
            } else if let Some(flaw) = text::flaw(&format!("`{key}`"), value) {
                self.found.push(flaw.at(span, ""));
            }
        }
        words.value.trimmed()
    }
}

/// A value, or `{ unknown = true }` in its place.
impl<'a, T: Read<'a>> Read<'a> for Known<T> {
    const WHAT: &'static str = T::WHAT;

    fn read(value: Value<'a>, found: &mut Diagnostics) -> Option<Self> {
        if !value.has_key("unknown") {
            return Some(Self::Yes(value.read(found)?.value));
        }
        let mut table = value.read::<Table<'a>>(found)?.value;
        let unknown = table.take::<bool>("unknown", found);
        table.finish(found);
        let unknown = unknown?;
        if !unknown.value {
            let known = Diagnostic::error(Code::WrongValue, "what is known stands here itself")
                .at(&unknown.span, "")
                .help("write it in place of `unknown`, or write `unknown = true`");
            found.push(known);
        }
        Some(Self::No)
    }
}
