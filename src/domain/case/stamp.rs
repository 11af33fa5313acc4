//! A moment as stored and displayed.

use crate::domain::calendar::format_ja;
use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime, Timelike};

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

/// A moment for storing: whole seconds, Japanese time.
pub fn second(at: DateTime<FixedOffset>) -> DateTime<FixedOffset> {
    let at = at.with_timezone(&JAPAN);
    at.with_nanosecond(0).unwrap_or(at)
}

pub fn stamp(at: DateTime<FixedOffset>) -> String {
    second(at).format("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

/// When something happened: a moment, or a day of which nobody said the hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    At(DateTime<FixedOffset>),
    On(NaiveDate),
}

impl From<DateTime<FixedOffset>> for When {
    fn from(at: DateTime<FixedOffset>) -> Self {
        Self::At(second(at))
    }
}

impl When {
    pub fn day(self) -> NaiveDate {
        match self {
            Self::At(at) => second(at).date_naive(),
            Self::On(day) => day,
        }
    }
    pub fn time(self) -> Option<NaiveTime> {
        match self {
            Self::At(at) => Some(second(at).time()),
            Self::On(_) => None,
        }
    }
    /// Whether it was before that moment. Without a time the day decides; within the same minute,
    /// the precision in which people write, nothing does.
    pub fn before(self, at: DateTime<FixedOffset>) -> bool {
        let minute = |at: DateTime<FixedOffset>| at.timestamp().div_euclid(60);
        match self {
            Self::At(own) => minute(own) < minute(at),
            Self::On(day) => day < second(at).date_naive(),
        }
    }
    #[must_use]
    pub fn not_before(self, at: DateTime<FixedOffset>) -> Self {
        match self {
            Self::At(own) => Self::from(own.max(at)),
            Self::On(day) => Self::On(day.max(second(at).date_naive())),
        }
    }
    /// The form used in files and in exports.
    pub fn stamp(self) -> String {
        match self {
            Self::At(at) => stamp(at),
            Self::On(day) => day.to_string(),
        }
    }
    /// As lists show it, to the minute.
    pub fn shown(self) -> String {
        match self {
            Self::At(at) => second(at).format(SHOWN).to_string(),
            Self::On(day) => day.to_string(),
        }
    }
    pub fn in_words(self) -> String {
        match self {
            Self::At(at) => in_words(second(at)),
            Self::On(day) => format_ja(day),
        }
    }
}
