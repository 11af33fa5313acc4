//! Contact that is announced for a time long after the answer: no day of the request.

use super::ReplyText;
use super::days::Now;
use super::mail::Sentence;
use super::plain::ReadSentence;
use super::signs::is_said;
use crate::domain::goal::Goal;
use crate::domain::letter::lint::spec::Sign;
use crate::domain::periods::COMPLETION;
use crate::domain::words::{self as list, has};

/// What a sentence about later can't be.
const OF_NOW: [Sign; 5] =
    [Sign::HeldBack, Sign::OtherProcedure, Sign::IdentityWanted, Sign::Refused, Sign::Question];

impl ReplyText<'_> {
    /// Whether it is about when the rest is over.
    pub(super) fn after_rest(&self, now: Now, s: &Sentence) -> bool {
        self.goal() == Some(Goal::Pause) && is_after(now, s)
    }

    pub(super) fn of_now<'t>(&self, now: Now, said: &[ReadSentence<'t>]) -> Vec<ReadSentence<'t>> {
        said.iter().filter(|(s, _)| !self.is_later(now, s)).copied().collect()
    }

    /// Whether it only says when they will be in touch again: of a request that is fulfilled by
    /// agreeing nothing is left to be told then, and nothing is waited for.
    pub(super) fn is_later(&self, now: Now, s: &Sentence) -> bool {
        let by_agreeing = self.about.case.is_some_and(|case| case.goal.by_agreeing());
        by_agreeing
            && has(&s.text, list::REPLY_IN_TOUCH)
            && !has(&s.text, list::REPLY_OF_REQUEST)
            && is_after(now, s)
            && !is_said(&s.text, &OF_NOW)
            && (self.after_rest(now, s) || !is_said(&s.text, &[Sign::Calls]))
    }
}

/// Whether it speaks of a time by which the request has long been carried out.
fn is_after(now: Now, s: &Sentence) -> bool {
    let done = now.office.add_business_days(now.received, COMPLETION);
    has(&s.text, list::REPLY_AFTER_REST) || now.is_past(&s.text, done)
}
