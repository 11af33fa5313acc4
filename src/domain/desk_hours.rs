//! Whether a desk can be phoned now, and when next. All times are Japanese (UTC+9, all year).

use super::calendar::{self, OfficeCalendar};
use super::channel::Channel;
use super::hours::{Span, clock};
use super::service::Service;
use super::word::Word as _;
use chrono::{Datelike, NaiveDate, NaiveDateTime, Timelike, Weekday};

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeskState {
    /// Open until this minute of the day.
    Open(u16),
    /// Closed; opens next on this day, at this minute of the day.
    Closed(NaiveDate, u16),
}

/// Whether a span counts on a day. `weekday` leaves out holidays, `weekend` takes them in; a named
/// weekday is that day and no holiday.
fn counts(span: &Span, day: NaiveDate, office: OfficeCalendar) -> bool {
    let works = office.is_business_day(day);
    let named = |w: Weekday| day.weekday() == w && calendar::holiday(day).is_none();
    match span.day.as_str() {
        "everyday" => true,
        "weekday" => works,
        "weekend" => !works,
        "mon" => works && named(Weekday::Mon),
        "tue" => works && named(Weekday::Tue),
        "wed" => works && named(Weekday::Wed),
        "thu" => works && named(Weekday::Thu),
        "fri" => works && named(Weekday::Fri),
        "sat" => named(Weekday::Sat),
        "sun" => named(Weekday::Sun),
        "holiday" => calendar::holiday(day).is_some(),
        _ => false,
    }
}

/// The desk of a service at a moment; None if its hours are unknown, or 60 days long closed.
pub fn desk(service: &Service, now: NaiveDateTime, office: OfficeCalendar) -> Option<DeskState> {
    let spans: Vec<Span> = service
        .contact
        .iter()
        .filter(|c| c.kind == Channel::Phone.id() && c.purpose == "desk")
        .flat_map(|c| &c.open)
        .filter_map(|o| Span::parse(o).ok())
        .collect();
    let minute = u16::try_from(now.hour() * 60 + now.minute()).unwrap_or(0);
    let today = now.date();
    let on = |day: NaiveDate| spans.iter().filter(move |s| counts(s, day, office));
    if let Some(until) = on(today).filter(|s| s.from <= minute && minute < s.to).map(|s| s.to).max()
    {
        return Some(DeskState::Open(until));
    }
    let days = today.iter_days().take(60);
    days.enumerate().find_map(|(n, day)| {
        let later = on(day).map(|s| s.from).filter(|from| n > 0 || *from > minute);
        later.min().map(|from| DeskState::Closed(day, from))
    })
}

/// Of unknown hours, while few offices are open: the day on which most are next.
pub fn doubted(now: NaiveDateTime, office: OfficeCalendar) -> Option<NaiveDate> {
    let today = now.date();
    match now.hour() {
        9..18 if office.is_business_day(today) => None,
        18.. => Some(office.add_business_days(today, 1)),
        _ => Some(office.next_business_day(today)),
    }
}

pub fn says(desk: &DeskState) -> String {
    match desk {
        DeskState::Open(until) => text!("desk.open", until = clock(*until)),
        DeskState::Closed(day, from) => {
            text!("desk.closed", day = calendar::format_ja(*day), from = clock(*from))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::content::Content;
    use crate::domain::typed::as_typed;

    fn moment(text: &str) -> NaiveDateTime {
        NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").expect("a time")
    }

    #[test]
    fn weekdays_nine_to_six() {
        let content = Content::builtin();
        let service = content.service("apoplus-pharmacist").expect("a service");
        as_typed("desk", |at| {
            let desk = desk(service, moment(at), OfficeCalendar::default());
            desk.map(|desk| format!("{desk:?}")).ok_or("not known")
        });
    }

    #[test]
    fn of_unknown_hours_it_is_doubted_when_offices_are_closed() {
        let next = |m: &str| doubted(moment(m), OfficeCalendar::default());
        let day = |d: &str| d.parse().ok();
        let noon = "2026-11-20 12:00";
        let content = Content::builtin();
        let other = content.service("other");
        assert_eq!(other.and_then(|s| desk(s, moment(noon), OfficeCalendar::default())), None);
        assert_eq!(next(noon), None);
        assert_eq!(next("2026-11-20 08:30"), day("2026-11-20"));
        // Friday evening, and the holiday behind the weekend.
        assert_eq!(next("2026-11-20 18:00"), day("2026-11-24"));
        assert_eq!(next("2026-11-23 12:00"), day("2026-11-24"));
    }
}
