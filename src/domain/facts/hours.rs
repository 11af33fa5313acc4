//! The hours without calls, as a letter says them: when calls are welcome, else when not.

use crate::domain::hours::{DAY_END as DAY, Span, covers, gather, ja, minutes};
use std::fmt::Write as _;

#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct CallHours {
    /// When calls are welcome: 「平日19時以降」.
    pub(super) free: String,
    /// When they are not, beyond what follows from that: 「土日」, 「平日9時から18時まで」.
    pub(super) not: String,
}

const NOON: u16 = DAY / 2;

/// 「19時」, 「8時30分」.
pub(super) fn clock(t: u16) -> String {
    let mut out = text!("letter.hour", hour = t / 60);
    if !t.is_multiple_of(60) {
        let _ = write!(out, text!("letter.minute"), minute = t % 60);
    }
    out
}

/// The days as a letter names them: 「月・水曜日」, 「土日と祝日」; "" for every day.
fn names(days: &[&str]) -> String {
    let word = |day: &&str| if *day == "everyday" { "" } else { ja(day) };
    let of_week = text!("letter.of_week");
    let mut out = String::new();
    for (i, day) in days.iter().enumerate() {
        let next = days.get(i + 1).map_or("", word);
        let name = word(day);
        match name.strip_suffix(of_week).filter(|_| next.ends_with(of_week)) {
            Some(short) => out = out + short + text!("sign.dot"),
            None if next.is_empty() => out += name,
            None => out = out + name + text!("letter.and"),
        }
    }
    out
}

/// Spans of the same hours, with the days they are for.
struct Hours<'a> {
    days: Vec<&'a str>,
    from: u16,
    to: u16,
}

fn grouped(spans: &[Span]) -> Vec<Hours<'_>> {
    let mut out: Vec<Hours<'_>> = Vec::new();
    for s in spans {
        match out.iter_mut().find(|h| (h.from, h.to) == (s.from, s.to)) {
            Some(same) => same.days.push(&s.day),
            None => out.push(Hours { days: vec![&s.day], from: s.from, to: s.to }),
        }
    }
    for Hours { days, .. } in &mut out {
        gather(days, "weekend");
    }
    out
}

/// Days in front of an hour: separated, unless all others are closed.
fn on(hours: &Hours<'_>, all: &[Hours<'_>]) -> String {
    let rest_closed = all.iter().any(|h| h.days != hours.days && (h.from, h.to) == (0, DAY));
    match names(&hours.days) {
        w if w.is_empty() || rest_closed => w,
        w => text!("letter.on", day = w),
    }
}

/// Hours that are not welcome, by what they are called: 「火曜日の午前」「平日9時から18時まで」.
fn closed(hours: &Hours<'_>) -> String {
    let day = names(&hours.days);
    match (hours.from, hours.to) {
        (0, DAY) if day.is_empty() => text!("letter.whole_day").to_owned(),
        (0, DAY) => day,
        (0, NOON) => text!("letter.morning", day),
        (NOON, DAY) => text!("letter.afternoon", day),
        (0, to) => text!("letter.until", day, to = clock(to)),
        (from, DAY) => text!("letter.from", day, from = clock(from)),
        (from, to) => text!("letter.hours", day, from = clock(from), to = clock(to)),
    }
}

/// Whether what a day leaves is all that is welcome then: the working week is written the same way.
fn is_free(h: &Hours<'_>, all: &[Hours<'_>]) -> bool {
    let week = all.iter().find(|h| {
        let ends = (h.from == 0) != (h.to == DAY);
        ends && h.days.iter().any(|d| ["everyday", "weekday"].contains(d))
    });
    week.is_some_and(|week| {
        let covered = week.days.iter().any(|wide| h.days.iter().any(|day| covers(wide, day)));
        week.days == h.days || !covered
    })
}

/// An hour and closed hours of the same days, which are said once.
fn of_same_days(h: &Hours<'_>, from: u16) -> Option<(String, String)> {
    let day = names(&h.days);
    (h.from != 0 && h.to != DAY && from > 0 && !day.is_empty()).then(|| {
        let day = text!("letter.on", day);
        let free = text!("letter.from", day, from = clock(from));
        (free, text!("letter.hours", day = "", from = clock(h.from), to = clock(h.to)))
    })
}

/// From the spans of `no_call` and the hour of `from_hour` ("" for none).
pub(super) fn call_hours(no_call: &[String], from_hour: &str) -> CallHours {
    let spans: Vec<Span> = no_call.iter().filter_map(|s| Span::parse(s).ok()).collect();
    let all = grouped(&spans);
    let (mut free, mut not) = (Vec::new(), Vec::new());
    let mornings: Vec<u16> =
        all.iter().filter(|h| h.from == 0 && h.to != DAY).map(|h| h.to).collect();
    // Closed hours that end at that hour say it already, including the days.
    let said = |hour: &u16| !mornings.is_empty() && mornings.iter().all(|to| to == hour);
    let welcome = minutes(from_hour).ok().filter(|hour| !said(hour));
    let free_day = |h: &Hours<'_>| is_free(h, &all);
    for h in &all {
        // The other end of the same days, if that is closed as well.
        let other = |from: u16, to: u16| {
            all.iter().find(|o| o.days == h.days && (o.from == from || o.to == to))
        };
        match (h.from, h.to) {
            (0, DAY) => not.push(closed(h)),
            // The opening hour already implies that the time before it is closed.
            (0, _) if welcome.is_some() => {}
            (from, DAY) if welcome.is_some() => {
                let day = names(&h.days);
                let of = if day.is_empty() { day } else { text!("letter.on", day) };
                free.push(text!("letter.until", day = of, to = clock(from)));
            }
            (0, to) if free_day(h) => match other(u16::MAX, DAY) {
                Some(o) => free.push(text!(
                    "letter.hours",
                    day = on(h, &all),
                    from = clock(to),
                    to = clock(o.from)
                )),
                None => free.push(text!("letter.from", day = on(h, &all), from = clock(to))),
            },
            (_, DAY) if free_day(h) && other(0, u16::MAX).is_some() => {}
            (from, DAY) if free_day(h) => {
                free.push(text!("letter.until", day = on(h, &all), to = clock(from)));
            }
            _ => {
                not.push(closed(h));
            }
        }
    }
    if let ([h], Some(from)) = (all.as_slice(), welcome)
        && let Some((free, not)) = of_same_days(h, from)
    {
        return CallHours { free, not };
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
    CallHours { free: free.join(text!("sign.comma")), not: not.join(text!("sign.comma")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::typed::as_typed;

    #[test]
    fn hours_are_said_positively_where_they_free_an_end_of_the_day() {
        as_typed("call_hours", |line| {
            let (spans, from_hour) = line.split_once(" from ").unwrap_or((line, ""));
            let spans: Vec<String> =
                spans.split('|').filter(|s| !s.is_empty()).map(str::to_owned).collect();
            let CallHours { free, not } = call_hours(&spans, from_hour);
            Ok::<_, String>(format!("{free} / {not}"))
        });
    }
}
