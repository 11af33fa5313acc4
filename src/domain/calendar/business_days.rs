//! Which days an office is open, and counting them.

use super::days::{FIRST_YEAR, LAST_YEAR};
use super::holidays::holiday;
use chrono::{Datelike, NaiveDate, Weekday};

/// Which days an office is closed besides Saturdays, Sundays and public holidays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OfficeCalendar {
    /// Closed from 29 December to 3 January, as government offices are (行政機関の休日に関する
    /// 法律 art. 1(1)(iii)).
    pub year_end: bool,
}

impl Default for OfficeCalendar {
    fn default() -> Self {
        Self { year_end: true }
    }
}

impl OfficeCalendar {
    pub fn is_business_day(self, d: NaiveDate) -> bool {
        let weekend = matches!(d.weekday(), Weekday::Sat | Weekday::Sun);
        let year_end = self.year_end && matches!((d.month(), d.day()), (12, 29..) | (1, ..=3));
        !weekend && !year_end && holiday(d).is_none()
    }

    /// The `n`th business day after `from`. The first day does not count (Civil Code art. 140); `n`
    /// = 0 gives `from` itself, business day or not. Ends with [`LAST_YEAR`].
    pub fn add_business_days(self, from: NaiveDate, n: u32) -> NaiveDate {
        let mut left = n;
        let mut day = from;
        while left > 0 && day.year() <= LAST_YEAR {
            let Some(next) = day.succ_opt().filter(|x| x.year() <= LAST_YEAR) else { break };
            day = next;
            if day.year() < FIRST_YEAR {
                // Before any known calendar: no reason to walk a quarter of a million years.
                let Some(first) = NaiveDate::from_ymd_opt(FIRST_YEAR, 1, 1) else { break };
                day = first;
            }
            if self.is_business_day(day) {
                left -= 1;
            }
        }
        day
    }

    /// How many business days lie after `a` up to and including `b`; the negative of the same from
    /// `b` to `a` when `b` is earlier. Counts from [`FIRST_YEAR`] to [`LAST_YEAR`].
    pub fn business_days_between(self, a: NaiveDate, b: NaiveDate) -> i64 {
        if b < a {
            return -self.business_days_between(b, a);
        }
        let mut count = 0;
        let mut day = match NaiveDate::from_ymd_opt(FIRST_YEAR - 1, 12, 31) {
            Some(first) => a.max(first),
            None => a,
        };
        while day < b {
            let Some(next) = day.succ_opt().filter(|x| x.year() <= LAST_YEAR) else { break };
            day = next;
            count += i64::from(self.is_business_day(day));
        }
        count
    }

    pub fn business_day_before(self, d: NaiveDate) -> NaiveDate {
        let mut earlier = std::iter::successors(d.pred_opt(), NaiveDate::pred_opt);
        earlier.find(|e| self.is_business_day(*e)).unwrap_or(d)
    }

    /// `d` itself if it is a business day, else the first one after it: where a period ends whose
    /// last day is a holiday (Civil Code art. 142).
    pub fn next_business_day(self, d: NaiveDate) -> NaiveDate {
        if self.is_business_day(d) { d } else { self.add_business_days(d, 1) }
    }
}

/// Whether government offices are open on `d`: not a Saturday, Sunday, public holiday, nor
/// 29 December to 3 January (行政機関の休日に関する法律 art. 1). See [`OfficeCalendar`].
pub fn is_business_day(d: NaiveDate) -> bool {
    OfficeCalendar::default().is_business_day(d)
}
