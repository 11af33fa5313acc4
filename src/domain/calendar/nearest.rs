//! Which day is meant where a part of it is left out.

use super::days::add_months;
use super::error::DateError;
use super::words::after;
use chrono::{Datelike, NaiveDate, Weekday};

/// Which one a day without a year is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Year {
    /// The next such day, today included.
    Next,
    /// The last such day, today included.
    Last,
    /// The nearest one.
    Nearest,
    /// The nearest one of these days, and no other day, a written one neither. One that has just gone by, or is about to come,
    /// is not taken for the same day of another year.
    Within(NaiveDate, NaiveDate),
    /// None: the year has to be written.
    Written,
}

impl Year {
    /// The days among which a day without a year is looked for; None: it has to be written.
    fn window(self, today: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
        Some(match self {
            Self::Next => (today, NaiveDate::MAX),
            Self::Last => (NaiveDate::MIN, today),
            Self::Nearest => (NaiveDate::MIN, NaiveDate::MAX),
            Self::Within(from, to) => (from, to),
            Self::Written => return None,
        })
    }
}

/// A day that lies so many days outside of a window was meant for one in it.
const JUST_OUTSIDE: i64 = 31;

/// The `m`/`d` that is meant. 29 February comes at the latest after eight years.
pub(super) fn such_day(m: u32, d: u32, today: NaiveDate, year: Year) -> Result<NaiveDate, DateError> {
    // In a year that has all days.
    if NaiveDate::from_ymd_opt(2000, m, d).is_none() {
        return Err(DateError::NoSuchDay { y: None, m, d });
    }
    let all = || (-8..=8).filter_map(move |n| NaiveDate::from_ymd_opt(today.year().checked_add(n)?, m, d));
    let found = nearest(all(), today, year)?;
    if let Year::Within(from, to) = year {
        let beyond = |day: NaiveDate| (from - day).num_days().max((day - to).num_days());
        let just_outside = |day: NaiveDate| (1..=JUST_OUTSIDE).contains(&beyond(day));
        if all().any(|day| just_outside(day) && (day - today).abs() < (found - today).abs()) {
            return Err(DateError::Outside { from, to });
        }
    }
    Ok(found)
}

/// Of these days the nearest one that can be meant.
pub(super) fn nearest(
    days: impl Iterator<Item = NaiveDate>,
    today: NaiveDate,
    year: Year,
) -> Result<NaiveDate, DateError> {
    let (from, to) = year.window(today).ok_or(DateError::NoYear)?;
    let found = days.filter(|d| (from..=to).contains(d)).min_by_key(|d| (*d - today).abs());
    found.ok_or(match year {
        Year::Within(from, to) => DateError::Outside { from, to },
        _ => DateError::OutOfRange,
    })
}

/// The days of this number in the months around today.
pub(super) fn days_of_month(d: u32, today: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    (-13..=13).filter_map(move |n| add_months(today.with_day(1)?, n).with_day(d))
}

/// The days of this weekday around today.
pub(super) fn weekdays(day: Weekday, today: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    (-7..=7).filter_map(move |n| after(today, n).ok()).filter(move |d| d.weekday() == day)
}
