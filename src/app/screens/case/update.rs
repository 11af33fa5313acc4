//! Keys on a case.

use super::Case;
use crate::app::screens::scroll;
use crate::domain::case::Kind;
use crate::input::keymap::Intent;

/// Furthest month of the calendar, either way.
const MONTHS: i32 = 24;

/// What came of a key.
#[derive(Debug, PartialEq, Eq)]
pub enum Reply {
    /// Draw again.
    Stay,
    /// The next fitting step.
    Next,
    /// Another letter, of a kind to be chosen.
    Again,
    /// Something happened.
    Log(Kind),
    /// What was noted last is taken back.
    TakeBack,
    /// The next step of the plan is dropped.
    SkipPlan,
    /// Another date is set.
    Due,
    /// Write it as a text, for somebody else to read.
    Export,
    /// Write the date for a calendar program.
    Ics,
    /// Read the last letter.
    Read,
    /// Copy it.
    Copy,
    /// Remove it.
    Remove,
    /// To the other cases.
    Back,
}

/// Takes a key.
pub fn update(c: &mut Case, intent: Intent) -> Reply {
    match intent {
        Intent::Next => Reply::Next,
        Intent::Again => Reply::Again,
        Intent::LogSent => Reply::Log(Kind::Sent),
        Intent::LogReply => Reply::Log(Kind::AutoReply),
        Intent::LogAnswer => Reply::Log(Kind::Answer),
        Intent::LogCall => Reply::Log(Kind::Call),
        Intent::LogNotReached => Reply::Log(Kind::NotReached),
        Intent::LogContact => Reply::Log(Kind::Contacted),
        Intent::LogPart => Reply::Log(Kind::PartlyDone),
        Intent::LogDone => Reply::Log(Kind::Done),
        Intent::GiveUp => Reply::Log(Kind::GivenUp),
        Intent::LogNote => Reply::Log(Kind::Note),
        Intent::Undo => Reply::TakeBack,
        Intent::SkipPlan => Reply::SkipPlan,
        Intent::Due => Reply::Due,
        Intent::Export => Reply::Export,
        Intent::Ics => Reply::Ics,
        Intent::Read => Reply::Read,
        Intent::Copy => Reply::Copy,
        Intent::Remove => Reply::Remove,
        Intent::Back => Reply::Back,
        Intent::Left => {
            c.month = (c.month - 1).max(-MONTHS);
            Reply::Stay
        }
        Intent::Right => {
            c.month = (c.month + 1).min(MONTHS);
            Reply::Stay
        }
        _ => {
            scroll(&mut c.scroll, intent, 1);
            Reply::Stay
        }
    }
}
