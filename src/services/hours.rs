//! Hours of a week: days, or stretches of days, each with one span or several.
//!
//! Invariant: of hours that a file gives, no span is empty or longer than a day, and no two overlap, not even from one week
//! into the next.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::Span;
use crate::toml_file::{Placed, Read, Table, Value};

/// The minutes of a day.
const DAY: u16 = 24 * 60;

/// The minutes of a week.
const WEEK: u16 = 7 * DAY;

/// The minute of the day from which a place counts as open late.
const LATE: u16 = 21 * 60;

/// The most spans of one day; each may stand for seven.
const MOST_SPANS: usize = 12;

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "their names say it")]
pub enum Weekday {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

impl Weekday {
    /// All seven, in their order.
    pub const ALL: [Self; 7] = [
        Self::Monday,
        Self::Tuesday,
        Self::Wednesday,
        Self::Thursday,
        Self::Friday,
        Self::Saturday,
        Self::Sunday,
    ];

    /// The words for them in a file and in the names of labels.
    pub const WORDS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        let place = Self::WORDS.iter().position(|known| *known == word)?;
        Some(Self::ALL[place])
    }

    /// Returns the word.
    pub fn as_str(self) -> &'static str {
        Self::WORDS[self as usize]
    }
}

/// A span of time on a day, in minutes from its midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Opening {
    /// When it begins, below 1440.
    pub from: u16,
    /// When it ends, at most a day after it begins: beyond 1440 on the next day.
    pub to: u16,
}

impl Opening {
    /// Returns whether it is a whole day from midnight to midnight.
    pub fn is_all_day(self) -> bool {
        self.from == 0 && self.to == DAY
    }

    /// Reads `HH:MM-HH:MM`; an end before the beginning lies on the next day. A span without length is `None`.
    fn parse(text: &str) -> Option<Self> {
        let (from, to) = text.split_once('-')?;
        let (from, to) = (minute(from)?, minute(to)?);
        let to = if to < from { to + DAY } else { to };
        (from < DAY && from != to).then_some(Self { from, to })
    }
}

/// Reads `HH:MM`, up to `24:00`, as minutes.
fn minute(text: &str) -> Option<u16> {
    let (hour, minute) = text.split_once(':')?;
    let number = |text: &str| {
        let digits = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| text.parse::<u16>().ok()).flatten()
    };
    let (hour, minute) = (number(hour)?, number(minute)?);
    let minutes = hour * 60 + minute;
    (minute < 60 && minutes <= DAY).then_some(minutes)
}

/// When something is open in a week; never never.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hours {
    days: [Vec<Opening>; 7],
}

impl Hours {
    /// Returns from when to when a bus is under way that has these hours at its stops: on each day from the first
    /// beginning to the last end.
    pub fn around<'a>(stops: impl Iterator<Item = &'a Self>) -> Self {
        let mut around = Self::default();
        for hours in stops {
            for (day, openings) in around.days.iter_mut().zip(&hours.days) {
                day.extend(openings);
            }
        }
        for day in &mut around.days {
            let ends =
                day.iter().map(|opening| opening.from).min().zip(day.iter().map(|opening| opening.to).max());
            *day = ends.map(|(from, to)| Opening { from, to }).into_iter().collect();
        }
        around
    }

    /// Returns the spans of the whole week in minutes from Monday's midnight, sorted, those that touch joined to one: the first
    /// minute, below 10,080, and the one after the last, beyond 10,080 in the next week.
    pub fn week(&self) -> Vec<(u16, u16)> {
        let mut week: Vec<(u16, u16)> = Vec::new();
        for (day, openings) in (0..).zip(&self.days) {
            for opening in openings {
                let (from, to) = (day * DAY + opening.from, day * DAY + opening.to);
                match week.last_mut().filter(|before| before.1 == from) {
                    Some(before) => before.1 = to,
                    None => week.push((from, to)),
                }
            }
        }
        // Sunday night goes on into Monday.
        if let [first, .., last] = week[..]
            && last.1 == first.0 + WEEK
        {
            week.remove(0);
            week.pop();
            week.push((last.0, last.1 + first.1 - first.0));
        }
        week
    }

    /// Returns whether it is open on some day after nine in the evening.
    pub fn is_late(&self) -> bool {
        self.days.iter().flatten().any(|opening| opening.to > LATE)
    }

    /// Returns the spans that begin on this day, in their order; none where it is closed.
    pub fn on(&self, day: Weekday) -> &[Opening] {
        &self.days[day as usize]
    }
}

impl<'a> Read<'a> for Hours {
    const WHAT: &'static str = "a table of days with their hours, such as `{ mon-fri = \"09:00-18:00\" }`";

