//! A moment as people write it beside an event.

use crate::domain::calendar::{a_year_before, format_ja, parse_date};
use crate::domain::hours;
use chrono::{DateTime, FixedOffset, NaiveTime, TimeZone};

/// The zone of every moment: Japan has one, without summer time.
pub const JAPAN: FixedOffset = match FixedOffset::east_opt(9 * 3600) {
    Some(offset) => offset,
    None => panic!("nine hours are less than a day"),
};

/// How a moment is offered in a form.
pub const SHOWN: &str = "%Y-%m-%d %H:%M";

/// Reads `2026-11-20 17:30`, `11/20 17:30`, a time of today, or a day (noon); with the offset of `now`.
///
/// # Errors
/// Unreadable, or still to come.
pub fn parse(text: &str, now: DateTime<FixedOffset>) -> Result<DateTime<FixedOffset>, String> {
    let text = text.trim();
    let today = now.date_naive();
    let wrong = || "「2026-11-20 17:30」「17:30」「11/20」のように書いてください".to_owned();
    if text.is_empty() {
        return Err(wrong());
    }
    let time = |t: &str| {
        let minutes = hours::minutes(t).ok().map(u32::from).filter(|m| *m < 24 * 60)?;
        NaiveTime::from_hms_opt(minutes / 60, minutes % 60, 0)
    };
    let has_time = text.contains([':', '：', '時']);
    let (day, at) = match text.rsplit_once([' ', '\u{3000}', 'T']).filter(|_| has_time) {
        Some((day, at)) => (day, time(at.trim()).ok_or_else(wrong)?),
        None if has_time => ("", time(text).ok_or_else(wrong)?),
        None => (text, NaiveTime::from_hms_opt(12, 0, 0).unwrap_or_default()),
    };
    let mut on =
        if day.is_empty() { today } else { parse_date(day.trim(), today).map_err(|e| e.to_string())? };
    // A day without a year lies behind us.
    if on > today && day.split(|c: char| !c.is_ascii_digit()).filter(|p| !p.is_empty()).count() == 2 {
        on = a_year_before(on);
    }
    let found = now.offset().from_local_datetime(&on.and_time(at)).single().ok_or_else(wrong)?;
    // As it was offered: the seconds of now belong to it, so that events keep their order.
    if found.timestamp() / 60 == now.timestamp() / 60 {
        return Ok(now);
    }
    // Noon stands for a day of which no time is known.
    if found > now && (has_time || on > today) {
        return Err(format!("これからの時刻です（今日は {}）", format_ja(today)));
    }
    Ok(found.min(now))
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
        ] {
            assert_eq!(read(text).as_deref(), Ok(expected), "{text}");
        }
        // Before the first day that can be written there is none.
        let first = DateTime::parse_from_rfc3339("1868-01-01T10:00:00+09:00").expect("a moment");
        assert!(parse("11/30", first).is_err());
        for text in ["", "17:31", "2026-11-21", "いつか", "25:00", "2026-02-30 10:00"] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
