//! Days and times as options give them.

use super::commands::Failure;
use crate::domain::calendar::{Year, parse_day};
use crate::domain::case::CaseRecord;
use crate::domain::case::moment::{self, Moment};
use chrono::{DateTime, FixedOffset, NaiveDate};

/// A day as people write it, given to an option. Without a year it is the next or the last one.
pub(super) fn day(option: &str, text: &str, today: NaiveDate, year: Year) -> Result<NaiveDate, Failure> {
    parse_day(text, today, year).map_err(|e| Failure::usage(format!("{option}: {e}")))
}

/// A time as people write it. A day alone means: after all that was noted of that day, since people note things in order.
pub(super) fn at(
    text: &str,
    now: DateTime<FixedOffset>,
    record: &CaseRecord,
) -> Result<DateTime<FixedOffset>, Failure> {
    Ok(match moment::read(text, now).map_err(|e| Failure::usage(format!("--at: {e}")))? {
        Moment::At(at) => at,
        Moment::On(on) if on == now.date_naive() => now,
        Moment::On(on) => {
            let same_day = record.events.iter().map(|e| e.at).filter(|at| at.date_naive() == on);
            same_day.fold(moment::noon(on, now), DateTime::max)
        }
    })
}
