//! E: articles of law, and the days until which an answer is asked for.

use super::letter::{AuditedLetter, LineRole};
use super::text::{articles, count, days, head, numbered};
use super::told::Breaches;
use crate::domain::follow_up::FollowUp;
use crate::domain::goal::Goal;
use crate::domain::periods::{OTHERS, WITHDRAWAL};
use crate::domain::words::{self, has};
use chrono::NaiveDate;

/// A day that may be named: the first and the last that is right.
type DayRange = (NaiveDate, NaiveDate);

pub(super) fn check(l: &AuditedLetter<'_>, found: &mut Breaches) {
    let may = l.firm && !l.channel.chat();
    if !may && numbered(&l.bare, '条') {
        found.add("E1", text!("audit.e1"));
    }
    let data = ["erase", "stop_use", "stop_third_party"].iter().any(|r| l.chose("requests", r));
    if l.firm && l.is_first(Goal::Withdraw) && l.is_written() && data {
        let n = l.text.matches(words::GROUND).count();
        if n != 1 {
            found.add("E2", text!("audit.e2.count", ground = words::GROUND, n));
        }
        if count(l.text, words::WAYS_OF_ASKING) != 1 {
            found.add(
                "E2",
                text!("audit.e2.one", ways = words::WAYS_OF_ASKING.join(text!("audit.e2.or"))),
            );
        }
        if articles(l.text).count() > 2 {
            found.add("E2", text!("audit.e2.three"));
        }
    }
    let own = |article: &&str| words::OWN_ARTICLES.iter().any(|a| a.starts_with(*article));
    for other in articles(l.text).filter(|article| !own(article)) {
        found.add("E3", text!("audit.e3", other));
    }
    for s in l.sentences().filter(|s| articles(s).next().is_some()) {
        if s.contains(words::WITHIN_DAYS)
            || days(s).any(|(d, rest)| d.bracketed && rest.starts_with(words::UNTIL_THEN))
        {
            found.add("E6", text!("audit.e6", text = head(s)));
        }
    }
    let below = l.said.iter().skip_while(|x| !x.text.contains(words::GROUND)).skip(1);
    for item in
        below.take_while(|x| x.role == LineRole::Item).filter(|x| has(x.text, words::BEYOND_GROUND))
    {
        found.add("E7", text!("audit.e7", ground = words::GROUND, text = head(item.text)));
    }
    // Spoken text words its days differently.
    if !l.spoken() {
        deadlines(l, found);
    }
}

fn deadlines(l: &AuditedLetter<'_>, found: &mut Breaches) {
    let lines = l.said.iter().filter(|x| x.role != LineRole::Item);
    let named: Vec<NaiveDate> = lines
        .flat_map(|x| days(x.text))
        .filter(|(d, rest)| d.bracketed && rest.starts_with(words::UNTIL_THEN))
        .filter_map(|(d, _)| d.date(l.today))
        .collect();
    let wanted: Vec<DayRange> = told_by(l).into_iter().chain(answer_by(l)).collect();
    let shown = |v: &[NaiveDate]| {
        v.iter().map(NaiveDate::to_string).collect::<Vec<_>>().join(text!("sign.comma"))
    };
    if named.len() != wanted.len() {
        let rule = if named.len() > wanted.len() { "E4" } else { "E5" };
        found.add(rule, text!("audit.e8.count", n = named.len(), wanted = wanted.len()));
    } else if named.iter().zip(&wanted).any(|(d, (from, to))| d < from || d > to) {
        let wanted: Vec<NaiveDate> = wanted.iter().map(|w| w.0).collect();
        found.add("E8", text!("audit.e8.days", shown = shown(&named), wanted = shown(&wanted)));
    }
}

/// The day of a near interview that a first letter declines.
fn interview(l: &AuditedLetter<'_>) -> Option<NaiveDate> {
    l.urgent.iter().map(|d| d.date).min().filter(|_| !l.again)
}

/// Until when an employer is told that a near interview is declined: as the sender asks, else by a
/// rule; None if no business day is left for it.
fn told_by(l: &AuditedLetter<'_>) -> Option<DayRange> {
    let first = interview(l)?;
    if let Some(day) = l.day("reply_by").filter(|d| l.goal == Some(Goal::Decline) && *d < first) {
        return Some((day, day));
    }
    let after = |n| Some(l.office.add_business_days(l.today, n)).filter(|d| *d < first);
    let day = after(if l.is_near() { 1 } else { 2 }).or_else(|| after(1))?;
    Some((day, day))
}

/// Until when the whole answer is asked for; None if no day is named.
fn answer_by(l: &AuditedLetter<'_>) -> Option<DayRange> {
    let reply = l.told.one("reply_by");
    let quiet = l.follow_up.is_some_and(FollowUp::settled) || reply == Some("none");
    let urgent = l.goal == Some(Goal::Decline) && !l.urgent.is_empty();
    if l.channel.chat() || quiet || (urgent && !l.again) {
        return None;
    }
    if let Some(day) = l.day("reply_by") {
        return Some((day, day));
    }
    let first_letter = l.is_first(Goal::Withdraw);
    let from = l.day("effective").filter(|d| first_letter && *d > l.today).unwrap_or(l.today);
    let day = l.office.add_business_days(from, if first_letter { WITHDRAWAL } else { OTHERS });
    let Some(declined) = l.first_declined.filter(|d| l.goal == Some(Goal::Decline) && *d <= day)
    else {
        return Some((day, day));
    };
    // An answer after the interview is too late: the last business day before it.
    let mut before = declined.pred_opt()?;
    while !l.office.is_business_day(before) && before > l.today {
        before = before.pred_opt()?;
    }
    // Where it is near, a second letter may ask for an earlier one.
    let earliest = if urgent { l.today.succ_opt()? } else { before };
    Some((earliest, before)).filter(|_| before > l.today)
}
