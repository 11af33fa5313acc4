//! The days that a letter names: until when it asks for an answer, and until when an employer is
//! told of a refusal.
//!
//! Both are business days counted from the day of writing; the law sets none (the notices of art.
//! 35(7) of the Act on the Protection of Personal Information are due "without delay"), so a letter
//! names a kind date and never a number of days.

use super::answers::Entry;
use super::calendar::{OfficeCalendar, first_day};
use super::flow::walk::Walk;
use super::periods::{NEAR, OTHERS, OTHERS_CALENDAR, URGENT, WITHDRAWAL};
use super::validate::date_of;
use crate::domain::follow_up::FollowUp;
use crate::domain::goal::Goal;
use chrono::{Days, NaiveDate};

/// A text of the flow with the days that it tells.
pub(super) fn told(text: &str) -> String {
    [("{withdrawal}", WITHDRAWAL), ("{others}", OTHERS)]
        .into_iter()
        .fold(text.to_owned(), |text, (name, days)| text.replace(name, &days.to_string()))
}

/// The answer to `reply_by` that leaves the date out.
pub const NO_DATE: &str = "none";

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Deadlines {
    /// Until when it asks for its answer.
    pub answer_by: Option<NaiveDate>,
    /// The day by which an interviewer should hear of the refusal; in urgent cases the user phones
    /// if there is no answer by then.
    pub call_by: Option<NaiveDate>,
}

