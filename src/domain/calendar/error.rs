//! Why a date or a month could not be taken.

use super::days::{DayJa, FIRST_YEAR, LAST_YEAR, last_day, weekday_ja, weekday_name};
use super::eras::{ERAS, era_year};
use chrono::{NaiveDate, Weekday};
use std::fmt;

/// Why a date or month was rejected. `Display` gives a Japanese sentence with the problem and what
/// to write instead; it never repeats the input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum DateError {
    Unreadable,
    UnreadableMonth,
    /// A month or a week, where a day is asked for.
    NoDay,
    /// A month and a day, where the year has to be written.
    NoYear,
    /// A year of fewer than four digits and no era: 26/12/1 may be 2026 or 平成26年.
    ShortYear,
    /// The day exists, the time after it does not.
    NoSuchTime,
    /// It is called a holiday, but is not one.
    NoHoliday,
    /// No such day. `y` is `None` when no year was written.
    NoSuchDay {
        y: Option<i32>,
        m: u32,
        d: u32,
    },
    NoSuchMonth {
        m: u32,
    },
    /// The fifth such weekday of a month that has four.
    NoFifth {
        y: i32,
        m: u32,
        weekday: Weekday,
    },
    WrongWeekday {
        date: NaiveDate,
        given: Weekday,
    },
    /// The day lies outside the era that was written.
    OutOfEra {
        era: &'static str,
        y: i32,
        m: u32,
        /// Day; `None` when a month was read.
        d: Option<u32>,
    },
    /// The year is given in both ways, and they differ.
    TwoYears,
    /// Not one of the days that can be meant.
    Outside {
        from: NaiveDate,
        to: NaiveDate,
    },
    /// Not within [`FIRST_YEAR`]..=[`LAST_YEAR`].
    OutOfRange,
}

impl fmt::Display for DateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Unreadable => f.write_str(text!("date.unreadable")),
            Self::UnreadableMonth => f.write_str(text!("date.unreadable.month")),
            Self::NoDay => f.write_str(text!("date.no_day")),
            Self::NoYear => f.write_str(text!("date.no_year")),
            Self::NoHoliday => f.write_str(text!("date.no_holiday")),
            Self::NoSuchTime => f.write_str(text!("hours.no_time")),
            Self::ShortYear => f.write_str(text!("date.short_year")),
            Self::NoSuchDay { y, m, d } => {
                // Without a year February is taken at its longest.
                let last = last_day(y.unwrap_or(2000), m);
                if let Some(y) = y {
                    write!(f, text!("date.year"), year = y)?;
                }
                write!(f, text!("date.no_such_day"), month = m, day = d)?;
                match last {
                    Some(last) => write!(f, text!("date.to_last_day"), last = last),
                    None => f.write_str(text!("date.check")),
                }
            }
            Self::NoSuchMonth { m } => {
                write!(f, text!("date.no_such_month"), month = m)
            }
            Self::NoFifth { y, m, weekday } => {
                write!(f, text!("date.year"), year = y)?;
                write!(f, text!("date.no_fifth"), month = m, weekday = weekday_name(weekday))
            }
            Self::WrongWeekday { date, given } => write!(
                f,
                text!("date.wrong_weekday"),
                day = DayJa(date),
                given = weekday_name(given),
                weekday = weekday_ja(date)
            ),
            Self::OutOfEra { era, y, m, d } => {
                let day = d.map_or_else(String::new, |day| text!("date.era.right.day", day));
                let behind = text!("date.era.right.month", month = m) + &day;
                f.write_str(&out_of_era(era, (y, m, d), &behind))
            }
            Self::TwoYears => f.write_str(text!("date.two_years")),
            Self::Outside { from, to } => {
                write!(f, text!("date.outside"), from = DayJa(from), to = DayJa(to))
            }
            Self::OutOfRange => {
                write!(f, text!("date.out_of_range"), first = FIRST_YEAR, last = LAST_YEAR)
            }
        }
    }
}

impl DateError {
    /// The same for a day that must not be said back: of one that is not in its era, which year of
    /// which era it may have been.
    pub fn without_the_day(&self) -> String {
        match *self {
            Self::OutOfEra { era, y, m, d } => out_of_era(era, (y, m, d), ""),
            other => other.to_string(),
        }
    }
}

/// The date is outside the era; `behind`: the text after the year.
fn out_of_era(name: &str, (y, m, d): (i32, u32, Option<u32>), behind: &str) -> String {
    let mut out = String::new();
    if let Some(era) = ERAS.iter().find(|e| e.name == name) {
        let (fy, fm, fd) = era.first;
        if era.letter == 'M' && y < 1873 {
            return text!("date.before_meiji").to_owned();
        }
        out += &text!("date.era.from", era = name, year = fy, month = fm, day = fd);
        match era.last {
            Some((ly, lm, ld)) => out += &text!("date.era.to", year = ly, month = lm, day = ld),
            None => out += text!("date.era.on"),
        }
    }
    if let Some(right) = era_year(y, m, d.unwrap_or(1)) {
        out += &text!("date.era.right", right, behind);
    }
    out + text!("date.era.mend")
}

impl std::error::Error for DateError {}
