//! A moment as people write it, for events and options.

use super::record::CaseRecord;
use super::stamp::When;
use crate::domain::calendar::{DateError, Year, add_months, format_ja, parse_day, within};
use crate::domain::day::{self, parts_of_days, with_offset, without_japan};
use crate::domain::hours;
use crate::domain::words;
use crate::text::clean::fold;
use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone};
use unicode_normalization::UnicodeNormalization;

/// When a noted event can have happened: after its letter was made and not in the future.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Possible {
    /// When the letter was made; None: it is not known.
    pub made: Option<DateTime<FixedOffset>>,
    pub now: DateTime<FixedOffset>,
    /// The last moment that is not in the future. With `--today`: the end of that day.
    pub last: DateTime<FixedOffset>,
}

impl Possible {
    /// The times that are possible for a case, or for its letter with this number. A letter made
    /// "after now", because the clock was set back, is accepted too.
    pub fn of(
        record: Option<&CaseRecord>,
        letter: Option<usize>,
        now: DateTime<FixedOffset>,
        real: bool,
    ) -> Self {
        Self::new(record.and_then(|r| r.made(letter)), now, real)
    }
    /// The times possible for a letter made then; `real`: `now` is the clock's, not a given day.
    pub fn new(
        made: Option<DateTime<FixedOffset>>,
        now: DateTime<FixedOffset>,
        real: bool,
    ) -> Self {
        let end = now.date_naive().and_hms_opt(23, 59, 59).unwrap_or_default();
        let end = now.offset().from_local_datetime(&end).single().unwrap_or(now);
        let last = if real { now } else { end };
        Self { made: made.map(|m| m.with_timezone(now.offset()).min(now)), now, last }
    }
    fn first(&self) -> NaiveDate {
        self.made.map_or_else(|| within(NaiveDate::MIN), |m| m.date_naive())
    }
    /// A day in that period.
    /// Errors: unreadable, or none of these days; both ends are named.
    pub fn day(&self, text: &str) -> Result<NaiveDate, String> {
        let (from, to) = (self.first(), self.last.date_naive());
        day::read(text, to, Year::Within(from, to)).map_err(|e| match e {
            DateError::Outside { .. } => self.outside(false),
            e => e.to_string(),
        })
    }
    /// The day until which something was promised on the day `then`.
    /// Errors: unreadable, or not after it; both ends are named.
    pub fn promised(text: &str, then: NaiveDate) -> Result<NaiveDate, String> {
        from_on(text!("moment.talked"), text, then)
    }
    /// The message for a moment outside the period, with both ends.
    fn outside(&self, time: bool) -> String {
        let show = |at: DateTime<FixedOffset>, time: bool| {
            let time = if time { at.format("%-H:%M").to_string() } else { String::new() };
            format!("{}{time}", format_ja(at.date_naive()))
        };
        let what = if time { text!("moment.time") } else { text!("moment.date") };
        // With `--today` the hours mean nothing.
        let now = show(self.now, time && self.last == self.now);
        match self.made {
            Some(made) => {
                text!("moment.between", made = show(made, time), now, what)
            }
            None => text!("moment.until", now, what),
        }
    }
}

/// How many months ahead a promise or due date may lie.
pub(super) const AHEAD: i32 = 120;

/// A number of business days until something is due, a year's at most.
pub fn business_days(text: &str) -> Option<u32> {
    let plain = fold(text);
    let unit = words::DAY_COUNTS.iter().find_map(|unit| plain.strip_suffix(unit));
    unit.unwrap_or(&plain).trim().parse().ok().filter(|days| (1..=365).contains(days))
}

/// A day on which something is due, or comes next.
/// Errors: unreadable, or gone by; both ends are named.
pub fn ahead(text: &str, today: NaiveDate) -> Result<NaiveDate, String> {
    from_on(text!("moment.today"), text, today)
}

/// A day from that one on, which is called `name`.
fn from_on(name: &str, text: &str, then: NaiveDate) -> Result<NaiveDate, String> {
    day::read(text, then, Year::Within(then, add_months(then, AHEAD))).map_err(|e| match e {
        DateError::Outside { from, to } => {
            text!("moment.ahead", name, from = format_ja(from), to = format_ja(to))
        }
        e => e.to_string(),
    })
}

/// Help on how to write a moment, with now as the example.
pub fn as_now(words: &str, now: DateTime<FixedOffset>) -> String {
    let (day, time) = (now.format("%-m/%-d").to_string(), now.format("%-H:%M").to_string());
    words.replace("{day}", &day).replace("{time}", &time)
}

