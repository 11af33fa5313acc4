//! The one place that asks the clock. The day and the time are Japan's everywhere: the letters go
//! to desks in Japan. Its zone has no summer time, so no table of zones is read, and a machine
//! without one gives the same letter.

use crate::app::msg::Msg;
use crate::domain::calendar;
use crate::domain::case::stamp::JAPAN;
use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, TimeZone as _, Utc};

/// The clock of a run. It moves, so it is read again for each message.
#[derive(Debug, Clone, Copy, Default)]
pub struct Clock {
    /// The day of `--today`; the time of day still runs.
    pub day: Option<NaiveDate>,
}

impl Clock {
    pub fn now(self) -> DateTime<FixedOffset> {
        let now = utc().with_timezone(&JAPAN);
        self.day.map_or(now, |day| in_japan(day.and_time(now.time())))
    }
    pub fn today(self) -> NaiveDate {
        self.now().date_naive()
    }
    /// Whether `--today` is absent or the real day.
    pub fn is_real(self) -> bool {
        self.day.is_none_or(|day| day == Self::default().today())
    }
    /// The real time, for the hours of a desk; None with `--today`.
    pub fn desk(self) -> Option<NaiveDateTime> {
        self.day.is_none().then(|| self.now().naive_local())
    }
    pub fn told(self) -> Msg {
        Msg::Time { now: self.now(), real: self.day.is_none() }
    }
    /// The date in the machine's own zone, if it differs.
    pub fn other_day(self) -> Option<NaiveDate> {
        let now = utc();
        // Where its zone can't be read a machine counts in UTC.
        let there = if zone::readable() {
            chrono::Local.from_utc_datetime(&now.naive_utc()).date_naive()
        } else {
            now.date_naive()
        };
        (self.day.is_none() && there != now.with_timezone(&JAPAN).date_naive()).then_some(there)
    }
}

/// Now, clamped to the range of dates that the program can write.
fn utc() -> DateTime<Utc> {
    // `Utc::now` panics on a clock before 1970.
    let now = DateTime::<Utc>::from(std::time::SystemTime::now());
    // A day less, because in Japan it may already be the next one.
    let last = calendar::within(NaiveDate::MAX).pred_opt().unwrap_or_default();
    calendar::within(now.date_naive()).min(last).and_time(now.time()).and_utc()
}

pub fn in_japan(at: NaiveDateTime) -> DateTime<FixedOffset> {
    JAPAN.from_utc_datetime(&(at - chrono::TimeDelta::seconds(i64::from(JAPAN.local_minus_utc()))))
}

mod zone {
    #[cfg(unix)]
    use std::path::{Path, PathBuf};

    /// Far larger than any zone file.
    #[cfg(unix)]
    const MAX: u64 = 1024 * 1024;
    /// Where zones lie, as chrono looks for them.
    #[cfg(unix)]
    const FOLDERS: [&str; 4] =
        ["/usr/share/lib/zoneinfo", "/usr/share/zoneinfo", "/share/zoneinfo", "/etc/zoneinfo"];

    /// Whether the machine's zone can be read without blocking: `TZ` may name a pipe or a device.
    #[cfg(unix)]
    pub(super) fn readable() -> bool {
        let default = || vec![PathBuf::from("/etc/localtime")];
        let files = match std::env::var_os("TZ") {
            None => default(),
            Some(tz) => match tz.to_str() {
                None => return false,
                // UTC, by custom.
                Some("") => Vec::new(),
                Some("localtime") => default(),
                Some(tz) => {
                    let name = Path::new(tz.strip_prefix(':').unwrap_or(tz));
                    // Where zones lie for everybody else; a rule like JST-9 is in no file.
                    let at_home = std::env::var_os("TZDIR").map(|dir| Path::new(&dir).join(name));
                    let rule = tz.contains(|c: char| c.is_ascii_digit()) && !tz.contains('/');
                    if !rule && at_home.is_some_and(|file| !file.is_file()) {
                        return false;
                    }
                    FOLDERS.iter().map(|folder| Path::new(folder).join(name)).collect()
                }
            },
        };
        // A missing file means that `TZ` is a rule, and nothing is read.
        files.iter().all(|f| {
            std::fs::metadata(f).map_or(true, |m| m.is_file() && (1..=MAX).contains(&m.len()))
        })
    }
    #[cfg(windows)]
    pub(super) fn readable() -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_that_was_given_keeps_the_time_of_japan() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 20).expect("a day");
        let now = Clock { day: Some(day) }.now();
        assert_eq!((now.date_naive(), now.offset().local_minus_utc()), (day, 9 * 3600));
        assert_eq!(
            in_japan(day.and_hms_opt(2, 30, 0).expect("a time")).to_rfc3339(),
            "2026-11-20T02:30:00+09:00"
        );
        assert_eq!(Clock { day: Some(day) }.desk(), None);
    }
}
