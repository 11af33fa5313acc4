//! The hours without calls, as a letter says them: when calls are welcome if that can be said, else
//! when they are not.

use crate::domain::hours::{DAY_END as DAY, DAYS, Span, minutes};
use std::fmt::Write as _;

#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct CallHours {
    /// When calls are welcome: 「平日19時以降」.
    pub(super) free: String,
    /// When they are not, beyond what follows from that: 「土日」, 「平日9時から18時まで」.
    pub(super) not: String,
    /// The latter names whole days only.
    pub(super) whole: bool,
}

/// 「19時」, 「8時30分」.
pub(super) fn clock(t: u16) -> String {
    let mut out = text!("letter.hour", hour = t / 60);
    if !t.is_multiple_of(60) {
        let _ = write!(out, text!("letter.minute"), minute = t % 60);
    }
    out
}

/// How a letter calls the days: holidays were not answered, and a day that is every day needs no
/// name.
fn word(day: &str) -> &'static str {
    match day {
        "weekend" => text!("letter.weekend"),
        "everyday" => "",
        _ => DAYS.iter().find(|(d, _)| *d == day).map_or("", |d| d.1),
    }
}

/// Days that stand before an hour: set off, unless the others are closed and there is nothing to be
/// set off from.
fn on(day: &str, spans: &[Span]) -> String {
    let rest_closed = spans.iter().any(|s| s.day != day && (s.from, s.to) == (0, DAY));
    match word(day) {
        "" => String::new(),
        w if rest_closed => w.to_owned(),
        w => text!("letter.on", day = w),
    }
}

/// From the spans of `no_call` and the hour of `from_hour` ("" for none).
pub(super) fn call_hours(no_call: &[String], from_hour: &str) -> CallHours {
    let spans: Vec<Span> = no_call.iter().filter_map(|s| Span::parse(s).ok()).collect();
    let (mut free, mut not, mut whole) = (Vec::new(), Vec::new(), true);
    let mornings: Vec<u16> =
        spans.iter().filter(|s| s.from == 0 && s.to != DAY).map(|s| s.to).collect();
    // Closed hours that end at that very hour say it, and on which days besides.
    let said = |hour: &u16| !mornings.is_empty() && mornings.iter().all(|to| to == hour);
    let welcome = minutes(from_hour).ok().filter(|hour| !said(hour));
    for s in &spans {
        let day = word(&s.day);
        // The other end of the same day, if that is closed as well.
        let other = |from: u16, to: u16| {
            spans.iter().find(|o| o.day == s.day && (o.from == from || o.to == to))
        };
        match (s.from, s.to) {
            (0, DAY) => {
                not.push(if day.is_empty() {
                    text!("letter.whole_day").to_owned()
                } else {
                    day.to_owned()
                });
            }
            // From an hour on: what comes before it is said by that, what comes behind it ends the
            // day.
            (0, _) if welcome.is_some() => {}
            (from, DAY) if welcome.is_some() => {
                let of = if day.is_empty() { String::new() } else { text!("letter.on", day) };
                free.push(text!("letter.until", day = of, to = clock(from)));
            }
            (0, to) => match other(u16::MAX, DAY) {
                Some(o) => free.push(text!(
                    "letter.hours",
                    day = on(&s.day, &spans),
                    from = clock(to),
                    to = clock(o.from)
                )),
                None => free.push(text!("letter.from", day = on(&s.day, &spans), from = clock(to))),
            },
            (_, DAY) if other(0, u16::MAX).is_some() => {}
            (from, DAY) => {
                free.push(text!("letter.until", day = on(&s.day, &spans), to = clock(from)));
            }
            (from, to) => {
                whole = false;
                not.push(text!("letter.hours", day, from = clock(from), to = clock(to)));
            }
        }
    }
    // From midnight on is always.
    if let Some(from) = welcome.filter(|from| *from > 0) {
        match free.first_mut() {
            Some(until) if !until.contains('は') => {
                *until = text!("letter.from_until", from = clock(from), until);
            }
            _ => free.insert(0, text!("letter.from_alone", from = clock(from))),
        }
    }
    CallHours { free: free.join(text!("sign.comma")), not: not.join(text!("sign.comma")), whole }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(spans: &[&str], from_hour: &str) -> (String, String) {
        let spans: Vec<String> = spans.iter().map(|s| (*s).to_owned()).collect();
        let h = call_hours(&spans, from_hour);
        (h.free, h.not)
    }

    #[test]
    fn hours_are_said_positively_where_they_free_an_end_of_the_day() {
        let of = |free: &str, not: &str| (free.to_owned(), not.to_owned());
        assert_eq!(said(&[], ""), of("", ""));
        assert_eq!(said(&["weekday 09:00-18:00"], ""), of("", "平日9時から18時まで"));
        assert_eq!(
            said(&["weekday 00:00-19:00", "weekend 00:00-24:00"], ""),
            of("平日19時以降", "土日")
        );
        assert_eq!(said(&["everyday 21:00-24:00"], ""), of("21時まで", ""));
        assert_eq!(
            said(&["sat 00:00-09:30", "sat 18:00-24:00"], ""),
            of("土曜日は9時30分から18時まで", "")
        );
        assert_eq!(said(&["everyday 00:00-24:00"], ""), of("", "終日"));
        assert_eq!(
            said(&["weekday 08:30-18:00"], "19:00"),
            of("19時以降", "平日8時30分から18時まで")
        );
        assert_eq!(said(&[], "19:00"), of("19時以降", ""));
        assert_eq!(said(&["everyday 21:00-24:00"], "19:00"), of("19時から21時まで", ""));
        assert_eq!(said(&["weekday 21:00-24:00"], "19:00"), of("19時以降、平日は21時まで", ""));
        assert_eq!(said(&["weekday 00:00-18:00"], "19:00"), of("19時以降", ""));
        assert_eq!(said(&["weekday 00:00-18:30"], "18:30"), of("平日は18時30分以降", ""));
        assert_eq!(said(&["everyday 00:00-18:30"], "18:30"), of("18時30分以降", ""));
        assert_eq!(
            said(&["weekday 00:00-18:30", "sat 00:00-12:00"], "18:30"),
            of("18時30分以降", "")
        );
        assert_eq!(said(&[], "00:00"), of("", ""));
    }
}
