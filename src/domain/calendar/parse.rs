//! Days and months as people write them.

use super::days::{add_months, last_day};
use super::error::DateError;
use super::holidays::holiday;
use super::month::{ABOUT, before_part, month};
use super::nearest::{Year, days_of_month, first, nearest, such_day, such_end, weekdays};
use super::numbers::{
    BEHIND, DateNumber, era_to_year, fields, in_range, month_number, read_twice, short_number,
    split_era, valid_month, western_year,
};
use super::text::{DaySuffix, normal, split_weekday};
use super::words::{
    CalendarUnit, after, day_word, distance, in_named_year, month_word, named_day, week_word,
};
use crate::domain::words::SEVERAL_DAYS;
use chrono::{Datelike, NaiveDate, Weekday};

/// Reads a day as people write it.
///
/// Takes full-width forms and kanji numerals, and: `2026-12-01`, `2026/12/1`, `2026.12.1`, `2026 12
/// 1`, `20261201`, `2026年12月1日`; the same with an era (`令和8年12月1日`, `R8.12.1`, `令8.12.1`, 元年, 明治 to
/// 令和); without a year (`12/1`, `12月1日`) the one that `year` says; 今日 明日 明後日 昨日 一昨日 and their kana;
/// `+7`, `7日後`, `1週間後`, `3か月前`; `来週月曜日` (weeks begin on Monday), `次の月曜日`, `月曜日`; `来月10日`, `10日`,
/// `月末`, `3月末`, `来年4月1日`, 元日. A weekday may follow in brackets or as `火曜日`, and must be right; so
/// must a year that stands there in both ways.
/// Errors: a [`DateError`] that says what to write instead.
pub fn parse_day(input: &str, today: NaiveDate, year: Year) -> Result<NaiveDate, DateError> {
    let text = normal(input).ok_or(DateError::Unreadable)?;
    let behind = BEHIND.iter().chain(&["までに", "まで"]);
    let text = behind.into_iter().find_map(|t| text.strip_suffix(t)).unwrap_or(&text);
    let read = |text: &str| day_in(text, today, year);
    read_twice(text, read).unwrap_or_else(|| read(text))
}

fn day_in(text: &str, today: NaiveDate, year: Year) -> Result<NaiveDate, DateError> {
    let DaySuffix { rest: text, weekday, holiday: off } =
        split_weekday(text).ok_or(DateError::Unreadable)?;
    let date = match relative_day(text, weekday, today) {
        Some(_) if year == Year::Written => return Err(DateError::NoYear),
        Some(day) => day?,
        None => match (text, nth(text), weekday) {
            (_, Some(("", _)), Some(_)) => return Err(DateError::NoDay),
            (_, Some((of, n)), Some(weekday)) => {
                let (y, m) = match month(of, today, year) {
                    Err(DateError::UnreadableMonth) => return Err(DateError::Unreadable),
                    read => read?,
                };
                nth_weekday((y, m), n, weekday)?
            }
            // Today or in a week: ambiguous for a future day.
            ("", None, Some(weekday))
                if weekday == today.weekday() && matches!(year, Year::Next | Year::Open) =>
            {
                return Err(DateError::NoDay);
            }
            ("", None, Some(weekday)) => {
                let year = if year == Year::Open { Year::Next } else { year };
                nearest(weekdays(weekday, today), today, year)?
            }
            _ => match written_day(text, today, year) {
                Err(DateError::Unreadable) if about(text, today) => return Err(DateError::NoDay),
                day => day?,
            },
        },
    };
    match (weekday, year) {
        _ if off && holiday(date).is_none() => Err(DateError::NoHoliday),
        (Some(given), _) if given != date.weekday() => Err(DateError::WrongWeekday { date, given }),
        (_, Year::Within(from, to)) if !(from..=to).contains(&date) => {
            Err(DateError::Outside { from, to })
        }
        _ => in_range(date.year()).map(|_| date),
    }
}

/// The month and the number of 「12月の第1」.
fn nth(text: &str) -> Option<(&str, u32)> {
    let (of, n) = text.rsplit_once('第')?;
    let n = n.parse().ok().filter(|n| (1..=5).contains(n))?;
    Some((of.strip_suffix('の').unwrap_or(of), n))
}

fn nth_weekday((y, m): (i32, u32), n: u32, weekday: Weekday) -> Result<NaiveDate, DateError> {
    let first = day_of(y, m, 1)?.weekday().num_days_from_monday();
    let ahead = (7 + weekday.num_days_from_monday() - first) % 7;
    day_of(y, m, 1 + ahead + 7 * (n - 1)).map_err(|e| match e {
        DateError::NoSuchDay { .. } => DateError::NoFifth { y, m, weekday },
        e => e,
    })
}

/// How many days after a weekday another one comes; the same one does in a week.
fn days_to(from: Weekday, to: Weekday) -> i64 {
    let ahead = (7 + to.num_days_from_monday() - from.num_days_from_monday()) % 7;
    if ahead == 0 { 7 } else { ahead.into() }
}

/// Whether it is a time in which there are several days.
fn about(text: &str, today: NaiveDate) -> bool {
    let about = ABOUT.iter().any(|t| text.ends_with(t))
        || ["以内", "営業日後", "営業日"].iter().any(|t| text.ends_with(t));
    let text = text.strip_suffix('中').unwrap_or(text);
    let part = before_part(text).map_or(text, |of| of.strip_suffix('の').unwrap_or(of));
    about
        || SEVERAL_DAYS.contains(&text)
        || week_word(part).is_some()
        || [part, text].iter().any(|of| month(of, today, Year::Next).is_ok())
}

