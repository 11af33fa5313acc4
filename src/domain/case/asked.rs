//! What they asked, and what is to be done about it.

use super::event::{AnswerKind, What};
use super::record::CaseRecord;
use crate::domain::follow_up::FollowUp;
use chrono::NaiveDate;

/// What they asked and nobody has answered yet.
#[derive(Clone, PartialEq, Eq)]
pub struct Asked {
    pub kind: AnswerKind,
    /// The day on which they asked.
    pub(super) on: NaiveDate,
    /// Until when they want it, if they said.
    pub by: Option<NaiveDate>,
    /// In their words, the beginning of it; "" if it was not noted.
    pub(super) words: String,
}

shows!(Debug Asked, it, "Asked({:?}, {:?})", it.kind, it.by);

/// So much of what they asked is repeated, in characters.
pub(super) const ASKED: usize = 40;

impl CaseRecord {
    /// Whether it answers what they asked: as it was noted, or by a letter.
    pub(super) fn is_reply(&self, what: &What) -> bool {
        let kind = |letter| self.letter(letter).and_then(|l| l.follow_up);
        match what {
            What::Sent { letter, .. } => kind(*letter) == Some(FollowUp::Question),
            what => matches!(what, What::Replied),
        }
    }
}

impl Asked {
    /// What to do about it; `day` puts a day in words.
    pub(super) fn ja(&self, day: impl Fn(NaiveDate) -> String) -> String {
        let by = self.by.map_or_else(String::new, |on| text!("step.answer.by", day = day(on)));
        let words = match self.words.as_str() {
            "" => String::new(),
            words => text!("sign.quoted", text = words),
        };
        text!("step.answer", what = self.due_ja(), by, words)
    }
    pub(super) fn due_ja(&self) -> &'static str {
        match self.kind {
            AnswerKind::Identity => text!("due.asked.identity"),
            _ => text!("due.asked"),
        }
    }
}