    /// Reads days, `mon`, or stretches of days, `mon-fri`, each with one span or a list of them.
    fn read(value: Value<'a>, found: &mut Diagnostics) -> Option<Self> {
        let Placed { value: table, span } = value.read::<Table<'a>>(found)?;
        let mut own = Diagnostics::new();
        let mut week = Week::default();
        for (name, value) in table.into_entries() {
            let name = name.parse_as(DAYS, days, &mut own);
            let openings = openings(value, &mut own);
            week.add(name, &openings, &mut own);
        }
        if week.spans.is_empty() && own.is_empty() {
            own.push(
                Diagnostic::error(Code::WrongValue, "no day has hours here")
                    .at(&span, "")
                    .help("name the days when it is open, or write `unknown = true` if nobody could say"),
            );
        }
        let hours = week.hours(&mut own);
        let sound = own.is_empty();
        found.append(own);
        sound.then_some(hours)
    }
}

/// What names the days of hours.
const DAYS: &str = "a day such as `mon`, or days in a row such as `mon-fri`";

/// Reads `mon` or `mon-fri`; a stretch may run over Sunday.
fn days(name: &str) -> Option<Vec<Weekday>> {
    let Some((first, last)) = name.split_once('-') else {
        return Weekday::parse(name).map(|day| vec![day]);
    };
    let (first, last) = (Weekday::parse(first)?, Weekday::parse(last)?);
    let length = (last as usize + 7 - first as usize) % 7 + 1;
    let days = Weekday::ALL.into_iter().cycle().skip(first as usize).take(length);
    (first != last).then(|| days.collect())
}

/// Reads one span or a list of them; what is no span is told and left out.
fn openings(value: Value<'_>, found: &mut Diagnostics) -> Vec<Placed<Opening>> {
    let texts = if value.is_text() {
        value.read::<String>(found).into_iter().collect()
    } else {
        let Some(list) = value.read::<Vec<Placed<String>>>(found) else { return Vec::new() };
        if list.value.is_empty() {
            let empty = Diagnostic::error(Code::WrongValue, "there are no hours in the brackets");
            found.push(empty.at(&list.span, "").help("leave out the days when it is closed"));
        }
        if list.value.len() > MOST_SPANS {
            let message = format!("no day has {} spans of hours", list.value.len());
            let many = Diagnostic::error(Code::WrongValue, message);
            found.push(many.at(&list.span, "").help(format!("write at most {MOST_SPANS}")));
        }
        list.value
    };
    texts.into_iter().take(MOST_SPANS).filter_map(|text| opening(text, found)).collect()
}

fn opening(text: Placed<String>, found: &mut Diagnostics) -> Option<Placed<Opening>> {
    if text.value.split_once('-').is_some_and(|(from, to)| from == to && minute(from).is_some()) {
        let never = Diagnostic::error(Code::WrongValue, "these hours end when they begin")
            .at(&text.span, "")
            .help("write a whole day as `00:00-24:00`");
        found.push(never);
        return None;
    }
    text.parse_as("hours such as `09:00-18:00`", Opening::parse, found)
}

/// A week in the making: which key names each day, and every span with its place.
#[derive(Default)]
struct Week {
    named: [Option<Span>; 7],
    spans: Vec<(Weekday, Placed<Opening>)>,
}

impl Week {
    /// Adds the hours of some days, and pushes which of them were named before.
    fn add(
        &mut self,
        name: Option<Placed<Vec<Weekday>>>,
        openings: &[Placed<Opening>],
        found: &mut Diagnostics,
    ) {
        let Some(Placed { value: days, span }) = name else { return };
        for day in days {
            if let Some(before) = self.named[day as usize].replace(span.clone()) {
                let message = format!("the hours of `{}` are given twice", day.as_str());
                let twice = Diagnostic::error(Code::WrongValue, message)
                    .at(&span, "")
                    .at(&before, "here before")
                    .help("name each day once, with all of its hours: `[\"09:00-12:00\", \"14:00-18:00\"]`");
                found.push(twice);
            } else {
                self.spans.extend(openings.iter().map(|opening| (day, opening.clone())));
            }
        }
    }

    /// Sorts the spans into their days, and pushes those that overlap.
    fn hours(mut self, found: &mut Diagnostics) -> Hours {
        self.spans.sort_by_key(|(day, opening)| (*day, opening.value));
        let at = |day: Weekday, minute: u16| u32::from(DAY) * day as u32 + u32::from(minute);
        // After the last one of the week comes the first one of the next.
        let next = self.spans.iter().skip(1).map(|span| (0, span));
        let next = next.chain(self.spans.first().map(|span| (7 * u32::from(DAY), span)));
        for ((day, one), (week, (next_day, other))) in self.spans.iter().zip(next) {
            if at(*day, one.value.to) > week + at(*next_day, other.value.from) {
                let overlap =
                    Diagnostic::error(Code::WrongValue, "these hours begin before others have ended")
                        .at(&other.span, "")
                        .at(&one.span, "the others")
                        .help("join the two spans, or correct one of them");
                found.push(overlap);
            }
        }
        let mut hours = Hours::default();
        for (day, opening) in self.spans {
            hours.days[day as usize].push(opening.value);
        }
        hours
    }
}
