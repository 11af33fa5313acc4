//! A stored case: state, calendar, events, next step.

pub mod said;
mod update;
pub mod view;

use crate::domain::case::{CaseId, CaseRecord, Kind, State};
use crate::input::keymap::Intent;

/// Furthest month of the calendar, either way.
const MONTHS: i32 = 24;

#[derive(Debug)]
pub struct Case {
    pub id: CaseId,
    pub scroll: usize,
    /// Months that the calendar is turned from the month of the due day, or else the present one.
    pub month: i32,
}

impl Case {
    pub fn open(id: CaseId) -> Self {
        Self { id, scroll: 0, month: 0 }
    }
    pub fn turn(&mut self, months: i32) {
        self.month = (self.month + months).clamp(-MONTHS, MONTHS);
    }
}

/// What can be done with a case now, the most likely first, for the footer.
pub fn keys_now(record: &CaseRecord) -> Vec<Intent> {
    use Intent as I;
    let called = record.letters.last().is_some_and(|l| l.channel.spoken());
    let chat = record.letters.last().is_some_and(|l| l.channel.chat());
    let here: &[Intent] = match record.state() {
        State::GivenUp => &[I::Read, I::Copy, I::Again],
        _ if record.unsent() && called => {
            &[I::LogCall, I::LogNotReached, I::Read, I::Again, I::Copy]
        }
        _ if record.unsent() => &[I::Read, I::Again, I::Copy, I::LogSent],
        State::Done => &[I::Read, I::Again, I::LogContact, I::Copy, I::Plan],
        // In a chat nothing answers automatically.
        State::Sent if !called && !chat => {
            &[I::LogAnswer, I::Again, I::LogContact, I::LogReply, I::LogDone, I::Read, I::Plan]
        }
        _ => &[I::LogAnswer, I::Again, I::LogContact, I::LogDone, I::Read, I::Copy, I::Plan],
    };
    [&[I::Next], here, &[I::Undo, I::Back, I::Help]].concat()
}

pub fn noted(intent: Intent) -> Option<Kind> {
    Some(match intent {
        Intent::LogSent => Kind::Sent,
        Intent::LogReply => Kind::AutoReply,
        Intent::LogAnswer => Kind::Answer,
        Intent::LogReplied => Kind::Replied,
        Intent::LogBounced => Kind::Bounced,
        Intent::LogCall => Kind::Call,
        Intent::LogNotReached => Kind::NotReached,
        Intent::LogContact => Kind::Contacted,
        Intent::LogMoved => Kind::Moved,
        Intent::LogPart => Kind::PartlyDone,
        Intent::LogDone => Kind::Done,
        Intent::GiveUp => Kind::GivenUp,
        Intent::LogNote => Kind::Note,
        _ => return None,
    })
}
