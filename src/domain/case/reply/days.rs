//! The days that a reply names: until when, on which, for how long.

use crate::domain::calendar::{DateError, OfficeCalendar, Year, add_months, digits};
use crate::domain::words::{self, has};
use crate::domain::{day, hours};
use chrono::NaiveDate;

/// What days are counted from.
#[derive(Clone, Copy)]
pub(super) struct Now {
    /// The day on which the reply came.
    pub(super) received: NaiveDate,
    pub(super) office: OfficeCalendar,
}

/// How many characters after a date are searched for words about it.
const NEAR: usize = 16;
const INSIDE: [char; 8] = ['年', '月', '日', '/', '.', '-', '第', '毎'];
/// How many months ahead a day may lie.
const AHEAD: i32 = 12 * 100;

/// Whether a date can start after this text, so that none is matched from its middle.
fn whole(before: &str) -> bool {
    let inside = before.ends_with(|c: char| c.is_numeric() || INSIDE.contains(&c));
    // 「本日11月27日」
    !inside || words::ends(before, words::REPLY_DAYS)
}

/// Whether the text after a date is about something past: 「11月20日にご依頼いただいた」.
fn was(behind: &str) -> bool {
    let near: String = behind.chars().take(NEAR).collect();
    has(&near, words::REPLY_WAS) && !has(&near, words::REPLY_WAS_NOT)
}

/// Whether a text ends with a duration in days, and not with a date.
fn is_count(text: &str) -> bool {
    let before = words::REPLY_COUNTS.iter().find_map(|(end, _)| text.strip_suffix(end));
    let number = before.map(|t| t.trim_end_matches(|c: char| c.is_ascii_digit()));
    number.is_some_and(|t| Some(t.len()) < before.map(str::len) && !t.ends_with(INSIDE))
}

/// A deadline, and whose it is.
pub(super) enum Until {
    They(NaiveDate),
    You(NaiveDate),
    /// They promise a day that has passed.
    GoneBy,
}

impl Now {
    /// The date that a text ends with: written out, or a number of days from now.
    fn day_at_end(self, text: &str) -> Option<NaiveDate> {
        if let Some(before) = text.strip_suffix(words::REPLY_NEXT_BUSINESS_DAY) {
            return Some(before).map(|_| self.office.add_business_days(self.received, 1));
        }
        if let Some(before) = text.strip_suffix(words::REPLY_BUSINESS_DAYS) {
            let count = digits(before);
            let at = count.trim_end_matches(|c: char| c.is_ascii_digit()).len();
            let days = count.get(at..)?.parse().ok().filter(|n| (1..=365).contains(n))?;
            return Some(self.office.add_business_days(self.received, days));
        }
        // 「昨日（11月30日）付」
        let inside = || text.strip_suffix(')').and_then(|t| self.written(t));
        // On Saturday, the Friday of this week is already past.
        let spans = words::REPLY_SPANS.iter().filter_map(|span| words::ended(text, &[*span]));
        let mut ahead = spans.filter_map(|t| self.written(&t)).filter(|day| self.ahead(*day));
        ahead.next().or_else(|| self.written(text)).or_else(inside)
    }

    /// The date that is written at the end of a text.
    fn written(self, text: &str) -> Option<NaiveDate> {
        day::at_end(text, |before, day| whole(before).then(|| self.day(day)).flatten())
    }

    pub(super) fn day(self, text: &str) -> Option<NaiveDate> {
        day::read(text, self.received, Year::Nearest).ok()
    }

    /// Whether the text names a date that does not exist or has the wrong weekday. About something
    /// past it is a slip of the writer and changes nothing.
    pub(super) fn misnames(self, text: &str) -> bool {
        let places = words::REPLY_WEEKDAY_ENDS.iter().flat_map(|end| text.match_indices(end));
        let wrong = |day: &str| {
            let read = day::read(day, self.received, Year::Nearest);
            matches!(
                read,
                Err(DateError::WrongWeekday { .. }
                    | DateError::NoSuchDay { .. }
                    | DateError::NoFifth { .. }
                    | DateError::NoSuchMonth { .. })
            )
        };
        places.into_iter().any(|(at, end)| {
            let (before, behind) = text.split_at_checked(at + end.len()).unwrap_or_default();
            let slip = |head: &str, day: &str| (whole(head) && wrong(day)).then_some(());
            !was(behind) && day::at_end(before, slip).is_some()
        })
    }

    /// The days to come that a text names, by where they end, as answers have them with a time.
    fn coming(self, text: &str) -> impl DoubleEndedIterator<Item = (NaiveDate, String)> {
        let read = move |before: &str, day: &str| {
            let on = whole(before).then(|| self.day(day)).flatten().filter(|d| *d > self.received);
            let time = day::time_behind(day, self.received).map(hours::time).unwrap_or_default();
            on.map(|on| (on, format!("{on} {time}").trim_end().to_owned()))
        };
        text.char_indices().filter_map(move |(at, c)| {
            let (before, behind) = text.split_at_checked(at + c.len_utf8())?;
            let goes_on = behind.starts_with(INSIDE)
                || c.is_ascii_digit() && behind.starts_with(|c: char| c.is_ascii_digit());
            day::at_end(before, read).filter(|_| !goes_on)
        })
    }