/// A day that is counted from today: by a word, a number of days, a week or a month. Else `None`.
fn relative_day(
    text: &str,
    weekday: Option<Weekday>,
    today: NaiveDate,
) -> Option<Result<NaiveDate, DateError>> {
    if let Some(n) = day_word(text) {
        return Some(after(today, n));
    }
    if let Some((n, unit)) = distance(text) {
        let far = |_| DateError::OutOfRange;
        return Some(n.and_then(|n| match unit {
            CalendarUnit::Day => after(today, n),
            CalendarUnit::Week => after(today, n.checked_mul(7).ok_or(DateError::OutOfRange)?),
            CalendarUnit::Month => i32::try_from(n).map_err(far).map(|n| add_months(today, n)),
        }));
    }
    let bare = text.strip_suffix('の').unwrap_or(text);
    if let Some(weeks) = week_word(bare) {
        let Some(day) = weekday else { return Some(Err(DateError::NoDay)) };
        let days = weeks * 7 + i64::from(day.num_days_from_monday());
        return Some(after(today, days - i64::from(today.weekday().num_days_from_monday())));
    }
    if let ("次" | "今度" | "つぎ" | "こんど", Some(day)) = (bare, weekday) {
        return Some(after(today, days_to(today.weekday(), day)));
    }
    if let ("前" | "この前" | "まえ" | "このまえ", Some(day)) = (bare, weekday) {
        return Some(after(today, -days_to(day, today.weekday())));
    }
    None
}

fn day_of(y: i32, m: u32, d: u32) -> Result<NaiveDate, DateError> {
    in_range(y)?;
    NaiveDate::from_ymd_opt(y, m, d).ok_or(DateError::NoSuchDay { y: Some(y), m, d })
}

fn written_day(text: &str, today: NaiveDate, year: Year) -> Result<NaiveDate, DateError> {
    let bad = DateError::Unreadable;
    if let Some(text) = in_named_year(text, today) {
        return if year == Year::Written {
            Err(DateError::NoYear)
        } else {
            written_day(&text, today, year)
        };
    }
    // `来月10日`, `3月末`, `月末`.
    if let Some(of) = text.strip_suffix("末日").or_else(|| text.strip_suffix('末')) {
        // Of this one, if that can be meant.
        let end = |months, of: Option<u32>| {
            let then = add_months(today, months);
            let (y, m) = (then.year(), of.unwrap_or(then.month()));
            NaiveDate::from_ymd_opt(y, m, last_day(y, m)?)
        };
        match of {
            // 末日
            "月" | "" => return first([0, -1, 1].map(|n| end(n, None)), today, year),
            "年" => return first([0, -12, 12].map(|n| end(n, Some(12))), today, year),
            _ => {}
        }
        let of = of.strip_suffix('の').unwrap_or(of);
        if let Some(Ok(m)) = of.strip_suffix('月').map(str::parse) {
            return such_end(valid_month(m)?, today, year);
        }
        let (y, m) = match month(of, today, year) {
            Err(DateError::NoYear) => return Err(DateError::NoYear),
            read => read.map_err(|_| bad)?,
        };
        return day_of(y, m, last_day(y, m).ok_or(bad)?);
    }
    if let Some((of, day)) = text
        .split_once('月')
        .filter(|(_, day)| day.starts_with(|c: char| c == 'の' || c.is_ascii_digit()))
        && let Some(n) = month_word(&format!("{of}月"))
    {
        refuse!(year == Year::Written, DateError::NoYear);
        let day = day.trim_start_matches('の').trim_end_matches('日');
        let (of, d) = (add_months(today, n), day.parse().map_err(|_| bad)?);
        return day_of(of.year(), of.month(), d);
    }
    if let Some((m, d)) = named_day(text) {
        return such_day(m, d, today, year);
    }
    in_numbers(text, today, year)
}

fn in_numbers(text: &str, today: NaiveDate, year: Year) -> Result<NaiveDate, DateError> {
    let bad = DateError::Unreadable;
    let (era, rest) = split_era(text);
    let parts = fields(rest).ok_or(bad)?;
    // The marks between the numbers must belong together.
    let marks: Vec<char> = parts.iter().map(|p| p.end).collect();
    match (parts.as_slice(), marks.as_slice()) {
        (
            [y, m, d],
            ['年', '月', '日' | '\0'] | ['-', '-', '\0'] | ['/', '/', '\0'] | ['.', '.', '\0'],
        ) => {
            // Day first or month first, as in other countries: ambiguous.
            refuse!(era.is_none() && d.digits == 4, bad);
            let year = match era {
                Some(era) => era_to_year(era, *y).ok_or(bad)?,
                None => western_year(*y).ok_or(bad)??,
            };
            let m = month_number(*m).ok_or(bad)??;
            let d = short_number(*d).ok_or(bad)?;
            let date = day_of(year, m, d)?;
            match era {
                Some(era) if !era.holds((year, m, d)) => {
                    Err(DateError::OutOfEra { era: era.name, y: year, m, d: Some(d) })
                }
                _ => Ok(date),
            }
        }
        ([m, d], ['月', '日' | '\0'] | ['-' | '/' | '.', '\0']) if era.is_none() => {
            let m = month_number(*m).ok_or(bad)??;
            let d = short_number(*d).ok_or(bad)?;
            such_day(m, d, today, year)
        }
        ([d], ['日']) if era.is_none() => {
            let d = short_number(*d).filter(|d| (1..=31).contains(d)).ok_or(bad)?;
            nearest(days_of_month(d, today), today, year)
        }
        ([DateNumber { value: Some(v), digits: 8, .. }], ['\0']) if era.is_none() => {
            let y = i32::try_from(v / 10_000).map_err(|_| bad)?;
            let m = valid_month(v / 100 % 100)?;
            day_of(y, m, v % 100)
        }
        _ => Err(bad),
    }
}

#[cfg(test)]
mod tests;
