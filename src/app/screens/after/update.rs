//! Keys after copying.

use super::After;
use crate::app::screens::review::update::Part;
use crate::app::screens::scroll;
use crate::input::keymap::Intent;

/// What came of a key.
#[derive(Debug, PartialEq, Eq)]
pub enum Reply {
    /// Draw again.
    Stay,
    /// Copy this part.
    Copy(Part),
    /// Write to a file.
    Write,
    /// Print on leaving, or not.
    Print,
    /// It was sent, now.
    Sent,
    /// It was sent: the form asks when and with whom.
    SentAt,
    /// Open the mail program.
    MailProgram,
    /// The date for a calendar program.
    Ics,
    /// The phone number as a QR code.
    Qr,
    /// To the next letter of the run, or the one before.
    Turn(bool),
    /// To all letters of the run.
    Overview,
    /// To the review.
    Back,
    /// Done.
    Finish,
}

/// Takes a key.
pub fn update(a: &mut After, intent: Intent) -> Reply {
    match intent {
        Intent::Next => Reply::Finish,
        Intent::NextLetter => Reply::Turn(true),
        Intent::LastLetter => Reply::Turn(false),
        Intent::Letters => Reply::Overview,
        Intent::Back => Reply::Back,
        Intent::Copy => Reply::Copy(Part::All),
        Intent::CopySubject => Reply::Copy(Part::Subject),
        Intent::CopyBody => Reply::Copy(Part::Body),
        Intent::CopyField => Reply::Copy(Part::Field),
        Intent::Write => Reply::Write,
        Intent::Print => Reply::Print,
        Intent::LogSent => Reply::Sent,
        Intent::LogSentAt => Reply::SentAt,
        Intent::MailProgram => Reply::MailProgram,
        Intent::Ics => Reply::Ics,
        Intent::Qr => Reply::Qr,
        _ => {
            scroll(&mut a.scroll, intent, 1);
            Reply::Stay
        }
    }
}
