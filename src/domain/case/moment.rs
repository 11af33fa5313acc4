//! A moment as people write it, beside an event or behind an option.

use crate::domain::calendar::{DateError, Year, format_ja, parse_day, within};
use crate::domain::hours;
use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeZone};
use unicode_normalization::UnicodeNormalization;

/// The zone of every moment: Japan has one, without summer time.
pub const JAPAN: FixedOffset = match FixedOffset::east_opt(9 * 3600) {
    Some(offset) => offset,
    None => panic!("nine hours are less than a day"),
};

/// How a moment is offered in a form.
pub const SHOWN: &str = "%Y-%m-%d %H:%M";

/// What was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// A moment.
    At(DateTime<FixedOffset>),
    /// A day of which no time is known.
    On(NaiveDate),
}

/// Reads a moment that is on no later day (an option is given with its own day, `--today`, whose time of day means nothing): `2026-11-20 17:30`, `11/20 17:30` (the last one), 「昨日17時半」, a time of today, a
/// day; with an offset (`2026-11-20T08:30:00Z`, `… +0900`, the date of a mail) the same moment on the clock of `now`. All else is
/// on that clock already.
///
/// # Errors
/// Unreadable, or still to come.
pub fn read(text: &str, now: DateTime<FixedOffset>) -> Result<Moment, String> {
    let text: String = text.nfkc().collect();
    let text = text.trim();
    let today = now.date_naive();
    let wrong = || "「2026-11-20 17:30」「17:30」「11/20」のように書いてください".to_owned();
    let later = || later(now);
    if text.is_empty() {
        return Err(wrong());
    }
    if ["今", "いま", "現在", "ただいま"].contains(&text) {
        return Ok(Moment::At(now));
    }
    let at = match with_offset(text) {
        Some(at) => at.with_timezone(now.offset()),
        None => match local(text, today)? {
            None => return Err(wrong()),
            Some(Local::On(on)) if on > today => return Err(later()),
            Some(Local::On(on)) => return Ok(Moment::On(on)),
            Some(Local::At(at)) => now.offset().from_local_datetime(&at).single().ok_or_else(wrong)?,
        },
    };
    if at.date_naive() != within(at.date_naive()) {
        return Err(DateError::OutOfRange.to_string());
    }
    // As it was offered: the seconds of now belong to it, so that events keep their order.
    if at.timestamp() / 60 == now.timestamp() / 60 {
        return Ok(Moment::At(now));
    }
    if at.date_naive() > today { Err(later()) } else { Ok(Moment::At(at)) }
}

fn later(now: DateTime<FixedOffset>) -> String {
    format!("これからの時刻です（今日は {}）", format_ja(now.date_naive()))
}

/// [`read`] for a form, which is filled in after the fact: nothing lies ahead of now. Noon stands for a day of which no time is known.
///
/// # Errors
/// As [`read`].
pub fn parse(text: &str, now: DateTime<FixedOffset>) -> Result<DateTime<FixedOffset>, String> {
    Ok(match read(text, now)? {
        Moment::At(at) if at > now => return Err(later(now)),
        Moment::At(at) => at,
        Moment::On(on) => noon(on, now).min(now),
    })
}

/// Noon of a day, on the clock of `now`.
#[must_use]
pub fn noon(on: NaiveDate, now: DateTime<FixedOffset>) -> DateTime<FixedOffset> {
    let noon = on.and_time(NaiveTime::from_hms_opt(12, 0, 0).unwrap_or_default());
    now.offset().from_local_datetime(&noon).single().unwrap_or(now)
}

/// A moment that says how far its clock is from that of Greenwich.
fn with_offset(text: &str) -> Option<DateTime<FixedOffset>> {
    let japan = text.strip_suffix("JST").map(|t| format!("{} +0900", t.trim_end()));
    let text = japan.as_deref().unwrap_or(text);
    let forms =
        ["%Y-%m-%dT%H:%M:%S%.f%#z", "%Y-%m-%dT%H:%M%#z", "%Y-%m-%d %H:%M:%S%.f %#z", "%Y-%m-%d %H:%M %#z"];
    let slashes = text.replace('/', "-");
    let read = |form| DateTime::parse_from_str(&slashes, form).ok();
    forms.into_iter().find_map(read).or_else(|| DateTime::parse_from_rfc2822(text).ok())
}

/// What was written without an offset.
enum Local {
    At(NaiveDateTime),
    On(NaiveDate),
}

