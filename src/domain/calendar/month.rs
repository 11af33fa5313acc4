//! Months and years as people write them.

use super::days::add_months;
use super::error::DateError;
use super::nearest::Year;
use super::numbers::{
    BEHIND, DateNumber, era_to_year, fields, in_range, month_number, read_twice, split_era,
    valid_month, western_year,
};
use super::text::normal;
use super::words::{CalendarUnit, distance, in_named_year, month_word, named_month};
use chrono::{Datelike, NaiveDate};

/// Reads a month as people write it: year and month (1 to 12).
///
/// Takes full-width forms and kanji numerals, and: `2027-04`, `2027/4`, `2027.4`, `202704`,
/// `2027年4月`, with an era `令和9年4月` or `R9.4`; `4月` is the next such month, this month included; 今月
/// 来月 再来月, `来年4月`, `3か月後`, 半年後. What is only about a month (`4月頃`, `4月上旬`) is that month.
/// Errors: a [`DateError`] that says what to write instead.
pub fn parse_month(input: &str, today: NaiveDate) -> Result<(i32, u32), DateError> {
    month_of(input, today, Year::Next)
}

/// [`parse_month`], with the year as `parse_day` takes it.
/// Errors: a [`DateError`] that says what to write instead.
pub fn month_of(input: &str, today: NaiveDate, year: Year) -> Result<(i32, u32), DateError> {
    let text = normal(input).ok_or(DateError::UnreadableMonth)?;
    let text = BEHIND.iter().find_map(|t| text.strip_suffix(t)).unwrap_or(&text);
    if let Some(twice) = read_twice(text, |text| month(text, today, year)) {
        return twice;
    }
    let about = ABOUT.iter().find_map(|t| text.strip_suffix(t));
    // The end of a month is a day, unless it is only about then.
    let end = about.and_then(|t| t.strip_suffix('末'));
    let text = about.unwrap_or(text);
    let part = end.or_else(|| before_part(text));
    // 「来年初め」
    let whole = month(text, today, year);
    if whole.is_ok() {
        return whole;
    }
    month(part.map_or(text, |t| t.trim_end_matches('の')), today, year)
}

/// Words for an approximate date.
pub(super) const ABOUT: [&str; 8] =
    ["頃", "ごろ", "ころ", "くらい", "ぐらい", "ほど", "前後", "あたり"];
const PARTS: [&str; 9] = ["上旬", "中旬", "下旬", "初旬", "初め", "はじめ", "半ば", "なかば", "中"];

/// A text without a word for an approximate date.
pub fn exactly(text: &str) -> &str {
    let text = text.trim();
    ABOUT.iter().find_map(|about| text.strip_suffix(about)).unwrap_or(text)
}

/// A distance from today; a bare number of months is a duration until then.
fn counted(text: &str) -> Option<(Result<i64, DateError>, CalendarUnit)> {
    let long = text.strip_suffix('間').unwrap_or(text);
    let units = ["半年", "か月", "カ月", "ヵ月", "ヶ月", "ケ月"];
    let alone = || units.iter().any(|unit| long.ends_with(unit));
    // 「半年くらい先」
    let about = || {
        let span = text.strip_suffix(['先', '後'])?;
        distance(&format!("{}後", ABOUT.iter().find_map(|about| span.strip_suffix(about))?))
    };
    distance(text).or_else(about).or_else(|| alone().then(|| distance(&format!("{long}後")))?)
}

/// The text before a part of a month; None if there is no such part.
pub(super) fn before_part(text: &str) -> Option<&str> {
    PARTS.iter().find_map(|part| text.strip_suffix(part))
}

/// Reads a year as people write it: `2024`, `2024年`, 令和6年, `R6`.
pub fn parse_year(input: &str) -> Option<i32> {
    let text = normal(input)?;
    let text = BEHIND.iter().find_map(|t| text.strip_suffix(t)).unwrap_or(&text);
    let (era, rest) = split_era(text);
    let parts = fields(rest)?;
    let [year @ DateNumber { end: '年' | '\0', .. }] = parts.as_slice() else { return None };
    let y = match era {
        Some(era) => era_to_year(era, *year)
            .filter(|y| *y >= era.first.0 && era.last.is_none_or(|last| *y <= last.0))?,
        None => western_year(*year)?.ok()?,
    };
    in_range(y).ok()
}

pub(super) fn month(text: &str, today: NaiveDate, year: Year) -> Result<(i32, u32), DateError> {
    let bad = DateError::UnreadableMonth;
    let named = in_named_year(text, today).or_else(|| named_month(text).map(str::to_owned));
    if year == Year::Written
        && (named.is_some() || month_word(text).is_some() || counted(text).is_some())
    {
        return Err(DateError::NoYear);
    }
    if let Some(text) = named {
        return month(text.strip_suffix('末').unwrap_or(&text), today, year);
    }
    if let Some(n) = month_word(text) {
        let d = add_months(today, n);
        return in_range(d.year()).map(|y| (y, d.month()));
    }
    if let Some((n, CalendarUnit::Month)) = counted(text) {
        let d = n
            .and_then(|n| i32::try_from(n).map_err(|_| DateError::OutOfRange))
            .map(|n| add_months(today, n))?;
        return in_range(d.year()).map(|y| (y, d.month()));
    }
    let (era, rest) = split_era(text);
    let parts = fields(rest).ok_or(bad)?;
    let (y, m) = match (era, parts.as_slice()) {
        (
            Some(era),
            [y @ DateNumber { end: '年' | '-' | '/' | '.', .. }, m @ DateNumber { .. }],
        ) if month_end(*y, *m) => {
            let y = era_to_year(era, *y).ok_or(bad)?;
            let m = month_number(*m).ok_or(bad)??;
            refuse!(!era.holds_month((y, m)), DateError::OutOfEra { era: era.name, y, m, d: None });
            (y, m)
        }
        (None, [y @ DateNumber { end: '年' | '-' | '/' | '.', .. }, m]) if month_end(*y, *m) => {
            let y = western_year(*y).ok_or(bad)??;
            (y, month_number(*m).ok_or(bad)??)
        }
        (None, [DateNumber { value: Some(v), digits: 6, end: '\0' }]) => {
            let m = v % 100;
            let y = i32::try_from(v / 100).map_err(|_| bad)?;
            (y, valid_month(m)?)
        }
        (None, [m @ DateNumber { end: '月', .. }]) => {
            let m = month_number(*m).ok_or(bad)??;
            let by = match year {
                Year::Last => -i32::from(m > today.month()),
                Year::Written => return Err(DateError::NoYear),
                Year::Next | Year::Nearest | Year::Open | Year::Within(..) => {
                    i32::from(m < today.month())
                }
            };
            (today.year() + by, m)
        }
        _ => return Err(bad),
    };
    in_range(y).map(|y| (y, m))
}

/// Whether the month that follows the year `y` ends the way the year began: 年…月, or `/…`.
fn month_end(y: DateNumber, m: DateNumber) -> bool {
    if y.end == '年' { matches!(m.end, '月' | '\0') } else { m.end == '\0' }
}
