//! A moment as it is stored and shown.

use crate::domain::calendar::format_ja;
use chrono::{DateTime, FixedOffset, Timelike};

/// The zone of every moment: Japan has one, without summer time.
pub const JAPAN: FixedOffset = match FixedOffset::east_opt(9 * 3600) {
    Some(offset) => offset,
    None => panic!("nine hours are less than a day"),
};

/// How a moment is offered in a form.
pub const SHOWN: &str = "%Y-%m-%d %H:%M";

/// A time in a text: `2026年11月20日（金）10:00`.
pub fn in_words(at: DateTime<FixedOffset>) -> String {
    format!("{}{}", format_ja(at.date_naive()), at.format("%H:%M"))
}

/// A moment as it is stored: whole seconds, on the clocks of Japan.
pub fn second(at: DateTime<FixedOffset>) -> DateTime<FixedOffset> {
    let at = at.with_timezone(&JAPAN);
    at.with_nanosecond(0).unwrap_or(at)
}

/// A moment as files and lists show it.
pub fn stamp(at: DateTime<FixedOffset>) -> String {
    second(at).format("%Y-%m-%dT%H:%M:%S%:z").to_string()
}
