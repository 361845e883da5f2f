//! Calendar days without a time or a zone, as notes and facts write them.
//!
//! Invariant: a `Day` is a real day of the years 2000 to 2199 and its text is always `YYYY-MM-DD`.

use std::fmt;
use std::str::FromStr;

use jiff::Span;
use jiff::civil::{Date, date};

/// A calendar day, read as a day in UTC wherever a time is needed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(Date);

impl Day {
    /// The first day there is.
    pub const FIRST: Self = Self(date(2000, 1, 1));

    /// The last day there is.
    pub const LAST: Self = Self(date(2199, 12, 31));

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

    /// Returns the day `days` later (earlier, where they are negative), or the last (first) day there is.
    #[must_use]
    pub fn plus_days(self, days: i32) -> Self {
        self.plus(Period::Days(days))
    }

    /// Returns the day one `period` later, or the last day there is; where the month is too short, its last day.
    #[must_use]
    pub fn plus(self, period: Period) -> Self {
        let (span, back) = match period {
            Period::Days(count) => (Span::new().try_days(count), count < 0),
            Period::Months(count) => (Span::new().try_months(count), count < 0),
        };
        let date = span.and_then(|span| self.0.checked_add(span)).ok();
        date.and_then(Self::from_date).unwrap_or(if back { Self::FIRST } else { Self::LAST })
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
}

#[cfg(test)]
mod tests;
