//! How values of the sender and of registrations are checked and stored.

use crate::domain::calendar::{self, DateError, Year, first_day, format_ja};
use crate::domain::day;
use crate::domain::flow::spec::Format;
use crate::domain::registration::{REGISTRATION, SINCE};
use crate::domain::service::NAME;
use crate::domain::validate;
use chrono::{Datelike as _, NaiveDate};

/// Checks a value like the question does. Whether a birth date is plausible is checked there.
pub(super) fn identity(key: &str, value: &str) -> Result<String, String> {
    let format = match key {
        "name" => Format::Name,
        "reading" => Format::Reading,
        "email" | "handler_email" => Format::Email,
        "phone" => Format::Phone,
        "handler" => Format::Handler,
        NAME => Format::Office,
        "birth_date" => {
            let far = NaiveDate::from_ymd_opt(2200, 1, 1).unwrap_or_default();
            let read = day::read(value, far, Year::Written);
            return read.map(|d| d.to_string()).map_err(validate::no_birth);
        }
        _ => Format::Free,
    };
    // Empty means not given: the example file may be filled in half.
    validate::text(format, value, true)
}

/// A registration value in its stored form; "" removes it.
pub fn value(key: &str, raw: &str) -> Result<String, String> {
    debug_assert!(REGISTRATION.contains(&key), "a key of the table");
    let value = identity(key, raw)?;
    if key == SINCE && !value.is_empty() {
        let since = since(&value)?;
        return match first_day(&since) {
            Some(day) if day.year() < FIRST => Err(text!("config.since.early").to_owned()),
            _ => Ok(since),
        };
    }
    Ok(value)
}

/// No registration is older.
const FIRST: i32 = 1980;

/// A date as precise as it was written: `2024`, `2024-04`, `2024-04-01`.
fn since(text: &str) -> Result<String, String> {
    // The year is explicit, so the reference day does not matter.
    let today = NaiveDate::default();
    let wrong = || text!("config.since").to_owned();
    if let Some(y) = calendar::parse_year(text) {
        return Ok(format!("{y:04}"));
    }
    let month = calendar::month_of(text, today, Year::Written);
    if let Ok((y, m)) = month {
        return Ok(format!("{y:04}-{m:02}"));
    }
    day::read(text, today, Year::Written).map(|d| d.to_string()).map_err(|e| match (e, month) {
        (
            DateError::Unreadable,
            Err(e @ (DateError::OutOfEra { .. } | DateError::NoSuchMonth { .. })),
        ) => e.to_string(),
        (DateError::Unreadable | DateError::NoYear | DateError::NoDay, _) => wrong(),
        (e, _) => e.to_string(),
    })
}

/// [`value`] on a day: a registration cannot begin in the future.
pub fn value_on(key: &str, raw: &str, today: NaiveDate) -> Result<String, String> {
    // With a reference day, 「昨日」 and 「12/1」 are dates too.
    let known = if key == SINCE { day::read(raw, today, Year::Last).ok() } else { None };
    let known = known.filter(|_| {
        calendar::parse_year(raw).is_none()
            && calendar::month_of(raw, today, Year::Written).is_err()
    });
    let value = known.map_or_else(|| value(key, raw), |day| Ok(day.to_string()))?;
    if key == SINCE && first_day(&value).is_some_and(|day| day > today) {
        return Err(text!("config.since.ahead", today = format_ja(today)));
    }
    Ok(value)
}
