//! The time, as the core is told it: anew with each message, so that a letter begun before midnight
//! is dated with the day on which it leaves.

use super::App;
use crate::domain::calendar::format_ja;
use chrono::{DateTime, FixedOffset, NaiveDate};

impl App {
    /// Takes the time in Japan; `real`: the day was not given, so the hours of a desk can be told.
    pub(super) fn tell_time(&mut self, now: DateTime<FixedOffset>, real: bool) {
        let before = std::mem::replace(&mut self.session.today, now.date_naive());
        self.session.now = Some(now);
        self.session.clock = real.then(|| now.naive_local());
        self.new_day |= before != self.session.today;
    }
    pub(super) fn new_day_words(&self) -> String {
        text!("notice.new_day", day = format_ja(self.session.today))
    }
}

/// That the machine shows another day than Japan.
pub fn other_day(today: NaiveDate, there: NaiveDate) -> String {
    text!("notice.other_day", day = format_ja(today), there = format_ja(there))
}
