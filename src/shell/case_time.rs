//! Days and times as options give them.

use super::clock::in_japan;
use super::commands::Failure;
use crate::domain::calendar::{self, format_ja, parse_date};
use crate::domain::case::CaseRecord;
use crate::domain::case::moment::JAPAN;
use crate::domain::hours;
use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime, Timelike};

/// A day as people write it, given to an option.
pub(super) fn day(option: &str, text: &str, today: NaiveDate) -> Result<NaiveDate, Failure> {
    parse_date(text, today).map_err(|e| Failure::usage(format!("{option}: {e}")))
}

/// A time as people write it. A day alone means: after all that was noted of that day, since people note things in order.
pub(super) fn moment(
    text: &str,
    now: DateTime<FixedOffset>,
    today: NaiveDate,
    record: &CaseRecord,
) -> Result<DateTime<FixedOffset>, Failure> {
    let wrong = |m: &str| Failure::usage(format!("--at: {m}"));
    let text = text.trim();
    let time = |t: &str| {
        let full = t.parse::<NaiveTime>().ok().and_then(|t| t.with_nanosecond(0));
        let minutes = || hours::minutes(t).ok().map(u32::from).filter(|m| *m < 24 * 60);
        full.or_else(|| NaiveTime::from_hms_opt(minutes()? / 60, minutes()? % 60, 0))
    };
    let found = if let Ok(full) = DateTime::parse_from_rfc3339(text) {
        full.with_timezone(&JAPAN)
    } else if let Some((on, at)) =
        text.split_once(['T', ' ', '\u{3000}']).filter(|_| text.contains([':', '時']))
    {
        let at = time(at.trim()).ok_or_else(|| wrong("時刻を読めません（例: \"2026-11-20 10:30\"）"))?;
        in_japan(day("--at", on, today)?.and_time(at))
    } else if let Some(at) = time(text).filter(|_| text.contains([':', '時'])) {
        in_japan(today.and_time(at))
    } else {
        let on = day("--at", text, today)?;
        if on == today {
            now
        } else {
            let noon = in_japan(on.and_hms_opt(12, 0, 0).unwrap_or_default());
            let same_day = record.events.iter().map(|e| e.at).filter(|at| at.date_naive() == on);
            same_day.max().map_or(noon, |last| last.max(noon))
        }
    };
    if found.date_naive() != calendar::within(found.date_naive()) {
        return Err(wrong(&calendar::DateError::OutOfRange.to_string()));
    }
    if found.date_naive() > today {
        let m = format!("これからの日付です（今日は {}）。過ぎた日は年から書いてください", format_ja(today));
        return Err(wrong(&m));
    }
    Ok(found)
}