/// A day, a time, or both in this order, whatever parts them. None if it is none of that; what a day lacks is said.
fn local(text: &str, today: NaiveDate) -> Result<Option<Local>, String> {
    let day = |text: &str| parse_day(text, today, Year::Last);
    let time = |text: &str| {
        // A bare number may be anything.
        let marked = text.contains([':', '時', '正'])
            || text.to_lowercase().contains("am")
            || text.to_lowercase().contains("pm");
        hours::seconds(text).ok().filter(|_| marked)
    };
    let on = |day: NaiveDate, seconds: u32| {
        // 24:00 is the first moment of the next day.
        let days = u64::from(seconds / 86_400);
        let time = NaiveTime::from_num_seconds_from_midnight_opt(seconds % 86_400, 0)?;
        Some(Local::At(day.checked_add_days(chrono::Days::new(days))?.and_time(time)))
    };
    if let Some(seconds) = time(text) {
        return Ok(on(today, seconds));
    }
    let whole = match day(text) {
        Ok(day) => return Ok(Some(Local::On(day))),
        Err(e) => e,
    };
    // The longest time that leaves a day before it.
    let mut wrong = None;
    for (at, _) in text.char_indices().skip(1) {
        let Some((before, behind)) = text.split_at_checked(at) else { continue };
        let Some(seconds) = time(behind.trim_start_matches(['T', ' ', '、', ','])) else { continue };
        match day(before.trim_end_matches(['T', ' ', '、', ',', 'の'])) {
            Ok(day) => return Ok(on(day, seconds)),
            Err(e) => wrong = wrong.or(Some(e)),
        }
    }
    match wrong.unwrap_or(whole) {
        DateError::Unreadable => Ok(None),
        e => Err(e.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_people_write_it() {
        let now = DateTime::parse_from_rfc3339("2026-11-20T17:30:40+09:00").expect("a moment");
        let read = |t: &str| parse(t, now).map(|d| d.format(SHOWN).to_string());
        for (text, expected) in [
            ("2026-11-20 17:30", "2026-11-20 17:30"),
            ("11/19 9:05", "2026-11-19 09:05"),
            ("12/1", "2025-12-01 12:00"),
            ("9時半", "2026-11-20 09:30"),
            ("11/18", "2026-11-18 12:00"),
            ("昨日", "2026-11-19 12:00"),
            ("きのう 18時", "2026-11-19 18:00"),
            ("2026-11-20", "2026-11-20 12:00"),
            ("１１／１８　１７：３０", "2026-11-18 17:30"),
            ("１１／２５　１７：３０", "2025-11-25 17:30"),
            ("11/25 17:30", "2025-11-25 17:30"),
            ("11月18日（水）17時30分", "2026-11-18 17:30"),
            ("十一月十八日 午後三時半", "2026-11-18 15:30"),
            ("昨日17時半", "2026-11-19 17:30"),
            ("昨日の午後3時", "2026-11-19 15:00"),
            ("11/18 24:00", "2026-11-19 00:00"),
            ("12/1 17:30", "2025-12-01 17:30"),
            ("2/29", "2024-02-29 12:00"),
            ("2026年11月1日9:05", "2026-11-01 09:05"),
            ("2026-11-18T17:30", "2026-11-18 17:30"),
            ("2026-11-18T17:30:00Z", "2026-11-19 02:30"),
            ("2026-11-18T17:30:00.5Z", "2026-11-19 02:30"),
            ("2026-11-18T17:30:00+09:00", "2026-11-18 17:30"),
            ("2026-11-18T17:30+0900", "2026-11-18 17:30"),
            ("2026-11-18 17:30 +0900", "2026-11-18 17:30"),
            ("2026/11/18 17:30 JST", "2026-11-18 17:30"),
            ("2026-11-18T17:30:00-05:00", "2026-11-19 07:30"),
            ("Wed, 18 Nov 2026 08:30:00 +0000 (UTC)", "2026-11-18 17:30"),
            ("3日前 9:00", "2026-11-17 09:00"),
            ("先週金曜日 10:00", "2026-11-13 10:00"),
            ("今", "2026-11-20 17:30"),
        ] {
            assert_eq!(read(text).as_deref(), Ok(expected), "{text}");
        }
        // Before the first day that can be written there is none.
        let first = DateTime::parse_from_rfc3339("1868-01-01T10:00:00+09:00").expect("a moment");
        assert!(parse("11/30", first).is_err());
        for text in [
            "",
            "17:31",
            "2026-11-21",
            "いつか",
            "25:00",
            "2026-02-30 10:00",
            "2026-11-20T09:00:00Z",
            "11/18（木）9:00",
            "2026-11-18 17:30 +0960",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
