//! Calendar days without a time or a zone, as notes and facts write them.
//!
//! Invariant: a `Day` is a real day of the years 2000 to 2199 and its text is always `YYYY-MM-DD`.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use jiff::{Span, ToSpan};

/// A calendar day, read as a day in UTC wherever a time is needed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(Date);

impl Day {
    /// Reads exactly `YYYY-MM-DD`; other forms, impossible days and years outside 2000–2199 are `None`.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let shaped = bytes.len() == 10
            && bytes.iter().enumerate().all(|(place, byte)| match place {
                4 | 7 => *byte == b'-',
                _ => byte.is_ascii_digit(),
            });
        let date = shaped.then(|| Date::from_str(text).ok()).flatten()?;
        Self::from_date(date)
    }

    /// Wraps a date of `jiff`; years outside 2000–2199 are `None`.
    pub fn from_date(date: Date) -> Option<Self> {
        (2000..2200).contains(&date.year()).then_some(Self(date))
    }

    /// Makes a day from year, month (1–12) and day (1–31).
    pub fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        Self::from_date(Date::new(year, month, day).ok()?)
    }

    /// Returns the day `days` later, or the last day there is.
    #[must_use]
    pub fn plus_days(self, days: i32) -> Self {
        Self(self.0.saturating_add(days.days()))
    }

    /// Returns the day one `period` later, or the last day there is.
    #[must_use]
    pub fn plus(self, period: Period) -> Self {
        Self(self.0.saturating_add(period.span()))
    }

    /// Returns how many days there are from this day to `other`; fewer than none where that is earlier.
    pub fn days_to(self, other: Self) -> i32 {
        // Two centuries of days fit, and whole days are all that lies between two dates.
        (other.0 - self.0).get_days()
    }

    /// Returns the day as `YYYYMMDD`, as `allowed_signers` and `-Overify-time` write it (add the `Z`).
    pub fn compact(self) -> String {
        format!("{:04}{:02}{:02}", self.0.year(), self.0.month(), self.0.day())
    }

    /// Returns year, month (1–12) and day (1–31), for a theme to write in its language.
    pub fn parts(self) -> (i16, i8, i8) {
        (self.0.year(), self.0.month(), self.0.day())
    }
}

impl fmt::Display for Day {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.parts();
        write!(out, "{year:04}-{month:02}-{day:02}")
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

/// A length of time in calendar terms, such as `12 months`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Period {
    /// So many days.
    Days(i32),
    /// So many months.
    Months(i32),
}

impl Period {
    /// Reads `N days`, `N weeks`, `N months` or `N years` (or the singular), N from 1 to 4 digits.
    pub fn parse(text: &str) -> Option<Self> {
        let (count, unit) = text.split_once(' ')?;
        let digits = (1..=4).contains(&count.len()) && count.bytes().all(|byte| byte.is_ascii_digit());
        let count: i32 = if digits { count.parse().ok()? } else { return None };
        if count == 0 {
            return None;
        }
        match unit {
            "day" | "days" => Some(Self::Days(count)),
            "week" | "weeks" => Some(Self::Days(count * 7)),
            "month" | "months" => Some(Self::Months(count)),
            "year" | "years" => Some(Self::Months(count * 12)),
            _ => None,
        }
    }

    fn span(self) -> Span {
        match self {
            Self::Days(count) => count.days(),
            Self::Months(count) => count.months(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_one_form_of_a_day_is_read() {
        assert_eq!(Day::parse("2026-11-20").unwrap().to_string(), "2026-11-20");
        for wrong in
            ["2026-11-31", "2026-1-20", "20261120", "2026-11-20Z", " 2026-11-20", "1999-01-01", "2026-11-2０"]
        {
            assert_eq!(Day::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn days_are_counted_over_months_and_years() {
        let day = |text| Day::parse(text).unwrap();
        assert_eq!(day("2027-12-31").days_to(day("2028-03-01")), 61);
        assert_eq!(day("2028-03-01").days_to(day("2027-12-31")), -61);
        assert_eq!(day("2000-01-01").days_to(day("2199-12-31")), 73_048);
    }

    #[test]
    fn periods_are_calendar_periods() {
        let day = Day::parse("2026-01-31").unwrap();
        assert_eq!(day.plus(Period::parse("1 month").unwrap()).to_string(), "2026-02-28");
        assert_eq!(day.plus(Period::parse("1 year").unwrap()).to_string(), "2027-01-31");
        assert_eq!(Period::parse("0 days"), None);
        assert_eq!(Period::parse("12 moons"), None);
    }
}
