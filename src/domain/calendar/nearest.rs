//! Which day an incomplete date means.

use super::days::{add_months, last_day};
use super::error::DateError;
use super::words::after;
use chrono::{Datelike, Days, NaiveDate, Weekday};

/// The year of a day without one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Year {
    /// The next such day, today included. One that has just gone by is not that of another year.
    Next,
    /// The last such day, today included.
    Last,
    Nearest,
    /// The nearest, but of a weekday alone the next one: what somebody arranges is still to come.
    Open,
    /// The nearest one within these days; other days are rejected, even in full. Days just outside
    /// are not moved to another year.
    Within(NaiveDate, NaiveDate),
    /// The year is required.
    Written,
}

impl Year {
    /// The days among which a day without a year is looked for; None: it has to be written.
    fn window(self, today: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
        Some(match self {
            Self::Next => (today, NaiveDate::MAX),
            Self::Last => (NaiveDate::MIN, today),
            Self::Nearest | Self::Open => (NaiveDate::MIN, NaiveDate::MAX),
            Self::Within(from, to) => (from, to),
            Self::Written => return None,
        })
    }
}

/// A month and day this far outside the window are taken as written, not as those of another year.
const JUST_OUTSIDE: Days = Days::new(31);

/// The `m`/`d` that is meant; whether it can be is for the rule of the question to say. 29 February
/// comes at the latest after eight years.
pub(super) fn such_day(
    m: u32,
    d: u32,
    today: NaiveDate,
    year: Year,
) -> Result<NaiveDate, DateError> {
    // In a year that has all days.
    refuse!(NaiveDate::from_ymd_opt(2000, m, d).is_none(), DateError::NoSuchDay { y: None, m, d });
    let all = (-8..=8).filter_map(|n| NaiveDate::from_ymd_opt(today.year().checked_add(n)?, m, d));
    nearest_beside(JUST_OUTSIDE, all, today, year)
}

/// The day that a text names; without a year the one nearest to `today`.
pub fn nearest_day(year: Option<i32>, m: u32, d: u32, today: NaiveDate) -> Option<NaiveDate> {
    let of = |y| NaiveDate::from_ymd_opt(y, m, d);
    match year {
        Some(y) => of(y),
        None => (-1..=1)
            .filter_map(|n| of(today.year() + n))
            .min_by_key(|d| (*d - today).num_days().abs()),
    }
}

/// The last day of month `m` that is meant, by the same rule.
pub(super) fn such_end(m: u32, today: NaiveDate, year: Year) -> Result<NaiveDate, DateError> {
    let end = |y| NaiveDate::from_ymd_opt(y, m, last_day(y, m)?);
    let all = (-8..=8).filter_map(|n| end(today.year().checked_add(n)?));
    nearest_beside(JUST_OUTSIDE, all, today, year)
}

/// The first of these days that can be meant.
pub(super) fn first(
    days: impl IntoIterator<Item = Option<NaiveDate>>,
    today: NaiveDate,
    year: Year,
) -> Result<NaiveDate, DateError> {
    let (from, to) = year.window(today).ok_or(DateError::NoYear)?;
    let found = days.into_iter().flatten().find(|d| (from..=to).contains(d));
    found.ok_or_else(|| none(year))
}

fn none(year: Year) -> DateError {
    match year {
        Year::Within(from, to) => DateError::Outside { from, to },
        _ => DateError::OutOfRange,
    }
}

/// Of these days the nearest one that can be meant.
pub(super) fn nearest(
    days: impl Iterator<Item = NaiveDate>,
    today: NaiveDate,
    year: Year,
) -> Result<NaiveDate, DateError> {
    nearest_beside(Days::new(0), days, today, year)
}

/// [`nearest`] with this many days of tolerance at both ends.
fn nearest_beside(
    beside: Days,
    days: impl Iterator<Item = NaiveDate>,
    today: NaiveDate,
    year: Year,
) -> Result<NaiveDate, DateError> {
    let (from, to) = year.window(today).ok_or(DateError::NoYear)?;
    // What has happened has a last day, and lies in no year to come.
    let beside = if year == Year::Last { Days::new(0) } else { beside };
    let from = from.checked_sub_days(beside).unwrap_or(NaiveDate::MIN);
    let to = to.checked_add_days(beside).unwrap_or(NaiveDate::MAX);
    let found = days.filter(|d| (from..=to).contains(d)).min_by_key(|d| (*d - today).abs());
    found.ok_or_else(|| none(year))
}

pub(super) fn days_of_month(d: u32, today: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    (-13..=13).filter_map(move |n| add_months(today.with_day(1)?, n).with_day(d))
}

pub(super) fn weekdays(day: Weekday, today: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    (-7..=7).filter_map(move |n| after(today, n).ok()).filter(move |d| d.weekday() == day)
}
