//! The time, as the core is told it: anew with each message, so that a letter begun before midnight
//! is dated with the day on which it leaves.

use super::App;
use crate::domain::calendar::format_ja;
use chrono::{DateTime, FixedOffset, NaiveDate};

impl App {
    /// Takes the time in Japan; `real`: the day was not given, so the hours of a desk can be told.
    /// Whether another day has begun.
    pub fn tell_time(&mut self, now: DateTime<FixedOffset>, real: bool) -> bool {
        let before = std::mem::replace(&mut self.session.today, now.date_naive());
        self.session.now = Some(now);
        self.session.clock = real.then(|| now.naive_local());
        before != self.session.today
    }
    /// Says that another day has begun, unless there is something else to say.
    pub fn say_new_day(&mut self) {
        let words = self.new_day_words();
        self.notice.get_or_insert(words);
    }
    pub fn new_day_words(&self) -> String {
        text!("notice.new_day", day = format_ja(self.session.today))
    }
    /// Says that the machine shows another day, unless there is something else to say.
    pub fn say_other_day(&mut self, there: NaiveDate) {
        let words = self.other_day_words(there);
        self.notice.get_or_insert(words);
    }
    pub fn other_day_words(&self, there: NaiveDate) -> String {
        other_day(self.session.today, there)
    }
}

/// That the machine shows another day than Japan.
pub fn other_day(today: NaiveDate, there: NaiveDate) -> String {
    text!("notice.other_day", day = format_ja(today), there = format_ja(there))
}
