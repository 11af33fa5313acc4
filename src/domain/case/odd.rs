//! Events in an impossible order. Reported and kept: the earlier entry may be wrong.

use super::event::{Event, What};
use super::record::CaseRecord;
use crate::domain::calendar::format_ja;
use chrono::NaiveDate;

fn day(e: &Event) -> NaiveDate {
    let on = if let What::Done { on, .. } = e.what { on } else { None };
    on.unwrap_or(e.at.day())
}

impl CaseRecord {
    /// Contradictions between the last event and those before it.
    pub fn odd(&self) -> Vec<String> {
        let Some((last, before)) = self.events.split_last() else { return Vec::new() };
        let sent = |e: &&Event| matches!(e.what, What::Sent { .. });
        let reply = |e: &&Event| {
            matches!(
                e.what,
                What::AutoReply | What::Answer { .. } | What::PartlyDone { .. } | What::Done { .. }
            )
        };
        let first_sent = self.events.iter().filter(sent).map(day).min();
        let first_reply = self.events.iter().filter(reply).map(day).min();
        let early = match &last.what {
            What::Sent { .. } => first_reply,
            _ => Some(day(last)).filter(|_| reply(&last)),
        };
        let mut out = Vec::new();
        if let (Some(sent), Some(reply)) = (first_sent, early)
            && reply < sent
        {
            out.push(text!("cases.odd.sent", sent = format_ja(sent), reply = format_ja(reply)));
        }
        let over = before.iter().any(|e| matches!(e.what, What::GivenUp));
        if over && matches!(last.what, What::Answer { .. } | What::PartlyDone { .. }) {
            out.push(text!("cases.odd.given_up").to_owned());
        }
        let done = before.iter().filter(|e| matches!(e.what, What::Done { .. })).map(day).max();
        let Some(done) = done else { return out };
        match &last.what {
            What::Sent { letter, .. } => {
                // Thanks and new requests are written after the completion.
                let old = self.letter(*letter).is_some_and(|l| l.made.date_naive() < done);
                if old && day(last) > done {
                    out.push(text!("cases.odd.after_done", done = format_ja(done)));
                }
            }
            What::Done { .. } if day(last) != done => {
                // A restarted request can end again.
                let again =
                    |e: &Event| matches!(e.what, What::Sent { .. } | What::Contacted { .. });
                if !before.iter().any(|e| again(e) && day(e) >= done) {
                    out.push(text!("cases.odd.done_twice", done = format_ja(done)));
                }
            }
            what if what.denies() && day(last) >= done => {
                out.push(text!("cases.odd.reopened", done = format_ja(done)));
            }
            What::Contacted { .. } if day(last) == done && self.goal.asks_for_quiet() => {
                out.push(text!("cases.odd.same_day", done = format_ja(done)));
            }
            _ => {}
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests_support::mailed;
    use super::*;
    use crate::domain::case::When;
    use crate::domain::goal::Goal;
    use chrono::DateTime;

    #[test]
    fn a_clock_that_was_set_back_puts_nothing_before_the_letter() {
        let at = |text: &str| DateTime::parse_from_rfc3339(text).expect("a moment");
        let mut case = CaseRecord::new(NaiveDate::default(), "s", "S", Goal::Withdraw);
        let made = at("2026-11-20T13:50:00+09:00");
        case.letters.push(mailed(made));
        case.log(at("2026-11-20T13:40:00+09:00"), What::Note, "");
        case.log(at("2026-11-20T13:55:00+09:00"), What::Note, "");
        let noted: Vec<_> = case.events.iter().map(|e| e.at).collect();
        assert_eq!(noted, [When::At(made), When::At(at("2026-11-20T13:55:00+09:00"))]);
    }
}
