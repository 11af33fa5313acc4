//! Days as such: which can be written, how they are written, how they are moved.

use chrono::{Datelike, Months, NaiveDate, Weekday};

/// The first year that dates may be written with.
pub const FIRST_YEAR: i32 = 1868;
/// The last such year, at which counting business days stops.
pub const LAST_YEAR: i32 = 2200;

/// `day`, clamped to the years that dates may have, in case the clock is that far off: stored days
/// must be readable again.
pub fn within(day: NaiveDate) -> NaiveDate {
    let first = NaiveDate::from_ymd_opt(FIRST_YEAR, 1, 1).unwrap_or(day);
    let last = NaiveDate::from_ymd_opt(LAST_YEAR, 12, 31).unwrap_or(day);
    day.clamp(first, last)
}

/// A day as records and answers write it: a whole one, a month or a year, taken from its beginning.
pub fn first_day(date: &str) -> Option<NaiveDate> {
    match date.len() {
        4 => format!("{date}-01-01").parse().ok(),
        7 => format!("{date}-01").parse().ok(),
        10 => date.parse().ok(),
        _ => None,
    }
}

/// The weekday of `d` as one character, 月 to 日.
pub fn weekday_ja(d: NaiveDate) -> &'static str {
    weekday_name(d.weekday())
}

pub(super) const fn weekday_name(w: Weekday) -> &'static str {
    match w {
        Weekday::Mon => text!("calendar.monday"),
        Weekday::Tue => text!("calendar.tuesday"),
        Weekday::Wed => text!("calendar.wednesday"),
        Weekday::Thu => text!("calendar.thursday"),
        Weekday::Fri => text!("calendar.friday"),
        Weekday::Sat => text!("calendar.saturday"),
        Weekday::Sun => text!("calendar.sunday"),
    }
}

/// `2026年12月1日`.
pub fn format_day_ja(d: NaiveDate) -> String {
    DayJa(d).to_string()
}

/// `2026年12月1日（火）`.
pub fn format_ja(d: NaiveDate) -> String {
    text!("sign.with", name = DayJa(d), words = weekday_ja(d))
}

/// `2027年4月`. The numbers are written as they are.
pub fn format_month_ja(y: i32, m: u32) -> String {
    text!("calendar.month", year = y, month = m)
}

/// `d` moved by `n` months; a day that the month lacks is its last. Stays within all dates.
pub fn add_months(d: NaiveDate, n: i32) -> NaiveDate {
    let months = Months::new(n.unsigned_abs());
    if n >= 0 {
        d.checked_add_months(months).unwrap_or(NaiveDate::MAX)
    } else {
        d.checked_sub_months(months).unwrap_or(NaiveDate::MIN)
    }
}

/// A day without its weekday, `2026年12月1日`.
pub(super) struct DayJa(pub(super) NaiveDate);

shows!(
    Display DayJa, it,
    text!("calendar.day"), year = it.0.year(), month = it.0.month(), day = it.0.day()
);

pub(super) fn last_day(y: i32, m: u32) -> Option<u32> {
    let first = NaiveDate::from_ymd_opt(y, m, 1)?;
    Some(add_months(first, 1).pred_opt()?.day())
}
