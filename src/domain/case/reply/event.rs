//! The event of the case that a reply is.

use super::{Reading, ReplyKind as R};
use crate::domain::case::event::{AnswerKind, Kind, Means, Parts};

impl Reading {
    /// The event to note, if any.
    pub fn event(&self) -> Option<(Kind, Parts)> {
        let has = |kind: R| self.kinds.contains(&kind);
        let person = self.person.clone();
        let answer = |answer: AnswerKind| {
            let promised_by = self.promised_by.filter(|_| answer.waits());
            let (answer, person, deadline) = (Some(answer), person.clone(), self.deadline);
            (Kind::Answer, Parts { answer, person, promised_by, deadline, ..Parts::default() })
        };
        let bare = |kind| (kind, Parts::default());
        let wanted = self.deadline.is_some();
        let refuses = has(R::HeldBack) || has(R::Refused) || has(R::OtherProcedure);
        Some(match () {
            // It cannot wait for anything else that they say.
            () if self.work_call => answer(AnswerKind::WorkCall),
            () if self.work_asked => answer(AnswerKind::Question),
            // What they are waiting for comes first.
            () if wanted && (has(R::Done) || has(R::PartlyDone)) => answer(AnswerKind::Question),
            // The user first has to find out what is complete.
            () if has(R::Done) && self.bare => answer(AnswerKind::Accepted),
            () if has(R::Done) => {
                (Kind::Done, Parts { person, on: self.done_on, ..Parts::default() })
            }
            () if has(R::PartlyDone) && !self.asked.is_empty() => answer(AnswerKind::Question),
            () if has(R::PartlyDone) => {
                let promised = self.promised_by.map(|_| answer(AnswerKind::Partly));
                promised.unwrap_or((Kind::PartlyDone, Parts { person, ..Parts::default() }))
            }
            // An automatic reply may want something; otherwise it changes nothing.
            () if has(R::IdentityWanted) && !refuses => answer(AnswerKind::Identity),
            () if wanted && has(R::AutoReply) && !refuses => answer(AnswerKind::Question),
            () if !wanted && has(R::AutoReply) && has(R::Receipt) => bare(Kind::AutoReply),
            // A promise is waited for; a refusal is not an attempt to keep the user.
            () if has(R::Refused) && self.rest && self.promised_by.is_some() => {
                answer(AnswerKind::Partly)
            }
            () if has(R::HeldBack) && self.rest => answer(AnswerKind::Refused),
            () if has(R::HeldBack) => answer(AnswerKind::HeldBack),
            () if has(R::Refused) => answer(AnswerKind::Refused),
            () if has(R::OtherProcedure) => answer(AnswerKind::OtherProcedure),
            () if has(R::AutoReply) || has(R::OutOfOffice) => bare(Kind::AutoReply),
            () if has(R::Question) => answer(AnswerKind::Question),
            () if self.accepted => answer(AnswerKind::Accepted),
            () if has(R::Receipt) => answer(AnswerKind::Receipt),
            () if has(R::Bounce) => bare(Kind::Bounced),
            () if has(R::Transfer) || has(R::Moved) || has(R::CalledOff) => self.interview(),
            () if has(R::Called) => {
                let means = Some(Means::Call);
                (Kind::Contacted, Parts { means, person, ..Parts::default() })
            }
            () if has(R::Sales) => {
                let means = Some(Means::Mail);
                (Kind::Contacted, Parts { means, person, ..Parts::default() })
            }
            () => return None,
        })
    }

    /// What becomes of an interview, if it says whose and when; else it is only noted.
    fn interview(&self) -> (Kind, Parts) {
        let off = self.kinds.contains(&R::CalledOff);
        let kind = match (self.employer.is_empty(), off, self.to.is_empty()) {
            (false, true, _) => Kind::CalledOff,
            (false, false, false) => Kind::Moved,
            _ => return (Kind::Note, Parts::default()),
        };
        let to = if off { String::new() } else { self.to.clone() };
        (kind, Parts { employer: self.employer.clone(), to, ..Parts::default() })
    }
}