    /// The first day to come that a text names.
    pub(super) fn later(self, text: &str) -> Option<NaiveDate> {
        self.coming(text).next().map(|(on, _)| on)
    }

    /// Whether the text names a later day, or a month that begins later.
    pub(super) fn is_past(self, text: &str, day: NaiveDate) -> bool {
        text.char_indices().any(|(at, c)| {
            let (before, behind) = text.split_at_checked(at + c.len_utf8()).unwrap_or_default();
            let month = before.strip_suffix(words::REPLY_MONTH);
            let month = month.filter(|_| !behind.starts_with(|c: char| c.is_ascii_digit()));
            let first = month.map(|text| text.to_owned() + words::REPLY_MONTH_FIRST);
            let named = self.day_at_end(before).or_else(|| self.day_at_end(&first?));
            named.is_some_and(|named| named > day && self.ahead(named))
        })
    }

    /// The last one, with its time.
    pub(super) fn moved(self, text: &str) -> String {
        self.coming(text).next_back().unwrap_or_default().1
    }

    fn ahead(self, day: NaiveDate) -> bool {
        (self.received..=add_months(self.received, AHEAD)).contains(&day)
    }

    /// The days by which they promise something, or ask for it.
    pub(super) fn until(self, text: &str) -> Vec<Until> {
        let mut out = Vec::new();
        let first = |behind: &str, any: &[&str]| any.iter().filter_map(|w| behind.find(w)).min();
        for (at, join) in words::REPLY_UNTIL.iter().flat_map(|join| text.match_indices(join)) {
            let (before, behind) = (text.get(..at), text.get(at + join.len()..));
            let Some((before, behind)) = before.zip(behind) else { continue };
            let lasts =
                words::REPLY_SPAN_END.contains(&join) && !words::begins(behind, words::REPLY_THEN);
            if was(behind) || lasts && has(behind, words::REPLY_RESTS_UNTIL) {
                continue;
            }
            // 「5日ほど」 is a duration, not the fifth.
            let days = words::REPLY_SPAN_ENDS.contains(&join) && is_count(before);
            let behind_now = days.then(|| words::ended(before, words::REPLY_COUNTS)).flatten();
            let Some(day) = self.day_at_end(behind_now.as_deref().unwrap_or(before)) else {
                continue;
            };
            // かかる both links a day and says whose turn it is.
            let behind = text.get(at..).unwrap_or(behind);
            let (they, you) = (first(behind, words::REPLY_THEY), first(behind, words::REPLY_YOU));
            let theirs = they.is_some_and(|they| you.is_none_or(|you| they < you));
            out.extend(match (theirs, self.ahead(day)) {
                (true, true) => Some(Until::They(day)),
                (true, false) => words::REPLY_BY.contains(&join).then_some(Until::GoneBy),
                (false, ahead) => you.filter(|_| ahead).map(|_| Until::You(day)),
            });
        }
        out.extend(self.limit(text).map(Until::You));
        out
    }

    /// 「ご返信期限：12月10日」.
    fn limit(self, text: &str) -> Option<NaiveDate> {
        let behind = words::REPLY_LIMITS.iter().find_map(|l| Some(text.split_once(l)?.1))?;
        let behind = behind.trim_start_matches([':', 'は', '、']);
        day::at_start(behind, |day, _| self.day(day)).filter(|day| self.ahead(*day))
    }

    /// The last day in a text on which they did something.
    pub(super) fn on(self, text: &str) -> Option<NaiveDate> {
        let joins = words::REPLY_ON.iter().flat_map(|join| text.match_indices(join));
        let days = joins.filter_map(|(at, join)| {
            let (before, behind) = (text.get(..at)?, text.get(at + join.len()..)?);
            let goes_on = words::ends(before, words::REPLY_SPAN_END);
            Some((at, self.day_at_end(before).filter(|_| !goes_on && !was(behind))?))
        });
        days.max_by_key(|(at, _)| *at).map(|(_, day)| day)
    }

    /// The day until which something is kept: written out, or a duration counted from a known day,
    /// such as that of the completion (`done`).
    pub(super) fn kept(self, text: &str, done: Option<NaiveDate>) -> Option<NaiveDate> {
        let joins = words::REPLY_KEEPS.iter().chain(words::REPLY_KEEPS_BEHIND);
        let places = joins.flat_map(|join| text.match_indices(join));
        let from = match () {
            () if has(text, words::REPLY_FROM_DONE) => done,
            () => Some(self.received).filter(|_| has(text, words::REPLY_FROM_NOW)),
        };
        let from = from.map(|received| Self { received, ..self });
        let counted = |text: String| text.ends_with(words::REPLY_BEHIND_SPAN);
        let span = |before: &str| words::ended(before, words::REPLY_SPANS).is_some_and(counted);
        let days = places.filter_map(|(at, _)| {
            let before = text.get(..at)?;
            // Of a month without a day, its last one.
            let month = before.strip_suffix(words::REPLY_MONTH);
            let month = month.map(|text| text.to_owned() + words::REPLY_MONTH_END);
            let now = if span(before) { from? } else { self };
            now.day_at_end(before).or_else(|| now.day_at_end(&month?))
        });
        days.filter(|day| *day > self.received && self.ahead(*day)).max()
    }
}
