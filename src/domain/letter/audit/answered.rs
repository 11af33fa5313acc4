//! I: everything that was answered, and nothing else.

use super::letter::AuditedLetter;
use super::text::numbered;
use super::told::Breaches;
use crate::domain::facts::own_words::says_thanks;
use crate::domain::facts::speech;
use crate::domain::follow_up::FollowUp;
use crate::domain::goal::Goal;
use crate::domain::hours::Span;
use crate::domain::words::{self, has};

fn scheduled(text: &str) -> bool {
    text.match_indices(words::SCHEDULE).any(|(at, day)| {
        let rest = text.get(at + day.len()..).unwrap_or_default();
        rest.find(words::ADJUSTING)
            .is_some_and(|n| rest.get(..n).is_some_and(|t| t.chars().count() <= 6))
    })
}

pub(super) fn check(l: &AuditedLetter<'_>, found: &mut Breaches) {
    if l.says(words::ON_HOLD) && !l.wished("hold") {
        found.add("I1", text!("audit.i1.hold"));
    }
    if l.is_first(Goal::Withdraw) {
        if l.says(words::KEPT_UP) && !l.wished("keep") {
            found.add("I1", text!("audit.i1.keep"));
        }
        if l.says(words::PASSED_ON) && !l.wished("decline") {
            found.add("I1", text!("audit.i1.decline"));
        }
    }
    let told = |id| l.told.one(id).is_some();
    let hours = numbered(&l.bare, '時');
    let asked = l.told.get("no_call").is_some() && l.told.many("no_call").is_empty();
    if asked && hours && !told("from_hour") && !told("call_time") {
        found.add("I2", text!("audit.i2"));
    }
    let stops = l.chose("requests", "stop_mail") || l.chose("requests", "stop_calls");
    let procedure = |s: &str| has(s, words::STOP_PROCEDURE) && s.contains(words::BY_MAIL);
    if l.is_first(Goal::Withdraw) && stops && !l.sentences().any(procedure) {
        found.add("I3", text!("audit.i3"));
    }
    if l.is_first(Goal::Pause) {
        pause(l, found);
    }
    thanks(l, found);
    if l.is_first(Goal::ReduceContact) && l.is_written() && !l.says(words::SHARED_WITHIN) {
        found.add("I7", text!("audit.i7"));
    }
    // Calls on weekdays are welcome from an hour on, and only then.
    let spans = l.told.many("no_call").iter().filter_map(|s| Span::parse(s).ok());
    let weekdays: Vec<Span> = spans.filter(|s| s.day == "weekday").collect();
    if l.goal == Some(Goal::ReduceContact)
        && (!l.again || hours)
        && matches!(weekdays.as_slice(), [Span { from: 0, to, .. }] if *to < 24 * 60)
        && !l.says(words::FROM_HOUR)
    {
        found.add("I8", text!("audit.i8"));
    }
    second(l, found);
}

fn pause(l: &AuditedLetter<'_>, found: &mut Breaches) {
    let scope = l.told.many("pause_scope");
    let none = l.told.one("exceptions") == Some("none");
    let offers = l.chose("pause_scope", "offers");
    let all = ["offers", "mail", "calls"].iter().all(|s| l.chose("pause_scope", s)) && none;
    if all != l.says(words::ALL_RESTS) {
        found.add("I4", text!("audit.i4.all"));
    }
    if has(l.subject, words::PAUSE_OF_OFFERS) || has(l.title, words::PAUSE_OF_OFFERS) {
        let only = offers && scope.len() == 1;
        if !only {
            found.add("I4", text!("audit.i4.subject"));
        }
    }
    if offers && none && !l.says(words::URGENT_TOO) {
        found.add("I6", text!("audit.i6"));
    }
}

fn thanks(l: &AuditedLetter<'_>, found: &mut Breaches) {
    let own = l.told.one("thanks_text").unwrap_or_default();
    for &(id, thanked) in words::THANKED_FOR {
        let adjusts = id == "scheduling";
        let answered = l.chose("thanks", id) && !says_thanks(own, id);
        let is_in = |t: &str| if adjusts { scheduled(t) } else { t.contains(thanked) };
        if answered && !l.again && !is_in(&l.flat) {
            found.add("I5", text!("audit.i5.missing", words = thanked));
        }
        // A selection that is declined was arranged by somebody, thanked for it or not.
        if !answered && !adjusts && is_in(&l.bare) {
            found.add("I5", text!("audit.i5.unsaid", words = thanked));
        }
    }
    for id in ["thanks_text", "note", "own_requests"] {
        let unsaid = |t: &str| t.lines().any(|line| !speech::stands(line, |w| l.find(w).is_some()));
        if l.told.one(id).is_some_and(unsaid) {
            found.add("I5", text!("proof.unsaid", id));
        }
    }
}

/// What a second letter says of the first one, and asks for.
fn second(l: &AuditedLetter<'_>, found: &mut Breaches) {
    if l.follow_up == Some(FollowUp::NoCompletion) {
        // Weekdays follow in writing; on the phone they are said.
        let mark = if l.spoken() { "" } else { "（" };
        let place = |id| {
            let day =
                l.day(id).map(|d| d.format(&format!("{}{mark}", words::MONTH_DAY)).to_string());
            day.and_then(|d| l.flat.find(&d))
        };
        let in_order =
            matches!((place("first_date"), place("receipt_date")), (Some(a), Some(b)) if a <= b);
        if l.told.one("receipt_date").is_some() && !in_order {
            found.add("I9", text!("audit.i9.order"));
        }
        if !l.says(words::NOT_ARRIVED) {
            found.add("I9", text!("audit.i9.what"));
        }
    }
    let asks = [FollowUp::NoCompletion, FollowUp::StillContacted].map(Some).contains(&l.follow_up);
    let says = l.says(words::DONE_SO_FAR) && l.says(words::STILL_OPEN)
        || l.goal == Some(Goal::ReduceContact) && l.says(words::FROM_WHEN);
    // Of a refusal and a return nothing is done step by step.
    let steps = !matches!(l.goal, Some(Goal::Decline | Goal::Resume));
    if asks && steps && !l.channel.chat() && !says {
        found.add("I9", text!("audit.i9.open"));
    }
}
