//! Why a date or a month could not be taken.

use super::days::{DayJa, FIRST_YEAR, LAST_YEAR, last_day, weekday_ja, weekday_name};
use super::eras::{ERAS, era_year};
use chrono::{NaiveDate, Weekday};
use std::fmt;

/// Why a date or month could not be taken. `Display` gives a Japanese sentence that says what is
/// wrong and what to write instead; it never repeats the input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum DateError {
    /// Not a date in any accepted form.
    Unreadable,
    /// Not a month in any accepted form.
    UnreadableMonth,
    /// A month or a week, where a day is asked for.
    NoDay,
    /// A month and a day, where the year has to be written.
    NoYear,
    /// A year of fewer than four digits and no era: 26/12/1 may be 2026 or 平成26年.
    ShortYear,
    /// No such day. `y` is `None` when no year was written.
    NoSuchDay {
        /// Western year, if one was written.
        y: Option<i32>,
        /// Month as written, 1 to 12.
        m: u32,
        /// Day as written.
        d: u32,
    },
    /// The month is not 1 to 12.
    NoSuchMonth {
        /// Month as written.
        m: u32,
    },
    /// The weekday written is not that of the day.
    WrongWeekday {
        /// The day that was read.
        date: NaiveDate,
        /// The weekday that was written.
        given: Weekday,
    },
    /// The day lies outside the era that was written.
    OutOfEra {
        /// The era, 令和 to 明治.
        era: &'static str,
        /// Western year of what was written.
        y: i32,
        /// Month, 1 to 12.
        m: u32,
        /// Day; `None` when a month was read.
        d: Option<u32>,
    },
    /// The year stands there in both ways, and they differ.
    TwoYears,
    /// Not one of the days that can be meant.
    Outside {
        /// The first of them.
        from: NaiveDate,
        /// The last of them.
        to: NaiveDate,
    },
    /// Not within [`FIRST_YEAR`]..=[`LAST_YEAR`].
    OutOfRange,
}

impl fmt::Display for DateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Unreadable => f.write_str(
                "日付として読めません。「2026年12月1日」「2026/12/1」「12/1」のように書いてください。",
            ),
            Self::UnreadableMonth => f.write_str(
                "年月として読めません。「2027年4月」「2027/4」「4月」のように書いてください。",
            ),
            Self::NoDay => f.write_str("何日か決められません。日まで書いてください（例：2026年12月1日）。"),
            Self::NoYear => f.write_str("年から書いてください（例：1990年4月1日、H2.4.1、1990-4-1）。"),
            Self::ShortYear => f.write_str(
                "何年か決められません。西暦を4けたで（例：2026/12/1）、または元号をつけて（例：R8.12.1）書いてください。",
            ),
            Self::NoSuchDay { y, m, d } => {
                // Without a year February is taken at its longest.
                let last = last_day(y.unwrap_or(2000), m);
                if let Some(y) = y {
                    write!(f, "{y}年")?;
                }
                write!(f, "{m}月{d}日という日はありません。")?;
                match last {
                    Some(last) => write!(f, "1日から{last}日までで書いてください。"),
                    None => f.write_str("日付を確かめてください。"),
                }
            }
            Self::NoSuchMonth { m } => {
                write!(f, "{m}月という月はありません。1月から12月までで書いてください。")
            }
            Self::WrongWeekday { date, given } => write!(
                f,
                "{}は{}曜日ではなく{}曜日です。日付か曜日を直すか、曜日なしで書いてください。",
                DayJa(date),
                weekday_name(given),
                weekday_ja(date),
            ),
            Self::OutOfEra { era, y, m, d } => write_out_of_era(f, era, y, m, d),
            Self::TwoYears => {
                f.write_str("西暦と元号の年が合いません。どちらかを直すか、一方だけを書いてください。")
            }
            Self::Outside { from, to } => {
                write!(f, "{}から{}までの日付で、年から書いてください。", DayJa(from), DayJa(to))
            }
            Self::OutOfRange => {
                write!(f, "{FIRST_YEAR}年から{LAST_YEAR}年までで書いてください。")
            }
        }
    }
}

fn write_out_of_era(f: &mut fmt::Formatter<'_>, name: &str, y: i32, m: u32, d: Option<u32>) -> fmt::Result {
    if let Some(era) = ERAS.iter().find(|e| e.name == name) {
        let (fy, fm, fd) = era.first;
        if name == "明治" && y < 1873 {
            return f
                .write_str("明治5年までは旧暦のため換算できません。西暦（例：1880/4/1）で書いてください。");
        }
        write!(f, "{name}は{fy}年{fm}月{fd}日から")?;
        match era.last {
            Some((ly, lm, ld)) => write!(f, "{ly}年{lm}月{ld}日までです。")?,
            None => f.write_str("です。")?,
        }
    }
    if let Some(right) = era_year(y, m, d.unwrap_or(1)) {
        write!(f, "「{right}{m}月")?;
        if let Some(d) = d {
            write!(f, "{d}日")?;
        }
        f.write_str("」の間違いではないか確かめ、")?;
    }
    f.write_str("元号を直すか、西暦で書いてください。")
}

impl std::error::Error for DateError {}