/// Reads when something happened: `2026-11-20 17:30`, `11/20 17:30` (the nearest one that can be
/// meant), 「昨日17時半」, a time of today, a day; with an offset (`2026-11-20T08:30:00Z`, `… +0900`, the
/// date of a mail) the same moment on the clock of now. All else is on that clock already. A day is
/// a day: no hour is made up for it.
///
/// # Errors
/// Unreadable, or not [`Possible`]; then both ends are named.
pub fn parse(text: &str, when: &Possible) -> Result<When, String> {
    let now = when.now;
    let text = parts_of_days(&text.nfkc().collect::<String>());
    let text = text.trim();
    let wrong = || as_now(text!("moment.unreadable"), now);
    refuse!(text.is_empty(), wrong());
    if words::NOW.contains(&text) {
        return Ok(now.into());
    }
    let ago = || hours::ago(text).map(|minutes| now - TimeDelta::minutes(minutes));
    let at = match with_offset(text).or_else(ago) {
        Some(at) => at.with_timezone(now.offset()),
        None => match local(without_japan(text), when) {
            Ok(None) | Err(_) if other_zone(text) => {
                return Err(as_now(text!("moment.zone"), now));
            }
            Err(e) => return Err(e),
            Ok(None) => return Err(wrong()),
            Ok(Some(Local::On(on))) => return Ok(When::On(on)),
            Ok(Some(Local::At(at))) => {
                now.offset().from_local_datetime(&at).single().ok_or_else(wrong)?
            }
        },
    };
    refuse!(at.date_naive() != within(at.date_naive()), DateError::OutOfRange.to_string());
    // Compared to the minute, as displayed: seconds are kept so that events stay in order.
    let minute = |at: DateTime<FixedOffset>| at.timestamp().div_euclid(60);
    if minute(at) == minute(now) {
        return Ok(now.into());
    }
    match when.made {
        Some(made) if minute(at) < minute(made) => Err(when.outside(true)),
        _ if at > when.last => Err(when.outside(true)),
        made => Ok(made.map_or(at, |made| at.max(made)).into()),
    }
}

/// Whether a time zone other than Japan's follows the time.
fn other_zone(text: &str) -> bool {
    let named = text.trim_end_matches(|c: char| c.is_ascii_digit() || ['+', '-'].contains(&c));
    let time = named.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let zone = named.strip_prefix(time).unwrap_or_default().to_ascii_lowercase();
    time.contains([':', '時']) && !["", "am", "pm"].contains(&zone.as_str())
}

/// A local time without an offset.
enum Local {
    At(NaiveDateTime),
    On(NaiveDate),
}

/// A day, a time, or both in this order, however separated; else None. Tells what a day lacks.
fn local(text: &str, when: &Possible) -> Result<Option<Local>, String> {
    let today = when.now.date_naive();
    let day = |text: &str| parse_day(text, today, Year::Within(when.first(), today));
    let on = |day: NaiveDate, seconds: u32| {
        // 24:00 is the first moment of the next day.
        let days = u64::from(seconds / 86_400);
        let time = NaiveTime::from_num_seconds_from_midnight_opt(seconds % 86_400, 0)?;
        Some(Local::At(day.checked_add_days(chrono::Days::new(days))?.and_time(time)))
    };
    if let Some(seconds) = hours::marked(text) {
        return Ok(on(today, seconds));
    }
    let whole = match day(text) {
        Ok(day) => return Ok(Some(Local::On(day))),
        Err(e) => e,
    };
    // The longest time with a day before it.
    let mut wrong = None;
    for (before, seconds) in hours::behind(text, hours::marked) {
        match day(before) {
            Ok(day) => return Ok(on(day, seconds)),
            Err(e) => wrong = wrong.or(Some(e)),
        }
    }
    match wrong.unwrap_or(whole) {
        // A part of the day instead of an hour, or an invalid hour.
        DateError::Unreadable => match day::read(text, today, Year::Within(when.first(), today)) {
            Ok(_) => Err(as_now(text!("moment.no_hour"), when.now)),
            Err(DateError::Unreadable) => Ok(None),
            Err(DateError::Outside { .. }) => Err(when.outside(true)),
            Err(e) => Err(e.to_string()),
        },
        DateError::Outside { .. } => Err(when.outside(true)),
        e => Err(e.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::typed::as_typed;

    #[test]
    fn as_people_write_it() {
        let now = DateTime::parse_from_rfc3339("2026-11-20T17:30:40+09:00").expect("a moment");
        let made = DateTime::parse_from_rfc3339("2024-02-01T09:00:30+09:00").expect("a moment");
        let when = Possible::new(Some(made), now, true);
        as_typed("moment", |text| parse(text, &when).map(When::shown));
    }

    #[test]
    fn before_the_first_day_there_is_none() {
        let first = DateTime::parse_from_rfc3339("1868-01-01T10:00:00+09:00").expect("a moment");
        assert!(parse("11/30", &Possible::new(None, first, true)).is_err());
    }

    #[test]
    fn nothing_is_noted_before_the_letter_or_after_now() {
        let at = |t: &str| DateTime::parse_from_rfc3339(t).expect("a moment");
        let (made, now) = (at("2026-11-20T09:58:30+09:00"), at("2026-11-26T16:30:10+09:00"));
        let (when, today) = (Possible::new(Some(made), now, true), now.date_naive());
        let day = |d: NaiveDate| d.to_string();
        as_typed("moment_between", |text| parse(text, &when).map(When::stamp));
        as_typed("day_between", |text| when.day(text).map(day));
        as_typed("promised", |text| Possible::promised(text, today).map(day));
        as_typed("ahead", |text| ahead(text, today).map(day));
        // With `--today` the hours mean nothing.
        let given = Possible::new(Some(made), now, false);
        assert_eq!(parse("19:30", &given), Ok(at("2026-11-26T19:30:00+09:00").into()));
        assert!(parse("11/27", &given).is_err());
        // A clock that was set back.
        let early = at("2026-11-19T08:00:00+09:00");
        assert_eq!(parse("今", &Possible::new(Some(made), early, true)), Ok(early.into()));
    }
}
