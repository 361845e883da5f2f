//! What options hold, as people write it.
//!
//! Invariant: what is not written so is refused with an example of how it is.

use clap::builder::{PossibleValuesParser, TypedValueParser};

use crate::base::day::{Day, Period};
use crate::base::lang::Lang;
use crate::base::name::{ArticleId, Region, ReviewerId, Topic};
use crate::diagnostic::Tongue;
use crate::trust::words::Role;

pub(super) fn tongues() -> impl TypedValueParser<Value = Tongue> {
    PossibleValuesParser::new(Tongue::TAGS)
        .try_map(|tag| Tongue::parse(&tag).ok_or("messages are not written in this language"))
}

pub(super) fn day(text: &str) -> Result<Day, &'static str> {
    Day::parse(text).ok_or("a day is written like 2026-11-20")
}

pub(super) fn language(text: &str) -> Result<Lang, &'static str> {
    Lang::parse(text).ok_or("a language is written like en or pt-br")
}

pub(super) fn topic(text: &str) -> Result<Topic, &'static str> {
    Topic::parse(text).ok_or("a topic is the name of its folder in small letters, like overdose")
}

pub(super) fn role(text: &str) -> Result<Role, &'static str> {
    Role::parse(text).ok_or("a role is medical, editor, legal or service")
}

/// Reads a period as people write it: a number of up to four digits and a unit, with or without a space.
pub(super) fn period(text: &str) -> Result<Period, &'static str> {
    const WRONG: &str = "a period is written like 30d, 4w, 2 months or 1 year";
    let end = text.find(|character: char| !character.is_ascii_digit()).unwrap_or(text.len());
    let (count, unit) = (&text[..end], text[end..].trim());
    let count: i32 = if count.len() <= 4 { count.parse().map_err(|_| WRONG)? } else { return Err(WRONG) };
    match unit {
        "d" | "day" | "days" => Ok(Period::Days(count)),
        "w" | "week" | "weeks" => Ok(Period::Days(count * 7)),
        "mo" | "month" | "months" => Ok(Period::Months(count)),
        "y" | "year" | "years" => Ok(Period::Months(count * 12)),
        _ => Err(WRONG),
    }
}

pub(super) fn region(text: &str) -> Result<Region, &'static str> {
    Region::parse(text).ok_or("a region is written in small letters, like ru-spb")
}

pub(super) fn reviewer(text: &str) -> Result<ReviewerId, &'static str> {
    ReviewerId::parse(text).ok_or("a reviewer's id is a pseudonym in small letters, like dr-ada")
}

pub(super) fn article(text: &str) -> Result<ArticleId, &'static str> {
    ArticleId::parse(text).ok_or("an article's id is written in small letters, like overdose-now")
}

/// Reads `LANG/ID`.
pub(in crate::cli) fn lang_and_id(text: &str) -> Option<(Lang, ArticleId)> {
    let (lang, id) = text.split_once('/')?;
    Some((Lang::parse(lang)?, ArticleId::parse(id)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_is_read_as_people_write_it() {
        for (text, days) in [("30d", 30), ("0d", 0), ("1 day", 1), ("4w", 28), ("2  weeks", 14)] {
            assert_eq!(period(text), Ok(Period::Days(days)), "{text}");
        }
        for (text, months) in [("2 months", 2), ("3mo", 3), ("1y", 12), ("9999 years", 119_988)] {
            assert_eq!(period(text), Ok(Period::Months(months)), "{text}");
        }
        for wrong in ["", "d", "30", "-1d", "1m", "1.5 days", "10000d", "٣d", "30 d d"] {
            assert!(period(wrong).is_err(), "{wrong}");
        }
    }
}
