//! What the hours without calls leave of a week.

use super::{DAY_END, Span, WEEK, covers};
use crate::domain::calendar::holiday;
use chrono::{Datelike as _, NaiveDate};

/// The minutes of each day of the week, by whether a span takes them; Monday first.
fn taken(spans: &[Span]) -> [Vec<bool>; 7] {
    let mut week = [(); 7].map(|()| vec![false; usize::from(DAY_END)]);
    for (day, minutes) in week.iter_mut().enumerate() {
        let on = |s: &&Span| WEEK.get(day).is_some_and(|(_, day)| covers(&s.day, day));
        for s in spans.iter().filter(on) {
            let span = usize::from(s.from)..usize::from(s.to.min(DAY_END));
            minutes.get_mut(span).into_iter().flatten().for_each(|m| *m = true);
        }
    }
    week
}

/// Whether a span covers this minute of that day. Holidays are not working days.
pub fn takes(spans: &[Span], on: NaiveDate, minute: u16) -> bool {
    let at = on.weekday().num_days_from_monday();
    let day = WEEK.get(at as usize).map_or("", |(_, day)| day);
    let (holiday, weekend) = (holiday(on).is_some(), covers("weekend", day));
    spans.iter().filter(|s| (s.from..s.to).contains(&minute)).any(|s| {
        holiday && covers(&s.day, "holiday") || (weekend || !holiday) && covers(&s.day, day)
    })
}

/// Whether no minute of a week is left.
pub fn never(spans: &[Span]) -> bool {
    taken(spans).iter().flatten().all(|m| *m)
}

/// Whether 「…時以降」 is true for these spans: free from that minute on, possibly until a later one, on
/// every day that is not blocked entirely.
pub fn free_from(spans: &[Span], from: u16) -> bool {
    let days = taken(spans).into_iter().filter(|day| !day.iter().all(|m| *m));
    let mut rest =
        days.map(|day| day.into_iter().skip(usize::from(from)).collect::<Vec<_>>()).peekable();
    let some = rest.peek().is_some();
    some && rest
        .all(|day| day.first() == Some(&false) && day.windows(2).all(|w| w != [true, false]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::hours::minutes;
    use crate::domain::typed::as_typed;

    #[test]
    fn a_holiday_is_no_working_day() {
        let weekday = [Span::parse("weekday 09:00-18:00").expect("a span")];
        let at = |day: u32, hour: u16| {
            let on = NaiveDate::from_ymd_opt(2026, 11, day).expect("a day");
            takes(&weekday, on, hour * 60)
        };
        assert!(at(24, 9) && at(24, 17) && !at(24, 18), "a Tuesday");
        assert!(!at(23, 10), "a holiday, on a Monday");
        assert!(!at(21, 10), "a Saturday");
        let holiday = [Span::parse("holiday 09:00-18:00").expect("a span")];
        let on = NaiveDate::from_ymd_opt(2026, 11, 23).expect("a day");
        assert!(takes(&holiday, on, 600));
    }

    #[test]
    fn from_an_hour_on_nothing_stands_in_the_way() {
        let spans = |text: &str| -> Vec<Span> {
            let texts = text.split('|').filter(|t| !t.is_empty());
            texts.map(|t| Span::parse(t).expect("a span")).collect()
        };
        as_typed("free_from", |typed| {
            let (hour, closed) = typed.split_once(' ').ok_or("no hours")?;
            let free = free_from(&spans(closed), minutes(hour).expect("a time"));
            Ok::<_, &str>(if free { "free" } else { "not" }.to_owned())
        });
        assert!(never(&spans("everyday 00:00-24:00")));
        assert!(never(&spans("weekday 00:00-24:00|sat 00:00-24:00|sun 00:00-24:00")));
        assert!(!never(&spans("weekday 00:00-24:00")));
    }
}
