//! The days by which they act, and by which they want an answer.

use super::days::{Now, Until};
use super::mail::Sentence;
use super::plain::ReadSentence;
use super::signs::{Signs, is_said};
use crate::domain::letter::lint::spec::Sign;
use crate::domain::words::{self as list, has};
use chrono::NaiveDate;

/// Signs with which a day is not a promise.
const NO_PROMISE: [Sign; 4] = [Sign::Done, Sign::Kept, Sign::Calls, Sign::WorkCall];

fn until_then(text: &str) -> bool {
    has(text, list::REPLY_BY) || has(text, list::REPLY_LIMITS)
}

/// The days by which they act, and by which they want an answer.
pub(super) fn days<'t>(
    now: Now,
    said: &[ReadSentence<'t>],
    signs: &mut Signs<'t>,
) -> (Option<NaiveDate>, Option<NaiveDate>, String) {
    let (mut acts, mut wanted, mut odd) = (None, None::<NaiveDate>, String::new());
    let promises = |(_, form): &&ReadSentence<'t>| {
        form.is_none_or(|(_, sign)| {
            sign.is_some_and(|s| ![Sign::Done, Sign::Kept, Sign::Transfer].contains(&s))
        })
    };
    // Clauses about what is done or kept, about calls or interviews, or with a negation are no
    // promises.
    let other = |s: &Sentence, clause: &str| {
        !(is_said(clause, &NO_PROMISE) || has(clause, list::REPLY_PROMISES_NOT) || s.moves(clause))
    };
    for (s, _) in said.iter().filter(promises) {
        for until in s.clauses().into_iter().filter(|c| other(s, c)).flat_map(|c| now.until(c)) {
            match until {
                Until::They(on) => acts = acts.max(Some(on)),
                Until::You(_) if has(&s.text, list::REPLY_ADVERTS) => {}
                // The day of an interview is not a deadline.
                Until::You(_) if has(&s.text, list::REPLY_SELECTION) && !until_then(&s.text) => {}
                Until::You(on) => {
                    wanted = Some(wanted.map_or(on, |d| d.min(on)));
                    signs.asks(s);
                }
                Until::GoneBy => odd.clone_from(&s.raw),
            }
        }
    }
    for (s, _) in said.iter().filter(|(s, _)| now.misnames(&s.text)) {
        odd.clone_from(&s.raw);
    }
    (acts, wanted, odd)
}
