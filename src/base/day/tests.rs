use proptest::prelude::*;

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

#[test]
fn there_is_a_first_and_a_last_day() {
    let day = Day::parse("2026-11-20").unwrap();
    assert_eq!(day.plus(Period::parse("9999 years").unwrap()), Day::LAST);
    assert_eq!(day.plus_days(i32::MAX), Day::LAST);
    assert_eq!(day.plus_days(i32::MIN), Day::FIRST);
    assert_eq!(Day::LAST.plus_days(1), Day::LAST);
    assert_eq!(Day::LAST.plus_days(1).to_string(), "2199-12-31");
}

/// The days since 1 March of the year 0, counted without a calendar of anybody's (months begin in March, so that the day
/// that comes and goes is the last of a year).
fn count(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    year * 365 + year.div_euclid(4) - year.div_euclid(100)
        + year.div_euclid(400)
        + (month * 153 + 2) / 5
        + day
        - 1
}

fn counted(day: Day) -> i64 {
    let (year, month, day) = day.parts();
    count(year.into(), month.into(), day.into())
}

/// How many days a month has: as many as lie between its first day and the next month's.
fn length(year: i64, month: i64) -> i64 {
    let (next_year, next) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    count(next_year, next, 1) - count(year, month, 1)
}

fn day() -> impl Strategy<Value = Day> {
    let last = i32::try_from(counted(Day::LAST) - counted(Day::FIRST)).unwrap();
    (0..=last).prop_map(|days| Day::FIRST.plus_days(days))
}

proptest! {
    #[test]
    fn the_days_are_those_of_the_calendar(year in 1_i64..=9999, month in 0_i64..=13, day in 0_i64..=32) {
        let real = (1..=12).contains(&month) && (1..=length(year, month)).contains(&day);
        let text = format!("{year:04}-{month:02}-{day:02}");
        let parsed = Day::parse(&text);
        prop_assert_eq!(parsed.is_some(), real && (2000..2200).contains(&year), "{}", text);
        if let Some(parsed) = parsed {
            prop_assert_eq!(parsed.to_string(), text.clone());
            prop_assert_eq!(parsed.compact(), text.replace('-', ""));
            prop_assert_eq!(counted(parsed), count(year, month, day));
        }
    }

    #[test]
    fn no_other_text_is_a_day(text in "[0-9 TZ:-]{0,12}|\\PC{0,12}") {
        if let Some(day) = Day::parse(&text) {
            prop_assert_eq!(day.to_string(), text);
        }
    }

    #[test]
    fn days_add_up(from in day(), days in -100_000_i32..100_000) {
        let to = from.plus_days(days);
        let (first, last) = (counted(Day::FIRST), counted(Day::LAST));
        prop_assert_eq!(counted(to), (counted(from) + i64::from(days)).clamp(first, last));
        prop_assert_eq!(from.cmp(&to), 0.cmp(&(counted(to) - counted(from))));
        prop_assert_eq!(from.plus(Period::Days(days)), to);
        prop_assert_eq!(from.plus_days(from.days_to(to)), to);
    }

    #[test]
    fn months_keep_the_day_where_the_month_has_it(from in day(), months in 1_i32..3_000) {
        let to = from.plus(Period::Months(months));
        let (year, month, day) = from.parts();
        let all = i64::from(year) * 12 + i64::from(month) - 1 + i64::from(months);
        let (year, month) = (all / 12, all % 12 + 1);
        let wanted = count(year, month, i64::from(day).min(length(year, month)));
        prop_assert_eq!(counted(to), wanted.min(counted(Day::LAST)));
        prop_assert!(from.plus_days(1).plus(Period::Months(months)) >= to, "who begins later ends no earlier");
    }

    #[test]
    fn a_period_is_what_it_says(number in 0_i32..=12_000) {
        let read = |unit: &str| Period::parse(&format!("{number} {unit}"));
        let there = (1..10_000).contains(&number);
        prop_assert_eq!(read("day"), there.then_some(Period::Days(number)));
        prop_assert_eq!(read("weeks"), there.then_some(Period::Days(number * 7)));
        prop_assert_eq!(read("months"), there.then_some(Period::Months(number)));
        prop_assert_eq!(read("year"), there.then_some(Period::Months(number * 12)));
    }
}