impl Deadlines {
    /// Those of the letter that these answers make.
    pub fn of(walk: &Walk<'_>, office: OfficeCalendar) -> Self {
        let call_by = call_by(walk, office);
        // Even if a refusal sets no date, somebody is waiting for it.
        let declines = call_by.filter(|_| walk.goal() == Some(Goal::Decline));
        let answer_by = reply_by(walk, office).or(declines);
        Self { answer_by, call_by: call_by.or_else(|| told_by(walk, office)) }
    }
    /// Until when silence is normal: the usual day, or the letter's own date, since nobody asks
    /// before the date they set.
    pub fn silence_until(&self, usual: NaiveDate) -> NaiveDate {
        self.answer_by.map_or(usual, |d| d.max(usual))
    }
    /// The deadline for the next letter of the same matter, if this one set a later date than
    /// usual: nobody is asked to be faster than they were told.
    pub fn still_ahead(&self, today: NaiveDate) -> Option<NaiveDate> {
        let usual = today.checked_add_days(Days::new(OTHERS_CALENDAR.into()))?;
        self.answer_by.filter(|d| *d > usual)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Urgency {
    pub first: NaiveDate,
    /// Three days or less are left.
    pub near: bool,
    /// Until when the employer should be told; None if no business day is left before it.
    pub tell_by: Option<NaiveDate>,
}

/// Whether an offer was made on its day: a past one is not an appointment.
pub(super) fn received(e: &Entry, today: NaiveDate) -> bool {
    e.get("stage") == "offer" && date_of(e.get("date"), today).is_some_and(|d| d <= today)
}

fn declined_day(e: &Entry, today: NaiveDate) -> Option<NaiveDate> {
    // Nobody waits on the day of an offer that was already made.
    if e.get("wish") != "decline" || received(e, today) {
        return None;
    }
    date_of(e.get("date"), today).filter(|d| *d >= today)
}

/// The days on which somebody waits who should not: today or later.
fn declined_days(walk: &Walk<'_>) -> impl Iterator<Item = NaiveDate> {
    walk.entries("selections").iter().filter_map(|e| declined_day(e, walk.today))
}

pub(super) fn first_declined(walk: &Walk<'_>) -> Option<NaiveDate> {
    declined_days(walk).min()
}

pub(super) fn last_declined(walk: &Walk<'_>) -> Option<NaiveDate> {
    declined_days(walk).max()
}

fn declined_within(walk: &Walk<'_>, days: u64) -> Option<NaiveDate> {
    let last = walk.today.checked_add_days(Days::new(days))?;
    first_declined(walk).filter(|d| *d <= last)
}

/// Whether a refusal cannot wait, in whichever letter.
pub(super) fn is_urgent(walk: &Walk<'_>) -> bool {
    declined_within(walk, URGENT).is_some()
}

/// Whether a refusal that was asked for before cannot wait any more.
pub fn pressing(walk: &Walk<'_>) -> bool {
    walk.one("follow_up").is_some() && declined_within(walk, NEAR).is_some()
}

/// Whether a refusal in a first letter is too urgent to wait for the rest.
pub fn urgency(walk: &Walk<'_>, office: OfficeCalendar) -> Option<Urgency> {
    let first = declined_within(walk, URGENT).filter(|_| walk.one("follow_up").is_none())?;
    let near = declined_within(walk, NEAR).is_some();
    let day = |n| office.add_business_days(walk.today, n);
    let usual = [day(if near { 1 } else { 2 }), day(1)].into_iter().find(|d| *d < first);
    // A mere refusal has one date: a letter adds no earlier one to the user's own.
    let own = named_before(walk, first).filter(|_| walk.goal() == Some(Goal::Decline));
    Some(Urgency { first, near, tell_by: own.or(usual) })
}

/// The user's own deadline for the answer, if it is before an interview on this day.
fn named_before(walk: &Walk<'_>, first: NaiveDate) -> Option<NaiveDate> {
    walk.day("reply_by").filter(|d| *d < first)
}

/// The day by which the interviewer is told; the user phones if there is no answer by then. Never
/// before the day of writing.
pub fn call_by(walk: &Walk<'_>, office: OfficeCalendar) -> Option<NaiveDate> {
    urgency(walk, office).map(|u| u.tell_by.unwrap_or(walk.today))
}

/// The last day to tell an interviewer of a refusal if nothing is urgent.
fn told_by(walk: &Walk<'_>, office: OfficeCalendar) -> Option<NaiveDate> {
    let asks = !walk.follow_up().is_some_and(FollowUp::settled);
    let day = first_declined(walk).filter(|_| asks)?;
    Some(office.business_day_before(day)).filter(|before| *before > walk.today)
}

/// Until when the letter asks for its answer; None if it names no day.
pub fn reply_by(walk: &Walk<'_>, office: OfficeCalendar) -> Option<NaiveDate> {
    let today = walk.today;
    let follow_up = walk.follow_up();
    if walk.channel().chat() || follow_up.is_some_and(FollowUp::settled) {
        return None;
    }
    let declining = walk.goal() == Some(Goal::Decline) && follow_up.is_none();
    // Interviewers are told by this day, and the answer is due before it too.
    let urgent = urgency(walk, office);
    if declining && let Some(urgent) = urgent {
        return named_before(walk, urgent.first).or(urgent.tell_by);
    }
    match walk.one("reply_by") {
        Some(NO_DATE) => return None,
        Some(day) if !day.is_empty() => return walk.day("reply_by"),
        _ => {}
    }
    let leaving = walk.goal() == Some(Goal::Withdraw) && follow_up.is_none();
    let start = if leaving { walk.day("effective") } else { None };
    let day = office.add_business_days(
        start.map_or(today, |d| d.max(today)),
        if leaving { WITHDRAWAL } else { OTHERS },
    );
    // A refusal is answered before the interview, a pause before its end, if a day is left.
    let end = match walk.goal() {
        Some(Goal::Decline) => first_declined(walk),
        Some(Goal::Pause) => walk.one("resume").and_then(first_day),
        _ => None,
    };
    match end.filter(|end| day >= *end) {
        // A second letter may be about a pause that has already ended.
        Some(end) if end <= today && walk.goal() == Some(Goal::Pause) => Some(day),
        Some(end) => Some(office.business_day_before(end)).filter(|before| *before > today),
        None => Some(day),
    }
}
